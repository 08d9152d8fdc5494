//! One figure as it was observed: where, when, how, by whom, and in which file it still stands.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How surely a figure is known, best first. A total is as good as its worst part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Class {
    /// Counted by us, each record kept.
    A,
    /// Counted by us, a tally without records.
    #[serde(rename = "A-")]
    AMinus,
    /// Reported by the platform, the file kept.
    B,
    /// Read off a screen, a picture kept.
    #[serde(rename = "B-")]
    BMinus,
    /// Estimated from a sample.
    C,
    /// Modelled or derived.
    D,
    /// Claimed by press or organiser; never enters a total.
    E,
}

text_enum!(Class { A => "A", AMinus => "A-", B => "B", BMinus => "B-", C => "C", D => "D", E => "E" });

/// From the least to the most a figure can be; open above for 超400万.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    pub low: i64,
    pub high: Option<i64>,
}

impl Interval {
    /// Exactly one number.
    pub fn exact(value: i64) -> Self {
        Self { low: value, high: Some(value) }
    }

    /// Whether the number can be the true one.
    pub fn holds(&self, value: i64) -> bool {
        self.low <= value && self.high.is_none_or(|high| value <= high)
    }

    /// Whether some number can be the true one of both.
    pub fn meets(&self, other: &Self) -> bool {
        let below = |a: &Self, b: &Self| a.high.is_some_and(|high| high < b.low);
        !below(self, other) && !below(other, self)
    }
}

/// What a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Season,
    Round,
    Match,
    /// Several matches, one crowd.
    VenueNight,
    /// Market, exhibition, temple fair, 社区赛: what the city counts beside the league.
    SideEvent,
    Stream,
    Zone,
    Gate,
}

text_enum!(Level {
    Season => "season",
    Round => "round",
    Match => "match",
    VenueNight => "venue_night",
    SideEvent => "side_event",
    Stream => "stream",
    Zone => "zone",
    Gate => "gate",
});

/// The place and occasion a figure belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ScopeKey(pub String);

/// A scope and the wider one it lies in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    pub key: ScopeKey,
    pub level: Level,
    pub parent: Option<ScopeKey>,
}

/// By what two visits of one person are known to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dedup {
    Account,
    Device,
    Cookie,
    Ticket,
    None,
}

text_enum!(Dedup {
    Account => "account",
    Device => "device",
    Cookie => "cookie",
    Ticket => "ticket",
    None => "none",
});

/// The file, row and hash a figure leads back to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Evidence {
    pub file: String,
    pub row: Option<u32>,
    pub sha256: String,
    pub url: Option<String>,
}

/// The number of an observation in its ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ObservationId(pub u32);

/// One figure as observed; written once and never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    pub id: ObservationId,
    pub metric: String,
    pub metric_version: u16,
    pub scope: ScopeKey,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    /// The platform, gate or office the figure comes from.
    pub source: String,
    /// None is unknown ("--" in an export), which is not nought.
    pub value: Option<i64>,
    pub interval: Option<Interval>,
    pub class: Class,
    pub method: Option<String>,
    pub dedup: Dedup,
    pub sampling_step_s: Option<u32>,
    /// From how many seconds on this source counts, where it says so.
    pub threshold_s: Option<u32>,
    pub includes_replay: Option<bool>,
    pub wording: Option<String>,
    pub evidence: Option<Evidence>,
    pub as_of: DateTime<Utc>,
    pub supersedes: Option<ObservationId>,
    /// Why the superseded figure no longer stands.
    pub reason: Option<String>,
}

impl Observation {
    /// What the figure can be: its own interval, else the value itself where counting is exact.
    pub fn bounds(&self) -> Option<Interval> {
        self.interval.or_else(|| self.value.map(Interval::exact))
    }
}

