//! Competitions and the tree below them: stages, groups, rounds.

use super::{Db, Error, Result, Tx, db};
use crate::random::hex;
use league::competition::{Kind, Rules, StageKind};
use league::ids::{CompetitionId, PoolId, RoundId, SeasonId, StageId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::types::Json;

/// A competition of a season.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Competition {
    #[sqlx(try_from = "i32")]
    pub id: CompetitionId,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub season_id: SeasonId,
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    pub name_zh: String,
    pub name_en: String,
    pub rules: Json<Rules>,
    pub regulation_zh: String,
    pub regulation_en: String,
    pub regulation_version: i64,
    pub sort: i64,
    pub archived: bool,
    pub version: i64,
}

/// A stage of a competition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Stage {
    #[sqlx(try_from = "i32")]
    pub id: StageId,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub competition_id: CompetitionId,
    #[sqlx(try_from = "String")]
    pub kind: StageKind,
    pub name_zh: String,
    pub name_en: String,
    pub sort: i64,
    pub sample: String,
    /// What the stage is called and drawn as, where it belongs to a plan.
    pub form: String,
}

/// A group of a stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Pool {
    #[sqlx(try_from = "i32")]
    pub id: PoolId,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub stage_id: StageId,
    pub name_zh: String,
    pub name_en: String,
    pub sort: i64,
    pub complete: bool,
    pub sample: String,
    /// The letter in "A1".
    pub code: String,
}

/// A round of a stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Round {
    #[sqlx(try_from = "i32")]
    pub id: RoundId,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub stage_id: StageId,
    pub name_zh: String,
    pub name_en: String,
    pub sort: i64,
    pub sample: String,
}

macro_rules! columns {
    () => {
        "select id, key, season_id, kind, name_zh, name_en, rules, regulation_zh, regulation_en, regulation_version,
                sort, archived, version
           from competition"
    };
}

/// The competitions of a season, in its order.
pub async fn of_season(db: &mut Db, season: SeasonId) -> Result<Vec<Competition>> {
    let sql = concat!(columns!(), " where season_id = $1 and not archived order by sort, id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?)
}

/// The competition with a key.
pub async fn by_key(db: &mut Db, key: &str) -> Result<Option<Competition>> {
    let sql = concat!(columns!(), " where key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// The competition with an id.
pub async fn by_id(db: &mut Db, id: CompetitionId) -> Result<Competition> {
    let sql = concat!(columns!(), " where id = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(id.0).fetch_one(conn).await)?)
}

/// Adds a competition; id and version are the database's to give.
pub async fn insert(tx: &mut Tx, competition: &Competition) -> Result<CompetitionId> {
    let sql = "insert into competition
                      (key, season_id, kind, name_zh, name_en, rules, regulation_zh, regulation_en, sort)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            returning id";
    let id: i32 = db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(&competition.key)
        .bind(competition.season_id.0)
        .bind(competition.kind.as_str())
        .bind(&competition.name_zh)
        .bind(&competition.name_en)
        .bind(&competition.rules)
        .bind(&competition.regulation_zh)
        .bind(&competition.regulation_en)
        .bind(competition.sort)
        .fetch_one(conn)
        .await)?;
    Ok(CompetitionId(id))
}

/// Saves a competition unless somebody changed it in between.
pub async fn update(tx: &mut Tx, competition: &Competition) -> Result<()> {
    let sql = "update competition
                  set kind = $1, name_zh = $2, name_en = $3, rules = $4, regulation_zh = $5, regulation_en = $6,
                      regulation_version = $7, archived = $8, version = version + 1
                where id = $9
                  and version = $10";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(competition.kind.as_str())
        .bind(&competition.name_zh)
        .bind(&competition.name_en)
        .bind(&competition.rules)
        .bind(&competition.regulation_zh)
        .bind(&competition.regulation_en)
        .bind(competition.regulation_version)
        .bind(competition.archived)
        .bind(competition.id.0)
        .bind(competition.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// The stages of a competition.
pub async fn stages(db: &mut Db, competition: CompetitionId) -> Result<Vec<Stage>> {
    let sql = "select id, key, competition_id, kind, name_zh, name_en, sort, sample, form
                 from stage
                where competition_id = $1
                order by sort, id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(competition.0).fetch_all(conn).await)?)
}

/// The groups of a competition, over all its stages.
pub async fn pools(db: &mut Db, competition: CompetitionId) -> Result<Vec<Pool>> {
    let sql = "select p.id, p.key, p.stage_id, p.name_zh, p.name_en, p.sort, p.complete, p.sample, p.code
                 from pool p
                 join stage s on s.id = p.stage_id
                where s.competition_id = $1
                order by s.sort, p.sort, p.id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(competition.0).fetch_all(conn).await)?)
}

/// The rounds of a competition, over all its stages.
pub async fn rounds(db: &mut Db, competition: CompetitionId) -> Result<Vec<Round>> {
    let sql = "select r.id, r.key, r.stage_id, r.name_zh, r.name_en, r.sort, r.sample
                 from round r
                 join stage s on s.id = r.stage_id
                where s.competition_id = $1
                order by s.sort, r.sort, r.id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(competition.0).fetch_all(conn).await)?)
}

