//! Times of the documents, one JSON object a line: `cargo bench -p press`.

#[path = "../worlds.rs"]
mod worlds;

use press::{Document, Language, Shape, missing_characters, pdf, picture};
use serde_json::json;
use std::time::Instant;

const ROUNDS: usize = 15;

fn main() {
    let opening = worlds::opening(Language::Both);
    let crowded = worlds::crowded(Language::Both);
    report(
        "day-sheet",
        "2 games, first",
        "time",
        milliseconds(|| drop(pdf(Document::DaySheet(&opening)))),
        "ms",
    );
    // A title no run had before: without it the compiler answers from its memory of the last document.
    let mut round = 0;
    for (case, day) in [("2 games, warm", &opening), ("8 games, warm", &crowded)] {
        let median = median(|| {
            round += 1;
            let mut changed = day.clone();
            changed.version = format!("s3-{round}");
            drop(pdf(Document::DaySheet(&changed)));
        });
        report("day-sheet", case, "time", median, "ms");
        let size = pdf(Document::DaySheet(day)).map_or(0, |pdf| pdf.bytes.len());
        report("day-sheet", case, "size", size as f64 / 1000.0, "kB");
    }

    let result = worlds::final_of_2025(Language::Both);
    report(
        "result-picture",
        "Portrait, first",
        "time",
        milliseconds(|| drop(picture(&result, Shape::Portrait))),
        "ms",
    );
    for shape in Shape::ALL {
        let case = format!("{shape:?}, warm");
        report("result-picture", &case, "time", median(|| drop(picture(&result, shape))), "ms");
        let size = picture(&result, shape).map_or(0, |picture| picture.bytes.len());
        report("result-picture", &case, "size", size as f64 / 1000.0, "kB");
    }

    let names = worlds::LONG.repeat(250);
    let count = names.chars().count();
    report(
        "missing-characters",
        &format!("{count} characters, warm"),
        "time",
        median(|| drop(missing_characters(&names))),
        "ms",
    );
}

fn milliseconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1000.0
}

fn median(mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..ROUNDS).map(|_| milliseconds(&mut work)).collect();
    times.sort_by(f64::total_cmp);
    times[ROUNDS / 2]
}

fn report(bench: &str, case: &str, metric: &str, value: f64, unit: &str) {
    let value = (value * 100.0).round() / 100.0;
    println!("{}", json!({ "bench": bench, "case": case, "metric": metric, "value": value, "unit": unit }));
}
