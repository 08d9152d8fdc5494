//! The search over several threads.

use super::budget::Budget;
use super::check::{Report, check};
use super::problem::{Format, Game, Instance};
use super::{compact, slots};

/// How hard to try.
#[derive(Clone, Copy)]
pub struct Effort<'a> {
    /// Searches side by side, each with a seed of its own.
    pub threads: usize,
    pub seed: u64,
    pub budget: Budget<'a>,
}

/// The best plan that was found.
#[derive(Clone, Debug)]
pub struct Solved {
    pub plan: Vec<Game>,
    pub report: Report,
    /// Moves tried by all threads.
    pub moves: u64,
}

/// Searches for the best plan. The same seed, threads and moves give the same plan.
pub fn solve(instance: &Instance, effort: Effort<'_>) -> Solved {
    let work = |thread: usize| {
        // Seeds of neighbouring threads must not meet those of neighbouring runs.
        let seed = effort.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (thread as u64) << 48;
        let (plan, moves) = match &instance.format {
            Format::Rounds { legs, phased } => compact::search(instance, *legs, *phased, seed, effort.budget),
            Format::Slots { games } => slots::search(instance, games, seed, effort.budget),
        };
        Solved { report: check(instance, &plan), plan, moves }
    };
    let found: Vec<Solved> = std::thread::scope(|scope| {
        let others: Vec<_> =
            (1..effort.threads.max(1)).map(|thread| scope.spawn(move || work(thread))).collect();
        let first = work(0);
        let others = others.into_iter().map(|other| other.join().expect("a search does not panic"));
        std::iter::once(first).chain(others).collect()
    });
    let moves = found.iter().map(|solved| solved.moves).sum();
    let best = found.into_iter().min_by_key(|solved| (solved.report.infeasibility, solved.report.objective));
    Solved { moves, ..best.expect("one thread at least") }
}
