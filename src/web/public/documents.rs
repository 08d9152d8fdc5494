//! Documents on demand: the picture of a result, the sheet of a day.

use super::super::page::cached_file;
use super::super::paths;
use super::super::rates::Work;
use super::super::text::Lang;
use super::{Error, Visitor, must_be_visible};
use crate::documents::{self, Language, Shape};
use crate::store::{audit, fixtures, leagues, seasons, venues};
use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::Response;
use chrono::NaiveDate;
use std::collections::BTreeMap;

fn language(visitor: &Visitor, query: &BTreeMap<String, String>) -> Language {
    match (query.get("lang").map(String::as_str), visitor.lang) {
        (Some("zh"), _) => Language::Zh,
        (Some("en"), _) => Language::En,
        (Some("both"), _) => Language::Both,
        (_, Lang::Zh) => Language::Zh,
        (_, Lang::En) => Language::En,
    }
}

fn parse(query: Option<String>) -> Result<BTreeMap<String, String>, Error> {
    serde_urlencoded::from_str(&query.unwrap_or_default()).map_err(|_| Error::BadBody)
}

/// Runs the press on a thread of its own, one document at a time.
pub(in crate::web) async fn pressed<T: Send + 'static>(
    visitor: &Visitor,
    work: impl FnOnce() -> Result<T, press::Error> + Send + 'static,
) -> Result<T, Error> {
    let (rate, now) = (visitor.app.settings.rates.documents, tokio::time::Instant::now());
    let taken = visitor.app.rates.take(Work::Document, &visitor.arrival.address, rate, now);
    taken.map_err(|seconds| Error::Wait { seconds })?;
    let _turn =
        visitor.app.press.acquire().await.map_err(|_| Error::Internal("the press is closed".into()))?;
    let done = tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(error.to_string()))?;
    done.map_err(|error| Error::Internal(error.to_string()))
}

pub async fn result_picture(
    visitor: Visitor,
    Path(key): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response<Body>, Error> {
    let query = parse(query)?;
    let shape = match query.get("shape").map(String::as_str) {
        None | Some("portrait") => Shape::Portrait,
        Some("square") => Shape::Square,
        Some("wide") => Shape::Wide,
        Some("tall") => Shape::Tall,
        Some("banner") => Shape::Banner,
        Some(_) => return Err(Error::NotFound),
    };
    let mut db = visitor.read().await?;
    let card = fixtures::by_key(&mut db, &key).await?.ok_or(Error::NotFound)?;
    let season = seasons::by_id(&mut db, card.season_id).await?;
    must_be_visible(&visitor, &season)?;
    let league = leagues::by_id(&mut db, season.league_id).await?;
    let periods = fixtures::periods(&mut db, card.fixture.id).await?;
    let address = visitor.address(&paths::fixture(&key));
    let language = language(&visitor, &query);
    let picture =
        documents::result_picture(language, &league, &card, &periods, address).ok_or(Error::NotFound)?;
    drop(db);
    let drawn = pressed(&visitor, move || press::picture(&picture, shape)).await?;
    Ok(cached_file(&visitor, "image/png", &format!("{key}.png"), drawn.bytes, season.id))
}

pub async fn day_sheet(
    visitor: Visitor,
    Path((key, day)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response<Body>, Error> {
    let query = parse(query)?;
    let day: NaiveDate = day.strip_suffix(".pdf").and_then(|day| day.parse().ok()).ok_or(Error::NotFound)?;
    let mut db = visitor.read().await?;
    let venue = venues::by_key(&mut db, &key).await?.ok_or(Error::NotFound)?;
    let mut cards = fixtures::of_venue(&mut db, venue.id).await?;
    cards.retain(|card| card.fixture.day == Some(day));
    let season = cards.first().ok_or(Error::NotFound)?.season_id;
    let season = seasons::by_id(&mut db, season).await?;
    must_be_visible(&visitor, &season)?;
    cards.retain(|card| card.season_id == season.id);
    let league = leagues::by_id(&mut db, season.league_id).await?;
    let head = audit::head(&mut db, season.id).await?.ok_or(Error::NotFound)?;
    let address = visitor.address(&paths::venue(&key));
    let language = language(&visitor, &query);
    let sheet = documents::day_sheet(language, &league, &season, day, &cards, &head, address);
    let sheet = sheet.ok_or(Error::NotFound)?;
    drop(db);
    let printed = pressed(&visitor, move || press::pdf(press::Document::DaySheet(&sheet))).await?;
    Ok(cached_file(&visitor, "application/pdf", &format!("day-{day}.pdf"), printed.bytes, season.id))
}
