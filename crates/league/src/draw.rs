//! The draw 抽签: every legal outcome equally likely, and anybody can recompute it afterwards.
//!
//! Each ball gives one entry its place. A place is drawn with the number of legal outcomes it still leads to as its
//! weight, so that constraints never favour an outcome, as drawing again after a dead end would. The numbers come from
//! a secret committed to beforehand and a number said aloud in the hall: `docs/DRAW.md` is the contract.

mod canonical;
mod ceremony;
mod clash;
mod count;
mod fault;
pub mod file;
mod numbers;
mod problem;
mod record;

pub use ceremony::{Ceremony, Choice};
pub use clash::{Clash, RuleRef};
pub use fault::{DrawFault, Part};
pub use numbers::{Secret, SecretRefused, Stream};
pub use record::{
    ANNOUNCEMENT_FORMAT, Announcement, Ball, DrawRecord, RECORD_FORMAT, Tampered, Verified, announce, run,
    verify, verify_announced,
};

use crate::standings::Wording;
use serde::{Deserialize, Serialize};

/// The word that opens a file of a draw.
pub const FILE_FORMAT: &str = "changba-draw/1";
/// More entries than any hall sees drawn; the number of outcomes must fit 128 bits.
pub const ENTRY_LIMIT: usize = 32;
/// The first round of the largest bracket.
pub const PLACE_LIMIT: usize = 64;
/// Pots and constraints together.
pub const RULE_LIMIT: usize = 64;

/// What is drawn: entries, places, pots and constraints, before any ball.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawFile {
    pub format: String,
    #[serde(default)]
    pub title: Wording,
    pub entries: Vec<Entry>,
    /// Choices are weighed in this order.
    pub places: Vec<Place>,
    /// Balls come pot by pot, then the entries of no pot in their own order.
    #[serde(default)]
    pub pots: Vec<Pot>,
    #[serde(default)]
    pub constraints: Vec<Constraint>,
}

/// One of those who are drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub key: String,
    pub name: String,
    /// The group of companies it belongs to (中车); empty where none matters.
    #[serde(default)]
    pub owner: String,
}

/// Where an entry can come: a position ("A1", a line of a bracket), or a whole group with as many seats as its size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    pub key: String,
    /// Seats that nobody tells apart.
    #[serde(default = "one")]
    pub size: u16,
    /// What the place lies in: its group; its half, quarter and pair in a bracket.
    #[serde(default)]
    pub zones: Vec<String>,
}

/// Entries drawn one after the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pot {
    pub name: String,
    pub entries: Vec<String>,
    /// The pot is spread over these zones as evenly as its number allows; over none when empty.
    #[serde(default)]
    pub zones: Vec<String>,
}

/// Why a constraint is there; the page finds the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// 上届决赛队分开.
    LastFinalists,
    /// 同一单位所属队分开.
    OneOwner,
    /// 东道主位置.
    Host,
    Seed,
    /// 指定位置.
    Given,
    Organiser,
}

text_enum!(Reason {
    LastFinalists => "last_finalists",
    OneOwner => "one_owner",
    Host => "host",
    Seed => "seed",
    Given => "given",
    Organiser => "organiser",
});

/// What every legal outcome satisfies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Constraint {
    /// In each zone at least and at most so many of these entries.
    PerZone { reason: Reason, entries: Vec<String>, zones: Vec<String>, least: u16, most: u16 },
    /// Each of these entries comes to one of these places.
    Only { reason: Reason, entries: Vec<String>, places: Vec<String> },
}

impl Constraint {
    /// No two of the entries in one zone.
    pub fn apart(reason: Reason, entries: &[&str], zones: &[&str]) -> Self {
        let (entries, zones) = (owned(entries), owned(zones));
        Self::PerZone { reason, entries, zones, least: 0, most: 1 }
    }

    /// The entries over the zones as evenly as their number allows.
    pub fn spread(reason: Reason, entries: &[&str], zones: &[&str]) -> Self {
        let (least, most) = evenly(entries.len(), zones.len());
        Self::PerZone { reason, entries: owned(entries), zones: owned(zones), least, most }
    }

    /// A fixed place, or a choice of some.
    pub fn only(reason: Reason, entries: &[&str], places: &[&str]) -> Self {
        Self::Only { reason, entries: owned(entries), places: owned(places) }
    }

    /// Why it is there.
    pub fn reason(&self) -> Reason {
        match self {
            Self::PerZone { reason, .. } | Self::Only { reason, .. } => *reason,
        }
    }

    /// Whom it binds.
    pub fn entries(&self) -> &[String] {
        match self {
            Self::PerZone { entries, .. } | Self::Only { entries, .. } => entries,
        }
    }
}

impl DrawFile {
    /// The constraints that keep clubs of one owner apart, for the entries' owners as they stand.
    ///
    /// Four clubs of one owner in two groups cannot be apart; then `apart` is a clash and `spread` is what is meant.
    pub fn owners(
        &self,
        zones: &[&str],
        make: fn(Reason, &[&str], &[&str]) -> Constraint,
    ) -> Vec<Constraint> {
        let mut owners: Vec<&str> = Vec::new();
        for entry in &self.entries {
            if !entry.owner.is_empty() && !owners.contains(&entry.owner.as_str()) {
                owners.push(&entry.owner);
            }
        }
        let clubs = |owner: &str| -> Vec<&str> {
            self.entries.iter().filter(|entry| entry.owner == owner).map(|entry| entry.key.as_str()).collect()
        };
        let several = owners.into_iter().map(clubs).filter(|clubs| clubs.len() > 1);
        several.map(|clubs| make(Reason::OneOwner, &clubs, zones)).collect()
    }

    /// The entries in the order of the balls.
    pub fn balls(&self) -> Vec<&str> {
        let potted = self.pots.iter().flat_map(|pot| pot.entries.iter().map(String::as_str));
        let mut balls: Vec<&str> = potted.collect();
        let rest: Vec<&str> =
            self.entries.iter().map(|entry| entry.key.as_str()).filter(|key| !balls.contains(key)).collect();
        balls.extend(rest);
        balls
    }

    /// Counts the legal outcomes before the ceremony, or says what makes the draw impossible.
    pub fn check(&self) -> Result<u128, DrawFault> {
        Ok(Ceremony::new(self)?.outcomes())
    }
}

/// How few and how many of so many come to each zone when they are spread evenly.
fn evenly(entries: usize, zones: usize) -> (u16, u16) {
    let zones = zones.max(1);
    let clip = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
    (clip(entries / zones), clip(entries.div_ceil(zones)))
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn one() -> u16 {
    1
}
