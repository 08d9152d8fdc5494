//! People: records put together and taken apart, what is kept of them looked at, handed out, erased.

use super::{Outcome, Refused};
use crate::keys::Keys;
use crate::store::audit::{Action, Entry, Kind};
use crate::store::people::{self, Merge, Moved, Person};
use crate::store::{Db, Store, Tx, Writer, lists, private_files};
use chrono::NaiveDate;
use league::alike::{Record, Shared, pairs};
use league::ids::{LeagueId, PersonId};
use league::names::public_name;
use sqlx::types::Json;
use std::collections::BTreeSet;

/// What is kept sealed of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealed {
    Number,
    Phone,
}

league::text_enum!(Sealed { Number => "number", Phone => "phone" });

/// Pairs of records that may be one person, without those somebody has looked at.
pub async fn proposals(db: &mut Db, league: LeagueId) -> Outcome<Vec<(Person, Person, Shared)>> {
    let all = people::of_league(db, league).await?;
    let apart: BTreeSet<(i32, i32)> = people::apart(db).await?.into_iter().collect();
    let records: Vec<Record> = all
        .iter()
        .filter(|person| person.erased_at.is_none())
        .map(|person| Record {
            id: person.id.0,
            name: person.name.clone(),
            birth: person.birth,
            number: person.id_hash.clone().unwrap_or_default(),
        })
        .collect();
    let person = |id: i32| all.iter().find(|person| person.id.0 == id).cloned();
    Ok(pairs(&records)
        .into_iter()
        .filter(|(one, other, _)| !apart.contains(&(*one, *other)))
        .filter_map(|(one, other, shared)| Some((person(one)?, person(other)?, shared)))
        .collect())
}

/// Puts two records together: the lists of one become those of the other. Nothing is lost.
pub async fn merge(tx: &mut Tx, kept: &Person, gone: &Person) -> Outcome<()> {
    let usable = |person: &Person| person.merged_into.is_none() && !person.archived;
    if kept.id == gone.id || kept.league_id != gone.league_id || !usable(kept) || !usable(gone) {
        return Err(Refused::List("person_merge"));
    }
    let own = lists::rows_of_person(tx, kept.id).await?;
    let theirs = lists::rows_of_person(tx, gone.id).await?;
    if theirs.iter().any(|row| own.iter().any(|own| own.entry_id == row.entry_id)) {
        return Err(Refused::List("person_twice"));
    }
    let roster = lists::move_rows(tx, gone.id, kept.id, None).await?;
    people::update_merged(tx, gone.id, Some(kept.id)).await?;
    let merge = Merge {
        key: tx.key(),
        kept_id: kept.id.0,
        gone_id: gone.id.0,
        gone_name: String::new(),
        rows: Json(Moved { roster }),
        at: tx.now(),
        by_name: tx.writer.actor.name(),
        undone_at: None,
    };
    people::insert_merge(tx, &merge).await?;
    let after = serde_json::json!({ "gone": gone.key, "lists": merge.rows.roster.len() });
    record(tx, kept, Action::Merged, after).await
}

/// Takes two records apart again: exactly the lists that moved go back.
pub async fn unmerge(tx: &mut Tx, kept: &Person, key: &str) -> Outcome<()> {
    let merges = people::merges(tx, kept.id).await?;
    let merge = merges.iter().find(|merge| merge.key == key).ok_or(Refused::NotFound)?;
    let gone = PersonId(merge.gone_id);
    people::update_merge_undone(tx, key).await?;
    people::update_merged(tx, gone, None).await?;
    lists::move_rows(tx, kept.id, gone, Some(&merge.rows.roster)).await?;
    let gone = people::by_id(tx, gone).await?;
    record(tx, kept, Action::Unmerged, serde_json::json!({ "gone": gone.key })).await
}

/// Says that two records are two people: they are not proposed again.
pub async fn keep_apart(tx: &mut Tx, one: &Person, other: &Person) -> Outcome<()> {
    if one.id == other.id || one.league_id != other.league_id {
        return Err(Refused::List("person_merge"));
    }
    people::insert_apart(tx, one.id, other.id).await?;
    record(tx, one, Action::Reviewed, serde_json::json!({ "other": other.key })).await
}

/// Opens one sealed value. Who looked at what stands in the record before it is shown.
pub async fn reveal(tx: &mut Tx, person: &Person, what: Sealed, keys: &Keys) -> Outcome<Option<String>> {
    let private = people::private(tx, person.id).await?.ok_or(Refused::NotFound)?;
    let sealed = match what {
        Sealed::Number => &private.id_sealed,
        Sealed::Phone => &private.phone_sealed,
    };
    record(tx, person, Action::Revealed, serde_json::json!({ "what": what.as_str() })).await?;
    Ok(keys.open(sealed).filter(|text| !text.is_empty()))
}

