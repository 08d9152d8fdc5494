//! How many groups of 12 teams are ranked a second on one core, ties and reasons on.
//!
//! Prints one JSON object a line. `cargo bench -p league` measures two seconds a case, `-- --quick` a fifth.

use league::standings::cases::run;
use league::standings::what_if::what_if;
use league::standings::{GameResult, Group, OpenGame, RuleSet, Team, rank};
use serde_json::json;
use std::time::{Duration, Instant};

const TEAMS: u16 = 12;

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let time = Duration::from_millis(if quick { 400 } else { 2000 });
    let groups: Vec<Group> = (0..2000).map(|seed| group(seed, 40)).collect();
    let level_groups: Vec<Group> = (0..2000).map(|seed| group(seed, 3)).collect();
    let texts: Vec<String> = groups.iter().take(200).map(as_case).collect();
    for rules in RuleSet::ready_made_names().filter_map(RuleSet::by_name) {
        measure(&format!("{} random scores", rules.name), time, &groups, |group| {
            rank(group, &rules).expect("a bench group is sound").trace.len()
        });
    }
    let fiba = RuleSet::by_name("fiba").expect("fiba is ready-made");
    measure("fiba many level", time, &level_groups, |group| {
        rank(group, &fiba).expect("a bench group is sound").trace.len()
    });
    let open: Vec<Group> = groups.iter().take(8).map(with_open_games).collect();
    measure("fiba what-if, 12 open games", time, &open, |group| {
        what_if(group, &fiba).expect("a bench group is sound").stakes.len()
    });
    measure("fiba text to text", time, &texts, |text| {
        run(text, Some(&fiba), false).expect("a bench case is sound").len()
    });
}

fn measure<T>(case: &str, time: Duration, inputs: &[T], mut work: impl FnMut(&T) -> usize) {
    let begin = Instant::now();
    let (mut done, mut sum) = (0_u64, 0_usize);
    while begin.elapsed() < time {
        for input in inputs {
            sum += std::hint::black_box(work(input));
        }
        done += inputs.len() as u64;
    }
    let per_second = done as f64 / begin.elapsed().as_secs_f64();
    let line = |metric: &str, value: f64, unit: &str| {
        println!(
            "{}",
            json!({ "bench": "standings", "case": case, "metric": metric, "value": value, "unit": unit })
        );
    };
    line("rate", per_second.round(), "groups/s");
    line("mean size", (sum as f64 / done as f64 * 100.0).round() / 100.0, "ties or bytes per group");
}

/// A single round robin; a small spread of scores makes many ties.
fn group(seed: u64, spread: u64) -> Group {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) + 1;
    let mut next = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    let mut results = Vec::new();
    for a in 0..TEAMS {
        for b in a + 1..TEAMS {
            let score_a = 70 + next(spread) as u16;
            let margin = 1 + next(spread) as u16;
            let score = if next(2) == 0 { [score_a, score_a + margin] } else { [score_a + margin, score_a] };
            results.push(GameResult::played(Team(a), Team(b), score));
        }
    }
    Group::finished(TEAMS, results)
}

fn with_open_games(group: &Group) -> Group {
    let mut group = group.clone();
    // Every fifth game of the list, so that all teams have some left.
    for place in (0..12).rev().map(|game| game * 5) {
        let game = group.results.remove(place);
        group.open.push(OpenGame { a: game.a, b: game.b });
    }
    group.complete = false;
    group
}

fn as_case(group: &Group) -> String {
    let games: Vec<_> = group
        .results
        .iter()
        .map(|game| {
            json!({
                "a": format!("club {}", game.a.0),
                "b": format!("club {}", game.b.0),
                "score_a": game.score[0],
                "score_b": game.score[1],
            })
        })
        .collect();
    json!({ "id": "bench", "games": games }).to_string()
}
