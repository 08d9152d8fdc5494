//! What the table called goes into the record of incidents, where rules propose and a person decides.

use super::super::{Outcome, discipline};
use crate::store::Tx;
use crate::store::fixtures::Card;
use crate::store::lists;
use league::discipline::called;
use league::fixture::Side;
use league::game::{GameRules, Play};
use league::ids::EntryId;

/// Notes what the plays of a closed sheet count, in the place of what they counted before.
pub(super) async fn note(tx: &mut Tx, card: &Card, rules: &GameRules, plays: &[Play]) -> Outcome<()> {
    let mut counted = Vec::new();
    for side in [Side::A, Side::B] {
        let entry = match side {
            Side::A => card.fixture.a_entry_id,
            Side::B => card.fixture.b_entry_id,
        };
        let Some(entry) = entry else { continue };
        let list = lists::rows(tx, EntryId(entry)).await?;
        for one in called(rules, plays).into_iter().filter(|one| one.side == side) {
            let shirt = one.shirt.unwrap_or_default();
            let player = list.iter().find(|row| row.shirt == shirt && row.left_on.is_none());
            counted.push(discipline::Counted {
                entry,
                person: player.map(|row| row.person_id.0),
                shirt,
                kind: one.kind,
                count: one.count,
            });
        }
    }
    discipline::count_from_plays(tx, card, &counted).await
}
