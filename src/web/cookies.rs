//! Cookies: read from a header, written with the strictest attributes the connection allows.

use axum::http::{HeaderMap, HeaderValue, header};

/// The value of a cookie.
pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// A secret cookie's name: over HTTPS the `__Host-` prefix binds it to this host alone.
pub fn secret_name(name: &str, secure: bool) -> String {
    if secure { format!("__Host-{name}") } else { name.to_owned() }
}

/// Reads a secret cookie.
pub fn read_secret<'a>(headers: &'a HeaderMap, name: &str, secure: bool) -> Option<&'a str> {
    read(headers, &secret_name(name, secure)).filter(|value| !value.is_empty())
}

/// A cookie that scripts cannot read.
pub fn secret(name: &str, value: &str, max_age_seconds: i64, secure: bool) -> HeaderValue {
    let name = secret_name(name, secure);
    let secure = if secure { "; Secure" } else { "" };
    header_value(&format!(
        "{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age_seconds}{secure}"
    ))
}

/// A cookie that holds a taste: language or theme.
pub fn taste(name: &str, value: &str, secure: bool) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    header_value(&format!("{name}={value}; Path=/; SameSite=Lax; Max-Age=31536000{secure}"))
}

fn header_value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("names and values of our own making are plain ASCII")
}
