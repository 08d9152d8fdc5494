//! `changba archive`: a season as one zip, and the check of one.

use super::Context;
use super::export::write_whole;
use super::outcome::{self, Failure, Outcome};
use crate::actions::transfer;
use crate::documents::{Language, archive};
use serde_json::json;
use std::path::PathBuf;

#[derive(clap::Subcommand, Clone, Debug)]
pub(super) enum Arguments {
    /// Pack documents, pictures and data of a season, with their hashes
    Make {
        /// The season's key; without it the current one
        #[arg(long, value_name = "KEY")]
        season: Option<String>,
        /// The file to write
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Hold every file of an archive against its hash
    Verify {
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

/// The check needs neither settings nor a database.
pub(super) fn verify(file: &std::path::Path) -> Result<Outcome, Failure> {
    let fault = |error: String| Failure::input(format!("{}: {error}", file.display()));
    let bytes = std::fs::read(file).map_err(|error| fault(error.to_string()))?;
    let checked = archive::verify(&bytes).map_err(fault)?;
    outcome::print(&json!({
        "verified": checked.is_whole(),
        "whole": checked.whole,
        "changed": checked.changed,
        "missing": checked.missing,
        "added": checked.added,
    }))?;
    Ok(if checked.is_whole() { Outcome::Fine } else { Outcome::Findings })
}

pub(super) async fn run(context: Context, given: Arguments) -> Result<Outcome, Failure> {
    let (season, out) = match given {
        Arguments::Verify { file } => return verify(&file),
        Arguments::Make { season, out } => (season, out),
    };
    let papers = super::print::papers(&context, season.as_deref(), None).await?;
    let store = context.open_current().await?;
    let data = transfer::export(&store, &papers.season.key).await?;
    store.close().await;
    let data = data.ok_or_else(|| Failure::input("the season cannot be exported"))?;
    let files = archive::files(&papers, Language::Zh, &data);
    let files = files.map_err(|error| Failure::unreached(error.to_string()))?;
    write_whole(&out, &archive::pack(&files)?)?;
    outcome::print(&json!({ "files": files.len() + 1, "version": papers.head.label() }))?;
    Ok(Outcome::Fine)
}
