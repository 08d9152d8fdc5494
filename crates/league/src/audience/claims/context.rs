//! What is known beside the claims: venues with seats, seasons with nights, entry lanes, the population.

use super::ClaimsError;
use super::table::year;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use toml::Value;

/// What the claims are set against.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    pub venues: Vec<Venue>,
    pub seasons: Vec<Season>,
    /// Nights of any season that does not say its own.
    pub nights: Option<i64>,
    pub population: Option<i64>,
    pub lanes: Option<i64>,
    pub lane_rate_per_hour: i64,
    pub hours: i64,
}

/// A place with its seats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Venue {
    pub name: String,
    pub seats: i64,
}

/// The nights of one season.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Season {
    pub year: i32,
    pub starts: Option<NaiveDate>,
    pub ends: Option<NaiveDate>,
    /// 1 is Monday.
    pub weekdays: Vec<u32>,
    pub nights: Option<i64>,
}

/// The calendar and the places of the factory league at Zhuzhou, for claims that come without a context.
pub const CHANGBA: &str = include_str!("changba.toml");

impl Context {
    /// Reads a context; an empty text is an empty context.
    pub fn parse(text: &str) -> Result<Self, ClaimsError> {
        let root: toml::Table =
            toml::from_str(text).map_err(|e| ClaimsError::Context(e.message().to_owned()))?;
        let number = |name: &str| root.get(name).and_then(Value::as_integer);
        let mut venues: Vec<Venue> = tables(&root, &["venue", "venues"])
            .into_iter()
            .filter_map(|(name, table)| {
                let seats =
                    ["seats", "capacity", "licensed"].iter().find_map(|key| table.get(*key)?.as_integer())?;
                Some(Venue { name, seats })
            })
            .collect();
        venues.extend(number("seats").map(|seats| Venue { name: String::new(), seats }));
        let mut seasons: Vec<Season> = tables(&root, &["season", "seasons"])
            .into_iter()
            .filter_map(|(name, table)| season(&name, &table))
            .collect();
        if let Some(nights) = root.get("nights").and_then(Value::as_table) {
            seasons.extend(nights.iter().filter_map(|(name, nights)| {
                let (year, nights) = (year(name)?, nights.as_integer());
                Some(Season { year, starts: None, ends: None, weekdays: Vec::new(), nights })
            }));
        }
        if venues.iter().any(|v| v.seats < 0) || seasons.iter().any(|s| s.nights.is_some_and(|n| n < 0)) {
            return Err(ClaimsError::Context("a number of seats or nights is below 0".into()));
        }
        Ok(Self {
            venues,
            seasons,
            nights: number("nights"),
            population: number("population"),
            lanes: number("lanes"),
            lane_rate_per_hour: number("lane_rate_per_hour").unwrap_or(660),
            hours: number("hours").unwrap_or(1),
        })
    }

    /// The season of a year.
    pub fn season(&self, year: Option<i32>) -> Option<&Season> {
        self.seasons.iter().find(|season| Some(season.year) == year)
    }

    /// How many nights a whole season has.
    pub fn nights_of(&self, year: Option<i32>) -> Option<i64> {
        let own = self.season(year).and_then(|season| season.nights.or_else(|| season.nights_until(None)));
        own.or(self.nights)
    }
}

/// Nights after one day and up to another where a season tells no dates: the league plays Friday to Sunday.
pub(super) fn usual_nights_between(after: NaiveDate, until: NaiveDate) -> i64 {
    after.succ_opt().map_or(0, |next| count(next, until, &[5, 6, 7]))
}

impl Season {
    /// Nights from the first day to this one, or to the last; None where the calendar is not known.
    pub fn nights_until(&self, day: Option<NaiveDate>) -> Option<i64> {
        let (starts, ends) = (self.starts?, self.ends?);
        let weekdays = self.playing_weekdays(starts, ends)?;
        Some(count(starts, day.map_or(ends, |day| day.min(ends)), &weekdays))
    }

    /// The weekdays as given, else those of Friday to Sunday or every day that make up the nights as given.
    fn playing_weekdays(&self, starts: NaiveDate, ends: NaiveDate) -> Option<Vec<u32>> {
        if !self.weekdays.is_empty() {
            return Some(self.weekdays.clone());
        }
        let guesses = [vec![5, 6, 7], vec![1, 2, 3, 4, 5, 6, 7], vec![6, 7]];
        guesses.into_iter().find(|days| Some(count(starts, ends, days)) == self.nights)
    }
}

fn count(from: NaiveDate, to: NaiveDate, weekdays: &[u32]) -> i64 {
    // No season lasts three years; a slip in a date must not cost minutes.
    let days = from.iter_days().take(1100).take_while(|day| *day <= to);
    days.filter(|day| weekdays.contains(&day.weekday().number_from_monday())).map(|_| 1).sum()
}

/// `[[venue]]` rows with a name, or `[venues.NAME]` tables.
fn tables(root: &toml::Table, keys: &[&str]) -> Vec<(String, toml::Table)> {
    let mut found = Vec::new();
    for value in keys.iter().filter_map(|key| root.get(*key)) {
        match value {
            Value::Array(rows) => found.extend(rows.iter().filter_map(|row| {
                let table = row.as_table()?;
                let name = ["name", "year", "season"].iter().find_map(|key| table.get(*key)).map(plain);
                Some((name.unwrap_or_default(), table.clone()))
            })),
            Value::Table(named) => found.extend(named.iter().filter_map(|(name, row)| match row {
                Value::Integer(seats) => {
                    let table = [("seats", *seats), ("nights", *seats)];
                    let table = table.into_iter().map(|(k, v)| (k.to_owned(), Value::Integer(v))).collect();
                    Some((name.clone(), table))
                }
                other => Some((name.clone(), other.as_table()?.clone())),
            })),
            _ => {}
        }
    }
    found
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Weekday {
    Number(u32),
    Name(String),
}

fn season(name: &str, table: &toml::Table) -> Option<Season> {
    let day = |keys: [&str; 3]| {
        let value = keys.iter().find_map(|key| table.get(*key))?;
        NaiveDate::parse_from_str(plain(value).trim_matches('"').get(..10)?, "%Y-%m-%d").ok()
    };
    let (starts, ends) = (day(["starts", "start", "from"]), day(["ends", "end", "to"]));
    let weekdays: Vec<Weekday> =
        table.get("weekdays").and_then(|days| days.clone().try_into().ok()).unwrap_or_default();
    let number = |day: Weekday| match day {
        Weekday::Number(number) => Some(number),
        Weekday::Name(name) => {
            let place = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
            let short = name.to_lowercase().chars().take(3).collect::<String>();
            place.iter().position(|day| *day == short).and_then(|at| u32::try_from(at + 1).ok())
        }
    };
    Some(Season {
        year: year(name).or_else(|| starts.map(|day| day.year()))?,
        starts,
        ends,
        weekdays: weekdays.into_iter().filter_map(number).collect(),
        nights: ["nights", "occasions"].iter().find_map(|key| table.get(*key)?.as_integer()),
    })
}
