//! The outbox: said once, sent by each recipient's channel, tried again, given up, read.

use crate::receiver::{MailServer, Receiver};
use crate::world::World;
use axum::http::{Method, StatusCode};
use changba::access::Role;
use changba::actions::input::Fields;
use changba::actions::outbox::recipients;
use changba::dispatch::{Rules, signature};
use changba::jobs::outbox::{deliver_due, look_around};
use changba::random::Random;
use changba::store::outbox::{self, deliveries};
use changba::web::{App, Settings, receipt};
use serde_json::json;

const SECRET: &str = "0123456789abcdef";

fn settings() -> Settings {
    let dispatch = Rules { private_addresses: true, ..Rules::default() };
    Settings { dispatch, public_url: Some("https://league.example".into()), ..Settings::default() }
}

fn app(world: &World, settings: Settings) -> App {
    App::new(world.store.clone(), world.clock.clone(), Random::System, settings)
}

async fn recipient(world: &World, channel: &str, address: &str, more: &[(&str, &str)]) -> String {
    let mut fields = Fields::from_pairs([
        ("name", "群"),
        ("channel", channel),
        ("address", address),
        ("topics", "all"),
        ("lang", "zh"),
        ("secret", SECRET),
    ]);
    for (name, value) in more {
        fields.set(name, value);
    }
    let mut tx = world.write().await;
    let made = recipients::create(&mut tx, world.league_id, &fields).await.unwrap();
    tx.commit().await.unwrap();
    made.key
}

