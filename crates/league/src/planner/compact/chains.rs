//! The moves. Each fills a list of changes after which the plan is whole again.

use super::state::{Change, NOWHERE, State};
use fastrand::Rng;

/// How often each kind is tried, of 100.
const TURN: u32 = 30;
const CLUBS: u32 = 3;
const ROUNDS: u32 = 5;
const PART_OF_CLUBS: u32 = 32;
/// How often a chain may take its whole length, of 100.
const LONG: u32 = 5;

/// Fills in a random move; false when the dice showed none.
pub(super) fn propose(state: &State, changes: &mut Vec<Change>, rng: &mut Rng) -> bool {
    changes.clear();
    let clubs = state.tables.clubs;
    let club = rng.usize(..clubs);
    let other = (club + rng.usize(1..clubs)) % clubs;
    match rng.u32(..100) {
        dice if dice < TURN => turn(state, club, other, changes),
        dice if dice < TURN + CLUBS => swap_clubs(state, club, other, changes),
        dice if dice < TURN + CLUBS + ROUNDS => {
            let (one, two) = two_slots(state, rng);
            swap_rounds(state, one, two, changes);
        }
        dice if dice < TURN + CLUBS + ROUNDS + PART_OF_CLUBS => {
            let slot = rng.usize(..state.tables.slots);
            if state.seat(club, slot).0 == other {
                return false;
            }
            let longest = longest(rng, clubs);
            if state.tables.legs == 2 && !state.tables.phased {
                part_of_clubs(state, club, other, slot, longest, changes);
            } else {
                part_of_clubs_in_phase(state, club, other, slot, rng.bool(), longest, changes);
            }
        }
        _ => {
            let (one, two) = two_slots(state, rng);
            let longest = longest(rng, clubs);
            part_of_rounds(state, club, (one, two), rng.bool(), longest, changes);
        }
    }
    !changes.is_empty()
}

/// Two slots, of one phase where phases matter.
fn two_slots(state: &State, rng: &mut Rng) -> (usize, usize) {
    let length = match state.tables.phased {
        true => state.tables.slots / state.tables.legs,
        false => state.tables.slots,
    };
    let first = if length < state.tables.slots { rng.usize(..state.tables.legs) * length } else { 0 };
    let one = rng.usize(..length);
    let two = (one + rng.usize(1..length.max(2))) % length;
    (first + one, first + two)
}

impl State {
    fn slot(&self, home: usize, away: usize) -> u8 {
        self.slot_of[home * self.tables.clubs + away]
    }

    /// The game of a club in a slot goes to another slot.
    fn moved(&self, club: usize, from: usize, to: usize) -> Change {
        let (other, at_home) = self.seat(club, from);
        let (home, away) = if at_home { (club, other) } else { (other, club) };
        Change { home: home as u8, away: away as u8, from: from as u8, to: to as u8 }
    }

    /// The slot where a club meets another in the phase of a slot.
    fn meeting(&self, club: usize, other: usize, near: usize) -> usize {
        let length = self.tables.slots / self.tables.legs;
        let there = self.slot(club, other);
        match there != NOWHERE && (!self.tables.phased || usize::from(there) / length == near / length) {
            true => usize::from(there),
            false => usize::from(self.slot(other, club)),
        }
    }
}

/// Turns the sides of a pair: in two legs its games change places.
fn turn(state: &State, club: usize, other: usize, changes: &mut Vec<Change>) {
    let (home, away) = (club as u8, other as u8);
    let (there, back) = (state.slot(club, other), state.slot(other, club));
    changes.push(Change { home, away, from: there, to: back });
    changes.push(Change { home: away, away: home, from: back, to: there });
}

/// Two clubs change places in the whole plan.
fn swap_clubs(state: &State, club: usize, other: usize, changes: &mut Vec<Change>) {
    let mut push = |home: usize, away: usize, from: u8, to: u8| {
        if from != to {
            changes.push(Change { home: home as u8, away: away as u8, from, to });
        }
    };
    for third in 0..state.tables.clubs {
        if third == club || third == other {
            continue;
        }
        let (a, b) = (state.slot(club, third), state.slot(other, third));
        push(club, third, a, b);
        push(other, third, b, a);
        let (a, b) = (state.slot(third, club), state.slot(third, other));
        push(third, club, a, b);
        push(third, other, b, a);
    }
    turn(state, club, other, changes);
}

