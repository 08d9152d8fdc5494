//! The ledger of viewer figures: what the database keeps, what forms and scripts put in, what a phone counts at a gate.

use crate::cli_world::{Folder, open, postgres_url};
use crate::control_path::fill;
use crate::control_world::{Browser, Site, key_in};
use crate::world::World;
use axum::http::StatusCode;
use changba::access::Role;
use changba::store::{Engine, Store};
use league::audience::metric::MetricBook;
use serde_json::{Value, json};

async fn run(store: &Store, sql: &str) -> Result<(), sqlx::Error> {
    let text = sqlx::AssertSqlSafe(sql.to_owned());
    match store.engine() {
        Engine::Sqlite { write, .. } => sqlx::query(text).execute(write).await.map(drop),
        Engine::Postgres(pool) => sqlx::query(text).execute(pool).await.map(drop),
    }
}

/// A figure by SQL, as an intruder or a careless program would write it.
fn row(key: &str, rest: &str) -> String {
    let (columns, values) = rest.split_once(" = ").unwrap_or(("", ""));
    let comma = if columns.is_empty() { "" } else { ", " };
    format!(
        "insert into observation (key, scope_id, metric_id, from_at, to_at, source, as_of, entered_at, is_public{comma}{columns})
         values ('{key}', 1, 18, '2025-06-13T10:00:00Z', '2025-06-13T14:00:00Z', 's', '2025-06-14T00:00:00Z',
                 '2025-06-14T00:00:00Z', true{comma}{values})"
    )
}

async fn the_database_keeps_the_invariants(store: Store) {
    let mut db = store.read().await.unwrap();
    assert_eq!(changba::store::audience::book(&mut db).await.unwrap(), MetricBook::ready_made());
    drop(db);
    for sql in [
        "insert into league (id, key, name_zh, name_en, created_at) values (1, 'l', 'x', '', '2025-06-01T00:00:00Z')",
        "insert into season (id, key, league_id, name_zh, name_en, zone, phase, is_public, sort)
         values (1, 's', 1, '2025', '', 'Asia/Shanghai', 'running', true, 1)",
        "insert into audience_scope (id, key, season_id, level) values (1, 'w', 1, 'season')",
        "insert into audience_scope (id, key, season_id, level, name_zh) values (2, 'm', 1, 'side_event', '庙会')",
    ] {
        run(&store, sql).await.unwrap();
    }
    for broken in [
        "class, value, low = 'A', 5, 6",
        "class, value, low, high = 'A', 5, 1, 4",
        "class, value = 'A', -1",
        "class, value = 'C', 5",
        "class, value, file = 'E', 5, 'f'",
        "class, value, wording = 'E', 5, '超5万'",
        "class, value = 'B', 5",
        "class, value = 'F', 5",
        "class, value, high = 'A', 5, 6",
    ] {
        assert!(run(&store, &row("bad", broken)).await.is_err(), "{broken}");
    }
    run(&store, &row("one", "class, value, sha256, file_row = 'A', 3412, 'h', 7")).await.unwrap();
    let twice = run(&store, &row("same", "class, value, sha256, file_row = 'A', 3412, 'h', 7")).await;
    assert!(twice.is_err(), "the same row of the same file");
    for change in
        ["update observation set value = 5", "delete from observation", "update metric set unit = 'person'"]
    {
        assert!(run(&store, change).await.is_err(), "{change}");
    }
    let first = "(select min(id) from observation)";
    let correction = |key: &str, more: &str| {
        row(key, &format!("class, value, supersedes_id, reason = 'A', 3400, {first}, '{more}'"))
    };
    assert!(run(&store, &correction("silent", "")).await.is_err(), "a correction says why");
    let elsewhere = correction("elsewhere", "x").replace("'elsewhere', 1, 18", "'elsewhere', 2, 18");
    assert!(run(&store, &elsewhere).await.is_err(), "a correction keeps its scope");
    let persons = correction("unit", "x").replace("'unit', 1, 18", "'unit', 1, 20");
    assert!(run(&store, &persons).await.is_err(), "visits do not become people");
    run(&store, &correction("two", "counted again")).await.unwrap();
    assert!(run(&store, &correction("fork", "x")).await.is_err(), "a chain has one head");
}

#[tokio::test]
async fn the_database_keeps_what_the_rules_promise() {
    let folder = Folder::new();
    the_database_keeps_the_invariants(open(&folder.url("ledger.db")).await).await;
    if let Some(url) = postgres_url().await {
        the_database_keeps_the_invariants(open(&url).await).await;
    }
}

