//! Box scores of one made-up game, told in every feed: four short quarters and an overtime.
//!
//! The box scores beside the plays were counted by another program.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

use league::boxscore::{Format, Report, read, report, siblings};
use serde_json::{Value, json};

#[path = "boxscore/broken.rs"]
mod broken;
#[path = "boxscore/reasons.rs"]
mod reasons;

const LIVESTATS: &str = include_str!("boxscore/livestats.json");
const EUROLEAGUE: [&str; 2] =
    [include_str!("boxscore/euroleague_PlaybyPlay.json"), include_str!("boxscore/euroleague_Boxscore.json")];
const NBA: [&str; 2] =
    [include_str!("boxscore/nba_playbyplay.json"), include_str!("boxscore/nba_boxscore.json")];
const CHILE: [&str; 2] = [include_str!("boxscore/chile_pbp.csv"), include_str!("boxscore/chile_players.csv")];
const GOCHAMPS: &str = include_str!("boxscore/gochamps.json");

fn feeds() -> [(Format, Vec<&'static str>); 5] {
    [
        (Format::LiveStats, vec![LIVESTATS]),
        (Format::EuroLeague, EUROLEAGUE.to_vec()),
        (Format::Nba, NBA.to_vec()),
        (Format::LiveStatsCsv, CHILE.to_vec()),
        (Format::GoChamps, vec![GOCHAMPS]),
    ]
}

fn counted(texts: &[&str]) -> Report {
    report(read(texts, None).unwrap()).compared()
}

fn document(texts: &[&str]) -> Value {
    serde_json::from_str(&counted(texts).to_json()).unwrap()
}

fn player<'d>(document: &'d Value, team: usize, number: &str) -> &'d Value {
    let players = document["teams"][team]["players"].as_array().unwrap();
    players.iter().find(|player| player["number"] == number).unwrap()
}

#[test]
fn every_feed_tells_the_same_game() {
    for (format, texts) in feeds() {
        let report = counted(&texts);
        assert_eq!(report.feed.format, format);
        assert_eq!(report.problems(), [], "{format:?}");
        assert_eq!(report.differences.as_deref(), Some(&[][..]), "{format:?}");
        let printed = document(&texts);
        let points: Vec<&Value> =
            printed["periods"].as_array().unwrap().iter().map(|row| &row["points"]).collect();
        assert_eq!(json!(points), json!([[2, 3], [1, 1], [1, 0], [3, 3], [3, 0]]), "{format:?}");
        assert_eq!(printed["periods"][4]["overtime"], true, "{format:?}");
        let fouls = printed["teams"].as_array().unwrap().iter().map(|team| &team["bench"]["fouls"]);
        assert_eq!(fouls.collect::<Vec<_>>(), [&json!(0), &json!(1)], "{format:?}");
        let compared = printed["compared"].as_u64().unwrap();
        assert_eq!(compared > 200, format != Format::GoChamps, "{format:?}: {compared} figures");
    }
}

#[test]
fn a_line_holds_what_the_plays_hold() {
    let printed = document(&[LIVESTATS]);
    let six = player(&printed, 0, "6");
    for (field, value) in [
        ("seconds", 2700),
        ("points", 7),
        ("fg2m", 1),
        ("fg2a", 1),
        ("fg3m", 1),
        ("fg3a", 1),
        ("ftm", 2),
        ("fta", 2),
        ("oreb", 0),
        ("dreb", 1),
        ("tov", 1),
        ("fouls_drawn", 2),
        ("points_in_the_paint", 2),
        ("plus_minus", 3),
        ("eff", 7),
        ("pir", 9),
    ] {
        assert_eq!(six[field], value, "{field}");
    }
    assert_eq!(player(&printed, 0, "7")["blk_against"], 1);
    assert_eq!(six["points_by_period"], json!([0, 1, 0, 3, 3]));
    let team = &printed["teams"][0];
    assert_eq!((&team["team"]["tov"], &team["team"]["oreb"]), (&json!(1), &json!(1)));
    assert_eq!(team["halves"][0]["points"], 3);
    assert_eq!((&team["halves"][1]["points"], &team["halves"][2]["half"]), (&json!(4), &json!("overtime")));
    assert_eq!(printed["flow"]["lead_changes"], 2);
    assert_eq!(printed["flow"]["biggest_lead"], json!([3, 3]));
    assert_eq!(printed["flow"]["biggest_run"], json!([6, 4]));
}

