//! What the store promises, tried once and run on both databases.

use crate::cli_world::{Folder, clock, open, postgres_url, writer};
use changba::actions::input::Fields;
use changba::actions::{Refused, clubs, competitions, fixtures, results, seasons, undo};
use changba::store::audit::{self, Action, Filter, Kind};
use changba::store::fixtures as fixture_rows;
use changba::store::{Error, Store, Writer, migrations};
use chrono::Duration;
use league::fixture::Status;

/// Runs one story on a fresh SQLite database and, where there is a server, on a fresh PostgreSQL one.
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {
        mod on_sqlite {
            use super::*;
            $(#[tokio::test] async fn $name() {
                let folder = Folder::new();
                super::$name(open(&folder.url("league.db")).await).await;
            })*
        }
        mod on_postgres {
            use super::*;
            $(#[tokio::test] async fn $name() {
                let Some(url) = postgres_url().await else { return };
                super::$name(open(&url).await).await;
            })*
        }
    };
}

on_both!(
    a_league_grows_from_nothing_to_a_result,
    an_old_version_is_refused,
    nothing_is_committed_without_a_record,
    the_chain_notices_a_change,
    the_audit_cannot_be_rewritten,
    undo_brings_a_result_back_for_a_minute,
    writers_in_a_crowd_lose_nothing,
    a_correction_keeps_both_versions,
    rules_are_frozen_when_a_result_comes,
    an_archived_season_is_closed,
    names_of_clubs_are_found_by_season,
    what_has_run_out_is_forgotten,
);

fn season_fields() -> Fields {
    Fields::from_pairs([
        ("name_zh", "2026 赛季"),
        ("zone", "Asia/Shanghai"),
        ("phase", "running"),
        ("is_public", "true"),
        ("match_from", "2026-06-12"),
        ("match_to", "2026-07-26"),
    ])
}

fn competition_fields() -> Fields {
    Fields::from_pairs([
        ("name_zh", "主联赛"),
        ("kind", "main"),
        ("edition", "fiba-2026"),
        ("periods", "4"),
        ("period_minutes", "10"),
        ("overtime_minutes", "5"),
        ("criteria", "fiba"),
    ])
}

fn club_fields<'a>(official: &'a str, short: &'a str) -> Fields {
    Fields::from_pairs([
        ("official_name", official),
        ("short_name", short),
        ("colour_light", "#ffffff"),
        ("colour_dark", "#14202b"),
    ])
}

/// A league with one competition, two clubs in a group, and a game between them.
async fn one_game(store: &Store) -> (fixture_rows::Card, String) {
    let mut tx = store.write(&writer()).await.unwrap();
    let league = seasons::found_league(&mut tx, "厂BA", "Works League").await.unwrap();
    let season = seasons::create(&mut tx, league.id, &season_fields()).await.unwrap();
    let competition = competitions::create(&mut tx, season.id, &competition_fields()).await.unwrap();
    let stage = Fields::from_pairs([("name_zh", "小组赛"), ("kind", "groups"), ("groups", "2")]);
    competitions::add_stage(&mut tx, &competition, &stage).await.unwrap();
    let pools = changba::store::competitions::pools(&mut tx, competition.id).await.unwrap();
    let mut entries = Vec::new();
    for (official, short) in [("湘潭钢铁集团有限公司", "湘钢"), ("中车株洲电力机车有限公司", "中车株机")]
    {
        clubs::create(&mut tx, league.id, &club_fields(official, short)).await.unwrap();
        let entry = Fields::from_pairs([("name", short), ("group", &pools[0].key)]);
        entries.push(competitions::enter(&mut tx, &competition, &entry).await.unwrap());
    }
    let game = Fields::from_pairs([
        ("a", entries[0].key.as_str()),
        ("b", entries[1].key.as_str()),
        ("group", &pools[0].key),
        ("tip_off", "2026-06-12T19:00"),
    ]);
    let card = fixtures::create(&mut tx, &competition, &game).await.unwrap();
    tx.commit().await.unwrap();
    (card, competition.key)
}

