//! Numbers that teams are compared by, without rounding.

use serde::Serialize;
use std::cmp::Ordering;

/// A number of one team under one criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Number {
    Whole(i64),
    /// A quotient kept as its two parts: by zero it is beyond every other, zero by zero is no number.
    Ratio {
        of: i64,
        by: i64,
    },
    /// A sum of quotients.
    Quotients(QuotientSum),
}

impl Number {
    /// Compares so that the better number comes first; a team without games is never better.
    pub fn better_first(&self, other: &Self, less_is_better: bool) -> Ordering {
        let ascending = match (self, other) {
            (Self::Whole(own), Self::Whole(theirs)) => own.cmp(theirs),
            (Self::Ratio { of: 0, by: 0 }, Self::Ratio { of: 0, by: 0 }) => Ordering::Equal,
            (Self::Ratio { of: 0, by: 0 }, _) => return Ordering::Greater,
            (_, Self::Ratio { of: 0, by: 0 }) => return Ordering::Less,
            (Self::Ratio { by: 0, .. }, Self::Ratio { by: 0, .. }) => Ordering::Equal,
            (Self::Ratio { of, by }, Self::Ratio { of: their_of, by: their_by }) => {
                // Cross-multiplication: 77/58 and 154/116 must be level, which no float promises.
                (i128::from(*of) * i128::from(*their_by)).cmp(&(i128::from(*their_of) * i128::from(*by)))
            }
            (Self::Quotients(own), Self::Quotients(theirs)) => own.compare(theirs),
            // A criterion gives all teams the same kind of number.
            _ => Ordering::Equal,
        };
        if less_is_better { ascending } else { ascending.reverse() }
    }

    /// The number in thousandths, rounded down, for print; none by zero.
    pub fn thousandths(&self) -> Option<i64> {
        match self {
            Self::Whole(whole) => Some(whole * 1000),
            Self::Ratio { by: 0, .. } => None,
            Self::Ratio { of, by } => Some((of * 1000).div_euclid(*by)),
            Self::Quotients(sum) => Some(sum.thousandths()),
        }
    }
}

/// An exact sum of quotients: 34 games have a common denominator of some 240 bits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuotientSum {
    /// Little-endian limbs.
    of: Vec<u32>,
    by: Vec<u32>,
}

impl QuotientSum {
    /// The empty sum.
    pub fn zero() -> Self {
        Self { of: Vec::new(), by: vec![1] }
    }

    /// Adds one game; a side that conceded nothing is taken as having conceded one.
    pub fn add(&mut self, scored: u32, conceded: u32) {
        let conceded = conceded.max(1);
        self.of = sum(&product(&self.of, &[conceded]), &product(&self.by, &[scored]));
        self.by = product(&self.by, &[conceded]);
    }

    fn compare(&self, other: &Self) -> Ordering {
        compare(&product(&self.of, &other.by), &product(&other.of, &self.by))
    }

    fn thousandths(&self) -> i64 {
        // By halving, because the sum is small while its parts are long.
        let target = product(&self.of, &[1000]);
        let (mut low, mut high) = (0_u32, u32::MAX);
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            match compare(&product(&self.by, &[middle]), &target) {
                Ordering::Greater => high = middle - 1,
                _ => low = middle,
            }
        }
        i64::from(low)
    }
}

fn product(left: &[u32], right: &[u32]) -> Vec<u32> {
    let mut limbs = vec![0_u32; left.len() + right.len()];
    for (shift, &own) in left.iter().enumerate() {
        let mut carry = 0_u64;
        for (place, &theirs) in right.iter().enumerate() {
            let step = u64::from(own) * u64::from(theirs) + u64::from(limbs[shift + place]) + carry;
            limbs[shift + place] = step as u32;
            carry = step >> 32;
        }
        limbs[shift + right.len()] = carry as u32;
    }
    trimmed(limbs)
}

fn sum(left: &[u32], right: &[u32]) -> Vec<u32> {
    let mut limbs = Vec::with_capacity(left.len().max(right.len()) + 1);
    let mut carry = 0_u64;
    for place in 0..left.len().max(right.len()) {
        let limb = |side: &[u32]| u64::from(side.get(place).copied().unwrap_or(0));
        let step = limb(left) + limb(right) + carry;
        limbs.push(step as u32);
        carry = step >> 32;
    }
    limbs.push(carry as u32);
    trimmed(limbs)
}

fn trimmed(mut limbs: Vec<u32>) -> Vec<u32> {
    while limbs.last() == Some(&0) {
        limbs.pop();
    }
    limbs
}

fn compare(left: &[u32], right: &[u32]) -> Ordering {
    left.len().cmp(&right.len()).then_with(|| left.iter().rev().cmp(right.iter().rev()))
}
