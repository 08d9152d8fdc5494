//! `changba table`, as scripts call it.

use crate::cli_world::Folder;
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Stdio};

/// Exit code, stdout, stderr.
fn run(arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_changba"))
        .arg("table")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that refuses its arguments reads nothing.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let done = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
}

const TRIANGLE: &str = r#"{"id": "三家", "games": [
    {"a": "湘钢", "b": "株机", "score_a": 80, "score_b": 70},
    {"a": "株机", "b": "株硬", "score_a": 81, "score_b": 70},
    {"a": "株硬", "b": "湘钢", "score_a": 75, "score_b": 70}]}"#;

#[test]
fn cases_from_stdin_become_tables() {
    for arguments in [&[][..], &["-"], &["--rules", "fiba"]] {
        let (code, out, err) = run(arguments, TRIANGLE);
        assert_eq!((code, err.as_str()), (0, ""));
        let case = &serde_json::from_str::<Value>(&out).unwrap()["cases"][0];
        assert_eq!(case["ranking"], json!(["湘钢", "株机", "株硬"]));
        assert_eq!(
            case["table"]["湘钢"],
            json!({ "w": 1, "l": 1, "pts": 3, "gf": 150, "ga": 145, "diff": 5 })
        );
        assert_eq!(case["trace"][0]["criterion"], "h2h_diff");
    }
}

#[test]
fn what_if_says_what_is_possible() {
    let open = TRIANGLE.replace("]}", "], \"open\": [{\"a\": \"湘钢\", \"b\": \"株机\"}]}");
    let (code, out, _) = run(&["--what-if"], &open);
    assert_eq!(code, 0);
    let case = &serde_json::from_str::<Value>(&out).unwrap()["cases"][0];
    assert!(case["table"]["湘钢"]["possible"].as_array().unwrap().len() > 1, "{out}");
}

#[test]
fn a_rule_set_is_a_name_or_a_file() {
    let (code, listed, _) = run(&["--list-rules"], "");
    assert_eq!(code, 0);
    for name in ["fiba", "euroleague", "fiba-ratio", "dbb", "overall-first", "wins-conceded-rate"] {
        assert!(listed.contains(&format!("# ---- {name} ----")), "{name}");
        assert_eq!(run(&["--rules", name], TRIANGLE).0, 0, "{name}");
    }
    let folder = Folder::new();
    let file = folder.path("own.toml");
    let text = league::standings::RuleSet::ready_made_text("overall-first").unwrap();
    std::fs::write(&file, text).unwrap();
    assert_eq!(run(&["--rules", file.to_str().unwrap()], TRIANGLE).0, 0);
    std::fs::write(&file, "name = 1").unwrap();
    let (code, out, err) = run(&["--rules", file.to_str().unwrap()], TRIANGLE);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("own.toml"), "{err}");
}

#[test]
fn what_cannot_be_read_is_2_with_a_reason_and_nothing_on_stdout() {
    for (arguments, input, reason) in [
        (&[][..], "{", "not readable as JSON"),
        (&[], r#"{"id": "x"}"#, "games"),
        (&["--rules", "nothing"], TRIANGLE, "ready-made ones: fiba"),
        (&["no such file"], "", "no such file"),
        (&["--what"], "", "--what"),
    ] {
        let (code, out, err) = run(arguments, input);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(err.contains(reason), "{err}");
    }
}

#[test]
fn a_refusal_is_one_line_with_case_and_field() {
    let folder = Folder::new();
    let fiba = league::standings::RuleSet::ready_made_text("fiba").unwrap();
    let file = folder.path("own.toml");
    for (from, to, reason) in [
        ("win = 2", "win = 2000000000", "own.toml: points.win: must be a whole number from -9999 to 9999"),
        ("version = 1", "version = = 1", "own.toml: line "),
    ] {
        std::fs::write(&file, fiba.replacen(from, to, 1)).unwrap();
        let (code, out, err) = run(&["--rules", file.to_str().unwrap()], TRIANGLE);
        assert_eq!((code, out.as_str(), err.lines().count()), (2, "", 1), "{err}");
        assert!(err.contains(reason), "{err}");
    }
    for (from, to, reason) in [
        ("\"score_a\": 80", "\"score_a\": 1e400", "case 三家: games[0].score_a: is beyond all numbers"),
        (
            "\"score_a\": 80",
            "\"score_a\": 80.0",
            "case 三家: games[0].score_a: must be a whole number from 0 to 9999",
        ),
        (
            "\"score_a\": 80",
            "\"score_a\": 80, \"nulified\": true",
            "case 三家: games[0].nulified: is not known",
        ),
        ("\"id\": \"三家\"", "\"id\": \"三\\n家\", \"rule\": \"NBA\"", "case 三\\n家: rule: must be"),
    ] {
        let (code, out, err) = run(&[], &TRIANGLE.replacen(from, to, 1));
        assert_eq!((code, out.as_str(), err.lines().count()), (2, "", 1), "{err}");
        assert!(err.contains(reason), "{err}");
    }
}
