//! A game's box score and plays as files for other programs.

use super::super::page::cached_file;
use super::{Error, Visitor, must_be_visible};
use crate::actions::boxscores::{self, Kept};
use crate::sheets;
use crate::store::{fixtures, seasons};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::boxscore::Report;
use league::boxscore::out::{Cell, PLAYS_HEADER, csv};
use league::ids::SeasonId;
use serde_json::{Map, Value};

/// The box score of a game; a game without plays has no such file.
async fn kept(visitor: &Visitor, key: &str) -> Result<(Kept, SeasonId), Error> {
    let mut db = visitor.read().await?;
    let card = fixtures::by_key(&mut db, key).await?.ok_or(Error::NotFound)?;
    let season = seasons::by_id(&mut db, card.season_id).await?;
    must_be_visible(visitor, &season)?;
    let today = visitor.app.clock.now().with_timezone(&season.tz()).date_naive();
    let kept = boxscores::of(&mut db, &card, today).await?.ok_or(Error::NotFound)?;
    Ok((kept, season.id))
}

const CSV: &str = "text/csv; charset=utf-8";
const JSON: &str = "application/json";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub async fn box_csv(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let (kept, season) = kept(&visitor, &key).await?;
    let text = csv(&Report::box_header(), &kept.report.box_rows());
    Ok(cached_file(&visitor, CSV, &format!("boxscore-{key}.csv"), text.into_bytes(), season))
}

pub async fn box_xlsx(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let (kept, season) = kept(&visitor, &key).await?;
    let book = sheets::figures("boxscore", &Report::box_header(), &kept.report.box_rows());
    let book = book.map_err(|error| Error::Internal(error.to_string()))?;
    Ok(cached_file(&visitor, XLSX, &format!("boxscore-{key}.xlsx"), book, season))
}

pub async fn plays_csv(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let (kept, season) = kept(&visitor, &key).await?;
    let text = csv(&PLAYS_HEADER, &kept.report.play_rows());
    Ok(cached_file(&visitor, CSV, &format!("plays-{key}.csv"), text.into_bytes(), season))
}

pub async fn plays_json(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let (kept, season) = kept(&visitor, &key).await?;
    let value = |cell: Cell| match cell {
        Cell::Text(text) => Value::from(text),
        Cell::Number(number) => Value::from(number),
        Cell::Nothing => Value::Null,
    };
    let object = |row: Vec<Cell>| {
        let members = PLAYS_HEADER.iter().map(|name| (*name).to_owned()).zip(row.into_iter().map(value));
        Value::Object(members.collect::<Map<String, Value>>())
    };
    let rows: Vec<Value> = kept.report.play_rows().into_iter().map(object).collect();
    let text = Value::Array(rows).to_string();
    Ok(cached_file(&visitor, JSON, &format!("plays-{key}.json"), text.into_bytes(), season))
}

pub async fn livestats(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let (kept, season) = kept(&visitor, &key).await?;
    let text = kept.report.to_livestats().to_string();
    Ok(cached_file(&visitor, JSON, &format!("data-{key}.json"), text.into_bytes(), season))
}
