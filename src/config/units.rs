//! Durations, sizes and networks as people write them.

use serde::{Deserialize, Deserializer};
use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

/// A span of time such as `30s`, `10m`, `2h` or `14d`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span(pub Duration);

impl Span {
    /// The span for sums with instants.
    pub fn chrono(self) -> chrono::Duration {
        chrono::Duration::from_std(self.0).unwrap_or(chrono::Duration::MAX)
    }
}

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = || format!("{text:?} is not a span of time such as 30s, 10m, 2h or 14d");
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let number: u64 = digits.parse().map_err(|_| fault())?;
        let seconds = match &text[digits.len()..] {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 86400,
            _ => return Err(fault()),
        };
        // Ten years: no timer in here means more, and sums with instants cannot overflow.
        let total =
            number.checked_mul(seconds).filter(|total| *total <= 10 * 366 * 86400).ok_or_else(fault)?;
        Ok(Self(Duration::from_secs(total)))
    }
}

/// A number of bytes such as `64KB` or `10MB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByteSize(pub u64);

impl FromStr for ByteSize {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = || format!("{text:?} is not a size such as 65536, 64KB or 10MB");
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let number: u64 = digits.trim_end().parse().map_err(|_| fault())?;
        let unit = match &text[digits.len()..] {
            "" => 1,
            "KB" => 1024,
            "MB" => 1024 * 1024,
            _ => return Err(fault()),
        };
        number.checked_mul(unit).map(Self).ok_or_else(fault)
    }
}

macro_rules! from_text {
    ($name:ident) => {
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

from_text!(Span);
from_text!(ByteSize);

/// Reads `10.0.0.0/8` or a single address.
pub(super) fn network(text: &str) -> Option<(IpAddr, u8)> {
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address.parse::<IpAddr>().ok()?, Some(length.parse::<u8>().ok()?)),
        None => (text.parse::<IpAddr>().ok()?, None),
    };
    let longest = if address.is_ipv4() { 32 } else { 128 };
    let length = length.unwrap_or(longest);
    (length <= longest).then_some((address, length))
}
