//! `changba draw`: a draw that anybody can recompute. docs/DRAW.md says how.

use super::input::text;
use super::outcome::{Failure, Outcome, line};
use crate::random::Random;
use league::draw::Secret;
use league::draw::file::{self, FileRefused};
use std::path::{Path, PathBuf};

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Clone, Debug)]
enum Command {
    /// Make the secret and print what is published before the ceremony
    Announce {
        file: PathBuf,
        /// Where the secret is kept until the draw
        #[arg(long, value_name = "FILE")]
        secret: PathBuf,
    },
    /// Draw with the number said in the hall and write the record
    Run {
        file: PathBuf,
        /// The number said aloud
        #[arg(long, value_name = "NUMBER")]
        said: u64,
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// The secret that was announced; without it a new one is made, and nothing was promised before
        #[arg(long, value_name = "FILE")]
        secret: Option<PathBuf>,
    },
    /// Recompute a record
    Verify {
        record: PathBuf,
        /// What was published before the ceremony
        #[arg(long, value_name = "FILE")]
        announced: Option<PathBuf>,
    },
}

pub(super) fn run(given: Arguments) -> Result<Outcome, Failure> {
    match given.command {
        Command::Announce { file, secret } => {
            if secret.exists() {
                return Err(Failure::input(format!("{} exists; a secret is made once", secret.display())));
            }
            let made = Secret::new(Random::System.bytes());
            let announcement = file::announce(&text(Some(&file))?, &made).map_err(refused)?;
            keep(&secret, &made)?;
            line(&announcement)?;
        }
        Command::Run { file, said, out, secret } => {
            let secret = match secret {
                Some(path) => {
                    let hex = text(Some(&path))?;
                    Secret::parse(hex.trim())
                        .map_err(|_| Failure::input(format!("{}: not a secret", path.display())))?
                }
                None => {
                    eprintln!("changba: no --secret: nothing was announced before this draw");
                    Secret::new(Random::System.bytes())
                }
            };
            let record = file::run(&text(Some(&file))?, &secret, said).map_err(refused)?;
            std::fs::write(&out, format!("{record}\n"))
                .map_err(|error| Failure::unreached(format!("{}: {error}", out.display())))?;
        }
        Command::Verify { record, announced } => {
            let record = text(Some(&record))?;
            let verified = match announced {
                Some(announced) => file::verify_announced(&record, &text(Some(&announced))?),
                None => file::verify(&record),
            };
            line(&verified.map_err(refused)?)?;
        }
    }
    Ok(Outcome::Fine)
}

fn refused(refused: FileRefused) -> Failure {
    match refused {
        FileRefused::Tampered(_) => Failure::unreached(refused.to_string()),
        FileRefused::Fault(_) => Failure::input(refused.to_string()),
    }
}

/// The secret is for the organiser's eyes until the draw.
fn keep(path: &Path, secret: &Secret) -> Result<(), Failure> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    writeln!(file, "{}", secret.hex())?;
    Ok(file.sync_all()?)
}
