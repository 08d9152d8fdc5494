//! A real season: halls, evenings, shifts, competitions. Its rules become those of the planner, and its plan is told
//! in dates and words.

mod conflict;
mod fairness;
mod file;
mod rules;
mod words;

pub use conflict::{Conflict, conflict};
pub use fairness::{ClubShare, fairness};
pub use file::{Competition, Hall, SeasonFile, Wishes};
pub use rules::{Season, SeasonRefused, Topic};
pub use words::{PlannedGame, SeasonAnswer, answer};
