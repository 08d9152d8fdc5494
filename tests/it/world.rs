//! A small league behind the whole site, in process: no sockets, no sleeps, the clock moved by hand.

use crate::cli_world::{Folder, clock, open};
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use changba::access::{Grant, Role, Scope};
use changba::actions::accounts::open_session;
use changba::actions::input::Fields;
use changba::actions::{clubs, competitions, fixtures, seasons, venues};
use changba::clock::Clock;
use changba::random::{Random, token_hash};
use changba::store::accounts::{self, ApiToken};
use changba::store::{Store, Tx, Writer};
use changba::web::{App, Front, Settings};
use http_body_util::BodyExt;
use league::ids::LeagueId;
use serde_json::Value;

/// An application on a database of its own, with two leagues: ours, and one that is none of our business.
pub struct World {
    pub store: Store,
    pub clock: Clock,
    pub front: Front,
    pub league: String,
    pub season: String,
    pub competition: String,
    pub group: String,
    /// 湘钢, 株机, 株硬, in this order.
    pub clubs: Vec<String>,
    pub entries: Vec<String>,
    pub venue: String,
    /// 湘钢 against 株机 on 2025-06-13 at 19:00.
    pub fixture: String,
    /// Of the other league.
    pub foreign: Foreign,
    pub league_id: LeagueId,
    random: Random,
    _folder: Folder,
}

/// What belongs to somebody else.
pub struct Foreign {
    pub season: String,
    pub club: String,
    pub venue: String,
    pub competition: String,
    pub fixture: String,
}

/// What was answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The code of a problem and the faults in it, as "code: field=code field=code".
    pub fn problem(&self) -> String {
        let body = self.json();
        let mut said = format!("{} {}", self.status.as_u16(), body["code"].as_str().unwrap());
        for fault in body["errors"].as_array().into_iter().flatten() {
            said += &format!(" {}={}", fault["field"].as_str().unwrap(), fault["code"].as_str().unwrap());
        }
        said
    }
}

impl World {
    pub async fn new() -> Self {
        Self::with(Settings::default()).await
    }

    pub async fn with(settings: Settings) -> Self {
        let folder = Folder::new();
        let store = open(&folder.url("world.db")).await;
        let (clock, random) = (clock(), Random::seeded(7));
        let app = App::new(store.clone(), clock.clone(), random.clone(), settings);
        let mut tx = store.write(&writer(&clock, &random)).await.unwrap();
        let ours = Built::of(&mut tx, "厂BA", ["湘钢", "株机", "株硬"]).await;
        let theirs = Built::of(&mut tx, "别家", ["甲", "乙", "丙"]).await;
        tx.commit().await.unwrap();
        Self {
            front: app.front(),
            store,
            clock,
            random,
            league_id: ours.league_id,
            league: ours.league,
            season: ours.season,
            competition: ours.competition,
            group: ours.group,
            clubs: ours.clubs,
            entries: ours.entries,
            venue: ours.venue,
            fixture: ours.fixture,
            foreign: Foreign {
                season: theirs.season,
                club: theirs.clubs[0].clone(),
                venue: theirs.venue,
                competition: theirs.competition,
                fixture: theirs.fixture,
            },
            _folder: folder,
        }
    }

    /// Where its database lies, for a server of its own.
    pub fn url(&self) -> String {
        self._folder.url("world.db")
    }

    /// Somebody who writes from the console.
    pub async fn write(&self) -> Tx {
        self.store.write(&writer(&self.clock, &self.random)).await.unwrap()
    }

    /// A token of a role in our league.
    pub async fn token(&self, role: Role) -> String {
        self.token_in(role, Scope::League(self.league_id)).await
    }

    pub async fn token_in(&self, role: Role, scope: Scope) -> String {
        let token = self.random.token();
        let (kind, id) = scope.parts();
        let row = ApiToken {
            key: self.random.key(),
            name: role.as_str().into(),
            role,
            scope_kind: kind.into(),
            scope_id: id,
            expires_at: self.clock.now() + chrono::Duration::hours(8),
        };
        let mut tx = self.write().await;
        accounts::insert_api_token(&mut tx, &row, &token_hash(&token)).await.unwrap();
        tx.commit_quiet().await.unwrap();
        token
    }

