//! Records of people: put together and taken apart, looked at one value at a time, handed out, erased in time.

use crate::control_world::{Browser, Site};
use crate::lists::{House, form, id};
use axum::http::StatusCode;
use changba::actions::people as act;
use changba::store::{self, Writer};
use chrono::Duration;

async fn person_of(house: &House, team: usize, row: usize) -> String {
    house.rows(team).await[row].person_key.clone()
}

fn writer(site: &Site) -> Writer {
    Writer {
        actor: changba::actor::Actor::System,
        now: site.clock.now(),
        random: changba::random::Random::seeded(9),
        origin: String::new(),
        request_id: String::new(),
    }
}

#[tokio::test]
async fn records_are_put_together_and_taken_apart_without_loss() {
    let house = House::new().await;
    let site = &house.site;
    house.take(&house.organiser, 0, "姓名,出生日期,号码,证件号码\n示例甲,1990-01-02,7,\n").await;
    // A slip in the name: nobody knows yet that this is the same person.
    let typed = format!("姓名,身份证号,号码\n示例钾,{},8\n", id("1990-01-02", 101));
    house.take(&house.organiser, 1, &typed).await;
    house
        .take(&house.organiser, 0, &format!("姓名,身份证号,号码\n示例甲,{},7\n", id("1990-01-02", 101)))
        .await;
    let (one, other) = (person_of(&house, 0, 0).await, person_of(&house, 1, 0).await);
    let page = site.get(&house.organiser, "/admin/persons").await.text();
    assert!(page.contains("证件号码相同"), "{page}");
    site.send(&house.organiser, &format!("/admin/persons/{one}/merge/{other}"), &[]).await.leads_to();
    assert_eq!(person_of(&house, 1, 0).await, one);
    assert!(!site.get(&house.organiser, "/admin/persons").await.text().contains("示例钾"));
    let page = site.get(&house.organiser, &format!("/admin/persons/{one}")).await.text();
    let merge = page.split("/unmerge/").nth(1).unwrap().split('"').next().unwrap();
    site.send(&house.organiser, &format!("/admin/persons/{one}/unmerge/{merge}"), &[]).await.leads_to();
    assert_eq!((person_of(&house, 0, 0).await, person_of(&house, 1, 0).await), (one.clone(), other.clone()));
    site.send(&house.organiser, &format!("/admin/persons/{one}/apart/{other}"), &[]).await.leads_to();
    assert!(!site.get(&house.organiser, "/admin/persons").await.text().contains("证件号码相同"));
}

#[tokio::test]
async fn one_person_across_teams_and_forms_is_one_record() {
    let house = House::new().await;
    let number = id("1990-01-02", 101);
    let row = format!("姓名,身份证号,号码\n示例甲,{number},7\n");
    house.take(&house.organiser, 0, &row).await;
    house.take(&house.organiser, 1, &row).await;
    assert_eq!(person_of(&house, 0, 0).await, person_of(&house, 1, 0).await);
    let page = house.site.get(&house.organiser, &house.list(1)).await.text();
    assert!(page.contains("一名运动员只能代表一支球队"), "the light knows the other team");
}

#[tokio::test]
async fn a_sealed_number_is_shown_once_and_the_look_is_recorded() {
    let house = House::new().await;
    let site = &house.site;
    let keeps = [("keeps_number", "true"), ("keeps_number_reason", "保险公司要求"), ("rules", "")];
    house.set_rules(&keeps).await;
    let number = id("1990-01-02", 101);
    house
        .take(&house.organiser, 0, &format!("姓名,身份证号,号码,联系电话\n示例甲,{number},7,13000000001\n"))
        .await;
    let person = person_of(&house, 0, 0).await;
    let path = format!("/admin/persons/{person}");
    let page = site.get(&house.organiser, &path).await.text();
    assert!(!page.contains(&number) && !page.contains("13000000001"));
    let shown = site.send(&house.organiser, &format!("{path}/reveal/number"), &[]).await;
    assert!(shown.text().contains(&number) && shown.header("cache-control") == "no-store");
    let history = site.get(&house.organiser, &format!("/admin/history/person/{person}")).await.text();
    assert!(history.contains("查看个人信息") && !history.contains(&number) && !history.contains("示例甲"));
    let auditor = site
        .person("auditor", changba::access::Role::Auditor, changba::access::Scope::League(site.league_id))
        .await
        .0;
    let read = site.get(&auditor, &path).await;
    assert_eq!(read.status, StatusCode::OK, "an auditor reads everything, masked");
    assert!(!read.text().contains(&number) && !read.text().contains("13000000001"));
    assert_eq!(
        site.send(&auditor, &format!("{path}/reveal/number"), &[]).await.status,
        StatusCode::FORBIDDEN
    );
    // Nothing of it lies in the database in the clear.
    let store::Engine::Sqlite { read, .. } = site.store.engine() else { unreachable!() };
    let dump: Vec<(String,)> =
        sqlx::query_as("select id_sealed || id_hash || phone_sealed from person_private")
            .fetch_all(read)
            .await
            .unwrap();
    assert!(!dump[0].0.contains(&number) && !dump[0].0.contains("13000000001") && !dump[0].0.is_empty());
}

