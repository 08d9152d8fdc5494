//! Games that were scored in another system.

use super::{Db, Result, Tx, db};
use chrono::{DateTime, Utc};
use league::ids::{CompetitionId, FixtureId};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use std::collections::BTreeMap;

/// Keys of places on our lists by number in the feed, side A first.
pub type Players = [BTreeMap<String, String>; 2];

/// The feed of a game.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct GameFeed {
    #[sqlx(try_from = "i32")]
    pub fixture_id: FixtureId,
    pub file_name: String,
    pub sha256: String,
    pub body: String,
    /// The first team of the feed is our side B.
    pub turned: bool,
    pub players: Json<Players>,
    pub taken_at: DateTime<Utc>,
}

macro_rules! feeds {
    () => {
        "select f.fixture_id, f.file_name, f.sha256, f.body, f.turned, f.players, f.taken_at
           from game_feed f"
    };
}

/// The feed of a game, where one was taken.
pub async fn of_fixture(db: &mut Db, fixture: FixtureId) -> Result<Option<GameFeed>> {
    let sql = concat!(feeds!(), " where f.fixture_id = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(fixture.0).fetch_optional(conn).await)?)
}

/// The feeds of a competition's games.
pub async fn of_competition(db: &mut Db, competition: CompetitionId) -> Result<Vec<GameFeed>> {
    let sql =
        concat!(feeds!(), " join fixture x on x.id = f.fixture_id where x.competition_id = $1 order by f.id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(competition.0).fetch_all(conn).await)?)
}

/// Puts a feed in the place of the one before.
pub async fn save(tx: &mut Tx, feed: &GameFeed) -> Result<()> {
    remove(tx, feed.fixture_id).await?;
    let sql = "insert into game_feed (fixture_id, file_name, sha256, body, turned, players, taken_at)
               values ($1, $2, $3, $4, $5, $6, $7)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(feed.fixture_id.0)
        .bind(&feed.file_name)
        .bind(&feed.sha256)
        .bind(&feed.body)
        .bind(feed.turned)
        .bind(&feed.players)
        .bind(feed.taken_at)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Takes the feed of a game away.
pub async fn remove(tx: &mut Tx, fixture: FixtureId) -> Result<()> {
    let sql = "delete from game_feed
                where fixture_id = $1";
    Ok(db!(tx, |conn| sqlx::query(sql).bind(fixture.0).execute(conn).await.map(drop))?)
}
