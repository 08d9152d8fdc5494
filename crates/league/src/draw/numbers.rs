//! The secret, the commitment to it, and the numbers that come out of it: SHA-256 over a counter.

use sha2::{Digest, Sha256};
use std::fmt;

/// 32 bytes that only the server knows until the draw is over.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

/// A text that is not 64 small hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecretRefused;

impl Secret {
    /// Takes bytes from the caller's source of randomness.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads the published form.
    pub fn parse(text: &str) -> Result<Self, SecretRefused> {
        let is_small_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() != 64 || !text.bytes().all(is_small_hex) {
            return Err(SecretRefused);
        }
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).map_err(|_| SecretRefused)?;
        }
        Ok(Self(bytes))
    }

    /// The form published after the draw: 64 small hexadecimal digits.
    pub fn hex(&self) -> String {
        hex(&self.0)
    }

    /// What is published before the draw: the hash of the 32 bytes.
    pub fn commit(&self) -> String {
        hex(&Sha256::digest(self.0))
    }
}

/// A secret stays out of logs.
impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(..)")
    }
}

impl fmt::Display for SecretRefused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a secret is 64 small hexadecimal digits")
    }
}

impl std::error::Error for SecretRefused {}

/// The numbers of one draw.
#[derive(Clone)]
pub struct Stream {
    key: [u8; 32],
    block: u64,
}

impl Stream {
    /// The secret, the number said in the hall and the file's hash decide everything that follows.
    pub fn new(secret: &Secret, said: u64, file_hash: &str) -> Self {
        let text = format!("changba-draw/1\n{}\n{said}\n{file_hash}\n", secret.hex());
        Self { key: Sha256::digest(text).into(), block: 0 }
    }

    /// A number from 0 to below the bound (not 0), each equally likely.
    ///
    /// The first 16 bytes of SHA-256(key, counter) make a number; the last, incomplete run of the bound below 2^128 is
    /// thrown away and the next block taken, because it would make small numbers likelier.
    pub fn below(&mut self, bound: u128) -> u128 {
        let bound = bound.max(1);
        let incomplete = (u128::MAX % bound + 1) % bound;
        loop {
            let number = self.next();
            if number <= u128::MAX - incomplete {
                return number % bound;
            }
        }
    }

    fn next(&mut self) -> u128 {
        let block = Sha256::new().chain_update(self.key).chain_update(self.block.to_be_bytes()).finalize();
        self.block += 1;
        block.iter().take(16).fold(0, |number, &byte| number << 8 | u128::from(byte))
    }
}

/// Small hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256 as small hexadecimal digits.
pub(super) fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text))
}

#[cfg(test)]
mod tests;
