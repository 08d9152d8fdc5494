//! Figures as pages show them: the number with its unit, interval, class, method and source, never bare.

use super::error::Error;
use super::text::{Lang, T};
use crate::store::Db;
use crate::store::audience::{self as rows, Figure, Scope};
use crate::store::fixtures::{self, Card};
use crate::store::seasons::Season;
use chrono::NaiveDate;
use chrono_tz::Tz;
use league::audience::metric::MetricBook;
use league::audience::observation::{Class, Interval, Level};
use league::audience::total::{Over, Refused, Total, total};
use league::audience::unit::Unit;
use league::ids::CompetitionId;
use std::collections::{BTreeMap, BTreeSet};

/// A figure in words.
#[derive(Clone, Debug)]
pub struct FigureView {
    pub metric: String,
    /// 3,412 人次, or 未知.
    pub value: String,
    pub interval: String,
    pub class: &'static str,
    pub class_said: &'static str,
    pub method: String,
    pub source: String,
    pub wording: String,
    pub as_of: String,
    pub sample: bool,
    pub stands: bool,
}

impl FigureView {
    /// The words for a figure.
    pub fn of(figure: &Figure, book: &MetricBook, t: T, zone: Tz) -> Self {
        let metric = book.get(&figure.metric, u16::try_from(figure.metric_version).unwrap_or(1));
        let unit = metric.map_or("", |metric| t.unit(metric.unit));
        let name = metric.map_or(figure.metric.as_str(), |metric| t.0.pick(&metric.zh, &metric.en));
        let bounds = figure.low.map(|low| Interval { low, high: figure.high });
        Self {
            metric: name.to_owned(),
            value: figure.value.map_or(t.unknown().to_owned(), |value| with_unit(value, unit)),
            interval: bounds.map_or(String::new(), interval),
            class: figure.class.as_str(),
            class_said: t.class_said(figure.class),
            method: figure.method.clone(),
            source: figure.source.clone(),
            wording: figure.wording.clone(),
            as_of: figure.as_of.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string(),
            sample: !figure.sample.is_empty(),
            stands: figure.stands(),
        }
    }
}

/// 3412 as 3,412.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if number < 0 { format!("-{out}") } else { out }
}

fn with_unit(number: i64, unit: &str) -> String {
    format!("{} {unit}", grouped(number))
}

/// From the least to the most.
pub fn interval(bounds: Interval) -> String {
    match bounds.high {
        Some(high) if high == bounds.low => grouped(high),
        Some(high) => format!("{} – {}", grouped(bounds.low), grouped(high)),
        None => format!("≥ {}", grouped(bounds.low)),
    }
}

/// What a figure is about, in words.
pub fn scope_name(scope: &Scope, t: T) -> String {
    let own = t.0.pick(&scope.name_zh, &scope.name_en);
    let day = scope.day.map(|day| day.to_string()).unwrap_or_default();
    let hall = t
        .0
        .pick(scope.venue_zh.as_deref().unwrap_or_default(), scope.venue_en.as_deref().unwrap_or_default());
    let parts: Vec<&str> = match scope.level {
        Level::Season => Vec::new(),
        Level::VenueNight => vec![&day, hall],
        _ => vec![own, &day],
    };
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{} {}", t.level(scope.level), parts.join(" ")).trim().to_owned()
}

/// A total over the occasions of one kind, from one source.
#[derive(Clone, Debug)]
pub struct TotalView {
    pub metric: String,
    pub level: &'static str,
    pub source: String,
    pub value: String,
    pub interval: String,
    pub class: &'static str,
    pub coverage: String,
    pub as_of: String,
    pub notes: String,
    /// Some of it is made up.
    pub sample: bool,
    pub parts: Vec<String>,
}

/// On which days which competitions play: a total is covered by the evenings of its own competitions, not of all.
#[derive(Clone, Debug, Default)]
pub struct Evenings(BTreeMap<NaiveDate, BTreeSet<CompetitionId>>);

impl Evenings {
    pub fn of(cards: &[Card]) -> Self {
        let mut found = Self::default();
        for card in cards.iter().filter(|card| !card.fixture.archived) {
            if let Some(day) = card.fixture.day {
                found.0.entry(day).or_default().insert(card.fixture.competition_id);
            }
        }
        found
    }

    /// All days with games.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> {
        self.0.keys().copied()
    }

    /// How many evenings the competitions have that play on these days; at least the days themselves.
    fn beside(&self, days: &BTreeSet<NaiveDate>) -> usize {
        let own: BTreeSet<CompetitionId> =
            days.iter().filter_map(|day| self.0.get(day)).flatten().copied().collect();
        self.0.values().filter(|playing| !playing.is_disjoint(&own)).count().max(days.len())
    }
}

