//! Photos of players and stamped papers of teams: looked at, sealed, shown to those who may, gone when they should be.

use crate::control_world::{Answer, Browser};
use crate::lists::{House, form, id};
use axum::http::StatusCode;
use changba::store::{people, private_files};
use chrono::Duration;
use image::{DynamicImage, ImageFormat};
use std::io::Cursor;

/// A picture with a mark in it that must not survive being drawn anew.
fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(width, height).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A photo as a phone makes it: with the place in it.
fn jpeg_with_place() -> Vec<u8> {
    let plain = picture(1_200, 1_600, ImageFormat::Jpeg);
    let place = b"Exif\0\0GPS 27.83N 113.13E";
    let length = u16::try_from(place.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], &[0xff, 0xe1], &length, place, &plain[2..]].concat()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

async fn send_photo(house: &House, who: &Browser, row: &str, bytes: &[u8], agreed: bool) -> Answer {
    let to = format!("{}/players/{row}/photo", house.list(0));
    let fields: &[(&str, &str)] = if agreed { &[("photo_consent", "true")] } else { &[] };
    house.site.upload(who, &to, fields, ("照片.jpg", bytes)).await
}

fn files_on_disk(house: &House) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut folders = vec![house.site.folder().join("uploads/private")];
    while let Some(folder) = folders.pop() {
        for file in std::fs::read_dir(folder).into_iter().flatten() {
            let path = file.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(std::fs::read(path).unwrap());
            }
        }
    }
    found
}

#[tokio::test]
async fn a_photo_is_seen_by_team_and_table_and_by_nobody_else() {
    let house = House::new().await;
    house.set_rules(&[]).await;
    let (site, leader) = (&house.site, house.leader(0).await);
    house.take(&leader, 0, &form(6)).await;
    let row = house.rows(0).await[0].clone();
    let photo = format!("{}/players/{}/photo", house.list(0), row.key);
    assert_eq!(site.get(&leader, &photo).await.status, StatusCode::NOT_FOUND);
    let unasked = send_photo(&house, &leader, &row.key, &jpeg_with_place(), false).await;
    assert_eq!(unasked.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody agreed");
    assert!(files_on_disk(&house).is_empty(), "and nothing was kept");
    let sent = send_photo(&house, &leader, &row.key, &jpeg_with_place(), true).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());

    let seen = site.get(&leader, &photo).await;
    assert_eq!((seen.status, seen.header("content-type")), (StatusCode::OK, "image/jpeg"));
    assert!(!holds(&seen.bytes, b"GPS"), "the place is gone");
    let drawn = image::load_from_memory(&seen.bytes).unwrap();
    assert!(drawn.width() <= 640 && drawn.height() <= 640, "{}x{}", drawn.width(), drawn.height());
    assert_eq!(seen.header("cache-control"), "private, no-store");
    let kept = files_on_disk(&house);
    assert_eq!(kept.len(), 1);
    assert!(!holds(&kept[0], b"JFIF") && !kept[0].starts_with(&[0xff, 0xd8]), "it lies sealed on disk");

    // On the list, at the table, on the pad; never on a public page.
    assert!(site.get(&leader, &house.list(0)).await.text().contains(&photo));
    let game = format!("/admin/fixtures/{}/lists/a", house.fixture);
    assert!(site.get(&house.organiser, &game).await.text().contains(&format!("{game}/photos/{}", row.key)));
    let at_table = format!("{game}/photos/{}", row.key);
    assert_eq!(site.get(&house.organiser, &at_table).await.status, StatusCode::OK);
    assert_eq!(site.get(&Browser::default(), &at_table).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(site.get(&Browser::default(), &photo).await.status, StatusCode::UNAUTHORIZED);
    let other = house.leader(1).await;
    assert_eq!(site.get(&other, &photo).await.status, StatusCode::NOT_FOUND);
    assert_ne!(site.get(&other, &at_table).await.status, StatusCode::OK);
    let pad = site.get(&house.organiser, &format!("/pad/{}", house.fixture)).await.text();
    assert!(pad.contains(&format!("photos/{}", row.key)), "{pad}");

    // Another one takes its place; erasing the person takes it from the disk.
    let second = picture(300, 400, ImageFormat::Jpeg);
    assert_eq!(send_photo(&house, &leader, &row.key, &second, true).await.status, StatusCode::SEE_OTHER);
    assert_eq!(files_on_disk(&house).len(), 1);
    let person = format!("/admin/persons/{}", row.person_key);
    let all = site.send(&house.organiser, &format!("{person}/export"), &[]).await.text();
    assert!(all.contains("\"base64\""), "everything about a person is everything");
    site.send(&house.organiser, &format!("{person}/erase"), &[]).await.leads_to();
    assert_eq!(site.get(&leader, &photo).await.status, StatusCode::NOT_FOUND);
    assert!(files_on_disk(&house).is_empty());
}

#[tokio::test]
async fn no_photo_of_a_minor_is_kept_before_a_guardian_agrees() {
    let house = House::new().await;
    house.set_rules(&[("rules", "")]).await;
    let young = format!("姓名,身份证号,号码,监护人同意书\n示例小,{},7,是\n", id("2010-05-06", 101));
    house.take(&house.organiser, 0, &young).await;
    let row = house.rows(0).await[0].clone();
    let photo = picture(300, 400, ImageFormat::Jpeg);
    let taken = send_photo(&house, &house.organiser, &row.key, &photo, true).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    let page = format!("{}/players/{}", house.list(0), row.key);
    let withdrawn = [("name", "示例小"), ("shirt", "7"), ("guardian_consent", "否")];
    let refused = house.site.send(&house.organiser, &page, &withdrawn).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "consent is what the row stands on");
}

