//! `changba bench pages`: pages from memory, next to nginx that serves the same bytes from files.

use super::load::{Round, Server, fetch, header, wrk};
use super::{Plan, Report, median, world};
use crate::clock::{Clock, Stopwatch};
use crate::random::Random;
use crate::serve::{self, Limits, Security, ServeOptions};
use crate::store::Store;
use crate::web::{App, Scheme, Settings};
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use std::io;
use std::net::SocketAddr;
use std::path::Path;

/// The idle demo must stay below this.
const IDLE_BYTES: f64 = 60.0 * 1024.0 * 1024.0;

/// The page of each case.
fn cases(world: &world::World) -> [(&'static str, String); 4] {
    let competition = &world.competition;
    [
        ("home", "/".into()),
        ("table", format!("/c/{competition}/table")),
        ("schedule", format!("/c/{competition}/schedule")),
        ("fixture", format!("/api/v1/fixtures/{}", world.fixtures.first().map_or("", String::as_str))),
    ]
}

/// Measures pages in this process and over loopback, and the memory of an idle demo.
pub async fn run(plan: &Plan, report: &mut Report) -> anyhow::Result<()> {
    let folder = Folder::new()?;
    let url = format!("sqlite:{}", folder.0.join("bench.db").display());
    let store = Store::open(&url).await?;
    store.migrate(Clock::System.now()).await?;
    let world =
        world::make(&store, &Clock::System).await.map_err(|refused| anyhow::anyhow!("{refused:?}"))?;
    in_process(plan, report, &world, store.clone()).await?;
    store.close().await;
    over_loopback(plan, report, &world, &folder.0, &url)?;
    idle_memory(report, &folder.0)?;
    Ok(())
}

/// The child that is measured: it serves a database until it is killed.
pub async fn serve_child(url: &str) -> anyhow::Result<()> {
    let store = Store::open(url).await?;
    let app = App::new(store, Clock::System, Random::System, Settings::default());
    let listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let options = ServeOptions { listen, security: Security::Plain, limits: Limits::default() };
    let bound = serve::bind(options, Clock::System.now()).await?;
    println!("listening {}", bound.url()?);
    Ok(bound.serve(app, std::future::pending()).await?)
}

async fn in_process(
    plan: &Plan,
    report: &mut Report,
    world: &world::World,
    store: Store,
) -> anyhow::Result<()> {
    let front = App::new(store, Clock::System, Random::System, Settings::default()).front();
    let scheme = Scheme { secure: false, peer: SocketAddr::from(([127, 0, 0, 1], 1)) };
    let rounds = if plan.quick { 20_000 } else { 200_000 };
    for (case, path) in cases(world) {
        let request = || {
            let mut request = Request::get(&path).header("accept-encoding", "gzip").body(Body::empty())?;
            request.extensions_mut().insert(scheme);
            Ok::<_, http::Error>(request)
        };
        let first = front.call(request()?).await;
        anyhow::ensure!(first.status().is_success(), "{path}: {}", first.status());
        first.into_body().collect().await?;
        let took = Stopwatch::start();
        for _ in 0..rounds {
            let answer = front.call(request()?).await;
            std::hint::black_box(answer.into_body().collect().await?);
        }
        let per_second = f64::from(rounds) / took.elapsed().as_secs_f64();
        report.value("pages", &format!("{case}/in-process"), "requests", per_second, "1/s");
    }
    Ok(())
}

fn over_loopback(
    plan: &Plan,
    report: &mut Report,
    world: &world::World,
    folder: &Path,
    url: &str,
) -> anyhow::Result<()> {
    let ours = Server::start_self(&["bench", "pages-child", "--of", url])?;
    let www = folder.join("www");
    std::fs::create_dir_all(&www)?;
    for (case, path) in cases(world) {
        let (_, identity) = fetch(ours.address, &path, "")?;
        let (_, gzip) = fetch(ours.address, &path, "Accept-Encoding: gzip\r\n")?;
        std::fs::write(www.join(case), identity)?;
        std::fs::write(www.join(format!("{case}.gz")), gzip)?;
    }
    let peer = Server::start_nginx(folder)?;
    let (rounds, seconds) = if plan.quick { (1, 1) } else { (5, 3) };
    for (case, path) in cases(world) {
        for kind in ["identity", "gzip", "304"] {
            let (mut own, mut other) = (Vec::new(), Vec::new());
            for _ in 0..rounds {
                own.extend(round(&ours, &path, kind, seconds)?);
                if let Some(peer) = &peer {
                    other.extend(round(peer, &format!("/{case}"), kind, seconds)?);
                }
            }
            let name = format!("{case}/{kind}");
            let middle = |rounds: &[Round], of: fn(&Round) -> f64| {
                median(&mut rounds.iter().map(of).collect::<Vec<_>>())
            };
            type Figure = (&'static str, &'static str, fn(&Round) -> f64);
            let values: [Figure; 3] = [
                ("per_core_second", "1/s", |round| round.per_core_second),
                ("requests", "1/s", |round| round.per_second),
                ("p99", "ms", |round| round.p99_ms),
            ];
            for (metric, unit, of) in values {
                let peer = (!other.is_empty()).then(|| ("nginx", middle(&other, of)));
                report.compared(("pages", &name), (metric, unit), middle(&own, of), peer);
            }
        }
    }
    Ok(())
}

fn round(server: &Server, path: &str, kind: &str, seconds: u32) -> io::Result<Option<Round>> {
    let headers = match kind {
        "identity" => Vec::new(),
        "gzip" => vec!["Accept-Encoding: gzip".to_owned()],
        _ => {
            let (head, _) = fetch(server.address, path, "Accept-Encoding: gzip\r\n")?;
            let etag = header(&head, "etag").unwrap_or("").to_owned();
            vec!["Accept-Encoding: gzip".to_owned(), format!("If-None-Match: {etag}")]
        }
    };
    wrk(server, path, &headers, seconds)
}

fn idle_memory(report: &mut Report, folder: &Path) -> anyhow::Result<()> {
    let url = format!("sqlite:{}", folder.join("demo.db").display());
    let demo = Server::start_self(&["demo", "--listen", "127.0.0.1:0", "--db", &url])?;
    for path in ["/", "/clubs", "/notices", "/about"] {
        fetch(demo.address, path, "Accept-Encoding: br\r\n")?;
    }
    std::thread::sleep(std::time::Duration::from_secs(2));
    let bytes = demo.resident_bytes().unwrap_or(f64::NAN);
    report.value("pages", "rss", "idle_demo", bytes / (1024.0 * 1024.0), "MB");
    report.failed |= bytes.is_nan() || bytes > IDLE_BYTES;
    Ok(())
}

/// A folder that goes with its owner.
pub struct Folder(pub std::path::PathBuf);

impl Folder {
    /// A new one among the system's temporary files.
    pub fn new() -> io::Result<Self> {
        let path = std::env::temp_dir().join(format!("changba-bench-{}", Random::System.key()));
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
