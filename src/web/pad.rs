//! The scorer's pad: a page that works without a network from the moment it was opened.

use super::assets::{self, PAD};
use super::error::Error;
use super::extract::Visitor;
use super::page::Shell;
use super::routes::{Routes, Who};
use super::show::FixtureView;
use crate::access::Permission::EnterResult;
use crate::actions::plays::rules_of;
use crate::actor::Actor;
use crate::store::fixtures::{self, Card};
use crate::store::{Db, lists, match_lists};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, Response, header};
use axum::response::{Html, IntoResponse};
use league::fixture::Side;
use serde_json::{Value, json};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/pad/{fixture}", Who::Capability, show)
        .get("/pad/{fixture}/check", Who::Capability, check)
        .get("/pad/{fixture}/manifest.webmanifest", Who::Everyone, manifest)
        .get("/pad/sw.js", Who::Everyone, worker)
}

#[derive(Template)]
#[template(path = "table/pad.html")]
struct PadPage {
    shell: Shell,
    key: String,
    words: String,
    game: String,
    game_href: String,
    team_a: String,
    team_b: String,
    /// The second person's page, with the running score only.
    check: bool,
    pad_css: String,
    script: String,
}

async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    page(&visitor, &key, false).await
}

async fn check(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    page(&visitor, &key, true).await
}

async fn page(visitor: &Visitor, key: &str, check: bool) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let card = fixtures::by_key(&mut db, key).await?.ok_or(Error::NotFound)?;
    visitor.must(EnterResult, &super::admin::place_of(&card))?;
    let (t, game) = (visitor.t(), FixtureView::of(&card, visitor.lang));
    let rules = rules_of(&mut db, &card).await?;
    let given = json!({
        "fixture": key,
        "title": game.title(t),
        "by": by(visitor),
        "rules": { "profile": rules.profile, "edition": rules.edition },
        "teams": {
            "a": team(&mut db, &card, Side::A, &game.a.name).await?,
            "b": team(&mut db, &card, Side::B, &game.b.name).await?,
        },
    });
    let page = PadPage {
        shell: Shell::of(
            visitor,
            format!("{}: {}", if check { t.pad_check() } else { t.pad_word() }, game.title(t)),
        ),
        key: key.to_owned(),
        words: json!(t.pad_words()).to_string(),
        game: given.to_string(),
        game_href: game.href.clone(),
        team_a: game.a.name.clone(),
        team_b: game.b.name.clone(),
        check,
        pad_css: assets::url("pad.css"),
        script: assets::url(if check { "pad-check.js" } else { "pad.js" }),
    };
    Ok(Html(page.render()?).into_response())
}

/// What a play says of who entered it: a key or the word of a job, never a name.
fn by(visitor: &Visitor) -> String {
    match &visitor.actor {
        Actor::Account { key, .. } => key.clone(),
        _ => "scorer".into(),
    }
}

/// Who may play: the match list, or everybody on the team's list; the table may name more by their shirts.
async fn team(db: &mut Db, card: &Card, side: Side, name: &str) -> Result<Value, Error> {
    let short = if side == Side::A { &card.a_short } else { &card.b_short };
    let line_up = match_lists::line_up(db, card, side).await?;
    let rows = match line_up.as_ref().map(|line_up| line_up.entry_id) {
        Some(entry) => lists::rows(db, entry).await?,
        None => Vec::new(),
    };
    let photo = |key: &str| {
        let row = rows.iter().find(|row| row.key == key && row.photo_id.is_some())?;
        let game = &card.fixture.key;
        Some(format!("/admin/fixtures/{game}/lists/{}/photos/{}", side.as_str(), row.key))
    };
    let (players, coach) = line_up.map(|line_up| (line_up.players, line_up.coach)).unwrap_or_default();
    let fits = |shirt: &str| league::game::Shirt::parse(shirt).is_some();
    let player = |player: &match_lists::LineUpPlayer| {
        json!({
            "shirt": player.shirt, "name": player.name, "captain": player.captain, "starter": player.starter,
            "photo": photo(&player.roster_key),
        })
    };
    let roster: Vec<Value> = players.iter().filter(|one| fits(&one.shirt)).map(player).collect();
    Ok(json!({ "name": name, "short": short.as_deref().unwrap_or(name), "coach": coach, "roster": roster }))
}

async fn manifest(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    // It says nothing of the game, so it needs not know whether there is one.
    let fits = key.len() <= 40 && key.chars().all(|c| c.is_ascii_alphanumeric());
    if !fits {
        return Err(Error::NotFound);
    }
    let t = visitor.t();
    let text = json!({
        "name": format!("{} · {}", t.pad_word(), visitor.site()),
        "short_name": t.pad_word(),
        "start_url": format!("/pad/{key}"),
        "scope": "/pad/",
        "display": "fullscreen",
        "orientation": "any",
        "background_color": "#14202b",
        "theme_color": "#14202b",
        "icons": [{ "src": assets::url("icon.svg"), "sizes": "any", "type": "image/svg+xml" }],
    });
    Ok(file("application/manifest+json", text.to_string()))
}

/// The service worker with the list of files it keeps; the list changes with any of them.
async fn worker() -> Response<Body> {
    let mut files: Vec<String> = PAD.iter().map(|name| assets::url(name)).collect();
    files.extend(["site.css", "icon.svg"].map(assets::url));
    let text = format!(
        "self.FILES = {};\nself.VERSION = {};\n{}",
        json!(files),
        json!(assets::pad_version()),
        assets::text("pad-sw.js"),
    );
    file("text/javascript; charset=utf-8", text)
}

fn file(media_type: &'static str, text: String) -> Response<Body> {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
