//! Can a team end on a rank, given the winners? Decided exactly, where the criteria are linear in the scores.
//!
//! The procedure is followed for the set that holds the team. At a criterion that margins can change, every way to put
//! the other teams above, level and below is tried, each a set of linear conditions on margins and points; what follows
//! stands under the conditions gathered so far. A solution in whole numbers is a complete set of scores.

use super::integer::{Condition, Solution, solve};
use super::outcome::{Try, World};
use crate::standings::counting::{Counted, Look, Sums};
use crate::standings::number::Number;
use crate::standings::ranking::cut;
use crate::standings::results::Team;
use crate::standings::rules::{AtTheEnd, Criterion, Scope, Then, Value};

/// Conditions tried for one question before giving up.
const MOST_SYSTEMS: u32 = 4000;
/// Open games up to which every choice of overtimes is tried, where overtime counts as level.
const MOST_OVERTIMES: usize = 4;

/// The answer for one team, rank and combination of winners.
pub(super) enum Answer {
    Scores(Vec<Try>),
    Impossible,
    Unknown,
}

/// Asks whether the team (by its place among the ranked) can end on the rank (0 is the first).
pub(super) fn can_reach(world: &World<'_>, outcome: u32, team: usize, rank: usize) -> Answer {
    let games = world.open.len();
    if world.overtime_matters && games > MOST_OVERTIMES {
        return Answer::Unknown;
    }
    let choices = if world.overtime_matters { 1_u32 << games } else { 1 };
    let mut unknown = false;
    for overtimes in 0..choices {
        let least = (0..games)
            .map(|game| {
                let tried = Try { loser: 0, margin: 1, overtime: overtimes >> game & 1 == 1 };
                world.played(game, world.winner(outcome, game), tried)
            })
            .collect();
        let team = world.teams[team];
        let mut question = Question { world, least, overtimes, team, rank, left: MOST_SYSTEMS };
        match question.begin() {
            Answer::Impossible => {}
            Answer::Unknown => unknown = true,
            scores => return scores,
        }
    }
    if unknown { Answer::Unknown } else { Answer::Impossible }
}

struct Question<'a> {
    world: &'a World<'a>,
    /// Open games with margin one and no points for the loser; the variables are what comes on top.
    least: Vec<Counted>,
    overtimes: u32,
    team: Team,
    rank: usize,
    left: u32,
}

/// Where the procedure stands: the level teams that hold the one asked for, and the places above them.
#[derive(Clone, Copy)]
struct Stand<'s> {
    tied: &'s [Team],
    began: &'s [Team],
    first: usize,
    above: usize,
}

/// A sum of a team as a linear form in the variables.
struct Linear {
    factors: Vec<i64>,
    constant: i64,
}

