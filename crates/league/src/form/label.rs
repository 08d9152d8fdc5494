//! What a label means: the same column has many names, in two languages, with hints in brackets.

use super::field::Field;
use crate::names::normalise;
use std::collections::BTreeMap;

/// All names of all fields of one block.
pub(super) struct Names<'a> {
    fields: &'a [Field],
    by_name: BTreeMap<String, &'a Field>,
}

impl<'a> Names<'a> {
    pub fn of(fields: &'a [Field]) -> Self {
        let mut by_name = BTreeMap::new();
        for field in fields {
            for name in field.aliases.iter().chain([&field.zh, &field.en, &field.key]) {
                by_name.entry(fold(name)).or_insert(field);
                by_name.entry(fold(without_brackets(&normalise(name)).as_str())).or_insert(field);
            }
        }
        by_name.remove("");
        Self { fields, by_name }
    }

    /// The field a label names, with the letters of the name that hit: a longer name is a surer one.
    pub fn find(&self, label: &str) -> Option<(&'a Field, usize)> {
        candidates(label)
            .iter()
            .find_map(|name| self.by_name.get(name).map(|field| (*field, name.chars().count())))
    }

    /// The one field whose Chinese name stands somewhere inside a label.
    pub fn guess(&self, label: &str, taken: &[&str]) -> Option<&'a Field> {
        let label = fold(label);
        if NEVER.iter().any(|word| label.contains(word)) {
            return None;
        }
        let mut best: Option<(&Field, usize)> = None;
        for field in self.fields.iter().filter(|field| !taken.contains(&field.key.as_str())) {
            let names = field.aliases.iter().chain([&field.zh]).map(|name| fold(name));
            let inside = names
                .filter(|name| !name.is_ascii() && name.chars().count() > 1 && label.contains(name.as_str()));
            let longest = inside.map(|name| name.chars().count()).max();
            if let Some(length) = longest.filter(|length| best.is_none_or(|(_, best)| *length > best)) {
                best = Some((field, length));
            }
        }
        best.map(|(field, _)| field)
    }
}

/// A label with these words is about something else.
const NEVER: &[&str] = &["有效期", "签字", "签名", "签发", "领队", "教练", "紧急", "家庭", "备注"];

/// A label without spaces, marks and case.
pub(super) fn fold(label: &str) -> String {
    normalise(label)
        .chars()
        .filter(|c| !matches!(c, '*' | ':' | '_' | '-' | '.' | '?' | '\'' | '’' | '※'))
        .collect()
}

fn candidates(label: &str) -> Vec<String> {
    let folded = normalise(label);
    let bare = without_brackets(&folded);
    let mut names = vec![fold(label), fold(&bare)];
    names.extend(label.split(['\n', '/', '|', '／']).map(fold));
    let of = |keep: fn(char) -> bool| fold(&bare.chars().filter(|c| keep(*c)).collect::<String>());
    names.push(of(|c| !c.is_ascii()));
    names.push(of(|c| c.is_ascii()));
    names.retain(|name| !name.is_empty());
    names
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}