fn result(a: &str, b: &str) -> Fields {
    Fields::from_pairs([("outcome", "played"), ("score_a", a), ("score_b", b)])
}

async fn enter(
    store: &Store,
    writer: &Writer,
    key: &str,
    version: i64,
    fields: &Fields,
) -> Result<fixture_rows::Card, Refused> {
    let mut tx = store.write(writer).await.unwrap();
    let card = results::enter(&mut tx, key, version, fields).await?;
    tx.commit().await.unwrap();
    Ok(card)
}

async fn a_league_grows_from_nothing_to_a_result(store: Store) {
    let (card, competition) = one_game(&store).await;
    assert_eq!(card.fixture.status, Status::Scheduled);
    assert_eq!(card.fixture.tip_off_at, Some("2026-06-12T11:00:00Z".parse().unwrap()), "19:00 in Shanghai");
    let card =
        enter(&store, &writer(), &card.fixture.key, card.fixture.version, &result("98", "76")).await.unwrap();
    assert_eq!((card.fixture.score_a, card.fixture.score_b), (Some(98), Some(76)));
    let mut db = store.read().await.unwrap();
    let competition = changba::store::competitions::by_key(&mut db, &competition).await.unwrap().unwrap();
    let tables = changba::tables::of_competition(&mut db, &competition).await.unwrap();
    let rows = &tables[0].standing.rows;
    assert_eq!(tables[0].entry(rows[0].team).short_name, "湘钢");
    assert_eq!((rows[0].points, rows[1].points, rows[0].difference()), (2, 1, 22));
    assert_eq!(audit::verify(&mut db).await.unwrap().map_err(|b| b.seq), Ok(10));
}

async fn an_old_version_is_refused(store: Store) {
    let (card, _) = one_game(&store).await;
    let (key, version) = (&card.fixture.key, card.fixture.version);
    enter(&store, &writer(), key, version, &result("98", "76")).await.unwrap();
    let second = enter(&store, &writer(), key, version, &result("55", "68")).await;
    assert!(matches!(second, Err(Refused::Conflict)), "{second:?}");
    let mut db = store.read().await.unwrap();
    let now = fixture_rows::by_key(&mut db, key).await.unwrap().unwrap();
    assert_eq!(now.fixture.score_a, Some(98));
}

async fn nothing_is_committed_without_a_record(store: Store) {
    one_game(&store).await;
    let mut tx = store.write(&writer()).await.unwrap();
    changba::store::site::set(&mut tx, "left_behind", "1").await.unwrap();
    assert!(matches!(tx.commit().await, Err(Error::Unfit(_))));
    let mut db = store.read().await.unwrap();
    assert_eq!(changba::store::site::get(&mut db, "left_behind").await.unwrap(), None);
}

async fn the_chain_notices_a_change(store: Store) {
    one_game(&store).await;
    // Somebody with the database in hand drops the guard and rewrites history.
    run(&store, "drop trigger audit_no_update", "alter table audit disable trigger all").await;
    run_on_both(
        &store,
        "update audit set actor_name = 'somebody else' where seq = 2 and chain like 'season:%'",
    )
    .await;
    let mut db = store.read().await.unwrap();
    let broken = audit::verify(&mut db).await.unwrap().unwrap_err();
    assert_eq!(broken.seq, 2);
}

async fn the_audit_cannot_be_rewritten(store: Store) {
    one_game(&store).await;
    for sql in ["update audit set reason = 'x'", "delete from audit"] {
        let refused = match store.engine() {
            changba::store::Engine::Sqlite { write, .. } => sqlx::query(sql).execute(write).await.is_err(),
            changba::store::Engine::Postgres(pool) => sqlx::query(sql).execute(pool).await.is_err(),
        };
        assert!(refused, "{sql}");
    }
}

