//! What the open games can still change, compared with playing them out.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

use league::standings::what_if::{Method, Outlook, what_if};
use league::standings::{GameResult, Group, OpenGame, RuleSet, Team, rank};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Games as `A 80:70 B`; a game to come as `A - B`.
fn group(text: &str) -> Group {
    let team = |name: &str| Team(u16::from(name.as_bytes()[0] - b'A'));
    let mut group = Group::finished(0, Vec::new());
    for line in text.split(',').map(str::trim) {
        let [a, score, b] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let (a, b) = (team(a), team(b));
        group.teams = group.teams.max(a.0 + 1).max(b.0 + 1);
        match score.split_once(':') {
            Some((own, theirs)) => {
                group.results.push(GameResult::played(a, b, [own.parse().unwrap(), theirs.parse().unwrap()]));
            }
            None => group.open.push(OpenGame { a, b }),
        }
    }
    group.members = (0..group.teams).map(Team).collect();
    group.complete = group.open.is_empty();
    group
}

fn fiba() -> RuleSet {
    RuleSet::by_name("fiba").unwrap()
}

fn possible(outlook: &Outlook) -> Vec<Vec<usize>> {
    outlook.teams.iter().map(|team| team.possible.clone()).collect()
}

#[test]
fn a_finished_group_is_certain() {
    let outlook = what_if(&group("A 80:70 B, A 80:70 C, B 80:70 C"), &fiba()).unwrap();
    assert_eq!(possible(&outlook), [[1], [2], [3]]);
    assert_eq!(outlook.teams[1].certain(), Some(2));
    assert!(outlook.is_exact() && outlook.stakes.is_empty());
}

#[test]
fn the_margin_of_the_last_game_decides_a_ring() {
    // A beat B by 10, B beat C by 5. C wins by up to 7: A, C, B; by up to 15: C, A, B; by more: C, B, A.
    let outlook = what_if(&group("A 80:70 B, B 75:70 C, C - A"), &fiba()).unwrap();
    assert_eq!(possible(&outlook), [vec![1, 2, 3], vec![2, 3], vec![1, 2, 3]]);
    assert!(outlook.is_exact());
    assert_eq!(outlook.stakes[0].teams, [Team(0), Team(1), Team(2)]);
    // A wins it: A is first, B second, C last. By own wins: none, one.
    assert_eq!(outlook.teams[0].by_own_wins, [vec![1, 2, 3], vec![1]]);
    assert_eq!(outlook.teams[2].by_own_wins, [vec![3], vec![1, 2]]);
}

#[test]
fn a_lead_between_two_rounds_can_be_turned_only_by_enough_points() {
    let outlook =
        what_if(&group("A 80:60 B, B - A, C 70:60 A, C 70:60 A, C 70:60 B, C 70:60 B"), &fiba()).unwrap();
    assert_eq!(possible(&outlook), [vec![2, 3], vec![2, 3], vec![1]]);
    assert!(outlook.is_exact());
}

#[test]
fn a_margin_that_can_only_grow_leaves_no_way_below() {
    // B and C are level on everything but C's open game against D, where only more can be gained.
    let text = "A 80:70 B, B 80:70 C, C 80:70 A, A 80:60 D, B 80:60 D, C - D";
    let outlook = what_if(&group(text), &fiba()).unwrap();
    assert!(outlook.is_exact(), "{outlook:?}");
    let last = outlook.teams.iter().find(|team| team.team == Team(3)).unwrap();
    assert_eq!(last.certain(), None);
}

#[test]
fn thirteen_open_games_are_bounded_and_say_so() {
    let mut text = String::from("A 80:70 B");
    for pair in ["A C", "A D", "A E", "A F", "B C", "B D", "B E", "B F", "C D", "C E", "C F", "D E", "D F"] {
        let (a, b) = pair.split_once(' ').unwrap();
        text += &format!(", {a} - {b}");
    }
    let outlook = what_if(&group(&text), &fiba()).unwrap();
    assert_eq!(outlook.method, Method::Bounded);
    assert_eq!(outlook.teams[0].possible, [1, 2, 3, 4, 5, 6]);
}

