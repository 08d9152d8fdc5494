//! Foul codes and their consequences, one list per edition of the rule book.

use super::fact::{Foul, Who};
use serde::{Deserialize, Serialize};

/// The fouls of one edition of FIBA's rule book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    pub name: String,
    pub version: u16,
    pub citation: String,
    pub valid_from: String,
    #[serde(default)]
    pub valid_to: Option<String>,
    #[serde(rename = "foul")]
    pub fouls: Vec<FoulCode>,
    #[serde(rename = "game_disqualification")]
    pub game_disqualifications: Vec<GameDisqualification>,
}

/// One code and what it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FoulCode {
    /// As written on the scoresheet.
    pub code: String,
    #[serde(default)]
    pub category: Option<u8>,
    pub kind: FoulKind,
    pub who: Vec<WhoKind>,
    /// The numbers of free throws that may follow.
    pub free_throws: Vec<u8>,
    /// Who may take the free throws.
    #[serde(default)]
    pub shooter: Shooter,
    /// Whether it is one of a player's five.
    #[serde(default)]
    pub personal: bool,
    /// For whom it counts towards the team fouls of the period.
    #[serde(default)]
    pub team_foul_of: Vec<WhoKind>,
    #[serde(default)]
    pub possession_after: bool,
    /// What it counts as towards a game disqualification.
    #[serde(default)]
    pub counts_as: Option<Counter>,
    /// The person leaves for the dressing room at once.
    #[serde(default)]
    pub disqualifies: bool,
    /// What the sources leave open, for a person to look up before an official print.
    #[serde(default)]
    pub unverified: Option<String>,
}

/// What sort of foul a code stands for, whatever the edition calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FoulKind {
    Personal,
    Technical,
    /// Until September 2026.
    Unsportsmanlike,
    /// From October 2026.
    Disruptive,
    /// From October 2026.
    Flagrant,
    Disqualifying,
    CoachTechnical,
    BenchTechnical,
    /// A mark without a penalty of its own.
    Mark,
}

/// The kinds of people a foul can be charged to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhoKind {
    Player,
    Coach,
    AssistantCoach,
    Bench,
    Delegation,
}

/// Who takes the free throws after a foul.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shooter {
    /// The player who was fouled or, injured or out, the one who came in for him.
    #[default]
    Fouled,
    /// Any player of the other side.
    Any,
}

/// What a foul counts as towards a game disqualification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counter {
    Technical,
    Unsportsmanlike,
    Flagrant,
    Coach,
    Bench,
}

/// Fouls that together end the game for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GameDisqualification {
    pub who: WhoKind,
    /// Each of these must have been called; written as often as it is needed.
    pub needs: Vec<Counter>,
}

const TEXTS: [(&str, &str); 2] = [
    ("fiba-2024", include_str!("editions/fiba-2024.toml")),
    ("fiba-2026", include_str!("editions/fiba-2026.toml")),
];

impl Edition {
    /// Finds a ready-made edition.
    pub fn by_name(name: &str) -> Option<Self> {
        let (_, text) = TEXTS.iter().find(|(known, _)| *known == name)?;
        Some(toml::from_str(text).expect("the ready-made editions are read by a test"))
    }

    /// The names of the ready-made editions.
    pub fn names() -> impl Iterator<Item = &'static str> {
        TEXTS.iter().map(|(name, _)| *name)
    }

    /// The rule a foul falls under.
    pub fn code_of(&self, foul: &Foul) -> Option<&FoulCode> {
        self.fouls.iter().find(|code| code.code == foul.code && code.category == foul.category)
    }

    /// Whether these fouls together end the game for someone.
    pub fn disqualifies(&self, who: WhoKind, called: &[Counter]) -> bool {
        let times = |list: &[Counter], counter: Counter| list.iter().filter(|c| **c == counter).count();
        let met = |rule: &GameDisqualification| {
            rule.needs.iter().all(|counter| times(called, *counter) >= times(&rule.needs, *counter))
        };
        self.game_disqualifications.iter().any(|rule| rule.who == who && met(rule))
    }
}

impl Who {
    /// The kind of person.
    pub fn kind(self) -> WhoKind {
        match self {
            Self::Player(_) => WhoKind::Player,
            Self::Coach => WhoKind::Coach,
            Self::AssistantCoach => WhoKind::AssistantCoach,
            Self::Bench => WhoKind::Bench,
            Self::Delegation => WhoKind::Delegation,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_editions_are_readable_and_name_themselves() {
        for name in Edition::names() {
            assert_eq!(Edition::by_name(name).unwrap().name, name);
        }
        assert_eq!(Edition::by_name("fiba-1932"), None);
    }

    #[test]
    fn the_unsportsmanlike_foul_ends_with_the_edition_of_2024() {
        let has = |edition: &str, code: &str| {
            Edition::by_name(edition).unwrap().fouls.iter().any(|foul| foul.code == code)
        };
        assert!(has("fiba-2024", "U") && !has("fiba-2026", "U"));
        assert!(has("fiba-2026", "DI") && has("fiba-2026", "FL") && !has("fiba-2024", "FL"));
    }

    #[test]
    fn one_coach_and_two_bench_technicals_end_the_game_for_a_coach_of_2024() {
        let edition = Edition::by_name("fiba-2024").unwrap();
        let ends = |called: &[Counter]| edition.disqualifies(WhoKind::Coach, called);
        use Counter::{Bench, Coach};
        assert!(ends(&[Bench, Coach, Bench]) && ends(&[Bench; 3]) && ends(&[Coach; 2]));
        assert!(!ends(&[Bench, Coach]) && !ends(&[Bench, Bench]));
    }
}
