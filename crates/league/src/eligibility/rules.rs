//! A rule set: the competition's own columns, its rules with number and wording, nothing that names a league.

use super::attribute::Attribute;
use super::condition::{Condition, Day, Span};
use super::load::{self, RulesError};
use super::reason::Verdict;
use crate::form::Fields;
use crate::standings::Wording;
use serde::Deserialize;

/// The rules of one competition.
#[derive(Clone, Debug)]
pub struct Rules {
    pub name: String,
    pub version: u32,
    pub title: Wording,
    /// All fields of its form.
    pub fields: Fields,
    pub rules: Vec<Rule>,
}

/// One regulation.
#[derive(Clone, Debug)]
pub struct Rule {
    /// A short name for programs.
    pub key: String,
    /// The number in the regulations, printed with each reason.
    pub number: String,
    pub wording: Wording,
    pub scope: Scope,
    /// The rule is in force only for clubs like this.
    pub when: Option<Condition>,
    /// The rule is in force only where the group holds so many of these.
    pub when_group: Option<GroupSize>,
    /// Whom it speaks of; everybody when absent.
    pub select: Option<Condition>,
    pub demand: Demand,
    /// The weight of a breach.
    pub verdict: Verdict,
    /// The weight of what is not shown.
    pub unknown: Verdict,
    pub bring: Vec<Wording>,
    /// What follows from a breach, in the organiser's own words.
    pub consequence: Option<Wording>,
}

/// Where a rule is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Each player of the list.
    Player,
    /// The club, its officials and papers.
    Club,
    /// All players of the list together.
    List,
    /// Those named for a game.
    Match,
    /// Those on court at one moment.
    Court,
}

crate::text_enum!(Scope { Player => "player", Club => "club", List => "list", Match => "match", Court => "court" });

/// What a rule asks of those it selects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Demand {
    /// Each one satisfies a condition.
    Each(Condition),
    /// A measure of all of them, or of each part that shares an attribute, keeps within bounds.
    Bound { bound: Bound, per: Option<Attribute> },
    /// No two are alike.
    Unique(Attribute),
}

/// A measure and its bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    pub measure: Measure,
    pub at_least: Option<i64>,
    pub at_most: Option<i64>,
}

/// What is measured of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    Count,
    /// Those selected in a hundred of the group.
    Percent,
    Distinct(Attribute),
    Sum(Quantity),
    Mean(Quantity),
    Smallest(Quantity),
    Largest(Quantity),
}

/// A number of each player: a number of the form, or a time up to a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    pub of: Attribute,
    pub span: Option<(Span, Day)>,
}

/// So many of a kind in the group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupSize {
    pub select: Option<Condition>,
    pub at_least: Option<i64>,
    pub at_most: Option<i64>,
}

impl Rules {
    /// Reads a rule set and refuses what it does not know.
    pub fn from_toml(text: &str) -> Result<Self, RulesError> {
        load::rules(text)
    }

    /// What holds where a competition brings no rules: numbers, one person once, consent for minors.
    pub fn basic() -> Self {
        Self::from_toml(include_str!("basic.toml")).expect("a test reads the basic rules")
    }

    /// Keys of the player's fields that some rule speaks of.
    pub fn spoken_of(&self, of_club: bool) -> Vec<&str> {
        let mut keys: Vec<&str> = self
            .rules
            .iter()
            .flat_map(Rule::attributes)
            .filter(|attribute| attribute.of_club == of_club)
            .map(|attribute| match attribute.key.as_str() {
                "age" => "birth",
                "shirt_number" => "shirt",
                "id_region" => "id_number",
                key => key.strip_suffix("_date").filter(|_| self.is_paper_date(key, of_club)).unwrap_or(key),
            })
            .collect();
        let scopes = |scope| self.rules.iter().any(|rule| rule.scope == scope);
        if !of_club {
            keys.extend(scopes(Scope::Match).then_some("in_match"));
            keys.extend(scopes(Scope::Court).then_some("on_court"));
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn is_paper_date(&self, key: &str, of_club: bool) -> bool {
        let own = if of_club { self.fields.of_club(key) } else { self.fields.of_player(key) };
        own.is_none()
    }
}

impl Rule {
    fn attributes(&self) -> Vec<&Attribute> {
        let mut all: Vec<&Attribute> = Vec::new();
        let conditions = [
            self.when.as_ref(),
            self.select.as_ref(),
            self.when_group.as_ref().and_then(|size| size.select.as_ref()),
        ];
        all.extend(conditions.into_iter().flatten().flat_map(Condition::attributes));
        match &self.demand {
            Demand::Each(condition) => all.extend(condition.attributes()),
            Demand::Unique(attribute) => all.push(attribute),
            Demand::Bound { bound, per } => {
                all.extend(per);
                match &bound.measure {
                    Measure::Count | Measure::Percent => {}
                    Measure::Distinct(of) => all.push(of),
                    Measure::Sum(of) | Measure::Mean(of) | Measure::Smallest(of) | Measure::Largest(of) => {
                        all.push(&of.of);
                    }
                }
            }
        }
        all
    }
}
