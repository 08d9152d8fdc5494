//! A hall without internet: phones insist on HTTPS, and nobody out there can vouch for a machine in here.
//!
//! A small authority is made once and kept outside the database. Its certificate may vouch only for `changba.local`
//! and private addresses, so that installing it on a phone opens no other door. The server's own certificate is
//! made at each start, since addresses in a hall change.

mod authority;
mod names;
mod pairing;

pub use names::answer_names;
pub use pairing::serve_pairing;

use super::tls::{self, Tls};
use authority::Authority;
use chrono::{DateTime, Utc};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

/// The name that devices find by asking the whole hall (mDNS).
pub const NAME: &str = "changba.local";

/// What a hall's server is reached by.
#[derive(Clone)]
pub struct Hall(Arc<Inner>);

struct Inner {
    authority: Authority,
    addresses: Vec<IpAddr>,
    site_port: u16,
    pairing_port: u16,
    now: DateTime<Utc>,
}

/// Reads the hall's authority, or makes it.
pub fn open(folder: &Path, site: SocketAddr, pairing: SocketAddr, now: DateTime<Utc>) -> io::Result<Hall> {
    let authority = Authority::open(folder, now)?;
    let addresses = addresses(site.ip())?;
    Ok(Hall(Arc::new(Inner {
        authority,
        addresses,
        site_port: site.port(),
        pairing_port: pairing.port(),
        now,
    })))
}

impl Hall {
    /// The certificate that this start serves with.
    pub fn tls(&self) -> io::Result<Tls> {
        let (chain, key) = self.0.authority.issue(NAME, &self.0.addresses, self.0.now)?;
        tls::fixed(chain, key)
    }

    /// The site by its address: it works on every phone; the name does not work on older Androids.
    pub fn site_url(&self) -> String {
        url("https", &self.main_address(), self.0.site_port, 443)
    }

    /// The site by its name.
    pub fn named_url(&self) -> String {
        url("https", NAME, self.0.site_port, 443)
    }

    /// The plain page that pairs devices.
    pub fn pairing_url(&self) -> String {
        url("http", &self.main_address(), self.0.pairing_port, 80)
    }

    fn main_address(&self) -> String {
        match self.0.addresses.first() {
            Some(IpAddr::V6(address)) => format!("[{address}]"),
            Some(address) => address.to_string(),
            None => "localhost".into(),
        }
    }
}

fn url(scheme: &str, host: &str, port: u16, usual: u16) -> String {
    if port == usual { format!("{scheme}://{host}") } else { format!("{scheme}://{host}:{port}") }
}

/// The private addresses devices can reach, those of the hall's network before loopback.
fn addresses(listening: IpAddr) -> io::Result<Vec<IpAddr>> {
    let mut found: Vec<IpAddr> = if listening.is_unspecified() {
        if_addrs::get_if_addrs()?.into_iter().map(|interface| interface.ip()).collect()
    } else {
        vec![listening]
    };
    if listening.is_ipv4() {
        found.retain(IpAddr::is_ipv4);
    }
    found.retain(|address| authority::may_vouch_for(*address));
    found.sort_by_key(|address| (address.is_loopback(), address.is_ipv6(), *address));
    found.dedup();
    Ok(found)
}
