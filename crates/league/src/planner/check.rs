//! Judges a plan. Written from the meaning of the rules and apart from the search, so that each finds the other's faults.

use super::problem::{Demand, Format, Game, Instance, Side, between, marks};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a plan is worth.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What hard rules and the structure are missed by; 0 is a plan that can be played.
    pub infeasibility: u64,
    /// What the soft rules cost.
    pub objective: u64,
    pub violations: Vec<Finding>,
}

/// A rule that is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The kind of rule, in RobinX's code, or `structure`.
    pub constraint: &'static str,
    /// The place of the rule in the instance, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<usize>,
    pub hard: bool,
    pub deviation: u64,
    /// Deviation times penalty.
    pub cost: u64,
    #[serde(flatten)]
    pub fault: Option<Fault>,
}

/// What is wrong with the shape of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Fault {
    Missing { home: usize, away: usize },
    Surplus { home: usize, away: usize },
    TwiceInASlot { club: usize, slot: usize },
    TwiceInAPhase { home: usize, away: usize },
}

/// Judges a plan.
pub fn check(instance: &Instance, plan: &[Game]) -> Report {
    let mut report = Report::default();
    for (fault, deviation) in structure(instance, plan) {
        report.infeasibility += deviation;
        report.violations.push(Finding {
            constraint: "structure",
            rule: None,
            hard: true,
            deviation,
            cost: deviation,
            fault: Some(fault),
        });
    }
    for (place, rule) in instance.rules.iter().enumerate() {
        let deviation = deviation(&rule.demand, instance, plan);
        if deviation == 0 {
            continue;
        }
        let cost = deviation * u64::from(rule.weight);
        *(if rule.hard { &mut report.infeasibility } else { &mut report.objective }) += cost;
        report.violations.push(Finding {
            constraint: rule.demand.code(),
            rule: Some(place),
            hard: rule.hard,
            deviation,
            cost,
            fault: None,
        });
    }
    report
}

fn structure(instance: &Instance, plan: &[Game]) -> Vec<(Fault, u64)> {
    let mut faults: BTreeMap<Fault, u64> = BTreeMap::new();
    let mut add = |fault, by: usize| {
        if by > 0 {
            *faults.entry(fault).or_default() += by as u64;
        }
    };
    let size = instance.clubs.len();
    let mut played = vec![0_usize; size * size];
    for game in plan {
        played[game.home * size + game.away] += 1;
    }
    let (oriented, free) = wanted(instance);
    for home in 0..size {
        for away in home + 1..size {
            let (here, there) = (played[home * size + away], played[away * size + home]);
            let (a, b) = (oriented[home * size + away], oriented[away * size + home]);
            // What the fixed sides leave over may fill the open ones.
            let open = free[home * size + away];
            let spare = here.saturating_sub(a) + there.saturating_sub(b);
            add(Fault::Missing { home, away }, a.saturating_sub(here));
            add(Fault::Missing { home: away, away: home }, b.saturating_sub(there));
            add(Fault::Missing { home, away }, open.saturating_sub(spare));
            add(Fault::Surplus { home, away }, spare.saturating_sub(open));
        }
    }
    let mut seats: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for game in plan {
        for club in [game.home, game.away] {
            *seats.entry((club, game.slot)).or_default() += 1;
        }
    }
    for ((club, slot), games) in seats {
        add(Fault::TwiceInASlot { club, slot }, games - 1);
    }
    if let Format::Rounds { phased: true, legs } = instance.format {
        let phase_length = instance.slots.len() / usize::from(legs);
        let mut meetings: BTreeMap<(usize, usize, usize), usize> = BTreeMap::new();
        for game in plan {
            let pair = (game.home.min(game.away), game.home.max(game.away), game.slot / phase_length);
            *meetings.entry(pair).or_default() += 1;
        }
        for ((home, away, _), games) in meetings {
            add(Fault::TwiceInAPhase { home, away }, games - 1);
        }
    }
    faults.into_iter().collect()
}

/// How often each pair has to meet: with fixed sides, and (by the smaller first) with open ones.
fn wanted(instance: &Instance) -> (Vec<usize>, Vec<usize>) {
    let size = instance.clubs.len();
    let (mut fixed, mut open) = (vec![0; size * size], vec![0; size * size]);
    match &instance.format {
        Format::Rounds { legs, .. } => {
            fixed.fill(usize::from(legs / 2));
            open.fill(usize::from(legs % 2));
        }
        Format::Slots { games } => {
            for game in games {
                let (low, high) = (game.home.min(game.away), game.home.max(game.away));
                match game.either_side {
                    true => open[low * size + high] += 1,
                    false => fixed[game.home * size + game.away] += 1,
                }
            }
        }
    }
    (fixed, open)
}

