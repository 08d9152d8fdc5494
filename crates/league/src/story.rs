//! What the data of a game can tell: when the lead was taken for good, and who stood out. Words are chosen elsewhere.

use crate::boxscore::flow::Step;
use crate::boxscore::game::Side;
use crate::boxscore::line::{Line, Stat};
use crate::boxscore::{BoxScore, Report};

/// How the winner came to lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// From the first points on never level again, never behind.
    AllTheWay,
    /// The lead taken for good, and the score after it.
    ForGood(Step),
}

/// When the winner took the lead for good; nothing where nobody leads, or the plays hold no score.
pub fn turning_point(report: &Report) -> Option<Turn> {
    let steps = report.margins();
    let winner = steps.last()?.margin.signum();
    if winner == 0 {
        return None;
    }
    let at = steps.iter().rposition(|step| step.margin.signum() != winner);
    Some(match at {
        None => Turn::AllTheWay,
        Some(at) => Turn::ForGood(steps[at + 1]),
    })
}

/// The places in a side's list of those who stood out: by EFF, or by points where no more is recorded.
pub fn outstanding(report: &Report, side: Side, most: usize) -> Vec<usize> {
    let BoxScore { teams, .. } = &report.boxscore;
    let by_efficiency = report.feed.game.recorded.efficiency();
    let worth = |line: &Line| if by_efficiency { line.efficiency() } else { line.get(Stat::Points) };
    let players = teams[side as usize].players.iter().enumerate();
    let mut best: Vec<(usize, i32, i32)> = players
        .map(|(at, player)| (at, worth(&player.line), player.line.get(Stat::Points)))
        .filter(|(_, worth, points)| *worth > 0 && *points > 0)
        .collect();
    best.sort_by_key(|(at, worth, points)| (-worth, -points, *at));
    best.into_iter().take(most).map(|(at, _, _)| at).collect()
}
