//! Migrations: one shared file a step, overlays for what must differ, each step whole or not at all.

use super::{Engine, Error, Result, Store};
use crate::random::hex;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

/// One step of the schema.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    pub number: i64,
    pub name: &'static str,
    pub shared: &'static str,
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

macro_rules! step {
    ($number:literal, $name:literal) => {
        Migration {
            number: $number,
            name: $name,
            shared: include_str!(concat!("../../migrations/", $name, ".sql")),
            sqlite: include_str!(concat!("../../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../../migrations/postgres/", $name, ".sql")),
        }
    };
}

/// All steps, oldest first.
pub fn migrations() -> &'static [Migration] {
    &[
        step!(1, "0001_foundation"),
        step!(2, "0002_stages"),
        step!(3, "0003_audience"),
        step!(4, "0004_people"),
        step!(5, "0005_plays"),
        step!(6, "0006_outbox"),
        step!(7, "0007_discipline"),
        step!(8, "0008_officials"),
        step!(9, "0009_beacon"),
        step!(10, "0010_drafts"),
        step!(11, "0011_reports"),
    ]
}

const TABLE: &str = "create table if not exists schema_migration (
  number bigint primary key,
  name text not null,
  checksum text not null,
  applied_at timestamptz not null
)";

impl Migration {
    pub(super) fn checksum(&self, overlay: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(self.shared);
        hash.update(overlay);
        hex(&hash.finalize())
    }
}

impl Store {
    /// Brings the schema up to date and returns the names of the steps it took.
    pub async fn migrate(&self, now: DateTime<Utc>) -> Result<Vec<&'static str>> {
        self.migrate_to(now, i64::MAX).await
    }

    /// Brings the schema up to a step; tests stop on the way.
    pub async fn migrate_to(&self, now: DateTime<Utc>, last: i64) -> Result<Vec<&'static str>> {
        // Each engine in its own words: the pools are of different types and this runs before any Db exists.
        let applied: Vec<(i64, String)> = match &self.engine {
            Engine::Sqlite { write, .. } => {
                sqlx::query(TABLE).execute(write).await?;
                sqlx::query_as(APPLIED).fetch_all(write).await?
            }
            Engine::Postgres(pool) => {
                sqlx::query(TABLE).execute(pool).await?;
                sqlx::query_as(APPLIED).fetch_all(pool).await?
            }
        };
        let known = migrations().len() as i64;
        if let Some((number, _)) = applied.iter().find(|(number, _)| *number > known) {
            return Err(Error::Unfit(format!(
                "the database has schema step {number}, this program knows {known}"
            )));
        }
        let mut taken = Vec::new();
        for step in migrations().iter().filter(|step| step.number <= last) {
            let overlay = match &self.engine {
                Engine::Sqlite { .. } => step.sqlite,
                Engine::Postgres(_) => step.postgres,
            };
            let checksum = step.checksum(overlay);
            match applied.iter().find(|(number, _)| *number == step.number) {
                Some((_, stored)) if *stored == checksum => {}
                Some(_) => {
                    return Err(Error::Unfit(format!(
                        "schema step {} was changed after it was applied",
                        step.name
                    )));
                }
                None => {
                    self.apply(step, overlay, &checksum, now).await?;
                    taken.push(step.name);
                }
            }
        }
        Ok(taken)
    }

    async fn apply(
        &self,
        step: &Migration,
        overlay: &'static str,
        checksum: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        macro_rules! run {
            ($begin:expr) => {{
                let mut tx = $begin.await?;
                sqlx::raw_sql(step.shared).execute(&mut *tx).await?;
                sqlx::raw_sql(overlay).execute(&mut *tx).await?;
                let insert = sqlx::query(INSERT).bind(step.number).bind(step.name).bind(checksum).bind(now);
                insert.execute(&mut *tx).await?;
                tx.commit().await?;
            }};
        }
        match &self.engine {
            Engine::Sqlite { write, .. } => run!(write.begin_with("begin immediate")),
            Engine::Postgres(pool) => run!(pool.begin()),
        }
        Ok(())
    }
}

const APPLIED: &str = "select number, checksum from schema_migration order by number";
const INSERT: &str =
    "insert into schema_migration (number, name, checksum, applied_at) values ($1, $2, $3, $4)";
