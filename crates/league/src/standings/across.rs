//! The same place of several groups compared: the best third.
//!
//! FIBA World Cup 2019 and Tokyo 2020: record, points difference, points scored, then lots. In a larger group the games
//! against the teams ranked last do not count, so that everyone is judged by the same number of opponents.

use super::counting::{Look, Sums, count};
use super::number::Number;
use super::ranking::{Standing, cut};
use super::results::{Group, Refused, Team};
use super::rules::{RuleSet, Value};
use serde::Serialize;

/// The order used where the regulation names no other.
pub const RECORD_DIFFERENCE_SCORED: [Value; 3] = [Value::Record, Value::Difference, Value::Scored];

/// One team of the comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// Place of its group in the list given.
    pub group: usize,
    pub team: Team,
    /// In the order of the values compared.
    pub numbers: Vec<Number>,
    /// Results left out because the group is larger than the smallest.
    pub left_out: Vec<usize>,
}

/// Teams of one place across groups, best first; several in one element are level and need lots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Across {
    pub ranking: Vec<Vec<Candidate>>,
}

/// Compares the teams on a place (1 is the first) of every group.
///
/// A place that several teams share is refused, and so is a larger group whose last places are not settled: either
/// would make the comparison depend on lots not yet drawn.
pub fn rank_across(
    groups: &[(&Group, &Standing)],
    place: usize,
    rules: &RuleSet,
    values: &[Value],
) -> Result<Across, Refused> {
    let smallest = groups.iter().map(|(_, standing)| standing.rows.len()).min().unwrap_or(0);
    let mut candidates = Vec::new();
    for (index, (group, standing)) in groups.iter().enumerate() {
        let team = on_place(index, standing, place)?;
        let surplus = standing.rows.len() - smallest;
        let mut last = Vec::new();
        for from_end in 0..surplus {
            last.push(on_place(index, standing, standing.rows.len() - from_end)?);
        }
        let count = count(group, rules)?;
        let (mut sums, mut left_out) = (Sums::default(), Vec::new());
        for game in &count.games {
            let Some(side) = game.teams.iter().position(|&other| other == team) else { continue };
            if last.contains(&game.teams[1 - side]) {
                left_out.push(game.game);
            } else {
                sums.add(game, side, Look::PLAIN);
            }
        }
        sums.adjust(count.adjusted[team.index()], rules);
        let numbers = values.iter().map(|&value| sums.number(value)).collect();
        candidates.push(Candidate { group: index, team, numbers, left_out });
    }
    Ok(Across { ranking: order(vec![candidates], values) })
}

fn on_place(group: usize, standing: &Standing, place: usize) -> Result<Team, Refused> {
    let mut above = 0;
    for shared in &standing.ranking {
        if place > above && place <= above + shared.len() {
            return match shared.as_slice() {
                [team] => Ok(*team),
                teams => Err(Refused::Shared { group, teams: teams.to_vec() }),
            };
        }
        above += shared.len();
    }
    Err(Refused::NoSuchPlace { group })
}

/// Cuts every class by one value after the other; there are no games between the teams to begin again with.
fn order(mut classes: Vec<Vec<Candidate>>, values: &[Value]) -> Vec<Vec<Candidate>> {
    for (place, &value) in values.iter().enumerate() {
        let mut finer = Vec::new();
        for class in classes {
            let numbers: Vec<Number> =
                class.iter().map(|candidate| candidate.numbers[place].clone()).collect();
            let places: Vec<Team> = (0..).take(class.len()).map(Team).collect();
            for cut in cut(value, &places, &numbers) {
                finer.push(cut.iter().map(|place| class[place.index()].clone()).collect());
            }
        }
        classes = finer;
    }
    classes.retain(|class| !class.is_empty());
    classes
}
