//! The number on a shirt.

use super::identity::BadWord;
use serde::{Deserialize, Serialize};

/// A shirt's number, from 0 to 99, or 00: "0" and "00" are two players.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Shirt(u8);

/// The place of "00", above every number.
const DOUBLE_NOUGHT: u8 = 100;

impl Shirt {
    /// Reads a number as it is printed on the shirt; "07" is no number.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "00" {
            return Some(Self(DOUBLE_NOUGHT));
        }
        let plain = !text.is_empty() && text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        let padded = text.len() == 2 && text.starts_with('0');
        if plain && !padded { text.parse().ok().map(Self) } else { None }
    }
}

impl std::fmt::Display for Shirt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0 == DOUBLE_NOUGHT { f.write_str("00") } else { write!(f, "{}", self.0) }
    }
}

impl TryFrom<String> for Shirt {
    type Error = BadWord;

    fn try_from(text: String) -> Result<Self, BadWord> {
        Self::parse(&text).ok_or(BadWord(text))
    }
}

impl From<Shirt> for String {
    fn from(shirt: Shirt) -> Self {
        shirt.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nought_and_double_nought_are_two_shirts() {
        assert_ne!(Shirt::parse("0"), Shirt::parse("00"));
        for text in ["0", "00", "7", "99"] {
            assert_eq!(Shirt::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "07", "100", "-1", "+1", "7a"] {
            assert_eq!(Shirt::parse(text), None, "{text}");
        }
    }
}
