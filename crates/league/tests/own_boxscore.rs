//! Box scores of games kept at our own table: against the books of the program that made the games up, against the
//! live state, and through the LiveStats shape and back.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

use league::boxscore::{Names, Report, own_report, read, report};
use league::game::{GameRules, Play};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Vectors {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    edition: String,
    profile: String,
    plays: Vec<Play>,
    expected: Value,
}

fn cases(file: &str) -> Vec<Case> {
    let path = format!("{}/tests/game/vectors/{file}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str::<Vectors>(&std::fs::read_to_string(path).unwrap()).unwrap().cases
}

fn names() -> [Names; 2] {
    ["甲队", "乙队"].map(|team| Names { team: team.into(), code: String::new(), players: Vec::new() })
}

fn own(case: &Case) -> Report {
    let rules = GameRules::by_names(&case.edition, &case.profile).unwrap();
    own_report(&rules, &case.plays, &names())
}

fn json_of(report: &Report) -> Value {
    serde_json::from_str(&report.to_json()).unwrap()
}

const MADE: [&str; 6] = [
    "made-box-score",
    "made-running-clock",
    "made-scoresheet",
    "made-scoresheet-shuffled",
    "made-shuffled",
    "made-with-slips",
];

/// The names of our counts and of what the made-up game's books call them.
fn booked(player: &Value, stat: &str) -> Option<i64> {
    let at = |path: &[&str]| path.iter().fold(player, |value, key| &value[*key]).as_i64();
    let (made, missed) = (|key| at(&["made", key]), |key| at(&["statistics", key]));
    match stat {
        "points" => at(&["points"]),
        "fg2m" => made("twos"),
        "fg3m" => made("threes"),
        "ftm" => made("free_throws"),
        "fg2a" => Some(made("twos")? + missed("twos_missed")?),
        "fg3a" => Some(made("threes")? + missed("threes_missed")?),
        "fta" => Some(made("free_throws")? + missed("free_throws_missed")?),
        "oreb" => missed("offensive_rebounds"),
        "dreb" => missed("defensive_rebounds"),
        "ast" => missed("assists"),
        "stl" => missed("steals"),
        "blk" => missed("blocks"),
        "tov" => missed("turnovers"),
        "fouls_drawn" => missed("fouls_drawn"),
        "pf" => at(&["personal_fouls"]),
        "seconds" => at(&["seconds"]),
        "plus_minus" => at(&["plus_minus"]),
        _ => None,
    }
}

const COUNTS: [&str; 17] = [
    "points",
    "fg2m",
    "fg3m",
    "ftm",
    "fg2a",
    "fg3a",
    "fta",
    "oreb",
    "dreb",
    "ast",
    "stl",
    "blk",
    "tov",
    "fouls_drawn",
    "pf",
    "seconds",
    "plus_minus",
];

#[test]
fn every_line_equals_the_books_of_the_made_up_games() {
    let mut compared = 0;
    for case in MADE.iter().flat_map(|file| cases(file)) {
        let document = json_of(&own(&case));
        for (team, side) in document["teams"].as_array().unwrap().iter().zip(["a", "b"]) {
            assert_eq!(team["score"], case.expected["score"][side], "{}", case.id);
            let books = case.expected[side]["players"].as_object().unwrap();
            for player in team["players"].as_array().unwrap() {
                let Some(book) = books.get(player["number"].as_str().unwrap()) else { continue };
                for stat in COUNTS {
                    if let Some(expected) = booked(book, stat) {
                        assert_eq!(
                            player[stat],
                            json!(expected),
                            "{} {side} {} {stat}",
                            case.id,
                            player["number"]
                        );
                        compared += 1;
                    }
                }
            }
        }
    }
    assert!(compared > 900, "{compared} figures compared");
}

#[test]
fn it_comes_back_from_the_livestats_shape_as_it_went() {
    for case in cases("made-box-score") {
        let ours = own(&case);
        let text = ours.to_livestats().to_string();
        let back = report(read(&[&text], None).unwrap()).compared();
        assert_eq!(back.unexplained(), 0, "{:?}", back.differences);
        assert!(back.feed.published.as_ref().unwrap().len() > 400);
        let (one, two) = (json_of(&ours), json_of(&back));
        for side in 0..2 {
            for stat in ["points", "fg2a", "fg3a", "fta", "oreb", "dreb", "ast", "stl", "blk", "tov", "pf"] {
                let total = |document: &Value| document["teams"][side]["totals"][stat].clone();
                assert_eq!(total(&one), total(&two), "{stat}");
            }
            assert_eq!(
                one["teams"][side]["totals"]["points_from_turnovers"],
                two["teams"][side]["totals"]["points_from_turnovers"]
            );
            let seconds = |document: &Value| -> Vec<Value> {
                let players = document["teams"][side]["players"].as_array().unwrap();
                players.iter().map(|player| player["seconds"].clone()).collect()
            };
            assert_eq!(seconds(&one), seconds(&two));
        }
        assert_eq!(one["flow"], two["flow"]);
    }
}

fn plays(facts: Value) -> Vec<Play> {
    let facts = facts.as_array().unwrap().iter().enumerate();
    let play = |(index, fact): (usize, &Value)| {
        let mut fact = fact.clone();
        let clock = fact.as_object_mut().unwrap().remove("clock_ms");
        let mut play = json!({ "id": format!("k1-{}", index + 1), "by": "scorer", "at": "2025-06-13T11:30:00Z",
                               "period": 1, "fact": fact });
        if let Some(clock) = clock {
            play["clock_ms"] = clock;
        }
        serde_json::from_value(play).unwrap()
    };
    facts.map(play).collect()
}

fn box_of(level: &str, facts: Value) -> Value {
    let mut all = vec![json!({ "kind": "level", "level": level }), json!({ "kind": "period_start" })];
    all.extend(facts.as_array().unwrap().iter().cloned());
    let rules = GameRules::by_names("fiba-2024", "4x10").unwrap();
    json_of(&own_report(&rules, &plays(Value::Array(all)), &names()))
}

#[test]
fn what_was_not_recorded_is_null_and_never_nought() {
    let goal = json!([{ "kind": "goal", "side": "a", "player": "7", "points": 2 }]);
    let score = box_of("score", goal.clone());
    assert_eq!(score["teams"][0]["score"], 2);
    assert_eq!(score["teams"][0]["players"], json!([]), "nobody knows who scored");
    assert_eq!(score["teams"][0]["totals"]["pf"], Value::Null);
    let sheet = box_of("scoresheet", goal.clone());
    let totals = &sheet["teams"][0]["totals"];
    assert_eq!((&totals["fg2m"], &totals["pf"]), (&json!(1), &json!(0)));
    assert_eq!((&totals["fg2a"], &totals["ast"], &totals["eff"]), (&Value::Null, &Value::Null, &Value::Null));
    assert_eq!(sheet["teams"][0]["players"][0]["seconds"], Value::Null, "nobody named the starters");
    let full = box_of("box_score", goal);
    let totals = &full["teams"][0]["totals"];
    assert_eq!((&totals["fg2a"], &totals["ast"], &totals["eff"]), (&json!(1), &json!(0), &json!(2)));
    assert_eq!((&totals["points_in_the_paint"], &totals["points_fast_break"]), (&Value::Null, &Value::Null));
}

#[test]
fn a_possession_says_where_points_came_from() {
    let full = box_of(
        "box_score_with_places",
        json!([
            { "kind": "turnover", "side": "b", "player": "5" },
            { "kind": "miss", "side": "a", "player": "7", "points": 3, "spot": { "x_cm": 0, "y_cm": 700 } },
            { "kind": "block", "side": "b", "player": "5" },
            { "kind": "rebound", "side": "a", "player": "8", "end": "offensive" },
            { "kind": "goal", "side": "a", "player": "8", "points": 2, "spot": { "x_cm": 20, "y_cm": 60 } },
            { "kind": "goal", "side": "b", "player": "5", "points": 2, "spot": { "x_cm": 300, "y_cm": 60 } },
            { "kind": "foul", "side": "b", "who": "coach", "code": "C", "free_throws": 1 },
            { "kind": "free_throw", "side": "a", "player": "7", "made": true },
            { "kind": "goal", "side": "a", "player": "7", "points": 2, "spot": { "x_cm": 0, "y_cm": 422 } },
        ]),
    );
    let [a, b] = [&full["teams"][0]["totals"], &full["teams"][1]["totals"]];
    assert_eq!((&a["points_from_turnovers"], &a["points_second_chance"]), (&json!(2), &json!(2)));
    assert_eq!((&a["points_in_the_paint"], &b["points_in_the_paint"]), (&json!(4), &json!(0)));
    assert_eq!((&a["points"], &b["points"], &a["blk_against"]), (&json!(5), &json!(2), &json!(1)));
    assert_eq!(full["teams"][1]["bench"]["fouls"], 1);
}
