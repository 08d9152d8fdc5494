//! Claims set against the ledger, sentences for the press, and the audience at a look for organiser and public.

use crate::control_path::{Filled, fill};
use crate::control_world::{Browser, Site};
use axum::http::StatusCode;

async fn put(site: &Site, organiser: &Browser, filled: &Filled, fields: &[(&str, &str)]) {
    let to = format!("/admin/seasons/{}/audience/new", filled.season);
    site.send(organiser, &to, fields).await.leads_to();
}

async fn with_figures() -> (Site, Browser, Filled) {
    let site = Site::new().await;
    site.clock.advance(chrono::Duration::hours(3));
    let organiser = site.organiser().await;
    let filled = fill(&site, &organiser).await;
    let window = [("from", "2025-06-01T00:00"), ("to", "2025-06-13T12:00")];
    let claim = [
        ("about", "season"),
        ("metric", "footfall"),
        ("value", "超400万"),
        ("class", "E"),
        ("source", "日报"),
        ("wording", "赛事期间,观赛打卡人次超400万人次。"),
        ("url", "https://news.example/1"),
        ("published", "2025-06-12"),
    ];
    put(&site, &organiser, &filled, &[claim.as_slice(), &window].concat()).await;
    let about = format!("fixture:{}", filled.fixture);
    let counted = [
        ("about", about.as_str()),
        ("metric", "entries_clicked"),
        ("value", "3412"),
        ("class", "A-"),
        ("source", "北门"),
        ("method", "计数器 1 台"),
    ];
    put(&site, &organiser, &filled, &counted).await;
    let hidden = [
        ("about", about.as_str()),
        ("metric", "views"),
        ("value", "777123"),
        ("class", "A"),
        ("source", "自有"),
        ("not_public", "true"),
    ];
    put(&site, &organiser, &filled, &hidden).await;
    (site, organiser, filled)
}

#[tokio::test]
async fn a_sentence_of_the_press_is_read_and_set_against_the_ledger() {
    let (site, organiser, filled) = with_figures().await;
    let to = format!("/admin/seasons/{}/audience/claims", filled.season);
    let fields = [("wording", "线上线下超400万人次观看"), ("publisher", "某网"), ("published", "2025-06-20")];
    let page = site.send(&organiser, &to, &fields).await;
    assert_eq!(page.status, StatusCode::OK);
    let page = page.text();
    for said in ["≥ 4,000,000", "人次", "混合口径", "日报", "这句话"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("claim_id") && !page.contains("pasted"), "{page}");
    let empty = site.send(&organiser, &to, &[("wording", ""), ("publisher", "某网")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("value=\"某网\""), "what was typed stays");
    let hostile = format!("\"{}\",\n=cmd|' /C calc'!A0 999999999999999999999万人次", "x".repeat(900));
    assert_eq!(site.send(&organiser, &to, &[("wording", &hostile)]).await.status, StatusCode::OK);
    let stranger = site.send(&Browser::default(), &to, &fields).await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn press_sentences_and_dashboards_say_no_more_than_is_known() {
    let (site, organiser, filled) = with_figures().await;
    let press =
        site.get(&organiser, &format!("/admin/seasons/{}/audience/press", filled.season)).await.text();
    assert!(press.contains("3241至3583人次之间(手动计数;计数器 1 台"), "{press}");
    assert!(press.contains("日报宣布") && press.contains("未经核实"), "{press}");
    let at = format!("/admin/seasons/{}/audience", filled.season);
    assert!(site.get(&organiser, &at).await.text().contains("777,123"), "the organiser sees all");
    let public = site.get(&Browser::default(), &format!("/s/{}/audience", filled.season)).await;
    assert_eq!(public.status, StatusCode::OK);
    let public = public.text();
    assert!(
        public.contains("3,412") && public.contains("计数器 1 台") && !public.contains("777,123"),
        "{public}"
    );
    assert!(public.contains("宣布值") && public.contains("未经核实"), "{public}");
    let season = site.get(&Browser::default(), &format!("/s/{}", filled.season)).await.text();
    assert!(season.contains(&format!("/s/{}/audience", filled.season)), "it is linked");
}
