//! How long the replay of a game takes: 600 plays with a full box score, corrections among them.
//!
//! Prints one JSON object a line. `cargo bench -p league --bench game` measures two seconds a case, `-- --quick` a fifth.

use league::game::{GameRules, Play, command, replay};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const PLAYS: usize = 600;

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let time = Duration::from_millis(if quick { 400 } else { 2000 });
    let rules = GameRules::by_names("fiba-2026", "4x12-running").expect("the rules are ready-made");
    let shuffled = plays();
    let mut ordered = shuffled.clone();
    ordered.sort_by_key(|play| play.id.number);
    let text = serde_json::to_string(&ordered).expect("plays can be written");
    let (newest, before) = ordered.split_last().expect("there are plays");

    measure("replay, 600 plays as entered", time, || replay(&rules, &ordered).order.len());
    measure("replay, 600 plays shuffled", time, || replay(&rules, &shuffled).order.len());
    measure("one command after 599 plays", time, || {
        command(&rules, before, newest.clone()).map_or(0, |entered| entered.warnings.len())
    });
    measure("reading 600 plays from JSON", time, || {
        serde_json::from_str::<Vec<Play>>(&text).expect("plays can be read").len()
    });
}

/// The first 600 plays to arrive of a made game: box score, two devices, slips put right, shuffled.
fn plays() -> Vec<Play> {
    let text = include_str!("../tests/game/vectors/made-running-clock.json");
    let vectors: Value = serde_json::from_str(text).expect("the vectors are read by a test");
    let mut plays: Vec<Play> =
        serde_json::from_value(vectors["cases"][0]["plays"].clone()).expect("the vectors are read by a test");
    assert!(plays.len() >= PLAYS, "the made game is too short: {} plays", plays.len());
    plays.truncate(PLAYS);
    plays
}

fn measure(case: &str, time: Duration, mut work: impl FnMut() -> usize) {
    let mut runs_us = Vec::new();
    let begin = Instant::now();
    while begin.elapsed() < time {
        let run = Instant::now();
        std::hint::black_box(work());
        runs_us.push(run.elapsed().as_nanos() as f64 / 1000.0);
    }
    runs_us.sort_by(f64::total_cmp);
    for (metric, share) in [("median", 0.5), ("p99", 0.99)] {
        let value = runs_us[((runs_us.len() - 1) as f64 * share) as usize].round();
        println!(
            "{}",
            json!({ "bench": "game", "case": case, "metric": metric, "value": value, "unit": "us" })
        );
    }
}
