//! A scorer's evening: plays forgotten and entered later, wrong and put right, taken back, moved, entered on a second
//! tablet, and all of it arriving shuffled and doubled. The game must come out as it was.

use super::made::{self, Dice, time_of};
use super::vectors::differences;
use league::fixture::Side;
use league::game::{After, Fact, GameRules, Play, PlayId, Shirt, replay};
use proptest::prelude::*;
use std::collections::HashMap;

/// A clean game as it was really entered.
pub struct Entered {
    pub plays: Vec<Play>,
    /// The plays that stand for the clean ones, by their ids.
    stands_for: HashMap<PlayId, PlayId>,
}

struct Scorer<'c> {
    clean: &'c [Play],
    dice: Dice,
    plays: Vec<Play>,
    stands_for: HashMap<PlayId, PlayId>,
    /// Where each clean play stands, once it is entered.
    seats: Vec<Option<PlayId>>,
    /// Clean plays that are still to be entered, or to be moved from where they were entered.
    forgotten: Vec<usize>,
    misplaced: Vec<(usize, PlayId)>,
}

pub fn entered(clean: &[Play], seed: u64) -> Entered {
    let mut scorer = Scorer {
        clean,
        dice: Dice::new(seed),
        plays: Vec::new(),
        stands_for: HashMap::new(),
        seats: vec![None; clean.len()],
        forgotten: Vec::new(),
        misplaced: Vec::new(),
    };
    for index in 0..clean.len() {
        scorer.enter(index);
        if scorer.dice.percent(10) {
            scorer.remember();
        }
    }
    while !scorer.forgotten.is_empty() || !scorer.misplaced.is_empty() {
        scorer.remember();
    }
    Entered { plays: scorer.plays, stands_for: scorer.stands_for }
}

impl Scorer<'_> {
    /// Both devices count on from the highest number they have seen.
    fn write(&mut self, device: &str, like: usize, after: Option<After>, fact: Fact) -> PlayId {
        let number = u32::try_from(self.plays.len()).unwrap() + 1;
        let id = PlayId::parse(&format!("{device}-{number}")).unwrap();
        let clean = &self.clean[like];
        // The second tablet's clock is ten minutes slow, which must not matter.
        let at = time_of(number) - chrono::Duration::minutes(if device == "k2" { 10 } else { 0 });
        self.plays.push(Play { id: id.clone(), at, after, fact, ..clean.clone() });
        id
    }

    fn enter(&mut self, index: usize) {
        let fact = self.clean[index].fact.clone();
        let before = self.seat_before(index);
        let may_go_astray = before.is_some() && !is_frame(&fact);
        match self.dice.below(100) {
            0..8 if may_go_astray => self.forgotten.push(index),
            8..14 if may_go_astray => {
                let wrong = Fact::Goal { side: Side::B, player: Shirt::parse("99"), points: 3, spot: None };
                let id = self.write("k1", index, None, wrong);
                self.write(
                    "k1",
                    index,
                    None,
                    Fact::Amend { target: id.clone(), fact: Box::new(fact), moves: false },
                );
                self.settle(index, id.clone(), id);
            }
            14..30 if before.is_some() && !is_frame(&fact) => {
                let last = self.last_seat_in_period(index).map(After::Play);
                let id = self.write("k2", index, last, fact);
                self.settle(index, id.clone(), id);
            }
            30..36 => {
                let id = self.write("k1", index, None, fact);
                let retraction = self.write("k1", index, None, Fact::Retract { target: id.clone() });
                self.write("k1", index, None, Fact::Retract { target: retraction });
                self.settle(index, id.clone(), id);
            }
            36..40 => {
                let never = Fact::TimeOut { side: Side::A };
                let id = self.write("k1", index, None, never);
                self.write("k1", index, None, Fact::Retract { target: id });
                let id = self.write("k1", index, None, fact);
                self.settle(index, id.clone(), id);
            }
            40..45 if may_go_astray => {
                // At the start of the period instead of its place; moved when somebody notices.
                let id = self.write("k1", index, Some(After::Start), fact);
                self.misplaced.push((index, id));
            }
            _ => {
                let id = self.write("k1", index, None, fact);
                self.settle(index, id.clone(), id);
            }
        }
    }

    fn remember(&mut self) {
        if let Some(index) = self.forgotten.pop() {
            let after = self.seat_before(index).map(After::Play);
            let id = self.write("k1", index, after, self.clean[index].fact.clone());
            self.settle(index, id.clone(), id);
        }
        if let Some((index, target)) = self.misplaced.pop() {
            let after = self.seat_before(index).map(After::Play);
            let fact = Box::new(self.clean[index].fact.clone());
            let seat =
                self.write("k1", index, after, Fact::Amend { target: target.clone(), fact, moves: true });
            self.settle(index, target, seat);
        }
    }

    fn settle(&mut self, index: usize, id: PlayId, seat: PlayId) {
        self.stands_for.insert(id, self.clean[index].id.clone());
        self.seats[index] = Some(seat);
    }

    /// The seat of the play straight before, if it has one in the same period.
    fn seat_before(&self, index: usize) -> Option<PlayId> {
        let before = index.checked_sub(1)?;
        let is_same = self.clean[before].period == self.clean[index].period;
        self.seats[before].clone().filter(|_| is_same)
    }

    fn last_seat_in_period(&self, index: usize) -> Option<PlayId> {
        let earlier = (0..index).rev().take_while(|at| self.clean[*at].period == self.clean[index].period);
        earlier.filter_map(|at| self.seats[at].clone()).next()
    }
}

