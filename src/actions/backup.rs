//! Copying a database while it is in use, and putting a copy in place after trying it.
//!
//! SQLite: `vacuum into`, one file. PostgreSQL: `pg_dump` and `pg_restore`, which know the server's own types. Keys and
//! uploads lie outside the database and are not in a backup.

mod disk;
mod postgres;
mod sqlite;

pub use disk::free_space;

use crate::random::hex;
use crate::store::upkeep::{Depth, sqlite_file};
use crate::store::{self, Error, Store};
use chrono::{DateTime, Utc};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Why a backup or a restore did not happen. The database is as it was.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("{} is there already; a backup never overwrites", .0.display())]
    Exists(PathBuf),
    #[error("{} holds a database; --force keeps it beside and puts the backup in its place", .0)]
    Occupied(String),
    #[error("{} is in use; stop the program that has it open", .0.display())]
    InUse(PathBuf),
    #[error("{} has {free} bytes free, the copy needs {needed}", .folder.display())]
    NoSpace { folder: PathBuf, free: u64, needed: u64 },
    #[error("{}: {fault}", .file.display())]
    Damaged { file: PathBuf, fault: String },
    #[error("{program}: {fault}")]
    Tool { program: &'static str, fault: String },
    #[error("{}: {error}", .path.display())]
    File { path: PathBuf, error: std::io::Error },
    #[error(transparent)]
    Store(#[from] Error),
}

impl Refused {
    /// Whether the file handed in is at fault.
    pub fn is_input(&self) -> bool {
        matches!(self, Self::Damaged { .. })
    }
}

/// What a copy holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contents {
    pub schema_step: i64,
    pub rows: BTreeMap<String, i64>,
    pub audit_entries: usize,
    /// The head of each audit chain: kept apart, it shows a later change of the record.
    pub audit_heads: BTreeMap<String, String>,
}

/// A backup that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Made {
    pub at: DateTime<Utc>,
    pub file: PathBuf,
    pub engine: &'static str,
    pub bytes: u64,
    pub sha256: String,
    #[serde(flatten)]
    pub contents: Contents,
}

/// Whether a copy was held against the checksum that was written with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Checksum {
    Matches,
    /// Nothing lies beside the copy: a flipped bit in a text would not have been noticed.
    Absent,
}

/// A backup that was put in place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Restored {
    pub file: PathBuf,
    pub engine: &'static str,
    pub checksum: Checksum,
    #[serde(flatten)]
    pub contents: Contents,
    /// Where the database that was there before is now.
    pub kept: Option<String>,
}

/// A new name in the folder of backups, which is made where it is missing.
pub fn dated(folder: &Path, now: DateTime<Utc>) -> Result<PathBuf, Refused> {
    std::fs::create_dir_all(folder).map_err(disk::fault(folder))?;
    Ok(folder.join(format!("changba-{}.backup", now.format("%Y%m%dT%H%M%SZ"))))
}

/// Copies the database behind a URL into a new file.
pub async fn backup(store: &Store, url: &str, out: &Path, now: DateTime<Utc>) -> Result<Made, Refused> {
    if out.exists() {
        return Err(Refused::Exists(out.to_owned()));
    }
    let partial = beside(out, ".partial");
    let (engine, contents) = if let store::Engine::Sqlite { path, .. } = store.engine() {
        ("sqlite", sqlite::copy(store, path, &partial).await?)
    } else {
        // Read before the dump: the dump holds at least this.
        let contents = contents(store, out).await?;
        postgres::dump(url, &partial).await?;
        ("postgres", contents)
    };
    disk::sync(&partial)?;
    let (bytes, sha256) = digest(&partial)?;
    disk::write(&beside(out, CHECKSUM), &checksum_line(&sha256, out))?;
    disk::rename(&partial, out)?;
    Ok(Made { at: now, file: out.to_owned(), engine, bytes, sha256, contents })
}

/// The checksum lies beside a copy under this ending, as `sha256sum -c` reads it.
const CHECKSUM: &str = ".sha256";

