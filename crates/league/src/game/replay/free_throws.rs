//! Free throws awarded, who may take them, and whether they were taken.

use super::tally::{Awarded, Tally};
use crate::fixture::Side;
use crate::game::edition::Shooter;
use crate::game::level::Level;
use crate::game::shirt::Shirt;
use crate::game::state::FreeThrows;
use crate::game::warning::Warning;

impl Tally<'_> {
    pub fn free_throw(&mut self, period: u8, side: Side, player: Option<Shirt>, made: bool) {
        if let Some(player) = player {
            self.check_listed(side, player);
        }
        // At the level of the score nobody enters the fouls that free throws come from.
        if self.level >= Level::Scoresheet {
            self.use_up(side, player);
        }
        if made {
            self.add_points(period, side, player, 1);
        }
        if let Some(player) = player {
            let tally = self.side(side).player(player);
            if made { tally.made.free_throws += 1 } else { tally.statistics.free_throws_missed += 1 }
        }
    }

    fn use_up(&mut self, side: Side, player: Option<Shirt>) {
        let Some(next) = self.free_throws.iter().position(|awarded| awarded.side == side) else {
            return self.warn(Warning::FreeThrowNotAwarded { side });
        };
        if let Some(player) = player {
            let may_shoot = self.may_shoot(&self.free_throws[next]);
            if !may_shoot.is_empty() && !may_shoot.contains(&player) {
                self.warn(Warning::WrongShooter { side, player });
            }
        }
        self.free_throws[next].left -= 1;
        if self.free_throws[next].left == 0 {
            self.free_throws.remove(next);
        }
    }

    /// The ball is live again: whatever was not taken will not be.
    pub fn close_free_throws(&mut self) {
        for awarded in std::mem::take(&mut self.free_throws) {
            // Below the box score a missed free throw need not be entered.
            if self.level >= Level::BoxScore {
                self.warn(Warning::FreeThrowsOpen { side: awarded.side, left: awarded.left });
            }
        }
    }

    pub fn open_free_throws(&self) -> Vec<FreeThrows> {
        let open = self.free_throws.iter().map(|awarded| FreeThrows {
            side: awarded.side,
            foul: awarded.foul.clone(),
            left: awarded.left,
            may_shoot: self.may_shoot(awarded),
            possession_after: awarded.possession_after,
        });
        open.collect()
    }

    /// Art. 43: the player who was fouled; anybody after a technical foul, or when that player cannot go on.
    fn may_shoot(&self, awarded: &Awarded<'_>) -> Vec<Shirt> {
        let tally = self.get(awarded.side);
        let five = tally.on_court.as_ref().filter(|_| self.knows_line_ups());
        let can_go_on = |shirt: &Shirt| !tally.is_out(*shirt) && five.is_none_or(|five| five.contains(shirt));
        if let (Shooter::Fouled, Some(fouled)) = (awarded.shooter, awarded.fouled)
            && can_go_on(&fouled)
        {
            return vec![fouled];
        }
        let mut players: Vec<Shirt> =
            five.unwrap_or(&tally.squad).iter().copied().filter(can_go_on).collect();
        players.sort_unstable();
        players
    }
}
