//! What is refused, and what is let in with a warning.

use league::fixture::{Score, Side};
use league::game::{
    After, Alert, DeviceName, Entered, Fact, GameRules, Phase, Play, PlayId, Refusal, Shirt, Warning, Who,
    command, replay, undo_target,
};
use serde_json::{Value, json};

/// A pad on the first device: it enters what it is told and keeps what was let in.
struct Pad {
    rules: GameRules,
    plays: Vec<Play>,
    period: u8,
}

impl Pad {
    fn new(edition: &str) -> Self {
        let rules = GameRules::by_names(edition, "4x10").unwrap();
        let mut pad = Self { rules, plays: Vec::new(), period: 0 };
        pad.enter(json!({ "kind": "level", "level": "scoresheet" })).unwrap();
        for side in ["a", "b"] {
            let squad = json!({ "kind": "squad", "side": side, "players": ["4", "5", "6", "7", "8", "9"] });
            pad.enter(squad).unwrap();
        }
        pad
    }

    /// In the first period.
    fn playing(edition: &str) -> Self {
        let mut pad = Self::new(edition);
        pad.period = 1;
        pad.enter(json!({ "kind": "period_start" })).unwrap();
        pad
    }

    fn enter(&mut self, fact: Value) -> Result<Entered, Refusal> {
        self.enter_after(None, fact)
    }

    fn enter_after(&mut self, after: Option<&str>, fact: Value) -> Result<Entered, Refusal> {
        let number = self.plays.len() + 1;
        let mut play = json!({
            "id": format!("k1-{number}"), "by": "scorer", "at": "2026-06-13T11:00:00Z", "period": self.period,
            "fact": fact,
        });
        if let Some(after) = after {
            play["after"] = json!(after);
        }
        let entered = command(&self.rules, &self.plays, serde_json::from_value(play).unwrap())?;
        self.plays.push(entered.play.clone());
        assert_eq!(entered.state, replay(&self.rules, &self.plays));
        Ok(entered)
    }

    fn refusal(&mut self, fact: Value) -> Refusal {
        self.enter(fact).expect_err("this is to be refused")
    }

    fn last(&self) -> PlayId {
        self.plays.last().unwrap().id.clone()
    }
}

fn goal(player: &str) -> Value {
    json!({ "kind": "goal", "side": "a", "player": player, "points": 2 })
}

fn foul(player: &str, code: &str, free_throws: u8) -> Value {
    json!({ "kind": "foul", "side": "a", "who": player, "code": code, "free_throws": free_throws })
}

fn warnings(entered: &Entered) -> Vec<Warning> {
    entered.warnings.iter().map(|alert| alert.warning.clone()).collect()
}

fn shirt(text: &str) -> Shirt {
    Shirt::parse(text).unwrap()
}

#[test]
fn nobody_scores_before_the_game_in_an_interval_or_after_the_end() {
    let mut pad = Pad::new("fiba-2024");
    assert_eq!(pad.refusal(goal("4")), Refusal::NotPlaying { phase: Phase::Before });
    pad.period = 1;
    pad.enter(json!({ "kind": "period_start" })).unwrap();
    pad.enter(goal("4")).unwrap();
    pad.enter(json!({ "kind": "period_end" })).unwrap();
    assert_eq!(pad.refusal(goal("4")), Refusal::NotPlaying { phase: Phase::Interval });
    pad.enter(json!({ "kind": "game_end" })).unwrap();
    assert_eq!(pad.refusal(goal("4")), Refusal::NotPlaying { phase: Phase::Over });
}

#[test]
fn a_basket_at_the_buzzer_goes_in_before_the_end_of_the_period() {
    let mut pad = Pad::playing("fiba-2024");
    pad.enter(goal("4")).unwrap();
    let before_the_end = pad.last().to_string();
    pad.enter(json!({ "kind": "period_end" })).unwrap();
    let entered = pad.enter_after(Some(&before_the_end), goal("5")).unwrap();
    assert_eq!((entered.state.score, entered.warnings), (Score { a: 4, b: 0 }, vec![]));
}

#[test]
fn who_has_five_fouls_scores_no_more_but_may_have_scored_before() {
    let mut pad = Pad::playing("fiba-2024");
    for _ in 0..5 {
        pad.enter(foul("4", "P", 0)).unwrap();
    }
    let refusal = pad.refusal(goal("4"));
    assert!(
        matches!(refusal, Refusal::NoLongerEntitled { side: Side::A, player, .. } if player == shirt("4"))
    );
    pad.enter_after(Some("k1-4"), goal("4")).expect("straight after the start he was still in the game");
}

#[test]
fn a_correction_is_judged_by_the_state_at_its_place() {
    let mut pad = Pad::playing("fiba-2024");
    pad.enter(goal("4")).unwrap();
    let basket = pad.last();
    for _ in 0..5 {
        pad.enter(foul("5", "P", 0)).unwrap();
    }
    pad.enter(json!({ "kind": "amend", "target": basket, "fact": goal("5") }))
        .expect("it was before his fifth foul");
    let moved = json!({ "kind": "amend", "target": basket, "fact": goal("5"), "moves": true });
    assert!(matches!(pad.refusal(moved), Refusal::NoLongerEntitled { .. }));
}

