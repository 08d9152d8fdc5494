//! `changba restore`: a backup in place, after it was tried.

use super::Context;
use super::outcome::{Failure, Outcome, print};
use crate::actions::backup::{self, Checksum, Force};
use std::path::PathBuf;

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Arguments {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Take the place of a database that is there; it is kept beside
    #[arg(long)]
    force: bool,
}

pub(super) async fn run(context: Context, given: Arguments) -> Result<Outcome, Failure> {
    if !given.file.is_file() {
        return Err(Failure::input(format!("there is no file {}", given.file.display())));
    }
    let force = if given.force { Force::KeepOldBeside } else { Force::No };
    let url = &context.config.database.url;
    let restored = backup::restore(&given.file, url, force, context.clock.now()).await?;
    if restored.checksum == Checksum::Absent {
        eprintln!(
            "changba: no .sha256 lies beside the backup: it was tried, but not held against a checksum"
        );
    }
    print(&restored)?;
    Ok(Outcome::Fine)
}
