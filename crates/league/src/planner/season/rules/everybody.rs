//! Rules for everybody: officials, rest, games a day and a week.

use super::{Season, SeasonRefused, Topic};
use crate::planner::problem::Demand;
use crate::planner::season::file::Wishes;
use chrono::{Datelike, NaiveDateTime, TimeDelta};

impl Season {
    pub(super) fn rules_for_all(&mut self) -> Result<(), SeasonRefused> {
        let Wishes { rest_hours, games_a_day, games_a_week, rest_days, rest_weight, return_days, .. } =
            self.file.rules.clone();
        let all = self.everybody();
        for slots in self.at_once() {
            if let Some(crews) = self.file.rules.officials {
                self.games_at_most(Topic::Officials { crews }, slots.clone(), false, crews);
            }
            if slots.len() > 1 {
                self.at_most(Topic::OneGameATime, None, all.clone(), slots, 1);
            }
        }
        if let Some(games) = games_a_day {
            for day in self.grouped(|slot| slot.at.date()) {
                self.at_most(Topic::GamesADay { games }, None, all.clone(), day, games);
            }
        }
        if let Some(games) = games_a_week {
            for week in self.grouped(|slot| slot.at.date().iso_week()) {
                self.at_most(Topic::GamesAWeek { games }, None, all.clone(), week, games);
            }
        }
        if let Some(hours) = rest_hours {
            self.one_game_within(Topic::RestHours { hours }, None, TimeDelta::hours(i64::from(hours)));
        }
        if rest_days > 0 && rest_weight > 0 {
            // Beginnings fewer than so many days apart share a window of so many days.
            let length = TimeDelta::days(i64::from(rest_days)) + TimeDelta::hours(12);
            self.one_game_within(Topic::RestDays { days: rest_days }, Some(rest_weight), length);
        }
        if let Some(days) = return_days {
            let per_day = self.slots.len() / self.grouped(|slot| slot.at.date()).len().max(1);
            let least = days * u32::try_from(per_day).unwrap_or(1);
            self.add(Topic::ReturnDays { days }, None, Demand::Separation { clubs: all, least });
        }
        self.share_halls();
        self.share_prime()
    }

    /// At most one game of a club in every window of so long.
    fn one_game_within(&mut self, topic: Topic, weight: Option<u32>, length: TimeDelta) {
        let beginnings: Vec<NaiveDateTime> =
            self.grouped(|slot| slot.at).iter().map(|slots| self.slots[slots[0]].at).collect();
        let mut last_end = 0;
        for &first in &beginnings {
            let slots = self.slots_where(|slot| slot.at >= first && slot.at < first + length);
            // A window that ends with the one before lies inside it.
            let end = slots.last().map_or(0, |slot| slot + 1);
            if slots.len() > 1 && end > last_end {
                let all = self.everybody();
                self.at_most(topic.clone(), weight, all, slots, 1);
                last_end = end;
            }
        }
    }
}
