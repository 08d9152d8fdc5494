//! The next round of a Swiss group: neighbours in the table meet, nobody meets the same opponent twice.

use crate::ids::EntryId;
use serde::Serialize;
use std::collections::BTreeSet;

/// A paired round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SwissRound {
    pub pairs: Vec<[EntryId; 2]>,
    /// With an odd number the lowest one that has not rested yet.
    pub rests: Option<EntryId>,
}

/// Tries allowed before a round counts as not to be paired.
const TRIES: u32 = 200_000;

/// Pairs a table, best first. `None` where no round without a repeated meeting or a second rest was found.
pub fn next_round(table: &[EntryId], met: &[[EntryId; 2]], rested: &[EntryId]) -> Option<SwissRound> {
    let met: BTreeSet<[EntryId; 2]> = met.iter().flat_map(|&[a, b]| [[a, b], [b, a]]).collect();
    let mut tries = TRIES;
    if table.len().is_multiple_of(2) {
        let pairs = pair(table, &met, &mut tries)?;
        return Some(SwissRound { pairs, rests: None });
    }
    table.iter().rev().filter(|entry| !rested.contains(entry)).find_map(|&rests| {
        let others: Vec<EntryId> = table.iter().copied().filter(|&entry| entry != rests).collect();
        let pairs = pair(&others, &met, &mut tries)?;
        Some(SwissRound { pairs, rests: Some(rests) })
    })
}

fn pair(table: &[EntryId], met: &BTreeSet<[EntryId; 2]>, tries: &mut u32) -> Option<Vec<[EntryId; 2]>> {
    let Some((&first, others)) = table.split_first() else { return Some(Vec::new()) };
    for (at, &opponent) in others.iter().enumerate() {
        *tries = tries.checked_sub(1)?;
        if met.contains(&[first, opponent]) {
            continue;
        }
        let mut rest = others.to_vec();
        rest.remove(at);
        if let Some(mut pairs) = pair(&rest, met, tries) {
            pairs.insert(0, [first, opponent]);
            return Some(pairs);
        }
    }
    None
}
