//! `changba bench writes`: 64 writers and 64 readers in a child process that is killed in the middle of it.
//!
//! Each writer counts up a number in a fixture, with the version it read. An acknowledged count is printed after its
//! commit, never before. After the kill the database must hold every acknowledged count, and no count twice.

use super::pages::Folder;
use super::{Plan, Report, world};
use crate::actions::{Refused, fixtures};
use crate::clock::{Clock, Stopwatch};
use crate::store::fixtures as stored;
use crate::store::{self, Store};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const WRITERS: usize = 64;
const READERS: usize = 64;
/// Fewer fixtures than writers: they must collide.
const CONTESTED: usize = 16;

/// Measures both databases.
pub async fn run(plan: &Plan, report: &mut Report) -> anyhow::Result<()> {
    let folder = Folder::new()?;
    let sqlite = format!("sqlite:{}", folder.0.join("writes.db").display());
    one(plan, report, "sqlite", &sqlite).await?;
    match &plan.postgres {
        Some(url) => one(plan, report, "postgres", url).await?,
        None => {
            eprintln!("changba: no PostgreSQL to measure; give TEST_POSTGRES_URL (bin/pg run -- ..)");
            report.failed = true;
        }
    }
    Ok(())
}

/// What a child said before it was killed.
#[derive(Debug, Default)]
struct Said {
    /// Per fixture, the counts that were acknowledged.
    acknowledged: HashMap<String, Vec<i64>>,
    reads: u64,
    conflicts: u64,
    errors: Vec<String>,
}

async fn one(plan: &Plan, report: &mut Report, case: &str, url: &str) -> anyhow::Result<()> {
    let store = Store::open(url).await?;
    store.migrate(Clock::System.now()).await?;
    let world =
        world::make(&store, &Clock::System).await.map_err(|refused| anyhow::anyhow!("{refused:?}"))?;
    store.close().await;
    let contested = &world.fixtures[..CONTESTED];
    let child = Command::new(std::env::current_exe()?)
        .args(["bench", "writes-child", "--of", url, "--fixtures", &contested.join(",")])
        .stdout(Stdio::piped())
        .spawn()?;
    let seconds = if plan.quick { 5 } else { 30 };
    let took = Stopwatch::start();
    let said = listen_and_kill(child, Duration::from_secs(seconds))?;
    let took = took.elapsed().as_secs_f64();
    // The restart: whatever was acknowledged is read back by a fresh process's eyes.
    let store = Store::open(url).await?;
    let (mut lost, mut twice, mut acknowledged) = (0, 0, 0);
    for key in contested {
        let mut counts = said.acknowledged.get(key).cloned().unwrap_or_default();
        acknowledged += counts.len();
        counts.sort_unstable();
        twice += counts.windows(2).filter(|pair| pair[0] == pair[1]).count();
        let mut db = store.read().await?;
        let card = stored::by_key(&mut db, key).await?.ok_or(store::Error::NotFound)?;
        let kept = count_of(&card.fixture.remark_en);
        lost += counts.iter().filter(|count| **count > kept).count();
        // Each commit adds one: a count that nobody acknowledged is one the kill caught between commit and print.
        let unsaid = kept - i64::try_from(counts.len())?;
        twice += usize::try_from((unsaid - i64::try_from(WRITERS)?).max(0))?;
    }
    store.close().await;
    let locked = said.errors.iter().filter(|error| error.contains("locked")).count();
    let lines: [(&str, f64, &str); 7] = [
        ("acknowledged", acknowledged as f64 / took, "1/s"),
        ("reads", said.reads as f64 / took, "1/s"),
        ("conflicts_retried", said.conflicts as f64, "count"),
        ("database_is_locked", locked as f64, "count"),
        ("other_errors", (said.errors.len() - locked) as f64, "count"),
        ("acknowledged_lost_after_kill", lost as f64, "count"),
        ("updates_lost", twice as f64, "count"),
    ];
    for (metric, value, unit) in lines {
        report.value("writes", case, metric, value, unit);
    }
    for error in said.errors.iter().take(3) {
        eprintln!("changba: {error}");
    }
    report.failed |= lost + twice + said.errors.len() > 0 || acknowledged == 0;
    Ok(())
}

