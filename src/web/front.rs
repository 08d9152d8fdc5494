//! What every request passes: the page cache, the guard against foreign forms, and the headers of every answer.

use super::asked::Asked;
use super::cache::{Cacheable, Kept, Key, KeyRef, Made, Slot};
use super::error::{self, Error};
use super::metrics::RouteCounts;
use super::rates::Work;
use super::text::Lang;
use super::{App, cookies, guard};
use crate::clock::Stopwatch;
use crate::random::{Random, letter};
use axum::Router;
use axum::body::Body;
use axum::extract::MatchedPath;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use axum::middleware::Next;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use http_body_util::BodyExt;
use std::borrow::Cow;
use std::fmt::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tower::ServiceExt;

/// How a request came in; put into its extensions by the listener.
#[derive(Clone, Copy, Debug)]
pub struct Scheme {
    pub secure: bool,
    pub peer: SocketAddr,
}

/// The site.
#[derive(Clone)]
pub struct Front {
    app: App,
    router: Router,
}

/// What is known of a request before any handler runs.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub secure: bool,
    /// The client's address, through trusted proxies.
    pub address: String,
    /// The name the visitor used for this site.
    pub host: String,
    pub request_id: String,
}

/// The route template that answered, for counters and the log: it holds no key and no token.
#[derive(Clone, Debug)]
struct Template(MatchedPath);

/// Notes on an answer which route made it. Laid over every route.
pub(super) async fn remember_template(request: Request<Body>, next: Next) -> Response<Body> {
    let template = request.extensions().get::<MatchedPath>().cloned().map(Template);
    let mut response = next.run(request).await;
    if let Some(template) = template {
        response.extensions_mut().insert(template);
    }
    response
}

/// Names for requests: they tell one from another in the log and cost no call to the system.
#[derive(Debug)]
pub struct RequestIds {
    begin: u64,
    next: AtomicU64,
}

impl RequestIds {
    pub(super) fn new(random: &Random) -> Self {
        let [a, b, c, d, e, f, g, h, ..] = random.bytes();
        Self { begin: u64::from_le_bytes([a, b, c, d, e, f, g, h]), next: AtomicU64::new(0) }
    }

    fn next(&self) -> RequestId {
        // The steps of SplitMix64: every number once, in an order that says nothing of how many there were.
        let step = self.next.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        let mut mixed = self.begin.wrapping_add(step);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        RequestId(mixed ^ (mixed >> 31))
    }
}

#[derive(Clone, Copy, Debug)]
struct RequestId(u64);

impl RequestId {
    fn letters(self) -> [u8; 12] {
        std::array::from_fn(|at| letter((self.0 >> (5 * at)) as u8) as u8)
    }

    fn value(self) -> HeaderValue {
        HeaderValue::from_bytes(&self.letters()).expect("letters are ASCII")
    }
}

impl std::fmt::Display for RequestId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.letters().iter().try_for_each(|letter| f.write_char(char::from(*letter)))
    }
}

/// A kept answer for one request.
pub struct Remembered {
    /// The request's name, for the header `x-request-id`.
    pub id: [u8; 12],
    pub kept: Arc<Kept>,
    /// When it was asked for.
    pub at: DateTime<Utc>,
}

impl Remembered {
    pub fn response(&self) -> Response<Bytes> {
        let mut response = self.kept.response();
        let id = HeaderValue::from_bytes(&self.id).expect("letters are ASCII");
        response.headers_mut().insert(REQUEST_ID, id);
        response
    }
}

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

impl Front {
    pub(super) fn new(app: App, router: Router) -> Self {
        Self { app, router }
    }

    /// The application behind.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Answers from memory, when a kept page still holds: no handler, no database, no copy of the body.
    pub fn from_memory(&self, asked: &impl Asked, scheme: Option<Scheme>) -> Option<Remembered> {
        let took = Stopwatch::start();
        let at = self.app.clock.now();
        let entry = self.slot(asked, scheme)?.fresh(at)?;
        let id = self.app.request_ids.next();
        self.app.metrics.cache_hits.fetch_add(1, Ordering::Relaxed);
        let remembered = Remembered { id: id.letters(), kept: entry.choose(asked).clone(), at };
        self.account(&entry.route, asked.method(), remembered.kept.status, took, id);
        Some(remembered)
    }

