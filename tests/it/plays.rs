//! The table's plays: each once whatever the network does, the sheet in one hand, the result by the replay.

use crate::cli_world::{Folder, open, writer};
use crate::world::{Answer, World};
use axum::http::StatusCode;
use changba::access::{Role, Scope};
use changba::actions::transfer::{self, Shared};
use changba::random::Random;
use changba::store::competitions;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A whole made-up game from the vectors, with the state it adds up to.
fn game(name: &str) -> (Vec<Value>, Value) {
    let path = format!("{}/crates/league/tests/game/vectors/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let case = &file["cases"][0];
    (case["plays"].as_array().unwrap().clone(), case["expected"].clone())
}

struct Table {
    world: World,
    scorer: String,
    base: String,
}

impl Table {
    async fn new() -> Self {
        let world = World::new().await;
        let scorer = world.token(Role::Scorer).await;
        let base = format!("/api/v1/fixtures/{}", world.fixture);
        Self { world, scorer, base }
    }

    async fn send(&self, plays: &[Value]) -> Answer {
        self.world
            .send(&self.scorer, "POST", &format!("{}/plays", self.base), json!({ "plays": plays }))
            .await
    }

    async fn act(&self, act: &str, device: &str) -> Answer {
        let body = json!({ "act": act, "device": device });
        self.world.send(&self.scorer, "POST", &format!("{}/sheet", self.base), body).await
    }

    async fn read(&self, part: &str) -> Value {
        let answer = self.world.get(&format!("{}/{part}", self.base)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.json()
    }
}

fn play(id: &str, period: u8, fact: Value) -> Value {
    json!({ "id": id, "by": "scorer", "at": "2025-06-13T11:30:00Z", "period": period, "fact": fact })
}

#[tokio::test]
async fn reordered_doubled_and_delayed_messages_count_each_play_once() {
    for seed in 1..4 {
        let table = Table::new().await;
        let (plays, expected) = game("made-scoresheet-shuffled");
        let random = Random::seeded(seed);
        let mut dice = random.key().into_bytes().into_iter().cycle();
        let mut waiting: Vec<Vec<Value>> = plays.chunks(7).map(<[Value]>::to_vec).collect();
        let mut lost = Vec::new();
        while !waiting.is_empty() {
            let roll = usize::from(dice.next().unwrap());
            let at = roll % waiting.len();
            let batch = waiting.swap_remove(at);
            assert_eq!(table.send(&batch).await.status, StatusCode::OK);
            // The answer was lost on the way: the device sends again, later and cut otherwise.
            if roll % 3 == 0 {
                lost.extend(batch);
            }
        }
        let before = table.read("plays").await;
        for batch in lost.chunks(11) {
            let again = table.send(batch).await.json();
            let all_known = again["plays"].as_array().unwrap().iter().all(|play| play["duplicate"] == true);
            assert!(all_known, "{again}");
        }
        assert_eq!(table.read("plays").await, before, "a repeat changes nothing");
        let distinct: std::collections::BTreeSet<&str> =
            plays.iter().map(|play| play["id"].as_str().unwrap()).collect();
        assert_eq!(before["items"].as_array().unwrap().len(), distinct.len());
        let state = table.read("state").await;
        assert_eq!((&state["score"], &state["periods"]), (&expected["score"], &expected["periods"]));
    }
}

#[tokio::test]
async fn the_same_play_gets_the_same_answer_and_another_one_under_its_id_is_refused() {
    let table = Table::new().await;
    let goal = play("k1-2", 1, json!({ "kind": "goal", "side": "a", "points": 2 }));
    let first = table.send(&[play("k1-1", 1, json!({ "kind": "period_start" })), goal.clone()]).await.json();
    let again = table.send(std::slice::from_ref(&goal)).await.json();
    assert_eq!(again["plays"][0]["arrival"], first["plays"][1]["arrival"]);
    assert_eq!(
        (&first["plays"][1]["duplicate"], &again["plays"][0]["duplicate"]),
        (&json!(false), &json!(true))
    );
    let mut other = goal;
    other["fact"]["points"] = json!(3);
    let news = play("k1-3", 1, json!({ "kind": "time_out", "side": "a" }));
    assert_eq!(table.send(&[news, other]).await.problem(), "409 play_id_reused");
    assert_eq!(table.read("plays").await["items"].as_array().unwrap().len(), 2, "all of a message or none");
    assert_eq!(table.read("status").await["status"], "live", "the first period began");
    assert_eq!(table.read("plays?after=1&limit=1").await["items"][0]["play"]["id"], "k1-2");
}

#[tokio::test]
async fn what_is_no_play_is_refused_by_its_place() {
    let table = Table::new().await;
    let good = play("k1-1", 1, json!({ "kind": "period_start" }));
    for bad in [
        json!({}),
        json!(7),
        play("K1-2", 1, json!({ "kind": "period_start" })),
        play("k1-2", 200, json!({ "kind": "period_start" })),
        play("k1-2", 1, json!({ "kind": "jump" })),
        play("k1-2", 1, json!({ "kind": "goal", "side": "c", "points": 2 })),
    ] {
        let refused = table.send(&[good.clone(), bad.clone()]).await;
        assert_eq!(refused.problem(), "422 invalid plays=not_a_play", "{bad}");
    }
    assert_eq!(table.send(&[]).await.problem(), "422 invalid plays=required");
    let many = vec![good; 201];
    assert_eq!(table.send(&many).await.problem(), "422 invalid plays=too_long");
    assert_eq!(table.read("plays").await["items"], json!([]));
    let auditor = table.world.token(Role::Auditor).await;
    let path = format!("{}/plays", table.base);
    let body = json!({ "plays": [play("k1-1", 1, json!({ "kind": "period_start" }))] });
    assert_eq!(table.world.send(&auditor, "POST", &path, body.clone()).await.status, StatusCode::FORBIDDEN);
    let elsewhere = Scope::Season(league::ids::SeasonId(9999));
    let elsewhere = table.world.token_in(Role::Scorer, elsewhere).await;
    assert_eq!(table.world.send(&elsewhere, "POST", &path, body).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_sheet_is_handed_over_by_its_keeper_and_old_plays_wait() {
    let table = Table::new().await;
    assert_eq!(table.act("open", "k1").await.json()["holder"], "k1");
    assert_eq!(table.act("open", "k2").await.json()["holder"], "k1", "the second is told who keeps it");
    assert_eq!(table.act("take", "k2").await.problem(), "409 sheet_held");
    let begun = [
        play("k1-1", 0, json!({ "kind": "take_over", "known": {} })),
        play("k1-2", 1, json!({ "kind": "period_start" })),
    ];
    assert_eq!(table.send(&begun).await.status, StatusCode::OK);
    assert_eq!(table.act("ask", "k2").await.json()["asked_by"], "k2");
    assert_eq!(table.act("grant", "k3").await.problem(), "409 sheet_held", "only the keeper grants");
    table.act("grant", "k1").await;
    let taken = table.act("take", "k2").await.json();
    assert_eq!((&taken["epoch"], &taken["holder"]), (&json!(2), &json!("k2")));
    let mut over = play("k2-3", 1, json!({ "kind": "take_over", "known": taken["known"] }));
    over["epoch"] = json!(2);
    assert_eq!(table.send(&[over]).await.status, StatusCode::OK);
    // Without network the first device went on.
    let late = play("k1-4", 1, json!({ "kind": "goal", "side": "a", "points": 2 }));
    assert_eq!(table.send(&[late]).await.status, StatusCode::OK, "nothing that was entered is lost");
    let state = table.read("state").await;
    assert_eq!((&state["waiting"], &state["score"]["a"]), (&json!(["k1-4"]), &json!(0)));
    let mut accept = play("k2-5", 1, json!({ "kind": "accept", "plays": ["k1-4"] }));
    accept["epoch"] = json!(2);
    table.send(&[accept]).await;
    assert_eq!(table.read("state").await["score"]["a"], 2);
    let mut ahead = play("k2-6", 1, json!({ "kind": "held_ball" }));
    ahead["epoch"] = json!(7);
    assert_eq!(table.send(&[ahead]).await.problem(), "409 epoch_unknown");
    let organiser = table.world.token(Role::Organiser).await;
    let force = json!({ "act": "take", "device": "k9" });
    let forced = table.world.send(&organiser, "POST", &format!("{}/sheet", table.base), force).await.json();
    assert_eq!((&forced["epoch"], &forced["holder"]), (&json!(3), &json!("k9")), "the organiser may always");
}

#[tokio::test]
async fn a_second_person_sees_a_difference_until_it_is_gone() {
    let table = Table::new().await;
    let check = async |a: i64| {
        let body = json!({ "act": "check", "device": "c1", "score_a": a, "score_b": 0 });
        table.world.send(&table.scorer, "POST", &format!("{}/sheet", table.base), body).await.json()
    };
    table.send(&[play("k1-1", 1, json!({ "kind": "period_start" }))]).await;
    assert_eq!(check(0).await["differs_since"], Value::Null);
    assert!(check(2).await["differs_since"].is_string());
    table.send(&[play("k1-2", 1, json!({ "kind": "goal", "side": "a", "points": 2 }))]).await;
    let read = table.world.get_as(&table.scorer, &format!("{}/sheet", table.base)).await.json();
    assert_eq!((&read["differs_since"], &read["check"]), (&Value::Null, &json!([2, 0])));
}

#[tokio::test]
async fn a_closed_sheet_is_the_result_and_travels_with_its_season() {
    let table = Table::new().await;
    let (plays, expected) = game("made-scoresheet");
    assert_eq!(table.act("open", "k1").await.status, StatusCode::OK);
    let (last, rest) = plays.split_last().unwrap();
    assert_eq!(table.send(rest).await.status, StatusCode::OK);
    assert_eq!(table.act("close", "k1").await.problem(), "409 game_not_over");
    table.send(std::slice::from_ref(last)).await;
    let closed = table.act("close", "k1").await;
    assert_eq!(closed.json()["status"], "final", "{}", closed.text);
    let result = table.read("result").await;
    let pairs: Vec<Value> =
        expected["periods"].as_array().unwrap().iter().map(|p| json!([p["a"], p["b"]])).collect();
    assert_eq!(result["score"]["a"], expected["score"]["a"]);
    assert_eq!(result["periods"]["points"], json!(pairs), "{result}");
    let reopened = table.act("reopen", "k1").await.json();
    assert_eq!((&reopened["status"], &reopened["closed_at"]), (&json!("live"), &Value::Null));
    assert_eq!(table.act("close", "k1").await.json()["status"], "final");
    let file = transfer::export(&table.world.store, &table.world.season).await.unwrap().unwrap();
    let folder = Folder::new();
    let other = open(&folder.url("other.db")).await;
    transfer::import(&other, &writer(), &file, Shared::Refuse).await.unwrap();
    assert_eq!(transfer::export(&other, &table.world.season).await.unwrap().unwrap(), file);
    assert!(file.contains("\"k1-1\""));
    let bad = file.replacen("\"period_start\"", "\"jump\"", 1);
    assert!(transfer::parse(&bad).is_err());
}

#[tokio::test]
async fn what_the_table_called_is_counted_and_proposed_and_punishes_nobody() {
    let table = Table::new().await;
    let mut tx = table.world.write().await;
    let competition = competitions::by_key(&mut tx, &table.world.competition).await.unwrap().unwrap();
    let rule = changba::actions::input::Fields::from_pairs([
        ("kind", "technical"),
        ("counts", "person"),
        ("at_count", "3"),
        ("sanction", "suspension"),
        ("amount", "1"),
    ]);
    changba::actions::discipline::add_rule(&mut tx, &competition, &rule).await.unwrap();
    tx.commit().await.unwrap();
    let (plays, _) = game("made-scoresheet");
    let (last, rest) = plays.split_last().unwrap();
    table.act("open", "k1").await;
    table.send(rest).await;
    let foul = |id: &str, side: &str, who: &str, code: &str| {
        play(id, 1, json!({ "kind": "foul", "side": side, "who": who, "code": code }))
    };
    let called = [
        foul("k7-1", "a", "98", "T"),
        foul("k7-2", "a", "98", "T"),
        foul("k7-3", "a", "98", "T"),
        foul("k7-4", "b", "97", "D"),
    ];
    assert_eq!(table.send(&called).await.status, StatusCode::OK);
    let counted = async || {
        let mut db = table.world.store.read().await.unwrap();
        let state = changba::discipline::load(&mut db, &competition).await.unwrap();
        let own = |shirt: &str| {
            let row = state.incidents.iter().find(|row| row.shirt == shirt)?;
            Some((row.kind.as_str(), row.count, row.source.clone()))
        };
        (own("98"), own("97"), state.proposals.len(), state.sanctions.len())
    };
    assert_eq!(counted().await, (None, None, 0, 0), "nothing before the sheet is closed");
    table.send(std::slice::from_ref(last)).await;
    let closed = table.act("close", "k1").await;
    assert_eq!(closed.json()["status"], "final", "{}", closed.text);
    let technical = |count: i64| Some(("technical", count, "plays".to_owned()));
    let sent_off = Some(("disqualifying", 1, "plays".to_owned()));
    assert_eq!(counted().await, (technical(3), sent_off.clone(), 1, 0), "a rule proposes, a person decides");
    // A phone that was out of reach takes one of them back.
    let back = play("k7-5", 1, json!({ "kind": "retract", "target": "k7-2" }));
    assert_eq!(table.send(&[back]).await.status, StatusCode::OK);
    assert_eq!(counted().await, (technical(2), sent_off, 0, 0));
}

/// The pad's tests read the rules from a file; here stands what must be in it. After a change on purpose: RULES=write.
#[test]
fn the_pads_tests_have_the_librarys_rules() {
    use league::game::{Edition, GameProfile};
    let profiles: BTreeMap<&str, GameProfile> =
        GameProfile::names().map(|name| (name, GameProfile::by_name(name).unwrap())).collect();
    let editions: BTreeMap<&str, Edition> =
        Edition::names().map(|name| (name, Edition::by_name(name).unwrap())).collect();
    let text = serde_json::to_string_pretty(&json!({ "profiles": profiles, "editions": editions })).unwrap();
    let path = format!("{}/tests/js/rules.json", env!("CARGO_MANIFEST_DIR"));
    if std::env::var("RULES").is_ok_and(|word| word == "write") {
        std::fs::write(&path, format!("{text}\n")).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap().trim(), text, "RULES=write renews it");
}
