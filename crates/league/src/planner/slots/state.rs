//! A plan in slots and its cost.

use super::tables::{BreakRule, LeadRule, Tables};
use crate::planner::budget::{Cost, unit};

/// Where a game is: its slot, and whether its sides are turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::planner) struct Seat {
    pub slot: u16,
    pub turned: bool,
}

pub(in crate::planner) struct State {
    pub tables: Tables,
    /// A game without a seat is missing from the plan, which is a hard deviation.
    pub seats: Vec<Option<Seat>>,
    pub cost: Cost,
    /// What the rules cost that look at the order of games.
    ordered_cost: Cost,
}

impl State {
    pub fn new(tables: Tables) -> Self {
        let games = tables.games.len();
        let cost = tables.counters.cost() + tables.spells.empty + games as i64 * unit(true, 1);
        let mut state = Self { tables, seats: vec![None; games], cost, ordered_cost: 0 };
        state.ordered_cost = state.cost_of_order();
        state.cost += state.ordered_cost;
        state
    }

    /// Moves a game; the cost follows, but for what looks at the order of games.
    pub fn put(&mut self, game: usize, seat: Option<Seat>) {
        let place = |seat: Seat| game * 2 + usize::from(seat.turned);
        let before = self.pair_cost(game) + self.after_cost(game);
        let missing = unit(true, 1);
        let mut change = 0;
        match self.seats[game] {
            Some(old) => {
                change += self.tables.counters.remove(place(old), usize::from(old.slot));
                change += self.tables.spells.remove(place(old), usize::from(old.slot));
            }
            None => change -= missing,
        }
        match seat {
            Some(new) => {
                change += self.tables.counters.add(place(new), usize::from(new.slot));
                change += self.tables.spells.add(place(new), usize::from(new.slot));
            }
            None => change += missing,
        }
        self.seats[game] = seat;
        self.cost += change + self.pair_cost(game) + self.after_cost(game) - before;
    }

    /// What is missed by the order of this game and those before and after it.
    fn after_cost(&self, game: usize) -> Cost {
        let mut sum = 0;
        let Some(own) = self.seats[game] else { return 0 };
        for place in &self.tables.afters_of[game] {
            let rule = &self.tables.afters[place.rule];
            let day = |seat: Seat| i64::from(rule.day_of[usize::from(seat.slot)]);
            let others = if place.is_later { &rule.earlier } else { &rule.later };
            let seated = others.iter().filter_map(|&other| self.seats[other as usize]);
            let missed = |other: Seat| {
                let (first, then) = if place.is_later { (other, own) } else { (own, other) };
                (day(first) + i64::from(rule.least) - day(then)).max(0)
            };
            sum += seated.map(missed).sum::<i64>() * rule.unit;
        }
        sum
    }

    /// Brings the cost up to date with the order of games.
    pub fn settle(&mut self) {
        if self.tables.ordered {
            let now = self.cost_of_order();
            self.cost += now - self.ordered_cost;
            self.ordered_cost = now;
        }
    }

    fn pair_cost(&self, game: usize) -> Cost {
        let Some(pair) = self.tables.pair_of[game] else { return 0 };
        if self.tables.separations.is_empty() {
            return 0;
        }
        let games = &self.tables.pairs[pair as usize];
        let given = self.tables.games[game];
        let mut sum = 0;
        let seat = |game: u32| self.seats[game as usize].map(|seat| i64::from(seat.slot));
        for (clubs, least, unit) in &self.tables.separations {
            if !clubs[given.home] || !clubs[given.away] {
                continue;
            }
            if let [one, two] = games[..] {
                if let (Some(one), Some(two)) = (seat(one), seat(two)) {
                    sum += (least + 1 - (one - two).abs()).max(0) * unit;
                }
                continue;
            }
            let mut slots: Vec<i64> = games.iter().filter_map(|&game| seat(game)).collect();
            slots.sort_unstable();
            let gaps = slots.windows(2).map(|pair| (least + 1 - (pair[1] - pair[0])).max(0));
            sum += gaps.sum::<i64>() * unit;
        }
        sum
    }

    fn cost_of_order(&self) -> Cost {
        let breaks: Cost = self.tables.breaks.iter().map(|rule| self.breaks_cost(rule)).sum();
        let leads: Cost = self.tables.leads.iter().map(|rule| self.leads_cost(rule)).sum();
        breaks + leads
    }

    /// The slots of a club's games, with whether it is at home.
    fn games_of(&self, club: usize) -> Vec<(u16, bool)> {
        let mut games = Vec::new();
        for &game in &self.tables.of_club[club] {
            if let Some(seat) = self.seats[game as usize] {
                let home = (self.tables.games[game as usize].home == club) != seat.turned;
                games.push((seat.slot, home));
            }
        }
        games.sort_unstable();
        games
    }

    fn breaks_cost(&self, rule: &BreakRule) -> Cost {
        let count = |&club: &usize| {
            let games = self.games_of(club);
            let breaks = games.windows(2).filter(|pair| {
                pair[0].1 == pair[1].1
                    && rule.slots[usize::from(pair[1].0)]
                    && if pair[1].1 { rule.side.at_home() } else { rule.side.away() }
            });
            breaks.count() as u32
        };
        let counts = rule.clubs.iter().map(count);
        let over: u32 = match rule.together {
            true => counts.sum::<u32>().saturating_sub(rule.most),
            false => counts.map(|breaks| breaks.saturating_sub(rule.most)).sum(),
        };
        i64::from(over) * rule.unit
    }

    fn leads_cost(&self, rule: &LeadRule) -> Cost {
        let tally = |&club: &usize| -> Vec<usize> {
            let games = self.games_of(club);
            let played = |&last: &usize| {
                games.iter().filter(|(slot, home)| *home && usize::from(*slot) <= last).count()
            };
            rule.slots.iter().map(played).collect()
        };
        let tallies: Vec<Vec<usize>> = rule.clubs.iter().map(tally).collect();
        let mut over = 0;
        for (place, one) in tallies.iter().enumerate() {
            for other in &tallies[place + 1..] {
                let widest = one.iter().zip(other).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0);
                over += widest.saturating_sub(rule.most as usize) as i64;
            }
        }
        over * rule.unit
    }
}
