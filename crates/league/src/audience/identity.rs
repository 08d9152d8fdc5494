//! Equations and orders that true figures keep; a breach is shown, and the figures are kept.

use super::observation::Interval;
use serde::{Deserialize, Serialize};

/// The figures of one broadcast on one basis of counting; None is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Broadcast {
    pub minutes: Option<i64>,
    pub average_audience: Option<i64>,
    pub peak: Option<i64>,
    pub viewers: Option<i64>,
    pub views: Option<i64>,
    pub watch_minutes: Option<i64>,
    pub average_watch_s: Option<i64>,
    pub follows: Option<i64>,
}

/// A rule that two figures break, with both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "breach")]
pub enum Breach {
    AverageAbovePeak {
        average: i64,
        peak: i64,
    },
    PeakAboveViewers {
        peak: i64,
        viewers: i64,
    },
    ViewersAboveViews {
        viewers: i64,
        views: i64,
    },
    /// More than about ten visits a viewer: ask.
    ManyViewsPerViewer {
        viewers: i64,
        views: i64,
    },
    WatchLongerThanBroadcast {
        average_watch_s: i64,
        minutes: i64,
    },
    FollowsAboveViewers {
        follows: i64,
        viewers: i64,
    },
    /// The average audience and the viewers' time differ by more than 15 %.
    Residual {
        average: i64,
        from_time: i64,
    },
    /// A rung of the ladder of attendance is longer than the one that carries it.
    Ladder {
        upper: String,
        upper_value: i64,
        lower: String,
        lower_value: i64,
    },
    /// A season's viewers that equal the sum of the nights are a sum, not viewers.
    SumNotUnique {
        value: i64,
    },
}

/// Every rule of section 4 that the figures of one broadcast break.
pub fn broadcast(figures: &Broadcast) -> Vec<Breach> {
    let f = figures;
    let mut breaches = Vec::new();
    if let (Some(average), Some(peak)) = (f.average_audience, f.peak)
        && average > peak
    {
        breaches.push(Breach::AverageAbovePeak { average, peak });
    }
    if let (Some(peak), Some(viewers)) = (f.peak, f.viewers)
        && peak > viewers
    {
        breaches.push(Breach::PeakAboveViewers { peak, viewers });
    }
    if let (Some(viewers), Some(views)) = (f.viewers, f.views) {
        if viewers > views {
            breaches.push(Breach::ViewersAboveViews { viewers, views });
        } else if views > viewers.saturating_mul(10) {
            breaches.push(Breach::ManyViewsPerViewer { viewers, views });
        }
    }
    if let (Some(average_watch_s), Some(minutes)) = (f.average_watch_s, f.minutes)
        && average_watch_s > minutes.saturating_mul(60)
    {
        breaches.push(Breach::WatchLongerThanBroadcast { average_watch_s, minutes });
    }
    if let (Some(follows), Some(viewers)) = (f.follows, f.viewers)
        && follows > viewers
    {
        breaches.push(Breach::FollowsAboveViewers { follows, viewers });
    }
    breaches.extend(residual(f));
    breaches
}

fn residual(f: &Broadcast) -> Option<Breach> {
    let minutes = f.minutes.filter(|m| *m > 0)?;
    let average = f.average_audience?;
    let watched = match f.watch_minutes {
        Some(watched) => watched,
        None => f.viewers?.checked_mul(f.average_watch_s?)? / 60,
    };
    let from_time = watched / minutes;
    let far = (average - from_time).abs().saturating_mul(100) > average.max(from_time).saturating_mul(15);
    far.then_some(Breach::Residual { average, from_time })
}

/// Breaches of capacity >= printed >= issued >= sold >= scanned; unknown rungs are passed over.
pub fn ladder(rungs: &[(&str, Option<i64>)]) -> Vec<Breach> {
    let known: Vec<(&str, i64)> = rungs.iter().filter_map(|(name, value)| Some((*name, (*value)?))).collect();
    let breach = |pair: &[(&str, i64)]| {
        (pair[0].1 < pair[1].1).then(|| Breach::Ladder {
            upper: pair[0].0.to_owned(),
            upper_value: pair[0].1,
            lower: pair[1].0.to_owned(),
            lower_value: pair[1].1,
        })
    };
    known.windows(2).filter_map(breach).collect()
}

/// How many different people came to at least one night: from the largest night to the sum, or the population.
pub fn union(nights: &[i64], population: Option<i64>) -> Option<Interval> {
    let low = *nights.iter().max()?;
    let sum = nights.iter().try_fold(0i64, |sum, night| sum.checked_add(*night))?;
    Some(Interval { low, high: Some(population.map_or(sum, |p| p.min(sum)).max(low)) })
}

/// How many came to both nights: at least a + b less everybody, at most the smaller night (Fréchet).
pub fn both(a: i64, b: i64, population: i64) -> Interval {
    Interval { low: a.saturating_add(b).saturating_sub(population).max(0), high: Some(a.min(b)) }
}

/// Whether a season's number of different people is merely the nights added up.
pub fn looks_added(season: i64, nights: &[i64]) -> Option<Breach> {
    let sum: i64 = nights.iter().sum();
    (nights.len() > 1 && sum == season).then_some(Breach::SumNotUnique { value: season })
}

/// Where a counter that never falls fell: the place of the later reading.
pub fn falls(readings: &[i64]) -> Vec<usize> {
    (1..readings.len()).filter(|&i| readings[i] < readings[i - 1]).collect()
}
