//! What the search looks up: games, their slots, and the rules that no counter holds.

use super::spells::Spells;
use crate::planner::budget::{Cost, unit};
use crate::planner::counters::{Builder, Counters};
use crate::planner::problem::{Demand, Instance, Pairing, Rule, Side, marks};

pub(in crate::planner) struct Tables {
    pub games: Vec<Pairing>,
    /// The slots each game may go to: every game can be placed twice, the second time with its sides turned.
    pub open: Vec<Vec<u16>>,
    pub counters: Counters,
    pub spells: Spells,
    /// The games of each club.
    pub of_club: Vec<Vec<u32>>,
    /// The pairs with several games, and the pair of each game.
    pub pairs: Vec<Vec<u32>>,
    pub pair_of: Vec<Option<u32>>,
    pub separations: Vec<(Vec<bool>, i64, Cost)>,
    pub breaks: Vec<BreakRule>,
    pub leads: Vec<LeadRule>,
    /// Rules that want some games after others, and those that a game stands in.
    pub afters: Vec<AfterRule>,
    pub afters_of: Vec<Vec<AfterPlace>>,
    /// Rules that look at the order of a club's games.
    pub ordered: bool,
}

pub(in crate::planner) struct BreakRule {
    pub clubs: Vec<usize>,
    pub slots: Vec<bool>,
    pub side: Side,
    pub most: u32,
    pub unit: Cost,
    /// Bounds the clubs together, not each.
    pub together: bool,
}

pub(in crate::planner) struct LeadRule {
    pub clubs: Vec<usize>,
    pub slots: Vec<usize>,
    pub most: u32,
    pub unit: Cost,
}

pub(in crate::planner) struct AfterRule {
    pub earlier: Vec<u32>,
    pub later: Vec<u32>,
    pub day_of: Vec<u32>,
    pub least: u32,
    pub unit: Cost,
}

/// Where a game stands in a rule of order.
#[derive(Clone, Copy)]
pub(in crate::planner) struct AfterPlace {
    pub rule: usize,
    pub is_later: bool,
}

impl Tables {
    pub fn new(instance: &Instance, games: &[Pairing]) -> Self {
        let (clubs, slots) = (instance.clubs.len(), instance.slots.len());
        let places: Vec<(usize, usize)> =
            games.iter().flat_map(|game| [(game.home, game.away), (game.away, game.home)]).collect();
        let mut closed = vec![false; places.len() * slots];
        let mut builder = Builder::new(&places, clubs, slots);
        builder.one_game_a_slot();
        let mut tables = Self {
            games: games.to_vec(),
            open: Vec::new(),
            counters: Builder::new(&[], 0, 0).finish(),
            spells: Spells::new(&places, slots),
            of_club: vec![Vec::new(); clubs],
            pairs: Vec::new(),
            pair_of: vec![None; games.len()],
            separations: Vec::new(),
            breaks: Vec::new(),
            leads: Vec::new(),
            afters: Vec::new(),
            afters_of: vec![Vec::new(); games.len()],
            ordered: false,
        };
        for rule in instance.rules.iter().filter(|rule| rule.weight > 0) {
            settle(rule, &places, slots, &mut closed);
            if !close(rule, &places, slots, &mut closed)
                && !tables.spells.rule(rule, &places, clubs)
                && !builder.rule(rule)
            {
                tables.other(rule, clubs, slots);
            }
        }
        tables.counters = builder.finish();
        tables.ordered = !tables.breaks.is_empty() || !tables.leads.is_empty();
        let open = |place: usize| {
            let turned_for_nothing = place % 2 == 1 && !games[place / 2].either_side;
            let free = |slot: &u16| !closed[place * slots + usize::from(*slot)] && !turned_for_nothing;
            (0..slots as u16).filter(free).collect()
        };
        tables.open = (0..places.len()).map(open).collect();
        tables.list_games(clubs);
        tables
    }

