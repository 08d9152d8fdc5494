//! Whether rounds can still be paired: as many perfect matchings without a common pair among the meetings still open.
//!
//! Taking matchings out of many open meetings hardly ever fails; what can fail are the last few, so a search that runs
//! dry begins again in another order, and a small rest is searched to its end.

/// Pairs of places, the smaller first.
pub(super) type Pairing = Vec<[usize; 2]>;

/// More entries than one number has bits are no Swiss group.
pub(super) const MOST_ENTRIES: usize = 64;

/// How often a search begins again, and how many pairs each tries.
const BEGINNINGS: u64 = 60;
const TRIES: u32 = 4_000;

/// Who has not met whom, as bits by place.
#[derive(Clone)]
pub(super) struct Meetings {
    open: Vec<u64>,
}

impl Meetings {
    /// Nobody has met.
    pub fn all(size: usize) -> Self {
        let size = size.min(MOST_ENTRIES);
        let everybody = if size == 64 { u64::MAX } else { (1 << size) - 1 };
        Self { open: (0..size).map(|one| everybody & !(1 << one)).collect() }
    }

    /// Takes a meeting out.
    pub fn remove(&mut self, one: usize, other: usize) {
        self.open[one] &= !(1 << other);
        self.open[other] &= !(1 << one);
    }

    /// Says whether two have not met.
    pub fn contains(&self, one: usize, other: usize) -> bool {
        self.open[one] >> other & 1 == 1
    }

    /// The first of so many rounds without a common pair; it holds the pairs given.
    pub fn factors(&self, fixed: &[[usize; 2]], rounds: usize) -> Option<Pairing> {
        let mut free = self.everybody();
        for &[one, other] in fixed {
            free &= !(1 << one) & !(1 << other);
        }
        for beginning in 0..BEGINNINGS {
            let mut search = Search { tries: TRIES, state: beginning.wrapping_mul(0x9e37_79b9_7f4a_7c15) };
            let mut left = self.clone();
            let mut first = fixed.to_vec();
            for &[one, other] in fixed {
                left.remove(one, other);
            }
            if search.round(&mut left, free, rounds, Some(&mut first)) {
                return Some(first);
            }
            if search.tries > 0 {
                // Everything was tried: there are no such rounds.
                return None;
            }
        }
        None
    }

    fn everybody(&self) -> u64 {
        (0..self.open.len()).fold(0, |all, one| all | 1 << one)
    }

    /// Nobody has too few opponents for so many rounds, and nobody stands in an odd circle.
    fn may_hold(&self, rounds: usize) -> bool {
        let mut unseen = self.everybody();
        while unseen != 0 {
            let mut circle = unseen & unseen.wrapping_neg();
            let mut grown = circle;
            while grown != 0 {
                let one = grown.trailing_zeros() as usize;
                grown &= grown - 1;
                if (self.open[one].count_ones() as usize) < rounds {
                    return false;
                }
                let new = self.open[one] & !circle;
                circle |= new;
                grown |= new;
            }
            if circle.count_ones() % 2 == 1 {
                return false;
            }
            unseen &= !circle;
        }
        true
    }
}

/// One search: tries left, and the order in which opponents are tried.
struct Search {
    tries: u32,
    state: u64,
}

impl Search {
    /// Pairs those who are free in this round, then the rounds after it. The pairs of the first round are kept.
    fn round(
        &mut self,
        left: &mut Meetings,
        free: u64,
        rounds: usize,
        mut first: Option<&mut Pairing>,
    ) -> bool {
        if rounds == 0 {
            return true;
        }
        if free == 0 {
            return rounds == 1
                || (left.may_hold(rounds - 1) && self.round(left, left.everybody(), rounds - 1, None));
        }
        // The one with the fewest opponents left: a dead end shows at once.
        let opponents = |one: usize| (left.open[one] & free).count_ones();
        let Some(one) = places(free).min_by_key(|&one| opponents(one)) else { return false };
        let mut choices = left.open[one] & free;
        while choices != 0 {
            let other = self.pick(choices);
            choices &= !(1 << other);
            if self.tries == 0 {
                return false;
            }
            self.tries -= 1;
            left.remove(one, other);
            if self.round(left, free & !(1 << one) & !(1 << other), rounds, first.as_deref_mut()) {
                if let Some(first) = first {
                    first.push([one.min(other), one.max(other)]);
                }
                return true;
            }
            left.open[one] |= 1 << other;
            left.open[other] |= 1 << one;
        }
        false
    }

    /// One of the bits, in an order that the number of the beginning gives; the first beginning takes the lowest.
    fn pick(&mut self, choices: u64) -> usize {
        let skip = if self.state == 0 {
            0
        } else {
            self.state ^= self.state << 13;
            self.state ^= self.state >> 7;
            self.state ^= self.state << 17;
            (self.state >> 33) % u64::from(choices.count_ones())
        };
        places(choices).nth(skip as usize).unwrap_or_default()
    }
}

fn places(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
        bits &= bits - 1;
        Some(place)
    })
}
