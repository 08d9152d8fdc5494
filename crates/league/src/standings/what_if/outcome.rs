//! The open games of a group and the results they are tried with.

use crate::standings::counting::{Count, Counted, Look, Sums};
use crate::standings::number::Number;
use crate::standings::ranking::Ranker;
use crate::standings::results::{GameResult, Group, SecondForfeit, Team};
use crate::standings::rules::{AtTheEnd, Overtime, RuleSet};

/// An open game that can change the table, with its place in the group's list.
pub(super) struct Open {
    pub place: usize,
    pub teams: [Team; 2],
}

/// A score tried on an open game: the loser's points, the margin, and whether it took overtime.
#[derive(Clone, Copy)]
pub(super) struct Try {
    pub loser: u16,
    pub margin: u16,
    pub overtime: bool,
}

/// A group as far as it is played, ready to be played to its end.
pub(super) struct World<'a> {
    /// The group as it is once the last game is over.
    pub over: Group,
    pub rules: &'a RuleSet,
    pub count: &'a Count,
    pub teams: &'a [Team],
    pub open: Vec<Open>,
    /// Whether some criterion takes games with overtime as level.
    pub overtime_matters: bool,
}

impl<'a> World<'a> {
    pub fn new(group: &Group, rules: &'a RuleSet, count: &'a Count) -> Self {
        let annul_out = group.second_forfeit == SecondForfeit::OutAnnulled;
        let is_out =
            |team: &Team| group.disqualified.contains(team) || (annul_out && count.out.contains(team));
        let counts = |teams: &[Team; 2]| {
            !teams.iter().any(is_out) && teams.iter().any(|team| count.ranked.contains(team))
        };
        let open = group
            .open
            .iter()
            .enumerate()
            .map(|(place, game)| Open { place, teams: [game.a, game.b] })
            .filter(|open| counts(&open.teams))
            .collect();
        let over = Group { open: Vec::new(), complete: true, ..group.clone() };
        let overtime_matters = rules.criteria.iter().any(|criterion| criterion.overtime == Overtime::Level);
        Self { over, rules, count, teams: &count.ranked, open, overtime_matters }
    }

    /// The side that wins an open game: bit by bit, 0 for side A.
    pub fn winner(&self, outcome: u32, game: usize) -> usize {
        (outcome >> game & 1) as usize
    }

    /// The open games of a team, by its place among the ranked teams, with its side.
    pub fn open_games_of(&self, team: usize) -> Vec<(usize, usize)> {
        let side = |open: &Open| open.teams.iter().position(|&other| other == self.teams[team]);
        self.open.iter().enumerate().filter_map(|(game, open)| Some((game, side(open)?))).collect()
    }

    /// The result of an open game as it would count.
    pub fn played(&self, game: usize, winner: usize, tried: Try) -> Counted {
        let [a, b] = self.open[game].teams;
        let mut score = [tried.loser, tried.loser];
        score[winner] += tried.margin;
        let mut result = GameResult::played(a, b, score);
        result.overtime = tried.overtime;
        Counted::played(self.over.results.len() + game, &result, self.rules)
    }

    /// The ranks that complete scores give, as bits; a set that lots must order has all its places.
    pub fn ranks(&self, outcome: u32, tries: &[Try], games: &mut Vec<Counted>) -> Vec<u64> {
        games.clear();
        games.extend_from_slice(&self.count.games);
        let mut totals: Vec<Sums> = self.count.totals.clone();
        for (game, &tried) in tries.iter().enumerate() {
            let counted = self.played(game, self.winner(outcome, game), tried);
            for side in 0..2 {
                totals[counted.teams[side].index()].add(&counted, side, Look::PLAIN);
            }
            games.push(counted);
        }
        let mut ranker = Ranker::new(&self.over, self.rules, games, &totals);
        ranker.rank(self.teams, &self.count.adjusted);
        let mut by_team = vec![0_u64; totals.len()];
        let mut rank = 0;
        for place in &ranker.ranking {
            let shares = self.rules.at_the_end == AtTheEnd::Share;
            let bits = super::span(rank, rank + if shares { 1 } else { place.len() });
            for team in place {
                by_team[team.index()] = bits;
            }
            rank += place.len();
        }
        self.teams.iter().map(|team| by_team[team.index()]).collect()
    }

    /// What the table is sorted by when the team loses, and when it wins, all its open games.
    pub fn extremes(&self, team: usize) -> [Number; 2] {
        [false, true].map(|wins| {
            let mut sums = self.count.totals[self.teams[team].index()];
            sums.adjust(self.count.adjusted[self.teams[team].index()], self.rules);
            for (game, side) in self.open_games_of(team) {
                let winner = if wins { side } else { 1 - side };
                let tried = Try { loser: 70, margin: 1, overtime: false };
                sums.add(&self.played(game, winner, tried), side, Look::PLAIN);
            }
            sums.number(self.rules.ranked_by)
        })
    }
}