/// The totals of a season: one for each metric, kind of occasion and source.
pub fn totals(
    figures: &[Figure],
    scopes: &[Scope],
    book: &MetricBook,
    evenings: &Evenings,
    t: T,
    zone: Tz,
) -> Vec<TotalView> {
    let level_of =
        |figure: &Figure| scopes.iter().find(|scope| scope.id == figure.scope_id).map(|scope| scope.level);
    let mut groups: Vec<(String, i64, Level, String, Vec<&Figure>)> = Vec::new();
    for figure in figures.iter().filter(|figure| figure.stands()) {
        let Some(level) = level_of(figure) else { continue };
        let source = if level == Level::VenueNight { String::new() } else { figure.source.clone() };
        let same = |group: &&mut (String, i64, Level, String, Vec<&Figure>)| {
            group.0 == figure.metric
                && group.1 == figure.metric_version
                && group.2 == level
                && group.3 == source
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.4.push(figure),
            None => groups.push((figure.metric.clone(), figure.metric_version, level, source, vec![figure])),
        }
    }
    groups
        .into_iter()
        .filter(|group| group.2 != Level::Season)
        .map(|(code, version, level, source, parts)| {
            let counted: Vec<_> =
                parts.iter().filter(|part| part.class != Class::E).map(|part| part.observation()).collect();
            let claims = parts.len() - counted.len();
            let days = parts.iter().filter_map(|part| {
                scopes.iter().find(|scope| scope.id == part.scope_id).and_then(|scope| scope.day)
            });
            let occasions =
                if level == Level::VenueNight { evenings.beside(&days.collect()) } else { counted.len() };
            let refs: Vec<_> = counted.iter().collect();
            let found = total(book, &refs, Over::Time, occasions);
            let metric = book.get(&code, u16::try_from(version).unwrap_or(1));
            let name = metric.map_or(code.as_str(), |metric| t.0.pick(&metric.zh, &metric.en)).to_owned();
            let unit = metric.map(|metric| metric.unit);
            let mut view = total_view(&found, name, unit, t, zone);
            view.level = t.level(level);
            view.source = source;
            if claims > 0 {
                let mut notes = vec![t.claims_left_out(claims)];
                // Only claims: the rule is said once.
                if !view.notes.is_empty() && !counted.is_empty() {
                    notes.push(view.notes);
                }
                view.notes = notes.join(separator(t));
            }
            view.sample = parts.iter().any(|part| part.class != Class::E && !part.sample.is_empty());
            view.parts = parts.iter().map(|part| part.key.clone()).collect();
            view
        })
        .collect()
}

/// A total, or the rule that forbids it, in words.
pub fn total_view(
    found: &Result<Total, Refused>,
    metric: String,
    unit: Option<Unit>,
    t: T,
    zone: Tz,
) -> TotalView {
    let unit = unit.map_or("", |unit| t.unit(unit));
    let blank = TotalView {
        metric,
        level: "",
        source: String::new(),
        value: "–".into(),
        interval: String::new(),
        class: "",
        coverage: String::new(),
        as_of: String::new(),
        notes: String::new(),
        sample: false,
        parts: Vec::new(),
    };
    match found {
        Err(refused) => TotalView { notes: t.no_total(refused), ..blank },
        Ok(total) => TotalView {
            value: total.value.map_or(t.formed(total.formed).to_owned(), |value| with_unit(value, unit)),
            interval: interval(total.interval),
            class: total.class.as_str(),
            coverage: t.covered(total.coverage.known, total.coverage.of),
            as_of: total.as_of.with_timezone(&zone).format("%Y-%m-%d").to_string(),
            notes: total
                .footnotes
                .iter()
                .map(|note| t.footnote_said(note))
                .collect::<Vec<_>>()
                .join(separator(t)),
            ..blank
        },
    }
}

fn separator(t: T) -> &'static str {
    match t.0 {
        Lang::Zh => ";",
        Lang::En => "; ",
    }
}

/// The metrics that say how many were in the hall, the surest way of counting first.
pub const ATTENDANCE: &[&str] = &["entries_scanned", "entries_clicked", "attendees", "announced"];

/// How many were at a game: its own figures, and those of its whole evening. Each says which it is.
pub async fn attendance(db: &mut Db, card: &Card, t: T, zone: Tz) -> Result<Vec<(bool, FigureView)>, Error> {
    let mut scopes: Vec<(bool, Scope)> = Vec::new();
    scopes.extend(rows::scopes::of_fixture(db, card.fixture.id.0).await?.map(|scope| (false, scope)));
    if let (Some(venue), Some(day)) = (card.fixture.venue_id, card.fixture.day) {
        scopes
            .extend(rows::scopes::of_night(db, card.season_id, venue, day).await?.map(|scope| (true, scope)));
    }
    if scopes.is_empty() {
        return Ok(Vec::new());
    }
    let book = rows::book(db).await?;
    let mut found = Vec::new();
    for (evening, scope) in scopes {
        for figure in rows::of_scope(db, scope.id).await? {
            let rung = ATTENDANCE.iter().position(|code| *code == figure.metric);
            if let Some(rung) = rung.filter(|_| figure.stands() && figure.is_public) {
                found.push((rung, evening, FigureView::of(&figure, &book, t, zone)));
            }
        }
    }
    found.sort_by_key(|(rung, evening, _)| (*rung, *evening));
    Ok(found.into_iter().map(|(_, evening, view)| (evening, view)).collect())
}

/// The games of an evening, first to last.
pub async fn games(db: &mut Db, season: &Season, night: &Scope) -> Result<Vec<Card>, Error> {
    let mut cards = fixtures::of_season(db, season.id).await?;
    cards.retain(|card| {
        !card.fixture.archived && card.fixture.day == night.day && card.fixture.venue_id == night.venue_id
    });
    Ok(cards)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_is_covered_by_the_evenings_of_its_own_competition() {
        let day = |day: u32| NaiveDate::from_ymd_opt(2025, 6, day).expect("a day of June");
        let playing = |competitions: &[i32]| competitions.iter().map(|id| CompetitionId(*id)).collect();
        let evenings = Evenings(BTreeMap::from([
            (day(13), playing(&[1])),
            (day(14), playing(&[1, 2])),
            (day(15), playing(&[2])),
            (day(20), playing(&[3])),
        ]));
        let covered = |days: &[u32]| evenings.beside(&days.iter().map(|number| day(*number)).collect());
        assert_eq!(covered(&[13]), 2, "the league's own two");
        assert_eq!(covered(&[20]), 1, "the women's one");
        assert_eq!(covered(&[14]), 3, "an evening that two of them share");
        assert_eq!(covered(&[1]), 1, "a count on a day without games");
    }
}
