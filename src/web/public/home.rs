//! The home page: what is on, what comes next, what was, and who leads.

use super::super::page::{Here, SHORT, Shell, cached};
use super::super::show::{FixtureView, TableView, winner};
use super::{Error, Visitor, current, targets};
use crate::store::{accounts, fixtures, notices};
use crate::tables;
use askama::Template;
use axum::body::Body;
use axum::http::Response;
use axum::response::{IntoResponse, Redirect};
use chrono::{DateTime, Utc};
use league::fixture::Status;

#[derive(Template)]
#[template(path = "public/home.html")]
struct HomePage {
    shell: Shell,
    season: Option<SeasonHead>,
    competitions: Vec<(String, String)>,
    live: Vec<FixtureView>,
    next: Vec<FixtureView>,
    last: Vec<FixtureView>,
    tables: Vec<TableView>,
    table_href: String,
    schedule_href: String,
    notices: Vec<(String, String, String)>,
    archive: Vec<(String, String)>,
}

struct SeasonHead {
    name: String,
    phase: &'static str,
    dates: String,
}

pub async fn show(visitor: Visitor) -> Result<Response<Body>, Error> {
    let now = visitor.app.clock.now();
    let mut db = visitor.read().await?;
    let (t, lang) = (visitor.t(), visitor.lang);
    let Some((season, competitions)) = current(&mut db).await? else {
        if accounts::all(&mut db).await?.is_empty() {
            return Ok(Redirect::to("/setup").into_response());
        }
        let shell = Shell::public(&visitor, t.home(), Here::Home, &Default::default());
        let page = HomePage {
            shell,
            season: None,
            competitions: Vec::new(),
            live: Vec::new(),
            next: Vec::new(),
            last: Vec::new(),
            tables: Vec::new(),
            table_href: String::new(),
            schedule_href: String::new(),
            notices: Vec::new(),
            archive: Vec::new(),
        };
        return cached(&visitor, &page, None, SHORT);
    };
    let cards = fixtures::of_season(&mut db, season.id).await?;
    let today = now.with_timezone(&season.tz()).date_naive();
    let live: Vec<_> = cards.iter().filter(|card| card.fixture.status == Status::Live).cloned().collect();
    let ahead = |card: &&fixtures::Card| {
        matches!(card.fixture.status, Status::Scheduled) && card.fixture.day.is_some_and(|day| day >= today)
    };
    let next: Vec<_> = cards.iter().filter(ahead).take(4).cloned().collect();
    let told = |card: &&fixtures::Card| card.fixture.day.is_some() && winner(card).is_some();
    let mut over: Vec<_> = cards.iter().filter(told).cloned().collect();
    over.sort_by_key(|card| std::cmp::Reverse((card.fixture.day, card.fixture.tip_off)));
    over.truncate(8);
    let main = competitions.first();
    let mut shown = Vec::new();
    if let Some(competition) = main {
        let rules = tables::rule_set(competition);
        for table in tables::of_competition(&mut db, competition).await? {
            let mut view = TableView::of(&table, &rules, lang);
            view.rows.truncate(6);
            shown.push(view);
        }
    }
    let notices = notices::of_season(&mut db, season.id).await?;
    let all = crate::store::seasons::all(&mut db).await?;
    let title = lang.pick(&season.name_zh, &season.name_en).to_owned();
    let mut shell = Shell::public(&visitor, title.clone(), Here::Home, &targets(&visitor, &season, main));
    shell.description = title.clone();
    let page = HomePage {
        season: Some(SeasonHead {
            name: title,
            phase: t.phase(season.phase),
            dates: period(season.match_from.or(season.event_from), season.match_to.or(season.event_to)),
        }),
        competitions: competitions
            .iter()
            .map(|c| (lang.pick(&c.name_zh, &c.name_en).to_owned(), super::super::paths::competition(&c.key)))
            .collect(),
        live: FixtureView::list(&live, lang),
        next: FixtureView::list(&next, lang),
        last: FixtureView::list(&over, lang),
        tables: shown,
        table_href: main.map(|c| super::super::paths::table(&c.key)).unwrap_or_default(),
        schedule_href: main.map(|c| super::super::paths::schedule(&c.key)).unwrap_or_default(),
        notices: published(&notices, now)
            .take(4)
            .map(|notice| {
                let title = lang.pick(&notice.title_zh, &notice.title_en).to_owned();
                let day = notice.published_at.map(|at| at.with_timezone(&season.tz()).date_naive());
                (
                    title,
                    super::super::paths::notice(&notice.key),
                    day.map(|d| t.short_day(d)).unwrap_or_default(),
                )
            })
            .collect(),
        archive: all
            .iter()
            .filter(|other| other.is_public && other.id != season.id)
            .map(|other| {
                (
                    lang.pick(&other.name_zh, &other.name_en).to_owned(),
                    super::super::paths::season(&other.key),
                )
            })
            .collect(),
        shell,
    };
    cached(&visitor, &page, None, SHORT)
}

/// "2025-06-13 – 2025-07-27", with what is known of it.
pub(in crate::web) fn period(from: Option<chrono::NaiveDate>, to: Option<chrono::NaiveDate>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("{from} – {to}"),
        (Some(from), None) => format!("{from} –"),
        (None, Some(to)) => format!("– {to}"),
        (None, None) => String::new(),
    }
}

/// The notices that are out.
pub(super) fn published(
    notices: &[notices::Notice],
    now: DateTime<Utc>,
) -> impl Iterator<Item = &notices::Notice> {
    notices.iter().filter(move |notice| notice.published_at.is_some_and(|at| at <= now))
}
