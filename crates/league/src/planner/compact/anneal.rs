//! Simulated annealing: a worse plan is taken as long as it is warm.

use super::chains::propose;
use super::state::State;
use crate::planner::budget::{Budget, Cost, halves};
use fastrand::Rng;

/// Moves between two looks at the budget.
const LOOK: u64 = 512;

/// The last part of a stage, in which what binds only grows heavier.
const LATE: f64 = 0.12;

/// A stretch of the search.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stage {
    /// The parts of the budget where it begins and ends.
    pub begin: f64,
    pub end: f64,
    pub warm: f64,
    pub cold: f64,
    /// What one hard deviation weighs against one unit of soft cost.
    pub hard: f64,
}

/// The best plan so far.
#[derive(Clone)]
pub(super) struct Best {
    pub cost: Cost,
    pub slot_of: Vec<u8>,
}

impl Best {
    pub fn of(state: &State) -> Self {
        Self { cost: state.cost, slot_of: state.slot_of.clone() }
    }

    fn look(&mut self, state: &State) {
        if state.cost < self.cost {
            self.cost = state.cost;
            self.slot_of.copy_from_slice(&state.slot_of);
        }
    }
}

/// Runs a stage; the best plan is kept aside.
pub(super) fn anneal(
    state: &mut State,
    best: &mut Best,
    stage: Stage,
    budget: Budget<'_>,
    moves: &mut u64,
    rng: &mut Rng,
) {
    let mut changes = Vec::with_capacity(512);
    let mut stage = stage;
    loop {
        let part = budget.part(*moves);
        if part >= stage.end || best.cost == 0 {
            return;
        }
        let missed = state.cost >> 32 > 0;
        let late = part > stage.end - LATE;
        let turn = match (missed, late) {
            (true, false) => 1.01,
            (true, true) => 1.03,
            (false, false) => 0.997,
            (false, true) => 1.0,
        };
        // About one plan in four on the way misses something hard: the best plans lie on that border.
        stage.hard = (stage.hard * turn).clamp(5.0, 5000.0);
        let along = ((part - stage.begin) / (stage.end - stage.begin)).clamp(0.0, 1.0);
        let temperature = stage.warm * (stage.cold / stage.warm).powf(along);
        for _ in 0..LOOK {
            if !propose(state, &mut changes, rng) {
                continue;
            }
            *moves += 1;
            let change = state.try_changes(&changes);
            let (hard, soft) = halves(change);
            let worse = hard as f64 * stage.hard + soft as f64;
            // The same as a dice below exp(-worse / temperature), with the logarithm on the other side.
            if worse <= 0.0 || worse < -temperature * rng.f64().max(1e-300).ln() {
                state.keep(&changes, change);
                best.look(state);
            } else {
                state.undo(&changes);
            }
        }
    }
}

/// The weight that every hard rule begins with, so that it can grow in small steps.
const BASE: Cost = 8 << 32;
const STEP: Cost = 1 << 32;
/// How many looks lie between two weighings.
const WEIGHING: u64 = 4;
/// The temperature has fallen after one part in so many; from then on weights lead the search.
const COOLING: f64 = 3.0;

/// Looks for a plan that misses nothing hard. What stays missed for long grows heavier, until the search leaves the
/// valley it is caught in.
pub(super) fn settle_hard(
    state: &mut State,
    best: &mut Best,
    stage: Stage,
    budget: Budget<'_>,
    moves: &mut u64,
    rng: &mut Rng,
) {
    let mut changes = Vec::with_capacity(512);
    state.weigh(|_, unit| *unit *= 8);
    for round in 0_u64.. {
        let part = budget.part(*moves);
        if part >= stage.end {
            return;
        }
        let along = ((part - stage.begin) / (stage.end - stage.begin) * COOLING).clamp(0.0, 1.0);
        let temperature = stage.warm * (stage.cold / stage.warm).powf(along) * 8.0;
        if along >= 1.0 && round.is_multiple_of(WEIGHING) {
            let mut missed_now = 0;
            state.weigh(|missed, unit| {
                missed_now += missed;
                if missed > 0 {
                    *unit += STEP;
                } else if *unit > BASE {
                    *unit -= STEP;
                }
            });
            if missed_now << 32 < best.cost {
                best.cost = missed_now << 32;
                best.slot_of.copy_from_slice(&state.slot_of);
            }
        }
        for _ in 0..LOOK {
            if !propose(state, &mut changes, rng) {
                continue;
            }
            *moves += 1;
            let change = state.try_changes(&changes);
            let worse = (change >> 32) as f64;
            if worse <= 0.0 || worse < -temperature * rng.f64().max(1e-300).ln() {
                state.keep(&changes, change);
                if state.cost == 0 {
                    *best = Best::of(state);
                    return;
                }
            } else {
                state.undo(&changes);
            }
        }
    }
}
