//! The procedure beyond the worked cases: conditions, absences, reasons, groups compared, series.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

use league::standings::across::{RECORD_DIFFERENCE_SCORED, rank_across};
use league::standings::explain::{why_above, why_there};
use league::standings::series::{Leg, LostBy, best_of, home_sides, single_game, two_legs};
use league::standings::{
    Absence, AtTheEnd, Decider, GameResult, Group, Note, Number, Outcome, Refused, RuleSet, SecondForfeit,
    Side, Team, rank,
};

const A: Team = Team(0);
const B: Team = Team(1);
const C: Team = Team(2);
const D: Team = Team(3);

fn fiba() -> RuleSet {
    RuleSet::by_name("fiba").unwrap()
}

fn played(a: Team, b: Team, score_a: u16, score_b: u16) -> GameResult {
    GameResult::played(a, b, [score_a, score_b])
}

/// Two level: the direct game. Three or more: difference and points among them, then overall, then lots. Absence
/// because of work 0, without reason -2, and neither enters the difference.
fn city_employees() -> RuleSet {
    let text = RuleSet::ready_made_text("fiba").unwrap();
    let head = text.split("[[criteria]]").next().unwrap();
    let head = head.replace("name = \"fiba\"", "name = \"city-employees\"").replace(
        "[outcomes.no_show]\npoints = 0\nscore = [20, 0]",
        "[outcomes.no_show]\npoints = -2\nscore = [20, 0]\ndifference = \"ignored\"",
    );
    let criteria = [
        ("tied", "record", "tied_at_most = 2"),
        ("tied", "difference", "tied_at_least = 3\nthen = \"go_on\""),
        ("tied", "scored", "tied_at_least = 3\nthen = \"go_on\""),
        ("all", "difference", "then = \"go_on\""),
    ];
    let criteria = criteria.map(|(scope, value, more)| {
        format!("[[criteria]]\nscope = \"{scope}\"\nvalue = \"{value}\"\n{more}\n")
    });
    RuleSet::from_toml(&(head + &criteria.join("\n"))).unwrap()
}

#[test]
fn the_number_of_level_teams_chooses_the_criterion() {
    let rules = city_employees();
    let pair = Group::finished(3, vec![played(A, B, 71, 70), played(C, A, 90, 60), played(B, C, 80, 50)]);
    let three = rank(&pair, &rules).unwrap();
    assert_eq!(three.trace[0].decided_by, Decider::Criterion(1));
    assert_eq!(three.ranking, [[B], [C], [A]]);

    let two = Group { members: vec![A, B], ..pair };
    let two = rank(&two, &rules).unwrap();
    assert_eq!(two.trace[0].decided_by, Decider::Criterion(0));
    assert_eq!(two.ranking, [[A], [B]]);
}

#[test]
fn the_three_absences_have_their_own_points_and_effect() {
    let absent = |a, b, kind| GameResult { outcome: Outcome::Absent(Side::B, kind), ..played(a, b, 0, 0) };
    let results = vec![
        absent(A, B, Absence::WorkConflict),
        absent(A, C, Absence::NoShow),
        absent(A, D, Absence::Emergency),
        played(B, C, 70, 60),
    ];
    let standing = rank(&Group::finished(4, results), &city_employees()).unwrap();
    let rows: Vec<_> =
        standing.rows.iter().map(|row| (row.team, row.points, row.scored, row.conceded)).collect();
    assert_eq!(rows, [(A, 6, 40, 0), (B, 2, 70, 80), (D, 0, 0, 20), (C, -1, 60, 70)]);
    assert!(standing.notes.contains(&Note::ScoreIgnored { game: 1 }));
    assert!(standing.notes.contains(&Note::Credited { game: 0, score: [20, 0] }));
}

#[test]
fn the_effect_of_a_second_forfeit_is_traced() {
    let forfeit = |a, b| GameResult { outcome: Outcome::Forfeit(Side::A), ..played(a, b, 0, 20) };
    let results = vec![played(C, A, 80, 70), forfeit(C, A), forfeit(C, B), played(A, B, 70, 60)];
    let mut group = Group::finished(3, results);
    group.second_forfeit = SecondForfeit::OutAnnulled;
    let standing = rank(&group, &fiba()).unwrap();
    assert_eq!(standing.ranking, [[A], [B]]);
    assert_eq!(
        standing.notes[..2],
        [
            Note::SecondForfeit { team: C, games: vec![1, 2], results_stand: false },
            Note::AnnulledBySecondForfeit { team: C, game: 0 },
        ]
    );

    group.second_forfeit = SecondForfeit::OutStanding;
    let standing = rank(&group, &fiba()).unwrap();
    assert_eq!(standing.ranking.len(), 3);
    assert!(standing.rows.iter().any(|row| row.team == C && row.out && row.points == 2));
}

