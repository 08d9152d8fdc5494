//! How many different tokens there were: exact for a hall, within a percent for a city, and mergeable. Two nodes that
//! each saw a part give, merged, the very answer of one node that saw all.

use super::observation::Interval;
use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

/// Viewers: exact to 32,768, then a standard error of 0.55 %.
pub const VIEWERS: usize = 1 << 15;
/// Visits in one minute: exact to 4,096, then a standard error of 1.6 %.
pub const IN_A_MINUTE: usize = 1 << 12;

const FORMAT: u8 = 1;
const HEAD: usize = 13;

/// The smallest tokens of all that were added. Tokens are keyed hashes already, spread evenly over 64 bits.
#[derive(Clone, Debug)]
pub struct Sketch {
    keep: usize,
    /// Tokens from here on are not kept; the largest number while none had to be left out.
    below: u64,
    tokens: HashSet<u64, BuildHasherDefault<AsIs>>,
}

impl Sketch {
    /// An empty sketch that keeps so many tokens.
    pub fn keeping(keep: usize) -> Self {
        Self { keep: keep.max(1), below: u64::MAX, tokens: HashSet::default() }
    }

    /// Adds a token; the same one again changes nothing.
    pub fn add(&mut self, token: u64) {
        if token < self.below && self.tokens.insert(token) && self.tokens.len() >= 2 * self.keep {
            self.trim();
        }
    }

    /// Adds all that another one saw.
    pub fn merge(&mut self, other: &Self) {
        if other.below < self.below {
            self.below = other.below;
            let below = self.below;
            self.tokens.retain(|token| *token < below);
        }
        for token in &other.tokens {
            self.add(*token);
        }
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// How many different tokens there were, from the least to the most at two standard errors. It depends on what was
    /// added and not on the order.
    pub fn count(&self) -> (i64, Interval) {
        let mut last = self.clone();
        last.trim();
        let kept = last.tokens.len() as f64;
        if last.below == u64::MAX {
            return (kept as i64, Interval::exact(kept as i64));
        }
        let share = last.below as f64 / u64::MAX as f64;
        let bound = |errors: f64| (kept / share * (1.0 + errors / kept.sqrt())).round() as i64;
        (bound(0.0), Interval { low: bound(-2.0), high: Some(bound(2.0)) })
    }

    /// As bytes for the database: the same tokens give the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut last = self.clone();
        last.trim();
        let mut tokens: Vec<u64> = last.tokens.into_iter().collect();
        tokens.sort_unstable();
        let mut bytes = Vec::with_capacity(HEAD + 8 * tokens.len());
        bytes.push(FORMAT);
        bytes.extend(u32::try_from(self.keep).unwrap_or(u32::MAX).to_le_bytes());
        bytes.extend(last.below.to_le_bytes());
        bytes.extend(tokens.iter().flat_map(|token| token.to_le_bytes()));
        bytes
    }

    /// Reads what [`Sketch::to_bytes`] wrote; nothing for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (head, rest) = bytes.split_at_checked(HEAD)?;
        let (format, head) = head.split_first()?;
        let keep = u32::from_le_bytes(head[..4].try_into().ok()?) as usize;
        let below = u64::from_le_bytes(head[4..].try_into().ok()?);
        let (words, left) = rest.as_chunks::<8>();
        if *format != FORMAT || keep == 0 || words.len() > keep || !left.is_empty() {
            return None;
        }
        let tokens: HashSet<u64, _> = words.iter().map(|word| u64::from_le_bytes(*word)).collect();
        let whole = tokens.len() == words.len() && tokens.iter().all(|token| *token < below);
        whole.then_some(Self { keep, below, tokens })
    }

    /// Leaves out all but the smallest; from the first one left out on, nothing larger can count.
    fn trim(&mut self) {
        if self.tokens.len() <= self.keep {
            return;
        }
        let mut all: Vec<u64> = self.tokens.iter().copied().collect();
        let (_, first_out, _) = all.select_nth_unstable(self.keep);
        let below = *first_out;
        self.below = below;
        self.tokens.retain(|token| *token < below);
    }
}

/// A token is a hash: hashing it again would only cost time.
#[derive(Clone, Copy, Debug, Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, token: u64) {
        self.0 = token;
    }
}

#[cfg(test)]
mod tests;
