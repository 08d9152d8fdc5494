//! A plan with everything its cost is made of, so that a move costs only what it touches.

use super::patterns::{Tally, breaks, counted, tally, widest};
use super::tables::Tables;
use crate::planner::budget::Cost;

/// A game that lies nowhere: only its turned twin is in the plan.
pub(super) const NOWHERE: u8 = u8::MAX;
const HOME: u8 = 0x80;

/// A game goes from one slot to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    pub home: u8,
    pub away: u8,
    pub from: u8,
    pub to: u8,
}

#[derive(Clone)]
pub(super) struct State {
    pub tables: Tables,
    /// The slot of each game, by home and away.
    pub slot_of: Vec<u8>,
    /// The opponent of each club in each slot, with a bit for a game at home.
    seats: Vec<u8>,
    pub cost: Cost,
    clubs: Vec<Pattern>,
    spells: Vec<SpellState>,
    break_totals: Vec<u32>,
    leads: Vec<Lead>,
    separations: Vec<Vec<Cost>>,
    touched: Vec<u32>,
    undo: Undo,
}

/// The sides of a club: as they are in the plan, and as the move on trial would have them.
#[derive(Clone, Copy, Default)]
struct Pattern {
    home: u64,
    played: u64,
    kept_home: u64,
    kept_played: u64,
    break_cost: Cost,
}

#[derive(Clone, Copy, Default)]
struct SpellState {
    games: u64,
    kept: u64,
    cost: Cost,
    touched: bool,
}

#[derive(Clone)]
struct Lead {
    tallies: Vec<Tally>,
    over: Vec<u8>,
}

/// What a refused move has to give back.
#[derive(Clone, Default)]
struct Undo {
    spells: Vec<(u32, Cost)>,
    breaks: Vec<(u8, Cost)>,
    totals: Vec<u32>,
    tallies: Vec<(u8, u8, Tally)>,
    over: Vec<(u8, u16, u8)>,
    separations: Vec<(u8, u16, Cost)>,
}

impl State {
    /// The state of a plan.
    pub fn new(tables: Tables, slot_of: &[u8]) -> Self {
        let clubs = tables.clubs;
        let lead = Lead { tallies: vec![[0; 64]; clubs], over: vec![0; clubs * clubs] };
        let mut state = Self {
            slot_of: vec![NOWHERE; clubs * clubs],
            seats: vec![0; clubs * tables.slots],
            cost: tables.counters.cost() + tables.constant,
            clubs: vec![Pattern::default(); clubs],
            spells: tables.spells.iter().map(|_| SpellState::default()).collect(),
            break_totals: vec![0; tables.all_breaks.len()],
            leads: vec![lead; tables.leads.len()],
            separations: vec![vec![0; clubs * clubs]; tables.separations.len()],
            touched: Vec::new(),
            undo: Undo::default(),
            tables,
        };
        for number in 0..state.spells.len() {
            let cost = state.tables.spells[number].cost(0);
            state.spells[number].cost = cost;
            state.cost += cost;
        }
        let mut games = Vec::new();
        for (place, &slot) in slot_of.iter().enumerate().filter(|(_, slot)| **slot != NOWHERE) {
            let (home, away) = ((place / clubs) as u8, (place % clubs) as u8);
            games.push(Change { home, away, from: NOWHERE, to: slot });
        }
        let change = state.try_changes(&games);
        state.keep(&games, change);
        state
    }

    /// The opponent of a club, and whether it is at home.
    #[inline]
    pub fn seat(&self, club: usize, slot: usize) -> (usize, bool) {
        let seat = self.seats[club * self.tables.slots + slot];
        (usize::from(seat & !HOME), seat & HOME != 0)
    }

    /// Makes the changes on trial and returns what they cost; `keep` or `undo` has to follow.
    pub fn try_changes(&mut self, changes: &[Change]) -> Cost {
        let mut cost = self.move_games(changes);
        cost += self.spells_cost();
        cost += self.patterns_cost(changes);
        for rule in 0..self.separations.len() {
            cost += self.separations_cost(rule, changes);
        }
        cost
    }

    /// Makes the changes on trial part of the plan.
    pub fn keep(&mut self, changes: &[Change], cost: Cost) {
        self.cost += cost;
        let slots = self.tables.slots;
        for change in changes.iter().filter(|change| change.to != NOWHERE) {
            self.seats[usize::from(change.home) * slots + usize::from(change.to)] = change.away | HOME;
            self.seats[usize::from(change.away) * slots + usize::from(change.to)] = change.home;
        }
        for change in changes {
            for club in [change.home, change.away] {
                let pattern = &mut self.clubs[usize::from(club)];
                (pattern.kept_home, pattern.kept_played) = (pattern.home, pattern.played);
            }
        }
        for touched in self.touched.drain(..) {
            let spell = &mut self.spells[touched as usize];
            (spell.kept, spell.touched) = (spell.games, false);
        }
    }

