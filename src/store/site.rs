//! Facts about the whole installation: the set-up, the cache version, the demo's marks.

use super::{Db, Result, Store, Tx, db};
use league::ids::SeasonId;

/// A stored value.
pub async fn get(db: &mut Db, name: &str) -> Result<Option<String>> {
    let sql = "select value
                 from site
                where name = $1";
    Ok(db!(db, |conn| sqlx::query_scalar(sql).bind(name).fetch_optional(conn).await)?)
}

/// Stores a value.
pub async fn set(tx: &mut Tx, name: &str, value: &str) -> Result<()> {
    let sql = "insert into site (name, value)
               values ($1, $2)
                   on conflict (name) do update set value = excluded.value";
    Ok(db!(tx, |conn| sqlx::query(sql).bind(name).bind(value).execute(conn).await.map(drop))?)
}

impl Store {
    /// Reads the cache versions from the database: what other processes committed becomes visible.
    pub async fn refresh_versions(&self) -> Result<()> {
        let mut db = self.read().await?;
        let sql = "select cast(value as bigint)
                     from site
                    where name = 'cache_version'";
        let any: Option<i64> = db!(db, |conn| sqlx::query_scalar(sql).fetch_optional(conn).await)?;
        let sql = "select id, cache_version
                     from season
                    order by id";
        let seasons: Vec<(i32, i64)> = db!(db, |conn| sqlx::query_as(sql).fetch_all(conn).await)?;
        let seasons: Vec<(SeasonId, i64)> = seasons.into_iter().map(|(id, v)| (SeasonId(id), v)).collect();
        self.versions().learn(any.unwrap_or(0), &seasons);
        Ok(())
    }
}
