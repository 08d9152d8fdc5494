//! Who has the ball, and what gave it: points from turnovers and of second chances follow from it.

use crate::boxscore::game::Marks;
use crate::fixture::Side;

/// The ball at one moment of a game.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Possession {
    holder: Option<Side>,
    marks: Marks,
    /// Free throws still to come that belong to no possession.
    apart: u8,
}

impl Possession {
    /// A side shoots: what its points are marked with.
    pub fn acts(&mut self, side: Side) -> Marks {
        self.apart = 0;
        if self.holder != Some(side) {
            *self = Self { holder: Some(side), ..Self::default() };
        }
        self.marks
    }

    /// Free throws after a technical foul change nothing.
    pub fn free_throw(&mut self, side: Side) -> Marks {
        if self.apart > 0 {
            self.apart -= 1;
            return Marks::default();
        }
        self.acts(side)
    }

    /// A foul: how many of its free throws belong to no possession.
    pub fn foul(&mut self, apart: u8) {
        self.apart = apart;
    }

    /// A rebound of an end.
    pub fn rebound(&mut self, side: Side, offensive: bool) {
        self.acts(side);
        if offensive {
            self.marks.second_chance = true;
        } else {
            self.marks = Marks::default();
        }
    }

    /// A side loses the ball.
    pub fn turnover(&mut self, side: Side) {
        let marks = Marks { from_turnover: true, ..Marks::default() };
        *self = Self { holder: Some(side.other()), marks, apart: 0 };
    }
}
