//! Feeds that are cut, changed or wrong: the sound part is used, the rest is listed, nothing panics.

use super::{CHILE, EUROLEAGUE, GOCHAMPS, LIVESTATS, NBA, counted, feeds};
use league::boxscore::problem::Kind;
use league::boxscore::{Report, read, report};

fn kinds(report: &Report) -> Vec<Kind> {
    report.problems().iter().map(|problem| problem.kind).collect()
}

#[test]
fn a_file_cut_anywhere_gives_what_is_whole() {
    for (format, texts) in feeds() {
        let whole = counted(&texts).feed.game.plays.len();
        let mut most = 0;
        // A few hundred places, spread so that every part of a play is met.
        for cut in (0..texts[0].len()).step_by(1 + texts[0].len() / 400) {
            let Some(text) = texts[0].get(..cut) else { continue };
            let mut cut_texts = texts.clone();
            cut_texts[0] = text;
            let Ok(feed) = read(&cut_texts, None) else { continue };
            let report = report(feed).compared();
            assert!(!report.to_json().is_empty());
            let plays = report.feed.game.plays.len();
            // A scoresheet cut before it takes a basket back has one more.
            assert!(plays <= whole + 1, "{format:?} cut at {cut}: {plays} plays of {whole}");
            most = most.max(plays);
        }
        assert!(most + 3 >= whole, "{format:?}: {most} plays of {whole} from the last cuts");
    }
}

#[test]
fn a_cut_box_score_leaves_the_plays_alone() {
    for texts in [EUROLEAGUE, NBA] {
        for cut in (0..texts[1].len()).step_by(61) {
            let Some(text) = texts[1].get(..cut) else { continue };
            let report = counted(&[texts[0], text]);
            let score = report.boxscore.flow.score();
            assert_eq!(score, [10, 7], "cut at {cut}");
        }
    }
}

#[test]
fn a_cut_feed_says_where_it_ends() {
    let report = counted(&[&NBA[0][..4000], NBA[1]]);
    let first = &report.problems()[0];
    assert_eq!(first.kind, Kind::CutFile);
    let kept: usize = first.place.strip_prefix("byte ").unwrap().parse().unwrap();
    assert!(NBA[0][..kept].ends_with('}') && kept > 3500, "{}", first.place);
    assert!(!report.feed.game.finished);
}

/// A fixed row of numbers.
struct Dice(u64);

impl Dice {
    fn below(&mut self, number: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % number
    }
}

#[test]
fn changed_values_never_panic() {
    let others: &[&str] = &[
        "null",
        "-1",
        "1e300",
        "99999999999999999999",
        "\"\"",
        "\"x\"",
        "[]",
        "{}",
        "true",
        "0.5",
        "\"99:99:99\"",
        "\"PT99M99.99S\"",
        "\"00:60\"",
        "255",
        "-9223372036854775808",
        "\"\u{4e2d}\u{6587}\"",
    ];
    let mut dice = Dice(7);
    let mut read_at_all = 0;
    for round in 0..400 {
        let feeds = feeds();
        let (_, texts) = &feeds[round % feeds.len()];
        let mut texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        let file = dice.below(texts.len());
        for _ in 0..=dice.below(3) {
            let text = &texts[file];
            // A value begins behind a colon or a comma and ends before the next comma or bracket.
            let begin =
                text.bytes().enumerate().skip(dice.below(text.len())).find(|(_, byte)| b":,".contains(byte));
            let Some((begin, _)) = begin else { continue };
            let end = text[begin + 1..].find([',', '}', ']', '\n']).map_or(text.len(), |end| begin + 1 + end);
            let other = others[dice.below(others.len())];
            texts[file] = format!("{}{other}{}", &text[..=begin], &text[end..]);
        }
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        if let Ok(feed) = read(&texts, None) {
            read_at_all += 1;
            assert!(report(feed).compared().to_json().contains("\"teams\""));
        }
    }
    assert!(read_at_all > 200, "{read_at_all} of 400 could still be read");
}

