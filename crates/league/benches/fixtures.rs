//! How good a plan is after so many seconds.
//!
//! `cargo bench -p league --bench fixtures -- SECONDS SEED FILE..` prints one JSON object a line.

use league::planner::{Budget, Effort, robinx, solve};
use serde_json::json;
use std::time::Instant;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let number =
        |place: usize, usual: f64| words.get(place).and_then(|word| word.parse().ok()).unwrap_or(usual);
    let (seconds, seed) = (number(0, 5.0), number(1, 1.0) as u64);
    for file in words.iter().skip(2) {
        let instance = match std::fs::read_to_string(file).map(|text| robinx::instance(&text)) {
            Ok(Ok(instance)) => instance,
            refused => {
                eprintln!("{file}: {refused:?}");
                continue;
            }
        };
        let begin = Instant::now();
        let spent = || begin.elapsed().as_secs_f64() / seconds;
        let effort = Effort { thread: 0, seed, budget: Budget { moves: None, spent: &spent } };
        let solved = solve(&instance, effort);
        let taken = begin.elapsed().as_secs_f64();
        let rate = solved.moves as f64 / taken;
        let report = solved.report;
        println!(
            "{}",
            json!({ "bench": "fixtures", "case": instance.name, "infeasibility": report.infeasibility,
            "objective": report.objective, "seconds": taken, "moves_per_second_and_thread": rate.round() })
        );
    }
}
