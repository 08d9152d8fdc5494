//! Slots filled when their source is official, and corrections that reach further than their own table.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

use league::ids::EntryId;
use league::stages::{
    Change, Changes, Crossing, Current, Graph, GroupState, Known, Slot, Source, Template, TieState, Why,
    apply, confirm, fill, generate,
};
use proptest::prelude::*;

/// Two groups of six, drawn: 1 to 6 in A, 7 to 12 in B.
struct Season {
    graph: Graph,
    known: Known,
    current: Current,
}

fn season() -> Season {
    let graph = generate(Template::Factory2025(Crossing::FirstAgainstLast), 12).unwrap();
    let mut known = Known::default();
    for at in 1..=6 {
        known.entered.insert(format!("draw A{at}").parse().unwrap(), EntryId(at));
        known.entered.insert(format!("draw B{at}").parse().unwrap(), EntryId(at + 6));
    }
    let mut season = Season { graph, known, current: Current::default() };
    assert_eq!(season.advance().changes.len(), 12);
    season
}

impl Season {
    fn fill(&self) -> Changes {
        fill(&self.graph, &self.known, &self.current)
    }

    fn advance(&mut self) -> Changes {
        let changes = self.fill();
        apply(&mut self.current, &changes);
        changes
    }

    fn table(&mut self, group: &str, ranking: &[&[i32]]) {
        let ranking =
            ranking.iter().map(|place| place.iter().map(|&entry| EntryId(entry)).collect()).collect();
        self.known.groups.insert(group.into(), GroupState { complete: true, official: true, ranking });
    }

    fn won(&mut self, code: &str, winner: i32, loser: i32) {
        let sides = [winner, loser].map(EntryId);
        self.known.ties.insert(code.into(), TieState { sides, winner: sides[0], official: true });
    }

    /// Group tables in the order of the draw, and every tie won by side A, up to the final.
    fn play(&mut self) {
        self.table("A", &[&[1], &[2], &[3], &[4], &[5], &[6]]);
        self.table("B", &[&[7], &[8], &[9], &[10], &[11], &[12]]);
        self.advance();
        for (code, winner, loser) in [("QF1", 1, 10), ("QF2", 2, 9), ("QF3", 3, 8), ("QF4", 7, 4)] {
            self.won(code, winner, loser);
        }
        self.advance();
        self.won("SF1", 1, 2);
        self.won("SF2", 3, 7);
        assert_eq!(self.advance().changes.len(), 4);
        assert_eq!(self.fill(), Changes::default(), "all is filled, nothing waits");
    }

    fn why(&self, slot: &Slot) -> Why {
        self.fill().waiting.into_iter().find(|waiting| waiting.slot == *slot).unwrap().why
    }
}

fn a(code: &str) -> Slot {
    Slot::TieA(code.into())
}

fn b(code: &str) -> Slot {
    Slot::TieB(code.into())
}

fn changed(changes: &Changes) -> Vec<(Slot, i32, Option<i32>)> {
    let changes = changes.changes.iter().map(|change| match change {
        Change::WouldChange { slot, was, to, .. } => (slot.clone(), was.0, to.map(|entry| entry.0)),
        Change::Fill { .. } => panic!("{change:?}"),
    });
    changes.collect()
}

#[test]
fn a_place_is_filled_when_its_group_is_complete_official_and_settled() {
    let mut season = season();
    assert_eq!(season.why(&a("QF1")), Why::GroupOpen { group: "A".into() });
    season.table("A", &[&[1], &[2], &[3, 4], &[5], &[6]]);
    season.known.groups.get_mut("A").unwrap().complete = false;
    assert_eq!(season.why(&a("QF1")), Why::GroupOpen { group: "A".into() });
    let group = season.known.groups.get_mut("A").unwrap();
    (group.complete, group.official) = (true, false);
    assert_eq!(season.why(&a("QF1")), Why::GroupNotOfficial { group: "A".into() });
    season.known.groups.get_mut("A").unwrap().official = true;
    let changes = season.advance();
    let fill = |slot, source: &str, entry| Change::Fill {
        slot,
        source: source.parse().unwrap(),
        entry: EntryId(entry),
    };
    assert_eq!(changes.changes, [fill(a("QF1"), "A1", 1), fill(a("QF2"), "A2", 2)]);
    assert_eq!(season.why(&a("QF3")), Why::DrawRequired { entries: vec![EntryId(3), EntryId(4)] });
    assert_eq!(season.why(&a("SF1")), Why::TieOpen { tie: "QF1".into() });
}