/// Everything that is kept about a person, for the person.
pub async fn hand_out(tx: &mut Tx, person: &Person, keys: &Keys) -> Outcome<serde_json::Value> {
    let private = people::private(tx, person.id).await?;
    let rows = lists::rows_of_person(tx, person.id).await?;
    let mut standing = Vec::new();
    for row in &rows {
        let entry = crate::store::entries::by_id(tx, row.entry_id).await?;
        let competition = crate::store::competitions::by_id(tx, entry.competition_id).await?;
        let overrides = lists::overrides(tx, entry.id).await?;
        let own: Vec<_> = overrides.iter().filter(|given| given.roster_id == row.id.0).collect();
        standing.push(serde_json::json!({
            "competition": competition.name_zh, "team": entry.name, "shirt": row.shirt, "position": row.position,
            "height_cm": row.height_cm, "captain": row.captain, "added_on": row.added_on, "left_on": row.left_on,
            "form": row.facts, "overrides": own,
        }));
    }
    let shown = private.as_ref().map(|private| {
        serde_json::json!({
            "sex": private.sex, "birth": private.birth, "document": private.document,
            "number": keys.open(&private.id_sealed).filter(|text| !text.is_empty()),
            "number_masked": private.id_masked, "number_kept_as_hash": !private.id_hash.is_empty(),
            "phone": keys.open(&private.phone_sealed).filter(|text| !text.is_empty()),
            "since": private.entered_at,
        })
    });
    record(tx, person, Action::Exported, serde_json::Value::Null).await?;
    Ok(serde_json::json!({ "key": person.key, "name": person.name, "private": shown, "lists": standing }))
}

/// Erases a person: name, what was shown, what forms said. Shirts, games and points stay as they were played.
pub async fn erase(tx: &mut Tx, person: &Person) -> Outcome<()> {
    if person.erased_at.is_some() {
        return Err(Refused::NotFound);
    }
    let now = tx.now();
    for merge in people::merges(tx, person.id).await?.iter().filter(|merge| merge.undone_at.is_none()) {
        forget(tx, PersonId(merge.gone_id)).await?;
        people::update_name(tx, PersonId(merge.gone_id), ERASED, Some(now)).await?;
    }
    forget(tx, person.id).await?;
    people::update_name(tx, person.id, ERASED, Some(now)).await?;
    record(tx, person, Action::Erased, serde_json::Value::Null).await
}

/// What stands in the place of an erased name.
pub const ERASED: &str = "已注销";

async fn forget(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    people::remove_private(tx, person).await?;
    private_files::remove_photo(tx, person).await?;
    Ok(people::remove_facts(tx, person).await?)
}

/// Forgets what is kept of those all of whose competitions are past their day; gives how many.
pub async fn forget_past(store: &Store, writer: &Writer, day: NaiveDate) -> Outcome<usize> {
    let mut tx = store.write(writer).await?;
    let past = people::past_keeping(&mut tx, day).await?;
    for person in &past {
        forget(&mut tx, *person).await?;
        let person = people::by_id(&mut tx, *person).await?;
        record(&mut tx, &person, Action::Erased, serde_json::json!({ "kept_until": day })).await?;
    }
    lists::forget_sent(&mut tx, None, writer.now).await?;
    private_files::remove_past(&mut tx, day).await?;
    if past.is_empty() {
        tx.commit_quiet().await?
    } else {
        tx.commit().await?
    }
    Ok(past.len())
}

/// Seals everything under the newest key. Hashes stay as they are: they are found under every key.
pub async fn seal_anew(store: &Store, writer: &Writer, keys: &Keys) -> Outcome<usize> {
    let mut tx = store.write(writer).await?;
    let mut sealed = 0;
    for mut row in people::sealed(&mut tx).await? {
        let anew = |text: &str| keys.open(text).map(|text| keys.seal(&writer.random, &text));
        let (Some(number), Some(phone)) = (anew(&row.id_sealed), anew(&row.phone_sealed)) else { continue };
        (row.id_sealed, row.phone_sealed) = (number, phone);
        people::save_private(&mut tx, &row).await?;
        sealed += 1;
    }
    tx.commit_quiet().await?;
    Ok(sealed)
}

/// A name never enters the record whole: the record cannot be erased.
async fn record(tx: &mut Tx, person: &Person, action: Action, after: serde_json::Value) -> Outcome<()> {
    let name = public_name(&person.name, league::names::Shown::Initials);
    tx.record(Entry::new(action, Kind::Person, &person.key, &name).after(after)).await?;
    Ok(())
}
