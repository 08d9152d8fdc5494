//! Series: a single game, best of n, and two legs on total points 主客场总分制.

use super::results::Side;
use serde::Serialize;

/// One game of a series; scores belong to team A and team B of the series, wherever it is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leg {
    /// Final score, overtime included.
    pub score: [u16; 2],
    /// The score after four quarters, where overtime was played.
    pub regulation: Option<[u16; 2]>,
    pub lost_by: Option<LostBy>,
}

/// A game lost without the score deciding it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LostBy {
    Forfeit(Side),
    Default(Side),
}

impl LostBy {
    /// The side that lost by it.
    pub fn side(self) -> Side {
        match self {
            Self::Forfeit(side) | Self::Default(side) => side,
        }
    }
}

impl Leg {
    /// A leg that ended after four quarters.
    pub fn played(score: [u16; 2]) -> Self {
        Self { score, regulation: None, lost_by: None }
    }

    /// The side ahead, where the leg is not level.
    pub fn winner(&self) -> Option<Side> {
        match self.lost_by {
            Some(lost) => Some(lost.side().other()),
            None => ahead(self.score.map(u32::from)),
        }
    }

    fn after_four_quarters(&self) -> [u16; 2] {
        self.regulation.unwrap_or(self.score)
    }
}

/// Where a series stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SeriesState {
    pub winner: Option<Side>,
    /// Whether the last game played had to go on after its four quarters.
    pub overtime_due: bool,
    /// Total points on two legs; games won otherwise.
    pub aggregate: [u32; 2],
}

/// A single game: a level score after four quarters asks for overtime.
pub fn single_game(game: &Leg) -> SeriesState {
    let winner = game.winner();
    let won = |side: Side| u32::from(winner == Some(side));
    SeriesState {
        winner,
        overtime_due: game.lost_by.is_none() && ahead(game.after_four_quarters().map(u32::from)).is_none(),
        aggregate: [won(Side::A), won(Side::B)],
    }
}

/// Two legs on total points: one game of 80 minutes.
///
/// A level first leg gets no overtime; the second gets it only when the aggregate is level after its four quarters,
/// whatever its own score. A forfeit or default in either leg loses the series (OBR Art. 20, 21).
pub fn two_legs(first: &Leg, second: Option<&Leg>) -> SeriesState {
    let points = |leg: Option<&Leg>, side: Side| leg.map_or(0, |leg| u32::from(leg.score[side.index()]));
    let aggregate = [Side::A, Side::B].map(|side| points(Some(first), side) + points(second, side));
    if let Some(lost) = first.lost_by.or(second.and_then(|leg| leg.lost_by)) {
        return SeriesState { winner: Some(lost.side().other()), overtime_due: false, aggregate };
    }
    let Some(second) = second else {
        return SeriesState { winner: None, overtime_due: false, aggregate };
    };
    let after_four = second.after_four_quarters();
    let regulation = [Side::A, Side::B]
        .map(|side| u32::from(first.score[side.index()]) + u32::from(after_four[side.index()]));
    SeriesState { winner: ahead(aggregate), overtime_due: ahead(regulation).is_none(), aggregate }
}

/// Best of an odd number of games.
///
/// A forfeit loses a series of up to three games at once; in best of five it is one lost game (OBR Art. 20).
pub fn best_of(games: u8, played: &[Leg]) -> SeriesState {
    let mut won = [0_u32; 2];
    let needed = u32::from(games / 2 + 1);
    let mut overtime_due = false;
    for leg in played {
        if let (true, Some(LostBy::Forfeit(side))) = (games <= 3, leg.lost_by) {
            return SeriesState { winner: Some(side.other()), overtime_due: false, aggregate: won };
        }
        let state = single_game(leg);
        overtime_due = state.overtime_due;
        if let Some(side) = state.winner {
            won[side.index()] += 1;
        }
        if let Some(side) = [Side::A, Side::B].into_iter().find(|side| won[side.index()] >= needed) {
            return SeriesState { winner: Some(side), overtime_due, aggregate: won };
        }
    }
    SeriesState { winner: None, overtime_due, aggregate: won }
}

/// Who is at home in each game, A beginning, for a pattern such as `[2, 2, 1]` or `[1, 1, 1]`.
pub fn home_sides(pattern: &[u8]) -> Vec<Side> {
    let blocks = pattern.iter().zip([Side::A, Side::B].into_iter().cycle());
    blocks.flat_map(|(&games, side)| std::iter::repeat_n(side, usize::from(games))).collect()
}

fn ahead([a, b]: [u32; 2]) -> Option<Side> {
    match a.cmp(&b) {
        std::cmp::Ordering::Greater => Some(Side::A),
        std::cmp::Ordering::Less => Some(Side::B),
        std::cmp::Ordering::Equal => None,
    }
}