#[test]
fn twelve_open_games_are_answered_within_seconds() {
    let mut group =
        group("A 80:70 B, C 75:70 D, E 81:77 F, G 90:60 H, A 71:70 C, B 66:60 D, E 90:88 G, F 70:60 H");
    let pairs =
        [(0, 3), (1, 2), (4, 7), (5, 6), (0, 4), (1, 5), (2, 6), (3, 7), (0, 5), (1, 4), (2, 7), (3, 6)];
    group.open = pairs.map(|(a, b)| OpenGame { a: Team(a), b: Team(b) }).to_vec();
    group.complete = false;
    let outlook = what_if(&group, &fiba()).unwrap();
    assert_eq!(outlook.method, Method::EveryOutcome);
    assert!(outlook.is_exact(), "{:?}", outlook.teams);
}

/// Plays the open games out with every margin up to a limit and a few losing scores.
fn played_out(group: &Group, rules: &RuleSet) -> Vec<BTreeSet<usize>> {
    let mut seen = vec![BTreeSet::new(); usize::from(group.teams)];
    let mut tries: Vec<Vec<GameResult>> = vec![Vec::new()];
    for open in &group.open {
        let mut longer = Vec::new();
        for games in &tries {
            for margin in (-24..=24_i32).filter(|margin| *margin != 0) {
                for loser in [0_u16, 60] {
                    let more = loser + margin.unsigned_abs() as u16;
                    let score = if margin > 0 { [more, loser] } else { [loser, more] };
                    longer.push([&games[..], &[GameResult::played(open.a, open.b, score)]].concat());
                }
            }
        }
        tries = longer;
    }
    for games in tries {
        let mut over = group.clone();
        over.open.clear();
        over.complete = true;
        over.results.extend(games);
        let standing = rank(&over, rules).unwrap();
        for row in &standing.rows {
            let sharing = standing.rows.iter().filter(|other| other.rank == row.rank).count();
            seen[usize::from(row.team.0)].extend(row.rank..row.rank + sharing);
        }
    }
    seen
}

fn unfinished() -> impl Strategy<Value = Group> {
    let played = proptest::collection::vec((prop::bool::ANY, 1..6_u16), 10);
    (played, 0..8_usize, 0..8_usize).prop_map(|(played, first, second)| {
        let mut group = Group::finished(4, Vec::new());
        let pairs = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3), (1, 0), (2, 0), (3, 2), (3, 1)];
        for (place, ((a, b), (a_wins, margin))) in pairs.into_iter().zip(played).enumerate() {
            let (a, b) = (Team(a), Team(b));
            if place == first || place == second {
                group.open.push(OpenGame { a, b });
            } else {
                let score = if a_wins { [60 + margin, 60] } else { [60, 60 + margin] };
                group.results.push(GameResult::played(a, b, score));
            }
        }
        group.complete = false;
        group
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: std::env::var("CASES").map_or(24, |n| n.parse().unwrap()), failure_persistence: None, ..ProptestConfig::default() })]

    /// Nothing that can be played out is called impossible, and an exact answer is met by playing out.
    #[test]
    fn playing_out_gives_the_possible_ranks(group in unfinished()) {
        for name in ["fiba", "euroleague", "overall-first", "fiba-ratio", "wins-conceded-rate"] {
            let rules = RuleSet::by_name(name).unwrap();
            let outlook = what_if(&group, &rules).unwrap();
            let seen = played_out(&group, &rules);
            for (team, seen) in outlook.teams.iter().zip(seen) {
                let possible: BTreeSet<usize> = team.possible.iter().copied().collect();
                prop_assert!(seen.is_subset(&possible), "{name} {group:?} {team:?} {seen:?}");
                let proven: BTreeSet<usize> =
                    possible.iter().copied().filter(|rank| !team.unproven.contains(rank)).collect();
                prop_assert!(seen.is_subset(&proven), "{name}: seen but unproven {group:?} {team:?} {seen:?}");
                if name != "fiba-ratio" && name != "euroleague" {
                    prop_assert!(team.unproven.is_empty(), "{name}: not exact {group:?} {team:?} {seen:?}");
                }
            }
        }
    }
}