/// What holds a game together is entered at once and on the first device.
fn is_frame(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::Level { .. }
            | Fact::Squad { .. }
            | Fact::Starters { .. }
            | Fact::PeriodStart
            | Fact::PeriodEnd
            | Fact::GameEnd
    )
}

fn rules(seed: u64) -> GameRules {
    let edition = ["fiba-2024", "fiba-2026"][usize::from(seed % 2 == 1)];
    let profile = ["4x10", "4x8", "4x12-running"][(seed / 2 % 3) as usize];
    GameRules::by_names(edition, profile).unwrap()
}

fn check(name: &str, expected: &serde_json::Value, rules: &GameRules, plays: &[Play]) {
    let mut wrong = Vec::new();
    differences(name, expected, &serde_json::to_value(replay(rules, plays)).unwrap(), &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_game_adds_up_to_what_happened_in_it(seed in any::<u64>()) {
        let rules = rules(seed);
        let game = made::game(&rules, seed);
        check("box score", &game.expected, &rules, &game.plays);
        let sheet = made::as_scoresheet(&game);
        check("scoresheet", &sheet.expected, &rules, &sheet.plays);
    }

    #[test]
    fn a_game_entered_with_slips_on_two_devices_comes_out_the_same(seed in any::<u64>()) {
        let rules = rules(seed);
        let game = made::game(&rules, seed);
        let entered = entered(&game.plays, seed);
        let state = replay(&rules, &entered.plays);
        let clean: Vec<&PlayId> = state.order.iter().map(|id| &entered.stands_for[id]).collect();
        let expected: Vec<&PlayId> = game.plays.iter().map(|play| &play.id).collect();
        prop_assert_eq!(clean, expected);
        check("with slips", &game.expected, &rules, &entered.plays);
    }

    #[test]
    fn the_order_of_arrival_and_repetitions_change_nothing(seed in any::<u64>(), by in any::<u64>()) {
        let rules = rules(seed);
        let mut plays = entered(&made::game(&rules, seed).plays, seed).plays;
        let state = replay(&rules, &plays);
        let mut dice = Dice::new(by);
        let repeated = (0..plays.len() / 3).map(|_| plays[dice.below(plays.len())].clone());
        plays.extend(repeated.collect::<Vec<_>>());
        dice.shuffle(&mut plays);
        prop_assert_eq!(replay(&rules, &plays), state);
    }

    #[test]
    fn whatever_part_has_arrived_its_order_changes_nothing(seed in any::<u64>(), by in any::<u64>()) {
        let rules = rules(seed);
        let plays = entered(&made::game(&rules, seed).plays, seed).plays;
        let mut dice = Dice::new(by);
        let mut part: Vec<Play> = plays.into_iter().filter(|_| dice.percent(60)).collect();
        let state = replay(&rules, &part);
        dice.shuffle(&mut part);
        prop_assert_eq!(replay(&rules, &part), state);
    }
}
