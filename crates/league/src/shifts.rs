//! Shifts 倒班: any repeating pattern, its crews, exceptions and holidays; who cannot come to a game.
//!
//! The words are the planner's: a cycle of days counted from a first day, on some of which a crew works.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One shift: its sign in the pattern, and its hours; an end not after its beginning lies on the next day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    pub sign: char,
    pub from: NaiveTime,
    pub to: NaiveTime,
}

/// A day on which a crew, or everybody, works otherwise than the pattern says; 休 for not at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    pub day: NaiveDate,
    /// Nothing for all crews.
    pub crew: Option<String>,
    pub sign: char,
}

/// A roster: the cycle of one crew, the other crews so many days behind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    /// The first day of the cycle for the crew without offset.
    pub first: NaiveDate,
    /// One sign a day.
    pub cycle: Vec<char>,
    /// By name, with the days each is behind the first.
    pub crews: BTreeMap<String, u32>,
    pub shifts: Vec<Shift>,
    pub exceptions: Vec<Exception>,
}

/// What is wrong with a roster as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsound {
    NoCycle,
    TooLong,
    NoCrew,
    /// A sign in the cycle or in an exception that no shift explains.
    UnknownSign(char),
    UnknownCrew(String),
    /// A line that cannot be read, from 1.
    Line(usize),
}

/// The longest cycle: a year of single days.
const CYCLE_LIMIT: usize = 366;

/// The sign of a day off.
pub const OFF: char = '休';

/// The usual shifts of a works with three: 早 8-16, 中 16-24, 夜 0-8, and 白 for the day staff.
pub fn usual_shifts() -> Vec<Shift> {
    let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour of the day");
    let shift = |sign, from, to| Shift { sign, from: time(from), to: time(to) };
    vec![shift('早', 8, 16), shift('中', 16, 0), shift('夜', 0, 8), shift('白', 8, 18)]
}

/// Ready-made cycles by name, with how many days each crew is behind the one before.
pub fn ready_made(name: &str) -> Option<(&'static str, u32, u32)> {
    Some(match name {
        // Cycle, number of crews, days between them.
        "four_crews" => ("早早中中夜夜休休", 4, 2),
        "three_crews" => ("早早早早早早早中中中中中中中夜夜夜夜夜夜夜", 3, 7),
        "day_staff" => ("白白白白白休休", 1, 0),
        _ => return None,
    })
}

impl Roster {
    /// Looks for what makes no sense.
    pub fn check(&self) -> Result<(), Unsound> {
        if self.cycle.is_empty() {
            return Err(Unsound::NoCycle);
        }
        if self.cycle.len() > CYCLE_LIMIT {
            return Err(Unsound::TooLong);
        }
        if self.crews.is_empty() {
            return Err(Unsound::NoCrew);
        }
        let signs = self.cycle.iter().copied().chain(self.exceptions.iter().map(|exception| exception.sign));
        for sign in signs {
            if sign != OFF && self.shift(sign).is_none() {
                return Err(Unsound::UnknownSign(sign));
            }
        }
        for crew in self.exceptions.iter().filter_map(|exception| exception.crew.as_ref()) {
            if !self.crews.contains_key(crew) {
                return Err(Unsound::UnknownCrew(crew.clone()));
            }
        }
        Ok(())
    }

    fn shift(&self, sign: char) -> Option<&Shift> {
        self.shifts.iter().find(|shift| shift.sign == sign)
    }

    /// What a crew works on a day; 休 for nothing. The exception of a crew goes before one for all.
    pub fn sign(&self, crew: &str, day: NaiveDate) -> char {
        let on_day = || self.exceptions.iter().filter(|exception| exception.day == day);
        let own = on_day().find(|exception| exception.crew.as_deref() == Some(crew));
        if let Some(exception) = own.or_else(|| on_day().find(|exception| exception.crew.is_none())) {
            return exception.sign;
        }
        let Some(behind) = self.crews.get(crew) else { return OFF };
        let length = i64::try_from(self.cycle.len()).unwrap_or(1).max(1);
        let place = ((day - self.first).num_days() - i64::from(*behind)).rem_euclid(length);
        usize::try_from(place).ok().and_then(|place| self.cycle.get(place)).copied().unwrap_or(OFF)
    }

    /// The shift that keeps a crew from a span of time, if any: that day's, or the night before's.
    pub fn at_work(&self, crew: &str, from: NaiveDateTime, to: NaiveDateTime) -> Option<Work> {
        let first = from.date().checked_sub_days(Days::new(1))?;
        let mut day = first;
        while day <= to.date() {
            let sign = self.sign(crew, day);
            if let Some(shift) = self.shift(sign) {
                let begins = day.and_time(shift.from);
                let next = if shift.to > shift.from { 0 } else { 1 };
                let ends = day.checked_add_days(Days::new(next))?.and_time(shift.to);
                if begins < to && from < ends {
                    return Some(Work { sign, from: begins, to: ends });
                }
            }
            day = day.checked_add_days(Days::new(1))?;
        }
        None
    }