    /// Makes a page anew that was kept before and no longer holds. False when nothing was kept: the page may be one
    /// that cannot be, and only its handler knows.
    pub async fn refresh(&self, asked: &impl Asked, scheme: Scheme) -> bool {
        if self.slot(asked, Some(scheme)).is_none() {
            return false;
        }
        let mut request = Request::new(Body::empty());
        let Ok(uri) = asked.target().parse() else { return false };
        *request.uri_mut() = uri;
        for name in [header::HOST, header::COOKIE, FORWARDED_PROTO] {
            for value in asked.values(&name) {
                let Ok(value) = HeaderValue::from_str(value) else { return false };
                request.headers_mut().append(name.clone(), value);
            }
        }
        request.extensions_mut().insert(scheme);
        self.call(request).await.status() == StatusCode::OK
    }

    /// Takes a beat of an open page the quick way: the answer's body and the request's name.
    pub fn beat(&self, asked: &impl Asked, body: &[u8], scheme: Scheme) -> Option<(String, [u8; 12])> {
        let took = Stopwatch::start();
        let reply = self.app.beat(asked, body, Some(scheme))?;
        let id = self.app.request_ids.next();
        // Counted, and no line of its own: a game has millions of beats.
        let route = self.app.metrics.route(Some(super::beacon::PATH));
        route.count(&Method::POST, StatusCode::OK, took.elapsed());
        Some((reply.json(), id.letters()))
    }

    fn slot(&self, asked: &impl Asked, scheme: Option<Scheme>) -> Option<Arc<Slot>> {
        let taste = self.cached_taste(asked)? | self.secure_taste(asked, scheme);
        self.app.cache.slot(&KeyRef { target: &self.target(asked), taste })
    }

    /// Answers one request.
    pub async fn call(&self, mut request: Request<Body>) -> Response<Body> {
        let scheme = request.extensions().get::<Scheme>().copied();
        if let Some(remembered) = self.from_memory(&request, scheme) {
            return remembered.response().map(Body::from);
        }
        let (took, id) = (Stopwatch::start(), self.app.request_ids.next());
        let method = request.method().clone();
        let arrival = arrival(&self.app, &request, scheme, id);
        let mut response = match self.cached_taste(&request) {
            Some(taste) => match self.take_turn(&arrival) {
                Ok(()) => self.make_once(request, taste, arrival).await,
                Err(refusal) => self.refuse(&request, &refusal, &arrival),
            },
            None => match guard::check(&self.app, &mut request, &arrival) {
                Ok(()) => self.make(request, arrival).await,
                Err(refusal) => self.refuse(&request, &refusal, &arrival),
            },
        };
        response.headers_mut().insert(REQUEST_ID, id.value());
        let template = response.extensions().get::<Template>().map(|template| template.0.as_str());
        let route = self.app.metrics.route(template).clone();
        self.account(&route, &method, response.status(), took, id);
        response
    }

