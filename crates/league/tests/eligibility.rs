//! Regulations of works leagues as configuration. Each file in `eligibility/` is one regulation: its rules, a list that
//! satisfies them and lists that do not, with what must be said of those. All people and clubs are invented.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own file fails")]

use chrono::NaiveDate;
use league::eligibility::{Reason, Rules, Verdict};
use league::form::{Cell, CellCode, Report, Sheet, check};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// The numbers of the regulations that this file expresses.
    expresses: Vec<String>,
    as_of: toml::value::Datetime,
    rules: toml::Table,
    passes: Vec<Example>,
    fails: Vec<Example>,
}

/// A sheet as text, a column between bars; the row numbers are those of its lines.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    sheet: String,
    /// "row rule code", "list rule code" for each reason; a row of a file counts from 1.
    #[serde(default)]
    says: Vec<String>,
    /// What the player or club has to bring.
    #[serde(default)]
    bring: Vec<String>,
}

fn sheet(text: &str) -> Sheet {
    let cell = |text: &str| match text.trim() {
        "" => Cell::Empty,
        text => Cell::Text(text.to_owned()),
    };
    let rows = text.trim().lines().map(|line| line.split('|').map(cell).collect()).collect();
    Sheet { name: "list".into(), rows, ..Sheet::default() }
}

fn said(report: &Report) -> Vec<String> {
    let code = |reason: &Reason| serde_json::to_value(reason.code).unwrap().as_str().unwrap().to_owned();
    let mut said: Vec<String> = Vec::new();
    for row in &report.rows {
        said.extend(row.reasons.iter().map(|reason| format!("{} {} {}", row.row, reason.rule, code(reason))));
    }
    said.extend(
        report.club.reasons.iter().map(|reason| format!("{} {} {}", reason.scope, reason.rule, code(reason))),
    );
    said
}

fn brought(report: &Report) -> BTreeSet<String> {
    let rows = report.rows.iter().flat_map(|row| &row.bring);
    rows.chain(report.club.reasons.iter().flat_map(|reason| &reason.bring))
        .map(|thing| thing.zh.clone())
        .collect()
}

/// Cells must be sound in all examples: what fails, fails by the rule.
fn cells_are_sound(name: &str, report: &Report) {
    let cells = report.rows.iter().flat_map(|row| &row.cells).chain(&report.club.cells);
    // The examples show only the columns that matter.
    let cells = cells.filter(|cell| cell.code != CellCode::ColumnMissing);
    let wrong: Vec<_> = cells.filter(|cell| cell.verdict == Verdict::Error).collect();
    assert!(wrong.is_empty(), "{name}: {wrong:?}");
}

fn try_case(name: &str, text: &str) -> Vec<String> {
    let case: Case = toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let rules = Rules::from_toml(&toml::to_string(&case.rules).unwrap())
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    for rule in &rules.rules {
        assert!(
            !rule.wording.zh.is_empty() && !rule.wording.en.is_empty(),
            "{name}: {} has no wording",
            rule.key
        );
    }
    assert!(!case.passes.is_empty() && !case.fails.is_empty(), "{name}");
    let as_of: NaiveDate = case.as_of.to_string().parse().unwrap();
    for (place, example) in case.passes.iter().enumerate() {
        let report = check(&sheet(&example.sheet), &[], &rules, as_of).unwrap();
        assert_eq!(said(&report), Vec::<String>::new(), "{name} passes[{place}]");
        cells_are_sound(name, &report);
    }
    let mut broken = BTreeSet::new();
    for (place, example) in case.fails.iter().enumerate() {
        let report = check(&sheet(&example.sheet), &[], &rules, as_of).unwrap();
        assert_eq!(said(&report), example.says, "{name} fails[{place}]");
        cells_are_sound(name, &report);
        let brought = brought(&report);
        for thing in &example.bring {
            assert!(brought.contains(thing), "{name} fails[{place}]: {thing} not in {brought:?}");
        }
        broken.extend(example.says.iter().filter_map(|said| said.split(' ').nth(1).map(str::to_owned)));
    }
    for rule in &rules.rules {
        assert!(broken.contains(&rule.key), "{name}: no example breaks {}", rule.key);
    }
    case.expresses
}

#[test]
fn every_regulation_passes_and_fails() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/eligibility");
    let mut expressed = BTreeSet::new();
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        expressed.extend(try_case(&name, &std::fs::read_to_string(&path).unwrap()));
    }
    for number in [
        "REG-01",
        "REG-02",
        "REG-03",
        "REG-04a",
        "REG-04b",
        "REG-04c",
        "REG-05",
        "REG-06",
        "REG-07a",
        "REG-07b",
        "REG-07c",
        "REG-07d",
        "REG-07e",
        "REG-07f",
        "REG-08a",
        "REG-08b",
        "REG-08c",
        "REG-08d",
        "REG-09",
        "REG-14",
        "REG-15",
        "REG-16a",
        "REG-16b",
        "REG-16c",
        "REG-17",
        "REG-19a",
        "REG-20",
        "ELI-1",
        "ELI-2",
        "ELI-3",
        "ELI-4",
        "ELI-5",
        "ELI-6",
        "FORM-TEAM",
        "FORM-PLAYER",
        "FORM-DELIVERY",
    ] {
        assert!(expressed.contains(number), "{number} is not expressed");
    }
}

#[test]
fn the_documented_rule_set_can_be_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/ENTRY.md");
    let text = std::fs::read_to_string(path).unwrap();
    let example = text.split("```toml").nth(1).unwrap().split("```").next().unwrap();
    let rules = Rules::from_toml(example).unwrap();
    assert_eq!(rules.rules.len(), 2);
    assert!(rules.fields.of_player("hr_confirmed").is_some());
}

#[test]
fn no_code_names_a_league() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/eligibility");
    let mut files = vec![folder];
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for league in ["CBA", "NBL", "CUBA", "厂BA", "村BA", "浙BA", "湘超", "changba"] {
            assert!(path.ends_with("tests.rs") || !text.contains(league), "{path:?} names {league}");
        }
    }
}
