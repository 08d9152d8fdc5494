//! Dates as people and spreadsheets write them.

use super::cell::Cell;
use super::tidy::plain;
use chrono::{Days, NaiveDate};

/// What a cell says about a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Read {
    Day(NaiveDate),
    /// A year and a month only.
    Month(i32, u32),
    /// Not a day, or one that could be two days.
    Unclear,
}

/// Reads a day from whatever a cell holds.
pub(super) fn read(cell: &Cell) -> Read {
    match cell {
        Cell::Date(day) => Read::Day(*day),
        Cell::Number(number) if number.fract() == 0.0 && (1_000_000.0..1e8).contains(number) => {
            digits(&cell.text())
        }
        Cell::Number(number) if (190_001.0..300_000.0).contains(number) => digits(&cell.text()),
        Cell::Number(number) => serial(*number),
        other => text(&other.text()),
    }
}

/// The day of a serial number: day 1 is 1 January 1900, and day 60 was never.
fn serial(number: f64) -> Read {
    if !(1.0..=109_573.0).contains(&number) {
        return Read::Unclear;
    }
    // The cut-off above keeps this within 18 bits.
    let days = number.trunc() as u64;
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30);
    epoch.and_then(|epoch| epoch.checked_add_days(Days::new(days))).map_or(Read::Unclear, Read::Day)
}

fn text(text: &str) -> Read {
    let text = plain(text);
    // The time of day behind a date says nothing here.
    let day =
        text.split(['T', ' ']).next().filter(|day| day.len() >= 8 || day.contains('月')).unwrap_or(&text);
    let joined: String = text.chars().filter(|c| *c != ' ').collect();
    let day = if joined.contains('年') { joined.as_str() } else { day };
    if day.chars().all(|c| c.is_ascii_digit()) {
        return digits(day);
    }
    let parts: Vec<&str> = day
        .split(['-', '/', '.', '年', '月', '日', '号', '—', '–', '、', ','])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let numbers: Option<Vec<u32>> = parts.iter().map(|part| part.parse().ok()).collect();
    match (numbers.as_deref(), parts.first().map(|year| year.len())) {
        (Some([year, month, day]), Some(4)) => ymd(*year, *month, *day),
        (Some([year, month]), Some(4)) => month_of(*year, *month),
        _ => Read::Unclear,
    }
}

fn digits(text: &str) -> Read {
    let number =
        |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    match text.len() {
        8 => ymd(number(0, 4), number(4, 6), number(6, 8)),
        6 => month_of(number(0, 4), number(4, 6)),
        5 => text.parse().map_or(Read::Unclear, serial),
        _ => Read::Unclear,
    }
}

fn ymd(year: u32, month: u32, day: u32) -> Read {
    let day = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
    day.map_or(Read::Unclear, Read::Day)
}

fn month_of(year: u32, month: u32) -> Read {
    match (ymd(year, month, 1), i32::try_from(year)) {
        (Read::Day(_), Ok(year)) if year >= 1900 => Read::Month(year, month),
        _ => Read::Unclear,
    }
}
