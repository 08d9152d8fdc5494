//! Who keeps the sheet, and which plays of former keepers wait.

use super::fact::Fact;
use super::identity::{DeviceName, PlayId};
use super::order::Book;
use super::play::Play;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

pub(super) struct Admission<'a> {
    /// For each play of the book whether it counts.
    pub admitted: Vec<bool>,
    pub waiting: Vec<&'a PlayId>,
    pub declined: Vec<&'a PlayId>,
    pub epoch: u32,
    pub holder: Option<&'a DeviceName>,
}

/// A play counts when every later keeper of the sheet knew it, or when a keeper accepted it.
pub(super) fn admit<'a>(book: &Book<'a>) -> Admission<'a> {
    let keepers = keepers(book);
    let known = |play: &Play| match keepers.range((Bound::Excluded(play.epoch), Bound::Unbounded)).next() {
        Some((_, keeper)) => keeper.known.get(&play.id.device).is_some_and(|last| play.id.number <= *last),
        None => true,
    };
    let answers = answers(book, &keepers, &known);
    let (mut waiting, mut declined) = (Vec::new(), Vec::new());
    let admitted = book.plays.iter().map(|play| {
        let is_handover = matches!(play.fact, Fact::TakeOver { .. });
        if is_handover || known(play) || answers.accepted.contains(&play.id) {
            return true;
        }
        let list = if answers.declined.contains(&play.id) { &mut declined } else { &mut waiting };
        list.push(&play.id);
        false
    });
    let admitted = admitted.collect();
    let (epoch, holder) = match keepers.last_key_value() {
        Some((epoch, keeper)) => (*epoch, Some(keeper.device)),
        None => (1, None),
    };
    Admission { admitted, waiting, declined, epoch, holder }
}

struct Keeper<'a> {
    device: &'a DeviceName,
    known: &'a BTreeMap<DeviceName, u32>,
}

/// One keeper for each epoch. The server hands an epoch out once; should two devices claim it, the first name wins.
fn keepers<'a>(book: &Book<'a>) -> BTreeMap<u32, Keeper<'a>> {
    let mut keepers = BTreeMap::new();
    for play in &book.plays {
        if let Fact::TakeOver { known } = &play.fact {
            keepers.entry(play.epoch).or_insert(Keeper { device: &play.id.device, known });
        }
    }
    keepers
}

#[derive(Default)]
struct Answers<'a> {
    accepted: BTreeSet<&'a PlayId>,
    declined: BTreeSet<&'a PlayId>,
}

/// The last answer to each waiting play, by epoch and then by the keeper's own count.
fn answers<'a>(
    book: &Book<'a>,
    keepers: &BTreeMap<u32, Keeper<'a>>,
    known: &impl Fn(&Play) -> bool,
) -> Answers<'a> {
    let is_by_keeper =
        |play: &Play| keepers.get(&play.epoch).is_some_and(|keeper| *keeper.device == play.id.device);
    let mut given: Vec<&'a Play> = book
        .plays
        .iter()
        .copied()
        .filter(|play| matches!(play.fact, Fact::Accept { .. } | Fact::Decline { .. }))
        .filter(|play| is_by_keeper(play) && known(play))
        .collect();
    given.sort_by_key(|play| (play.epoch, play.id.number));
    let mut answers = Answers::default();
    for play in given {
        match &play.fact {
            Fact::Accept { plays } => plays.iter().for_each(|id| {
                answers.declined.remove(id);
                answers.accepted.insert(id);
            }),
            Fact::Decline { plays } => plays.iter().for_each(|id| {
                answers.accepted.remove(id);
                answers.declined.insert(id);
            }),
            _ => {}
        }
    }
    answers
}
