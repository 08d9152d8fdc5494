//! Export and import: what goes in comes out again, byte for byte, on both databases.

use crate::cli_world::{Folder, open, open_demo, postgres_url, season_keys, writer};
use changba::actions::transfer::{self, Refused, Shared};
use changba::store::fixtures::Correction;
use changba::store::{self, Store};
use sqlx::types::Json;

async fn export(store: &Store, key: &str) -> String {
    transfer::export(store, key).await.unwrap().unwrap()
}

async fn import(store: &Store, file: &str) -> Result<transfer::Imported, Refused> {
    transfer::import(store, &writer(), file, Shared::Refuse).await
}

/// Adds what the demo leaves empty, so that every list of the format has a row.
async fn enrich(store: &Store) {
    let seasons = store::seasons::all(&mut store.read().await.unwrap()).await.unwrap();
    let newest = seasons.first().unwrap().id;
    let mut tx = store.write(&writer()).await.unwrap();
    let main = store::competitions::of_season(&mut tx, newest).await.unwrap()[0].clone();
    let entries = store::entries::of_competition(&mut tx, main.id).await.unwrap();
    let joint = entries.iter().find(|entry| entry.short_name == "专精特新联队").unwrap();
    store::entries::insert_employer(&mut tx, joint.id, "示例一厂", 0).await.unwrap();
    store::entries::insert_employer(&mut tx, joint.id, "示例二厂", 1).await.unwrap();
    let card = store::fixtures::of_competition(&mut tx, main.id).await.unwrap()[0].clone();
    let courts = store::venues::courts(&mut tx, seasons[0].league_id).await.unwrap();
    let mut fixture = card.fixture.clone();
    fixture.court_id =
        courts.iter().find(|court| Some(court.venue_id.0) == fixture.venue_id).map(|court| court.id.0);
    fixture.corrected = true;
    fixture.official_at = Some("2025-06-13T13:05:06.000007Z".parse().unwrap());
    store::fixtures::update(&mut tx, &fixture).await.unwrap();
    let correction = Correction {
        key: tx.key(),
        fixture_id: fixture.id,
        at: "2025-06-14T01:00:00Z".parse().unwrap(),
        reason: "记录表有误".into(),
        document: "更正1号".into(),
        // Members out of order: databases keep them each in its own.
        before: Json(
            serde_json::json!({ "score_b": 1, "score_a": 2, "a": { "z": 1, "b": [{ "y": 1, "x": 2 }] } }),
        ),
        after: Json(serde_json::json!({ "score_b": 77, "score_a": 90 })),
    };
    store::fixtures::insert_correction(&mut tx, &correction).await.unwrap();
    enrich_lists(&mut tx, main.id, &card).await;
    let seen = store::audit::Entry::new(store::audit::Action::Changed, store::audit::Kind::Fixture, "k", "n");
    tx.record(seen.season(newest)).await.unwrap();
    tx.commit().await.unwrap();
}

