//! Games in every run of so many slots: a club's games lie in one row, and a game looks at the runs around its slot.

use crate::planner::budget::{Cost, unit};
use crate::planner::problem::{Demand, Rule, Side, between, marks};

/// The rules about runs of slots, and the games that each club has in them.
#[derive(Clone, Debug, Default)]
pub(in crate::planner) struct Spells {
    groups: Vec<Group>,
    /// The rows that a game moves, by its place.
    rows_of: Vec<Vec<Row>>,
    slots: usize,
    /// What an empty plan costs.
    pub empty: Cost,
}

/// Rules that count the same games of the same clubs.
#[derive(Clone, Debug)]
struct Group {
    clubs: Vec<usize>,
    against: Vec<usize>,
    side: Side,
    runs: Vec<Run>,
    /// Games by club, then slot.
    games: Vec<u16>,
}

#[derive(Clone, Copy, Debug)]
struct Run {
    length: usize,
    least: u32,
    most: u32,
    unit: Cost,
}

/// A club's row of a group.
#[derive(Clone, Copy, Debug)]
struct Row {
    group: u32,
    row: u32,
}

impl Spells {
    pub fn new(places: &[(usize, usize)], slots: usize) -> Self {
        Self { groups: Vec::new(), rows_of: vec![Vec::new(); places.len()], slots, empty: 0 }
    }

    /// Adds a rule; false when it is not about runs of slots.
    pub fn rule(&mut self, rule: &Rule, places: &[(usize, usize)], club_count: usize) -> bool {
        let Demand::Spell { clubs, against, side, length, bounds } = &rule.demand else { return false };
        if *length > self.slots {
            return true;
        }
        let run = Run {
            length: *length,
            least: bounds.least,
            most: bounds.most,
            unit: unit(rule.hard, rule.weight),
        };
        let runs = (self.slots + 1 - length) * clubs.len();
        self.empty += runs as i64 * i64::from(bounds.least) * run.unit;
        let same =
            |group: &&mut Group| group.clubs == *clubs && group.against == *against && group.side == *side;
        if let Some(group) = self.groups.iter_mut().find(same) {
            group.runs.push(run);
            return true;
        }
        let number = u32::try_from(self.groups.len()).expect("rules are limited");
        let opponents = marks(against, club_count);
        for (row, &club) in clubs.iter().enumerate() {
            let mine = marks(&[club], club_count);
            for (place, game) in places.iter().enumerate() {
                if between(*game, &mine, &opponents, *side) {
                    self.rows_of[place].push(Row { group: number, row: row as u32 });
                }
            }
        }
        self.groups.push(Group {
            clubs: clubs.clone(),
            against: against.clone(),
            side: *side,
            runs: vec![run],
            games: vec![0; clubs.len() * self.slots],
        });
        true
    }

    /// Adds a game and returns what that changes.
    #[inline]
    pub fn add(&mut self, place: usize, slot: usize) -> Cost {
        let mut change = 0;
        for row in &self.rows_of[place] {
            let group = &mut self.groups[row.group as usize];
            let first = row.row as usize * self.slots;
            let games = &mut group.games[first..first + self.slots];
            change += one_more(&group.runs, games, slot);
            games[slot] += 1;
        }
        change
    }

    /// Takes a game away and returns what that changes.
    #[inline]
    pub fn remove(&mut self, place: usize, slot: usize) -> Cost {
        let mut change = 0;
        for row in &self.rows_of[place] {
            let group = &mut self.groups[row.group as usize];
            let first = row.row as usize * self.slots;
            let games = &mut group.games[first..first + self.slots];
            games[slot] -= 1;
            change -= one_more(&group.runs, games, slot);
        }
        change
    }
}

/// What one more game in a slot costs in all runs that hold the slot.
#[inline]
fn one_more(runs: &[Run], games: &[u16], slot: usize) -> Cost {
    let mut change = 0;
    for run in runs {
        let first = (slot + 1).saturating_sub(run.length);
        let last = slot.min(games.len() - run.length);
        let mut count: u32 = games[first..first + run.length].iter().map(|games| u32::from(*games)).sum();
        let (mut over, mut under) = (0_i64, 0_i64);
        for begin in first..=last {
            over += i64::from(count >= run.most);
            under += i64::from(count < run.least);
            if begin < last {
                count = count + u32::from(games[begin + run.length]) - u32::from(games[begin]);
            }
        }
        change += (over - under) * run.unit;
    }
    change
}
