//! The smallest set of rules that cannot hold together.

use super::count::{Counter, Situation};
use super::fault::DrawFault;
use super::problem::{Problem, Rule};
use super::{Constraint, DrawFile, Reason};
use std::fmt;

/// A rule of the file that takes part in a clash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleRef {
    Pot { number: usize, name: String },
    Constraint { number: usize, reason: Reason },
}

/// Rules that no outcome satisfies together, while without any one of them there is an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    pub rules: Vec<RuleRef>,
    /// Keys of the entries that the rules bind.
    pub entries: Vec<String>,
    /// Keys of the zones and places that the rules name.
    pub places: Vec<String>,
}

impl fmt::Display for Clash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, rule) in self.rules.iter().enumerate() {
            let and = if at == 0 { "" } else { " and " };
            match rule {
                RuleRef::Pot { number, name } => write!(out, "{and}pots[{number}] ({name})")?,
                RuleRef::Constraint { number, reason } => {
                    write!(out, "{and}constraints[{number}] ({})", reason.as_str())?;
                }
            }
        }
        write!(out, " for {} on {}", self.entries.join(", "), self.places.join(", "))
    }
}

/// Sets of one, two and three rules are all tried; a larger clash is the first that is left after leaving out rules.
pub fn clash(file: &DrawFile) -> Result<Clash, DrawFault> {
    let problem = Problem::new(file)?;
    let binding: Vec<usize> =
        (0..problem.rules.len()).filter(|&number| !matches!(problem.rules[number], Rule::Nothing)).collect();
    for size in 1..=3 {
        if let Some(rules) = sets(&binding, size).into_iter().find(|rules| is_impossible(file, rules)) {
            return Ok(named(file, &rules));
        }
    }
    let mut rules = binding.clone();
    for rule in binding {
        let without: Vec<usize> = rules.iter().copied().filter(|&other| other != rule).collect();
        if is_impossible(file, &without) {
            rules = without;
        }
    }
    Ok(named(file, &rules))
}

/// A count too large to finish is not zero, and a set too entangled to count is not shown to clash.
fn is_impossible(file: &DrawFile, rules: &[usize]) -> bool {
    let Ok(mut problem) = Problem::new(file) else { return false };
    problem.with_rules(|number| rules.contains(&number));
    let mut situation = Situation::start(&problem);
    Counter::new().count(&problem, &mut situation) == Ok(0)
}

fn sets(of: &[usize], size: usize) -> Vec<Vec<usize>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (at, &first) in of.iter().enumerate() {
        for mut set in sets(&of[at + 1..], size - 1) {
            set.insert(0, first);
            all.push(set);
        }
    }
    all
}

fn named(file: &DrawFile, rules: &[usize]) -> Clash {
    let mut clash = Clash { rules: Vec::new(), entries: Vec::new(), places: Vec::new() };
    let add = |to: &mut Vec<String>, keys: &[String]| {
        for key in keys {
            if !to.contains(key) {
                to.push(key.clone());
            }
        }
    };
    for &rule in rules {
        if let Some(pot) = file.pots.get(rule) {
            clash.rules.push(RuleRef::Pot { number: rule, name: pot.name.clone() });
            add(&mut clash.entries, &pot.entries);
            add(&mut clash.places, &pot.zones);
            continue;
        }
        let number = rule - file.pots.len();
        let constraint = &file.constraints[number];
        clash.rules.push(RuleRef::Constraint { number, reason: constraint.reason() });
        add(&mut clash.entries, constraint.entries());
        match constraint {
            Constraint::PerZone { zones, .. } => add(&mut clash.places, zones),
            Constraint::Only { places, .. } => add(&mut clash.places, places),
        }
    }
    clash
}
