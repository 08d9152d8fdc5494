//! Lists, officials, discipline and shifts over the API: the same verdict as an uploaded file, and no more than a page shows.

use crate::lists::{RULES, id};
use crate::world::World;
use axum::http::StatusCode;
use changba::access::{Role, Scope};
use changba::actions::input::Fields;
use changba::actions::{discipline, lists, officials, shifts};
use changba::store::{clubs, competitions, seasons};
use league::form::Cell;
use serde_json::{Value, json};

fn rows() -> Value {
    let number = |serial: u32| id("1990-01-02", serial);
    json!([
        ["球员名单"],
        ["号码", "姓 名", "身份证号", "意外险"],
        ["7", "示例甲", number(101), "是"],
        ["00", "示例乙", number(103), "否"],
        ["9", "示例丙", 439_901_199_001_021_053_u64, "是"],
        ["10", "示例丁", number(107).replace("1990", "1991"), "是"],
    ])
}

async fn with_rules(world: &World) {
    let mut tx = world.write().await;
    let competition = competitions::by_key(&mut tx, &world.competition).await.unwrap().unwrap();
    let given = Fields::from_pairs([
        ("match_size", "12"),
        ("match_closes_min", "40"),
        ("objection_days", "3"),
        ("names", "full"),
        ("minors", "nobody"),
        ("rules", RULES),
    ]);
    lists::rules::change(&mut tx, &competition, 0, &given).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn rows_get_the_verdict_that_an_uploaded_file_gets() {
    let world = World::new().await;
    with_rules(&world).await;
    let organiser = world.token(Role::Organiser).await;
    let path = format!("/api/v1/entries/{}/list", world.entries[0]);
    let before = world.audit_length().await;
    let looked = world.send(&organiser, "POST", &path, json!({ "rows": rows(), "check": true })).await;
    assert_eq!(looked.status, StatusCode::OK, "{}", looked.text);
    let out = looked.json();
    let becomes: Vec<&str> =
        out["rows"].as_array().unwrap().iter().map(|row| row["becomes"].as_str().unwrap()).collect();
    assert_eq!(becomes, ["new", "new", "faulty", "faulty"]);
    assert_eq!(world.audit_length().await, before, "a look saves nothing");
    assert!(!looked.text.contains(&id("1990-01-02", 101)), "numbers are masked");

    // The library's own answer for the same cells, as `changba entry check` prints it.
    let cell = |value: &Value| match value {
        Value::Number(number) => Cell::Number(number.as_f64().unwrap()),
        Value::String(text) => Cell::Text(text.clone()),
        _ => Cell::Empty,
    };
    let given = rows();
    let cells =
        given.as_array().unwrap().iter().map(|row| row.as_array().unwrap().iter().map(cell).collect());
    let sheet = league::form::Sheet { name: "rows".into(), rows: cells.collect(), ..Default::default() };
    let rules = league::eligibility::Rules::from_toml(RULES).unwrap();
    let today = world.clock.now().with_timezone(&chrono_tz::Asia::Shanghai).date_naive();
    let report = league::form::check(&sheet, &[], &rules, today).unwrap();
    assert_eq!(out["report"], serde_json::to_value(&report).unwrap());
    assert_eq!(out["report"]["rows"][1]["reasons"][0]["number"], "第七条");
    assert_eq!(out["report"]["rows"][2]["cells"][0]["code"], "id_number_stored_as_number");

    let taken = world.send(&organiser, "POST", &path, json!({ "rows": rows() })).await.json();
    assert_eq!((&taken["added"], &taken["refused"]), (&json!(2), &json!(2)));
    let length = world.audit_length().await;
    let again = world.send(&organiser, "POST", &path, json!({ "rows": rows() })).await.json();
    assert_eq!((&again["added"], &again["same"]), (&json!(0), &json!(2)));
    assert_eq!(world.audit_length().await, length, "the same rows change nothing");
    let read = world.get_as(&organiser, &path).await.json();
    assert_eq!(read["players"][1]["light"], "error");
}

#[tokio::test]
async fn rows_are_taken_from_the_team_and_refused_from_others_and_from_what_is_no_form() {
    let world = World::new().await;
    let mut db = world.store.read().await.unwrap();
    let own = Scope::Club(clubs::by_key(&mut db, &world.clubs[0]).await.unwrap().unwrap().id);
    drop(db);
    let leader = world.token_in(Role::TeamLeader, own).await;
    let path = |entry: usize| format!("/api/v1/entries/{}/list", world.entries[entry]);
    let body = json!({ "rows": rows() });
    assert_eq!(world.send(&leader, "POST", &path(0), body.clone()).await.status, StatusCode::OK);
    assert_eq!(world.send(&leader, "POST", &path(1), body.clone()).await.status, StatusCode::NOT_FOUND);
    let auditor = world.token(Role::Auditor).await;
    assert_eq!(world.send(&auditor, "POST", &path(0), body).await.status, StatusCode::FORBIDDEN);
    for (rows, problem) in [
        (json!([["甲", "乙"], ["1", "2"]]), "422 invalid rows=not_a_sheet"),
        (json!([{}]), "422 invalid rows=wrong_type"),
        (json!([[["姓名"]]]), "422 invalid rows=wrong_type"),
        (json!("姓名"), "422 invalid rows=wrong_type"),
        (json!([]), "422 invalid rows=not_a_sheet"),
    ] {
        let answer = world.send(&leader, "POST", &path(0), json!({ "rows": rows })).await;
        assert_eq!(answer.problem(), problem, "{rows}");
    }
}

#[tokio::test]
async fn officials_discipline_and_shifts_are_read_by_those_who_may() {
    let world = World::new().await;
    let mut tx = world.write().await;
    let season = seasons::by_key(&mut tx, &world.season).await.unwrap().unwrap();
    let competition = competitions::by_key(&mut tx, &world.competition).await.unwrap().unwrap();
    let club = clubs::by_key(&mut tx, &world.clubs[0]).await.unwrap().unwrap();
    let card = changba::store::fixtures::by_key(&mut tx, &world.fixture).await.unwrap().unwrap();
    let official = Fields::from_pairs([("name", "示例裁判"), ("place", "both"), ("fee", "200")]);
    let official = officials::create(&mut tx, &season, &official).await.unwrap();
    let post = Fields::from_pairs([("official", official.key.as_str()), ("job", "crew_chief")]);
    officials::appoint(&mut tx, &card, &post).await.unwrap();
    let roster =
        Fields::from_pairs([("pattern", "four_crews"), ("first", "2025-06-02"), ("department", "炼钢")]);
    shifts::create(&mut tx, &season, &club, &roster).await.unwrap();
    let rule = Fields::from_pairs([
        ("kind", "late"),
        ("counts", "team"),
        ("at_count", "1"),
        ("sanction", "warning"),
    ]);
    discipline::add_rule(&mut tx, &competition, &rule).await.unwrap();
    let late = Fields::from_pairs([("side", "a"), ("kind", "late"), ("note", "堵车")]);
    discipline::add_incident(&mut tx, &card, &late).await.unwrap();
    let ban = Fields::from_pairs([
        ("entry", world.entries[0].as_str()),
        ("shirt", "7"),
        ("sanction", "suspension"),
        ("amount", "1"),
        ("reason", "内部理由"),
    ]);
    discipline::impose(&mut tx, &competition, &ban).await.unwrap();
    tx.commit().await.unwrap();

    let organiser = world.token(Role::Organiser).await;
    let leader = world.token_in(Role::TeamLeader, Scope::Club(club.id)).await;
    let of_season = format!("/api/v1/seasons/{}/officials", world.season);
    let of_game = format!("/api/v1/fixtures/{}/appointments", world.fixture);
    let of_club = format!("/api/v1/clubs/{}/shifts", world.clubs[0]);
    let read = world.get_as(&organiser, &of_season).await.json();
    assert_eq!((&read["items"][0]["fee"], &read["items"][0]["games"]), (&json!("200.00"), &json!(1)));
    assert_eq!(world.get_as(&organiser, &of_game).await.json()["items"][0]["job"], "crew_chief");
    assert_eq!(world.get_as(&leader, &of_club).await.json()["items"][0]["cycle"], "早早中中夜夜休休");
    for path in [&of_season, &of_game, &of_club] {
        assert_eq!(world.get(path).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    assert_ne!(world.get_as(&leader, &of_season).await.status, StatusCode::OK);
    assert_ne!(world.get_as(&leader, &of_game).await.status, StatusCode::OK);

    let path = format!("/api/v1/competitions/{}/discipline", world.competition);
    let public = world.get(&path).await;
    let read = public.json();
    assert_eq!((&read["sanctions"][0]["shirt"], &read["sanctions"][0]["left"]), (&json!("7"), &json!(1)));
    assert_eq!((&read["proposals"], &read["incidents"]), (&Value::Null, &Value::Null));
    assert!(!public.text.contains("内部理由") && !public.text.contains("堵车"), "{}", public.text);
    let all = world.get_as(&organiser, &path).await.json();
    assert_eq!(
        (&all["proposals"][0]["sanction"], &all["incidents"][0]["note"]),
        (&json!("warning"), &json!("堵车"))
    );
    assert_eq!(all["sanctions"][0]["reason"], "内部理由");
}
