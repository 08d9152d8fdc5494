//! The referee's page: report, incidents, signature; a protest with its deadline.

use crate::cli_world::{Folder, open, writer};
use crate::world::{Answer, World};
use axum::http::{Method, StatusCode};
use changba::access::{Grant, Role, Scope};
use changba::actions::transfer::{self, Shared};
use changba::store::{accounts, ledger, reports, seasons};
use changba::web::Settings;
use serde_json::json;

struct Desk {
    world: World,
    referee: String,
    organiser: String,
    page: String,
}

impl Desk {
    async fn new() -> Self {
        let world = World::new().await;
        let organiser = world.session().await;
        let mut tx = world.write().await;
        let key = tx.key();
        let id = accounts::insert(&mut tx, &key, "caipan", "示例裁判", None).await.unwrap();
        let grant = Grant { role: Role::Referee, scope: Scope::League(world.league_id) };
        accounts::insert_grant(&mut tx, id, grant).await.unwrap();
        let account = accounts::by_id(&mut tx, id).await.unwrap();
        let rules = Settings::default().session;
        let secret =
            changba::actions::accounts::open_session(&mut tx, &account, "test", rules).await.unwrap();
        tx.commit().await.unwrap();
        let page = format!("/admin/fixtures/{}/report", world.fixture);
        Self { world, referee: format!("sid={secret}"), organiser, page }
    }

    async fn get(&self, who: &str) -> Answer {
        self.world.call(Method::GET, &self.page, &[("cookie", who)], "").await
    }

    async fn post(&self, who: &str, path: &str, body: &str) -> Answer {
        let kind = "application/x-www-form-urlencoded";
        let headers = [("cookie", who), ("content-type", kind), ("sec-fetch-site", "same-origin")];
        self.world.call(Method::POST, path, &headers, body.to_owned()).await
    }

    async fn fixture_id(&self) -> league::ids::FixtureId {
        let mut db = self.world.store.read().await.unwrap();
        changba::store::fixtures::by_key(&mut db, &self.world.fixture).await.unwrap().unwrap().fixture.id
    }

    async fn protests(&self) -> Vec<reports::Protest> {
        let id = self.fixture_id().await;
        reports::protests(&mut self.world.store.read().await.unwrap(), id).await.unwrap()
    }

    async fn under_protest(&self) -> bool {
        let path = format!("/api/v1/fixtures/{}", self.world.fixture);
        self.world.get(&path).await.json()["outcome"]["under_protest"].as_bool().unwrap()
    }
}

#[tokio::test]
async fn a_referee_reports_notes_incidents_and_signs_once() {
    let desk = Desk::new().await;
    assert_eq!(desk.get(&desk.referee).await.status, StatusCode::OK);
    assert_eq!(desk.world.get(&desk.page).await.status, StatusCode::UNAUTHORIZED);
    let scorer = desk.world.token(Role::Scorer).await;
    assert_eq!(desk.world.get_as(&scorer, &desk.page).await.status, StatusCode::FORBIDDEN);
    let written =
        desk.post(&desk.referee, &desk.page, "version=0&body=第三节灯灭了五分钟&conditions=地板湿").await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.text);
    let stale = desk.post(&desk.referee, &desk.page, "version=1&body=别的").await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "somebody wrote meanwhile");
    assert!(stale.text.contains("别的"), "what was typed is kept");
    let incident = desk
        .post(&desk.referee, &format!("{}/incidents", desk.page), "side=a&kind=disruptive&shirt=7&note=摔球")
        .await;
    assert_eq!(incident.status, StatusCode::SEE_OTHER, "{}", incident.text);
    let bad = desk.post(&desk.referee, &format!("{}/incidents", desk.page), "side=a&kind=dance").await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    let discipline = format!("/admin/competitions/{}/discipline", desk.world.competition);
    let read = desk.world.call(Method::GET, &discipline, &[("cookie", &desk.organiser)], "").await.text;
    assert!(read.contains("摔球") || read.contains("7"), "{read}");
    let nameless = desk.post(&desk.referee, &format!("{}/sign", desk.page), "version=2&signed_by=").await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    let signed =
        desk.post(&desk.referee, &format!("{}/sign", desk.page), "version=2&signed_by=示例裁判").await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
    for (path, body) in [
        (desk.page.clone(), "version=3&body=改"),
        (format!("{}/incidents", desk.page), "side=a&kind=late"),
        (format!("{}/sign", desk.page), "version=3&signed_by=x"),
    ] {
        assert_eq!(desk.post(&desk.referee, &path, body).await.status, StatusCode::CONFLICT, "{path}");
    }
    let page = desk.get(&desk.referee).await.text;
    assert!(page.contains("第三节灯灭了五分钟") && page.contains("示例裁判"), "{page}");
    let mut db = desk.world.store.read().await.unwrap();
    let season = seasons::by_key(&mut db, &desk.world.season).await.unwrap().unwrap();
    let filter = changba::store::audit::Filter { limit: 50, season: Some(season.id), ..Default::default() };
    let rows = changba::store::audit::list(&mut db, &filter).await.unwrap();
    assert!(
        rows.iter().all(|row| !row.after.as_deref().unwrap_or("").contains("灯灭")),
        "reports stay out of the audit"
    );
}

