//! What everybody may know of a game while it goes on, counted from its plays once for all readers.

use super::super::error::Error;
use crate::actions::plays::rules_of;
use crate::store::Db;
use crate::store::fixtures::Card;
use crate::store::plays::{self as rows, Sheet};
use chrono::{DateTime, TimeDelta, Utc};
use league::fixture::{Score, Side, Status};
use league::game::{Fact, GameRules, Phase, Play, State, order, replay};
use serde_json::{Value, json};

/// A difference between the two scorers that lasts longer than this stands beside the public score.
pub const UNCONFIRMED_AFTER: TimeDelta = TimeDelta::seconds(30);

/// A game with its sheet and what the plays add up to.
pub struct Scene {
    pub card: Card,
    pub sheet: Option<Sheet>,
    pub rules: GameRules,
    pub state: State,
    plays: Vec<Play>,
    /// When each play came in.
    received: Vec<DateTime<Utc>>,
}

/// One thing that happened, at its place in the game.
pub struct Line {
    pub period: u8,
    pub clock_ms: Option<u32>,
    pub fact: Fact,
    /// The score after it, where it changed the score.
    pub score: Option<Score>,
}

impl Scene {
    /// The game as it stands in the database.
    pub async fn of(db: &mut Db, card: Card) -> Result<Self, Error> {
        let sheet = rows::sheet(db, card.fixture.id).await?;
        let rules = rules_of(db, &card).await?;
        let kept = rows::all(db, card.fixture.id).await?.into_iter();
        let (plays, received): (Vec<Play>, Vec<_>) = kept.map(|row| (row.body.0, row.received_at)).unzip();
        let state = replay(&rules, &plays);
        Ok(Self { card, sheet, rules, state, plays, received })
    }

    /// Where a stream stands: the keeping of the sheet, and the count of its changes.
    pub fn mark(&self) -> (i64, i64) {
        self.sheet.as_ref().map_or((1, 0), |sheet| (sheet.epoch, sheet.revision))
    }

    /// The score: by the plays while there are any, else as the committee has it.
    pub fn score(&self) -> Option<Score> {
        let is_kept = self.state.phase != Phase::Before && !self.card.fixture.status.is_over();
        if is_kept { Some(self.state.score) } else { self.card.fixture.score() }
    }

    /// Whether the second person has had another score for a while, or the result is in doubt.
    pub fn is_unconfirmed(&self, now: DateTime<Utc>) -> bool {
        let since = self.sheet.as_ref().and_then(|sheet| sheet.differs_since);
        self.card.fixture.in_doubt || since.is_some_and(|since| now - since > UNCONFIRMED_AFTER)
    }

    /// The last score both scorers had, while they differ: it stands still until they agree.
    pub fn agreed(&self, now: DateTime<Utc>) -> Option<Score> {
        let since = self.sheet.as_ref()?.differs_since.filter(|_| self.is_unconfirmed(now))?;
        let before = self.plays.iter().zip(&self.received).filter(|(_, at)| **at < since);
        let before: Vec<Play> = before.map(|(play, _)| play.clone()).collect();
        Some(replay(&self.rules, &before).score)
    }

    /// The score as the public page shows it.
    pub fn public_score(&self, now: DateTime<Utc>) -> Option<Score> {
        self.agreed(now).or_else(|| self.score())
    }

    /// Team fouls of a side in the running period; nothing where nobody records them.
    pub fn fouls(&self, side: Side) -> Option<u8> {
        let place = usize::from(self.rules.profile.foul_period(self.state.period.max(1))) - 1;
        self.state.side(side).team_fouls.get(place).copied().flatten()
    }

    /// All that happened, in the order of the game.
    pub fn lines(&self) -> Vec<Line> {
        let mut score = Score { a: 0, b: 0 };
        let placed = order(&self.plays).placed;
        let line = |placed: &league::game::Placed<'_>| {
            let points = points_of(placed.fact);
            if let Some((side, points)) = points {
                match side {
                    Side::A => score.a += points,
                    Side::B => score.b += points,
                }
            }
            Line {
                period: placed.period,
                clock_ms: placed.clock_ms,
                fact: placed.fact.clone(),
                score: points.map(|_| score),
            }
        };
        placed.iter().map(line).collect()
    }

    /// The figures as one short list: absolute values, so that a repeat is harmless.
    ///
    /// Revision, points, period, phase (0 before, 1 playing, 2 interval, 3 over), clock (-1 unknown), running, team
    /// fouls and time-outs left (-1 not recorded), arrow (0 unknown, 1 A, 2 B), marks (1 unconfirmed, 2 closed, 4
    /// official), the revision before.
    pub fn figures(&self, before: i64, now: DateTime<Utc>) -> Value {
        let (state, status) = (&self.state, self.card.fixture.status);
        let score = self.score().unwrap_or(state.score);
        let fouls = |side| self.fouls(side).map_or(-1, i64::from);
        let time_outs = |side| state.side(side).time_outs.as_ref().map_or(-1, |outs| i64::from(outs.left));
        let closed = self.sheet.as_ref().is_some_and(|sheet| sheet.closed_at.is_some());
        let marks = i64::from(self.is_unconfirmed(now))
            + 2 * i64::from(closed)
            + 4 * i64::from(status == Status::Official);
        let arrow = match state.arrow {
            None => 0,
            Some(Side::A) => 1,
            Some(Side::B) => 2,
        };
        json!([
            self.mark().1,
            score.a,
            score.b,
            state.period,
            phase_number(state.phase),
            state.clock.left_ms.map_or(-1, i64::from),
            i64::from(state.clock.running == Some(true)),
            fouls(Side::A),
            fouls(Side::B),
            time_outs(Side::A),
            time_outs(Side::B),
            arrow,
            marks,
            before,
        ])
    }
}

/// The side and the points of a fact that scores.
pub fn points_of(fact: &Fact) -> Option<(Side, u16)> {
    match fact {
        Fact::Goal { side, points, .. } if matches!(points, 2 | 3) => Some((*side, u16::from(*points))),
        Fact::FreeThrow { side, made: true, .. } => Some((*side, 1)),
        _ => None,
    }
}

fn phase_number(phase: Phase) -> u8 {
    match phase {
        Phase::Before => 0,
        Phase::Playing => 1,
        Phase::Interval => 2,
        Phase::Over => 3,
    }
}
