//! Cache versions: a counter per season and one for all, moved by every commit.
//!
//! The database holds them; the process keeps a copy. A commit here moves the copy before the writer gets its answer,
//! so the writer always sees its own write. Commits elsewhere arrive by LISTEN or by the look-up each second.

use league::ids::SeasonId;
use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, RwLock};

/// A counter that only grows.
pub type Counter = Arc<AtomicI64>;

/// The counters of one database, as this process knows them.
#[derive(Clone, Debug, Default)]
pub struct Versions(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    any: Counter,
    seasons: RwLock<HashMap<SeasonId, Counter>>,
}

impl Versions {
    /// The counter that every commit moves.
    pub fn any(&self) -> Counter {
        self.0.any.clone()
    }

    /// The counter of one season; a change that belongs to no season moves all of them.
    pub fn season(&self, season: SeasonId) -> Counter {
        if let Some(counter) = self.0.seasons.read().expect("no panic under the lock").get(&season) {
            return counter.clone();
        }
        self.0.seasons.write().expect("no panic under the lock").entry(season).or_default().clone()
    }

    /// Takes over versions read from the database; older ones change nothing.
    pub fn learn(&self, any: i64, seasons: &[(SeasonId, i64)]) {
        for (season, version) in seasons {
            self.season(*season).fetch_max(*version, Ordering::SeqCst);
        }
        self.0.any.fetch_max(any, Ordering::SeqCst);
    }

    /// All counters as they are now.
    pub fn snapshot(&self) -> Snapshot {
        let any = self.0.any.load(Ordering::SeqCst);
        let seasons = self.0.seasons.read().expect("no panic under the lock");
        let seasons = seasons.iter().map(|(id, counter)| (*id, counter.load(Ordering::SeqCst))).collect();
        Snapshot { any, seasons }
    }
}

/// The counters at one moment.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub any: i64,
    seasons: HashMap<SeasonId, i64>,
}

impl Snapshot {
    /// The counter of a season; one that nobody has moved yet stands at 0.
    pub fn season(&self, season: SeasonId) -> i64 {
        self.seasons.get(&season).copied().unwrap_or(0)
    }
}
