//! Where two documents first differ.

use super::{join, plain};
use serde::Serialize;
use serde_json::Value;

/// The place of the first difference, or `None` when there is none.
pub(super) fn first<T: Serialize>(file: &T, here: &T) -> Option<String> {
    walk(&plain(file), &plain(here))
}

fn walk(file: &Value, here: &Value) -> Option<String> {
    match (file, here) {
        (Value::Object(file), Value::Object(here)) => {
            if let Some(extra) = here.keys().find(|name| !file.contains_key(*name)) {
                return Some(extra.clone());
            }
            file.iter().find_map(|(name, value)| {
                walk(value, here.get(name).unwrap_or(&Value::Null)).map(|inner| join(name, &inner))
            })
        }
        (Value::Array(file), Value::Array(here)) => {
            let pairs = file.iter().zip(here).enumerate();
            let inside = pairs.into_iter().find_map(|(at, (file, here))| {
                walk(file, here).map(|inner| join(&format!("[{at}]"), &inner))
            });
            let shorter = file.len().min(here.len());
            inside.or_else(|| (file.len() != here.len()).then(|| format!("[{shorter}]")))
        }
        _ => (file != here).then(String::new),
    }
}
