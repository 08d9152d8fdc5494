//! A rule set as it is written in TOML.

use super::super::condition::Span;
use super::super::reason::Verdict;
use super::super::rules::Scope;
use crate::form::Fields;
use crate::standings::Wording;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub name: String,
    #[serde(default = "first")]
    pub version: u32,
    #[serde(default)]
    pub title: Wording,
    /// Days that rules call by name.
    #[serde(default)]
    pub dates: BTreeMap<String, toml::Value>,
    /// Periods that rules call by name.
    #[serde(default)]
    pub windows: BTreeMap<String, Window>,
    /// Columns that this competition adds or changes.
    #[serde(default)]
    pub columns: Fields,
    #[serde(default)]
    pub rules: Vec<Written>,
}

fn first() -> u32 {
    1
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Window {
    pub from: Option<toml::Value>,
    pub to: Option<toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    pub key: String,
    #[serde(default)]
    pub number: String,
    #[serde(default)]
    pub wording: Wording,
    pub scope: Scope,
    pub when: Option<Sentence>,
    pub when_group: Option<Group>,
    pub select: Option<Sentence>,
    pub require: Option<Sentence>,
    pub unique: Option<String>,
    pub measure: Option<String>,
    pub of: Option<String>,
    pub counted: Option<Span>,
    pub on: Option<toml::Value>,
    pub per: Option<String>,
    pub at_least: Option<i64>,
    pub at_most: Option<i64>,
    pub verdict: Option<Verdict>,
    pub unknown: Option<Verdict>,
    #[serde(default)]
    pub bring: Vec<Wording>,
    pub consequence: Option<Wording>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    pub select: Option<Sentence>,
    pub at_least: Option<i64>,
    pub at_most: Option<i64>,
}

/// A condition: exactly one of all, any, not, paper, registered and of.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Sentence {
    pub all: Option<Vec<Sentence>>,
    pub any: Option<Vec<Sentence>>,
    pub not: Option<Box<Sentence>>,
    pub paper: Option<String>,
    pub registered: Option<Vec<String>>,
    pub from_year: Option<i32>,
    pub to_year: Option<i32>,
    pub last_years: Option<i32>,
    pub of: Option<String>,
    pub is: Option<toml::Value>,
    pub among: Option<Vec<String>>,
    pub starts_with: Option<Vec<String>>,
    pub same_as: Option<String>,
    pub known: Option<bool>,
    pub at_least: Option<i64>,
    pub at_most: Option<i64>,
    pub counted: Option<Span>,
    pub on: Option<toml::Value>,
    pub on_or_after: Option<toml::Value>,
    pub on_or_before: Option<toml::Value>,
    pub within: Option<String>,
}
