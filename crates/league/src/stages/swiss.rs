//! The next round of a Swiss group: neighbours in the table meet, nobody meets the same opponent twice, and the rounds
//! still to come can be paired as well.

use crate::ids::EntryId;
use look_ahead::{Meetings, Pairing};
use serde::Serialize;

mod look_ahead;

/// A paired round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SwissRound {
    pub pairs: Vec<[EntryId; 2]>,
    /// With an odd number the lowest one that has not rested yet.
    pub rests: Option<EntryId>,
    /// How many rounds are sure to be possible, this one included; fewer than asked for only after meetings that were
    /// not paired here.
    pub rounds: usize,
}

/// Pairs a table, best first, so that `rounds` rounds, this one included, can all be paired without a repeated meeting
/// or a second rest; where there are no such rounds any more, as many as there are.
///
/// The pairs follow the table: the first meets the nearest one below for whom the rest works out, and so on down.
/// `None` where those who have not met do not even make up this round.
pub fn next_round(
    table: &[EntryId],
    met: &[[EntryId; 2]],
    rested: &[EntryId],
    rounds: usize,
) -> Option<SwissRound> {
    let place = |entry: &EntryId| table.iter().position(|other| other == entry);
    // With an odd number the one beyond the table is the rest: everybody meets it once at most.
    let rest = table.len();
    let size = table.len() + table.len() % 2;
    let mut open = Meetings::all(size);
    for [a, b] in met {
        if let (Some(a), Some(b)) = (place(a), place(b)) {
            open.remove(a, b);
        }
    }
    for entry in rested.iter().filter_map(place) {
        if rest < size {
            open.remove(entry, rest);
        }
    }
    let most = rounds.clamp(1, size.saturating_sub(1).max(1));
    let (rounds, found) = (1..=most).rev().find_map(|rounds| Some((rounds, open.factors(&[], rounds)?)))?;
    let pairing = by_table(&open, size, rest, rounds, found);
    let mut paired = SwissRound { pairs: Vec::new(), rests: None, rounds };
    for [a, b] in pairing {
        match table.get(b) {
            Some(&opponent) => paired.pairs.push([table[a], opponent]),
            None => paired.rests = Some(table[a]),
        }
    }
    Some(paired)
}

/// Fixes pair after pair, each with the first opponent that still leaves so many rounds; `found` is one way that does.
fn by_table(open: &Meetings, size: usize, rest: usize, rounds: usize, mut found: Pairing) -> Pairing {
    let mut fixed: Pairing = Vec::new();
    let is_free = |fixed: &Pairing, one: usize| !fixed.iter().flatten().any(|&taken| taken == one);
    // Who rests is settled first, from the foot of the table up.
    let rests = (rest < size).then(|| (rest, (0..rest).rev().collect::<Vec<_>>()));
    let others = (0..rest).map(|one| (one, (one + 1..rest).collect::<Vec<_>>()));
    for (one, opponents) in rests.into_iter().chain(others) {
        if !is_free(&fixed, one) {
            continue;
        }
        let free = opponents.into_iter().filter(|&other| is_free(&fixed, other) && open.contains(one, other));
        for other in free.collect::<Vec<_>>() {
            let pair = [one.min(other), one.max(other)];
            fixed.push(pair);
            if found.contains(&pair) {
                break;
            }
            if let Some(another) = open.factors(&fixed, rounds) {
                found = another;
                break;
            }
            fixed.pop();
        }
    }
    fixed
}
