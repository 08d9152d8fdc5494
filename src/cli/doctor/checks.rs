//! Each part, tried.

use super::Check;
use crate::actions::backup::free_space;
use crate::cli::Context;
use crate::store::upkeep::{Depth, sqlite_file};
use crate::store::{self, Store};
use chrono::{Datelike, Duration};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Writes to the disk that the probe waits for.
const PROBES: usize = 20;

/// Tries every part; one that is broken keeps none of the others from being tried.
pub(super) async fn all(context: &Context) -> Vec<Check> {
    let mut checks = Vec::new();
    database(context, &mut checks).await;
    checks.push(folder("storage", &context.config.storage.folder));
    checks.push(folder("backup folder", &context.config.backup.folder));
    checks.push(space(context));
    checks.push(fsync(context));
    checks
}

async fn database(context: &Context, checks: &mut Vec<Check>) {
    const CURE: &str = "see database.url; `changba demo` or `changba serve` creates a SQLite file";
    let store = match context.open().await {
        Ok(store) => store,
        Err(failure) => {
            checks.push(Check::fail("database", failure.message, CURE));
            checks.push(clock(context, None));
            return;
        }
    };
    checks.push(match store.server_version().await {
        Ok(version) => server(&version),
        Err(error) => Check::fail("database", said(&error), CURE),
    });
    checks.push(durability(&store).await);
    let schema = schema(&store).await;
    let is_current = schema.state == super::State::Ok;
    checks.push(schema);
    checks.push(pages(&store).await);
    let mut newest = None;
    if is_current {
        let (check, at) = audit(&store).await;
        checks.push(check);
        newest = at;
    }
    checks.push(clock(context, newest));
    store.close().await;
}

/// SQLite's version is asserted when it is opened; PostgreSQL is asked here.
fn server(version: &str) -> Check {
    let major =
        version.strip_prefix("PostgreSQL ").and_then(|rest| rest.split('.').next()?.parse::<u32>().ok());
    match major {
        Some(major) if major < 15 => Check::fail("database", version, "use PostgreSQL 15 or later"),
        _ => Check::ok("database", version),
    }
}

async fn durability(store: &Store) -> Check {
    const PART: &str = "durability";
    let settings = match store.durability().await {
        Ok(settings) => settings,
        Err(error) => return Check::fail(PART, said(&error), "see the part database"),
    };
    let says: Vec<String> = settings.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let is_safe = settings.iter().all(|(name, value)| match *name {
        "journal_mode" => value == "wal",
        // 2 is FULL.
        "synchronous" => value == "2" || value == "3",
        "foreign_keys" => value == "1",
        "synchronous_commit" => value != "off",
        _ => value == "on",
    });
    if is_safe {
        Check::ok(PART, says.join(", "))
    } else {
        Check::fail(
            PART,
            says.join(", "),
            "a power cut may lose acknowledged plays: switch these settings back",
        )
    }
}

async fn schema(store: &Store) -> Check {
    const PART: &str = "schema";
    match store.schema().await {
        Ok(schema) if schema.step == schema.known => Check::ok(PART, format!("step {}", schema.step)),
        Ok(schema) => {
            Check::fail(PART, format!("step {} of {}", schema.step, schema.known), "run `changba migrate`")
        }
        Err(error) => {
            Check::fail(PART, said(&error), "use the program that wrote this database, or a newer one")
        }
    }
}

async fn pages(store: &Store) -> Check {
    const PART: &str = "integrity";
    const CURE: &str = "stop the server and restore the newest backup";
    match store.damage(Depth::Quick).await {
        Ok(faults) if faults.is_empty() => Check::ok(PART, "no fault found"),
        Ok(faults) => Check::fail(PART, faults.join("; "), CURE),
        Err(error) => Check::fail(PART, said(&error), CURE),
    }
}

type Newest = Option<chrono::DateTime<chrono::Utc>>;

