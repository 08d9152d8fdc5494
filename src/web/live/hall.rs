//! The screens of a hall as the panel tells them: each goes by its key and asks what it shall show.

use super::super::assets;
use super::super::cache::Cacheable;
use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::{SHORT, Shell, cached, cached_file};
use super::super::public::must_be_visible;
use super::super::show::FixtureView;
use super::super::text::T;
use super::line_ups::{self, LeaderView, LineUpView};
use super::scene::Scene;
use crate::actions::screens as act;
use crate::store::Db;
use crate::store::fixtures::Card;
use crate::store::screens::{self as rows, Screen, ShowItem, Sponsor, View};
use crate::store::seasons::{self, Season};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use league::fixture::Side;
use league::game::{Made, PlayerState, SideState};

#[derive(Template)]
#[template(path = "live/card.html")]
struct CardPage {
    shell: Shell,
    kind: &'static str,
    /// Seconds after which it fetches itself anew.
    every: u32,
    /// Where seconds on air are told; empty where nothing is counted.
    aired: String,
    body: CardBody,
    css: String,
    js: String,
}

enum CardBody {
    LineUps(Vec<LineUpView>),
    Statistics(StatisticsView),
    Sponsors(Vec<Sponsor>),
    Show(ShowView),
    Dark,
}

struct StatisticsView {
    /// What, the first side's figure, the second side's.
    rows: Vec<(&'static str, String, String)>,
    leaders: Vec<LeaderView>,
}

struct ShowView {
    season: String,
    now: Option<ItemView>,
    next: Vec<ItemView>,
}

struct ItemView {
    title: String,
    time: String,
}

/// As many items as a wall can hold.
const NEXT: usize = 4;

fn page(shell: Shell, kind: &'static str, every: u32, body: CardBody) -> CardPage {
    CardPage {
        shell,
        kind,
        every,
        aired: String::new(),
        body,
        css: assets::url("screen.css"),
        js: assets::url("screen.js"),
    }
}

async fn found(visitor: &Visitor, db: &mut Db, key: &str) -> Result<(Season, Screen), Error> {
    let screen = rows::by_key(db, key).await?.filter(|screen| !screen.archived).ok_or(Error::NotFound)?;
    let season = seasons::by_id(db, screen.season_id).await?;
    must_be_visible(visitor, &season)?;
    Ok((season, screen))
}

/// Where a screen finds what it shall show.
fn target(screen: &Screen, season: &Season) -> String {
    let (key, game) = (&screen.key, screen.fixture_key.as_deref().unwrap_or(""));
    match screen.view {
        View::Board => format!("/screen/{game}/board?screen={key}"),
        View::Bug => format!("/screen/{game}/bug?screen={key}"),
        View::LineUps => format!("/screen/{game}/line-ups?screen={key}"),
        View::Statistics => format!("/screen/{game}/statistics?screen={key}"),
        View::Canteen => format!("/screen/season/{}?screen={key}", season.key),
        View::Sponsors => format!("/screen/of/{key}/sponsors?screen={key}"),
        View::Show => format!("/screen/of/{key}/show?screen={key}"),
        View::Dark => format!("/screen/of/{key}/dark?screen={key}"),
    }
}

/// The address that a television is given once.
pub async fn go(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let (season, screen) = found(&visitor, &mut visitor.read().await?, &key).await?;
    Ok(Redirect::temporary(&target(&screen, &season)).into_response())
}

pub async fn now(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let (season, screen) = found(&visitor, &mut visitor.read().await?, &key).await?;
    let told = serde_json::json!({ "go": target(&screen, &season), "version": screen.version });
    let mut answer =
        cached_file(&visitor, "application/json", "now.json", told.to_string().into_bytes(), season.id);
    if let Some(cacheable) = answer.extensions_mut().get_mut::<Cacheable>() {
        cacheable.fresh_for = SHORT;
    }
    Ok(answer)
}

pub async fn show(
    visitor: Visitor,
    Path((key, kind)): Path<(String, String)>,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, screen) = found(&visitor, &mut db, &key).await?;
    let t = visitor.t();
    let page = match kind.as_str() {
        "sponsors" => {
            let sponsors = rows::sponsors(&mut db, season.id).await?;
            let shell = Shell::of(&visitor, t.sponsors());
            let mut page = page(shell, "sponsors", 60, CardBody::Sponsors(sponsors));
            page.aired = format!("/screen/of/{}/aired", screen.key);
            page
        }
        "show" => {
            let items = rows::items(&mut db, season.id).await?;
            let name = visitor.lang.pick(&season.name_zh, &season.name_en).to_owned();
            page(Shell::of(&visitor, t.run_of_show()), "show", 5, CardBody::Show(show_of(&items, name)))
        }
        "dark" => page(Shell::of(&visitor, t.screen()), "dark", 60, CardBody::Dark),
        _ => return Err(Error::NotFound),
    };
    cached(&visitor, &page, Some(season.id), SHORT)
}

