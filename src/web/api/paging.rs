//! Pages of a list: a cursor names the last item of the page before, and survives that item's going away.

use super::super::error::Error;
use super::schema::{Described, Parts, object};
use crate::actions::input::{Fault, Parsed, What};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::{Value, json};

/// Items of a page when the query names no number.
const USUAL: i64 = 50;

/// One page of a list.
#[derive(Clone, Debug, Serialize)]
pub struct List<T> {
    pub items: Vec<T>,
    /// The cursor of the next page; null on the last.
    pub next: Option<String>,
}

impl<T: Described> Described for List<T> {
    fn schema(parts: &mut Parts) -> Value {
        let items = json!({ "type": "array", "items": T::schema(parts) });
        let next = json!({ "type": ["string", "null"], "description": "The cursor of the next page; null on the last" });
        object("One page of a list", vec![("items", items), ("next", next)])
    }
}

impl<T> List<T> {
    /// The same page of something made from its items.
    pub fn with<U>(&self, items: Vec<U>) -> List<U> {
        List { items, next: self.next.clone() }
    }
}

/// How many items were asked for.
pub fn limit(asked: &Parsed) -> usize {
    usize::try_from(asked.number("limit").unwrap_or(USUAL)).unwrap_or(1)
}

/// Cuts the page that was asked for out of a whole list.
pub fn page<T>(all: Vec<T>, asked: &Parsed, key: impl Fn(&T) -> &str) -> Result<List<T>, Error> {
    let limit = limit(asked);
    let start = match asked.text("cursor").as_str() {
        "" => 0,
        cursor => {
            let (place, last) = read_cursor(cursor)?;
            // The item may have gone since: its neighbour now stands at its place.
            all.iter().position(|item| key(item) == last).map_or(place, |at| at + 1)
        }
    };
    let total = all.len();
    let items: Vec<T> = all.into_iter().skip(start).take(limit).collect();
    let end = start + items.len();
    let next = items.last().filter(|_| end < total).map(|last| cursor(end - 1, key(last)));
    Ok(List { items, next })
}

/// A cursor that names a place and the key that stood there.
pub fn cursor(place: usize, key: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{place}:{key}"))
}

/// Reads a cursor of ours.
pub fn read_cursor(cursor: &str) -> Result<(usize, String), Error> {
    let read = || {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
        let (place, key) = text.split_once(':')?;
        Some((place.parse().ok()?, key.to_owned()))
    };
    read().ok_or_else(|| Error::Faults(vec![Fault::at("cursor", What::NoSuchObject)]))
}

#[cfg(test)]
mod tests;
