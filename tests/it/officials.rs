//! Officials from the list to the fee sheet: conflicts refused, answers by link, fair shares, fees in the books.

use crate::discipline::Room;
use crate::world::World;
use axum::http::{Method, StatusCode};
use changba::actions::input::Fields;
use changba::actions::{fixtures, results};
use changba::store::{competitions, fixtures as games, officials, outbox, seasons};

async fn list(world: &World) -> Vec<officials::Official> {
    let mut db = world.store.read().await.unwrap();
    let season = seasons::by_key(&mut db, &world.season).await.unwrap().unwrap();
    officials::of_season(&mut db, season.id).await.unwrap()
}

async fn appointments(world: &World) -> Vec<officials::Appointment> {
    let mut db = world.store.read().await.unwrap();
    let season = seasons::by_key(&mut db, &world.season).await.unwrap().unwrap();
    officials::appointments(&mut db, season.id).await.unwrap()
}

async fn add(room: &Room<'_>, world: &World, name: &str, more: &[(&str, &str)]) -> String {
    let mut fields = vec![("name", name), ("place", "both"), ("fee", "150")];
    fields.retain(|(field, _)| more.iter().all(|(other, _)| other != field));
    fields.extend(more);
    room.saves(&format!("/admin/seasons/{}/officials", world.season), &fields).await;
    list(world).await.into_iter().find(|official| official.name == name).unwrap().key
}

async fn another_game(world: &World, a: usize, b: usize, tip_off: &str) -> String {
    let mut tx = world.write().await;
    let competition = competitions::by_key(&mut tx, &world.competition).await.unwrap().unwrap();
    let fields = Fields::from_pairs([
        ("a", world.entries[a].as_str()),
        ("b", &world.entries[b]),
        ("tip_off", tip_off),
        ("venue", &world.venue),
    ]);
    let key = fixtures::create(&mut tx, &competition, &fields).await.unwrap().fixture.key;
    tx.commit().await.unwrap();
    key
}

