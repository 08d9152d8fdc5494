//! Periods, the clock and the possession arrow.

use super::tally::Tally;
use crate::fixture::{Score, Side};
use crate::game::fact::Fact;
use crate::game::order::Placed;
use crate::game::state::Phase;
use crate::game::warning::Warning;

/// Entries made at one dead ball may differ by as much.
const CLOCK_TOLERANCE_MS: u32 = 1000;

impl Tally<'_> {
    pub fn move_clock(&mut self, placed: &Placed<'_>) {
        if placed.period != self.period {
            self.clock.left_ms = None;
        }
        let Some(left_ms) = placed.clock_ms else {
            return;
        };
        let is_later =
            self.clock.left_ms.is_some_and(|before| left_ms > before.saturating_add(CLOCK_TOLERANCE_MS));
        if is_later && !matches!(placed.fact, Fact::Clock { .. } | Fact::PeriodStart) {
            self.warn(Warning::ClockRunsBack);
        }
        self.clock.left_ms = Some(left_ms);
    }

    pub fn start_period(&mut self, period: u8) {
        let begun = self.begun;
        match self.phase {
            Phase::Over => return self.warn(Warning::OutsidePlay),
            _ if period == 0 => return self.warn(Warning::OutsidePlay),
            Phase::Playing if period <= begun => return self.warn(Warning::PeriodAlreadyStarted),
            // The end of the period before was never entered; it was over all the same.
            Phase::Playing => self.stop_stints(0),
            Phase::Interval if period <= begun => return self.warn(Warning::PeriodAlreadyStarted),
            Phase::Before | Phase::Interval => {}
        }
        for missing in begun + 1..period {
            self.warn(Warning::PeriodSkipped { missing });
        }
        let profile = &self.rules.profile;
        if profile.is_overtime(period) && !self.score().is_level() {
            self.warn(Warning::OvertimeNotDue);
        }
        self.close_free_throws();
        if self.periods.len() < usize::from(period) {
            self.periods.resize(usize::from(period), Score { a: 0, b: 0 });
        }
        // Every period after the first begins with an alternating possession (Art. 12).
        if period > 1 {
            self.turn_arrow();
        }
        self.phase = Phase::Playing;
        self.begun = period;
        self.start_stints(profile.period_ms(period));
    }

    pub fn end_period(&mut self, period: u8, left_ms: Option<u32>) {
        if self.phase != Phase::Playing || period != self.begun {
            return self.warn(Warning::PeriodNotRunning);
        }
        self.stop_stints(left_ms.unwrap_or(0));
        self.clock.running = self.clock.running.map(|_| false);
        self.phase = Phase::Interval;
    }

    pub fn end_game(&mut self, left_ms: Option<u32>) {
        match self.phase {
            Phase::Before | Phase::Over => return self.warn(Warning::OutsidePlay),
            Phase::Playing => self.stop_stints(left_ms.unwrap_or(0)),
            Phase::Interval => {}
        }
        if self.score().is_level() {
            self.warn(Warning::EndedLevel);
        }
        self.phase = Phase::Over;
    }

    /// A level score after the last regular period, or after an overtime, asks for another one.
    pub fn overtime_due(&self) -> bool {
        self.phase == Phase::Interval
            && self.begun >= self.rules.profile.time.periods
            && self.score().is_level()
    }

    pub fn held_ball(&mut self) {
        if self.phase != Phase::Playing {
            self.warn(Warning::OutsidePlay);
        }
        self.close_free_throws();
        if self.arrow.is_none() && self.rules.profile.possession_arrow {
            self.warn(Warning::ArrowUnknown);
        }
        self.turn_arrow();
    }

    fn turn_arrow(&mut self) {
        if self.rules.profile.possession_arrow {
            self.arrow = self.arrow.map(Side::other);
        }
    }
}
