//! What a document is told: names in two languages, and facts that may be unknown or made up.

use serde::Serialize;

/// The language a document is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Chinese only.
    Zh,
    /// English only; a name without an English form stays Chinese.
    En,
    /// Chinese first, English beside or below it.
    Both,
}

/// A name or a sentence: Chinese always, English where somebody gave it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Name {
    /// The Chinese form, or the only one there is.
    pub zh: String,
    /// The English form.
    pub en: Option<String>,
}

impl Name {
    /// A name known in Chinese alone.
    pub fn zh(text: impl Into<String>) -> Self {
        Self { zh: text.into(), en: None }
    }

    /// A name known in both languages.
    pub fn both(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: Some(en.into()) }
    }
}

/// What is known of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Known<T> {
    /// Somebody said so.
    Is(T),
    /// It happened or holds, but nobody published it: 未知.
    Unknown,
    /// It is still to be decided: 待定.
    Undecided,
}

/// A fact, and whether it was made up for a demonstration.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Fact<T> {
    /// What is known.
    pub known: Known<T>,
    /// A sample carries the mark 示例 wherever it is printed.
    pub sample: bool,
}

impl<T> Fact<T> {
    /// A fact with a source.
    pub fn published(value: T) -> Self {
        Self { known: Known::Is(value), sample: false }
    }

    /// A fact made up for a demonstration.
    pub fn sample(value: T) -> Self {
        Self { known: Known::Is(value), sample: true }
    }

    /// A fact that nobody published.
    pub fn unknown() -> Self {
        Self { known: Known::Unknown, sample: false }
    }

    /// A fact that is still to be decided.
    pub fn undecided() -> Self {
        Self { known: Known::Undecided, sample: false }
    }

    /// The value, where there is one.
    pub fn value(&self) -> Option<&T> {
        match &self.known {
            Known::Is(value) => Some(value),
            Known::Unknown | Known::Undecided => None,
        }
    }

    /// The same fact with its value rewritten.
    pub fn map<U>(&self, rewrite: impl FnOnce(&T) -> U) -> Fact<U> {
        let known = match &self.known {
            Known::Is(value) => Known::Is(rewrite(value)),
            Known::Unknown => Known::Unknown,
            Known::Undecided => Known::Undecided,
        };
        Fact { known, sample: self.sample }
    }
}

/// The two sides of a fixture: A is named first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Side {
    /// The side named first.
    A,
    /// The side named second.
    B,
}

/// Points of side A and side B.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Score {
    /// Points of the side named first.
    pub a: u16,
    /// Points of the side named second.
    pub b: u16,
}

/// An opaque colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Colour {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

impl Colour {
    /// Reads `#rrggbb`, nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix('#').filter(|hex| hex.len() == 6)?;
        if !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).ok();
        Some(Self { red: part(0)?, green: part(2)?, blue: part(4)? })
    }

    /// The colour as `#rrggbb`.
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    /// Relative luminance as WCAG 2.2 defines it.
    pub fn luminance(self) -> f32 {
        let linear = |part: u8| {
            let part = f32::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// The contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it.
    pub fn contrast(self, other: Self) -> f32 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }
}

/// Text without what could turn a line round or break it: control characters and direction overrides.
///
/// An override inside one name would otherwise mirror the score printed after it.
pub fn clean(text: &str) -> String {
    let kept = text.chars().map(|c| if c.is_control() { ' ' } else { c }).filter(|c| !is_invisible(*c));
    kept.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests;
