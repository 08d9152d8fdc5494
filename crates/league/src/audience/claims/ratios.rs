//! Figures that look derived: every night a record night, one quotient in two seasons.

use super::context::{Context, usual_nights_between};
use super::finding::{At, Code, Finding, Row, all};
use super::verb::Family;
use super::wording::Span;

/// Findings of rates and quotients.
pub(super) fn find(rows: &[Row], context: &Context) -> Vec<Finding> {
    let figures = all(rows);
    let mut found = rates(&figures, context);
    found.extend(quotients(&figures));
    found
}

/// The largest single day: of the season, else of any.
fn record<'a>(figures: &'a [At<'a>], season: Option<i32>) -> Option<&'a At<'a>> {
    let days = |own: bool| {
        figures
            .iter()
            .filter(move |at| matches!(at.figure.scope.over, Span::Day | Span::Night))
            .filter(|at| matches!(at.figure.family, Family::Place | Family::Unsaid))
            .filter(move |at| !own || at.row.season() == season)
            .max_by_key(|at| at.value())
    };
    days(true).or_else(|| days(false))
}

fn is_near_record(average: i64, record: i64) -> bool {
    average.saturating_mul(10) >= record.saturating_mul(9)
}

fn rates(figures: &[At], context: &Context) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for at in figures.iter().filter(|at| at.figure.family == Family::Place && !at.figure.scope.online) {
        let Some(peak) = record(figures, at.row.season()).filter(|peak| peak.row.place != at.row.place)
        else {
            continue;
        };
        let finding = |code_row: &Row| {
            Finding::new(Code::RateImplausible, code_row, "(value - earlier) / occasions against record")
        };
        if at.figure.scope.over == Span::DayAverage && is_near_record(at.value(), peak.value()) {
            found.push(
                finding(at.row)
                    .number("average", at.value())
                    .number("record", peak.value())
                    .against([peak.row]),
            );
        }
        if !at.is_total() {
            continue;
        }
        let earlier = before(at, figures);
        let all_nights = nights(at, context);
        let steps = [earlier.map(|e| (Some(e), e.value(), nights(e, context))), Some((None, 0, Some(0)))];
        for (from, value, nights_before) in steps.into_iter().flatten() {
            let by_calendar = all_nights.zip(nights_before).map(|(all, before)| all - before);
            let by_habit = || between(from?, at, context);
            let Some(nights) = by_calendar.filter(|n| from.is_none() || *n > 0).or_else(by_habit) else {
                continue;
            };
            if nights <= 0 || !is_near_record((at.value() - value) / nights, peak.value()) {
                continue;
            }
            let numbers = |f: Finding| {
                f.number("value", at.value())
                    .number("earlier", value)
                    .number("occasions", nights)
                    .number("average", (at.value() - value) / nights)
                    .number("record", peak.value())
            };
            found.push(numbers(finding(at.row)).against(from.map(|f| f.row)).against([peak.row]));
            // Both ends make the step: the earlier figure may be the one that is wrong.
            found.extend(from.map(|f| numbers(finding(f.row)).against([at.row, peak.row])));
            break;
        }
    }
    found.sort_by(|a, b| (&a.claim, b.rows.len()).cmp(&(&b.claim, a.rows.len())));
    found.dedup_by(|later, kept| later.claim == kept.claim);
    found
}

/// The figure of the same series just before this one.
fn before<'a>(at: &At, figures: &'a [At<'a>]) -> Option<&'a At<'a>> {
    let of_series = |other: &&At| {
        other.row.season() == at.row.season()
            && at.row.season().is_some()
            && other.figure.verb == at.figure.verb
            && other.figure.unit == at.figure.unit
            && other.is_total()
            && other.value() < at.value()
            // Ten times as much a few nights later is a slip of the pen, and no rate.
            && at.value() / 10 < other.value()
            && other.row.as_of().is_some()
            && (other.row.as_of() < at.row.as_of() || at.row.as_of().is_none())
    };
    figures.iter().filter(of_series).max_by_key(|other| (other.row.as_of(), other.value()))
}

fn nights(at: &At, context: &Context) -> Option<i64> {
    let season = at.row.season();
    let until = at.row.as_of().and_then(|day| context.season(season)?.nights_until(Some(day)));
    until.or_else(|| context.nights_of(season).filter(|_| at.figure.scope.as_of.is_none()))
}

fn between(from: &At, at: &At, context: &Context) -> Option<i64> {
    context.nights_of(at.row.season())?;
    Some(usual_nights_between(from.row.as_of()?, at.row.as_of()?))
}

/// An amount by visits, in thousandths.
struct Quotient<'a> {
    of: &'a At<'a>,
    by: &'a At<'a>,
    thousandths: i64,
}

fn quotients(figures: &[At]) -> Vec<Finding> {
    let sorts = [Family::NightMarket, Family::Spending, Family::Exposure];
    let mut all: Vec<Quotient> = figures
        .iter()
        .filter(|of| of.is_total() && sorts.contains(&of.figure.family))
        .filter_map(|of| {
            let by = visits(of, figures)?;
            Some(Quotient { of, by, thousandths: of.value().checked_mul(1000)? / by.value() })
        })
        .collect();
    all.sort_by_key(|quotient| (quotient.of.row.season(), quotient.of.row.place));
    let mut found: Vec<Finding> = Vec::new();
    for (place, later) in all.iter().enumerate() {
        for earlier in &all[..place] {
            let (a, b) = (earlier.thousandths, later.thousandths);
            let comparable = earlier.of.figure.family == later.of.figure.family
                && earlier.of.row.season() != later.of.row.season()
                && a > 0
                && b > 0;
            if !comparable || (a - b).abs().saturating_mul(100) > a.max(b).saturating_mul(5) {
                continue;
            }
            found.push(constant(later, earlier));
            // Equal to two digits, neither can be told from the other; else the later one came near the earlier.
            if two_digits(a) == two_digits(b) {
                found.push(constant(earlier, later));
            }
        }
    }
    found
}

/// The visits an amount belongs to: of the same print, else the largest of the season.
fn visits<'a>(of: &At, figures: &'a [At<'a>]) -> Option<&'a At<'a>> {
    let of_season = |at: &&At| {
        at.figure.family == Family::Place
            && at.is_total()
            && at.row.season().is_some()
            && at.row.season() == of.row.season()
            && at.value() > 0
    };
    let same_print = |at: &At| {
        at.row.claim.published.is_some()
            && at.row.claim.published == of.row.claim.published
            && at.row.claim.publisher == of.row.claim.publisher
    };
    figures
        .iter()
        .filter(of_season)
        .max_by_key(|at| (at.row.place == of.row.place, same_print(at), at.value()))
}

fn two_digits(mut number: i64) -> i64 {
    let mut size = 1;
    while number >= 1000 {
        number /= 10;
        size *= 10;
    }
    (if number >= 100 { (number + 5) / 10 * 10 } else { number }) * size
}

fn constant(subject: &Quotient, other: &Quotient) -> Finding {
    let finding = Finding::new(Code::ConstantRatio, subject.of.row, "value / visits in two seasons");
    finding
        .number("value", subject.of.value())
        .number("visits", subject.by.value())
        .number("quotient_thousandths", subject.thousandths)
        .number("other_value", other.of.value())
        .number("other_visits", other.by.value())
        .number("other_quotient_thousandths", other.thousandths)
        .against([subject.by.row, other.of.row, other.by.row])
}
