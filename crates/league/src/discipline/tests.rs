use super::*;
use chrono::{NaiveDate, NaiveDateTime};

/// "technical person 3 repeats suspension 1" as a rule; the key is its number.
fn rules(text: &str) -> Vec<Rule> {
    text.lines()
        .enumerate()
        .map(|(number, line)| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let repeats = words[3] == "each";
            let rest = &words[if repeats { 4 } else { 3 }..];
            Rule {
                key: format!("r{}", number + 1),
                kind: words[0].parse().unwrap(),
                counts: words[1].parse().unwrap(),
                at: words[2].parse().unwrap(),
                repeats,
                then: rest[0].parse().unwrap(),
                amount: rest.get(1).map_or(0, |amount| amount.parse().unwrap()),
            }
        })
        .collect()
}

/// "G1 湘钢 7 technical" as an incident; "-" for the team as such.
fn incidents(text: &str) -> Vec<Incident> {
    text.lines()
        .enumerate()
        .map(|(number, line)| {
            let words: Vec<&str> = line.split_whitespace().collect();
            Incident {
                key: format!("i{}", number + 1),
                game: words[0].into(),
                team: words[1].into(),
                person: (words[2] != "-").then(|| words[2].to_owned()),
                kind: words[3].parse().unwrap(),
            }
        })
        .collect()
}

fn check(table: &str, happened: &str, expected: &str) {
    let found = propose(&rules(table.trim()), &incidents(happened.trim()));
    let found: Vec<String> = found
        .iter()
        .map(|proposal| {
            let whom = proposal.person.as_deref().unwrap_or("-");
            let amount =
                if proposal.then.has_amount() { format!(" {}", proposal.amount) } else { String::new() };
            format!(
                "{} {} {whom} {}{amount} by {}",
                proposal.game,
                proposal.team,
                proposal.then.as_str(),
                proposal.incidents.join("+")
            )
        })
        .collect();
    assert_eq!(found.join("\n"), expected.trim());
}

#[test]
fn an_impostor_loses_the_game_and_the_second_time_the_team_is_out() {
    // REG-16 (a).
    let table = "impostor team 1 forfeit\nimpostor team 2 out";
    check(table, "G1 甲 9 impostor", "G1 甲 - forfeit by i1");
    check(
        table,
        "G1 甲 9 impostor\nG2 乙 5 impostor\nG4 甲 6 impostor",
        "G1 甲 - forfeit by i1\nG2 乙 - forfeit by i2\nG4 甲 - out by i1+i3",
    );
    // REG-16 (b) and (c): one case is enough against the whole team.
    check("impostor team 1 out", "G1 甲 9 impostor", "G1 甲 - out by i1");
}

#[test]
fn who_is_late_or_unregistered_forfeits_the_game() {
    // REG-14 (a), REG-17.
    let table = "late team 1 each forfeit\nunregistered team 1 each forfeit";
    check(
        table,
        "G1 甲 - late\nG3 甲 12 unregistered\nG4 甲 - late",
        "G1 甲 - forfeit by i1\nG4 甲 - forfeit by i1+i3\nG3 甲 - forfeit by i2",
    );
    check(table, "G1 甲 7 technical", "");
}

#[test]
fn technicals_are_counted_for_each_person_and_again_for_each_three() {
    let table = "technical person 3 each suspension 1";
    let two = "G1 甲 7 technical\nG2 甲 7 technical\nG2 甲 8 technical";
    check(table, two, "");
    check(
        table,
        &format!(
            "{two}\nG3 甲 7 technical\nG3 甲 - technical\nG4 甲 7 technical\nG5 甲 7 technical\nG6 甲 7 technical"
        ),
        "G3 甲 7 suspension 1 by i1+i2+i4\nG6 甲 7 suspension 1 by i1+i2+i4+i6+i7+i8",
    );
}

#[test]
fn each_rule_book_has_its_own_fouls() {
    let old = "unsportsmanlike person 2 suspension 1\ndisqualifying person 1 each suspension 2";
    let new = "flagrant person 2 suspension 1\ndisruptive person 4 suspension 1";
    let happened = "G1 甲 7 unsportsmanlike\nG2 甲 7 unsportsmanlike\nG3 甲 7 flagrant\nG4 甲 7 flagrant";
    check(old, happened, "G2 甲 7 suspension 1 by i1+i2");
    check(new, happened, "G4 甲 7 suspension 1 by i3+i4");
    check(
        old,
        "G1 甲 7 disqualifying\nG2 甲 7 disqualifying",
        "G1 甲 7 suspension 2 by i1\nG2 甲 7 suspension 2 by i1+i2",
    );
}

#[test]
fn a_team_that_does_not_come_pays_loses_points_and_goes() {
    let table =
        "no_show team 1 fine 50000\nno_show team 1 points -1\nno_show team 2 out\nwithdrawal team 1 out";
    check(
        table,
        "G1 甲 - no_show\nG2 甲 - no_show",
        "G1 甲 - fine 50000 by i1\nG1 甲 - points -1 by i1\nG2 甲 - out by i1+i2",
    );
    check(table, "G1 乙 - withdrawal", "G1 乙 - out by i1");
}

