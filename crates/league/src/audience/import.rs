//! A platform's export, looked at before anything is taken: which column counts what, from which second on, with or
//! without replay, how rounded. A column nobody knows is kept and said to be unknown.

mod columns;
mod table;
mod take;

use super::numbers::{self, Rule};
use columns::{Column, Platform, plain, platforms};
use serde_json::{Value, json};
use std::fmt;
pub use table::{Table, read};
pub use take::{Taken, figures};

#[cfg(test)]
mod tests;

/// Why an export could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportError {
    Empty,
    TooLarge,
    Encoding,
    /// A workbook: unpacking is the caller's, who hands its cells to [`Table::of_cells`].
    Workbook,
    Json(String),
    Csv(String),
    TooManyRows,
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "the export is empty"),
            Self::TooLarge => write!(f, "the export is larger than 10 MB"),
            Self::Encoding => write!(f, "the export is neither UTF-8, UTF-16 nor GB 18030; save it as UTF-8"),
            Self::Workbook => write!(f, "a workbook is read by its file, not by its bytes here"),
            Self::Json(why) => write!(f, "the JSON cannot be read: {why}"),
            Self::Csv(why) => write!(f, "the CSV cannot be read: {why}"),
            Self::TooManyRows => write!(f, "more than {} rows", table::MOST_ROWS),
        }
    }
}

impl std::error::Error for ImportError {}

/// What a preview found.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    pub json: Value,
    /// A column counts nothing known, is unclear, or holds cells that cannot be read.
    pub has_findings: bool,
}

/// Looks at an export. `sha256` is the hash of its bytes, by which a second coming is known.
pub fn preview(bytes: &[u8], sha256: &str) -> Result<Preview, ImportError> {
    Ok(preview_of(&read(bytes)?, sha256))
}

/// Looks at an export that was read.
pub fn preview_of(table: &Table, sha256: &str) -> Preview {
    let platform = best(&table.head);
    let mut has_findings = false;
    let columns: Vec<Value> = table
        .head
        .iter()
        .enumerate()
        .map(|(place, header)| {
            let cells: Vec<&str> =
                table.rows.iter().map(|row| row.get(place).map_or("", String::as_str)).collect();
            let (by, found) = match known_as(platform, header) {
                Some((by, column)) => (Some(by.name.as_str()), Some(column)),
                None => (None, None),
            };
            let (described, finding) = column(header, by, found, &cells);
            has_findings |= finding;
            described
        })
        .collect();
    let json = json!({
        "sha256": sha256,
        "platform": platform.map(|platform| &platform.name),
        "platform_zh": platform.map(|platform| &platform.zh),
        "encoding": table.encoding,
        "rows": table.rows.len(),
        "total_rows": table.totals,
        "columns": columns,
        "stored": false,
    });
    Preview { json, has_findings }
}

/// The platform whose names the head bears most.
fn best(head: &[String]) -> Option<&'static Platform> {
    let score = |platform: &Platform| head.iter().filter(|header| platform.column(header).is_some()).count();
    // The first of equals: the general words stand last.
    platforms().iter().rev().max_by_key(|platform| score(platform)).filter(|platform| score(platform) > 0)
}

/// What a header means: as its own platform names it, or as another does, for sheets are often mixed.
fn known_as(
    platform: Option<&'static Platform>,
    header: &str,
) -> Option<(&'static Platform, &'static Column)> {
    let own = platform.and_then(|platform| Some((platform, platform.column(header)?)));
    own.or_else(|| elsewhere(header))
}

fn elsewhere(header: &str) -> Option<(&'static Platform, &'static Column)> {
    let found: Vec<_> =
        platforms().iter().filter_map(|platform| Some((platform, platform.column(header)?))).collect();
    // Two platforms that mean two things by one word decide nothing.
    let same = found
        .windows(2)
        .all(|pair| (&pair[0].1.metric, &pair[0].1.unit) == (&pair[1].1.metric, &pair[1].1.unit));
    found.first().copied().filter(|_| same)
}