#[tokio::test]
async fn a_figure_is_entered_corrected_and_shown_with_its_method() {
    let site = Site::new().await;
    let organiser = site.organiser().await;
    let filled = fill(&site, &organiser).await;
    let public = format!("/f/{}", filled.fixture);
    let to = format!("/admin/seasons/{}/audience/new", filled.season);
    let about = format!("fixture:{}", filled.fixture);
    let figure = |value: &'static str| {
        let about = about.clone();
        vec![
            ("about".to_owned(), about),
            ("metric".into(), "entries_clicked".into()),
            ("value".into(), value.into()),
            ("class".into(), "A-".into()),
            ("source".into(), "北门".into()),
            ("method".into(), "手动计数器".into()),
        ]
    };
    let send = async |fields: Vec<(String, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        site.send(&organiser, &to, &fields).await
    };
    let refused = send(figure("很多")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("很多"), "what was typed stays");
    let key = key_in(&send(figure("3412")).await.leads_to());
    let page = site.get(&Browser::default(), &public).await.text();
    assert!(page.contains("3,412 人次") && page.contains("手动计数器"), "{page}");
    assert!(page.contains("3,241 – 3,583"), "one clicker is believed to 5 %");
    let mut fields: Vec<(&str, &str)> =
        vec![("value", "3.4千"), ("class", "A-"), ("source", "北门"), ("reason", "")];
    let silent = site.send(&organiser, &format!("/admin/observations/{key}"), &fields).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "a correction says why");
    fields[3].1 = "两个计数器对过";
    let anew =
        key_in(&site.send(&organiser, &format!("/admin/observations/{key}"), &fields).await.leads_to());
    let page = site.get(&Browser::default(), &public).await.text();
    assert!(page.contains("3,400 人次") && !page.contains("3,412"), "{page}");
    let again = site.send(&organiser, &format!("/admin/observations/{key}"), &fields).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "a chain has one head");
    let history = site.get(&organiser, &format!("/admin/observations/{anew}")).await.text();
    assert!(
        history.contains("3,412") && history.contains("两个计数器对过"),
        "what was printed stays readable"
    );
}

#[tokio::test]
async fn sums_that_may_not_be_made_name_the_rule() {
    let site = Site::new().await;
    let organiser = site.organiser().await;
    let filled = fill(&site, &organiser).await;
    let mut keys = Vec::new();
    for (metric, value) in [("site_visits", "超400万"), ("exposures", "4.5亿")] {
        let fields = [
            ("about", "season"),
            ("metric", metric),
            ("value", value),
            ("class", "A"),
            ("source", "组委会"),
            ("from", "2025-06-13T00:00"),
            ("to", "2025-07-27T23:00"),
        ];
        let to = format!("/admin/seasons/{}/audience/new", filled.season);
        keys.push(key_in(&site.send(&organiser, &to, &fields).await.leads_to()));
    }
    let asked = format!("/admin/audience?one={}&other={}&over=time", keys[0], keys[1]);
    let page = site.get(&organiser, &asked).await.text();
    assert!(page.contains("单位不同"), "{page}");
    assert!(page.contains("≥ 4,000,000"), "超400万 is open above");
}

fn figure(world: &World) -> Value {
    json!({
        "season": world.season, "about": format!("fixture:{}", world.fixture), "metric": "viewers", "value": "12.6万",
        "class": "B-", "source": "抖音", "file": "大屏.png", "from": "2025-06-13T19:00", "to": "2025-06-13T21:00",
        "sha256": "ab".repeat(32), "file_row": 3,
    })
}

