//! From results to what counts: credited scores, points and the teams that are out.

use super::number::{Number, QuotientSum};
use super::results::{GameResult, Group, Outcome, Refused, SecondForfeit, Side, Team};
use super::rules::{Criterion, Decision, Effect, Games, Overtime, RuleSet, Value};
use serde::Serialize;

/// Something that changed the table besides the scores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// The organiser annulled this result.
    Annulled { game: usize },
    /// A disqualified team's result was annulled.
    AnnulledByDisqualification { team: Team, game: usize },
    /// A team is out after its second forfeit; `games` are the forfeits.
    SecondForfeit { team: Team, games: Vec<usize>, results_stand: bool },
    /// A result was annulled because a team is out.
    AnnulledBySecondForfeit { team: Team, game: usize },
    /// Another score than the recorded one counts.
    Credited { game: usize, score: [u16; 2] },
    /// A double forfeit: each side has lost by this score, its own points first.
    BothLost { game: usize, score: [u16; 2] },
    /// The score enters no difference.
    ScoreIgnored { game: usize },
    /// Points by decision; `adjustment` is the place in the group's list.
    Adjusted { team: Team, points: i32, adjustment: usize },
}

/// A result as it counts under one rule set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted {
    pub game: usize,
    pub teams: [Team; 2],
    pub points: [i32; 2],
    pub won: [bool; 2],
    pub scored: [i32; 2],
    pub conceded: [i32; 2],
    /// The score both sides have where a game that went to overtime counts as level.
    pub level: Option<i32>,
    pub played: bool,
    pub score_counts: bool,
}

impl Counted {
    pub fn played(game: usize, result: &GameResult, rules: &RuleSet) -> Self {
        let won = [result.score[0] > result.score[1], result.score[1] > result.score[0]];
        let points = won.map(|won| if won { rules.points.win } else { rules.points.loss });
        let scored = result.score.map(i32::from);
        let level = result.level_at.unwrap_or(result.score[0].min(result.score[1]));
        Self {
            game,
            teams: [result.a, result.b],
            points,
            won,
            scored,
            conceded: [scored[1], scored[0]],
            level: result.overtime.then_some(i32::from(level)),
            played: true,
            score_counts: true,
        }
    }

    fn decided(game: usize, result: &GameResult, rules: &RuleSet, decision: &Decision) -> Self {
        let at_fault = result.outcome.at_fault();
        let score = credited(result, decision);
        let opponent_points = decision.opponent_points.unwrap_or(rules.points.win);
        let mut counted = Self::played(game, result, rules);
        counted.scored = score.map(i32::from);
        counted.conceded = [counted.scored[1], counted.scored[0]];
        counted.level = None;
        counted.played = false;
        counted.score_counts = decision.difference == Effect::Counts;
        for side in [Side::A, Side::B] {
            let faulty = at_fault.contains(&side);
            counted.won[side.index()] = !faulty;
            counted.points[side.index()] = if faulty { decision.points } else { opponent_points };
        }
        if result.outcome == Outcome::DoubleForfeit {
            // Both have lost 0:20 (DBB 2009): nobody gets the winner's part of the score.
            let [opponent, own] = decision.score.unwrap_or([0, 0]).map(i32::from);
            counted.scored = [own, own];
            counted.conceded = [opponent, opponent];
        }
        counted
    }
}

fn credited(result: &GameResult, decision: &Decision) -> [u16; 2] {
    let (Some([opponent, own]), Some(&side)) = (decision.score, result.outcome.at_fault().first()) else {
        return result.score;
    };
    let behind = result.score[side.index()] < result.score[side.other().index()];
    if decision.keep_score_when_behind && behind {
        return result.score;
    }
    match side {
        Side::A => [own, opponent],
        Side::B => [opponent, own],
    }
}

/// The sums of one team over some games.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    pub points: i32,
    pub wins: i32,
    pub losses: i32,
    pub scored: i32,
    pub conceded: i32,
    /// Games whose score counts.
    pub with_score: i32,
}

/// How a criterion looks at games; equal looks share their sums.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look {
    pub overtime: Overtime,
    pub games: Games,
}

