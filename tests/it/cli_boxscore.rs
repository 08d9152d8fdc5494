//! `changba boxscore`, as scripts call it.

use crate::cli_world::Folder;
use serde_json::Value;
use std::process::Command;

const GAMES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/crates/league/tests/boxscore/");

/// Exit code, stdout, stderr.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_changba")).arg("boxscore").args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
}

fn document(out: &str) -> Value {
    serde_json::from_str(out).unwrap()
}

#[test]
fn plays_become_a_box_score_whichever_file_is_given() {
    for (file, format) in [
        ("livestats.json", "livestats"),
        ("euroleague_PlaybyPlay.json", "euroleague"),
        ("euroleague_Boxscore.json", "euroleague"),
        ("nba_playbyplay.json", "nba"),
        ("nba_boxscore.json", "nba"),
        ("chile_pbp.csv", "livestats-csv"),
        ("gochamps.json", "gochamps"),
    ] {
        let (code, out, err) = run(&[&format!("{GAMES}{file}"), "--compare"]);
        assert_eq!((code, err.as_str()), (0, ""), "{file}");
        let printed = document(&out);
        assert_eq!(printed["format"], format, "{file}");
        assert_eq!((&printed["teams"][0]["score"], &printed["teams"][1]["score"]), (&10.into(), &7.into()));
        assert_eq!(printed["differences"], Value::Array(Vec::new()), "{file}");
    }
    let (_, out, _) = run(&[&format!("{GAMES}livestats.json")]);
    assert_eq!(document(&out).get("differences"), None, "without --compare");
}

#[test]
fn the_box_score_may_lie_elsewhere_and_the_format_may_be_said() {
    let folder = Folder::new();
    let (plays, other) = (folder.path("plays.json"), folder.path("other.json"));
    std::fs::copy(format!("{GAMES}nba_playbyplay.json"), &plays).unwrap();
    std::fs::copy(format!("{GAMES}nba_boxscore.json"), &other).unwrap();
    let (plays, other) = (plays.to_str().unwrap(), other.to_str().unwrap());
    let (code, out, err) = run(&[plays, "--box", other, "--format", "nba", "--compare"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(document(&out)["compared"].as_u64().unwrap() > 200);
    // Without its box score the plays alone are read, and what is missing is said.
    let (code, out, err) = run(&[plays, "--compare"]);
    assert_eq!((code, document(&out)["compared"].as_u64()), (0, Some(0)));
    assert!(err.contains("no box score beside the plays"), "{err}");
    assert_eq!(run(&[plays, "--format", "euroleague"]).0, 2);
    assert_eq!(run(&[plays, "--format", "cricket"]).0, 2);
}

#[test]
fn an_unexplained_difference_is_a_finding() {
    let folder = Folder::new();
    let file = folder.path("game.json");
    let text = std::fs::read_to_string(format!("{GAMES}livestats.json")).unwrap();
    std::fs::write(&file, text.replacen("\"sSteals\":1", "\"sSteals\":3", 1)).unwrap();
    let file = file.to_str().unwrap();
    let (code, out, err) = run(&[file, "--compare"]);
    assert_eq!((code, err.as_str()), (1, ""));
    let difference = &document(&out)["differences"][0];
    assert_eq!((&difference["team"], &difference["number"]), (&"Forge".into(), &"8".into()));
    assert_eq!(
        (&difference["stat"], &difference["ours"], &difference["feed"]),
        (&"stl".into(), &1.into(), &3.into())
    );
    assert_eq!(difference["reason"], Value::Null);
    assert_eq!(run(&[file]).0, 0, "nobody asked for a comparison");
}

#[test]
fn a_broken_file_gives_what_is_sound_and_warns() {
    let folder = Folder::new();
    let file = folder.path("game.json");
    let bytes = std::fs::read(format!("{GAMES}livestats.json")).unwrap();
    std::fs::write(&file, &bytes[..bytes.len() - 900]).unwrap();
    let (code, out, err) = run(&[file.to_str().unwrap()]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("the file ends early"), "{err}");
    let printed = document(&out);
    assert_eq!(printed["problems"][0]["kind"], "cut_file");
    assert_eq!(printed["teams"][0]["players"].as_array().unwrap().len(), 7);
    for unreadable in ["no such file.json", file.with_extension("none").to_str().unwrap()] {
        let (code, out, _) = run(&[unreadable]);
        assert_eq!((code, out.as_str()), (2, ""));
    }
    std::fs::write(&file, "{\"a\": 1}").unwrap();
    let (code, _, err) = run(&[file.to_str().unwrap()]);
    assert_eq!(code, 2);
    assert!(err.contains("game.json: neither LiveStats"), "{err}");
}
