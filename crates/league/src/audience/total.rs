//! Totals that know what they are made of, and the refusals of those that must not be made.

use super::metric::{Metric, MetricBook, OverPlatforms, OverTime};
use super::observation::{Class, Interval, Observation, ObservationId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Along what the figures are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Over {
    /// Nights, rounds, windows of one source.
    Time,
    /// Platforms, gates or zones beside each other.
    Platforms,
}

/// The rule that forbids a total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "rule")]
pub enum Refused {
    Nothing,
    UnknownMetric {
        code: String,
        version: u16,
    },
    /// Invariant 21: 人 and 人次 are different units.
    DifferentUnits,
    DifferentMetrics,
    /// Two versions of one definition count two things.
    DifferentVersions,
    NeverOverTime,
    NeverOverPlatforms,
    ThresholdsDiffer,
    ThresholdUnknown,
    WindowsDiffer,
    /// Invariant 11.
    WindowsOverlap {
        first: ObservationId,
        second: ObservationId,
    },
    /// Invariant 12.
    ReplayMixed,
    SamplingStepsDiffer,
    DedupDiffers,
    /// A claim (class E) never enters a total.
    Claim {
        id: ObservationId,
    },
    /// Invariant 10: a counter that never falls fell.
    CounterFell {
        first: ObservationId,
        second: ObservationId,
    },
    TooLarge,
}

/// How a total was formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Formed {
    Sum,
    Weighted,
    Max,
    /// No value, only the least and the most: the largest part, and the sum.
    Bounds,
    Difference,
}

/// What must stand beside the printed figure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Footnote {
    /// Some occasions have no figure.
    NotAllCovered,
    /// A part has no value; it is missing from the total, not nought in it.
    UnknownPart,
    /// The figure is not counted but lies between bounds.
    OnlyBounds,
    /// A part is open above.
    OpenAbove,
    ThresholdUnknown,
    ReplayUnknown,
    /// A person overruled a refusal, for this reason.
    Overruled(String),
}

/// How many of the occasions have a figure: 7 of 21 nights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    pub known: usize,
    pub of: usize,
}

/// A figure made of figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    pub metric: String,
    pub metric_version: u16,
    pub value: Option<i64>,
    pub interval: Interval,
    pub formed: Formed,
    pub class: Class,
    pub coverage: Coverage,
    /// No part is newer than this; the oldest part decides.
    pub as_of: DateTime<Utc>,
    pub parts: Vec<ObservationId>,
    pub footnotes: Vec<Footnote>,
}

/// Puts figures together, or names the rule that forbids it. `occasions` is how many there should be.
pub fn total(
    book: &MetricBook,
    parts: &[&Observation],
    over: Over,
    occasions: usize,
) -> Result<Total, Refused> {
    let metric = one_metric(book, parts)?;
    may_meet(metric, parts, over)?;
    put_together(metric, parts, over, occasions)
}

/// Forms the total although a rule about windows, thresholds or replay forbids it, and prints why beside it.
/// Units, metrics, claims and what can never be added stay refused: no reason makes people of exposures.
pub fn total_overruled(
    book: &MetricBook,
    parts: &[&Observation],
    over: Over,
    occasions: usize,
    reason: &str,
) -> Result<Total, Refused> {
    use Refused::*;
    let metric = one_metric(book, parts)?;
    let overruled = match may_meet(metric, parts, over) {
        Ok(()) => None,
        Err(ThresholdsDiffer | ThresholdUnknown | ReplayMixed | SamplingStepsDiffer | DedupDiffers) => {
            Some(Footnote::Overruled(reason.to_owned()))
        }
        Err(refused) => return Err(refused),
    };
    let mut total = put_together(metric, parts, over, occasions)?;
    total.footnotes.extend(overruled);
    Ok(total)
}

fn one_metric<'a>(book: &'a MetricBook, parts: &[&Observation]) -> Result<&'a Metric, Refused> {
    let find = |part: &Observation| {
        book.get(&part.metric, part.metric_version)
            .ok_or_else(|| Refused::UnknownMetric { code: part.metric.clone(), version: part.metric_version })
    };
    let first = find(parts.first().ok_or(Refused::Nothing)?)?;
    for part in parts {
        let other = find(part)?;
        if other.unit != first.unit {
            return Err(Refused::DifferentUnits);
        }
        if other.code != first.code {
            return Err(Refused::DifferentMetrics);
        }
        if other.version != first.version {
            return Err(Refused::DifferentVersions);
        }
        if part.class == Class::E {
            return Err(Refused::Claim { id: part.id });
        }
    }
    Ok(first)
}