#[tokio::test]
async fn erasing_a_person_keeps_the_shirt_and_the_record() {
    let house = House::new().await;
    let site = &house.site;
    house.take(&house.organiser, 0, &form(5)).await;
    let person = person_of(&house, 0, 0).await;
    let all = site.send(&house.organiser, &format!("/admin/persons/{person}/export"), &[]).await;
    let all: serde_json::Value = serde_json::from_slice(&all.bytes).unwrap();
    assert_eq!((all["name"].as_str(), all["lists"][0]["shirt"].as_str()), (Some("示例甲"), Some("4")));
    site.send(&house.organiser, &format!("/admin/persons/{person}/erase"), &[]).await.leads_to();
    let row = house.rows(0).await[0].clone();
    assert_eq!((row.shirt.as_str(), row.name.as_str(), row.birth), ("4", act::ERASED, None));
    assert!(row.facts.is_empty() && row.id_masked.is_none());
    for path in [format!("/admin/persons/{person}"), house.list(0), "/admin/audit".into()] {
        assert!(!site.get(&house.organiser, &path).await.text().contains("示例甲"), "{path}");
    }
}

#[tokio::test]
async fn what_is_past_its_day_is_forgotten_by_itself() {
    let house = House::new().await;
    let site = &house.site;
    house.set_rules(&[("keep_until", "2025-12-31"), ("rules", "")]).await;
    house.take(&house.organiser, 0, &form(5)).await;
    let day = |text: &str| text.parse().unwrap();
    assert_eq!(act::forget_past(&site.store, &writer(site), day("2025-12-31")).await.unwrap(), 0);
    assert_eq!(act::forget_past(&site.store, &writer(site), day("2026-01-01")).await.unwrap(), 5);
    assert_eq!(act::forget_past(&site.store, &writer(site), day("2026-01-01")).await.unwrap(), 0);
    let rows = house.rows(0).await;
    assert!(
        rows.iter().all(|row| row.birth.is_none() && row.facts.is_empty() && row.name.starts_with("示例"))
    );
}

#[tokio::test]
async fn the_public_reads_names_as_the_competition_allows() {
    let house = House::new().await;
    let site = &house.site;
    house.set_rules(&[("rules", ""), ("names", "full"), ("minors", "nobody")]).await;
    let young = format!("姓名,身份证号,号码,监护人同意书\n示例小,{},70,是\n", id("2010-05-06", 101));
    house.take(&house.organiser, 0, &(form(5) + "")).await;
    house.take(&house.organiser, 0, &young).await;
    let nobody = Browser::default();
    let game = format!("/f/{}", house.fixture);
    let shown = site.get(&nobody, &game).await.text();
    assert!(shown.contains("示例甲") && !shown.contains("示例小") && shown.contains("姓名不公开"));
    let rows = house.rows(0).await;
    let page = |row: usize| format!("/p/{}", rows[row].person_key);
    assert_eq!(site.get(&nobody, &page(0)).await.status, StatusCode::OK);
    assert_eq!(site.get(&nobody, &page(5)).await.status, StatusCode::NOT_FOUND);
    house.set_rules(&[("rules", ""), ("names", "initials"), ("minors", "nobody")]).await;
    let shown = site.get(&nobody, &game).await.text();
    assert!(shown.contains("示*") && !shown.contains("示例甲"));
    assert_eq!(site.get(&nobody, &page(0)).await.status, StatusCode::NOT_FOUND);
    let api = site.get(&nobody, "/api/v1/people").await.text();
    assert!(api.contains("示*") && !api.contains("示例甲") && !api.contains("示例小"), "{api}");
}

#[tokio::test]
async fn last_times_list_is_held_against_this_years_file() {
    let house = House::new().await;
    let site = &house.site;
    house.take(&house.organiser, 0, &form(5)).await;
    site.clock.advance(Duration::minutes(1));
    // The same club enters another competition.
    let mut tx = site.write().await;
    let first = store::competitions::by_key(&mut tx, &house.competition).await.unwrap().unwrap();
    let again = changba::actions::input::Fields::from_pairs([
        ("name_zh", "邀请赛"),
        ("kind", "invitational"),
        ("edition", "fiba-2024"),
        ("periods", "4"),
        ("period_minutes", "10"),
        ("overtime_minutes", "5"),
        ("criteria", "fiba"),
    ]);
    let second = changba::actions::competitions::create(&mut tx, first.season_id, &again).await.unwrap();
    let team = changba::actions::input::Fields::from_pairs([("name", "示例一厂")]);
    let entry = changba::actions::competitions::enter(&mut tx, &second, &team).await.unwrap();
    tx.commit().await.unwrap();
    let path = format!("/admin/lists/{}/handover", entry.key);
    let file = form(3).replace("示例丙", "新来的").replace(&id("1990-01-02", 105), &id("1992-03-04", 107));
    let page = site.upload(&house.organiser, &path, &[], ("人事.csv", file.as_bytes())).await.text();
    assert!(
        page.contains("仍在职 (2)") && page.contains("名册中没有 (3)") && page.contains("名册中的新人 (1)"),
        "{page}"
    );
    let keys = page.split("name=\"keys\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    site.send(&house.organiser, &format!("{path}/take"), &[("keys", &keys)]).await.leads_to();
    let mut db = site.store.read().await.unwrap();
    let rows = store::lists::rows(&mut db, entry.id).await.unwrap();
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| !row.facts.contains_key("insurance")), "papers are shown anew");
}