    /// Makes a page that may be kept. One request makes it, those that come meanwhile wait for it.
    async fn make_once(&self, mut request: Request<Body>, taste: u8, arrival: Arrival) -> Response<Body> {
        let taste = taste | if arrival.secure { SECURE } else { 0 };
        let target = self.target(&request);
        let slot = match self.app.cache.slot(&KeyRef { target: &target, taste }) {
            Some(slot) => slot,
            None => self.app.cache.make_slot(Key { target: target.into_owned(), taste }),
        };
        let _making = slot.making.lock().await;
        let now = self.app.clock.now();
        if let Some(entry) = slot.fresh(now) {
            self.app.metrics.cache_hits.fetch_add(1, Ordering::Relaxed);
            return with_template(entry.choose(&request).response().map(Body::from), entry.template.clone());
        }
        self.app.metrics.cache_misses.fetch_add(1, Ordering::Relaxed);
        let before = self.app.cache.snapshot();
        let mut asked = Request::new(());
        *asked.headers_mut() = request.headers().clone();
        // What is kept answers both methods, and the router cuts the body off an answer to HEAD; the listener does too.
        *request.method_mut() = Method::GET;
        let answer = self.make(request, arrival).await;
        let Some(cacheable) = answer.extensions().get::<Cacheable>().copied() else { return answer };
        if answer.status() != StatusCode::OK {
            return answer;
        }
        let (parts, body) = answer.into_parts();
        match body.collect().await {
            Ok(body) => {
                let template = parts.extensions.get::<Template>().map(|template| template.0.clone());
                let route = self.app.metrics.route(template.as_ref().map(MatchedPath::as_str)).clone();
                let made =
                    Made { route, template: template.clone(), headers: parts.headers, body: body.to_bytes() };
                let entry = self.app.cache.keep(&slot, cacheable, &before, now, made);
                with_template(entry.choose(&asked).response().map(Body::from), template)
            }
            Err(_) => Response::from_parts(parts, Body::empty()),
        }
    }

    /// Strangers may not ask for more new pages than the settings say.
    fn take_turn(&self, arrival: &Arrival) -> Result<(), Error> {
        let (rate, now) = (self.app.settings.rates.pages, tokio::time::Instant::now());
        let taken = self.app.rates.take(Work::Page, &arrival.address, rate, now);
        taken.map_err(|seconds| Error::Wait { seconds })
    }

    fn refuse(&self, request: &Request<Body>, refusal: &Error, arrival: &Arrival) -> Response<Body> {
        let bare = refusal.bare();
        let language = self.app.settings.language;
        let (path, id) = (request.uri().path(), &arrival.request_id);
        finish(error::dress(bare, refusal, (request.headers(), language), path, id), arrival.secure)
    }

    async fn make(&self, mut request: Request<Body>, arrival: Arrival) -> Response<Body> {
        let secure = arrival.secure;
        request.extensions_mut().insert(arrival);
        finish(self.route(request).await, secure)
    }

    /// What a kept answer is found by. A document's code leads to the host it was asked by, unless the settings name
    /// one: kept under the path alone, a visitor's made-up host would be printed for everybody.
    fn target<'a>(&self, asked: &'a impl Asked) -> Cow<'a, str> {
        let (target, path) = (asked.target(), asked.path());
        if self.app.settings.public_url.is_none() && (path.ends_with(".png") || path.ends_with(".pdf")) {
            return Cow::Owned(format!("{target} {}", host(asked)));
        }
        Cow::Borrowed(target)
    }

    /// The strict-transport header is part of a kept answer, so pages for HTTPS are kept apart.
    fn secure_taste(&self, asked: &impl Asked, scheme: Option<Scheme>) -> u8 {
        if is_secure(&self.app, asked, scheme) { SECURE } else { 0 }
    }

    /// The taste of a request that may be answered from memory: a read by somebody who is not signed in.
    ///
    /// Language and theme are the only two things that make such a page differ from one visitor to the next.
    fn cached_taste(&self, asked: &impl Asked) -> Option<u8> {
        if asked.method() != Method::GET && asked.method() != Method::HEAD {
            return None;
        }
        let path = asked.path();
        let private = [
            "/admin", "/-/", "/sign", "/link/", "/reset/", "/setup", "/table/", "/pad/", "/live/", "/me",
            "/healthz", "/readyz",
        ];
        if private.iter().any(|prefix| path.starts_with(prefix)) || path == "/metrics" {
            return None;
        }
        if asked.value(&header::AUTHORIZATION).is_some() {
            return None;
        }
        let mut taste = if self.app.settings.language == Lang::En { ENGLISH } else { 0 };
        for line in asked.values(&header::COOKIE) {
            for pair in line.split(';') {
                match pair.trim().split_once('=') {
                    Some(("sid" | "__Host-sid" | "cap" | "__Host-cap", _)) => return None,
                    Some(("lang", "en")) => taste |= ENGLISH,
                    Some(("lang", "zh")) => taste &= !ENGLISH,
                    Some(("theme", "light")) => taste |= LIGHT,
                    Some(("theme", "dark")) => taste |= DARK,
                    _ => {}
                }
            }
        }
        Some(taste)
    }

    /// Counts an answer and writes its line: the template, never the address, which may hold a token.
    fn account(
        &self,
        route: &RouteCounts,
        method: &Method,
        status: StatusCode,
        took: Stopwatch,
        id: RequestId,
    ) {
        let took = took.elapsed();
        route.count(method, status, took);
        tracing::info!(
            target: "changba::request",
            request_id = %id,
            method = %method,
            route = route.template,
            status = status.as_u16(),
            ms = took.as_micros() as f64 / 1000.0,
        );
    }

    async fn route(&self, request: Request<Body>) -> Response<Body> {
        let headers = request.headers().clone();
        let path = request.uri().path().to_owned();
        let id = request
            .extensions()
            .get::<Arrival>()
            .map(|arrival| arrival.request_id.clone())
            .unwrap_or_default();
        let response = match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let template = response.extensions().get::<Template>().map(|template| template.0.clone());
        match response.extensions().get::<Arc<Error>>().cloned() {
            Some(error) => with_template(
                error::dress(response, &error, (&headers, self.app.settings.language), &path, &id),
                template,
            ),
            None => response,
        }
    }
}

