//! From plays in any order to facts in the order of the game.

use super::corrections::{Standing, standing};
use super::epochs::{Admission, admit};
use super::fact::Fact;
use super::identity::{DeviceName, PlayId};
use super::places::in_game_order;
use super::play::Play;

/// A fact at its place in the game, after all corrections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<'a> {
    /// The play it was first entered as; a correction does not change it.
    pub id: &'a PlayId,
    /// The play that says it now: the same one, or its last correction.
    pub said_by: &'a PlayId,
    pub period: u8,
    pub clock_ms: Option<u32>,
    pub fact: &'a Fact,
}

/// All facts of a game in its order, and what could not be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ordered<'a> {
    pub placed: Vec<Placed<'a>>,
    /// Plays of an old epoch that the holder of the sheet has neither accepted nor declined.
    pub waiting: Vec<&'a PlayId>,
    pub declined: Vec<&'a PlayId>,
    /// Corrections of plays that are not here, or that cannot be corrected.
    pub unmatched: Vec<&'a PlayId>,
    /// Plays that arrived in two versions under one id: a device counted wrongly.
    pub clashing: Vec<&'a PlayId>,
    pub epoch: u32,
    pub holder: Option<&'a DeviceName>,
}

/// Brings plays into the order of the game. The order they are given in, and repetitions, make no difference.
pub fn order(plays: &[Play]) -> Ordered<'_> {
    let book = Book::new(plays);
    let Admission { admitted, waiting, declined, epoch, holder } = admit(&book);
    let Standing { facts, unmatched } = standing(&book, &admitted);
    let placed = in_game_order(&book, &admitted, &facts);
    Ordered { placed, waiting, declined, unmatched, clashing: book.clashing, epoch, holder }
}

/// Every play once, by device and number.
pub(super) struct Book<'a> {
    pub plays: Vec<&'a Play>,
    /// Where the plays of each device begin and end in `plays`.
    devices: Vec<(&'a DeviceName, std::ops::Range<usize>)>,
    clashing: Vec<&'a PlayId>,
}

impl<'a> Book<'a> {
    pub fn new(given: &'a [Play]) -> Self {
        let mut sorted: Vec<&Play> = given.iter().collect();
        sorted.sort_by(|one, other| one.id.cmp(&other.id));
        let mut plays: Vec<&Play> = Vec::with_capacity(sorted.len());
        let mut clashing = Vec::new();
        for play in sorted {
            match plays.last_mut() {
                Some(kept) if kept.id == play.id => {
                    if *kept != play {
                        *kept = smaller(kept, play);
                        clashing.push(&play.id);
                    }
                }
                _ => plays.push(play),
            }
        }
        clashing.dedup();
        let mut devices: Vec<(&DeviceName, std::ops::Range<usize>)> = Vec::new();
        for (index, play) in plays.iter().enumerate() {
            match devices.last_mut() {
                Some((name, range)) if *name == &play.id.device => range.end = index + 1,
                _ => devices.push((&play.id.device, index..index + 1)),
            }
        }
        Self { plays, devices, clashing }
    }

    pub fn find(&self, id: &PlayId) -> Option<usize> {
        let device = self.devices.binary_search_by(|(name, _)| (*name).cmp(&id.device)).ok()?;
        let range = self.devices[device].1.clone();
        let offset =
            self.plays[range.clone()].binary_search_by_key(&id.number, |play| play.id.number).ok()?;
        Some(range.start + offset)
    }

    /// The plays of each device, by its own count.
    pub fn by_device(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        self.devices.iter().map(|(_, range)| range.clone())
    }
}

/// Any rule will do, as long as it does not ask which came first.
fn smaller<'a>(one: &'a Play, other: &'a Play) -> &'a Play {
    let text = |play: &Play| serde_json::to_string(play).unwrap_or_default();
    if text(other) < text(one) { other } else { one }
}
