//! Books and pictures: 14 clubs, 200 players, 91 games.

use super::world::{make, writer};
use super::{Plan, Report, median};
use crate::clock::{Clock, Stopwatch};
use crate::documents::{self, Asked, Kind, Language, Papers};
use crate::store::entries::{self, Player};
use crate::store::{Store, competitions, seasons};
use anyhow::{Context, anyhow};

const PLAYERS: usize = 200;

/// Times the books of a season and the picture of a result, first and warm.
pub async fn run(plan: &Plan, report: &mut Report) -> anyhow::Result<()> {
    let folder = std::env::temp_dir().join(format!("changba-bench-print-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let measured = measure(&folder, plan, report).await;
    std::fs::remove_dir_all(&folder)?;
    measured
}

async fn measure(folder: &std::path::Path, plan: &Plan, report: &mut Report) -> anyhow::Result<()> {
    let clock = Clock::System;
    let store = Store::open(&format!("sqlite:{}", folder.join("bench.db").display())).await?;
    store.migrate(clock.now()).await?;
    let world = make(&store, &clock).await.map_err(|refused| anyhow!("{refused:?}"))?;
    add_players(&store, &clock, &world.competition).await?;
    let mut db = store.read().await?;
    let season = seasons::current(&mut db).await?.context("the bench's own season")?;
    let loading = Stopwatch::start();
    let papers =
        Papers::load(&mut db, season, "https://changba.example".into()).await?.context("a season")?;
    report.value(
        "print",
        "14 clubs, 200 players, 91 games",
        "read",
        loading.elapsed().as_secs_f64() * 1000.0,
        "ms",
    );
    drop(db);
    let rounds = if plan.quick { 3 } else { 9 };
    for (kind, case) in [(Kind::Programme, "programme"), (Kind::Results, "results book")] {
        let first = once(&papers, kind, Language::Both)?;
        report.value("print", case, "first", first, "ms");
        // Another language each time, so that the compiler's memory of the last document does not answer.
        let mut times = Vec::new();
        for round in 0..rounds {
            let language = [Language::Zh, Language::En, Language::Both][round % 3];
            times.push(once(&papers, kind, language)?);
        }
        report.value("print", case, "warm, median", median(&mut times), "ms");
    }
    let mut times = Vec::new();
    once(&papers, Kind::ResultPicture, Language::Zh)?;
    for _ in 0..rounds {
        times.push(once(&papers, Kind::ResultPicture, Language::Zh)?);
    }
    report.value("print", "result picture, portrait", "warm, median", median(&mut times), "ms");
    if let Some(megabytes) = peak_memory() {
        report.value("print", "whole process", "peak memory", megabytes, "MB");
    }
    store.close().await;
    Ok(())
}

fn once(papers: &Papers, kind: Kind, language: Language) -> anyhow::Result<f64> {
    let mut asked = Asked::new(kind, language);
    let over = papers.cards.iter().find(|card| card.fixture.status.is_over());
    asked.fixture = over.map(|card| card.fixture.key.clone());
    let watch = Stopwatch::start();
    let job = documents::gather(papers, &asked).map_err(|refused| anyhow!("{refused:?}"))?;
    job.draw()?;
    Ok(watch.elapsed().as_secs_f64() * 1000.0)
}

async fn add_players(store: &Store, clock: &Clock, competition: &str) -> anyhow::Result<()> {
    let mut tx = store.write(&writer(clock)).await?;
    let competition = competitions::by_key(&mut tx, competition).await?.context("the bench's competition")?;
    let season = seasons::by_id(&mut tx, competition.season_id).await?;
    let squads = entries::of_competition(&mut tx, competition.id).await?;
    for number in 0..PLAYERS {
        let entry = &squads[number % squads.len()];
        let (person_key, key) = (tx.key(), tx.key());
        let name = format!("示范{number}");
        let person = entries::insert_person(&mut tx, season.league_id, &person_key, &name, "name").await?;
        let player = Player {
            key,
            entry_id: entry.id,
            person_key,
            name,
            shirt: (number / squads.len()).to_string(),
            position: "后卫".into(),
            height_cm: Some(185),
            captain: number < squads.len(),
            sample: "name".into(),
        };
        entries::insert_player(&mut tx, person, &player).await?;
    }
    tx.commit_quiet().await?;
    Ok(())
}

/// The most memory this process ever held, where the system says so.
fn peak_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes / 1000.0)
}
