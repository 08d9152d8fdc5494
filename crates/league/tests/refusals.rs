//! Wrong input is refused in one line that names the case and the field.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

use league::standings::cases::run;
use league::standings::{RuleSet, all_ready_made, documented_toml};
use serde_json::{Value, json};

fn sound() -> Value {
    json!({
        "id": "g1",
        "games": [
            { "id": "1", "a": "A", "b": "B", "score_a": 80, "score_b": 70 },
            { "id": "2", "a": "B", "b": "C", "score_a": 80, "score_b": 70, "ot": true },
        ],
        "regulation_scores": { "2": [66, 66] },
        "members": ["A", "B", "C"],
    })
}

fn series() -> Value {
    json!({
        "id": "s1",
        "type": "two_leg_series",
        "teams": { "A": "X", "B": "Y" },
        "legs": [
            { "home": "A", "score_A": 80, "score_B": 80 },
            { "home": "B", "score_A": 70, "score_B": 75, "overtime": true, "regulation_A": 60, "regulation_B": 60 },
        ],
        "aggregate": { "A": 150, "B": 155 },
    })
}

fn refused(case: &Value) -> String {
    run(&case.to_string(), None, true).expect_err("this case must be refused").to_string()
}

#[test]
fn sound_cases_are_read_alone_in_a_list_and_in_a_collection() {
    for text in [
        sound().to_string(),
        series().to_string(),
        json!([sound(), series()]).to_string(),
        json!({ "meta": {}, "cases": [series()] }).to_string(),
    ] {
        run(&text, None, true).unwrap();
    }
}

#[test]
fn a_wrong_game_is_named() {
    let check = |key: &str, value: Value, says: &str| {
        let mut case = sound();
        case["games"][1][key] = value;
        assert_eq!(refused(&case), format!("case g1: {says}"));
    };
    check("score_a", json!(-1), "games[1].score_a: must be a whole number from 0 to 9999");
    check("score_a", json!(80.5), "games[1].score_a: must be a whole number from 0 to 9999");
    check("score_a", json!("80"), "games[1].score_a: must be a whole number from 0 to 9999");
    check("score_a", json!(100_000), "games[1].score_a: must be a whole number from 0 to 9999");
    check("score_b", json!(80), "games[1].score_b: the score is level, and a game of a group has a winner");
    check("score_a", Value::Null, "games[1].score_a: is missing");
    check("b", json!("B"), "games[1].b: is the same team as a");
    check("a", json!(7), "games[1].a: must be a text");
    check("id", json!("1"), "games[1].id: \"1\" stands there twice");
    check("forfeit", json!("c"), "games[1].forfeit: must be \"a\", \"b\" or \"both\"");
    check("forfeit", json!("a"), "games[1].score_a: the side that lost has the higher score");
    check("nullified", json!("yes"), "games[1].nullified: must be true or false");
    check("absence", json!({ "side": "b" }), "games[1].absence.kind: is missing");
    check("score_a", json!(80.0), "games[1].score_a: must be a whole number from 0 to 9999");
    check("score_a", json!(1e30), "games[1].score_a: must be a whole number from 0 to 9999");
    check("score_a", json!(65), "games[1].score_a: must be at least the score after four quarters");
    check("ot", json!(false), "games[1].ot: is false for a game listed with overtime");
    check("a", json!(" "), "games[1].a: must be a text that is not empty");
}

#[test]
fn a_wrong_case_is_named() {
    let check = |key: &str, value: Value, says: &str| {
        let mut case = sound();
        case[key] = value;
        assert_eq!(refused(&case), format!("case {says}"));
    };
    check("id", Value::Null, "number 1: id: is missing");
    check("games", Value::Null, "g1: games: is missing");
    check("games", json!({}), "g1: games: must be a list");
    check("games", json!([1]), "g1: games[0]: must be an object");
    check("members", json!(["A", "Z"]), "g1: members[1]: \"Z\" plays no game of this case");
    check("members", json!(["A", "A"]), "g1: members[1]: \"A\" stands there twice");
    check("disqualified", json!(["C"]), "g1: members[2]: \"C\" is disqualified");
    check("group_complete", json!(1), "g1: group_complete: must be true or false");
    check("ot_game_ids", json!(["9"]), "g1: ot_game_ids[0]: \"9\" is no game of this case");
    check("regulation_scores", json!({ "2": [66, 65] }), "g1: regulation_scores.2: must be a level score");
    check("type", json!("league"), "g1: type: must be two_leg_series");
    check("rule", json!("NBA"), "g1: rule: must be \"FIBA\"; any other rule set is named by rules");
    check(
        "open",
        json!([{ "a": "A", "b": "C", "dates": "2025-06-13" }]),
        "g1: open[0].dates: is not known; what may stand here: id, date, a, b, notes",
    );
    check("rules", json!("nba"), "g1: rules: must be the name of a ready-made rule set");
    check("draws", json!([["A", "Z"]]), "g1: draws[0][1]: \"Z\" plays no game of this case");
    check("adjustments", json!([{ "team": "A" }]), "g1: adjustments[0].points: is missing");
}

