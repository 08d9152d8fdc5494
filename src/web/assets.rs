//! Style, scripts and icons, embedded, under addresses that change with their content.

use super::cache::{brotli, gzip, text_of};
use super::error::Error;
use super::routes::{Routes, Who};
use crate::random::hex;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, Response, header};
use axum::response::IntoResponse;
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// An embedded file, compressed once.
struct Asset {
    name: &'static str,
    media_type: &'static str,
    hash: String,
    identity: &'static [u8],
    gzip: Bytes,
    brotli: Bytes,
}

macro_rules! embedded {
    ($($name:literal => $media_type:literal),* $(,)?) => {
        &[$(($name, $media_type, include_bytes!(concat!("../../assets/", $name)) as &[u8])),*]
    };
}

const EMBEDDED: &[(&str, &str, &[u8])] = embedded! {
    "site.css" => "text/css; charset=utf-8",
    "site.js" => "text/javascript; charset=utf-8",
    "control.css" => "text/css; charset=utf-8",
    "control.js" => "text/javascript; charset=utf-8",
    "gate.js" => "text/javascript; charset=utf-8",
    "watch.js" => "text/javascript; charset=utf-8",
    "pad.css" => "text/css; charset=utf-8",
    "pad.js" => "text/javascript; charset=utf-8",
    "pad-acts.js" => "text/javascript; charset=utf-8",
    "pad-check.js" => "text/javascript; charset=utf-8",
    "pad-dialogs.js" => "text/javascript; charset=utf-8",
    "pad-dom.js" => "text/javascript; charset=utf-8",
    "pad-facts.js" => "text/javascript; charset=utf-8",
    "pad-game.js" => "text/javascript; charset=utf-8",
    "pad-keys.js" => "text/javascript; charset=utf-8",
    "pad-order.js" => "text/javascript; charset=utf-8",
    "pad-replay.js" => "text/javascript; charset=utf-8",
    "pad-say.js" => "text/javascript; charset=utf-8",
    "pad-store.js" => "text/javascript; charset=utf-8",
    "pad-sw.js" => "text/javascript; charset=utf-8",
    "pad-sync.js" => "text/javascript; charset=utf-8",
    "pad-tally.js" => "text/javascript; charset=utf-8",
    "pad-typing.js" => "text/javascript; charset=utf-8",
    "pad-view.js" => "text/javascript; charset=utf-8",
    "draw.js" => "text/javascript; charset=utf-8",
    "live.js" => "text/javascript; charset=utf-8",
    "live.css" => "text/css; charset=utf-8",
    "screen.js" => "text/javascript; charset=utf-8",
    "screen.css" => "text/css; charset=utf-8",
    "icon.svg" => "image/svg+xml",
};

/// The files of the scorer's pad. Its modules name each other, so all have the hash of all.
pub const PAD: &[&str] = &[
    "pad.css",
    "pad.js",
    "pad-acts.js",
    "pad-check.js",
    "pad-dialogs.js",
    "pad-dom.js",
    "pad-facts.js",
    "pad-game.js",
    "pad-keys.js",
    "pad-order.js",
    "pad-replay.js",
    "pad-say.js",
    "pad-store.js",
    "pad-sync.js",
    "pad-tally.js",
    "pad-typing.js",
    "pad-view.js",
];

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let of_pad = EMBEDDED.iter().filter(|(name, ..)| PAD.contains(name));
    let pad = of_pad.fold(Sha256::new(), |hash, (_, _, body)| hash.chain_update(body)).finalize();
    let asset = |(name, media_type, body): &(&'static str, &'static str, &'static [u8])| Asset {
        name,
        media_type,
        hash: hex(&(if PAD.contains(name) { pad } else { Sha256::digest(body) })[..6]),
        identity: body,
        gzip: gzip(body, 9).into(),
        brotli: brotli(body, 11).into(),
    };
    EMBEDDED.iter().map(asset).collect()
});

/// The address of a file as it is now.
pub fn url(name: &str) -> String {
    match ASSETS.iter().find(|asset| asset.name == name) {
        Some(asset) => format!("/-/assets/{}/{name}", asset.hash),
        None => format!("/-/assets/none/{name}"),
    }
}

/// Changes with any file of the pad.
pub fn pad_version() -> &'static str {
    ASSETS.iter().find(|asset| asset.name == "pad.js").map_or("", |asset| &asset.hash)
}

/// A file's text.
pub fn text(name: &str) -> &'static str {
    let asset = ASSETS.iter().find(|asset| asset.name == name);
    asset.and_then(|asset| std::str::from_utf8(asset.identity).ok()).unwrap_or("")
}

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/-/assets/{hash}/{name}", Who::Everyone, serve).get("/favicon.ico", Who::Everyone, icon)
}

async fn serve(Path((_, name)): Path<(String, String)>, headers: HeaderMap) -> Result<Response<Body>, Error> {
    named(&name, &headers)
}

/// A file by its name, for an address that stays.
pub fn named(name: &str, headers: &HeaderMap) -> Result<Response<Body>, Error> {
    let asset = ASSETS.iter().find(|asset| asset.name == name).ok_or(Error::NotFound)?;
    Ok(respond(asset, headers))
}

async fn icon(headers: HeaderMap) -> Result<Response<Body>, Error> {
    named("icon.svg", &headers)
}

fn respond(asset: &Asset, headers: &HeaderMap) -> Response<Body> {
    use super::cache::Encoding;
    let (encoding, body) = match Encoding::accepted(text_of(headers, &header::ACCEPT_ENCODING)) {
        Encoding::Identity => (None, Bytes::from_static(asset.identity)),
        Encoding::Gzip => (Some("gzip"), asset.gzip.clone()),
        Encoding::Brotli => (Some("br"), asset.brotli.clone()),
    };
    let mut response = Body::from(body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}
