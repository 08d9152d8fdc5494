//! Rules that count games, as counters that a placed game moves.

use super::budget::{Cost, unit};
use super::problem::{Bounds, Demand, Rule, between, marks};

/// A number with bounds and the cost of one outside them.
#[derive(Clone, Debug)]
pub(super) struct Counter {
    unit: Cost,
    /// No plan has more games than these hold.
    count: i16,
    low: i16,
    high: i16,
}

impl Counter {
    /// By how much the number lies outside.
    fn missed(&self) -> i32 {
        let (count, low, high) = (i32::from(self.count), i32::from(self.low), i32::from(self.high));
        (count - high).max(0) + (low - count).max(0)
    }

    fn cost(&self) -> Cost {
        i64::from(self.missed()) * self.unit
    }
}

/// The counters of an instance, and which of them a game in a slot moves.
#[derive(Clone, Debug)]
pub(super) struct Counters {
    counters: Vec<Counter>,
    starts: Vec<u32>,
    lists: Vec<u32>,
    slots: usize,
}

impl Counters {
    /// What an empty plan costs.
    pub fn cost(&self) -> Cost {
        self.counters.iter().map(Counter::cost).sum()
    }

    /// Adds a game and returns what that changes.
    #[inline]
    pub fn add(&mut self, place: usize, slot: usize) -> Cost {
        let mut change = 0;
        let at = place * self.slots + slot;
        for &index in &self.lists[self.starts[at] as usize..self.starts[at + 1] as usize] {
            let counter = &mut self.counters[index as usize];
            if counter.count >= counter.high {
                change += counter.unit;
            }
            if counter.count < counter.low {
                change -= counter.unit;
            }
            counter.count += 1;
        }
        change
    }

    /// Takes a game away and returns what that changes.
    #[inline]
    pub fn remove(&mut self, place: usize, slot: usize) -> Cost {
        let mut change = 0;
        let at = place * self.slots + slot;
        for &index in &self.lists[self.starts[at] as usize..self.starts[at + 1] as usize] {
            let counter = &mut self.counters[index as usize];
            if counter.count > counter.high {
                change -= counter.unit;
            }
            if counter.count <= counter.low {
                change += counter.unit;
            }
            counter.count -= 1;
        }
        change
    }
}

impl Counters {
    /// Undoes an addition (-1) or a removal (+1).
    #[inline]
    pub fn take_back(&mut self, place: usize, slot: usize, by: i16) {
        let at = place * self.slots + slot;
        for &index in &self.lists[self.starts[at] as usize..self.starts[at + 1] as usize] {
            self.counters[index as usize].count += by;
        }
    }
}

impl Counters {
    /// Lets a change of weights see every counter: what it misses its bounds by, and what a unit of that costs.
    pub fn weigh(&mut self, change: &mut impl FnMut(i64, &mut Cost)) {
        for counter in &mut self.counters {
            change(i64::from(counter.missed()), &mut counter.unit);
        }
    }
}

/// Collects counters; `places` are the games, each with home and away, that can be put into a slot.
pub(super) struct Builder<'a> {
    places: &'a [(usize, usize)],
    clubs: usize,
    slots: usize,
    /// The places of each club.
    of_club: Vec<Vec<usize>>,
    counters: Vec<Counter>,
    hits: Vec<(u32, u32)>,
}

impl<'a> Builder<'a> {
    pub fn new(places: &'a [(usize, usize)], clubs: usize, slots: usize) -> Self {
        let mut of_club = vec![Vec::new(); clubs];
        for (place, &(home, away)) in places.iter().enumerate() {
            // A rest is a game against nobody, and no rule counts it.
            if home < clubs && away < clubs {
                of_club[home].push(place);
                of_club[away].push(place);
            }
        }
        Self { places, clubs, slots, of_club, counters: Vec::new(), hits: Vec::new() }
    }

    /// Counts these places in these slots.
    pub fn counter(&mut self, places: &[usize], slots: &[usize], bounds: Bounds, unit: Cost) {
        if places.is_empty() && bounds.least == 0 {
            return;
        }
        let number = u32::try_from(self.counters.len()).expect("fewer counters than u32 holds");
        let clip = |bound: u32| i16::try_from(bound).unwrap_or(i16::MAX);
        let (low, high) = (clip(bounds.least), clip(bounds.most));
        self.counters.push(Counter { count: 0, low, high, unit });
        for &place in places {
            for &slot in slots {
                let at = place * self.slots + slot;
                self.hits.push((u32::try_from(at).expect("sizes are limited"), number));
            }
        }
    }

    /// At most one game a club and slot.
    pub fn one_game_a_slot(&mut self) {
        let bounds = Bounds { least: 0, most: 1 };
        for club in 0..self.clubs {
            let places = self.of_club[club].clone();
            for slot in 0..self.slots {
                self.counter(&places, &[slot], bounds, unit(true, 1));
            }
        }
    }

    /// Adds a rule; false when it counts no games in a set of slots.
    pub fn rule(&mut self, rule: &Rule) -> bool {
        let unit = unit(rule.hard, rule.weight);
        match &rule.demand {
            Demand::ClubGames { clubs, side, slots, bounds } => {
                let all: Vec<usize> = (0..self.clubs).collect();
                // Nobody plays more often than there are slots: such a bound cannot be missed.
                if bounds.least == 0 && bounds.most as usize >= slots.len() {
                    return true;
                }
                for &club in clubs {
                    let places = self.matching(&[club], &all, *side);
                    self.counter(&places, slots, *bounds, unit);
                }
            }
            Demand::GamesAgainst { clubs, against, side, slots, bounds } => {
                for &club in clubs {
                    let places = self.matching(&[club], against, *side);
                    self.counter(&places, slots, *bounds, unit);
                }
            }
            Demand::GamesBetween { clubs, against, side, slots, each_slot, bounds } => {
                let places = self.matching(clubs, against, *side);
                match each_slot {
                    true => slots.iter().for_each(|slot| self.counter(&places, &[*slot], *bounds, unit)),
                    false => self.counter(&places, slots, *bounds, unit),
                }
            }
            Demand::Meetings { meetings, slots, bounds } => {
                let listed = |place: &usize| meetings.contains(&self.places[*place]);
                let places: Vec<usize> = (0..self.places.len()).filter(listed).collect();
                self.counter(&places, slots, *bounds, unit);
            }
            _ => return false,
        }
        true
    }

    fn matching(&self, clubs: &[usize], against: &[usize], side: super::problem::Side) -> Vec<usize> {
        let against = marks(against, self.clubs);
        let mine = marks(clubs, self.clubs);
        let mut places: Vec<usize> = clubs.iter().flat_map(|&club| self.of_club[club].clone()).collect();
        places.sort_unstable();
        places.dedup();
        places.retain(|&place| between(self.places[place], &mine, &against, side));
        places
    }

    pub fn finish(self) -> Counters {
        let cells = self.places.len() * self.slots;
        let mut starts = vec![0_u32; cells + 1];
        for &(cell, _) in &self.hits {
            starts[cell as usize + 1] += 1;
        }
        for cell in 0..cells {
            starts[cell + 1] += starts[cell];
        }
        let mut next = starts.clone();
        let mut lists = vec![0; self.hits.len()];
        for (cell, counter) in self.hits {
            lists[next[cell as usize] as usize] = counter;
            next[cell as usize] += 1;
        }
        Counters { counters: self.counters, starts, lists, slots: self.slots }
    }
}
