//! The curve of one day: never below nought, closed at its end, with what the drift leaves open.

use super::counts::Count;
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

/// Who was inside at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Point {
    pub at: NaiveDateTime,
    pub value: i64,
    pub low: i64,
    pub high: i64,
}

/// People who must have come in unseen: more had left than had entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Correction {
    pub at: NaiveDateTime,
    pub people: i64,
}

/// One day, corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    pub date: NaiveDate,
    pub ins: i64,
    pub outs: i64,
    /// Added, because a hall cannot hold fewer than nobody.
    pub missed_in: i64,
    /// Counted in and never out, although the hall was empty at the end.
    pub never_left: i64,
    pub points: Vec<Point>,
    pub corrections: Vec<Correction>,
    /// Moments at which in less out was below nought before the correction.
    pub negative: i64,
}

/// Corrects the counts of one day, which ends with an empty hall.
///
/// Who left unseen may have left at any time after coming in: at the earliest the low end, at the latest the high
/// end; the value between spreads them over the passages of the day.
pub fn day(counts: &[Count]) -> Day {
    let (mut ins, mut outs, mut lift, mut negative) = (0, 0, 0, 0);
    let mut lifted: Vec<(NaiveDateTime, i64, i64)> = Vec::new();
    let mut corrections = Vec::new();
    for slot in counts.chunk_by(|a, b| a.at == b.at) {
        ins += slot.iter().map(|count| count.ins).sum::<i64>();
        outs += slot.iter().map(|count| count.outs).sum::<i64>();
        let net = ins - outs;
        negative += i64::from(net < 0);
        if net + lift < 0 {
            corrections.push(Correction { at: slot[0].at, people: -net - lift });
            lift = -net;
        }
        lifted.push((slot[0].at, net + lift, ins + outs));
    }
    let never_left = lifted.last().map_or(0, |(_, inside, _)| *inside);
    let passages = ins + outs;
    let point = |(at, inside, so_far): (NaiveDateTime, i64, i64)| {
        let gone = share(never_left, so_far, passages);
        Point { at, value: (inside - gone).max(0), low: (inside - never_left).max(0), high: inside }
    };
    Day {
        date: counts.first().map(|count| count.at.date()).unwrap_or_default(),
        ins,
        outs,
        missed_in: lift,
        never_left,
        points: lifted.into_iter().map(point).collect(),
        corrections,
        negative,
    }
}

/// As many of the people as passages of all passages, to the nearest.
fn share(people: i64, passages: i64, of: i64) -> i64 {
    let of = i128::from(of.max(1));
    let share = (i128::from(people) * i128::from(passages) + of / 2) / of;
    i64::try_from(share).unwrap_or(people)
}

impl Day {
    /// Whether the empty hall of the evening lies within the interval of the last moment.
    pub fn ends_within(&self) -> bool {
        self.points.last().is_some_and(|end| end.low == 0 && end.value == 0)
    }

    /// How many of a thousand passages were missed, as far as the day shows it. Three people missed on a day of ten
    /// passages say nothing about a full hall, so that a day counts as at least a hundred.
    pub fn missed_per_mille(&self) -> i64 {
        let passages = self.passages().max(100);
        (self.missed_in.max(self.never_left) * 1000 + passages - 1) / passages
    }

    /// The last moment as it looked at that time, when nobody knew how the day would end.
    pub fn live_end(&self, missed_per_mille: i64) -> Point {
        let at = self.points.last().map_or(self.date.and_time(chrono::NaiveTime::MIN), |point| point.at);
        let margin = (missed_per_mille * self.passages().max(100) + 999) / 1000;
        let value = self.never_left;
        Point { at, value, low: (value - margin).max(0), high: value + margin }
    }

    fn passages(&self) -> i64 {
        (self.ins + self.outs).max(1)
    }
}

/// The misses to expect today: those of nineteen days in twenty past, never fewer than the counters' own error.
pub fn live_margin(past: &[i64], least: i64) -> i64 {
    let mut past = past.to_vec();
    past.sort_unstable();
    let place = (past.len() * 19).div_ceil(20);
    past.get(place.saturating_sub(1)).copied().unwrap_or(least).max(least)
}
