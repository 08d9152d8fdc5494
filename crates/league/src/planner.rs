//! Plans fixtures: who meets whom when, under rules that bind and rules that cost.
//!
//! One vocabulary of rules ([`Demand`]) serves the research format RobinX and a real season. Two kinds of plan: rounds,
//! where every club plays in every slot, and slots, where there are more of them than games. Time comes in as a
//! [`Budget`]; nothing here knows what time it is.

mod budget;
mod check;
mod compact;
mod counters;
mod instant;
mod moves;
mod problem;
mod repair;
pub mod robinx;
pub mod season;
mod slots;
mod solve;

pub use budget::Budget;
pub use check::{Fault, Finding, Report, check};
pub use instant::{Return, instant};
pub use moves::{Alternative, alternatives, places_for};
pub use problem::{Bounds, Demand, Format, Game, Instance, Pairing, Refused, Rule, Side};
pub use repair::{Before, Repaired, repair};
pub use solve::{Better, Course, Effort, Solved, solve, solve_on};