#[tokio::test]
async fn what_is_no_photo_is_refused_with_a_sentence() {
    let house = House::new().await;
    house.take(&house.organiser, 0, &form(5)).await;
    let row = house.rows(0).await[0].key.clone();
    let to = format!("{}/players/{row}/photo", house.list(0));
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>".to_vec(), "SVG"),
        ("a.png", b"<svg><script>alert(1)</script></svg>".to_vec(), "SVG"),
        ("a.pdf", b"%PDF-1.7 x".to_vec(), "照片只接受"),
        ("a.jpg", picture(8, 8, ImageFormat::Png), "内容须与扩展名一致"),
        ("a.jpg", b"MZ\x90\0".to_vec(), "内容须与扩展名一致"),
        ("a.png", picture(8, 8, ImageFormat::Png)[..40].to_vec(), "损坏"),
        ("a.jpg", Vec::new(), "请选择一个文件"),
        ("a.jpg", vec![0xff; 260_000], "过大"),
    ];
    for (name, bytes, wanted) in cases {
        let fields = [("photo_consent", "true")];
        let answer = house.site.upload(&house.organiser, &to, &fields, (name, &bytes)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {wanted}");
        assert!(answer.text().contains(wanted), "{name} {wanted}: {}", answer.text());
    }
    assert!(files_on_disk(&house).is_empty());
}

