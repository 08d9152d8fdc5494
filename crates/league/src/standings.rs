//! Tables: rule sets as data, the ranking with its reasons, series, and what the open games can still change.
//!
//! Two mistakes of the field are kept out by construction: teams are cut into classes and never compared pair by
//! pair, and teams that nothing separates stay level until lots are drawn, never ordered by name or id.

pub mod across;
pub mod cases;
mod counting;
pub mod explain;
mod number;
mod ranking;
mod ready_made;
mod results;
mod rules;
pub mod series;
pub mod what_if;

pub use counting::Note;
pub use number::{Number, QuotientSum};
pub use ranking::{Decider, Row, Standing, Step, Trial, rank};
pub use ready_made::{all_ready_made, documented_toml};
pub use results::{
    Absence, Adjustment, GameResult, Group, OpenGame, Outcome, Refused, SecondForfeit, Side, Team,
};
pub use rules::{
    AtTheEnd, Criterion, Decision, Effect, Games, MOST_POINTS, Outcomes, Overtime, PlayedPoints, RuleSet,
    RuleSetError, Scope, Then, Value, Wording,
};
