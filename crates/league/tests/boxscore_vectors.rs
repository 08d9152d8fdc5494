//! Real games give no difference but those that a rule explains.
//!
//! The games are not part of this repository: where they are absent the test says how many were skipped.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

use league::boxscore::problem::Kind;
use league::boxscore::{Report, read, report};
use serde_json::Value;
use std::collections::BTreeMap;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/vectors/pbp/");

struct Game {
    files: &'static [&'static str],
    score: [i32; 2],
    /// Figures of the feed's box score that were compared, at least.
    figures: usize,
    /// Explained differences by figure.
    explained: &'static [(&'static str, usize)],
}

const GAMES: &[Game] = &[
    livestats(&["fibalivestats_nbl_2021-22/data-1999318.json"], [90, 84]),
    livestats(&["fibalivestats_nbl_2021-22/data-2053814.json"], [98, 95]),
    livestats(&["fibalivestats_nbl_2021-22/data-2069201.json"], [102, 107]),
    euroleague(&["euroleague_E2024/1_PlaybyPlay.json", "euroleague_E2024/1_Boxscore.json"], [77, 87]),
    euroleague(&["euroleague_E2024/35_PlaybyPlay.json", "euroleague_E2024/35_Boxscore.json"], [94, 98]),
    euroleague(&["euroleague_E2024/159_PlaybyPlay.json", "euroleague_E2024/159_Boxscore.json"], [90, 81]),
    Game {
        files: &["nba_cdn_live/0022000001_playbyplay.json", "nba_cdn_live/0022000001_boxscore.json"],
        score: [125, 99],
        figures: 700,
        explained: &[],
    },
    Game {
        files: &["fibalivestats_chile_csv/2607028_pbp.csv", "fibalivestats_chile_csv/2607028_players.csv"],
        score: [67, 51],
        figures: 430,
        explained: &[("plus_minus", 2), ("seconds", 8)],
    },
];

const fn livestats(files: &'static [&'static str], score: [i32; 2]) -> Game {
    Game { files, score, figures: 550, explained: &[] }
}

const fn euroleague(files: &'static [&'static str], score: [i32; 2]) -> Game {
    Game { files, score, figures: 450, explained: &[] }
}

fn counted(files: &[&str]) -> Option<Report> {
    let texts: Option<Vec<String>> =
        files.iter().map(|file| std::fs::read_to_string(format!("{FOLDER}{file}")).ok()).collect();
    let texts = texts?;
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    Some(report(read(&texts, None).unwrap()).compared())
}

#[test]
fn real_games_give_the_published_box_score() {
    let mut skipped = 0;
    for game in GAMES {
        let Some(report) = counted(game.files) else {
            skipped += 1;
            continue;
        };
        let differences = report.differences.as_ref().unwrap();
        assert_eq!(report.boxscore.flow.score(), game.score, "{:?}", game.files);
        let compared = report.feed.published.as_ref().unwrap().len();
        assert!(compared >= game.figures, "{:?}: only {compared} figures", game.files);
        assert_eq!(report.unexplained(), 0, "{:?}: {differences:#?}", game.files);
        let mut explained = BTreeMap::new();
        for difference in differences {
            *explained.entry(difference.stat.as_str()).or_insert(0) += 1;
        }
        let expected = game.explained.iter().copied().collect();
        assert_eq!(explained, expected, "{:?}", game.files);
        let doubtful = report.problems().iter().filter(|problem| problem.kind != Kind::ClockBackwards);
        assert_eq!(doubtful.count(), 0, "{:?}: {:?}", game.files, report.problems());
    }
    println!("{} games, {skipped} skipped: ../shared/vectors/pbp is absent", GAMES.len() - skipped);
}

/// How LiveStats counts ties in an overtime is not known; the rest agrees.
#[test]
fn leads_and_runs_are_those_of_the_feed() {
    for (file, overtime) in [("1999318", false), ("2053814", false), ("2069201", true)] {
        let path = format!("{FOLDER}fibalivestats_nbl_2021-22/data-{file}.json");
        let Ok(text) = std::fs::read_to_string(path) else {
            println!("1 game skipped: ../shared/vectors/pbp is absent");
            continue;
        };
        let theirs: Value = serde_json::from_str(&text).unwrap();
        let flow = counted(&[&format!("fibalivestats_nbl_2021-22/data-{file}.json")]).unwrap().boxscore.flow;
        for (side, key) in ["1", "2"].into_iter().enumerate() {
            let team = &theirs["tm"][key];
            assert_eq!(team["tot_sBiggestLead"], flow.biggest_lead[side], "{file}");
            assert_eq!(team["tot_sBiggestScoringRun"], flow.biggest_run[side], "{file}");
            assert_eq!(team["tot_sLeadChanges"], flow.lead_changes, "{file}");
            assert!(overtime || team["tot_sTimesScoresLevel"] == flow.ties, "{file}");
            let leading = (team["tot_sTimeLeading"].as_f64().unwrap() * 6000.0).round() as i64;
            assert_eq!(leading, flow.leading[side], "{file}");
        }
    }
}

#[test]
fn a_scoresheet_log_gives_its_sheet() {
    let name = "gochamps_scoresheet/final-cbi-05-10-2026";
    let Some(report) = counted(&[&format!("{name}.json")]) else {
        println!("1 game skipped: ../shared/vectors/pbp is absent");
        return;
    };
    let sheet = std::fs::read_to_string(format!("{FOLDER}{name}.expected.json")).unwrap();
    let sheet: Value = serde_json::from_str(&sheet).unwrap();
    let ours: Value = serde_json::from_str(&report.to_json()).unwrap();
    for (team, key) in ["team_a", "team_b"].into_iter().enumerate() {
        let (ours, expected) = (&ours["teams"][team], &sheet[key]);
        assert_eq!(ours["score"], expected["score"], "{key}");
        for (period, line) in ours["periods"].as_array().unwrap().iter().enumerate() {
            assert_eq!(
                line["points"],
                expected["points_by_period"][(period + 1).to_string()],
                "{key} {period}"
            );
        }
        let mut points: BTreeMap<&str, i64> = BTreeMap::new();
        for basket in expected["running_score"].as_object().unwrap().values() {
            let worth = match basket["type"].as_str().unwrap() {
                "2PT" => 2,
                "3PT" => 3,
                _ => 1,
            };
            *points.entry(basket["player_number"].as_str().unwrap()).or_default() += worth;
        }
        for player in expected["players"].as_array().unwrap() {
            let number = player["number"].as_str().unwrap();
            let own = ours["players"].as_array().unwrap().iter().find(|own| own["number"] == number).unwrap();
            assert_eq!(own["points"], points.get(number).copied().unwrap_or(0), "{key} {number}");
            // GD marks the end of a player's game; it is no foul of its own.
            let fouls = player["fouls"].as_array().unwrap().iter().filter(|foul| foul["type"] != "GD");
            assert_eq!(own["pf"], fouls.count(), "{key} {number}");
            assert_eq!(own["starter"], player["has_started"] == true, "{key} {number}");
            assert_eq!(own["played"], player["has_played"] == true, "{key} {number}");
        }
    }
}
