//! What of an instance the search looks up, made once. A set of slots is 64 bits.

use crate::planner::budget::{Cost, unit};
use crate::planner::counters::{Builder, Counters};
use crate::planner::problem::{Demand, Instance, Rule, Side, between, marks};

/// A club that nobody plays stands in when the number of clubs is odd.
#[derive(Clone)]
pub(super) struct Tables {
    /// Clubs, with the stand-in.
    pub clubs: usize,
    pub real_clubs: usize,
    pub slots: usize,
    pub legs: usize,
    pub phased: bool,
    pub counters: Counters,
    pub spells: Vec<Spell>,
    /// The spells that a game touches, by home and away.
    pub spells_of: Vec<Vec<u32>>,
    pub club_breaks: Vec<Vec<BreakRule>>,
    pub all_breaks: Vec<AllBreaks>,
    pub leads: Vec<LeadRule>,
    pub separations: Vec<SeparationRule>,
    /// What of the cost never changes.
    pub constant: Cost,
}

/// Games of one club in every run of slots.
#[derive(Clone)]
pub(super) struct Spell {
    pub length: usize,
    /// The first slots of all windows.
    pub windows: u64,
    /// What a window with so many games misses the bounds by.
    pub outside: Vec<u32>,
    pub unit: Cost,
}

#[derive(Clone)]
pub(super) struct BreakRule {
    pub slots: u64,
    pub side: Side,
    pub most: u32,
    pub unit: Cost,
}

#[derive(Clone)]
pub(super) struct AllBreaks {
    pub clubs: u64,
    pub rule: BreakRule,
}

#[derive(Clone)]
pub(super) struct LeadRule {
    pub clubs: u64,
    pub slots: u64,
    pub most: u8,
    pub unit: Cost,
}

#[derive(Clone)]
pub(super) struct SeparationRule {
    pub clubs: u64,
    /// Slots between the two games of a pair.
    pub least: i32,
    pub unit: Cost,
}

impl Tables {
    /// The tables for some of the rules.
    pub fn new(instance: &Instance, legs: u8, phased: bool, kept: impl Fn(&Rule) -> bool) -> Self {
        let real_clubs = instance.clubs.len();
        let clubs = real_clubs + real_clubs % 2;
        let slots = instance.slots.len();
        let places: Vec<(usize, usize)> =
            (0..clubs * clubs).map(|place| (place / clubs, place % clubs)).collect();
        let mut builder = Builder::new(&places, real_clubs, slots);
        let mut tables = Self {
            clubs,
            real_clubs,
            slots,
            legs: usize::from(legs),
            phased,
            counters: Builder::new(&[], 0, 0).finish(),
            spells: Vec::new(),
            spells_of: vec![Vec::new(); clubs * clubs],
            club_breaks: vec![Vec::new(); clubs],
            all_breaks: Vec::new(),
            leads: Vec::new(),
            separations: Vec::new(),
            constant: 0,
        };
        for rule in instance.rules.iter().filter(|rule| rule.weight > 0 && kept(rule)) {
            match &rule.demand {
                Demand::Spell { .. } => tables.spell(rule),
                _ if builder.rule(rule) => {}
                _ => tables.pattern(rule),
            }
        }
        tables.counters = builder.finish();
        tables
    }

    fn spell(&mut self, rule: &Rule) {
        let Demand::Spell { clubs, against, side, length, bounds } = &rule.demand else { return };
        if *length > self.slots {
            return;
        }
        let against = marks(against, self.clubs);
        let counts = 0..=u32::try_from(*length).unwrap_or(u32::MAX);
        let outside: Vec<u32> = counts.map(|count| bounds.outside(count)).collect();
        for &club in clubs {
            let number = u32::try_from(self.spells.len()).expect("counted games are limited");
            self.spells.push(Spell {
                length: *length,
                windows: below(self.slots + 1 - length),
                outside: outside.clone(),
                unit: unit(rule.hard, rule.weight),
            });
            let mine = marks(&[club], self.clubs);
            for place in 0..self.clubs * self.clubs {
                let game = (place / self.clubs, place % self.clubs);
                if game.0 != game.1 && between(game, &mine, &against, *side) {
                    self.spells_of[place].push(number);
                }
            }
        }
    }

    fn pattern(&mut self, rule: &Rule) {
        let unit = unit(rule.hard, rule.weight);
        match &rule.demand {
            Demand::ClubBreaks { clubs, side, slots, most } => {
                let rule = BreakRule { slots: bits(slots), side: *side, most: *most, unit };
                clubs.iter().for_each(|&club| self.club_breaks[club].push(rule.clone()));
            }
            Demand::Breaks { clubs, side, slots, most } => {
                let rule = BreakRule { slots: bits(slots), side: *side, most: *most, unit };
                self.all_breaks.push(AllBreaks { clubs: bits(clubs), rule });
            }
            Demand::HomeLead { clubs, slots, most } => {
                let most = u8::try_from(*most).unwrap_or(u8::MAX);
                self.leads.push(LeadRule { clubs: bits(clubs), slots: bits(slots), most, unit });
            }
            Demand::Separation { clubs, least } => {
                let least = i32::try_from(*least).unwrap_or(i32::MAX);
                self.separations.push(SeparationRule { clubs: bits(clubs), least, unit });
            }
            _ => {}
        }
    }
}

/// A set of slots or clubs as bits.
pub(super) fn bits(members: &[usize]) -> u64 {
    members.iter().fold(0, |bits, member| bits | 1 << member)
}

/// The bits below a number.
pub(super) fn below(number: usize) -> u64 {
    if number >= 64 { u64::MAX } else { (1 << number) - 1 }
}
