//! Screens nobody touches: the board of the hall, the score bug of a stream, the television of the canteen.

use super::super::assets;
use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::page::{SHORT, Shell, cached};
use super::super::public::{Found, Scorer, must_be_visible, top_scorers};
use super::super::show::{FixtureView, TableView};
use super::feed::snapshot;
use super::scene::Scene;
use super::seen;
use crate::store::{competitions, fixtures, seasons};
use crate::tables;
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::fixture::Status;

#[derive(Template)]
#[template(path = "live/screen.html")]
struct ScreenPage {
    shell: Shell,
    key: String,
    /// board or bug.
    kind: &'static str,
    given: String,
    words: String,
    css: String,
    js: String,
}

pub async fn show(
    visitor: Visitor,
    Path((key, kind)): Path<(String, String)>,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, card) = seen(&mut db, &visitor, &key).await?;
    if matches!(kind.as_str(), "line-ups" | "statistics") {
        return super::hall::card(&visitor, &mut db, (&season, card), &kind).await;
    }
    let kind = ["board", "bug"].into_iter().find(|known| *known == kind).ok_or(Error::NotFound)?;
    let t = visitor.t();
    let game = FixtureView::of(&card, visitor.lang);
    let scene = Scene::of(&mut db, card).await?;
    let regular = scene.rules.profile.time.periods;
    let periods: Vec<String> = (1..=i64::from(regular) + 6)
        .map(|number| t.period_name(number, number > i64::from(regular), i64::from(regular)))
        .collect();
    let words = serde_json::json!({
        "before": t.live_before(), "interval": t.live_interval(), "over": t.live_over(), "fouls": t.live_fouls(),
        "time_outs": t.live_time_outs(), "stale": t.live_stale(), "periods": periods, "review": t.live_review(),
    });
    let page = ScreenPage {
        shell: Shell::of(&visitor, game.title(t)),
        kind,
        given: snapshot(&scene, visitor.app.clock.now()).to_string(),
        words: words.to_string(),
        css: assets::url("screen.css"),
        js: assets::url("screen.js"),
        key,
    };
    cached(&visitor, &page, Some(season.id), SHORT)
}

#[derive(Template)]
#[template(path = "live/canteen.html")]
struct CanteenPage {
    shell: Shell,
    season_name: String,
    now: Vec<FixtureView>,
    next: Vec<FixtureView>,
    results: Vec<FixtureView>,
    tables: Vec<TableView>,
    /// By competition, with its name.
    scorers: Vec<(String, Vec<Scorer>)>,
    as_of: String,
    css: String,
    js: String,
}

/// As much of a list as fits a television.
const ROWS: usize = 6;

pub async fn canteen(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let season = seasons::by_key(&mut db, &key).await?.ok_or(Error::NotFound)?;
    must_be_visible(&visitor, &season)?;
    let (t, lang) = (visitor.t(), visitor.lang);
    let cards = fixtures::of_season(&mut db, season.id).await?;
    let of = |statuses: &[Status]| -> Vec<FixtureView> {
        let found = cards.iter().filter(|card| statuses.contains(&card.fixture.status));
        found.map(|card| FixtureView::of(card, lang)).collect()
    };
    let mut now = of(&[Status::Live]);
    for view in &mut now {
        let Some(card) = cards.iter().find(|card| card.fixture.key == view.key) else { continue };
        let scene = Scene::of(&mut db, card.clone()).await?;
        if let Some(score) = scene.score() {
            (view.a.score, view.b.score) = (score.a.to_string(), score.b.to_string());
            view.has_score = true;
        }
    }
    let mut results = of(&[Status::Final, Status::Official]);
    results.reverse();
    results.truncate(ROWS);
    let mut next = of(&[Status::Scheduled]);
    next.truncate(ROWS);
    let (mut shown, mut scorers) = (Vec::new(), Vec::new());
    let today = visitor.app.clock.now().with_timezone(&season.tz()).date_naive();
    for competition in competitions::of_season(&mut db, season.id).await? {
        let rules = tables::rule_set(&competition);
        for table in tables::of_competition(&mut db, &competition).await? {
            shown.push(TableView::of(&table, &rules, lang));
        }
        let found = Found::load(&mut db, &competition, season.league_id, today).await?;
        let best = top_scorers(&found, t, ROWS);
        if !best.is_empty() {
            scorers.push((lang.pick(&competition.name_zh, &competition.name_en).to_owned(), best));
        }
    }
    let at = visitor.app.clock.now().with_timezone(&season.tz());
    let page = CanteenPage {
        season_name: lang.pick(&season.name_zh, &season.name_en).to_owned(),
        shell: Shell::of(&visitor, t.canteen()),
        now,
        next,
        results,
        tables: shown,
        scorers,
        as_of: at.format("%m-%d %H:%M").to_string(),
        css: assets::url("screen.css"),
        js: assets::url("screen.js"),
    };
    cached(&visitor, &page, Some(season.id), SHORT)
}
