//! What is counted: each metric is a row of data, with the rules by which its figures may be added.

use super::unit::Unit;
use serde::{Deserialize, Serialize};

/// What sort of number a metric gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Count,
    Unique,
    Peak,
    Mean,
    Duration,
    Composite,
}

/// What may be done with figures of one metric over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverTime {
    Sum,
    /// A mean of means is weighted by the minutes of each.
    WeightByMinutes,
    Max,
    /// Different people: only bounds are known, from the largest part to the sum.
    Bounds,
    /// Snapshots of a counter that only grows: the last less the first, never their sum.
    Difference,
    Never,
}

/// What may be done with figures of one metric over platforms, gates or zones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverPlatforms {
    Sum,
    /// Only where both count from the same second on.
    SameThreshold,
    /// Only where both count in the same clock window.
    SameWindow,
    Bounds,
    Never,
}

/// One version of the definition of a metric.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metric {
    pub code: String,
    #[serde(default = "first")]
    pub version: u16,
    pub zh: String,
    pub en: String,
    pub unit: Unit,
    pub kind: Kind,
    /// From how many seconds on something counts; unknown where the platform does not say.
    #[serde(default)]
    pub threshold_s: Option<u32>,
    pub over_time: OverTime,
    pub over_platforms: OverPlatforms,
    /// Whether the season's figure may be larger than the number of people there are.
    pub may_exceed_population: bool,
    /// Whether the figure is the state of a counter that never falls.
    #[serde(default)]
    pub cumulative: bool,
}

fn first() -> u16 {
    1
}

/// Why a list of metrics was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BookError {
    Unreadable(String),
    Twice { code: String, version: u16 },
}

/// The metrics a league counts by, each in all its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetricBook(Vec<Metric>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    metric: Vec<Metric>,
}

impl MetricBook {
    /// Reads the rows of a book as `[[metric]]` tables.
    pub fn parse(text: &str) -> Result<Self, BookError> {
        let written: Written = toml::from_str(text).map_err(|e| BookError::Unreadable(e.to_string()))?;
        Self::of(written.metric)
    }

    /// A book of these rows.
    pub fn of(metrics: Vec<Metric>) -> Result<Self, BookError> {
        for (place, metric) in metrics.iter().enumerate() {
            let same = |other: &Metric| other.code == metric.code && other.version == metric.version;
            if metrics[..place].iter().any(same) {
                return Err(BookError::Twice { code: metric.code.clone(), version: metric.version });
            }
        }
        Ok(Self(metrics))
    }

    /// The newest version of a metric.
    pub fn newest(&self, code: &str) -> Option<&Metric> {
        self.0.iter().filter(|m| m.code == code).max_by_key(|m| m.version)
    }

    /// The metrics Changba starts with.
    pub fn ready_made() -> Self {
        Self::parse(include_str!("metrics.toml")).expect("the ready-made metrics are tested")
    }

    /// One version of a metric.
    pub fn get(&self, code: &str, version: u16) -> Option<&Metric> {
        self.0.iter().find(|m| m.code == code && m.version == version)
    }

    /// All rows, in the order of the book.
    pub fn all(&self) -> &[Metric] {
        &self.0
    }
}
