//! Text to text: what the command line and the pages call.

use super::{Announcement, DrawFault, DrawFile, DrawRecord, Secret, Tampered};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;
use std::fmt;

/// Why a text is refused; the command line ends with 1 on a difference and with 2 on anything else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileRefused {
    Fault(DrawFault),
    Tampered(Tampered),
}

impl fmt::Display for FileRefused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(fault) => fault.fmt(out),
            Self::Tampered(tampered) => tampered.fmt(out),
        }
    }
}

impl std::error::Error for FileRefused {}

impl From<DrawFault> for FileRefused {
    fn from(fault: DrawFault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Tampered> for FileRefused {
    fn from(tampered: Tampered) -> Self {
        Self::Tampered(tampered)
    }
}

/// Counts the outcomes of a draw: `{"outcomes": ".."}`.
pub fn check(file: &str) -> Result<String, FileRefused> {
    let outcomes = read::<DrawFile>(file)?.check()?;
    Ok(print(&json!({ "outcomes": outcomes.to_string() })))
}

/// The announcement to publish before the ceremony.
pub fn announce(file: &str, secret: &Secret) -> Result<String, FileRefused> {
    Ok(print(&super::announce(&read(file)?, secret)?))
}

/// Draws and gives the record to publish.
pub fn run(file: &str, secret: &Secret, said: u64) -> Result<String, FileRefused> {
    Ok(print(&super::run(&read(file)?, secret, said)?))
}

/// Recomputes a record: `{"verified": true, "commit", "file_hash", "balls"}`.
pub fn verify(record: &str) -> Result<String, FileRefused> {
    confirmed(&super::verify(&read::<DrawRecord>(record)?)?)
}

/// Recomputes a record and holds it against its announcement.
pub fn verify_announced(record: &str, announcement: &str) -> Result<String, FileRefused> {
    let announced: Announcement = read(announcement)?;
    confirmed(&super::verify_announced(&read::<DrawRecord>(record)?, &announced)?)
}

fn confirmed(verified: &super::Verified) -> Result<String, FileRefused> {
    Ok(print(&json!({
        "verified": true,
        "commit": verified.commit,
        "file_hash": verified.file_hash,
        "balls": verified.balls,
    })))
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, DrawFault> {
    serde_json::from_str(text).map_err(|error| DrawFault::Unreadable(error.to_string()))
}

fn print(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("records have text keys only");
    text.push('\n');
    text
}
