//! Officials of a season and their appointments.

use super::{Db, Error, Result, Tx, db};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use league::ids::{FixtureId, SeasonId};
use league::names::sort_key;
use league::officials::Job;
use sqlx::types::Json;

/// A referee or table official.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Official {
    pub id: i32,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub season_id: SeasonId,
    pub name: String,
    /// Court, table or both.
    pub place: String,
    pub grade: String,
    pub employer: String,
    pub employer_club_id: Option<i32>,
    pub employer_club_key: Option<String>,
    /// Public keys of clubs.
    pub interests: Json<Vec<String>>,
    pub away: Json<Vec<(NaiveDate, NaiveDate)>>,
    pub fee: i64,
    pub recipient: String,
    pub sample: String,
    pub archived: bool,
    pub version: i64,
}

macro_rules! officials {
    () => {
        "select o.id, o.key, o.season_id, o.name, o.place, o.grade, o.employer, o.employer_club_id,
                c.key as employer_club_key, o.interests, o.away, o.fee, o.recipient, o.sample, o.archived, o.version
           from official o
           left join club c on c.id = o.employer_club_id"
    };
}

/// The officials of a season by name; those taken off the list are not in it.
pub async fn of_season(db: &mut Db, season: SeasonId) -> Result<Vec<Official>> {
    let sql = concat!(officials!(), " where o.season_id = $1 and not o.archived order by o.sort_key, o.id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?)
}

/// The official with a key.
pub async fn by_key(db: &mut Db, key: &str) -> Result<Option<Official>> {
    let sql = concat!(officials!(), " where o.key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// Adds an official.
pub async fn insert(tx: &mut Tx, official: &Official) -> Result<()> {
    let sql = "insert into official
                      (key, season_id, name, sort_key, place, grade, employer, employer_club_id, interests, away, fee,
                       recipient, sample)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&official.key)
        .bind(official.season_id.0)
        .bind(&official.name)
        .bind(sort_key(&official.name))
        .bind(&official.place)
        .bind(&official.grade)
        .bind(&official.employer)
        .bind(official.employer_club_id)
        .bind(&official.interests)
        .bind(&official.away)
        .bind(official.fee)
        .bind(&official.recipient)
        .bind(&official.sample)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Saves an official unless somebody changed it in between.
pub async fn update(tx: &mut Tx, official: &Official) -> Result<()> {
    let sql = "update official
                  set name = $1, sort_key = $2, place = $3, grade = $4, employer = $5, employer_club_id = $6,
                      interests = $7, away = $8, fee = $9, recipient = $10, archived = $11, version = version + 1
                where id = $12
                  and version = $13";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(&official.name)
        .bind(sort_key(&official.name))
        .bind(&official.place)
        .bind(&official.grade)
        .bind(&official.employer)
        .bind(official.employer_club_id)
        .bind(&official.interests)
        .bind(&official.away)
        .bind(official.fee)
        .bind(&official.recipient)
        .bind(official.archived)
        .bind(official.id)
        .bind(official.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// An appointment with what one must know of its game and its official.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Appointment {
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub fixture_id: FixtureId,
    pub fixture_key: String,
    pub day: Option<NaiveDate>,
    pub tip_off: Option<NaiveDateTime>,
    pub status: String,
    pub venue_key: Option<String>,
    pub official_id: i32,
    pub official_key: String,
    pub official_name: String,
    #[sqlx(try_from = "String")]
    pub job: Job,
    pub state: String,
    pub fee: i64,
    pub asked_at: DateTime<Utc>,
    pub answered_at: Option<DateTime<Utc>>,
    pub version: i64,
}

impl Appointment {
    /// Whether it keeps the official from other games: asked or confirmed.
    pub fn counts(&self) -> bool {
        matches!(self.state.as_str(), "asked" | "confirmed")
    }
}

macro_rules! appointments {
    () => {
        "select a.key, a.fixture_id, f.key as fixture_key, f.day, f.tip_off, f.status, v.key as venue_key, a.official_id,
                o.key as official_key, o.name as official_name, a.job, a.state, a.fee, a.asked_at, a.answered_at,
                a.version
           from appointment a
           join official o on o.id = a.official_id
           join fixture f on f.id = a.fixture_id
           left join venue v on v.id = f.venue_id"
    };
}

/// The appointments of a season's officials, by day.
pub async fn appointments(db: &mut Db, season: SeasonId) -> Result<Vec<Appointment>> {
    let sql = concat!(
        appointments!(),
        " where o.season_id = $1 and not f.archived order by f.day nulls last, f.tip_off nulls last, a.id"
    );
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?)
}

/// The appointment with a key.
pub async fn appointment(db: &mut Db, key: &str) -> Result<Option<Appointment>> {
    let sql = concat!(appointments!(), " where a.key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// Asks an official; one who was asked for this game before is asked anew.
pub async fn ask(
    tx: &mut Tx,
    key: &str,
    fixture: FixtureId,
    official: i32,
    job: Job,
    fee: i64,
    at: DateTime<Utc>,
) -> Result<String> {
    let sql = "insert into appointment (key, fixture_id, official_id, job, state, fee, asked_at)
               values ($1, $2, $3, $4, 'asked', $5, $6)
                   on conflict (fixture_id, official_id) do update
                  set job = excluded.job, state = 'asked', fee = excluded.fee, asked_at = excluded.asked_at,
                      answered_at = null, version = appointment.version + 1
            returning key";
    Ok(db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(key)
        .bind(fixture.0)
        .bind(official)
        .bind(job.as_str())
        .bind(fee)
        .bind(at)
        .fetch_one(conn)
        .await)?)
}

/// Saves where an appointment stands.
pub async fn answer(tx: &mut Tx, appointment: &Appointment, state: &str, at: DateTime<Utc>) -> Result<()> {
    let sql = "update appointment
                  set state = $1, answered_at = $2, version = version + 1
                where key = $3
                  and version = $4";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(state)
        .bind(at)
        .bind(&appointment.key)
        .bind(appointment.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}
