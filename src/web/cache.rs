//! The page cache: answers from memory, and right the moment a result is saved.
//!
//! An entry remembers the version counter of what it shows, as it was before the page was made. Every commit moves
//! the counter before the writer gets an answer, so a stale entry can never be taken for fresh. One request makes
//! a missing page, the others wait for it.

use super::asked::Asked;
use super::lent::Lent;
use super::metrics::RouteCounts;
use crate::store::Versions;
use axum::extract::MatchedPath;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use bytes::Bytes;
use chrono::{DateTime, Duration, Utc};
use hashbrown::{Equivalent, HashMap};
use league::ids::SeasonId;
use sha2::{Digest, Sha256};
use std::fs::File;
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
    /// The best of what the client takes, by its `Accept-Encoding`.
    pub fn accepted(value: Option<&str>) -> Self {
        let Some(value) = value else { return Self::Identity };
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

/// A kept answer in all its encodings.
pub struct Entry {
    pub route: Arc<RouteCounts>,
    pub template: Option<MatchedPath>,
    etag: HeaderValue,
    identity: Arc<Kept>,
    gzip: Arc<Kept>,
    brotli: Arc<Kept>,
    not_modified: Arc<Kept>,
    counter: crate::store::Counter,
    seen: i64,
    until: DateTime<Utc>,
}

impl Entry {
    fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        self.counter.load(Ordering::Acquire) == self.seen && now < self.until
    }

    /// The answer for one request.
    pub fn choose(&self, asked: &impl Asked) -> &Arc<Kept> {
        if asked.value(&header::IF_NONE_MATCH).is_some_and(|given| matches_etag(given, &self.etag)) {
            return &self.not_modified;
        }
        match Encoding::accepted(asked.value(&header::ACCEPT_ENCODING)) {
            Encoding::Identity => &self.identity,
            Encoding::Gzip => &self.gzip,
            Encoding::Brotli => &self.brotli,
        }
    }
}

/// One ready answer: for a handler's hands, and as the bytes of HTTP/1.1.
pub struct Kept {
    pub status: StatusCode,
    headers: HeaderMap,
    /// The status line and all headers of HTTP/1.1, without the empty line that ends them.
    pub head: Bytes,
    pub body: Bytes,
    lent: Lent,
}

impl Kept {
    fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Arc<Self> {
        let mut head = format!("HTTP/1.1 {status}\r\n").into_bytes();
        for (name, value) in &headers {
            head.extend_from_slice(name.as_str().as_bytes());
            head.extend_from_slice(b": ");
            head.extend_from_slice(value.as_bytes());
            head.extend_from_slice(b"\r\n");
        }
        if status != StatusCode::NOT_MODIFIED {
            head.extend_from_slice(format!("content-length: {}\r\n", body.len()).as_bytes());
        }
        Arc::new(Self { status, headers, head: head.into(), body, lent: Lent::default() })
    }

    /// The body as a file, where that is the shorter way.
    pub fn file(&self) -> Option<&File> {
        self.lent.file(&self.body)
    }

    pub fn response(&self) -> Response<Bytes> {
        let mut response = Response::new(self.body.clone());
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers.clone();
        response
    }
}

/// A header's value, where it is text.
pub fn text_of<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Whether an `If-None-Match` names this version; the mark of weakness says nothing here.
pub fn matches_etag(given: &str, etag: &HeaderValue) -> bool {
    let Ok(etag) = etag.to_str() else { return false };
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
            Kept::new(StatusCode::OK, headers, bytes.into())
        };
        let kind = plain.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
        let as_it_is = || Kept::new(StatusCode::OK, plain.clone(), body.clone());
        // Pictures and documents are compressed already: the same bytes serve everyone.
        let packed = kind.starts_with("image/png") || kind.starts_with("application/pdf");
        // What such an answer leaves out stays as the visitor's own copy has it.
        let not_modified: HeaderMap = [header::ETAG, header::CACHE_CONTROL, header::VARY]
            .into_iter()
            .filter_map(|name| plain.get(&name).cloned().map(|value| (name, value)))
            .collect();
        let entry = Arc::new(Entry {
            route,
            template,
            etag,
            identity: as_it_is(),
            gzip: if packed { as_it_is() } else { encoded("gzip", gzip(&body, 6)) },
            brotli: if packed { as_it_is() } else { encoded("br", brotli(&body, 5)) },
            not_modified: Kept::new(StatusCode::NOT_MODIFIED, not_modified, Bytes::new()),
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
