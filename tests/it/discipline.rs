//! Discipline from the incident to the game somebody may not play, and what it does to table, books and export.

use crate::world::{Answer, World};
use axum::http::{Method, StatusCode};
use changba::actions::input::Fields;
use changba::actions::{discipline as act, fixtures, results};
use changba::discipline::load;
use changba::store::discipline as rows;
use changba::store::{competitions, fixtures as games, ledger, rulings, seasons};

pub struct Room<'a> {
    world: &'a World,
    session: String,
}

impl<'a> Room<'a> {
    pub async fn of(world: &'a World) -> Self {
        Self { world, session: world.session().await }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.world.call(Method::GET, path, &[("cookie", &self.session)], "").await
    }

    pub async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let headers = [
            ("cookie", self.session.as_str()),
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
        ];
        let body = serde_urlencoded::to_string(fields).unwrap();
        self.world.call(Method::POST, path, &headers, body).await
    }

    pub async fn bytes(&self, path: &str) -> Vec<u8> {
        let request = http::Request::get(path)
            .header("host", "league.example")
            .header("cookie", &self.session)
            .body(axum::body::Body::empty())
            .unwrap();
        let answer = self.world.front.call(request).await;
        assert_eq!(answer.status(), StatusCode::OK);
        http_body_util::BodyExt::collect(answer.into_body()).await.unwrap().to_bytes().to_vec()
    }

    pub async fn saves(&self, path: &str, fields: &[(&str, &str)]) {
        let answer = self.send(path, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.text);
    }
}

async fn state(world: &World) -> changba::discipline::Discipline {
    let mut db = world.store.read().await.unwrap();
    let competition = competitions::by_key(&mut db, &world.competition).await.unwrap().unwrap();
    load(&mut db, &competition).await.unwrap()
}

/// Another game of 湘钢, against 株硬.
async fn another_game(world: &World, tip_off: &str) -> String {
    let mut tx = world.write().await;
    let competition = competitions::by_key(&mut tx, &world.competition).await.unwrap().unwrap();
    let fields = Fields::from_pairs([
        ("a", world.entries[0].as_str()),
        ("b", &world.entries[2]),
        ("group", &world.group),
        ("tip_off", tip_off),
    ]);
    let key = fixtures::create(&mut tx, &competition, &fields).await.unwrap().fixture.key;
    tx.commit().await.unwrap();
    key
}

async fn play(world: &World, key: &str) {
    let mut tx = world.write().await;
    let version = games::by_key(&mut tx, key).await.unwrap().unwrap().fixture.version;
    let fields = Fields::from_pairs([
        ("outcome", "played"),
        ("score_a", "80"),
        ("score_b", "70"),
        ("official", "true"),
    ]);
    results::enter(&mut tx, key, version, &fields).await.unwrap();
    tx.commit().await.unwrap();
}

