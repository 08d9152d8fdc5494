//! How much of a game is recorded.

use serde::{Deserialize, Serialize};

/// The four levels of scoring, each holding all of the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Points of the sides, nothing else.
    Score,
    /// 记录表: scorers, fouls, time-outs, who came in.
    Scoresheet,
    /// 技术统计: missed shots, rebounds, assists, steals, blocks, turnovers, substitutions.
    BoxScore,
    /// The box score, and where each shot was taken.
    BoxScoreWithPlaces,
}

text_enum!(Level {
    Score => "score",
    Scoresheet => "scoresheet",
    BoxScore => "box_score",
    BoxScoreWithPlaces => "box_score_with_places",
});