fn swap_rounds(state: &State, one: usize, two: usize, changes: &mut Vec<Change>) {
    for club in 0..state.tables.clubs {
        for (from, to) in [(one, two), (two, one)] {
            if state.seat(club, from).1 {
                changes.push(state.moved(club, from, to));
            }
        }
    }
}

/// Two slots change the games of as few clubs as possible, one of them given. A game keeps its sides, or where it can
/// those that its clubs had in the slot it goes to.
fn part_of_rounds(
    state: &State,
    club: usize,
    (one, two): (usize, usize),
    keeps_slots: bool,
    longest: usize,
    changes: &mut Vec<Change>,
) {
    let mut at = club;
    for _ in 0..longest {
        let next = state.seat(at, one).0;
        push(state, at, (one, two), keeps_slots, changes);
        push(state, next, (two, one), keeps_slots, changes);
        at = state.seat(next, two).0;
        if at == club {
            return;
        }
    }
    changes.clear();
}

fn push(
    state: &State,
    club: usize,
    (from, to): (usize, usize),
    keeps_slots: bool,
    changes: &mut Vec<Change>,
) {
    let (other, at_home) = state.seat(club, from);
    if keeps_slots {
        let (here, there) = (state.seat(club, to), state.seat(other, to));
        if here.1 != there.1 && here.1 != at_home && here.0 != other {
            return turned(state, club, from, to, changes);
        }
    }
    changes.push(state.moved(club, from, to));
}

/// How long a chain may grow before it is given up: a short one disturbs less, and is tried in less time.
fn longest(rng: &mut Rng, clubs: usize) -> usize {
    if rng.u32(..100) < LONG { 2 * clubs } else { 2 + rng.usize(..3) }
}

/// Two clubs change opponents and sides in a slot, and wherever one of them would then have a game twice.
fn part_of_clubs(
    state: &State,
    club: usize,
    other: usize,
    slot: usize,
    longest: usize,
    changes: &mut Vec<Change>,
) {
    let mut at = slot;
    for _ in 0..longest {
        // The club takes over the other's game of this slot; its own against that opponent moves here.
        let (third, at_home) = state.seat(other, at);
        let next = match at_home {
            true => state.slot(club, third),
            false => state.slot(third, club),
        };
        changes.push(state.moved(club, usize::from(next), at));
        changes.push(state.moved(other, at, usize::from(next)));
        at = usize::from(next);
        if at == slot {
            return;
        }
    }
    changes.clear();
}

/// The same within a phase. A game keeps its sides, or the sides of the slot, turning the other leg with it.
fn part_of_clubs_in_phase(
    state: &State,
    club: usize,
    other: usize,
    slot: usize,
    keeps_slot: bool,
    longest: usize,
    changes: &mut Vec<Change>,
) {
    let length = state.tables.slots / if state.tables.phased { state.tables.legs } else { 1 };
    let mut at = slot;
    for _ in 0..longest {
        let (third, at_home) = state.seat(other, at);
        let next = state.meeting(club, third, at);
        if state.tables.phased && next / length != at / length {
            break;
        }
        let mine_at_home = state.seat(club, next).1;
        if keeps_slot && mine_at_home != at_home {
            turned(state, club, next, at, changes);
            turned(state, other, at, next, changes);
        } else {
            changes.push(state.moved(club, next, at));
            changes.push(state.moved(other, at, next));
        }
        at = next;
        if at == slot {
            return;
        }
    }
    // Where a pair meets twice in a phase the chain need not close.
    changes.clear();
}

/// A game moves to a slot with its sides turned, and its return game turns too.
fn turned(state: &State, club: usize, from: usize, to: usize, changes: &mut Vec<Change>) {
    let first = state.moved(club, from, to);
    let back = state.slot(usize::from(first.away), usize::from(first.home));
    changes.push(Change { to: back, ..first });
    changes.push(Change { home: first.away, away: first.home, from: back, to: to as u8 });
}
