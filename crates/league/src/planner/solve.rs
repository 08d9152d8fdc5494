//! One search, and the best of several.

use super::budget::Budget;
use super::check::{Report, check};
use super::problem::{Format, Game, Instance};
use super::{compact, slots};

/// How hard to try.
#[derive(Clone, Copy)]
pub struct Effort<'a> {
    /// The number of this search among those that the caller runs side by side; each has a seed of its own.
    pub thread: usize,
    pub seed: u64,
    pub budget: Budget<'a>,
}

/// Where a search begins, and who looks on.
#[derive(Clone, Copy, Default)]
pub struct Course<'a> {
    /// A plan to begin with; games it does not hold are put anywhere. Plans in rounds begin anew.
    pub start: &'a [Game],
    /// Told of each better plan, now and then: its hard and soft cost.
    pub better: Option<&'a Better<'a>>,
}

/// Hears of a plan, its hard and its soft cost.
pub type Better<'a> = dyn Fn(&[Game], u64, u64) + Sync + 'a;

/// The best plan that was found.
#[derive(Clone, Debug)]
pub struct Solved {
    pub plan: Vec<Game>,
    pub report: Report,
    /// Moves tried.
    pub moves: u64,
}

/// Searches for the best plan. The same seed, thread and moves give the same plan.
pub fn solve(instance: &Instance, effort: Effort<'_>) -> Solved {
    solve_on(instance, effort, Course::default())
}

/// Searches on from a plan that is there.
pub fn solve_on(instance: &Instance, effort: Effort<'_>, course: Course<'_>) -> Solved {
    // Seeds of neighbouring threads must not meet those of neighbouring runs.
    let seed = effort.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ ((effort.thread as u64) << 48);
    let (plan, moves) = match &instance.format {
        Format::Rounds { legs, phased } => compact::search(instance, *legs, *phased, seed, effort.budget),
        Format::Slots { games } => slots::search(instance, games, seed, effort.budget, course),
    };
    Solved { report: check(instance, &plan), plan, moves }
}

impl Solved {
    /// The best of several searches, the earlier one where they are level; the moves of all.
    pub fn best(found: Vec<Self>) -> Option<Self> {
        let moves = found.iter().map(|solved| solved.moves).sum();
        let value = |solved: &Self| (solved.report.infeasibility, solved.report.objective);
        let best = found.into_iter().min_by_key(value)?;
        Some(Self { moves, ..best })
    }
}
