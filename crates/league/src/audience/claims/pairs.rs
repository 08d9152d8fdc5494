//! Findings between two rows: one number retold with another verb, unit, size or season.

use super::finding::{At, Code, Finding, Row, all};
use super::verb::{Family, Verb};
use super::wording::Place;
use crate::audience::numbers::Rule;
use crate::audience::observation::Interval;

/// Findings of rows set against each other.
pub(super) fn find(rows: &[Row]) -> Vec<Finding> {
    let figures = all(rows);
    let mut found: Vec<Finding> = Vec::new();
    for at in &figures {
        found.extend(verb_drift(at, &figures));
        found.extend(unit_drift(at, &figures));
        found.extend(magnitude_slip(at, &figures));
        found.extend(season_mismatch(at, &figures));
        found.extend(fell(at, &figures));
    }
    found.extend([Place::Hall, Place::Stadium].into_iter().filter_map(|place| capacities(rows, place)));
    found
}

fn same_season(a: &At, b: &At) -> bool {
    a.row.season() == b.row.season()
}

fn maybe_same_season(a: &At, b: &At) -> bool {
    same_season(a, b) || a.row.season().is_none() || b.row.season().is_none()
}

fn retells(at: &At, other: &At) -> bool {
    at.row.place != other.row.place && at.row.is_later_than(other.row)
}

/// The number of the first who printed it: retellings of a retelling lead back to it.
fn first<'a>(mut found: Vec<&'a At<'a>>) -> Option<&'a At<'a>> {
    found.sort_by(|a, b| {
        if a.row.is_later_than(b.row) { std::cmp::Ordering::Greater } else { std::cmp::Ordering::Less }
    });
    found.first().copied()
}

fn verb_drift(at: &At, figures: &[At]) -> Option<Finding> {
    let verb = at.figure.verb.filter(|_| at.figure.family.is_audience())?;
    let partners: Vec<&At> = figures
        .iter()
        .filter(|other| {
            retells(at, other)
                && same_season(at, other)
                && at.same_span(other)
                && at.value() == other.value()
                && other.figure.family.is_audience()
                && other.figure.verb.is_some_and(|told| told != verb)
        })
        .collect();
    partners.first()?;
    let finding = Finding::new(Code::VerbDrift, at.row, "equal numbers of one season, another verb");
    let mut finding = finding.number("value", at.value()).saying(verb.zh());
    for partner in &partners {
        let told = partner.figure.verb.map_or("", Verb::zh);
        finding = finding.saying(format!("{} {told}", partner.row.claim.id));
    }
    Some(finding.against(partners.iter().map(|p| p.row)))
}

fn unit_drift(at: &At, figures: &[At]) -> Option<Finding> {
    let unit = at.figure.unit.filter(|_| at.figure.family.is_audience())?;
    let partners = figures.iter().filter(|other| {
        retells(at, other)
            && maybe_same_season(at, other)
            && at.same_span(other)
            && at.value() == other.value()
            && other.figure.family.is_audience()
            && other.figure.unit.is_some_and(|told| told != unit)
    });
    let partner = first(partners.collect())?;
    let finding = Finding::new(Code::UnitDrift, at.row, "equal numbers, another unit");
    let finding = finding.number("value", at.value()).saying(partner.figure.unit?).saying(unit);
    Some(finding.against([partner.row]))
}

/// A lost 万 or a nought too many: equal leading digits, a factor of 10, 1,000 or 10,000.
fn magnitude_slip(at: &At, figures: &[At]) -> Option<Finding> {
    let factor = |other: &At| {
        let (small, large) = (at.value().min(other.value()), at.value().max(other.value()));
        [10, 1000, 10_000].into_iter().find(|factor| small > 0 && small.checked_mul(*factor) == Some(large))
    };
    let of_one_sort = |other: &At| match at.figure.family {
        Family::Capacity => {
            other.figure.scope.place == at.figure.scope.place && at.figure.family == other.figure.family
        }
        family => family.may_mean(other.figure.family),
    };
    let candidates: Vec<&At> = figures
        .iter()
        .filter(|other| {
            retells(at, other)
                && maybe_same_season(at, other)
                && at.same_span(other)
                && of_one_sort(other)
                && !at.figure.mixed
                && !other.figure.mixed
                && factor(other).is_some()
        })
        .collect();
    // 400余人 answers to 400余万, not to 超400万: the same words without the 万.
    let same_words = |other: &&At| other.figure.reading.rule == at.figure.reading.rule;
    let close: Vec<&At> = candidates.iter().copied().filter(same_words).collect();
    let partner = first(if close.is_empty() { candidates } else { close })?;
    let finding = Finding::new(Code::MagnitudeSlip, at.row, "other_value / value is a power of ten");
    let finding = finding.number("value", at.value()).number("other_value", partner.value());
    Some(finding.number("factor", factor(partner)?).against([partner.row]))
}

