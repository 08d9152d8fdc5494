//! The identity document of a row: its kind, its number, and what the number says of birth and sex.

use super::cell::Cell;
use super::code::CellCode;
use super::label::fold;
use crate::identity::{self, IdFault, IdNumber};
use crate::names::normalise;

/// A document number that may be kept and compared; only its mask is printed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Number {
    Resident(IdNumber),
    Other(String),
}

impl Number {
    /// The whole number, for comparing.
    pub fn whole(&self) -> &str {
        match self {
            Self::Resident(id) => id.as_str(),
            Self::Other(text) => text,
        }
    }

    pub fn resident(&self) -> Option<&IdNumber> {
        match self {
            Self::Resident(id) => Some(id),
            Self::Other(_) => None,
        }
    }
}

/// How the numbers of a kind are checked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Gb11643,
    Letters { least: usize, most: usize },
}

/// Name as stored, words that mean it, scheme.
const KINDS: [(&str, &[&str], Scheme); 6] = [
    (
        "身份证",
        &[
            "身份证",
            "居民身份证",
            "二代身份证",
            "第二代居民身份证",
            "idcard",
            "id",
            "residentid",
            "identitycard",
        ],
        Scheme::Gb11643,
    ),
    ("护照", &["护照", "passport"], Scheme::Letters { least: 5, most: 20 }),
    (
        "港澳台居民居住证",
        &["港澳台居民居住证", "港澳居民居住证", "台湾居民居住证", "居住证", "residencepermit"],
        Scheme::Gb11643,
    ),
    (
        "港澳居民来往内地通行证",
        &["港澳居民来往内地通行证", "港澳通行证", "回乡证", "通行证", "mainlandtravelpermit"],
        Scheme::Letters { least: 8, most: 11 },
    ),
    ("台湾居民来往大陆通行证", &["台湾居民来往大陆通行证", "台胞证"], Scheme::Letters { least: 8, most: 12 }),
    (
        "外国人永久居留身份证",
        &["外国人永久居留身份证", "外国人永久居留证", "永居证", "永久居留证"],
        Scheme::Letters { least: 15, most: 18 },
    ),
];

/// The name of a kind of document.
pub(super) fn kind(text: &str) -> Option<&'static str> {
    let word = fold(text);
    KINDS.iter().find(|(_, words, _)| words.contains(&word.as_str())).map(|(name, ..)| *name)
}

/// Reads a number; a resident's number is assumed where the form does not say.
pub(super) fn number(
    cell: &Cell,
    kind: Option<&str>,
) -> Result<(Number, Option<CellCode>), (CellCode, String)> {
    let text = cell.text();
    // A number of eighteen digits was cut to fifteen when the cell was filled; its check digit proves nothing.
    let scientific = normalise(&text)
        .split_once("e+")
        .is_some_and(|(front, _)| front.chars().all(|c| c.is_ascii_digit() || c == '.'));
    if matches!(cell, Cell::Number(_) | Cell::Date(_) | Cell::Flag(_)) || scientific {
        return Err((CellCode::IdNumberStoredAsNumber, "文本 text".into()));
    }
    let scheme =
        KINDS.iter().find(|(name, ..)| Some(*name) == kind).map_or(Scheme::Gb11643, |(.., scheme)| *scheme);
    let tidy = identity::tidy_number(&text);
    if let Scheme::Letters { least, most } = scheme {
        let fits = (least..=most).contains(&tidy.len()) && tidy.chars().all(|c| c.is_ascii_alphanumeric());
        // Since 2023 permanent residence cards carry a number of the residents' scheme.
        return match IdNumber::parse(&tidy) {
            Ok(id) if most == 18 => Ok((Number::Resident(id), None)),
            _ if fits && tidy.chars().any(|c| c.is_ascii_digit()) => Ok((Number::Other(tidy), None)),
            _ => Err((CellCode::IdNumberShape, format!("{least}–{most}"))),
        };
    }
    match IdNumber::parse(&text) {
        Ok(id) => {
            let doubtful = id.as_str().ends_with("000").then_some(CellCode::IdNumberEnds000);
            Ok((Number::Resident(id), doubtful))
        }
        Err(fault) => Err(match fault {
            IdFault::Shape => (CellCode::IdNumberShape, "18 位 characters".into()),
            IdFault::Old => (CellCode::IdNumberOld, "18 位 characters".into()),
            IdFault::Region => (CellCode::IdNumberRegion, "现有的省级代码 a province's code".into()),
            IdFault::Birth => {
                (CellCode::IdNumberBirth, "第7–14位为出生日期 a birth date in places 7–14".into())
            }
            // Saying the right digit would invite people to change the last one instead of reading the card.
            IdFault::CheckDigit(_) => (CellCode::IdNumberCheckDigit, "与证件一致 as on the card".into()),
        }),
    }
}
