//! Rule sets as data: what a result is worth and how level teams are separated.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A text in the two languages of the league.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    pub zh: String,
    pub en: String,
}

/// A named and versioned order of ranking, with the regulation's own wording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    pub name: String,
    pub version: u32,
    pub citation: String,
    /// What the table is sorted by before any tie is looked at.
    #[serde(default)]
    pub ranked_by: Value,
    /// What happens to teams that no criterion separates once the group is over.
    pub at_the_end: AtTheEnd,
    pub title: Wording,
    pub wording: Wording,
    pub points: PlayedPoints,
    pub outcomes: Outcomes,
    #[serde(default)]
    pub criteria: Vec<Criterion>,
}

/// Classification points of a game that was played to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlayedPoints {
    pub win: i32,
    pub loss: i32,
}

/// What every outcome other than a played game is worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcomes {
    pub forfeit: Decision,
    pub default: Decision,
    pub double_forfeit: Decision,
    pub work_conflict: Decision,
    pub emergency: Decision,
    pub no_show: Decision,
}

/// What a side gets that loses without the game deciding it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Points of the side at fault; may be negative.
    pub points: i32,
    /// Points of the opponent; a win when absent. Meaningless for a double forfeit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opponent_points: Option<i32>,
    /// Credited score, opponent first; the recorded score when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<[u16; 2]>,
    /// The recorded score stands where the side at fault was already behind (Art. 21, default).
    #[serde(default)]
    pub keep_score_when_behind: bool,
    /// Whether the credited score enters points scored, conceded and the difference.
    #[serde(default)]
    pub difference: Effect,
    /// Whether it is one of the two forfeits after which a team may be out.
    #[serde(default)]
    pub towards_expulsion: bool,
}

/// Whether a credited score counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    #[default]
    Counts,
    Ignored,
}

/// One step in separating level teams.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    pub scope: Scope,
    pub value: Value,
    #[serde(default)]
    pub then: Then,
    #[serde(default)]
    pub overtime: Overtime,
    #[serde(default)]
    pub games: Games,
    /// Applies only when at least so many teams are level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tied_at_least: Option<u16>,
    /// Applies only when at most so many teams are level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tied_at_most: Option<u16>,
    /// Skipped while a game between the level teams is still open.
    #[serde(default)]
    pub when_all_played: bool,
}

/// Which games a criterion looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Games between the teams that are still level.
    Tied,
    /// Games between the teams that were level when the procedure last began.
    FirstTied,
    /// Every counted game of the group.
    All,
}

/// The number a criterion compares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Classification points 积分.
    #[default]
    Record,
    Wins,
    /// Wins by games 胜率.
    WinPercentage,
    /// Points scored less points conceded 得失分差.
    Difference,
    Scored,
    /// Fewer is better.
    Conceded,
    /// Scored by conceded 得失分率, the goal average.
    Ratio,
    ScoredPerGame,
    /// Conceded by games 失分率; less is better.
    ConcededPerGame,
    /// The sum over the games of scored by conceded.
    Quotients,
}

/// What follows when a criterion separates only some of the level teams.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// Every class still level begins again with its own members only (FIBA, Appendix D).
    #[default]
    Restart,
    /// Every class still level goes on with the next criterion.
    GoOn,
}

/// How a game that went to overtime counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overtime {
    #[default]
    AllPoints,
    /// As its level score after four quarters, or as the loser's score for both where that is unknown.
    Level,
}

/// Whether games decided without play count for a criterion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Games {
    #[default]
    All,
    Played,
}

/// What happens to teams that nothing separates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AtTheEnd {
    Share,
    Draw,
    RankingList,
}

/// No score and no points of a game are beyond it, so that the sums of any season fit their numbers.
pub const MOST_POINTS: u16 = 9999;

/// Why a text is no rule set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleSetError {
    /// The text is no TOML or has a missing, unknown or mistyped field; the parser's own words.
    Unreadable(String),
    /// A name is lower-case letters, digits and hyphens.
    Name(String),
    /// A credited score must give the opponent more than the side at fault.
    Score { outcome: &'static str },
    /// `tied_at_least` is above `tied_at_most`, or a bound is below two.
    TiedBounds { criterion: usize },
    /// The same criterion stands twice where it could never separate anything the second time.
    Repeated { criterion: usize },
    /// A win must be worth more than a loss.
    Points,
    /// A number beyond [`MOST_POINTS`]; `of` is `points` or an outcome.
    Beyond { of: &'static str, field: &'static str },
}

