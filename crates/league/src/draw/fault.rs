//! Why a draw cannot begin. A refusal is data; the page finds the words, the command line prints the plain line.

use super::clash::{Clash, RuleRef};
use std::fmt;

/// A part of the file, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Entries,
    Places,
    Pot(usize),
    Constraint(usize),
}

/// What is wrong with a draw before its first ball.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DrawFault {
    /// Not JSON, or not the shape of a draw.
    Unreadable(String),
    Format(String),
    Empty(Part),
    /// A key that two entries or two places share, or that stands twice in one list.
    Repeated {
        part: Part,
        key: String,
    },
    EmptyKey(Part),
    UnknownEntry {
        part: Part,
        key: String,
    },
    UnknownPlace {
        part: Part,
        key: String,
    },
    /// A zone that no place lies in.
    UnknownZone {
        part: Part,
        key: String,
    },
    InTwoPots {
        key: String,
    },
    MostBelowLeast {
        part: Part,
    },
    TooManyEntries {
        given: usize,
        limit: usize,
    },
    TooManyPlaces {
        given: usize,
        limit: usize,
    },
    TooManyRules {
        given: usize,
        limit: usize,
    },
    /// Fewer seats than entries.
    TooFewSeats {
        entries: usize,
        seats: usize,
    },
    /// The number of outcomes does not fit 128 bits.
    TooManyOutcomes,
    /// The rules hang together in more ways than can be counted in a blink; those most in each other's way are named.
    TooEntangled {
        rules: Vec<RuleRef>,
    },
    /// No outcome satisfies everything.
    Impossible(Clash),
}

impl fmt::Display for Part {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entries => out.write_str("entries"),
            Self::Places => out.write_str("places"),
            Self::Pot(at) => write!(out, "pots[{at}]"),
            Self::Constraint(at) => write!(out, "constraints[{at}]"),
        }
    }
}

impl fmt::Display for DrawFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => write!(out, "not readable: {error}"),
            Self::Format(word) => write!(out, "format: {word:?} is not known"),
            Self::Empty(part) => write!(out, "{part}: is empty"),
            Self::Repeated { part, key } => write!(out, "{part}: {key:?} stands there twice"),
            Self::EmptyKey(part) => write!(out, "{part}: a key is empty"),
            Self::UnknownEntry { part, key } => write!(out, "{part}: {key:?} is no entry"),
            Self::UnknownPlace { part, key } => write!(out, "{part}: {key:?} is no place"),
            Self::UnknownZone { part, key } => write!(out, "{part}: no place lies in {key:?}"),
            Self::InTwoPots { key } => write!(out, "pots: {key:?} is in two pots"),
            Self::MostBelowLeast { part } => write!(out, "{part}: most is less than least"),
            Self::TooManyEntries { given, limit } => write!(out, "entries: {given} are more than {limit}"),
            Self::TooManyPlaces { given, limit } => write!(out, "places: {given} are more than {limit}"),
            Self::TooManyRules { given, limit } => {
                write!(out, "pots and constraints: {given} are more than {limit}")
            }
            Self::TooFewSeats { entries, seats } => {
                write!(out, "places: {seats} seats for {entries} entries")
            }
            Self::TooManyOutcomes => out.write_str("places: more outcomes than 128 bits count"),
            Self::TooEntangled { rules } => {
                let rules: Vec<String> = rules.iter().map(RuleRef::to_string).collect();
                write!(out, "constraints: too entangled to count; drop one of {}", rules.join(", "))
            }
            Self::Impossible(clash) => write!(out, "impossible: {clash}"),
        }
    }
}

impl std::error::Error for DrawFault {}
