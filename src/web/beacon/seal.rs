//! A visit's state on its way through the page: signed, so that any node can go on from it and nobody can make it up.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use league::audience::beats::Visit;
use sha2::{Digest, Sha256};
use std::net::IpAddr;

const STATE: usize = 24;
const MARK: usize = 12;

/// Signs visits. All nodes of a site share the key.
pub struct Seal(Hmac<Sha256>);

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal")
    }
}

impl Seal {
    pub fn new(secret: &[u8; 32]) -> Self {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("a key of any length");
        mac.update(b"beat:");
        Self(mac)
    }

    /// The text a page sends back with its next beat.
    pub fn close(&self, visit: Visit, about: (i32, &str)) -> String {
        let mut bytes = [0; STATE + MARK];
        bytes[..8].copy_from_slice(&visit.id.to_le_bytes());
        bytes[8..16].copy_from_slice(&visit.at_ms.to_le_bytes());
        bytes[16..20].copy_from_slice(&visit.beats.to_le_bytes());
        bytes[20..24].copy_from_slice(&visit.run_ms.to_le_bytes());
        let mark = self.mark(&bytes[..STATE], about);
        bytes[STATE..].copy_from_slice(&mark);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The visit behind a text that this site signed for this very game.
    pub fn open(&self, text: &str, about: (i32, &str)) -> Option<Visit> {
        let mut bytes = [0; STATE + MARK + 3];
        if text.len() != (STATE + MARK) * 4 / 3 {
            return None;
        }
        let length = URL_SAFE_NO_PAD.decode_slice(text, &mut bytes).ok()?;
        let (state, mark) = bytes[..length].split_at_checked(STATE)?;
        if mark != self.mark(state, about) {
            return None;
        }
        Some(Visit {
            id: u64::from_le_bytes(state[..8].try_into().ok()?),
            at_ms: i64::from_le_bytes(state[8..16].try_into().ok()?),
            beats: u32::from_le_bytes(state[16..20].try_into().ok()?),
            run_ms: u32::from_le_bytes(state[20..24].try_into().ok()?),
        })
    }

    fn mark(&self, state: &[u8], (fixture, place): (i32, &str)) -> [u8; MARK] {
        let mut mac = self.0.clone();
        mac.update(state);
        mac.update(&fixture.to_le_bytes());
        mac.update(place.as_bytes());
        let whole = mac.finalize().into_bytes();
        std::array::from_fn(|at| whole[at])
    }
}

/// Whoever shares a network and a browser's name is one viewer of the day; the salt dies with the day.
pub fn viewer(salt: &[u8; 32], network: IpAddr, agent: &str) -> u64 {
    let mut hash = Sha256::new();
    hash.update(salt);
    match network {
        IpAddr::V4(address) => hash.update(address.octets()),
        IpAddr::V6(address) => hash.update(address.octets()),
    }
    hash.update(agent.as_bytes());
    number(&hash.finalize())
}

/// The first eight bytes as a number.
pub fn number(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}