#[test]
fn a_result_not_yet_official_fills_nothing() {
    let mut season = season();
    season.table("A", &[&[1], &[2], &[3], &[4], &[5], &[6]]);
    season.table("B", &[&[7], &[8], &[9], &[10], &[11], &[12]]);
    season.advance();
    season.won("QF1", 1, 10);
    season.known.ties.get_mut("QF1").unwrap().official = false;
    assert_eq!(season.why(&a("SF1")), Why::TieNotOfficial { tie: "QF1".into() });
    // A result of a tie that other entries played is not this tie's.
    season.won("QF1", 1, 9);
    assert_eq!(season.why(&a("SF1")), Why::OtherEntries { of: "QF1".into() });
}

#[test]
fn a_corrected_tie_empties_what_was_built_on_it_with_the_way_there() {
    let mut season = season();
    season.play();
    season.won("QF1", 10, 1);
    let changes = season.fill();
    // The semi-final was played by 1, so final and third place hang in the air as well.
    let expected = [(a("SF1"), 1, Some(10)), (a("3P"), 2, None), (a("F"), 1, None)];
    assert_eq!(changed(&changes), expected);
    let Change::WouldChange { because, .. } = &changes.changes[2] else { panic!() };
    let way: Vec<&Slot> = because.iter().map(|cause| &cause.slot).collect();
    assert_eq!(way, [&a("SF1"), &a("F")]);
    assert_eq!(because[0].why, None);
    assert_eq!(because[1].why, Some(Why::OtherEntries { of: "SF1".into() }));
}

#[test]
fn a_corrected_table_reaches_the_final() {
    let mut season = season();
    season.play();
    season.table("A", &[&[2], &[1], &[3], &[4], &[5], &[6]]);
    let slots: Vec<Slot> = changed(&season.fill()).into_iter().map(|change| change.0).collect();
    assert_eq!(slots, [a("QF1"), a("QF2"), a("SF1"), b("SF1"), a("3P"), a("F")]);
    let changes = season.fill();
    let Change::WouldChange { because, .. } = changes.changes.last().unwrap() else { panic!() };
    let sources: Vec<String> = because.iter().map(|cause| cause.source.to_string()).collect();
    let way = ["A1", "winner of QF1", "A2", "winner of QF2", "winner of SF1"];
    assert_eq!(sources, way);
}

#[test]
fn an_emptied_slot_waits_for_a_person() {
    let mut season = season();
    season.play();
    season.table("A", &[&[1], &[2], &[3], &[5], &[4], &[6]]);
    let changes = season.advance();
    assert_eq!(changed(&changes)[0], (a("QF4"), 4, Some(5)));
    assert!(!season.current.filled.contains_key(&a("QF4")));
    let again = season.fill();
    assert_eq!(again.changes, [], "nothing is filled again by itself");
    let held = again.waiting.iter().find(|waiting| waiting.slot == a("QF4")).unwrap();
    assert_eq!((&held.why, held.to), (&Why::Held, Some(EntryId(5))));
    assert!(confirm(&mut season.current, &a("QF4")) && !confirm(&mut season.current, &a("QF4")));
    let source: Source = "A4".parse().unwrap();
    let filled = Change::Fill { slot: a("QF4"), source, entry: EntryId(5) };
    assert_eq!(season.fill().changes, [filled]);
}

#[test]
fn a_group_taken_back_empties_its_places_without_naming_another() {
    let mut season = season();
    season.play();
    season.known.groups.get_mut("B").unwrap().official = false;
    let changes = season.fill();
    assert!(changed(&changes).iter().all(|change| change.2.is_none()));
    assert_eq!(changed(&changes).len(), 4 + 4 + 4, "all that B reached");
}

