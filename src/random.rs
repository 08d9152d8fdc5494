//! Randomness is handed in, like time: secrets come from the operating system, tests and the demo may use a seed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Letters of public keys: none that are mistaken for another when read aloud or printed small.
const KEY_LETTERS: &[u8; 32] = b"23456789abcdefghjkmnpqrstuvwxyzA";

/// A source of random bytes.
#[derive(Clone, Debug)]
pub enum Random {
    System,
    /// Repeats from its seed. Never for secrets outside tests.
    Seeded(Arc<(u64, AtomicU64)>),
}

impl Random {
    /// A source that gives the same bytes each time it is made.
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new((seed, AtomicU64::new(0))))
    }

    /// 32 random bytes.
    pub fn bytes(&self) -> [u8; 32] {
        match self {
            Self::System => {
                let mut bytes = [0; 32];
                getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
                bytes
            }
            Self::Seeded(state) => {
                let step = state.1.fetch_add(1, Ordering::SeqCst);
                let mut hash = Sha256::new();
                hash.update(state.0.to_le_bytes());
                hash.update(step.to_le_bytes());
                hash.finalize().into()
            }
        }
    }

    /// A public key: twelve letters, sixty bits. A name, not a secret.
    pub fn key(&self) -> String {
        self.bytes().iter().take(12).map(|byte| letter(*byte)).collect()
    }

    /// A secret of 256 bits for a link or a cookie.
    pub fn token(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes())
    }
}

/// The letter of a key that stands for five bits.
pub fn letter(bits: u8) -> char {
    char::from(KEY_LETTERS[usize::from(bits % 32)])
}

/// What is stored of a secret: enough to recognise it, not to use it.
pub fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// Bytes as lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
