//! A box score counted from the plays of a real feed, and where it differs from the one the feed prints.
//!
//! The feed's own totals are never copied: names, numbers and starters come from its roster, every figure from a play.
//! Each reader ([`livestats`], [`livestats_csv`], [`euroleague`], [`nba`], [`gochamps`]) turns its feed into the same
//! [`Game`] and says in its first lines which rules the feed follows; [`replay`] counts; [`compare`] looks for
//! differences; [`print`] writes JSON. What is not sound is left out and listed with its place in the file.

pub mod attach;
pub mod compare;
pub mod euroleague;
pub mod flow;
pub mod format;
pub mod game;
pub mod gochamps;
mod json;
pub mod line;
mod lineup;
pub mod livestats;
pub mod livestats_csv;
pub mod nba;
pub mod out;
pub mod own;
pub mod print;
pub mod problem;
pub mod published;
pub mod reason;
pub mod replay;

pub use format::{Format, siblings};
pub use game::Game;
pub use own::{Names, own_report};
pub use replay::{BoxScore, replay};

use compare::{Difference, differences};
use format::Source;
use problem::{Problem, Problems};
use published::Published;

/// What a reader made of a feed's files.
#[derive(Clone, Debug)]
pub struct Feed {
    pub format: Format,
    pub game: Game,
    /// The feed's own figures, kept apart from ours.
    pub published: Option<Published>,
    pub problems: Problems,
}

/// A game, its box score, and what could not be read.
#[derive(Clone, Debug)]
pub struct Report {
    pub feed: Feed,
    pub boxscore: BoxScore,
    /// Filled by a comparison.
    pub differences: Option<Vec<Difference>>,
}

/// Nothing in the files can be read as a game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

/// Reads the texts of a feed: its plays and, where they are two files, its box score, in any order.
pub fn read(texts: &[&str], format: Option<Format>) -> Result<Feed, Unreadable> {
    let mut problems = Problems::default();
    let sources: Vec<Source> = texts.iter().map(|text| Source::new(text, &mut problems)).collect();
    let found = sources.iter().find_map(Source::format);
    // Who asks for LiveStats means both of its forms.
    let asked = format.filter(|format| *format != Format::LiveStats || found != Some(Format::LiveStatsCsv));
    let format = asked.or(found).ok_or_else(|| {
        Unreadable("neither LiveStats, EuroLeague, NBA, Chile CSV nor Go Champs plays are in it".to_owned())
    })?;
    let feed = match format {
        Format::LiveStats => livestats::read(&sources, problems),
        Format::LiveStatsCsv => livestats_csv::read(&sources, problems),
        Format::EuroLeague => euroleague::read(&sources, problems),
        Format::Nba => nba::read(&sources, problems),
        Format::GoChamps => gochamps::read(&sources, problems),
        Format::Changba => Err(Unreadable("our own plays are read from the database".to_owned())),
    }?;
    if feed.game.plays.is_empty() {
        return Err(Unreadable(format!("no play of the {} format can be read", format.as_str())));
    }
    Ok(feed)
}

/// Counts the box score of a feed.
pub fn report(mut feed: Feed) -> Report {
    let boxscore = replay(&feed.game, &mut feed.problems);
    Report { feed, boxscore, differences: None }
}

impl Report {
    /// Adds where the feed's own box score says something else.
    pub fn compared(mut self) -> Self {
        let found =
            self.feed.published.as_ref().map(|published| differences(&self.feed, published, &self.boxscore));
        self.differences = Some(found.unwrap_or_default());
        self
    }

    /// Differences that no rule explains.
    pub fn unexplained(&self) -> usize {
        self.differences.iter().flatten().filter(|difference| difference.reason.is_none()).count()
    }

    /// What was left out or is doubtful.
    pub fn problems(&self) -> &[Problem] {
        self.feed.problems.list()
    }
}
