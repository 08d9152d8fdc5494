//! Games that were scored in another system, out of the table and into it.

use super::*;
use crate::store::{Db, Result, Tx, db};
use league::ids::SeasonId;
use sqlx::types::Json;
use std::collections::HashMap;

/// The feeds of a season by the key of their fixture.
pub(super) async fn read(db: &mut Db, season: SeasonId) -> Result<HashMap<String, GameFeed>> {
    let sql = "select f.key as parent, g.file_name, g.sha256, g.body, g.turned, g.players, g.taken_at
                 from game_feed g
                 join fixture f on f.id = g.fixture_id
                 join competition c on c.id = f.competition_id
                where c.season_id = $1
                order by g.id";
    let feeds: Vec<GameFeed> = db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?;
    Ok(feeds.into_iter().map(|feed| (feed.parent.clone(), feed)).collect())
}

pub(super) async fn write(tx: &mut Tx, fixture: i32, feed: &GameFeed) -> Result<()> {
    let sql = "insert into game_feed (fixture_id, file_name, sha256, body, turned, players, taken_at)
               values ($1, $2, $3, $4, $5, $6, $7)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(fixture)
        .bind(&feed.file_name)
        .bind(&feed.sha256)
        .bind(&feed.body)
        .bind(feed.turned)
        .bind(Json(&feed.players))
        .bind(feed.taken_at)
        .execute(conn)
        .await
        .map(drop))?)
}