/// Why an observation was not taken into the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// Invariant 2: the value lies outside its own interval, or the interval is upside down.
    OutsideInterval,
    /// Invariant 3: a claim needs its wording and where it stands.
    ClaimWithoutWording,
    /// Invariant 3: what a platform says needs the file or picture.
    NoEvidence,
    /// Invariant 4: an estimate needs an interval.
    NoInterval,
    NegativeValue,
    WindowUpsideDown,
    IdTaken,
    /// Invariant 5: what it corrects is not in the ledger.
    SupersedesNothing,
    /// Invariant 5: what it corrects was already corrected; a chain has one head.
    AlreadySuperseded,
    /// A correction says why.
    NoReason,
}

/// What taking an observation changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    New,
    /// Invariant 13: the same row of the same file was there before; nothing changed.
    SameAsBefore(ObservationId),
}

type Origin = (String, Option<u32>, String, u16, ScopeKey, DateTime<Utc>, DateTime<Utc>);

/// All observations of a league, in the order they came; nothing is ever removed.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    rows: BTreeMap<ObservationId, Observation>,
    superseded: BTreeSet<ObservationId>,
    origins: BTreeMap<Origin, ObservationId>,
}

impl Ledger {
    /// Takes an observation, or says which rule it breaks.
    pub fn take(&mut self, new: Observation) -> Result<Taken, NotTaken> {
        let origin = origin(&new);
        if let Some(before) = origin.as_ref().and_then(|o| self.origins.get(o)) {
            return Ok(Taken::SameAsBefore(*before));
        }
        well_formed(&new)?;
        if self.rows.contains_key(&new.id) {
            return Err(NotTaken::IdTaken);
        }
        if let Some(old) = new.supersedes {
            // A row can only correct an older row, so a chain cannot close into a ring.
            if !self.rows.contains_key(&old) {
                return Err(NotTaken::SupersedesNothing);
            }
            if new.reason.as_deref().is_none_or(|r| r.trim().is_empty()) {
                return Err(NotTaken::NoReason);
            }
            if !self.superseded.insert(old) {
                return Err(NotTaken::AlreadySuperseded);
            }
        }
        if let Some(origin) = origin {
            self.origins.insert(origin, new.id);
        }
        self.rows.insert(new.id, new);
        Ok(Taken::New)
    }

    /// Any observation, superseded or not: a figure once printed can still be looked up.
    pub fn get(&self, id: ObservationId) -> Option<&Observation> {
        self.rows.get(&id)
    }

    /// The observations that stand today.
    pub fn standing(&self) -> impl Iterator<Item = &Observation> {
        self.rows.values().filter(|row| !self.superseded.contains(&row.id))
    }

    /// A figure and everything it corrected, newest first.
    pub fn history(&self, id: ObservationId) -> Vec<&Observation> {
        std::iter::successors(self.get(id), |row| row.supersedes.and_then(|old| self.get(old))).collect()
    }
}

fn origin(row: &Observation) -> Option<Origin> {
    let evidence = row.evidence.as_ref()?;
    // A correction may cite the very row it reads differently.
    row.supersedes.is_none().then(|| {
        (
            evidence.sha256.clone(),
            evidence.row,
            row.metric.clone(),
            row.metric_version,
            row.scope.clone(),
            row.from,
            row.to,
        )
    })
}

fn well_formed(row: &Observation) -> Result<(), NotTaken> {
    let has_wording = row.wording.as_deref().is_some_and(|w| !w.trim().is_empty());
    if row.to < row.from {
        return Err(NotTaken::WindowUpsideDown);
    }
    if row.value.is_some_and(|v| v < 0) || row.interval.is_some_and(|i| i.low < 0) {
        return Err(NotTaken::NegativeValue);
    }
    if let Some(interval) = row.interval
        && (interval.high.is_some_and(|high| high < interval.low)
            || row.value.is_some_and(|v| !interval.holds(v)))
    {
        return Err(NotTaken::OutsideInterval);
    }
    match row.class {
        Class::E if !has_wording || row.evidence.is_none() => Err(NotTaken::ClaimWithoutWording),
        Class::B | Class::BMinus if row.evidence.is_none() => Err(NotTaken::NoEvidence),
        Class::C | Class::D if row.value.is_some() && row.interval.is_none() => Err(NotTaken::NoInterval),
        _ => Ok(()),
    }
}
