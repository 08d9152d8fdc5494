//! Leagues and their names.

use super::input::{Field, Fields, Holds, optional, parse, required};
use super::{Outcome, Refused};
use crate::store::Tx;
use crate::store::audit::{Action, Entry, Kind};
use crate::store::leagues::{self, League};

/// What a league is made of.
pub const FIELDS: &[Field] = &[required("name_zh", Holds::Line(60)), optional("name_en", Holds::Line(120))];

/// A league's values as its form shows them.
pub fn fields_of(league: &League) -> Fields {
    Fields::from_pairs([("name_zh", league.name_zh.as_str()), ("name_en", league.name_en.as_str())])
}

/// Renames a league.
pub async fn change(tx: &mut Tx, key: &str, version: i64, fields: &Fields) -> Outcome<League> {
    let before = leagues::by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    if before.version != version {
        return Err(Refused::Conflict);
    }
    let parsed = parse(FIELDS, fields)?;
    let league = League {
        name_zh: parsed.text("name_zh").to_owned(),
        name_en: parsed.text("name_en").to_owned(),
        ..before.clone()
    };
    leagues::update(tx, &league).await?;
    let after = leagues::by_id(tx, league.id).await?;
    let entry = Entry::new(Action::Changed, Kind::League, key, &after.name_zh);
    tx.record(entry.before(&before).after(&after)).await?;
    Ok(after)
}
