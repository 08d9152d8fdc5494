//! The draw on the hall's screen: what was promised before, every ball, and what anybody needs to check it.

use super::super::assets;
use super::super::page::{Here, SHORT, Shell, cached, cached_file};
use super::super::paths;
use super::super::text::{Lang, T};
use super::{Error, Visitor, must_be_visible, targets};
use crate::store::competitions::{self, Competition};
use crate::store::draws::{self, Draw};
use crate::store::seasons::{self, Season};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use chrono::{DateTime, Duration, Utc};
use league::draw::{ANNOUNCEMENT_FORMAT, Announcement, Ball, Constraint, DrawFile};

/// For so long after the number was said, the page shows no ball that was not asked for.
const CEREMONY: Duration = Duration::hours(1);

#[derive(Template)]
#[template(path = "public/draw.html")]
struct DrawPage {
    shell: Shell,
    title: String,
    competition: String,
    competition_href: String,
    here: String,
    draw: Draw,
    pots: Vec<(String, Vec<String>)>,
    rules: Vec<String>,
    /// The ball on the screen.
    ball: Option<BallView>,
    next: Option<usize>,
    /// The hall is still watching: nothing is shown before its ball.
    veiled: bool,
    draw_js: String,
    places: Vec<(String, Vec<String>)>,
    balls: Vec<BallView>,
}

struct BallView {
    number: usize,
    entry: String,
    place: String,
    choices: Vec<(String, String)>,
}

fn place_name(lang: Lang, file: &DrawFile, key: &str) -> String {
    let is_group = file.places.iter().any(|place| place.key == key && place.size > 1);
    match (is_group, lang) {
        (true, Lang::Zh) => format!("{key}组"),
        (true, Lang::En) => format!("Group {key}"),
        _ => key.to_owned(),
    }
}

fn name(file: &DrawFile, key: &str) -> String {
    file.entries
        .iter()
        .find(|entry| entry.key == key)
        .map_or_else(|| key.to_owned(), |entry| entry.name.clone())
}

fn ball_view(lang: Lang, file: &DrawFile, ball: &Ball) -> BallView {
    BallView {
        number: ball.number,
        entry: name(file, &ball.entry),
        place: place_name(lang, file, &ball.place),
        choices: ball
            .choices
            .iter()
            .map(|choice| (place_name(lang, file, &choice.place), choice.weight.to_string()))
            .collect(),
    }
}

fn rule(t: T, file: &DrawFile, constraint: &Constraint) -> String {
    let names: Vec<String> = constraint.entries().iter().map(|key| name(file, key)).collect();
    let where_to = match constraint {
        Constraint::Only { places, .. } => {
            let places: Vec<String> = places.iter().map(|key| place_name(t.0, file, key)).collect();
            format!(" → {}", places.join("、"))
        }
        Constraint::PerZone { least, most, .. } => t.per_zone(*least, *most),
    };
    format!("{}: {}{where_to}", t.draw_reason(constraint.reason()), names.join("、"))
}

async fn find(visitor: &Visitor, key: &str) -> Result<(Season, Competition, Draw), Error> {
    let mut db = visitor.read().await?;
    let draw = draws::by_key(&mut db, key).await?.filter(|draw| !draw.archived).ok_or(Error::NotFound)?;
    let competition = competitions::by_id(&mut db, draw.competition_id).await?;
    let season = seasons::by_id(&mut db, competition.season_id).await?;
    must_be_visible(visitor, &season)?;
    Ok((season, competition, draw))
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let (season, competition, draw) = find(&visitor, &key).await?;
    let (t, lang) = (visitor.t(), visitor.lang);
    let file = &draw.file.0;
    let all = draw.record.as_ref().map_or(&[][..], |record| record.balls.as_slice());
    let asked = visitor.path.split_once("?ball=").and_then(|(_, number)| number.parse::<usize>().ok());
    let whole = visitor.path.ends_with("?all=1");
    let lately = |at: DateTime<Utc>| visitor.app.clock.now() < at + CEREMONY;
    let veiled = !whole && asked.is_none() && draw.held_at.is_some_and(lately);
    let shown = if veiled { 0 } else { asked.map_or(all.len(), |number| number.min(all.len())) };
    let mut places: Vec<(String, Vec<String>)> = Vec::new();
    for place in &file.places {
        let here = all[..shown].iter().filter(|ball| ball.place == place.key);
        places.push((place_name(lang, file, &place.key), here.map(|ball| name(file, &ball.entry)).collect()));
    }
    let mut pots: Vec<(String, Vec<String>)> = file
        .pots
        .iter()
        .map(|pot| (t.pot_name(&pot.name), pot.entries.iter().map(|key| name(file, key)).collect()))
        .collect();
    let potted = |key: &String| file.pots.iter().any(|pot| pot.entries.contains(key));
    let rest: Vec<String> =
        file.entries.iter().filter(|entry| !potted(&entry.key)).map(|entry| entry.name.clone()).collect();
    if !rest.is_empty() {
        pots.push((t.draw_rest().to_owned(), rest));
    }
    let title = lang.pick(&draw.title_zh, &draw.title_en).to_owned();
    let page = DrawPage {
        shell: Shell::public(
            &visitor,
            title.clone(),
            Here::Elsewhere,
            &targets(&visitor, &season, Some(&competition)),
        ),
        title,
        competition: lang.pick(&competition.name_zh, &competition.name_en).to_owned(),
        competition_href: paths::competition(&competition.key),
        here: paths::draw(&key),
        rules: file.constraints.iter().map(|constraint| rule(t, file, constraint)).collect(),
        ball: asked.and_then(|_| all.get(shown.checked_sub(1)?)).map(|ball| ball_view(lang, file, ball)),
        veiled,
        draw_js: assets::url("draw.js"),
        next: (shown < all.len() || asked.is_none()).then_some(if asked.is_some() { shown + 1 } else { 1 }),
        balls: all[..shown].iter().map(|ball| ball_view(lang, file, ball)).collect(),
        places,
        pots,
        draw,
    };
    cached(&visitor, &page, Some(season.id), SHORT)
}

pub async fn announcement(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let (season, _, draw) = find(&visitor, &key).await?;
    let announced = Announcement {
        format: ANNOUNCEMENT_FORMAT.to_owned(),
        outcomes: draw.outcomes.parse().map_err(|_| Error::NotFound)?,
        file: draw.file.0,
        file_hash: draw.file_hash,
        commit: draw.commit_hash,
    };
    let bytes = serde_json::to_vec_pretty(&announced).map_err(|_| Error::NotFound)?;
    Ok(cached_file(&visitor, "application/json", "announcement.json", bytes, season.id))
}

pub async fn record(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let (season, _, draw) = find(&visitor, &key).await?;
    let record = draw.record.ok_or(Error::NotFound)?;
    let bytes = serde_json::to_vec_pretty(&record.0).map_err(|_| Error::NotFound)?;
    Ok(cached_file(&visitor, "application/json", "record.json", bytes, season.id))
}
