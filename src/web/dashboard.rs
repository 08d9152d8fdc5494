//! The audience of a season at a look: by evening, by source, by club, and beside other seasons.

use super::audience::{ATTENDANCE, Evenings, FigureView, scope_name};
use super::chart::{Chart, Point};
use super::error::Error;
use super::text::T;
use crate::store::Db;
use crate::store::audience::{self, Figure, Scope};
use crate::store::fixtures::{self, Card};
use crate::store::seasons::{self, Season};
use chrono::NaiveDate;
use league::audience::metric::MetricBook;
use league::audience::observation::{Class, Level};
use league::audience::total::{Over, total};
use std::collections::{BTreeMap, BTreeSet};

/// What a dashboard is made from.
pub struct Known {
    pub season: Season,
    pub book: MetricBook,
    pub scopes: Vec<Scope>,
    /// Those that stand; for the public, those that were chosen for it.
    pub figures: Vec<Figure>,
    pub cards: Vec<Card>,
}

/// Who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    Organiser,
    Public,
}

/// One metric of one season, in a comparison.
pub struct Compared {
    pub metric: String,
    pub season: String,
    pub figure: FigureView,
    /// Counted by another definition than in the season above it.
    pub redefined: bool,
}

impl Known {
    pub async fn of(db: &mut Db, season: Season, eyes: For) -> Result<Self, Error> {
        let mut figures = audience::of_season(db, season.id).await?;
        figures.retain(|figure| figure.stands() && (eyes == For::Organiser || figure.is_public));
        Ok(Self {
            book: audience::book(db).await?,
            scopes: audience::scopes::of_season(db, season.id).await?,
            cards: fixtures::of_season(db, season.id).await?,
            figures,
            season,
        })
    }

    /// The drawings, those with something to show first.
    pub fn charts(&self, t: T) -> Vec<Chart> {
        let mut charts = vec![self.by_evening(t), self.by_club(t)];
        charts.extend(["views", "watch_minutes"].iter().filter_map(|metric| self.by_source(metric, t)));
        charts.retain(|chart| chart.points.iter().any(|point| point.value.is_some()));
        charts
    }

    /// The surest attendance of each evening with games; evenings nobody counted stay gaps.
    fn by_evening(&self, t: T) -> Chart {
        let points: Vec<Point> = Evenings::of(&self.cards)
            .days()
            .map(|day| {
                let label = day.format("%m-%d").to_string();
                match self.attendance(day) {
                    None => Point { label, ..Point::default() },
                    Some(figure) => self.point(label, figure, t),
                }
            })
            .collect();
        let known = points.iter().filter(|point| point.value.is_some()).count();
        Chart {
            label: format!("{} · {}", t.by_evening(), t.covered(known, points.len())),
            ..self.chart(t, t.of_night(), points)
        }
    }

    /// Evenings with a club, on the average of those that were counted.
    fn by_club(&self, t: T) -> Chart {
        let mut days: BTreeMap<&str, BTreeSet<NaiveDate>> = BTreeMap::new();
        for card in self.cards.iter().filter(|card| !card.fixture.archived) {
            let Some(day) = card.fixture.day else { continue };
            for name in [&card.a_name, &card.b_name].into_iter().flatten() {
                days.entry(name).or_default().insert(day);
            }
        }
        let mut points: Vec<Point> = days
            .into_iter()
            .filter_map(|(name, days)| {
                let known: Vec<&Figure> = days.iter().filter_map(|day| self.attendance(*day)).collect();
                let number = i64::try_from(known.len()).ok().filter(|number| *number > 0)?;
                let mean = |of: fn(&Figure) -> Option<i64>| {
                    Some(known.iter().map(|figure| of(figure)).sum::<Option<i64>>()? / number)
                };
                Some(Point {
                    label: name.to_owned(),
                    value: mean(|figure| figure.value),
                    low: mean(|figure| figure.low),
                    high: mean(|figure| figure.high),
                    said: format!("D · {}", t.covered(known.len(), days.len())),
                    sample: known.iter().any(|figure| !figure.sample.is_empty()),
                })
            })
            .collect();
        points.sort_by_key(|point| std::cmp::Reverse(point.value));
        Chart { label: t.by_club().to_owned(), ..self.chart(t, t.club(), points) }
    }