/// One column in words, and whether a person should look at it.
fn column(header: &str, by: Option<&str>, found: Option<&Column>, cells: &[&str]) -> (Value, bool) {
    let known: Vec<&str> = cells.iter().copied().filter(|cell| !is_missing(cell)).collect();
    let is_figure = found.is_some_and(|column| column.metric.is_some());
    let read: Vec<_> = known.iter().map(|cell| figure(cell, found)).collect();
    let unreadable = if is_figure { read.iter().filter(|figure| figure.is_none()).count() } else { 0 };
    let rounded = read.iter().flatten().filter(|(_, rule)| *rule != Rule::Exact).count();
    let status = match found {
        None => "unknown",
        Some(column) if column.unclear.is_some() => "unclear",
        Some(column) if column.metric.is_some() => "figure",
        Some(_) => "kept",
    };
    let first = known.iter().zip(&read).find_map(|(cell, figure)| {
        let (reading, rule) = figure.as_ref()?;
        Some(json!({ "text": cell, "value": reading[0], "low": reading[1], "high": reading[2], "rule": rule.as_str() }))
    });
    let described = json!({
        "header": header,
        "status": status,
        "matched": found.map(|column| json!({ "by": "name", "platform": by, "field": column.field, "as": plain(header) })),
        "metric": found.and_then(|column| column.metric.clone()),
        "unit": found.and_then(|column| column.unit),
        "threshold_s": found.and_then(|column| column.threshold_s),
        "includes_replay": found.and_then(|column| column.replay),
        "unclear": found.and_then(|column| column.unclear.clone()),
        "cells": cells.len(),
        "missing": cells.len() - known.len(),
        "unreadable": unreadable,
        "rounded": if is_figure { Some(rounded) } else { None },
        "example": if is_figure { first } else { known.first().map(|cell| json!({ "text": cell })) },
    });
    (described, matches!(status, "unknown" | "unclear") || unreadable > 0)
}

/// "--" is a figure nobody gave. It is not nought.
fn is_missing(cell: &str) -> bool {
    matches!(cell.trim(), "" | "-" | "--" | "—" | "N/A" | "NA" | "null")
}

/// A cell as value, low and high in the unit of its metric.
fn figure(cell: &str, column: Option<&Column>) -> Option<([Option<i64>; 3], Rule)> {
    let plain: String = cell.trim().chars().filter(|c| !matches!(c, ',' | '，' | '_')).collect();
    let plain = match plain.chars().last() {
        Some('w' | 'W') => format!("{}万", &plain[..plain.len() - 1]),
        Some('k' | 'K') => format!("{}千", &plain[..plain.len() - 1]),
        Some('m' | 'M') => format!("{}百万", &plain[..plain.len() - 1]),
        _ => plain,
    };
    let (multiply, divide) =
        column.map_or((1, 1), |column| (column.multiply.unwrap_or(1), column.divide.unwrap_or(1)));
    if multiply == 1
        && let Some(reading) = numbers::read(&plain)
    {
        let scaled = |number: i64| number / divide;
        let high = reading.interval.high.map(scaled);
        return Some(([Some(scaled(reading.value)), Some(scaled(reading.interval.low)), high], reading.rule));
    }
    // Hours with decimals: 12.5 hours are 750 minutes, to the half of the last digit written.
    let (whole, rest) = plain.split_once('.').unwrap_or((&plain, ""));
    if rest.len() > 6 || !rest.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let scale = 10i64.checked_pow(u32::try_from(rest.len()).ok()?)?;
    let number: i64 = format!("{whole}{rest}").parse().ok()?;
    let value = number.checked_mul(multiply)? / scale;
    let half = multiply / 2 / scale;
    Some(([Some(value), Some((value - half).max(0)), Some(value + half)], Rule::Rounded))
}
