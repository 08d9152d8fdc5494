//! What the sides of one club cost, from bits: breaks, spells, leads.

use super::tables::{BreakRule, Spell, below};
use crate::planner::budget::Cost;
use crate::planner::problem::Side;

/// Slots with a break at home and with a break away.
#[inline]
pub(super) fn breaks(home: u64, played: u64, slots: usize) -> (u64, u64) {
    let away = played & !home;
    if played == below(slots) {
        return (home & (home << 1), away & (away << 1));
    }
    // A rest between two games does not end a run of the same side.
    let (mut at_home, mut outside) = (0, 0);
    let mut before = None;
    let mut rest = played;
    while rest != 0 {
        let slot = rest & rest.wrapping_neg();
        let now = home & slot != 0;
        if before == Some(now) {
            *(if now { &mut at_home } else { &mut outside }) |= slot;
        }
        before = Some(now);
        rest ^= slot;
    }
    (at_home, outside)
}

/// How many of the breaks a rule counts.
#[inline]
pub(super) fn counted(rule: &BreakRule, (home, away): (u64, u64)) -> u32 {
    let counted = match rule.side {
        Side::Home => home,
        Side::Away => away,
        Side::Either => home | away,
    };
    (counted & rule.slots).count_ones()
}

impl BreakRule {
    #[inline]
    pub(super) fn cost(&self, breaks: u32) -> Cost {
        i64::from(breaks.saturating_sub(self.most)) * self.unit
    }
}

impl Spell {
    /// The cost of games in these slots.
    #[inline]
    pub(super) fn cost(&self, games: u64) -> Cost {
        if self.length > 7 {
            return self.cost_of_long(games);
        }
        // The number of games in every window at once, as three rows of bits.
        let (mut ones, mut twos, mut fours) = (0_u64, 0_u64, 0_u64);
        for shift in 0..self.length {
            let row = games >> shift;
            let carry = ones & row;
            ones ^= row;
            let next = twos & carry;
            twos ^= carry;
            fours ^= next;
        }
        let mut sum = 0;
        for (number, &outside) in self.outside.iter().enumerate() {
            if outside > 0 {
                let row = |bit: usize, bits: u64| if number & bit != 0 { bits } else { !bits };
                let windows = row(1, ones) & row(2, twos) & row(4, fours) & self.windows;
                sum += i64::from(outside * windows.count_ones());
            }
        }
        sum * self.unit
    }

    fn cost_of_long(&self, games: u64) -> Cost {
        let window = below(self.length);
        let firsts = 0..self.windows.count_ones();
        let sum: u32 =
            firsts.map(|first| self.outside[((games >> first) & window).count_ones() as usize]).sum();
        i64::from(sum) * self.unit
    }
}

/// Home games played up to each slot; slots that a rule does not look at stay 0.
pub(super) type Tally = [u8; 64];

#[inline]
pub(super) fn tally(home: u64, slots: u64) -> Tally {
    let mut tally = [0; 64];
    let mut sum = 0;
    for (slot, entry) in tally.iter_mut().enumerate() {
        sum += u8::from(home >> slot & 1 == 1);
        *entry = if slots >> slot & 1 == 1 { sum } else { 0 };
    }
    tally
}

/// The widest lead of one of two clubs.
#[inline]
pub(super) fn widest(one: &Tally, other: &Tally) -> u8 {
    let mut widest = 0;
    for (a, b) in one.iter().zip(other) {
        widest = widest.max(a.abs_diff(*b));
    }
    widest
}