#[test]
fn a_foul_is_one_of_the_edition_for_this_person_with_these_free_throws() {
    let mut pad = Pad::playing("fiba-2026");
    let no_such =
        |code: &str| Refusal::NoSuchFoul { edition: "fiba-2026".into(), code: code.into(), category: None };
    assert_eq!(pad.refusal(foul("4", "U", 2)), no_such("U"));
    assert_eq!(pad.refusal(foul("4", "T", 1)), no_such("T"), "a technical foul has a category");
    assert!(matches!(pad.refusal(foul("4", "C", 1)), Refusal::NotChargeable { .. }));
    let allowed = vec![0, 1, 2, 3];
    assert_eq!(pad.refusal(foul("4", "P", 4)), Refusal::FreeThrowsNotPossible { code: "P".into(), allowed });
    let cancelled = json!({
        "kind": "foul", "side": "a", "who": "4", "code": "P", "free_throws": 2, "cancelled": true,
    });
    assert!(matches!(pad.refusal(cancelled), Refusal::FreeThrowsNotPossible { .. }));
    pad.enter(foul("4", "FL", 2)).unwrap();
}

#[test]
fn periods_begin_and_end_once() {
    let mut pad = Pad::playing("fiba-2024");
    assert_eq!(pad.refusal(json!({ "kind": "period_start" })), Refusal::PeriodAlreadyStarted);
    pad.enter(json!({ "kind": "period_end" })).unwrap();
    assert_eq!(pad.refusal(json!({ "kind": "period_end" })), Refusal::PeriodNotRunning);
    assert_eq!(pad.refusal(json!({ "kind": "period_start" })), Refusal::PeriodAlreadyStarted);
    pad.period = 17;
    assert_eq!(pad.refusal(json!({ "kind": "period_start" })), Refusal::NoSuchPeriod { period: 17 });
}

#[test]
fn a_correction_names_a_play_that_is_here_and_can_be_corrected() {
    let mut pad = Pad::playing("fiba-2024");
    let unknown = PlayId::parse("k9-1").unwrap();
    let retract = |target: &PlayId| json!({ "kind": "retract", "target": target });
    assert_eq!(pad.refusal(retract(&unknown)), Refusal::UnknownPlay { play: unknown.clone() });
    let nowhere = pad.enter_after(Some("k9-1"), goal("4"));
    assert_eq!(nowhere.unwrap_err(), Refusal::UnknownPlay { play: unknown });
    pad.enter(goal("4")).unwrap();
    let basket = pad.last();
    pad.enter(retract(&basket)).unwrap();
    assert_eq!(pad.refusal(retract(&basket)), Refusal::CannotBeCorrected { play: basket.clone() });
    let nested = json!({ "kind": "amend", "target": basket, "fact": retract(&basket) });
    assert_eq!(pad.refusal(nested), Refusal::CannotBeCorrected { play: basket });
}

#[test]
fn a_number_stands_for_one_play_and_sending_it_again_is_no_fault() {
    let mut pad = Pad::playing("fiba-2024");
    pad.enter(goal("4")).unwrap();
    let again = pad.plays.last().unwrap().clone();
    assert_eq!(command(&pad.rules, &pad.plays, again.clone()).unwrap().state.score, Score { a: 2, b: 0 });
    let other = Play { fact: Fact::HeldBall, after: Some(After::Start), ..again };
    assert_eq!(command(&pad.rules, &pad.plays, other).unwrap_err(), Refusal::NumberUsed);
}

#[test]
fn points_and_players_are_possible() {
    let mut pad = Pad::playing("fiba-2024");
    let four = json!({ "kind": "goal", "side": "a", "player": "4", "points": 4 });
    assert_eq!(pad.refusal(four), Refusal::PointsNotPossible { points: 4 });
    let twice = json!({ "kind": "substitution", "side": "a", "in": ["4"], "out": ["4"] });
    assert_eq!(pad.refusal(twice), Refusal::PlayerTwice { player: shirt("4") });
}

#[test]
fn what_looks_wrong_is_let_in_with_a_warning() {
    let mut pad = Pad::playing("fiba-2024");
    let stranger = pad.enter(goal("77")).unwrap();
    assert_eq!(warnings(&stranger), [Warning::NotInSquad { side: Side::A, player: shirt("77") }]);
    let time_out = json!({ "kind": "time_out", "side": "b" });
    for _ in 0..2 {
        assert_eq!(warnings(&pad.enter(time_out.clone()).unwrap()), []);
    }
    assert_eq!(warnings(&pad.enter(time_out).unwrap()), [Warning::TooManyTimeOuts { side: Side::B }]);
}

#[test]
fn an_insertion_warns_about_what_no_longer_fits_behind_it() {
    let mut pad = Pad::playing("fiba-2024");
    let start = pad.last().to_string();
    for _ in 0..4 {
        pad.enter(foul("4", "P", 0)).unwrap();
    }
    pad.enter(goal("4")).unwrap();
    let basket = pad.last();
    let entered = pad.enter_after(Some(&start), foul("4", "P", 0)).unwrap();
    let who = Who::Player(shirt("4"));
    let warning = Warning::NoLongerEntitled { side: Side::A, who };
    assert_eq!(entered.warnings, [Alert { play: basket, warning }]);
}

#[test]
fn undo_takes_back_the_newest_play_of_the_device_and_then_the_one_before() {
    let mut pad = Pad::playing("fiba-2024");
    let device = DeviceName::parse("k1").unwrap();
    pad.enter(goal("4")).unwrap();
    pad.enter(goal("5")).unwrap();
    for left in [2, 0] {
        let target = undo_target(&pad.plays, &device).unwrap();
        let entered = pad.enter(json!({ "kind": "retract", "target": target })).unwrap();
        assert_eq!(entered.state.score.a, left);
    }
    let target = undo_target(&pad.plays, &device).unwrap();
    assert_eq!(target.to_string(), "k1-4", "the start of the period is next");
    assert_eq!(undo_target(&pad.plays, &DeviceName::parse("k2").unwrap()), None);
}
