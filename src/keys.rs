//! Keys for what people show of themselves. They lie in files beside the database and never in it, so that a stolen
//! backup holds no identity number. A key has a version and is never changed: a new one is added.

use crate::random::{Random, hex};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use hmac::{Hmac, Mac};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::Sha256;
use std::io::{Error, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

/// All keys of an installation, oldest first: the first is version 1.
#[derive(Clone)]
pub struct Keys(Arc<Vec<[u8; 32]>>);

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keys({})", self.0.len())
    }
}

impl Keys {
    /// Keys that a caller holds: tests, and what keeps nothing.
    pub fn of(keys: Vec<[u8; 32]>) -> Self {
        Self(Arc::new(keys))
    }

    /// Reads the keys of a folder, and makes the first where there is none.
    pub fn read(folder: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let mut keys = Vec::new();
        while let Some(key) = read_key(folder, keys.len() + 1)? {
            keys.push(key);
        }
        if keys.is_empty() {
            // Two servers may start at once: the one that comes second reads what the first has made.
            match write_key(folder, 1) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
                _ => keys.extend(read_key(folder, 1)?),
            }
        }
        Ok(Self(Arc::new(keys)))
    }

    /// Adds a key to a folder and gives all of them.
    pub fn add(folder: &Path) -> std::io::Result<Self> {
        let known = Self::read(folder)?;
        write_key(folder, known.0.len() + 1)?;
        Self::read(folder)
    }

    /// The version that is used for what is new.
    pub fn newest(&self) -> i64 {
        i64::try_from(self.0.len()).unwrap_or(i64::MAX)
    }

    /// The hash of a number under the newest key.
    pub fn hash(&self, number: &str) -> String {
        self.hashes(number).into_iter().next().unwrap_or_default()
    }

    /// The hashes of a number under every key, newest first: it may have been kept under any of them.
    pub fn hashes(&self, number: &str) -> Vec<String> {
        self.0.iter().rev().map(|key| hex(&derived(key, b"hash", number.as_bytes()))).collect()
    }

    /// Seals a text under the newest key; an empty one stays empty.
    pub fn seal(&self, random: &Random, text: &str) -> String {
        let Some(key) = self.0.last().filter(|_| !text.is_empty()) else { return String::new() };
        let mut nonce = [0; NONCE_LEN];
        nonce.copy_from_slice(&random.bytes()[..NONCE_LEN]);
        let mut bytes = text.as_bytes().to_vec();
        let sealed = cipher(key).seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::empty(),
            &mut bytes,
        );
        match sealed {
            Ok(()) => {
                format!("{}:{}", self.0.len(), STANDARD_NO_PAD.encode([nonce.as_slice(), &bytes].concat()))
            }
            Err(_) => String::new(),
        }
    }

    /// Opens a sealed text; nothing where the key is not here or the text was changed.
    pub fn open(&self, sealed: &str) -> Option<String> {
        if sealed.is_empty() {
            return Some(String::new());
        }
        let (version, body) = sealed.split_once(':')?;
        let key = self.0.get(version.parse::<usize>().ok()?.checked_sub(1)?)?;
        let bytes = STANDARD_NO_PAD.decode(body).ok()?;
        let (nonce, rest) = bytes.split_at_checked(NONCE_LEN)?;
        let mut rest = rest.to_vec();
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let open = cipher(key).open_in_place(nonce, Aad::empty(), &mut rest).ok()?;
        String::from_utf8(open.to_vec()).ok()
    }
}

/// How the bytes of a sealed file begin: what made it, then the version of the key.
const FILE_MARK: &[u8; 4] = b"chs1";

