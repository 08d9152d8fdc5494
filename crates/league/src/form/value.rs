//! Reads one cell as its field asks.

use super::cell::Cell;
use super::code::CellCode;
use super::date;
use super::field::{Field, Kind};
use super::tidy;
use crate::eligibility::{Registration, Value};
use crate::identity::Sex;
use crate::names::normalise;
use chrono::NaiveDate;

/// What came out of a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cooked {
    pub value: Option<Value>,
    /// The day a paper carries.
    pub day: Option<NaiveDate>,
    pub fault: Option<(CellCode, String)>,
}

/// No cell of a form is longer.
const LETTERS_AT_MOST: usize = 200;

const YES: &[&str] = &[
    "是", "有", "√", "✓", "✔", "☑", "对", "已", "齐", "全", "y", "yes", "true", "1", "ok", "合格", "同意",
    "已交", "附",
];
const NO: &[&str] = &[
    "否", "无", "×", "✗", "✘", "☐", "n", "no", "none", "false", "0", "/", "-", "—", "--", "x", "n/a", "空",
    "na",
];
const NO_BEGINS: &[&str] = &["没", "未", "不", "缺", "待", "无"];

/// Reads a cell that is not blank; documents and their numbers are read together elsewhere.
pub(super) fn cook(field: &Field, cell: &Cell) -> Cooked {
    if let Cell::Fault(_) = cell {
        return faulty(CellCode::SpreadsheetFault, "");
    }
    if cell.text().chars().count() > LETTERS_AT_MOST {
        return faulty(CellCode::TextTooLong, &format!("≤ {LETTERS_AT_MOST}"));
    }
    match field.kind {
        Kind::Name => name(cell),
        Kind::Text | Kind::Document | Kind::IdNumber => known(Value::Text(tidy::plain(&cell.text()))),
        Kind::Sex => match read_sex(&cell.text()) {
            Some(sex) => known(Value::Text(sex.as_str().into())),
            None => faulty(CellCode::SexUnclear, "男 / 女"),
        },
        Kind::Date => match date::read(cell) {
            date::Read::Day(day) => known(Value::Date(day)),
            date::Read::Month(..) | date::Read::Unclear => faulty(CellCode::DateUnclear, "2001-03-04"),
        },
        Kind::Number => number(cell),
        Kind::Height => height(cell),
        Kind::Months => months(cell),
        Kind::Shirt => shirt(cell),
        Kind::YesNo => yes_no(field, cell),
        Kind::Words => known(Value::Words(words(cell))),
        Kind::Registrations => registrations(cell),
        Kind::Phone => phone(cell),
    }
}

/// The sex a word means.
pub fn read_sex(text: &str) -> Option<Sex> {
    match normalise(text).as_str() {
        "男" | "男性" | "男子" | "m" | "male" | "man" | "boy" | "先生" => Some(Sex::Male),
        "女" | "女性" | "女子" | "f" | "female" | "woman" | "girl" | "女士" => Some(Sex::Female),
        _ => None,
    }
}

fn known(value: Value) -> Cooked {
    Cooked { value: Some(value), ..Cooked::default() }
}

fn faulty(code: CellCode, expected: &str) -> Cooked {
    Cooked { fault: Some((code, expected.to_owned())), ..Cooked::default() }
}

fn name(cell: &Cell) -> Cooked {
    let text = tidy::name(&cell.text());
    let letters =
        text.chars().all(|c| c.is_alphabetic() || matches!(c, '·' | ' ' | '.' | '\'' | '-' | '(' | ')'));
    let fault =
        (!letters || text.chars().count() < 2).then(|| (CellCode::NameUnclear, "2+ 字 letters".to_owned()));
    Cooked { value: Some(Value::Text(text)), day: None, fault }
}

fn number(cell: &Cell) -> Cooked {
    match tidy::plain(&cell.text()).parse() {
        Ok(number) => known(Value::Number(number)),
        Err(_) => faulty(CellCode::NumberUnclear, "整数 whole number"),
    }
}

/// 185, 185cm, 1.85, 1.85m.
fn height(cell: &Cell) -> Cooked {
    let text = normalise(&cell.text());
    let text =
        ["cm", "厘米", "公分", "m", "米"].iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(&text);
    let centimetres = match text.split_once('.') {
        Some((metres @ ("1" | "2"), part)) if (1..=2).contains(&part.len()) => {
            format!("{metres}{part:0<2}").parse()
        }
        Some((whole, "0" | "5")) => whole.parse(),
        _ => text.parse(),
    };
    match centimetres {
        Ok(height @ 90..=250) => known(Value::Number(height)),
        Ok(height) => Cooked {
            value: Some(Value::Number(height)),
            day: None,
            fault: Some((CellCode::HeightImplausible, "90–250".into())),
        },
        Err(_) => faulty(CellCode::NumberUnclear, "185"),
    }
}

