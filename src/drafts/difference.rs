//! What lies elsewhere in one set of games than in another.

use super::Around;
use crate::store::drafts::DraftGame;
use chrono::NaiveDateTime;
use league::fixture::Status;

/// Where a game is played: the beginning, the hall, the court.
pub type Spot = (Option<NaiveDateTime>, Option<String>, Option<String>);

/// What happens to a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    New,
    Elsewhere,
    /// Only the court changes.
    Court,
    Out,
}

/// One game that changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub what: Moved,
    pub game: DraftGame,
    pub before: Spot,
    pub after: Spot,
}

/// The changes from one version to another.
pub fn between(old: &[DraftGame], new: &[DraftGame]) -> Vec<Change> {
    let mut changes = Vec::new();
    for game in new {
        let before = old.iter().find(|before| before.key == game.key);
        let before_spot = before.filter(|before| !before.out).map(spot).unwrap_or_default();
        changes.extend(change(game, before.is_some_and(|before| before.out), before_spot));
    }
    changes
}

/// What publishing a draft does to the calendar.
pub fn with_calendar(around: &Around, games: &[DraftGame]) -> Vec<Change> {
    let mut changes = Vec::new();
    for game in games {
        let card = around.card(&game.key);
        let gone = card.is_some_and(|card| card.fixture.status == Status::Cancelled);
        if card.is_some_and(|card| card.fixture.status.has_begun() && !gone) {
            continue;
        }
        let before = card.map(|card| {
            let at = card.fixture.tip_off.filter(|_| card.fixture.status != Status::Postponed);
            (at, card.venue_key.clone(), card.court_key.clone())
        });
        if card.is_none() && (game.out || game.at.is_none()) {
            continue;
        }
        changes.extend(change(game, gone, before.unwrap_or_default()));
    }
    changes
}

fn spot(game: &DraftGame) -> Spot {
    (game.at, game.hall.clone(), game.court.clone())
}

fn change(game: &DraftGame, was_out: bool, before: Spot) -> Option<Change> {
    let after = if game.out { Spot::default() } else { spot(game) };
    let what = match (game.out, was_out) {
        (true, true) => return None,
        (true, false) => Moved::Out,
        _ if before == after => return None,
        // A game without a date keeps whatever hall was written down for it.
        _ if before.0.is_none() && after.0.is_none() => return None,
        _ if before.0.is_none() => Moved::New,
        _ if (before.0, &before.1) == (after.0, &after.1) => Moved::Court,
        _ => Moved::Elsewhere,
    };
    Some(Change { what, game: game.clone(), before, after })
}