#[tokio::test]
async fn a_captains_signature_opens_a_case_with_a_deadline_and_it_is_decided() {
    let desk = Desk::new().await;
    let scorer = desk.world.token(Role::Scorer).await;
    let sheet = format!("/api/v1/fixtures/{}/sheet", desk.world.fixture);
    assert!(!desk.under_protest().await);
    for _ in 0..2 {
        let sign = json!({ "act": "sign", "device": "k1", "role": "captain_b", "path": "M1 1L5 5" });
        let signed = desk.world.send(&scorer, "POST", &sheet, sign).await;
        assert_eq!(signed.status, StatusCode::OK, "{}", signed.text);
    }
    let protests = desk.protests().await;
    assert_eq!(protests.len(), 1, "signed twice is one case");
    assert_eq!(protests[0].due_at - protests[0].lodged_at, chrono::Duration::hours(1));
    assert!(desk.under_protest().await);
    let today = desk.world.call(Method::GET, "/admin", &[("cookie", &desk.organiser)], "").await.text;
    assert!(today.contains("申诉待处理"), "{today}");
    let base = format!("/admin/fixtures/{}/protest", desk.world.fixture);
    let again = desk.post(&desk.referee, &base, "side=b").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    desk.world.clock.advance(chrono::Duration::minutes(61));
    assert!(desk.get(&desk.referee).await.text.contains("已逾期"));
    let written =
        desk.post(&desk.referee, &format!("{base}/b/written"), "version=1&reason=计时错误&deposit=100").await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.text);
    let by_referee =
        desk.post(&desk.referee, &format!("{base}/b/decide"), "version=2&verdict=upheld&decision=x").await;
    assert_eq!(by_referee.status, StatusCode::FORBIDDEN, "the committee decides");
    let file = transfer::export(&desk.world.store, &desk.world.season).await.unwrap().unwrap();
    let folder = Folder::new();
    let other = open(&folder.url("other.db")).await;
    transfer::import(&other, &writer(), &file, Shared::Refuse).await.unwrap();
    assert_eq!(transfer::export(&other, &desk.world.season).await.unwrap().unwrap(), file);
    assert!(file.contains("计时错误"));
    let decided = desk
        .post(&desk.organiser, &format!("{base}/b/decide"), "version=2&verdict=rejected&decision=查录像无误")
        .await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text);
    assert!(!desk.under_protest().await);
    let mut db = desk.world.store.read().await.unwrap();
    let season = seasons::by_key(&mut db, &desk.world.season).await.unwrap().unwrap();
    let lines = ledger::of_season(&mut db, season.id).await.unwrap();
    let kinds: Vec<&str> = lines.iter().map(|line| line.kind.as_str()).collect();
    assert_eq!(kinds, ["deposit", "deduction"], "the deposit is kept");
    assert!(lines.iter().all(|line| line.amount == 10_000));
}
