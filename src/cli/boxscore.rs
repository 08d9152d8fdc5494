//! `changba boxscore`: a feed's plays in, our box score out, and where the feed's own differs.

use super::input::rough_text;
use super::outcome::{Failure, Outcome, line};
use league::boxscore::{self, Format};
use std::path::{Path, PathBuf};

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Arguments {
    /// A file of plays, or the box score beside it; - reads stdin
    file: PathBuf,
    /// The feed's own box score, where it is another file and not beside the first
    #[arg(long = "box", value_name = "FILE")]
    box_file: Option<PathBuf>,
    /// The feed
    #[arg(long, value_parser = format, default_value = "auto", value_name = FORMATS)]
    format: Choice,
    /// Say where the feed's own box score differs, and by which rule
    #[arg(long)]
    compare: bool,
}

const FORMATS: &str = "livestats|euroleague|nba|auto";

/// Nothing: the file tells. Not a bare option, which clap would take for an argument that may be absent.
type Choice = std::sync::Arc<Option<Format>>;

fn format(word: &str) -> Result<Choice, String> {
    let choice =
        if word == "auto" { None } else { Some(word.parse().map_err(|_| format!("one of {FORMATS}"))?) };
    Ok(choice.into())
}

pub(super) fn run(given: Arguments) -> Result<Outcome, Failure> {
    let mut texts = vec![rough_text(&given.file)?];
    if let Some(other) = given.box_file.clone().or_else(|| beside(&given.file)) {
        texts.push(rough_text(&other)?);
    }
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let feed = boxscore::read(&texts, *given.format);
    let feed = feed.map_err(|error| Failure::input(format!("{}: {error}", given.file.display())))?;
    let mut report = boxscore::report(feed);
    if given.compare {
        report = report.compared();
    }
    for problem in report.problems() {
        eprintln!("{}: {}: {}", given.file.display(), problem.place, problem.text);
    }
    line(&report.to_json())?;
    Ok(if report.unexplained() == 0 { Outcome::Fine } else { Outcome::Findings })
}

/// The other file of the feed, found by its name.
fn beside(file: &Path) -> Option<PathBuf> {
    boxscore::siblings(file.to_str()?).into_iter().map(PathBuf::from).find(|path| path.is_file())
}
