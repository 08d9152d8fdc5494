//! `changba bench live`: a publisher and C subscribers over loopback, next to nginx with nchan on the same work.
//!
//! A play is sent as the pad sends it: the server writes it down, counts the game anew and tells everybody. The peer
//! only passes the same number of bytes on. Latency is taken from the scheduled instant of sending, so that a server
//! that falls behind cannot hide it. Every subscriber checks that each event comes once and in order.

mod watch;

use super::load::{Server, find};
use super::pages::Folder;
use super::{Plan, Report, median, world};
use crate::clock::Clock;
use crate::random::Random;
use crate::serve::{self, Limits, Security, ServeOptions};
use crate::store::Store;
use crate::web::rates::{Rate, RateRules};
use crate::web::{App, Settings};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use watch::{Crowd, Trust};

/// Subscribers of each case, and how many events a second they are sent.
const CASES: [(usize, u32); 2] = [(200, 20), (2_000, 10)];

/// One round of one server.
#[derive(Clone, Copy, Debug, Default)]
struct Round {
    per_core_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    bytes_per_connection: f64,
    wrong: f64,
}

/// Measures plain and with TLS in process.
pub async fn run(plan: &Plan, report: &mut Report) -> anyhow::Result<()> {
    let folder = Folder::new()?;
    let (cases, rounds, seconds) = if plan.quick { (&CASES[..1], 1, 3) } else { (&CASES[..], 5, 10) };
    let (cert, key) = certificate(&folder.0)?;
    let has_peer = Path::new(NCHAN).exists() && find("nginx").is_some();
    for tls in [false, true] {
        for &(watchers, rate) in cases {
            let (mut own, mut other) = (Vec::new(), Vec::new());
            for number in 0..rounds {
                let work = Work { watchers, rate, seconds, trust: Trust::of(tls.then_some(cert.as_path()))? };
                own.push(ours(&folder.0, number, &work, tls.then_some((&cert, &key))).await?);
                if has_peer {
                    other.push(nchan(&folder.0, &work, tls.then_some((&cert, &key))).await?);
                }
            }
            put(report, &format!("{}/{watchers}", if tls { "tls" } else { "plain" }), &own, &other);
        }
    }
    Ok(())
}

fn put(report: &mut Report, case: &str, own: &[Round], other: &[Round]) {
    type Figure = (&'static str, &'static str, fn(&Round) -> f64);
    let figures: [Figure; 4] = [
        ("deliveries_per_core_second", "1/s", |round| round.per_core_second),
        ("latency_p50", "ms", |round| round.p50_ms),
        ("latency_p99", "ms", |round| round.p99_ms),
        ("memory_per_connection", "KB", |round| round.bytes_per_connection / 1024.0),
    ];
    let middle =
        |rounds: &[Round], of: fn(&Round) -> f64| median(&mut rounds.iter().map(of).collect::<Vec<_>>());
    for (metric, unit, of) in figures {
        let peer = (!other.is_empty()).then(|| ("nchan", middle(other, of)));
        report.compared(("live", case), (metric, unit), middle(own, of), peer);
    }
    let wrong: f64 = own.iter().map(|round| round.wrong).sum();
    report.value("live", case, "missing_or_twice", wrong, "count");
    report.failed |= wrong > 0.0;
}

/// What both servers are given to do.
struct Work {
    watchers: usize,
    rate: u32,
    seconds: u32,
    trust: Trust,
}

impl Work {
    fn events(&self) -> u32 {
        self.rate * self.seconds
    }

    fn step(&self) -> Duration {
        Duration::from_secs(1) / self.rate
    }
}

/// The child that is measured: it serves a database until it is killed, as fast as anybody asks.
pub async fn serve_child(url: &str, tls: &str) -> anyhow::Result<()> {
    let store = Store::open(url).await?;
    let all = Rate { per_second: 1e9, burst: 1e9 };
    let rates = RateRules { pages: all, documents: all };
    let settings = Settings { rates, ..Settings::default() };
    let app = App::new(store, Clock::System, Random::System, settings);
    let listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let security = match tls.split_once(',') {
        Some((cert, key)) => Security::Files { cert: cert.into(), key: key.into() },
        None => Security::Plain,
    };
    let bound =
        serve::bind(ServeOptions { listen, security, limits: Limits::default() }, Clock::System.now())
            .await?;
    println!("listening {}", bound.url()?);
    Ok(bound.serve(app, std::future::pending()).await?)
}

/// A certificate for this machine that nobody else trusts.
fn certificate(folder: &Path) -> anyhow::Result<(PathBuf, PathBuf)> {
    let key = rcgen::KeyPair::generate()?;
    let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    let made = rcgen::CertificateParams::new(names)?.self_signed(&key)?;
    let paths = (folder.join("cert.pem"), folder.join("key.pem"));
    std::fs::write(&paths.0, made.pem())?;
    std::fs::write(&paths.1, key.serialize_pem())?;
    Ok(paths)
}

