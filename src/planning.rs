//! Searches for plans side by side: the rules know no threads.

use league::planner::{Budget, Effort, Instance, Solved, solve};

/// Runs so many searches with one seed each and returns the best plan.
pub fn search(instance: &Instance, threads: usize, seed: u64, budget: Budget<'_>) -> Solved {
    let work = |thread: usize| solve(instance, Effort { thread, seed, budget });
    let found = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|thread| scope.spawn(move || work(thread))).collect();
        let first = work(0);
        let others = others.into_iter().map(|other| other.join().expect("a search does not panic"));
        std::iter::once(first).chain(others).collect()
    });
    Solved::best(found).expect("one search at least")
}
