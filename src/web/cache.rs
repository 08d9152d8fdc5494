//! The page cache: answers from memory, and right the moment a result is saved.
//!
//! An entry remembers the version counter of what it shows, as it was before the page was made. Every commit moves
//! the counter before the writer gets an answer, so a stale entry can never be taken for fresh. One request makes
//! a missing page, the others wait for it.

use super::metrics::RouteCounts;
use crate::store::Versions;
use axum::extract::MatchedPath;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use bytes::Bytes;
use chrono::{DateTime, Duration, Utc};
use hashbrown::{Equivalent, HashMap};
use league::ids::SeasonId;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::sync::atomic::Ordering;
use std::sync::{Arc, RwLock};

/// More distinct pages than this are never kept: a flood of made-up addresses cannot fill the memory.
const MOST_PAGES: usize = 4096;

/// What a handler says about its answer: which season it shows, and for how long it stays true by itself.
#[derive(Clone, Copy, Debug)]
pub struct Cacheable {
    /// `None` where the page shows several seasons or none: any commit renews it.
    pub season: Option<SeasonId>,
    pub fresh_for: Duration,
}

/// What tells one cached answer from another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    pub target: String,
    pub taste: u8,
}

/// A key that borrows.
#[derive(Hash)]
pub struct KeyRef<'a> {
    pub target: &'a str,
    pub taste: u8,
}

impl Equivalent<Key> for KeyRef<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        self.taste == key.taste && self.target == key.target
    }
}

/// The encodings an answer is kept in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Identity,
    Gzip,
    Brotli,
}

impl Encoding {
    /// The best of what the client takes.
    pub fn accepted(headers: &HeaderMap) -> Self {
        let Some(value) = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()) else {
            return Self::Identity;
        };
        let takes = |name: &str| {
            value.split(',').any(|part| {
                let mut part = part.split(';').map(str::trim);
                part.next() == Some(name) && !matches!(part.next(), Some("q=0" | "q=0.0"))
            })
        };
        if takes("br") {
            Self::Brotli
        } else if takes("gzip") {
            Self::Gzip
        } else {
            Self::Identity
        }
    }
}

/// An answer that may be kept, with the route that made it.
pub struct Made {
    pub route: Arc<RouteCounts>,
    pub template: Option<MatchedPath>,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// A kept answer in all its encodings, headers ready.
pub struct Entry {
    pub route: Arc<RouteCounts>,
    pub template: Option<MatchedPath>,
    etag: HeaderValue,
    identity: (HeaderMap, Bytes),
    gzip: (HeaderMap, Bytes),
    brotli: (HeaderMap, Bytes),
    not_modified: HeaderMap,
    counter: crate::store::Counter,
    seen: i64,
    until: DateTime<Utc>,
}

impl Entry {
    fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        self.counter.load(Ordering::Acquire) == self.seen && now < self.until
    }

    /// The answer for one request.
    pub fn respond(&self, headers: &HeaderMap) -> Response<Bytes> {
        if headers.get(header::IF_NONE_MATCH).is_some_and(|given| matches_etag(given, &self.etag)) {
            return response(StatusCode::NOT_MODIFIED, self.not_modified.clone(), Bytes::new());
        }
        let (headers, body) = match Encoding::accepted(headers) {
            Encoding::Identity => &self.identity,
            Encoding::Gzip => &self.gzip,
            Encoding::Brotli => &self.brotli,
        };
        response(StatusCode::OK, headers.clone(), body.clone())
    }
}

