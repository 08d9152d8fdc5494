//! What is known of a player or a club: values by the key of their field.

use crate::names::normalise;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// One known value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    Text(String),
    Number(i64),
    Date(NaiveDate),
    Flag(bool),
    Words(Vec<String>),
    Registrations(Vec<Registration>),
}

/// A registration as a professional; the years are unknown where a form names only the league.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Registration {
    pub league: String,
    pub from_year: Option<i32>,
    pub to_year: Option<i32>,
}

/// Values by field. A field that is absent is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Facts(BTreeMap<String, Value>);

/// One player of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Player {
    /// The row of the sheet, or any number that names the player.
    pub row: u32,
    pub facts: Facts,
}

/// What a club hands in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    pub club: Facts,
    pub players: Vec<Player>,
}

impl Facts {
    /// Adds or replaces a value.
    pub fn set(&mut self, key: impl Into<String>, value: Value) {
        self.0.insert(key.into(), value);
    }

    /// The value of a field.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// Every known value, by key.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// The text of a field that holds text.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The day of a field that holds a date.
    pub fn date(&self, key: &str) -> Option<NaiveDate> {
        match self.get(key)? {
            Value::Date(day) => Some(*day),
            _ => None,
        }
    }

    /// Whether a yes-or-no field says yes.
    pub fn says_yes(&self, key: &str) -> bool {
        self.get(key) == Some(&Value::Flag(true))
    }
}

impl Value {
    /// The value as one compares it: print varies without meaning.
    pub(super) fn folded(&self) -> String {
        normalise(&self.shown())
    }

    /// The value as a reason shows it.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Date(day) => day.to_string(),
            Self::Flag(true) => "是 yes".into(),
            Self::Flag(false) => "否 no".into(),
            Self::Words(words) => words.join("、"),
            Self::Registrations(all) => all.iter().map(Registration::shown).collect::<Vec<_>>().join("、"),
        }
    }
}

impl Registration {
    fn shown(&self) -> String {
        let year = |year: Option<i32>| year.map_or_else(|| "?".to_owned(), |year| year.to_string());
        match (self.from_year, self.to_year) {
            (None, None) => self.league.clone(),
            (from, to) if from == to => format!("{} {}", self.league, year(from)),
            (from, to) => format!("{} {}-{}", self.league, year(from), year(to)),
        }
    }
}
