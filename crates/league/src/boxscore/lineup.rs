//! Who is on court, for how long, and with what score.

use super::game::{Foul, Game, Hundredths, Play, Side, What, Who};
use super::problem::{Kind, Problems};

const FIVE: usize = 5;

/// What the court gave a player.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OnCourt {
    pub time: Hundredths,
    pub plus_minus: i32,
    pub was_on: bool,
    /// Comings and goings.
    pub changes: u32,
}

#[derive(Clone, Debug)]
struct Man {
    since: Option<Hundredths>,
    total: OnCourt,
}

/// The court as plays go by.
pub(super) struct Court {
    men: [Vec<Man>; 2],
    /// Clock and line-ups of the last foul of either kind by either side.
    at_foul: [[Option<(Moment, Lineups)>; 2]; 2],
    known: [bool; 2],
}

type Lineups = [Vec<usize>; 2];

/// Period and clock: both stand still between a foul and its free throws.
type Moment = (usize, Option<Hundredths>);

impl Court {
    pub(super) fn new(game: &Game, problems: &mut Problems) -> Self {
        let changes = game.plays.iter().any(|play| matches!(play.what, What::In | What::Out));
        let mut known = [true; 2];
        let men = Side::BOTH.map(|side| {
            let starters = starters(game, side);
            let number = starters.iter().filter(|on| **on).count();
            let begins_empty = number == 0 && first_change_is_in(game, side);
            known[side as usize] = (changes || number == FIVE) && (number > 0 || begins_empty);
            if number != FIVE && !begins_empty {
                let team = &game.teams[side as usize].name;
                problems.add(Kind::Lineup, "starters", format!("{team} has {number} starters"));
            }
            let man = |on: bool| Man {
                since: on.then_some(0),
                total: OnCourt { was_on: on, ..OnCourt::default() },
            };
            starters.into_iter().map(man).collect()
        });
        Self { men, at_foul: Default::default(), known }
    }

    /// Whether minutes and plus-minus of a side mean anything.
    pub(super) fn known(&self, side: Side) -> bool {
        self.known[side as usize]
    }

    fn lineups(&self) -> Lineups {
        self.men.each_ref().map(|men| {
            men.iter().enumerate().filter(|(_, man)| man.since.is_some()).map(|(index, _)| index).collect()
        })
    }

    /// Takes a player on or off.
    pub(super) fn change(&mut self, play: &Play, now: Hundredths, place: &str, problems: &mut Problems) {
        let Who::Player(index) = play.who else { return };
        let Some(man) = self.men[play.side as usize].get_mut(index) else { return };
        let now = now + play.counts_late;
        match (play.what, man.since) {
            (What::In, None) => {
                man.since = Some(now);
                man.total.was_on = true;
            }
            (What::Out, Some(since)) => {
                man.since = None;
                man.total.time += now - since;
            }
            (What::In, _) => return problems.add(Kind::Substitution, place, "comes on, but is on court"),
            _ => return problems.add(Kind::Substitution, place, "goes off, but is not on court"),
        }
        man.total.changes += 1;
    }

    /// Remembers who was on court when a foul was called: its free throws may count for them.
    pub(super) fn foul(&mut self, play: &Play, kind: Foul) {
        let lineups = self.lineups();
        self.at_foul[kind as usize][play.side as usize] = Some(((play.period, play.left), lineups));
    }

    /// Gives points to those on court; says how many of each side they were.
    pub(super) fn points(&mut self, play: &Play, points: i32, after_foul: Option<Foul>) -> [usize; 2] {
        let side = play.side;
        let lineups =
            after_foul.and_then(|kind| self.lineups_at_foul(play, kind)).unwrap_or_else(|| self.lineups());
        for own in Side::BOTH {
            for index in &lineups[own as usize] {
                let total = &mut self.men[own as usize][*index].total;
                total.plus_minus += if own == side { points } else { -points };
            }
        }
        lineups.each_ref().map(Vec::len)
    }

    /// The foul of the same moment that a free throw goes with: of its own kind, or else of the other.
    fn lineups_at_foul(&self, throw: &Play, kind: Foul) -> Option<Lineups> {
        let other = if kind == Foul::Personal { Foul::Technical } else { Foul::Personal };
        let fouls =
            [kind, other].map(|kind| self.at_foul[kind as usize][throw.side.other() as usize].as_ref());
        let mut same =
            fouls.into_iter().flatten().filter(|(moment, _)| *moment == (throw.period, throw.left));
        same.next().map(|(_, lineups)| lineups.clone())
    }

    /// The final buzzer.
    pub(super) fn end(mut self, now: Hundredths) -> [Vec<OnCourt>; 2] {
        for man in self.men.iter_mut().flatten() {
            if let Some(since) = man.since.take() {
                man.total.time += now - since;
            }
        }
        self.men.map(|men| men.into_iter().map(|man| man.total).collect())
    }
}

fn first_change_is_in(game: &Game, side: Side) -> bool {
    let mut changes = game.plays.iter().filter(|play| play.side == side);
    changes.find_map(|play| match play.what {
        What::In => Some(true),
        What::Out => Some(false),
        _ => None,
    }) == Some(true)
}

/// The starters the feed names, or else those who do something before anybody sends them on.
pub(super) fn starters(game: &Game, side: Side) -> Vec<bool> {
    let players = &game.teams[side as usize].players;
    let named: Vec<bool> = players.iter().map(|player| player.starter == Some(true)).collect();
    if named.iter().filter(|on| **on).count() == FIVE || players.iter().any(|player| player.starter.is_some())
    {
        return named;
    }
    let mut first: Vec<Option<bool>> = vec![None; players.len()];
    for play in game.plays.iter().filter(|play| play.side == side) {
        let Who::Player(index) = play.who else { continue };
        let Some(first) = first.get_mut(index) else { continue };
        // A technical foul may be called on somebody who sits.
        let acts = !matches!(play.what, What::Foul(_) | What::In | What::Pause);
        if first.is_none() && (acts || play.what == What::In) {
            *first = Some(acts);
        }
    }
    let begins: Vec<bool> = first.into_iter().map(|first| first == Some(true)).collect();
    if game.plays.iter().any(|play| matches!(play.what, What::In | What::Out)) { begins } else { named }
}