fn day(day: u32) -> Option<NaiveDateTime> {
    NaiveDate::from_ymd_opt(2027, 6, day).and_then(|date| date.and_hms_opt(19, 0, 0))
}

/// "G1 13 counts, G2 20 ahead" as games; "?" for an unknown date.
fn serving(bans: &[(&str, u32, u32)], games: &str, expected: &str) {
    let games: Vec<Game> = games
        .split(", ")
        .map(|game| {
            let words: Vec<&str> = game.split_whitespace().collect();
            let standing = match words[2] {
                "ahead" => Standing::Ahead,
                "counts" => Standing::Counts,
                _ => Standing::DoesNot,
            };
            Game { key: words[0], at: words[1].parse().ok().and_then(day), standing }
        })
        .collect();
    let bans: Vec<Ban> =
        bans.iter().map(|(after, at, games)| Ban { after, after_at: day(*at), games: *games }).collect();
    let found: Vec<String> = serve(&bans, &games)
        .iter()
        .map(|served| format!("served {:?} bars {:?} left {}", served.served, served.bars, served.left))
        .collect();
    assert_eq!(found.join("; ").replace('"', ""), expected);
}

#[test]
fn a_suspension_is_served_game_by_game() {
    serving(
        &[("G1", 13, 2)],
        "G1 13 counts, G2 20 ahead, G3 27 ahead, G4 28 ahead",
        "served [] bars [G2, G3] left 2",
    );
    serving(
        &[("G1", 13, 2)],
        "G1 13 counts, G2 20 counts, G3 27 ahead, G4 28 ahead",
        "served [G2] bars [G3] left 1",
    );
    serving(&[("G1", 13, 1)], "G1 13 counts, G2 20 counts, G3 27 ahead", "served [G2] bars [] left 0");
}

#[test]
fn a_postponed_game_does_not_serve_it_and_the_next_one_does() {
    serving(&[("G1", 13, 1)], "G1 13 counts, G2 20 does_not, G3 27 ahead", "served [] bars [G3] left 1");
    // Set again for a later date, the postponed game is the one after G3.
    serving(&[("G1", 13, 1)], "G1 13 counts, G2 30 ahead, G3 27 ahead", "served [] bars [G3] left 1");
    serving(&[("G1", 13, 2)], "G1 13 counts, G2 ? ahead, G3 27 ahead", "served [] bars [G3, G2] left 2");
}

#[test]
fn two_suspensions_follow_each_other_and_earlier_games_serve_nothing() {
    serving(
        &[("G2", 20, 1), ("G2", 20, 1)],
        "G1 13 counts, G2 20 counts, G3 27 counts, G4 28 ahead",
        "served [G3] bars [] left 0; served [] bars [G4] left 1",
    );
    serving(&[("G4", 28, 3)], "G1 13 counts, G4 28 counts, G5 30 ahead", "served [] bars [G5] left 3");
}

/// Fouls as "a 7 T 1", the side, the shirt or the word for who it was, the code and the category if it has one.
fn fouls(text: &str) -> Vec<crate::game::Play> {
    text.lines()
        .enumerate()
        .map(|(number, line)| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let mut fact = serde_json::json!({ "kind": "foul", "side": words[0], "who": words[1], "code": words[2] });
            if let Some(category) = words.get(3) {
                fact["category"] = serde_json::json!(category.parse::<u8>().unwrap());
            }
            serde_json::from_value(serde_json::json!({
                "id": format!("k1-{}", number + 1), "by": "scorer", "at": "2026-10-16T11:30:00Z", "period": 1, "fact": fact,
            }))
            .unwrap()
        })
        .collect()
}

fn counted(edition: &str, text: &str) -> Vec<String> {
    let rules = crate::game::GameRules::by_names(edition, "4x10").unwrap();
    let all = called(&rules, &fouls(text));
    let line = |one: &Called| {
        let shirt = one.shirt.as_deref().unwrap_or("-");
        format!("{} {shirt} {} {}", one.side.as_str(), one.kind.as_str(), one.count)
    };
    all.iter().map(line).collect()
}

#[test]
fn plays_count_the_fouls_of_their_edition_and_no_ordinary_ones() {
    let text = "a 7 P\na 7 T\na 7 U\nb coach C\nb bench B\nb 00 D\na 7 T";
    assert_eq!(
        counted("fiba-2024", text),
        ["a 7 technical 2", "a 7 unsportsmanlike 1", "b - technical 2", "b 00 disqualifying 1"]
    );
    let text = "a 7 T 1\na 7 T 2\na 8 DI\nb 9 FL\nb 9 U\nb delegation BD";
    assert_eq!(
        counted("fiba-2026", text),
        ["a 7 technical 2", "a 8 disruptive 1", "b - disqualifying 1", "b 9 flagrant 1"],
        "there is no unsportsmanlike foul any more"
    );
}
