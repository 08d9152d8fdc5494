//! Writes plans.

use crate::planner::check::Report;
use crate::planner::problem::{Game, Instance};
use std::fmt::Write;

/// A plan with its value, as RobinX has it.
pub fn solution(instance: &Instance, plan: &[Game], report: &Report) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Solution>\n  <MetaData>\n");
    let name = escaped(&instance.name);
    let (infeasibility, objective) = (report.infeasibility, report.objective);
    let mut line = |words: std::fmt::Arguments<'_>| writeln!(text, "{words}").expect("text grows");
    line(format_args!("    <SolutionName>{name}</SolutionName>"));
    line(format_args!("    <InstanceName>{name}</InstanceName>"));
    line(format_args!("    <ObjectiveValue infeasibility=\"{infeasibility}\" objective=\"{objective}\"/>"));
    line(format_args!("  </MetaData>\n  <Games>"));
    let mut games = plan.to_vec();
    games.sort_unstable();
    for Game { slot, home, away } in games {
        line(format_args!("    <ScheduledMatch home=\"{home}\" away=\"{away}\" slot=\"{slot}\"/>"));
    }
    line(format_args!("  </Games>\n</Solution>"));
    text
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