impl Keys {
    /// Seals a file under the newest key; nothing where there is no key.
    pub fn seal_file(&self, random: &Random, bytes: &[u8]) -> Option<Vec<u8>> {
        let key = self.0.last()?;
        let mut nonce = [0; NONCE_LEN];
        nonce.copy_from_slice(&random.bytes()[..NONCE_LEN]);
        let version = u32::try_from(self.0.len()).ok()?.to_le_bytes();
        let mut body = bytes.to_vec();
        let at = Nonce::assume_unique_for_key(nonce);
        cipher(key).seal_in_place_append_tag(at, Aad::from(version), &mut body).ok()?;
        Some([FILE_MARK.as_slice(), &version, &nonce, &body].concat())
    }

    /// Opens a sealed file; nothing where the key is not here or a byte was changed.
    pub fn open_file(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let rest = sealed.strip_prefix(FILE_MARK.as_slice())?;
        let (version, rest) = rest.split_first_chunk::<4>()?;
        let (nonce, body) = rest.split_at_checked(NONCE_LEN)?;
        let key = self.0.get(usize::try_from(u32::from_le_bytes(*version)).ok()?.checked_sub(1)?)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut body = body.to_vec();
        let open = cipher(key).open_in_place(nonce, Aad::from(*version), &mut body).ok()?;
        Some(open.to_vec())
    }
}

fn derived(key: &[u8; 32], purpose: &[u8], text: &[u8]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(purpose);
    mac.update(b"\0");
    mac.update(text);
    mac.finalize().into_bytes().into()
}

fn cipher(key: &[u8; 32]) -> LessSafeKey {
    let own = derived(key, b"seal", b"");
    LessSafeKey::new(UnboundKey::new(&CHACHA20_POLY1305, &own).expect("a key of 32 bytes fits the cipher"))
}

fn read_key(folder: &Path, version: usize) -> std::io::Result<Option<[u8; 32]>> {
    match std::fs::read(folder.join(format!("identity-{version}.key"))) {
        Ok(bytes) => {
            let fault = || Error::new(ErrorKind::InvalidData, "an identity key has 32 bytes");
            Ok(Some(bytes.try_into().map_err(|_| fault())?))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn write_key(folder: &Path, version: usize) -> std::io::Result<()> {
    let path = folder.join(format!("identity-{version}.key"));
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(&Random::System.bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_any_later_set_of_keys_and_not_when_changed() {
        let (old, new) = (Keys::of(vec![[1; 32]]), Keys::of(vec![[1; 32], [2; 32]]));
        let random = Random::seeded(3);
        let sealed = old.seal(&random, "示例");
        assert!(!sealed.contains("示例"));
        assert_eq!(new.open(&sealed).as_deref(), Some("示例"));
        assert_ne!(sealed, old.seal(&random, "示例"));
        let mut broken = sealed.clone().into_bytes();
        broken[10] ^= 1;
        assert_eq!(new.open(&String::from_utf8(broken).unwrap()), None);
        assert_eq!(old.open(&new.seal(&random, "x")), None);
    }

    #[test]
    fn a_sealed_file_opens_whole_and_with_no_other_key() {
        let (old, new) = (Keys::of(vec![[1; 32]]), Keys::of(vec![[1; 32], [2; 32]]));
        let random = Random::seeded(3);
        let sealed = new.seal_file(&random, b"a photo").unwrap();
        assert!(!sealed.windows(7).any(|part| part == b"a photo"));
        assert_eq!(new.open_file(&sealed).as_deref(), Some(b"a photo".as_slice()));
        assert_eq!(old.open_file(&sealed), None);
        let mut broken = sealed.clone();
        *broken.last_mut().unwrap() ^= 1;
        assert_eq!(new.open_file(&broken), None);
        assert_eq!(new.open_file(&sealed[..10]), None);
        assert_eq!(Keys::of(Vec::new()).seal_file(&random, b"x"), None);
    }

    #[test]
    fn a_number_is_found_under_every_key() {
        let (old, new) = (Keys::of(vec![[1; 32]]), Keys::of(vec![[1; 32], [2; 32]]));
        assert!(new.hashes("1").contains(&old.hash("1")));
        assert_ne!(new.hash("1"), old.hash("1"));
        assert_ne!(old.hash("1"), old.hash("2"));
    }
}