/// 12, 12个月, 近3个月, 2年, 1年6个月, 半年.
fn months(cell: &Cell) -> Cooked {
    let text = normalise(&cell.text());
    let number = |text: &str| -> Option<i64> {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let rest = text
            .chars()
            .filter(|c| !c.is_ascii_digit())
            .all(|c| "近满已连续缴纳共约个月months年years以上+".contains(c));
        match (rest, text) {
            (_, "") => Some(0),
            (_, "半") => None,
            (true, _) => digits.parse().ok(),
            _ => None,
        }
    };
    if let Some(rest) = text.strip_suffix("半年") {
        let years = number(rest.trim_end_matches('年'));
        return years.map_or_else(
            || faulty(CellCode::NumberUnclear, "12"),
            |years| known(Value::Number(years * 12 + 6)),
        );
    }
    if NO.contains(&text.as_str()) {
        return known(Value::Number(0));
    }
    let parts = match text.split_once('年').or_else(|| text.split_once("year")) {
        Some((years, months)) => number(years).zip(number(months)),
        None => Some((0, number(&text).unwrap_or(-1))),
    };
    match parts {
        Some((years @ 0..=80, months @ 0..=960)) => known(Value::Number(years * 12 + months)),
        _ => faulty(CellCode::NumberUnclear, "12"),
    }
}

/// 0 to 99, and 00, which is not 0.
fn shirt(cell: &Cell) -> Cooked {
    let text = normalise(&cell.text());
    let text = text.trim_end_matches('号').trim_start_matches('#').trim_start_matches("no.");
    let digits = (1..=3).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit());
    let expected = "0–99, 00";
    match (digits, text) {
        (true, "0" | "00") => known(Value::Text(text.to_owned())),
        (true, _) if text.starts_with('0') => {
            let short = text.trim_start_matches('0');
            match short.len() {
                1 if text.len() == 2 => Cooked {
                    value: Some(Value::Text(short.to_owned())),
                    day: None,
                    fault: Some((CellCode::ShirtLeadingZero, short.to_owned())),
                },
                _ => faulty(CellCode::ShirtUnclear, expected),
            }
        }
        (true, _) if text.len() < 3 => known(Value::Text(text.to_owned())),
        _ => faulty(CellCode::ShirtUnclear, expected),
    }
}

fn yes_no(field: &Field, cell: &Cell) -> Cooked {
    if let Cell::Flag(flag) = cell {
        return known(Value::Flag(*flag));
    }
    let text = normalise(&cell.text());
    if YES.contains(&text.as_str()) || text.starts_with('已') {
        return known(Value::Flag(true));
    }
    if NO.contains(&text.as_str()) || NO_BEGINS.iter().any(|begins| text.starts_with(begins)) {
        return known(Value::Flag(false));
    }
    match (date::read(cell), field.paper) {
        (date::Read::Day(day), _) => Cooked { value: Some(Value::Flag(true)), day: Some(day), fault: None },
        // The number of a policy, the name of a file: something is there.
        (_, true) if text.chars().count() > 1 => known(Value::Flag(true)),
        _ => faulty(CellCode::YesNoUnclear, "是 / 否"),
    }
}

fn words(cell: &Cell) -> Vec<String> {
    let text = tidy::plain(&cell.text());
    let parts = text.split([';', '、', ',', '/', '\n']).map(str::trim).filter(|part| !part.is_empty());
    parts.filter(|part| !NO.contains(&normalise(part).as_str())).map(str::to_owned).collect()
}

/// "CBA 2019; NBL 2015-2017", or 无.
fn registrations(cell: &Cell) -> Cooked {
    let mut all = Vec::new();
    for part in words(cell) {
        let years = years(&part);
        let league: String = part
            .chars()
            .filter(|c| !c.is_ascii_digit() && !matches!(c, '(' | ')' | '-' | '–' | '—' | '~' | '年' | '至'))
            .collect();
        let league = league.trim().to_owned();
        let vague = YES.contains(&normalise(&league).as_str());
        if league.is_empty() || vague || years.len() > 2 {
            return faulty(CellCode::RegistrationUnclear, "CBA 2019; NBL 2015-2017 / 无");
        }
        let (from_year, to_year) = (years.first().copied(), years.last().copied());
        all.push(Registration { league, from_year, to_year });
    }
    known(Value::Registrations(all))
}

fn years(text: &str) -> Vec<i32> {
    let parts = text.split(|c: char| !c.is_ascii_digit()).filter(|part| part.len() == 4);
    parts.filter_map(|part| part.parse().ok()).filter(|year| (1950..2100).contains(year)).collect()
}

fn phone(cell: &Cell) -> Cooked {
    let digits = tidy::phone(&cell.text());
    let plausible = (7..=12).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit());
    let fault = (!plausible).then(|| (CellCode::PhoneUnclear, "11 位 digits".to_owned()));
    Cooked { value: Some(Value::Text(digits)), day: None, fault }
}