#[test]
fn the_best_third_waits_for_every_group() {
    let mut season = season();
    season.graph.stages[1].ties[0].a = "best fifth".parse().unwrap();
    season.table("A", &[&[1], &[2], &[3], &[4], &[5], &[6]]);
    season.known.across.insert(5, vec![vec![EntryId(11)], vec![EntryId(5)]]);
    assert_eq!(season.why(&a("QF1")), Why::GroupOpen { group: "B".into() });
    season.table("B", &[&[7], &[8], &[9], &[10], &[11], &[12]]);
    season.advance();
    assert_eq!(season.current.filled[&a("QF1")], EntryId(11));
}

#[test]
fn another_entry_in_a_group_takes_its_table_back() {
    let mut season = season();
    season.play();
    season.known.entered.insert("draw A6".parse().unwrap(), EntryId(13));
    let changes = season.fill();
    let slot = Slot::Group { group: "A".into(), index: 5 };
    assert_eq!(changed(&changes)[0], (slot.clone(), 6, Some(13)));
    // The table still ranks entry 6: until it is made anew it settles nothing, and the way leads back to the draw.
    let Change::WouldChange { slot: next, because, .. } = &changes.changes[1] else { panic!() };
    assert_eq!((next, &because[0].slot), (&a("QF1"), &slot));
    assert_eq!(because[1].why, Some(Why::OtherEntries { of: "A".into() }));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_correction_ever_puts_another_entry_in_a_slot_in_silence(
        table in Just((1..=6).collect::<Vec<i32>>()).prop_shuffle(),
        upsets in proptest::collection::vec((0_usize..6, any::<bool>()), 0..4),
    ) {
        let mut season = season();
        season.play();
        let before = season.current.filled.clone();
        let places: Vec<&[i32]> = table.chunks(1).collect();
        season.table("A", &places);
        for (tie, official) in upsets {
            let code = ["QF1", "QF2", "QF3", "QF4", "SF1", "SF2"][tie];
            let state = season.known.ties.get_mut(code).unwrap();
            state.winner = if state.winner == state.sides[0] { state.sides[1] } else { state.sides[0] };
            state.official = official;
        }
        // However often the results are looked at, an emptied slot stays empty and keeps the memory of its entry.
        for _ in 0..3 {
            season.advance();
            for (slot, was) in &before {
                match season.current.filled.get(slot) {
                    Some(now) => prop_assert_eq!(now, was),
                    None => prop_assert_eq!(season.current.held[slot].was, *was),
                }
            }
        }
        prop_assert_eq!(season.fill().changes, []);
    }
}

#[test]
fn who_would_have_met_the_winner_of_a_tie_that_both_lost_goes_on() {
    let mut season = season();
    season.table("A", &[&[1], &[2], &[3], &[4], &[5], &[6]]);
    season.table("B", &[&[7], &[8], &[9], &[10], &[11], &[12]]);
    season.advance();
    season.known.void.insert("QF1".into());
    for (code, winner, loser) in [("QF2", 2, 9), ("QF3", 3, 8), ("QF4", 7, 4)] {
        season.won(code, winner, loser);
    }
    season.advance();
    let empty = Why::Nobody { tie: "QF1".into() };
    let slots = [a("SF1"), b("SF1"), a("SF2"), b("SF2")];
    let open = slots.iter().find(|slot| !season.current.filled.contains_key(slot)).unwrap().clone();
    assert_eq!(season.why(&open), empty);
    season.won("SF2", 3, 7);
    season.advance();
    let final_sides = [a("F"), b("F")].map(|slot| season.current.filled.get(&slot).map(|entry| entry.0));
    assert_eq!(final_sides, [Some(2), Some(3)], "the opponent of nobody goes on without a game");
}

#[test]
fn a_person_may_decide_who_stands_in_a_slot() {
    let mut season = season();
    season.play();
    season.table("A", &[&[2], &[1], &[3], &[4], &[5], &[6]]);
    season.known.decided.insert(a("QF1"), EntryId(1));
    season.known.decided.insert(a("QF2"), EntryId(2));
    let changes = season.fill();
    assert!(changes.changes.is_empty(), "{changes:?}");
}
