//! The listener: connections in, requests to the site, a clean stop.
//!
//! Binding and serving are two steps, so that the caller knows the port before anybody is answered.

mod connection;
mod lan;
mod quick;
mod tls;
mod upkeep;
mod wire;

use crate::web::App;
use connection::Connections;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;
use tls::Tls;
use tokio::net::TcpListener;

/// How connections are secured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Security {
    /// HTTP: for loopback and behind a proxy.
    Plain,
    /// A certificate chain and its key, in PEM.
    Files { cert: PathBuf, key: PathBuf },
    /// A certificate from an ACME authority, kept in a folder.
    Acme { domain: String, directory: AcmeDirectory, folder: PathBuf },
    /// A hall without internet: a local authority kept in a folder, and a plain page to install its certificate.
    Lan { folder: PathBuf, pairing: SocketAddr },
}

/// Which ACME authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AcmeDirectory {
    LetsEncrypt,
    /// An authority of one's own, with the file of its root certificate where the public roots do not vouch for it.
    Own {
        url: String,
        root: Option<PathBuf>,
    },
}

/// What a connection may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a request's head.
    pub head_bytes: usize,
    /// Headers of a request.
    pub headers: usize,
    /// From the first byte to the last of a head; also how long an idle connection is kept.
    pub head_within: Duration,
    /// The longest silence in a request's body.
    pub body_within: Duration,
    /// Connections at one time; more wait in the system's queue.
    pub connections: usize,
    /// How long a stop waits for requests that are being answered.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head_bytes: 16 * 1024,
            headers: 100,
            head_within: Duration::from_secs(30),
            body_within: Duration::from_secs(30),
            connections: 16_384,
            grace: Duration::from_secs(8),
        }
    }
}

/// Where and how to listen.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// Port 0 takes any free one.
    pub listen: SocketAddr,
    pub security: Security,
    pub limits: Limits,
}

/// A bound listener that has not answered yet.
pub struct Bound {
    listener: TcpListener,
    pairing: Option<(TcpListener, lan::Hall)>,
    tls: Tls,
    limits: Limits,
}

/// Binds the port, reads or makes the certificates. Nobody is answered yet.
pub async fn bind(options: ServeOptions, now: chrono::DateTime<chrono::Utc>) -> io::Result<Bound> {
    let listener = TcpListener::bind(options.listen).await?;
    let (tls, pairing) = match options.security {
        Security::Plain => (Tls::Off, None),
        Security::Files { cert, key } => (tls::from_files(&cert, &key)?, None),
        Security::Acme { domain, directory, folder } => (tls::from_acme(domain, directory, folder)?, None),
        Security::Lan { folder, pairing } => {
            let plain = TcpListener::bind(pairing).await?;
            let hall = lan::open(&folder, listener.local_addr()?, plain.local_addr()?, now)?;
            (hall.tls()?, Some((plain, hall)))
        }
    };
    Ok(Bound { listener, pairing, tls, limits: options.limits })
}

impl Bound {
    /// The address of the site as this machine reaches it.
    pub fn url(&self) -> io::Result<String> {
        let scheme = if matches!(self.tls, Tls::Off) { "http" } else { "https" };
        Ok(format!("{scheme}://{}", reachable(self.listener.local_addr()?)))
    }

    /// The address of the site as the hall reaches it, in `--lan` mode.
    pub fn hall_url(&self) -> Option<String> {
        self.pairing.as_ref().map(|(_, hall)| hall.site_url())
    }

    /// The address of the plain page that pairs devices, in `--lan` mode.
    pub fn pairing_url(&self) -> Option<String> {
        self.pairing.as_ref().map(|(_, hall)| hall.pairing_url())
    }

    /// Answers until told to stop, then gives running requests their grace.
    pub async fn serve(self, app: App, shutdown: impl Future<Output = ()>) -> io::Result<()> {
        let connections = Connections::new(app.front(), self.tls, self.limits);
        let mut background = tokio::task::JoinSet::new();
        background.spawn(upkeep::follow_versions(app.store.clone()));
        background.spawn(upkeep::forget_old(app.clone()));
        background.spawn(upkeep::send_notices(app.clone()));
        if let Some(url) = upkeep::postgres_to_listen(&app.store) {
            background.spawn(upkeep::wake_on_commit(app.store.clone(), url));
        }
        if let Some((listener, hall)) = self.pairing {
            background.spawn(lan::answer_names(hall.clone()));
            background.spawn(lan::serve_pairing(listener, hall, app.front(), self.limits));
        }
        tokio::select! {
            () = shutdown => {}
            () = connections.accept_from(&self.listener) => {}
        }
        app.stop();
        drop(self.listener);
        connections.finish().await;
        Ok(())
    }
}

/// "Any address" is where to listen, not where to go.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}