#[test]
fn did_not_play_is_not_no_minutes_and_not_recorded_is_not_nought() {
    let printed = document(&[LIVESTATS]);
    let (never, starter) = (player(&printed, 0, "0"), player(&printed, 0, "00"));
    assert_eq!((&never["played"], &never["seconds"]), (&json!(false), &json!(0)));
    assert_eq!((&starter["played"], &starter["seconds"]), (&json!(true), &json!(2700)));
    let sheet = document(&[GOCHAMPS]);
    let six = player(&sheet, 0, "6");
    assert_eq!((&six["points"], &six["ftm"], &six["pf"]), (&json!(7), &json!(2), &json!(0)));
    for unknown in ["fg2a", "fta", "oreb", "ast", "tov", "fouls_drawn", "eff", "pir", "points_in_the_paint"] {
        assert_eq!(six[unknown], Value::Null, "{unknown}");
    }
    assert_eq!(document(&EUROLEAGUE)["teams"][0]["totals"]["points_in_the_paint"], Value::Null);
}

#[test]
fn a_free_throw_counts_for_the_five_at_the_foul_in_the_nba_alone() {
    // Kiln's 10 comes on for 5 between 5's foul and the free throw that goes in.
    let plus_minus = |texts: &[&str], number| player(&document(texts), 0, number)["plus_minus"].clone();
    assert_eq!(plus_minus(&NBA, "5"), -1);
    assert_eq!(plus_minus(&NBA, "10"), 4);
    for texts in [&[LIVESTATS][..], &EUROLEAGUE, &CHILE] {
        assert_eq!(plus_minus(texts, "5"), 0);
        assert_eq!(plus_minus(texts, "10"), 3);
    }
}

#[test]
fn a_technical_foul_is_a_personal_foul_where_the_feed_says_so() {
    for (texts, fouls) in [(&[LIVESTATS][..], 1), (&EUROLEAGUE, 1), (&NBA, 0)] {
        let printed = document(texts);
        let four = player(&printed, 0, "4");
        assert_eq!((&four["pf"], &four["technicals"]), (&json!(fouls), &json!(1)));
    }
    let rating = |texts: &[&str]| player(&document(texts), 0, "4")["pir"].as_i64().unwrap();
    assert_eq!(rating(&[LIVESTATS]), rating(&EUROLEAGUE) - 1);
}

#[test]
fn a_change_at_the_tip_of_an_overtime_counts_as_the_league_counts_it() {
    assert_eq!(player(&document(&[LIVESTATS]), 1, "13")["seconds"], 300);
    let printed = document(&EUROLEAGUE);
    assert_eq!(player(&printed, 1, "13")["seconds"], 240);
    assert!(printed["notes"][0].as_str().unwrap().starts_with("2 changes at the opening 05:00"));
}

#[test]
fn an_entry_made_late_stands_where_its_clock_says() {
    let mut file: Value = serde_json::from_str(LIVESTATS).unwrap();
    let plays = file["pbp"].as_array_mut().unwrap();
    let basket =
        plays.iter_mut().find(|play| play["actionType"] == "3pt" && play["tno"] == 2 && play["period"] == 4);
    basket.unwrap()["actionNumber"] = 1000.into();
    let late = counted(&[&file.to_string()]);
    assert_eq!(late.boxscore.flow, counted(&[LIVESTATS]).boxscore.flow);
    assert_eq!(late.differences.as_deref(), Some(&[][..]));
}

#[test]
fn plays_alone_still_make_a_box_score() {
    for texts in [EUROLEAGUE[0], NBA[0], CHILE[0]] {
        let alone = document(&[texts]);
        assert_eq!(alone["problems"][0]["kind"], "missing");
        let scores: Vec<&Value> =
            alone["teams"].as_array().unwrap().iter().map(|team| &team["score"]).collect();
        assert_eq!(scores, [10, 7]);
    }
    // The starters are those who act before anybody sends them on; Kiln's 00 does nothing at all.
    let printed = document(&[EUROLEAGUE[0]]);
    assert_eq!(player(&printed, 0, "6")["starter"], true);
    assert_eq!(player(&printed, 0, "10")["starter"], false);
}

#[test]
fn either_file_of_a_feed_leads_to_the_other() {
    for (path, other) in [
        ("games/1_PlaybyPlay.json", "games/1_Boxscore.json"),
        ("games/1_Boxscore.json", "games/1_PlaybyPlay.json"),
        ("PlaybyPlay/107.json", "Boxscore/107.json"),
        ("0022000001_playbyplay.json", "0022000001_boxscore.json"),
        ("boxscore_0022000001.json", "playbyplay_0022000001.json"),
        ("2607028_pbp.csv", "2607028_players.csv"),
    ] {
        assert!(siblings(path).iter().any(|found| found == other), "{path}: {:?}", siblings(path));
    }
    assert!(siblings("data-2053814.json").is_empty());
    assert_eq!(document(&[NBA[1], NBA[0]]), document(&NBA));
}
