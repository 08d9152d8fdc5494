//! Rulings: what the organiser decided beside the results, each with its reason and document.

use super::{Db, Error, Result, Tx, db};
use chrono::{DateTime, Utc};
use league::ids::CompetitionId;
use league::text_enum;
use serde::{Deserialize, Serialize};
use sqlx::types::Json;

/// What a ruling does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Points taken from a team (negative) or given to it.
    Points,
    /// The order that a draw of lots gave, best first.
    Lots,
    /// Thrown out; all its results are annulled.
    Out,
}

text_enum!(Kind { Points => "points", Lots => "lots", Out => "out" });

/// A ruling.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Ruling {
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub competition_id: CompetitionId,
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    /// Public keys of the entries it is about.
    pub entries: Json<Vec<String>>,
    pub points: i64,
    /// The code of the group it is about; empty for every group of its teams.
    #[serde(default)]
    pub pool: String,
    pub reason: String,
    pub document: String,
    pub at: DateTime<Utc>,
    pub archived: bool,
    pub version: i64,
}

macro_rules! columns {
    () => {
        "select key, competition_id, kind, entries, points, pool, reason, document, at, archived, version
           from ruling"
    };
}

/// The rulings in force in a competition, oldest first.
pub async fn of_competition(db: &mut Db, competition: CompetitionId) -> Result<Vec<Ruling>> {
    let sql = concat!(columns!(), " where competition_id = $1 and not archived order by at, id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(competition.0).fetch_all(conn).await)?)
}

/// The ruling with a key.
pub async fn by_key(db: &mut Db, key: &str) -> Result<Option<Ruling>> {
    let sql = concat!(columns!(), " where key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// Adds a ruling.
pub async fn insert(tx: &mut Tx, ruling: &Ruling) -> Result<()> {
    let sql = "insert into ruling (key, competition_id, kind, entries, points, reason, document, at, pool)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&ruling.key)
        .bind(ruling.competition_id.0)
        .bind(ruling.kind.as_str())
        .bind(&ruling.entries)
        .bind(ruling.points)
        .bind(&ruling.reason)
        .bind(&ruling.document)
        .bind(ruling.at)
        .bind(&ruling.pool)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Puts a ruling away or takes it up again; what it says never changes.
pub async fn set_archived(tx: &mut Tx, ruling: &Ruling, archived: bool) -> Result<()> {
    let sql = "update ruling
                  set archived = $1, version = version + 1
                where key = $2
                  and version = $3";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(archived)
        .bind(&ruling.key)
        .bind(ruling.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}
