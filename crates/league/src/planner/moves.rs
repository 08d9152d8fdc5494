//! Where else one game of a plan could lie, and what that would cost.

use super::check::deviation;
use super::problem::{Bounds, Demand, Game, Instance};
use std::collections::BTreeMap;

/// Another slot for a game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    pub slot: usize,
    /// How much more hard rules are missed than now.
    pub hard: i64,
    /// How much more the soft rules cost than now.
    pub soft: i64,
    /// The rules that would be missed by more, each with by how much; hard ones first.
    pub breaks: Vec<(usize, i64)>,
    /// A club of the game that plays another one in this very slot.
    pub clash: Option<usize>,
}

impl Alternative {
    /// Whether every hard rule is kept as well as now.
    pub fn is_legal(&self) -> bool {
        self.hard <= 0 && self.clash.is_none()
    }
}

/// All slots for the game at a place of the plan but its own, the best first.
pub fn alternatives(instance: &Instance, plan: &[Game], at: usize) -> Vec<Alternative> {
    let mut others = plan.to_vec();
    let game = others.remove(at);
    all_slots(instance, others, game, Some(game.slot))
}

/// All slots for a game that the plan does not hold yet, against the plan without it, the best first.
pub fn places_for(instance: &Instance, plan: &[Game], home: usize, away: usize) -> Vec<Alternative> {
    all_slots(instance, plan.to_vec(), Game { slot: 0, home, away }, None)
}

fn all_slots(instance: &Instance, others: Vec<Game>, game: Game, own: Option<usize>) -> Vec<Alternative> {
    let rules = touching(instance, game);
    let slots = (0..instance.slots.len()).filter(|slot| Some(*slot) != own);
    let mut costs = Costs { instance, others, game, without: BTreeMap::new(), inside: BTreeMap::new() };
    let mut found: Vec<Alternative> = slots
        .map(|slot| {
            let plays = |club: usize| {
                costs.others.iter().any(|o| o.slot == slot && (o.home == club || o.away == club))
            };
            let clash = [game.home, game.away].into_iter().find(|club| plays(*club));
            let mut there = Alternative { slot, hard: 0, soft: 0, breaks: Vec::new(), clash };
            for (number, demand) in &rules {
                let rule = &instance.rules[*number];
                let now = match own {
                    Some(own) => costs.of(*number, demand, own),
                    None => costs.without(*number, demand),
                };
                let change = costs.of(*number, demand, slot) - now;
                let cost = change * i64::from(rule.weight);
                *(if rule.hard { &mut there.hard } else { &mut there.soft }) += cost;
                if change > 0 {
                    there.breaks.push((*number, change));
                }
            }
            there.breaks.sort_by_key(|(number, _)| (!instance.rules[*number].hard, *number));
            there
        })
        .collect();
    found.sort_by_key(|there| (!there.is_legal(), there.clash.is_some(), there.hard, there.soft, there.slot));
    found
}

/// What a rule is missed by with the game in one slot or another; looked up where slots are alike to it.
struct Costs<'a> {
    instance: &'a Instance,
    others: Vec<Game>,
    game: Game,
    without: BTreeMap<usize, i64>,
    inside: BTreeMap<usize, i64>,
}

impl Costs<'_> {
    /// What a rule is missed by without the game.
    fn without(&mut self, number: usize, demand: &Demand) -> i64 {
        let counted = || deviation(demand, self.instance, &self.others) as i64;
        *self.without.entry(number).or_insert_with(counted)
    }

    fn of(&mut self, number: usize, demand: &Demand, slot: usize) -> i64 {
        let alike = match demand {
            Demand::ClubGames { slots, .. }
            | Demand::GamesAgainst { slots, .. }
            | Demand::Meetings { slots, .. }
            | Demand::GamesBetween { slots, each_slot: false, .. } => Some(slots.contains(&slot)),
            Demand::GamesBetween { slots, each_slot: true, .. } if !slots.contains(&slot) => Some(false),
            _ => None,
        };
        let counted = |others: &[Game]| deviation(demand, self.instance, others) as i64;
        match alike {
            Some(false) => *self.without.entry(number).or_insert_with(|| counted(&self.others)),
            Some(true) => *self.inside.entry(number).or_insert_with(|| {
                let with: Vec<Game> =
                    self.others.iter().copied().chain([Game { slot, ..self.game }]).collect();
                counted(&with)
            }),
            None => {
                let with: Vec<Game> =
                    self.others.iter().copied().chain([Game { slot, ..self.game }]).collect();
                counted(&with)
            }
        }
    }
}

/// The rules that look at this game, cut down to its clubs where each club counts for itself.
fn touching(instance: &Instance, game: Game) -> Vec<(usize, Demand)> {
    let both = |clubs: &[usize]| -> Vec<usize> {
        clubs.iter().copied().filter(|club| *club == game.home || *club == game.away).collect()
    };
    let mut found = Vec::new();
    for (number, rule) in instance.rules.iter().enumerate().filter(|(_, rule)| rule.weight > 0) {
        let mut demand = rule.demand.clone();
        let touches = match &mut demand {
            Demand::ClubGames { clubs, .. }
            | Demand::GamesAgainst { clubs, .. }
            | Demand::Spell { clubs, .. }
            | Demand::ClubBreaks { clubs, .. } => {
                *clubs = both(clubs);
                !clubs.is_empty()
            }
            Demand::Separation { clubs, .. } => {
                *clubs = both(clubs);
                clubs.len() > 1
            }
            Demand::GamesBetween { clubs, against, .. } => {
                let side = |one: usize, other: usize| clubs.contains(&one) && against.contains(&other);
                side(game.home, game.away) || side(game.away, game.home)
            }
            Demand::Meetings { meetings, .. } => meetings.contains(&(game.home, game.away)),
            Demand::After { earlier, later, .. } => {
                earlier.contains(&(game.home, game.away)) || later.contains(&(game.home, game.away))
            }
            Demand::Breaks { clubs, .. } | Demand::HomeLead { clubs, .. } => !both(clubs).is_empty(),
        };
        if touches {
            found.push((number, demand));
        }
    }
    found
}

/// Hard rules without what they want at least: taking a game away never breaks one of these.
pub(super) fn upper_bounds(instance: &Instance) -> Instance {
    let mut upper = instance.clone();
    for rule in upper.rules.iter_mut().filter(|rule| rule.hard) {
        match &mut rule.demand {
            Demand::ClubGames { bounds, .. }
            | Demand::GamesAgainst { bounds, .. }
            | Demand::Spell { bounds, .. }
            | Demand::GamesBetween { bounds, .. }
            | Demand::Meetings { bounds, .. } => *bounds = Bounds { least: 0, ..*bounds },
            _ => {}
        }
    }
    upper
}
