//! The listener: what it answers, what it refuses, and how it stops.

use crate::cli_world::{Folder, clock, open_demo};
use changba::clock::Clock;
use changba::random::Random;
use changba::serve::{self, Limits, Security, ServeOptions};
use changba::web::rates::{Rate, RateRules};
use changba::web::text::Lang;
use changba::web::{App, Settings};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

struct Running {
    address: SocketAddr,
    app: App,
    stop: Option<oneshot::Sender<()>>,
    ended: JoinHandle<std::io::Result<()>>,
    _folder: Folder,
}

async fn start(limits: Limits) -> Running {
    start_with(limits, Settings::default()).await
}

async fn start_with(limits: Limits, settings: Settings) -> Running {
    let folder = Folder::new();
    let store = open_demo(&folder.url("site.db")).await;
    let app = App::new(store, clock(), Random::System, settings);
    let listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let options = ServeOptions { listen, security: Security::Plain, limits };
    let bound = serve::bind(options, Clock::System.now()).await.unwrap();
    let address = bound.url().unwrap().strip_prefix("http://").unwrap().parse().unwrap();
    let (stop, stopped) = oneshot::channel();
    let ended = tokio::spawn(bound.serve(app.clone(), async { drop(stopped.await) }));
    Running { address, app, stop: Some(stop), ended, _folder: folder }
}

impl Running {
    async fn ask(&self, bytes: &str) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(bytes.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    }

    async fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).await
    }
}

