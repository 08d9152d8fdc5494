//! `changba backup`: a copy while the league goes on.

use super::Context;
use super::outcome::{Failure, Outcome, print};
use crate::actions::backup::{self, Refused};
use std::path::PathBuf;

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Arguments {
    /// The file to write; it must not be there. Without it, a name with the hour, in the folder of backup.folder
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) async fn run(context: Context, given: Arguments) -> Result<Outcome, Failure> {
    let store = context.open().await?;
    let url = &context.config.database.url;
    let now = context.clock.now();
    let out = match given.out {
        Some(out) => out,
        None => backup::dated(&context.config.backup.folder, now)?,
    };
    let made = backup::backup(&store, url, &out, now).await;
    store.close().await;
    print(&made?)?;
    Ok(Outcome::Fine)
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Store(error) => error.into(),
            input if input.is_input() => Self::input(input.to_string()),
            other => Self::unreached(other.to_string()),
        }
    }
}
