//! `changba serve`: listen, say where, answer until told to stop.

mod settings;

use super::Context;
use super::outcome::{Failure, Outcome, line};
use crate::actions::console;
use crate::config::{Acme, Override};
use crate::random::Random;
use crate::serve::{self, AcmeDirectory, Bound, Limits, Security, ServeOptions};
use crate::store::Store;
use crate::web::App;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
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
    /// In --lan mode: the plain page where devices get the certificate; the next port where none is named
    #[arg(long, value_name = "ADDR:PORT", requires = "lan")]
    pub pairing: Option<SocketAddr>,
}

impl Arguments {
    pub(super) fn overrides(&self, overrides: &mut Vec<Override>) {
        if let Some(listen) = self.listen {
            overrides.push(Override { name: "server.listen", option: "--listen", value: listen.to_string() });
        }
    }
}

pub(super) async fn run(context: Context, given: Arguments) -> Result<Outcome, Failure> {
    let store = context.open_migrated().await?;
    let server = Server::bind(&context, &given, store.clone()).await?;
    line(&format!("listening {}", server.listening))?;
    server.say_pairing()?;
    let ttl = context.config.sign_in.setup_ttl.chrono();
    if let Some(token) = console::setup_token(&store, &console::writer(&context.clock), ttl).await? {
        line(&format!("setup\t{}/setup/{token}", server.public))?;
    }
    server.run().await
}

/// A bound listener that has not answered yet.
pub(super) struct Server {
    app: App,
    bound: Bound,
    grace: Duration,
    signals: Signals,
    /// Where the listener is reached from this machine.
    pub listening: String,
    /// Where people reach it: links begin with it.
    pub public: String,
    /// Where a hall's devices get their certificate, in `--lan` mode.
    pub pairing: Option<String>,
}

impl Server {
    pub async fn bind(context: &Context, given: &Arguments, store: Store) -> Result<Self, Failure> {
        // Before anybody is told the address: a stop that comes at once must be a clean one too.
        let signals = Signals::listen()?;
        let listen = context.config.server.listen;
        let grace = context.config.server.shutdown_grace.0.min(Duration::from_secs(8));
        let limits = &context.config.limits;
        let options = ServeOptions {
            listen,
            security: security(context, given),
            limits: Limits {
                grace,
                head_bytes: usize::try_from(limits.headers.0).unwrap_or(usize::MAX),
                head_within: limits.read_timeout.0,
                body_within: limits.read_timeout.0,
                ..Limits::default()
            },
        };
        let bound = serve::bind(options, context.clock.now())
            .await
            .map_err(|error| Failure::unreached(format!("cannot listen on {listen}: {error}")))?;
        let listening = bound.url()?;
        let public = match context.config.server.public_url.trim_end_matches('/') {
            "" => bound.hall_url().unwrap_or_else(|| listening.clone()),
            url => url.to_owned(),
        };
        let settings = settings::of(&context.config)?;
        let app = App::new(store, context.clock.clone(), Random::System, settings);
        let pairing = bound.pairing_url();
        Ok(Self { app, bound, grace, signals, listening, public, pairing })
    }

    /// Says where devices get their certificate, where there is such a place.
    pub fn say_pairing(&self) -> Result<(), Failure> {
        match &self.pairing {
            Some(url) => Ok(line(&format!("pairing\t{url}"))?),
            None => Ok(()),
        }
    }

    /// Answers until a signal, then gives requests their grace.
    pub async fn run(mut self) -> Result<Outcome, Failure> {
        let store = self.app.store.clone();
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let shutdown = |mut stopped: tokio::sync::watch::Receiver<bool>| async move {
            let _ = stopped.wait_for(|stopped| *stopped).await;
        };
        let bound = self.bound;
        let mut answering = tokio::spawn(bound.serve(self.app, shutdown(stopped)));
        let ended = tokio::select! {
            ended = &mut answering => Some(ended),
            () = self.signals.any() => {
                let _ = stop.send(true);
                // Requests that outlast the grace are cut: a supervisor would kill the process a moment later.
                tokio::time::timeout(self.grace + Duration::from_millis(500), &mut answering).await.ok()
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

/// How connections are secured; what a certificate needs to last lies in the storage folder.
fn security(context: &Context, given: &Arguments) -> Security {
    let folder = &context.config.storage.folder;
    match (&given.tls_cert, &given.tls_key, &given.acme) {
        (Some(cert), Some(key), _) => Security::Files { cert: cert.clone(), key: key.clone() },
        (_, _, Some(domain)) => Security::Acme {
            domain: domain.clone(),
            directory: match &context.config.acme {
                Acme { directory, .. } if directory.is_empty() => AcmeDirectory::LetsEncrypt,
                Acme { directory, root } => AcmeDirectory::Own {
                    url: directory.clone(),
                    root: (!root.is_empty()).then(|| root.into()),
                },
            },
            folder: folder.join("acme"),
        },
        _ if given.lan => {
            let listen = context.config.server.listen;
            let next = match listen.port() {
                0 => 0,
                port => port.checked_add(1).unwrap_or(port - 1),
            };
            let pairing = given.pairing.unwrap_or(SocketAddr::new(listen.ip(), next));
            Security::Lan { folder: folder.join("lan"), pairing }
        }
        _ => Security::Plain,
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
