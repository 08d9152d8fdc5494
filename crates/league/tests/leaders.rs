//! Leaders of a season of made-up games, against a recount over the plays by another way; records and streaks.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

use league::boxscore::{Names, own_report};
use league::game::{Fact, GameRules, Play, ReboundEnd, order};
use league::leaders::{FIGURES, Figure, Played, RecordKind, Sheet, head_to_head, leaders, records, runs};
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[path = "game/made.rs"]
#[allow(dead_code, reason = "shared with the tests of the game")]
mod made;

const TEAMS: usize = 6;

/// Two teams and the plays between them.
type Game = ([usize; 2], Vec<Play>);

/// Every team meets every other once.
fn season() -> (GameRules, Vec<Game>) {
    let rules = GameRules::by_names("fiba-2024", "4x10").unwrap();
    let mut games = Vec::new();
    for a in 0..TEAMS {
        for b in a + 1..TEAMS {
            let seed = (a * TEAMS + b) as u64 + 1;
            let game = made::game(&rules, seed);
            let game = if is_scoresheet(games.len()) { made::as_scoresheet(&game) } else { game };
            games.push(([a, b], game.plays));
        }
    }
    (rules, games)
}

/// Every fourth game has a scoresheet only.
fn is_scoresheet(index: usize) -> bool {
    index % 4 == 3
}

fn sheets(rules: &GameRules, games: &[Game]) -> Vec<Sheet> {
    let sheet = |(teams, plays): &Game| {
        let report = own_report(rules, plays, &[Names::default(), Names::default()]);
        let keys = teams.map(|team| format!("t{team}"));
        Sheet::of(&report, keys, |side, number| Some(format!("t{}-{number}", teams[side])))
    };
    games.iter().map(sheet).collect()
}

/// Counts a figure of each player by looking at single facts.
fn recount(games: &[Game], figure: Figure) -> BTreeMap<String, i64> {
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for (index, (teams, plays)) in games.iter().enumerate() {
        let sheet_only = is_scoresheet(index);
        for placed in order(plays).placed {
            let value = serde_json::to_value(placed.fact).unwrap();
            let (Some(side), Some(player)) = (value["side"].as_str(), value["player"].as_str()) else {
                continue;
            };
            let team = teams[usize::from(side == "b")];
            let count = match (placed.fact, figure) {
                (Fact::Goal { points, .. }, Figure::Points) => i64::from(*points),
                (Fact::FreeThrow { made: true, .. }, Figure::Points | Figure::FreeThrows) => 1,
                (Fact::Goal { points: 3, .. }, Figure::Threes) => 1,
                (
                    Fact::Rebound { end: ReboundEnd::Offensive | ReboundEnd::Defensive, .. },
                    Figure::Rebounds,
                )
                | (Fact::Assist { .. }, Figure::Assists)
                | (Fact::Steal { .. }, Figure::Steals)
                | (Fact::Block { .. }, Figure::Blocks)
                    if !sheet_only =>
                {
                    1
                }
                _ => 0,
            };
            *sums.entry(format!("t{team}-{player}")).or_default() += count;
        }
    }
    sums
}

#[test]
fn every_total_equals_a_recount_over_the_plays() {
    let (rules, games) = season();
    let sheets = sheets(&rules, &games);
    for figure in FIGURES.into_iter().filter(|figure| *figure != Figure::Efficiency) {
        let sums = recount(&games, figure);
        let lists = leaders(&sheets, figure);
        let mut best: Vec<i64> = sums.values().copied().filter(|sum| *sum > 0).collect();
        best.sort_unstable_by(|one, other| other.cmp(one));
        let ours: Vec<i64> = lists.totals.iter().map(|one| one.total).collect();
        assert_eq!(ours, best[..ours.len()], "{figure:?}");
        for one in &lists.totals {
            assert_eq!(one.total, sums[&one.player], "{figure:?} {}", one.player);
        }
    }
    let points = leaders(&sheets, Figure::Points);
    assert_eq!((points.games, points.totals.len() >= 10), (15, true));
    // A scoresheet has no rebounds: its games are in no average.
    assert_eq!(leaders(&sheets, Figure::Rebounds).games, 12);
}

