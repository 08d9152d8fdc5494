//! Worked cases, one file per rule set, each in the form a league secretary would write it.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

use league::standings::RuleSet;
use league::standings::cases::run;
use serde_json::{Value, json};
use std::fmt::Write;

#[test]
fn fiba() {
    check("fiba", include_str!("worked_cases/fiba.txt"));
}

#[test]
fn euroleague() {
    check("euroleague", include_str!("worked_cases/euroleague.txt"));
}

#[test]
fn fiba_ratio() {
    check("fiba-ratio", include_str!("worked_cases/fiba-ratio.txt"));
}

#[test]
fn dbb() {
    check("dbb", include_str!("worked_cases/dbb.txt"));
}

#[test]
fn overall_first() {
    check("overall-first", include_str!("worked_cases/overall-first.txt"));
}

#[test]
fn wins_conceded_rate() {
    check("wins-conceded-rate", include_str!("worked_cases/wins-conceded-rate.txt"));
}

/// Prints each case again from what comes out, and compares the texts.
fn check(name: &str, text: &str) {
    let rules = RuleSet::by_name(name).unwrap();
    let mut printed = String::new();
    for block in text.split("== ").skip(1) {
        let (title, lines) = block.split_once('\n').unwrap();
        let case = as_case(title, lines);
        let out = answer(&case, &rules);
        let _ = writeln!(printed, "== {title}");
        for line in lines.lines() {
            let (key, _) = line.split_once(':').unwrap_or((line, ""));
            let rest = match key {
                "ranking" => ranking(&out["ranking"]),
                "fiba" => ranking(&answer(&case, &RuleSet::by_name("fiba").unwrap())["ranking"]),
                "trace" => trace(&out["trace"]),
                "draw" => {
                    out["draw_required"].as_array().unwrap().iter().map(teams).collect::<Vec<_>>().join(", ")
                }
                "table" => table(&out["table"]),
                _ => {
                    printed += &format!("{line}\n");
                    continue;
                }
            };
            let _ = writeln!(printed, "{}", format!("{key}: {rest}").trim_end());
        }
    }
    assert_eq!(printed, text, "{name}");
}

fn answer(case: &Value, rules: &RuleSet) -> Value {
    let printed: Value = serde_json::from_str(&run(&case.to_string(), Some(rules), false).unwrap()).unwrap();
    printed["cases"][0].clone()
}

fn as_case(title: &str, lines: &str) -> Value {
    let mut case = json!({ "id": title });
    for line in lines.lines() {
        let Some((key, rest)) = line.split_once(": ") else { continue };
        match key {
            "games" => case["games"] = rest.split(", ").map(game).collect(),
            "open" => {
                case["group_complete"] = json!(false);
                case["open"] = rest
                    .split(", ")
                    .map(|pair| pair.split_once(" - ").map(|(a, b)| json!({ "a": a, "b": b })).unwrap())
                    .collect();
            }
            "lots" => case["draws"] = json!([rest.split(' ').collect::<Vec<_>>()]),
            "second" => case["second_forfeit"] = json!(rest),
            "adjust" => {
                let (team, points) = rest.split_once(' ').unwrap();
                let points: i32 = points.parse().unwrap();
                case["adjustments"] = json!([{ "team": team, "points": points, "reason": "decision" }]);
            }
            _ => {}
        }
    }
    if case.get("regulation_scores").is_none() {
        let level: serde_json::Map<String, Value> = case["games"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|game| {
                let level = game.get("level")?.as_u64()?;
                Some((game["id"].as_str()?.to_owned(), json!([level, level])))
            })
            .collect();
        case["regulation_scores"] = Value::Object(level);
    }
    case
}

/// `A 80:70 B`, with `forfeit b`, `default a` or `ot 75` (level after four quarters) behind it.
fn game(text: &str) -> Value {
    let words: Vec<&str> = text.split(' ').collect();
    let (score_a, score_b) = words[1].split_once(':').unwrap();
    let number = |text: &str| text.parse::<u16>().unwrap();
    let mut game =
        json!({ "a": words[0], "b": words[2], "score_a": number(score_a), "score_b": number(score_b) });
    match words[3..] {
        [] => {}
        ["ot", level] => {
            game["id"] = json!(text);
            game["ot"] = json!(true);
            game["level"] = json!(number(level));
        }
        [kind, side] => game[kind] = json!(side),
        _ => panic!("{text}"),
    }
    game
}

fn ranking(ranking: &Value) -> String {
    let place =
        |place: &Value| place.as_str().map_or_else(|| teams(place).replace(' ', " = "), str::to_owned);
    ranking.as_array().unwrap().iter().map(place).collect::<Vec<_>>().join(", ")
}

fn trace(trace: &Value) -> String {
    let step = |step: &Value| {
        let classes: Vec<String> = step["classes"].as_array().unwrap().iter().map(teams).collect();
        format!("{} {}", step["criterion"].as_str().unwrap(), classes.join(" | "))
    };
    trace.as_array().unwrap().iter().map(step).collect::<Vec<_>>().join("; ")
}

fn teams(set: &Value) -> String {
    set.as_array().unwrap().iter().map(|team| team.as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

fn table(table: &Value) -> String {
    let row = |(team, row): (&String, &Value)| {
        format!("{team} {} {} {} {}:{}", row["w"], row["l"], row["pts"], row["gf"], row["ga"])
    };
    table.as_object().unwrap().iter().map(row).collect::<Vec<_>>().join(", ")
}
