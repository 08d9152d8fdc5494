//! Answers to keyed writes, kept so that a retry is harmless.

use super::Outcome;
use crate::store::accounts::{self, Answer};
use crate::store::{Store, Tx, Writer};
use chrono::Duration;

/// A device without network comes back within three days; what is older than this answers nobody.
const KEPT_FOR: Duration = Duration::days(7);

/// Forgets what no request can ask for again: old answers, and sessions and links that ran out.
pub async fn forget_old(store: &Store, writer: &Writer) -> Outcome<()> {
    let mut tx = store.write(writer).await?;
    accounts::forget_before(&mut tx, writer.now - KEPT_FOR).await?;
    Ok(tx.commit_quiet().await?)
}

/// Keeps the answer of a write under its key, in the transaction of its effect.
pub async fn keep(tx: &mut Tx, key: &str, answer: &Answer) -> Outcome<()> {
    let actor = tx.writer.actor.tag();
    Ok(accounts::insert_answer(tx, &actor, key, answer).await?)
}
