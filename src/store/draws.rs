//! Draws: announced with a hash, held with a number said aloud, published whole.

use super::{Db, Error, Result, Tx, db};
use chrono::{DateTime, Utc};
use league::draw::{DrawFile, DrawRecord};
use league::ids::CompetitionId;
use serde::{Deserialize, Serialize};
use sqlx::types::Json;

/// A draw of a competition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Draw {
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub competition_id: CompetitionId,
    pub title_zh: String,
    pub title_en: String,
    pub file: Json<DrawFile>,
    pub outcomes: String,
    pub file_hash: String,
    pub commit_hash: String,
    /// Published with the record; the audit never holds it.
    #[serde(skip)]
    pub secret: String,
    pub announced_at: DateTime<Utc>,
    pub record: Option<Json<DrawRecord>>,
    pub held_at: Option<DateTime<Utc>>,
    pub archived: bool,
    pub version: i64,
}

macro_rules! columns {
    () => {
        "select key, competition_id, title_zh, title_en, file, outcomes, file_hash, commit_hash, secret, announced_at,
                record, held_at, archived, version
           from draw"
    };
}

/// The draws of a competition, oldest first.
pub async fn of_competition(db: &mut Db, competition: CompetitionId) -> Result<Vec<Draw>> {
    let sql = concat!(columns!(), " where competition_id = $1 and not archived order by announced_at, id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(competition.0).fetch_all(conn).await)?)
}

/// The draw with a key.
pub async fn by_key(db: &mut Db, key: &str) -> Result<Option<Draw>> {
    let sql = concat!(columns!(), " where key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// Adds a draw.
pub async fn insert(tx: &mut Tx, draw: &Draw) -> Result<()> {
    let sql = "insert into draw
                      (key, competition_id, title_zh, title_en, file, outcomes, file_hash, commit_hash, secret,
                       announced_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&draw.key)
        .bind(draw.competition_id.0)
        .bind(&draw.title_zh)
        .bind(&draw.title_en)
        .bind(&draw.file)
        .bind(&draw.outcomes)
        .bind(&draw.file_hash)
        .bind(&draw.commit_hash)
        .bind(&draw.secret)
        .bind(draw.announced_at)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Saves the record of a draw, or puts a draw away; what was announced never changes.
pub async fn update(tx: &mut Tx, draw: &Draw) -> Result<()> {
    let sql = "update draw
                  set record = $1, held_at = $2, archived = $3, version = version + 1
                where key = $4
                  and version = $5";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(&draw.record)
        .bind(draw.held_at)
        .bind(draw.archived)
        .bind(&draw.key)
        .bind(draw.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}
