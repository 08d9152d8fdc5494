//! The control room in process: people who sign in by a link and fill in forms, with the clock moved by hand.

use crate::cli_world::{Folder, open};
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use changba::access::{Role, Scope};
use changba::actions::{accounts as people, seasons};
use changba::actor::Actor;
use changba::clock::Clock;
use changba::random::Random;
use changba::store::accounts::Purpose;
use changba::store::{Store, Tx, Writer};
use changba::web::{App, Front, Settings};
use chrono::Duration;
use http_body_util::BodyExt;
use league::ids::LeagueId;

/// A site with one league, an empty one until somebody fills it in.
pub struct Site {
    pub store: Store,
    pub clock: Clock,
    pub league: String,
    pub league_id: LeagueId,
    front: Front,
    random: Random,
    _folder: Folder,
}

/// A browser: its cookie, if it has one.
#[derive(Clone, Default)]
pub struct Browser(pub String);

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Where a saved form leads: the path, without what the bar needs.
    pub fn leads_to(&self) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text());
        let to = self.header("location");
        to.split(['?', '#']).next().unwrap().to_owned()
    }

    /// The audit entry that the saved page offers to take back.
    pub fn entry(&self) -> String {
        let to = self.header("location");
        to.split("saved=").nth(1).unwrap().split('#').next().unwrap().to_owned()
    }
}

impl Site {
    pub async fn new() -> Self {
        let folder = Folder::new();
        let clock = Clock::by_hand("2025-06-13T08:00:00Z".parse().unwrap());
        let random = Random::seeded(7);
        let store = open(&folder.url("league.db")).await;
        let settings =
            Settings { uploads: folder.path("uploads"), upload_limit: 200_000, ..Settings::default() };
        let app = App::new(store.clone(), clock.clone(), random.clone(), settings);
        let mut site = Self {
            front: app.front(),
            league: String::new(),
            league_id: LeagueId(0),
            store,
            clock,
            random,
            _folder: folder,
        };
        let mut tx = site.write().await;
        let league = seasons::found_league(&mut tx, "株洲厂BA", "Zhuzhou Works League").await.unwrap();
        tx.commit().await.unwrap();
        site.league = league.key;
        site.league_id = league.id;
        site
    }

    /// Where the site keeps its files.
    pub fn folder(&self) -> std::path::PathBuf {
        self._folder.path("")
    }

    /// A transaction of the program itself.
    pub async fn write(&self) -> Tx {
        let writer = Writer {
            actor: Actor::System,
            now: self.clock.now(),
            random: self.random.clone(),
            origin: String::new(),
            request_id: String::new(),
        };
        self.store.write(&writer).await.unwrap()
    }

    /// Somebody with a role, signed in by a link that works once; and the key of the account.
    pub async fn person(&self, login: &str, role: Role, scope: Scope) -> (Browser, String) {
        let mut tx = self.write().await;
        let fields = changba::actions::input::Fields::from_pairs([("login", login), ("name", login)]);
        let account = people::create(&mut tx, &fields).await.unwrap();
        people::grant(&mut tx, &account, role, scope, "").await.unwrap();
        let link = people::issue_link(&mut tx, &account, Purpose::SignIn, Duration::hours(1)).await.unwrap();
        tx.commit().await.unwrap();
        let answer = self.send(&Browser::default(), &format!("/link/{link}"), &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        (Browser(answer.header("set-cookie").split(';').next().unwrap().to_owned()), account.key)
    }

    pub async fn season_id(&self, key: &str) -> league::ids::SeasonId {
        let mut db = self.store.read().await.unwrap();
        changba::store::seasons::by_key(&mut db, key).await.unwrap().unwrap().id
    }

    pub async fn organiser(&self) -> Browser {
        self.person("organiser", Role::Organiser, Scope::League(self.league_id)).await.0
    }

    pub async fn get(&self, who: &Browser, path: &str) -> Answer {
        self.ask(who, Method::GET, path, "", Vec::new()).await
    }

    pub async fn send(&self, who: &Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).unwrap().into_bytes();
        self.ask(who, Method::POST, path, "application/x-www-form-urlencoded", body).await
    }

    /// A form with a file.
    pub async fn upload(
        &self,
        who: &Browser,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &[u8]),
    ) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .bytes(),
            );
        }
        let head = "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"";
        body.extend(format!("{head}{}\"\r\n\r\n", file.0).bytes());
        body.extend_from_slice(file.1);
        body.extend(b"\r\n--cut--\r\n");
        self.ask(who, Method::POST, path, "multipart/form-data; boundary=cut", body).await
    }

    /// A body of any length, as it comes.
    pub async fn pour(&self, who: &Browser, path: &str, kind: &str, body: Body) -> Answer {
        self.ask(who, Method::POST, path, kind, body).await
    }

    async fn ask(
        &self,
        who: &Browser,
        method: Method,
        path: &str,
        kind: &str,
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("host", "league.test");
        if !who.0.is_empty() {
            request = request.header("cookie", &who.0);
        }
        if !kind.is_empty() {
            request = request.header("content-type", kind).header("sec-fetch-site", "same-origin");
        }
        let answer = self.front.call(request.body(body.into()).unwrap()).await;
        let (parts, body) = answer.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }
}

/// The last part of a path: the key of what was made.
pub fn key_in(path: &str) -> String {
    path.rsplit('/').next().unwrap().to_owned()
}

/// The value of a hidden or shown field of a page.
pub fn value_of(page: &str, name: &str) -> String {
    let at = page.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no field {name}"));
    let rest = &page[at..];
    let from = rest.find("value=\"").unwrap() + 7;
    rest[from..].split('"').next().unwrap().to_owned()
}

/// The value of the choice with a label.
pub fn choice(page: &str, label: &str) -> String {
    let at = page.find(&format!(">{label}</option>")).unwrap_or_else(|| panic!("no choice {label}"));
    let before = &page[..at];
    before[before.rfind("value=\"").unwrap() + 7..].split('"').next().unwrap().to_owned()
}