    /// The days of the cycle, from 0, on which a crew cannot play at a time of day: the planner's `work`.
    ///
    /// Exceptions are single dates and not in it. Days are counted from `first`.
    pub fn work_days(&self, crew: &str, slot: &Slot) -> Vec<u32> {
        let plain = Self { exceptions: Vec::new(), ..self.clone() };
        let length = u32::try_from(self.cycle.len()).unwrap_or(0);
        (0..length)
            .filter(|day| {
                let date = self.first.checked_add_days(Days::new(u64::from(*day)));
                date.is_some_and(|date| {
                    let (from, to) = slot.on(date);
                    plain.at_work(crew, from, to).is_some()
                })
            })
            .collect()
    }
}

/// The shift that keeps somebody away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    pub sign: char,
    pub from: NaiveDateTime,
    pub to: NaiveDateTime,
}

/// A game's time with the way there and back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub tip_off: NaiveTime,
    /// Before the tip-off.
    pub before_minutes: i64,
    /// After the tip-off: the game and the way back.
    pub after_minutes: i64,
}

impl Slot {
    /// A tip-off with an hour before and two and a half after.
    pub fn at(tip_off: NaiveTime) -> Self {
        Self { tip_off, before_minutes: 60, after_minutes: 150 }
    }

    /// The span of time on a date.
    pub fn on(&self, day: NaiveDate) -> (NaiveDateTime, NaiveDateTime) {
        let tip_off = day.and_time(self.tip_off);
        (tip_off - TimeDelta::minutes(self.before_minutes), tip_off + TimeDelta::minutes(self.after_minutes))
    }
}

/// Reads exceptions as people write them, one a line: "2027-06-22 休", "2027-06-22 甲 中", "2027-06-22..2027-06-24 休".
pub fn read_exceptions(text: &str) -> Result<Vec<Exception>, Unsound> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = || Unsound::Line(number + 1);
        let words: Vec<&str> = line.split_whitespace().collect();
        let (days, crew, sign) = match words.as_slice() {
            [days, sign] => (days, None, sign),
            [days, crew, sign] => (days, Some((*crew).to_owned()), sign),
            _ => return Err(wrong()),
        };
        let mut signs = sign.chars();
        let (Some(sign), None) = (signs.next(), signs.next()) else { return Err(wrong()) };
        let (from, to) = days.split_once("..").unwrap_or((days, days));
        let date = |text: &str| text.parse::<NaiveDate>().map_err(|_| wrong());
        let (from, to) = (date(from)?, date(to)?);
        if to < from || (to - from).num_days() > 60 {
            return Err(wrong());
        }
        found.extend(from.iter_days().take_while(|day| *day <= to).map(|day| Exception {
            day,
            crew: crew.clone(),
            sign,
        }));
    }
    Ok(found)
}

/// Exceptions as they are read, one a line.
pub fn write_exceptions(exceptions: &[Exception]) -> String {
    let line = |exception: &Exception| match &exception.crew {
        Some(crew) => format!("{} {crew} {}", exception.day, exception.sign),
        None => format!("{} {}", exception.day, exception.sign),
    };
    exceptions.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Reads the hours of shifts, one a line: "早 08:00-16:00".
pub fn read_shifts(text: &str) -> Result<Vec<Shift>, Unsound> {
    let mut found: Vec<Shift> = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = || Unsound::Line(number + 1);
        let (sign, hours) = line.trim().split_once(char::is_whitespace).ok_or_else(wrong)?;
        let mut signs = sign.chars();
        let (Some(sign), None) = (signs.next(), signs.next()) else { return Err(wrong()) };
        let (from, to) = hours.trim().split_once('-').ok_or_else(wrong)?;
        let time = |text: &str| match text.trim() {
            "24:00" => NaiveTime::from_hms_opt(0, 0, 0).ok_or_else(wrong),
            text => NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| wrong()),
        };
        if sign == OFF || found.iter().any(|known| known.sign == sign) {
            return Err(wrong());
        }
        found.push(Shift { sign, from: time(from)?, to: time(to)? });
    }
    Ok(found)
}

/// The hours of shifts as they are read, one a line.
pub fn write_shifts(shifts: &[Shift]) -> String {
    let line =
        |shift: &Shift| format!("{} {}-{}", shift.sign, shift.from.format("%H:%M"), shift.to.format("%H:%M"));
    shifts.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Reads crews: names with the days each is behind, "甲 0、乙 2", or names alone for one day after the other.
pub fn read_crews(text: &str) -> Result<BTreeMap<String, u32>, Unsound> {
    let mut crews = BTreeMap::new();
    let parts = text.split(['、', ',', '\u{ff0c}', '\n', ';']).map(str::trim).filter(|part| !part.is_empty());
    for (number, part) in parts.enumerate() {
        let wrong = || Unsound::Line(number + 1);
        let words: Vec<&str> = part.split_whitespace().collect();
        let (name, behind) = match words.as_slice() {
            [name] => (*name, u32::try_from(number).map_err(|_| wrong())?),
            [name, behind] => (*name, behind.parse().map_err(|_| wrong())?),
            _ => return Err(wrong()),
        };
        if name.chars().count() > 20 || crews.insert(name.to_owned(), behind).is_some() {
            return Err(wrong());
        }
    }
    Ok(crews)
}

/// Crews as they are read.
pub fn write_crews(crews: &BTreeMap<String, u32>) -> String {
    let mut sorted: Vec<(&String, &u32)> = crews.iter().collect();
    sorted.sort_by_key(|(name, behind)| (**behind, (*name).clone()));
    sorted.iter().map(|(name, behind)| format!("{name} {behind}")).collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests;