/// A list that was posted and changed, an override, a match list.
async fn enrich_lists(tx: &mut store::Tx, main: league::ids::CompetitionId, card: &store::fixtures::Card) {
    let mut rules = store::entry_rules::EntryRules::unset(main);
    rules.rules = include_str!("../../crates/league/src/eligibility/basic.toml").into();
    rules.closes_at = Some("2025-05-10T10:00:00Z".parse().unwrap());
    rules.keep_until = "2026-12-31".parse().ok();
    store::entry_rules::save(tx, &rules).await.unwrap();
    let entry = league::ids::EntryId(card.fixture.a_entry_id.unwrap());
    let mut list = store::lists::List::new(entry);
    list.state = store::lists::State::Locked;
    list.club.insert("z_kit".into(), "白".into());
    list.club.insert("coach".into(), "示例教练".into());
    list.locked_at = Some("2025-06-01T10:00:00Z".parse().unwrap());
    store::lists::save(tx, &list).await.unwrap();
    let note = store::lists::Note {
        key: tx.key(),
        entry_id: entry.0,
        day: "2025-06-02".parse().unwrap(),
        body_zh: "增补一人".into(),
        body_en: String::new(),
        document: "纪要1号".into(),
        at: "2025-06-02T01:00:00Z".parse().unwrap(),
    };
    store::lists::insert_note(tx, &note).await.unwrap();
    let mut rows = store::lists::rows(tx, entry).await.unwrap();
    let given = store::lists::Override {
        key: tx.key(),
        roster_id: rows[0].id.0,
        rule: "age".into(),
        reason: "示例".into(),
        document: "批复1号".into(),
        by_name: "组委会".into(),
        at: "2025-06-02T02:00:00Z".parse().unwrap(),
    };
    store::lists::insert_override(tx, &given).await.unwrap();
    rows[1].left_on = "2025-06-03".parse().ok();
    rows[1].facts.insert("department".into(), "不出库".into());
    store::lists::update_row(tx, &rows[1]).await.unwrap();
    let mut named = store::match_lists::MatchList {
        id: league::ids::MatchListId(0),
        key: tx.key(),
        fixture_id: card.fixture.id,
        side: league::fixture::Side::A,
        entry_id: entry,
        state: store::match_lists::ListState::Draft,
        coach: "示例教练".into(),
        assistant_coach: String::new(),
        handed_in_at: None,
        checked_at: None,
        checked_by: String::new(),
        locked_at: None,
        version: 1,
    };
    named.id = store::match_lists::insert(tx, &named).await.unwrap();
    let one = store::match_lists::Named { roster: rows[0].id, captain: true, starter: true, verified: true };
    store::match_lists::save_players(tx, named.id, &[one]).await.unwrap();
    named.state = store::match_lists::ListState::Locked;
    store::match_lists::update(tx, &named).await.unwrap();
    let line_up = store::match_lists::line_up(tx, card, league::fixture::Side::A).await.unwrap().unwrap();
    assert_eq!((line_up.players.len(), line_up.list), (1, Some(store::match_lists::ListState::Locked)));
    let other = store::match_lists::line_up(tx, card, league::fixture::Side::B).await.unwrap().unwrap();
    assert!(other.list.is_none() && other.players.len() > 10);
}

#[tokio::test]
async fn export_import_export_is_identity_into_an_empty_database() {
    let folder = Folder::new();
    let from = open_demo(&folder.url("from.db")).await;
    enrich(&from).await;
    for key in season_keys(&from).await {
        let file = export(&from, &key).await;
        let to = open(&folder.url(&format!("{key}.db"))).await;
        let done = import(&to, &file).await.unwrap();
        assert!(done.changed);
        assert_eq!(export(&to, &key).await, file);
    }
}

#[tokio::test]
async fn export_import_export_is_identity_beside_other_seasons() {
    let folder = Folder::new();
    let from = open_demo(&folder.url("from.db")).await;
    enrich(&from).await;
    let keys = season_keys(&from).await;
    // Newest first: clubs, people and venues get other ids than where they came from.
    let to = open(&folder.url("to.db")).await;
    for key in keys.iter().rev() {
        import(&to, &export(&from, key).await).await.unwrap();
    }
    for key in &keys {
        assert_eq!(export(&to, key).await, export(&from, key).await);
    }
    let verdict = store::audit::verify(&mut to.read().await.unwrap()).await.unwrap();
    assert_eq!(verdict, Ok(3));
}

#[tokio::test]
async fn a_season_goes_from_sqlite_to_postgres_and_back() {
    let Some(url) = postgres_url().await else { return };
    let folder = Folder::new();
    let from = open_demo(&folder.url("from.db")).await;
    enrich(&from).await;
    let [_, older, newest] = season_keys(&from).await;
    let middle = open(&url).await;
    import(&middle, &export(&from, &older).await).await.unwrap();
    import(&middle, &export(&from, &newest).await).await.unwrap();
    let file = export(&middle, &newest).await;
    assert_eq!(file, export(&from, &newest).await);
    let to = open(&folder.url("to.db")).await;
    import(&to, &file).await.unwrap();
    assert_eq!(export(&to, &newest).await, file);
    assert!(!import(&middle, &file).await.unwrap().changed);
    middle.close().await;
}

#[tokio::test]
async fn the_demo_fills_postgres_as_it_fills_sqlite() {
    let Some(url) = postgres_url().await else { return };
    let folder = Folder::new();
    let (sqlite, postgres) = (open_demo(&folder.url("a.db")).await, open_demo(&url).await);
    for key in season_keys(&sqlite).await {
        assert_eq!(export(&sqlite, &key).await, export(&postgres, &key).await);
    }
    postgres.close().await;
}

