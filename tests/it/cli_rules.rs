//! The tools that need no database: draws, claims, occupancy.

use crate::cli_world::Folder;
use std::process::{Command, Output};

fn changba(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_changba")).args(arguments).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

const DRAW: &str = r#"{
  "format": "changba-draw/1",
  "title": { "zh": "株洲 2027 分组抽签", "en": "" },
  "entries": [
    { "key": "xg", "name": "湘钢集团", "owner": "" }, { "key": "zj", "name": "中车株机", "owner": "中车" },
    { "key": "hx", "name": "醴陵华鑫", "owner": "" }, { "key": "dj", "name": "中车株洲电机", "owner": "中车" }
  ],
  "places": [
    { "key": "A1", "size": 1, "zones": ["A"] }, { "key": "A2", "size": 1, "zones": ["A"] },
    { "key": "B1", "size": 1, "zones": ["B"] }, { "key": "B2", "size": 1, "zones": ["B"] }
  ],
  "pots": [{ "name": "全部", "entries": ["xg", "zj", "hx", "dj"], "zones": [] }],
  "constraints": []
}"#;

#[test]
fn a_draw_is_announced_run_and_verified_and_a_changed_record_is_found() {
    let folder = Folder::new();
    let at = |name: &str| folder.path(name).display().to_string();
    std::fs::write(folder.path("draw.json"), DRAW).unwrap();
    let announced = changba(&["draw", "announce", &at("draw.json"), "--secret", &at("secret")]);
    assert_eq!(code(&announced), 0, "{}", String::from_utf8_lossy(&announced.stderr));
    std::fs::write(folder.path("announced.json"), &announced.stdout).unwrap();
    let again = changba(&["draw", "announce", &at("draw.json"), "--secret", &at("secret")]);
    assert_eq!(code(&again), 2, "a secret is made once");
    let run = [
        "draw",
        "run",
        &at("draw.json"),
        "--said",
        "417",
        "--secret",
        &at("secret"),
        "--out",
        &at("record.json"),
    ];
    assert_eq!(code(&changba(&run)), 0);
    let verify = ["draw", "verify", &at("record.json"), "--announced", &at("announced.json")];
    let verified = changba(&verify);
    assert_eq!(code(&verified), 0, "{}", String::from_utf8_lossy(&verified.stderr));
    let record = std::fs::read_to_string(folder.path("record.json")).unwrap();
    std::fs::write(folder.path("record.json"), record.replace("417", "418")).unwrap();
    let tampered = changba(&["draw", "verify", &at("record.json")]);
    assert_eq!(code(&tampered), 1);
    assert_eq!(String::from_utf8_lossy(&tampered.stderr).lines().count(), 1);
}

#[test]
fn a_claim_that_exceeds_the_seats_is_found() {
    let folder = Folder::new();
    let file = folder.path("claims.csv");
    std::fs::write(&file, "wording\n赛季累计现场观众超500万人\n").unwrap();
    let context = folder.path("context.toml");
    std::fs::write(&context, "seats = 7000\nnights = 20\n").unwrap();
    let found = changba(&[
        "claims",
        "check",
        &file.display().to_string(),
        "--context",
        &context.display().to_string(),
    ]);
    assert_eq!(code(&found), 1, "{}", String::from_utf8_lossy(&found.stderr));
    assert!(String::from_utf8_lossy(&found.stdout).contains("exceeds_seats"));
    std::fs::write(&file, "nothing\n1\n").unwrap();
    assert_eq!(code(&changba(&["claims", "check", &file.display().to_string()])), 2);
}

#[test]
fn counts_become_people_inside() {
    let folder = Folder::new();
    let file = folder.path("counts.csv");
    std::fs::write(&file, "at,gate,in,out\n2026-06-12T18:00,A,100,0\n2026-06-12T18:01,A,50,10\n").unwrap();
    let found = changba(&["audience", "occupancy", &file.display().to_string(), "--approved", "7000"]);
    assert_eq!(code(&found), 0, "{}", String::from_utf8_lossy(&found.stderr));
    let value: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
    assert!(value.is_object());
}
