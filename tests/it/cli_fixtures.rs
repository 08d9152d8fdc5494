//! `changba fixtures`, as scripts call it.

use crate::cli_world::Folder;
use serde_json::Value;
use std::process::{Command, Output};

fn fixtures(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_changba")).arg("fixtures").args(arguments).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Four clubs, two legs; the first is at home in the first slot, and everybody plays there.
const INSTANCE: &str = r#"<Instance>
  <MetaData><InstanceName>四队</InstanceName></MetaData>
  <Structure><Format><numberRoundRobin>2</numberRoundRobin><compactness>C</compactness><gameMode>P</gameMode></Format></Structure>
  <Resources>
    <Teams><team id="0"/><team id="1"/><team id="2"/><team id="3"/></Teams>
    <Slots><slot id="0"/><slot id="1"/><slot id="2"/><slot id="3"/><slot id="4"/><slot id="5"/></Slots>
  </Resources>
  <Constraints>
    <CapacityConstraints><CA1 max="0" min="0" mode="A" penalty="1" slots="0" teams="0" type="HARD"/></CapacityConstraints>
    <SeparationConstraints><SE1 mode1="SLOTS" min="2" penalty="10" teams="0;1;2;3" type="SOFT"/></SeparationConstraints>
  </Constraints>
</Instance>"#;

#[test]
fn a_plan_is_searched_written_and_judged_the_same() {
    let folder = Folder::new();
    let at = |name: &str| folder.path(name).display().to_string();
    std::fs::write(folder.path("i.xml"), INSTANCE).unwrap();
    for out in ["one.xml", "two.xml"] {
        let solved = fixtures(&[
            "solve",
            &at("i.xml"),
            "--moves",
            "20000",
            "--threads",
            "2",
            "--seed",
            "5",
            "--out",
            &at(out),
        ]);
        assert_eq!(code(&solved), 0);
        let answer = json(&solved);
        assert_eq!((&answer["infeasibility"], &answer["objective"]), (&0.into(), &0.into()));
        let checked = fixtures(&["check", &at("i.xml"), &at(out)]);
        assert_eq!(code(&checked), 0);
        assert_eq!(json(&checked), answer);
    }
    let plan = std::fs::read_to_string(folder.path("one.xml")).unwrap();
    assert_eq!(plan, std::fs::read_to_string(folder.path("two.xml")).unwrap());

    let missing: Vec<&str> = plan.lines().filter(|line| !line.contains("slot=\"3\"")).collect();
    std::fs::write(folder.path("less.xml"), missing.join("\n")).unwrap();
    let checked = fixtures(&["check", &at("i.xml"), &at("less.xml")]);
    assert_eq!(code(&checked), 1);
    assert_eq!(json(&checked)["infeasibility"], 2);
    assert_eq!(json(&checked)["violations"][0]["fault"], "missing");
}

#[test]
fn what_cannot_be_reached_is_1_and_what_cannot_be_read_is_2() {
    let folder = Folder::new();
    let at = |name: &str| folder.path(name).display().to_string();
    let both = INSTANCE.replace(
        "</Capac",
        r#"<CA1 max="0" min="0" mode="H" penalty="1" slots="0" teams="0" type="HARD"/></Capac"#,
    );
    std::fs::write(folder.path("both.xml"), both).unwrap();
    let solved = fixtures(&["solve", &at("both.xml"), "--moves", "2000", "--out", &at("out.xml")]);
    assert_eq!(code(&solved), 1);
    assert_eq!(json(&solved)["infeasibility"], 1);
    assert!(folder.path("out.xml").exists());
    for (text, reason) in [
        (INSTANCE.replace("CA1", "CA7"), "CA7"),
        ("<Instance>".to_owned(), "not readable"),
        (String::new(), "not readable"),
    ] {
        std::fs::write(folder.path("bad.xml"), text).unwrap();
        let solved = fixtures(&["solve", &at("bad.xml"), "--moves", "10"]);
        assert_eq!((code(&solved), solved.stdout.len()), (2, 0));
        assert!(String::from_utf8(solved.stderr).unwrap().contains(reason), "{reason}");
    }
    assert_eq!(code(&fixtures(&["solve", &at("both.xml"), "--seconds", "-1"])), 2);
}

const SEASON: &str = r#"
from = 2027-07-02
to = 2027-07-04
[[halls]]
name = "体育馆"
times = ["19:00", "20:40"]
[[competitions]]
name = "厂BA"
clubs = ["湘钢", "株机", "株硬", "华鑫"]
"#;

#[test]
fn a_season_is_planned_or_its_conflict_is_named() {
    let folder = Folder::new();
    let at = |name: &str| folder.path(name).display().to_string();
    std::fs::write(folder.path("s.toml"), SEASON).unwrap();
    let planned = fixtures(&["plan", &at("s.toml"), "--moves", "20000"]);
    assert_eq!(code(&planned), 0);
    assert_eq!(json(&planned)["plan"].as_array().unwrap().len(), 6);
    assert_eq!(json(&planned)["fairness"][0]["games"], 3);

    std::fs::write(folder.path("s.toml"), SEASON.replace("07-04", "07-03")).unwrap();
    let planned = fixtures(&["plan", &at("s.toml"), "--moves", "20000"]);
    assert_eq!(code(&planned), 1);
    let conflict = &json(&planned)["conflict"];
    assert_eq!(conflict["proved"], true);
    assert!(conflict["zh"].to_string().contains("6 场比赛"), "{conflict}");
}
