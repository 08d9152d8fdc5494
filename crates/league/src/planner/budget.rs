//! How long a search may go on. The caller knows the time; the search only asks.

/// Asked every few thousand moves: which part of the time is spent, from 0 to 1. At 1 the search stops and keeps its
/// best plan. The part also drives the temperature, so that a search given a minute cools in a minute.
#[derive(Clone, Copy)]
pub struct Budget<'a> {
    /// Moves of each thread; the same number gives the same plan, when the clock does not end it first.
    pub moves: Option<u64>,
    /// The part of the time that is spent.
    pub spent: &'a (dyn Fn() -> f64 + Sync),
}

impl Budget<'_> {
    /// The part that is spent after so many moves.
    pub(super) fn part(&self, moves: u64) -> f64 {
        let by_time = (self.spent)();
        match self.moves {
            // Only the end may come from the clock: a temperature that follows it would not repeat.
            Some(_) if by_time >= 1.0 => 1.0,
            Some(limit) => moves as f64 / limit.max(1) as f64,
            None => by_time,
        }
    }
}

/// Hard and soft cost in one number: hard deviations in the upper half, soft cost in the lower.
pub(super) type Cost = i64;

/// One unit of a rule. Beyond these bounds a greater weight would not change the search, but run out of its bits.
pub(super) fn unit(hard: bool, weight: u32) -> Cost {
    if hard { i64::from(weight.min(1000)) << 32 } else { i64::from(weight.min(100_000)) }
}

/// The two halves of a cost or of a difference of costs.
pub(super) fn halves(cost: Cost) -> (i64, i64) {
    let soft = i64::from(cost as i32);
    ((cost - soft) >> 32, soft)
}
