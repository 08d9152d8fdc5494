//! Answers to keyed writes, kept so that a retry is harmless.

use super::Outcome;
use crate::store::Tx;
use crate::store::accounts::{self, Answer};

/// Keeps the answer of a write under its key, in the transaction of its effect.
pub async fn keep(tx: &mut Tx, key: &str, answer: &Answer) -> Outcome<()> {
    let actor = tx.writer.actor.tag();
    Ok(accounts::insert_answer(tx, &actor, key, answer).await?)
}