/// What one demand is missed by.
pub(super) fn deviation(demand: &Demand, instance: &Instance, plan: &[Game]) -> u64 {
    let (size, slot_count) = (instance.clubs.len(), instance.slots.len());
    let club_marks = |clubs: &[usize]| marks(clubs, size);
    let slot_marks = |slots: &[usize]| marks(slots, slot_count);
    let counted = |clubs: &[bool], against: &[bool], side: Side, in_slot: &dyn Fn(usize) -> bool| {
        let fits = |game: &&Game| in_slot(game.slot) && between((game.home, game.away), clubs, against, side);
        u32::try_from(plan.iter().filter(fits).count()).unwrap_or(u32::MAX)
    };
    match demand {
        Demand::ClubGames { clubs, side, slots, bounds } => {
            let (slots, all) = (slot_marks(slots), vec![true; size]);
            let games = |&club: &usize| counted(&club_marks(&[club]), &all, *side, &|slot| slots[slot]);
            clubs.iter().map(|club| u64::from(bounds.outside(games(club)))).sum()
        }
        Demand::GamesAgainst { clubs, against, side, slots, bounds } => {
            let (slots, against) = (slot_marks(slots), club_marks(against));
            let games = |&club: &usize| counted(&club_marks(&[club]), &against, *side, &|slot| slots[slot]);
            clubs.iter().map(|club| u64::from(bounds.outside(games(club)))).sum()
        }
        Demand::Spell { clubs, against, side, length, bounds } => {
            let against = club_marks(against);
            let windows = (slot_count + 1).saturating_sub(*length);
            let mut sum = 0;
            for &club in clubs {
                let mine = club_marks(&[club]);
                let mut in_slot = vec![0_u32; slot_count];
                for game in plan {
                    in_slot[game.slot] += u32::from(between((game.home, game.away), &mine, &against, *side));
                }
                for first in 0..windows {
                    let games = in_slot[first..first + length].iter().sum();
                    sum += u64::from(bounds.outside(games));
                }
            }
            sum
        }
        Demand::GamesBetween { clubs, against, side, slots, each_slot, bounds } => {
            let (clubs, against) = (club_marks(clubs), club_marks(against));
            if *each_slot {
                let games = |&slot: &usize| counted(&clubs, &against, *side, &|other| other == slot);
                return slots.iter().map(|slot| u64::from(bounds.outside(games(slot)))).sum();
            }
            let slots = slot_marks(slots);
            u64::from(bounds.outside(counted(&clubs, &against, *side, &|slot| slots[slot])))
        }
        Demand::Meetings { meetings, slots, bounds } => {
            let slots = slot_marks(slots);
            let listed = |game: &&Game| slots[game.slot] && meetings.contains(&(game.home, game.away));
            u64::from(bounds.outside(u32::try_from(plan.iter().filter(listed).count()).unwrap_or(u32::MAX)))
        }
        Demand::ClubBreaks { clubs, side, slots, most } => {
            let slots = slot_marks(slots);
            let above = |&club: &usize| breaks(plan, club, *side, &slots).saturating_sub(u64::from(*most));
            clubs.iter().map(above).sum()
        }
        Demand::Breaks { clubs, side, slots, most } => {
            let slots = slot_marks(slots);
            let all: u64 = clubs.iter().map(|&club| breaks(plan, club, *side, &slots)).sum();
            all.saturating_sub(u64::from(*most))
        }
        Demand::HomeLead { clubs, slots, most } => home_leads(plan, clubs, slots, *most),
        Demand::Separation { clubs, least } => separations(plan, &club_marks(clubs), *least),
        Demand::After { earlier, later, day_of, least } => {
            let days = |listed: &[(usize, usize)]| -> Vec<u32> {
                let here = plan.iter().filter(|game| listed.contains(&(game.home, game.away)));
                here.map(|game| day_of[game.slot]).collect()
            };
            let (before, after) = (days(earlier), days(later));
            let missed = |first: u32| -> u64 {
                after.iter().map(|then| u64::from((first + least).saturating_sub(*then))).sum()
            };
            before.into_iter().map(missed).sum()
        }
    }
}

/// A club's games on the same side as the one before; the break belongs to the later slot.
fn breaks(plan: &[Game], club: usize, side: Side, slots: &[bool]) -> u64 {
    let mut games: Vec<(usize, bool)> = plan
        .iter()
        .filter(|game| game.home == club || game.away == club)
        .map(|game| (game.slot, game.home == club))
        .collect();
    games.sort_unstable();
    let counts = |pair: &&[(usize, bool)]| {
        let [(_, before), (slot, at_home)] = pair[..] else { return false };
        before == at_home && slots[slot] && if at_home { side.at_home() } else { side.away() }
    };
    games.windows(2).filter(counts).count() as u64
}

fn home_leads(plan: &[Game], clubs: &[usize], slots: &[usize], most: u32) -> u64 {
    let played =
        |club: usize, slot: usize| plan.iter().filter(|game| game.home == club && game.slot <= slot).count();
    let tallies: Vec<Vec<usize>> =
        clubs.iter().map(|&club| slots.iter().map(|&slot| played(club, slot)).collect()).collect();
    let mut sum = 0;
    for (place, one) in tallies.iter().enumerate() {
        for other in &tallies[place + 1..] {
            let widest = one.iter().zip(other).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0);
            sum += (widest as u64).saturating_sub(u64::from(most));
        }
    }
    sum
}

fn separations(plan: &[Game], clubs: &[bool], least: u32) -> u64 {
    let mut meetings: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for game in plan.iter().filter(|game| clubs[game.home] && clubs[game.away]) {
        let pair = (game.home.min(game.away), game.home.max(game.away));
        meetings.entry(pair).or_default().push(game.slot);
    }
    let mut sum = 0;
    for slots in meetings.values_mut() {
        slots.sort_unstable();
        for pair in slots.windows(2) {
            // Neighbouring slots have a distance of 1 and nothing between them.
            let distance = (pair[1] - pair[0]) as u64;
            sum += (u64::from(least) + 1).saturating_sub(distance);
        }
    }
    sum
}