    fn other(&mut self, rule: &Rule, club_count: usize, slot_count: usize) {
        let unit = unit(rule.hard, rule.weight);
        match &rule.demand {
            Demand::ClubBreaks { clubs, side, slots, most } | Demand::Breaks { clubs, side, slots, most } => {
                self.breaks.push(BreakRule {
                    clubs: clubs.clone(),
                    slots: marks(slots, slot_count),
                    side: *side,
                    most: *most,
                    unit,
                    together: matches!(rule.demand, Demand::Breaks { .. }),
                });
            }
            Demand::HomeLead { clubs, slots, most } => {
                self.leads.push(LeadRule { clubs: clubs.clone(), slots: slots.clone(), most: *most, unit });
            }
            Demand::Separation { clubs, least } => {
                self.separations.push((marks(clubs, club_count), i64::from(*least), unit));
            }
            Demand::After { earlier, later, day_of, least } => {
                let listed = |pairs: &[(usize, usize)]| -> Vec<u32> {
                    let games = self.games.iter().enumerate();
                    let here = games.filter(|(_, game)| pairs.contains(&(game.home, game.away)));
                    here.map(|(number, _)| number as u32).collect()
                };
                let (earlier, later, day_of, least) =
                    (listed(earlier), listed(later), day_of.clone(), *least);
                let number = self.afters.len();
                for (games, is_later) in [(&earlier, false), (&later, true)] {
                    for &game in games {
                        self.afters_of[game as usize].push(AfterPlace { rule: number, is_later });
                    }
                }
                self.afters.push(AfterRule { earlier, later, day_of, least, unit });
            }
            _ => {}
        }
    }

    fn list_games(&mut self, clubs: usize) {
        let mut of_pair = std::collections::BTreeMap::<(usize, usize), Vec<u32>>::new();
        for (number, game) in self.games.iter().enumerate() {
            self.of_club[game.home].push(number as u32);
            self.of_club[game.away].push(number as u32);
            let pair = (game.home.min(game.away), game.home.max(game.away));
            of_pair.entry(pair).or_default().push(number as u32);
        }
        debug_assert_eq!(self.of_club.len(), clubs);
        for games in of_pair.into_values().filter(|games| games.len() > 1) {
            for &game in &games {
                self.pair_of[game as usize] = Some(self.pairs.len() as u32);
            }
            self.pairs.push(games);
        }
    }
}

/// A hard rule that wants one game of the plan in some slots closes the others to it.
fn settle(rule: &Rule, places: &[(usize, usize)], slots: usize, closed: &mut [bool]) {
    let Demand::Meetings { meetings, slots: listed, bounds } = &rule.demand else { return };
    let [meeting] = meetings[..] else { return };
    if !rule.hard || bounds.least == 0 {
        return;
    }
    let mut here = (0..places.len()).filter(|place| places[*place] == meeting);
    // The place of the turned sides of the return game bears the same names and is never used.
    let straight: Vec<usize> = here.by_ref().filter(|place| place % 2 == 0).collect();
    if let [place] = straight[..] {
        let free = marks(listed, slots);
        (0..slots).filter(|slot| !free[*slot]).for_each(|slot| closed[place * slots + slot] = true);
    }
}

/// A hard rule that lets no game into some slots closes them; the search need not learn it by paying.
fn close(rule: &Rule, places: &[(usize, usize)], slots: usize, closed: &mut [bool]) -> bool {
    if let Demand::Meetings { meetings, slots: listed, bounds } = &rule.demand {
        if rule.hard && bounds.most == 0 {
            for (place, _) in places.iter().enumerate().filter(|(_, pair)| meetings.contains(pair)) {
                listed.iter().for_each(|slot| closed[place * slots + slot] = true);
            }
            return true;
        }
        return false;
    }
    let Demand::ClubGames { clubs, side, slots: listed, bounds } = &rule.demand else { return false };
    if !rule.hard || bounds.most > 0 {
        return false;
    }
    let clubs = marks(
        clubs,
        1 + places
            .iter()
            .map(|(home, away)| *home.max(away))
            .max()
            .unwrap_or(0)
            .max(clubs.iter().copied().max().unwrap_or(0)),
    );
    for (place, &(home, away)) in places.iter().enumerate() {
        if side.at_home() && clubs[home] || side.away() && clubs[away] {
            listed.iter().for_each(|slot| closed[place * slots + slot] = true);
        }
    }
    true
}
