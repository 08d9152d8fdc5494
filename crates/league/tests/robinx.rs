//! Instances as files: the order in which things stand and what they are called change nothing, and what is broken is a
//! sentence.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

use league::planner::{Budget, Effort, Format, Game, Instance, Rule, check, robinx, solve};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/vectors");

/// The files of a folder by name; nothing where it is absent.
fn files(folder: &str) -> Vec<(String, String)> {
    let Ok(entries) = std::fs::read_dir(format!("{FOLDER}/{folder}")) else { return Vec::new() };
    let mut found: Vec<(String, String)> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "xml"))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    found.sort();
    found
}

/// Lines of one kind that follow each other, the last first; the names of clubs and slots replaced.
fn turned_round(text: &str) -> String {
    let kind = |line: &str| line.trim_start().split([' ', '>']).next().unwrap_or_default().to_owned();
    let is_item = |kind: &str| {
        ["<team", "<slot"].contains(&kind)
            || kind.len() == 4 && kind.starts_with('<') && kind.ends_with(char::is_numeric)
    };
    let lines: Vec<&str> = text.lines().collect();
    let mut turned: Vec<String> = Vec::new();
    for group in lines.chunk_by(|one, next| kind(one) == kind(next) && is_item(&kind(one))) {
        turned.extend(group.iter().rev().map(|line| line.replace("name=\"Team", "name=\"队")));
    }
    turned.join("\n")
}

/// A plan that misses much: every game, one slot after the other.
fn any_plan(instance: &Instance) -> Vec<Game> {
    let budget = Budget { moves: Some(1500), spent: &|| 0.0 };
    solve(instance, Effort { thread: 0, seed: 4, budget }).plan
}

#[test]
fn the_order_and_the_names_of_a_file_change_nothing() {
    let all = [files("itc2021"), files("time-relaxed")].concat();
    let sorted = |instance: &Instance| {
        let mut rules: Vec<String> = instance.rules.iter().map(|rule: &Rule| format!("{rule:?}")).collect();
        rules.sort();
        rules
    };
    let mut refused = Vec::new();
    // One file in six: they are alike, and all together take a minute unoptimised.
    for (name, text) in all.iter().step_by(6) {
        match (robinx::instance(text), robinx::instance(&turned_round(text))) {
            (Ok(given), Ok(turned)) => {
                assert_eq!(sorted(&given), sorted(&turned), "{name}");
                let plan = any_plan(&given);
                let (one, other) = (check(&given, &plan), check(&turned, &plan));
                assert_eq!(
                    (one.infeasibility, one.objective),
                    (other.infeasibility, other.objective),
                    "{name}"
                );
            }
            (Err(why), Err(again)) => {
                assert_eq!(why.to_string(), again.to_string());
                refused.push(why.to_string());
            }
            (one, other) => panic!("{name}: {:?} {:?}", one.err(), other.err()),
        }
    }
    println!("tried {} files of {FOLDER}, refused {refused:?}; 0 where it is absent", all.len().div_ceil(6));
}

#[test]
fn every_file_is_read_or_refused_by_the_name_of_what_it_holds() {
    let (mut read, mut refused) = (0, 0);
    for (name, text) in [files("itc2021"), files("time-relaxed")].concat() {
        match robinx::instance(&text) {
            Ok(instance) => {
                read += 1;
                assert!(!instance.rules.is_empty(), "{name}");
            }
            Err(why) => {
                refused += 1;
                assert!(name.ends_with("BasketballNewZealand.xml"), "{name}: {why}");
                assert!(why.to_string().contains("penalty"), "{why}");
            }
        }
    }
    println!("read {read}, refused {refused}; both 0 where {FOLDER} is absent");
}

/// So many clubs, with an odd number or none, in a file.
fn rounds(clubs: usize, legs: usize) -> String {
    let slots = match clubs {
        0 | 1 => 0,
        _ => legs * (clubs + clubs % 2 - 1),
    };
    let list = |count: usize, item: &str| -> String {
        (0..count).map(|id| format!("<{item} id=\"{id}\" league=\"0\" name=\"{id}\"/>")).collect()
    };
    format!(
        "<Instance><MetaData><InstanceName>x</InstanceName></MetaData><Structure><Format leagueIds=\"0\">\
         <numberRoundRobin>{legs}</numberRoundRobin><compactness>C</compactness><gameMode>P</gameMode></Format>\
         </Structure><Resources><Teams>{}</Teams><Slots>{}</Slots></Resources><Constraints><FairnessConstraints>\
         <SE1 mode1=\"SLOTS\" min=\"2\" penalty=\"1\" teams=\"0\" type=\"SOFT\"/></FairnessConstraints>\
         </Constraints></Instance>",
        list(clubs, "team"),
        list(slots, "slot"),
    )
}

#[test]
fn none_one_and_odd_numbers_of_clubs_have_plans() {
    for clubs in [1, 2, 3, 5, 7, 8, 11, 15] {
        for legs in [1, 2] {
            let instance = robinx::instance(&rounds(clubs, legs)).unwrap();
            let plan = any_plan(&instance);
            assert_eq!(check(&instance, &plan).infeasibility, 0, "{clubs} {legs}");
            assert_eq!(plan.len(), legs * clubs * (clubs - 1) / 2);
            assert!(matches!(instance.format, Format::Rounds { .. }));
        }
    }
    // Without clubs the list of the rule has nobody to name.
    assert!(robinx::instance(&rounds(0, 2)).unwrap_err().to_string().contains("SE1"));
    assert!(robinx::instance(&rounds(0, 2).replace(" teams=\"0\"", "")).is_ok());
    assert!(robinx::instance(&rounds(34, 2)).unwrap_err().to_string().contains("clubs in rounds"));
}

#[test]
fn a_hard_rule_without_a_penalty_weighs_one() {
    let text = rounds(4, 2).replace("penalty=\"1\" teams=\"0\" type=\"SOFT\"", "teams=\"0\" type=\"HARD\"");
    assert_eq!(robinx::instance(&text).unwrap().rules[0].weight, 1);
    let soft = rounds(4, 2).replace("penalty=\"1\" ", "");
    assert!(robinx::instance(&soft).unwrap_err().to_string().contains("penalty"));
}
