//! Which device a play was entered on, and which of its plays it is.

use serde::{Deserialize, Serialize};

/// A text that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadWord(pub String);

impl std::fmt::Display for BadWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} cannot stand here", self.0)
    }
}

impl std::error::Error for BadWord {}

/// The name of a device in one game: 1 to 32 small letters and digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DeviceName(String);

impl DeviceName {
    /// Reads a name.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=32).contains(&text.len());
        let plain = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        (fits && plain).then(|| Self(text.to_owned()))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for DeviceName {
    type Error = BadWord;

    fn try_from(text: String) -> Result<Self, BadWord> {
        Self::parse(&text).ok_or(BadWord(text))
    }
}

impl From<DeviceName> for String {
    fn from(name: DeviceName) -> Self {
        name.0
    }
}

/// What makes a play itself: the device and the device's own count, from 1 on. Written `k7-17`.
///
/// A device counts on from the highest number it has seen of any device. So a play that was entered in knowledge of
/// another has the higher number, whatever the clocks of the devices show; the count may have gaps.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PlayId {
    pub device: DeviceName,
    pub number: u32,
}

impl PlayId {
    /// Reads `device-number`.
    pub fn parse(text: &str) -> Option<Self> {
        let (device, digits) = text.split_once('-')?;
        let number: u32 = digits.parse().ok()?;
        // One play has one name: "k7-017" and "k7-+17" are refused.
        let canonical = number > 0 && number.to_string() == digits;
        canonical.then_some(Self { device: DeviceName::parse(device)?, number })
    }
}

impl std::fmt::Display for PlayId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.device.0, self.number)
    }
}

impl TryFrom<String> for PlayId {
    type Error = BadWord;

    fn try_from(text: String) -> Result<Self, BadWord> {
        Self::parse(&text).ok_or(BadWord(text))
    }
}

impl From<PlayId> for String {
    fn from(id: PlayId) -> Self {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_play_has_one_name_only() {
        assert_eq!(PlayId::parse("k7-17").unwrap().to_string(), "k7-17");
        for text in ["k7", "k7-0", "k7-017", "k7-+1", "-3", "K7-1", "k-7-1", "k7-99999999999"] {
            assert_eq!(PlayId::parse(text), None, "{text}");
        }
    }
}