fn response(status: StatusCode, headers: HeaderMap, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// Whether an `If-None-Match` names this version; the mark of weakness says nothing here.
pub fn matches_etag(given: &HeaderValue, etag: &HeaderValue) -> bool {
    let (Ok(given), Ok(etag)) = (given.to_str(), etag.to_str()) else { return false };
    fn strong(tag: &str) -> &str {
        tag.trim().trim_start_matches("W/")
    }
    given.split(',').any(|tag| tag.trim() == "*" || strong(tag) == strong(etag))
}

/// The version mark of a body.
pub fn etag_of(body: &[u8]) -> HeaderValue {
    let hash = crate::random::hex(&Sha256::digest(body)[..12]);
    HeaderValue::from_str(&format!("W/\"{hash}\"")).expect("hexadecimal is ASCII")
}

#[derive(Default)]
pub struct Slot {
    entry: RwLock<Option<Arc<Entry>>>,
    /// Held by the one request that makes the page.
    pub making: tokio::sync::Mutex<()>,
}

impl Slot {
    /// The kept answer, if it still holds.
    pub fn fresh(&self, now: DateTime<Utc>) -> Option<Arc<Entry>> {
        let entry = self.entry.read().expect("no panic under the lock");
        entry.as_ref().filter(|entry| entry.is_fresh(now)).cloned()
    }
}

/// All kept answers.
pub struct Cache {
    slots: RwLock<HashMap<Key, Arc<Slot>>>,
    versions: Versions,
}

impl Cache {
    pub fn new(versions: Versions) -> Self {
        Self { slots: RwLock::default(), versions }
    }

    /// The place of a page, filled or not.
    pub fn slot(&self, key: &KeyRef<'_>) -> Option<Arc<Slot>> {
        self.slots.read().expect("no panic under the lock").get(key).cloned()
    }

    /// Makes a place for a page.
    pub fn make_slot(&self, key: Key) -> Arc<Slot> {
        let mut slots = self.slots.write().expect("no panic under the lock");
        if slots.len() >= MOST_PAGES {
            slots.clear();
        }
        slots.entry(key).or_default().clone()
    }

    /// The counters as they are before a page is made.
    pub fn snapshot(&self) -> crate::store::Snapshot {
        self.versions.snapshot()
    }

    /// Keeps an answer that was made from what the snapshot saw.
    pub fn keep(
        &self,
        slot: &Slot,
        cacheable: Cacheable,
        before: &crate::store::Snapshot,
        now: DateTime<Utc>,
        made: Made,
    ) -> Arc<Entry> {
        let Made { route, template, headers: mut plain, body } = made;
        // An answer of the API brings its own tag: it begins with the object's version.
        let etag = plain.get(header::ETAG).cloned().unwrap_or_else(|| etag_of(&body));
        // The length of one encoding would be a lie about the others.
        plain.remove(header::CONTENT_LENGTH);
        plain.insert(header::ETAG, etag.clone());
        plain.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        plain.insert(header::VARY, HeaderValue::from_static("accept-encoding, cookie"));
        let (counter, seen) = match cacheable.season {
            Some(season) => (self.versions.season(season), before.season(season)),
            None => (self.versions.any(), before.any),
        };
        let encoded = |name: &'static str, bytes: Vec<u8>| {
            let mut headers = plain.clone();
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
            (headers, Bytes::from(bytes))
        };
        let kind = plain.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
        // Pictures and documents are compressed already: the same bytes serve everyone.
        let packed = kind.starts_with("image/png") || kind.starts_with("application/pdf");
        let mut not_modified = plain.clone();
        not_modified.remove(header::CONTENT_TYPE);
        let entry = Arc::new(Entry {
            route,
            template,
            etag,
            gzip: if packed { (plain.clone(), body.clone()) } else { encoded("gzip", gzip(&body, 6)) },
            brotli: if packed { (plain.clone(), body.clone()) } else { encoded("br", brotli(&body, 5)) },
            not_modified,
            identity: (plain, body),
            counter,
            seen,
            until: now + cacheable.fresh_for,
        });
        *slot.entry.write().expect("no panic under the lock") = Some(entry.clone());
        entry
    }
}

/// Compresses for clients that take gzip.
pub fn gzip(body: &[u8], level: u32) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
    encoder.write_all(body).expect("memory takes what is written");
    encoder.finish().expect("memory takes what is written")
}

/// Compresses for clients that take brotli.
pub fn brotli(body: &[u8], quality: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 4096, quality, 20);
    writer.write_all(body).expect("memory takes what is written");
    drop(writer);
    out
}
