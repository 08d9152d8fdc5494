//! Calendars that stay subscribed: one per competition, club, venue and fixture. Moved games move by themselves.

mod ics;
mod zone;

use super::cache::{Cacheable, etag_of, matches_etag, text_of};
use super::error::Error;
use super::extract::Visitor;
use super::page::LONG;
use super::routes::{Routes, Who};
use super::text::{Lang, T};
use super::{paths, public};
use crate::store::audit;
use crate::store::fixtures::{self, Card};
use crate::store::seasons::{self, Season};
use crate::store::{Db, clubs, competitions, venues};
use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use chrono::{DateTime, Utc};
use league::ids::SeasonId;
use std::collections::HashMap;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/ics/c/{competition}", Who::Everyone, of_competition)
        .get("/ics/club/{club}", Who::Everyone, of_club)
        .get("/ics/v/{venue}", Who::Everyone, of_venue)
        .get("/ics/f/{fixture}", Who::Everyone, of_fixture)
}

/// The key in a file's name. The router takes whole segments, so `.ics` is read here.
fn key(file: &str) -> Result<&str, Error> {
    file.strip_suffix(".ics").ok_or(Error::NotFound)
}

async fn of_competition(
    visitor: Visitor,
    Path(file): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, competition) = public::open_competition(&mut db, &visitor, key(&file)?).await?;
    let lang = language(&visitor, query.as_deref());
    let cards = fixtures::of_competition(&mut db, competition.id).await?;
    let name = lang.pick(&competition.name_zh, &competition.name_en);
    feed(&visitor, &mut db, &headers, lang, name, cards, Some(season.id)).await
}

async fn of_club(
    visitor: Visitor,
    Path(file): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let club = clubs::by_key(&mut db, key(&file)?).await?.filter(|c| !c.archived).ok_or(Error::NotFound)?;
    let lang = language(&visitor, query.as_deref());
    let cards = fixtures::of_club(&mut db, club.id).await?;
    let name = lang.pick(&club.short_name, &club.name_en);
    feed(&visitor, &mut db, &headers, lang, name, cards, None).await
}

async fn of_venue(
    visitor: Visitor,
    Path(file): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let venue = venues::by_key(&mut db, key(&file)?).await?.filter(|v| !v.archived).ok_or(Error::NotFound)?;
    let lang = language(&visitor, query.as_deref());
    let cards = fixtures::of_venue(&mut db, venue.id).await?;
    let name = lang.pick(&venue.name_zh, &venue.name_en);
    feed(&visitor, &mut db, &headers, lang, name, cards, None).await
}

async fn of_fixture(
    visitor: Visitor,
    Path(file): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let card = fixtures::by_key(&mut db, key(&file)?).await?.ok_or(Error::NotFound)?;
    let season = seasons::by_id(&mut db, card.season_id).await?;
    public::must_be_visible(&visitor, &season)?;
    let lang = language(&visitor, query.as_deref());
    let name = lang.pick(&card.competition_zh, &card.competition_en).to_owned();
    feed(&visitor, &mut db, &headers, lang, &name, vec![card], Some(season.id)).await
}

/// Calendar programs send no cookie: the address itself may ask for a language.
fn language(visitor: &Visitor, query: Option<&str>) -> Lang {
    match query {
        Some("lang=en") => Lang::En,
        Some("lang=zh") => Lang::Zh,
        _ => visitor.lang,
    }
}

async fn feed(
    visitor: &Visitor,
    db: &mut Db,
    headers: &HeaderMap,
    lang: Lang,
    name: &str,
    mut cards: Vec<Card>,
    season: Option<SeasonId>,
) -> Result<Response<Body>, Error> {
    let mut open: HashMap<SeasonId, Season> = HashMap::new();
    for season in seasons::all(db).await? {
        if public::must_be_visible(visitor, &season).is_ok() {
            open.insert(season.id, season);
        }
    }
    let mut running = Vec::new();
    for id in open.keys() {
        running.extend(competitions::of_season(db, *id).await?.into_iter().map(|competition| competition.id));
    }
    cards.retain(|card| {
        let is_open = open.contains_key(&card.season_id) && running.contains(&card.fixture.competition_id);
        is_open && card.fixture.day.is_some()
    });
    cards.sort_by_key(|card| (card.fixture.day, card.fixture.tip_off));
    let changed = audit::last_changes(db).await?;
    let (base, is_fixed) = base(visitor, headers);
    let t = T(lang);
    let events = cards.iter().map(|card| {
        let zone = open.get(&card.season_id).map_or(chrono_tz::Asia::Shanghai, Season::tz);
        ics::Event {
            card,
            zone,
            changed: changed_at(&changed, card),
            url: base.clone() + &paths::fixture(&card.fixture.key),
        }
    });
    let text = ics::calendar(&format!("{} · {name}", visitor.site()), &events.collect::<Vec<_>>(), t);
    let etag = etag_of(text.as_bytes());
    let mut response = text.into_response();
    let kind = HeaderValue::from_static("text/calendar; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    if is_fixed {
        response.extensions_mut().insert(Cacheable { season, fresh_for: LONG });
    } else {
        // What names the host the request came by must not be kept for requests that come by another.
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        if text_of(headers, &header::IF_NONE_MATCH).is_some_and(|given| matches_etag(given, &etag)) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            *response.body_mut() = Body::empty();
        }
    }
    response.headers_mut().insert(header::ETAG, etag);
    Ok(response)
}

/// When a fixture last changed. An imported one has no entry of its own; its season has.
fn changed_at(changed: &HashMap<String, DateTime<Utc>>, card: &Card) -> DateTime<Utc> {
    let of = |key: &str| changed.get(key).copied();
    of(&card.fixture.key).or_else(|| of(&card.season_key)).unwrap_or(DateTime::UNIX_EPOCH)
}

/// The address that links begin with, and whether it is the same for every request.
fn base(visitor: &Visitor, headers: &HeaderMap) -> (String, bool) {
    if let Some(url) = &visitor.app.settings.public_url {
        return (url.trim_end_matches('/').to_owned(), true);
    }
    let scheme = if visitor.arrival.secure { "https" } else { "http" };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    // A host is written by the client: only what an address may hold goes into the file.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let host = host.filter(|host| host.chars().all(is_plain)).unwrap_or("localhost");
    (format!("{scheme}://{host}"), false)
}