fn season_mismatch(at: &At, figures: &[At]) -> Option<Finding> {
    let alike = |other: &&At| {
        other.row.place != at.row.place
            && other.row.season().is_some()
            && at.value() == other.value()
            && at.same_span(other)
            && at.figure.family.is_audience() == other.figure.family.is_audience()
            && at.figure.family.may_mean(other.figure.family)
            && (at.figure.unit == other.figure.unit || at.figure.unit.is_none())
    };
    let partners: Vec<&At> = match at.row.season() {
        None if at.figure.family != Family::Capacity => figures.iter().filter(alike).collect(),
        None => Vec::new(),
        Some(season) => {
            let own = figures.iter().any(|other| {
                other.row.season() == Some(season)
                    && other.row.place != at.row.place
                    && other.figure.verb == at.figure.verb
                    && other.is_total()
                    && other.value() != at.value()
            });
            let elsewhere = |other: &&At| {
                alike(other)
                    && other.row.season() != Some(season)
                    && other.figure.verb == at.figure.verb
                    && at.figure.verb.is_some()
                    && retells(at, other)
            };
            let is_whole = at.is_total() && at.figure.scope.as_of.is_none() && at.figure.family.is_audience();
            if own && is_whole { figures.iter().filter(elsewhere).collect() } else { Vec::new() }
        }
    };
    let other_season = partners.first()?.row.season()?;
    let finding = Finding::new(Code::SeasonMismatch, at.row, "the number stands in another season");
    let finding = finding.number("value", at.value()).number("other_season", i64::from(other_season));
    Some(finding.against(partners.iter().map(|p| p.row)))
}

/// What was counted up to a later day cannot be less, and peaks of one season cannot exclude each other.
fn fell(at: &At, figures: &[At]) -> Option<Finding> {
    let partner = figures.iter().find(|other| {
        let ordered = at.row.as_of() >= other.row.as_of() || at.row.as_of().is_none();
        let below =
            at.figure.reading.interval.high.is_some_and(|high| high < other.figure.reading.interval.low);
        at.row.season().is_some()
            && same_season(at, other)
            && retells(at, other)
            && at.is_total()
            && other.is_total()
            && at.figure.verb.is_some()
            && at.figure.verb == other.figure.verb
            && at.figure.unit == other.figure.unit
            && at.figure.scope.online == other.figure.scope.online
            && ordered
            && below
            && magnitude_slip(at, figures).is_none()
    })?;
    let finding = Finding::new(Code::Contradicts, at.row, "the later figure is smaller than the earlier");
    let finding = finding.number("value", at.value()).number("other_value", partner.value());
    Some(finding.against([partner.row]))
}

/// The seats of one place by one row: its parts added, else its largest figure.
pub(super) fn seats(row: &Row, place: Place) -> Option<(i64, Vec<Interval>)> {
    let of_place =
        || row.figures.iter().filter(|f| f.family == Family::Capacity && f.scope.place == Some(place));
    let parts: Vec<_> = of_place().filter(|f| f.part).collect();
    if parts.len() > 1 {
        let value = parts.iter().map(|f| f.reading.value).sum();
        return Some((value, vec![Interval::exact(value)]));
    }
    let figure = of_place().max_by_key(|f| f.reading.value)?;
    let reading = figure.reading;
    // 4.2万 may be rounded or cut off: 42,740 agrees with it.
    let cut = Interval {
        low: reading.value,
        high: Some(reading.value + 2 * (reading.value - reading.interval.low)),
    };
    let is_rounded = reading.rule == Rule::Rounded;
    Some((reading.value, if is_rounded { vec![reading.interval, cut] } else { vec![reading.interval] }))
}

fn capacities(rows: &[Row], place: Place) -> Option<Finding> {
    let mut told: Vec<(&Row, i64, Vec<Interval>)> =
        rows.iter().filter_map(|row| seats(row, place).map(|(value, can)| (row, value, can))).collect();
    told.sort_by_key(|(row, ..)| (row.claim.published.is_none(), row.claim.published, row.place));
    let (oldest, value, can) = told.first()?;
    let agrees = |other: &[Interval]| can.iter().any(|a| other.iter().any(|b| a.meets(b)));
    let others: Vec<_> = told.iter().filter(|(.., other)| !agrees(other)).collect();
    let other_value = others.first()?.1;
    let finding =
        Finding::new(Code::Contradicts, oldest, "two capacities of one place; keep both with their dates");
    let finding = finding.number("value", *value).number("other_value", other_value);
    Some(finding.against(others.iter().map(|(row, ..)| *row)))
}
