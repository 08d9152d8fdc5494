//! The books of a season.

use super::{Db, Error, Result, Tx, db};
use chrono::NaiveDate;
use league::ids::SeasonId;
use league::money::Kind;

/// A line of the books.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Line {
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub season_id: SeasonId,
    pub club_id: Option<i32>,
    pub club_short: Option<String>,
    pub official_id: Option<i32>,
    pub official_name: Option<String>,
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    pub amount: i64,
    pub day: NaiveDate,
    pub note: String,
    pub document: String,
    pub once: Option<String>,
    pub voided: bool,
    pub void_reason: String,
    pub sample: String,
    pub version: i64,
}

macro_rules! lines {
    () => {
        "select l.key, l.season_id, l.club_id, c.short_name as club_short, l.official_id,
                o.name as official_name, l.kind, l.amount, l.day, l.note, l.document,
                l.once, l.voided, l.void_reason, l.sample, l.version
           from ledger l
           left join club c on c.id = l.club_id
           left join official o on o.id = l.official_id"
    };
}

/// The lines of a season, oldest first; voided ones among them.
pub async fn of_season(db: &mut Db, season: SeasonId) -> Result<Vec<Line>> {
    let sql = concat!(lines!(), " where l.season_id = $1 order by l.day, l.id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?)
}

/// The line with a key.
pub async fn by_key(db: &mut Db, key: &str) -> Result<Option<Line>> {
    let sql = concat!(lines!(), " where l.key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// Adds a line; false when what it stands for was written before.
pub async fn insert(tx: &mut Tx, line: &Line) -> Result<bool> {
    let sql = "insert into ledger
                      (key, season_id, club_id, kind, amount, day, note, document, once, sample, official_id)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                   on conflict (once) do nothing";
    let added = db!(tx, |conn| sqlx::query(sql)
        .bind(&line.key)
        .bind(line.season_id.0)
        .bind(line.club_id)
        .bind(line.kind.as_str())
        .bind(line.amount)
        .bind(line.day)
        .bind(&line.note)
        .bind(&line.document)
        .bind(&line.once)
        .bind(&line.sample)
        .bind(line.official_id)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(added == 1)
}

/// Strikes a line out; it stays readable with its reason.
pub async fn strike(tx: &mut Tx, key: &str, version: i64, reason: &str) -> Result<()> {
    let sql = "update ledger
                  set voided = true, void_reason = $1, version = version + 1
                where key = $2
                  and version = $3
                  and not voided";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(reason)
        .bind(key)
        .bind(version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}
