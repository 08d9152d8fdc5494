//! Simulated annealing: a worse plan is taken as long as it is warm.

use super::chains::propose;
use super::state::State;
use crate::planner::budget::{Budget, Cost, halves};
use fastrand::Rng;

/// Moves between two looks at the budget.
const LOOK: u64 = 512;

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
    /// Ends as soon as nothing hard is missed.
    pub until_feasible: bool,
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
    loop {
        let part = budget.part(*moves);
        if part >= stage.end || best.cost == 0 {
            return;
        }
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
                if stage.until_feasible && state.cost >> 32 == 0 {
                    return;
                }
            } else {
                state.undo(&changes);
            }
        }
    }
}
