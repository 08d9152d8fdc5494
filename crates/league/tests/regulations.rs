//! The numbered regulations that speak of the table, the draw, the bracket, the periods and the prizes: each as configuration,
//! with a case that it lets pass and one that it does not. Those of eligibility and of conduct stand in `eligibility/`, what
//! follows from conduct in `src/discipline`. The last test holds all of them against the page they come from.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

use league::draw::{
    Constraint, DrawFault, DrawFile, Entry, FILE_FORMAT, Place, Pot, Reason, Secret, run as draw, verify,
};
use league::game::{Edition, GameProfile, GameRules};
use league::money::{Balance, Fen, Kind, Line, books};
use league::stages::Crossing;
use league::standings::RuleSet;
use league::standings::cases::run;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// What stands here, by number.
const HERE: [&str; 5] = ["REG-10", "REG-11", "REG-12", "REG-13", "REG-18"];

fn points(rules: &RuleSet) -> Value {
    let case = json!({ "id": "REG-10", "games": [
        { "a": "A", "b": "B", "score_a": 80, "score_b": 70 },
        { "a": "A", "b": "C", "score_a": 20, "score_b": 0, "forfeit": "b" },
        { "a": "B", "b": "C", "score_a": 66, "score_b": 60 },
    ] });
    let printed: Value = serde_json::from_str(&run(&case.to_string(), Some(rules), false).unwrap()).unwrap();
    let table = &printed["cases"][0]["table"];
    json!([table["A"]["pts"], table["B"]["pts"], table["C"]["pts"]])
}

/// Win 2, loss 1, forfeit 0.
#[test]
fn reg_10_points() {
    let text = include_str!("../src/standings/ready_made/fiba.toml");
    assert_eq!(
        points(&RuleSet::from_toml(text).unwrap()),
        json!([4, 3, 1]),
        "C lost once and stayed away once"
    );
    let other = text.replacen("win = 2\nloss = 1", "win = 3\nloss = 0", 1);
    assert_eq!(
        points(&RuleSet::from_toml(&other).unwrap()),
        json!([6, 3, 0]),
        "another regulation, another table"
    );
    assert!(RuleSet::from_toml(&text.replacen("loss = 1", "loss = \"none\"", 1)).is_err());
}

fn teams(count: usize) -> Vec<Entry> {
    let team = |at| Entry { key: format!("T{at}"), name: format!("T{at}"), owner: String::new() };
    (1..=count).map(team).collect()
}

fn file(
    entries: usize,
    places: &[&str],
    size: u16,
    pots: Vec<Pot>,
    constraints: Vec<Constraint>,
) -> DrawFile {
    let place = |key: &&str| Place { key: (*key).into(), size, zones: vec![(*key).into()] };
    DrawFile {
        format: FILE_FORMAT.into(),
        title: Default::default(),
        entries: teams(entries),
        places: places.iter().map(place).collect(),
        pots,
        constraints,
    }
}

fn place_of(file: &DrawFile, said: u64, team: &str) -> String {
    let record = draw(file, &Secret::new([7; 32]), said).unwrap();
    verify(&record).unwrap();
    record.balls.iter().find(|ball| ball.entry == team).unwrap().place.clone()
}

/// (a) last season's finalists into different groups, (b) seeds by last year's places, (c) pre-season pairs.
#[test]
fn reg_11_draw() {
    let apart = Constraint::apart(Reason::LastFinalists, &["T1", "T2"], &["A", "B"]);
    let finalists = file(6, &["A", "B"], 3, Vec::new(), vec![apart.clone()]);
    for said in 0..20 {
        assert_ne!(place_of(&finalists, said, "T1"), place_of(&finalists, said, "T2"));
    }
    let together = Constraint::only(Reason::LastFinalists, &["T1", "T2"], &["A"]);
    let both = file(6, &["A", "B"], 3, Vec::new(), vec![apart, together]);
    assert!(matches!(draw(&both, &Secret::new([7; 32]), 1), Err(DrawFault::Impossible(_))));

    let pot = |name: &str, of: &[&str]| Pot {
        name: name.into(),
        entries: of.iter().map(|key| (*key).to_owned()).collect(),
        zones: vec!["A".into(), "B".into()],
    };
    let pots = vec![pot("1", &["T1", "T2"]), pot("2", &["T3", "T4"])];
    let seeded = file(4, &["A", "B"], 2, pots, Vec::new());
    for said in 0..20 {
        assert_ne!(
            place_of(&seeded, said, "T3"),
            place_of(&seeded, said, "T4"),
            "one of each pot in a group"
        );
    }
    let pairs = file(12, &["1", "2", "3", "4", "5", "6"], 2, Vec::new(), Vec::new());
    let record = draw(&pairs, &Secret::new([7; 32]), 5).unwrap();
    let with = |place: &str| record.balls.iter().filter(|ball| ball.place == place).count();
    assert!(["1", "2", "3", "4", "5", "6"].iter().all(|place| with(place) == 2));
    assert!(
        draw(&file(13, &["1", "2", "3", "4", "5", "6"], 2, Vec::new(), Vec::new()), &Secret::new([7; 32]), 5)
            .is_err()
    );
}