fn show_of(items: &[ShowItem], season: String) -> ShowView {
    let view =
        |item: &ShowItem| ItemView { title: item.title.clone(), time: item.at.format("%H:%M").to_string() };
    let waiting = items.iter().filter(|item| item.state == "waiting");
    ShowView {
        season,
        now: items.iter().find(|item| item.state == "now").map(view),
        next: waiting.take(NEXT).map(view).collect(),
    }
}

/// A screen tells how long it has shown a sponsor.
pub async fn aired(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let (_, screen) = found(&visitor, &mut tx, &key).await?;
    act::aired(&mut tx, &screen, &form.fields).await?;
    tx.commit_quiet().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// A card about a game: who plays, or how the two sides compare.
pub async fn card(
    visitor: &Visitor,
    db: &mut Db,
    (season, card): (&Season, Card),
    kind: &str,
) -> Result<Response<Body>, Error> {
    let (t, game) = (visitor.t(), FixtureView::of(&card, visitor.lang));
    let scene = Scene::of(db, card).await?;
    let now = visitor.app.clock.now();
    let names = line_ups::names(db, &scene, now.with_timezone(&season.tz()).date_naive()).await?;
    let page = if kind == "line-ups" {
        let sides = vec![
            line_ups::of_side(db, &scene, Side::A, (&game.a.name, &names)).await?,
            line_ups::of_side(db, &scene, Side::B, (&game.b.name, &names)).await?,
        ];
        page(Shell::of(visitor, t.live_line_ups()), "line-ups", 15, CardBody::LineUps(sides))
    } else {
        let score = scene.public_score(now).map(|score| format!("{} : {}", score.a, score.b));
        let title = format!("{} {} {}", game.a.name, score.as_deref().unwrap_or("v"), game.b.name);
        let view =
            StatisticsView { rows: compared(&scene, t), leaders: line_ups::leaders(&scene, &names, t) };
        page(Shell::of(visitor, title), "statistics", 5, CardBody::Statistics(view))
    };
    cached(visitor, &page, Some(season.id), SHORT)
}

/// The two sides beside each other, in what was recorded of both.
fn compared(scene: &Scene, t: T) -> Vec<(&'static str, String, String)> {
    type Count = fn(&SideState) -> Option<String>;
    fn shots(side: &SideState, made: fn(&Made) -> u32) -> Option<String> {
        let counts: Vec<u32> =
            side.players.values().filter_map(|player| player.made.as_ref().map(made)).collect();
        (!counts.is_empty()).then(|| counts.iter().sum::<u32>().to_string())
    }
    fn sum(side: &SideState, read: fn(&PlayerState) -> Option<u32>) -> Option<String> {
        let counts: Vec<u32> = side.players.values().filter_map(read).collect();
        (!counts.is_empty()).then(|| counts.iter().sum::<u32>().to_string())
    }
    let counts: [(&'static str, Count); 8] = [
        (t.stat_two(), |side| shots(side, |made| made.twos)),
        (t.stat_three(), |side| shots(side, |made| made.threes)),
        (t.stat_ft(), |side| shots(side, |made| made.free_throws)),
        (t.stat_rebounds(), |side| {
            sum(side, |player| player.statistics.map(|one| one.offensive_rebounds + one.defensive_rebounds))
        }),
        (t.stat_assists(), |side| sum(side, |player| player.statistics.map(|one| one.assists))),
        (t.stat_steals(), |side| sum(side, |player| player.statistics.map(|one| one.steals))),
        (t.stat_turnovers(), |side| sum(side, |player| player.statistics.map(|one| one.turnovers))),
        (t.stat_fouls(), |side| sum(side, |player| player.personal_fouls.map(u32::from))),
    ];
    let both =
        |(what, count): (&'static str, Count)| Some((what, count(&scene.state.a)?, count(&scene.state.b)?));
    counts.into_iter().filter_map(both).collect()
}
