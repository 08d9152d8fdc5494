//! The whole search of one thread: first a plan that can be played, then a good one.

use super::anneal::{Best, Stage, anneal, settle_hard};
use super::start::random_rounds;
use super::state::{NOWHERE, State};
use super::tables::Tables;
use crate::planner::budget::Budget;
use crate::planner::problem::{Game, Instance};
use fastrand::Rng;

/// Only what binds, until nothing of it is missed.
const FIRST: Stage = Stage { begin: 0.0, end: 0.7, warm: 1.5, cold: 0.25, hard: 1.0 };
/// Everything, beginning where the first stage ended.
const SECOND: Stage = Stage { begin: 0.0, end: 1.0, warm: 20.0, cold: 1.0, hard: 50.0 };

/// Searches with one seed; returns the best plan and the number of moves tried.
pub(crate) fn search(
    instance: &Instance,
    legs: u8,
    phased: bool,
    seed: u64,
    budget: Budget<'_>,
) -> (Vec<Game>, u64) {
    if instance.clubs.len() < 2 {
        return (Vec::new(), 0);
    }
    let mut rng = Rng::with_seed(seed);
    let mut moves = 0;
    let hard = Tables::new(instance, legs, phased, |rule| rule.hard);
    let start = random_start(&hard, &mut rng);
    let mut state = State::new(hard, &start);
    let mut best = Best::of(&state);
    settle_hard(&mut state, &mut best, FIRST, budget, &mut moves, &mut rng);
    let all = Tables::new(instance, legs, phased, |_| true);
    let mut state = State::new(all, &best.slot_of);
    let mut best = Best::of(&state);
    let begin = budget.part(moves).min(0.95);
    anneal(&mut state, &mut best, Stage { begin, ..SECOND }, budget, &mut moves, &mut rng);
    (games(&state.tables, &best.slot_of), moves)
}

pub(super) fn random_start(tables: &Tables, rng: &mut Rng) -> Vec<u8> {
    let clubs = tables.clubs;
    let mut slot_of = vec![NOWHERE; clubs * clubs];
    let length = clubs - 1;
    for leg in 0..tables.legs {
        for (club, opponents) in random_rounds(clubs, rng).iter().enumerate() {
            for (round, &other) in opponents.iter().enumerate().filter(|(_, other)| **other > club) {
                let (there, back) = (club * clubs + other, other * clubs + club);
                let taken = if leg == 0 { rng.bool() } else { slot_of[there] != NOWHERE };
                slot_of[if taken { back } else { there }] = (leg * length + round) as u8;
            }
        }
    }
    slot_of
}

pub(super) fn games(tables: &Tables, slot_of: &[u8]) -> Vec<Game> {
    let mut games = Vec::new();
    for (place, &slot) in slot_of.iter().enumerate() {
        let (home, away) = (place / tables.clubs, place % tables.clubs);
        if slot != NOWHERE && home < tables.real_clubs && away < tables.real_clubs {
            games.push(Game { slot: usize::from(slot), home, away });
        }
    }
    games.sort_unstable();
    games
}
