//! `changba import`: a season that export wrote, whole or not at all.

use super::Context;
use super::outcome::{Failure, Outcome, print};
use crate::actions::console;
use crate::actions::transfer::{self, Refused, Shared};
use std::io::Read;
use std::path::{Path, PathBuf};

/// No season comes near it: a thousand games with all their people are 2 MB.
const SIZE_LIMIT: u64 = 64 * 1024 * 1024;

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Arguments {
    /// The file to read; - is stdin
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Leave clubs, venues and people that are here with other values as they are
    #[arg(long)]
    keep: bool,
}

pub(super) async fn run(context: Context, given: Arguments) -> Result<Outcome, Failure> {
    let text = read(&given.file)?;
    let store = context.open_migrated().await?;
    let shared = if given.keep { Shared::Keep } else { Shared::Refuse };
    let done = transfer::import(&store, &console::writer(&context.clock), &text, shared).await;
    store.close().await;
    match done {
        Ok(done) => {
            print(&done)?;
            Ok(Outcome::Fine)
        }
        Err(Refused::Store(error)) => Err(error.into()),
        Err(refused) => {
            let message = format!("{}: {refused}", given.file.display());
            Err(match refused {
                Refused::SeasonDiffers { .. } | Refused::SharedDiffers { .. } => Failure::unreached(message),
                _ => Failure::input(message),
            })
        }
    }
}

fn read(path: &Path) -> Result<String, Failure> {
    let fault = |error: std::io::Error| Failure::input(format!("{}: {error}", path.display()));
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().lock().take(SIZE_LIMIT + 1).read_to_end(&mut bytes).map_err(fault)?;
    } else {
        let file = std::fs::File::open(path).map_err(fault)?;
        file.take(SIZE_LIMIT + 1).read_to_end(&mut bytes).map_err(fault)?;
    }
    if bytes.len() as u64 > SIZE_LIMIT {
        return Err(Failure::input(format!("{}: more than 64 MB is no season", path.display())));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::input(format!("{}: not UTF-8 at byte {at}", path.display()))
    })
}
