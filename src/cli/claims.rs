//! `changba claims check`: what a list of published figures cannot mean.

use super::input::text;
use super::outcome::{Failure, Outcome, line};
use league::audience::claims;
use std::path::PathBuf;

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Clone, Debug)]
enum Command {
    /// Read claims from a CSV file and say where they drift, slip or contradict
    Check {
        /// A CSV file with a column "wording"; - or nothing reads stdin
        file: Option<PathBuf>,
        /// Venues, seats and nights in TOML; without it those published of 厂BA
        #[arg(long, value_name = "FILE.toml")]
        context: Option<PathBuf>,
    },
}

pub(super) fn run(given: Arguments) -> Result<Outcome, Failure> {
    let Command::Check { file, context } = given.command;
    let context = match &context {
        Some(path) => text(Some(path))?,
        None => claims::CHANGBA.to_owned(),
    };
    let found = claims::check(&text(file.as_deref())?, &context);
    let found = found.map_err(|error| Failure::input(error.to_string()))?;
    line(&found)?;
    let value: serde_json::Value =
        serde_json::from_str(&found).map_err(|error| Failure::unreached(error.to_string()))?;
    let clean = value["findings"].as_array().is_none_or(Vec::is_empty);
    Ok(if clean { Outcome::Fine } else { Outcome::Findings })
}