#[test]
fn one_above_another_is_explained_by_the_ties_that_held_both() {
    // B, C and D are level: B is first by difference, then C and D begin again with their own game.
    let results = vec![
        played(A, B, 80, 70),
        played(A, C, 80, 70),
        played(A, D, 80, 70),
        played(B, C, 70, 50),
        played(C, D, 70, 60),
        played(D, B, 70, 60),
    ];
    let group = Group::finished(4, results);
    let rules = fiba();
    let standing = rank(&group, &rules).unwrap();
    let why = why_above(&group, &rules, &standing, B, C).unwrap().unwrap();
    assert_eq!(why.numbers, [Number::Whole(4), Number::Whole(4)]);
    let [tie] = &why.ties[..] else { panic!("{why:?}") };
    assert_eq!(tie.decider, "h2h_diff");
    assert_eq!(tie.tried[0].numbers, vec![Number::Whole(3); 3]);
    assert_eq!(tie.tried[1].numbers, [10, -10, 0].map(Number::Whole));
    assert_eq!(tie.tried[1].games, [3, 4, 5]);
    assert_eq!(why_above(&group, &rules, &standing, C, B).unwrap(), None);
    assert_eq!(why_there(&group, &rules, &standing, A).unwrap().unwrap().ties, []);
}

#[test]
fn the_best_second_is_judged_without_the_game_against_the_last_of_a_larger_group() {
    let small = Group::finished(3, vec![played(A, B, 80, 70), played(A, C, 80, 70), played(B, C, 75, 70)]);
    let large = Group::finished(
        4,
        vec![
            played(A, B, 80, 70),
            played(A, C, 80, 70),
            played(A, D, 80, 70),
            played(B, C, 74, 70),
            played(B, D, 99, 30),
            played(C, D, 75, 70),
        ],
    );
    let rules = fiba();
    let standings = [rank(&small, &rules).unwrap(), rank(&large, &rules).unwrap()];
    let groups = [(&small, &standings[0]), (&large, &standings[1])];
    let across = rank_across(&groups, 2, &rules, &RECORD_DIFFERENCE_SCORED).unwrap();
    let order: Vec<usize> = across.ranking.iter().map(|place| place[0].group).collect();
    assert_eq!(order, [0, 1]);
    assert_eq!(across.ranking[1][0].left_out, [4]);
    assert_eq!(across.ranking[1][0].numbers, [3, -6, 144].map(Number::Whole));
    let missing = rank_across(&groups, 4, &rules, &RECORD_DIFFERENCE_SCORED);
    assert_eq!(missing, Err(Refused::NoSuchPlace { group: 0 }));
}

#[test]
fn a_forfeit_loses_best_of_three_but_only_one_game_of_five() {
    let forfeit = Leg { lost_by: Some(LostBy::Forfeit(Side::A)), ..Leg::played([0, 20]) };
    let won = Leg::played([80, 70]);
    assert_eq!(best_of(3, &[won, forfeit]).winner, Some(Side::B));
    assert_eq!(best_of(5, &[won, forfeit, won]).winner, None);
    assert_eq!(best_of(5, &[won, forfeit, won, won]).winner, Some(Side::A));
    assert_eq!(two_legs(&won, Some(&forfeit)).winner, Some(Side::B));
}

#[test]
fn overtime_is_a_question_to_the_series() {
    assert!(single_game(&Leg::played([70, 70])).overtime_due);
    let level = Leg::played([70, 70]);
    assert!(!two_legs(&level, None).overtime_due);
    assert!(!two_legs(&Leg::played([71, 70]), Some(&level)).overtime_due);
    assert!(two_legs(&Leg::played([71, 70]), Some(&Leg::played([70, 71]))).overtime_due);
    assert_eq!(home_sides(&[2, 2, 1]), [Side::A, Side::A, Side::B, Side::B, Side::A]);
}

#[test]
fn a_group_that_cannot_be_is_refused() {
    let ranked = |group: &Group| rank(group, &fiba()).unwrap_err();
    assert_eq!(ranked(&Group::finished(2, vec![played(A, B, 70, 70)])), Refused::Level { game: 0 });
    assert_eq!(ranked(&Group::finished(2, vec![played(A, A, 70, 60)])), Refused::SameTeamTwice { game: 0 });
    assert_eq!(ranked(&Group::finished(2, vec![played(A, C, 70, 60)])), Refused::UnknownTeam(C));
    let mut group = Group::finished(2, vec![]);
    group.members.push(A);
    assert_eq!(ranked(&group), Refused::RepeatedTeam(A));
}

#[test]
fn lots_decide_a_shared_place_once_they_are_drawn() {
    for end in [AtTheEnd::Share, AtTheEnd::RankingList, AtTheEnd::Draw] {
        let rules = RuleSet { at_the_end: end, ..fiba() };
        let mut group = Group::finished(2, vec![played(A, B, 80, 70), played(B, A, 80, 70)]);
        assert_eq!(rank(&group, &rules).unwrap().ranking, [vec![A, B]], "{end:?}");
        group.draws = vec![vec![B, A]];
        assert_eq!(rank(&group, &rules).unwrap().ranking, [vec![B], vec![A]], "{end:?}");
    }
}
