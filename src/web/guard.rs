//! The guard in front of every change: it must come from our own pages.

use super::error::Error;
use super::front::Arrival;
use super::{App, cookies};
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, header};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Put into a request whose browser sent neither `Sec-Fetch-Site` nor `Origin`: its form must carry the token.
#[derive(Clone, Copy, Debug)]
pub struct NeedsFormToken;

/// Lets reads pass, and changes from our own origin, from scripts with a token, or with the form's token.
pub fn check(app: &App, request: &mut Request<Body>, arrival: &Arrival) -> Result<(), Error> {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // A beat changes nothing that anybody may be signed in to do, and players stand on pages of others.
    let beats = request.uri().path() == super::beacon::PATH;
    if reads || beats || request.headers().contains_key(header::AUTHORIZATION) {
        return Ok(());
    }
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text("origin")) {
        (Some("same-origin"), _) => Ok(()),
        (Some(_), _) => Err(Error::Forbidden),
        (None, Some(origin)) if is_own_origin(app, request.headers(), origin) => Ok(()),
        (None, Some(_)) => Err(Error::Forbidden),
        (None, None) if cookies::read_secret(request.headers(), "sid", arrival.secure).is_none() => {
            // Nobody's session can be abused by a request that carries none.
            Ok(())
        }
        (None, None) => {
            request.extensions_mut().insert(NeedsFormToken);
            Ok(())
        }
    }
}

fn is_own_origin(app: &App, headers: &HeaderMap, origin: &str) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
    let own = |url: &str| url.split_once("://").is_some_and(|(_, rest)| rest.trim_end_matches('/') == host);
    own(origin) || app.settings.public_url.as_deref().is_some_and(|url| url.trim_end_matches('/') == origin)
}

/// The token that a session's forms carry.
pub fn form_token(app: &App, session_token: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(&app.settings.secret).expect("a key of any length");
    mac.update(b"form:");
    mac.update(session_token.as_bytes());
    crate::random::hex(&mac.finalize().into_bytes()[..16])
}

/// Whether an address lies in one of the trusted networks ("10.0.0.0/8", "127.0.0.1").
pub fn is_trusted(networks: &[String], address: &str) -> bool {
    let Ok(address) = address.parse::<std::net::IpAddr>() else { return false };
    networks.iter().any(|network| {
        let (base, bits) = network.split_once('/').unwrap_or((network, ""));
        let Ok(base) = base.parse::<std::net::IpAddr>() else { return false };
        let number = |ip: std::net::IpAddr| match ip {
            std::net::IpAddr::V4(ip) => (u128::from(u32::from(ip)) << 96, 32),
            std::net::IpAddr::V6(ip) => (u128::from(ip), 128),
        };
        let ((base, width), (address, other)) = (number(base), number(address));
        let bits: u32 = bits.parse().unwrap_or(width);
        width == other && (bits == 0 || base >> (128 - bits.min(width)) == address >> (128 - bits.min(width)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_trusted_by_its_network() {
        let networks = vec!["10.0.0.0/8".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
        for address in ["10.2.3.4", "127.0.0.1", "::1"] {
            assert!(is_trusted(&networks, address), "{address}");
        }
        for address in ["11.2.3.4", "127.0.0.2", "::2", "", "host"] {
            assert!(!is_trusted(&networks, address), "{address}");
        }
    }
}
