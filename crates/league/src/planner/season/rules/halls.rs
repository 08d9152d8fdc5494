//! What halls allow, and how they and the best hours are shared.

use super::{Beginning, Fixed, Season, SeasonRefused, Topic};
use crate::planner::problem::{Bounds, Demand, Format, Side};
use crate::planner::season::file::{Hall, Wishes};

impl Season {
    pub(super) fn hall_rules(&mut self, regular: &[Beginning], fixed: &[Fixed]) {
        for hall in 0..self.file.halls.len() {
            let Hall { name, courts, games_a_day, .. } = self.file.halls[hall].clone();
            let is_regular = |slot: &Beginning| regular.binary_search(slot).is_ok();
            let slots = self.slots_where(|slot| slot.hall == hall && is_regular(slot));
            self.games_at_most(Topic::Courts { hall: name.clone() }, slots, true, courts);
            // At other hours the hall is open only for what stays there.
            for slot in self.slots_where(|slot| slot.hall == hall && !is_regular(slot)) {
                let at = self.slots[slot];
                let here = fixed.iter().filter(|fixed| (fixed.at, fixed.hall) == (at.at, at.hall)).count();
                let most = u32::try_from(here).unwrap_or(u32::MAX);
                self.games_at_most(Topic::Courts { hall: name.clone() }, vec![slot], true, most);
            }
            if let Some(games) = games_a_day {
                for day in self.grouped(|slot| (slot.at.date(), slot.hall)) {
                    if self.slots[day[0]].hall == hall {
                        self.games_at_most(Topic::Permit { hall: name.clone(), games }, day, false, games);
                    }
                }
            }
        }
    }

    /// Games that stay, each in its slot.
    pub(super) fn fixed_rules(&mut self, fixed: &[Fixed]) {
        let Format::Slots { games } = self.instance.format.clone() else { return };
        for fixed in fixed {
            let slots = self.slots_where(|slot| (slot.at, slot.hall) == (fixed.at, fixed.hall));
            let meetings = vec![(games[fixed.game].home, games[fixed.game].away)];
            let bounds = Bounds { least: 1, most: u32::MAX };
            self.add(Topic::Fixed, None, Demand::Meetings { meetings, slots, bounds });
        }
    }

    /// Each club plays its share of games in each hall, where its competition may use several.
    pub(super) fn share_halls(&mut self) {
        let weight = self.file.rules.halls_weight;
        let Format::Slots { games } = self.instance.format.clone() else { return };
        if weight == 0 || self.file.halls.len() < 2 {
            return;
        }
        for hall in 0..self.file.halls.len() {
            for club in self.clubs() {
                let of_competition = &self.file.competitions[self.competition_of[club]].halls;
                let usable: Vec<usize> = (0..self.file.halls.len())
                    .filter(|hall| {
                        of_competition.is_empty() || of_competition.contains(&self.file.halls[*hall].name)
                    })
                    .collect();
                if usable.len() < 2 || !usable.contains(&hall) {
                    continue;
                }
                let size = |hall: usize| {
                    let slots = self.slots.iter().filter(|slot| slot.hall == hall).count() as u32;
                    slots * self.file.halls[hall].courts
                };
                let all: u32 = usable.iter().map(|hall| size(*hall)).sum();
                let own = games.iter().filter(|game| game.home == club || game.away == club).count() as u32;
                let share = own * size(hall);
                let bounds = Bounds { least: share / all.max(1), most: share.div_ceil(all.max(1)) };
                let slots = self.slots_where(|slot| slot.hall == hall);
                let demand = Demand::ClubGames { clubs: vec![club], side: Side::Either, slots, bounds };
                self.add(Topic::SharedHalls, Some(weight), demand);
            }
        }
    }

    pub(super) fn share_prime(&mut self) -> Result<(), SeasonRefused> {
        let Wishes { prime_times, prime_weight, .. } = self.file.rules.clone();
        if prime_times.is_empty() || prime_weight == 0 {
            return Ok(());
        }
        let times = self.prime_times()?;
        let slots = self.slots_where(|slot| times.contains(&slot.at.time()));
        let seats: u32 = slots.iter().map(|slot| 2 * self.file.halls[self.slots[*slot].hall].courts).sum();
        let clubs = self.clubs();
        // Each club plays a share of its games there: the share of prime seats in all seats.
        let all: u32 = self.slots.iter().map(|slot| 2 * self.file.halls[slot.hall].courts).sum();
        let Format::Slots { games } = &self.instance.format else { return Ok(()) };
        let mut per_club = vec![0_u32; self.instance.clubs.len()];
        for game in games {
            per_club[game.home] += 1;
            per_club[game.away] += 1;
        }
        for club in clubs {
            let share = per_club[club] * seats;
            let bounds = Bounds { least: share / all, most: share.div_ceil(all) };
            let (clubs, slots, side) = (vec![club], slots.clone(), Side::Either);
            self.add(Topic::Prime, Some(prime_weight), Demand::ClubGames { clubs, side, slots, bounds });
        }
        Ok(())
    }
}
