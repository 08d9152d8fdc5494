//! The clock of a zone over some years, as calendars want it told.

use super::ics::Lines;
use chrono::{DateTime, Duration, NaiveDate, Offset, TimeZone, Utc};
use chrono_tz::{OffsetComponents, Tz};

/// Writes the offsets of a zone from the year before the first to the year after the last.
pub fn describe(out: &mut Lines, zone: Tz, first: i32, last: i32) {
    out.line("BEGIN:VTIMEZONE");
    out.line(&format!("TZID:{}", zone.name()));
    let start = midnight(first - 1);
    let mut before = offset(zone, start);
    observance(out, zone, start, before);
    let mut at = start;
    while at < midnight(last + 2) {
        let next = at + Duration::days(1);
        if offset(zone, next) != before {
            let change = moment_of_change(zone, at, next);
            observance(out, zone, change, before);
            before = offset(zone, next);
        }
        at = next;
    }
    out.line("END:VTIMEZONE");
}

fn midnight(year: i32) -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default().and_hms_opt(0, 0, 0).unwrap_or_default().and_utc()
}

fn offset(zone: Tz, at: DateTime<Utc>) -> i32 {
    zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()
}

fn moment_of_change(zone: Tz, mut before: DateTime<Utc>, mut after: DateTime<Utc>) -> DateTime<Utc> {
    let old = offset(zone, before);
    while after - before > Duration::seconds(1) {
        let middle = before + (after - before) / 2;
        if offset(zone, middle) == old {
            before = middle;
        } else {
            after = middle;
        }
    }
    after
}

/// From a moment on; its local time is told by the clock that was in force until then.
fn observance(out: &mut Lines, zone: Tz, from: DateTime<Utc>, before: i32) {
    let here = zone.offset_from_utc_datetime(&from.naive_utc());
    let kind = if here.dst_offset().is_zero() { "STANDARD" } else { "DAYLIGHT" };
    let local = from.naive_utc() + Duration::seconds(before.into());
    out.line(&format!("BEGIN:{kind}"));
    out.line(&format!("DTSTART:{}", local.format("%Y%m%dT%H%M%S")));
    out.line(&format!("TZOFFSETFROM:{}", written(before)));
    out.line(&format!("TZOFFSETTO:{}", written(here.fix().local_minus_utc())));
    out.line(&format!("END:{kind}"));
}

fn written(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
}
