//! The proof: complete scores that put a team on a rank.

use super::exact::{Answer, can_reach};
use super::outcome::{Try, World};
use super::unite;
use crate::standings::counting::Counted;
use crate::standings::results::Team;

/// Sets of scores tried for one team and rank before it is decided by solving.
const TRIES_A_RANK: u32 = 600;
/// Sets of scores tried altogether.
const TRIES: u32 = 120_000;
/// Questions solved altogether.
const QUESTIONS: u32 = 20_000;
/// Sets of scores sampled when too many games are open.
const SAMPLES: u32 = 4000;

/// A search that keeps every rank it has seen.
pub(super) struct Search<'a> {
    world: &'a World<'a>,
    pub proven: Vec<u64>,
    games: Vec<Counted>,
    left: u32,
    questions: u32,
    state: u64,
}

impl<'a> Search<'a> {
    pub fn new(world: &'a World<'a>) -> Self {
        // The numbers are the same on every run: an outlook must not change by being asked for twice.
        let state = 0x2545_f491_4f6c_dd1d;
        Self {
            world,
            proven: vec![0; world.teams.len()],
            games: Vec::new(),
            left: TRIES,
            questions: QUESTIONS,
            state,
        }
    }

    /// Tries an outcome with plain scores.
    pub fn try_plain(&mut self, outcome: u32) {
        let tries = vec![Try { loser: 70, margin: 7, overtime: false }; self.world.open.len()];
        self.rank(outcome, &tries);
    }

    /// Looks for scores that prove every rank of the bound, and takes out of it what is shown to be impossible.
    pub fn prove(&mut self, by_outcome: &mut [Vec<u64>]) {
        for team in 0..self.proven.len() {
            for rank in 0..self.proven.len() {
                let wanted = 1_u64 << rank;
                let allows = |(_, ranks): &(u32, &Vec<u64>)| ranks[team] & wanted != 0;
                let outcomes: Vec<u32> =
                    (0..).zip(by_outcome.iter()).filter(allows).map(|(outcome, _)| outcome).collect();
                if self.proven[team] & wanted != 0 || outcomes.is_empty() {
                    continue;
                }
                self.prove_rank(team, wanted, &outcomes);
                if self.proven[team] & wanted == 0 {
                    self.decide(team, rank, &outcomes, by_outcome);
                }
            }
        }
    }

    /// Decides a rank that trying did not reach.
    fn decide(&mut self, team: usize, rank: usize, outcomes: &[u32], by_outcome: &mut [Vec<u64>]) {
        for &outcome in outcomes {
            if self.questions == 0 {
                return;
            }
            self.questions -= 1;
            match can_reach(self.world, outcome, team, rank) {
                Answer::Scores(tries) => {
                    self.rank(outcome, &tries);
                    if self.proven[team] >> rank & 1 == 1 {
                        return;
                    }
                }
                Answer::Impossible => by_outcome[outcome as usize][team] &= !(1_u64 << rank),
                Answer::Unknown => {}
            }
        }
    }

    fn prove_rank(&mut self, team: usize, wanted: u64, outcomes: &[u32]) {
        for tried in 0..TRIES_A_RANK.min(self.left) as usize {
            let outcome = outcomes[tried % outcomes.len()];
            let tries = self.some_scores(outcome, tried % 2 == 1);
            self.rank(outcome, &tries);
            self.left -= 1;
            if self.proven[team] & wanted != 0 {
                return;
            }
        }
    }

    /// Tries scores at random, for groups with too many open games.
    pub fn sample(&mut self) {
        for _ in 0..SAMPLES {
            let outcome = self.below(u64::from(u32::MAX)) as u32;
            let tries = self.some_scores(outcome, false);
            self.rank(outcome, &tries);
        }
    }

    fn rank(&mut self, outcome: u32, tries: &[Try]) {
        let ranks = self.world.ranks(outcome, tries, &mut self.games);
        unite(&mut self.proven, &ranks);
    }

    /// Scores that favour some teams over others; `tuned` then levels the difference of two teams.
    fn some_scores(&mut self, outcome: u32, tuned: bool) -> Vec<Try> {
        let favour: Vec<u64> = (0..self.world.over.teams).map(|_| self.below(4)).collect();
        let scale = [3, 12, 40, 400][self.below(4) as usize];
        let mut tries: Vec<Try> = (0..self.world.open.len())
            .map(|game| {
                let teams = self.world.open[game].teams;
                let winner = self.world.winner(outcome, game);
                let ahead = favour[teams[winner].index()] > favour[teams[1 - winner].index()];
                let margin = if ahead { 1 + self.below(scale) } else { 1 + self.below(3) / 2 };
                Try {
                    loser: (self.below(3) * self.below(120)) as u16,
                    margin: margin as u16,
                    overtime: self.world.overtime_matters && self.below(6) == 0,
                }
            })
            .collect();
        if tuned {
            self.level_two(outcome, &mut tries);
        }
        tries
    }

    /// Changes one margin so that two teams have the same difference, between them and their equals or in all games.
    fn level_two(&mut self, outcome: u32, tries: &mut [Try]) {
        let teams = self.world.teams;
        if tries.is_empty() || teams.len() < 2 {
            return;
        }
        let left = teams[self.below(teams.len() as u64) as usize];
        let right = teams[self.below(teams.len() as u64) as usize];
        let game = self.below(tries.len() as u64) as usize;
        let points = self.points(outcome, tries);
        let level = points[left.index()];
        let all = self.below(2) == 0;
        let inside = |team: Team| all || (points[team.index()] == level && teams.contains(&team));
        let gap: i64 = self
            .results(outcome, tries)
            .filter(|played| played.teams.iter().all(|&team| inside(team)))
            .map(|played| difference(&played, left) - difference(&played, right))
            .sum();
        let winner = self.world.winner(outcome, game);
        let open = self.world.open[game].teams;
        if left == right || !open.iter().all(|&team| inside(team)) {
            return;
        }
        let sign = |team: Team| i64::from(open[winner] == team) - i64::from(open[1 - winner] == team);
        let change = sign(left) - sign(right);
        if change != 0 && gap % change == 0 {
            let margin = i64::from(tries[game].margin) - gap / change;
            if let Some(margin) = u16::try_from(margin).ok().filter(|margin| (1..5000).contains(margin)) {
                tries[game].margin = margin;
            }
        }
    }

    fn results<'b>(&'b self, outcome: u32, tries: &'b [Try]) -> impl Iterator<Item = Counted> + 'b {
        let open = tries
            .iter()
            .enumerate()
            .map(move |(game, &tried)| self.world.played(game, self.world.winner(outcome, game), tried));
        self.world.count.games.iter().copied().chain(open)
    }

    fn points(&self, outcome: u32, tries: &[Try]) -> Vec<i32> {
        let mut points = self.world.count.adjusted.clone();
        for played in self.results(outcome, tries) {
            for side in 0..2 {
                points[played.teams[side].index()] += played.points[side];
            }
        }
        points
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 11) % limit
    }
}

fn difference(played: &Counted, team: Team) -> i64 {
    let side = played.teams.iter().position(|&other| other == team);
    side.map_or(0, |side| i64::from(played.scored[side] - played.conceded[side]))
}
