//! The crowd in front of a stream: each watcher a connection, each event noted with its number and its instant.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// How connections are made: plain, or by a certificate of our own.
#[derive(Clone)]
pub struct Trust(Option<Arc<ClientConfig>>);

trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}
type Line = Box<dyn Wire>;

impl Trust {
    /// Plain, or TLS that believes this one certificate.
    pub fn of(certificate: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = certificate else { return Ok(Self(None)) };
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(path)?)?;
        let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        Ok(Self(Some(Arc::new(config))))
    }

    async fn connect(&self, address: SocketAddr) -> io::Result<Line> {
        let plain = TcpStream::connect(address).await?;
        plain.set_nodelay(true)?;
        let Some(config) = &self.0 else { return Ok(Box::new(plain)) };
        let name = ServerName::from(address.ip());
        Ok(Box::new(TlsConnector::from(config.clone()).connect(name, plain).await?))
    }

    /// A connection that sends.
    pub async fn publisher(&self, address: SocketAddr) -> io::Result<Publisher> {
        Ok(Publisher { line: self.connect(address).await?, address })
    }
}

/// Sends events, one after the other's answer.
pub struct Publisher {
    line: Line,
    address: SocketAddr,
}

impl Publisher {
    /// Posts a body to a path with more headers, and reads the answer.
    pub async fn post(&mut self, (path, body, headers): &(String, String, String)) -> anyhow::Result<()> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n{headers}Content-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        self.line.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        let mut part = [0; 4096];
        loop {
            let read = self.line.read(&mut part).await?;
            anyhow::ensure!(read > 0, "the server closed the line of the publisher");
            answer.extend_from_slice(&part[..read]);
            let text = String::from_utf8_lossy(&answer);
            let Some((head, rest)) = text.split_once("\r\n\r\n") else { continue };
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            });
            if rest.len() >= length.unwrap_or(0) {
                anyhow::ensure!(head.contains(" 20"), "the server said {head}");
                return Ok(());
            }
        }
    }
}

/// What one watcher saw: numbers of events and when they came.
pub type Arrivals = Vec<(u32, Instant)>;

/// All watchers of one stream.
pub struct Crowd {
    tasks: JoinSet<Arrivals>,
    enough: watch::Sender<usize>,
}

impl Crowd {
    /// Opens all connections and waits until each has its answer's head.
    pub async fn open(
        address: SocketAddr,
        path: &str,
        watchers: usize,
        trust: &Trust,
    ) -> anyhow::Result<Self> {
        let mut tasks = JoinSet::new();
        let (enough, _) = watch::channel(usize::MAX);
        let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: text/event-stream\r\n\r\n");
        for _ in 0..watchers {
            let mut line = trust.connect(address).await?;
            line.write_all(request.as_bytes()).await?;
            let mut head = Vec::new();
            let mut one = [0; 1];
            while !head.ends_with(b"\r\n\r\n") {
                anyhow::ensure!(line.read(&mut one).await? == 1, "the server closed a watcher's line");
                head.push(one[0]);
            }
            anyhow::ensure!(head.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&head));
            tasks.spawn(follow(line, enough.subscribe()));
        }
        // What begins a stream has come before the first event is sent.
        tokio::time::sleep(Duration::from_millis(500)).await;
        Ok(Self { tasks, enough })
    }

    /// Waits until everybody has so many events, or nothing more comes; gives what each saw.
    pub async fn close(&mut self, events: usize) -> Vec<Arrivals> {
        self.enough.send_replace(events);
        let mut seen = Vec::new();
        while let Some(arrivals) = self.tasks.join_next().await {
            seen.push(arrivals.unwrap_or_default());
        }
        seen
    }
}

/// Longer than any event takes.
const PATIENCE: Duration = Duration::from_secs(5);

async fn follow(mut line: Line, mut enough: watch::Receiver<usize>) -> Arrivals {
    let mut arrivals = Arrivals::new();
    let mut kept: Vec<u8> = Vec::new();
    let mut part = vec![0; 4096];
    loop {
        let ending = *enough.borrow_and_update();
        if arrivals.len() >= ending {
            return arrivals;
        }
        let patience = if ending == usize::MAX { Duration::from_secs(600) } else { PATIENCE };
        let read = tokio::select! {
            read = tokio::time::timeout(patience, line.read(&mut part)) => read,
            changed = enough.changed() => match changed {
                Ok(()) => continue,
                Err(_) => return arrivals,
            },
        };
        let Ok(Ok(read @ 1..)) = read else { return arrivals };
        let now = Instant::now();
        kept.extend_from_slice(&part[..read]);
        // An event is a line that begins with its list of figures; chunk sizes and ids stand on lines of their own.
        while let Some(end) = kept.iter().position(|byte| *byte == b'\n') {
            let text = String::from_utf8_lossy(&kept[..end]).into_owned();
            kept.drain(..=end);
            let number =
                text.strip_prefix("data: [").and_then(|rest| rest.split(',').next()?.parse::<u32>().ok());
            arrivals.extend(number.map(|number| (number, now)));
        }
    }
}