impl Question<'_> {
    fn begin(&mut self) -> Answer {
        let ranked_by = self.world.rules.ranked_by;
        if !decided_by_winners(ranked_by) && !self.least.is_empty() {
            return Answer::Unknown;
        }
        let teams = self.world.teams;
        let mut sums = self.sums(teams, Scope::All, &[], Look::PLAIN);
        for (sums, team) in sums.iter_mut().zip(teams) {
            sums.adjust(self.world.count.adjusted[team.index()], self.world.rules);
        }
        let numbers: Vec<Number> = sums.iter().map(|sums| sums.number(ranked_by)).collect();
        let (tied, above) = self.class_of_team(cut(ranked_by, teams, &numbers));
        self.resolve(Stand { tied: &tied, began: &tied, first: 0, above }, &mut Vec::new())
    }

    fn resolve(&mut self, stand: Stand<'_>, conditions: &mut Vec<Condition>) -> Answer {
        if self.rank < stand.above || self.rank >= stand.above + stand.tied.len() {
            return Answer::Impossible;
        }
        if stand.tied.len() == 1 {
            return self.answer(conditions);
        }
        let rules = self.world.rules;
        for (index, criterion) in rules.criteria.iter().enumerate().skip(stand.first) {
            if !criterion.is_for(stand.tied.len()) {
                continue;
            }
            let scope = match criterion.scope {
                Scope::FirstTied => stand.began,
                _ => stand.tied,
            };
            let look = Look::of(criterion);
            let sums = self.sums(stand.tied, criterion.scope, scope, look);
            if decided_by_winners(criterion.value) || !self.touched(stand.tied, criterion.scope, scope) {
                if criterion.value == Value::Quotients {
                    return Answer::Unknown;
                }
                let numbers: Vec<Number> = sums.iter().map(|sums| sums.number(criterion.value)).collect();
                let classes = cut(criterion.value, stand.tied, &numbers);
                if classes.len() == 1 {
                    continue;
                }
                let (class, above) = self.class_of_team(classes);
                let next = self.next(criterion, index, &class, Stand { above: stand.above + above, ..stand });
                return self.resolve(next, conditions);
            }
            let Some(gaps) = self.gaps(criterion, stand.tied, scope, &sums) else { return Answer::Unknown };
            let mut level = vec![self.team];
            return self.place_others(stand, (criterion, index), &gaps, &mut level, 0, conditions);
        }
        self.end(stand, conditions)
    }

    /// Puts one more team above, level or below, and goes on once all are placed.
    fn place_others(
        &mut self,
        stand: Stand<'_>,
        criterion: (&Criterion, usize),
        gaps: &[(Team, Linear)],
        level: &mut Vec<Team>,
        above: usize,
        conditions: &mut Vec<Condition>,
    ) -> Answer {
        if stand.above + above > self.rank {
            return Answer::Impossible;
        }
        let Some(((other, gap), rest)) = gaps.split_first() else {
            let stand = Stand { above: stand.above + above, ..stand };
            let class = level.clone();
            let next = self.next(criterion.0, criterion.1, &class, stand);
            return self.resolve(next, conditions);
        };
        let mut unknown = false;
        for relation in [1, 0, -1] {
            conditions.push(gap.condition(relation));
            if relation == 0 {
                level.push(*other);
            }
            let answer = match self.check(conditions) {
                Solution::Impossible => Answer::Impossible,
                _ if self.left == 0 => Answer::Unknown,
                _ => {
                    let above = above + usize::from(relation == 1);
                    self.place_others(stand, criterion, rest, level, above, conditions)
                }
            };
            if relation == 0 {
                level.pop();
            }
            conditions.pop();
            match answer {
                Answer::Impossible => {}
                Answer::Unknown => unknown = true,
                scores => return scores,
            }
        }
        if unknown { Answer::Unknown } else { Answer::Impossible }
    }

    fn next<'s>(
        &self,
        criterion: &Criterion,
        index: usize,
        class: &'s [Team],
        stand: Stand<'s>,
    ) -> Stand<'s> {
        let all_level = class.len() == stand.tied.len();
        match criterion.then {
            Then::Restart if !all_level => Stand { tied: class, began: class, first: 0, above: stand.above },
            _ => Stand { tied: class, began: stand.began, first: index + 1, above: stand.above },
        }
    }

    fn end(&mut self, stand: Stand<'_>, conditions: &mut [Condition]) -> Answer {
        let over = &self.world.over;
        let names_all = |list: &&Vec<Team>| stand.tied.iter().all(|team| list.contains(team));
        let list = match self.world.rules.at_the_end {
            AtTheEnd::Share if self.rank == stand.above => None,
            AtTheEnd::Share => return Answer::Impossible,
            AtTheEnd::Draw => over.draws.iter().find(names_all),
            AtTheEnd::RankingList => Some(&over.ranking_list).filter(names_all),
        };
        if let Some(list) = list {
            let before = list.iter().take_while(|team| **team != self.team);
            if stand.above + before.filter(|team| stand.tied.contains(team)).count() != self.rank {
                return Answer::Impossible;
            }
        }
        self.answer(conditions)
    }

    fn answer(&mut self, conditions: &[Condition]) -> Answer {
        match self.check(conditions) {
            Solution::Impossible => Answer::Impossible,
            Solution::TooHard => Answer::Unknown,
            Solution::Found(values) => {
                let scores: Option<Vec<Try>> = values
                    .chunks(2)
                    .enumerate()
                    .map(|(game, value)| {
                        let overtime = self.overtimes >> game & 1 == 1;
                        let margin = u16::try_from(value[0] + 1).ok().filter(|margin| *margin < 20_000)?;
                        let loser = u16::try_from(value[1]).ok().filter(|points| *points < 20_000)?;
                        Some(Try { loser, margin, overtime })
                    })
                    .collect();
                scores.map_or(Answer::Unknown, Answer::Scores)
            }
        }
    }

    fn check(&mut self, conditions: &[Condition]) -> Solution {
        if self.left == 0 {
            return Solution::TooHard;
        }
        self.left -= 1;
        solve(conditions, self.least.len() * 2)
    }

    fn class_of_team(&self, classes: Vec<Vec<Team>>) -> (Vec<Team>, usize) {
        let mut above = 0;
        for class in classes {
            if class.contains(&self.team) {
                return (class, above);
            }
            above += class.len();
        }
        (vec![self.team], above)
    }

    fn touched(&self, tied: &[Team], scope: Scope, between: &[Team]) -> bool {
        self.least
            .iter()
            .any(|game| counts(game, scope, between) && game.teams.iter().any(|team| tied.contains(team)))
    }

    fn sums(&self, teams: &[Team], scope: Scope, between: &[Team], look: Look) -> Vec<Sums> {
        let mut sums = vec![Sums::default(); teams.len()];
        let games = self.world.count.games.iter().chain(&self.least);
        for game in games.filter(|game| look.sees(game) && counts(game, scope, between)) {
            for (side, team) in game.teams.iter().enumerate() {
                if let Some(place) = teams.iter().position(|other| other == team) {
                    sums[place].add(game, side, look);
                }
            }
        }
        sums
    }

    /// For every other team, by how much it is better than the one asked for; `None` where that is not linear.
    fn gaps(
        &self,
        criterion: &Criterion,
        tied: &[Team],
        between: &[Team],
        sums: &[Sums],
    ) -> Option<Vec<(Team, Linear)>> {
        let own = tied.iter().position(|&team| team == self.team)?;
        let form =
            |team: usize, value: Value| self.linear(criterion, value, tied[team], between, &sums[team]);
        let mut gaps = Vec::new();
        for (place, &other) in tied.iter().enumerate().filter(|(place, _)| *place != own) {
            let games = [place, own].map(|place| i64::from(sums[place].with_score));
            let gap = match criterion.value {
                Value::Difference | Value::Scored | Value::Conceded => {
                    form(place, criterion.value).less(&form(own, criterion.value), 1, 1)
                }
                _ if games.contains(&0) => return None,
                Value::ScoredPerGame => {
                    form(place, Value::Scored).less(&form(own, Value::Scored), games[1], games[0])
                }
                Value::ConcededPerGame => {
                    form(place, Value::Conceded).less(&form(own, Value::Conceded), games[1], games[0])
                }
                Value::Ratio => {
                    let [scored, conceded] = [Value::Scored, Value::Conceded].map(|value| form(place, value));
                    let [own_scored, own_conceded] =
                        [Value::Scored, Value::Conceded].map(|value| form(own, value));
                    if scored.is_fixed() && conceded.is_fixed() {
                        own_conceded.less(&own_scored, scored.constant, conceded.constant)
                    } else if own_scored.is_fixed() && own_conceded.is_fixed() {
                        scored.less(&conceded, own_conceded.constant, own_scored.constant)
                    } else {
                        return None;
                    }
                }
                _ => return None,
            };
            let gap = if criterion.value.less_is_better() { gap.turned() } else { gap };
            gaps.push((other, gap));
        }
        Some(gaps)
    }

    fn linear(
        &self,
        criterion: &Criterion,
        value: Value,
        team: Team,
        between: &[Team],
        sums: &Sums,
    ) -> Linear {
        let look = Look::of(criterion);
        let constant = match value {
            Value::Scored => i64::from(sums.scored),
            Value::Conceded => i64::from(sums.conceded),
            _ => i64::from(sums.scored - sums.conceded),
        };
        let mut factors = vec![0; self.least.len() * 2];
        for (index, game) in self.least.iter().enumerate() {
            let Some(side) = game.teams.iter().position(|&other| other == team) else { continue };
            if !counts(game, criterion.scope, between) {
                continue;
            }
            let [margin, points] = super::reach::by_margin_and_points(value, game.won[side]);
            let counts_as_level = look.overtime == crate::standings::Overtime::Level && game.level.is_some();
            factors[2 * index] = if counts_as_level { 0 } else { margin };
            factors[2 * index + 1] = points;
        }
        Linear { factors, constant }
    }
}