#[tokio::test]
async fn an_official_is_asked_answers_by_a_link_and_is_paid() {
    let world = World::new().await;
    let room = Room::of(&world).await;
    let umpire = add(&room, &world, "裁判甲", &[("grade", "一级")]).await;
    let to = format!("/admin/fixtures/{}/officials", world.fixture);
    room.saves(&to, &[("official", &umpire), ("job", "crew_chief")]).await;
    let page = room.get(&format!("/admin/fixtures/{}", world.fixture)).await.text;
    assert!(page.contains("待确认") && page.contains("主裁判"), "{page}");
    let link = page.split("href=\"/duty/").nth(1).unwrap().split('"').next().unwrap();
    let link = format!("/duty/{link}");
    let asked = world.get(&link).await;
    assert!(asked.text.contains("裁判甲") && asked.text.contains("接受委派"), "{}", asked.text);
    let form = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    let answer = world.call(Method::POST, &link, &form, "answer=maybe").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    for (said, state) in [("accept", "confirmed"), ("decline", "declined"), ("accept", "confirmed")] {
        let answer = world.call(Method::POST, &link, &form, format!("answer={said}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert_eq!(appointments(&world).await[0].state, state);
    }
    let forged = link.replace("/duty/", "/duty/x");
    assert_eq!(world.get(&forged).await.status, StatusCode::NOT_FOUND);

    let mut tx = world.write().await;
    let version = games::by_key(&mut tx, &world.fixture).await.unwrap().unwrap().fixture.version;
    let fields = Fields::from_pairs([
        ("outcome", "played"),
        ("score_a", "80"),
        ("score_b", "70"),
        ("official", "true"),
    ]);
    results::enter(&mut tx, &world.fixture, version, &fields).await.unwrap();
    tx.commit().await.unwrap();
    for _ in 0..2 {
        room.saves(&format!("/admin/seasons/{}/officials/fees", world.season), &[]).await;
    }
    let money = room.get("/admin/money").await.text;
    assert_eq!(money.matches("裁判酬金").count(), 2, "one line, and one choice of the form");
    assert!(money.contains("应付对方"), "{money}");
    let mut db = world.store.read().await.unwrap();
    let season = seasons::by_key(&mut db, &world.season).await.unwrap().unwrap();
    let told = outbox::messages(&mut db, season.id, 10).await.unwrap();
    assert_eq!(
        told.iter().map(|message| message.said.0["kind"].clone()).collect::<Vec<_>>(),
        ["appointment"]
    );
}

#[tokio::test]
async fn conflicts_are_refused_with_their_reason() {
    let world = World::new().await;
    let room = Room::of(&world).await;
    let own = add(&room, &world, "本厂", &[("employer_club", world.clubs[0].as_str())]).await;
    let named = add(&room, &world, "同名单位", &[("employer", "株机集团有限公司")]).await;
    let father = add(&room, &world, "父亲", &[("interests", "株机")]).await;
    let away = add(&room, &world, "出差", &[("away", "2025-06-10..2025-06-15")]).await;
    let table = add(&room, &world, "记录", &[("place", "table")]).await;
    let free = add(&room, &world, "有空", &[]).await;
    let to = format!("/admin/fixtures/{}/officials", world.fixture);
    for (official, job, said) in [
        (&own, "umpire", "本单位参赛"),
        (&named, "umpire", "本单位参赛"),
        (&father, "umpire", "利害关系"),
        (&away, "umpire", "当天不在"),
        (&table, "umpire", "不允许"),
    ] {
        let answer = room.send(&to, &[("official", official), ("job", job)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{official}");
        assert!(answer.text.contains(said) || said == "不允许", "{said}: {}", answer.text);
    }
    room.saves(&to, &[("official", &free), ("job", "umpire")]).await;
    let twice = room.send(&to, &[("official", &free), ("job", "timer")]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    let same_time = another_game(&world, 0, 2, "2025-06-13T19:30").await;
    let answer = room
        .send(&format!("/admin/fixtures/{same_time}/officials"), &[("official", &free), ("job", "umpire")])
        .await;
    assert!(answer.text.contains("同一时间已有任务"), "{}", answer.text);
    let second = another_game(&world, 0, 2, "2025-06-13T20:40").await;
    room.saves(&format!("/admin/fixtures/{second}/officials"), &[("official", &free), ("job", "umpire")])
        .await;
    let third = another_game(&world, 1, 2, "2025-06-13T22:20").await;
    let answer = room
        .send(&format!("/admin/fixtures/{third}/officials"), &[("official", &free), ("job", "umpire")])
        .await;
    assert!(answer.text.contains("连续执裁不超过 2 场"), "{}", answer.text);
    assert_eq!(appointments(&world).await.len(), 2);

    let shares = room.get("/admin/officials").await.text;
    assert!(shares.contains("有空") && shares.contains("+1.6"), "{shares}");
    let made = appointments(&world).await.remove(0);
    room.saves(&format!("{to}/{}/withdraw", made.key), &[]).await;
    assert_eq!(appointments(&world).await[0].state, "withdrawn");
    room.saves(&format!("/admin/fixtures/{third}/officials"), &[("official", &free), ("job", "umpire")])
        .await;
}

#[tokio::test]
async fn an_official_is_checked_and_the_fee_sheet_adds_up() {
    let world = World::new().await;
    let room = Room::of(&world).await;
    let to = format!("/admin/seasons/{}/officials", world.season);
    for (fields, field) in [
        (vec![("name", ""), ("place", "both")], "name"),
        (vec![("name", "x"), ("place", "roof")], "place"),
        (vec![("name", "x"), ("place", "both"), ("fee", "-1")], "fee"),
        (vec![("name", "x"), ("place", "both"), ("away", "2025-06-20..2025-06-10")], "away"),
        (vec![("name", "x"), ("place", "both"), ("interests", "没有这队")], "interests"),
        (
            vec![("name", "x"), ("place", "both"), ("employer_club", world.foreign.club.as_str())],
            "employer_club",
        ),
    ] {
        let answer = room.send(&to, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(answer.text.contains(&format!("href=\"#{field}\"")), "{fields:?}");
    }
    let key = add(&room, &world, "裁判甲", &[]).await;
    let game = format!("/admin/fixtures/{}/officials", world.fixture);
    room.saves(&game, &[("official", &key), ("job", "timer")]).await;
    let made = appointments(&world).await.remove(0);
    room.saves(&format!("{game}/{}/accept", made.key), &[]).await;
    let text = changba::actions::transfer::export(&world.store, &world.season).await.unwrap().unwrap();
    let folder = crate::cli_world::Folder::new();
    let other = crate::cli_world::open(&folder.url("other.db")).await;
    let writer = changba::actions::console::writer(&world.clock);
    let shared = changba::actions::transfer::Shared::Refuse;
    changba::actions::transfer::import(&other, &writer, &text, shared).await.unwrap();
    assert_eq!(changba::actions::transfer::export(&other, &world.season).await.unwrap().unwrap(), text);
    let bytes = room.bytes(&format!("/admin/seasons/{}/officials.xlsx", world.season)).await;
    let said = format!("{:?}", changba::sheets::open("officials.xlsx", &bytes).unwrap());
    assert!(said.contains("裁判甲") && said.contains("150") && said.contains("计时员"), "{said}");
}
