//! Where the entry of a slot comes from, and the one notation it is written in.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Where the entry of a slot comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Source {
    /// "seed 3": a place of the entry list.
    Seed(u16),
    /// "draw A3": the place drawn, not the place reached.
    Drawn { place: String },
    /// "A1": a place in a group's final table.
    Group { group: String, place: u16 },
    /// "winner of QF2".
    Winner(String),
    /// "loser of SF1".
    Loser(String),
    /// "best third", "2nd best third": a place compared across groups.
    Across { best: u16, place: u16 },
}

/// A text that names no source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRefused(pub String);

const PLACES: [&str; 8] = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];

impl fmt::Display for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seed(number) => write!(out, "seed {number}"),
            Self::Drawn { place } => write!(out, "draw {place}"),
            Self::Group { group, place } => write!(out, "{group}{place}"),
            Self::Winner(code) => write!(out, "winner of {code}"),
            Self::Loser(code) => write!(out, "loser of {code}"),
            Self::Across { best, place } => {
                if *best > 1 {
                    write!(out, "{best}{} ", ordinal_end(*best))?;
                }
                match PLACES.get(usize::from(*place).wrapping_sub(1)) {
                    Some(word) => write!(out, "best {word}"),
                    None => write!(out, "best {place}{}", ordinal_end(*place)),
                }
            }
        }
    }
}

impl FromStr for Source {
    type Err = SourceRefused;

    fn from_str(text: &str) -> Result<Self, SourceRefused> {
        parse(text).ok_or_else(|| SourceRefused(text.to_owned()))
    }
}

impl TryFrom<String> for Source {
    type Error = SourceRefused;

    fn try_from(text: String) -> Result<Self, SourceRefused> {
        text.parse()
    }
}

impl From<Source> for String {
    fn from(source: Source) -> Self {
        source.to_string()
    }
}

impl fmt::Display for SourceRefused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?} names no source of a slot", self.0)
    }
}

impl std::error::Error for SourceRefused {}

fn parse(text: &str) -> Option<Source> {
    if let Some(number) = text.strip_prefix("seed ") {
        return Some(Source::Seed(whole(number)?));
    }
    if let Some(place) = text.strip_prefix("draw ") {
        return Some(Source::Drawn { place: code(place)? });
    }
    if let Some(tie) = text.strip_prefix("winner of ") {
        return Some(Source::Winner(code(tie)?));
    }
    if let Some(tie) = text.strip_prefix("loser of ") {
        return Some(Source::Loser(code(tie)?));
    }
    if let Some((before, place)) = text.split_once("best ") {
        let best = match before.strip_suffix(' ') {
            Some(best) => ordinal(best).filter(|&best| best > 1)?,
            None => before.is_empty().then_some(1)?,
        };
        return Some(Source::Across { best, place: place_word(place)? });
    }
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let (group, place) = text.split_at(letters);
    (1..=2).contains(&letters).then_some(())?;
    Some(Source::Group { group: group.to_owned(), place: whole(place)? })
}

fn place_word(word: &str) -> Option<u16> {
    match PLACES.iter().position(|place| *place == word) {
        Some(at) => u16::try_from(at + 1).ok(),
        None => ordinal(word).filter(|&place| usize::from(place) > PLACES.len()),
    }
}

/// Letters, digits and hyphens as codes of games have them.
pub(super) fn code(text: &str) -> Option<String> {
    let fits = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
    (!text.is_empty() && text.len() <= 12 && text.bytes().all(fits)).then(|| text.to_owned())
}

/// Digits without a leading zero: one number, one notation.
fn whole(text: &str) -> Option<u16> {
    let number: u16 = text.parse().ok()?;
    (number > 0 && number.to_string() == text).then_some(number)
}

fn ordinal(text: &str) -> Option<u16> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, end) = text.split_at(digits);
    let number = whole(number)?;
    (ordinal_end(number) == end).then_some(number)
}

fn ordinal_end(number: u16) -> &'static str {
    match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}
