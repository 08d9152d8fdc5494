//! Leagues: the house that owns clubs, people and venues.

use super::{Db, Error, Result, Tx, db};
use league::ids::LeagueId;
use serde::{Deserialize, Serialize};

/// A league.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct League {
    #[sqlx(try_from = "i32")]
    pub id: LeagueId,
    pub key: String,
    pub name_zh: String,
    pub name_en: String,
    pub version: i64,
}

/// All leagues, oldest first.
pub async fn all(db: &mut Db) -> Result<Vec<League>> {
    let sql = "select id, key, name_zh, name_en, version
                 from league
                order by id";
    Ok(db!(db, |conn| sqlx::query_as(sql).fetch_all(conn).await)?)
}

/// The league with an id.
pub async fn by_id(db: &mut Db, id: LeagueId) -> Result<League> {
    let sql = "select id, key, name_zh, name_en, version
                 from league
                where id = $1";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(id.0).fetch_one(conn).await)?)
}

/// The league with a key.
pub async fn by_key(db: &mut Db, key: &str) -> Result<Option<League>> {
    let sql = "select id, key, name_zh, name_en, version
                 from league
                where key = $1";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// Renames a league.
pub async fn update(tx: &mut Tx, league: &League) -> Result<()> {
    let sql = "update league
                  set name_zh = $1, name_en = $2, version = version + 1
                where id = $3
                  and version = $4";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(&league.name_zh)
        .bind(&league.name_en)
        .bind(league.id.0)
        .bind(league.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Adds a league.
pub async fn insert(tx: &mut Tx, key: &str, name_zh: &str, name_en: &str) -> Result<LeagueId> {
    let sql = "insert into league (key, name_zh, name_en, created_at)
               values ($1, $2, $3, $4)
            returning id";
    let now = tx.now();
    let id: i32 = db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(key)
        .bind(name_zh)
        .bind(name_en)
        .bind(now)
        .fetch_one(conn)
        .await)?;
    Ok(LeagueId(id))
}