fn plays_of(score: &[(&str, &str, u8)], level: &str) -> Vec<Play> {
    let mut facts = vec![json!({ "kind": "level", "level": level }), json!({ "kind": "period_start" })];
    facts.extend(score.iter().map(
        |(side, player, points)| json!({ "kind": "goal", "side": side, "player": player, "points": points }),
    ));
    let play = |(index, fact): (usize, Value)| {
        serde_json::from_value(json!({ "id": format!("k1-{}", index + 1), "by": "scorer", "period": 1,
                                       "at": "2025-06-13T11:30:00Z", "fact": fact }))
        .unwrap()
    };
    facts.into_iter().enumerate().map(play).collect()
}

#[test]
fn an_average_needs_half_of_the_teams_games_and_equals_share_a_rank() {
    let rules = GameRules::by_names("fiba-2024", "4x10").unwrap();
    let games = vec![
        ([0, 1], plays_of(&[("a", "7", 3), ("a", "8", 2), ("b", "5", 2)], "scoresheet")),
        ([0, 2], plays_of(&[("a", "8", 2), ("b", "5", 2)], "scoresheet")),
        ([0, 3], plays_of(&[("a", "8", 2), ("b", "5", 2)], "scoresheet")),
        ([0, 4], plays_of(&[("a", "8", 2)], "score")),
    ];
    let lists = leaders(&sheets(&rules, &games), Figure::Points);
    assert_eq!(lists.games, 3, "nobody knows who scored in the last one");
    let total = |one: &league::leaders::Standing| (one.rank, one.player.clone(), one.total);
    assert_eq!(total(&lists.totals[0]), (1, "t0-8".into(), 6));
    assert_eq!(total(&lists.totals[1]), (2, "t0-7".into(), 3));
    assert!(lists.averages.iter().all(|one| one.player != "t0-7"), "one game of three is too few");
    assert!(lists.averages.iter().all(|one| (one.rank, one.tenths()) == (1, 20)), "{:?}", lists.averages);
    assert_eq!((lists.highs[0].value, lists.highs[0].sheet), (3, 0));
}

fn played(a: &str, b: &str, score: Option<[i64; 2]>, winner: Option<usize>) -> Played {
    Played { teams: [a, b].map(|key| (!key.is_empty()).then(|| key.to_owned())), score, winner }
}

#[test]
fn records_streaks_and_meetings_take_results_without_a_score_or_an_opponent() {
    let games = [
        played("x", "y", Some([80, 70]), Some(0)),
        played("y", "x", None, Some(1)),
        played("x", "", Some([91, 60]), Some(0)),
        played("y", "z", Some([60, 61]), Some(1)),
        played("x", "y", None, None),
    ];
    let found = records(&games);
    let of =
        |kind| found.iter().find(|record| record.kind == kind).map(|r| (r.value, r.game, r.side, r.times));
    assert_eq!(of(RecordKind::MostPoints), Some((91, 2, Some(0), 1)));
    assert_eq!(of(RecordKind::FewestPoints), Some((60, 2, Some(1), 2)));
    assert_eq!(of(RecordKind::BiggestMargin), Some((31, 2, Some(0), 1)));
    assert_eq!(of(RecordKind::Closest), Some((1, 3, Some(1), 1)));
    let all = runs(&games);
    assert_eq!((all[0].team.as_str(), all[0].now, all[0].longest), ("x", 3, 3));
    let y = all.iter().find(|run| run.team == "y").unwrap();
    assert_eq!((y.won, y.lost, y.now), (0, 3, -3));
    let meetings = head_to_head(&games);
    assert_eq!(meetings.len(), 1);
    assert_eq!(
        (meetings[0].won, meetings[0].points, meetings[0].games.clone()),
        ([2, 0], [80, 70], vec![0, 1, 4])
    );
    assert!(records(&[]).is_empty() && runs(&[]).is_empty());
}