async fn run(store: &Store, sqlite: &'static str, postgres: &'static str) {
    match store.engine() {
        changba::store::Engine::Sqlite { write, .. } => {
            sqlx::query(sqlite).execute(write).await.map(drop).unwrap()
        }
        changba::store::Engine::Postgres(pool) => {
            sqlx::query(postgres).execute(pool).await.map(drop).unwrap()
        }
    }
}

async fn run_on_both(store: &Store, sql: &'static str) {
    run(store, sql, sql).await;
}

async fn undo_brings_a_result_back_for_a_minute(store: Store) {
    let (card, _) = one_game(&store).await;
    let key = &card.fixture.key;
    enter(&store, &writer(), key, card.fixture.version, &result("98", "76")).await.unwrap();
    let newest = |db| async move {
        let mut db = db;
        audit::newest(&mut db, Kind::Fixture, key).await.unwrap().unwrap()
    };
    let row = newest(store.read().await.unwrap()).await;
    assert_eq!(row.action, Action::ResultEntered);
    let mut late = writer();
    late.now += Duration::seconds(61);
    let mut tx = store.write(&late).await.unwrap();
    assert!(matches!(undo::undo(&mut tx, &row).await, Err(Refused::TooLateToUndo)));
    drop(tx);
    let mut tx = store.write(&writer()).await.unwrap();
    undo::undo(&mut tx, &row).await.unwrap();
    tx.commit().await.unwrap();
    let mut db = store.read().await.unwrap();
    let now = fixture_rows::by_key(&mut db, key).await.unwrap().unwrap();
    assert_eq!((now.fixture.status, now.fixture.score_a), (Status::Scheduled, None));
    drop(db);
    let mut tx = store.write(&writer()).await.unwrap();
    assert!(matches!(undo::undo(&mut tx, &row).await, Err(Refused::TooLateToUndo)), "only once");
}

