//! The file of a season, as an organiser writes it.

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use std::collections::BTreeMap;

/// Everything that is known before planning.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
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
    /// Pairs whose games belong into a prime time or on one of these dates.
    #[serde(default)]
    pub derbies: Vec<Derby>,
    #[serde(default)]
    pub rules: Wishes,
}

/// A game everybody wants to see.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Derby {
    pub clubs: [String; 2],
    /// In one of the prime times where nothing is said.
    #[serde(default, deserialize_with = "dates")]
    pub dates: Vec<NaiveDate>,
    /// Binds where there is no weight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<u32>,
}

/// Where games are played, and when it is free.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub games_a_day: Option<u32>,
}

/// Everybody meets everybody.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opening: Option<[String; 2]>,
    /// These games, home and away, instead of everybody against everybody.
    #[serde(default)]
    pub games: Vec<[String; 2]>,
    /// No games of it outside these dates.
    #[serde(default, deserialize_with = "some_date", skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "some_date", skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// Knock-out rounds in their order, after everybody's games. Their opponents need not be known.
    #[serde(default)]
    pub rounds: Vec<KnockOut>,
}

/// A round of a knock-out.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct KnockOut {
    pub name: String,
    pub games: Vec<Tie>,
    /// Days between the last game before and the first of this round.
    #[serde(default = "one")]
    pub after_days: u32,
    #[serde(default, deserialize_with = "some_date", skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "some_date", skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// Halls it may use; those of the competition where nothing is said.
    #[serde(default)]
    pub halls: Vec<String>,
}

/// A game of a knock-out: its code, and its clubs once they are known.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(from = "WrittenTie")]
pub struct Tie {
    pub code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub away: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum WrittenTie {
    Code(String),
    Whole { code: String, home: Option<String>, away: Option<String> },
}

impl From<WrittenTie> for Tie {
    fn from(written: WrittenTie) -> Self {
        match written {
            WrittenTie::Code(code) => Self { code, home: None, away: None },
            WrittenTie::Whole { code, home, away } => Self { code, home, away },
        }
    }
}

/// What one club cannot do.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClubWishes {
    /// Dates without a game.
    #[serde(deserialize_with = "dates")]
    pub blocked: Vec<NaiveDate>,
    /// A late entry: nothing before.
    #[serde(deserialize_with = "some_date", skip_serializing_if = "Option::is_none")]
    pub not_before: Option<NaiveDate>,
    /// A crew on shift (倒班): these days of a cycle are work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shift: Option<Shift>,
    /// Days on which work leaves too few players, by the shifts of each; what a game on one of them costs is the weight
    /// of the season's rules.
    #[serde(deserialize_with = "dates", skip_serializing_if = "Vec::is_empty")]
    pub short_days: Vec<NaiveDate>,
    /// Minutes of travel are not planned for, but a guest from another city plays only on these days.
    pub days: Vec<Weekday>,
}

/// A cycle of days, counted from a date; on these days of it, from 0, the crew works.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Shift {
    #[serde(deserialize_with = "date")]
    pub first: NaiveDate,
    pub cycle: u32,
    pub work: Vec<u32>,
    /// Binds where there is no weight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<u32>,
}

impl Shift {
    /// Whether the crew works on a day.
    pub fn works(&self, day: NaiveDate) -> bool {
        let cycle = i64::from(self.cycle.max(1));
        let of_cycle = (day - self.first).num_days().rem_euclid(cycle);
        self.work.iter().any(|work| i64::from(*work) == of_cycle)
    }
}

/// Rules for everybody. A weight of 0 switches a wish off.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Wishes {
    /// How long a game takes, with the buffer after it: nobody plays twice in that time.
    pub game_minutes: u32,
    /// Crews of officials: so many games can go on at once, in all halls together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub officials: Option<u32>,
    /// Hours between the beginnings of two games of a club.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rest_hours: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub games_a_day: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub games_a_week: Option<u32>,
    /// Times of day that everybody wants; shared as evenly as the numbers allow.
    pub prime_times: Vec<String>,
    pub prime_weight: u32,
    /// Days between two games of a club, wished for.
    pub rest_days: u32,
    pub rest_weight: u32,
    /// Days between the games of a pair.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_days: Option<u32>,
    /// The halls are shared as evenly as the numbers allow; 0 switches it off.
    pub halls_weight: u32,
    /// What a game costs on a day on which shifts leave a club too few players; 0 switches it off.
    pub short_weight: u32,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            game_minutes: 90,
            officials: None,
            rest_hours: None,
            games_a_day: Some(1),
            games_a_week: None,
            prime_times: Vec::new(),
            prime_weight: 5,
            rest_days: 2,
            rest_weight: 1,
            return_days: None,
            halls_weight: 0,
            short_weight: 10,
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