    /// Gives back what the changes on trial moved.
    pub fn undo(&mut self, changes: &[Change]) {
        let clubs = self.tables.clubs;
        for change in changes {
            let place = usize::from(change.home) * clubs + usize::from(change.away);
            if change.to != NOWHERE {
                self.tables.counters.take_back(place, usize::from(change.to), -1);
            }
            if change.from != NOWHERE {
                self.tables.counters.take_back(place, usize::from(change.from), 1);
            }
            self.slot_of[place] = change.from;
            for club in [change.home, change.away] {
                let pattern = &mut self.clubs[usize::from(club)];
                (pattern.home, pattern.played) = (pattern.kept_home, pattern.kept_played);
            }
        }
        for touched in self.touched.drain(..) {
            let spell = &mut self.spells[touched as usize];
            (spell.games, spell.touched) = (spell.kept, false);
        }
        for &(spell, cost) in &self.undo.spells {
            self.spells[spell as usize].cost = cost;
        }
        for &(club, cost) in &self.undo.breaks {
            self.clubs[usize::from(club)].break_cost = cost;
        }
        self.break_totals.copy_from_slice(&self.undo.totals);
        for &(rule, club, tally) in &self.undo.tallies {
            self.leads[usize::from(rule)].tallies[usize::from(club)] = tally;
        }
        for &(rule, pair, over) in &self.undo.over {
            self.leads[usize::from(rule)].over[usize::from(pair)] = over;
        }
        for &(rule, pair, cost) in &self.undo.separations {
            self.separations[usize::from(rule)][usize::from(pair)] = cost;
        }
    }

    /// Lets a change of weights see every element of every rule: what it is missed by, and what a unit of that costs.
    pub fn weigh(&mut self, mut change: impl FnMut(i64, &mut Cost)) {
        let mut cost = self.tables.constant;
        let mut each = |missed: i64, unit: &mut Cost| {
            change(missed, unit);
            cost += missed * *unit;
            missed * *unit
        };
        self.tables.counters.weigh(&mut |missed, unit| {
            each(missed, unit);
        });
        for (spell, now) in self.tables.spells.iter_mut().zip(&mut self.spells) {
            now.cost = each(now.cost / spell.unit, &mut spell.unit);
        }
        for (pattern, rules) in self.clubs.iter_mut().zip(&mut self.tables.club_breaks) {
            let found = breaks(pattern.home, pattern.played, self.tables.slots);
            pattern.break_cost = 0;
            for rule in rules {
                let missed = counted(rule, found).saturating_sub(rule.most);
                pattern.break_cost += each(i64::from(missed), &mut rule.unit);
            }
        }
        for (total, all) in self.break_totals.iter().zip(&mut self.tables.all_breaks) {
            each(i64::from(total.saturating_sub(all.rule.most)), &mut all.rule.unit);
        }
        for (lead, rule) in self.leads.iter().zip(&mut self.tables.leads) {
            each(lead.over.iter().map(|over| i64::from(*over)).sum(), &mut rule.unit);
        }
        for (pairs, rule) in self.separations.iter_mut().zip(&mut self.tables.separations) {
            let before = rule.unit;
            each(pairs.iter().map(|cost| cost / before).sum(), &mut rule.unit);
            pairs.iter_mut().for_each(|cost| *cost = *cost / before * rule.unit);
        }
        self.cost = cost;
    }

    fn move_games(&mut self, changes: &[Change]) -> Cost {
        let (clubs, real) = (self.tables.clubs, self.tables.real_clubs);
        let mut cost = 0;
        for change in changes {
            let (home, away) = (usize::from(change.home), usize::from(change.away));
            let place = home * clubs + away;
            if change.from != NOWHERE {
                cost += self.tables.counters.remove(place, usize::from(change.from));
            }
            if change.to != NOWHERE {
                cost += self.tables.counters.add(place, usize::from(change.to));
            }
            self.slot_of[place] = change.to;
            let bits = bit(change.from) ^ bit(change.to);
            if home < real && away < real {
                self.clubs[home].home ^= bits;
                self.clubs[home].played ^= bits;
                self.clubs[away].played ^= bits;
            }
            for &number in &self.tables.spells_of[place] {
                let spell = &mut self.spells[number as usize];
                spell.games ^= bits;
                if !spell.touched {
                    spell.touched = true;
                    self.touched.push(number);
                }
            }
        }
        cost
    }