fn may_meet(metric: &Metric, parts: &[&Observation], over: Over) -> Result<(), Refused> {
    let differ = |field: fn(&Observation) -> Option<u32>| {
        parts.windows(2).any(|pair| field(pair[0]).is_some() && field(pair[1]) != field(pair[0]))
    };
    let replay = |wanted: bool| parts.iter().any(|p| p.includes_replay == Some(wanted));
    match over {
        Over::Time if metric.over_time == OverTime::Never => return Err(Refused::NeverOverTime),
        Over::Time if metric.over_time != OverTime::Difference => no_overlap(parts)?,
        Over::Time => {}
        Over::Platforms => match metric.over_platforms {
            OverPlatforms::Never => return Err(Refused::NeverOverPlatforms),
            OverPlatforms::SameThreshold if differ(|p| p.threshold_s) => {
                return Err(Refused::ThresholdsDiffer);
            }
            OverPlatforms::SameThreshold if parts.iter().any(|p| p.threshold_s.is_none()) => {
                return Err(Refused::ThresholdUnknown);
            }
            OverPlatforms::SameWindow
                if parts.iter().any(|p| (p.from, p.to) != (parts[0].from, parts[0].to)) =>
            {
                return Err(Refused::WindowsDiffer);
            }
            _ => {}
        },
    }
    if replay(true) && replay(false) {
        return Err(Refused::ReplayMixed);
    }
    if metric.kind == super::metric::Kind::Peak && differ(|p| p.sampling_step_s) {
        return Err(Refused::SamplingStepsDiffer);
    }
    if metric.unit.is_somebody() && parts.iter().any(|p| p.dedup != parts[0].dedup) {
        return Err(Refused::DedupDiffers);
    }
    Ok(())
}

/// Two figures of one source in one scope must not count the same minutes twice.
fn no_overlap(parts: &[&Observation]) -> Result<(), Refused> {
    let mut sorted = parts.to_vec();
    sorted.sort_by_key(|p| (&p.source, &p.scope, p.from, p.id));
    for pair in sorted.windows(2) {
        let same = pair[0].source == pair[1].source && pair[0].scope == pair[1].scope;
        if same && pair[1].from < pair[0].to {
            return Err(Refused::WindowsOverlap { first: pair[0].id, second: pair[1].id });
        }
    }
    Ok(())
}

fn put_together(
    metric: &Metric,
    parts: &[&Observation],
    over: Over,
    occasions: usize,
) -> Result<Total, Refused> {
    let known: Vec<(&Observation, Interval)> =
        parts.iter().filter_map(|p| p.bounds().map(|bounds| (*p, bounds))).collect();
    if known.is_empty() {
        return Err(Refused::Nothing);
    }
    let formed = match over {
        Over::Time => match metric.over_time {
            OverTime::WeightByMinutes => Formed::Weighted,
            OverTime::Max => Formed::Max,
            OverTime::Bounds => Formed::Bounds,
            OverTime::Difference => Formed::Difference,
            OverTime::Sum | OverTime::Never => Formed::Sum,
        },
        Over::Platforms if metric.over_platforms == OverPlatforms::Bounds => Formed::Bounds,
        Over::Platforms => Formed::Sum,
    };
    let (value, interval) = form(formed, &known)?;
    let of = occasions.max(parts.len());
    Ok(Total {
        metric: metric.code.clone(),
        metric_version: metric.version,
        value,
        interval,
        formed,
        class: known.iter().map(|(p, _)| p.class).max().expect("at least one part is known"),
        coverage: Coverage { known: known.len(), of },
        as_of: known.iter().map(|(p, _)| p.as_of).min().expect("at least one part is known"),
        parts: sorted_ids(parts),
        footnotes: footnotes(metric, parts, known.len(), of, formed, interval),
    })
}