fn checksum_line(sha256: &str, out: &Path) -> String {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    format!("{sha256}  {name}\n")
}

/// Holds a copy against its checksum. A database reads most flipped bits as just another text.
fn verify(file: &Path) -> Result<Checksum, Refused> {
    let path = beside(file, CHECKSUM);
    let line = match std::fs::read_to_string(&path) {
        Ok(line) => line,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Checksum::Absent),
        Err(error) => return Err(Refused::File { path, error }),
    };
    let written = line.split_whitespace().next().unwrap_or_default();
    if written.eq_ignore_ascii_case(&digest(file)?.1) {
        return Ok(Checksum::Matches);
    }
    let fault =
        format!("its checksum is not the one in {}: the copy has changed since it was made", path.display());
    Err(damaged(file, fault))
}

/// Puts a backup in place of what a URL names, after trying it.
pub async fn restore(file: &Path, url: &str, force: Force, now: DateTime<Utc>) -> Result<Restored, Refused> {
    let aside = format!("before_{}", now.format("%Y%m%dt%H%M%Sz"));
    let checksum = verify(file)?;
    let restored = match (disk::kind(file)?, sqlite_file(url)) {
        (disk::Kind::Sqlite, Some(target)) => sqlite::restore(file, &target, force, &aside).await,
        (disk::Kind::Postgres, None) => postgres::restore(file, url, force, &aside).await,
        (disk::Kind::Sqlite, None) => {
            Err(damaged(file, "a SQLite backup goes to sqlite:PATH; to change engines use export and import"))
        }
        (disk::Kind::Postgres, Some(_)) => Err(damaged(
            file,
            "a PostgreSQL backup goes to postgres://..; to change engines use export and import",
        )),
    };
    Ok(Restored { checksum, ..restored? })
}

/// Whether a restore may take the place of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Force {
    No,
    /// The old one is kept beside.
    KeepOldBeside,
}

/// Tries a database: pages, references, schema, audit. Gives what it holds, or what is wrong with it.
async fn contents(store: &Store, file: &Path) -> Result<Contents, Refused> {
    let faults = store.damage(Depth::Full).await.map_err(|error| unreadable(file, error))?;
    if let Some(first) = faults.first() {
        return Err(damaged(file, format!("{first} ({} faults found)", faults.len())));
    }
    let schema = store.schema().await.map_err(|error| unreadable(file, error))?;
    if schema.step == 0 {
        return Err(damaged(file, "it holds no league: no schema step was ever applied"));
    }
    let mut db = store.read().await?;
    let verdict = store::audit::verify(&mut db).await.map_err(|error| unreadable(file, error))?;
    let audit_entries = verdict.map_err(|broken| {
        damaged(file, format!("the audit chain {} breaks at entry {}", broken.chain, broken.seq))
    })?;
    let rows = store::transfer::row_counts(&mut db).await.map_err(|error| unreadable(file, error))?;
    let heads = store::transfer::audit_chain_heads(&mut db).await.map_err(|error| unreadable(file, error))?;
    Ok(Contents {
        schema_step: schema.step,
        rows: rows.into_iter().collect(),
        audit_entries,
        audit_heads: heads.into_iter().map(|(chain, _, head)| (chain, head)).collect(),
    })
}

fn damaged(file: &Path, fault: impl Into<String>) -> Refused {
    Refused::Damaged { file: file.to_owned(), fault: fault.into() }
}

/// An error of the database library while a copy is tried speaks about the copy.
fn unreadable(file: &Path, error: Error) -> Refused {
    let cause = std::error::Error::source(&error).map(ToString::to_string);
    damaged(file, cause.unwrap_or_else(|| error.to_string()))
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Length and SHA-256 of a file.
fn digest(path: &Path) -> Result<(u64, String), Refused> {
    let read = || {
        let mut file = std::fs::File::open(path)?;
        let mut hash = Sha256::new();
        let bytes = std::io::copy(&mut file, &mut hash)?;
        Ok((bytes, hex(&hash.finalize())))
    };
    read().map_err(|error| Refused::File { path: path.to_owned(), error })
}