    fn spells_cost(&mut self) -> Cost {
        self.undo.spells.clear();
        let mut change = 0;
        for &number in &self.touched {
            let spell = &mut self.spells[number as usize];
            if spell.games == spell.kept {
                continue;
            }
            let cost = self.tables.spells[number as usize].cost(spell.games);
            change += cost - spell.cost;
            self.undo.spells.push((number, spell.cost));
            spell.cost = cost;
        }
        change
    }

    fn patterns_cost(&mut self, changes: &[Change]) -> Cost {
        self.undo.breaks.clear();
        self.undo.totals.clear();
        self.undo.totals.extend_from_slice(&self.break_totals);
        self.undo.tallies.clear();
        self.undo.over.clear();
        self.undo.separations.clear();
        let mut seen = 0_u64;
        for change in changes {
            for club in [change.home, change.away] {
                let pattern = &self.clubs[usize::from(club)];
                if pattern.home != pattern.kept_home || pattern.played != pattern.kept_played {
                    seen |= 1 << club;
                }
            }
        }
        let mut cost = self.breaks_cost(seen);
        for rule in 0..self.leads.len() {
            cost += self.leads_cost(rule, seen & self.tables.leads[rule].clubs);
        }
        cost
    }

    fn breaks_cost(&mut self, changed: u64) -> Cost {
        let tables = &self.tables;
        let mut change = 0;
        for club in members(changed) {
            let pattern = &mut self.clubs[club];
            let now = breaks(pattern.home, pattern.played, tables.slots);
            let own: Cost = tables.club_breaks[club].iter().map(|rule| rule.cost(counted(rule, now))).sum();
            change += own - pattern.break_cost;
            self.undo.breaks.push((club as u8, pattern.break_cost));
            pattern.break_cost = own;
            if !tables.all_breaks.is_empty() {
                let before = breaks(pattern.kept_home, pattern.kept_played, tables.slots);
                for (total, all) in self.break_totals.iter_mut().zip(&tables.all_breaks) {
                    if all.clubs >> club & 1 == 1 {
                        *total = *total + counted(&all.rule, now) - counted(&all.rule, before);
                    }
                }
            }
        }
        for ((total, before), all) in self.break_totals.iter().zip(&self.undo.totals).zip(&tables.all_breaks)
        {
            change += all.rule.cost(*total) - all.rule.cost(*before);
        }
        change
    }

    fn leads_cost(&mut self, rule: usize, changed: u64) -> Cost {
        let (given, lead) = (&self.tables.leads[rule], &mut self.leads[rule]);
        let clubs = self.tables.clubs;
        for club in members(changed) {
            self.undo.tallies.push((rule as u8, club as u8, lead.tallies[club]));
            lead.tallies[club] = tally(self.clubs[club].home, given.slots);
        }
        let mut change = 0;
        for club in members(changed) {
            // A pair of changed clubs is looked at once, from the smaller.
            let others = given.clubs & !(changed & ((1 << club) | ((1 << club) - 1)));
            for other in members(others) {
                let pair = club.min(other) * clubs + club.max(other);
                let over = widest(&lead.tallies[club], &lead.tallies[other]).saturating_sub(given.most);
                let before = lead.over[pair];
                if over != before {
                    change += i64::from(over) - i64::from(before);
                    self.undo.over.push((rule as u8, pair as u16, before));
                    lead.over[pair] = over;
                }
            }
        }
        change * given.unit
    }

    fn separations_cost(&mut self, rule: usize, changes: &[Change]) -> Cost {
        let given = &self.tables.separations[rule];
        let clubs = self.tables.clubs;
        let mut sum = 0;
        for change in changes {
            let (low, high) = (change.home.min(change.away), change.home.max(change.away));
            if given.clubs >> low & given.clubs >> high & 1 == 0 {
                continue;
            }
            let pair = usize::from(low) * clubs + usize::from(high);
            let (there, back) =
                (self.slot_of[pair], self.slot_of[usize::from(high) * clubs + usize::from(low)]);
            if there == NOWHERE || back == NOWHERE {
                continue;
            }
            let missing = given.least + 1 - i32::from(there.abs_diff(back));
            let cost = i64::from(missing.max(0)) * given.unit;
            let before = self.separations[rule][pair];
            if cost != before {
                sum += cost - before;
                self.undo.separations.push((rule as u8, pair as u16, before));
                self.separations[rule][pair] = cost;
            }
        }
        sum
    }
}

#[inline]
fn bit(slot: u8) -> u64 {
    if slot == NOWHERE { 0 } else { 1 << slot }
}

/// The members of a set of bits.
#[inline]
pub(super) fn members(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        if bits == 0 {
            return None;
        }
        let lowest = bits.trailing_zeros() as usize;
        bits &= bits - 1;
        Some(lowest)
    })
}
