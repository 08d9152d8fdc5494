//! `changba table`: cases of games in, tables out, each order with its reason.

use super::input::text;
use super::outcome::{Failure, Outcome, line};
use league::standings::{RuleSet, cases, documented_toml};
use std::path::PathBuf;

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Arguments {
    /// The name of a ready-made rule set, or a file of one
    #[arg(long, value_name = "NAME|FILE")]
    rules: Option<String>,
    /// Say which ranks the open games leave possible
    #[arg(long)]
    what_if: bool,
    /// Print the ready-made rule sets as documented TOML
    #[arg(long, conflicts_with_all = ["rules", "what_if", "file"])]
    list_rules: bool,
    /// A file of cases in JSON; - or nothing reads stdin
    file: Option<PathBuf>,
}

pub(super) fn run(given: Arguments) -> Result<Outcome, Failure> {
    if given.list_rules {
        line(documented_toml().trim_end())?;
        return Ok(Outcome::Fine);
    }
    let rules = given.rules.as_deref().map(rule_set).transpose()?;
    let text = text(given.file.as_deref())?;
    let tables = cases::run(&text, rules.as_ref(), given.what_if);
    line(&tables.map_err(|error| Failure::input(error.to_string()))?)?;
    Ok(Outcome::Fine)
}

fn rule_set(name: &str) -> Result<RuleSet, Failure> {
    if let Some(rules) = RuleSet::by_name(name) {
        return Ok(rules);
    }
    let text = std::fs::read_to_string(name).map_err(|error| {
        let known: Vec<&str> = RuleSet::ready_made_names().collect();
        Failure::input(format!("no rule set {name:?} ({error}); ready-made ones: {}", known.join(", ")))
    })?;
    RuleSet::from_toml(&text).map_err(|error| Failure::input(format!("{name}: {error}")))
}