#[tokio::test]
async fn the_same_file_twice_changes_nothing() {
    let folder = Folder::new();
    let from = open_demo(&folder.url("from.db")).await;
    let key = season_keys(&from).await[2].clone();
    let file = export(&from, &key).await;
    let to = open(&folder.url("to.db")).await;
    assert!(import(&to, &file).await.unwrap().changed);
    let entries = store::audit::verify(&mut to.read().await.unwrap()).await.unwrap();
    assert!(!import(&to, &file).await.unwrap().changed);
    assert_eq!(store::audit::verify(&mut to.read().await.unwrap()).await.unwrap(), entries);
    // Where it came from, it changes nothing either.
    assert!(!import(&from, &file).await.unwrap().changed);
}

#[tokio::test]
async fn a_season_that_is_here_and_differs_is_not_overwritten() {
    let folder = Folder::new();
    let store = open_demo(&folder.url("a.db")).await;
    let key = season_keys(&store).await[2].clone();
    let file = export(&store, &key).await;
    let other = file.replacen("\"score_a\": 78", "\"score_a\": 79", 1);
    let refused = import(&store, &other).await.unwrap_err().to_string();
    assert!(refused.starts_with("competitions[0].fixtures["), "{refused}");
    assert!(refused.ends_with("].score_a: the season is already here and differs"), "{refused}");
    assert_eq!(export(&store, &key).await, file);
}

#[tokio::test]
async fn a_club_that_was_renamed_here_is_kept_when_asked() {
    let folder = Folder::new();
    let from = open_demo(&folder.url("from.db")).await;
    let [older, _, newest] = season_keys(&from).await;
    let to = open(&folder.url("to.db")).await;
    import(&to, &export(&from, &newest).await).await.unwrap();
    let mut tx = to.write(&writer()).await.unwrap();
    let league = store::leagues::all(&mut tx).await.unwrap()[0].id;
    let clubs = store::clubs::all(&mut tx, league).await.unwrap();
    let mut club = clubs.into_iter().find(|club| club.short_name == "中车株机").unwrap();
    club.short_name = "株机新名".into();
    store::clubs::update(&mut tx, &club).await.unwrap();
    tx.commit_quiet().await.unwrap();
    let file = export(&from, &older).await;
    let refused = import(&to, &file).await.unwrap_err().to_string();
    assert!(
        refused.ends_with("].short_name: it is already here and differs; --keep leaves it as it is here")
    );
    transfer::import(&to, &writer(), &file, Shared::Keep).await.unwrap();
    assert!(export(&to, &older).await.contains("株机新名"));
}