/// Adds a stage.
pub async fn insert_stage(tx: &mut Tx, stage: &Stage) -> Result<StageId> {
    let sql = "insert into stage (key, competition_id, kind, name_zh, name_en, sort, sample, form)
               values ($1, $2, $3, $4, $5, $6, $7, $8)
            returning id";
    let id: i32 = db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(&stage.key)
        .bind(stage.competition_id.0)
        .bind(stage.kind.as_str())
        .bind(&stage.name_zh)
        .bind(&stage.name_en)
        .bind(stage.sort)
        .bind(&stage.sample)
        .bind(&stage.form)
        .fetch_one(conn)
        .await)?;
    Ok(StageId(id))
}

/// Adds a group.
pub async fn insert_pool(tx: &mut Tx, pool: &Pool) -> Result<PoolId> {
    let sql = "insert into pool (key, stage_id, name_zh, name_en, sort, complete, sample, code)
               values ($1, $2, $3, $4, $5, $6, $7, $8)
            returning id";
    let id: i32 = db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(&pool.key)
        .bind(pool.stage_id.0)
        .bind(&pool.name_zh)
        .bind(&pool.name_en)
        .bind(pool.sort)
        .bind(pool.complete)
        .bind(&pool.sample)
        .bind(&pool.code)
        .fetch_one(conn)
        .await)?;
    Ok(PoolId(id))
}

/// Takes a group away that has no games, with the places in it.
pub async fn remove_unplayed_pool(tx: &mut Tx, pool: PoolId) -> Result<()> {
    let places = "delete from pool_entry
                   where pool_id = $1
                     and not exists (select 1 from fixture f where f.pool_id = pool_entry.pool_id)";
    db!(tx, |conn| sqlx::query(places).bind(pool.0).execute(conn).await.map(drop))?;
    let sql = "delete from pool
                where id = $1
                  and not exists (select 1 from fixture f where f.pool_id = pool.id)";
    Ok(db!(tx, |conn| sqlx::query(sql).bind(pool.0).execute(conn).await.map(drop))?)
}

/// Takes a stage away that has neither groups nor games, with its rounds.
pub async fn remove_unplayed_stage(tx: &mut Tx, stage: StageId) -> Result<()> {
    let rounds = "delete from round
                   where stage_id = $1
                     and not exists (select 1 from fixture f where f.round_id = round.id)";
    db!(tx, |conn| sqlx::query(rounds).bind(stage.0).execute(conn).await.map(drop))?;
    let sql = "delete from stage
                where id = $1
                  and not exists (select 1 from pool p where p.stage_id = stage.id)
                  and not exists (select 1 from round r where r.stage_id = stage.id)
                  and not exists (select 1 from fixture f where f.stage_id = stage.id)";
    Ok(db!(tx, |conn| sqlx::query(sql).bind(stage.0).execute(conn).await.map(drop))?)
}

/// Adds a round.
pub async fn insert_round(tx: &mut Tx, round: &Round) -> Result<RoundId> {
    let sql = "insert into round (key, stage_id, name_zh, name_en, sort, sample)
               values ($1, $2, $3, $4, $5, $6)
            returning id";
    let id: i32 = db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(&round.key)
        .bind(round.stage_id.0)
        .bind(&round.name_zh)
        .bind(&round.name_en)
        .bind(round.sort)
        .bind(&round.sample)
        .fetch_one(conn)
        .await)?;
    Ok(RoundId(id))
}

/// What a game is played by, kept under its hash: editing a competition's rules never touches a game that began.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrozenRules {
    pub rules: Rules,
    pub regulation_version: i64,
}

/// Stores rules under their hash and returns it; the same rules are stored once.
pub async fn freeze(tx: &mut Tx, frozen: &FrozenRules) -> Result<String> {
    let text = serde_json::to_string(frozen).expect("rules are plain data");
    let hash = hex(&Sha256::digest(text.as_bytes()));
    let sql = "insert into rule_set (hash, kind, body, created_at)
               values ($1, 'match', $2, $3)
                   on conflict (hash) do nothing";
    let now = tx.now();
    db!(tx, |conn| sqlx::query(sql).bind(&hash).bind(Json(frozen)).bind(now).execute(conn).await.map(drop))?;
    Ok(hash)
}

/// The rules a game was played by.
pub async fn frozen(db: &mut Db, hash: &str) -> Result<Option<FrozenRules>> {
    let sql = "select body
                 from rule_set
                where hash = $1";
    let body: Option<Json<FrozenRules>> =
        db!(db, |conn| sqlx::query_scalar(sql).bind(hash).fetch_optional(conn).await)?;
    Ok(body.map(|body| body.0))
}
