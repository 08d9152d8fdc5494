//! Opening a database: settings that keep an acknowledged write, and a refusal of libraries that could lose one.

use super::tx::Conn;
use super::{Db, Error, Result, Tx, Versions, Writer};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, SqlitePool};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

/// SQLite before 3.51.3 can lose committed data when one connection checkpoints while another writes.
const SQLITE_AT_LEAST: (u32, u32, u32) = (3, 51, 3);

/// Which database is behind the store.
#[derive(Clone, Debug)]
pub enum Engine {
    /// One writer, many readers: a second writer would only wait for the lock and sometimes lose.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
        path: PathBuf,
    },
    Postgres(PgPool),
}

/// The database of one Changba.
#[derive(Clone, Debug)]
pub struct Store {
    pub(super) engine: Engine,
    versions: Versions,
}

impl Store {
    /// Opens `sqlite:PATH` or `postgres://..`; a missing SQLite file is created, its folder too.
    pub async fn open(url: &str) -> Result<Self> {
        let engine = if let Some(path) = url.strip_prefix("sqlite:") {
            open_sqlite(Path::new(path.trim_start_matches("//"))).await?
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Engine::Postgres(open_postgres(url).await?)
        } else {
            return Err(Error::Unfit(format!("a database is sqlite:PATH or postgres://.., not {url:?}")));
        };
        Ok(Self { engine, versions: Versions::default() })
    }

    /// The counters that caches compare.
    pub fn versions(&self) -> &Versions {
        &self.versions
    }

    /// The engine, for the few things that truly differ.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// One snapshot for reading: what it shows belongs together.
    pub async fn read(&self) -> Result<Db> {
        let conn = match &self.engine {
            Engine::Sqlite { read, .. } => Conn::Sqlite(read.begin().await?),
            Engine::Postgres(pool) => {
                Conn::Postgres(pool.begin_with("begin isolation level repeatable read read only").await?)
            }
        };
        Ok(Db::new(conn))
    }

    /// A transaction that writes, for somebody.
    pub async fn write(&self, writer: &Writer) -> Result<Tx> {
        let conn = match &self.engine {
            Engine::Sqlite { write, .. } => Conn::Sqlite(begin_writing(write).await?),
            Engine::Postgres(pool) => Conn::Postgres(pool.begin().await?),
        };
        Ok(Tx::new(Db::new(conn), writer.clone(), self.versions.clone()))
    }

    /// Closes all connections; SQLite folds its log into the file.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite { read, write, .. } => {
                read.close().await;
                write.close().await;
            }
            Engine::Postgres(pool) => pool.close().await,
        }
    }

    /// The name and version of the database library or server.
    pub async fn server_version(&self) -> Result<String> {
        Ok(match &self.engine {
            Engine::Sqlite { read, .. } => {
                let version: String = sqlx::query_scalar("select sqlite_version()").fetch_one(read).await?;
                format!("SQLite {version}")
            }
            Engine::Postgres(pool) => {
                let version: String = sqlx::query_scalar("show server_version").fetch_one(pool).await?;
                format!("PostgreSQL {version}")
            }
        })
    }
}

async fn open_sqlite(path: &Path) -> Result<Engine> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| Error::Unavailable(sqlx::Error::Io(error)))?;
    }
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        // NORMAL may lose acknowledged plays at a power cut; FULL costs nothing that a league needs.
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(5))
        .pragma("journal_size_limit", "67108864")
        .pragma("mmap_size", "0")
        .pragma("trusted_schema", "off")
        .pragma("temp_store", "memory")
        .optimize_on_close(true, None);
    let write = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(3))
        .connect_with(options.clone())
        .await?;
    assert_sqlite_version(&write).await?;
    let read = SqlitePoolOptions::new()
        .max_connections(4)
        .acquire_timeout(Duration::from_secs(10))
        .connect_with(options.pragma("query_only", "on"))
        .await?;
    Ok(Engine::Sqlite { read, write, path: path.to_owned() })
}

/// Begins to write. On a full disk SQLite rolls back by itself and the driver still counts a transaction: such a
/// connection would refuse everybody from then on, so it is dropped and the pool makes another.
async fn begin_writing(write: &SqlitePool) -> Result<sqlx::Transaction<'static, sqlx::Sqlite>> {
    const BEGIN: &str = "begin immediate";
    match write.begin_with(BEGIN).await {
        Err(sqlx::Error::InvalidSavePointStatement) => {
            drop(write.acquire().await?.detach());
            Ok(write.begin_with(BEGIN).await?)
        }
        begun => Ok(begun?),
    }
}

async fn assert_sqlite_version(pool: &SqlitePool) -> Result<()> {
    let version: String = sqlx::query_scalar("select sqlite_version()").fetch_one(pool).await?;
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    let found = (next(), next(), next());
    if found < SQLITE_AT_LEAST {
        return Err(Error::Unfit(format!(
            "SQLite {version} can corrupt a database; 3.51.3 or later is needed"
        )));
    }
    Ok(())
}

async fn open_postgres(url: &str) -> Result<PgPool> {
    let options = PgConnectOptions::from_str(url)?.application_name("changba").options([
        ("lock_timeout", "3s"),
        ("statement_timeout", "10s"),
        ("idle_in_transaction_session_timeout", "15s"),
        ("timezone", "UTC"),
    ]);
    Ok(PgPoolOptions::new()
        .max_connections(16)
        .acquire_timeout(Duration::from_secs(10))
        .connect_with(options)
        .await?)
}
