//! How many games a tie has, and who is at home in each.

use super::{Graph, Round, StageKind, Tie};
use crate::fixture::Side;
use crate::standings::series::home_sides;
use serde::{Deserialize, Serialize};

/// How many games a tie has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Series {
    #[default]
    Single,
    /// 几局几胜: an odd number.
    BestOf(u8),
    /// 主客场总分制.
    TwoLegs,
}

impl Series {
    /// The most games there can be, and the fewest.
    pub fn games(self) -> (u8, u8) {
        match self {
            Self::Single => (1, 1),
            Self::BestOf(count) => (count, count / 2 + 1),
            Self::TwoLegs => (2, 2),
        }
    }
}

impl Tie {
    /// Who is at home in a game, counted from 1: by the pattern, and in turn where that ends.
    pub fn home_side(&self, number: u8) -> Side {
        let at = usize::from(number).saturating_sub(1);
        let by_pattern = home_sides(&self.home).get(at).map(|side| side.index());
        if by_pattern.unwrap_or(at % 2) == 0 { Side::A } else { Side::B }
    }
}

/// The rounds of knock-out stages, each with its ties: those that may be played as a series.
pub fn rounds_of_ties(graph: &Graph) -> Vec<(Round, Vec<String>)> {
    let mut rounds: Vec<(Round, Vec<String>)> = Vec::new();
    let plays = |kind| matches!(kind, StageKind::Knockout | StageKind::PlayIn | StageKind::Crossover);
    for tie in graph.stages.iter().filter(|stage| plays(stage.kind)).flat_map(|stage| &stage.ties) {
        match rounds.iter_mut().find(|(round, _)| *round == tie.round) {
            Some((_, codes)) => codes.push(tie.code.clone()),
            None => rounds.push((tie.round, vec![tie.code.clone()])),
        }
    }
    rounds
}

/// Gives ties a series and a home pattern.
pub fn set_series(graph: &mut Graph, codes: &[String], series: Series, home: &[u8]) {
    let ties = graph.stages.iter_mut().flat_map(|stage| &mut stage.ties);
    for tie in ties.filter(|tie| codes.contains(&tie.code)) {
        tie.series = series;
        tie.home = home.to_vec();
    }
}
