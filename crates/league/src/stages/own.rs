//! A format by the organiser's own measures: groups of any size, and a knock-out of those who go through.

use super::template::{SizeRefused, groups};
use super::{GroupFormat, Losers, Series, Source, Stage, knockout};
use serde::{Deserialize, Serialize};

/// The measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Own {
    pub groups: u8,
    /// How often two of a group meet.
    pub times: u8,
    /// The first so many of each group go through; nobody does where the tables decide.
    pub through: u8,
    /// And so many of the next places, compared across the groups.
    pub best: u8,
    pub losers: Losers,
}

/// A bracket of more does not fit on paper.
const MOST: usize = 64;

impl Own {
    /// The fewest and most entries.
    pub(super) fn sizes(self) -> (usize, usize) {
        let smallest = usize::from(self.through) + usize::from(self.best > 0);
        (usize::from(self.groups.max(1)) * smallest.max(2), MOST)
    }
}

pub(super) fn stages(own: Own, entries: usize) -> Result<Vec<Stage>, SizeRefused> {
    let keys: Vec<String> =
        (0..own.groups.clamp(1, 26)).map(|at| char::from(b'A' + at).to_string()).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let mut first = groups(entries, &keys);
    for group in &mut first.groups {
        group.format = GroupFormat::RoundRobin(own.times);
    }
    let entrants = entrants(own, &keys);
    if entrants.len() > MOST {
        let (least, most) = own.sizes();
        return Err(SizeRefused { entries, least, most, must_be_even: false });
    }
    let mut stages = vec![first];
    if entrants.len() > 1 {
        stages.extend(knockout(&entrants, own.losers, Series::Single));
    }
    Ok(stages)
}

/// Firsts before seconds before thirds; the order within a place is the one that lets the fewest of one group meet at
/// once.
fn entrants(own: Own, keys: &[&str]) -> Vec<Source> {
    let count = keys.len();
    let orders = (0..count).flat_map(|turn| [(turn, false), (turn, true)]);
    let seeded = |(turn, reversed): (usize, bool)| {
        let mut entrants = Vec::new();
        for place in 1..=u16::from(own.through) {
            let turned = if place % 2 == 0 { turn } else { 0 };
            let mut tier: Vec<&str> = (0..count).map(|at| keys[(at + turned) % count]).collect();
            if reversed && place % 2 == 0 {
                tier.reverse();
            }
            entrants.extend(tier.into_iter().map(|key| Source::Group { group: key.to_owned(), place }));
        }
        let place = u16::from(own.through) + 1;
        entrants.extend((1..=u16::from(own.best)).map(|best| Source::Across { best, place }));
        entrants
    };
    orders.map(seeded).min_by_key(|entrants| meetings(entrants)).unwrap_or_default()
}

/// First games between two of one group.
fn meetings(entrants: &[Source]) -> usize {
    if entrants.len() < 2 {
        return 0;
    }
    let group = |source: &Source| match source {
        Source::Group { group, .. } => Some(group.clone()),
        _ => None,
    };
    let stages = knockout(entrants, Losers::Nothing, Series::Single);
    let ties = stages.iter().flat_map(|stage| &stage.ties);
    ties.filter(|tie| group(&tie.a).is_some_and(|one| group(&tie.b) == Some(one))).count()
}
