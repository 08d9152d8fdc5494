//! The scorer's sheet and its plays.

use super::{Db, Error, Result, Tx, db};
use chrono::{DateTime, Utc};
use league::game::Play;
use league::ids::{FixtureId, SeasonId};
use sqlx::types::Json;

/// The sheet of a game.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Sheet {
    #[sqlx(try_from = "i32")]
    pub fixture_id: FixtureId,
    pub epoch: i64,
    /// The device that keeps it; empty until one does.
    pub holder: String,
    /// A device that would like to keep it.
    pub asked_by: String,
    /// The device the holder, or the organiser, hands it to.
    pub granted_to: String,
    /// The arrival number of the newest play.
    pub arrivals: i64,
    /// Moves with everything a reader can see of the sheet.
    pub revision: i64,
    pub phase: String,
    pub period: i64,
    pub score_a: i64,
    pub score_b: i64,
    /// The second person's phone, and the score it has.
    pub check_device: String,
    pub check_a: Option<i64>,
    pub check_b: Option<i64>,
    pub differs_since: Option<DateTime<Utc>>,
    pub opened_at: DateTime<Utc>,
    pub moved_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
}

/// A play as it came in.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Row {
    pub arrival: i64,
    pub body: Json<Play>,
    pub sent_by: String,
    pub received_at: DateTime<Utc>,
}

macro_rules! sheets {
    () => {
        "select s.fixture_id, s.epoch, s.holder, s.asked_by, s.granted_to, s.arrivals, s.revision, s.phase, s.period,
                s.score_a, s.score_b, s.check_device, s.check_a, s.check_b, s.differs_since, s.opened_at, s.moved_at,
                s.closed_at
           from sheet s"
    };
}

/// The sheet of a game, if one was opened.
pub async fn sheet(db: &mut Db, fixture: FixtureId) -> Result<Option<Sheet>> {
    let sql = concat!(sheets!(), " where s.fixture_id = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(fixture.0).fetch_optional(conn).await)?)
}

/// The sheets of a season's games, the last one to move first.
pub async fn sheets(db: &mut Db, season: SeasonId) -> Result<Vec<Sheet>> {
    let sql = concat!(
        sheets!(),
        " join fixture f on f.id = s.fixture_id
          join competition c on c.id = f.competition_id
         where c.season_id = $1
         order by s.moved_at desc, s.id"
    );
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?)
}

/// Opens the sheet of a game, unless it is open; then nobody else writes to it until the transaction ends.
pub async fn open(tx: &mut Tx, fixture: FixtureId) -> Result<Sheet> {
    let now = tx.now();
    let sql = "insert into sheet (fixture_id, opened_at, moved_at)
               values ($1, $2, $2)
                   on conflict (fixture_id) do update set arrivals = sheet.arrivals
            returning fixture_id, epoch, holder, asked_by, granted_to, arrivals, revision, phase, period, score_a,
                      score_b, check_device, check_a, check_b, differs_since, opened_at, moved_at, closed_at";
    Ok(db!(tx, |conn| sqlx::query_as(sql).bind(fixture.0).bind(now).fetch_one(conn).await)?)
}

/// Saves a sheet and moves its revision.
pub async fn save(tx: &mut Tx, sheet: &Sheet) -> Result<()> {
    let sql = "update sheet
                  set epoch = $2, holder = $3, asked_by = $4, granted_to = $5, arrivals = $6, phase = $7, period = $8,
                      score_a = $9, score_b = $10, check_device = $11, check_a = $12, check_b = $13,
                      differs_since = $14, moved_at = $15, closed_at = $16, revision = revision + 1
                where fixture_id = $1";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(sheet.fixture_id.0)
        .bind(sheet.epoch)
        .bind(&sheet.holder)
        .bind(&sheet.asked_by)
        .bind(&sheet.granted_to)
        .bind(sheet.arrivals)
        .bind(&sheet.phase)
        .bind(sheet.period)
        .bind(sheet.score_a)
        .bind(sheet.score_b)
        .bind(&sheet.check_device)
        .bind(sheet.check_a)
        .bind(sheet.check_b)
        .bind(sheet.differs_since)
        .bind(sheet.moved_at)
        .bind(sheet.closed_at)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// The plays of a game after an arrival number, in order of arrival.
pub async fn after(db: &mut Db, fixture: FixtureId, arrival: i64, limit: i64) -> Result<Vec<Row>> {
    let sql = "select arrival, body, sent_by, received_at
                 from play
                where fixture_id = $1
                  and arrival > $2
                order by arrival
                limit $3";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(fixture.0).bind(arrival).bind(limit).fetch_all(conn).await)?)
}

/// All plays of a game, in order of arrival.
pub async fn all(db: &mut Db, fixture: FixtureId) -> Result<Vec<Row>> {
    after(db, fixture, 0, i64::MAX).await
}

/// Adds a play under its arrival number.
pub async fn insert(tx: &mut Tx, fixture: FixtureId, row: &Row) -> Result<()> {
    let sql = "insert into play (fixture_id, arrival, device, number, body, sent_by, received_at)
               values ($1, $2, $3, $4, $5, $6, $7)";
    let id = &row.body.0.id;
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(fixture.0)
        .bind(row.arrival)
        .bind(id.device.as_str())
        .bind(i64::from(id.number))
        .bind(&row.body)
        .bind(&row.sent_by)
        .bind(row.received_at)
        .execute(conn)
        .await
        .map(drop))?)
}

/// A name written on the glass.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Signature {
    pub role: String,
    pub path: String,
    pub device: String,
    pub at: DateTime<Utc>,
}

/// The names under a sheet.
pub async fn signatures(db: &mut Db, fixture: FixtureId) -> Result<Vec<Signature>> {
    let sql = "select role, path, device, at
                 from signature
                where fixture_id = $1
                order by role";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(fixture.0).fetch_all(conn).await)?)
}

/// Writes a name under a sheet; a second one of the same role replaces the first.
pub async fn sign(tx: &mut Tx, fixture: FixtureId, signature: &Signature) -> Result<()> {
    let sql = "insert into signature (fixture_id, role, path, device, at)
               values ($1, $2, $3, $4, $5)
                   on conflict (fixture_id, role)
                   do update set path = excluded.path,
                                 device = excluded.device,
                                 at = excluded.at";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(fixture.0)
        .bind(&signature.role)
        .bind(&signature.path)
        .bind(&signature.device)
        .bind(signature.at)
        .execute(conn)
        .await
        .map(drop))?)
}
