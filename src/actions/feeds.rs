//! A game scored in FIBA LiveStats or another system, taken into one of our fixtures.

use super::input::What;
use super::{Fault, Outcome, Refused, seasons};
use crate::store::audit::{Action, Entry, Kind};
use crate::store::feeds::{self, GameFeed, Players};
use crate::store::fixtures::Card;
use crate::store::{Tx, plays};
use serde_json::json;
use sqlx::types::Json;

/// A feed that a person has looked at.
pub struct Seen {
    pub file_name: String,
    pub sha256: String,
    pub body: String,
    pub turned: bool,
    pub players: Players,
}

/// Takes a feed: from here on the box score of the game is counted from it.
pub async fn take(tx: &mut Tx, card: &Card, seen: Seen) -> Outcome<()> {
    seasons::must_be_open(tx, card.season_id).await?;
    if plays::sheet(tx, card.fixture.id).await?.is_some_and(|sheet| sheet.arrivals > 0) {
        return Err(vec![Fault::at("file", What::NotAllowed)].into());
    }
    for side in &seen.players {
        let mut keys: Vec<&String> = side.values().collect();
        keys.sort();
        if keys.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(vec![Fault::at("file", What::SameTwice)].into());
        }
    }
    let before = feeds::of_fixture(tx, card.fixture.id).await?;
    let feed = GameFeed {
        fixture_id: card.fixture.id,
        file_name: seen.file_name,
        sha256: seen.sha256,
        body: seen.body,
        turned: seen.turned,
        players: Json(seen.players),
        taken_at: tx.now(),
    };
    feeds::save(tx, &feed).await?;
    record(tx, card, before.as_ref(), Some(&feed)).await
}

/// Takes a feed away again.
pub async fn drop_feed(tx: &mut Tx, card: &Card) -> Outcome<()> {
    seasons::must_be_open(tx, card.season_id).await?;
    let before = feeds::of_fixture(tx, card.fixture.id).await?.ok_or(Refused::NotFound)?;
    feeds::remove(tx, card.fixture.id).await?;
    record(tx, card, Some(&before), None).await
}

/// The record says which file it was, not what stood in it: that is a game, and long.
async fn record(
    tx: &mut Tx,
    card: &Card,
    before: Option<&GameFeed>,
    after: Option<&GameFeed>,
) -> Outcome<()> {
    let said = |feed: &GameFeed| {
        json!({ "file_name": feed.file_name, "sha256": feed.sha256, "turned": feed.turned,
                "players": feed.players.0.iter().map(|side| side.len()).sum::<usize>() })
    };
    let mut entry = Entry::new(Action::Changed, Kind::Fixture, &card.fixture.key, &card.fixture.code)
        .season(card.season_id);
    if let Some(before) = before {
        entry = entry.before(said(before));
    }
    if let Some(after) = after {
        entry = entry.after(said(after));
    }
    tx.record(entry).await?;
    Ok(())
}
