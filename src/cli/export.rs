//! `changba export`: one season as one JSON file, see docs/EXPORT.md.

use super::Context;
use super::outcome::{Failure, Outcome};
use crate::actions::transfer;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Arguments {
    /// The season's key
    #[arg(long, value_name = "KEY")]
    season: String,
    /// The file to write; - is stdout
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

pub(super) async fn run(context: Context, given: Arguments) -> Result<Outcome, Failure> {
    let store = context.open_current().await?;
    let text = transfer::export(&store, &given.season).await?;
    store.close().await;
    let Some(text) = text else {
        return Err(Failure::input(format!("there is no season with the key {:?}", given.season)));
    };
    if given.out == Path::new("-") {
        let mut out = std::io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()?;
    } else {
        write_whole(&given.out, text.as_bytes())?;
    }
    Ok(Outcome::Fine)
}

/// Writes a file whole or not at all: a reader never finds half of it.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let fault = |error: std::io::Error| Failure::unreached(format!("{}: {error}", path.display()));
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    let partial = PathBuf::from(name);
    let written = std::fs::File::create(&partial).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.and_then(|()| std::fs::rename(&partial, path)).map_err(|error| {
        let _ = std::fs::remove_file(&partial);
        fault(error)
    })
}
