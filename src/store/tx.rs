//! A snapshot for reading and a transaction for writing. What is written is committed with its audit entry or not at all.

use super::{Error, Result, Versions, audit, db};
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
    touched: Touched,
}

/// Which pages a transaction has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Touched {
    Nothing,
    /// Recorded, but no page shows it: a sign-in, a link handed out.
    NoPage,
    Season(SeasonId),
    Everything,
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
        Self { db, writer, versions, touched: Touched::Nothing }
    }

    /// Now, as the writer was told.
    pub fn now(&self) -> DateTime<Utc> {
        self.writer.now
    }

    /// A new public key.
    pub fn key(&self) -> String {
        self.writer.random.key()
    }

    /// Adds an audit entry. Nothing can be committed without one, and it says which pages have changed.
    pub async fn record(&mut self, entry: audit::Entry) -> Result<i32> {
        self.touched = match (&self.touched, entry.kind.shows_on_pages(), entry.season) {
            (touched, false, _) if *touched != Touched::Nothing => *touched,
            (_, false, _) => Touched::NoPage,
            (Touched::Nothing | Touched::NoPage, true, Some(season)) => Touched::Season(season),
            (Touched::Season(before), true, Some(season)) if *before == season => Touched::Season(season),
            _ => Touched::Everything,
        };
        audit::append(self, entry).await
    }

    /// Says that pages have changed by rows that are their own record: append-only, each with who sent it.
    pub fn shows(&mut self, season: SeasonId) {
        self.touched = match self.touched {
            Touched::Nothing | Touched::NoPage => Touched::Season(season),
            Touched::Season(before) if before == season => Touched::Season(season),
            _ => Touched::Everything,
        };
    }

    /// Whether anything was recorded: without it there is nothing to commit.
    pub fn has_written(&self) -> bool {
        self.touched != Touched::Nothing
    }

    /// Commits what was recorded.
    pub async fn commit(mut self) -> Result<()> {
        let season = match self.touched {
            Touched::Nothing => return Err(Error::Unfit("a commit without an audit entry".into())),
            Touched::NoPage => return self.commit_quiet().await,
            Touched::Season(season) => Some(season),
            Touched::Everything => None,
        };
        let moved = self.move_versions(season).await?;
        match self.db.0 {
            Conn::Sqlite(transaction) => transaction.commit().await?,
            Conn::Postgres(mut transaction) => {
                sqlx::query("select pg_notify('changba', '')").execute(&mut *transaction).await?;
                transaction.commit().await?;
            }
        }
        self.versions.learn(moved.0, &moved.1);
        Ok(())
    }

    /// Commits what needs no audit: sign-in throttles, session clocks, job claims. Nothing a page shows.
    pub async fn commit_quiet(self) -> Result<()> {
        match self.db.0 {
            Conn::Sqlite(transaction) => transaction.commit().await?,
            Conn::Postgres(transaction) => transaction.commit().await?,
        }
        Ok(())
    }

    async fn move_versions(&mut self, season: Option<SeasonId>) -> Result<(i64, Vec<(SeasonId, i64)>)> {
        let sql = "update site
                      set value = cast(cast(value as bigint) + 1 as text)
                    where name = 'cache_version'
                returning cast(value as bigint)";
        let any: i64 = db!(self.db, |conn| sqlx::query_scalar(sql).fetch_one(conn).await)?;
        let sql = "update season
                      set cache_version = cache_version + 1
                    where id = coalesce($1, id)
                returning id, cache_version";
        let moved: Vec<(i32, i64)> =
            db!(self.db, |conn| sqlx::query_as(sql).bind(season.map(|s| s.0)).fetch_all(conn).await)?;
        Ok((any, moved.into_iter().map(|(id, version)| (SeasonId(id), version)).collect()))
    }
}
