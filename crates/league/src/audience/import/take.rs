//! The figures of an export, cell by cell: those whose column is known and clear, and whose cell says a number.

use super::{Table, best, figure, is_missing, known_as};
use crate::audience::observation::Interval;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// One cell as a figure of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The row below the head, from 1.
    pub row: usize,
    pub header: String,
    pub metric: String,
    pub value: i64,
    /// A rounded number is as wide as its last digit.
    pub interval: Option<Interval>,
    pub threshold_s: Option<u32>,
    pub includes_replay: Option<bool>,
    /// From when to when, where the row says it.
    pub window: Option<(NaiveDateTime, NaiveDateTime)>,
}

/// All figures. Cells without a number, and columns that nobody or several know, are left in the file.
pub fn figures(table: &Table) -> Vec<Taken> {
    let platform = best(&table.head);
    let columns: Vec<_> = table.head.iter().map(|header| known_as(platform, header)).collect();
    let cell = |row: &Vec<String>, field: &str| {
        let at = columns.iter().position(|known| known.is_some_and(|(_, column)| column.field == field))?;
        row.get(at).cloned()
    };
    let mut found = Vec::new();
    for (at, row) in table.rows.iter().enumerate() {
        let window = window(cell(row, "start"), cell(row, "end"));
        for (place, known) in columns.iter().enumerate() {
            let Some((_, column)) = known.filter(|(_, column)| column.unclear.is_none()) else { continue };
            let (Some(metric), Some(text)) = (&column.metric, row.get(place)) else { continue };
            let Some(([Some(value), low, high], _)) =
                Some(text).filter(|text| !is_missing(text)).and_then(|text| figure(text, Some(column)))
            else {
                continue;
            };
            let low = low.unwrap_or(value);
            found.push(Taken {
                row: at + 1,
                header: table.head[place].clone(),
                metric: metric.clone(),
                value,
                interval: (high != Some(value) || low != value).then_some(Interval { low, high }),
                threshold_s: column.threshold_s,
                includes_replay: column.replay,
                window,
            });
        }
    }
    found
}

/// A row's own hours; a day alone is the whole day.
fn window(start: Option<String>, end: Option<String>) -> Option<(NaiveDateTime, NaiveDateTime)> {
    let (from, whole_day) = instant(&start?)?;
    match end.and_then(|end| instant(&end)) {
        Some((to, _)) if to >= from => Some((from, to)),
        _ if whole_day => Some((from, from + TimeDelta::days(1))),
        // It began then; how long it went on, the row does not say.
        _ => None,
    }
}

fn instant(text: &str) -> Option<(NaiveDateTime, bool)> {
    let text = text.trim().replace('/', "-").replace('T', " ");
    let formats = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"];
    let with_time = formats.iter().find_map(|format| NaiveDateTime::parse_from_str(&text, format).ok());
    match with_time {
        Some(at) => Some((at, false)),
        None => {
            let day = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok()?;
            Some((day.and_time(NaiveTime::MIN), true))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[&[&str]]) -> Vec<Taken> {
        let cells = rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        figures(&Table::of_cells(cells).expect("a head"))
    }

    #[test]
    fn known_cells_become_figures_and_missing_ones_do_not_become_nought() {
        let found = of(&[
            &["直播数据", "", "", ""],
            &["直播标题", "开播时间", "关播时间", "观看人数", "峰值在线人数", "新栏目"],
            &["揭幕战", "2025-06-13 19:00:00", "2025-06-13 21:30:00", "12.6万", "3412", "7"],
            &["第二场", "2025-06-14 19:00:00", "", "--", "x", "8"],
        ]);
        let said: Vec<_> =
            found.iter().map(|taken| (taken.row, taken.metric.as_str(), taken.value)).collect();
        assert_eq!(said, [(1, "viewers", 126_000), (1, "peak_online", 3412)]);
        assert_eq!(found[0].interval, Some(Interval { low: 125_500, high: Some(126_499) }));
        let (from, to) = found[1].window.expect("its own hours");
        assert_eq!(
            (from.to_string(), to.to_string()),
            ("2025-06-13 19:00:00".into(), "2025-06-13 21:30:00".into())
        );
    }
}
