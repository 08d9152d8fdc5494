//! The beacon behind the whole site: pages beat at several nodes, one of which dies; the ledger gets one answer.

use crate::control_path::fill;
use crate::control_world::{Browser, Site};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use changba::access::{Role, Scope};
use changba::random::Random;
use changba::web::beacon::{BeaconRules, Salts};
use changba::web::{App, Front, Scheme, Settings};
use chrono::Duration;
use http_body_util::BodyExt;
use serde_json::Value;
use std::net::SocketAddr;

const PHONE: &str = "Mozilla/5.0 (Linux; Android 14; V2318A) AppleWebKit/537.36 Chrome/124 Mobile";

/// One of the machines that serve a site.
struct Node {
    app: App,
    front: Front,
}

impl Node {
    async fn new(site: &Site, folder: &std::path::Path) -> Self {
        let beacon = BeaconRules { salts: Salts::Folder(folder.to_owned()), ..BeaconRules::default() };
        let settings = Settings { beacon, ..Settings::default() };
        let app = App::new(site.store.clone(), site.clock.clone(), Random::System, settings);
        app.flush_beacons(false).await.unwrap();
        Self { front: app.front(), app }
    }

    async fn post(&self, last: u8, headers: &[(&str, &str)], body: &str) -> (StatusCode, Value) {
        let mut request = Request::post("/api/v1/beacon").header("host", "league.test");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::from(body.to_owned())).unwrap();
        let peer = SocketAddr::from(([192, 0, 2, last], 4000));
        request.extensions_mut().insert(Scheme { secure: false, peer });
        let answer = self.front.call(request).await;
        let status = answer.status();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    /// One beat of somebody's phone; it gives the next.
    async fn beat(&self, last: u8, fixture: &str, beat: &str) -> String {
        let body = format!(r#"{{"about":"{fixture}","place":"page","beat":"{beat}"}}"#);
        let foreign =
            [("user-agent", PHONE), ("origin", "https://news.example"), ("sec-fetch-site", "cross-site")];
        let (status, said) = self.post(last, &foreign, &body).await;
        assert_eq!(status, StatusCode::OK, "{said}");
        said["beat"].as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn several_nodes_give_one_answer_and_a_dead_one_is_stated() {
    let site = Site::new().await;
    let organiser = site.organiser().await;
    let filled = fill(&site, &organiser).await;
    let folder = tempfile();
    let (one, two) = (Node::new(&site, &folder).await, Node::new(&site, &folder).await);
    let first = format!(r#"{{"about":"{}","place":"page"}}"#, filled.fixture);
    let early = one.post(1, &[("user-agent", PHONE)], &first).await;
    assert_eq!(early.1["after"], 600, "the game is hours away");
    // 19:10 in Zhuzhou: ten phones, whose beats go to either node in turn for four minutes.
    site.clock.advance(Duration::minutes(190));
    let organiser = site.person("second", Role::Organiser, Scope::League(site.league_id)).await.0;
    one.app.flush_beacons(false).await.unwrap();
    two.app.flush_beacons(false).await.unwrap();
    let mut beats = vec![String::new(); 10];
    for turn in 0..13 {
        for (phone, beat) in beats.iter_mut().enumerate() {
            let node = if (turn + phone) % 2 == 0 { &one } else { &two };
            *beat = node.beat(phone as u8, &filled.fixture, beat).await;
            assert!(!beat.is_empty());
        }
        site.clock.advance(Duration::seconds(20));
        one.app.flush_beacons(false).await.unwrap();
        two.app.flush_beacons(false).await.unwrap();
    }
    one.app.flush_beacons(true).await.unwrap();
    let page = site.get(&organiser, &format!("/admin/fixtures/{}/online", filled.fixture)).await.text();
    for said in ["40 分钟", "10 人次", "3分钟到达设备数", "网络 + 浏览器"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("中断"), "both nodes are alive");
    // The second node is killed: nobody hears of it again.
    drop(two);
    site.clock.advance(Duration::minutes(3));
    let page = site.get(&organiser, &format!("/admin/fixtures/{}/online", filled.fixture)).await.text();
    assert!(page.contains("每次最多缺 5 秒") && page.contains("40 分钟 (40 – 41)"), "{page}");

    let close = format!("/admin/fixtures/{}/online/page", filled.fixture);
    assert_eq!(site.send(&organiser, &close, &[]).await.leads_to(), "/admin/audience");
    let ledger = site.get(&organiser, "/admin/audience").await.text();
    assert!(ledger.contains("changba page") && ledger.contains("40 分钟"), "{ledger}");
    let figures = site.get(&Browser::default(), "/api/v1/observations?metric=viewing_devices").await.text();
    let figures: Value = serde_json::from_str(&figures).unwrap();
    assert_eq!(figures["items"][0]["value"], 10, "{figures}");
    assert!(figures["items"][0]["method"].as_str().unwrap().contains("1 interruption(s) of at most 5 s"));
    site.send(&organiser, &close, &[]).await.leads_to();
    let figures = site.get(&Browser::default(), "/api/v1/observations?metric=watch_minutes").await.text();
    assert_eq!(serde_json::from_str::<Value>(&figures).unwrap()["items"].as_array().unwrap().len(), 1);
    let salts = std::fs::read_dir(&folder).unwrap().count();
    assert_eq!(salts, 1, "one salt for both nodes");
    site.clock.advance(Duration::days(1));
    one.app.flush_beacons(false).await.unwrap();
    let left: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["beacon-2025-06-14.salt"], "the salt of yesterday is gone");
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn hostile_beats_are_refused_by_name_and_harm_no_figure() {
    let site = Site::new().await;
    site.clock.advance(Duration::minutes(190));
    let organiser = site.organiser().await;
    let filled = fill(&site, &organiser).await;
    let folder = tempfile();
    let node = Node::new(&site, &folder).await;
    let agent = ("user-agent", PHONE);
    let good = format!(r#"{{"about":"{}","place":"page"}}"#, filled.fixture);
    for (body, status) in [
        ("", StatusCode::BAD_REQUEST),
        ("[]", StatusCode::UNPROCESSABLE_ENTITY),
        ("{\"about\":5,\"place\":\"page\"}", StatusCode::UNPROCESSABLE_ENTITY),
        ("{\"about\":\"x\",\"place\":\"sofa\"}", StatusCode::UNPROCESSABLE_ENTITY),
        ("{\"about\":\"x\",\"place\":\"page\",\"seconds\":999999}", StatusCode::UNPROCESSABLE_ENTITY),
        ("{\"about\":\"\",\"place\":\"page\",\"beat\":\"\"}", StatusCode::UNPROCESSABLE_ENTITY),
        ("{\"about\":\"a b\",\"place\":\"page\"}", StatusCode::UNPROCESSABLE_ENTITY),
        ("{\"about\":\"nothing\",\"place\":\"page\"}", StatusCode::OK),
        (&" ".repeat(10_000_000), StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        assert_eq!(node.post(1, &[agent], body).await.0, status, "{:.80}", body);
    }
    let said = node.post(1, &[agent], "{\"about\":\"x\",\"place\":\"sofa\"}").await.1;
    assert_eq!(said["errors"][0]["field"], "place", "a beat may be left out: {said}");
    // Forged states, and a state of another place.
    let first = node.post(1, &[agent], &good).await.1["beat"].as_str().unwrap().to_owned();
    site.clock.advance(Duration::seconds(20));
    for beat in ["A".repeat(48), first.to_lowercase(), format!("{first}A"), "=".repeat(48)] {
        let body = format!(r#"{{"about":"{}","place":"page","beat":"{beat}"}}"#, filled.fixture);
        assert_eq!(node.post(1, &[agent], &body).await.0, StatusCode::OK);
    }
    let elsewhere = format!(r#"{{"about":"{}","place":"player","beat":"{first}"}}"#, filled.fixture);
    node.post(1, &[agent], &elsewhere).await;
    // Those who ask not to be tracked, and machines.
    for header in [("dnt", "1"), ("sec-gpc", "1")] {
        let said = node.post(9, &[agent, header], &good).await.1;
        assert_eq!((said["beat"].as_str(), said["after"].as_i64()), (Some(""), Some(0)));
    }
    node.post(9, &[("user-agent", "python-requests/2.32")], &good).await;
    node.app.flush_beacons(false).await.unwrap();
    let page = site.get(&organiser, &format!("/admin/fixtures/{}/online", filled.fixture)).await.text();
    assert!(page.contains("机器 1,重复 0"), "{page}");
    assert!(page.contains("0 分钟") && page.contains("1 台设备"), "no second was believed: {page}");
    std::fs::remove_dir_all(folder).unwrap();
}

fn tempfile() -> std::path::PathBuf {
    let name = format!("changba-salts-{}-{}", std::process::id(), Random::System.key());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