#[tokio::test]
async fn health_readiness_and_counters() {
    let server = start(Limits::default()).await;
    assert!(server.get("/healthz").await.starts_with("HTTP/1.1 200"));
    assert!(server.get("/readyz").await.ends_with(r#"{"ready":true,"reason":null}"#));
    server.get("/").await;
    let home = server.get("/").await;
    let id = home.lines().find_map(|line| line.strip_prefix("x-request-id: ")).unwrap();
    assert_eq!(id.len(), 12);
    let counters = server.get("/metrics").await;
    for expected in [
        "changba_requests_total{route=\"/\",method=\"GET\",status=\"2xx\"} 2",
        "changba_cache_hits_total 1",
        "changba_db_connections{pool=\"write\",state=\"idle\"} 1",
        "process_resident_memory_bytes ",
        "changba_build_info{version=",
    ] {
        assert!(counters.contains(expected), "{expected}\n{counters}");
    }
    // A request that came through somebody's proxy is not from this machine.
    let through =
        "GET /metrics HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 127.0.0.1\r\nConnection: close\r\n\r\n";
    assert!(server.ask(through).await.starts_with("HTTP/1.1 403"));
    server.app.store.close().await;
    let unready = server.get("/readyz").await;
    assert!(unready.starts_with("HTTP/1.1 503") && unready.contains("database_unavailable"), "{unready}");
}

#[tokio::test]
async fn heads_are_limited_in_size_number_and_time() {
    let server = start(Limits { head_within: Duration::from_millis(200), ..Limits::default() }).await;
    let long = format!("GET / HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\n\r\n", "a".repeat(20_000));
    assert!(server.ask(&long).await.starts_with("HTTP/1.1 431"));
    let many: String = (0..150).map(|number| format!("X-{number}: 1\r\n")).collect();
    assert!(
        server.ask(&format!("GET / HTTP/1.1\r\nHost: x\r\n{many}\r\n")).await.starts_with("HTTP/1.1 431")
    );
    // Half a head and then silence: the connection ends, with no answer that would claim the request was read.
    let slow =
        tokio::time::timeout(Duration::from_secs(5), server.ask("GET / HTTP/1.1\r\nHo")).await.unwrap();
    assert!(!slow.starts_with("HTTP/1.1 200"), "{slow}");
}

#[tokio::test]
async fn a_body_that_falls_silent_is_not_waited_for() {
    let server = start(Limits { body_within: Duration::from_millis(200), ..Limits::default() }).await;
    let half = "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                Content-Length: 100\r\nConnection: close\r\n\r\nlogin=";
    let answer = tokio::time::timeout(Duration::from_secs(5), server.ask(half)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
}

#[tokio::test]
async fn a_stop_ends_idle_connections_and_says_so() {
    let mut server = start(Limits::default()).await;
    let mut stopping = server.app.stopping();
    let mut idle = TcpStream::connect(server.address).await.unwrap();
    idle.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let mut some = [0; 16];
    idle.read_exact(&mut some).await.unwrap();
    server.stop.take().unwrap().send(()).unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(5), server.ended).await.unwrap();
    ended.unwrap().unwrap();
    assert!(*stopping.borrow_and_update());
    let mut rest = Vec::new();
    idle.read_to_end(&mut rest).await.unwrap();
    assert!(TcpStream::connect(server.address).await.is_err());
}

#[tokio::test]
async fn who_asks_for_too_many_new_pages_is_told_to_wait() {
    let few = Rate { per_second: 0.01, burst: 3.0 };
    let rates = RateRules { pages: few, documents: Rate::default() };
    let server = start_with(Limits::default(), Settings { rates, ..Settings::default() }).await;
    for path in ["/", "/clubs", "/about"] {
        assert!(server.get(path).await.starts_with("HTTP/1.1 200"), "{path}");
    }
    let refused = server.get("/notices").await;
    assert!(refused.starts_with("HTTP/1.1 429") && refused.contains("retry-after: "), "{refused}");
    assert!(refused.contains("请求过于频繁") && refused.contains("content-security-policy: "), "{refused}");
    let problem = server.get("/api/v1/clubs").await;
    assert!(problem.starts_with("HTTP/1.1 429") && problem.contains(r#""code":"wait""#), "{problem}");
    assert!(server.get("/").await.starts_with("HTTP/1.1 200"), "what is kept costs nothing");
    assert!(server.get("/healthz").await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn the_site_speaks_its_own_language_to_who_has_not_chosen() {
    let settings = Settings { language: Lang::En, ..Settings::default() };
    let server = start_with(Limits::default(), settings).await;
    let in_chinese = "GET / HTTP/1.1\r\nHost: x\r\nCookie: lang=zh\r\nConnection: close\r\n\r\n";
    for _ in 0..2 {
        assert!(server.get("/").await.contains("<html lang=\"en\""));
        assert!(server.ask(in_chinese).await.contains("<html lang=\"zh-CN\""));
    }
    assert!(server.get("/nowhere").await.contains("<html lang=\"en\""));
}

/// Sends on one connection, and reads as many answers as are expected.
async fn converse(address: SocketAddr, sent: &[&str]) -> Vec<(String, String)> {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let mut answers = Vec::new();
    let mut buffer = Vec::new();
    for request in sent {
        stream.write_all(request.as_bytes()).await.unwrap();
        for _ in 0..request.matches(" HTTP/1.1\r\n").count() {
            answers.push(answer(&mut stream, &mut buffer).await);
        }
    }
    answers
}

async fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> (String, String) {
    let whole = async {
        loop {
            let text = String::from_utf8_lossy(buffer).into_owned();
            if let Some((head, _)) = text.split_once("\r\n\r\n") {
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
                let length = length.map_or(0, |length| length.parse::<usize>().unwrap());
                let end = head.len() + 4 + length;
                if buffer.len() >= end {
                    let body = String::from_utf8(buffer[head.len() + 4..end].to_vec()).unwrap();
                    buffer.drain(..end);
                    return (head.to_owned(), body);
                }
            }
            assert_ne!(stream.read_buf(buffer).await.unwrap(), 0, "the connection ended");
        }
    };
    tokio::time::timeout(Duration::from_secs(20), whole).await.unwrap()
}

/// The lines of a head that do not change from one request to the next, in order of their names.
fn lasting(head: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = head
        .lines()
        .filter(|line| !line.starts_with("x-request-id: ") && !line.starts_with("date: "))
        .collect();
    lines.sort_unstable();
    lines
}

const HOME: &str = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

#[tokio::test]
async fn a_kept_page_is_the_same_in_the_quick_lane() {
    let server = start(Limits::default()).await;
    let full = "GET / HTTP/1.1\r\nHost: x\r\nExpect: nothing\r\n\r\n";
    let slow = converse(server.address, &[full, HOME]).await;
    let quick = converse(server.address, &[HOME, HOME]).await;
    for (head, body) in quick.iter().chain(&slow) {
        assert_eq!(lasting(head), lasting(&slow[0].0));
        assert_eq!(body, &slow[0].1);
        assert_eq!(head.matches("x-request-id: ").count(), 1);
        assert_eq!(head.matches("date: ").count(), 1);
    }
    let tag = slow[0].0.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap();
    let known = format!("GET / HTTP/1.1\r\nHost: x\r\nIf-None-Match: {tag}\r\n\r\n");
    let known_slowly = known.replace("\r\nHost", "\r\nExpect: nothing\r\nHost");
    let (quick, slow) =
        (converse(server.address, &[&known]).await, converse(server.address, &[&known_slowly]).await);
    assert!(quick[0].0.starts_with("HTTP/1.1 304 Not Modified\r\n"));
    assert_eq!(lasting(&quick[0].0), lasting(&slow[0].0));
    assert!(quick[0].1.is_empty());
}

#[tokio::test]
async fn a_large_page_that_many_ask_for_stays_whole() {
    let server = start(Limits::default()).await;
    let home = converse(server.address, &[HOME]).await.remove(0).1;
    let path = home.split('"').find(|word| word.starts_with("/c/") && word.ends_with("/schedule")).unwrap();
    let schedule = &format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
    let answers = converse(server.address, &[&schedule.repeat(60)]).await;
    assert!(answers[0].1.len() > 16 * 1024, "{} bytes", answers[0].1.len());
    for (head, body) in &answers {
        assert_eq!(lasting(head), lasting(&answers[0].0));
        assert!(body == &answers[0].1, "a body differs from the first");
    }
}

#[tokio::test]
async fn one_connection_carries_kept_pages_and_everything_else() {
    let server = start(Limits::default()).await;
    let pipelined = format!("{HOME}{HOME}GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n{HOME}");
    let post = "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                Content-Length: 8\r\n\r\nlogin=xx";
    converse(server.address, &[HOME]).await;
    let answers = converse(server.address, &[HOME, &pipelined, post, HOME]).await;
    let states: Vec<_> = answers.iter().map(|(head, _)| &head[9..12]).collect();
    assert_eq!(states[..5], ["200"; 5]);
    assert!(states[5].starts_with('4'), "{states:?}");
    assert_eq!(states[6], "200");
    // A head that comes in pieces is put together.
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    for piece in ["GE", "T / HTTP/1.1\r", "\nHost: x\r\n\r", "\n"] {
        stream.write_all(piece.as_bytes()).await.unwrap();
        stream.flush().await.unwrap();
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let (head, body) = answer(&mut stream, &mut Vec::new()).await;
    assert!(head.starts_with("HTTP/1.1 200"));
    assert_eq!(body, answers[0].1);
}

/// A beat as a browser sends it, with what its head says beyond that.
fn beat(body: &str, more: &str) -> String {
    let length = body.len();
    format!(
        "POST /api/v1/beacon HTTP/1.1\r\nHost: x\r\nUser-Agent: Mozilla/5.0 (X11)\r\nContent-Length: {length}\r\n{more}\r\n{body}"
    )
}

#[tokio::test]
async fn beats_take_the_quick_lane_and_forged_sizes_do_not() {
    let server = start(Limits::default()).await;
    let body = r#"{"about":"nothing","place":"page"}"#;
    let both =
        beat(body, "") + &beat(body, "") + "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let answers = server.ask(&both).await;
    assert_eq!(answers.matches("{\"beat\":\"\",\"after\":0}").count(), 2, "{answers}");
    assert_eq!(answers.matches("access-control-allow-origin: *\r\n").count(), 2, "{answers}");
    assert_eq!(answers.matches("x-request-id: ").count(), 3, "{answers}");
    assert!(answers.ends_with("ok\n"), "the connection goes on: {answers}");
    // Cut in the middle of its body, with the rest a moment later.
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let whole = beat(body, "Connection: keep-alive\r\n");
    let (first, rest) = whole.split_at(whole.len() - 5);
    stream.write_all(first.as_bytes()).await.unwrap();
    stream.flush().await.unwrap();
    tokio::task::yield_now().await;
    stream.write_all(rest.as_bytes()).await.unwrap();
    let mut answer = vec![0; 15];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(answer, b"HTTP/1.1 200 OK");
    for head in [
        "Content-Length: 10000000\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
    ] {
        let forged =
            format!("POST /api/v1/beacon HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{head}\r\n12345");
        let answer = server.ask(&forged).await;
        assert!(!answer.starts_with("HTTP/1.1 2") && !answer.starts_with("HTTP/1.1 5"), "{head}: {answer}");
    }
}
