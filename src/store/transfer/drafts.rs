//! Drafts of fixtures as they are now, out of the tables and into them. Their earlier versions stay behind.

use super::read::sort_keys;
use super::*;
use crate::store::drafts::{self as rows, Version};
use crate::store::{Db, Error, Result, Tx, db};
use league::ids::SeasonId;
use sqlx::types::Json;

pub(super) async fn read(db: &mut Db, season: SeasonId) -> Result<Vec<FixtureDraft>> {
    let sql = "select key, name, setup, games, published_at
                 from fixture_draft
                where season_id = $1
                  and not archived
                order by id";
    let mut drafts: Vec<FixtureDraft> =
        db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?;
    for draft in &mut drafts {
        sort_keys(&mut draft.setup);
        sort_keys(&mut draft.games);
    }
    Ok(drafts)
}

pub(super) async fn write(tx: &mut Tx, season: i32, row: &FixtureDraft) -> Result<()> {
    let unfit = |error: serde_json::Error| Error::Unfit(error.to_string());
    let setup = Json(serde_json::from_value(row.setup.clone()).map_err(unfit)?);
    let games = Json(serde_json::from_value(row.games.clone()).map_err(unfit)?);
    let mut draft = rows::Draft {
        id: 0,
        key: row.key.clone(),
        season_id: SeasonId(season),
        name: row.name.clone(),
        setup,
        games,
        number: 1,
        published_at: row.published_at,
        archived: false,
        version: 1,
    };
    draft.id = rows::insert(tx, &draft).await?;
    let version = Version {
        number: 1,
        at: tx.now(),
        author: tx.writer.actor.name(),
        made_by: "taken".into(),
        note: String::new(),
        setup: draft.setup,
        games: draft.games,
    };
    rows::insert_version(tx, draft.id, &version).await
}