async fn writers_in_a_crowd_lose_nothing(store: Store) {
    let (card, _) = one_game(&store).await;
    let key = card.fixture.key.clone();
    let writers: Vec<_> = (0..16)
        .map(|number| {
            let (store, key) = (store.clone(), key.clone());
            tokio::spawn(async move {
                for _ in 0..400 {
                    let version = {
                        let mut db = store.read().await.unwrap();
                        fixture_rows::by_key(&mut db, &key).await.unwrap().unwrap().fixture.version
                    };
                    let code = Fields::from_pairs([("status", "postponed")]);
                    let again = Fields::from_pairs([("status", "scheduled")]);
                    let mut tx = store.write(&writer()).await.unwrap();
                    let turn = if version % 2 == 1 { code } else { again };
                    match fixtures::change_status(&mut tx, &key, version, &turn).await {
                        Ok(_) => return tx.commit().await.unwrap(),
                        Err(Refused::Conflict) => {}
                        Err(other) => panic!("writer {number}: {other:?}"),
                    }
                }
                panic!("writer {number} never got its turn");
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let mut db = store.read().await.unwrap();
    let now = fixture_rows::by_key(&mut db, &key).await.unwrap().unwrap();
    assert_eq!(now.fixture.version, card.fixture.version + 16, "every writer changed it exactly once");
    assert!(audit::verify(&mut db).await.unwrap().is_ok());
}

async fn a_correction_keeps_both_versions(store: Store) {
    let (card, _) = one_game(&store).await;
    let key = &card.fixture.key;
    let mut official = result("68", "55");
    official.set("official", "true");
    let card = enter(&store, &writer(), key, card.fixture.version, &official).await.unwrap();
    let again = enter(&store, &writer(), key, card.fixture.version, &result("68", "65")).await;
    assert!(matches!(again, Err(Refused::ResultOfficial)), "{again:?}");
    let mut tx = store.write(&writer()).await.unwrap();
    let without = results::correct(&mut tx, key, card.fixture.version, &result("68", "65")).await;
    assert!(matches!(without, Err(Refused::Faults(_))), "a correction needs its reason");
    let mut fields = result("68", "65");
    fields.set("reason", "记录表誊写错误");
    results::correct(&mut tx, key, card.fixture.version, &fields).await.unwrap();
    tx.commit().await.unwrap();
    let mut db = store.read().await.unwrap();
    let ledger = fixture_rows::corrections(&mut db, card.fixture.id).await.unwrap();
    assert_eq!(ledger.len(), 1);
    assert_eq!((&ledger[0].before["score_b"], &ledger[0].after["score_b"]), (&55.into(), &65.into()));
    assert_eq!(ledger[0].reason, "记录表誊写错误");
    assert!(fixture_rows::by_key(&mut db, key).await.unwrap().unwrap().fixture.corrected);
}

async fn rules_are_frozen_when_a_result_comes(store: Store) {
    let (card, competition) = one_game(&store).await;
    enter(&store, &writer(), &card.fixture.key, card.fixture.version, &result("98", "76")).await.unwrap();
    let mut tx = store.write(&writer()).await.unwrap();
    let before = changba::store::competitions::by_key(&mut tx, &competition).await.unwrap().unwrap();
    let mut fields = competition_fields();
    fields.set("period_minutes", "8");
    let after = competitions::change(&mut tx, &competition, before.version, &fields).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(after.regulation_version, before.regulation_version + 1);
    let mut db = store.read().await.unwrap();
    let card = fixture_rows::by_key(&mut db, &card.fixture.key).await.unwrap().unwrap();
    let rules = results::rules_of(&mut db, &card.fixture).await.unwrap();
    assert_eq!(rules.profile.period_minutes, 10, "the game keeps the rules it was played by");
}

async fn an_archived_season_is_closed(store: Store) {
    let (card, _) = one_game(&store).await;
    let mut tx = store.write(&writer()).await.unwrap();
    let season = changba::store::seasons::by_key(&mut tx, &card.season_key).await.unwrap().unwrap();
    let mut fields = season_fields();
    fields.set("phase", "archived");
    seasons::change(&mut tx, &season.key, season.version, &fields).await.unwrap();
    tx.commit().await.unwrap();
    let late = enter(&store, &writer(), &card.fixture.key, card.fixture.version, &result("98", "76")).await;
    assert!(matches!(late, Err(Refused::SeasonLocked)), "{late:?}");
}

async fn names_of_clubs_are_found_by_season(store: Store) {
    let (card, competition) = one_game(&store).await;
    let mut tx = store.write(&writer()).await.unwrap();
    let competition = changba::store::competitions::by_key(&mut tx, &competition).await.unwrap().unwrap();
    let motor = clubs::create(&mut tx, card.league_id, &club_fields("中车株洲电机有限公司", "中车株洲电机"))
        .await
        .unwrap();
    let alias = Fields::from_pairs([("name", "株洲电机"), ("kind", "short"), ("season", &card.season_key)]);
    clubs::add_alias(&mut tx, &motor.key, &alias).await.unwrap();
    let taken = Fields::from_pairs([("name", "中车株机"), ("kind", "slip")]);
    assert!(matches!(clubs::add_alias(&mut tx, &motor.key, &taken).await, Err(Refused::Faults(_))));
    let entry = competitions::enter(&mut tx, &competition, &Fields::from_pairs([("name", "株洲电机")]))
        .await
        .unwrap();
    assert_eq!(entry.club_key.as_deref(), Some(motor.key.as_str()));
    let half = competitions::enter(&mut tx, &competition, &Fields::from_pairs([("name", "中车")])).await;
    assert!(matches!(half, Err(Refused::Faults(_))), "half a name is nobody's");
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn the_schema_grows_step_by_step_and_refuses_a_stranger() {
    let folder = Folder::new();
    let store = Store::open(&folder.url("steps.db")).await.unwrap();
    for step in migrations() {
        assert_eq!(store.migrate_to(clock().now(), step.number).await.unwrap(), [step.name]);
    }
    assert_eq!(
        store.migrate(clock().now()).await.unwrap(),
        Vec::<&str>::new(),
        "a second run changes nothing"
    );
    run(&store, "update schema_migration set checksum = 'x' where number = 1", "").await;
    assert!(matches!(store.migrate(clock().now()).await, Err(Error::Unfit(_))));
}

#[tokio::test]
async fn the_audit_is_listed_newest_first() {
    let folder = Folder::new();
    let store = open(&folder.url("list.db")).await;
    one_game(&store).await;
    let mut db = store.read().await.unwrap();
    let rows = audit::list(&mut db, &Filter { limit: 3, ..Filter::default() }).await.unwrap();
    assert_eq!(rows.len(), 3);
    assert!(rows[0].id > rows[1].id && rows[1].id > rows[2].id);
    let fixtures = Filter { object_kind: "fixture".into(), limit: 10, ..Filter::default() };
    assert_eq!(audit::list(&mut db, &fixtures).await.unwrap().len(), 1);
}

async fn what_has_run_out_is_forgotten(store: Store) {
    use changba::actions::answers;
    use changba::store::accounts::{Answer, answer};
    let writer = writer();
    let kept = Answer { request_hash: "hash".into(), status: 200, body: "{}".into() };
    let mut tx = store.write(&writer).await.unwrap();
    let actor = tx.writer.actor.tag();
    answers::keep(&mut tx, "one", &kept).await.unwrap();
    tx.commit_quiet().await.unwrap();
    let forget = async |days| {
        let later = Writer { now: writer.now + Duration::days(days), ..writer.clone() };
        answers::forget_old(&store, &later).await.unwrap();
        answer(&mut store.read().await.unwrap(), &actor, "one").await.unwrap()
    };
    assert_eq!(forget(6).await, Some(kept), "a device may still come back for it");
    assert_eq!(forget(8).await, None);
}

/// A database of the first step keeps what it holds, and its groups get their letters.
async fn upgrade(store: Store) {
    store.migrate_to(clock().now(), 1).await.unwrap();
    let rows = "insert into league (id, key, name_zh, name_en, created_at) values (1, 'l', '厂BA', '', '2025-06-01T00:00:00Z');
        insert into season (id, key, league_id, name_zh, name_en, zone, phase, is_public, sort)
             values (1, 's', 1, '2025', '', 'Asia/Shanghai', 'running', true, 1);
        insert into competition (id, key, season_id, kind, name_zh, name_en, rules, sort) values (1, 'c', 1, 'main', '主赛', '',
             '{\"edition\":\"fiba-2024\",\"profile\":{\"periods\":4,\"period_minutes\":10,\"overtime_minutes\":5,\"running_clock\":false},\"criteria\":\"fiba\"}', 1);
        insert into stage (id, key, competition_id, kind, name_zh, name_en, sort) values (1, 'g', 1, 'groups', '小组赛', '', 1);
        insert into pool (id, key, stage_id, name_zh, name_en, sort) values (1, 'pa', 1, 'B组', 'Group B', 1);";
    for statement in rows.split(';').filter(|statement| !statement.trim().is_empty()) {
        run(&store, statement, statement).await;
    }
    let taken: Vec<&str> = migrations().iter().skip(1).map(|step| step.name).collect();
    assert_eq!(store.migrate(clock().now()).await.unwrap(), taken);
    let mut db = store.read().await.unwrap();
    let competition = changba::store::competitions::by_key(&mut db, "c").await.unwrap().unwrap();
    let pools = changba::store::competitions::pools(&mut db, competition.id).await.unwrap();
    assert_eq!(pools[0].code, "B");
    assert_eq!(competition.rules.second_forfeit, league::standings::SecondForfeit::Nothing);
    assert!(changba::stages::load(&mut db, &competition).await.unwrap().is_none(), "no plan was made up");
}

#[tokio::test]
async fn an_older_database_is_brought_up_to_date() {
    let folder = Folder::new();
    upgrade(Store::open(&folder.url("old.db")).await.unwrap()).await;
    if let Some(url) = postgres_url().await {
        upgrade(Store::open(&url).await.unwrap()).await;
    }
}