#[test]
fn a_wrong_series_is_named() {
    let check = |leg: usize, key: &str, value: Value, says: &str| {
        let mut case = series();
        case["legs"][leg][key] = value;
        assert_eq!(refused(&case), format!("case s1: {says}"));
    };
    check(0, "home", json!("B"), "legs[0].home: must be \"A\" in this leg");
    check(0, "score_A", Value::Null, "legs[0].score_A: is missing");
    check(1, "regulation_A", Value::Null, "legs[1].regulation_A: is missing");
    check(1, "regulation_A", json!(59), "legs[1].overtime: the aggregate was not level after four quarters");
    check(1, "score_B", json!(76), "aggregate.B: is not the sum of the legs");
    check(0, "regulation_A", json!(70), "legs[0].regulation_A: may only stand beside \"overtime\": true");
    check(1, "overtime", Value::Null, "legs[1].regulation_A: may only stand beside \"overtime\": true");
    check(1, "forfeit", json!("B"), "legs[1].score_B: the side that lost has the higher score");
    let mut case = series();
    case["legs"][0]["forfeit"] = json!("A");
    case["legs"][0]["default"] = json!("B");
    assert_eq!(refused(&case), "case s1: legs[0]: only one of forfeit, default may be given");
    case["legs"] = json!([
        { "home": "A", "score_A": 0, "score_B": 20, "forfeit": "A" },
        { "home": "B", "score_A": 20, "score_B": 0, "forfeit": "B" },
    ]);
    assert_eq!(
        refused(&case),
        "case s1: legs[1].forfeit: the other side has lost the series in the first leg"
    );
    let mut case = series();
    case["legs"] = json!([case["legs"][0]]);
    assert_eq!(refused(&case), "case s1: legs: must be a list of two legs");
}

#[test]
fn a_misspelt_or_repeated_key_is_named() {
    let mut case = sound();
    case["games"][0]["nulified"] = json!(true);
    assert!(
        refused(&case)
            .starts_with("case g1: games[0].nulified: is not known; what may stand here: id, date, a")
    );
    let mut case = sound();
    case["memebrs"] = json!(["A"]);
    assert!(refused(&case).starts_with("case g1: memebrs: is not known"));
    let mut case = series();
    case["legs"][1]["regulation"] = json!(60);
    assert!(refused(&case).starts_with("case s1: legs[1].regulation: is not known"));
    let error = |text: &str| run(text, None, false).unwrap_err().to_string();
    let text = sound().to_string();
    let twice = text.replacen("\"score_a\":80", "\"score_a\":80,\"score_a\":60", 1);
    // Keys are written in their order: id comes after games, so the case has a number only.
    assert_eq!(error(&twice), "case number 1: games[0].score_a: the key stands there twice");
    let named = format!("{{\"id\":\"g1\",{}", &twice[1..].replace(",\"id\":\"g1\"", ""));
    assert_eq!(error(&named), "case g1: games[0].score_a: the key stands there twice");
    let vast = text.replacen("\"score_a\":80", "\"score_a\":1e400", 1);
    let second = format!("{{\"cases\":[{},{vast}]}}", series());
    assert_eq!(
        error(&second),
        "case number 2: games[0].score_a: is beyond all numbers; a whole number from 0 to 9999 is a score"
    );
    let cut = format!("[{}", &text[..text.find("80").unwrap()]);
    assert!(
        error(&cut).starts_with("case number 1: games[0].score_a: not readable as JSON: "),
        "{}",
        error(&cut)
    );
    assert!(error("{\"cases\":[],\"metas\":1}").starts_with("case -: metas: is not known"));
    // What is like no key that is read is a remark of whoever wrote the case.
    let mut case = sound();
    case["comment"] = json!("the second evening");
    case["games"][0]["referee"] = json!("R1");
    run(&case.to_string(), None, true).unwrap();
}

