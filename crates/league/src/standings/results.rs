//! What a table is made from: results, open games and decisions of the organiser.

use super::rules::{Decision, Outcomes};
use serde::{Deserialize, Serialize};

/// A team's place in the caller's own list of teams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Team(pub u16);

impl Team {
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// One of the two sides of a game or series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    A,
    B,
}

impl Side {
    /// The opponent's side.
    pub fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }

    /// 0 or 1: its place in a score.
    pub fn index(self) -> usize {
        match self {
            Self::A => 0,
            Self::B => 1,
        }
    }
}

/// Why a side did not come, in the words of the factory leagues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Absence {
    /// Kept away by work, with notice 因工作缺席.
    WorkConflict,
    Emergency,
    /// Stayed away without a reason 无故缺席.
    NoShow,
}

/// How a result came about; a side named here is the side at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Played,
    Forfeit(Side),
    DoubleForfeit,
    Default(Side),
    Absent(Side, Absence),
    /// Stays visible and counts nowhere.
    Annulled,
}

impl Outcome {
    /// The sides at fault.
    pub fn at_fault(self) -> &'static [Side] {
        match self {
            Self::Played | Self::Annulled => &[],
            Self::DoubleForfeit => &[Side::A, Side::B],
            Self::Forfeit(side) | Self::Default(side) | Self::Absent(side, _) => match side {
                Side::A => &[Side::A],
                Side::B => &[Side::B],
            },
        }
    }

    pub(crate) fn decision(self, outcomes: &Outcomes) -> Option<&Decision> {
        match self {
            Self::Played | Self::Annulled => None,
            Self::Forfeit(_) => Some(&outcomes.forfeit),
            Self::DoubleForfeit => Some(&outcomes.double_forfeit),
            Self::Default(_) => Some(&outcomes.default),
            Self::Absent(_, Absence::WorkConflict) => Some(&outcomes.work_conflict),
            Self::Absent(_, Absence::Emergency) => Some(&outcomes.emergency),
            Self::Absent(_, Absence::NoShow) => Some(&outcomes.no_show),
        }
    }
}

/// The result of one game.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GameResult {
    pub a: Team,
    pub b: Team,
    /// As recorded, overtime included, side A first.
    pub score: [u16; 2],
    pub outcome: Outcome,
    /// Overtime was played.
    pub overtime: bool,
    /// The level score after four quarters, where overtime was played and it is known.
    pub level_at: Option<u16>,
}

impl GameResult {
    /// A game played to its end in four quarters.
    pub fn played(a: Team, b: Team, score: [u16; 2]) -> Self {
        Self { a, b, score, outcome: Outcome::Played, overtime: false, level_at: None }
    }

    /// Says whether the team takes part.
    pub fn has(&self, team: Team) -> bool {
        self.a == team || self.b == team
    }
}

/// A game still to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenGame {
    pub a: Team,
    pub b: Team,
}

/// Points taken from (negative) or given to a team by decision; they count for the table, never between level teams.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    pub team: Team,
    pub points: i32,
    pub reason: String,
    pub document: String,
}

/// What a second forfeit in the same stage does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecondForfeit {
    #[default]
    Nothing,
    /// The team is out, unranked, and all its results are annulled (FIBA).
    OutAnnulled,
    /// The team is out but keeps its row, and its results stand (ABA League 2020/21).
    OutStanding,
}

/// Everything a table depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Number of teams that may occur; a `Team` is below it.
    pub teams: u16,
    pub results: Vec<GameResult>,
    pub open: Vec<OpenGame>,
    /// Teams to rank; their games against others count except between level teams (carry-over 带入成绩).
    pub members: Vec<Team>,
    /// Thrown out: unranked, and every result of theirs is annulled.
    pub disqualified: Vec<Team>,
    /// Whether the last game has been played; until then level teams share the rank.
    pub complete: bool,
    /// Orders already drawn by lot, each best first.
    pub draws: Vec<Vec<Team>>,
    /// The ranking list, best first, for rule sets that end with one.
    pub ranking_list: Vec<Team>,
    pub adjustments: Vec<Adjustment>,
    pub second_forfeit: SecondForfeit,
}

impl Group {
    /// A finished group in which every team is ranked and nothing but the results counts.
    pub fn finished(teams: u16, results: Vec<GameResult>) -> Self {
        Self {
            teams,
            results,
            open: Vec::new(),
            members: (0..teams).map(Team).collect(),
            disqualified: Vec::new(),
            complete: true,
            draws: Vec::new(),
            ranking_list: Vec::new(),
            adjustments: Vec::new(),
            second_forfeit: SecondForfeit::Nothing,
        }
    }
}

/// Why a group cannot be ranked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// A team at or above `Group::teams`.
    UnknownTeam(Team),
    /// A team listed twice where each may stand once.
    RepeatedTeam(Team),
    /// A game of a team against itself.
    SameTeamTwice { game: usize },
    /// A played game, or a default, without a winner.
    Level { game: usize },
    /// A place across groups is asked for that several teams share.
    Shared { group: usize, teams: Vec<Team> },
    /// A place across groups is asked for that a group does not have.
    NoSuchPlace { group: usize },
    /// What-if keeps ranks in 64 bits.
    TooManyTeams,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnknownTeam(team) => write!(out, "team {} is not one of the group", team.0),
            Self::RepeatedTeam(team) => write!(out, "team {} stands twice in a list", team.0),
            Self::SameTeamTwice { game } => write!(out, "game {} is a team against itself", game + 1),
            Self::Level { game } => write!(out, "game {} has no winner", game + 1),
            Self::Shared { group, .. } => write!(out, "several teams share the place in group {}", group + 1),
            Self::NoSuchPlace { group } => write!(out, "group {} does not have the place", group + 1),
            Self::TooManyTeams => {
                write!(out, "at most {} teams are taken with what-if", super::what_if::MOST_TEAMS)
            }
        }
    }
}
