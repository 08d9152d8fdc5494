//! Every vector: its plays give what it expects, in every order of arrival.

use league::game::{GameRules, Play, replay};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::PathBuf;

#[derive(Serialize, Deserialize)]
pub struct Vectors {
    pub cases: Vec<Case>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub id: String,
    pub about: String,
    pub edition: String,
    pub profile: String,
    pub plays: Vec<Play>,
    /// Members that must be there; others are free. Lists are compared whole.
    pub expected: Value,
}

pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/game/vectors")
}

fn cases() -> Vec<Case> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |file: &PathBuf| -> Vectors {
        let text = std::fs::read_to_string(file).unwrap();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    };
    files.iter().flat_map(|file| read(file).cases).collect()
}

#[test]
fn every_vector_gives_the_state_it_expects() {
    let mut wrong = Vec::new();
    for case in cases() {
        let rules = GameRules::by_names(&case.edition, &case.profile).unwrap();
        let state = serde_json::to_value(replay(&rules, &case.plays)).unwrap();
        differences(&case.id, &case.expected, &state, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_vector_gives_it_backwards_and_twice_over() {
    for case in cases() {
        let rules = GameRules::by_names(&case.edition, &case.profile).unwrap();
        let state = replay(&rules, &case.plays);
        let backwards: Vec<Play> = case.plays.iter().rev().cloned().collect();
        assert_eq!(replay(&rules, &backwards), state, "{} backwards", case.id);
        let twice = [backwards, case.plays.clone()].concat();
        assert_eq!(replay(&rules, &twice), state, "{} twice", case.id);
    }
}

#[test]
fn there_are_at_least_sixty_vectors_and_no_name_occurs_twice() {
    let mut names: Vec<String> = cases().into_iter().map(|case| case.id).collect();
    assert!(names.len() >= 60, "{} vectors", names.len());
    names.sort();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
}

#[test]
fn plays_are_written_as_they_are_read() {
    for case in cases() {
        let text = serde_json::to_string(&case.plays).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Play>>(&text).unwrap(), case.plays, "{}", case.id);
    }
}

pub fn differences(path: &str, expected: &Value, found: &Value, wrong: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, value) in expected {
                let path = format!("{path}.{key}");
                match found.get(key) {
                    Some(found) => differences(&path, value, found, wrong),
                    None => wrong.push(format!("{path}: absent")),
                }
            }
        }
        _ if expected != found => wrong.push(format!("{path}: expected {expected}, found {found}")),
        _ => {}
    }
}
