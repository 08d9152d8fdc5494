//! Why one team stands above another, as numbers and games; the page finds the words.

use super::counting::count;
use super::number::Number;
use super::ranking::{Decider, Standing, Step};
use super::results::{Group, Refused, Team};
use super::rules::{RuleSet, Scope, Value};
use serde::Serialize;

/// The reasoning between two teams, or about one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    pub teams: Vec<Team>,
    /// What the table is sorted by first.
    pub ranked_by: Value,
    /// The teams' numbers in it.
    pub numbers: Vec<Number>,
    /// The ties that held the teams together, each inside the one before; the last one separates them, if any does.
    pub ties: Vec<Tie>,
    /// Whether the teams end on the same rank.
    pub shared: bool,
}

/// One set of level teams and how it was cut.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tie {
    pub teams: Vec<Team>,
    pub decided_by: Decider,
    /// The criterion's word in a trace.
    pub decider: String,
    pub tried: Vec<Tried>,
    /// Best first.
    pub classes: Vec<Vec<Team>>,
}

/// One criterion with the number of each level team and the games it looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tried {
    /// The place of the criterion in the rule set.
    pub criterion: usize,
    pub id: String,
    /// In the order of the tie's teams.
    pub numbers: Vec<Number>,
    pub separates: bool,
    /// Places in the group's list of results.
    pub games: Vec<usize>,
}

/// Says why the first team stands above the second, or that they share a rank.
///
/// `None` where one of them is not ranked or stands below.
pub fn why_above(
    group: &Group,
    rules: &RuleSet,
    standing: &Standing,
    above: Team,
    below: Team,
) -> Result<Option<Explanation>, Refused> {
    let (Some(upper), Some(lower)) = (standing.rank_of(above), standing.rank_of(below)) else {
        return Ok(None);
    };
    if upper > lower || above == below {
        return Ok(None);
    }
    let holds = |step: &&Step| step.teams.contains(&above) && step.teams.contains(&below);
    explain(group, rules, standing.trace.iter().filter(holds), vec![above, below], upper == lower).map(Some)
}

/// Every tie a team was part of, from the widest to the one that placed it.
pub fn why_there(
    group: &Group,
    rules: &RuleSet,
    standing: &Standing,
    team: Team,
) -> Result<Option<Explanation>, Refused> {
    let Some(rank) = standing.rank_of(team) else { return Ok(None) };
    let shared = standing.rows.iter().filter(|row| row.rank == rank).count() > 1;
    let holds = |step: &&Step| step.teams.contains(&team);
    explain(group, rules, standing.trace.iter().filter(holds), vec![team], shared).map(Some)
}

fn explain<'a>(
    group: &Group,
    rules: &RuleSet,
    steps: impl Iterator<Item = &'a Step>,
    teams: Vec<Team>,
    shared: bool,
) -> Result<Explanation, Refused> {
    let count = count(group, rules)?;
    let number = |team: &Team| {
        let mut sums = count.totals[team.index()];
        sums.adjust(count.adjusted[team.index()], rules);
        sums.number(rules.ranked_by)
    };
    let games_of = |teams: &[Team], wanted: usize| -> Vec<usize> {
        let inside = |sides: &[Team; 2]| sides.iter().filter(|team| teams.contains(team)).count() >= wanted;
        count.games.iter().filter(|game| inside(&game.teams)).map(|game| game.game).collect()
    };
    let numbers = teams.iter().map(number).collect();
    let ties = steps
        .map(|step| Tie {
            teams: step.teams.clone(),
            decided_by: step.decided_by,
            decider: step.decided_by.id(rules),
            tried: step
                .tried
                .iter()
                .map(|trial| {
                    let criterion = &rules.criteria[trial.criterion];
                    Tried {
                        criterion: trial.criterion,
                        id: criterion.id(),
                        numbers: trial.numbers.clone(),
                        separates: step.decided_by == Decider::Criterion(trial.criterion),
                        games: match criterion.scope {
                            Scope::Tied => games_of(&step.teams, 2),
                            Scope::FirstTied => games_of(&step.began_with, 2),
                            Scope::All => games_of(&step.teams, 1),
                        },
                    }
                })
                .collect(),
            classes: step.classes.clone(),
        })
        .collect();
    Ok(Explanation { teams, ranked_by: rules.ranked_by, numbers, ties, shared })
}
