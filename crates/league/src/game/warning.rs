//! What the table should look at. A warning never keeps anybody from entering what happened.

use super::fact::Who;
use super::identity::PlayId;
use super::shirt::Shirt;
use crate::fixture::Side;
use serde::Serialize;

/// A warning and the play it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Alert {
    pub play: PlayId,
    #[serde(flatten)]
    pub warning: Warning,
}

/// What does not fit; the page finds the words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "warning", rename_all = "snake_case")]
pub enum Warning {
    /// The ball was not in play: before the game, in an interval, after the end.
    OutsidePlay,
    PeriodAlreadyStarted,
    PeriodNotRunning,
    /// A period began and the one before it never did.
    PeriodSkipped {
        missing: u8,
    },
    OvertimeNotDue,
    EndedLevel,
    /// More than a second more is left than at the play before.
    ClockRunsBack,
    SquadTooLarge {
        side: Side,
        players: usize,
    },
    NotFiveStarters {
        side: Side,
        players: usize,
    },
    NotInSquad {
        side: Side,
        player: Shirt,
    },
    /// Not on court, by the substitutions entered so far.
    NotOnCourt {
        side: Side,
        player: Shirt,
    },
    AlreadyOnCourt {
        side: Side,
        player: Shirt,
    },
    /// Six on court, or four, when play went on.
    WrongNumberOnCourt {
        side: Side,
        players: usize,
    },
    /// Somebody who had been sent off, or had five fouls.
    NoLongerEntitled {
        side: Side,
        who: Who,
    },
    /// From the scoresheet on a basket belongs to a player.
    ScorerMissing {
        side: Side,
    },
    TooManyTimeOuts {
        side: Side,
    },
    TooManyChallenges {
        side: Side,
    },
    /// The edition has no such code, or not for this person.
    UnknownFoul {
        side: Side,
    },
    WrongFreeThrowCount {
        side: Side,
    },
    FreeThrowNotAwarded {
        side: Side,
    },
    WrongShooter {
        side: Side,
        player: Shirt,
    },
    FreeThrowsOpen {
        side: Side,
        left: u8,
    },
    ArrowUnknown,
    PointsNotPossible {
        side: Side,
    },
}
