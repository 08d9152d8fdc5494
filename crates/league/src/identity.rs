//! Identity numbers: what GB 11643 lets one check without asking anybody.
//!
//! A number is private. It is never printed in the clear: `Debug` and `masked` show its last four characters only.

use crate::names::half_width;
use chrono::NaiveDate;
use std::fmt;

/// A resident identity number that satisfies GB 11643-1999.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdNumber(String);

/// The sex an identity number or a form states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Female,
    Male,
}

crate::text_enum!(Sex { Female => "female", Male => "male" });

/// Why a text is no resident identity number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdFault {
    /// Not 17 digits and a digit or X.
    Shape,
    /// The 15 digits used before 1999, invalid since 2013.
    Old,
    /// No province has this code.
    Region,
    /// The eight digits of birth name no day.
    Birth,
    /// The last character should be this one.
    CheckDigit(char),
}

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// First two digits in use: provinces, and 81 to 83 for residence permits of people from 港澳台. Counties are not
/// checked: they are abolished and renamed, while a number keeps the code of the day it was given.
const PROVINCES: [u32; 35] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54,
    61, 62, 63, 64, 65, 71, 81, 82, 83,
];

impl IdNumber {
    /// Reads a number as people type it: full-width, spaced, with a small x.
    pub fn parse(text: &str) -> Result<Self, IdFault> {
        let text = tidy_number(text);
        let digits: Vec<char> = text.chars().collect();
        if digits.len() == 15 && digits.iter().all(char::is_ascii_digit) {
            return Err(IdFault::Old);
        }
        let (body, last) = match digits.split_last() {
            Some((last, body)) if body.len() == 17 => (body, *last),
            _ => return Err(IdFault::Shape),
        };
        if !body.iter().all(char::is_ascii_digit) || !(last.is_ascii_digit() || last == 'X') {
            return Err(IdFault::Shape);
        }
        // A permanent residence card for foreigners has a 9 in front of the province.
        let province = if text.starts_with('9') { &text[1..3] } else { &text[..2] };
        let known = province.parse().is_ok_and(|code| PROVINCES.contains(&code));
        if !known || &text[2..6] == "0000" {
            return Err(IdFault::Region);
        }
        let number = Self(text);
        if number.day().is_none_or(|day| day < NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or_default()) {
            return Err(IdFault::Birth);
        }
        match check_digit(&number.0[..17]) {
            Some(right) if right != last => Err(IdFault::CheckDigit(right)),
            _ => Ok(number),
        }
    }

    /// The day of birth.
    pub fn birth(&self) -> NaiveDate {
        self.day().expect("parse has read the day")
    }

    /// Odd for men, even for women.
    pub fn sex(&self) -> Sex {
        match self.0.as_bytes()[16] % 2 {
            1 => Sex::Male,
            _ => Sex::Female,
        }
    }

    /// The six digits of the county where the number was given.
    pub fn region(&self) -> &str {
        &self.0[..6]
    }

    /// The whole number, for comparing and for a keyed hash; not for printing.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Stars and the last four characters.
    pub fn masked(&self) -> String {
        mask(&self.0)
    }

    fn day(&self) -> Option<NaiveDate> {
        NaiveDate::parse_from_str(&self.0[6..14], "%Y%m%d").ok()
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

/// The check digit of the first 17 digits; `None` where they are not 17 digits.
pub fn check_digit(first_17: &str) -> Option<char> {
    if first_17.len() != 17 {
        return None;
    }
    let digits = first_17.chars().map(|c| c.to_digit(10)).collect::<Option<Vec<u32>>>()?;
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    Some(CHECK_DIGITS[(sum % 11) as usize])
}

/// Half-width capitals without spaces, hyphens and invisible marks.
pub fn tidy_number(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .filter(|c| {
            !matches!(c, '-' | '\'' | '`' | '‘' | '’' | '\u{200b}' | '\u{feff}' | '\u{202c}' | '\u{202d}')
        })
        .flat_map(char::to_uppercase)
        .collect()
}

/// Stars and the last four characters; a short text keeps only its last.
pub fn mask(text: &str) -> String {
    let all = text.chars().count();
    let shown = if all > 8 { 4 } else { usize::from(all > 3) };
    text.chars().enumerate().map(|(place, c)| if place + shown < all { '*' } else { c }).collect()
}

/// Masks every run in a text that could be an identity number or a phone: whatever was typed into the wrong cell
/// must not be printed either.
pub fn mask_runs(text: &str) -> String {
    let mut shown = String::new();
    let mut run = String::new();
    for c in text.chars() {
        let inner = matches!(half_width(c), ' ' | '-') && !run.is_empty();
        if half_width(c).is_ascii_digit() || inner || (matches!(half_width(c), 'x' | 'X') && run.len() > 14) {
            run.push(c);
        } else {
            flush(&mut run, &mut shown);
            shown.push(c);
        }
    }
    flush(&mut run, &mut shown);
    shown
}

fn flush(run: &mut String, shown: &mut String) {
    let digits = run.chars().filter(|c| half_width(*c).is_ascii_alphanumeric()).count();
    match digits {
        // A date has eight digits, a phone eleven.
        0..=10 => shown.push_str(run),
        _ => shown.push_str(&mask(run.trim_end())),
    }
    run.clear();
}

#[cfg(test)]
mod tests;
