//! A snapshot for reading and a transaction for writing. What is written is committed with its audit entry or not at all.

use super::{Result, Versions, audit, db};
use crate::actor::Actor;
use crate::random::Random;
use chrono::{DateTime, Utc};
use league::ids::SeasonId;
use sqlx::{Postgres, Sqlite, Transaction};

/// The two databases' transactions.
pub(in crate::store) enum Conn {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// One snapshot of the database.
pub struct Db(Conn);

impl Db {
    pub(in crate::store) fn new(conn: Conn) -> Self {
        Self(conn)
    }

    pub(in crate::store) fn conn(&mut self) -> &mut Conn {
        &mut self.0
    }
}

/// Who writes, when, and where new keys come from.
#[derive(Clone, Debug)]
pub struct Writer {
    pub actor: Actor,
    pub now: DateTime<Utc>,
    pub random: Random,
    /// Where the request came from, masked, for the audit.
    pub origin: String,
    pub request_id: String,
}

/// A transaction that writes. It reads like a [`Db`].
pub struct Tx {
    db: Db,
    pub writer: Writer,
    versions: Versions,
    records: usize,
}

impl std::ops::Deref for Tx {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

impl std::ops::DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Db {
        &mut self.db
    }
}

impl Tx {
    pub(super) fn new(db: Db, writer: Writer, versions: Versions) -> Self {
        Self { db, writer, versions, records: 0 }
    }

    /// Now, as the writer was told.
    pub fn now(&self) -> DateTime<Utc> {
        self.writer.now
    }

    /// A new public key.
    pub fn key(&self) -> String {
        self.writer.random.key()
    }

    /// Adds an audit entry; a commit needs at least one.
    pub async fn record(&mut self, entry: audit::Entry) -> Result<i32> {
        self.records += 1;
        audit::append(self, entry).await
    }

    /// Records what was done and commits it.
    pub async fn commit(mut self, entry: audit::Entry) -> Result<i32> {
        let season = entry.season;
        let id = self.record(entry).await?;
        self.finish(season).await?;
        Ok(id)
    }

    /// Commits records already added, all of one season (or of none).
    pub async fn commit_recorded(self, season: Option<SeasonId>) -> Result<()> {
        assert!(self.records > 0, "nothing is committed without an audit entry");
        self.finish(season).await
    }

    /// Commits what needs no audit: sign-in throttles, session clocks, job claims. Nothing a page shows.
    pub async fn commit_quiet(self) -> Result<()> {
        match self.db.0 {
            Conn::Sqlite(transaction) => transaction.commit().await?,
            Conn::Postgres(transaction) => transaction.commit().await?,
        }
        Ok(())
    }

    async fn finish(mut self, season: Option<SeasonId>) -> Result<()> {
        let any: i64 = {
            let sql = "update site
                          set value = cast(cast(value as bigint) + 1 as text)
                        where name = 'cache_version'
                    returning cast(value as bigint)";
            db!(self.db, |conn| sqlx::query_scalar(sql).fetch_one(conn).await)?
        };
        let bumped: Vec<(i32, i64)> = {
            let sql = "update season
                          set cache_version = cache_version + 1
                        where $1 is null or id = $1
                    returning id, cache_version";
            db!(self.db, |conn| sqlx::query_as(sql).bind(season.map(|s| s.0)).fetch_all(conn).await)?
        };
        match self.db.0 {
            Conn::Sqlite(transaction) => transaction.commit().await?,
            Conn::Postgres(mut transaction) => {
                sqlx::query("select pg_notify('changba', '')").execute(&mut *transaction).await?;
                transaction.commit().await?;
            }
        }
        let seasons: Vec<(SeasonId, i64)> = bumped.into_iter().map(|(id, v)| (SeasonId(id), v)).collect();
        self.versions.learn(any, &seasons);
        Ok(())
    }
}
