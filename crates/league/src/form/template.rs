//! The form that is handed out, as a description: whoever writes files turns it into one.

use super::field::{Field, Kind, Presence};
use crate::eligibility::Rules;
use crate::identity::check_digit;
use crate::standings::Wording;

/// The word that marks a row as an example; such rows are never read.
pub const EXAMPLE: &str = "示例";

/// What the file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pub title: Wording,
    /// Labels of the club's block.
    pub club: Vec<Wording>,
    pub columns: Vec<TemplateColumn>,
    /// One text for each column.
    pub examples: Vec<Vec<String>>,
    pub blank_rows: u32,
    /// Number and wording of each rule.
    pub rules: Vec<(String, Wording)>,
    pub hints: Vec<Wording>,
}

/// One column of the players' table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateColumn {
    pub key: String,
    pub label: Wording,
    pub required: bool,
    pub choices: Vec<String>,
    pub width: u16,
}

/// Describes the form of a competition: the columns everybody fills in and those its rules speak of.
pub fn template(rules: &Rules) -> Template {
    let (spoken, of_club) = (rules.spoken_of(false), rules.spoken_of(true));
    let own = |field: &&Field, spoken: &[&str]| {
        field.form == Presence::Always || spoken.contains(&field.key.as_str())
    };
    let mut fields: Vec<&Field> = rules.fields.player.iter().filter(|field| own(field, &spoken)).collect();
    // The serial column comes first: it carries the mark of the examples.
    fields.sort_by_key(|field| (field.key != "serial", field.key == "remark"));
    Template {
        title: rules.title.clone(),
        club: rules.fields.club.iter().filter(|field| own(field, &of_club)).map(Field::label).collect(),
        examples: (0..2).map(|person| fields.iter().map(|field| example(field, person)).collect()).collect(),
        columns: fields.into_iter().map(column).collect(),
        blank_rows: 40,
        rules: rules.rules.iter().map(|rule| (rule.number.clone(), rule.wording.clone())).collect(),
        hints: hints(),
    }
}

fn column(field: &Field) -> TemplateColumn {
    let yes_no = || vec!["是".to_owned(), "否".to_owned()];
    TemplateColumn {
        key: field.key.clone(),
        label: field.label(),
        required: field.required,
        choices: if field.kind == Kind::YesNo && field.choices.is_empty() {
            yes_no()
        } else {
            field.choices.clone()
        },
        width: field.width.unwrap_or(11),
    }
}

/// Nobody's: the region 439901 does not exist.
fn example(field: &Field, person: usize) -> String {
    let pick = |of: [&str; 2]| of[person % 2].to_owned();
    match (field.key.as_str(), field.kind) {
        ("serial", _) => EXAMPLE.to_owned(),
        ("name", _) => pick(["示例甲", "示例乙"]),
        (_, Kind::Sex) => pick(["男", "女"]),
        (_, Kind::Document) => "身份证".to_owned(),
        (_, Kind::IdNumber) => {
            let first = pick(["43990119900102001", "43990119950304002"]);
            let last = check_digit(&first).map(String::from).unwrap_or_default();
            first + &last
        }
        ("birth", _) => pick(["1990-01-02", "1995-03-04"]),
        (_, Kind::Date) => pick(["2020-07-01", "2022-03-15"]),
        (_, Kind::Shirt) => pick(["00", "7"]),
        (_, Kind::Height) => pick(["186", "172"]),
        (_, Kind::Months) => pick(["36", "12"]),
        (_, Kind::Number) => "1".to_owned(),
        ("outsider" | "in_match" | "on_court", _) => "否".to_owned(),
        (_, Kind::YesNo) => "是".to_owned(),
        (_, Kind::Registrations | Kind::Words) => "无".to_owned(),
        (_, Kind::Phone) => "13000000000".to_owned(),
        _ if !field.choices.is_empty() => field.choices[person % field.choices.len()].clone(),
        ("department", _) => pick(["一车间", "技术部"]),
        ("employer", _) => "示例厂".to_owned(),
        ("remark", _) => "示例行，不读取 never read".to_owned(),
        _ => String::new(),
    }
}

fn hints() -> Vec<Wording> {
    [
        (
            "所有单元格均为文本格式，请勿改为数字：Excel会改写18位号码的末几位。",
            "All cells are text; keep them so: a spreadsheet rewrites the end of an 18-digit number.",
        ),
        ("标有“示例”的行不会被读取，可以保留。", "Rows marked 示例 are never read; they may stay."),
        (
            "日期写成2001-03-04；球衣号码0至99，00与0是两个号码。",
            "Dates as 2001-03-04; shirts 0 to 99, and 00 differs from 0.",
        ),
    ]
    .into_iter()
    .map(|(zh, en)| Wording { zh: zh.into(), en: en.into() })
    .collect()
}
