//! The games of a graph, with slots for sides.

use super::{Carry, Graph, Group, GroupFormat, Round, Slot, Source, Tie, round_robin};
use crate::fixture::Side;
use serde::Serialize;

/// A game to be planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GamePlan {
    /// Unique in the graph: "A-01", "QF2", "SF1-3".
    pub code: String,
    pub stage: String,
    pub group: Option<String>,
    pub tie: Option<String>,
    pub round: Round,
    /// The slots of both sides; none where a Swiss round pairs them later.
    pub sides: Option<[Slot; 2]>,
    /// What stands in a programme before names are known.
    pub sources: Option<[Source; 2]>,
    /// A later game of a series that may be decided before.
    pub if_needed: bool,
}

/// Lists the games stage by stage, a group's rounds in order.
pub fn games(graph: &Graph) -> Vec<GamePlan> {
    let mut games = Vec::new();
    for stage in &graph.stages {
        for group in &stage.groups {
            group_games(&stage.key, group, &mut games);
        }
        for tie in &stage.ties {
            tie_games(&stage.key, tie, &mut games);
        }
    }
    games
}

fn group_games(stage: &str, group: &Group, games: &mut Vec<GamePlan>) {
    let slot = |index: usize| Slot::Group { group: group.key.clone(), index };
    let mut add = |number: usize, round: u16, sides: Option<[usize; 2]>| {
        games.push(GamePlan {
            code: format!("{}-{number:02}", group.key),
            stage: stage.to_owned(),
            group: Some(group.key.clone()),
            tie: None,
            round: Round::Number(round),
            sides: sides.map(|sides| sides.map(slot)),
            sources: sides.map(|sides| sides.map(|index| group.slots[index].clone())),
            if_needed: false,
        });
    };
    match group.format {
        GroupFormat::RoundRobin(legs) => {
            // Teams that bring their game along from one group do not meet again.
            let played = |a: usize, b: usize| match [&group.slots[a], &group.slots[b]] {
                [Source::Group { group: one, .. }, Source::Group { group: other, .. }] => {
                    group.carry != Carry::Nothing && one == other
                }
                _ => false,
            };
            let meetings = round_robin(group.slots.len(), legs).into_iter();
            for (at, meeting) in meetings.filter(|game| !played(game.a, game.b)).enumerate() {
                add(at + 1, meeting.round, Some([meeting.a, meeting.b]));
            }
        }
        GroupFormat::Swiss(rounds) => {
            let tables = group.slots.len() / 2;
            for round in 0..usize::from(rounds) {
                for table in 0..tables {
                    add(round * tables + table + 1, u16::try_from(round + 1).unwrap_or(u16::MAX), None);
                }
            }
        }
    }
}

fn tie_games(stage: &str, tie: &Tie, games: &mut Vec<GamePlan>) {
    let (count, needed) = tie.series.games();
    for number in 1..=count {
        let mut sides = [Slot::tie(&tie.code, Side::A), Slot::tie(&tie.code, Side::B)];
        let mut sources = [tie.a.clone(), tie.b.clone()];
        if tie.home_side(number) == Side::B {
            sides.reverse();
            sources.reverse();
        }
        games.push(GamePlan {
            code: if count == 1 { tie.code.clone() } else { format!("{}-{number}", tie.code) },
            stage: stage.to_owned(),
            group: None,
            tie: Some(tie.code.clone()),
            round: tie.round,
            sides: Some(sides),
            sources: Some(sources),
            if_needed: number > needed,
        });
    }
}
