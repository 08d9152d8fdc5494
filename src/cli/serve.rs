//! `changba serve`: listen, say where, answer until told to stop.

mod settings;

use super::Context;
use super::outcome::{Failure, Outcome, line};
use crate::actions::console;
use crate::config::Override;
use crate::random::Random;
use crate::store::Store;
use crate::web::{App, Scheme};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::graceful::GracefulShutdown;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Where and how to listen.
#[derive(clap::Args, Clone, Debug)]
pub struct Arguments {
    /// Address and port to listen on; port 0 takes any free one
    #[arg(long, value_name = "ADDR:PORT")]
    pub listen: Option<SocketAddr>,
    /// Certificate chain in PEM
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Private key in PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Get a certificate for this name from an ACME authority
    #[arg(long, value_name = "DOMAIN", conflicts_with_all = ["tls_cert", "lan"])]
    pub acme: Option<String>,
    /// Serve a hall without internet: a name that resolves there and a certificate devices can install
    #[arg(long, conflicts_with = "tls_cert")]
    pub lan: bool,
}

impl Arguments {
    pub(super) fn overrides(&self, overrides: &mut Vec<Override>) {
        if let Some(listen) = self.listen {
            overrides.push(Override { name: "server.listen", option: "--listen", value: listen.to_string() });
        }
    }
}

/// How connections are secured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tls {
    Off,
    Files { cert: PathBuf, key: PathBuf },
    Acme { domain: String },
    Lan,
}

impl Tls {
    fn chosen(given: &Arguments) -> Self {
        match (&given.tls_cert, &given.tls_key, &given.acme) {
            (Some(cert), Some(key), _) => Self::Files { cert: cert.clone(), key: key.clone() },
            (_, _, Some(domain)) => Self::Acme { domain: domain.clone() },
            _ if given.lan => Self::Lan,
            _ => Self::Off,
        }
    }

    fn scheme(&self) -> &'static str {
        if *self == Self::Off { "http" } else { "https" }
    }
}

pub(super) async fn run(context: Context, given: Arguments) -> Result<Outcome, Failure> {
    let store = context.open_migrated().await?;
    let server = Server::bind(&context, &given, store.clone()).await?;
    line(&format!("listening {}", server.listening))?;
    let ttl = context.config.sign_in.setup_ttl.chrono();
    if let Some(token) = console::setup_token(&store, &console::writer(&context.clock), ttl).await? {
        line(&format!("setup\t{}/setup/{token}", server.public))?;
    }
    server.run().await
}

/// A bound listener that has not answered yet.
pub(super) struct Server {
    app: App,
    tls: Tls,
    grace: Duration,
    listener: TcpListener,
    signals: Signals,
    /// Where the listener is reached from this machine.
    pub listening: String,
    /// Where people reach it: links begin with it.
    pub public: String,
}

impl Server {
    pub async fn bind(context: &Context, given: &Arguments, store: Store) -> Result<Self, Failure> {
        let tls = Tls::chosen(given);
        // Before anybody is told the address: a stop that comes at once must be a clean one too.
        let signals = Signals::listen()?;
        let wanted = context.config.server.listen;
        let listener = TcpListener::bind(wanted)
            .await
            .map_err(|error| Failure::unreached(format!("cannot listen on {wanted}: {error}")))?;
        let mut address = listener.local_addr()?;
        // "Any address" is where to listen, not where to go.
        if address.ip().is_unspecified() {
            address.set_ip(match address {
                SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
                SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
            });
        }
        let listening = format!("{}://{address}", tls.scheme());
        let public = match context.config.server.public_url.trim_end_matches('/') {
            "" => listening.clone(),
            url => url.to_owned(),
        };
        if tls != Tls::Off {
            // A listener that promised HTTPS and spoke HTTP would put passwords on the wire.
            return Err(Failure::input("this build serves HTTP only; put a proxy with TLS in front"));
        }
        let settings = settings::of(&context.config)?;
        let app = App::new(store, context.clock.clone(), Random::System, settings);
        let grace = context.config.server.shutdown_grace.0;
        Ok(Self { app, tls, grace, listener, signals, listening, public })
    }

    /// Answers until a signal, then gives requests their grace.
    pub async fn run(mut self) -> Result<Outcome, Failure> {
        let grace = self.grace.min(Duration::from_secs(9));
        let store = self.app.store.clone();
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let shutdown = |mut stopped: tokio::sync::watch::Receiver<bool>| async move {
            let _ = stopped.wait_for(|stopped| *stopped).await;
        };
        let mut answering = tokio::spawn(answer(self.app, self.tls, self.listener, shutdown(stopped)));
        let ended = tokio::select! {
            ended = &mut answering => Some(ended),
            () = self.signals.any() => {
                let _ = stop.send(true);
                // Requests that outlast the grace are cut: a supervisor would kill the process a moment later.
                tokio::time::timeout(grace, &mut answering).await.ok()
            }
        };
        // A database that is slow to close must not hold the exit up either: what was acknowledged is on disk.
        let _ = tokio::time::timeout(Duration::from_millis(500), store.close()).await;
        match ended {
            Some(Ok(Err(error))) => Err(Failure::unreached(error.to_string())),
            Some(Err(error)) => Err(Failure::unreached(error.to_string())),
            _ => Ok(Outcome::Fine),
        }
    }
}

/// The signals that ask for a stop.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn listen() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn any(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// The one place where the web layer is called: plain HTTP/1 and HTTP/2, until told to stop.
async fn answer(
    app: App,
    _tls: Tls,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let front = app.front();
    let connections = GracefulShutdown::new();
    tokio::pin!(shutdown);
    loop {
        let (stream, peer) = tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                // Out of descriptors, or a peer that left at once: the next one may fare better.
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    continue;
                }
            },
        };
        let _ = stream.set_nodelay(true);
        let front = front.clone();
        let service = hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let front = front.clone();
            async move {
                let mut request = request.map(axum::body::Body::new);
                request.extensions_mut().insert(Scheme { secure: false, peer });
                Ok::<_, std::convert::Infallible>(front.call(request).await)
            }
        });
        let builder = hyper_util::server::conn::auto::Builder::new(TokioExecutor::new());
        let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
        let watched = connections.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = watched.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    drop(listener);
    connections.shutdown().await;
    Ok(())
}