impl fmt::Display for RuleSetError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(text) => out.write_str(text.trim_end()),
            Self::Name(name) => write!(out, "name {name:?}: use lower-case letters, digits and hyphens"),
            Self::Score { outcome } => {
                write!(out, "outcomes.{outcome}.score: the opponent (first number) must have more")
            }
            Self::TiedBounds { criterion } => {
                write!(
                    out,
                    "criteria[{criterion}]: tied_at_least and tied_at_most begin at 2 and do not cross"
                )
            }
            Self::Repeated { criterion } => {
                write!(out, "criteria[{criterion}]: repeats an earlier criterion")
            }
            Self::Points => out.write_str("points: a win must be worth more than a loss"),
            Self::Beyond { of, field } => {
                let table = if *of == "points" { "" } else { "outcomes." };
                let least = if *field == "score" { 0 } else { -i32::from(MOST_POINTS) };
                write!(out, "{table}{of}.{field}: must be a whole number from {least} to {MOST_POINTS}")
            }
        }
    }
}

impl std::error::Error for RuleSetError {}

impl RuleSet {
    /// Reads a rule set from TOML and refuses unknown fields.
    pub fn from_toml(text: &str) -> Result<Self, RuleSetError> {
        let rules: Self =
            toml::from_str(text).map_err(|error| RuleSetError::Unreadable(one_line(text, &error)))?;
        rules.check()?;
        Ok(rules)
    }

    /// Says whether the parts fit together; a set made by an editor is checked before it is kept.
    pub fn check(&self) -> Result<(), RuleSetError> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.name.is_empty() || !self.name.chars().all(plain) {
            return Err(RuleSetError::Name(self.name.clone()));
        }
        let beyond = |points: i32| points.unsigned_abs() > u32::from(MOST_POINTS);
        for (field, points) in [("win", self.points.win), ("loss", self.points.loss)] {
            if beyond(points) {
                return Err(RuleSetError::Beyond { of: "points", field });
            }
        }
        if self.points.win <= self.points.loss {
            return Err(RuleSetError::Points);
        }
        for (of, decision) in self.outcomes.named() {
            let score = decision.score.unwrap_or_default().map(i32::from);
            for (field, is_beyond) in [
                ("points", beyond(decision.points)),
                ("opponent_points", decision.opponent_points.is_some_and(beyond)),
                ("score", score.into_iter().any(beyond)),
            ] {
                if is_beyond {
                    return Err(RuleSetError::Beyond { of, field });
                }
            }
        }
        for (outcome, decision) in self.outcomes.named() {
            if decision.score.is_some_and(|[opponent, own]| opponent <= own) {
                return Err(RuleSetError::Score { outcome });
            }
        }
        for (index, criterion) in self.criteria.iter().enumerate() {
            let least = criterion.tied_at_least.unwrap_or(2);
            let most = criterion.tied_at_most.unwrap_or(u16::MAX);
            if least < 2 || most < least {
                return Err(RuleSetError::TiedBounds { criterion: index });
            }
            if self.criteria[..index].contains(criterion) {
                return Err(RuleSetError::Repeated { criterion: index });
            }
        }
        Ok(())
    }
}

/// The parser's sentence with its line and column; its picture of the place takes five lines.
fn one_line(text: &str, error: &toml::de::Error) -> String {
    let said = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(before) = error.span().and_then(|span| text.get(..span.start)) else { return said };
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|letter| *letter != '\n').count() + 1;
    format!("line {line}, column {column}: {said}")
}

impl Outcomes {
    fn named(&self) -> [(&'static str, &Decision); 6] {
        [
            ("forfeit", &self.forfeit),
            ("default", &self.default),
            ("double_forfeit", &self.double_forfeit),
            ("work_conflict", &self.work_conflict),
            ("emergency", &self.emergency),
            ("no_show", &self.no_show),
        ]
    }
}

impl Criterion {
    /// The criterion's name in a trace, for example `h2h_diff`.
    pub fn id(&self) -> String {
        let scope = match self.scope {
            Scope::Tied => "h2h",
            Scope::FirstTied => "first_h2h",
            Scope::All => "all",
        };
        format!("{scope}_{}", self.value.id())
    }

    /// Says whether the criterion is meant for so many level teams.
    pub fn is_for(&self, tied: usize) -> bool {
        self.tied_at_least.is_none_or(|least| tied >= usize::from(least))
            && self.tied_at_most.is_none_or(|most| tied <= usize::from(most))
    }
}

impl Value {
    /// The value's name in a trace.
    pub fn id(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Wins => "wins",
            Self::WinPercentage => "win_percentage",
            Self::Difference => "diff",
            Self::Scored => "scored",
            Self::Conceded => "conceded",
            Self::Ratio => "ratio",
            Self::ScoredPerGame => "scored_per_game",
            Self::ConcededPerGame => "conceded_per_game",
            Self::Quotients => "quotients",
        }
    }

    /// Says whether the smaller number is the better one.
    pub fn less_is_better(self) -> bool {
        matches!(self, Self::Conceded | Self::ConcededPerGame)
    }
}
