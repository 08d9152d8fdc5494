//! Drafts of fixtures: rules and games before they are published, their versions, and the search that plans them.

use super::{Db, Error, Result, Tx, db};
use chrono::{DateTime, NaiveDateTime, Utc};
use league::ids::SeasonId;
use league::planner::season::SeasonFile;
use serde::{Deserialize, Serialize};
use sqlx::types::Json;

/// A game of a draft. Keys of competitions, entries, venues and courts; a side without an entry has its source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftGame {
    /// The key of the fixture, or of none yet.
    pub key: String,
    pub competition: String,
    pub code: String,
    pub a: Option<String>,
    pub a_source: String,
    pub b: Option<String>,
    pub b_source: String,
    /// 0 for the games of everybody, 1 and up for the rounds of a knock-out.
    pub round: usize,
    pub at: Option<NaiveDateTime>,
    pub hall: Option<String>,
    pub court: Option<String>,
    /// A person holds it where it is.
    pub locked: bool,
    /// It will not be played: a club withdrew.
    pub out: bool,
}

/// A draft.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Draft {
    pub id: i32,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub season_id: SeasonId,
    pub name: String,
    /// Halls, competitions and clubs by their keys; which games there are stands in `games`.
    pub setup: Json<SeasonFile>,
    pub games: Json<Vec<DraftGame>>,
    pub number: i64,
    pub published_at: Option<DateTime<Utc>>,
    pub archived: bool,
    pub version: i64,
}

/// A draft as it once was.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Version {
    pub number: i64,
    pub at: DateTime<Utc>,
    pub author: String,
    pub made_by: String,
    pub note: String,
    pub setup: Json<SeasonFile>,
    pub games: Json<Vec<DraftGame>>,
}

/// A search as it was last heard of.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Search {
    pub draft_id: i32,
    pub state: String,
    pub draft_version: i64,
    pub seconds: i64,
    pub permille: i64,
    pub moves: i64,
    pub infeasibility: Option<i64>,
    pub objective: Option<i64>,
    pub games: Json<Vec<DraftGame>>,
    pub started_at: DateTime<Utc>,
    pub beat_at: DateTime<Utc>,
}

macro_rules! columns {
    () => {
        "select id, key, season_id, name, setup, games, number, published_at, archived, version
           from fixture_draft"
    };
}

/// The drafts of a season, newest first.
pub async fn of_season(db: &mut Db, season: SeasonId) -> Result<Vec<Draft>> {
    let sql = concat!(columns!(), " where season_id = $1 and not archived order by id desc");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?)
}

/// The draft with a key.
pub async fn by_key(db: &mut Db, key: &str) -> Result<Option<Draft>> {
    let sql = concat!(columns!(), " where key = $1 and not archived");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// Adds a draft.
pub async fn insert(tx: &mut Tx, draft: &Draft) -> Result<i32> {
    let sql = "insert into fixture_draft (key, season_id, name, setup, games, published_at)
               values ($1, $2, $3, $4, $5, $6)
            returning id";
    Ok(db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(&draft.key)
        .bind(draft.season_id.0)
        .bind(&draft.name)
        .bind(&draft.setup)
        .bind(&draft.games)
        .bind(draft.published_at)
        .fetch_one(conn)
        .await)?)
}

/// Saves a draft unless somebody changed it in between.
pub async fn update(tx: &mut Tx, draft: &Draft) -> Result<()> {
    let sql = "update fixture_draft
                  set name = $1, setup = $2, games = $3, number = $4, published_at = $5, archived = $6,
                      version = version + 1
                where id = $7
                  and version = $8";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(&draft.name)
        .bind(&draft.setup)
        .bind(&draft.games)
        .bind(draft.number)
        .bind(draft.published_at)
        .bind(draft.archived)
        .bind(draft.id)
        .bind(draft.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Keeps a draft as it is now under a number.
pub async fn insert_version(tx: &mut Tx, draft: i32, version: &Version) -> Result<()> {
    let sql = "insert into fixture_draft_version (draft_id, number, at, author, made_by, note, setup, games)
               values ($1, $2, $3, $4, $5, $6, $7, $8)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(draft)
        .bind(version.number)
        .bind(version.at)
        .bind(&version.author)
        .bind(&version.made_by)
        .bind(&version.note)
        .bind(&version.setup)
        .bind(&version.games)
        .execute(conn)
        .await
        .map(drop))?)
}

/// The newest versions of a draft, newest first.
pub async fn versions(db: &mut Db, draft: i32, limit: i64) -> Result<Vec<Version>> {
    let sql = "select number, at, author, made_by, note, setup, games
                 from fixture_draft_version
                where draft_id = $1
                order by number desc
                limit $2";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(draft).bind(limit).fetch_all(conn).await)?)
}

/// One version of a draft.
pub async fn version(db: &mut Db, draft: i32, number: i64) -> Result<Option<Version>> {
    let sql = "select number, at, author, made_by, note, setup, games
                 from fixture_draft_version
                where draft_id = $1
                  and number = $2";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(draft).bind(number).fetch_optional(conn).await)?)
}

/// The search of a draft, if one was ever started.
pub async fn search(db: &mut Db, draft: i32) -> Result<Option<Search>> {
    let sql =
        "select draft_id, state, draft_version, seconds, permille, moves, infeasibility, objective, games,
                      started_at, beat_at
                 from fixture_search
                where draft_id = $1";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(draft).fetch_optional(conn).await)?)
}

/// Begins a search; the one before is forgotten.
pub async fn insert_search(tx: &mut Tx, search: &Search) -> Result<()> {
    let sql = "insert into fixture_search
                      (draft_id, state, draft_version, seconds, games, started_at, beat_at)
               values ($1, $2, $3, $4, $5, $6, $7)
                   on conflict (draft_id) do update
                  set state = excluded.state, draft_version = excluded.draft_version, seconds = excluded.seconds,
                      permille = 0, moves = 0, infeasibility = null, objective = null, games = excluded.games,
                      started_at = excluded.started_at, beat_at = excluded.beat_at";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(search.draft_id)
        .bind(&search.state)
        .bind(search.draft_version)
        .bind(search.seconds)
        .bind(&search.games)
        .bind(search.started_at)
        .bind(search.beat_at)
        .execute(conn)
        .await
        .map(drop))?)
}

/// What a search tells of itself. A wish to stop stays until it is done; false when another search took its place.
pub async fn update_search(tx: &mut Tx, search: &Search) -> Result<bool> {
    let sql = "update fixture_search
                  set state = case when $1 = 'done' then 'done' else state end, permille = $2, moves = $3,
                      infeasibility = $4, objective = $5, games = $6, beat_at = $7
                where draft_id = $8
                  and started_at = $9";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(&search.state)
        .bind(search.permille)
        .bind(search.moves)
        .bind(search.infeasibility)
        .bind(search.objective)
        .bind(&search.games)
        .bind(search.beat_at)
        .bind(search.draft_id)
        .bind(search.started_at)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

/// Asks a search to stop.
pub async fn stop_search(tx: &mut Tx, draft: i32) -> Result<()> {
    let sql = "update fixture_search
                  set state = 'stopping'
                where draft_id = $1
                  and state = 'running'";
    Ok(db!(tx, |conn| sqlx::query(sql).bind(draft).execute(conn).await.map(drop))?)
}
