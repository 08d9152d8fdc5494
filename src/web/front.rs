//! What every request passes: the page cache, the guard against foreign forms, and the headers of every answer.

use super::cache::{Cacheable, Key, KeyRef};
use super::error::{self, Error};
use super::{App, cookies, guard};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use std::net::SocketAddr;
use std::sync::Arc;
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

impl Front {
    pub(super) fn new(app: App, router: Router) -> Self {
        Self { app, router }
    }

    /// The application behind.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Answers one request.
    pub async fn call(&self, mut request: Request<Body>) -> Response<Body> {
        let scheme = request.extensions().get::<Scheme>().copied();
        if let Some(taste) = cached_taste(&request) {
            return self.from_cache(request, taste, scheme).await;
        }
        let arrival = arrival(&self.app, &request, scheme);
        let secure = arrival.secure;
        if let Err(refusal) = guard::check(&self.app, &mut request, &arrival) {
            let (path, id) = (request.uri().path(), &arrival.request_id);
            return finish(error::dress(refusal, &Error::Forbidden, request.headers(), path, id), secure);
        }
        request.extensions_mut().insert(arrival);
        finish(self.route(request).await, secure)
    }

    async fn from_cache(
        &self,
        mut request: Request<Body>,
        taste: u8,
        scheme: Option<Scheme>,
    ) -> Response<Body> {
        let now = self.app.clock.now();
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
        let key = KeyRef { target, taste };
        let slot = match self.app.cache.slot(&key) {
            Some(slot) => slot,
            None => self.app.cache.make_slot(Key { target: target.to_owned(), taste }),
        };
        if let Some(entry) = slot.fresh(now) {
            return entry.respond(request.headers());
        }
        let _making = slot.making.lock().await;
        if let Some(entry) = slot.fresh(now) {
            return entry.respond(request.headers());
        }
        let before = self.app.cache.snapshot();
        let arrival = arrival(&self.app, &request, scheme);
        let secure = arrival.secure;
        request.extensions_mut().insert(arrival);
        // What is kept serves GET and HEAD alike, so it is made as for GET; the connection leaves the body out.
        *request.method_mut() = Method::GET;
        let asked = request.headers().clone();
        let answer = finish(self.route(request).await, secure);
        let Some(cacheable) = answer.extensions().get::<Cacheable>().copied() else { return answer };
        if answer.status() != StatusCode::OK {
            return answer;
        }
        let (parts, body) = answer.into_parts();
        match body.collect().await {
            Ok(body) => {
                let body = body.to_bytes();
                self.app.cache.keep(&slot, cacheable, &before, now, &parts.headers, body).respond(&asked)
            }
            Err(_) => Response::from_parts(parts, Body::empty()),
        }
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
        match response.extensions().get::<Arc<Error>>().cloned() {
            Some(error) => error::dress(response, &error, &headers, &path, &id),
            None => response,
        }
    }
}

/// The taste of a request that may be answered from memory: a read by somebody who is not signed in.
///
/// Language and theme are the only two things that make such a page differ from one visitor to the next.
fn cached_taste(request: &Request<Body>) -> Option<u8> {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return None;
    }
    let path = request.uri().path();
    let private =
        ["/admin", "/-/", "/sign", "/link/", "/reset/", "/setup", "/table/", "/me", "/healthz", "/readyz"];
    if private.iter().any(|prefix| path.starts_with(prefix)) || path == "/metrics" {
        return None;
    }
    let headers = request.headers();
    if headers.contains_key(header::AUTHORIZATION) {
        return None;
    }
    let mut taste = 0;
    for value in headers.get_all(header::COOKIE) {
        let line = value.to_str().unwrap_or("");
        for pair in line.split(';') {
            match pair.trim().split_once('=') {
                Some(("sid" | "__Host-sid" | "cap" | "__Host-cap", _)) => return None,
                Some(("lang", "en")) => taste |= 1,
                Some(("theme", "light")) => taste |= 2,
                Some(("theme", "dark")) => taste |= 4,
                _ => {}
            }
        }
    }
    Some(taste)
}

fn arrival(app: &App, request: &Request<Body>, scheme: Option<Scheme>) -> Arrival {
    let headers = request.headers();
    let peer = scheme.map(|scheme| scheme.peer.ip().to_string()).unwrap_or_default();
    let trusted = guard::is_trusted(&app.settings.trusted_proxies, &peer);
    let forwarded = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).filter(|_| trusted);
    let secure =
        scheme.is_some_and(|scheme| scheme.secure) || forwarded("x-forwarded-proto") == Some("https");
    let address = forwarded("x-forwarded-for")
        .and_then(|chain| chain.rsplit(',').next())
        .map_or(peer, |address| address.trim().to_owned());
    let host = request.uri().authority().map(|authority| authority.as_str());
    let host =
        host.or_else(|| headers.get(header::HOST).and_then(|host| host.to_str().ok())).unwrap_or("localhost");
    Arrival { secure, address, host: host.to_owned(), request_id: app.random.key() }
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