fn form(formed: Formed, known: &[(&Observation, Interval)]) -> Result<(Option<i64>, Interval), Refused> {
    let sum = |numbers: &mut dyn Iterator<Item = Option<i64>>| -> Result<Option<i64>, Refused> {
        let mut sum = 0i64;
        for number in numbers {
            let Some(number) = number else { return Ok(None) };
            sum = sum.checked_add(number).ok_or(Refused::TooLarge)?;
        }
        Ok(Some(sum))
    };
    let max = |numbers: &mut dyn Iterator<Item = Option<i64>>| -> Option<i64> {
        let mut most = 0;
        for number in numbers {
            most = number?.max(most);
        }
        Some(most)
    };
    let lows = || known.iter().map(|(_, bounds)| Some(bounds.low));
    let highs = || known.iter().map(|(_, bounds)| bounds.high);
    let values = || known.iter().map(|(part, _)| part.value);
    Ok(match formed {
        Formed::Sum => {
            let low = sum(&mut lows())?.expect("a low end is always known");
            (sum(&mut values())?, Interval { low, high: sum(&mut highs())? })
        }
        Formed::Max => {
            let low = max(&mut lows()).expect("a low end is always known");
            (max(&mut values()), Interval { low, high: max(&mut highs()) })
        }
        Formed::Bounds => {
            let low = max(&mut lows()).expect("a low end is always known");
            (None, Interval { low, high: sum(&mut highs())? })
        }
        Formed::Weighted => {
            let mean = |number: &dyn Fn(&(&Observation, Interval)) -> Option<i64>| weighted(known, number);
            let low = mean(&|(_, bounds)| Some(bounds.low)).ok_or(Refused::Nothing)?;
            (mean(&|(part, _)| part.value), Interval { low, high: mean(&|(_, bounds)| bounds.high) })
        }
        Formed::Difference => difference(known)?,
    })
}

/// The mean by minutes, rounded to the nearest.
fn weighted(
    known: &[(&Observation, Interval)],
    number: &dyn Fn(&(&Observation, Interval)) -> Option<i64>,
) -> Option<i64> {
    let (mut sum, mut minutes) = (0i128, 0i128);
    for part in known {
        let weight = i128::from((part.0.to - part.0.from).num_minutes());
        sum += weight * i128::from(number(part)?);
        minutes += weight;
    }
    (minutes > 0).then(|| i64::try_from((sum + minutes / 2) / minutes).ok())?
}

fn difference(known: &[(&Observation, Interval)]) -> Result<(Option<i64>, Interval), Refused> {
    let mut sorted = known.to_vec();
    sorted.sort_by_key(|(part, _)| (part.as_of, part.id));
    for pair in sorted.windows(2) {
        if pair[1].1.high.is_some_and(|high| high < pair[0].1.low) {
            return Err(Refused::CounterFell { first: pair[0].0.id, second: pair[1].0.id });
        }
    }
    let (first, last) = (sorted[0], sorted[sorted.len() - 1]);
    let value = first.0.value.zip(last.0.value).map(|(first, last)| (last - first).max(0));
    let low = first.1.high.map_or(0, |high| (last.1.low - high).max(0));
    Ok((value, Interval { low, high: last.1.high.map(|high| (high - first.1.low).max(0)) }))
}

/// In the order of the ledger: the same parts give the same report to the byte, however they were gathered.
fn sorted_ids(parts: &[&Observation]) -> Vec<ObservationId> {
    let mut ids: Vec<ObservationId> = parts.iter().map(|part| part.id).collect();
    ids.sort_unstable();
    ids
}

fn footnotes(
    metric: &Metric,
    parts: &[&Observation],
    known: usize,
    of: usize,
    formed: Formed,
    interval: Interval,
) -> Vec<Footnote> {
    let notes = [
        (known < of, Footnote::NotAllCovered),
        (known < parts.len(), Footnote::UnknownPart),
        (formed == Formed::Bounds, Footnote::OnlyBounds),
        (interval.high.is_none(), Footnote::OpenAbove),
        (
            metric.over_platforms == OverPlatforms::SameThreshold
                && parts.iter().any(|p| p.threshold_s.is_none()),
            Footnote::ThresholdUnknown,
        ),
        (
            parts.iter().any(|p| p.includes_replay.is_none())
                && parts.iter().any(|p| p.includes_replay.is_some()),
            Footnote::ReplayUnknown,
        ),
    ];
    notes.into_iter().filter_map(|(holds, note)| holds.then_some(note)).collect()
}
