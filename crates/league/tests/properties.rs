//! What holds for every group and every ready-made rule set.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

use league::standings::{GameResult, Group, Outcome, Side, Standing, Team, all_ready_made, rank};
use proptest::prelude::*;
use std::collections::BTreeSet;

const TEAMS: u16 = 6;

fn result() -> impl Strategy<Value = GameResult> {
    let sides = (0..TEAMS, 1..TEAMS).prop_map(|(a, step)| (Team(a), Team((a + step) % TEAMS)));
    (sides, 60..64_u16, 1..4_u16, any::<bool>(), 0..12_u8, any::<bool>()).prop_map(
        |((a, b), loser, margin, a_wins, kind, overtime)| {
            let score = if a_wins { [loser + margin, loser] } else { [loser, loser + margin] };
            let at_fault = if a_wins { Side::B } else { Side::A };
            let outcome = match kind {
                0 => Outcome::Forfeit(at_fault),
                1 => Outcome::Default(at_fault),
                2 => Outcome::DoubleForfeit,
                3 => Outcome::Annulled,
                _ => Outcome::Played,
            };
            GameResult { overtime, outcome, ..GameResult::played(a, b, score) }
        },
    )
}

fn results() -> impl Strategy<Value = Vec<GameResult>> {
    proptest::collection::vec(result(), 0..24)
}

/// Places as sets of teams: inside a shared place the order means nothing.
fn places(standing: &Standing) -> Vec<BTreeSet<Team>> {
    standing.ranking.iter().map(|place| place.iter().copied().collect()).collect()
}

fn renamed(results: &[GameResult], names: &[u16]) -> Vec<GameResult> {
    let name = |team: Team| Team(names[usize::from(team.0)]);
    results.iter().map(|game| GameResult { a: name(game.a), b: name(game.b), ..game.clone() }).collect()
}

fn swapped(game: &GameResult) -> GameResult {
    let outcome = match game.outcome {
        Outcome::Forfeit(side) => Outcome::Forfeit(side.other()),
        Outcome::Default(side) => Outcome::Default(side.other()),
        other => other,
    };
    GameResult { a: game.b, b: game.a, score: [game.score[1], game.score[0]], outcome, ..game.clone() }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_games_and_sides_does_not_matter(
        games in results().prop_flat_map(|games| (Just(games.clone()), Just(games).prop_shuffle())),
    ) {
        let (games, shuffled) = games;
        let turned = shuffled.iter().map(swapped).collect();
        for rules in all_ready_made() {
            let standing = rank(&Group::finished(TEAMS, games.clone()), &rules).unwrap();
            let other = rank(&Group::finished(TEAMS, Vec::clone(&turned)), &rules).unwrap();
            prop_assert_eq!(places(&standing), places(&other));
        }
    }

    #[test]
    fn names_do_not_matter(games in results(), names in Just((0..TEAMS).collect::<Vec<_>>()).prop_shuffle()) {
        for rules in all_ready_made() {
            let standing = rank(&Group::finished(TEAMS, games.clone()), &rules).unwrap();
            let other = rank(&Group::finished(TEAMS, renamed(&games, &names)), &rules).unwrap();
            let named: Vec<BTreeSet<Team>> = places(&standing)
                .iter()
                .map(|place| place.iter().map(|team| Team(names[usize::from(team.0)])).collect())
                .collect();
            prop_assert_eq!(named, places(&other));
        }
    }

    #[test]
    fn every_team_is_placed_once_and_the_trace_accounts_for_every_tie(games in results()) {
        for rules in all_ready_made() {
            let standing = rank(&Group::finished(TEAMS, games.clone()), &rules).unwrap();
            let placed: Vec<Team> = standing.ranking.concat();
            prop_assert_eq!(placed.len(), usize::from(TEAMS));
            prop_assert_eq!(placed.iter().collect::<BTreeSet<_>>().len(), usize::from(TEAMS));
            for step in &standing.trace {
                let mut cut: Vec<Team> = step.classes.concat();
                let mut tied = step.teams.clone();
                cut.sort();
                tied.sort();
                prop_assert_eq!(cut, tied);
            }
            let shared: Vec<&Vec<Team>> = standing.ranking.iter().filter(|place| place.len() > 1).collect();
            prop_assert_eq!(shared, standing.draw_required.iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn points_never_rise_going_down_the_table(games in results()) {
        let fiba = league::standings::RuleSet::by_name("fiba").unwrap();
        let standing = rank(&Group::finished(TEAMS, games), &fiba).unwrap();
        prop_assert!(standing.rows.windows(2).all(|pair| pair[0].points >= pair[1].points));
        prop_assert!(standing.rows.windows(2).all(|pair| pair[0].rank <= pair[1].rank));
    }

    #[test]
    fn lots_settle_what_is_left_and_nothing_else(
        games in results(),
        lots in Just((0..TEAMS).map(Team).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        for rules in all_ready_made() {
            let mut group = Group::finished(TEAMS, games.clone());
            let before = rank(&group, &rules).unwrap();
            group.draws = vec![lots.clone()];
            let after = rank(&group, &rules).unwrap();
            prop_assert!(after.draw_required.is_empty());
            let by_lot = before.ranking.iter().flat_map(|place| {
                lots.iter().copied().filter(move |team| place.contains(team))
            });
            prop_assert_eq!(by_lot.collect::<Vec<_>>(), after.ranking.concat());
        }
    }
}
