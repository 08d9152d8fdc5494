//! Names of clubs: what is the same in print, what only looks alike, and how people search.
//!
//! The four 中车 clubs differ by a character or two and are never merged: a name is found whole or not at all,
//! and a near hit is only ever a suggestion for a person to confirm.

use pinyin::ToPinyin;
use std::collections::BTreeMap;

/// Folds what print varies without meaning: full-width forms, spaces, brackets, case.
pub fn normalise(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{feff}'))
        .map(|c| match c {
            '【' | '〔' | '[' => '(',
            '】' | '〕' | ']' => ')',
            '•' | '・' | '‧' => '·',
            other => other,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// ASCII for a full-width form; anything else stays.
pub fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

/// A key that sorts Chinese names as a dictionary does: by sound, then as written.
pub fn sort_key(text: &str) -> String {
    let mut key = String::new();
    for c in text.chars().map(half_width) {
        match c.to_pinyin() {
            Some(sound) => {
                key.push_str(sound.plain());
                key.push(' ');
            }
            None => key.extend(c.to_lowercase()),
        }
    }
    format!("{key}\u{1}{text}")
}

/// First letters of each sound, as people type them: 株洲时代 is "zzsd".
pub fn initials(text: &str) -> String {
    let mut letters = String::new();
    for c in text.chars().map(half_width) {
        match c.to_pinyin() {
            Some(sound) => letters.push_str(sound.first_letter()),
            None if c.is_alphanumeric() => letters.extend(c.to_lowercase()),
            None => {}
        }
    }
    letters
}

/// How the public reads people's names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    #[default]
    Full,
    /// 张*, J. L.
    Initials,
    /// The shirt alone.
    Nobody,
}

crate::text_enum!(Shown { Full => "full", Initials => "initials", Nobody => "nobody" });

/// A name as the public may read it: whole, its beginning, or not at all.
pub fn public_name(name: &str, shown: Shown) -> String {
    match shown {
        Shown::Full => name.to_owned(),
        Shown::Nobody => String::new(),
        Shown::Initials if name.is_ascii() => {
            let first = name.split_whitespace().filter_map(|word| word.chars().next());
            first.map(|letter| format!("{}.", letter.to_ascii_uppercase())).collect::<Vec<_>>().join(" ")
        }
        Shown::Initials => name.chars().take(1).collect::<String>() + "*",
    }
}

/// What a name in a file or a search box stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found<Id> {
    /// The whole name of exactly one club.
    One(Id),
    /// The whole name of several: a person decides.
    Several(Vec<Id>),
    /// No club has this name. `near` share a part of it and are suggestions, never an answer.
    None { near: Vec<Id> },
}

/// All names of all clubs, each for the seasons in which it holds.
#[derive(Clone, Debug, Default)]
pub struct Registry<Id, Season> {
    names: BTreeMap<String, Vec<(Id, Option<Season>)>>,
}

impl<Id: Copy + Ord, Season: Copy + PartialEq> Registry<Id, Season> {
    /// An empty registry.
    pub fn new() -> Self {
        Self { names: BTreeMap::new() }
    }

    /// Adds a name of a club; `season` is `None` where it holds for all.
    pub fn add(&mut self, name: &str, club: Id, season: Option<Season>) {
        self.names.entry(normalise(name)).or_default().push((club, season));
    }

    /// Finds the club a name means in a season.
    pub fn find(&self, name: &str, season: Option<Season>) -> Found<Id> {
        let wanted = normalise(name);
        let mut clubs = self.holders(&wanted, season);
        match clubs.len() {
            1 => Found::One(clubs.remove(0)),
            0 => Found::None { near: self.near(&wanted) },
            _ => Found::Several(clubs),
        }
    }

    fn holders(&self, wanted: &str, season: Option<Season>) -> Vec<Id> {
        let holds = |held: &Option<Season>| match (held, season) {
            (Some(held), Some(asked)) => *held == asked,
            _ => true,
        };
        distinct(
            self.names.get(wanted).into_iter().flatten().filter(|(_, held)| holds(held)).map(|(id, _)| *id),
        )
    }

    fn near(&self, wanted: &str) -> Vec<Id> {
        if wanted.chars().count() < 2 {
            return Vec::new();
        }
        let alike = |name: &&String| {
            name.contains(wanted) || (name.chars().count() >= 2 && wanted.contains(name.as_str()))
        };
        distinct(
            self.names
                .iter()
                .filter(|(name, _)| alike(name))
                .flat_map(|(_, ids)| ids.iter().map(|(id, _)| *id)),
        )
    }
}

fn distinct<Id: Ord>(ids: impl Iterator<Item = Id>) -> Vec<Id> {
    let mut ids: Vec<Id> = ids.collect();
    ids.sort();
    ids.dedup();
    ids
}

#[cfg(test)]
mod tests;
