//! The only place that reads the system clock. Everyone else is told what time it is.

use chrono::{DateTime, Utc};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Tells the time: the system's, or one that a test moves by hand.
#[derive(Clone, Debug)]
pub enum Clock {
    System,
    Hand(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands still until it is moved.
    pub fn by_hand(at: DateTime<Utc>) -> Self {
        Self::Hand(Arc::new(AtomicI64::new(at.timestamp_micros())))
    }

    /// Now, to the microsecond: what both databases can store.
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn now(&self) -> DateTime<Utc> {
        let micros = match self {
            Self::System => Utc::now().timestamp_micros(),
            Self::Hand(at) => at.load(Ordering::SeqCst),
        };
        DateTime::from_timestamp_micros(micros).expect("a microsecond within the calendar")
    }

    /// Moves a hand-driven clock; the system's cannot be moved.
    pub fn advance(&self, by: chrono::Duration) {
        if let Self::Hand(at) = self {
            at.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::SeqCst);
        }
    }
}

/// Measures how long something takes; it says nothing about the time of day.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    /// Starts measuring.
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }

    /// The time since the start.
    pub fn elapsed(&self) -> std::time::Duration {
        self.0.elapsed()
    }
}
