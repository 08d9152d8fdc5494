//! Whether a play makes sense, asked before it is entered.
//!
//! A refusal is for what cannot be: a foul the edition does not know, a basket before the game. What merely looks
//! wrong is entered, with a warning: the scorer has seen the game, the program has not.

use super::corrections::standing_of;
use super::fact::{Fact, Foul, Who};
use super::identity::{DeviceName, PlayId};
use super::order::{Book, order};
use super::play::{After, Play};
use super::replay::{replay, replay_ordered, replay_placed};
use super::rules::GameRules;
use super::shirt::Shirt;
use super::state::{Phase, Reason, State};
use super::warning::Alert;
use crate::fixture::{OVERTIME_LIMIT, Side};
use serde::Serialize;

/// What somebody wants to enter.
pub type Command = Play;

/// A play that was let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    pub play: Play,
    /// What the scorer should look at because of it. It may be about a later play that no longer fits.
    pub warnings: Vec<Alert>,
    /// The state with it.
    pub state: State,
}

/// Why a play was not let in; the page finds the words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Refusal {
    /// Another play of the device has this number.
    NumberUsed,
    NoSuchPeriod {
        period: u8,
    },
    /// The ball is not in play at this place of the game.
    NotPlaying {
        phase: Phase,
    },
    PeriodAlreadyStarted,
    PeriodNotRunning,
    /// A correction, or a place, names a play that is not here.
    UnknownPlay {
        play: PlayId,
    },
    /// A play that was already withdrawn, or one about the keeping of the sheet.
    CannotBeCorrected {
        play: PlayId,
    },
    PointsNotPossible {
        points: u8,
    },
    /// The edition has no such code.
    NoSuchFoul {
        edition: String,
        code: String,
        category: Option<u8>,
    },
    /// Nobody of this kind can be charged with it.
    NotChargeable {
        code: String,
        who: Who,
    },
    FreeThrowsNotPossible {
        code: String,
        allowed: Vec<u8>,
    },
    /// Sent off, or five fouls, before this place of the game.
    NoLongerEntitled {
        side: Side,
        player: Shirt,
        out: Reason,
    },
    PlayerTwice {
        player: Shirt,
    },
}

/// Lets a play in, or says why not. A play that goes into the past is judged by the state at its place.
///
/// Only for new plays: what was already written on a device without network is never refused, only warned about.
pub fn command(rules: &GameRules, plays: &[Play], wanted: Command) -> Result<Entered, Refusal> {
    let known = Book::new(plays);
    if known.find(&wanted.id).is_some_and(|index| *known.plays[index] != wanted) {
        return Err(Refusal::NumberUsed);
    }
    let last_period = usize::from(rules.profile.time.periods) + OVERTIME_LIMIT;
    if usize::from(wanted.period) > last_period {
        return Err(Refusal::NoSuchPeriod { period: wanted.period });
    }
    check_references(&known, &wanted)?;
    let mut all = plays.to_vec();
    all.push(wanted.clone());
    let ordered = order(&all);
    if let Some(place) = ordered.placed.iter().position(|placed| *placed.said_by == wanted.id) {
        let before = replay_placed(rules, &ordered.placed[..place]);
        let placed = &ordered.placed[place];
        check_fact(rules, &before, placed.fact, placed.period)?;
    }
    let state = replay_ordered(rules, &ordered);
    let before = replay(rules, plays).warnings;
    let warnings = state.warnings.iter().filter(|alert| !before.contains(alert)).cloned().collect();
    Ok(Entered { play: wanted, warnings, state })
}

/// The play an undo on this device takes back: its newest one that still has an effect. Undone twice, two are gone.
pub fn undo_target(plays: &[Play], device: &DeviceName) -> Option<PlayId> {
    let book = Book::new(plays);
    let effective = standing_of(&book);
    let own = book.by_device().find(|range| book.plays[range.start].id.device == *device)?;
    let is_undone = |index: &usize| matches!(book.plays[*index].fact, Fact::Retract { .. });
    own.rev().find(|index| effective[*index] && !is_undone(index)).map(|index| book.plays[index].id.clone())
}

fn check_references(known: &Book<'_>, wanted: &Play) -> Result<(), Refusal> {
    let find = |id: &PlayId| known.find(id).ok_or_else(|| Refusal::UnknownPlay { play: id.clone() });
    if let Some(After::Play(id)) = &wanted.after {
        find(id)?;
    }
    if let Some(id) = wanted.fact.target() {
        let target = find(id)?;
        let fact = &known.plays[target].fact;
        let correctable = fact.is_of_the_game() || fact.is_correction();
        let withdrawn = correctable && !standing_of(known)[target];
        if !correctable || (withdrawn && matches!(wanted.fact, Fact::Retract { .. })) {
            return Err(Refusal::CannotBeCorrected { play: id.clone() });
        }
    }
    match &wanted.fact {
        Fact::Amend { target, fact, .. } if !fact.is_of_the_game() => {
            Err(Refusal::CannotBeCorrected { play: target.clone() })
        }
        Fact::Accept { plays } | Fact::Decline { plays } => {
            plays.iter().try_for_each(|id| find(id).map(drop))
        }
        _ => Ok(()),
    }
}

