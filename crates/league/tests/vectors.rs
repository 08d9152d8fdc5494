//! The published cases give exactly their ranking, table and trace.
//!
//! The collection is not part of this repository: where it is absent the test says how many cases were skipped.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

use league::standings::RuleSet;
use league::standings::cases::run;
use serde_json::{Value, json};

const CASES: usize = 73;

#[test]
fn every_published_case_comes_out_as_expected() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/vectors/classification.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped {CASES} cases: ../shared/vectors is absent");
        return;
    };
    let collection: Value = serde_json::from_str(&text).unwrap();
    let expected = collection["cases"].as_array().unwrap();
    let fiba = answers(&text, "fiba");
    let euroleague = answers(&text, "euroleague");
    let mut faults = Vec::new();
    for (index, case) in expected.iter().enumerate() {
        let id = case["id"].as_str().unwrap();
        let mut compare = |what: &str, ours: &Value, theirs: &Value| {
            if sets(ours) != sets(theirs) {
                faults.push(format!("{id}: {what}\n  ours   {ours}\n  theirs {theirs}"));
            }
        };
        let ours = &fiba[index];
        compare("ranking", &ours["ranking"], &case["expected_ranking"]);
        if case.get("type").is_some() {
            compare("winner", &ours["winner"], &case["expected_winner"]);
            let overtime = case["legs"][1].get("overtime").cloned().unwrap_or(json!(false));
            compare("overtime", &ours["overtime_due"], &overtime);
            continue;
        }
        assert_eq!(ours["table"], case["expected_table"], "{id}: table");
        assert_eq!(ours["trace"], case["tie_trace"], "{id}: trace");
        if let Some(ranks) = case.get("expected_ranks") {
            assert_eq!(&ours["ranks"], ranks, "{id}: ranks");
        }
        compare("draw", &ours["draw_required"], case.get("draw_required").unwrap_or(&json!([])));
        if let Some(variant) = case.get("euroleague_variant_ranking") {
            compare("EuroLeague", &euroleague[index]["ranking"], variant);
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    println!("{} cases", expected.len());
}

fn answers(text: &str, rules: &str) -> Vec<Value> {
    let rules = RuleSet::by_name(rules).unwrap();
    let printed = run(text, Some(&rules), false).unwrap();
    let parsed: Value = serde_json::from_str(&printed).unwrap();
    parsed["cases"].as_array().unwrap().clone()
}

/// Shared places are compared as sets.
fn sets(ranking: &Value) -> Value {
    let mut ranking = ranking.clone();
    for place in ranking.as_array_mut().into_iter().flatten() {
        if let Some(teams) = place.as_array_mut() {
            teams.sort_by_key(|team| team.to_string());
        }
    }
    ranking
}
