//! The beginnings of a season: when each hall is free, and which of them overlap.

use super::{Beginning, Season, SeasonRefused};
use crate::planner::season::file::SeasonFile;
use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta};
use std::collections::BTreeMap;

impl Season {
    /// Slots whose games would go on at the same time, in groups that do not lie in one another.
    pub(super) fn at_once(&self) -> Vec<Vec<usize>> {
        let length = TimeDelta::minutes(i64::from(self.file.rules.game_minutes.max(1)));
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut last_end = 0;
        for slots in self.grouped(|slot| slot.at) {
            let first = self.slots[slots[0]].at;
            let group = self.slots_where(|slot| slot.at >= first && slot.at < first + length);
            let end = group.last().map_or(0, |slot| slot + 1);
            if end > last_end {
                last_end = end;
                groups.push(group);
            }
        }
        groups
    }

    pub(super) fn prime_times(&self) -> Result<Vec<NaiveTime>, SeasonRefused> {
        self.file.rules.prime_times.iter().map(|time| time_of_day(time)).collect()
    }

    pub(super) fn slots_where(&self, fits: impl Fn(&Beginning) -> bool) -> Vec<usize> {
        let slots = self.slots.iter().enumerate();
        slots.filter(|(_, slot)| fits(slot)).map(|(place, _)| place).collect()
    }

    /// The slots in groups that share a key.
    pub(super) fn grouped<K: Ord>(&self, key: impl Fn(&Beginning) -> K) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
        for (place, slot) in self.slots.iter().enumerate() {
            groups.entry(key(slot)).or_default().push(place);
        }
        groups.into_values().collect()
    }
}

pub(super) fn beginnings(file: &SeasonFile) -> Result<Vec<Beginning>, SeasonRefused> {
    let mut slots = Vec::new();
    for (number, hall) in file.halls.iter().enumerate() {
        let times = hall.times.iter().map(|time| time_of_day(time)).collect::<Result<Vec<_>, _>>()?;
        let free = |date: &NaiveDate| {
            (hall.days.is_empty() || hall.days.contains(&date.weekday()))
                && !hall.closed.contains(date)
                && !file.closed.contains(date)
        };
        let days = (0..3700).map_while(|day| file.from.checked_add_days(Days::new(day)));
        for date in days.take_while(|date| *date <= file.to).filter(free) {
            slots.extend(times.iter().map(|time| Beginning { at: date.and_time(*time), hall: number }));
        }
    }
    slots.sort_unstable();
    slots.dedup();
    Ok(slots)
}

fn time_of_day(text: &str) -> Result<NaiveTime, SeasonRefused> {
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| SeasonRefused::Time(text.to_owned()))
}
