//! The file of a season, as an organiser writes it.

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Deserializer, de::Error};
use std::collections::BTreeMap;

/// Everything that is known before planning.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeasonFile {
    #[serde(default)]
    pub name: String,
    #[serde(deserialize_with = "date")]
    pub from: NaiveDate,
    #[serde(deserialize_with = "date")]
    pub to: NaiveDate,
    /// No games anywhere: a festival, a broadcaster's evening.
    #[serde(default, deserialize_with = "dates")]
    pub closed: Vec<NaiveDate>,
    pub halls: Vec<Hall>,
    pub competitions: Vec<Competition>,
    /// What single clubs cannot do, by the club's name.
    #[serde(default)]
    pub clubs: BTreeMap<String, ClubWishes>,
    /// Clubs that share players, a coach or an owner: never in two games of one slot.
    #[serde(default)]
    pub together: Vec<Vec<String>>,
    #[serde(default)]
    pub rules: Wishes,
}

/// Where games are played, and when it is free.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hall {
    pub name: String,
    #[serde(default = "one")]
    pub courts: u32,
    /// Every day where nothing is said.
    #[serde(default)]
    pub days: Vec<Weekday>,
    /// When games begin, "19:00".
    pub times: Vec<String>,
    #[serde(default, deserialize_with = "dates")]
    pub closed: Vec<NaiveDate>,
    /// What the permit (许可) allows.
    pub games_a_day: Option<u32>,
}

/// Everybody meets everybody.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Competition {
    pub name: String,
    pub clubs: Vec<String>,
    #[serde(default = "one_leg")]
    pub legs: u8,
    /// Weekdays it may use; all where nothing is said.
    #[serde(default)]
    pub days: Vec<Weekday>,
    /// Halls it may use; all where nothing is said.
    #[serde(default)]
    pub halls: Vec<String>,
    /// The two clubs of the season's first slot.
    pub opening: Option<[String; 2]>,
}

/// What one club cannot do.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClubWishes {
    /// Dates without a game.
    #[serde(deserialize_with = "dates")]
    pub blocked: Vec<NaiveDate>,
    /// A late entry: nothing before.
    #[serde(deserialize_with = "some_date")]
    pub not_before: Option<NaiveDate>,
    /// A crew on shift (倒班): these days of a cycle are work.
    pub shift: Option<Shift>,
    /// Minutes of travel are not planned for, but a guest from another city plays only on these days.
    pub days: Vec<Weekday>,
}

/// A cycle of days, counted from a date; on these days of it, from 0, the crew works.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shift {
    #[serde(deserialize_with = "date")]
    pub first: NaiveDate,
    pub cycle: u32,
    pub work: Vec<u32>,
    /// Binds where there is no weight.
    pub weight: Option<u32>,
}

/// Rules for everybody. A weight of 0 switches a wish off.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Wishes {
    /// Hours between the beginnings of two games of a club.
    pub rest_hours: Option<u32>,
    pub games_a_day: Option<u32>,
    pub games_a_week: Option<u32>,
    /// Times of day that everybody wants; shared as evenly as the numbers allow.
    pub prime_times: Vec<String>,
    pub prime_weight: u32,
    /// Days between two games of a club, wished for.
    pub rest_days: u32,
    pub rest_weight: u32,
    /// Days between the games of a pair.
    pub return_days: Option<u32>,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            rest_hours: None,
            games_a_day: Some(1),
            games_a_week: None,
            prime_times: Vec::new(),
            prime_weight: 5,
            rest_days: 2,
            rest_weight: 1,
            return_days: None,
        }
    }
}

fn one() -> u32 {
    1
}

fn one_leg() -> u8 {
    1
}

/// A date as TOML has it, or as text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Date(toml::value::Datetime),
    Text(String),
}

impl Written {
    fn date<E: Error>(self) -> Result<NaiveDate, E> {
        let text = match self {
            Self::Date(date) => date.to_string(),
            Self::Text(text) => text,
        };
        text.parse().map_err(|_| E::custom(format!("{text:?} is no date such as 2027-06-13")))
    }
}

fn date<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    Written::deserialize(from)?.date()
}

fn some_date<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
    date(from).map(Some)
}

fn dates<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<NaiveDate>, D::Error> {
    Vec::<Written>::deserialize(from)?.into_iter().map(Written::date).collect()
}
