//! JSON as feeds send it: padded texts, numbers as text, files that end in the middle.

use super::problem::{Kind, Problems};
use serde_json::Value;

/// Reads JSON; a file that ends early is closed after its last whole element, and the rest is listed.
pub(super) fn parse(text: &str, problems: &mut Problems) -> Option<Value> {
    let text = text.trim_start_matches('\u{feff}');
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let closed = closed_early(text)?;
    let value = serde_json::from_str(&closed.text).ok()?;
    problems.add(
        Kind::CutFile,
        format!("byte {}", closed.kept),
        "the file ends early; what comes before is used",
    );
    Some(value)
}

struct Closed {
    text: String,
    kept: usize,
}

/// Where an element begins inside a container.
#[derive(Clone, Copy)]
struct Open {
    bracket: u8,
    /// After the last whole element.
    whole: usize,
    /// A key was read whose value is not whole.
    key: bool,
}

/// Cuts a text behind its last whole element and closes what is open there.
///
/// A play that is only half there would be a play without its qualifiers: an object inside a list goes as a whole.
fn closed_early(text: &str) -> Option<Closed> {
    let mut open: Vec<Open> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            bracket @ (b'{' | b'[') => {
                at += 1;
                open.push(Open { bracket, whole: at, key: false });
                continue;
            }
            b'}' | b']' => {
                open.pop()?;
                at += 1;
                whole(&mut open, at);
                continue;
            }
            b'"' => {
                let Some(end) = string_end(bytes, at) else { break };
                at = end;
                match open.last_mut() {
                    Some(last) if last.bracket == b'{' && !last.key => last.key = true,
                    _ => whole(&mut open, at),
                }
                continue;
            }
            b',' | b':' | b' ' | b'\n' | b'\r' | b'\t' => {}
            _ => {
                let end = (at..bytes.len()).find(|end| b",:]} \n\r\t".contains(&bytes[*end]));
                let Some(end) = end else { break };
                // A word that is no JSON value ends what can be read.
                if serde_json::from_str::<Value>(&text[at..end]).is_err() {
                    break;
                }
                at = end;
                whole(&mut open, at);
                continue;
            }
        }
        at += 1;
    }
    let half_object =
        (1..open.len()).find(|index| open[*index].bracket == b'{' && open[index - 1].bracket == b'[');
    if let Some(index) = half_object {
        open.truncate(index);
    }
    let kept = open.last()?.whole;
    let mut text = text[..kept].to_owned();
    for open in open.iter().rev() {
        text.push(if open.bracket == b'{' { '}' } else { ']' });
    }
    Some(Closed { text, kept })
}

fn whole(open: &mut [Open], at: usize) {
    if let Some(last) = open.last_mut() {
        last.whole = at;
        last.key = false;
    }
}

fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return Some(at + 1),
            _ => at += 1,
        }
    }
    None
}

/// A field's text without its padding; nothing where there is none.
pub(super) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).map(str::trim).unwrap_or_default()
}

/// A field's text, also where the feed writes a number.
pub(super) fn word(value: &Value, key: &str) -> String {
    match value.get(key) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// A field's whole number, also where the feed writes it as text or with a point.
pub(super) fn int(value: &Value, key: &str) -> Option<i64> {
    number(value.get(key)?)
}

/// No feed counts further: a number beyond is no number, so that sums never overflow.
const LARGEST: i64 = 100_000_000_000;

pub(super) fn number(value: &Value) -> Option<i64> {
    let number = match value {
        Value::Number(number) => number.as_i64().or_else(|| {
            let float = number.as_f64()?;
            (float.fract() == 0.0 && float.abs() < LARGEST as f64).then_some(float as i64)
        }),
        Value::String(text) => text.trim().parse().ok(),
        Value::Bool(yes) => Some(i64::from(*yes)),
        _ => None,
    };
    number.filter(|number| (-LARGEST..=LARGEST).contains(number))
}

/// A field's list; an empty one where there is none.
pub(super) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The texts of a field's list.
pub(super) fn words<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a str> {
    list(value, key).iter().filter_map(Value::as_str).map(str::trim)
}
