//! What the API shows: pages, tags, marks of what was made up, null for what nobody knows.

use crate::cli_world::{Folder, clock, open_demo};
use crate::world::World;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use changba::access::Role;
use changba::random::Random;
use changba::store::entries::{self, Player};
use changba::web::{App, Settings};
use http_body_util::BodyExt;
use serde_json::{Value, json};

#[tokio::test]
async fn every_list_is_read_by_all_and_names_no_internal_number() {
    let world = World::new().await;
    for list in ["leagues", "seasons", "competitions", "clubs", "entries", "people", "venues", "fixtures"] {
        let answer = world.get(&format!("/api/v1/{list}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{list}: {}", answer.text);
        for item in answer.json()["items"].as_array().unwrap() {
            let key = item["key"].as_str().unwrap();
            let one = world.get(&format!("/api/v1/{list}/{key}")).await;
            assert_eq!(one.json(), *item, "{list}");
            assert!(!one.text.contains("\"id\"") && !one.text.contains("_id\""), "{}", one.text);
        }
    }
}

#[tokio::test]
async fn pages_of_a_list_make_the_whole_list() {
    let world = World::new().await;
    let whole = world.get("/api/v1/clubs").await.json();
    let mut path = "/api/v1/clubs?limit=2".to_owned();
    let mut found = Vec::new();
    loop {
        let page = world.get(&path).await.json();
        assert!(page["items"].as_array().unwrap().len() <= 2);
        found.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/v1/clubs?limit=2&cursor={next}");
    }
    assert_eq!(json!(found), whole["items"]);
    assert_eq!(found.len(), 6);
}

#[tokio::test]
async fn filters_narrow_and_what_is_not_understood_is_refused() {
    let world = World::new().await;
    let count = async |query: String| {
        let answer = world.get(&format!("/api/v1/fixtures?{query}")).await;
        answer.json()["items"].as_array().map(Vec::len)
    };
    assert_eq!(count(String::new()).await, Some(2));
    assert_eq!(count(format!("season={}", world.season)).await, Some(1));
    assert_eq!(count(format!("club={}", world.clubs[0])).await, Some(1));
    assert_eq!(count(format!("club={}", world.clubs[2])).await, Some(0));
    assert_eq!(count("day=2025-06-13".into()).await, Some(2));
    assert_eq!(count("day=2025-06-14".into()).await, Some(0));
    assert_eq!(count("status=official".into()).await, Some(0));
    for (query, said) in [
        ("limit=0", "limit=out_of_range"),
        ("limit=ten", "limit=not_a_number"),
        ("limit=", "limit=required"),
        ("day=2025.6.13", "day=not_a_date"),
        ("cursor=zzz", "cursor=no_such_object"),
        ("colour=red", "colour=no_such_field"),
        ("limit=1&limit=2", "limit=same_twice"),
        ("season=%FF%FE", "season=not_plain_text"),
    ] {
        let answer = world.get(&format!("/api/v1/fixtures?{query}")).await;
        assert_eq!(answer.problem(), format!("422 invalid {said}"), "{query}");
    }
}

#[tokio::test]
async fn a_tag_holds_until_something_changes() {
    let world = World::new().await;
    let path = format!("/api/v1/fixtures/{}/result", world.fixture);
    let token = world.token(Role::Scorer).await;
    let bearer = format!("Bearer {token}");
    let first = world.get(&path).await;
    let tag = first.header("etag").to_owned();
    assert_eq!(world.get_as(&token, &path).await.header("etag"), tag, "the same for strangers and scripts");
    for headers in
        [vec![("if-none-match", tag.as_str())], vec![("if-none-match", &tag), ("authorization", &bearer)]]
    {
        let again = world.call(Method::GET, &path, &headers, "").await;
        assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
    }
    let result = json!({ "outcome": "played", "score_a": 98, "score_b": 76, "version": 1 });
    let saved = world.send(&token, "PUT", &path, result).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text);
    let now = world.call(Method::GET, &path, &[("if-none-match", &tag)], "").await;
    assert_eq!(now.status, StatusCode::OK);
    assert_eq!(now.json()["score"], json!({ "a": 98, "b": 76, "sample": false }));
    assert_eq!(now.header("etag"), saved.header("etag"));
}

