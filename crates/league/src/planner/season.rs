//! A real season: halls, evenings, shifts, competitions. Its rules become those of the planner, and its plan is told
//! in dates and words.

mod conflict;
mod fairness;
mod file;
mod rules;
mod words;

pub use conflict::{Conflict, WayOut, conflict};
pub use fairness::{ClubShare, fairness};
pub use file::{ClubWishes, Competition, Derby, Hall, KnockOut, SeasonFile, Shift, Tie, Wishes};
pub use rules::{Beginning, Fixed, Season, SeasonRefused, StandIn, Topic};
pub use words::{PlannedGame, SeasonAnswer, answer};
