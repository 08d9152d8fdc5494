//! The smallest set of rules that cannot hold together, found with a bounded amount of work.

use super::count::{Counter, Situation, WORK_LIMIT};
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

impl fmt::Display for RuleRef {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pot { number, name } => write!(out, "pots[{number}] ({name})"),
            Self::Constraint { number, reason } => write!(out, "constraints[{number}] ({})", reason.as_str()),
        }
    }
}

/// Rules that no outcome satisfies together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    pub rules: Vec<RuleRef>,
    /// Keys of the entries that the rules bind.
    pub entries: Vec<String>,
    /// Keys of the zones and places that the rules name.
    pub places: Vec<String>,
    /// Without any one of the rules there is an outcome; otherwise fewer of them may clash as well.
    pub smallest: bool,
}

impl fmt::Display for Clash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rules: Vec<String> = self.rules.iter().map(RuleRef::to_string).collect();
        let (entries, places) = (self.entries.join(", "), self.places.join(", "));
        write!(out, "{} for {entries} on {places}", rules.join(" and "))
    }
}

/// More rules than this are not named as too entangled: one of the worst is enough to drop.
const NAMED: usize = 5;

/// The clash of a draw without an outcome: sets of one and two rules are all tried, then what is left after leaving out
/// rules, then sets of three as far as the work goes.
pub fn clash(file: &DrawFile, problem: Problem) -> Clash {
    let mut search = Search { problem, work: WORK_LIMIT / 4 };
    let binding = search.binding();
    if let Some(rules) = search.first_clash(&binding, 1).or_else(|| search.first_clash(&binding, 2)) {
        return named(file, &rules, true);
    }
    search.work = WORK_LIMIT / 2;
    let (rules, smallest) = search.leave_out(&binding);
    search.work = WORK_LIMIT / 4;
    if rules.len() > 3
        && let Some(three) = search.first_clash(&binding, 3)
    {
        return named(file, &three, true);
    }
    named(file, &rules, smallest)
}

/// What keeps a draw that is too entangled to count: one or two rules that clash, or the entanglement.
pub fn small_clash(file: &DrawFile, problem: Problem) -> DrawFault {
    let mut search = Search { problem, work: WORK_LIMIT / 2 };
    let binding = search.binding();
    match search.first_clash(&binding, 1).or_else(|| search.first_clash(&binding, 2)) {
        Some(rules) => DrawFault::Impossible(named(file, &rules, true)),
        None => {
            let worst = search.most_entangled(binding);
            DrawFault::TooEntangled { rules: worst.iter().map(|&rule| reference(file, rule)).collect() }
        }
    }
}

/// A search with so much work left.
struct Search {
    problem: Problem,
    work: u64,
}

impl Search {
    fn binding(&self) -> Vec<usize> {
        let binds = |number: &usize| !matches!(self.problem.rules[*number], Rule::Nothing);
        (0..self.problem.rules.len()).filter(binds).collect()
    }

    /// Whether these rules alone have no outcome; none where that takes more than the work given.
    fn is_impossible(&mut self, rules: &[usize], most: u64) -> Option<bool> {
        let problem = self.problem.with_rules(rules);
        // Copying the rules is work too, else thousands of small sets would cost nothing.
        self.work = self.work.saturating_sub((problem.kind_of.len() * problem.rules.len()) as u64);
        let given = most.min(self.work);
        let mut counter = Counter::new(given);
        let possible = counter.is_possible(&problem, &mut Situation::start(&problem));
        self.work -= given - counter.work_left();
        possible.ok().map(|possible| !possible)
    }

    fn first_clash(&mut self, of: &[usize], size: usize) -> Option<Vec<usize>> {
        // One set too entangled must not keep the others from being tried.
        let share = (self.work / 16).max(1);
        let mut at: Vec<usize> = (0..size).collect();
        while self.work > 0 && at.last().is_some_and(|&last| last < of.len()) {
            let rules: Vec<usize> = at.iter().map(|&place| of[place]).collect();
            if self.is_impossible(&rules, share) == Some(true) {
                return Some(rules);
            }
            let step = (0..size).rev().find(|&place| at[place] + (size - place) < of.len())?;
            let first = at[step] + 1;
            for (after, place) in at[step..].iter_mut().enumerate() {
                *place = first + after;
            }
        }
        None
    }

    /// Leaves out one rule after the other while there is still no outcome, and says whether all of that was settled.
    fn leave_out(&mut self, binding: &[usize]) -> (Vec<usize>, bool) {
        let (mut rules, mut settled) = (binding.to_vec(), true);
        for (tried, rule) in binding.iter().enumerate() {
            let without: Vec<usize> = rules.iter().copied().filter(|other| other != rule).collect();
            let share = self.work / (binding.len() - tried) as u64;
            match self.is_impossible(&without, share) {
                Some(true) => rules = without,
                Some(false) => {}
                None => settled = false,
            }
        }
        (rules, settled)
    }

    /// Rules whose entries are bound by the most others.
    fn most_entangled(&self, mut binding: Vec<usize>) -> Vec<usize> {
        let others = |rule: usize| -> usize {
            let bound = self.problem.kinds.iter().filter(|kind| kind.rules.contains(&rule));
            bound.map(|kind| usize::from(kind.count) * (kind.rules.len() - 1)).sum()
        };
        binding.sort_by_key(|&rule| std::cmp::Reverse(others(rule)));
        binding.truncate(NAMED);
        binding
    }
}

fn reference(file: &DrawFile, rule: usize) -> RuleRef {
    match file.pots.get(rule) {
        Some(pot) => RuleRef::Pot { number: rule, name: pot.name.clone() },
        None => {
            let number = rule - file.pots.len();
            RuleRef::Constraint { number, reason: file.constraints[number].reason() }
        }
    }
}

fn named(file: &DrawFile, rules: &[usize], smallest: bool) -> Clash {
    let mut clash = Clash { rules: Vec::new(), entries: Vec::new(), places: Vec::new(), smallest };
    let add = |to: &mut Vec<String>, keys: &[String]| {
        for key in keys {
            if !to.contains(key) {
                to.push(key.clone());
            }
        }
    };
    for &rule in rules {
        clash.rules.push(reference(file, rule));
        if let Some(pot) = file.pots.get(rule) {
            add(&mut clash.entries, &pot.entries);
            add(&mut clash.places, &pot.zones);
            continue;
        }
        let constraint = &file.constraints[rule - file.pots.len()];
        add(&mut clash.entries, constraint.entries());
        match constraint {
            Constraint::PerZone { zones, .. } => add(&mut clash.places, zones),
            Constraint::Only { places, .. } => add(&mut clash.places, places),
        }
    }
    clash
}
