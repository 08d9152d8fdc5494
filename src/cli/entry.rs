//! `changba entry`: an entry form checked without a server, and the form itself. docs/ENTRY.md describes both.

use super::outcome::{Failure, Outcome, print};
use crate::clock::Clock;
use crate::sheets;
use chrono::NaiveDate;
use league::eligibility::{Rules, Verdict};
use league::form::{self, Form, FormRefused, Report, Sheet};
use std::io::Read;
use std::path::{Path, PathBuf};

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Clone, Debug)]
enum Command {
    /// Read a form (.xlsx, .xls, .csv) and print a verdict for each row and each cell
    Check {
        file: PathBuf,
        /// The competition's rules; without them only what holds everywhere
        #[arg(long, value_name = "FILE.toml")]
        rules: Option<PathBuf>,
        /// The day of the check; today when absent
        #[arg(long, value_name = "DATE")]
        as_of: Option<NaiveDate>,
        /// Another club's form: nobody may stand in two
        #[arg(long, value_name = "FILE")]
        other: Vec<PathBuf>,
    },
    /// Write the empty form of a competition, with its rules on the second sheet
    Template {
        #[arg(long, value_name = "FILE.toml")]
        rules: PathBuf,
        #[arg(long, value_name = "FILE.xlsx")]
        out: PathBuf,
    },
}

pub(super) fn run(given: Arguments, clock: &Clock) -> Result<Outcome, Failure> {
    match given.command {
        Command::Check { file, rules, as_of, other } => {
            let rules = rules.as_deref().map_or_else(|| Ok(Rules::basic()), read_rules)?;
            let as_of =
                as_of.unwrap_or_else(|| clock.now().with_timezone(&chrono_tz::Asia::Shanghai).date_naive());
            let others =
                other.iter().map(|file| read_form(file, &rules, as_of)).collect::<Result<Vec<_>, _>>()?;
            let report = check(&file, &others, &rules, as_of)?;
            print(&report)?;
            Ok(if report.verdict == Verdict::Error { Outcome::Findings } else { Outcome::Fine })
        }
        Command::Template { rules, out } => {
            let template = form::template(&read_rules(&rules)?);
            let bytes = sheets::form(&template).map_err(|error| Failure::unreached(error.to_string()))?;
            std::fs::write(&out, bytes)
                .map_err(|error| Failure::unreached(format!("{}: {error}", out.display())))?;
            Ok(Outcome::Fine)
        }
    }
}

fn check(file: &Path, others: &[Form], rules: &Rules, as_of: NaiveDate) -> Result<Report, Failure> {
    let sheet = best_sheet(file, rules, as_of)?;
    form::check(&sheet, others, rules, as_of).map_err(|refused| named(file, &refused))
}

fn read_form(file: &Path, rules: &Rules, as_of: NaiveDate) -> Result<Form, Failure> {
    let sheet = best_sheet(file, rules, as_of)?;
    form::read(&sheet, &rules.fields, as_of).map_err(|refused| named(file, &refused))
}

/// The sheet with most players; the others are named, so that nobody is left out in silence.
fn best_sheet(file: &Path, rules: &Rules, as_of: NaiveDate) -> Result<Sheet, Failure> {
    let sheets =
        sheets::open(&file.to_string_lossy(), &bytes(file)?).map_err(|refused| named(file, &refused))?;
    let (best, others) =
        form::choose(sheets, &rules.fields, as_of).ok_or_else(|| named(file, &FormRefused::NoHeader))?;
    for (name, players) in others {
        eprintln!("changba: sheet {name:?} with {players} players was not read");
    }
    Ok(best)
}

fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    let open = || -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        // One byte more than allowed tells a file that is too large, without reading all of it.
        let limit = u64::try_from(sheets::BYTES_AT_MOST + 1).unwrap_or(u64::MAX);
        std::fs::File::open(file)?.take(limit).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    open().map_err(|error| Failure::input(format!("{}: {error}", file.display())))
}

fn read_rules(file: &Path) -> Result<Rules, Failure> {
    let text = super::input::text(Some(file))?;
    Rules::from_toml(&text).map_err(|error| named(file, &error))
}

fn named(file: &Path, refused: &dyn std::fmt::Display) -> Failure {
    Failure::input(format!("{}: {refused}", file.display()))
}
