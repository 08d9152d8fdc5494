//! The cost that moves add up must be the cost that the checker counts.

use super::chains::propose;
use super::search::{games, random_start};
use super::state::State;
use super::tables::Tables;
use crate::planner::budget::halves;
use crate::planner::check::check;
use crate::planner::problem::{Bounds, Demand, Format, Instance, Rule, Side};
use fastrand::Rng;

#[test]
fn the_cost_of_every_move_is_what_the_checker_counts() {
    let mut rng = Rng::with_seed(7);
    for round in 0..60 {
        let (clubs, legs) = (4 + rng.usize(..7), 1 + rng.u8(..2));
        let phased = legs == 2 && rng.bool();
        let instance = instance(clubs, legs, phased, &mut rng);
        let tables = Tables::new(&instance, legs, phased, |_| true);
        let start = random_start(&tables, &mut rng);
        let mut state = State::new(tables, &start);
        let mut changes = Vec::new();
        for step in 0..60 {
            if propose(&state, &mut changes, &mut rng) {
                let cost = state.try_changes(&changes);
                if rng.bool() { state.keep(&changes, cost) } else { state.undo(&changes) }
            }
            let report = check(&instance, &games(&state.tables, &state.slot_of));
            let (hard, soft) = halves(state.cost);
            let counted = (report.infeasibility as i64, report.objective as i64);
            assert_eq!((hard, soft), counted, "round {round}, step {step}: {:?}", report.violations);
        }
        // Weights that stay as they are leave the cost as it is.
        let before = state.cost;
        state.weigh(|_, _| {});
        assert_eq!(state.cost, before, "round {round}");
    }
}

/// An instance with several rules of every kind, loose and tight.
fn instance(clubs: usize, legs: u8, phased: bool, rng: &mut Rng) -> Instance {
    let slots = Instance::rounds(clubs, legs);
    let rules = (0..24).map(|number| Rule {
        hard: rng.bool(),
        weight: rng.u32(1..6),
        demand: demand(number % 9, clubs, slots, rng),
    });
    Instance {
        name: String::new(),
        clubs: vec![String::new(); clubs],
        slots: vec![String::new(); slots],
        format: Format::Rounds { legs, phased },
        rules: rules.collect(),
    }
}

fn demand(kind: usize, club_count: usize, slot_count: usize, rng: &mut Rng) -> Demand {
    let some =
        |count: usize, rng: &mut Rng| -> Vec<usize> { (0..count).filter(|_| rng.u8(..3) > 0).collect() };
    let clubs = some(club_count, rng);
    let against = some(club_count, rng);
    let slots = some(slot_count, rng);
    let side = [Side::Home, Side::Away, Side::Either][rng.usize(..3)];
    let least = rng.u32(..3);
    let bounds = Bounds { least, most: least + rng.u32(..3) };
    match kind {
        0 => Demand::ClubGames { clubs, side, slots, bounds },
        1 => Demand::GamesAgainst { clubs, against, side, slots, bounds },
        2 => Demand::Spell { clubs, against, side, length: 1 + rng.usize(..9), bounds },
        3 => Demand::GamesBetween { clubs, against, side, slots, each_slot: rng.bool(), bounds },
        4 => {
            let pairs = clubs.iter().flat_map(|home| against.iter().map(move |away| (*home, *away)));
            Demand::Meetings { meetings: pairs.filter(|(home, away)| home != away).collect(), slots, bounds }
        }
        5 => Demand::ClubBreaks { clubs, side, slots, most: least },
        6 => Demand::Breaks { clubs, side, slots, most: 2 * least },
        7 => Demand::HomeLead { clubs, slots, most: least },
        _ => Demand::Separation { clubs, least: 1 + least * 2 },
    }
}
