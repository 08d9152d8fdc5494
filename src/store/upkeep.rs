//! Looking after a database: copying it, checking it, saying how it is set. Here the two engines truly differ.

use super::migrate::migrations;
use super::{Engine, Error, Result, Store};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The file of a `sqlite:` URL; `None` for another engine.
pub fn sqlite_file(url: &str) -> Option<PathBuf> {
    url.strip_prefix("sqlite:").map(|path| PathBuf::from(path.trim_start_matches("//")))
}

/// How far the schema of a database has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// The newest step applied; 0 for an empty database.
    pub step: i64,
    /// The newest step this program knows.
    pub known: i64,
}

impl Store {
    /// Copies a SQLite database into a new file while others read and write.
    pub async fn copy_into(&self, file: &Path) -> Result<()> {
        let Engine::Sqlite { path, .. } = &self.engine else {
            return Err(Error::Unfit("only SQLite is copied into a file".into()));
        };
        let Some(name) = file.to_str() else {
            return Err(Error::Unfit("the name of a copy must be UTF-8".into()));
        };
        // A connection of its own: on the writer's the league would stand still, and readers may not write a file.
        let options = SqliteConnectOptions::new().filename(path).busy_timeout(Duration::from_secs(5));
        let mut connection = options.connect().await?;
        let copied = sqlx::query("vacuum into $1").bind(name).execute(&mut connection).await;
        connection.close().await?;
        copied?;
        Ok(())
    }

    /// What SQLite finds wrong with its file; empty when nothing is. PostgreSQL looks after its own pages.
    pub async fn damage(&self, depth: Depth) -> Result<Vec<String>> {
        let Engine::Sqlite { read, .. } = &self.engine else { return Ok(Vec::new()) };
        let check = match depth {
            Depth::Quick => "pragma quick_check(20)",
            Depth::Full => "pragma integrity_check(20)",
        };
        let mut found: Vec<String> = sqlx::query_scalar(check).fetch_all(read).await?;
        found.retain(|line| line != "ok");
        if depth == Depth::Full {
            let stray = "select \"table\", coalesce(rowid, 0), parent from pragma_foreign_key_check limit 20";
            let rows: Vec<(String, i64, String)> = sqlx::query_as(stray).fetch_all(read).await?;
            found
                .extend(rows.into_iter().map(|(table, row, parent)| {
                    format!("row {row} of {table} points to no row of {parent}")
                }));
        }
        Ok(found)
    }

    /// How far the schema is, or why this program cannot use it. Nothing is changed.
    pub async fn schema(&self) -> Result<Schema> {
        let sql = "select number, checksum from schema_migration order by number";
        let applied: std::result::Result<Vec<(i64, String)>, sqlx::Error> = match &self.engine {
            Engine::Sqlite { read, .. } => sqlx::query_as(sql).fetch_all(read).await,
            Engine::Postgres(pool) => sqlx::query_as(sql).fetch_all(pool).await,
        };
        let known = migrations().len() as i64;
        let applied = match applied {
            Ok(applied) => applied,
            // No such table: nothing was ever applied.
            Err(sqlx::Error::Database(error))
                if error.code().as_deref() == Some("42P01") || error.message().contains("no such table") =>
            {
                return Ok(Schema { step: 0, known });
            }
            Err(error) => return Err(error.into()),
        };
        for (number, checksum) in &applied {
            let Some(step) = migrations().iter().find(|step| step.number == *number) else {
                return Err(Error::Unfit(format!(
                    "the database has schema step {number}, this program knows {known}"
                )));
            };
            let overlay = match &self.engine {
                Engine::Sqlite { .. } => step.sqlite,
                Engine::Postgres(_) => step.postgres,
            };
            if step.checksum(overlay) != *checksum {
                return Err(Error::Unfit(format!(
                    "schema step {} is not the one this program knows",
                    step.name
                )));
            }
        }
        Ok(Schema { step: applied.last().map_or(0, |(number, _)| *number), known })
    }

    /// The settings of the database that decide whether an acknowledged write survives.
    pub async fn durability(&self) -> Result<Vec<(&'static str, String)>> {
        let mut settings = Vec::new();
        match &self.engine {
            Engine::Sqlite { write, .. } => {
                let mode: String = sqlx::query_scalar("pragma journal_mode").fetch_one(write).await?;
                let synchronous: i64 = sqlx::query_scalar("pragma synchronous").fetch_one(write).await?;
                let keys: i64 = sqlx::query_scalar("pragma foreign_keys").fetch_one(write).await?;
                settings.push(("journal_mode", mode));
                settings.push(("synchronous", synchronous.to_string()));
                settings.push(("foreign_keys", keys.to_string()));
            }
            Engine::Postgres(pool) => {
                let commit: String = sqlx::query_scalar("show synchronous_commit").fetch_one(pool).await?;
                let fsync: String = sqlx::query_scalar("show fsync").fetch_one(pool).await?;
                settings.push(("synchronous_commit", commit));
                settings.push(("fsync", fsync));
            }
        }
        Ok(settings)
    }

    /// Makes room in a PostgreSQL database: what is there stays in a schema of its own.
    pub async fn set_aside(&self, schema: &str) -> Result<()> {
        self.on_postgres(&format!("alter schema public rename to {schema}; create schema public")).await
    }

    /// Takes back what [`Store::set_aside`] did.
    pub async fn put_back(&self, schema: &str) -> Result<()> {
        self.on_postgres(&format!("drop schema public cascade; alter schema {schema} rename to public")).await
    }

    async fn on_postgres(&self, sql: &str) -> Result<()> {
        let Engine::Postgres(pool) = &self.engine else {
            return Err(Error::Unfit("only PostgreSQL has schemas".into()));
        };
        let mut tx = pool.begin().await?;
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Whether a PostgreSQL database has any table of its own.
    pub async fn has_tables(&self) -> Result<bool> {
        let Engine::Postgres(pool) = &self.engine else { return Ok(true) };
        let sql = "select count(*) > 0 from information_schema.tables where table_schema = 'public'";
        Ok(sqlx::query_scalar(sql).fetch_one(pool).await?)
    }
}

/// How thoroughly to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Pages only: fast enough for each start.
    Quick,
    /// Pages, indexes and references.
    Full,
}

/// Folds a SQLite file's log into it, alone: `Conflict` when another process has it open.
pub async fn take_alone(path: &Path) -> Result<()> {
    let options = SqliteConnectOptions::new().filename(path).busy_timeout(Duration::from_millis(200));
    let mut connection = options.connect().await?;
    let mode =
        sqlx::query_scalar::<_, String>("pragma journal_mode = delete").fetch_one(&mut connection).await;
    connection.close().await?;
    match mode {
        Ok(mode) if mode == "delete" => Ok(()),
        Ok(_) => Err(Error::Conflict),
        // 5 is SQLite's "busy": somebody else has it open.
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("5") => Err(Error::Conflict),
        Err(error) => Err(error.into()),
    }
}
