//! Venues, their courts, and every published capacity with its source.

use super::{Db, Error, Result, Tx, db};
use chrono::NaiveDate;
use league::ids::{CourtId, LeagueId, VenueId};
use league::names::{initials, sort_key};
use serde::{Deserialize, Serialize};

/// A hall or ground.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Venue {
    #[sqlx(try_from = "i32")]
    pub id: VenueId,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub league_id: LeagueId,
    pub name_zh: String,
    pub name_en: String,
    pub city: String,
    pub address: String,
    pub archived: bool,
    pub version: i64,
}

/// A court of a venue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Court {
    #[sqlx(try_from = "i32")]
    pub id: CourtId,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub venue_id: VenueId,
    pub name_zh: String,
    pub name_en: String,
    pub sort: i64,
}

/// A number of seats that somebody stated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Capacity {
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub venue_id: VenueId,
    pub seats: i64,
    pub kind: String,
    pub as_of: Option<NaiveDate>,
    pub source: String,
    pub note: String,
}

macro_rules! columns {
    () => {
        "select id, key, league_id, name_zh, name_en, city, address, archived, version
           from venue"
    };
}

/// The venues of a league by name.
pub async fn all(db: &mut Db, league: LeagueId) -> Result<Vec<Venue>> {
    let sql = concat!(columns!(), " where league_id = $1 and not archived order by sort_key, id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(league.0).fetch_all(conn).await)?)
}

/// The venue with a key.
pub async fn by_key(db: &mut Db, key: &str) -> Result<Option<Venue>> {
    let sql = concat!(columns!(), " where key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// Adds a venue.
pub async fn insert(tx: &mut Tx, venue: &Venue) -> Result<VenueId> {
    let sql = "insert into venue (key, league_id, name_zh, name_en, city, address, sort_key, initials)
               values ($1, $2, $3, $4, $5, $6, $7, $8)
            returning id";
    let id: i32 = db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(&venue.key)
        .bind(venue.league_id.0)
        .bind(&venue.name_zh)
        .bind(&venue.name_en)
        .bind(&venue.city)
        .bind(&venue.address)
        .bind(sort_key(&venue.name_zh))
        .bind(initials(&venue.name_zh))
        .fetch_one(conn)
        .await)?;
    Ok(VenueId(id))
}

/// Saves a venue unless somebody changed it in between.
pub async fn update(tx: &mut Tx, venue: &Venue) -> Result<()> {
    let sql = "update venue
                  set name_zh = $1, name_en = $2, city = $3, address = $4, sort_key = $5, initials = $6,
                      archived = $7, version = version + 1
                where id = $8
                  and version = $9";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(&venue.name_zh)
        .bind(&venue.name_en)
        .bind(&venue.city)
        .bind(&venue.address)
        .bind(sort_key(&venue.name_zh))
        .bind(initials(&venue.name_zh))
        .bind(venue.archived)
        .bind(venue.id.0)
        .bind(venue.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// The courts of a league's venues.
pub async fn courts(db: &mut Db, league: LeagueId) -> Result<Vec<Court>> {
    let sql = "select c.id, c.key, c.venue_id, c.name_zh, c.name_en, c.sort
                 from court c
                 join venue v on v.id = c.venue_id
                where v.league_id = $1
                order by v.sort_key, c.sort, c.id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(league.0).fetch_all(conn).await)?)
}

/// Adds a court.
pub async fn insert_court(tx: &mut Tx, court: &Court) -> Result<CourtId> {
    let sql = "insert into court (key, venue_id, name_zh, name_en, sort)
               values ($1, $2, $3, $4, $5)
            returning id";
    let id: i32 = db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(&court.key)
        .bind(court.venue_id.0)
        .bind(&court.name_zh)
        .bind(&court.name_en)
        .bind(court.sort)
        .fetch_one(conn)
        .await)?;
    Ok(CourtId(id))
}

/// The stated capacities of a venue.
pub async fn capacities(db: &mut Db, venue: VenueId) -> Result<Vec<Capacity>> {
    let sql = "select key, venue_id, seats, kind, as_of, source, note
                 from venue_capacity
                where venue_id = $1
                order by as_of nulls last, id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(venue.0).fetch_all(conn).await)?)
}

/// Adds a stated capacity.
pub async fn insert_capacity(tx: &mut Tx, capacity: &Capacity) -> Result<()> {
    let sql = "insert into venue_capacity (key, venue_id, seats, kind, as_of, source, note)
               values ($1, $2, $3, $4, $5, $6, $7)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&capacity.key)
        .bind(capacity.venue_id.0)
        .bind(capacity.seats)
        .bind(&capacity.kind)
        .bind(capacity.as_of)
        .bind(&capacity.source)
        .bind(&capacity.note)
        .execute(conn)
        .await
        .map(drop))?)
}
