//! The site in process: an application on a fresh database, asked as a browser would ask.

use crate::cli_world::{Folder, clock, open, open_demo};
use axum::body::Body;
use axum::http::{HeaderMap, Request, Response, StatusCode, header};
use changba::actions::console;
use changba::clock::Clock;
use changba::random::Random;
use changba::store::Store;
use changba::web::{App, Front, Settings};
use http_body_util::BodyExt;

/// A running site without a socket.
pub struct Site {
    pub front: Front,
    pub store: Store,
    pub clock: Clock,
    _folder: Option<Folder>,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.header("location")
    }
}

impl Site {
    /// A site with nothing in it but the schema.
    pub async fn empty() -> Self {
        let folder = Folder::new();
        let store = open(&folder.url("site.db")).await;
        Self::on(store, folder)
    }

    /// A site with the demo.
    pub async fn demo() -> Self {
        let folder = Folder::new();
        let store = open_demo(&folder.url("site.db")).await;
        Self::on(store, folder)
    }

    fn on(store: Store, folder: Folder) -> Self {
        let mut site = Self::over(store, clock());
        let settings = Settings { uploads: folder.path("uploads"), ..Settings::default() };
        let app = App::new(site.store.clone(), site.clock.clone(), Random::System, settings);
        site.front = app.front();
        site._folder = Some(folder);
        site
    }

    /// A site on a store that somebody else keeps.
    pub fn over(store: Store, clock: Clock) -> Self {
        let app = App::new(store.clone(), clock.clone(), Random::System, Settings::default());
        Self { front: app.front(), store, clock, _folder: None }
    }

    /// Sends a request and reads the answer.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response: Response<Body> = self.front.call(request).await;
        let (parts, body) = response.into_parts();
        // A stream never ends: that it was opened is the answer.
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let bytes = match kind.is_some_and(|kind| kind.starts_with("text/event-stream")) {
            true => Default::default(),
            false => body.collect().await.unwrap().to_bytes(),
        };
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Reads a page with cookies ("lang=en; sid=..").
    pub async fn get_with(&self, path: &str, cookies: &str) -> Answer {
        let mut request = Request::get(path).header(header::HOST, "league.test");
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Reads a page as a stranger.
    pub async fn get(&self, path: &str) -> Answer {
        self.get_with(path, "").await
    }

    /// Sends a form from one of our own pages.
    pub async fn post(&self, path: &str, cookies: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).unwrap();
        let request = Request::post(path)
            .header(header::HOST, "league.test")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, cookies)
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    /// The cookie of a demo account, signed in by a link as the demo's console prints it.
    pub async fn sign_in(&self, role: &str) -> String {
        let writer = console::writer(&self.clock);
        let links = console::demo_links(&self.store, &writer, chrono::Duration::hours(1)).await.unwrap();
        let (_, token) = links.into_iter().find(|(found, _)| found.as_str() == role).unwrap();
        let answer = self.post(&format!("/link/{token}"), "", &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.header("set-cookie").split(';').next().unwrap().to_owned()
    }
}

/// The addresses on a page that lead to this site.
pub fn links(body: &str) -> Vec<String> {
    let mut found = Vec::new();
    for mark in ["href=\"", "src=\""] {
        for part in body.split(mark).skip(1) {
            let address = part.split('"').next().unwrap_or("");
            if address.starts_with('/') && !address.starts_with("//") {
                found.push(address.replace("&amp;", "&").split('#').next().unwrap().to_owned());
            }
        }
    }
    found
}