    /// One metric by its source; a source whose figures may not be added has no bar.
    fn by_source(&self, metric: &str, t: T) -> Option<Chart> {
        let known = self.book.newest(metric)?;
        let mut sources: BTreeMap<&str, Vec<&Figure>> = BTreeMap::new();
        for figure in self.figures.iter().filter(|figure| figure.metric == metric && figure.class != Class::E)
        {
            sources.entry(&figure.source).or_default().push(figure);
        }
        let points = sources
            .into_iter()
            .map(|(source, figures)| {
                let parts: Vec<_> = figures.iter().map(|figure| figure.observation()).collect();
                let found =
                    total(&self.book, &parts.iter().collect::<Vec<_>>(), Over::Time, parts.len()).ok();
                Point {
                    label: source.to_owned(),
                    value: found.as_ref().and_then(|found| found.value),
                    low: found.as_ref().map(|found| found.interval.low),
                    high: found.as_ref().and_then(|found| found.interval.high),
                    said: found.map(|found| found.class.as_str().to_owned()).unwrap_or_default(),
                    sample: figures.iter().any(|figure| !figure.sample.is_empty()),
                }
            })
            .collect();
        Some(Chart {
            label: t.0.pick(&known.zh, &known.en).to_owned(),
            unit: t.unit(known.unit).to_owned(),
            ..self.chart(t, t.source(), points)
        })
    }

    fn attendance(&self, day: NaiveDate) -> Option<&Figure> {
        let scopes = |id: i32| self.scopes.iter().find(|scope| scope.id == id);
        let of_day = |figure: &&Figure| {
            scopes(figure.scope_id).is_some_and(|s| s.level == Level::VenueNight && s.day == Some(day))
        };
        let rung = |figure: &Figure| ATTENDANCE.iter().position(|metric| *metric == figure.metric);
        let counted = self.figures.iter().filter(|figure| figure.class != Class::E && figure.value.is_some());
        counted.filter(of_day).filter(|figure| rung(figure).is_some()).min_by_key(|figure| rung(figure))
    }

    fn point(&self, label: String, figure: &Figure, t: T) -> Point {
        let view = FigureView::of(figure, &self.book, t, self.season.tz());
        Point {
            label,
            value: figure.value,
            low: figure.low,
            high: figure.high,
            said: format!("{} · {} · {}", view.metric, view.class, view.source),
            sample: view.sample,
        }
    }

    fn chart(&self, t: T, over: &str, points: Vec<Point>) -> Chart {
        let unit = t.unit(league::audience::unit::Unit::Visit).to_owned();
        Chart { t, label: String::new(), over: over.to_owned(), unit, points, as_line: false }
    }

    /// Every figure with what it is about; claims are listed apart by who shows them.
    pub fn listed(&self, t: T) -> Vec<(String, FigureView)> {
        let mut found: Vec<_> = self
            .figures
            .iter()
            .filter_map(|figure| {
                let scope = self.scopes.iter().find(|scope| scope.id == figure.scope_id)?;
                Some((scope_name(scope, t), FigureView::of(figure, &self.book, t, self.season.tz())))
            })
            .collect();
        found.reverse();
        found
    }
}

/// What other seasons of the league know under the same metric, newest first. A changed definition is marked, since two
/// definitions of one metric count two things.
pub async fn compared(db: &mut Db, season: &Season, eyes: For, t: T) -> Result<Vec<Compared>, Error> {
    let book = audience::book(db).await?;
    let mut all: Vec<Season> = seasons::all(db).await?;
    all.retain(|other| other.league_id == season.league_id && (eyes == For::Organiser || other.is_public));
    let mut rows: Vec<(String, i64, i64, Compared)> = Vec::new();
    for other in all {
        let scopes = audience::scopes::of_season(db, other.id).await?;
        let whole = scopes.iter().find(|scope| scope.level == Level::Season);
        for figure in audience::of_season(db, other.id).await? {
            let shown = figure.stands() && (eyes == For::Organiser || figure.is_public);
            if !shown || Some(figure.scope_id) != whole.map(|scope| scope.id) {
                continue;
            }
            let view = FigureView::of(&figure, &book, t, other.tz());
            let row = Compared {
                metric: view.metric.clone(),
                season: t.0.pick(&other.name_zh, &other.name_en).to_owned(),
                figure: view,
                redefined: false,
            };
            rows.push((figure.metric.clone(), -other.sort, figure.metric_version, row));
        }
    }
    rows.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    let versions: Vec<_> = rows.iter().map(|row| (row.0.clone(), row.2)).collect();
    Ok(rows
        .into_iter()
        .enumerate()
        .map(|(at, (metric, _, version, row))| {
            let above = at.checked_sub(1).map(|above| &versions[above]);
            let redefined = above.is_some_and(|above| above.0 == metric && above.1 != version);
            Compared { redefined, ..row }
        })
        .collect())
}
