//! A game scored in another system: looked at, taken, shown as ours, and taken away again.

use crate::control_path::fill;
use crate::control_world::{Browser, Site, value_of};
use axum::http::StatusCode;

const LIVESTATS: &[u8] = include_bytes!("../../crates/league/tests/boxscore/livestats.json");

#[tokio::test]
async fn a_file_of_livestats_is_looked_at_and_taken() {
    let site = Site::new().await;
    let organiser = site.organiser().await;
    let filled = fill(&site, &organiser).await;
    let desk = format!("/admin/fixtures/{}/feed", filled.fixture);
    let public = format!("/f/{}", filled.fixture);
    let preview = site.upload(&organiser, &desk, &[], ("data.json", LIVESTATS)).await;
    assert_eq!(preview.status, StatusCode::OK);
    let page = preview.text();
    for said in ["Kiln = 湘钢", "10:7", "3:3", "Kiln · 00 Hand Kiln 00", "请核对"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let shown = site.get(&Browser::default(), &public).await.text();
    assert!(!shown.contains("技术统计"), "looking takes nothing");

    let sha256 = value_of(&page, "sha256");
    let fields = [("sha256", sha256.as_str()), ("name", "data.json"), ("turned", "false")];
    site.send(&organiser, &format!("{desk}/take"), &fields).await.leads_to();
    let shown = site.get(&Browser::default(), &public).await.text();
    assert!(shown.contains("技术统计") && shown.contains("boxscore.xlsx"), "{shown}");
    assert!(!shown.contains("Kiln"), "the teams bear our names");
    let api = site.get(&Browser::default(), &format!("/api/v1/fixtures/{}/boxscore", filled.fixture)).await;
    let api: serde_json::Value = serde_json::from_str(&api.text()).unwrap();
    assert_eq!([&api["teams"][0]["score"], &api["teams"][1]["score"]], [10, 7]);
    let history = site.get(&organiser, &format!("/admin/history/fixture/{}", filled.fixture)).await.text();
    assert!(history.contains(&sha256), "{history}");

    site.send(&organiser, &format!("{desk}/drop"), &[]).await.leads_to();
    let shown = site.get(&Browser::default(), &public).await.text();
    assert!(!shown.contains("技术统计"));
}

#[tokio::test]
async fn the_teams_may_stand_the_other_way_round() {
    let site = Site::new().await;
    let organiser = site.organiser().await;
    let filled = fill(&site, &organiser).await;
    let desk = format!("/admin/fixtures/{}/feed", filled.fixture);
    let text = String::from_utf8(LIVESTATS.to_vec()).unwrap();
    let named = text.replace("\"name\":\"Forge\"", "\"name\":\"湘钢\"");
    let page = site.upload(&organiser, &desk, &[], ("data.json", named.as_bytes())).await.text();
    assert!(page.contains("湘钢 = 湘钢") && page.contains("7:10"), "{page}");
    assert_eq!(value_of(&page, "turned"), "true");
}

#[tokio::test]
async fn a_file_that_holds_no_game_is_refused_with_a_sentence() {
    let site = Site::new().await;
    let organiser = site.organiser().await;
    let filled = fill(&site, &organiser).await;
    let desk = format!("/admin/fixtures/{}/feed", filled.fixture);
    for bytes in [&b"{}"[..], b"", b"hello", b"\xff\xfe\x00", b"PK\x03\x04"] {
        let refused = site.upload(&organiser, &desk, &[], ("data.json", bytes)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{bytes:?}");
    }
    // Of a file that was cut off, what is sound is shown, and what is not is listed.
    let cut = &LIVESTATS[..LIVESTATS.len() * 9 / 10];
    let page = site.upload(&organiser, &desk, &[], ("data.json", cut)).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.text().contains("文件里的问题"));
    let never_seen = "0".repeat(64);
    let fields = [("sha256", never_seen.as_str()), ("name", "data.json"), ("turned", "false")];
    assert_eq!(site.send(&organiser, &format!("{desk}/take"), &fields).await.status, StatusCode::NOT_FOUND);
}