async fn audit(store: &Store) -> (Check, Newest) {
    const PART: &str = "audit";
    const CURE: &str =
        "somebody changed the record past the program: compare with the heads kept with a backup";
    let read = async {
        let mut db = store.read().await?;
        let newest = store::audit::Filter { limit: 1, ..Default::default() };
        let newest = store::audit::list(&mut db, &newest).await?.first().map(|row| row.at);
        store::Result::Ok((store::audit::verify(&mut db).await?, newest))
    };
    match read.await {
        Ok((Ok(entries), newest)) => (Check::ok(PART, format!("{entries} entries, chains whole")), newest),
        Ok((Err(broken), newest)) => {
            let says = format!("the chain {} breaks at entry {}", broken.chain, broken.seq);
            (Check::fail(PART, says, CURE), newest)
        }
        Err(error) => (Check::fail(PART, said(&error), "see the part database"), None),
    }
}

/// A clock that runs behind the newest entry, or in another decade, is wrong.
fn clock(context: &Context, newest: Newest) -> Check {
    const PART: &str = "clock";
    const CURE: &str = "set the machine's clock, by NTP where there is a network";
    let now = context.clock.now();
    if !(2026..=2099).contains(&now.year()) {
        return Check::fail(PART, format!("it is not {now}"), CURE);
    }
    match newest {
        Some(newest) if newest > now + Duration::minutes(5) => {
            Check::fail(PART, format!("now is {now}, but the newest audit entry is of {newest}"), CURE)
        }
        _ => Check::ok(PART, now.to_string()),
    }
}

fn folder(part: &'static str, folder: &Path) -> Check {
    let shown = folder.display();
    if !folder.exists() {
        return Check::warn(part, format!("{shown} is not there yet"), "it is made when first needed");
    }
    let probe = folder.join(".changba-probe");
    match std::fs::write(&probe, "probe").and_then(|()| std::fs::remove_file(&probe)) {
        Ok(()) => Check::ok(part, format!("{shown} can be written")),
        Err(error) => {
            Check::fail(part, format!("{shown}: {error}"), "give the program's user the right to write")
        }
    }
}

fn space(context: &Context) -> Check {
    const PART: &str = "free space";
    let folder = place(context);
    let wanted = context.config.storage.free_space_min.0;
    match free_space(&folder) {
        Ok(free) if free >= wanted => Check::ok(PART, format!("{} MB", free / 1024 / 1024)),
        Ok(free) => {
            Check::warn(PART, format!("{} MB", free / 1024 / 1024), "make room: writes may soon be refused")
        }
        Err(error) => Check::warn(PART, format!("{}: {error}", folder.display()), "make the folder"),
    }
}

/// Waits for the disk a few times: a slow one delays every play, one that answers at once may be lying.
fn fsync(context: &Context) -> Check {
    const PART: &str = "fsync";
    let folder = place(context);
    let probe = folder.join(".changba-fsync");
    let measured = (|| {
        let mut file = std::fs::File::create(&probe)?;
        let mut took = Vec::with_capacity(PROBES);
        for _ in 0..PROBES {
            let began = Instant::now();
            file.write_all(&[0; 4096])?;
            file.sync_data()?;
            took.push(began.elapsed());
        }
        took.sort();
        std::io::Result::Ok((took[PROBES / 2], took[PROBES - 1]))
    })();
    let _ = std::fs::remove_file(&probe);
    match measured {
        Ok((median, slowest)) => {
            let says = format!(
                "median {:.2} ms, slowest {:.2} ms of {PROBES}",
                median.as_secs_f64() * 1e3,
                slowest.as_secs_f64() * 1e3
            );
            if slowest.as_millis() >= 50 {
                Check::warn(PART, says, "use a faster disk: every play waits for it")
            } else if median.as_micros() < 50 {
                Check::warn(PART, says, "the disk seems to answer before it has written: check its cache")
            } else {
                Check::ok(PART, says)
            }
        }
        Err(error) => Check::warn(PART, format!("{}: {error}", folder.display()), "make the folder"),
    }
}

/// The folder whose disk counts: the database's, or the uploads' where the database is elsewhere.
fn place(context: &Context) -> PathBuf {
    let folder = sqlite_file(&context.config.database.url).and_then(|file| file.parent().map(Path::to_owned));
    let folder = folder.unwrap_or_else(|| context.config.storage.folder.clone());
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder }
}

fn said(error: &store::Error) -> String {
    let cause = std::error::Error::source(error).map(|cause| format!(": {cause}")).unwrap_or_default();
    format!("{error}{cause}")
}