/// Reads what the child says, and kills it when its time is over.
fn listen_and_kill(mut child: Child, time: Duration) -> anyhow::Result<Said> {
    let out = child.stdout.take().ok_or_else(|| anyhow::anyhow!("the child has no output"))?;
    let killer = std::thread::spawn(move || {
        std::thread::sleep(time);
        // On Unix this is signal 9: no handler, no flush, no goodbye.
        let killed = child.kill();
        let _ = child.wait();
        killed
    });
    let mut said = Said::default();
    let mut out = BufReader::new(out);
    let mut line = String::new();
    // A line the kill cut in half has no end: it was not said.
    while out.read_line(&mut line)? > 0 && line.ends_with('\n') {
        let mut words = line.trim_end().splitn(3, ' ');
        match (words.next(), words.next(), words.next()) {
            (Some("ack"), Some(key), Some(count)) => {
                said.acknowledged.entry(key.to_owned()).or_default().push(count.parse()?);
            }
            (Some("seen"), Some(reads), Some(conflicts)) => {
                said.reads = reads.parse()?;
                said.conflicts = conflicts.parse()?;
            }
            (Some("error"), Some(first), rest) => {
                said.errors.push(format!("{first} {}", rest.unwrap_or("")));
            }
            _ => {}
        }
        line.clear();
    }
    killer.join().map_err(|_| anyhow::anyhow!("the child was not killed"))??;
    Ok(said)
}

fn count_of(text: &str) -> i64 {
    text.parse().unwrap_or(0)
}

#[derive(Default)]
struct Counts {
    reads: AtomicU64,
    conflicts: AtomicU64,
}

/// The child: writes and reads until it is killed.
pub async fn child(url: &str, fixtures: &str) -> anyhow::Result<()> {
    let store = Store::open(url).await?;
    let keys: Arc<Vec<String>> = Arc::new(fixtures.split(',').map(str::to_owned).collect());
    let counts = Arc::new(Counts::default());
    for number in 0..WRITERS {
        tokio::spawn(write_for_ever(store.clone(), keys.clone(), counts.clone(), number));
    }
    for number in 0..READERS {
        tokio::spawn(read_for_ever(store.clone(), keys.clone(), counts.clone(), number));
    }
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let (reads, conflicts) =
            (counts.reads.load(Ordering::Relaxed), counts.conflicts.load(Ordering::Relaxed));
        say(&format!("seen {reads} {conflicts}"));
    }
}

async fn write_for_ever(store: Store, keys: Arc<Vec<String>>, counts: Arc<Counts>, number: usize) {
    for turn in number.. {
        let key = &keys[turn % keys.len()];
        loop {
            match count_up(&store, key).await {
                Ok(count) => {
                    say(&format!("ack {key} {count}"));
                    break;
                }
                Err(Refused::Conflict) => {
                    counts.conflicts.fetch_add(1, Ordering::Relaxed);
                    // A person reads what changed before trying again; a moment, different for each, stands for that.
                    tokio::time::sleep(Duration::from_millis((turn % 7 + 1) as u64)).await;
                }
                Err(Refused::Store(error)) => {
                    let cause =
                        std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
                    say(&format!("error {error}: {cause}").replace('\n', " "));
                    break;
                }
                Err(other) => {
                    say(&format!("error {other:?}").replace('\n', " "));
                    break;
                }
            }
        }
    }
}

/// Reads a fixture, then changes it with the version that was read, as a person with an open form does.
async fn count_up(store: &Store, key: &str) -> Result<i64, Refused> {
    let mut db = store.read().await?;
    let card = stored::by_key(&mut db, key).await?.ok_or(Refused::NotFound)?;
    drop(db);
    let count = count_of(&card.fixture.remark_en) + 1;
    let mut fields = fixtures::fields_of(&card);
    fields.set("remark_en", count);
    let mut tx = store.write(&world::writer(&Clock::System)).await?;
    fixtures::change(&mut tx, key, card.fixture.version, &fields).await?;
    tx.commit().await?;
    Ok(count)
}

async fn read_for_ever(store: Store, keys: Arc<Vec<String>>, counts: Arc<Counts>, number: usize) {
    for turn in number.. {
        let read = async {
            let mut db = store.read().await?;
            stored::by_key(&mut db, &keys[turn % keys.len()]).await
        };
        match read.await {
            Ok(_) => {
                counts.reads.fetch_add(1, Ordering::Relaxed);
            }
            Err(error) => {
                let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
                say(&format!("error read: {error}: {cause}").replace('\n', " "));
            }
        }
    }
}

/// One whole line at once, or the kill could mix two.
fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(format!("{text}\n").as_bytes()).and_then(|()| out.flush());
}
