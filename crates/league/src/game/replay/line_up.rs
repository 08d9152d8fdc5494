//! Who is on court, for how long, and whether that can be.

use super::tally::Tally;
use crate::fixture::Side;
use crate::game::fact::Who;
use crate::game::order::Placed;
use crate::game::shirt::Shirt;
use crate::game::state::Phase;
use crate::game::warning::Warning;

impl Tally<'_> {
    pub fn squad(&mut self, side: Side, players: &[Shirt], captain: Option<Shirt>) {
        if players.len() > usize::from(self.rules.profile.squad) {
            self.warn(Warning::SquadTooLarge { side, players: players.len() });
        }
        let tally = self.side(side);
        tally.squad = players.to_vec();
        tally.captain = captain;
        for shirt in players {
            tally.player(*shirt);
        }
    }

    pub fn starters(&mut self, side: Side, players: &[Shirt]) {
        let needed = usize::from(self.rules.profile.on_court);
        if players.len() != needed {
            self.warn(Warning::NotFiveStarters { side, players: players.len() });
        }
        for shirt in players {
            self.check_listed(side, *shirt);
        }
        let is_playing = self.phase == Phase::Playing;
        let on_since_ms = is_playing.then(|| self.rules.profile.period_ms(self.begun));
        let tally = self.side(side);
        for player in tally.players.values_mut() {
            (player.starter, player.on_since_ms) = (false, None);
        }
        for shirt in players {
            let player = tally.player(*shirt);
            player.starter = true;
            player.entered |= is_playing;
            player.on_since_ms = on_since_ms;
        }
        tally.on_court = Some(players.to_vec());
    }

    pub fn substitute(&mut self, placed: &Placed<'_>, side: Side, incoming: &[Shirt], out: &[Shirt]) {
        let playing = self.phase == Phase::Playing;
        for shirt in out {
            let known = self.get(side).on_court.is_some();
            if self.knows_line_ups() && known && !self.get(side).is_on_court(*shirt) {
                self.warn(Warning::NotOnCourt { side, player: *shirt });
            }
            self.leave(side, *shirt, placed.clock_ms.or(self.clock.left_ms));
        }
        for shirt in incoming {
            self.check_listed(side, *shirt);
            if self.get(side).is_out(*shirt) {
                self.warn(Warning::NoLongerEntitled { side, who: Who::Player(*shirt) });
            }
            if self.get(side).is_on_court(*shirt) {
                self.warn(Warning::AlreadyOnCourt { side, player: *shirt });
                continue;
            }
            let tally = self.side(side);
            let player = tally.player(*shirt);
            player.entered = true;
            player.on_since_ms = if playing { placed.clock_ms } else { None };
            if let Some(five) = &mut tally.on_court {
                five.push(*shirt);
            }
        }
        let tally = self.side(side);
        tally.times_missing |= playing && placed.clock_ms.is_none();
        tally.wrong_number_said = false;
    }

    /// Something that happens only while the ball is live.
    pub fn live_ball(&mut self, side: Side, player: Option<Shirt>) {
        if self.phase != Phase::Playing {
            self.warn(Warning::OutsidePlay);
        }
        if let Some(player) = player {
            self.check_acts(side, player);
        }
        self.check_numbers_on_court();
    }

    /// Somebody did something that only a player on court can do.
    pub fn check_acts(&mut self, side: Side, player: Shirt) {
        self.check_listed(side, player);
        let tally = self.get(side);
        if tally.is_out(player) {
            self.warn(Warning::NoLongerEntitled { side, who: Who::Player(player) });
        } else if self.knows_line_ups() && tally.on_court.is_some() && !tally.is_on_court(player) {
            self.warn(Warning::NotOnCourt { side, player });
        }
    }

    pub fn check_listed(&mut self, side: Side, player: Shirt) {
        let squad = &self.get(side).squad;
        if !squad.is_empty() && !squad.contains(&player) {
            self.warn(Warning::NotInSquad { side, player });
        }
    }

    fn check_numbers_on_court(&mut self) {
        if !self.knows_line_ups() {
            return;
        }
        let full = usize::from(self.rules.profile.on_court);
        for side in [Side::A, Side::B] {
            let tally = self.side(side);
            let needed = tally.entitled().map_or(full, |entitled| entitled.min(full));
            let Some(players) = tally.on_court.as_ref().map(Vec::len) else {
                continue;
            };
            // Once, until somebody is substituted: thirty equal warnings hide the thirty-first.
            if players != needed && !tally.wrong_number_said {
                tally.wrong_number_said = true;
                self.warn(Warning::WrongNumberOnCourt { side, players });
            }
        }
    }

    pub fn start_stints(&mut self, from_ms: u32) {
        for side in [Side::A, Side::B] {
            let tally = self.side(side);
            for shirt in tally.on_court.iter().flatten() {
                if let Some(player) = tally.players.get_mut(shirt) {
                    player.on_since_ms = Some(from_ms);
                    player.entered = true;
                }
            }
        }
    }

    pub fn stop_stints(&mut self, left_ms: u32) {
        for side in [Side::A, Side::B] {
            for player in self.side(side).players.values_mut() {
                if let Some(since_ms) = player.on_since_ms.take() {
                    player.played_ms = player.played_ms.saturating_add(since_ms.saturating_sub(left_ms));
                }
            }
        }
    }

    fn leave(&mut self, side: Side, shirt: Shirt, left_ms: Option<u32>) {
        let tally = self.side(side);
        if let Some(five) = &mut tally.on_court {
            five.retain(|on| *on != shirt);
        }
        let player = tally.player(shirt);
        if let (Some(since_ms), Some(left_ms)) = (player.on_since_ms.take(), left_ms) {
            player.played_ms = player.played_ms.saturating_add(since_ms.saturating_sub(left_ms));
        }
    }
}
