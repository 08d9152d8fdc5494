//! Which feed a file is, and what the file beside it is called.

use super::json;
use super::problem::Problems;
use serde_json::Value;

/// The feeds that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    LiveStats,
    LiveStatsCsv,
    EuroLeague,
    Nba,
    GoChamps,
    /// Our own plays, which lie in no file.
    Changba,
}

crate::text_enum!(Format {
    LiveStats => "livestats",
    LiveStatsCsv => "livestats-csv",
    EuroLeague => "euroleague",
    Nba => "nba",
    GoChamps => "gochamps",
    Changba => "changba",
});

/// One file of a feed.
pub(super) enum Source<'a> {
    Json(Value),
    Csv(&'a str),
    Neither,
}

impl<'a> Source<'a> {
    pub(super) fn new(text: &'a str, problems: &mut Problems) -> Self {
        let begin = text.trim_start_matches('\u{feff}').trim_start();
        if !begin.starts_with(['{', '[']) {
            return if begin.contains(',') { Self::Csv(begin) } else { Self::Neither };
        }
        json::parse(begin, problems).map_or(Self::Neither, Self::Json)
    }

    /// The feed whose marks the file bears.
    pub(super) fn format(&self) -> Option<Format> {
        match self {
            Self::Json(value) => MARKS.iter().find(|(path, _)| has(value, path)).map(|(_, format)| *format),
            Self::Csv(text) => {
                let header = text.lines().next().unwrap_or_default();
                ["tiempo_restante", "titular"]
                    .iter()
                    .any(|word| header.contains(word))
                    .then_some(Format::LiveStatsCsv)
            }
            Self::Neither => None,
        }
    }

    pub(super) fn json(&self) -> Option<&Value> {
        match self {
            Self::Json(value) => Some(value),
            _ => None,
        }
    }
}

/// Fields that only one feed has.
const MARKS: &[(&[&str], Format)] = &[
    (&["event_log_sequence"], Format::GoChamps),
    (&["initial_state"], Format::GoChamps),
    (&["tm"], Format::LiveStats),
    (&["pbp"], Format::LiveStats),
    (&["FirstQuarter"], Format::EuroLeague),
    (&["ByQuarter"], Format::EuroLeague),
    (&["Stats"], Format::EuroLeague),
    (&["game", "actions"], Format::Nba),
    (&["game", "homeTeam"], Format::Nba),
];

fn has(value: &Value, path: &[&str]) -> bool {
    path.iter().try_fold(value, |value, key| value.get(key)).is_some()
}

/// The first of the files that has a field.
pub(super) fn with<'v>(sources: &'v [Source<'_>], path: &[&str]) -> Option<&'v Value> {
    let found = sources.iter().filter_map(Source::json).find(|value| has(value, path))?;
    path.iter().try_fold(found, |value, key| value.get(key))
}

/// What plays and box score are called side by side.
const PAIRS: &[(&str, &[&str])] = &[
    ("PlaybyPlay", &["Boxscore", "BoxScore"]),
    ("PlayByPlay", &["Boxscore", "BoxScore"]),
    ("playbyplay", &["boxscore"]),
    ("play_by_play", &["box_score", "boxscore"]),
    ("play-by-play", &["box-score", "boxscore"]),
    ("pbp", &["players", "boxscore", "box"]),
];

/// Paths at which the other file of a feed may lie, likeliest first.
pub fn siblings(path: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (plays, boxes) in PAIRS {
        for name in *boxes {
            for (from, to) in [(plays, name), (name, plays)] {
                if let Some(at) = path.rfind(from) {
                    found.push(format!("{}{to}{}", &path[..at], &path[at + from.len()..]));
                }
            }
        }
    }
    found
}
