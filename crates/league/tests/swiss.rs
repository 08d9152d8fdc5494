//! Swiss rounds by play: whatever the results, every round that the form allows can be paired.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

use league::ids::EntryId;
use league::stages::swiss::next_round;
use std::collections::BTreeSet;

/// Plays so many rounds with results by chance and a table by points; gives the rounds that were paired.
fn play(size: i32, rounds: usize, seed: u64) -> usize {
    let mut chance = fastrand::Rng::with_seed(seed);
    let mut points: Vec<(EntryId, i32)> = (1..=size).map(|id| (EntryId(id), 0)).collect();
    let (mut met, mut rested) = (Vec::new(), Vec::new());
    let mut seen: BTreeSet<[EntryId; 2]> = BTreeSet::new();
    for round in 0..rounds {
        chance.shuffle(&mut points);
        points.sort_by_key(|(_, points)| -points);
        let table: Vec<EntryId> = points.iter().map(|(id, _)| *id).collect();
        let Some(paired) = next_round(&table, &met, &rested, rounds - round) else { return round };
        let mut all: Vec<EntryId> = paired.pairs.iter().flatten().copied().chain(paired.rests).collect();
        all.sort();
        assert_eq!(all, (1..=size).map(EntryId).collect::<Vec<_>>());
        for &[a, b] in &paired.pairs {
            assert!(seen.insert([a.min(b), a.max(b)]), "{a:?} and {b:?} again");
            let winner = if chance.bool() { a } else { b };
            points.iter_mut().find(|(id, _)| *id == winner).unwrap().1 += 1;
        }
        if let Some(rests) = paired.rests {
            assert!(!rested.contains(&rests), "{rests:?} rests again");
            points.iter_mut().find(|(id, _)| *id == rests).unwrap().1 += 1;
        }
        met.extend(paired.pairs);
        rested.extend(paired.rests);
    }
    rounds
}

#[test]
fn every_number_of_rounds_can_be_played_out() {
    let seeds = std::env::var("SEEDS").map_or(3, |seeds| seeds.parse().unwrap());
    for size in 4..=16 {
        for rounds in 1..size as usize + size as usize % 2 {
            for seed in 0..seeds {
                assert_eq!(play(size, rounds, seed), rounds, "{size} teams, {rounds} rounds, {seed}");
            }
        }
    }
}

#[test]
fn twenty_four_play_everybody() {
    assert_eq!(play(24, 23, 1), 23);
    assert_eq!(play(23, 23, 1), 23);
}

#[test]
fn neighbours_meet_where_the_rounds_to_come_allow_it() {
    let table: Vec<EntryId> = (1..=4).map(EntryId).collect();
    let pair = |a, b| [EntryId(a), EntryId(b)];
    let second = next_round(&table, &[pair(1, 2), pair(3, 4)], &[], 1).unwrap();
    assert_eq!((second.pairs, second.rounds), (vec![pair(1, 3), pair(2, 4)], 1));
    // Six who met in two circles of three cannot have another round: 1, 2, 3 have only one another left.
    let table: Vec<EntryId> = (1..=6).map(EntryId).collect();
    let across: Vec<[EntryId; 2]> = (1..=3).flat_map(|a| (4..=6).map(move |b| pair(a, b))).collect();
    assert_eq!(next_round(&table, &across, &[], 2), None);
    // After meetings by hand fewer rounds are left than were asked for; one is still paired.
    let by_hand = next_round(&table, &across[..8], &[], 3).unwrap();
    assert!(by_hand.rounds < 3, "{by_hand:?}");
}
