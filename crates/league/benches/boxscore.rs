//! How many games a minute become box scores on one core, from the feed's text to our JSON, comparison included.
//!
//! Prints one JSON object a line. `cargo bench -p league --bench boxscore` measures two seconds a case, `-- --quick` a
//! fifth. Real games are measured where their folder is at hand, the made-up game of the tests always.

use league::boxscore::{read, report};
use serde_json::json;
use std::time::{Duration, Instant};

const OWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/boxscore/");
const REAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/vectors/pbp/");

const CASES: &[(&str, &str, &[&str])] = &[
    ("livestats, made up", OWN, &["livestats.json"]),
    ("euroleague, made up", OWN, &["euroleague_PlaybyPlay.json", "euroleague_Boxscore.json"]),
    ("nba, made up", OWN, &["nba_playbyplay.json", "nba_boxscore.json"]),
    ("livestats", REAL, &["fibalivestats_nbl_2021-22/data-1999318.json"]),
    ("euroleague", REAL, &["euroleague_E2024/35_PlaybyPlay.json", "euroleague_E2024/35_Boxscore.json"]),
    ("nba", REAL, &["nba_cdn_live/0022000001_playbyplay.json", "nba_cdn_live/0022000001_boxscore.json"]),
];

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let time = Duration::from_millis(if quick { 400 } else { 2000 });
    for (case, folder, files) in CASES {
        let texts: Result<Vec<String>, _> =
            files.iter().map(|file| std::fs::read_to_string(format!("{folder}{file}"))).collect();
        let Ok(texts) = texts else {
            eprintln!("{case}: skipped, {folder} is absent");
            continue;
        };
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let begin = Instant::now();
        let mut games = 0_u32;
        while begin.elapsed() < time {
            let feed = read(std::hint::black_box(&texts), None).expect("a bench game is sound");
            std::hint::black_box(report(feed).compared().to_json());
            games += 1;
        }
        let rate = f64::from(games) * 60.0 / begin.elapsed().as_secs_f64();
        let bytes: usize = texts.iter().map(|text| text.len()).sum();
        println!(
            "{}",
            json!({ "bench": "boxscore", "case": case, "metric": "rate", "value": rate.round(), "unit": "games/min", "bytes": bytes })
        );
    }
}