#[test]
fn an_error_is_one_line_whatever_the_names() {
    let mut case = sound();
    case["id"] = json!("first\nsecond\u{2028}third");
    case["members"] = json!([7]);
    assert_eq!(refused(&case), "case first\\nsecond\\u{2028}third: members[0]: must be a text");
    let fiba = RuleSet::ready_made_text("fiba").unwrap();
    for (from, to, said) in [
        ("version = 1", "version = = 1", "line "),
        ("win = 2", "wins = 2", "unknown field `wins`"),
        ("win = 2", "win = 2_000_000_000", "points.win: must be a whole number from -9999 to 9999"),
        ("loss = 1", "loss = -10000", "points.loss: must be a whole number"),
        ("points = 0", "points = 10000", "outcomes.forfeit.points: must be a whole number"),
        ("[20, 0]", "[65535, 0]", "outcomes.forfeit.score: must be a whole number from 0 to 9999"),
    ] {
        assert!(fiba.contains(from), "{from}");
        let error = RuleSet::from_toml(&fiba.replacen(from, to, 1)).unwrap_err().to_string();
        assert_eq!(error.lines().count(), 1, "{error}");
        assert!(error.contains(said), "{error}");
    }
}

#[test]
fn a_group_is_over_or_has_open_games() {
    let mut case = sound();
    case["open"] = json!([{ "a": "A", "b": "C" }]);
    case["group_complete"] = json!(true);
    assert_eq!(refused(&case), "case g1: group_complete: must not be true while games are open");
}

#[test]
fn what_if_takes_so_many_teams_and_says_so_at_once() {
    let games: Vec<Value> = (0..3000)
        .map(|at| json!({ "a": format!("T{at}"), "b": format!("T{}", (at + 1) % 3000), "score_a": 80, "score_b": 70 }))
        .collect();
    let case = json!({ "id": "g1", "games": games, "group_complete": false });
    assert_eq!(refused(&case), "case g1: games: at most 64 teams with what-if are taken");
    let many: Vec<Value> = vec![sound()["games"][0].clone(); 20_001];
    let case = json!({ "id": "g1", "games": many });
    assert_eq!(refused(&case), "case g1: games: at most 20000 games are taken");
}

#[test]
fn a_text_that_is_no_case_is_refused() {
    let error = |text: &str| run(text, None, false).unwrap_err().to_string();
    assert!(error("{").starts_with("not readable as JSON: "));
    assert_eq!(error("7"), "case -: the text: must be a case or an object with cases");
    assert_eq!(error("{\"cases\": 7}"), "case -: cases: must be a list");
    assert_eq!(error(&json!([sound(), sound()]).to_string()), "case g1: id: \"g1\" stands there twice");
}

#[test]
fn overtime_is_due_while_the_aggregate_is_level() {
    let mut case = series();
    case["legs"][1] = json!({ "home": "B", "score_A": 60, "score_B": 60 });
    case["aggregate"] = Value::Null;
    let out: Value = serde_json::from_str(&run(&case.to_string(), None, false).unwrap()).unwrap();
    assert_eq!(out["cases"][0]["overtime_due"], json!(true));
    assert_eq!(out["cases"][0]["winner"], Value::Null);
}

#[test]
fn every_ready_made_set_is_documented_and_comes_back_from_toml_and_json() {
    let names: Vec<String> = all_ready_made().iter().map(|rules| rules.name.clone()).collect();
    assert_eq!(names, RuleSet::ready_made_names().collect::<Vec<_>>());
    for rules in all_ready_made() {
        assert_eq!(rules.check(), Ok(()));
        assert!(documented_toml().contains(&format!("name = {:?}", rules.name)));
        assert_eq!(RuleSet::from_toml(&toml::to_string(&rules).unwrap()).unwrap(), rules);
        assert_eq!(serde_json::from_value::<RuleSet>(serde_json::to_value(&rules).unwrap()).unwrap(), rules);
    }
    // The printed list is itself one TOML document as long as nobody joins two sets: its head is comments only.
    assert!(documented_toml().starts_with('#'));
}

#[test]
fn a_wrong_rule_set_is_refused_with_the_reason() {
    let fiba = RuleSet::ready_made_text("fiba").unwrap();
    let error = |from: &str, to: &str| {
        assert!(fiba.contains(from), "{from}");
        RuleSet::from_toml(&fiba.replacen(from, to, 1)).unwrap_err().to_string()
    };
    assert!(error("version = 1", "version = 1\ncolour = 2").contains("unknown field `colour`"));
    assert!(error("value = \"record\"", "value = \"goals\"").contains("unknown variant `goals`"));
    assert!(error("win = 2", "").contains("missing field `win`"));
    assert!(error("win = 2", "win = 1").contains("worth more"));
    assert!(error("\"fiba\"", "\"FIBA 1\"").contains("lower-case"));
    assert!(error("[20, 0]", "[0, 20]").contains("outcomes.forfeit.score"));
    assert!(error("value = \"record\"", "value = \"record\"\ntied_at_most = 1").contains("criteria[0]"));
    assert!(error("value = \"scored\"", "value = \"difference\"").contains("criteria[2]: repeats"));
}
