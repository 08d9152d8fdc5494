//! Figures of our own beacon: from merged minutes and sketches to numbers with their intervals.

use super::beats::{Minute, Tally};
use super::observation::Interval;
use serde::Serialize;

/// What was counted of one game in one kind of place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Online {
    /// The window in minutes since 1970, the last one left out.
    pub from_minute: i64,
    pub to_minute: i64,
    pub watch_minutes: Known,
    pub average_minute_audience: Known,
    /// The largest minute audience; at most as many as were there at all in some minute.
    pub peak: Known,
    pub visits: Known,
    /// Different networks and browsers, then those that watched 1, 3 and 15 minutes without a break.
    pub reached: [Known; 4],
    pub filtered: Filtered,
    pub by_minute: Vec<AtMinute>,
}

/// A number and between which bounds it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Known {
    pub value: i64,
    pub low: i64,
    pub high: i64,
}

/// What was left out, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Filtered {
    pub bots: i64,
    pub doubles: i64,
    pub crowded: i64,
}

/// One minute of the curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct AtMinute {
    pub minute: i64,
    /// Watched seconds through sixty, rounded.
    pub audience: i64,
    /// Visits heard of in this minute.
    pub present: i64,
}

/// What may be missing because a node died between two flushes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    pub watched_ms: i64,
    pub visits: i64,
}

impl Known {
    fn exact(value: i64) -> Self {
        Self { value, low: value, high: value }
    }

    fn of((value, interval): (i64, Interval)) -> Self {
        Self { value, low: interval.low, high: interval.high.unwrap_or(value) }
    }

    fn and_perhaps(self, more: i64) -> Self {
        Self { high: self.high + more, ..self }
    }
}

/// The figures of a tally within a window of minutes; everything counted when no window is given. `None` when nothing
/// was counted.
pub fn online(tally: &Tally, window: Option<(i64, i64)>, lost: Lost) -> Option<Online> {
    let counted = || tally.minutes.iter().filter(|(_, minute)| minute.beats > 0);
    let (first, last) = (*counted().next()?.0, *counted().next_back()?.0 + 1);
    let (from, to) = window.map_or((first, last), |(from, to)| (from.max(first), to.min(last)));
    if from >= to {
        return None;
    }
    let inside: Vec<(i64, &Minute)> =
        tally.minutes.range(from..to).map(|(minute, found)| (*minute, found)).collect();
    let watched_ms: i64 = inside.iter().map(|(_, minute)| minute.watched_ms).sum();
    let by_minute: Vec<AtMinute> = (from..to)
        .map(|minute| match tally.minutes.get(&minute) {
            None => AtMinute { minute, audience: 0, present: 0 },
            Some(found) => AtMinute {
                minute,
                audience: (found.watched_ms + 30_000) / 60_000,
                present: found.visits.count().0,
            },
        })
        .collect();
    let length_ms = (to - from) * 60_000;
    let most = |of: fn(&AtMinute) -> i64| by_minute.iter().map(of).max().unwrap_or(0);
    let (audience, present) = (most(|minute| minute.audience), most(|minute| minute.present));
    let sum = |of: fn(&Minute) -> i64| inside.iter().map(|(_, minute)| of(minute)).sum::<i64>();
    let [all, one, three, fifteen] = &tally.reached;
    let reached = |sketch: &super::sketch::Sketch| Known::of(sketch.count()).and_perhaps(lost.visits);
    Some(Online {
        from_minute: from,
        to_minute: to,
        watch_minutes: Known::exact(watched_ms / 60_000).and_perhaps((lost.watched_ms + 59_999) / 60_000),
        average_minute_audience: Known::exact((watched_ms + length_ms / 2) / length_ms)
            .and_perhaps((lost.watched_ms + length_ms - 1) / length_ms),
        peak: Known { value: audience, low: audience, high: present.max(audience) }.and_perhaps(lost.visits),
        visits: Known::exact(sum(|minute| minute.visits_begun)).and_perhaps(lost.visits),
        reached: [reached(all), reached(one), reached(three), reached(fifteen)],
        filtered: Filtered {
            bots: sum(|minute| minute.bots),
            doubles: sum(|minute| minute.doubles),
            crowded: sum(|minute| minute.crowded),
        },
        by_minute,
    })
}

#[cfg(test)]
mod tests {
    use super::super::beats::{Filtered as Why, Visit};
    use super::*;

    /// So many visits that watch from one second to another, a beat every 20 s.
    fn crowd(tally: &mut Tally, visits: std::ops::Range<u64>, from: i64, to: i64) {
        for id in visits {
            let mut visit = Visit::begin(id, from * 1000);
            tally.begin(visit, id.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            for second in (from + 20..=to).step_by(20) {
                let step = visit.step(second * 1000).expect("twenty seconds later");
                tally.step(visit, step, id.wrapping_mul(0x9e37_79b9_7f4a_7c15));
                visit = step.next;
            }
        }
    }

    #[test]
    fn the_average_the_peak_and_the_reach_are_three_numbers() {
        let mut tally = Tally::default();
        crowd(&mut tally, 0..10, 0, 600);
        crowd(&mut tally, 10..40, 240, 300);
        tally.filter(0, Why::Bot);
        let found = online(&tally, Some((0, 10)), Lost::default()).expect("something was counted");
        assert_eq!(found.watch_minutes.value, 130);
        assert_eq!(found.average_minute_audience.value, 13);
        assert_eq!(found.peak, Known { value: 40, low: 40, high: 40 });
        assert_eq!(found.visits.value, 40);
        assert_eq!(found.reached.map(|known| known.value), [40, 40, 10, 0]);
        assert_eq!(found.filtered.bots, 1);
        assert!(found.average_minute_audience.value <= found.peak.value);
    }

    #[test]
    fn what_a_dead_node_may_have_lost_widens_the_figure_upwards() {
        let mut tally = Tally::default();
        crowd(&mut tally, 0..10, 0, 600);
        let lost = Lost { watched_ms: 50_000, visits: 3 };
        let found = online(&tally, None, lost).expect("something was counted");
        assert_eq!((found.visits.value, found.visits.high), (10, 13));
        assert_eq!((found.watch_minutes.value, found.watch_minutes.high), (100, 101));
        assert!(online(&Tally::default(), None, lost).is_none(), "nothing counted is unknown, not nought");
    }
}
