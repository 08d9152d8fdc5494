//! What single clubs cannot do, derbies, and clubs that never play at once.

use super::{Beginning, Season, SeasonRefused, Topic};
use crate::planner::problem::{Bounds, Demand, Side};
use chrono::Datelike;
use std::collections::BTreeMap;

impl Season {
    pub(super) fn club_rules(&mut self) -> Result<(), SeasonRefused> {
        for (club, wishes) in self.file.clubs.clone() {
            let places = self.places(&club)?;
            let slots = self.slots_where(|slot| wishes.blocked.contains(&slot.at.date()));
            self.at_most(Topic::Blocked { club: club.clone() }, None, places.clone(), slots, 0);
            if let Some(date) = wishes.not_before {
                let slots = self.slots_where(|slot| slot.at.date() < date);
                let topic = Topic::NotBefore { club: club.clone(), date };
                self.at_most(topic, None, places.clone(), slots, 0);
            }
            if !wishes.days.is_empty() {
                let slots = self.slots_where(|slot| !wishes.days.contains(&slot.at.weekday()));
                self.at_most(Topic::ClubDays { club: club.clone() }, None, places.clone(), slots, 0);
            }
            let weight = self.file.rules.short_weight;
            if weight > 0 {
                let slots = self.slots_where(|slot| wishes.short_days.contains(&slot.at.date()));
                self.at_most(Topic::Shift { club: club.clone() }, Some(weight), places.clone(), slots, 0);
            }
            if let Some(shift) = wishes.shift {
                if shift.cycle == 0 {
                    return Err(SeasonRefused::Cycle(club));
                }
                let slots = self.slots_where(|slot| shift.works(slot.at.date()));
                self.at_most(Topic::Shift { club }, shift.weight, places, slots, 0);
            }
        }
        self.derby_rules()?;
        for clubs in self.file.together.clone() {
            let mut places = Vec::new();
            for club in &clubs {
                places.extend(self.places(club)?);
            }
            self.never_at_once(Topic::Together { clubs }, &places);
        }
        let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, club) in self.instance.clubs.iter().enumerate().filter(|(place, _)| self.is_club(*place))
        {
            names.entry(club.clone()).or_default().extend(self.with_stand_ins(place));
        }
        for places in names.into_values().filter(|places| places.len() > 1) {
            self.never_at_once(Topic::OneGameATime, &places);
        }
        Ok(())
    }

    fn derby_rules(&mut self) -> Result<(), SeasonRefused> {
        for derby in self.file.derbies.clone() {
            let [home, away] = derby.clubs;
            let (ours, theirs) = (self.places(&home)?, self.places(&away)?);
            let times = self.prime_times()?;
            let wanted = |slot: &Beginning| match derby.dates.as_slice() {
                [] => times.contains(&slot.at.time()),
                dates => dates.contains(&slot.at.date()),
            };
            let slots = self.slots_where(|slot| !wanted(slot));
            let pairs = ours.iter().flat_map(|one| theirs.iter().map(move |other| (*one, *other)));
            let meetings = pairs.flat_map(|(one, other)| [(one, other), (other, one)]).collect();
            let bounds = Bounds { least: 0, most: 0 };
            let topic = Topic::Derby { home, away };
            self.add(topic, derby.weight, Demand::Meetings { meetings, slots, bounds });
        }
        Ok(())
    }

    /// Of these clubs at most one game at a time, in all halls together.
    fn never_at_once(&mut self, topic: Topic, clubs: &[usize]) {
        for slots in self.at_once() {
            let (clubs, against) = (clubs.to_vec(), self.everybody());
            let bounds = Bounds { least: 0, most: 1 };
            let side = Side::Either;
            let demand = Demand::GamesBetween { clubs, against, side, slots, each_slot: false, bounds };
            self.add(topic.clone(), None, demand);
        }
    }
}