#[tokio::test]
async fn a_broken_file_is_refused_whole_with_place_and_fault() {
    let folder = Folder::new();
    let from = open_demo(&folder.url("from.db")).await;
    enrich(&from).await;
    let key = season_keys(&from).await[2].clone();
    let file = export(&from, &key).await;
    let to = open(&folder.url("to.db")).await;
    let cut = &file[..file.floor_char_boundary(file.len() / 2)];
    let cases: Vec<(String, &str)> = vec![
        (String::new(), "EOF while parsing"),
        ("[]".into(), "line 1"),
        (cut.into(), "EOF while parsing"),
        (format!("{file}x"), "trailing characters"),
        (
            file.replacen("\"format\": 1", "\"format\": 2", 1),
            "the file has format 2, this program reads format 1",
        ),
        (file.replacen("\"is_public\"", "\"is_secret\"", 1), "season.is_secret: unknown field `is_secret`"),
        (file.replacen("\"score_a\": 78", "\"score_a\": \"78\"", 1), "score_a: invalid type"),
        (file.replacen("\"score_a\": 78", "\"score_a\": -1", 1), "score_a: is below 0"),
        (
            file.replacen("\"kind\": \"main\"", "\"kind\": \"cup\"", 1),
            "competitions[0].kind: unknown variant `cup`",
        ),
        (
            file.replacen("Asia/Shanghai", "Asia/Zhuzhou", 1),
            "season.zone: \"Asia/Zhuzhou\" is not a time zone",
        ),
        (
            file.replacen("2025-06-13T11:00:00Z", "2025-06-13T12:00:00Z", 1),
            "tip_off_at: is not the instant of tip_off",
        ),
        (
            file.replacen("\"winner_known\": \"a\"", "\"winner_known\": \"c\"", 1),
            "winner_known: \"c\" is none of",
        ),
        (
            file.replacen("\"outcome\": \"played\"", "\"outcome\": \"won\"", 1),
            "outcome: \"won\" with side \"\" is no outcome",
        ),
        (file.replacen("\"shirt\": \"00\"", "\"shirt\": \"0\"", 1), "shirt: is worn by two players"),
        (file.replacen("\"seats\": 7500", "\"seats\": 0", 1), "seats: must be above 0"),
        (file.replacen("#", "red", 1), "is not a colour"),
        (file.replacen("湖南工业大学", "\\u0000", 1), "holds a NUL character"),
        (file.replacen("\"2025-06-13\"", "\"2025-06-31\"", 1), "season.event_from: "),
        (file.replacen("\"club\": \"", "\"club\": \"x", 1), "club: there is no club with the key"),
        (
            file.replacen("\"a\": \"", "\"a\": \"x", 1),
            "a: there is no entry of this competition with the key",
        ),
        (file.replacen("\"person\": \"", "\"person\": \"x", 1), "person: there is no person with the key"),
    ];
    for (broken, expected) in cases {
        assert_ne!(broken, file, "{expected}");
        let refused = import(&to, &broken).await.unwrap_err();
        assert!(!matches!(refused, Refused::Store(_)), "{expected}: {refused}");
        assert!(refused.to_string().contains(expected), "{expected:?} is not in {:?}", refused.to_string());
    }
    assert!(
        store::leagues::all(&mut to.read().await.unwrap()).await.unwrap().is_empty(),
        "nothing was written"
    );
    assert_eq!(store::audit::verify(&mut to.read().await.unwrap()).await.unwrap(), Ok(0));
}

#[tokio::test]
async fn a_key_that_means_something_else_here_is_refused() {
    let folder = Folder::new();
    let from = open_demo(&folder.url("from.db")).await;
    let [older, _, newest] = season_keys(&from).await;
    let file = export(&from, &newest).await;
    // A competition of 2023 turns up in a season of another key.
    let mut stranger: serde_json::Value = serde_json::from_str(&export(&from, &older).await).unwrap();
    stranger["season"]["key"] = "another".into();
    let refused = import(&from, &stranger.to_string()).await.unwrap_err().to_string();
    assert!(refused.ends_with("a key is already used for something else in this database"), "{refused}");
    assert_eq!(export(&from, &newest).await, file);
}

#[tokio::test]
async fn an_export_holds_no_account_and_no_secret() {
    let folder = Folder::new();
    let store = open_demo(&folder.url("a.db")).await;
    for key in season_keys(&store).await {
        let file = export(&store, &key).await;
        for word in ["demo-", "password", "token", "\"id\"", "id_hash", "birth"] {
            assert!(!file.contains(word), "{word}");
        }
    }
}

