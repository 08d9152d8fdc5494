//! What a play says.

use super::identity::{BadWord, PlayId};
use super::level::Level;
use super::shirt::Shirt;
use crate::fixture::Side;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One fact of a game, or of the keeping of its sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fact {
    /// The players a side may use. A later list replaces an earlier one.
    Squad {
        side: Side,
        players: Vec<Shirt>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        captain: Option<Shirt>,
    },
    /// 首发: who begins the game.
    Starters {
        side: Side,
        players: Vec<Shirt>,
    },
    /// From here on the game is recorded at this level.
    Level {
        level: Level,
    },
    PeriodStart,
    PeriodEnd,
    GameEnd,
    /// The clock was started, stopped or put right; the play carries its time.
    Clock {
        running: bool,
    },
    /// A basket from the field.
    Goal {
        side: Side,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        player: Option<Shirt>,
        points: u8,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        spot: Option<Spot>,
    },
    /// A shot from the field that missed.
    Miss {
        side: Side,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        player: Option<Shirt>,
        points: u8,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        spot: Option<Spot>,
    },
    FreeThrow {
        side: Side,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        player: Option<Shirt>,
        made: bool,
    },
    /// Without a player it is the team's.
    Rebound {
        side: Side,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        player: Option<Shirt>,
        end: ReboundEnd,
    },
    Assist {
        side: Side,
        player: Shirt,
    },
    Steal {
        side: Side,
        player: Shirt,
    },
    Block {
        side: Side,
        player: Shirt,
    },
    /// Without a player it is the team's.
    Turnover {
        side: Side,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        player: Option<Shirt>,
    },
    Foul(Foul),
    TimeOut {
        side: Side,
    },
    /// 主教练挑战. Without an answer it is still being looked at.
    Challenge {
        side: Side,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        successful: Option<bool>,
    },
    /// Who came in and, from the box score on, who went out. At the scoresheet's level `out` may be empty.
    Substitution {
        side: Side,
        #[serde(rename = "in")]
        incoming: Vec<Shirt>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        out: Vec<Shirt>,
    },
    /// The possession arrow points to this side, whatever it did before.
    Arrow {
        side: Side,
    },
    /// 争球 after the opening one: the ball goes where the arrow points, and the arrow turns.
    HeldBall,

    /// The play `target` was entered wrongly: this is what it says. With `moves` it also leaves its place and period
    /// for those of the correction.
    Amend {
        target: PlayId,
        fact: Box<Fact>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        moves: bool,
    },
    /// The play `target` did not happen. A retracted correction leaves what was there before it.
    Retract {
        target: PlayId,
    },

    /// The device of this play keeps the sheet from the play's epoch on. Of older epochs it knew, for each device,
    /// the plays up to the number given; the others wait until it accepts them.
    TakeOver {
        known: BTreeMap<super::DeviceName, u32>,
    },
    /// The holder of the sheet lets waiting plays in.
    Accept {
        plays: Vec<PlayId>,
    },
    /// The holder of the sheet leaves waiting plays out, and nobody needs to be asked again.
    Decline {
        plays: Vec<PlayId>,
    },
}

impl Fact {
    /// Whether it is part of the game, and not of the keeping of its sheet.
    pub fn is_of_the_game(&self) -> bool {
        !self.is_correction()
            && !matches!(self, Self::TakeOver { .. } | Self::Accept { .. } | Self::Decline { .. })
    }

    /// Whether it changes another play.
    pub fn is_correction(&self) -> bool {
        matches!(self, Self::Amend { .. } | Self::Retract { .. })
    }

    /// The play a correction is about.
    pub fn target(&self) -> Option<&PlayId> {
        match self {
            Self::Amend { target, .. } | Self::Retract { target } => Some(target),
            _ => None,
        }
    }
}

/// A foul as it is written on the scoresheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Foul {
    pub side: Side,
    pub who: Who,
    /// A code of the edition, for example `P`, `T`, `U` or, from October 2026, `FL`.
    pub code: String,
    /// The category of a technical foul, from October 2026 on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<u8>,
    /// How many free throws follow; the number at the lower right of the code.
    #[serde(default)]
    pub free_throws: u8,
    /// The player who was fouled (被犯规).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn_by: Option<Shirt>,
    /// The penalty was cancelled against an equal one; a small c stands in place of a number.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancelled: bool,
}

impl Foul {
    /// What is written in the space, for example `P`, `P2`, `Tc`.
    pub fn mark(&self) -> String {
        match (self.cancelled, self.free_throws) {
            (true, _) => format!("{}c", self.code),
            (false, 0) => self.code.clone(),
            (false, shots) => format!("{}{shots}", self.code),
        }
    }
}

/// Who is charged with a foul: a shirt, or one of the words `coach`, `assistant_coach`, `bench`, `delegation`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Who {
    Player(Shirt),
    Coach,
    AssistantCoach,
    /// Substitutes and others on the bench; charged to the coach.
    Bench,
    /// Someone of the delegation without a place on the bench.
    Delegation,
}

impl TryFrom<String> for Who {
    type Error = BadWord;

    fn try_from(text: String) -> Result<Self, BadWord> {
        Ok(match text.as_str() {
            "coach" => Self::Coach,
            "assistant_coach" => Self::AssistantCoach,
            "bench" => Self::Bench,
            "delegation" => Self::Delegation,
            _ => Self::Player(Shirt::try_from(text)?),
        })
    }
}

impl From<Who> for String {
    fn from(who: Who) -> Self {
        match who {
            Who::Player(shirt) => shirt.to_string(),
            Who::Coach => "coach".to_owned(),
            Who::AssistantCoach => "assistant_coach".to_owned(),
            Who::Bench => "bench".to_owned(),
            Who::Delegation => "delegation".to_owned(),
        }
    }
}

/// Whose basket a rebound was taken under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReboundEnd {
    /// 前场
    Offensive,
    /// 后场
    Defensive,
}

/// Where a shot was taken: centimetres from the middle of the attacked basket, along the baseline (to the right of
/// somebody who faces the basket) and into the court.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spot {
    pub x_cm: i16,
    pub y_cm: i16,
}
