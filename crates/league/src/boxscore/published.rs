//! The feed's own figures, kept only to be compared.

use super::game::{Hundredths, SECOND};
use super::json;
use super::line::Stat;
use serde_json::Value;

/// A figure that a feed prints and we count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    Stat(Stat),
    Seconds,
    PlusMinus,
    Efficiency,
    IndexRating,
    /// Fouls of players, coach and bench together.
    FoulsInAll,
    BenchFouls,
    TeamOreb,
    TeamDreb,
    TeamTurnovers,
    PointsBench,
    /// Points in a period, by its index.
    Period(usize),
}

impl Figure {
    /// The word in a difference.
    pub fn name(self) -> String {
        let word = match self {
            Self::Stat(stat) => stat.as_str(),
            Self::Seconds => "seconds",
            Self::PlusMinus => "plus_minus",
            Self::Efficiency => "eff",
            Self::IndexRating => "pir",
            Self::FoulsInAll => "fouls_in_all",
            Self::BenchFouls => "bench_fouls",
            Self::TeamOreb => "team_oreb",
            Self::TeamDreb => "team_dreb",
            Self::TeamTurnovers => "team_tov",
            Self::PointsBench => "points_bench",
            Self::Period(index) => return format!("period_{}_points", index + 1),
        };
        word.to_owned()
    }
}

/// Figures of one player or team.
pub type Figures = Vec<(Figure, i64)>;

/// What the feed prints, players in the order of our teams.
#[derive(Clone, Debug, Default)]
pub struct Published {
    pub players: [Vec<Figures>; 2],
    pub teams: [Figures; 2],
}

impl Published {
    /// How many figures there are to compare.
    pub fn len(&self) -> usize {
        self.players.iter().flatten().chain(&self.teams).map(Vec::len).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Reads the fields of a table of figures; a field that is not there is not compared.
pub(super) fn figures(value: &Value, fields: &[(&str, Figure)]) -> Figures {
    fields.iter().filter_map(|(key, figure)| Some((*figure, json::int(value, key)?))).collect()
}

/// Whole seconds of "MM:SS"; a player who did not play has nought.
pub(super) fn minutes(text: &str) -> Option<i64> {
    if text == "DNP" {
        return Some(0);
    }
    Some(clock(text)? / SECOND)
}

/// "MM:SS" or "MM:SS:HH", hundredths with two or three digits.
pub(super) fn clock(text: &str) -> Option<Hundredths> {
    let mut parts = text.trim().split([':', '.']);
    let mut next = || parts.next().map(|part| part.trim().parse::<u32>().ok().map(Hundredths::from));
    let (minutes, seconds) = (next()??, next()??);
    let rest = text.trim().split([':', '.']).nth(2);
    let hundredths = match rest {
        None => 0,
        Some(digits) if digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{digits:0<3}").parse::<Hundredths>().ok()? / 10
        }
        Some(_) => return None,
    };
    (minutes < 1000 && seconds < 60).then(|| (minutes * 60 + seconds) * SECOND + hundredths)
}