#[tokio::test]
async fn a_head_before_a_get_leaves_the_body_in_the_cache() {
    let world = World::new().await;
    world.call(Method::HEAD, "/api/v1/clubs", &[], "").await;
    assert_eq!(world.get("/api/v1/clubs").await.json()["items"].as_array().unwrap().len(), 6);
}

#[tokio::test]
async fn what_nobody_knows_is_null() {
    let world = World::new().await;
    let fixture = world.get(&format!("/api/v1/fixtures/{}", world.fixture)).await.json();
    assert_eq!(fixture["score"], json!({ "a": null, "b": null, "sample": false }));
    assert_eq!(fixture["periods"], Value::Null);
    assert_eq!(fixture["outcome"]["kind"], Value::Null);
    assert_eq!(fixture["code"], Value::Null);
    assert_eq!(fixture["date"]["tip_off_at"], "2025-06-13T11:00:00Z");
}

#[tokio::test]
async fn the_table_gives_rows_reasons_and_the_rule() {
    let world = World::new().await;
    let token = world.token(Role::Organiser).await;
    let path = format!("/api/v1/fixtures/{}/result", world.fixture);
    let result = json!({ "outcome": "played", "score_a": 98, "score_b": 76, "version": 1 });
    world.send(&token, "PUT", &path, result).await;
    let table = world.get(&format!("/api/v1/competitions/{}/table", world.competition)).await.json();
    let group = &table["groups"][0];
    let row = |at: usize| (group["rows"][at]["short_name"].clone(), group["rows"][at]["points"].clone());
    assert_eq!(row(0), (json!("湘钢"), json!(2)));
    assert_eq!(row(1), (json!("株机"), json!(1)));
    assert_eq!(table["rules"]["name"], "fiba");
    assert_eq!(group["group"], json!(world.group));
    assert_eq!(group["rows"][0]["entry"], json!(world.entries[0]));
    assert!(table["rules"]["wording"]["zh"].as_str().unwrap().contains("抽签"));
    assert_eq!(group["draw_required"], json!([]));
}

#[tokio::test]
async fn a_rule_set_that_counts_overtime_as_level_gets_the_periods() {
    let world = World::new().await;
    let token = world.token(Role::Organiser).await;
    let overtime = json!([[20, 20], [20, 20], [20, 20], [20, 20], [15, 5]]);
    let games = [(0, 1, 95, 85, overtime), (1, 2, 72, 70, json!([])), (2, 0, 71, 70, json!([]))];
    for (a, b, score_a, score_b, periods) in games {
        let body = json!({
            "competition": world.competition, "group": world.group, "a": world.entries[a], "b": world.entries[b],
        });
        let made = world.send(&token, "POST", "/api/v1/fixtures", body).await;
        let path = format!("{}/result", made.header("location"));
        let body = json!({
            "outcome": "played", "score_a": score_a, "score_b": score_b, "periods": periods, "version": 1,
        });
        let saved = world.send(&token, "PUT", &path, body).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.text);
    }
    for (criteria, version, first) in [("fiba", 1, 0), ("euroleague", 2, 1)] {
        let path = format!("/api/v1/competitions/{}", world.competition);
        world.send(&token, "PATCH", &path, json!({ "criteria": criteria, "version": version })).await;
        let table = world.get(&format!("{path}/table")).await.json();
        assert_eq!(table["rules"]["name"], criteria);
        assert_eq!(table["groups"][0]["rows"][0]["entry"], json!(world.entries[first]), "{criteria}");
    }
}

