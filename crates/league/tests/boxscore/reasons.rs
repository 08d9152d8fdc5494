//! Differences: found, and explained by an event or not at all.

use super::{CHILE, EUROLEAGUE, LIVESTATS, counted};
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
fn a_minute_off_is_explained_where_a_pair_of_one_substitution_shares_it() {
    let off = |changes: &[(&str, &str, &str)]| {
        let mut file: serde_json::Value = serde_json::from_str(EUROLEAGUE[1]).unwrap();
        for (number, from, to) in changes {
            let stats = file["Stats"].as_array_mut().unwrap().iter_mut();
            let mut rows = stats.flat_map(|team| team["PlayersStats"].as_array_mut().unwrap().iter_mut());
            let row = rows.find(|row| row["Dorsal"] == *number && row["Minutes"] == *from).unwrap();
            row["Minutes"] = (*to).into();
        }
        counted(&[EUROLEAGUE[0], &file.to_string()])
    };
    // Forge's 13 comes on for 9 at the tip of the overtime.
    let (out, on) = (("9", "41:00", "40:00"), ("13", "04:00", "05:00"));
    assert_eq!(
        told(&off(&[out, on])),
        [(Some("9"), "seconds", -60, true), (Some("13"), "seconds", 60, true)]
    );
    assert_eq!(told(&off(&[on])), [(Some("13"), "seconds", 60, false)]);
    let half = off(&[("9", "41:00", "40:30"), ("13", "04:00", "04:30")]);
    assert_eq!(told(&half), [(Some("9"), "seconds", -30, false), (Some("13"), "seconds", 30, false)]);
    let another = ("12", "45:00", "44:00");
    assert_eq!(
        told(&off(&[another, on])),
        [(Some("12"), "seconds", -60, false), (Some("13"), "seconds", 60, false)]
    );
}

#[test]
fn whole_seconds_of_a_list_explain_seconds_and_points_of_the_same_second() {
    // Kiln's 10 comes on for 5 in the second in which Forge's 9 makes a free throw.
    let players = CHILE[1].replacen(",01:30,", ",01:29,", 1).replacen(",43:30,", ",43:31,", 1);
    let text = players.replacen(
        "Kiln,Local,1,01:29,0,0,0,0,0,0,0,0,0,1,0,0,0,0,1,0,0,1",
        "Kiln,Local,1,01:29,0,0,0,0,0,0,0,0,0,1,0,0,0,0,1,0,-1,1",
        1,
    );
    assert_ne!(text, players);
    let report = counted(&[CHILE[0], &text]);
    let expected = [
        (Some("5"), "plus_minus", -1, true),
        (Some("5"), "seconds", -1, true),
        (Some("10"), "seconds", 1, true),
    ];
    assert_eq!(told(&report), expected);
    let far = CHILE[1].replacen(",01:30,", ",01:20,", 1);
    assert_eq!(counted(&[CHILE[0], &far]).unexplained(), 1);
}