    /// The cookie of a signed-in organiser.
    pub async fn session(&self) -> String {
        let mut tx = self.write().await;
        let key = tx.key();
        let id = accounts::insert(&mut tx, &key, "zuwei", "组委会", None).await.unwrap();
        let grant = Grant { role: Role::Organiser, scope: Scope::League(self.league_id) };
        accounts::insert_grant(&mut tx, id, grant).await.unwrap();
        let account = accounts::by_id(&mut tx, id).await.unwrap();
        let rules = Settings::default().session;
        let secret = open_session(&mut tx, &account, "test", rules).await.unwrap();
        tx.commit().await.unwrap();
        format!("sid={secret}")
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, &[], "").await
    }

    pub async fn get_as(&self, token: &str, path: &str) -> Answer {
        let bearer = format!("Bearer {token}");
        self.call(Method::GET, path, &[("authorization", &bearer)], "").await
    }

    /// A write with a token.
    pub async fn send(&self, token: &str, method: &str, path: &str, body: Value) -> Answer {
        self.send_with(token, method, path, &[], body).await
    }

    pub async fn send_with(
        &self,
        token: &str,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Value,
    ) -> Answer {
        let bearer = format!("Bearer {token}");
        let mut all = vec![("authorization", bearer.as_str()), ("content-type", "application/json")];
        all.extend(headers);
        self.call(method.parse().unwrap(), path, &all, body.to_string()).await
    }

    pub async fn call(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if headers.iter().all(|(name, _)| *name != "host") {
            request = request.header("host", "league.example");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = self.front.call(request.body(body.into()).unwrap()).await;
        let (parts, body) = answer.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    /// How many changes were ever recorded.
    pub async fn audit_length(&self) -> usize {
        let mut db = self.store.read().await.unwrap();
        changba::store::audit::verify(&mut db).await.unwrap().unwrap()
    }
}

fn writer(clock: &Clock, random: &Random) -> Writer {
    Writer {
        actor: changba::actor::Actor::System,
        now: clock.now(),
        random: random.clone(),
        origin: String::new(),
        request_id: String::new(),
    }
}

struct Built {
    league_id: LeagueId,
    league: String,
    season: String,
    competition: String,
    group: String,
    clubs: Vec<String>,
    entries: Vec<String>,
    venue: String,
    fixture: String,
}

impl Built {
    async fn of(tx: &mut Tx, name: &str, names: [&str; 3]) -> Self {
        let league = seasons::found_league(tx, name, "").await.unwrap();
        let given = Fields::from_pairs([
            ("name_zh", "2025 赛季"),
            ("zone", "Asia/Shanghai"),
            ("match_from", "2025-06-13"),
            ("match_to", "2025-07-27"),
            ("phase", "running"),
            ("is_public", "true"),
        ]);
        let season = seasons::create(tx, league.id, &given).await.unwrap();
        let given = Fields::from_pairs([
            ("name_zh", "主赛"),
            ("kind", "main"),
            ("edition", "fiba-2024"),
            ("periods", "4"),
            ("period_minutes", "10"),
            ("overtime_minutes", "5"),
            ("criteria", "fiba"),
        ]);
        let competition = competitions::create(tx, season.id, &given).await.unwrap();
        let given = Fields::from_pairs([("name_zh", "小组赛"), ("kind", "groups"), ("groups", "1")]);
        competitions::add_stage(tx, &competition, &given).await.unwrap();
        let pools = changba::store::competitions::pools(tx, competition.id).await.unwrap();
        let group = pools[0].key.clone();
        let (mut clubs, mut entries) = (Vec::new(), Vec::new());
        for name in names {
            let given = Fields::from_pairs([
                ("official_name", &format!("{name}集团有限公司")),
                ("short_name", name),
                ("colour_light", "#ffffff"),
                ("colour_dark", "#000000"),
            ]);
            clubs.push(clubs::create(tx, league.id, &given).await.unwrap().key);
            let given = Fields::from_pairs([("name", name), ("group", &group)]);
            entries.push(competitions::enter(tx, &competition, &given).await.unwrap().key);
        }
        let given = Fields::from_pairs([("name_zh", "体育馆; 1, 2")]);
        let venue = venues::create(tx, league.id, &given).await.unwrap().key;
        let given = Fields::from_pairs([
            ("a", &entries[0]),
            ("b", &entries[1]),
            ("group", &group),
            ("tip_off", "2025-06-13T19:00"),
            ("venue", &venue),
        ]);
        let fixture = fixtures::create(tx, &competition, &given).await.unwrap().fixture.key;
        Self {
            league_id: league.id,
            league: league.key,
            season: season.key,
            competition: competition.key,
            group,
            clubs,
            entries,
            venue,
            fixture,
        }
    }
}