impl Look {
    pub const PLAIN: Self = Self { overtime: Overtime::AllPoints, games: Games::All };

    pub fn of(criterion: &Criterion) -> Self {
        Self { overtime: criterion.overtime, games: criterion.games }
    }

    pub fn sees(self, game: &Counted) -> bool {
        self.games == Games::All || game.played
    }

    fn score(self, game: &Counted, side: usize) -> (i32, i32) {
        match game.level {
            Some(level) if self.overtime == Overtime::Level => (level, level),
            _ => (game.scored[side], game.conceded[side]),
        }
    }
}

impl Sums {
    pub fn add(&mut self, game: &Counted, side: usize, look: Look) {
        self.points += game.points[side];
        self.wins += i32::from(game.won[side]);
        self.losses += i32::from(!game.won[side]);
        if game.score_counts {
            let (scored, conceded) = look.score(game, side);
            self.scored += scored;
            self.conceded += conceded;
            self.with_score += 1;
        }
    }

    /// Points by decision. Where a table is sorted by wins, as many points as a win is worth count as one win: a rest
    /// in a Swiss round is a game won there too, and a deduction of as many takes one away.
    pub fn adjust(&mut self, points: i32, rules: &RuleSet) {
        self.points += points;
        if rules.points.win > 0 && matches!(rules.ranked_by, Value::Wins | Value::WinPercentage) {
            let wins = points / rules.points.win;
            self.wins += wins;
            self.losses -= wins.min(0);
        }
    }

    /// The number compared; `Quotients` needs the games and is summed elsewhere.
    pub fn number(&self, value: Value) -> Number {
        let whole = |number: i32| Number::Whole(i64::from(number));
        let ratio = |of: i32, by: i32| Number::Ratio { of: i64::from(of), by: i64::from(by) };
        match value {
            Value::Record => whole(self.points),
            Value::Wins => whole(self.wins),
            Value::WinPercentage => ratio(self.wins, self.wins + self.losses),
            Value::Difference => whole(self.scored - self.conceded),
            Value::Scored => whole(self.scored),
            Value::Conceded => whole(self.conceded),
            Value::Ratio | Value::Quotients => ratio(self.scored, self.conceded),
            Value::ScoredPerGame => ratio(self.scored, self.with_score),
            Value::ConcededPerGame => ratio(self.conceded, self.with_score),
        }
    }
}

/// Adds up the quotients of one team over the games it is given.
pub(crate) fn quotients<'a>(team: Team, games: impl Iterator<Item = &'a Counted>, look: Look) -> QuotientSum {
    let mut sum = QuotientSum::zero();
    for game in games.filter(|game| game.score_counts && look.sees(game)) {
        let Some(side) = game.teams.iter().position(|&other| other == team) else { continue };
        let (scored, conceded) = look.score(game, side);
        sum.add(scored.unsigned_abs(), conceded.unsigned_abs());
    }
    sum
}

/// A group as it counts: what the ranking is made from.
#[derive(Debug)]
pub(crate) struct Count {
    pub games: Vec<Counted>,
    /// By team, over all counted games, adjustments not included.
    pub totals: Vec<Sums>,
    pub adjusted: Vec<i32>,
    pub ranked: Vec<Team>,
    pub out: Vec<Team>,
    pub notes: Vec<Note>,
}

