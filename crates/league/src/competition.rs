//! What a competition is and by which rules its games are played.

use crate::standings::{RuleSet, SecondForfeit};
use serde::{Deserialize, Serialize};

/// The kinds of competition one season can hold beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Main,
    Women,
    Community,
    U12,
    Invitational,
    Preseason,
    Allstar,
}

text_enum!(Kind {
    Main => "main",
    Women => "women",
    Community => "community",
    U12 => "u12",
    Invitational => "invitational",
    Preseason => "preseason",
    Allstar => "allstar",
});

/// What a stage does with its games.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageKind {
    Groups,
    Knockout,
    /// Single games without a table: pre-season pairs, an all-star game.
    Single,
}

text_enum!(StageKind { Groups => "groups", Knockout => "knockout", Single => "single" });

/// What plays: a club, or something that stands in a club's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    Club,
    /// 联队: several employers, no club of its own.
    Joint,
    Guest,
    Allstar,
    /// A place whose holder nobody published (未知).
    Unknown,
}

text_enum!(EntryKind { Club => "club", Joint => "joint", Guest => "guest", Allstar => "allstar", Unknown => "unknown" });

/// Periods and minutes of a game.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub periods: u8,
    pub period_minutes: u8,
    pub overtime_minutes: u8,
    pub running_clock: bool,
}

/// Everything that decides how a game is played and ranked; frozen by its hash at tip-off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// The rule book: "fiba-2024" until 2026-09-30, "fiba-2026" from 2026-10-01.
    pub edition: String,
    pub profile: Profile,
    /// The name of a ready-made set of ranking criteria.
    pub criteria: String,
    /// A set of the organiser's own, in place of the ready-made one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ranking: Option<RuleSet>,
    /// What a second forfeit does.
    #[serde(default, skip_serializing_if = "is_default")]
    pub second_forfeit: SecondForfeit,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Rules {
    /// The criteria in force: the organiser's own, else the ready-made set, else FIBA's.
    pub fn rule_set(&self) -> RuleSet {
        let ready_made = || RuleSet::by_name(&self.criteria).or_else(|| RuleSet::by_name("fiba"));
        self.ranking.clone().or_else(ready_made).expect("the FIBA rules are built in")
    }

    /// The rules of a game under FIBA's book of 2024: four periods of ten minutes.
    pub fn fiba_2024() -> Self {
        Self {
            edition: "fiba-2024".into(),
            profile: Profile { periods: 4, period_minutes: 10, overtime_minutes: 5, running_clock: false },
            criteria: "fiba".into(),
            ranking: None,
            second_forfeit: SecondForfeit::Nothing,
        }
    }
}
