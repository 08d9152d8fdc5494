//! The whole search of one thread: first a plan that can be played, then a good one.

use super::anneal::{Best, Stage, anneal};
use super::start::random_rounds;
use super::state::{NOWHERE, State};
use super::tables::Tables;
use crate::planner::budget::Budget;
use crate::planner::problem::{Game, Instance};
use fastrand::Rng;

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
    let v = |name: &str, usual: f64| std::env::var(name).ok().and_then(|x| x.parse().ok()).unwrap_or(usual);
    let e1 = v("E1", 0.7);
    let first = Stage { begin: 0.0, end: e1, warm: v("W1", 2.0), cold: v("C1", 0.3), hard: 1.0, until_feasible: true };
    if v("SH", 1.0) > 0.0 { super::anneal::settle_hard(&mut state, &mut best, first, budget, &mut moves, &mut rng) } else {
    anneal(&mut state, &mut best, first, budget, &mut moves, &mut rng);
    }
    let begin = budget.part(moves).min(0.95);
    eprintln!("stage1 {} at {begin:.3}", best.cost >> 32);
    let all = Tables::new(instance, legs, phased, |_| true);
    let mut state = State::new(all, &best.slot_of);
    let mut best = Best::of(&state);
    let second = Stage { begin, end: 1.0, warm: v("W2", 20.0), cold: v("C2", 1.0), hard: v("H2", 50.0), until_feasible: false };
    anneal(&mut state, &mut best, second, budget, &mut moves, &mut rng);
    eprintln!("end: hard {} soft {} best {} {}", state.cost>>32, state.cost as i32, best.cost>>32, best.cost as i32);
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
