//! How many are inside: from counts at the doors, with the interval that missed counts leave.
//!
//! Door counters drift: some who came in are never seen to go. A curve that is reset at midnight therefore turns
//! negative; this one never does, and every person it had to add is a correction that can be seen.

mod counts;
mod drift;
mod forecast;

pub use counts::{Count, CountsError, read};
pub use drift::{Correction, Day, Point, day, live_margin};
pub use forecast::{GateRate, Now, Watch, now};

use serde_json::{Value, json};

#[cfg(test)]
mod tests;

/// What is known beside the counts; the numbers are rows of the league's rules, and these are only its defaults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The number the permit names.
    pub approved: Option<i64>,
    /// People one lane lets in a minute, as measured; 11 is the planning figure.
    pub lane_rate_per_minute: i64,
    /// The clear width of the exits without the largest.
    pub exit_width_cm: Option<i64>,
    /// People through a metre of level exit in a minute.
    pub exit_rate_per_metre: i64,
    /// How many of a thousand passages a counter may miss, until nights past tell more.
    pub missed_per_mille: i64,
    /// A gate that sends nothing for so long while others do is silent.
    pub silent_minutes: i64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            approved: None,
            lane_rate_per_minute: 11,
            exit_width_cm: None,
            exit_rate_per_metre: 82,
            missed_per_mille: 50,
            silent_minutes: 3,
        }
    }
}

/// Reads counts and says who was inside on each day, and now: JSON text.
pub fn occupancy(csv_text: &str, options: &Options) -> Result<String, CountsError> {
    let counts = read(csv_text)?;
    let mut past: Vec<i64> = Vec::new();
    let mut days: Vec<(Day, Point)> = Vec::new();
    for of_day in counts.chunk_by(|a, b| a.at.date() == b.at.date()) {
        let day = day(of_day);
        let live = day.live_end(live_margin(&past, options.missed_per_mille));
        past.push(day.missed_per_mille());
        days.push((day, live));
    }
    let (last, _) = days.last().ok_or(CountsError::Empty)?;
    let margin = live_margin(&past[..past.len() - 1], options.missed_per_mille);
    let today = counts.chunk_by(|a, b| a.at.date() == b.at.date()).next_back().unwrap_or_default();
    let now = now(today, last, margin, options);
    let sum = |number: fn(&Day) -> i64| days.iter().map(|(day, _)| number(day)).sum::<i64>();
    let report = json!({
        "in": sum(|day| day.ins),
        "out": sum(|day| day.outs),
        "slots": sum(|day| i64::try_from(day.points.len()).unwrap_or(i64::MAX)),
        "unbalanced_days": days.iter().filter(|(day, _)| day.ins != day.outs).count(),
        "negative_without_correction": sum(|day| day.negative),
        "negative": days.iter().flat_map(|(day, _)| &day.points).filter(|p| p.low.min(p.value).min(p.high) < 0).count(),
        "days_ending_within_interval": days.iter().filter(|(day, _)| day.ends_within()).count(),
        "days_ending_within_live_interval": days.iter().filter(|(_, live)| live.low == 0).count(),
        "days": days.iter().map(|(day, live)| described(day, live)).collect::<Vec<Value>>(),
        "now": now,
    });
    Ok(format!("{report:#}"))
}

fn described(day: &Day, live: &Point) -> Value {
    json!({
        "date": day.date,
        "in": day.ins,
        "out": day.outs,
        "missed_in": day.missed_in,
        "never_left": day.never_left,
        "peak": day.points.iter().max_by_key(|point| point.value),
        "end": day.points.last(),
        "live_end": live,
        "corrections": day.corrections,
    })
}
