//! What a report may claim of a game: only what its plays hold.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

use league::boxscore::game::Side;
use league::boxscore::{Names, Report, own_report};
use league::game::{GameRules, Play};
use league::story::{Turn, outstanding, turning_point};
use serde_json::{Value, json};

fn report(level: &str, scored: &[(&str, &str, u8)]) -> Report {
    let mut facts = vec![json!({ "kind": "level", "level": level }), json!({ "kind": "period_start" })];
    facts.extend(scored.iter().map(
        |(side, player, points)| json!({ "kind": "goal", "side": side, "player": player, "points": points }),
    ));
    let play = |(index, fact): (usize, Value)| -> Play {
        serde_json::from_value(json!({ "id": format!("k1-{}", index + 1), "by": "scorer", "period": 1,
                                       "at": "2025-06-13T11:30:00Z", "fact": fact }))
        .unwrap()
    };
    let plays: Vec<Play> = facts.into_iter().enumerate().map(play).collect();
    let rules = GameRules::by_names("fiba-2024", "4x10").unwrap();
    own_report(&rules, &plays, &[Names::default(), Names::default()])
}

#[test]
fn the_turning_point_is_the_lead_that_was_never_given_back() {
    let score = |scored: &[(&str, &str, u8)]| match turning_point(&report("scoresheet", scored)) {
        Some(Turn::ForGood(step)) => Some(step.score),
        Some(Turn::AllTheWay) => Some([0, 0]),
        None => None,
    };
    assert_eq!(score(&[("a", "4", 2), ("b", "5", 3), ("a", "4", 2), ("a", "4", 2)]), Some([4, 3]));
    assert_eq!(score(&[("a", "4", 2), ("b", "5", 2), ("b", "5", 2)]), Some([2, 4]), "level in between");
    assert_eq!(score(&[("a", "4", 2), ("a", "4", 2)]), Some([0, 0]));
    assert_eq!(score(&[("a", "4", 2), ("b", "5", 2)]), None, "nobody won yet");
    assert_eq!(score(&[]), None);
}

#[test]
fn nobody_stands_out_where_nobody_knows_who_scored() {
    let scored = [("a", "4", 2), ("a", "7", 3), ("b", "5", 2)];
    let sheet = report("scoresheet", &scored);
    let best = outstanding(&sheet, Side::A, 3);
    let number = |at: usize| sheet.feed.game.teams[0].players[at].number.clone().unwrap();
    assert_eq!(best.into_iter().map(number).collect::<Vec<_>>(), ["7", "4"]);
    assert!(outstanding(&report("score", &scored), Side::A, 3).is_empty());
}
