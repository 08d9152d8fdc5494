//! Calendars that stay subscribed.

use crate::world::World;
use axum::http::{Method, StatusCode};
use changba::access::Role;
use changba::web::Settings;
use serde_json::json;

/// The value of a property, lines unfolded; empty where it is missing.
fn property<'a>(text: &'a str, name: &str) -> &'a str {
    text.split("\r\n").find_map(|line| line.strip_prefix(name)).unwrap_or("")
}

#[tokio::test]
async fn a_game_keeps_its_uid_and_moves_with_its_sequence() {
    let world = World::new().await;
    let token = world.token(Role::Organiser).await;
    let feed = format!("/ics/c/{}.ics", world.competition);
    let first = world.get(&feed).await;
    assert_eq!(first.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(property(&first.text, "DTSTART;TZID=Asia/Shanghai:"), "20250613T190000");
    assert_eq!(property(&first.text, "SEQUENCE:"), "0");
    assert_eq!(property(&first.text, "SUMMARY:"), "湘钢 对 株机");
    assert_eq!(property(&first.text, "LOCATION:"), "体育馆\\; 1\\, 2");
    assert_eq!(property(&first.text, "URL:"), format!("http://league.example/f/{}", world.fixture));
    assert!(first.text.contains("BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\n"));
    assert!(first.text.contains("REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n"));
    let path = format!("/api/v1/fixtures/{}", world.fixture);
    world.send(&token, "PATCH", &path, json!({ "tip_off": "2025-06-14T20:30", "version": 1 })).await;
    let moved = world.get(&feed).await;
    assert_eq!(property(&moved.text, "UID:"), property(&first.text, "UID:"));
    assert_eq!(property(&moved.text, "UID:"), format!("{}@changba", world.fixture));
    assert_eq!(property(&moved.text, "SEQUENCE:"), "1");
    assert_eq!(property(&moved.text, "DTSTART;TZID=Asia/Shanghai:"), "20250614T203000");
    assert_ne!(moved.header("etag"), first.header("etag"));
}

#[tokio::test]
async fn only_the_day_known_is_a_whole_day_and_no_day_is_no_event() {
    let world = World::new().await;
    let token = world.token(Role::Organiser).await;
    let path = format!("/api/v1/fixtures/{}", world.fixture);
    let feed = format!("/ics/f/{}.ics", world.fixture);
    world.send(&token, "PATCH", &path, json!({ "tip_off": null, "day": "2025-06-30", "version": 1 })).await;
    let day = world.get(&feed).await.text;
    assert_eq!(property(&day, "DTSTART;VALUE=DATE:"), "20250630");
    assert_eq!(property(&day, "DTEND;VALUE=DATE:"), "20250701");
    assert!(!day.contains("VTIMEZONE"));
    world.send(&token, "PATCH", &path, json!({ "tip_off": null, "day": null, "version": 2 })).await;
    assert!(!world.get(&feed).await.text.contains("VEVENT"));
}

#[tokio::test]
async fn a_cancelled_game_stays_and_a_finished_one_shows_its_score() {
    let world = World::new().await;
    let token = world.token(Role::Organiser).await;
    let path = format!("/api/v1/fixtures/{}", world.fixture);
    let feed = format!("/ics/club/{}.ics", world.clubs[0]);
    for (status, word, said) in [
        ("postponed", "TENTATIVE", "[已延期] 湘钢 对 株机"),
        ("cancelled", "CANCELLED", "[已取消] 湘钢 对 株机"),
        ("scheduled", "CONFIRMED", "湘钢 对 株机"),
    ] {
        let body = json!({ "status": status });
        let answer =
            world.send_with(&token, "PUT", &format!("{path}/status"), &[("if-match", "*")], body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let text = world.get(&feed).await.text;
        assert_eq!((property(&text, "STATUS:"), property(&text, "SUMMARY:")), (word, said));
    }
    let result = json!({ "outcome": "played", "score_a": 98, "score_b": 76 });
    world.send_with(&token, "PUT", &format!("{path}/result"), &[("if-match", "*")], result).await;
    let text = world.get(&format!("/ics/v/{}.ics?lang=en", world.venue)).await.text;
    assert_eq!(property(&text, "SUMMARY:"), "湘钢 98:76 株机");
    assert!(text.split("\r\n").all(|line| line.len() <= 75));
    let other = world.get(&format!("/ics/club/{}.ics", world.clubs[2])).await;
    assert!(!other.text.contains("VEVENT"));
}

#[tokio::test]
async fn a_feed_is_kept_only_where_its_address_is_fixed() {
    for (public_url, host) in
        [(None, "league.example"), (Some("https://ba.example/".to_owned()), "ba.example")]
    {
        let world = World::with(Settings { public_url, ..Settings::default() }).await;
        let feed = format!("/ics/c/{}.ics", world.competition);
        let first = world.get(&feed).await;
        assert!(property(&first.text, "URL:").contains(host), "{}", first.text);
        let again = world.call(Method::GET, &feed, &[("if-none-match", first.header("etag"))], "").await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    }
}

#[tokio::test]
async fn what_is_no_calendar_is_not_found() {
    let world = World::new().await;
    for path in ["/ics/c/none.ics", "/ics/club/none.ics", "/ics/v/none.ics", "/ics/f/none.ics"] {
        assert_eq!(world.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(world.get(&format!("/ics/c/{}", world.competition)).await.status, StatusCode::NOT_FOUND);
}
