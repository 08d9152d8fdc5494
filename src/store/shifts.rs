//! Rosters of shifts, and which player is on which crew.

use super::{Db, Error, Result, Tx, db};
use league::ids::{EntryId, SeasonId};
use league::shifts::Roster;
use sqlx::types::Json;

/// The shifts of a club or a department of it.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct ShiftRoster {
    pub id: i32,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub season_id: SeasonId,
    pub club_id: i32,
    pub department: String,
    pub body: Json<Roster>,
    pub sample: String,
    pub archived: bool,
    pub version: i64,
}

macro_rules! rosters {
    () => {
        "select id, key, season_id, club_id, department, body, sample, archived, version
           from shift_roster"
    };
}

/// The rosters of a season.
pub async fn of_season(db: &mut Db, season: SeasonId) -> Result<Vec<ShiftRoster>> {
    let sql = concat!(rosters!(), " where season_id = $1 and not archived order by club_id, department, id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?)
}

/// The roster with a key.
pub async fn by_key(db: &mut Db, key: &str) -> Result<Option<ShiftRoster>> {
    let sql = concat!(rosters!(), " where key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// Adds a roster.
pub async fn insert(tx: &mut Tx, roster: &ShiftRoster) -> Result<()> {
    let sql = "insert into shift_roster (key, season_id, club_id, department, body, sample)
               values ($1, $2, $3, $4, $5, $6)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&roster.key)
        .bind(roster.season_id.0)
        .bind(roster.club_id)
        .bind(&roster.department)
        .bind(&roster.body)
        .bind(&roster.sample)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Saves a roster unless somebody changed it in between.
pub async fn update(tx: &mut Tx, roster: &ShiftRoster) -> Result<()> {
    let sql = "update shift_roster
                  set department = $1, body = $2, archived = $3, version = version + 1
                where id = $4
                  and version = $5";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(&roster.department)
        .bind(&roster.body)
        .bind(roster.archived)
        .bind(roster.id)
        .bind(roster.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// The crew of a player.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct PlayerCrew {
    pub entry_id: i32,
    pub person_key: String,
    pub shift_roster_id: i32,
    pub shift_roster_key: String,
    pub crew: String,
}

/// The crews of the players of an entry.
pub async fn crews(db: &mut Db, entry: EntryId) -> Result<Vec<PlayerCrew>> {
    let sql =
        "select pc.entry_id, p.key as person_key, pc.shift_roster_id, s.key as shift_roster_key, pc.crew
                 from player_crew pc
                 join person p on p.id = pc.person_id
                 join shift_roster s on s.id = pc.shift_roster_id
                where pc.entry_id = $1
                  and not s.archived
                order by pc.id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(entry.0).fetch_all(conn).await)?)
}

/// Puts a player into a crew.
pub async fn set_crew(tx: &mut Tx, entry: EntryId, person: i32, roster: i32, crew: &str) -> Result<()> {
    let sql = "insert into player_crew (entry_id, person_id, shift_roster_id, crew)
               values ($1, $2, $3, $4)
                   on conflict (entry_id, person_id) do update
                  set shift_roster_id = excluded.shift_roster_id, crew = excluded.crew";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(entry.0)
        .bind(person)
        .bind(roster)
        .bind(crew)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Takes a player out of his crew.
pub async fn clear_crew(tx: &mut Tx, entry: EntryId, person: i32) -> Result<()> {
    let sql = "delete from player_crew
                where entry_id = $1
                  and person_id = $2";
    Ok(db!(tx, |conn| sqlx::query(sql).bind(entry.0).bind(person).execute(conn).await.map(drop))?)
}
