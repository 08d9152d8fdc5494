//! From facts in game order to the state they add up to.

mod finish;
mod fouls;
mod free_throws;
mod line_up;
mod periods;
mod tally;
mod time_outs;

use super::fact::Fact;
use super::level::Level;
use super::order::{Ordered, Placed, order};
use super::play::Play;
use super::rules::GameRules;
use super::shirt::Shirt;
use super::state::{Shot, State};
use super::warning::Warning;
use crate::fixture::Side;
use tally::Tally;

/// The state of a game. Whatever order the plays come in, and however often, the state is the same.
pub fn replay(rules: &GameRules, plays: &[Play]) -> State {
    replay_ordered(rules, &order(plays))
}

pub(super) fn replay_ordered(rules: &GameRules, ordered: &Ordered<'_>) -> State {
    let owned = |ids: &[&super::PlayId]| ids.iter().map(|id| (*id).clone()).collect();
    let mut state = replay_placed(rules, &ordered.placed);
    state.order = ordered.placed.iter().map(|placed| placed.id.clone()).collect();
    state.epoch = ordered.epoch;
    state.holder = ordered.holder.cloned();
    state.waiting = owned(&ordered.waiting);
    state.declined = owned(&ordered.declined);
    state.unmatched = owned(&ordered.unmatched);
    state.clashing = owned(&ordered.clashing);
    state
}

/// The state after these facts of a game.
pub(super) fn replay_placed(rules: &GameRules, facts: &[Placed<'_>]) -> State {
    let mut tally = Tally::new(rules);
    for placed in facts {
        tally.apply(placed);
    }
    tally.finish()
}

impl<'a> Tally<'a> {
    fn apply(&mut self, placed: &Placed<'a>) {
        self.play = Some(placed.id);
        self.move_clock(placed);
        self.note_level(placed);
        match placed.fact {
            Fact::Squad { side, players, captain } => self.squad(*side, players, *captain),
            Fact::Starters { side, players } => self.starters(*side, players),
            Fact::Level { level } => self.level = *level,
            Fact::PeriodStart => self.start_period(placed.period),
            Fact::PeriodEnd => self.end_period(placed.period, placed.clock_ms),
            Fact::GameEnd => self.end_game(placed.clock_ms),
            Fact::Clock { running } => self.clock.running = Some(*running),
            Fact::Goal { side, player, points, spot } => {
                self.live_ball(*side, *player);
                self.close_free_throws();
                self.goal(placed, *side, *player, *points);
                self.shot(placed, *side, *player, *points, *spot, true);
            }
            Fact::Miss { side, player, points, spot } => {
                self.live_ball(*side, *player);
                self.close_free_throws();
                self.miss(*side, *player, *points);
                self.shot(placed, *side, *player, *points, *spot, false);
            }
            Fact::FreeThrow { side, player, made } => self.free_throw(placed.period, *side, *player, *made),
            Fact::Rebound { side, player, end } => {
                self.live_ball(*side, *player);
                self.close_free_throws();
                self.rebound(*side, *player, *end);
            }
            Fact::Assist { side, player } => {
                self.live_ball(*side, Some(*player));
                self.statistics(*side, *player).assists += 1;
            }
            Fact::Steal { side, player } => {
                self.live_ball(*side, Some(*player));
                self.statistics(*side, *player).steals += 1;
            }
            Fact::Block { side, player } => {
                self.live_ball(*side, Some(*player));
                self.statistics(*side, *player).blocks += 1;
            }
            Fact::Turnover { side, player } => {
                self.live_ball(*side, *player);
                self.close_free_throws();
                match player {
                    Some(player) => self.statistics(*side, *player).turnovers += 1,
                    None => self.side(*side).team_turnovers += 1,
                }
            }
            Fact::Foul(foul) => self.foul(placed.period, placed.id, foul),
            Fact::TimeOut { side } => self.time_out(placed, *side),
            Fact::Challenge { side, successful } => self.challenge(*side, *successful),
            Fact::Substitution { side, incoming, out } => self.substitute(placed, *side, incoming, out),
            Fact::Arrow { side } => self.arrow = Some(*side),
            Fact::HeldBall => self.held_ball(),
            // Corrections and the keeping of the sheet are dealt with before the facts are put in order.
            Fact::Amend { .. } | Fact::Retract { .. } => {}
            Fact::TakeOver { .. } | Fact::Accept { .. } | Fact::Decline { .. } => {}
        }
    }

    fn goal(&mut self, placed: &Placed<'_>, side: Side, player: Option<Shirt>, points: u8) {
        if !matches!(points, 2 | 3) {
            self.warn(Warning::PointsNotPossible { side });
            return;
        }
        self.add_points(placed.period, side, player, points);
        if let Some(player) = player {
            let made = &mut self.side(side).player(player).made;
            if points == 3 { made.threes += 1 } else { made.twos += 1 }
        }
    }

    fn miss(&mut self, side: Side, player: Option<Shirt>, points: u8) {
        if !matches!(points, 2 | 3) {
            self.warn(Warning::PointsNotPossible { side });
        } else if let Some(player) = player {
            let statistics = self.statistics(side, player);
            if points == 3 { statistics.threes_missed += 1 } else { statistics.twos_missed += 1 }
        }
    }

    fn shot(
        &mut self,
        placed: &Placed<'_>,
        side: Side,
        player: Option<Shirt>,
        points: u8,
        spot: Option<super::Spot>,
        made: bool,
    ) {
        if self.level == Level::BoxScoreWithPlaces {
            let (play, period) = (placed.id.clone(), placed.period);
            self.shots.push(Shot { play, side, player, period, points, made, spot });
        }
    }

    fn rebound(&mut self, side: Side, player: Option<Shirt>, end: super::ReboundEnd) {
        match (player, end) {
            (None, _) => self.side(side).team_rebounds += 1,
            (Some(player), super::ReboundEnd::Offensive) => {
                self.statistics(side, player).offensive_rebounds += 1
            }
            (Some(player), super::ReboundEnd::Defensive) => {
                self.statistics(side, player).defensive_rebounds += 1
            }
        }
    }
}
