//! Differences: found, and explained by an event or not at all.

use super::{EUROLEAGUE, LIVESTATS, counted};
use league::boxscore::Report;

fn livestats(change: impl Fn(&mut serde_json::Value)) -> Report {
    let mut file = serde_json::from_str(LIVESTATS).unwrap();
    change(&mut file);
    counted(&[&file.to_string()])
}

/// (number, stat, feed - ours, has a reason)
fn told(report: &Report) -> Vec<(Option<&str>, &str, i64, bool)> {
    let differences = report.differences.as_ref().unwrap();
    differences
        .iter()
        .map(|found| {
            (found.number.as_deref(), found.stat.as_str(), found.feed - found.ours, found.reason.is_some())
        })
        .collect()
}

#[test]
fn a_figure_that_no_rule_explains_stands_alone() {
    let report = livestats(|file| file["tm"]["1"]["pl"]["3"]["sPoints"] = 8.into());
    assert_eq!(told(&report), [(Some("6"), "points", 1, false)]);
    assert_eq!(report.unexplained(), 1);
}

#[test]
fn half_a_second_rounds_either_way() {
    // Comes on with 8:29.50 left instead of 8:30.00.
    let half = |file: &mut serde_json::Value| {
        let plays = file["pbp"].as_array_mut().unwrap();
        for play in
            plays.iter_mut().filter(|play| play["actionType"] == "substitution" && play["period"] == 1)
        {
            if play["periodType"] == "REGULAR" {
                play["clock"] = "08:29:50".into();
            }
        }
    };
    let report = livestats(half);
    let seconds: Vec<_> = told(&report).into_iter().filter(|(_, stat, ..)| *stat == "seconds").collect();
    assert_eq!(seconds, [(Some("5"), "seconds", -1, true)]);
    // Two seconds are no rounding.
    let report = livestats(|file| {
        half(file);
        file["tm"]["1"]["pl"]["2"]["sMinutes"] = "01:29".into();
    });
    assert!(told(&report).contains(&(Some("5"), "seconds", -2, false)));
}

#[test]
fn an_assist_without_its_play_is_explained_by_the_gap_after_the_basket() {
    let deleted = livestats(|file| {
        file["pbp"].as_array_mut().unwrap().retain(|play| play["actionType"] != "assist" || play["tno"] != 1);
    });
    assert_eq!(
        told(&deleted),
        [
            (Some("5"), "ast", 1, true),
            (Some("5"), "eff", 1, true),
            (Some("5"), "pir", 1, true),
            (None, "ast", 1, true),
            (None, "eff", 1, true),
            (None, "pir", 1, true),
        ]
    );
    // All baskets of Forge keep their entries: one more assist there has no event.
    let claimed = livestats(|file| file["tm"]["2"]["pl"]["3"]["sAssists"] = 1.into());
    assert_eq!(told(&claimed), [(Some("9"), "ast", 1, false)]);
}

#[test]
fn a_minute_off_is_explained_by_a_change_on_a_whole_minute_alone() {
    let off = |number: &str, from: &str, to: &str| {
        let mut file: serde_json::Value = serde_json::from_str(EUROLEAGUE[1]).unwrap();
        let stats = file["Stats"].as_array_mut().unwrap().iter_mut();
        let rows = stats.flat_map(|team| team["PlayersStats"].as_array_mut().unwrap().iter_mut());
        let row = rows.into_iter().find(|row| row["Dorsal"] == number && row["Minutes"] == from).unwrap();
        row["Minutes"] = to.into();
        counted(&[EUROLEAGUE[0], &file.to_string()])
    };
    assert_eq!(told(&off("13", "04:00", "05:00")), [(Some("13"), "seconds", 60, true)]);
    assert_eq!(told(&off("13", "04:00", "04:30")), [(Some("13"), "seconds", 30, false)]);
    assert_eq!(told(&off("12", "45:00", "44:00")), [(Some("12"), "seconds", -60, false)]);
}
