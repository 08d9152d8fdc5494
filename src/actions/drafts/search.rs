//! A search for the plan of a draft: begun, told of, stopped, its best plan kept.

use super::{open, save};
use crate::actions::{Outcome, Refused, seasons};
use crate::drafts::Around;
use crate::store::Tx;
use crate::store::audit::{Action, Entry, Kind};
use crate::store::drafts::{self, Draft, DraftGame, Search};
use chrono::Duration;
use sqlx::types::Json;

/// A node that was not heard of for so long plans no more.
const SILENT: Duration = Duration::seconds(20);

/// Whether a search is going on, as far as anybody can know.
pub fn is_going(search: &Search, now: chrono::DateTime<chrono::Utc>) -> bool {
    search.state != "done" && now - search.beat_at < SILENT
}

/// Begins a search from the best plan there is. One at a time for a draft.
pub async fn begin(tx: &mut Tx, key: &str, version: i64, seconds: i64) -> Outcome<(Draft, Around, Search)> {
    let (season, draft) = open(tx, key, version).await?;
    let around = super::season_around(tx, &season).await?;
    super::board(&around, &draft)?;
    let before = drafts::search(tx, draft.id).await?;
    if before.as_ref().is_some_and(|search| is_going(search, tx.now())) {
        return Err(Refused::Conflict);
    }
    // A search that stopped goes on where it stood, while the draft is the same.
    let kept = before.filter(|search| search.draft_version == draft.version);
    let games = kept.map_or_else(|| draft.games.0.clone(), |search| search.games.0);
    let now = tx.now();
    let search = Search {
        draft_id: draft.id,
        state: "running".into(),
        draft_version: draft.version,
        seconds,
        permille: 0,
        moves: 0,
        infeasibility: None,
        objective: None,
        games: Json(games),
        started_at: now,
        beat_at: now,
    };
    drafts::insert_search(tx, &search).await?;
    let entry = Entry::new(Action::Changed, Kind::Draft, &draft.key, &draft.name).season(draft.season_id);
    tx.record(entry.after(serde_json::json!({ "search": seconds }))).await?;
    Ok((draft, around, search))
}

/// What a search has found so far. The answer says whether it may go on.
pub async fn tell(tx: &mut Tx, search: &Search) -> Outcome<bool> {
    if !drafts::update_search(tx, search).await? {
        return Ok(false);
    }
    let now = drafts::search(tx, search.draft_id).await?;
    Ok(now.is_some_and(|now| now.state == "running"))
}

/// Asks a search to stop; what it found stays.
pub async fn stop(tx: &mut Tx, key: &str) -> Outcome<Draft> {
    let draft = drafts::by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    seasons::must_be_open(tx, draft.season_id).await?;
    drafts::stop_search(tx, draft.id).await?;
    let entry = Entry::new(Action::Changed, Kind::Draft, &draft.key, &draft.name).season(draft.season_id);
    tx.record(entry.after(serde_json::json!({ "search": "stopped" }))).await?;
    Ok(draft)
}

/// Makes the best plan found the draft's own.
pub async fn keep(tx: &mut Tx, key: &str, version: i64) -> Outcome<Draft> {
    let (_, mut draft) = open(tx, key, version).await?;
    let search = drafts::search(tx, draft.id).await?.ok_or(Refused::NotFound)?;
    if search.draft_version != draft.version {
        return Err(Refused::Conflict);
    }
    let games: Vec<DraftGame> = search.games.0.clone();
    draft.games = Json(games);
    let cost = |cost: Option<i64>| cost.map_or_else(|| "–".to_owned(), |cost| cost.to_string());
    let note = format!("{} / {}", cost(search.infeasibility), cost(search.objective));
    drafts::stop_search(tx, draft.id).await?;
    save(tx, draft, "planned", &note).await
}
