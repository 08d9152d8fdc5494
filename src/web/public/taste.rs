//! Language and theme: kept in a cookie, changed by a plain link, so that it works without scripts.

use super::super::cookies;
use super::{Error, Visitor};
use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderValue, Response, header};
use axum::response::{IntoResponse, Redirect};
use std::collections::BTreeMap;

pub async fn language(
    visitor: Visitor,
    Path(lang): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response<Body>, Error> {
    let lang = match lang.as_str() {
        "en" => "en",
        "zh" => "zh",
        _ => return Err(Error::NotFound),
    };
    back(query, cookies::taste("lang", lang, visitor.arrival.secure))
}

pub async fn theme(
    visitor: Visitor,
    Path(theme): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response<Body>, Error> {
    let theme = match theme.as_str() {
        "light" => "light",
        "dark" => "dark",
        "auto" => "auto",
        _ => return Err(Error::NotFound),
    };
    back(query, cookies::taste("theme", theme, visitor.arrival.secure))
}

/// Back to where the visitor was: an address on this site, never another.
fn back(query: Option<String>, cookie: HeaderValue) -> Result<Response<Body>, Error> {
    let query: BTreeMap<String, String> =
        serde_urlencoded::from_str(&query.unwrap_or_default()).map_err(|_| Error::BadBody)?;
    let wanted = query.get("back").map(String::as_str).unwrap_or("/");
    let own =
        wanted.starts_with('/') && !wanted.starts_with("//") && !wanted.contains(['\\', '\r', '\n', '\t']);
    let mut response = Redirect::to(if own { wanted } else { "/" }).into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}
