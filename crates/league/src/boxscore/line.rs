//! One line of a box score: what was counted, and the figures that follow from it.

/// What is counted, in the order in which it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stat {
    Points,
    Fg2m,
    Fg2a,
    Fg3m,
    Fg3a,
    Ftm,
    Fta,
    Oreb,
    Dreb,
    Ast,
    Tov,
    Stl,
    Blk,
    BlkAgainst,
    Pf,
    FoulsDrawn,
    /// Technical fouls of a player, whether or not the feed's personal fouls hold them too.
    Technicals,
    PointsFromTurnovers,
    PointsInThePaint,
    PointsSecondChance,
    PointsFastBreak,
}

pub const STATS: usize = 21;

impl Stat {
    pub const ALL: [(Self, &'static str); STATS] = [
        (Self::Points, "points"),
        (Self::Fg2m, "fg2m"),
        (Self::Fg2a, "fg2a"),
        (Self::Fg3m, "fg3m"),
        (Self::Fg3a, "fg3a"),
        (Self::Ftm, "ftm"),
        (Self::Fta, "fta"),
        (Self::Oreb, "oreb"),
        (Self::Dreb, "dreb"),
        (Self::Ast, "ast"),
        (Self::Tov, "tov"),
        (Self::Stl, "stl"),
        (Self::Blk, "blk"),
        (Self::BlkAgainst, "blk_against"),
        (Self::Pf, "pf"),
        (Self::FoulsDrawn, "fouls_drawn"),
        (Self::Technicals, "technicals"),
        (Self::PointsFromTurnovers, "points_from_turnovers"),
        (Self::PointsInThePaint, "points_in_the_paint"),
        (Self::PointsSecondChance, "points_second_chance"),
        (Self::PointsFastBreak, "points_fast_break"),
    ];

    /// The word in the JSON.
    pub fn as_str(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// Counts of one player, team, period or half.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Line([i32; STATS]);

impl Line {
    pub fn get(&self, stat: Stat) -> i32 {
        self.0[stat as usize]
    }

    pub fn add(&mut self, stat: Stat, count: i32) {
        self.0[stat as usize] += count;
    }

    pub fn add_line(&mut self, other: &Self) {
        for (own, more) in self.0.iter_mut().zip(other.0) {
            *own += more;
        }
    }

    /// PTS + REB + AST + STL + BLK - missed shots - missed free throws - TO.
    pub fn efficiency(&self) -> i32 {
        use Stat::*;
        let sum = |stats: &[Stat]| stats.iter().map(|stat| self.get(*stat)).sum::<i32>();
        sum(&[Points, Oreb, Dreb, Ast, Stl, Blk, Fg2m, Fg3m, Ftm]) - sum(&[Fg2a, Fg3a, Fta, Tov])
    }

    /// EFF + FD - PF - BLKR; the caller takes technicals off once more where the feed does.
    pub fn index_rating(&self) -> i32 {
        use Stat::*;
        self.efficiency() + self.get(FoulsDrawn) - self.get(Pf) - self.get(BlkAgainst)
    }
}

/// Which counts a feed records at all. What it does not record is unknown, not nought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded([bool; STATS]);

impl Recorded {
    pub fn all_but(missing: &[Stat]) -> Self {
        let mut recorded = Self([true; STATS]);
        for stat in missing {
            recorded.0[*stat as usize] = false;
        }
        recorded
    }

    pub fn only(kept: &[Stat]) -> Self {
        let mut recorded = Self([false; STATS]);
        for stat in kept {
            recorded.0[*stat as usize] = true;
        }
        recorded
    }

    pub fn has(&self, stat: Stat) -> bool {
        self.0[stat as usize]
    }

    /// EFF needs every count but fouls, blocks received and the kinds of points.
    pub fn efficiency(&self) -> bool {
        use Stat::*;
        [Points, Fg2a, Fg3a, Fta, Oreb, Dreb, Ast, Tov, Stl, Blk].iter().all(|stat| self.has(*stat))
    }

    /// PIR needs those too.
    pub fn index_rating(&self) -> bool {
        use Stat::*;
        self.efficiency() && [FoulsDrawn, Pf, BlkAgainst].iter().all(|stat| self.has(*stat))
    }
}
