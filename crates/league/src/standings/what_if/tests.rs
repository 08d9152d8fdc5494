//! The solver alone, without the search that usually comes first.

use super::exact::{Answer, can_reach};
use super::integer::{Condition, Solution, solve};
use super::outcome::{Try, World};
use super::reach::Reach;
use crate::standings::counting::count;
use crate::standings::{GameResult, Group, OpenGame, RuleSet, Team};
use proptest::prelude::*;

fn at_least(factors: &[i64], constant: i64) -> Condition {
    Condition { factors: factors.to_vec(), constant, is_zero: false }
}

fn zero(factors: &[i64], constant: i64) -> Condition {
    Condition { is_zero: true, ..at_least(factors, constant) }
}

#[test]
fn a_system_is_solved_in_whole_numbers() {
    assert_eq!(solve(&[], 2), Solution::Found(vec![0, 0]));
    assert_eq!(solve(&[zero(&[1], -3)], 1), Solution::Found(vec![3]));
    assert_eq!(solve(&[zero(&[1], 3)], 1), Solution::Impossible);
    // Two halves make no whole.
    assert_eq!(solve(&[zero(&[2], -5)], 1), Solution::Impossible);
    assert_eq!(solve(&[at_least(&[2], -5), at_least(&[-2], 5)], 1), Solution::Impossible);
    assert_eq!(
        solve(&[at_least(&[3, 2], -7), at_least(&[-3, -2], 7), at_least(&[-1, 0], 0)], 2),
        Solution::Impossible
    );
    let Solution::Found(found) = solve(&[zero(&[3, -2], -7), at_least(&[-1, 0], 9)], 2) else { panic!() };
    assert_eq!(3 * found[0] - 2 * found[1], 7);
}

fn unfinished() -> impl Strategy<Value = Group> {
    let played = proptest::collection::vec((any::<bool>(), 1..4_u16), 9);
    (played, 0..9_usize, 0..9_usize).prop_map(|(played, first, second)| {
        let mut group = Group::finished(4, Vec::new());
        let pairs = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3), (1, 0), (2, 0), (2, 1)];
        for (place, ((a, b), (a_wins, margin))) in pairs.into_iter().zip(played).enumerate() {
            let (a, b) = (Team(a), Team(b));
            if place == first || place == second {
                group.open.push(OpenGame { a, b });
            } else {
                let score = if a_wins { [6 + margin, 6] } else { [6, 6 + margin] };
                group.results.push(GameResult::played(a, b, score));
            }
        }
        group.complete = false;
        group
    })
}

/// The ranks that small margins and scores show, by team.
fn shown(world: &World<'_>, outcome: u32) -> Vec<u64> {
    let mut tries: Vec<Vec<Try>> = vec![Vec::new()];
    for _ in &world.open {
        tries = tries
            .into_iter()
            .flat_map(|games| {
                (1..14).flat_map(move |margin| [0, 7, 30].map(|loser| (margin, loser))).map(
                    move |(margin, loser)| [&games[..], &[Try { loser, margin, overtime: false }]].concat(),
                )
            })
            .collect();
    }
    let mut ranks = vec![0; world.teams.len()];
    for tries in tries {
        super::unite(&mut ranks, &world.ranks(outcome, &tries, &mut Vec::new()));
    }
    ranks
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn solving_agrees_with_playing_out(group in unfinished()) {
        for name in ["fiba", "overall-first", "wins-conceded-rate"] {
            let rules = RuleSet::by_name(name).unwrap();
            let count = count(&group, &rules).unwrap();
            let world = World::new(&group, &rules, &count);
            for outcome in 0..1 << world.open.len() {
                let shown = shown(&world, outcome);
                let bound = Reach::new(&world, outcome).ranks();
                for team in 0..world.teams.len() {
                    for rank in 0..world.teams.len() {
                        let answer = can_reach(&world, outcome, team, rank);
                        match answer {
                            Answer::Scores(tries) => {
                                let ranks = world.ranks(outcome, &tries, &mut Vec::new());
                                prop_assert!(ranks[team] >> rank & 1 == 1, "{name}: scores that do not lead there");
                                prop_assert!(bound[team] >> rank & 1 == 1, "{name}: outside the bound");
                            }
                            Answer::Impossible => {
                                prop_assert!(shown[team] >> rank & 1 == 0, "{name}: called impossible {group:?}");
                            }
                            Answer::Unknown => prop_assert!(false, "{name}: unknown"),
                        }
                    }
                }
            }
        }
    }
}