/// Moves our game to another evening.
async fn move_game(world: &World, to: &str) {
    let token = world.token(Role::Organiser).await;
    let path = format!("/api/v1/fixtures/{}", world.fixture);
    let now = world.get_as(&token, &path).await.json();
    let body = json!({ "version": now["version"], "tip_off": to });
    let answer = world.send(&token, "PATCH", &path, body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
}

async fn states(world: &World) -> Vec<(String, i64, String)> {
    let mut db = world.store.read().await.unwrap();
    let season = changba::store::seasons::by_key(&mut db, &world.season).await.unwrap().unwrap();
    let all = deliveries::of_season(&mut db, season.id).await.unwrap();
    all.into_iter().map(|sent| (sent.state, sent.attempts, sent.failure)).collect()
}

async fn kinds(world: &World) -> Vec<String> {
    let mut db = world.store.read().await.unwrap();
    let season = changba::store::seasons::by_key(&mut db, &world.season).await.unwrap().unwrap();
    let all = outbox::messages(&mut db, season.id, 100).await.unwrap();
    all.iter().rev().map(|message| message.said.0["kind"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_moved_game_is_told_once_signed_and_read_by_a_link() {
    let world = World::with(settings()).await;
    let app = app(&world, settings());
    let receiver = Receiver::start(&[]).await;
    recipient(&world, "webhook", &receiver.url("/hook?a=1"), &[]).await;
    move_game(&world, "2025-06-14T20:00").await;
    assert_eq!(deliver_due(&app).await.unwrap(), 0, "it waits as long as undo is offered");
    world.clock.advance(chrono::Duration::seconds(61));
    assert_eq!(deliver_due(&app).await.unwrap(), 1);
    assert_eq!(deliver_due(&app).await.unwrap(), 0, "and never again");
    let got = receiver.requests();
    assert_eq!(got.len(), 1);
    assert_eq!(got[0].line, "POST /hook?a=1 HTTP/1.1");
    let instant = got[0].header("x-changba-timestamp");
    assert_eq!(instant, world.clock.now().timestamp().to_string());
    let expected = signature(SECRET, instant, &got[0].body);
    assert_eq!(got[0].header("x-changba-signature"), format!("sha256={expected}"));
    let body: serde_json::Value = serde_json::from_str(&got[0].body).unwrap();
    assert_eq!(body["title"], "改期通知:湘钢 v 株机");
    assert!(body["text"].as_str().unwrap().contains("原定:2025年6月13日"), "{body}");
    assert!(body["text"].as_str().unwrap().contains("20:00"), "{body}");
    assert_eq!(body["facts"]["kind"], "moved");
    let link = body["link"].as_str().unwrap().strip_prefix("https://league.example").unwrap().to_owned();

    let page = world.get(&link).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("改期通知") && page.text.contains("我已阅"), "{}", page.text);
    let form = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    let read = world.call(Method::POST, &link, &form, "answer=read").await;
    assert_eq!(read.status, StatusCode::SEE_OTHER);
    assert!(world.get(&link).await.text.contains("已记录"));
    let forged = format!("{}0", &link[..link.len() - 1]);
    let forged = if forged == link { format!("{}1", &link[..link.len() - 1]) } else { forged };
    assert_eq!(world.get(&forged).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_undone_is_not_sent() {
    let world = World::with(settings()).await;
    let app = app(&world, settings());
    let receiver = Receiver::start(&[]).await;
    recipient(&world, "webhook", &receiver.url("/"), &[]).await;
    recipient(&world, "paste", "", &[]).await;
    move_game(&world, "2025-06-14T20:00").await;
    let mut tx = world.write().await;
    let kind = changba::store::audit::Kind::Fixture;
    let row = changba::store::audit::newest(&mut tx, kind, &world.fixture).await.unwrap().unwrap();
    changba::actions::undo::undo(&mut tx, &row).await.unwrap();
    tx.commit().await.unwrap();
    world.clock.advance(chrono::Duration::minutes(5));
    assert_eq!(deliver_due(&app).await.unwrap(), 0);
    assert!(states(&world).await.iter().all(|(state, _, _)| state == "taken_back"));
    assert_eq!(states(&world).await.len(), 2);
}

#[tokio::test]
async fn a_failing_receiver_is_asked_less_and_less_often_and_then_given_up() {
    let world = World::with(settings()).await;
    let app = app(&world, settings());
    let receiver = Receiver::start(&[500, 503, 429, 500, 500, 500]).await;
    recipient(&world, "webhook", &receiver.url("/"), &[]).await;
    move_game(&world, "2025-06-14T20:00").await;
    let mut waits = Vec::new();
    for _ in 0..6 {
        let mut minutes = 0;
        while deliver_due(&app).await.unwrap() == 0 {
            world.clock.advance(chrono::Duration::minutes(1));
            minutes += 1;
            assert!(minutes < 1_000);
        }
        waits.push(minutes);
    }
    assert_eq!(waits, [1, 1, 5, 30, 120, 360]);
    assert_eq!(states(&world).await, [("given_up".into(), 6, "status:500".into())]);
    world.clock.advance(chrono::Duration::days(1));
    assert_eq!(deliver_due(&app).await.unwrap(), 0);

    let session = world.session().await;
    let message = first_message(&world).await;
    let page =
        world.call(Method::GET, &format!("/admin/messages/{message}"), &[("cookie", &session)], "").await;
    assert!(page.text.contains("未送达") && page.text.contains("对方拒绝 500"), "{}", page.text);
    let at = page.text.find("/again\"").unwrap();
    let to = page.text[..at].rsplit("action=\"").next().unwrap();
    let headers = [
        ("cookie", session.as_str()),
        ("content-type", "application/x-www-form-urlencoded"),
        ("sec-fetch-site", "same-origin"),
    ];
    let answer = world.call(Method::POST, &format!("{to}/again"), &headers, "").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert_eq!(deliver_due(&app).await.unwrap(), 1);
    assert_eq!(states(&world).await[0].0, "sent");
}

async fn first_message(world: &World) -> String {
    let mut db = world.store.read().await.unwrap();
    let season = changba::store::seasons::by_key(&mut db, &world.season).await.unwrap().unwrap();
    outbox::messages(&mut db, season.id, 1).await.unwrap()[0].key.clone()
}

#[tokio::test]
async fn two_nodes_share_the_work_and_nothing_goes_out_twice() {
    let world = World::with(settings()).await;
    let (one, other) = (app(&world, settings()), app(&world, settings()));
    let receiver = Receiver::start(&[]).await;
    for number in 0..12 {
        recipient(&world, "webhook", &receiver.url(&format!("/{number}")), &[]).await;
    }
    move_game(&world, "2025-06-14T20:00").await;
    world.clock.advance(chrono::Duration::minutes(2));
    let (a, b) = tokio::join!(deliver_due(&one), deliver_due(&other));
    assert_eq!(a.unwrap() + b.unwrap(), 12);
    let mut lines: Vec<String> = receiver.requests().into_iter().map(|request| request.line).collect();
    lines.sort();
    lines.dedup();
    assert_eq!(lines.len(), 12);
    assert_eq!(receiver.requests().len(), 12);
}

#[tokio::test]
async fn the_robot_says_whether_it_took_it_and_mail_goes_by_the_leagues_own_server() {
    let receiver = Receiver::start(&[]).await;
    receiver.answers("{\"errcode\":0,\"errmsg\":\"ok\"}");
    let mail = MailServer::start().await;
    let mut with_mail = settings();
    with_mail.dispatch.mail_server = format!("smtp://127.0.0.1:{}", mail.port);
    with_mail.dispatch.mail_from = "league@example.com".into();
    with_mail.dispatch.sms_url = receiver.url("/sms");
    with_mail.dispatch.sms_secret = SECRET.into();
    let world = World::with(with_mail.clone()).await;
    let app = app(&world, with_mail);
    recipient(&world, "wecom", &receiver.url("/robot"), &[]).await;
    recipient(&world, "email", "leader@example.com", &[("lang", "en")]).await;
    recipient(&world, "sms", "13800000000", &[]).await;
    move_game(&world, "2025-06-14T20:00").await;
    world.clock.advance(chrono::Duration::minutes(2));
    assert_eq!(deliver_due(&app).await.unwrap(), 3);
    assert!(states(&world).await.iter().all(|(state, _, _)| state == "sent"), "{:?}", states(&world).await);
    let requests = receiver.requests();
    let robot = requests.iter().find(|request| request.line.contains("/robot")).unwrap();
    let body: serde_json::Value = serde_json::from_str(&robot.body).unwrap();
    assert_eq!(body["msgtype"], "text");
    assert!(body["text"]["content"].as_str().unwrap().starts_with("改期通知:湘钢 v 株机\n"));
    let sms = requests.iter().find(|request| request.line.contains("/sms")).unwrap();
    let body: serde_json::Value = serde_json::from_str(&sms.body).unwrap();
    assert_eq!(body["to"], "13800000000");
    let expected = signature(SECRET, sms.header("x-changba-timestamp"), &sms.body);
    assert_eq!(sms.header("x-changba-signature"), format!("sha256={expected}"));
    let letters = mail.letters();
    assert_eq!(letters.len(), 1);
    assert!(letters[0].contains("To: leader@example.com"), "{}", letters[0]);
    assert!(letters[0].contains("Subject: Game moved:"), "{}", letters[0]);

    receiver.answers("{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}");
    move_game(&world, "2025-06-15T20:00").await;
    world.clock.advance(chrono::Duration::minutes(2));
    deliver_due(&app).await.unwrap();
    assert!(states(&world).await.contains(&("given_up".into(), 1, "answer:93000".into())));
}

#[tokio::test]
async fn who_leads_a_club_is_told_about_that_club_only() {
    let world = World::with(settings()).await;
    recipient(&world, "paste", "", &[("club", &world.clubs[0]), ("name", "湘钢领队")]).await;
    recipient(&world, "paste", "", &[("club", &world.clubs[2]), ("name", "株硬领队")]).await;
    recipient(&world, "paste", "", &[("topics", "results"), ("name", "记者")]).await;
    recipient(&world, "paste", "", &[("topics", "games"), ("name", "大群")]).await;
    move_game(&world, "2025-06-14T20:00").await;
    let mut db = world.store.read().await.unwrap();
    let season = changba::store::seasons::by_key(&mut db, &world.season).await.unwrap().unwrap();
    let all = deliveries::of_season(&mut db, season.id).await.unwrap();
    let names: Vec<&str> = all.iter().map(|sent| sent.recipient_name.as_str()).collect();
    assert_eq!(names.len(), 2);
    assert!(names.contains(&"湘钢领队") && names.contains(&"大群"), "{names:?}");
    assert!(all.iter().all(|sent| sent.state == "by_hand"));
}

#[tokio::test]
async fn tomorrows_games_are_reminded_of_once_and_a_correction_is_told() {
    let world = World::with(settings()).await;
    let app = app(&world, settings());
    let tip_off = "2025-06-13T11:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let morning = tip_off - chrono::Duration::hours(33);
    world.clock.advance(morning - world.clock.now());
    assert_eq!(look_around(&app).await.unwrap(), 2, "both leagues play: at 10 in the morning before");
    assert_eq!(look_around(&app).await.unwrap(), 0);
    let token = world.token(Role::Organiser).await;
    let path = format!("/api/v1/fixtures/{}", world.fixture);
    for (official, b) in [(true, 70), (false, 71)] {
        let version = world.get_as(&token, &path).await.json()["version"].clone();
        let mut body = json!({ "version": version, "outcome": "played", "score_a": 80, "score_b": b });
        if official {
            body["official"] = json!(true);
        } else {
            body["reason"] = json!("记错一分");
        }
        let (method, part) = if official { ("PUT", "result") } else { ("POST", "corrections") };
        let answer = world.send(&token, method, &format!("{path}/{part}"), body).await;
        assert!(answer.status.is_success(), "{}", answer.text);
    }
    assert_eq!(kinds(&world).await, ["reminder", "official", "corrected"]);
}

#[tokio::test]
async fn an_official_result_reaches_a_webhook_signed_and_is_tried_again() {
    let world = World::with(settings()).await;
    let app = app(&world, settings());
    let receiver = Receiver::start(&[503]).await;
    recipient(&world, "webhook", &receiver.url("/results"), &[("topics", "results")]).await;
    let token = world.token(Role::Organiser).await;
    let path = format!("/api/v1/fixtures/{}", world.fixture);
    let version = world.get_as(&token, &path).await.json()["version"].clone();
    let periods = json!([[20, 15], [20, 15], [20, 20], [20, 20]]);
    let body =
        json!({ "version": version, "outcome": "played", "score_a": 80, "score_b": 70, "periods": periods });
    let entered = world.send(&token, "PUT", &format!("{path}/result"), body).await;
    assert!(entered.status.is_success(), "{}", entered.text);
    assert_eq!(kinds(&world).await, Vec::<String>::new(), "what nobody confirmed is not told");
    let session = world.session().await;
    let headers = [
        ("cookie", session.as_str()),
        ("content-type", "application/x-www-form-urlencoded"),
        ("sec-fetch-site", "same-origin"),
    ];
    let version = world.get_as(&token, &path).await.json()["version"].clone();
    let to = format!("/admin/fixtures/{}/confirm", world.fixture);
    let confirmed = world.call(Method::POST, &to, &headers, format!("version={version}")).await;
    assert_eq!(confirmed.status, StatusCode::SEE_OTHER, "{}", confirmed.text);
    assert_eq!(kinds(&world).await, ["official"], "a month later still, for somebody asked for results");
    world.clock.advance(chrono::Duration::seconds(61));
    assert_eq!(deliver_due(&app).await.unwrap(), 1);
    assert_eq!(states(&world).await, [("waiting".to_owned(), 1, "status:503".to_owned())]);
    world.clock.advance(chrono::Duration::seconds(61));
    assert_eq!(deliver_due(&app).await.unwrap(), 1);
    assert_eq!(states(&world).await, [("sent".to_owned(), 2, String::new())]);
    let got = receiver.requests();
    assert_eq!(got[0].header("x-changba-delivery"), got[1].header("x-changba-delivery"));
    let body: serde_json::Value = serde_json::from_str(&got[1].body).unwrap();
    let facts = &body["facts"];
    assert_eq!((&body["kind"], &facts["score"]), (&json!("official"), &json!([80, 70])));
    assert_eq!(facts["periods"], json!([[20, 15], [20, 15], [20, 20], [20, 20]]));
    assert!(body["text"].as_str().unwrap().contains("80:70 (20:15 20:15 20:20 20:20)"), "{body}");
    let expected = signature(SECRET, got[1].header("x-changba-timestamp"), &got[1].body);
    assert_eq!(got[1].header("x-changba-signature"), format!("sha256={expected}"));
}

#[tokio::test]
async fn a_recipient_is_checked_masked_and_tried_out() {
    let world = World::with(settings()).await;
    let session = world.session().await;
    let headers = [
        ("cookie", session.as_str()),
        ("content-type", "application/x-www-form-urlencoded"),
        ("sec-fetch-site", "same-origin"),
    ];
    let to = format!("/admin/leagues/{}/recipients/new", world.league);
    for (body, field) in [
        ("name=x&channel=webhook&address=ftp://a&topics=all&lang=zh&secret=0123456789abcdef", "address"),
        ("name=x&channel=webhook&address=https://a.cn&topics=all&lang=zh&secret=short", "secret"),
        ("name=x&channel=email&address=nobody&topics=all&lang=zh", "address"),
        ("name=x&channel=sms&address=abc&topics=all&lang=zh", "address"),
        ("name=x&channel=pigeon&address=abc&topics=all&lang=zh", "channel"),
        ("name=&channel=paste&topics=all&lang=zh", "name"),
        ("name=x&channel=paste&topics=all&lang=zh&club=nobody", "club"),
    ] {
        let answer = world.call(Method::POST, &to, &headers, body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert!(answer.text.contains(&format!("href=\"#{field}\"")), "{body}: {}", answer.text);
    }
    let receiver = Receiver::start(&[]).await;
    let key = recipient(&world, "webhook", &receiver.url("/secret-path"), &[]).await;
    let list = world.call(Method::GET, "/admin/recipients", &[("cookie", &session)], "").await;
    assert!(!list.text.contains("secret-path"), "the list shows a masked address");
    let tried = world.call(Method::POST, &format!("/admin/recipients/{key}/test"), &headers, "").await;
    assert_eq!(tried.status, StatusCode::OK);
    assert!(tried.text.contains("已发送"), "{}", tried.text);
    assert_eq!(receiver.requests().len(), 1);
    let mut db = world.store.read().await.unwrap();
    let kind = changba::store::audit::Kind::Recipient;
    let row = changba::store::audit::newest(&mut db, kind, &key).await.unwrap().unwrap();
    let after = row.after.clone().unwrap();
    assert!(!after.contains("secret-path") && !after.contains(SECRET), "{after}");
    let _ = receipt::path(&app(&world, settings()), "x");
}
