//! A draft becomes the calendar: only games that change are written, each through the actions of a fixture.

use super::{open, save};
use crate::actions::fixtures as games;
use crate::actions::input::Fields;
use crate::actions::{Outcome, Refused};
use crate::drafts::{Around, Change, Moved, with_calendar};
use crate::store::Tx;
use crate::store::competitions;
use crate::store::drafts::{Draft, DraftGame};
use crate::store::entries;
use league::fixture::Status;

/// What publishing a draft would change.
pub fn publishes(around: &Around, draft: &Draft) -> Vec<Change> {
    with_calendar(around, &draft.games)
}

/// Publishes a draft and returns how many games changed.
pub async fn publish(tx: &mut Tx, key: &str, version: i64) -> Outcome<(Draft, usize)> {
    let (season, mut draft) = open(tx, key, version).await?;
    let around = super::season_around(tx, &season).await?;
    let changes = publishes(&around, &draft);
    for change in &changes {
        match around.card(&change.game.key) {
            None => {
                let made = create(tx, &around, &change.game).await?;
                for game in draft.games.0.iter_mut().filter(|game| game.key == change.game.key) {
                    game.key.clone_from(&made);
                }
            }
            Some(card) if change.what == Moved::Out => {
                let fields = Fields::from_pairs([("status", "cancelled"), ("reason", &draft.name)]);
                games::change_status(tx, &change.game.key, card.fixture.version, &fields).await?;
            }
            Some(card) => {
                let mut version = card.fixture.version;
                if card.fixture.status == Status::Postponed {
                    let fields = Fields::from_pairs([("status", "scheduled"), ("reason", &draft.name)]);
                    version =
                        games::change_status(tx, &change.game.key, version, &fields).await?.fixture.version;
                }
                let mut fields = games::fields_of(card);
                lay(&mut fields, &change.game);
                games::change(tx, &change.game.key, version, &fields).await?;
            }
        }
    }
    draft.published_at = Some(tx.now());
    let note = changes.len().to_string();
    let draft = save(tx, draft, "published", &note).await?;
    Ok((draft, changes.len()))
}

fn lay(fields: &mut Fields, game: &DraftGame) {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let at = game.at.map(|at| at.format("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default();
    // A game that lost its slot keeps its day no longer than its hour.
    fields.set("day", "");
    fields.set("tip_off", at);
    fields.set("venue", text(&game.hall));
    fields.set("court", text(&game.court));
}

async fn create(tx: &mut Tx, around: &Around, game: &DraftGame) -> Outcome<String> {
    let competition = around.competitions.iter().find(|competition| competition.key == game.competition);
    let competition = competition.ok_or(Refused::NotFound)?;
    let mut fields = Fields::default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    fields.set("code", &game.code);
    fields.set("a", text(&game.a));
    fields.set("a_source", &game.a_source);
    fields.set("b", text(&game.b));
    fields.set("b_source", &game.b_source);
    lay(&mut fields, game);
    // Teams that stand in one group play for its table.
    let places = entries::pool_places(tx, competition.id).await?;
    let id = |key: &Option<String>| around.entries.iter().find(|entry| Some(&entry.key) == key.as_ref());
    if let (Some(a), Some(b)) = (id(&game.a), id(&game.b)) {
        let pools = competitions::pools(tx, competition.id).await?;
        let holds = |pool: &&competitions::Pool, entry: &entries::Entry| {
            places.iter().any(|place| place.pool_id == pool.id && place.entry_id == entry.id)
        };
        if let Some(pool) = pools.iter().find(|pool| holds(pool, a) && holds(pool, b)) {
            fields.set("group", &pool.key);
        }
    }
    Ok(games::create(tx, competition, &fields).await?.fixture.key)
}
