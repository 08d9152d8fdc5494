//! `changba serve`: listen, say where, answer until told to stop.

use super::outcome::{Failure, Outcome, line};
use super::Context;
use crate::actions::console;
use crate::clock::Clock;
use crate::config::{Config, Override};
use crate::random::Random;
use crate::store::Store;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
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

/// What the web layer is given.
#[derive(Clone)]
pub struct App {
    pub store: Store,
    pub config: Arc<Config>,
    pub clock: Clock,
    pub random: Random,
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
        let app = App {
            store,
            config: Arc::new(context.config.clone()),
            clock: context.clock.clone(),
            random: Random::System,
        };
        Ok(Self { app, tls, listener, signals, listening, public })
    }

    /// Answers until a signal, then gives requests their grace.
    pub async fn run(mut self) -> Result<Outcome, Failure> {
        let grace = self.app.config.server.shutdown_grace.0.min(Duration::from_secs(9));
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

/// The one place where the web layer is called. Until it is there, connections are taken and closed.
async fn answer(
    app: App,
    tls: Tls,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let _ = (app, tls);
    tokio::pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => return Ok(()),
            accepted = listener.accept() => drop(accepted?),
        }
    }
}
