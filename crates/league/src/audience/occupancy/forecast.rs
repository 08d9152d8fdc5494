//! What follows from who is inside now: rates, minutes to the approved number, lanes, exit time, silent gates.

use super::Options;
use super::counts::Count;
use super::drift::{Day, Point};
use chrono::TimeDelta;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How near the approved number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Watch {
    Calm,
    /// 80 %
    Amber,
    /// 95 %
    Red,
    /// 100 %: nobody enters without two people saying why.
    Stop,
}

/// Passages of one gate in the last 1, 5 and 15 minutes; None where its counts are coarser than that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GateRate {
    pub gate: String,
    #[serde(rename = "in")]
    pub ins: [Option<i64>; 3],
    #[serde(rename = "out")]
    pub outs: [Option<i64>; 3],
}

/// The hall at the last moment counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Now {
    pub inside: Point,
    pub watch: Option<Watch>,
    pub all: GateRate,
    pub gates: Vec<GateRate>,
    /// Minutes to 80, 90, 95 and 100 % of the approved number; None where the hall does not fill.
    pub minutes_to: BTreeMap<&'static str, Option<i64>>,
    pub lanes_needed: Option<i64>,
    pub exit_minutes: Option<i64>,
    pub silent_gates: Vec<String>,
}

const WINDOWS: [i64; 3] = [1, 5, 15];

/// Looks ahead from the last moment of the counts of a day.
pub fn now(counts: &[Count], day: &Day, missed_per_mille: i64, options: &Options) -> Now {
    let mut inside = day.live_end(missed_per_mille);
    let gates: BTreeSet<&str> = counts.iter().map(|count| count.gate.as_str()).collect();
    let all = rate("", counts, inside);
    let mut silent_gates = Vec::new();
    for gate in &gates {
        if let Some((ins, outs)) = unseen(gate, counts, inside, options.silent_minutes) {
            // Those who pass a silent gate are not seen, and may be inside or not.
            inside.high += ins;
            inside.low = (inside.low - outs).max(0);
            silent_gates.push((*gate).to_owned());
        }
    }
    let per_five = all.ins[1].or_else(|| all.ins[2].map(|ins| (ins + 2) / 3));
    let up = |number: i64, by: i64| (by > 0).then(|| (number + by - 1) / by);
    Now {
        watch: options.approved.map(|approved| watch(inside.high, approved)),
        minutes_to: minutes_to(&all, inside, options.approved),
        lanes_needed: per_five.and_then(|ins| up(ins, options.lane_rate_per_minute * 5)),
        exit_minutes: options.exit_width_cm.and_then(|width| {
            up(inside.high.saturating_mul(100), width.checked_mul(options.exit_rate_per_metre)?)
        }),
        gates: gates.into_iter().map(|gate| rate(gate, counts, inside)).collect(),
        inside,
        all,
        silent_gates,
    }
}

/// Judged by the high end: a crowd that may be too large is too large.
fn watch(high: i64, approved: i64) -> Watch {
    let share = |percent: i64| high.saturating_mul(100) >= approved.saturating_mul(percent);
    match () {
        () if share(100) => Watch::Stop,
        () if share(95) => Watch::Red,
        () if share(80) => Watch::Amber,
        () => Watch::Calm,
    }
}

fn of_gate<'a>(gate: &'a str, counts: &'a [Count]) -> impl Iterator<Item = &'a Count> {
    counts.iter().filter(move |count| gate.is_empty() || count.gate == gate)
}

/// The passages of a gate; an empty name stands for all.
fn rate(gate: &str, counts: &[Count], now: Point) -> GateRate {
    let mut moments: Vec<_> = of_gate(gate, counts).map(|count| count.at).collect();
    moments.dedup();
    let step = moments.windows(2).map(|pair| (pair[1] - pair[0]).num_minutes()).min().unwrap_or(1);
    let within = |number: fn(&Count) -> i64| {
        WINDOWS.map(|minutes| {
            let since = now.at - TimeDelta::minutes(minutes);
            (step <= minutes).then(|| of_gate(gate, counts).filter(|c| c.at > since).map(number).sum())
        })
    };
    GateRate { gate: gate.to_owned(), ins: within(|count| count.ins), outs: within(|count| count.outs) }
}

fn minutes_to(all: &GateRate, inside: Point, approved: Option<i64>) -> BTreeMap<&'static str, Option<i64>> {
    let Some(approved) = approved else { return BTreeMap::new() };
    let net = |place: usize| Some((all.ins[place]? - all.outs[place]?, WINDOWS[place]));
    let minutes = |percent: i64| {
        // Rounded up: 80 % of 7 people is reached by the sixth.
        let missing = approved.saturating_mul(percent).saturating_add(99) / 100 - inside.high;
        if missing <= 0 {
            return Some(0);
        }
        let (people, minutes) = net(1).or_else(|| net(2))?;
        (people > 0).then(|| (missing * minutes + people - 1) / people)
    };
    [("80", 80), ("90", 90), ("95", 95), ("100", 100)].map(|(name, percent)| (name, minutes(percent))).into()
}

/// What a silent gate would have counted since, by its last quarter of an hour; None for a gate that counts.
fn unseen(gate: &str, counts: &[Count], now: Point, silent_minutes: i64) -> Option<(i64, i64)> {
    let last = of_gate(gate, counts).map(|count| count.at).max()?;
    let silent = (now.at - last).num_minutes();
    if silent < silent_minutes {
        return None;
    }
    let since = last - TimeDelta::minutes(15);
    let expected = |number: fn(&Count) -> i64| {
        let seen: i64 = of_gate(gate, counts).filter(|count| count.at > since).map(number).sum();
        (seen * silent + 14) / 15
    };
    Some((expected(|count| count.ins), expected(|count| count.outs)))
}
