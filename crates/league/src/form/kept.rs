//! Facts as texts, for keeping them, and back: a list is judged anew whenever it is shown.

use super::cell::Cell;
use super::field::{Field, Kind};
use super::value::cook;
use crate::eligibility::{Facts, Registration, Value};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Parts of an identity number stay out of what is kept here; so does what is known from other lists.
const NEVER_KEPT: &[&str] = &["id_number", "id_region", "other_clubs", "serial"];

/// The facts of a player or a club as texts by field.
pub fn texts_of(facts: &Facts) -> BTreeMap<String, String> {
    let kept = facts.all().filter(|(key, _)| !NEVER_KEPT.contains(key));
    kept.map(|(key, value)| (key.to_owned(), text_of(value))).filter(|(_, text)| !text.is_empty()).collect()
}

/// The facts that texts stand for. A text whose field the rules no longer have is left out.
pub fn facts_of(fields: &[Field], texts: &BTreeMap<String, String>) -> Facts {
    let mut facts = Facts::default();
    for (key, text) in texts {
        if let Some(field) = fields.iter().find(|field| field.key == *key) {
            let cooked = cook(field, &Cell::Text(text.clone()));
            if let Some(value) = cooked.value {
                facts.set(key.clone(), value);
            }
        } else if let (Some(paper), Ok(day)) = (key.strip_suffix("_date"), text.parse::<NaiveDate>())
            && fields.iter().any(|field| field.key == paper && field.kind == Kind::YesNo)
        {
            facts.set(key.clone(), Value::Date(day));
        }
    }
    facts
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Flag(true) => "是".into(),
        Value::Flag(false) => "否".into(),
        Value::Words(words) if words.is_empty() => "无".into(),
        Value::Words(words) => words.join("、"),
        Value::Registrations(all) if all.is_empty() => "无".into(),
        Value::Registrations(all) => all.iter().map(registration).collect::<Vec<_>>().join("、"),
        other => other.shown(),
    }
}

fn registration(one: &Registration) -> String {
    match (one.from_year, one.to_year) {
        (Some(from), Some(to)) if from != to => format!("{} {from}-{to}", one.league),
        (Some(year), _) | (None, Some(year)) => format!("{} {year}", one.league),
        (None, None) => one.league.clone(),
    }
}
