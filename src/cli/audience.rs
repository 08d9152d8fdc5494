//! `changba audience occupancy`: who was inside, from counts at the gates.

use super::input::text;
use super::outcome::{Failure, Outcome, line};
use league::audience::occupancy::{Options, occupancy};
use std::path::PathBuf;

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Clone, Debug)]
enum Command {
    /// Turn counts in and out into people inside, with an interval
    Occupancy {
        /// A CSV file of counts; - or nothing reads stdin
        file: Option<PathBuf>,
        /// The number of people the permit names
        #[arg(long, value_name = "PEOPLE")]
        approved: Option<i64>,
    },
}

pub(super) fn run(given: Arguments) -> Result<Outcome, Failure> {
    let Command::Occupancy { file, approved } = given.command;
    let options = Options { approved, ..Options::default() };
    let found = occupancy(&text(file.as_deref())?, &options);
    line(&found.map_err(|error| Failure::input(error.to_string()))?)?;
    Ok(Outcome::Fine)
}
