//! What people write without meaning anything by it.

use crate::names::half_width;

/// Half-width, without invisible marks, with single spaces.
pub(super) fn plain(text: &str) -> String {
    let half: String = text
        .chars()
        .map(half_width)
        .map(|c| if c == '\u{a0}' { ' ' } else { c })
        .filter(|c| !invisible(*c))
        .collect();
    half.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A person's name: 张 三 is 张三, and the dots of names from other languages are one dot.
pub(super) fn name(text: &str) -> String {
    let text: String = plain(text)
        .chars()
        .map(|c| if matches!(c, '•' | '・' | '‧' | '.' | '﹒') { '·' } else { c })
        .collect();
    let latin = |c: char| c.is_ascii_alphabetic();
    let mut tidy = String::new();
    let chars: Vec<char> = text.chars().collect();
    for (place, c) in chars.iter().enumerate() {
        let between_latin =
            place > 0 && place + 1 < chars.len() && latin(chars[place - 1]) && latin(chars[place + 1]);
        match c {
            ' ' if !between_latin => {}
            // An initial keeps its full stop: J. Li.
            '·' if place > 0
                && latin(chars[place - 1])
                && chars.get(place + 1).is_none_or(|next| *next == ' ') =>
            {
                tidy.push('.');
                if chars.get(place + 1).is_some() {
                    tidy.push(' ');
                }
            }
            other => tidy.push(*other),
        }
    }
    tidy
}

/// Digits of a phone, without the country's code.
pub(super) fn phone(text: &str) -> String {
    let digits: String =
        plain(text).chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '/' | '—')).collect();
    let digits = digits.strip_prefix("+86").or_else(|| digits.strip_prefix("0086")).unwrap_or(&digits);
    digits.to_owned()
}

fn invisible(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}')
}
