//! `changba audience`: who was inside, from counts at the gates; and what a platform's export would bring.

use super::input::{bytes, text};
use super::outcome::{Failure, Outcome, line, print};
use crate::random::hex;
use crate::sheets::export;
use league::audience::import::preview_of;
use league::audience::occupancy::{Options, occupancy};
use sha2::{Digest, Sha256};
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
    /// Explain each column of a platform's export; nothing is stored
    Import {
        /// Only look
        #[arg(long, required = true)]
        dry_run: bool,
        /// An XLSX, XLS, CSV or JSON file; - reads stdin
        file: PathBuf,
    },
}

pub(super) fn run(given: Arguments) -> Result<Outcome, Failure> {
    match given.command {
        Command::Occupancy { file, approved } => {
            let options = Options { approved, ..Options::default() };
            let found = occupancy(&text(file.as_deref())?, &options);
            line(&found.map_err(|error| Failure::input(error.to_string()))?)?;
            Ok(Outcome::Fine)
        }
        Command::Import { file, dry_run: _ } => {
            let (bytes, name) = bytes(Some(&file))?;
            let table = export(&name, &bytes).map_err(|error| Failure::input(format!("{name}: {error}")))?;
            let found = preview_of(&table, &hex(&Sha256::digest(&bytes)));
            print(&found.json)?;
            Ok(if found.has_findings { Outcome::Findings } else { Outcome::Fine })
        }
    }
}
