//! How the score went: leads, runs, ties, and for how long.

use super::game::{Hundredths, Side};

/// The story of a score, side A first in pairs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    pub biggest_lead: [i32; 2],
    /// Points without an answer.
    pub biggest_run: [i32; 2],
    pub leading: [Hundredths; 2],
    pub level: Hundredths,
    /// How often the lead went from one team to the other.
    pub lead_changes: u32,
    /// How often a basket made the score level.
    pub ties: u32,
    score: [i32; 2],
    run: [i32; 2],
    last_leader: Option<Side>,
    since: Hundredths,
}

impl Flow {
    pub fn score(&self) -> [i32; 2] {
        self.score
    }

    pub(super) fn points(&mut self, side: Side, points: i32, now: Hundredths) {
        self.pass(now);
        let (own, other) = (side as usize, side.other() as usize);
        self.score[own] += points;
        self.run[own] += points;
        self.run[other] = 0;
        self.biggest_run[own] = self.biggest_run[own].max(self.run[own]);
        self.biggest_lead[own] = self.biggest_lead[own].max(self.score[own] - self.score[other]);
        match self.leader() {
            None => self.ties += 1,
            Some(leader) => {
                self.lead_changes += u32::from(self.last_leader.is_some_and(|last| last != leader));
                self.last_leader = Some(leader);
            }
        }
    }

    /// Time goes by with the score as it is. A clock that runs back gives no time back.
    pub(super) fn pass(&mut self, now: Hundredths) {
        let time = (now - self.since).max(0);
        self.since = self.since.max(now);
        match self.leader() {
            Some(side) => self.leading[side as usize] += time,
            None => self.level += time,
        }
    }

    fn leader(&self) -> Option<Side> {
        let [a, b] = self.score;
        match a.cmp(&b) {
            std::cmp::Ordering::Greater => Some(Side::A),
            std::cmp::Ordering::Less => Some(Side::B),
            std::cmp::Ordering::Equal => None,
        }
    }
}

/// How the score stood after a basket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Time played, where the clock is known.
    pub played: Option<Hundredths>,
    /// Points of A less those of B.
    pub margin: i32,
    /// The score after it, side A first.
    pub score: [i32; 2],
    /// Index into the game's periods.
    pub period: usize,
    /// Time left in the period, where the clock is known.
    pub left: Option<Hundredths>,
}

impl super::Report {
    /// The margin after every score, in the order of the game.
    pub fn margins(&self) -> Vec<Step> {
        let mut score = [0; 2];
        let game = &self.feed.game;
        let points = |play: &super::game::Play| match play.what {
            super::game::What::Shot { worth, made: true, .. } => Some(worth),
            super::game::What::FreeThrow { made: true, .. } => Some(1),
            _ => None,
        };
        let scored = game.plays.iter().filter_map(|play| Some((play, points(play)?)));
        scored
            .map(|(play, points)| {
                score[play.side as usize] += points;
                let margin = score[0] - score[1];
                Step { played: game.played(play), margin, score, period: play.period, left: play.left }
            })
            .collect()
    }
}
