//! Conditions as data. A value nobody has shown makes a condition unknown, not false.

use super::attribute::{Attribute, Seen};
use super::facts::{Registration, Value};
use super::truth::Truth;
use crate::names::normalise;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

/// What is asked of a player or a club.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Test(Box<Test>),
}

/// One attribute and what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    pub of: Attribute,
    pub check: Check,
}

/// What a value should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// One of these texts; of words, at least one among them. Already folded.
    Among(Vec<String>),
    StartsWith(Vec<String>),
    Flag(bool),
    SameAs(Attribute),
    Known(bool),
    Number {
        at_least: Option<i64>,
        at_most: Option<i64>,
    },
    /// The time from a date to a day.
    Span {
        span: Span,
        on: Day,
        at_least: Option<i64>,
        at_most: Option<i64>,
    },
    Days {
        from: Option<Day>,
        to: Option<Day>,
    },
    Registered {
        leagues: Vec<String>,
        from_year: Option<i32>,
        to_year: Option<i32>,
        last_years: Option<i32>,
    },
}

/// A day of the calendar, or the day of the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    On(NaiveDate),
    AsOf,
}

/// How the time between two days is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    Days,
    /// Whole months.
    Months,
    /// Whole years: an age by the birthday.
    Years,
    /// The difference of the years on the calendar: an age by the year of birth.
    CalendarYears,
}

impl Day {
    /// The day meant when the check is made on a day.
    pub fn resolve(self, as_of: NaiveDate) -> NaiveDate {
        match self {
            Self::On(day) => day,
            Self::AsOf => as_of,
        }
    }
}

impl Span {
    /// The time from one day to another; negative when the first is later.
    pub fn between(self, from: NaiveDate, to: NaiveDate) -> i64 {
        if from > to {
            return -1;
        }
        let months =
            i64::from(to.year() - from.year()) * 12 + i64::from(to.month()) - i64::from(from.month());
        match self {
            Self::Days => (to - from).num_days(),
            Self::Months => months - i64::from(!reached(from, to)),
            Self::Years => (months - i64::from(!reached(from, to))) / 12,
            Self::CalendarYears => i64::from(to.year() - from.year()),
        }
    }
}

/// The month is full: the day is reached, or the month has no such day and ends.
fn reached(from: NaiveDate, to: NaiveDate) -> bool {
    let last = to.succ_opt().is_none_or(|next| next.month() != to.month());
    // Somebody born on 29 February is a year older on 1 March, not on the 28th.
    to.day() >= from.day() || (last && from.day() > 29)
}

impl Condition {
    pub(super) fn truth(&self, seen: &Seen<'_>) -> Truth {
        match self {
            Self::All(parts) => parts.iter().map(|part| part.truth(seen)).min().unwrap_or(Truth::Yes),
            Self::Any(parts) => parts.iter().map(|part| part.truth(seen)).max().unwrap_or(Truth::No),
            Self::Not(part) => !part.truth(seen),
            Self::Test(test) => test.truth(seen),
        }
    }

    /// The tests that keep the condition from being met, each with whether it stands under a "not".
    pub(super) fn missed(&self, seen: &Seen<'_>, negated: bool) -> Vec<(&Test, bool)> {
        let met = if negated { Truth::No } else { Truth::Yes };
        match self {
            Self::Test(test) if test.truth(seen) == met => Vec::new(),
            Self::Test(test) => vec![(test, negated)],
            Self::Not(part) => part.missed(seen, !negated),
            Self::All(parts) | Self::Any(parts) => {
                if self.truth(seen) == met {
                    return Vec::new();
                }
                parts.iter().flat_map(|part| part.missed(seen, negated)).collect()
            }
        }
    }

    /// Every attribute the condition speaks of.
    pub(super) fn attributes(&self) -> Vec<&Attribute> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::attributes).collect(),
            Self::Not(part) => part.attributes(),
            Self::Test(test) => match &test.check {
                Check::SameAs(other) => vec![&test.of, other],
                _ => vec![&test.of],
            },
        }
    }
}

impl Test {
    pub(super) fn truth(&self, seen: &Seen<'_>) -> Truth {
        let value = self.of.value(seen);
        if let Check::Known(wanted) = self.check {
            return (value.is_some_and(|value| !value.shown().is_empty()) == wanted).into();
        }
        let Some(value) = value else { return Truth::Unknown };
        match (&self.check, &value) {
            (Check::Flag(wanted), Value::Flag(is)) => (wanted == is).into(),
            (Check::Among(wanted), Value::Words(words)) => {
                words.iter().any(|word| wanted.contains(&normalise(word))).into()
            }
            (Check::Among(wanted), value) => wanted.contains(&value.folded()).into(),
            (Check::StartsWith(starts), value) => {
                let text = value.folded();
                starts.iter().any(|start| text.starts_with(start)).into()
            }
            (Check::SameAs(other), value) => match other.value(seen) {
                Some(other) => (other.folded() == value.folded()).into(),
                None => Truth::Unknown,
            },
            (Check::Number { at_least, at_most }, Value::Number(number)) => {
                within(*number, *at_least, *at_most).into()
            }
            (Check::Span { span, on, at_least, at_most }, Value::Date(day)) => {
                within(span.between(*day, on.resolve(seen.as_of)), *at_least, *at_most).into()
            }
            (Check::Days { from, to }, Value::Date(day)) => {
                within(*day, from.map(|from| from.resolve(seen.as_of)), to.map(|to| to.resolve(seen.as_of)))
                    .into()
            }
            (Check::Registered { leagues, from_year, to_year, last_years }, Value::Registrations(all)) => {
                let from = last_years.map(|years| seen.as_of.year() - years).max(*from_year);
                let each = all.iter().map(|one| registered(one, leagues, from, *to_year));
                each.max().unwrap_or(Truth::No)
            }
            _ => Truth::Unknown,
        }
    }
}

fn within<T: Ord>(value: T, least: Option<T>, most: Option<T>) -> bool {
    least.is_none_or(|least| value >= least) && most.is_none_or(|most| value <= most)
}

fn registered(one: &Registration, leagues: &[String], from: Option<i32>, to: Option<i32>) -> Truth {
    let league = normalise(&one.league);
    if !leagues.is_empty() && !leagues.iter().any(|barred| league.contains(barred.as_str())) {
        return Truth::No;
    }
    if from.is_none() && to.is_none() {
        return Truth::Yes;
    }
    match (one.from_year, one.to_year) {
        (None, None) => Truth::Unknown,
        (first, last) => {
            let (first, last) = (first.or(last), last.or(first));
            (from.is_none_or(|from| last >= Some(from)) && to.is_none_or(|to| first <= Some(to))).into()
        }
    }
}