impl Linear {
    /// This form times a number, less the other times a number.
    fn less(&self, other: &Self, times: i64, other_times: i64) -> Self {
        let pairs = self.factors.iter().zip(&other.factors);
        Self {
            factors: pairs.map(|(own, theirs)| own * times - theirs * other_times).collect(),
            constant: self.constant * times - other.constant * other_times,
        }
    }

    fn turned(&self) -> Self {
        Self { factors: self.factors.iter().map(|factor| -factor).collect(), constant: -self.constant }
    }

    fn is_fixed(&self) -> bool {
        self.factors.iter().all(|&factor| factor == 0)
    }

    /// The condition that the form is above zero (1), zero (0) or below (-1).
    fn condition(&self, relation: i64) -> Condition {
        let turn = if relation == 0 { 1 } else { relation };
        Condition {
            factors: self.factors.iter().map(|factor| factor * turn).collect(),
            constant: self.constant * turn - relation.abs(),
            is_zero: relation == 0,
        }
    }
}

fn counts(game: &Counted, scope: Scope, between: &[Team]) -> bool {
    scope == Scope::All || game.teams.iter().all(|team| between.contains(team))
}

fn decided_by_winners(value: Value) -> bool {
    matches!(value, Value::Record | Value::Wins | Value::WinPercentage)
}
