//! What the open games can still change: certain, possible and impossible ranks.
//!
//! Up to `MOST_EXACT` open games every combination of winners is tried, and for each of them:
//!
//! - a bound that is never too small (`reach`): all orders in which margins can leave level teams, criterion by
//!   criterion, each looked at on its own;
//! - complete sets of scores, ranked by the procedure itself (`witness`): what they show is possible for certain;
//! - for a rank inside the bound that no scores have shown, the conditions on margins and points as a linear system,
//!   solved in whole numbers (`exact`): either scores are found or the rank is struck out.
//!
//! A rank outside `possible` is always impossible. A rank inside is either shown by scores or listed as `unproven`, and
//! without unproven ranks the answer is exact. Ranks stay unproven only where the conditions are not linear or too
//! many: a ratio between two teams that both have open games in it, a sum of quotients, a table sorted by something
//! else than points or wins, overtime as level with more than four open games, or a limit of the search. Above
//! `MOST_EXACT` open games the bound uses only what each team can still reach in points or wins.
//!
//! Open games are taken as played to the end, without forfeits; margins and scores have no limit that matters; lots may
//! fall either way. `by_own_wins` and `stakes` are made from the bounds, so they may be too large, never too small.

mod exact;
mod integer;
mod outcome;
mod reach;
#[cfg(test)]
mod tests;
mod witness;

use super::counting::count;
use super::number::Number;
use super::results::{Group, Refused, Team};
use super::rules::{RuleSet, Value};
use outcome::World;
use reach::Reach;
use serde::Serialize;
use std::cmp::Ordering;
use witness::Search;

/// The number of open games up to which every combination of winners is tried.
pub const MOST_EXACT: usize = 12;

/// How an outlook was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    EveryOutcome,
    /// By the least and most each team can still reach, because too many games are open.
    Bounded,
}

/// What a group's open games can still change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outlook {
    /// In the order of the group's members.
    pub teams: Vec<Prospect>,
    pub method: Method,
    /// Games whose winner changes the possible ranks of someone; empty when bounded.
    pub stakes: Vec<Stake>,
}

/// What one team can still reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Prospect {
    pub team: Team,
    /// Ranks that cannot be excluded; every other rank is impossible.
    pub possible: Vec<usize>,
    /// Those of them that no set of scores was found for.
    pub unproven: Vec<usize>,
    /// Possible ranks by the number of its own open games the team wins; empty when bounded.
    pub by_own_wins: Vec<Vec<usize>>,
}

/// A game that still matters, by its place among the open games, and for whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stake {
    pub game: usize,
    pub teams: Vec<Team>,
}

impl Prospect {
    /// The only rank left.
    pub fn certain(&self) -> Option<usize> {
        match self.possible.as_slice() {
            [rank] => Some(*rank),
            _ => None,
        }
    }

    /// Says whether the team is sure to be at least as high as the rank.
    pub fn is_sure_of(&self, rank: usize) -> bool {
        self.possible.iter().all(|&possible| possible <= rank)
    }
}

impl Outlook {
    /// Says whether every possible rank is proven.
    pub fn is_exact(&self) -> bool {
        self.teams.iter().all(|team| team.unproven.is_empty())
    }
}

/// Ranks are kept as the bits of one number.
pub const MOST_TEAMS: usize = 64;

/// Finds for every ranked team which ranks the open games leave possible.
pub fn what_if(group: &Group, rules: &RuleSet) -> Result<Outlook, Refused> {
    let count = count(group, rules)?;
    if count.ranked.len() > MOST_TEAMS {
        return Err(Refused::TooManyTeams);
    }
    let world = World::new(group, rules, &count);
    if world.open.len() > MOST_EXACT { Ok(bounded(&world)) } else { Ok(every_outcome(&world)) }
}

fn every_outcome(world: &World<'_>) -> Outlook {
    let teams = world.teams.len();
    let outcomes = 1_u32 << world.open.len();
    let mut by_outcome = Vec::with_capacity(outcomes as usize);
    let mut search = Search::new(world);
    for outcome in 0..outcomes {
        by_outcome.push(Reach::new(world, outcome).ranks());
        search.try_plain(outcome);
    }
    search.prove(&mut by_outcome);
    let mut bound = vec![0_u64; teams];
    for ranks in &by_outcome {
        unite(&mut bound, ranks);
    }
    let prospects = (0..teams)
        .map(|team| {
            let own = world.open_games_of(team);
            let mut by_own_wins = vec![0_u64; own.len() + 1];
            for (outcome, ranks) in (0..outcomes).zip(&by_outcome) {
                let wins = own.iter().filter(|&&(game, side)| world.winner(outcome, game) == side).count();
                by_own_wins[wins] |= ranks[team];
            }
            Prospect {
                team: world.teams[team],
                possible: ranks(bound[team]),
                unproven: ranks(bound[team] & !search.proven[team]),
                by_own_wins: by_own_wins.into_iter().map(ranks).collect(),
            }
        })
        .collect();
    Outlook { teams: prospects, method: Method::EveryOutcome, stakes: stakes(world, &by_outcome) }
}

fn stakes(world: &World<'_>, by_outcome: &[Vec<u64>]) -> Vec<Stake> {
    let mut stakes = Vec::new();
    for (game, open) in world.open.iter().enumerate() {
        let mut by_winner = [vec![0_u64; world.teams.len()], vec![0_u64; world.teams.len()]];
        for (outcome, ranks) in (0..).zip(by_outcome) {
            unite(&mut by_winner[world.winner(outcome, game)], ranks);
        }
        let [a, b] = by_winner;
        let matters = |&team: &usize| a[team] != b[team];
        let teams: Vec<Team> = (0..world.teams.len()).filter(matters).map(|team| world.teams[team]).collect();
        if !teams.is_empty() {
            stakes.push(Stake { game: open.place, teams });
        }
    }
    stakes
}

/// By the least and the most that each team can reach in what the table is sorted by.
fn bounded(world: &World<'_>) -> Outlook {
    let extremes: Vec<[Number; 2]> = (0..world.teams.len()).map(|team| world.extremes(team)).collect();
    let decided = matches!(world.rules.ranked_by, Value::Record | Value::Wins | Value::WinPercentage);
    let surely_above = |above: usize, below: usize| {
        decided && extremes[above][0].better_first(&extremes[below][1], false) == Ordering::Less
    };
    let all = 0..world.teams.len();
    let bound: Vec<u64> = all
        .clone()
        .map(|team| {
            let above = all.clone().filter(|&other| surely_above(other, team)).count();
            let below = all.clone().filter(|&other| surely_above(team, other)).count();
            span(above, world.teams.len() - below)
        })
        .collect();
    let mut search = Search::new(world);
    search.sample();
    let prospects = all
        .map(|team| Prospect {
            team: world.teams[team],
            possible: ranks(bound[team]),
            unproven: ranks(bound[team] & !search.proven[team]),
            by_own_wins: Vec::new(),
        })
        .collect();
    Outlook { teams: prospects, method: Method::Bounded, stakes: Vec::new() }
}

/// Bits from one place up to another, the last not included.
fn span(from: usize, to: usize) -> u64 {
    (from..to).fold(0, |bits, place| bits | 1 << place)
}

fn ranks(bits: u64) -> Vec<usize> {
    (0..64).filter(|place| bits >> place & 1 == 1).map(|place| place + 1).collect()
}

fn unite(all: &mut [u64], more: &[u64]) {
    for (bits, extra) in all.iter_mut().zip(more) {
        *bits |= extra;
    }
}
