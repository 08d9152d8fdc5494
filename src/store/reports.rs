//! What is reported of a game, and protests.

use super::{Db, Error, Result, Tx, db};
use chrono::{DateTime, Utc};
use league::fixture::Side;
use league::ids::{FixtureId, SeasonId};

/// The report of a game.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Report {
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub fixture_id: FixtureId,
    pub body: String,
    /// Floor, equipment, spectators.
    pub conditions: String,
    /// Who wrote it last, as the audit knows them.
    pub written_by: String,
    /// The name under it; empty until it is signed.
    pub signed_by: String,
    pub signed_at: Option<DateTime<Utc>>,
    pub sample: String,
    pub version: i64,
}

/// The report of a game, if anybody began one.
pub async fn report(db: &mut Db, fixture: FixtureId) -> Result<Option<Report>> {
    let sql = "select key, fixture_id, body, conditions, written_by, signed_by, signed_at, sample, version
                 from game_report
                where fixture_id = $1";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(fixture.0).fetch_optional(conn).await)?)
}

/// Begins the report of a game; one that is there stays.
pub async fn begin(tx: &mut Tx, fixture: FixtureId) -> Result<()> {
    let key = tx.key();
    let sql = "insert into game_report (key, fixture_id)
               values ($1, $2)
                   on conflict (fixture_id) do nothing";
    Ok(db!(tx, |conn| sqlx::query(sql).bind(&key).bind(fixture.0).execute(conn).await.map(drop))?)
}

/// Saves a report.
pub async fn save(tx: &mut Tx, report: &Report) -> Result<()> {
    let sql = "update game_report
                  set body = $1, conditions = $2, written_by = $3, signed_by = $4, signed_at = $5, version = version + 1
                where key = $6
                  and version = $7";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(&report.body)
        .bind(&report.conditions)
        .bind(&report.written_by)
        .bind(&report.signed_by)
        .bind(report.signed_at)
        .bind(&report.key)
        .bind(report.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// A protest.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Protest {
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub fixture_id: FixtureId,
    pub fixture_key: String,
    #[sqlx(try_from = "String")]
    pub side: Side,
    pub lodged_at: DateTime<Utc>,
    /// When the written reasons are due.
    pub due_at: DateTime<Utc>,
    pub reason: String,
    pub written_at: Option<DateTime<Utc>>,
    pub deposit: i64,
    /// open, upheld, rejected or withdrawn.
    pub state: String,
    pub decision: String,
    pub document: String,
    pub decided_at: Option<DateTime<Utc>>,
    pub sample: String,
    pub version: i64,
}

macro_rules! protests {
    () => {
        "select p.key, p.fixture_id, f.key as fixture_key, p.side, p.lodged_at, p.due_at, p.reason, p.written_at,
                p.deposit, p.state, p.decision, p.document, p.decided_at, p.sample, p.version
           from protest p
           join fixture f on f.id = p.fixture_id"
    };
}

/// The protests about a game.
pub async fn protests(db: &mut Db, fixture: FixtureId) -> Result<Vec<Protest>> {
    let sql = concat!(protests!(), " where p.fixture_id = $1 order by p.side");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(fixture.0).fetch_all(conn).await)?)
}

/// The open protests of a season, the one that is due first before the others.
pub async fn open_protests(db: &mut Db, season: SeasonId) -> Result<Vec<Protest>> {
    let sql = concat!(
        protests!(),
        " join competition c on c.id = f.competition_id
         where c.season_id = $1
           and p.state = 'open'
         order by p.due_at, p.id"
    );
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?)
}

/// The protest with a key.
pub async fn protest(db: &mut Db, key: &str) -> Result<Option<Protest>> {
    let sql = concat!(protests!(), " where p.key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// Opens a protest; false where the side has one already.
pub async fn lodge(tx: &mut Tx, protest: &Protest) -> Result<bool> {
    let sql = "insert into protest (key, fixture_id, side, lodged_at, due_at)
               values ($1, $2, $3, $4, $5)
                   on conflict (fixture_id, side) do nothing";
    let side = if protest.side == Side::A { "a" } else { "b" };
    let added = db!(tx, |conn| sqlx::query(sql)
        .bind(&protest.key)
        .bind(protest.fixture_id.0)
        .bind(side)
        .bind(protest.lodged_at)
        .bind(protest.due_at)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(added == 1)
}

/// Saves how far a protest has come.
pub async fn save_protest(tx: &mut Tx, protest: &Protest) -> Result<()> {
    let sql = "update protest
                  set reason = $1, written_at = $2, deposit = $3, state = $4, decision = $5, document = $6,
                      decided_at = $7, version = version + 1
                where key = $8
                  and version = $9";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(&protest.reason)
        .bind(protest.written_at)
        .bind(protest.deposit)
        .bind(&protest.state)
        .bind(&protest.decision)
        .bind(&protest.document)
        .bind(protest.decided_at)
        .bind(&protest.key)
        .bind(protest.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}