type Files<'a> = Option<(&'a PathBuf, &'a PathBuf)>;

async fn ours(folder: &Path, number: u32, work: &Work, tls: Files<'_>) -> anyhow::Result<Round> {
    let mark = if tls.is_some() { "tls" } else { "plain" };
    let url = format!("sqlite:{}", folder.join(format!("{mark}-{}-{number}.db", work.watchers)).display());
    let store = Store::open(&url).await?;
    store.migrate(Clock::System.now()).await?;
    let world =
        world::make(&store, &Clock::System).await.map_err(|refused| anyhow::anyhow!("{refused:?}"))?;
    store.close().await;
    let out = std::process::Command::new(std::env::current_exe()?)
        .args(["user", "token", "--role", "scorer", "--db", &url])
        .output()?;
    let token = String::from_utf8(out.stdout)?.trim().to_owned();
    let files = tls.map(|(cert, key)| format!("{},{}", cert.display(), key.display())).unwrap_or_default();
    let server = Server::start_self(&["bench", "live-child", "--of", &url, "--fixtures", &files])?;
    let fixture = world.fixtures.first().cloned().unwrap_or_default();
    let plays = format!("/api/v1/fixtures/{fixture}/plays");
    let send = |number: u32| {
        let fact = match number {
            1 => serde_json::json!({ "kind": "level", "level": "scoresheet" }),
            2 => serde_json::json!({ "kind": "period_start" }),
            _ => serde_json::json!({ "kind": "goal", "side": "a", "player": "7", "points": 2 }),
        };
        let at = "2025-06-13T11:30:00Z";
        let play = serde_json::json!({
            "id": format!("k1-{number}"), "by": "scorer", "at": at, "period": 1, "fact": fact,
        });
        (
            plays.clone(),
            serde_json::json!({ "plays": [play] }).to_string(),
            format!("Authorization: Bearer {token}\r\n"),
        )
    };
    let mut publisher = work.trust.publisher(server.address).await?;
    for number in 1..=2 {
        publisher.post(&send(number)).await?;
    }
    measure(&server, work, format!("/live/{fixture}?since=1-2"), &mut publisher, |number| send(number + 2))
        .await
}

/// Where Debian keeps the module.
const NCHAN: &str = "/usr/lib/nginx/modules/ngx_nchan_module.so";

async fn nchan(folder: &Path, work: &Work, tls: Files<'_>) -> anyhow::Result<Round> {
    let server = Server::start_nchan(folder, NCHAN, tls)?;
    let mut publisher = work.trust.publisher(server.address).await?;
    // As many bytes as one of our frames, the number of the event in front.
    let send = |number: u32| {
        let text = format!("[{number},88,77,4,1,123456,1,3,4,2,1,1,0,{}]", number - 1);
        ("/pub".to_owned(), text, String::new())
    };
    measure(&server, work, "/sub".into(), &mut publisher, send).await
}

/// Opens the crowd, sends on schedule, and looks what came.
async fn measure(
    server: &Server,
    work: &Work,
    path: String,
    publisher: &mut watch::Publisher,
    send: impl Fn(u32) -> (String, String, String),
) -> anyhow::Result<Round> {
    let before = server.resident_bytes().unwrap_or(0.0);
    let mut crowd = Crowd::open(server.address, &path, work.watchers, &work.trust).await?;
    let memory = (server.resident_bytes().unwrap_or(0.0) - before) / work.watchers as f64;
    let cpu = server.cpu_seconds();
    let begin = tokio::time::Instant::now();
    let mut scheduled = Vec::new();
    for number in 1..=work.events() {
        let due = begin + work.step() * number;
        tokio::time::sleep_until(due).await;
        scheduled.push(due);
        publisher.post(&send(number)).await?;
    }
    let seen = crowd.close(work.events() as usize).await;
    let cpu = server.cpu_seconds() - cpu;
    let mut latencies: Vec<f64> = Vec::new();
    let (mut wrong, mut delivered) = (0, 0);
    for arrivals in &seen {
        delivered += arrivals.len();
        wrong += scheduled.len().abs_diff(arrivals.len());
        wrong += arrivals.windows(2).filter(|pair| pair[1].0 != pair[0].0 + 1).count();
        let late = |(at, due): (&(u32, tokio::time::Instant), &tokio::time::Instant)| {
            (at.1 - *due).as_secs_f64() * 1000.0
        };
        latencies.extend(arrivals.iter().zip(&scheduled).map(late));
    }
    latencies.sort_by(f64::total_cmp);
    let at =
        |share: f64| latencies.get((latencies.len() as f64 * share) as usize).copied().unwrap_or(f64::NAN);
    Ok(Round {
        per_core_second: if cpu > 0.0 { delivered as f64 / cpu } else { 0.0 },
        p50_ms: at(0.5),
        p99_ms: at(0.99),
        bytes_per_connection: memory,
        wrong: wrong as f64,
    })
}
