//! Last time's list against this year's personnel file: who stays, who left, who is new.

use super::super::Outcome;
use super::{By, Context, must_be_open, record};
use crate::keys::Keys;
use crate::store::audit::Action;
use crate::store::lists::{self, Row};
use crate::store::{Db, Tx, competitions, entries, people, seasons};
use league::form::{self, Sheet};
use league::ids::ClubId;
use league::names::normalise;
use std::collections::BTreeSet;

/// How an earlier list stands against a file.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    pub stayers: Vec<Row>,
    pub leavers: Vec<Row>,
    /// Names only: nothing of the file is kept.
    pub newcomers: Vec<String>,
}

/// The newest other list of the same club that has players, and what it is called.
pub async fn earlier(db: &mut Db, context: &Context) -> Outcome<Option<(String, Vec<Row>)>> {
    let Some(club) = context.entry.club_id.map(ClubId) else { return Ok(None) };
    let own = entries::of_club(db, club).await?;
    for entry in own.iter().rev().filter(|entry| entry.id != context.entry.id) {
        let rows = lists::rows(db, entry.id).await?;
        let rows: Vec<Row> = rows.into_iter().filter(|row| row.left_on.is_none()).collect();
        if !rows.is_empty() {
            let competition = competitions::by_id(db, entry.competition_id).await?;
            let season = seasons::by_id(db, competition.season_id).await?;
            return Ok(Some((format!("{} {}", season.name_zh, competition.name_zh), rows)));
        }
    }
    Ok(None)
}

/// Holds the earlier list against a file: the same number decides; without one, the name.
pub async fn compare(db: &mut Db, context: &Context, file: &Sheet, keys: &Keys) -> Outcome<Option<Compared>> {
    let Some((_, rows)) = earlier(db, context).await? else { return Ok(None) };
    let Ok(read) = form::read(file, &context.set.fields, context.today) else { return Ok(None) };
    let mut numbers: BTreeSet<String> = BTreeSet::new();
    let mut names: BTreeSet<String> = BTreeSet::new();
    for place in 0..read.list.players.len() {
        numbers.extend(read.document_number(place).map(|number| keys.hashes(number)).unwrap_or_default());
        names.extend(read.list.players[place].facts.text("name").map(normalise));
    }
    let mut compared = Compared::default();
    for row in rows {
        let hash =
            people::private(db, row.person_id).await?.map(|private| private.id_hash).unwrap_or_default();
        let is_there = match hash.is_empty() || numbers.is_empty() {
            false => numbers.contains(&hash),
            true => names.contains(&normalise(&row.name)),
        };
        if is_there { compared.stayers.push(row) } else { compared.leavers.push(row) }
    }
    let known: BTreeSet<String> =
        compared.stayers.iter().chain(&compared.leavers).map(|row| normalise(&row.name)).collect();
    compared.newcomers = read
        .list
        .players
        .iter()
        .filter_map(|player| player.facts.text("name"))
        .filter(|name| !known.contains(&normalise(name)))
        .map(str::to_owned)
        .collect();
    Ok(Some(compared))
}

/// Brings rows of the earlier list into this one, without what has to be shown anew: papers and their days.
pub async fn take(tx: &mut Tx, context: &Context, chosen: &[&str], by: By) -> Outcome<usize> {
    must_be_open(tx, context).await?;
    context.must_edit(by)?;
    let Some((_, rows)) = earlier(tx, context).await? else { return Ok(0) };
    let mut taken = 0;
    for row in rows.into_iter().filter(|row| chosen.contains(&row.key.as_str())) {
        let is_here = context.rows.iter().any(|own| own.person_id == row.person_id);
        let worn = context.rows.iter().any(|own| own.shirt == row.shirt);
        if is_here || worn {
            continue;
        }
        let fields = &context.set.fields;
        let mut facts = row.facts.clone();
        facts.retain(|key, _| {
            let paper = key.strip_suffix("_date").unwrap_or(key);
            fields.of_player(paper).is_none_or(|field| !field.paper)
        });
        let fresh =
            Row { key: tx.key(), entry_id: context.entry.id, facts, added_on: None, left_on: None, ..row };
        lists::insert_row(tx, &fresh).await?;
        taken += 1;
    }
    if taken > 0 {
        if context.list.version == 0 {
            lists::save(tx, &context.list).await?;
        }
        let after = serde_json::json!({ "taken_over": taken });
        record(tx, context, Action::Changed, serde_json::Value::Null, after, "").await?;
    }
    Ok(taken)
}
