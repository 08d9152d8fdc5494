//! `changba bench audience`: beats of a million visitors at one server, what it remembers of them, what a kill costs.
//!
//! The load is first beats only, each from another address: the dearest kind, for each begins a visit. The peer counts
//! the same visitors from a log of the same requests.

use super::load::{Server, find, resident_bytes, wrk_script};
use super::pages::Folder;
use super::{Plan, Report, world};
use crate::actions::input::Fields;
use crate::actions::{competitions, fixtures, seasons};
use crate::clock::{Clock, Stopwatch};
use crate::random::Random;
use crate::serve::{self, Limits, Security, ServeOptions};
use crate::store::Store;
use crate::store::audience::beacons;
use crate::web::beacon::{BeaconRules, PATH};
use crate::web::{App, Settings};
use chrono::TimeDelta;
use std::io::{BufWriter, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Different visitors of the load.
const VISITORS: u64 = 1_000_000;
const LEAST_PER_SECOND: f64 = 20_000.0;
const MOST_P99_MS: f64 = 20.0;
const MOST_ERROR: f64 = 0.02;
const FLUSH: Duration = Duration::from_secs(5);
const AGENT: &str =
    "Mozilla/5.0 (Linux; Android 14; V2318A) AppleWebKit/537.36 Chrome/124 Mobile Safari/537.36";

/// Measures both databases, and the peer.
pub async fn run(plan: &Plan, report: &mut Report) -> anyhow::Result<()> {
    let folder = Folder::new()?;
    let sqlite = format!("sqlite:{}", folder.0.join("audience.db").display());
    one(plan, report, "sqlite", &sqlite, &folder.0).await?;
    match &plan.postgres {
        Some(url) => one(plan, report, "postgres", url, &folder.0).await?,
        None => {
            eprintln!("changba: no PostgreSQL to measure; give TEST_POSTGRES_URL (bin/pg run -- ..)");
            report.failed = true;
        }
    }
    distinct(report, &folder.0)
}

/// The child that is measured: it believes the addresses that the generator on this machine makes up.
pub async fn serve_child(url: &str) -> anyhow::Result<()> {
    let store = Store::open(url).await?;
    let beacon = BeaconRules { flush: FLUSH, ..BeaconRules::default() };
    let settings = Settings {
        trusted_proxies: vec!["127.0.0.1".into()],
        beacon,
        secret: Random::System.bytes(),
        ..Settings::default()
    };
    let app = App::new(store, Clock::System, Random::System, settings);
    let listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let options = ServeOptions { listen, security: Security::Plain, limits: Limits::default() };
    let bound = serve::bind(options, Clock::System.now()).await?;
    // It counts from the first request on: the games that are on are known before anybody is told the address.
    app.flush_beacons(false).await.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    println!("listening {}", bound.url()?);
    Ok(bound.serve(app, std::future::pending()).await?)
}

async fn one(
    plan: &Plan,
    report: &mut Report,
    case: &'static str,
    url: &str,
    folder: &Path,
) -> anyhow::Result<()> {
    let store = Store::open(url).await?;
    store.migrate(Clock::System.now()).await?;
    let (fixture, key) = game_of_today(&store).await?;
    let script = folder.join("beats.lua");
    std::fs::write(&script, load(&key))?;
    let server = Server::start_self(&["bench", "audience-child", "--of", url])?;
    let seconds = if plan.quick { 12 } else { 300 };
    let memory = watch_memory(server.process(), seconds);
    let round = wrk_script(&server, &script, seconds)?;
    let memory = memory.join().unwrap_or_default();
    let Some(round) = round else {
        eprintln!("changba: wrk is missing (bin/setup-peers)");
        report.failed = true;
        return Ok(());
    };
    std::thread::sleep(FLUSH + Duration::from_secs(2));
    let (beats, devices) = counted(&store, fixture).await?;
    let expected = (round.requests as u64).min(VISITORS);
    let error = (devices as f64 / expected as f64 - 1.0).abs();
    report.value("audience", case, "beats", round.per_second, "1/s");
    report.value("audience", case, "beats_per_core_second", round.per_core_second, "1/s");
    report.value("audience", case, "p99", round.p99_ms, "ms");
    report.value("audience", case, "memory_first_third", memory[0], "MB");
    report.value("audience", case, "memory_last_third", memory[1], "MB");
    report.value("audience", case, "answered", round.requests, "count");
    report.value("audience", case, "written", beats as f64, "count");
    report.value("audience", case, "distinct_error", error * 100.0, "%");
    // Those under way when the generator stopped were counted and not answered.
    let all_written = (beats as f64) >= round.requests;
    report.failed |= round.per_second < LEAST_PER_SECOND
        || round.p99_ms > MOST_P99_MS
        || error > MOST_ERROR
        || !all_written;
    killed(plan, report, case, &store, (fixture, &script), &server).await?;
    store.close().await;
    Ok(())
}

/// A kill in the middle: what was answered and is not in the database, as seconds of the load.
async fn killed(
    plan: &Plan,
    report: &mut Report,
    case: &'static str,
    store: &Store,
    (fixture, script): (i32, &Path),
    server: &Server,
) -> anyhow::Result<()> {
    let (before, _) = counted(store, fixture).await?;
    let seconds = if plan.quick { 8 } else { 23 };
    let killer = server.kill_after(Duration::from_secs(seconds));
    let round = wrk_script(server, script, u32::try_from(seconds)? + 1)?.unwrap_or_default();
    let _ = killer.join();
    let (after, _) = counted(store, fixture).await?;
    let lost = (round.requests - (after - before) as f64).max(0.0);
    let lost_s = lost / (round.requests / seconds as f64);
    report.value("audience", case, "lost_by_kill", lost, "count");
    report.value("audience", case, "lost_by_kill_in_time", lost_s, "s");
    // A flush under way takes its own time on top of the interval.
    report.failed |= lost_s > FLUSH.as_secs_f64() + 1.0;
    Ok(())
}

/// A game that is on now, in a season of this month.
async fn game_of_today(store: &Store) -> anyhow::Result<(i32, String)> {
    let clock = Clock::System;
    let refused = |refused| anyhow::anyhow!("{refused:?}");
    let mut tx = store.write(&world::writer(&clock)).await?;
    let league = seasons::found_league(&mut tx, "基准联赛", "Bench League").await.map_err(refused)?;
    let local = clock.now().with_timezone(&chrono_tz::Asia::Shanghai);
    let mut fields = Fields::from_pairs([
        ("name_zh", "基准赛季"),
        ("zone", "Asia/Shanghai"),
        ("phase", "running"),
        ("is_public", "true"),
    ]);
    fields.set("match_from", local.date_naive());
    fields.set("match_to", local.date_naive() + TimeDelta::days(30));
    let season = seasons::create(&mut tx, league.id, &fields).await.map_err(refused)?;
    let fields = Fields::from_pairs([
        ("name_zh", "主联赛"),
        ("kind", "main"),
        ("edition", "fiba-2024"),
        ("periods", "4"),
        ("period_minutes", "10"),
        ("overtime_minutes", "5"),
        ("criteria", "fiba"),
    ]);
    let competition = competitions::create(&mut tx, season.id, &fields).await.map_err(refused)?;
    let mut fields = Fields::default();
    fields.set("tip_off", local.format("%Y-%m-%dT%H:%M"));
    let made = fixtures::create(&mut tx, &competition, &fields).await.map_err(refused)?;
    tx.commit().await?;
    Ok((made.fixture.id.0, made.fixture.key))
}

async fn counted(store: &Store, fixture: i32) -> anyhow::Result<(i64, i64)> {
    let (tally, _) = beacons::tally(&mut store.read().await?, fixture, "page").await?;
    Ok((tally.minutes.values().map(|minute| minute.beats).sum(), tally.reached[0].count().0))
}

/// Each request from the next address; the millionth is followed by the first.
fn load(key: &str) -> String {
    format!(
        "local n = -1\nlocal body = '{{\"about\":\"{key}\",\"place\":\"page\"}}'\n\
         request = function()\n  n = (n + 1) % {VISITORS}\n  \
         local ip = string.format('10.%d.%d.%d', math.floor(n / 65536), math.floor(n / 256) % 256, n % 256)\n  \
         return wrk.format('POST', '{PATH}', {{['X-Forwarded-For'] = ip, ['User-Agent'] = '{AGENT}'}}, body)\nend\n"
    )
}

/// Resident memory as the median of the first and of the last third of a run, in MB.
fn watch_memory(process: u32, seconds: u32) -> std::thread::JoinHandle<[f64; 2]> {
    std::thread::spawn(move || {
        let mut seen = Vec::new();
        for _ in 0..seconds {
            std::thread::sleep(Duration::from_secs(1));
            seen.extend(resident_bytes(process).map(|bytes| bytes / (1024.0 * 1024.0)));
        }
        let third = seen.len() / 3;
        [super::median(&mut seen[..third].to_vec()), super::median(&mut seen[seen.len() - third..].to_vec())]
    })
}

/// The same visitors in a log, counted by the peer and by our sketch.
fn distinct(report: &mut Report, folder: &Path) -> anyhow::Result<()> {
    use league::audience::sketch::{Sketch, VIEWERS};
    for people in [10_000, VISITORS] {
        let log = folder.join("access.log");
        let mut lines = BufWriter::new(std::fs::File::create(&log)?);
        let (mut own, salt) = (Sketch::keeping(VIEWERS), Random::System.bytes());
        for n in 0..people {
            let ip = std::net::Ipv4Addr::new(10, (n >> 16) as u8, (n >> 8) as u8, n as u8);
            writeln!(
                lines,
                "{ip} - - [21/Nov/2026:19:00:00 +0800] \"GET / HTTP/1.1\" 200 1 \"-\" \"{AGENT}\""
            )?;
            own.add(crate::web::beacon::viewer(&salt, ip.into(), AGENT));
        }
        drop(lines);
        let case = format!("distinct/{people}");
        let error = |found: f64| (found / people as f64 - 1.0).abs() * 100.0;
        let took = Stopwatch::start();
        let peer = goaccess(&log)?;
        let peer_s = took.elapsed().as_secs_f64();
        let ours = error(own.count().0 as f64);
        report.compared(
            ("audience", &case),
            ("error", "%"),
            ours,
            peer.map(|found| ("goaccess", error(found))),
        );
        report.value("audience", &case, "bytes", own.to_bytes().len() as f64, "B");
        if peer.is_some() {
            report.value("audience", &case, "goaccess_took", peer_s, "s");
        }
        report.failed |= ours > MOST_ERROR * 100.0 || (people <= 10_000 && ours > 0.0);
    }
    Ok(())
}

/// Unique visitors of a log as GoAccess counts them. `None` when it is not installed.
fn goaccess(log: &Path) -> anyhow::Result<Option<f64>> {
    let Some(program) = find("goaccess") else { return Ok(None) };
    let out = Command::new(program)
        .arg(log)
        .args(["--log-format=COMBINED", "--no-progress", "-o", "json"])
        .stderr(Stdio::null())
        .output()?;
    let found: serde_json::Value = serde_json::from_slice(&out.stdout)?;
    Ok(found["general"]["unique_visitors"].as_f64())
}
