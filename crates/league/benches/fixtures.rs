//! How good a plan is after so many seconds of the processor.
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
        let watch = Watch::start();
        let spent = || watch.seconds() / seconds;
        let effort = Effort { thread: 0, seed, budget: Budget { moves: None, spent: &spent } };
        let solved = solve(&instance, effort);
        let taken = watch.seconds();
        let rate = solved.moves as f64 / taken;
        let report = solved.report;
        println!(
            "{}",
            json!({ "bench": "fixtures", "case": instance.name, "infeasibility": report.infeasibility,
            "objective": report.objective, "seconds": taken, "moves_per_second_and_thread": rate.round() })
        );
    }
}

/// Measures the processor where the system tells of it, for other programs may run; otherwise the clock on the wall.
struct Watch {
    begin: Instant,
    used: Option<u64>,
}

impl Watch {
    fn start() -> Self {
        Self { begin: Instant::now(), used: used_nanos() }
    }

    fn seconds(&self) -> f64 {
        match (self.used, used_nanos()) {
            (Some(before), Some(now)) => (now - before) as f64 / 1e9,
            _ => self.begin.elapsed().as_secs_f64(),
        }
    }
}

fn used_nanos() -> Option<u64> {
    std::fs::read_to_string("/proc/self/schedstat").ok()?.split(' ').next()?.parse().ok()
}
