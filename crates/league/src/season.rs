//! A season is an event with a stated period; the first and last game may lie elsewhere.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How far a season has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Planned,
    Running,
    Closed,
    /// Kept as it was published; nothing in it can be changed.
    Archived,
}

text_enum!(Phase { Planned => "planned", Running => "running", Closed => "closed", Archived => "archived" });

/// What is wrong with a season's dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatesRefused {
    EventEndsBeforeItBegins,
    MatchesEndBeforeTheyBegin,
}

/// The stated period of the event and the days with games: two facts, published apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dates {
    pub event_from: Option<NaiveDate>,
    pub event_to: Option<NaiveDate>,
    pub match_from: Option<NaiveDate>,
    pub match_to: Option<NaiveDate>,
}

impl Dates {
    /// Checks each period by itself. The 2023 event ended on a Monday, a day after its last game: the two need not agree.
    pub fn check(&self) -> Result<(), DatesRefused> {
        if reversed(self.event_from, self.event_to) {
            return Err(DatesRefused::EventEndsBeforeItBegins);
        }
        if reversed(self.match_from, self.match_to) {
            return Err(DatesRefused::MatchesEndBeforeTheyBegin);
        }
        Ok(())
    }
}

fn reversed(from: Option<NaiveDate>, to: Option<NaiveDate>) -> bool {
    matches!((from, to), (Some(from), Some(to)) if to < from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        Some(text.parse().expect("a date"))
    }

    #[test]
    fn the_event_may_end_after_the_last_game() {
        let dates = Dates {
            event_from: day("2023-06-09"),
            event_to: day("2023-07-31"),
            match_from: day("2023-06-09"),
            match_to: day("2023-07-30"),
        };
        assert_eq!(dates.check(), Ok(()));
    }

    #[test]
    fn a_period_that_ends_before_it_begins_is_refused() {
        let dates = Dates {
            event_from: day("2025-07-27"),
            event_to: day("2025-06-13"),
            match_from: None,
            match_to: None,
        };
        assert_eq!(dates.check(), Err(DatesRefused::EventEndsBeforeItBegins));
    }
}