/// Tables and columns that an export leaves out, each with its reason.
const LEFT_OUT: &[(&str, &str)] = &[
    ("account", "accounts stay where they are"),
    ("access_grant", "accounts stay where they are"),
    ("session", "secret"),
    ("one_time_link", "secret"),
    ("capability", "secret"),
    ("api_token", "secret"),
    ("idempotency", "answers of this installation"),
    ("throttle", "failures of this installation"),
    ("audit_chain", "the record of this installation; an import is an entry of its own"),
    ("audit", "the record of this installation"),
    ("job", "work of this installation"),
    ("site", "facts of this installation"),
    ("screen", "a device of one hall"),
    ("game_report.written_by", "an account of this installation"),
    ("airing", "what the screens of one hall reported"),
    ("schema_migration", "steps of this installation"),
    ("recipient", "personal: where people are reached"),
    ("official.recipient", "personal: where people are reached"),
    ("message", "what this installation told people"),
    ("delivery", "what this installation told people"),
    ("plan.competition_id", "the plan lies inside its competition"),
    ("metric", "definitions come with the program and never change"),
    ("beacon_node", "a process of this installation"),
    ("beacon_minute", "sketches of tokens, of one installation; their figures are observations"),
    ("beacon_reach", "sketches of tokens, of one installation; their figures are observations"),
    ("signature", "a name in somebody's own hand stays where it was written"),
    ("sheet.asked_by", "a device waits for an answer"),
    ("sheet.granted_to", "a device waits for an answer"),
    ("sheet.check_device", "the second person's phone, while a game runs"),
    ("sheet.check_a", "the second person's score, while a game runs"),
    ("sheet.check_b", "the second person's score, while a game runs"),
    ("sheet.differs_since", "the second person's score, while a game runs"),
    ("play.device", "part of the body"),
    ("play.number", "part of the body"),
    ("upload", "files travel with the folder of uploads"),
    ("private_file", "personal, and sealed with the key of this installation"),
    ("person_private", "personal: what somebody shows of himself stays in one house"),
    ("roster.facts", "personal: what the form said of somebody"),
    ("person.merged_into_id", "records put together are the business of this installation"),
    ("person.erased_at", "the erased name says it"),
    ("person_merge", "records put together are the business of this installation"),
    ("person_apart", "records put together are the business of this installation"),
    ("entry_remark", "the talk between organiser and leader until a list is approved"),
    ("entry_objection", "personal: who objected, and what was said of whom"),
    ("entry_link", "secret"),
    ("entry_sheet", "a form on its way, gone after a day"),
    ("entry_list.phones_sealed", "personal, and sealed with the key of this installation"),
    ("entry_list.scan_id", "files travel with the folder of uploads"),
    ("entry_rule.competition_id", "the rules lie inside their competition"),
    ("fixture_draft.number", "the versions before stay behind"),
    ("fixture_draft.archived", "drafts that were put away stay behind"),
    ("fixture_draft_version", "the versions before stay behind"),
    ("fixture_search", "a search of this installation"),
    ("*.id", "ids never leave a database"),
    ("*.version", "counts saves here"),
    ("*.created_at", "when a row came into this database"),
    ("season.cache_version", "counts saves here"),
];

#[tokio::test]
async fn every_column_is_exported_or_left_out_on_purpose() {
    let folder = Folder::new();
    let store = open(&folder.url("a.db")).await;
    let store::Engine::Sqlite { read, .. } = store.engine() else { unreachable!() };
    let sql = "select m.name, c.name from sqlite_master m, pragma_table_info(m.name) c
                where m.type = 'table' and m.name not like 'sqlite!_%' escape '!' order by m.name, c.cid";
    let columns: Vec<(String, String)> = sqlx::query_as(sql).fetch_all(read).await.unwrap();
    let written = include_str!("../../src/store/transfer/write.rs").to_owned()
        + include_str!("../../src/store/transfer/decisions.rs")
        + include_str!("../../src/store/transfer/duties.rs")
        + include_str!("../../src/store/transfer/audience.rs")
        + include_str!("../../src/store/transfer/plays.rs")
        + include_str!("../../src/store/transfer/feeds.rs")
        + include_str!("../../src/store/transfer/hall.rs")
        + include_str!("../../src/store/transfer/reports.rs")
        + include_str!("../../src/store/plays.rs")
        + include_str!("../../src/store/drafts.rs")
        + include_str!("../../src/store/audience.rs")
        + include_str!("../../src/store/transfer/lists.rs")
        + include_str!("../../src/store/entry_rules.rs")
        + include_str!("../../src/store/lists/around.rs")
        + include_str!("../../src/store/audience/gates.rs")
        + include_str!("../../src/store/leagues.rs");
    let inserted = |table: &str| {
        let begin = format!("insert into {table}");
        let at = written.find(&format!("{begin} ")).or_else(|| written.find(&format!("{begin}\n")))?;
        written[at..].split(')').next()
    };
    let is_left_out = |name: &str| LEFT_OUT.iter().any(|(left_out, _)| *left_out == name);
    for (table, column) in columns {
        let is_skipped = is_left_out(&table)
            || is_left_out(&format!("{table}.{column}"))
            || is_left_out(&format!("*.{column}"));
        if is_skipped {
            continue;
        }
        let names = inserted(&table).unwrap_or_default();
        let has = names.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|name| name == column);
        assert!(has, "{table}.{column} is neither exported (docs/EXPORT.md) nor left out on purpose");
    }
}
