//! Time-outs and challenges, and when they are lost.

use super::tally::{SideTally, Tally};
use crate::fixture::Side;
use crate::game::order::Placed;
use crate::game::rules::{GameProfile, TimeOutSpan};
use crate::game::state::{TimeOutTaken, TimeOuts};
use crate::game::warning::Warning;

impl Tally<'_> {
    pub fn time_out(&mut self, placed: &Placed<'_>, side: Side) {
        let profile = &self.rules.profile;
        if left_and_lost(profile, self.get(side), placed.period, self.clock.left_ms).0 == 0 {
            self.warn(Warning::TooManyTimeOuts { side });
        }
        let taken = super::tally::TakenTimeOut { period: placed.period, left_ms: placed.clock_ms };
        self.side(side).time_outs.push(taken);
    }

    pub fn challenge(&mut self, side: Side, successful: Option<bool>) {
        if self.challenges_left(side) == 0 {
            self.warn(Warning::TooManyChallenges { side });
        }
        let challenges = &mut self.side(side).challenges;
        challenges.taken = challenges.taken.saturating_add(1);
        challenges.successful = challenges.successful.saturating_add(u8::from(successful == Some(true)));
    }

    /// A successful challenge brings another one only up to the competition's limit.
    pub fn challenges_left(&self, side: Side) -> u8 {
        let profile = &self.rules.profile;
        let challenges = &self.get(side).challenges;
        let earned =
            profile.challenges.saturating_add(challenges.successful).min(profile.challenges_with_success);
        earned.max(profile.challenges).saturating_sub(challenges.taken)
    }

    pub fn time_outs(&self, side: Side) -> TimeOuts {
        let profile = &self.rules.profile;
        let tally = self.get(side);
        let (left, lost) = left_and_lost(profile, tally, self.period.max(1), self.clock.left_ms);
        let taken = tally.time_outs.iter().map(|taken| TimeOutTaken {
            period: taken.period,
            minute: taken.left_ms.map(|left_ms| minute(profile, taken.period, left_ms)),
        });
        TimeOuts { taken: taken.collect(), left, lost }
    }
}

/// The minute written on the scoresheet: 1 for everything in the first sixty seconds.
fn minute(profile: &GameProfile, period: u8, left_ms: u32) -> u8 {
    let whole_ms = profile.period_ms(period);
    let minutes_gone = whole_ms.saturating_sub(left_ms.max(1)) / 60_000;
    u8::try_from(minutes_gone + 1).unwrap_or(u8::MAX)
}

/// Art. 18.2: so many in each half, fewer once the last minutes show, one in each overtime; none is carried over.
fn left_and_lost(profile: &GameProfile, tally: &SideTally, period: u8, clock_ms: Option<u32>) -> (u8, u8) {
    let taken_in =
        |periods: &[u8]| tally.time_outs.iter().filter(|taken| periods.contains(&taken.period)).count();
    if profile.is_overtime(period) {
        return (remaining(profile.overtime_time_outs, taken_in(&[period])), 0);
    }
    let Some(span) = profile.time_outs.iter().find(|span| span.periods.contains(&period)) else {
        return (0, 0);
    };
    let left = remaining(span.count, taken_in(&span.periods));
    match left_in_last_minutes(span, tally, period, clock_ms) {
        Some(allowed) => (left.min(allowed), left.saturating_sub(allowed)),
        None => (left, 0),
    }
}

fn left_in_last_minutes(
    span: &TimeOutSpan,
    tally: &SideTally,
    period: u8,
    clock_ms: Option<u32>,
) -> Option<u8> {
    let last = span.last_minutes.as_ref()?;
    let is_late = |at: u8, left_ms: Option<u32>| {
        span.periods.last() == Some(&at) && left_ms.is_some_and(|left_ms| left_ms <= last.from_ms)
    };
    let taken = tally.time_outs.iter().filter(|taken| is_late(taken.period, taken.left_ms)).count();
    is_late(period, clock_ms).then(|| remaining(last.at_most, taken))
}

fn remaining(count: u8, taken: usize) -> u8 {
    count.saturating_sub(u8::try_from(taken).unwrap_or(u8::MAX))
}
