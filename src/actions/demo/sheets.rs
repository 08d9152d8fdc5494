//! The demo's sheets: what a person reads and corrects in the TOML files beside this one.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use league::competition::{EntryKind, Kind, StageKind};
use league::fixture::Side;
use league::season::Phase;
use serde::{Deserialize, Deserializer};
use std::str::FromStr;

/// The clubs of all seasons.
pub(super) fn clubs() -> Vec<Club> {
    #[derive(Deserialize)]
    struct Sheet {
        club: Vec<Club>,
    }
    read::<Sheet>(include_str!("clubs.toml")).club
}

/// The venues of all seasons.
pub(super) fn venues() -> Vec<Venue> {
    #[derive(Deserialize)]
    struct Sheet {
        venue: Vec<Venue>,
    }
    read::<Sheet>(include_str!("venues.toml")).venue
}

/// The seasons, oldest first.
pub(super) fn seasons() -> Vec<SeasonSheet> {
    [include_str!("2023.toml"), include_str!("2024.toml"), include_str!("2025.toml")].map(read).into()
}

pub(super) fn read<T: serde::de::DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).expect("the demo's sheets are tested")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Club {
    pub id: String,
    pub official: String,
    pub short: String,
    pub en: String,
    pub city: String,
    pub aliases: Vec<Alias>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Alias {
    pub name: String,
    pub kind: String,
    pub season: Option<String>,
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Venue {
    pub id: String,
    pub zh: String,
    pub en: String,
    pub city: String,
    pub courts: Vec<Court>,
    pub capacities: Vec<Capacity>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Court {
    // Nothing refers to a court yet: which court held which game was never published.
    #[serde(rename = "id")]
    pub _id: String,
    pub zh: String,
    pub en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Capacity {
    pub seats: i64,
    pub kind: String,
    pub as_of: Option<NaiveDate>,
    pub source: String,
    #[serde(default)]
    pub note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeasonSheet {
    pub season: Season,
    pub competition: Vec<Competition>,
    #[serde(default)]
    pub notice: Vec<Notice>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Season {
    pub id: String,
    pub zh: String,
    pub en: String,
    /// The stated period of the event.
    pub event: [NaiveDate; 2],
    /// The first and the last day with a game.
    pub matches: [NaiveDate; 2],
    pub phase: Phase,
    pub about_zh: String,
    pub about_en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Competition {
    // For readers of the sheet.
    #[serde(rename = "id")]
    pub _id: String,
    pub kind: Kind,
    pub zh: String,
    pub en: String,
    pub regulation_zh: String,
    pub regulation_en: String,
    /// The games are taken to have been played by the rules the regulation states as assumed.
    #[serde(default)]
    pub rules_assumed: bool,
    /// The format of its stages is that of 2025: eight to the quarter-finals.
    #[serde(default)]
    pub eight_to_the_quarter_finals: bool,
    #[serde(default = "ten")]
    pub period_minutes: u8,
    #[serde(default)]
    pub stages: Vec<Stage>,
    pub entries: Vec<Entry>,
    #[serde(default)]
    pub fixtures: Vec<Fixture>,
}

fn ten() -> u8 {
    10
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stage {
    pub id: String,
    pub kind: StageKind,
    pub zh: String,
    pub en: String,
    /// Rounds are counted, nobody published them.
    #[serde(default)]
    pub rounds: i64,
    #[serde(default)]
    pub pools: Vec<Pool>,
    #[serde(default)]
    pub sample: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pool {
    pub id: String,
    pub zh: String,
    pub en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub id: String,
    pub club: Option<String>,
    pub kind: Option<EntryKind>,
    pub name: Option<String>,
    pub short: Option<String>,
    pub pool: Option<String>,
    pub new: Option<bool>,
    #[serde(default)]
    pub new_reason: String,
    /// How many players to make up.
    #[serde(default)]
    pub players: usize,
    #[serde(default)]
    pub sample: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fixture {
    pub stage: Option<String>,
    pub pool: Option<String>,
    pub round: Option<i64>,
    #[serde(default)]
    pub code: String,
    pub day: Option<NaiveDate>,
    #[serde(default, deserialize_with = "clock_time")]
    pub time: Option<NaiveTime>,
    pub a: Option<String>,
    #[serde(default)]
    pub a_source: String,
    pub b: Option<String>,
    #[serde(default)]
    pub b_source: String,
    pub venue: Option<String>,
    pub score: Option<Points>,
    #[serde(default, deserialize_with = "points")]
    pub periods: Vec<Points>,
    pub winner: Option<Side>,
    #[serde(default)]
    pub remark_zh: String,
    #[serde(default)]
    pub remark_en: String,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub sample: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Notice {
    pub kind: String,
    pub title_zh: String,
    pub title_en: String,
    pub body_zh: String,
    pub body_en: String,
    #[serde(default)]
    pub pinned: bool,
    pub published: DateTime<Utc>,
}

/// Points of both sides, written `98:76`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Points {
    pub a: i64,
    pub b: i64,
}

impl FromStr for Points {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split_once(':').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
        parts.map(|(a, b)| Self { a, b }).ok_or_else(|| format!("{text:?} is not a score such as 98:76"))
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

fn points<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Points>, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.split(' ').map(|part| part.parse().map_err(serde::de::Error::custom)).collect()
}

fn clock_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveTime>, D::Error> {
    let text = String::deserialize(deserializer)?;
    NaiveTime::parse_from_str(&text, "%H:%M").map(Some).map_err(serde::de::Error::custom)
}
