//! What the API changes, for whom, and what it refuses without a trace.

use crate::world::World;
use axum::http::{Method, StatusCode};
use changba::access::{Role, Scope};
use serde_json::{Value, json};

fn club(league: &str) -> Value {
    json!({
        "league": league, "official_name": "株洲某厂", "short_name": "某厂",
        "colour_light": "#ffffff", "colour_dark": "#101010",
    })
}

#[tokio::test]
async fn an_organiser_builds_a_season_through_the_api() {
    let world = World::new().await;
    let token = world.token(Role::Organiser).await;
    let create = async |path: &str, body: Value| {
        let answer = world.send(&token, "POST", path, body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{path}: {}", answer.text);
        let key = answer.json()["key"].as_str().unwrap().to_owned();
        assert_eq!(answer.header("location"), format!("{path}/{key}"));
        let read = world.get_as(&token, answer.header("location")).await;
        assert_eq!(read.json(), answer.json());
        assert_eq!(read.header("etag"), answer.header("etag"));
        key
    };
    let season = json!({ "league": world.league, "name_zh": "2026", "zone": "Asia/Shanghai", "phase": "planned", "is_public": true });
    let season = create("/api/v1/seasons", season).await;
    let competition = json!({
        "season": season, "name_zh": "主赛", "name_en": null, "kind": "main", "edition": "fiba-2024", "periods": 4,
        "period_minutes": 10, "overtime_minutes": 5, "running_clock": false, "criteria": "euroleague",
    });
    let competition = create("/api/v1/competitions", competition).await;
    create("/api/v1/clubs", club(&world.league)).await;
    create("/api/v1/venues", json!({ "league": world.league, "name_zh": "二号馆" })).await;
    parts_are_added(&world, &token).await;
    let mut sides = Vec::new();
    for name in ["某厂", "湘钢"] {
        sides.push(create("/api/v1/entries", json!({ "competition": competition, "name": name })).await);
    }
    let fixture = json!({ "competition": competition, "a": sides[0], "b": sides[1], "day": "2026-06-12" });
    let fixture = create("/api/v1/fixtures", fixture).await;
    let path = format!("/api/v1/fixtures/{fixture}");
    let moved =
        world.send(&token, "PATCH", &path, json!({ "tip_off": "2026-06-13T19:30", "version": 1 })).await;
    assert_eq!(moved.json()["date"]["tip_off"], "2026-06-13T19:30:00", "{}", moved.text);
    assert_eq!(moved.json()["pairing"]["a"]["entry"], json!(sides[0]), "the rest stays");
    let withdrawn = json!({ "withdrawn": true, "version": 1 });
    let answer = world.send(&token, "PATCH", &format!("/api/v1/entries/{}", sides[1]), withdrawn).await;
    assert_eq!(answer.json()["withdrawn"], true, "{}", answer.text);
    stages_are_written(&world, &token, &competition, &sides[0]).await;
}

/// A stage, a format and its replacement, a ruling: each answers with the whole it belongs to.
async fn stages_are_written(world: &World, token: &str, competition: &str, entry: &str) {
    let path = |part: &str| format!("/api/v1/competitions/{competition}/{part}");
    let add = async |part: &str, body: Value| world.send(token, "POST", &path(part), body).await;
    let staged = add("stages", json!({ "name_zh": "热身", "kind": "single" })).await;
    assert_eq!(staged.json()["stages"][0]["name_zh"], "热身", "{}", staged.text);
    add_second_team(world, token, competition).await;
    let planned = add("plan", json!({ "template": "knockout" })).await;
    assert_eq!(planned.json()["stages"][0]["ties"][0]["code"], "F", "{}", planned.text);
    assert_eq!(planned.json()["stages"][0]["ties"][0]["series"], "single");
    let again = add("plan", json!({ "template": "pairs" })).await;
    assert_eq!(again.json()["template"], "pairs", "{}", again.text);
    let unfit = add("plan", json!({ "template": "factory_2025" })).await;
    assert_eq!(unfit.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", unfit.text);
    let deduction = json!({
        "kind": "points", "entry": entry, "points": -2, "reason": "冒名顶替", "document": "纪律处分3号",
    });
    let ruled = add("rulings", deduction).await;
    assert_eq!(ruled.json()["items"][0]["points"], -2, "{}", ruled.text);
    let read = world.get_as(token, &path("rulings")).await;
    assert_eq!(read.json(), ruled.json());
}

async fn add_second_team(world: &World, token: &str, competition: &str) {
    let body = json!({ "competition": competition, "name": "客队", "kind": "guest" });
    let answer = world.send(token, "POST", "/api/v1/entries", body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
}

/// Parts of what is there: the answer is the whole, and a repeated request adds nothing.
async fn parts_are_added(world: &World, token: &str) {
    let add = async |path: String, body: Value| {
        let answer = world.send(token, "POST", &path, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        answer.json()
    };
    let named =
        add(format!("/api/v1/clubs/{}/names", world.clubs[0]), json!({ "name": "某厂队", "kind": "short" }))
            .await;
    let names = named["other_names"].as_array().unwrap();
    assert!(names.iter().any(|name| name["name"] == "某厂队" && name["kind"] == "short"), "{named}");
    let venue = world
        .send(token, "POST", "/api/v1/venues", json!({ "league": world.league, "name_zh": "三号馆" }))
        .await;
    let venue = venue.json()["key"].as_str().unwrap().to_owned();
    let with_court = add(format!("/api/v1/venues/{venue}/courts"), json!({ "name_zh": "一号场" })).await;
    assert_eq!(with_court["courts"][0]["name_zh"], "一号场");
    let seats = json!({ "seats": 1800, "kind": "fixed", "as_of": "2025-06-10", "source": "场馆公告" });
    let with_seats = add(format!("/api/v1/venues/{venue}/capacities"), seats).await;
    assert_eq!(with_seats["capacities"][0]["seats"], 1800);
    let league = format!("/api/v1/leagues/{}", world.league);
    let version = world.get_as(token, &league).await.json()["version"].clone();
    let renamed =
        world.send(token, "PATCH", &league, json!({ "name_en": "Works League", "version": version })).await;
    assert_eq!(renamed.json()["name_en"], "Works League", "{}", renamed.text);
    let stale = world.send(token, "PATCH", &league, json!({ "name_en": "Old", "version": version })).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.text);
}

#[tokio::test]
async fn a_result_is_entered_confirmed_and_corrected() {
    let world = World::new().await;
    let scorer = world.token(Role::Scorer).await;
    let path = format!("/api/v1/fixtures/{}", world.fixture);
    let result = |version: i64, official: bool| {
        json!({
            "outcome": "played", "score_a": 83, "score_b": 79, "official": official, "version": version,
            "periods": [[20, 18], [17, 20], [25, 19], [21, 22]],
        })
    };
    let entered = world.send(&scorer, "PUT", &format!("{path}/result"), result(1, true)).await;
    assert_eq!(entered.status, StatusCode::OK, "{}", entered.text);
    assert_eq!(entered.json()["periods"]["points"][3], json!([21, 22]));
    let again = world.send(&scorer, "PUT", &format!("{path}/result"), result(2, true)).await;
    assert_eq!(again.problem(), "409 result_official");
    let mut correction = result(2, true);
    correction["score_b"] = json!(80);
    correction["periods"] = json!([[20, 18], [17, 20], [25, 20], [21, 22]]);
    let by_scorer = world.send(&scorer, "POST", &format!("{path}/corrections"), correction.clone()).await;
    assert_eq!(by_scorer.problem(), "403 forbidden");
    let organiser = world.token(Role::Organiser).await;
    let unexplained =
        world.send(&organiser, "POST", &format!("{path}/corrections"), correction.clone()).await;
    assert_eq!(unexplained.problem(), "422 invalid reason=required");
    correction["reason"] = json!("第三节漏记一分");
    let corrected = world.send(&organiser, "POST", &format!("{path}/corrections"), correction).await;
    assert_eq!(corrected.json()["score"]["b"], 80, "{}", corrected.text);
    let ledger = world.get(&format!("{path}/result")).await.json()["corrections"].clone();
    assert_eq!((&ledger[0]["before"]["score_b"], &ledger[0]["after"]["score_b"]), (&json!(79), &json!(80)));
    assert_eq!(ledger[0]["reason"], "第三节漏记一分");
}

#[tokio::test]
async fn each_role_writes_what_is_its_own() {
    let world = World::new().await;
    let fixture = format!("/api/v1/fixtures/{}", world.fixture);
    let competition = format!("/api/v1/competitions/{}", world.competition);
    let status = json!({ "status": "postponed", "version": 9 });
    let result = json!({ "outcome": "played", "score_a": 9, "score_b": 8, "version": 9 });
    // The version is wrong on purpose: 409 says that the door was passed, and nothing is written.
    for (role, wanted) in [
        (Role::Owner, [409, 409, 409, 409]),
        (Role::Organiser, [409, 409, 409, 409]),
        (Role::Scorer, [403, 403, 409, 403]),
        (Role::TeamLeader, [403, 403, 403, 409]),
        (Role::Referee, [403, 403, 403, 403]),
        (Role::Gate, [403, 403, 403, 403]),
        (Role::Media, [403, 403, 403, 403]),
        (Role::Auditor, [403, 403, 403, 403]),
    ] {
        let token = world.token(role).await;
        let club = format!("/api/v1/clubs/{}", world.clubs[0]);
        let answers = [
            world.send(&token, "PATCH", &competition, json!({ "name_zh": "x", "version": 9 })).await,
            world.send(&token, "PUT", &format!("{fixture}/status"), status.clone()).await,
            world.send(&token, "PUT", &format!("{fixture}/result"), result.clone()).await,
            world.send(&token, "PATCH", &club, json!({ "city": "株洲", "version": 9 })).await,
        ];
        assert_eq!(answers.map(|answer| answer.status.as_u16()), wanted, "{role:?}");
    }
}

#[tokio::test]
async fn what_is_another_leagues_does_not_exist() {
    let world = World::new().await;
    let token = world.token(Role::Organiser).await;
    let before = world.audit_length().await;
    let foreign = &world.foreign;
    for (method, path) in [
        ("PATCH", format!("seasons/{}", foreign.season)),
        ("PATCH", format!("competitions/{}", foreign.competition)),
        ("PATCH", format!("clubs/{}", foreign.club)),
        ("PATCH", format!("venues/{}", foreign.venue)),
        ("PATCH", format!("fixtures/{}", foreign.fixture)),
        ("PUT", format!("fixtures/{}/result", foreign.fixture)),
        ("PUT", format!("fixtures/{}/status", foreign.fixture)),
        ("POST", format!("fixtures/{}/corrections", foreign.fixture)),
        ("PATCH", "fixtures/nothing".to_owned()),
    ] {
        let answer = world.send(&token, method, &format!("/api/v1/{path}"), json!({ "version": 1 })).await;
        assert_eq!(answer.problem(), "404 not_found", "{method} {path}");
    }
    let season = json!({
        "season": foreign.season, "name_zh": "主赛", "kind": "main", "edition": "fiba-2024", "periods": 4,
        "period_minutes": 10, "overtime_minutes": 5, "criteria": "fiba",
    });
    let answer = world.send(&token, "POST", "/api/v1/competitions", season).await;
    assert_eq!(answer.problem(), "422 invalid season=no_such_object");
    let body = json!({ "venue": foreign.venue, "version": 1 });
    let answer = world.send(&token, "PATCH", &format!("/api/v1/fixtures/{}", world.fixture), body).await;
    assert_eq!(answer.problem(), "422 invalid venue=no_such_object");
    assert_eq!(world.audit_length().await, before);
}

#[tokio::test]
async fn a_team_leader_changes_the_own_club_and_no_other() {
    let world = World::new().await;
    let own = {
        let mut db = world.store.read().await.unwrap();
        changba::store::clubs::by_key(&mut db, &world.clubs[0]).await.unwrap().unwrap().id
    };
    let token = world.token_in(Role::TeamLeader, Scope::Club(own)).await;
    let change = async |club: &str| {
        let body = json!({ "city": "株洲", "version": 1 });
        world.send(&token, "PATCH", &format!("/api/v1/clubs/{club}"), body).await
    };
    assert_eq!(change(&world.clubs[0]).await.status, StatusCode::OK);
    assert_eq!(change(&world.clubs[1]).await.problem(), "404 not_found");
    let status = json!({ "status": "cancelled", "version": 1 });
    let path = format!("/api/v1/fixtures/{}/status", world.fixture);
    assert_eq!(world.send(&token, "PUT", &path, status).await.problem(), "403 forbidden");
}

#[tokio::test]
async fn an_archived_season_is_locked() {
    let world = World::new().await;
    let token = world.token(Role::Organiser).await;
    let season = format!("/api/v1/seasons/{}", world.season);
    let archived = world.send(&token, "PATCH", &season, json!({ "phase": "archived", "version": 1 })).await;
    assert_eq!(archived.json()["phase"], "archived", "{}", archived.text);
    let path = format!("/api/v1/fixtures/{}/status", world.fixture);
    let status = json!({ "status": "cancelled", "version": 1 });
    assert_eq!(world.send(&token, "PUT", &path, status).await.problem(), "409 season_archived");
}

#[tokio::test]
async fn strangers_and_worn_out_tokens_write_nothing() {
    let world = World::new().await;
    let token = world.token(Role::Organiser).await;
    let path = "/api/v1/clubs";
    let before = world.audit_length().await;
    let body = club(&world.league).to_string();
    let json = ("content-type", "application/json");
    let stranger = world.call(Method::POST, path, &[json], body.clone()).await;
    assert_eq!(stranger.problem(), "401 sign_in_needed");
    assert_eq!(stranger.header("www-authenticate"), "Bearer");
    let wrong = world.send("nonsense", "POST", path, club(&world.league)).await;
    assert_eq!(wrong.problem(), "401 bad_token");
    world.clock.advance(chrono::Duration::hours(9));
    let late = world.send(&token, "POST", path, club(&world.league)).await;
    assert_eq!(late.problem(), "401 bad_token");
    assert_eq!(world.audit_length().await, before);
}

#[tokio::test]
async fn a_signed_in_person_writes_from_our_own_pages_only() {
    let world = World::new().await;
    let cookie = world.session().await;
    let send = async |origin: Option<&str>| {
        let mut headers = vec![("cookie", cookie.as_str()), ("content-type", "application/json")];
        headers.extend(origin.map(|origin| ("origin", origin)));
        world.call(Method::POST, "/api/v1/clubs", &headers, club(&world.league).to_string()).await
    };
    assert_eq!(send(Some("https://elsewhere.example")).await.problem(), "403 forbidden");
    assert_eq!(send(None).await.problem(), "403 forbidden");
    assert_eq!(send(Some("https://league.example")).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn bad_bodies_are_refused_with_field_and_reason() {
    let world = World::new().await;
    let token = world.token(Role::Organiser).await;
    let before = world.audit_length().await;
    let path = format!("/api/v1/fixtures/{}/result", world.fixture);
    let base = json!({ "outcome": "played", "score_a": 90, "score_b": 80, "version": 1 });
    for (field, value, said) in [
        ("score_a", json!("90"), "422 invalid score_a=wrong_type"),
        ("score_a", json!(90.5), "422 invalid score_a=wrong_type"),
        ("score_a", json!([90]), "422 invalid score_a=wrong_type"),
        ("score_a", json!(-1), "422 invalid score_a=out_of_range"),
        ("score_a", json!(80), "422 invalid score_a=score_level"),
        ("outcome", json!("won"), "422 invalid outcome=not_one_of"),
        ("outcome", Value::Null, "422 invalid outcome=required"),
        ("official", json!("true"), "422 invalid official=wrong_type"),
        ("reason", json!({ "a": 1 }), "422 invalid reason=wrong_type"),
        ("reason", json!("长".repeat(301)), "422 invalid reason=too_long"),
        ("reason", json!("a\u{0}b"), "422 invalid reason=not_plain_text"),
        ("periods", json!("20:18"), "422 invalid periods=wrong_type"),
        ("periods", json!([[20]]), "422 invalid periods=not_periods"),
        ("periods", json!([[20, -1]]), "422 invalid periods=not_periods"),
        ("periods", json!([[90, 80]]), "422 invalid periods=periods_missing"),
        ("id", json!(1), "422 invalid id=no_such_field"),
        ("version", json!("1"), "422 invalid version=wrong_type"),
        ("version", json!(7), "409 changed_meanwhile"),
    ] {
        let mut body = base.clone();
        body[field] = value;
        assert_eq!(world.send(&token, "PUT", &path, body.clone()).await.problem(), said, "{body}");
    }
    assert_eq!(world.send(&token, "PUT", &path, json!([])).await.problem(), "422 invalid =wrong_type");
    let mut body = base.clone();
    body.as_object_mut().unwrap().remove("version");
    assert_eq!(world.send(&token, "PUT", &path, body).await.problem(), "428 version_needed");
    let bearer = format!("Bearer {token}");
    let raw = async |kind: &str, body: Vec<u8>| {
        let headers = [("authorization", bearer.as_str()), ("content-type", kind)];
        world.call(Method::PUT, &path, &headers, body).await.problem()
    };
    assert_eq!(raw("application/json", b"{".to_vec()).await, "400 bad_body");
    assert_eq!(raw("application/json", b"{\"reason\":\"\xff\"}".to_vec()).await, "400 bad_body");
    assert_eq!(raw("text/plain", b"{}".to_vec()).await, "415 wrong_media_type");
    assert_eq!(raw("application/json; charset=gbk", b"{}".to_vec()).await, "415 wrong_media_type");
    assert_eq!(raw("application/json", vec![b' '; 300 * 1024]).await, "413 too_large");
    assert_eq!(world.audit_length().await, before);
}

#[tokio::test]
async fn a_change_names_the_version_it_was_made_from() {
    let world = World::new().await;
    let token = world.token(Role::Organiser).await;
    let path = format!("/api/v1/clubs/{}", world.clubs[0]);
    let tag = world.get(&path).await.header("etag").to_owned();
    let change = async |tag: &str| {
        let body = json!({ "city": "株洲" });
        world.send_with(&token, "PATCH", &path, &[("if-match", tag)], body).await
    };
    let changed = change(&tag).await;
    assert_eq!((changed.status, &changed.json()["city"]), (StatusCode::OK, &json!("株洲")));
    assert_eq!(changed.json()["short_name"], "湘钢");
    assert_eq!(change(&tag).await.problem(), "412 no_match");
    assert_eq!(change("\"other\"").await.problem(), "412 no_match");
    assert_eq!(change("*").await.status, StatusCode::OK);
    let cleared = world.send(&token, "PATCH", &path, json!({ "city": null, "version": 3 })).await;
    assert_eq!(cleared.json()["city"], Value::Null, "{}", cleared.text);
}

#[tokio::test]
async fn the_same_request_twice_has_one_effect() {
    let world = World::new().await;
    let token = world.token(Role::Organiser).await;
    let before = world.audit_length().await;
    let send = async |key: &str, body: Value| {
        world.send_with(&token, "POST", "/api/v1/clubs", &[("idempotency-key", key)], body).await
    };
    let first = send("k1", club(&world.league)).await;
    let second = send("k1", club(&world.league)).await;
    assert_eq!((first.status, second.status), (StatusCode::CREATED, StatusCode::CREATED));
    assert_eq!(first.text, second.text);
    for header in ["etag", "location"] {
        assert_eq!(first.header(header), second.header(header));
    }
    assert_eq!(world.audit_length().await, before + 1);
    let mut other = club(&world.league);
    other["short_name"] = json!("另一厂");
    assert_eq!(send("k1", other).await.problem(), "409 idempotency_key_reused");
    // A refusal has no effect and is not kept: mended, the request may come again under its key.
    assert_eq!(send("k2", json!({ "league": world.league })).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut mended = club(&world.league);
    mended["official_name"] = json!("第三厂有限公司");
    mended["short_name"] = json!("第三厂");
    assert_eq!(send("k2", mended).await.status, StatusCode::CREATED);
    let someone_else = world.token(Role::Owner).await;
    let theirs = [("idempotency-key", "k1")];
    let answer = world.send_with(&someone_else, "POST", "/api/v1/clubs", &theirs, club(&world.league)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "their key is another: the name is taken");
}
