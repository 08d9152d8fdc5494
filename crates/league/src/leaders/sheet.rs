//! A box score as leaders read it.

use super::Figure;
use crate::boxscore::Report;
use crate::boxscore::line::{Line as Counts, Recorded, Stat};

/// One game's figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Keys of the teams.
    pub teams: [String; 2],
    recorded: Vec<Figure>,
    /// Who played.
    pub lines: Vec<Line>,
}

/// One player in one game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// 0 for the team listed first.
    pub side: usize,
    /// Key of the player.
    pub player: String,
    figures: Vec<(Figure, i32)>,
}

impl Line {
    /// A figure, where it was recorded.
    pub fn get(&self, figure: Figure) -> Option<i32> {
        self.figures.iter().find(|(known, _)| *known == figure).map(|(_, value)| *value)
    }
}

impl Sheet {
    /// The figures of a box score. `player` gives the key of a side's number; who has none is left out.
    pub fn of(report: &Report, teams: [String; 2], player: impl Fn(usize, &str) -> Option<String>) -> Self {
        let recorded = &report.feed.game.recorded;
        let known: Vec<Figure> =
            super::FIGURES.into_iter().filter(|figure| is_recorded(recorded, *figure)).collect();
        let mut lines = Vec::new();
        for (side, (team, own)) in report.feed.game.teams.iter().zip(&report.boxscore.teams).enumerate() {
            for (man, line) in team.players.iter().zip(&own.players) {
                let key = man.number.as_deref().and_then(|number| player(side, number));
                let (Some(player), true) = (key, line.played(own.lineup_known)) else { continue };
                let figures = known.iter().map(|figure| (*figure, value(&line.line, *figure))).collect();
                lines.push(Line { side, player, figures });
            }
        }
        Self { teams, recorded: known, lines }
    }

    /// Whether a figure was recorded.
    pub fn has(&self, figure: Figure) -> bool {
        self.recorded.contains(&figure)
    }
}

fn is_recorded(recorded: &Recorded, figure: Figure) -> bool {
    match figure {
        // At the score's level there are points, but nobody knows whose.
        Figure::Points => recorded.has(Stat::Ftm),
        Figure::Rebounds => recorded.has(Stat::Oreb) && recorded.has(Stat::Dreb),
        Figure::Assists => recorded.has(Stat::Ast),
        Figure::Steals => recorded.has(Stat::Stl),
        Figure::Blocks => recorded.has(Stat::Blk),
        Figure::Threes => recorded.has(Stat::Fg3m),
        Figure::FreeThrows => recorded.has(Stat::Ftm),
        Figure::Efficiency => recorded.efficiency(),
    }
}

fn value(line: &Counts, figure: Figure) -> i32 {
    match figure {
        Figure::Points => line.get(Stat::Points),
        Figure::Rebounds => line.get(Stat::Oreb) + line.get(Stat::Dreb),
        Figure::Assists => line.get(Stat::Ast),
        Figure::Steals => line.get(Stat::Stl),
        Figure::Blocks => line.get(Stat::Blk),
        Figure::Threes => line.get(Stat::Fg3m),
        Figure::FreeThrows => line.get(Stat::Ftm),
        Figure::Efficiency => line.efficiency(),
    }
}
