//! Claims set against the ledger, sentences for the press, and the audience at a look for organiser and public.

use crate::control_path::{Filled, fill};
use crate::control_world::{Browser, Site};
use axum::http::{Request, StatusCode};

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
    for said in ["≥ 4,000,000", "人次", "混合口径", "日报"] {
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

/// A workbook as a platform exports it, with a title above the head and a column nobody knows.
fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "直播数据").unwrap();
    for (at, head) in
        ["直播标题", "开播时间", "关播时间", "观看人数", "峰值在线人数", "新栏目"].iter().enumerate()
    {
        sheet.write(1, at as u16, *head).unwrap();
    }
    for (at, cell) in
        ["揭幕战", "2025-06-13 19:00:00", "2025-06-13 21:30:00", "12.6万", "3412", "@x"].iter().enumerate()
    {
        sheet.write_string(2, at as u16, *cell).unwrap();
    }
    for (at, cell) in
        ["第二场", "2025-06-14 19:00:00", "2025-06-14 21:00:00", "--", "2980", ""].iter().enumerate()
    {
        sheet.write_string(3, at as u16, *cell).unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[tokio::test]
async fn an_export_is_explained_before_it_is_taken_and_taken_once() {
    let site = Site::new().await;
    site.clock.advance(chrono::Duration::hours(3));
    let organiser = site.organiser().await;
    let filled = fill(&site, &organiser).await;
    let to = format!("/admin/seasons/{}/audience/import", filled.season);
    let fields = [("about", "season"), ("source", "抖音")];
    let bytes = workbook();
    let shown = site.upload(&organiser, &to, &fields, ("live.xlsx", &bytes)).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    let page = shown.text();
    for said in
        ["抖音创作者中心 直播", "峰值在线人数", "新栏目", "未知,留在文件里", "已取整 1", "缺 1", "12.6万"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    let ledger = site.get(&Browser::default(), "/api/v1/observations").await.text();
    assert!(!ledger.contains("抖音"), "nothing is taken by looking");
    let confirm =
        page.split(&format!("action=\"{to}/")).nth(1).unwrap().split('"').next().unwrap().to_owned();
    let take = format!("{to}/{confirm}");
    let fields = [fields.as_slice(), &[("name", "live.xlsx")]].concat();
    let done = site.send(&organiser, &take, &fields).await;
    assert!(done.header("location").contains("added=3&known=0"), "{}", done.text());
    let again = site.send(&organiser, &take, &fields).await;
    assert!(again.header("location").contains("added=0&known=3"), "{}", again.header("location"));
    let ledger = site.get(&Browser::default(), "/api/v1/observations?metric=viewers").await.text();
    let ledger: serde_json::Value = serde_json::from_str(&ledger).unwrap();
    let item = &ledger["items"][0];
    assert_eq!(
        (item["value"].as_i64(), item["low"].as_i64(), item["evidence"]["row"].as_i64()),
        (Some(126_000), Some(125_500), Some(1))
    );
    assert_eq!(
        (item["evidence"]["file"].as_str(), item["evidence"]["sha256"].as_str()),
        (Some("live.xlsx"), Some(confirm.as_str()))
    );
    // A file nobody looked at, and files that are none.
    let other = format!("{to}/{}", "ab".repeat(32));
    assert_eq!(site.send(&organiser, &other, &fields).await.status, StatusCode::NOT_FOUND);
    for (name, bytes) in [
        ("x.xlsx", b"PK\x03\x04rubbish".as_slice()),
        ("x.csv", b""),
        ("x.csv", &[b'a'; 300_000]),
        ("x.json", b"{\"a\":"),
    ] {
        let refused = site.upload(&organiser, &to, &fields, (name, bytes)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
    }
}

#[tokio::test]
async fn a_report_of_a_moment_is_the_same_to_the_byte_whatever_came_later() {
    let (site, organiser, filled) = with_figures().await;
    let base = format!("/admin/seasons/{}/audience", filled.season);
    let dashboard = site.get(&organiser, &base).await.text();
    let until = dashboard.split("report.json?until=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let at = |ending: &str| format!("{base}/report.{ending}?until={until}");
    let before = (site.get(&organiser, &at("json")).await, site.get(&organiser, &at("csv")).await);
    assert!(before.1.text().contains("3412") && before.0.text().contains("777123"));
    let observations = site.get(&organiser, "/admin/audience").await.text();
    let key =
        observations.split("/admin/observations/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let correction = [
        ("value", "5"),
        ("class", "A"),
        ("source", "自有"),
        ("reason", "核对"),
        ("wording", "x"),
        ("url", "https://a.example"),
    ];
    site.send(&organiser, &format!("/admin/observations/{key}"), &correction).await.leads_to();
    let after = (site.get(&organiser, &at("json")).await, site.get(&organiser, &at("csv")).await);
    assert_eq!((&before.0.bytes, &before.1.bytes), (&after.0.bytes, &after.1.bytes));
    let now = site.get(&organiser, &format!("{base}/report.json")).await;
    assert_ne!(now.bytes, before.0.bytes);
    let stranger = site.get(&Browser::default(), &at("json")).await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_is_drawn_from_made_up_figures_carries_the_mark() {
    let folder = crate::cli_world::Folder::new();
    let store = crate::cli_world::open_demo(&folder.url("demo.db")).await;
    let clock = crate::cli_world::clock();
    let front =
        changba::web::App::new(store, clock, changba::random::Random::seeded(3), Default::default()).front();
    let get = async |path: &str| {
        let request = Request::get(path).body(axum::body::Body::empty()).unwrap();
        let answer = front.call(request).await;
        let bytes = http_body_util::BodyExt::collect(answer.into_body()).await.unwrap().to_bytes();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let seasons: serde_json::Value = serde_json::from_str(&get("/api/v1/seasons").await).unwrap();
    let season =
        seasons["items"].as_array().unwrap().iter().find(|s| s["name_zh"].as_str().unwrap().contains("2025"));
    let page = get(&format!("/s/{}/audience", season.unwrap()["key"].as_str().unwrap())).await;
    let charts: Vec<&str> = page.split("<figure class=\"chart\">").skip(1).collect();
    assert!(charts.len() >= 2, "by evening and by club: {page}");
    for chart in &charts {
        let (head, table) = chart.split_once("<table").unwrap();
        assert!(head.contains("class=\"sample\">示例"), "the drawing: {head}");
        let rows = table.split("</table>").next().unwrap();
        for row in rows.split("<tr>").skip(2).filter(|row| !row.contains("未知")) {
            assert!(row.contains("示例"), "each number: {row}");
        }
    }
}