fn check_fact(rules: &GameRules, before: &State, fact: &Fact, period: u8) -> Result<(), Refusal> {
    let playing = || match before.phase {
        Phase::Playing if period > 0 => Ok(()),
        phase => Err(Refusal::NotPlaying { phase }),
    };
    // Fouls and free throws may fall into an interval; nothing of the game comes before it or after it.
    let begun = || match before.phase {
        Phase::Before | Phase::Over => Err(Refusal::NotPlaying { phase: before.phase }),
        Phase::Playing | Phase::Interval => Ok(()),
    };
    match fact {
        Fact::Squad { players, .. } | Fact::Starters { players, .. } => check_no_one_twice(players),
        Fact::Substitution { incoming, out, .. } => check_no_one_twice(&[&incoming[..], &out[..]].concat()),
        Fact::Level { .. } | Fact::Clock { .. } | Fact::Arrow { .. } => Ok(()),
        Fact::PeriodStart => match before.phase {
            Phase::Playing => Err(Refusal::PeriodAlreadyStarted),
            Phase::Over => Err(Refusal::NotPlaying { phase: Phase::Over }),
            _ if period == 0 => Err(Refusal::NoSuchPeriod { period }),
            _ if before.periods.len() >= usize::from(period) && before.phase == Phase::Interval => {
                Err(Refusal::PeriodAlreadyStarted)
            }
            _ => Ok(()),
        },
        Fact::PeriodEnd if before.phase != Phase::Playing => Err(Refusal::PeriodNotRunning),
        Fact::PeriodEnd => Ok(()),
        Fact::GameEnd => begun(),
        Fact::Goal { side, player, points, .. } | Fact::Miss { side, player, points, .. } => {
            playing()?;
            if !matches!(points, 2 | 3) {
                return Err(Refusal::PointsNotPossible { points: *points });
            }
            check_entitled(before, *side, *player)
        }
        Fact::Rebound { side, player, .. } | Fact::Turnover { side, player } => {
            playing()?;
            check_entitled(before, *side, *player)
        }
        Fact::Assist { side, player } | Fact::Steal { side, player } | Fact::Block { side, player } => {
            playing()?;
            check_entitled(before, *side, Some(*player))
        }
        Fact::FreeThrow { side, player, .. } => {
            begun()?;
            check_entitled(before, *side, *player)
        }
        // A technical foul may be called in the twenty minutes before the game.
        Fact::Foul(foul) => check_foul(rules, foul),
        Fact::TimeOut { .. } | Fact::Challenge { .. } | Fact::HeldBall => playing(),
        Fact::Amend { .. } | Fact::Retract { .. } => Ok(()),
        Fact::TakeOver { .. } | Fact::Accept { .. } | Fact::Decline { .. } => Ok(()),
    }
}

fn check_entitled(before: &State, side: Side, player: Option<Shirt>) -> Result<(), Refusal> {
    let out = player.and_then(|player| Some((player, before.side(side).players.get(&player)?.out?)));
    match out {
        Some((player, out)) => Err(Refusal::NoLongerEntitled { side, player, out }),
        None => Ok(()),
    }
}

fn check_foul(rules: &GameRules, foul: &Foul) -> Result<(), Refusal> {
    let Some(code) = rules.edition.code_of(foul) else {
        let edition = rules.edition.name.clone();
        return Err(Refusal::NoSuchFoul { edition, code: foul.code.clone(), category: foul.category });
    };
    if !code.who.contains(&foul.who.kind()) {
        return Err(Refusal::NotChargeable { code: code.code.clone(), who: foul.who });
    }
    let allowed = if foul.cancelled { vec![0] } else { code.free_throws.clone() };
    if !allowed.contains(&foul.free_throws) {
        return Err(Refusal::FreeThrowsNotPossible { code: code.code.clone(), allowed });
    }
    Ok(())
}

fn check_no_one_twice(players: &[Shirt]) -> Result<(), Refusal> {
    let twice = players.iter().enumerate().find(|(place, shirt)| players[..*place].contains(shirt));
    match twice {
        Some((_, player)) => Err(Refusal::PlayerTwice { player: *player }),
        None => Ok(()),
    }
}