#[tokio::test]
async fn a_stamped_scan_gets_a_receipt_and_opens_for_its_team_alone() {
    let house = House::new().await;
    house.set_rules(&[]).await;
    let (site, leader) = (&house.site, house.leader(0).await);
    let papers = format!("{}/papers", house.list(0));
    let scan = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF".to_vec();
    let sent = site.upload(&leader, &papers, &[("kind", "form")], ("盖章报名表.pdf", &scan)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let page = site.get(&leader, &papers).await.text();
    assert!(
        page.contains("盖章报名表.pdf") && page.contains("截止前") && page.contains("示例领队"),
        "{page}"
    );
    let key = page.split(&format!("{papers}/")).nth(1).unwrap().split('/').next().unwrap().to_owned();
    let opened = site.send(&leader, &format!("{papers}/{key}/open"), &[]).await;
    assert_eq!((opened.status, &opened.bytes), (StatusCode::OK, &scan));
    assert!(opened.header("content-disposition").starts_with("attachment"));
    assert_eq!(opened.header("x-content-type-options"), "nosniff");
    assert!(!holds(&files_on_disk(&house)[0], b"%PDF"), "sealed");
    let history = format!("/admin/history/list/{}", house.entries[0]);
    assert!(site.get(&house.organiser, &history).await.text().contains("示例领队"), "the look is recorded");
    let other = house.leader(1).await;
    assert_eq!(site.get(&other, &papers).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.send(&other, &format!("{papers}/{key}/open"), &[]).await.status, StatusCode::NOT_FOUND);

    for (name, bytes, wanted) in [
        ("a.docx", b"PK\x03\x04 word".to_vec(), "内容须与扩展名一致"),
        ("a.csv", b"a,b\n".to_vec(), "材料只接受"),
        ("a.pdf", b"<html>".to_vec(), "内容须与扩展名一致"),
    ] {
        let answer = site.upload(&leader, &papers, &[("kind", "form")], (name, &bytes)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(answer.text().contains(wanted), "{name}: {}", answer.text());
    }
    let unnamed = site.upload(&leader, &papers, &[], ("a.pdf", &scan)).await;
    assert_eq!(unnamed.status, StatusCode::UNPROCESSABLE_ENTITY);

    // Past the deadline the leader is too late, and what the organiser files says so.
    site.clock.advance(Duration::days(4));
    let stamp = picture(90, 90, ImageFormat::Png);
    let late = site.upload(&leader, &papers, &[("kind", "stamp")], ("公章.png", &stamp)).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let organiser = site
        .person("second", changba::access::Role::Organiser, changba::access::Scope::League(site.league_id))
        .await
        .0;
    site.upload(&organiser, &papers, &[("kind", "stamp")], ("公章.png", &stamp)).await.leads_to();
    assert!(site.get(&organiser, &papers).await.text().contains("截止后"));
    site.send(&organiser, &format!("{papers}/{key}/remove"), &[]).await.leads_to();
    assert_eq!(files_on_disk(&house).len(), 1);
}

#[tokio::test]
async fn a_stamp_on_file_answers_the_rule_that_asks_for_one() {
    const RULES: &str = r#"
name = "stamped"
version = 1
title = { zh = "示例职工杯", en = "Example works cup" }

[[rules]]
key = "stamped"
number = "第二条"
scope = "club"
require = { paper = "stamp" }
wording = { zh = "报名表须加盖单位公章。", en = "The unit's stamp is needed." }
"#;
    let house = House::new().await;
    assert_eq!(house.set_rules(&[("rules", RULES)]).await.status, StatusCode::SEE_OTHER);
    let (site, list) = (&house.site, house.list(0));
    house.take(&house.organiser, 0, &form(5)).await;
    assert!(site.get(&house.organiser, &list).await.text().contains("报名表须加盖单位公章"));
    let stamp = picture(90, 90, ImageFormat::Png);
    let papers = format!("{list}/papers");
    site.upload(&house.organiser, &papers, &[("kind", "stamp")], ("公章.png", &stamp)).await.leads_to();
    assert!(!site.get(&house.organiser, &list).await.text().contains("报名表须加盖单位公章"));
}

#[tokio::test]
async fn files_that_no_row_names_are_swept_once_they_are_old() {
    let house = House::new().await;
    house.take(&house.organiser, 0, &form(5)).await;
    let row = house.rows(0).await[0].clone();
    let photo = picture(300, 400, ImageFormat::Jpeg);
    send_photo(&house, &house.organiser, &row.key, &photo, true).await.leads_to();
    let uploads = house.site.folder().join("uploads");
    changba::uploads::private::store(&uploads, &changba::random::Random::System, b"left behind").unwrap();
    assert_eq!(files_on_disk(&house).len(), 2);
    let mut db = house.site.store.read().await.unwrap();
    let known = private_files::stored(&mut db).await.unwrap().into_iter().collect();
    let now = std::fs::metadata(&uploads).unwrap().modified().unwrap();
    let sweep = |later: u64| {
        changba::uploads::private::sweep(&uploads, &known, now + std::time::Duration::from_secs(later))
            .unwrap()
    };
    assert_eq!(sweep(60), 0, "its row may still be on its way");
    assert_eq!(sweep(7_200), 1);
    assert_eq!(files_on_disk(&house).len(), 1);
    let person = people::by_key(&mut db, &row.person_key).await.unwrap().unwrap();
    assert!(private_files::photo(&mut db, person.id).await.unwrap().is_some());
}
