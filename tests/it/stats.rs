//! Box scores and leaders: from the plays that came in to the page, the files and the API.

use crate::world::{Answer, World};
use axum::http::StatusCode;
use changba::access::Role;
use serde_json::{Value, json};

/// A made-up game from the vectors, with what its books hold.
fn game() -> (Vec<Value>, Value) {
    let path = format!("{}/crates/league/tests/game/vectors/made-box-score.json", env!("CARGO_MANIFEST_DIR"));
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    (file["cases"][0]["plays"].as_array().unwrap().clone(), file["cases"][0]["expected"].clone())
}

async fn played() -> (World, Value) {
    let world = World::new().await;
    let scorer = world.token(Role::Scorer).await;
    let base = format!("/api/v1/fixtures/{}", world.fixture);
    let (plays, expected) = game();
    for batch in plays.chunks(150) {
        let sent = world.send(&scorer, "POST", &format!("{base}/plays"), json!({ "plays": batch })).await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.text);
    }
    (world, expected)
}

async fn ok(world: &World, path: &str) -> Answer {
    let answer = world.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path} {}", answer.text);
    answer
}

#[tokio::test]
async fn a_game_without_plays_has_no_box_score() {
    let world = World::new().await;
    for path in [
        format!("/api/v1/fixtures/{}/boxscore", world.fixture),
        format!("/f/{}/boxscore.csv", world.fixture),
        format!("/f/{}/data.json", world.fixture),
    ] {
        assert_eq!(world.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let page = ok(&world, &format!("/f/{}", world.fixture)).await;
    assert!(!page.text.contains("boxscore.csv"));
}

#[tokio::test]
async fn the_box_score_equals_the_books_on_the_page_in_the_files_and_in_the_api() {
    let (world, expected) = played().await;
    let score = [&expected["score"]["a"], &expected["score"]["b"]];
    let document = ok(&world, &format!("/api/v1/fixtures/{}/boxscore", world.fixture)).await.json();
    assert_eq!([&document["teams"][0]["score"], &document["teams"][1]["score"]], score);
    assert_eq!(document["teams"][0]["name"], "湘钢");

    let page = ok(&world, &format!("/f/{}", world.fixture)).await.text;
    assert!(page.contains("技术统计") && page.contains("worm-line") && page.contains("boxscore.xlsx"));

    let text = ok(&world, &format!("/f/{}/boxscore.csv", world.fixture)).await.text;
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let points = header.iter().position(|name| *name == "points").unwrap();
    let totals: Vec<i64> = lines
        .map(|line| line.split(',').collect::<Vec<_>>())
        .filter(|cells| cells[2] == "totals")
        .map(|cells| cells[points].parse().unwrap())
        .collect();
    assert_eq!(json!(totals), json!(score));

    let plays = ok(&world, &format!("/f/{}/plays.json", world.fixture)).await.json();
    let last = plays.as_array().unwrap().last().unwrap().clone();
    assert_eq!([&last["score_a"], &last["score_b"]], score);

    // What we give out in the shape of LiveStats our own reader reads, and finds nothing to explain.
    let given = ok(&world, &format!("/f/{}/data.json", world.fixture)).await.text;
    let back = league::boxscore::report(league::boxscore::read(&[&given], None).unwrap()).compared();
    assert_eq!(back.unexplained(), 0, "{:?}", back.differences);
    assert_eq!(back.boxscore.flow.score().map(i64::from), totals[..]);
}

#[tokio::test]
async fn the_leaders_page_and_the_api_wait_for_the_end_of_the_game() {
    let (world, _) = played().await;
    let api = format!("/api/v1/competitions/{}/leaders", world.competition);
    let before = ok(&world, &api).await.json();
    assert_eq!(before["lists"][0]["games"], 0, "a game still going on is in no list");
    assert_eq!(before["records"], json!([]));
    let scorer = world.token(Role::Scorer).await;
    let sheet = format!("/api/v1/fixtures/{}/sheet", world.fixture);
    for act in ["open", "close"] {
        let done = world.send(&scorer, "POST", &sheet, json!({ "act": act, "device": "k1" })).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    }
    let after = ok(&world, &api).await.json();
    assert_eq!(after["streaks"].as_array().unwrap().len(), 2);
    assert_eq!(after["records"][0]["fixture"], json!(world.fixture));
    let page = ok(&world, &format!("/c/{}/leaders", world.competition)).await.text;
    assert!(page.contains("球队纪录") && page.contains("form-marks"));
    let about = ok(&world, &format!("/c/{}", world.competition)).await.text;
    assert!(about.contains(&format!("/c/{}/leaders", world.competition)));
}

#[tokio::test]
async fn nobody_reads_the_figures_of_a_hidden_season() {
    let world = World::new().await;
    let foreign = &world.foreign;
    for path in [
        format!("/f/{}/plays.csv", foreign.fixture),
        format!("/api/v1/fixtures/{}/boxscore", foreign.fixture),
    ] {
        assert_eq!(world.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}
