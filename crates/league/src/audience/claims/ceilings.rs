//! Ceilings: more than fit into the seats, through the doors, or into the population.

use super::context::Context;
use super::finding::{At, Code, Finding, Row, all};
use super::pairs::seats;
use super::verb::{Family, Verb};
use super::wording::{Place, Span};

/// Findings of figures above what is possible.
pub(super) fn find(rows: &[Row], context: &Context) -> Vec<Finding> {
    let figures = all(rows);
    let carriers: Vec<&Row> =
        rows.iter().filter(|row| row.figures.iter().any(|f| f.family == Family::Capacity)).collect();
    let told = carriers.iter().flat_map(|row| [Place::Hall, Place::Stadium].map(|place| seats(row, place)));
    let loose = carriers.iter().flat_map(|row| &row.figures).filter(|f| f.family == Family::Capacity);
    let most = told
        .flatten()
        .map(|(value, _)| value)
        .chain(loose.map(|f| f.reading.value))
        .chain(context.venues.iter().map(|venue| venue.seats))
        .max();
    let mut found = Vec::new();
    for at in &figures {
        found.extend(most.and_then(|most| above_seats(at, &figures, context, most, &carriers)));
        found.extend(above_lanes(at, &figures, context));
        found.extend(above_population(at, context));
    }
    found
}

/// Whether the words say that people sat in the venue; Some(true) where only a careless reader takes them so.
fn attends(at: &At) -> Option<bool> {
    let figure = at.figure;
    if figure.family != Family::Place || figure.scope.online {
        return None;
    }
    match figure.verb? {
        Verb::Attend | Verb::Enter | Verb::Watch => Some(false),
        // Who comes to one match comes into its hall.
        Verb::Come if matches!(figure.scope.over, Span::Match | Span::MatchAverage) => Some(false),
        Verb::AttendAndCheckIn | Verb::Participate | Verb::CheckIn => Some(true),
        _ => None,
    }
}

/// An interim figure is judged by the last of its series, of which it is a part.
fn is_interim(at: &At, figures: &[At]) -> bool {
    let later = |other: &At| {
        other.row.place != at.row.place
            && other.row.season() == at.row.season()
            && other.row.season().is_some()
            && other.figure.verb == at.figure.verb
            && other.is_total()
            && other.value() > at.value()
            && other.row.as_of() > at.row.as_of()
    };
    at.is_total() && at.row.as_of().is_some() && figures.iter().any(later)
}

/// The occasions a figure covers: one, or the nights of its season, or at most its days.
fn occasions(at: &At, context: &Context) -> Option<i64> {
    match at.figure.scope.over {
        Span::Match | Span::MatchAverage | Span::Night => Some(1),
        Span::Day | Span::DayAverage => None,
        Span::Season => {
            let season = at.row.season();
            let interim =
                at.figure.scope.as_of.and_then(|day| context.season(season)?.nights_until(Some(day)));
            let days = at.figure.scope.days.map(|(_, most)| most);
            interim.or_else(|| context.nights_of(season)).or(days)
        }
    }
}

fn above_seats(at: &At, figures: &[At], context: &Context, seats: i64, carriers: &[&Row]) -> Option<Finding> {
    let only_if = attends(at)?;
    let nights = occasions(at, context)?;
    let ceiling = seats.checked_mul(nights)?;
    if at.figure.reading.interval.low <= ceiling || ceiling == 0 || is_interim(at, figures) {
        return None;
    }
    let mut finding = Finding::new(Code::ExceedsSeats, at.row, "value / (seats * occasions)");
    finding.only_if_attendance = only_if;
    let finding = finding.number("value", at.value()).number("seats", seats).number("occasions", nights);
    let finding = finding.number("ceiling", ceiling).number("times_tenths", tenths(at.value(), ceiling));
    Some(finding.against(carriers.iter().copied()))
}

fn tenths(value: i64, ceiling: i64) -> i64 {
    value.saturating_mul(10).saturating_add(ceiling / 2) / ceiling
}

fn above_lanes(at: &At, figures: &[At], context: &Context) -> Option<Finding> {
    // Only attendance went through the lanes: 打卡 and 参与 did not.
    let through = attends(at).filter(|only_if| !only_if).is_some();
    let (lanes, nights) = (context.lanes.filter(|_| through)?, occasions(at, context)?);
    let night = lanes.checked_mul(context.lane_rate_per_hour)?.checked_mul(context.hours)?;
    let ceiling = night.checked_mul(nights).filter(|ceiling| *ceiling > 0)?;
    if at.figure.reading.interval.low <= ceiling || is_interim(at, figures) {
        return None;
    }
    let finding =
        Finding::new(Code::ExceedsLanes, at.row, "value / (lanes * lane_rate_per_hour * hours * occasions)");
    let finding = finding.number("value", at.value()).number("lanes", lanes).number("occasions", nights);
    let finding =
        finding.number("lane_rate_per_hour", context.lane_rate_per_hour).number("hours", context.hours);
    Some(finding.number("ceiling", ceiling).number("times_tenths", tenths(at.value(), ceiling)))
}

/// Persons, not visits: nobody is two persons.
fn above_population(at: &At, context: &Context) -> Option<Finding> {
    let population = context.population?;
    let persons = at.figure.unit == Some("人") && at.figure.family == Family::Place;
    (persons && at.figure.reading.interval.low > population).then(|| {
        let finding = Finding::new(Code::ExceedsPopulation, at.row, "value > population");
        finding.number("value", at.value()).number("population", population)
    })
}