#[tokio::test]
async fn what_is_not_public_is_seen_by_its_own_people_only() {
    let world = World::new().await;
    let token = world.token(Role::Organiser).await;
    let season = format!("/api/v1/seasons/{}", world.season);
    world.send(&token, "PATCH", &season, json!({ "is_public": false, "version": 1 })).await;
    let paths = [
        season,
        format!("/api/v1/competitions/{}", world.competition),
        format!("/api/v1/competitions/{}/table", world.competition),
        format!("/api/v1/entries/{}", world.entries[0]),
        format!("/api/v1/fixtures/{}", world.fixture),
        format!("/api/v1/fixtures/{}/result", world.fixture),
        format!("/api/v1/fixtures/{}/status", world.fixture),
    ];
    for path in paths {
        assert_eq!(world.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(world.get_as(&token, &path).await.status, StatusCode::OK, "{path}");
    }
    let list = format!("/api/v1/fixtures?season={}", world.season);
    assert_eq!(world.get(&list).await.json()["items"], json!([]));
    let feed = world.get(&format!("/ics/club/{}.ics", world.clubs[0])).await;
    assert!(!feed.text.contains("VEVENT"));
    let club = world.get(&format!("/club/{}", world.clubs[0])).await.text;
    assert!(!club.contains("株机") && !club.contains(&world.fixture), "{club}");
}

#[tokio::test]
async fn of_a_child_only_the_first_character_is_shown() {
    let world = World::new().await;
    let token = world.token(Role::Organiser).await;
    let path = format!("/api/v1/competitions/{}", world.competition);
    let mut tx = world.write().await;
    let entry = entries::by_key(&mut tx, &world.entries[0]).await.unwrap().unwrap();
    let person = entries::insert_person(&mut tx, world.league_id, "child", "甲乙丙", "").await.unwrap();
    let player = Player {
        key: "listed".into(),
        entry_id: entry.id,
        person_key: "child".into(),
        name: "甲乙丙".into(),
        shirt: "00".into(),
        position: String::new(),
        height_cm: None,
        captain: false,
        sample: String::new(),
    };
    entries::insert_player(&mut tx, person, &player).await.unwrap();
    tx.commit_quiet().await.unwrap();
    let shown = async || world.get("/api/v1/people/child").await.json();
    assert_eq!(shown().await["name"], json!({ "text": "甲乙丙", "sample": false }));
    assert_eq!(shown().await["lists"][0]["shirt"], "00");
    world.send(&token, "PATCH", &path, json!({ "kind": "u12", "version": 1 })).await;
    assert_eq!(shown().await["name"]["text"], "甲*");
    let own = world.get_as(&token, "/api/v1/people/child").await.json();
    assert_eq!(own["name"]["text"], "甲乙丙");
}

#[tokio::test]
async fn problems_speak_the_readers_language() {
    let world = World::new().await;
    let title = async |headers: &[(&str, &str)]| {
        let answer = world.call(Method::GET, "/api/v1/clubs/none", headers, "").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        answer.json()["title"].as_str().unwrap().to_owned()
    };
    assert_eq!(title(&[]).await, "没有这个页面");
    assert_eq!(title(&[("accept-language", "en-GB,en;q=0.9")]).await, "No such page");
    assert_eq!(title(&[("accept-language", "en"), ("cookie", "lang=zh")]).await, "没有这个页面");
    assert_eq!(title(&[("cookie", "lang=en")]).await, "No such page");
}

#[tokio::test]
async fn the_audit_is_for_those_who_may_read_it() {
    let world = World::new().await;
    assert_eq!(world.get("/api/v1/audit").await.problem(), "401 sign_in_needed");
    let scorer = world.token(Role::Scorer).await;
    assert_eq!(world.get_as(&scorer, "/api/v1/audit").await.problem(), "403 forbidden");
    let auditor = world.token(Role::Auditor).await;
    let mut path = "/api/v1/audit?limit=3".to_owned();
    let mut objects = Vec::new();
    loop {
        let page = world.get_as(&auditor, &path).await;
        assert!(!page.text.contains("competition_id") && !page.text.contains("\"id\""), "{}", page.text);
        let page = page.json();
        objects.extend(page["items"].as_array().unwrap().iter().map(|item| item["object_key"].clone()));
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/v1/audit?limit=3&cursor={next}");
    }
    assert!(objects.contains(&json!(world.fixture)) && objects.contains(&json!(world.clubs[0])));
    for foreign in [&world.foreign.fixture, &world.foreign.club, &world.foreign.venue, &world.foreign.season]
    {
        assert!(!objects.contains(&json!(foreign)));
    }
}

#[tokio::test]
async fn the_demo_marks_each_fact_that_was_made_up() {
    let folder = Folder::new();
    let store = open_demo(&folder.url("demo.db")).await;
    let front = App::new(store, clock(), Random::seeded(1), Settings::default()).front();
    let get = async |path: String| -> Value {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let bytes = front.call(request).await.into_body().collect().await.unwrap().to_bytes();
        serde_json::from_slice(&bytes).unwrap()
    };
    let mut seen = [0; 3];
    let mut path = "/api/v1/fixtures?limit=100".to_owned();
    loop {
        let page = get(path).await;
        for fixture in page["items"].as_array().unwrap() {
            let score = &fixture["score"];
            let marked = [&score["sample"], &fixture["date"]["sample"], &fixture["pairing"]["sample"]];
            let known = score["a"].is_i64();
            seen[0] += usize::from(known && score["sample"] == true);
            seen[1] += usize::from(known && score["sample"] == false);
            seen[2] += usize::from(!known && score["a"].is_null() && score["sample"] == false);
            assert!(marked.iter().all(|mark| mark.is_boolean()));
            assert_eq!(fixture["pairing"]["light_sample"], true, "who wore light was published for no game");
            assert!(
                fixture["round"].is_null() || fixture["round"]["sample"] == true,
                "no round was published"
            );
            assert_ne!(*score, json!({ "a": 0, "b": 0, "sample": false }));
        }
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/v1/fixtures?limit=100&cursor={next}");
    }
    assert!(seen.iter().all(|count| *count > 0), "made up, published, unknown: {seen:?}");
    // Made-up groups, rounds and kits carry their mark on pages too, and so does what is counted from them.
    let page = async |path: &str| -> String {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let bytes = front.call(request).await.into_body().collect().await.unwrap().to_bytes();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let home = page("/").await;
    let competition = home.split("href=\"/c/").nth(1).unwrap().split(['"', '/']).next().unwrap().to_owned();
    let schedule = page(&format!("/c/{competition}/schedule")).await;
    for stage in schedule.split("class=\"game-stage\">").skip(1) {
        let stage = stage.split("</span>").next().unwrap();
        assert!(!stage.contains("第") || stage.contains("class=\"sample\""), "{stage}");
    }
    let game = schedule.split("href=\"/f/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let game = page(&format!("/f/{game}")).await;
    let club = game.split("href=\"/club/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let club = page(&format!("/club/{club}")).await;
    let met = club.split("<h2>交手记录</h2>").nth(1).expect("meetings with opponents");
    assert!(met.split("</table>").next().unwrap().contains("class=\"sample\""), "{met}");
    let kit = game.split("色球衣").nth(1).unwrap();
    assert!(kit.trim_start().starts_with("<abbr class=\"sample\""), "{kit}");
    let people = get("/api/v1/people?limit=100".into()).await;
    let people = people["items"].as_array().unwrap();
    assert!(!people.is_empty());
    assert!(people.iter().all(|person| person["name"]["sample"] == true));
    let child = people.iter().find(|person| person["name"]["text"].as_str().unwrap().ends_with('*'));
    assert!(child.is_none(), "nobody in the demo is on a list of children");
}