/// Applies decisions, annulments and the second forfeit to a group's results.
pub(crate) fn count(group: &Group, rules: &RuleSet) -> Result<Count, Refused> {
    check(group)?;
    let mut notes = Vec::new();
    let forfeited_twice = second_forfeits(group, rules, &mut notes);
    let annul_out = group.second_forfeit == SecondForfeit::OutAnnulled;
    let mut games = Vec::with_capacity(group.results.len());
    let mut totals = vec![Sums::default(); usize::from(group.teams)];
    for (game, result) in group.results.iter().enumerate() {
        if result.outcome == Outcome::Annulled {
            notes.push(Note::Annulled { game });
            continue;
        }
        if let Some(&team) = group.disqualified.iter().find(|&&team| result.has(team)) {
            notes.push(Note::AnnulledByDisqualification { team, game });
            continue;
        }
        if let Some(&team) = forfeited_twice.iter().find(|&&team| annul_out && result.has(team)) {
            notes.push(Note::AnnulledBySecondForfeit { team, game });
            continue;
        }
        let counted = counted(game, result, rules, &mut notes)?;
        for side in 0..2 {
            totals[counted.teams[side].index()].add(&counted, side, Look::PLAIN);
        }
        games.push(counted);
    }
    let mut adjusted = vec![0; usize::from(group.teams)];
    for (index, adjustment) in group.adjustments.iter().enumerate() {
        adjusted[adjustment.team.index()] += adjustment.points;
        notes.push(Note::Adjusted { team: adjustment.team, points: adjustment.points, adjustment: index });
    }
    let unranked =
        |team: &Team| group.disqualified.contains(team) || (annul_out && forfeited_twice.contains(team));
    let ranked = group.members.iter().copied().filter(|team| !unranked(team)).collect();
    Ok(Count { games, totals, adjusted, ranked, out: forfeited_twice, notes })
}

fn counted(
    game: usize,
    result: &GameResult,
    rules: &RuleSet,
    notes: &mut Vec<Note>,
) -> Result<Counted, Refused> {
    let Some(decision) = result.outcome.decision(&rules.outcomes) else {
        if result.score[0] == result.score[1] {
            return Err(Refused::Level { game });
        }
        return Ok(Counted::played(game, result, rules));
    };
    let counted = Counted::decided(game, result, rules, decision);
    let score = credited(result, decision);
    if let (Outcome::DoubleForfeit, Some([opponent, own])) = (result.outcome, decision.score) {
        notes.push(Note::BothLost { game, score: [own, opponent] });
    } else if score != result.score {
        notes.push(Note::Credited { game, score });
    }
    if !counted.score_counts {
        notes.push(Note::ScoreIgnored { game });
    }
    Ok(counted)
}

/// Finds the teams with two forfeits among the results nobody annulled by hand.
fn second_forfeits(group: &Group, rules: &RuleSet, notes: &mut Vec<Note>) -> Vec<Team> {
    if group.second_forfeit == SecondForfeit::Nothing {
        return Vec::new();
    }
    let mut forfeits: Vec<Vec<usize>> = vec![Vec::new(); usize::from(group.teams)];
    for (game, result) in group.results.iter().enumerate() {
        let expels = result.outcome.decision(&rules.outcomes).is_some_and(|found| found.towards_expulsion);
        for side in result.outcome.at_fault().iter().filter(|_| expels) {
            let team = [result.a, result.b][side.index()];
            forfeits[team.index()].push(game);
        }
    }
    // All are judged by the results as entered: one team's annulment must not save another by the order of entry.
    let results_stand = group.second_forfeit == SecondForfeit::OutStanding;
    let mut out = Vec::new();
    for (team, games) in (0..group.teams).map(Team).zip(forfeits) {
        if games.len() >= 2 {
            out.push(team);
            notes.push(Note::SecondForfeit { team, games, results_stand });
        }
    }
    out
}

fn check(group: &Group) -> Result<(), Refused> {
    let known = |team: Team| if team.0 < group.teams { Ok(()) } else { Err(Refused::UnknownTeam(team)) };
    for (game, result) in group.results.iter().enumerate() {
        known(result.a)?;
        known(result.b)?;
        if result.a == result.b {
            return Err(Refused::SameTeamTwice { game });
        }
    }
    for (game, open) in group.open.iter().enumerate() {
        known(open.a)?;
        known(open.b)?;
        if open.a == open.b {
            return Err(Refused::SameTeamTwice { game: group.results.len() + game });
        }
    }
    group.adjustments.iter().try_for_each(|adjustment| known(adjustment.team))?;
    for list in group.draws.iter().chain([&group.members, &group.disqualified, &group.ranking_list]) {
        let mut seen = vec![false; usize::from(group.teams)];
        for &team in list {
            known(team)?;
            if std::mem::replace(&mut seen[team.index()], true) {
                return Err(Refused::RepeatedTeam(team));
            }
        }
    }
    Ok(())
}
