//! The days, halls and dates of competitions, and the order of knock-out rounds.

use super::{Beginning, Season, SeasonRefused, Topic};
use crate::planner::problem::{Bounds, Demand, Format, Pairing};
use crate::planner::season::file::Competition;
use chrono::Datelike;

impl Season {
    pub(super) fn competition_rules(&mut self) -> Result<(), SeasonRefused> {
        for number in 0..self.file.competitions.len() {
            let competition = self.file.competitions[number].clone();
            let clubs: Vec<usize> =
                self.everybody().into_iter().filter(|club| self.competition_of[*club] == number).collect();
            if !competition.days.is_empty() {
                let slots = self.slots_where(|slot| !competition.days.contains(&slot.at.weekday()));
                let topic = Topic::Days { competition: competition.name.clone() };
                self.at_most(topic, None, clubs.clone(), slots, 0);
            }
            if competition.from.is_some() || competition.to.is_some() {
                let (from, to) = (competition.from, competition.to);
                let slots = self.slots_where(|slot| {
                    let date = slot.at.date();
                    from.is_some_and(|from| date < from) || to.is_some_and(|to| date > to)
                });
                let topic = Topic::Dates { competition: competition.name.clone() };
                self.at_most(topic, None, clubs.clone(), slots, 0);
            }
            if !competition.halls.is_empty() {
                let known = |name: &String| self.file.halls.iter().any(|hall| hall.name == *name);
                if let Some(name) = competition.halls.iter().find(|name| !known(name)) {
                    return Err(SeasonRefused::UnknownHall(name.clone()));
                }
                let halls = &self.file.halls;
                let slots = self.slots_where(|slot| !competition.halls.contains(&halls[slot.hall].name));
                let topic = Topic::Halls { competition: competition.name.clone() };
                self.at_most(topic, None, clubs.clone(), slots, 0);
            }
            if let Some([home, away]) = competition.opening {
                let place = |name: &String| {
                    let found = clubs.iter().find(|club| self.instance.clubs[**club] == *name);
                    found.copied().ok_or_else(|| SeasonRefused::UnknownClub(name.clone()))
                };
                let (one, two) = (place(&home)?, place(&away)?);
                let bounds = Bounds { least: 1, most: 1 };
                let meetings = vec![(one, two), (two, one)];
                let first = self.slots_where(|slot| slot.at == self.slots[0].at);
                self.add(
                    Topic::Opening { home, away },
                    None,
                    Demand::Meetings { meetings, slots: first, bounds },
                );
            }
        }
        Ok(())
    }

    /// Knock-out rounds: their windows, and one after the other.
    pub(super) fn knock_out_rules(&mut self) -> Result<(), SeasonRefused> {
        let Format::Slots { games } = self.instance.format.clone() else { return Ok(()) };
        let first_day = self.slots[0].at.date();
        let day = |slot: &Beginning| u32::try_from((slot.at.date() - first_day).num_days()).unwrap_or(0);
        let day_of: Vec<u32> = self.slots.iter().map(day).collect();
        for number in 0..self.file.competitions.len() {
            let Competition { name, rounds, .. } = self.file.competitions[number].clone();
            let of_round = |game: &&Pairing, wanted: Option<usize>| {
                self.competition_of[game.home] == number
                    && self.stand_ins.get(&game.home).map(|stand_in| stand_in.round) == wanted
            };
            let pairs = |wanted: Option<usize>| -> Vec<(usize, usize)> {
                games
                    .iter()
                    .filter(|game| of_round(game, wanted))
                    .map(|game| (game.home, game.away))
                    .collect()
            };
            let mut earlier = pairs(None);
            let found: Vec<Vec<(usize, usize)>> = (0..rounds.len()).map(|round| pairs(Some(round))).collect();
            for (knock_out, later) in rounds.iter().zip(found) {
                let places: Vec<usize> = later.iter().flat_map(|(home, away)| [*home, *away]).collect();
                let known = |hall: &String| self.file.halls.iter().any(|known| known.name == *hall);
                if let Some(hall) = knock_out.halls.iter().find(|hall| !known(hall)) {
                    return Err(SeasonRefused::UnknownHall(hall.clone()));
                }
                let closed = self.slots_where(|slot| {
                    let date = slot.at.date();
                    knock_out.from.is_some_and(|from| date < from)
                        || knock_out.to.is_some_and(|to| date > to)
                        || !knock_out.halls.is_empty()
                            && !knock_out.halls.contains(&self.file.halls[slot.hall].name)
                });
                let topic = Topic::Round { competition: name.clone(), round: knock_out.name.clone() };
                self.at_most(topic, None, places, closed, 0);
                let (round, days) = (knock_out.name.clone(), knock_out.after_days);
                if !earlier.is_empty() && !later.is_empty() {
                    let topic = Topic::Order { competition: name.clone(), round, days };
                    let (before, after, day_of) = (earlier.clone(), later.clone(), day_of.clone());
                    let demand = Demand::After { earlier: before, later: after, day_of, least: days };
                    self.add(topic, None, demand);
                }
                // The round before holds all that lies further back: pairs need not be counted twice.
                if !later.is_empty() {
                    earlier = later;
                }
            }
        }
        Ok(())
    }
}
