//! Query strings, read as strictly as bodies: what is not understood is refused, never ignored.

use super::super::error::Error;
use crate::actions::input::{Fault, Field, Fields, Holds, Parsed, What, parse};

/// Reads a query string by its fields.
pub fn read(spec: &[Field], query: Option<&str>) -> Result<Parsed, Error> {
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_str(query.unwrap_or("")).map_err(|_| Error::BadBody)?;
    let mut fields = Fields::default();
    let mut faults = Vec::new();
    for (name, value) in pairs {
        let holds = spec.iter().find(|field| field.name == name).map(|field| field.holds);
        let what = match holds {
            _ if fields.0.contains_key(&name) => Some(What::SameTwice),
            _ if value.is_empty() => Some(What::Required),
            // Bytes that are no UTF-8 arrive as replacement marks.
            _ if value.contains('\u{fffd}') => Some(What::NotPlainText),
            Some(Holds::Number { .. }) if value.parse().is_ok_and(|n: i64| n.to_string() == value) => None,
            Some(Holds::Number { .. }) => Some(What::NotANumber),
            Some(Holds::Date) if !super::sent::is_iso_date(&value) => Some(What::NotADate),
            Some(_) if value != value.trim() => Some(What::NotPlainText),
            _ => None,
        };
        faults.extend(what.map(|what| Fault::at(&name, what)));
        fields.0.insert(name, value);
    }
    if !faults.is_empty() {
        return Err(Error::Faults(faults));
    }
    parse(spec, &fields).map_err(Error::Faults)
}

/// The text of a filter, where one was given.
pub fn given(asked: &Parsed, name: &str) -> Option<String> {
    Some(asked.text(name)).filter(|text| !text.is_empty())
}