async fn postpone(world: &World, key: &str) {
    let mut tx = world.write().await;
    let version = games::by_key(&mut tx, key).await.unwrap().unwrap().fixture.version;
    let fields = Fields::from_pairs([("status", "postponed")]);
    fixtures::change_status(&mut tx, key, version, &fields).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_disqualified_player_misses_the_next_game_that_is_played() {
    let world = World::new().await;
    let room = Room::of(&world).await;
    let here = format!("/admin/competitions/{}/discipline", world.competition);
    let rule = [
        ("kind", "disqualifying"),
        ("counts", "person"),
        ("at_count", "1"),
        ("repeats", "true"),
        ("sanction", "suspension"),
        ("amount", "1"),
        ("regulation", "第12条"),
    ];
    room.saves(&format!("{here}/rules"), &rule).await;
    let second = another_game(&world, "2025-06-20T19:00").await;
    let third = another_game(&world, "2025-06-27T19:00").await;
    let incident = [("side", "a"), ("kind", "disqualifying"), ("shirt", "７"), ("note", "打架")];
    room.saves(&format!("/admin/fixtures/{}/incidents", world.fixture), &incident).await;
    play(&world, &world.fixture).await;

    let page = room.get(&here).await.text;
    assert!(page.contains("停赛 1 场") && page.contains("第12条") && page.contains("#7"), "{page}");
    assert!(state(&world).await.sanctions.is_empty(), "a rule only proposes");
    assert!(!room.get(&format!("/admin/fixtures/{second}")).await.text.contains("停赛球员"));
    let name = state(&world).await.proposals[0].name();
    let refused = room.send(&format!("{here}/decide"), &[("proposal", &name), ("verdict", "confirm")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "a reason is needed");
    assert!(refused.text.contains("理由"));
    room.saves(
        &format!("{here}/decide"),
        &[("proposal", &name), ("verdict", "confirm"), ("reason", "打架斗殴")],
    )
    .await;
    assert!(state(&world).await.proposals.is_empty(), "decided once");
    let again = room
        .send(&format!("{here}/decide"), &[("proposal", &name), ("verdict", "confirm"), ("reason", "x")])
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);

    let page = room.get(&format!("/admin/fixtures/{second}")).await.text;
    assert!(page.contains("停赛球员") && page.contains("state-bad"), "{page}");
    assert!(!room.get(&format!("/admin/fixtures/{third}")).await.text.contains("停赛球员"));
    postpone(&world, &second).await;
    assert!(!room.get(&format!("/admin/fixtures/{second}")).await.text.contains("停赛球员"), "it moved on");
    assert!(room.get(&format!("/admin/fixtures/{third}")).await.text.contains("停赛球员"));
    play(&world, &third).await;
    let state = state(&world).await;
    let served = state.served.values().next().unwrap();
    assert_eq!((served.left, served.served.clone()), (0, vec![third]));
}

#[tokio::test]
async fn a_fine_goes_into_the_books_points_into_the_table_and_an_appeal_takes_them_back() {
    let world = World::new().await;
    let room = Room::of(&world).await;
    let here = format!("/admin/competitions/{}/discipline", world.competition);
    for (kind, sanction, amount) in [("no_show", "fine", "500.00"), ("no_show", "points", "-1")] {
        let rule = [
            ("kind", kind),
            ("counts", "team"),
            ("at_count", "1"),
            ("sanction", sanction),
            ("amount", amount),
        ];
        room.saves(&format!("{here}/rules"), &rule).await;
    }
    room.saves(
        &format!("/admin/fixtures/{}/incidents", world.fixture),
        &[("side", "b"), ("kind", "no_show")],
    )
    .await;
    for proposal in state(&world).await.proposals {
        let fields =
            [("proposal", proposal.name()), ("verdict", "confirm".into()), ("reason", "未到场".into())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        room.saves(&format!("{here}/decide"), &fields).await;
    }
    let mut db = world.store.read().await.unwrap();
    let competition = competitions::by_key(&mut db, &world.competition).await.unwrap().unwrap();
    let season = seasons::by_key(&mut db, &world.season).await.unwrap().unwrap();
    let ruled = rulings::of_competition(&mut db, competition.id).await.unwrap();
    assert_eq!(ruled.iter().map(|ruling| ruling.points).collect::<Vec<_>>(), [-1]);
    let lines = ledger::of_season(&mut db, season.id).await.unwrap();
    assert_eq!(
        lines.iter().map(|line| (line.kind.as_str(), line.amount)).collect::<Vec<_>>(),
        [("deduction", 50_000)]
    );
    drop(db);
    let money = room.get("/admin/money").await.text;
    assert!(money.contains("株机") && money.contains("-500.00") && money.contains("对方欠款"), "{money}");

    for sanction in state(&world).await.sanctions {
        let to = format!("/admin/sanctions/{}", sanction.key);
        let version = |version: i64| version.to_string();
        let appeal = [
            ("version", version(sanction.version)),
            ("appeal_reason", "航班取消".into()),
            ("appeal_deposit", "100".into()),
        ];
        let appeal: Vec<(&str, &str)> = appeal.iter().map(|(name, value)| (*name, value.as_str())).collect();
        room.saves(&format!("{to}/appeal"), &appeal).await;
        let twice = room.send(&format!("{to}/appeal"), &appeal).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        let verdict = [
            ("version", version(sanction.version + 1)),
            ("verdict", "upheld".into()),
            ("reason", "属实".into()),
        ];
        let verdict: Vec<(&str, &str)> =
            verdict.iter().map(|(name, value)| (*name, value.as_str())).collect();
        room.saves(&format!("{to}/verdict"), &verdict).await;
    }
    let mut db = world.store.read().await.unwrap();
    assert!(rulings::of_competition(&mut db, competition.id).await.unwrap().is_empty());
    let all = rows::sanctions(&mut db, competition.id).await.unwrap();
    assert!(all.iter().all(|sanction| sanction.state == "lifted" && sanction.appeal == "upheld"));
    drop(db);
    let money = room.get("/admin/money").await.text;
    assert!(money.contains("已结清") && money.contains("已划掉"), "{money}");
    assert!(state(&world).await.proposals.is_empty(), "what was lifted is not proposed again");
}

#[tokio::test]
async fn a_rejected_appeal_costs_its_deposit() {
    let world = World::new().await;
    let room = Room::of(&world).await;
    let here = format!("/admin/competitions/{}/discipline", world.competition);
    let sanction = [
        ("entry", world.entries[0].as_str()),
        ("sanction", "warning"),
        ("reason", "言语不当"),
        ("shirt", "9"),
    ];
    room.saves(&format!("{here}/impose"), &sanction).await;
    let made = state(&world).await.sanctions.remove(0);
    let to = format!("/admin/sanctions/{}", made.key);
    room.saves(
        &format!("{to}/appeal"),
        &[("version", "1"), ("appeal_reason", "不是他"), ("appeal_deposit", "100")],
    )
    .await;
    room.saves(
        &format!("{to}/verdict"),
        &[("version", "2"), ("verdict", "rejected"), ("reason", "录像清楚")],
    )
    .await;
    let made = state(&world).await.sanctions.remove(0);
    assert_eq!((made.state.as_str(), made.appeal.as_str()), ("confirmed", "rejected"));
    let money = room.get("/admin/money").await.text;
    assert!(money.contains("-100.00"), "asked for, given back and kept: {money}");
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_its_field() {
    let world = World::new().await;
    let room = Room::of(&world).await;
    let here = format!("/admin/competitions/{}/discipline", world.competition);
    for (to, fields, field) in [
        (
            "rules",
            vec![("kind", "late"), ("counts", "person"), ("at_count", "1"), ("sanction", "out")],
            "counts-rule",
        ),
        (
            "rules",
            vec![("kind", "late"), ("counts", "team"), ("at_count", "0"), ("sanction", "out")],
            "at_count-rule",
        ),
        (
            "rules",
            vec![
                ("kind", "late"),
                ("counts", "team"),
                ("at_count", "1"),
                ("sanction", "fine"),
                ("amount", "x"),
            ],
            "amount-rule",
        ),
        (
            "rules",
            vec![
                ("kind", "late"),
                ("counts", "team"),
                ("at_count", "1"),
                ("sanction", "suspension"),
                ("amount", "0"),
            ],
            "amount-rule",
        ),
        ("impose", vec![("entry", "nobody"), ("sanction", "warning"), ("reason", "x")], "entry-impose"),
        (
            "impose",
            vec![
                ("entry", world.entries[0].as_str()),
                ("sanction", "suspension"),
                ("amount", "1"),
                ("reason", "x"),
            ],
            "shirt-impose",
        ),
        (
            "impose",
            vec![("entry", world.entries[0].as_str()), ("sanction", "forfeit"), ("reason", "x")],
            "fixture-impose",
        ),
        (
            "impose",
            vec![
                ("entry", world.entries[2].as_str()),
                ("sanction", "warning"),
                ("reason", "x"),
                ("fixture", &world.fixture),
            ],
            "fixture-impose",
        ),
    ] {
        let answer = room.send(&format!("{here}/{to}"), &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(answer.text.contains(&format!("href=\"#{field}\"")), "{fields:?}");
    }
    let to = format!("/admin/fixtures/{}/incidents", world.fixture);
    for (fields, field) in [
        (vec![("side", "c"), ("kind", "late")], "side-incident"),
        (vec![("side", "a"), ("kind", "late"), ("shirt", "x")], "shirt-incident"),
        (vec![("side", "a"), ("kind", "late"), ("person", "nobody")], "person"),
    ] {
        let answer = room.send(&to, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(answer.text.contains(field), "{fields:?}");
    }
    let to = format!("/admin/seasons/{}/money", world.season);
    for (fields, field) in [
        (vec![("kind", "payment"), ("amount", "1,2"), ("day", "2025-06-01")], "amount"),
        (vec![("kind", "payment"), ("amount", "12"), ("day", "2025-06-01")], "party"),
        (
            vec![
                ("kind", "income"),
                ("amount", "12"),
                ("day", "2025-06-01"),
                ("party", world.clubs[0].as_str()),
            ],
            "party",
        ),
        (vec![("kind", "income"), ("amount", "12"), ("day", "soon")], "day"),
        (
            vec![
                ("kind", "payment"),
                ("amount", "12"),
                ("day", "2025-06-01"),
                ("party", world.foreign.club.as_str()),
            ],
            "party",
        ),
    ] {
        let answer = room.send(&to, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(answer.text.contains(&format!("href=\"#{field}\"")), "{fields:?}");
    }
    assert!(state(&world).await.rules.is_empty() && state(&world).await.incidents.is_empty());
}

#[tokio::test]
async fn what_plays_count_replaces_itself_and_leaves_what_was_noted_by_hand() {
    let world = World::new().await;
    let room = Room::of(&world).await;
    room.saves(
        &format!("/admin/fixtures/{}/incidents", world.fixture),
        &[("side", "a"), ("kind", "conduct")],
    )
    .await;
    let counted = |count| act::Counted {
        entry: 0,
        person: None,
        shirt: "5".into(),
        kind: league::discipline::Kind::Technical,
        count,
    };
    for count in [1, 2, 2] {
        let mut tx = world.write().await;
        let card = games::by_key(&mut tx, &world.fixture).await.unwrap().unwrap();
        let counted = act::Counted { entry: card.fixture.a_entry_id.unwrap(), ..counted(count) };
        act::count_from_plays(&mut tx, &card, &[counted]).await.unwrap();
        if tx.has_written() {
            tx.commit().await.unwrap();
        }
    }
    let found = state(&world).await.incidents;
    let found: Vec<(&str, i64)> = found.iter().map(|row| (row.kind.as_str(), row.count)).collect();
    assert_eq!(found, [("conduct", 1), ("technical", 2)]);
}

#[tokio::test]
async fn discipline_and_books_survive_an_export_and_an_import() {
    let world = World::new().await;
    let room = Room::of(&world).await;
    let here = format!("/admin/competitions/{}/discipline", world.competition);
    let rule =
        [("kind", "late"), ("counts", "team"), ("at_count", "1"), ("sanction", "fine"), ("amount", "80")];
    room.saves(&format!("{here}/rules"), &rule).await;
    room.saves(&format!("/admin/fixtures/{}/incidents", world.fixture), &[("side", "a"), ("kind", "late")])
        .await;
    let name = state(&world).await.proposals[0].name();
    room.saves(&format!("{here}/decide"), &[("proposal", &name), ("verdict", "confirm"), ("reason", "迟到")])
        .await;
    let line =
        [("kind", "prize"), ("party", world.clubs[1].as_str()), ("amount", "8,000"), ("day", "2025-07-27")];
    room.saves(&format!("/admin/seasons/{}/money", world.season), &line).await;
    let text = changba::actions::transfer::export(&world.store, &world.season).await.unwrap().unwrap();
    let folder = crate::cli_world::Folder::new();
    let other = crate::cli_world::open(&folder.url("other.db")).await;
    let writer = changba::actions::console::writer(&world.clock);
    let shared = changba::actions::transfer::Shared::Refuse;
    changba::actions::transfer::import(&other, &writer, &text, shared).await.unwrap();
    let again = changba::actions::transfer::export(&other, &world.season).await.unwrap().unwrap();
    assert_eq!(text, again);
    assert!(text.contains("\"sanction_rules\"") && text.contains("800000"));
    let broken = text.replace("\"kind\": \"late\"", "\"kind\": \"early\"");
    assert!(changba::actions::transfer::parse(&broken).is_err());
}

#[tokio::test]
async fn the_books_come_as_a_workbook_in_which_no_cell_is_a_formula() {
    let world = World::new().await;
    let room = Room::of(&world).await;
    let line = [("kind", "expense"), ("amount", "300.50"), ("day", "2025-06-13"), ("note", "=1+1")];
    room.saves(&format!("/admin/seasons/{}/money", world.season), &line).await;
    let bytes = room.bytes(&format!("/admin/seasons/{}/money.xlsx", world.season)).await;
    let sheets = changba::sheets::open("money.xlsx", &bytes).unwrap();
    let said = format!("{sheets:?}");
    assert!(said.contains("=1+1") && said.contains("300.5"), "{said}");
    assert_eq!(sheets.len(), 2);
}
