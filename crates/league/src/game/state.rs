//! What the plays of a game add up to. Whatever was not recorded is absent, never nought.

use super::fact::{Spot, Who};
use super::identity::{DeviceName, PlayId};
use super::level::Level;
use super::shirt::Shirt;
use super::warning::Alert;
use crate::fixture::{Score, Side};
use serde::Serialize;
use std::collections::BTreeMap;

/// A game as it stands. In JSON `null` means: not recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct State {
    pub phase: Phase,
    /// The running or last period, 0 before the game.
    pub period: u8,
    pub clock: Clock,
    pub score: Score,
    /// Points of each period that began, overtimes after the last regular one.
    pub periods: Vec<Score>,
    /// The regular periods ended level, or the last overtime did.
    pub overtime_due: bool,
    /// The level in force.
    pub level: Level,
    /// The lowest level at which anything of the game was recorded: nothing above it is known for the whole game.
    pub recorded_level: Level,
    pub a: SideState,
    pub b: SideState,
    /// Where the possession arrow points.
    pub arrow: Option<Side>,
    /// Free throws still to come, in order.
    pub free_throws: Option<Vec<FreeThrows>>,
    pub disqualified: Vec<Disqualified>,
    pub shots: Option<Vec<Shot>>,
    /// The facts that stand, in game order, by the plays they were entered as.
    pub order: Vec<PlayId>,
    pub warnings: Vec<Alert>,
    pub epoch: u32,
    pub holder: Option<DeviceName>,
    pub waiting: Vec<PlayId>,
    pub declined: Vec<PlayId>,
    pub unmatched: Vec<PlayId>,
    pub clashing: Vec<PlayId>,
}

impl State {
    /// One of the two sides.
    pub fn side(&self, side: Side) -> &SideState {
        match side {
            Side::A => &self.a,
            Side::B => &self.b,
        }
    }
}

/// How far a game has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Before,
    Playing,
    Interval,
    Over,
}

/// The game clock, as far as plays tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Clock {
    pub left_ms: Option<u32>,
    pub running: Option<bool>,
}

/// A count for each period, the first one first.
pub type ByPeriod<T> = Vec<T>;

/// One side of a game.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SideState {
    /// Team fouls by regular period; those of overtimes count in the last one. A period below the scoresheet's level is absent.
    pub team_fouls: ByPeriod<Option<u8>>,
    /// The next foul against the other side is punished with free throws.
    pub in_penalty: Option<bool>,
    pub time_outs: Option<TimeOuts>,
    pub challenges: Option<Challenges>,
    /// Marks of coach and bench, in order, for example `C1`, `B1`, `GD`.
    pub bench_fouls: Option<Vec<String>>,
    pub assistant_coach_fouls: Option<Vec<String>>,
    pub captain: Option<Shirt>,
    pub players: BTreeMap<Shirt, PlayerState>,
    pub on_court: Option<Vec<Shirt>>,
    /// Players who may still take part.
    pub entitled: Option<usize>,
    pub team_rebounds: Option<u32>,
    pub team_turnovers: Option<u32>,
}

/// Time-outs of one side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimeOuts {
    pub taken: Vec<TimeOutTaken>,
    /// How many may still be taken in this half or overtime.
    pub left: u8,
    /// How many of this half were lost because the last minutes had begun.
    pub lost: u8,
}

/// A time-out as the scoresheet shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TimeOutTaken {
    pub period: u8,
    /// The minute of the period, from 1.
    pub minute: Option<u8>,
}

/// Challenges of one head coach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Challenges {
    pub taken: u8,
    pub successful: u8,
    pub left: u8,
}

/// One player.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PlayerState {
    pub in_squad: bool,
    pub starter: bool,
    /// Took part: began the game, or came in.
    pub entered: Option<bool>,
    pub points: Option<u32>,
    /// Marks in order, for example `P`, `P2`, `U2`, `GD`.
    pub fouls: Option<Vec<String>>,
    /// How many of the five are used.
    pub personal_fouls: Option<u8>,
    /// Why the player may no longer take part.
    pub out: Option<Reason>,
    /// Playing time, rounded once.
    pub seconds: Option<u32>,
    pub plus_minus: Option<i32>,
    pub made: Option<Made>,
    pub statistics: Option<Statistics>,
}

/// What a scoresheet knows of a player's shots: those that counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Made {
    pub twos: u32,
    pub threes: u32,
    pub free_throws: u32,
}

/// What only a box score counts for a player.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Statistics {
    pub twos_missed: u32,
    pub threes_missed: u32,
    pub free_throws_missed: u32,
    pub offensive_rebounds: u32,
    pub defensive_rebounds: u32,
    pub assists: u32,
    pub steals: u32,
    pub blocks: u32,
    pub turnovers: u32,
    pub fouls_drawn: u32,
}

/// Free throws awarded and not yet taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FreeThrows {
    /// Who shoots them.
    pub side: Side,
    pub foul: PlayId,
    pub left: u8,
    /// Which players may take the next one.
    pub may_shoot: Vec<Shirt>,
    pub possession_after: bool,
}

/// Why somebody may no longer take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    FiveFouls,
    /// GD: two technical fouls and the like.
    GameDisqualification,
    /// D: leaves for the dressing room, with a report.
    DisqualifyingFoul,
}

/// Somebody who may no longer take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Disqualified {
    pub side: Side,
    pub who: Who,
    pub reason: Reason,
}

/// A shot from the field, with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shot {
    pub play: PlayId,
    pub side: Side,
    pub player: Option<Shirt>,
    pub period: u8,
    pub points: u8,
    pub made: bool,
    pub spot: Option<Spot>,
}