// The bits of a taste.
const ENGLISH: u8 = 1;
const LIGHT: u8 = 2;
const DARK: u8 = 4;
const SECURE: u8 = 8;

fn with_template(mut response: Response<Body>, template: Option<MatchedPath>) -> Response<Body> {
    if let Some(template) = template {
        response.extensions_mut().insert(Template(template));
    }
    response
}

fn arrival(app: &App, request: &Request<Body>, scheme: Option<Scheme>, id: RequestId) -> Arrival {
    let address = address_of(app, request, scheme);
    let host = host(request).to_owned();
    Arrival { secure: is_secure(app, request, scheme), address, host, request_id: id.to_string() }
}

/// The client's address, through trusted proxies.
pub(super) fn address_of(app: &App, asked: &impl Asked, scheme: Option<Scheme>) -> String {
    let peer = scheme.map(|scheme| scheme.peer.ip().to_string()).unwrap_or_default();
    let trusted = &app.settings.trusted_proxies;
    asked
        .value(&FORWARDED_FOR)
        .filter(|_| !trusted.is_empty() && guard::is_trusted(trusted, &peer))
        .and_then(|chain| chain.rsplit(',').next())
        .map_or(peer, |address| address.trim().to_owned())
}

/// The name the visitor used for this site.
fn host(asked: &impl Asked) -> &str {
    asked.authority().or_else(|| asked.value(&header::HOST)).unwrap_or("localhost")
}

fn is_secure(app: &App, asked: &impl Asked, scheme: Option<Scheme>) -> bool {
    let Some(scheme) = scheme else { return false };
    let trusted = &app.settings.trusted_proxies;
    scheme.secure
        || (!trusted.is_empty()
            && asked.value(&FORWARDED_PROTO) == Some("https")
            && guard::is_trusted(trusted, &scheme.peer.ip().to_string()))
}

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
                   font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; media-src 'self'; \
                   form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

/// The headers of every answer.
fn finish(mut response: Response<Body>, secure: bool) -> Response<Body> {
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    set(header::CONTENT_SECURITY_POLICY, CSP);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "strict-origin-when-cross-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(self), geolocation=()");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(header::CACHE_CONTROL, "no-store");
    if secure {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains");
    }
    response
}

/// Whether a request came with a secret cookie.
pub(super) fn secret_cookie<'a>(headers: &'a HeaderMap, name: &str, secure: bool) -> Option<&'a str> {
    cookies::read_secret(headers, name, secure)
}
