//! The game at the scorer's table: plays in, state out.
//!
//! A play is a fact that somebody entered on a device. [`replay`] brings plays into the order of the game, applies
//! the corrections and counts; the state is the same whatever order the plays arrived in, and however often.
//! [`command`] says beforehand whether a play makes sense. The JSON form of plays is described in `docs/PLAYS.md`.

mod command;
mod corrections;
mod edition;
mod epochs;
mod fact;
mod identity;
mod level;
mod order;
mod places;
mod play;
mod replay;
mod rules;
mod shirt;
mod state;
mod warning;

pub use command::{Command, Entered, Refusal, command, undo_target};
pub use edition::{Counter, Edition, FoulCode, FoulKind, GameDisqualification, Shooter, WhoKind};
pub use fact::{Fact, Foul, ReboundEnd, Spot, Who};
pub use identity::{BadWord, DeviceName, PlayId};
pub use level::Level;
pub use order::{Ordered, Placed, order};
pub use play::{After, Play};
pub use replay::replay;
pub use rules::{GameProfile, GameRules, LastMinutes, TimeOutSpan, UnknownRules};
pub use shirt::Shirt;
pub use state::{
    ByPeriod, Challenges, Clock, Disqualified, FreeThrows, Made, Phase, PlayerState, Reason, Shot, SideState,
    State, Statistics, TimeOutTaken, TimeOuts,
};
pub use warning::{Alert, Warning};
