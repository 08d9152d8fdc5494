//! The viewer figures of the demo: what was printed, as claims with their wording; and made-up counts at the doors.

use super::sheets::read;
use crate::actions::audience::gates::Direction;
use crate::actions::audience::scopes::blank;
use crate::store::audience::gates::{self, Cell};
use crate::store::audience::{self, Figure, Scope, scopes};
use crate::store::seasons::{self, Season};
use crate::store::{self, Error, Result, Tx};
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use league::audience::observation::{Class, Dedup, Level};
use league::ids::SeasonId;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The mark of a made-up figure.
const MADE_UP: &str = "value";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    figure: Vec<Printed>,
    evening: Vec<Evening>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Printed {
    season: String,
    metric: String,
    value: i64,
    low: i64,
    high: Option<i64>,
    wording: String,
    source: String,
    published: NaiveDate,
    as_of: Option<NaiveDate>,
    #[serde(default)]
    url: String,
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Evening {
    season: String,
    day: NaiveDate,
    entries: i64,
}

pub(super) async fn insert(tx: &mut Tx, ids: &BTreeMap<String, SeasonId>) -> Result<()> {
    let sheet: Sheet = read(include_str!("audience.toml"));
    for printed in &sheet.figure {
        let season = seasons::by_id(tx, ids[&printed.season]).await?;
        let scope = whole(tx, &season).await?;
        let days =
            (season.event_from.unwrap_or(printed.published), season.event_to.unwrap_or(printed.published));
        let mut figure = figure(tx, &season, &scope, days);
        figure.metric.clone_from(&printed.metric);
        figure.source.clone_from(&printed.source);
        figure.value = Some(printed.value);
        figure.low = Some(printed.low);
        figure.high = printed.high;
        figure.class = Class::E;
        figure.method.clone_from(&printed.note);
        figure.wording.clone_from(&printed.wording);
        figure.file = format!("{} {}", printed.source, printed.published);
        figure.url.clone_from(&printed.url);
        figure.as_of = start(&season, printed.as_of.unwrap_or(printed.published));
        figure.published_at = Some(start(&season, printed.published));
        audience::insert(tx, &figure).await?;
    }
    for evening in &sheet.evening {
        let season = seasons::by_id(tx, ids[&evening.season]).await?;
        let Some(night) = night(tx, &season, evening.day).await? else { continue };
        let mut figure = figure(tx, &season, &night, (evening.day, evening.day));
        let margin = (evening.entries + 19) / 20;
        figure.metric = "entries_clicked".into();
        figure.source = "gates".into();
        figure.value = Some(evening.entries);
        figure.low = Some(evening.entries - margin);
        figure.high = Some(evening.entries + margin);
        figure.class = Class::AMinus;
        figure.method = "clicker".into();
        figure.as_of = figure.to_at;
        figure.sample = MADE_UP.into();
        audience::insert(tx, &figure).await?;
    }
    let first = &sheet.evening[0];
    let season = seasons::by_id(tx, ids[&first.season]).await?;
    match night(tx, &season, first.day).await? {
        Some(night) => doors(tx, &season, &night, first.entries).await,
        None => Ok(()),
    }
}

/// Two doors of the opening evening: people come from half past five and a few leave early.
async fn doors(tx: &mut Tx, season: &Season, night: &Scope, entries: i64) -> Result<()> {
    let opens = start(season, night.day.unwrap_or_default()) + Duration::minutes(17 * 60 + 30);
    for (name_zh, name_en, share) in [("北门", "North gate", 60), ("南门", "South gate", 40)] {
        let gate = Scope {
            key: tx.key(),
            parent_id: Some(night.id),
            name_zh: name_zh.into(),
            name_en: name_en.into(),
            sample: "counts".into(),
            ..blank(season, Level::Gate)
        };
        let id = scopes::insert(tx, &gate).await?;
        let device = tx.key();
        for minute in 0..90 {
            let people = entries * share / 100 / 90;
            for (way, people) in [(Direction::In, people), (Direction::Out, people / 12)] {
                let cell = Cell {
                    gate: gate.key.clone(),
                    device: device.clone(),
                    direction: way.as_str().into(),
                    minute: opens + Duration::minutes(minute),
                    people,
                    revision: minute * 2 + 1 + i64::from(way == Direction::Out),
                    received_at: opens + Duration::minutes(minute + 1),
                };
                gates::put(tx, id, &cell).await?;
            }
        }
    }
    Ok(())
}

async fn whole(tx: &mut Tx, season: &Season) -> Result<Scope> {
    match scopes::whole(tx, season.id).await? {
        Some(scope) => Ok(scope),
        None => made(tx, blank(season, Level::Season)).await,
    }
}

/// The evening of a day, in the hall of its first game.
async fn night(tx: &mut Tx, season: &Season, day: NaiveDate) -> Result<Option<Scope>> {
    let cards = store::fixtures::of_season(tx, season.id).await?;
    let Some(venue) =
        cards.iter().find(|card| card.fixture.day == Some(day)).and_then(|card| card.fixture.venue_id)
    else {
        return Ok(None);
    };
    if let Some(scope) = scopes::of_night(tx, season.id, venue, day).await? {
        return Ok(Some(scope));
    }
    let scope = Scope { venue_id: Some(venue), day: Some(day), ..blank(season, Level::VenueNight) };
    made(tx, scope).await.map(Some)
}

async fn made(tx: &mut Tx, mut scope: Scope) -> Result<Scope> {
    scope.key = tx.key();
    scopes::insert(tx, &scope).await?;
    scopes::by_key(tx, &scope.key).await?.ok_or(Error::NotFound)
}

fn start(season: &Season, day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    season
        .tz()
        .from_local_datetime(&midnight)
        .earliest()
        .map_or(midnight.and_utc(), |at| at.with_timezone(&Utc))
}

fn figure(tx: &Tx, season: &Season, scope: &Scope, (first, last): (NaiveDate, NaiveDate)) -> Figure {
    Figure {
        id: 0,
        key: tx.key(),
        scope_id: scope.id,
        scope_key: scope.key.clone(),
        metric: String::new(),
        metric_version: 1,
        from_at: start(season, first),
        to_at: start(season, last) + Duration::days(1),
        source: String::new(),
        value: None,
        low: None,
        high: None,
        class: Class::E,
        method: String::new(),
        dedup: Dedup::None,
        sampling_step_s: None,
        threshold_s: None,
        includes_replay: None,
        wording: String::new(),
        file: String::new(),
        file_row: None,
        sha256: String::new(),
        url: String::new(),
        as_of: tx.now(),
        published_at: None,
        entered_at: tx.now(),
        is_public: true,
        supersedes_id: None,
        supersedes: None,
        superseded_by: None,
        reason: String::new(),
        sample: String::new(),
    }
}