/// (a) A1-B4, A2-B3, A3-B2, A4-B1; (b) A1-B3, A2-B4, B1-A3, B2-A4.
#[test]
fn reg_12_bracket() {
    let pairs = |word: &str| -> Vec<String> {
        let crossing: Crossing = word.parse().unwrap();
        crossing.pairs().iter().map(|[a, b]| format!("{a}-{b}")).collect()
    };
    assert_eq!(pairs("first_against_last"), ["A1-B4", "A2-B3", "A3-B2", "A4-B1"]);
    assert_eq!(pairs("two_apart"), ["A1-B3", "A2-B4", "B1-A3", "B2-A4"]);
    assert!("as_last_year".parse::<Crossing>().is_err());
}

/// (a) 4 x 10; (b) 4 x 8 by the clock, overtimes of 5; (c) 4 x 12 with a running clock.
#[test]
fn reg_13_periods() {
    for (name, minutes, running) in [("4x10", 10, false), ("4x8", 8, false), ("4x12-running", 12, true)] {
        let rules = GameRules::by_names("fiba-2024", name).unwrap();
        let time = &rules.profile.time;
        assert_eq!((time.periods, time.period_minutes, time.running_clock), (4, minutes, running), "{name}");
        assert_eq!(time.overtime_minutes, 5, "{name}");
    }
    assert!(GameProfile::by_name("5x7").is_none() && Edition::by_name("2012").is_none());
    let text = include_str!("../src/game/profiles/4x10.toml");
    assert!(GameProfile::from_toml(&format!("quarters = 5\n{text}")).is_err(), "a key nobody knows");
}

/// Prizes of 8,000 and 3,000 yuan; who won them is paid and then square.
#[test]
fn reg_18_prizes() {
    let line = |kind, yuan: &str| Line { party: Some("湘钢"), kind, amount: Fen::parse(yuan).unwrap() };
    let owed = books(&[line(Kind::Prize, "8000"), line(Kind::Prize, "3000")]);
    assert_eq!(owed.parties["湘钢"], Balance { balance: Fen(1_100_000), deposit: Fen(0) });
    let paid = books(&[line(Kind::Prize, "8000"), line(Kind::Payout, "8000")]);
    assert_eq!((paid.parties["湘钢"].balance, paid.till), (Fen(0), Fen(-800_000)));
    for amount in ["八千", "8000.555", "8,00,0x"] {
        assert_eq!(Fen::parse(amount), None, "{amount}");
    }
}

/// Every number of the page is expressed here, in a file of `eligibility/`, or by the counters of discipline.
#[test]
fn no_numbered_regulation_is_left_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = root.join("../../../shared/domain/factory-league.md");
    let Ok(page) = std::fs::read_to_string(&page) else {
        println!("skipped: the page with the regulations is not here");
        return;
    };
    let mut expressed: BTreeSet<String> = HERE.iter().map(|number| (*number).to_owned()).collect();
    for entry in std::fs::read_dir(root.join("tests/eligibility")).unwrap() {
        let case: toml::Table =
            toml::from_str(&std::fs::read_to_string(entry.unwrap().path()).unwrap()).unwrap();
        // REG-04a is a part of REG-04.
        let number =
            |value: &toml::Value| value.as_str().unwrap().trim_end_matches(char::is_lowercase).to_owned();
        expressed.extend(case["expresses"].as_array().unwrap().iter().map(number));
    }
    let rows =
        page.lines().filter_map(|line| line.strip_prefix("| ")).filter_map(|line| line.split(' ').next());
    let numbers: Vec<&str> =
        rows.filter(|number| number.starts_with("REG-") || number.starts_with("ELI-")).collect();
    assert_eq!(numbers.len(), 26, "twenty regulations and six rules of eligibility: {numbers:?}");
    let missing: Vec<&&str> = numbers.iter().filter(|number| !expressed.contains(**number)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
