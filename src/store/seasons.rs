//! Seasons.

use super::{Db, Error, Result, Tx, db};
use chrono::NaiveDate;
use league::ids::{LeagueId, SeasonId};
use league::season::{Dates, Phase};
use serde::{Deserialize, Serialize};

/// A season of a league.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Season {
    #[sqlx(try_from = "i32")]
    pub id: SeasonId,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub league_id: LeagueId,
    pub name_zh: String,
    pub name_en: String,
    pub zone: String,
    pub event_from: Option<NaiveDate>,
    pub event_to: Option<NaiveDate>,
    pub match_from: Option<NaiveDate>,
    pub match_to: Option<NaiveDate>,
    #[sqlx(try_from = "String")]
    pub phase: Phase,
    pub is_public: bool,
    pub sort: i64,
    pub about_zh: String,
    pub about_en: String,
    pub version: i64,
}

impl Season {
    /// The season's four dates.
    pub fn dates(&self) -> Dates {
        Dates {
            event_from: self.event_from,
            event_to: self.event_to,
            match_from: self.match_from,
            match_to: self.match_to,
        }
    }

    /// The zone in which its wall clocks run.
    pub fn tz(&self) -> chrono_tz::Tz {
        self.zone.parse().unwrap_or(chrono_tz::Asia::Shanghai)
    }
}

macro_rules! columns {
    () => {
        "select id, key, league_id, name_zh, name_en, zone, event_from, event_to, match_from, match_to, phase,
                is_public, sort, about_zh, about_en, version
           from season"
    };
}

/// All seasons, newest first.
pub async fn all(db: &mut Db) -> Result<Vec<Season>> {
    let sql = concat!(columns!(), " order by sort desc, id desc");
    Ok(db!(db, |conn| sqlx::query_as(sql).fetch_all(conn).await)?)
}

/// The season that the home page shows: one that runs, else the newest public one.
pub async fn current(db: &mut Db) -> Result<Option<Season>> {
    let sql = concat!(
        columns!(),
        " where is_public
          order by case phase when 'running' then 0 when 'planned' then 1 else 2 end, sort desc, id desc
          limit 1"
    );
    Ok(db!(db, |conn| sqlx::query_as(sql).fetch_optional(conn).await)?)
}

/// The season with a key.
pub async fn by_key(db: &mut Db, key: &str) -> Result<Option<Season>> {
    let sql = concat!(columns!(), " where key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// The season with an id.
pub async fn by_id(db: &mut Db, id: SeasonId) -> Result<Season> {
    let sql = concat!(columns!(), " where id = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(id.0).fetch_one(conn).await)?)
}

/// Adds a season; `season.id` and `season.version` are the database's to give.
pub async fn insert(tx: &mut Tx, season: &Season) -> Result<SeasonId> {
    let sql = "insert into season
                      (key, league_id, name_zh, name_en, zone, event_from, event_to, match_from, match_to, phase,
                       is_public, sort, about_zh, about_en)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            returning id";
    let id: i32 = db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(&season.key)
        .bind(season.league_id.0)
        .bind(&season.name_zh)
        .bind(&season.name_en)
        .bind(&season.zone)
        .bind(season.event_from)
        .bind(season.event_to)
        .bind(season.match_from)
        .bind(season.match_to)
        .bind(season.phase.as_str())
        .bind(season.is_public)
        .bind(season.sort)
        .bind(&season.about_zh)
        .bind(&season.about_en)
        .fetch_one(conn)
        .await)?;
    Ok(SeasonId(id))
}

/// Saves a season as it was read, unless somebody changed it in between.
pub async fn update(tx: &mut Tx, season: &Season) -> Result<()> {
    let sql = "update season
                  set name_zh = $1, name_en = $2, zone = $3, event_from = $4, event_to = $5, match_from = $6,
                      match_to = $7, phase = $8, is_public = $9, about_zh = $10, about_en = $11,
                      version = version + 1
                where id = $12
                  and version = $13";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(&season.name_zh)
        .bind(&season.name_en)
        .bind(&season.zone)
        .bind(season.event_from)
        .bind(season.event_to)
        .bind(season.match_from)
        .bind(season.match_to)
        .bind(season.phase.as_str())
        .bind(season.is_public)
        .bind(&season.about_zh)
        .bind(&season.about_en)
        .bind(season.id.0)
        .bind(season.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}
