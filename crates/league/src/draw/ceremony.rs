//! The draw, ball by ball.

use super::DrawFile;
use super::clash::{clash, small_clash};
use super::count::{Counter, Situation, WORK_LIMIT};
use super::fault::DrawFault;
use super::problem::Problem;

/// A place that the next entry can come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its number in the file's list of places.
    pub place: usize,
    /// The legal outcomes it leads to.
    pub weight: u128,
}

/// A draw under way: who is next, where it can come, how many outcomes are left.
pub struct Ceremony {
    problem: Problem,
    situation: Situation,
    counter: Counter,
    outcomes: u128,
    drawn: usize,
}

impl Ceremony {
    /// Reads a file and counts its outcomes; an impossible draw is refused with its clash.
    pub fn new(file: &DrawFile) -> Result<Self, DrawFault> {
        let problem = Problem::new(file)?;
        let mut situation = Situation::start(&problem);
        let mut counter = Counter::new(WORK_LIMIT);
        match counter.count(&problem, &mut situation) {
            Ok(0) => Err(DrawFault::Impossible(clash(file, problem))),
            Ok(outcomes) => Ok(Self { problem, situation, counter: counter.free(), outcomes, drawn: 0 }),
            // What cannot be counted may still clash in a way that is seen at once.
            Err(DrawFault::TooEntangled { .. }) => Err(small_clash(file, problem)),
            Err(fault) => Err(fault),
        }
    }

    /// The legal outcomes that are still open.
    pub fn outcomes(&self) -> u128 {
        self.outcomes
    }

    /// The number of the entry whose ball comes next; none when all are drawn.
    pub fn next(&self) -> Option<usize> {
        self.problem.balls.get(self.drawn).copied()
    }

    /// Every place the next entry can come to, in the file's order; the weights add up to the open outcomes.
    pub fn choices(&mut self) -> Result<Vec<Choice>, DrawFault> {
        let Some(entry) = self.next() else { return Ok(Vec::new()) };
        let kind = self.problem.kind_of[entry];
        let mut choices = Vec::new();
        for place in 0..self.problem.sizes.len() {
            let mut after = self.situation.clone();
            if after.seat(&self.problem, kind, place) {
                let weight = self.counter.count(&self.problem, &mut after)?;
                if weight > 0 {
                    choices.push(Choice { place, weight });
                }
            }
        }
        Ok(choices)
    }

    /// Seats the next entry. The choice must be one of those offered for it.
    pub fn take(&mut self, choice: Choice) {
        if let Some(entry) = self.next()
            && self.situation.seat(&self.problem, self.problem.kind_of[entry], choice.place)
        {
            self.outcomes = choice.weight;
            self.drawn += 1;
        }
    }
}
