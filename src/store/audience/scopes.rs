//! What figures are about.

use crate::store::{Db, Result, Tx, db};
use chrono::NaiveDate;
use league::audience::observation::Level;
use league::ids::SeasonId;
use serde::{Deserialize, Serialize};

/// A place and occasion, with the names a page needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Scope {
    pub id: i32,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub season_id: SeasonId,
    #[sqlx(try_from = "String")]
    pub level: Level,
    pub parent_id: Option<i32>,
    pub parent_key: Option<String>,
    pub round_id: Option<i32>,
    pub fixture_id: Option<i32>,
    pub fixture_key: Option<String>,
    pub venue_id: Option<i32>,
    pub venue_key: Option<String>,
    pub venue_zh: Option<String>,
    pub venue_en: Option<String>,
    pub day: Option<NaiveDate>,
    pub name_zh: String,
    pub name_en: String,
    pub sample: String,
}

macro_rules! columns {
    () => {
        "select s.id, s.key, s.season_id, s.level, s.parent_id, p.key as parent_key, s.round_id, s.fixture_id,
                f.key as fixture_key, coalesce(s.venue_id, p.venue_id) as venue_id, v.key as venue_key,
                v.name_zh as venue_zh, v.name_en as venue_en, coalesce(s.day, p.day, f.day) as day, s.name_zh, s.name_en, s.sample
           from audience_scope s
           left join audience_scope p on p.id = s.parent_id
           left join fixture f on f.id = s.fixture_id
           left join venue v on v.id = coalesce(s.venue_id, p.venue_id)"
    };
}

/// The scopes of a season.
pub async fn of_season(db: &mut Db, season: SeasonId) -> Result<Vec<Scope>> {
    let sql = concat!(columns!(), " where s.season_id = $1 order by s.id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?)
}

/// The scope with a key.
pub async fn by_key(db: &mut Db, key: &str) -> Result<Option<Scope>> {
    let sql = concat!(columns!(), " where s.key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// The scope of a game.
pub async fn of_fixture(db: &mut Db, fixture: i32) -> Result<Option<Scope>> {
    let sql = concat!(columns!(), " where s.level = 'match' and s.fixture_id = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(fixture).fetch_optional(conn).await)?)
}

/// An evening in a hall.
pub async fn of_night(db: &mut Db, season: SeasonId, venue: i32, day: NaiveDate) -> Result<Option<Scope>> {
    let sql = concat!(
        columns!(),
        " where s.level = 'venue_night' and s.season_id = $1 and s.venue_id = $2 and s.day = $3"
    );
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).bind(venue).bind(day).fetch_optional(conn).await)?)
}

/// The scope of the season itself.
pub async fn whole(db: &mut Db, season: SeasonId) -> Result<Option<Scope>> {
    let sql = concat!(columns!(), " where s.level = 'season' and s.season_id = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_optional(conn).await)?)
}

/// The gates and zones of an evening.
pub async fn below(db: &mut Db, parent: i32) -> Result<Vec<Scope>> {
    let sql = concat!(columns!(), " where s.parent_id = $1 order by s.id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(parent).fetch_all(conn).await)?)
}

/// Adds a scope and gives its id.
pub async fn insert(tx: &mut Tx, scope: &Scope) -> Result<i32> {
    let sql = "insert into audience_scope
                      (key, season_id, level, parent_id, round_id, fixture_id, venue_id, day, name_zh, name_en, sample)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            returning id";
    Ok(db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(&scope.key)
        .bind(scope.season_id.0)
        .bind(scope.level.as_str())
        .bind(scope.parent_id)
        .bind(scope.round_id)
        .bind(scope.fixture_id)
        .bind(scope.venue_id)
        .bind(scope.day)
        .bind(&scope.name_zh)
        .bind(&scope.name_en)
        .bind(&scope.sample)
        .fetch_one(conn)
        .await)?)
}