#[tokio::test]
async fn scripts_put_figures_in_once_and_everybody_reads_them() {
    let world = World::new().await;
    let token = world.token(Role::Organiser).await;
    let made = world.send(&token, "POST", "/api/v1/observations", figure(&world)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let made = made.json();
    assert_eq!(
        (&made["value"], &made["low"], &made["high"]),
        (&json!(126_000), &json!(125_500), &json!(126_499))
    );
    let again = world.send(&token, "POST", "/api/v1/observations", figure(&world)).await;
    assert_eq!(again.json()["key"], made["key"], "the same row of the same file");
    let list = world.get("/api/v1/observations?metric=viewers").await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
    let mut unproven = figure(&world);
    unproven["file"] = Value::Null;
    let refused = world.send(&token, "POST", "/api/v1/observations", unproven).await;
    assert_eq!(refused.problem(), "422 invalid file=not_taken");
    let mut hidden = figure(&world);
    hidden["not_public"] = json!(true);
    hidden["file_row"] = json!(4);
    world.send(&token, "POST", "/api/v1/observations", hidden).await;
    let list = world.get("/api/v1/observations").await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1, "what is not public is not read");
    let correction =
        json!({ "value": "--", "class": "B-", "source": "抖音", "file": "大屏.png", "reason": "截图有误" });
    let path = format!("/api/v1/observations/{}/corrections", made["key"].as_str().unwrap());
    let unknown = world.send(&token, "POST", &path, correction).await.json();
    assert_eq!((&unknown["value"], &unknown["supersedes"]), (&Value::Null, &made["key"]));
    let scorer = world.token(Role::Scorer).await;
    let refused = world.send(&scorer, "POST", "/api/v1/observations", figure(&world)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

/// An evening with a gate, and the browser of somebody who came by its link.
async fn counter(site: &Site, organiser: &Browser) -> (String, String, Browser) {
    let filled = fill(site, organiser).await;
    let page = site.get(organiser, "/admin/audience").await.text();
    let venue = crate::control_world::choice(&page, "株洲体育中心");
    let to = format!("/admin/seasons/{}/audience/nights", filled.season);
    let night = site.send(organiser, &to, &[("venue", &venue), ("day", "2025-06-13")]).await.leads_to();
    let gate = [("level", "gate"), ("name_zh", "北门")];
    site.send(organiser, &format!("{night}/gates"), &gate).await.leads_to();
    let page = site.get(organiser, &night).await.text();
    let gate = page.split("href=\"/gate/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let shown =
        site.send(organiser, &format!("/admin/gates/{gate}/links"), &[("holder", "志愿者")]).await.text();
    let token = shown.split("/cap/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let opened = site.send(&Browser::default(), &format!("/cap/{token}"), &[]).await;
    assert_eq!(opened.leads_to(), format!("/gate/{gate}"));
    let cookie = opened.header("set-cookie").split(';').next().unwrap().to_owned();
    (night, gate, Browser(cookie))
}

#[tokio::test]
async fn a_phone_counts_at_a_gate_without_script_and_a_repeat_changes_nothing() {
    let site = Site::new().await;
    site.clock.advance(chrono::Duration::hours(3));
    let organiser = site.organiser().await;
    let (night, gate, phone) = counter(&site, &organiser).await;
    let to = format!("/gate/{gate}");
    let tap = async |revision: &str, step: &str| {
        site.send(&phone, &to, &[("device", "phone1"), ("revision", revision), ("step", step)])
            .await
            .leads_to();
    };
    tap("1", "in 10").await;
    tap("1", "in 10").await;
    tap("2", "in 2").await;
    tap("3", "in -2").await;
    tap("4", "out 1").await;
    let page = site.get(&phone, &format!("{to}?d=phone1")).await.text();
    assert!(page.contains("<span data-mine=\"in\">10</span> / <span data-mine=\"out\">1</span>"), "{page}");
    let evening = site.get(&organiser, &night).await.text();
    assert!(evening.contains("9 (") && evening.contains("19:01"), "inside, with its interval: {evening}");
    let closed = site.send(&organiser, &format!("{night}/close"), &[]).await.leads_to();
    let figure = site.get(&organiser, &closed).await.text();
    assert!(figure.contains("10 人次") && figure.contains("clicker, 1 devices"), "{figure}");
    assert_eq!(site.send(&organiser, &format!("{night}/close"), &[]).await.leads_to(), closed, "nothing new");
    tap("5", "in 5").await;
    let anew = site.send(&organiser, &format!("{night}/close"), &[]).await.leads_to();
    let figure = site.get(&organiser, &anew).await.text();
    assert!(
        anew != closed && figure.contains("15 人次") && figure.contains("10 人次"),
        "corrected, not added"
    );
    let stranger = site.get(&Browser::default(), &to).await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn absolute_totals_arrive_in_any_order() {
    let world = World::new().await;
    let token = world.token(Role::Organiser).await;
    let mut tx = world.write().await;
    let season = changba::store::seasons::by_key(&mut tx, &world.season).await.unwrap().unwrap();
    use changba::actions::audience::scopes;
    use changba::actions::input::Fields;
    let night = Fields::from_pairs([("venue", world.venue.as_str()), ("day", "2025-06-13")]);
    let night = scopes::open_night(&mut tx, &season, &night).await.unwrap();
    let gate = Fields::from_pairs([("level", "gate"), ("name_zh", "南门")]);
    let gate = scopes::add_gate(&mut tx, &night, &gate).await.unwrap().key;
    tx.commit().await.unwrap();
    let path = format!("/api/v1/gates/{gate}/counts");
    let minute = world.clock.now() - chrono::Duration::minutes(1);
    let send = async |device: &str, people: i64, revision: i64| {
        let cell = json!({ "minute": minute, "direction": "in", "people": people, "revision": revision });
        let answer = world.send(&token, "POST", &path, json!({ "device": device, "counts": [cell] })).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.json()["people_in"].as_i64().unwrap()
    };
    assert_eq!(send("a", 5, 1).await, 5);
    assert_eq!(send("a", 8, 3).await, 8);
    assert_eq!(send("a", 7, 2).await, 8, "an older state that comes late");
    assert_eq!(send("a", 8, 3).await, 8, "the same message twice");
    assert_eq!(send("b", 4, 1).await, 12, "two counters at one door");
    assert_eq!(send("a", 6, 4).await, 10, "an undo");
    let before = json!({ "device": "a", "counts": [{ "minute": "2020-01-01T00:00:00Z", "direction": "in", "people": 1, "revision": 9 }] });
    let refused = world.send(&token, "POST", &path, before).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}
