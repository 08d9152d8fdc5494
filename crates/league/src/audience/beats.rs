//! Beats of an open page or a playing player: what of them counts, minute by minute, and what is a repeat or a machine.
//!
//! A visit's state travels with its page, signed by the server, so that any node can take the next beat. Only the
//! distance between two beats is believed, never a number of seconds that a page claims.

use super::sketch::{IN_A_MINUTE, Sketch, VIEWERS};
use std::collections::{BTreeMap, HashSet};

/// A page beats this often.
pub const EVERY_MS: i64 = 20_000;
/// A beat that comes sooner was not sent by our script.
pub const SOONEST_MS: i64 = 8_000;
/// After a longer silence nobody is believed to have watched meanwhile.
pub const LONGEST_MS: i64 = 45_000;
/// A beat of a page that slept longer than this begins a new visit.
pub const FORGOTTEN_MS: i64 = 15 * 60_000;
/// Consecutive watching from which on a viewer counts as reached; the first means any beat at all.
pub const REACH_S: [u32; 4] = [0, 60, 180, 900];

/// Where a visit stands after a beat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    pub id: u64,
    pub beats: u32,
    pub at_ms: i64,
    /// Watched without a break until now.
    pub run_ms: u32,
}

/// What a beat brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub next: Visit,
    /// Watched since the beat before; nothing after a silence.
    pub watched_ms: i64,
}

impl Visit {
    /// The first beat of a visit.
    pub fn begin(id: u64, now_ms: i64) -> Self {
        Self { id, beats: 0, at_ms: now_ms, run_ms: 0 }
    }

    /// The next beat; `None` when it comes too soon to be one.
    pub fn step(self, now_ms: i64) -> Option<Step> {
        let since = now_ms - self.at_ms;
        if since < SOONEST_MS {
            return None;
        }
        let watched_ms = if since <= LONGEST_MS { since } else { 0 };
        let run_ms = match watched_ms {
            0 => 0,
            watched => self.run_ms.saturating_add(u32::try_from(watched).unwrap_or(0)),
        };
        let next = Self { beats: self.beats.saturating_add(1), at_ms: now_ms, run_ms, ..self };
        Some(Step { next, watched_ms })
    }
}

/// What was counted in one minute.
#[derive(Clone, Debug)]
pub struct Minute {
    pub watched_ms: i64,
    pub visits_begun: i64,
    pub beats: i64,
    pub bots: i64,
    pub doubles: i64,
    pub crowded: i64,
    pub visits: Sketch,
}

impl Default for Minute {
    fn default() -> Self {
        Self {
            watched_ms: 0,
            visits_begun: 0,
            beats: 0,
            bots: 0,
            doubles: 0,
            crowded: 0,
            visits: Sketch::keeping(IN_A_MINUTE),
        }
    }
}

impl Minute {
    /// Adds what another node counted in the same minute.
    pub fn merge(&mut self, other: &Self) {
        self.watched_ms += other.watched_ms;
        self.visits_begun += other.visits_begun;
        self.beats += other.beats;
        self.bots += other.bots;
        self.doubles += other.doubles;
        self.crowded += other.crowded;
        self.visits.merge(&other.visits);
    }
}

/// Why a beat does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filtered {
    Bot,
    /// The same beat again, or one too soon.
    Double,
    /// More visits from one network and browser in a minute than people can begin.
    Crowded,
}

/// The count of one game in one kind of place: minutes, and who was reached.
#[derive(Clone, Debug)]
pub struct Tally {
    pub minutes: BTreeMap<i64, Minute>,
    pub reached: [Sketch; REACH_S.len()],
}

impl Default for Tally {
    fn default() -> Self {
        Self { minutes: BTreeMap::new(), reached: std::array::from_fn(|_| Sketch::keeping(VIEWERS)) }
    }
}

impl Tally {
    /// A visit begins.
    pub fn begin(&mut self, visit: Visit, viewer: u64) {
        let minute = self.minutes.entry(minute_of(visit.at_ms)).or_default();
        minute.visits_begun += 1;
        minute.beats += 1;
        minute.visits.add(visit.id);
        self.reached[0].add(viewer);
    }

    /// A visit goes on: what was watched is credited to the minutes in which it was.
    pub fn step(&mut self, before: Visit, step: Step, viewer: u64) {
        let (now_ms, id) = (step.next.at_ms, before.id);
        let mut from = now_ms - step.watched_ms;
        while from < now_ms {
            let minute = minute_of(from);
            let to = now_ms.min((minute + 1) * 60_000);
            let entry = self.minutes.entry(minute).or_default();
            entry.watched_ms += to - from;
            entry.visits.add(id);
            from = to;
        }
        let entry = self.minutes.entry(minute_of(now_ms)).or_default();
        entry.beats += 1;
        entry.visits.add(id);
        for (reached, seconds) in self.reached.iter_mut().zip(REACH_S) {
            // Each viewer once at the crossing; a run of another node is known by its own crossing there.
            if step.next.run_ms >= seconds * 1000 && (before.run_ms < seconds * 1000 || seconds == 0) {
                reached.add(viewer);
            }
        }
    }

    /// A beat that does not count is reported all the same.
    pub fn filter(&mut self, now_ms: i64, why: Filtered) {
        let entry = self.minutes.entry(minute_of(now_ms)).or_default();
        match why {
            Filtered::Bot => entry.bots += 1,
            Filtered::Double => entry.doubles += 1,
            Filtered::Crowded => entry.crowded += 1,
        }
    }
}

/// Beats that were taken lately: the same one again is a repeat. Two halves, so that forgetting costs nothing.
#[derive(Clone, Debug, Default)]
pub struct Lately {
    halves: [HashSet<(u64, u32)>; 2],
    since_ms: i64,
}

/// More are never remembered; beats beyond are refused rather than believed twice.
const MOST_REMEMBERED: usize = 2_000_000;
/// A beat older than this is forgotten anyway by its visit.
const HALF_MS: i64 = LONGEST_MS + 15_000;

/// What the memory of beats says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    New,
    Again,
    Full,
}

impl Lately {
    /// Remembers a beat.
    pub fn see(&mut self, visit: Visit, now_ms: i64) -> Seen {
        if now_ms - self.since_ms >= HALF_MS {
            self.halves.swap(0, 1);
            self.halves[0] = HashSet::default();
            self.since_ms = now_ms;
        }
        let beat = (visit.id, visit.beats);
        if self.halves[1].contains(&beat) || self.halves[0].contains(&beat) {
            return Seen::Again;
        }
        if self.halves[0].len() >= MOST_REMEMBERED {
            return Seen::Full;
        }
        self.halves[0].insert(beat);
        Seen::New
    }
}

/// The minute of an instant, counted since 1970.
pub fn minute_of(at_ms: i64) -> i64 {
    at_ms.div_euclid(60_000)
}

/// Words in the name of a browser that say it is a program.
const MACHINES: &[&str] = &[
    "bot",
    "crawl",
    "spider",
    "slurp",
    "headless",
    "curl",
    "wget",
    "python",
    "http",
    "java/",
    "go-http",
    "okhttp",
    "monitor",
    "preview",
    "scan",
    "fetch",
    "archive",
    "lighthouse",
    "phantom",
    "selenium",
    "puppeteer",
    "playwright",
];

/// Whether a browser's own name says that nobody sits in front of it.
pub fn is_machine(agent: &str) -> bool {
    let agent = agent.to_ascii_lowercase();
    agent.len() < 12 || MACHINES.iter().any(|word| agent.contains(word))
}

#[cfg(test)]
mod tests;