#[test]
fn an_unknown_player_counts_for_the_team_alone() {
    let own = LIVESTATS.replacen(
        "\"pno\":3,\"success\":1,\"actionType\":\"3pt\"",
        "\"pno\":77,\"success\":1,\"actionType\":\"3pt\"",
        1,
    );
    let report = counted(&[&own]);
    assert_eq!(kinds(&report), [Kind::UnknownPlayer]);
    assert_eq!(report.boxscore.flow.score(), [10, 7]);
    assert_eq!(report.boxscore.teams[0].team.get(league::boxscore::line::Stat::Points), 3);
    assert!(report.problems()[0].place.starts_with("pbp["), "{}", report.problems()[0].place);
}

#[test]
fn unknown_types_and_teams_are_listed_and_left_out() {
    for (text, other, kind) in [
        (LIVESTATS.replacen("\"steal\"", "\"robbery\"", 1), None, Kind::UnknownType),
        (EUROLEAGUE[0].replacen("\"ST\"", "\"XYZ\"", 1), Some(EUROLEAGUE[1]), Kind::UnknownType),
        (
            EUROLEAGUE[0].replacen("\"CODETEAM\":\"FOR ", "\"CODETEAM\":\"FAR ", 1),
            Some(EUROLEAGUE[1]),
            Kind::UnknownTeam,
        ),
        (NBA[0].replacen("\"steal\"", "\"robbery\"", 1), Some(NBA[1]), Kind::UnknownType),
        (CHILE[0].replacen(",steal,", ",robo,", 1), Some(CHILE[1]), Kind::UnknownType),
        (GOCHAMPS.replacen("field_goals_made", "dunks_admired", 1), None, Kind::UnknownType),
    ] {
        let texts: Vec<&str> = std::iter::once(text.as_str()).chain(other).collect();
        assert_eq!(kinds(&counted(&texts)), [kind], "{}", &text[..60]);
    }
}

#[test]
fn a_clock_that_runs_back_is_listed() {
    let back = EUROLEAGUE[0].replacen("\"02:00\"", "\"09:30\"", 1);
    let report = counted(&[&back, EUROLEAGUE[1]]);
    assert!(kinds(&report).contains(&Kind::ClockBackwards), "{:?}", report.problems());
    assert_eq!(report.boxscore.flow.score(), [10, 7]);
    let wrong = NBA[0].replacen("PT02M00.00S", "PT88M00.00S", 1);
    assert_eq!(kinds(&counted(&[&wrong, NBA[1]])), [Kind::Unreadable]);
}

#[test]
fn one_slip_of_a_period_costs_one_play() {
    for (text, other) in [
        (LIVESTATS.replacen("\"period\":2", "\"period\":15", 1), None),
        (NBA[0].replacen("\"period\":2", "\"period\":15", 1), Some(NBA[1])),
        (CHILE[0].replacen(",2,REGULAR,", ",15,REGULAR,", 1), Some(CHILE[1])),
    ] {
        let texts: Vec<&str> = std::iter::once(text.as_str()).chain(other).collect();
        let report = counted(&texts);
        assert_eq!(report.feed.game.periods.len(), 5, "{}", &text[..60]);
        assert!(report.problems().len() <= 1, "{:?}", report.problems());
        assert_eq!(report.boxscore.teams[0].players[2].seconds(), 2700);
    }
}

#[test]
fn a_missing_change_is_listed() {
    let lost = NBA[0].replacen(
        "\"actionType\":\"substitution\",\"subType\":\"in\"",
        "\"actionType\":\"stoppage\",\"subType\":\"\"",
        1,
    );
    let report = counted(&[&lost, NBA[1]]);
    assert!(kinds(&report).contains(&Kind::Lineup), "{:?}", report.problems());
}

#[test]
fn what_is_no_feed_is_refused() {
    for text in ["", "{", "[]", "{}", "hello", "a,b\n1,2\n", "{\"pbp\":[],\"tm\":{}}", "\u{feff}"] {
        assert!(read(&[text], None).is_err(), "{text:?}");
    }
}
