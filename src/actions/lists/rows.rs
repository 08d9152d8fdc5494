//! One player at a time: the phone form, removal, changes by protocol, overrides; and the team's own fields.

use super::super::input::{Fault, Field, Fields, Holds, What, optional, parse, required};
use super::super::{Outcome, Refused};
use super::take::{self, Looked, Standing};
use super::{By, Context, fault, must_be_open, record};
use crate::keys::Keys;
use crate::lists as reading;
use crate::store::audit::Action;
use crate::store::lists::{self, Note, Override, Row, State};
use crate::store::{Tx, match_lists};
use league::form::{Cell, Kind, Sheet, template, texts_of};
use league::ids::RosterId;
use std::collections::BTreeMap;

/// What a change by protocol needs.
pub const PROTOCOL_FIELDS: &[Field] = &[
    required("paper", Holds::Line(120)),
    required("body_zh", Holds::Line(300)),
    optional("body_en", Holds::Line(300)),
];

/// What an override needs.
pub const OVERRIDE_FIELDS: &[Field] = &[
    required("rule", Holds::Line(80)),
    required("reason", Holds::Line(300)),
    required("document", Holds::Line(120)),
];

/// The fields of a player's form: those everybody fills in and those the rules speak of.
pub fn fields(context: &Context) -> Vec<league::form::Field> {
    let columns = template(&context.set).columns;
    let keys = columns.iter().map(|column| column.key.as_str());
    let shown = keys.filter(|key| !["serial", "in_match", "on_court", "role", "photo"].contains(key));
    shown.filter_map(|key| context.set.fields.of_player(key).cloned()).collect()
}

/// A row as its form shows it; the number of the document and the phone stay out.
pub fn values(context: &Context, row: &Row) -> Fields {
    let mut values = Fields::default();
    for (key, text) in texts_of(&reading::facts(&context.set, row, Vec::new())) {
        values.set(&key, text);
    }
    values
}

/// A form as the sheet of one row that it means.
fn sheet(context: &Context, given: &Fields) -> Sheet {
    let fields = fields(context);
    let text = |text: &str| if text.trim().is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
    let sex = |value: &str| match value {
        "male" => "男".to_owned(),
        "female" => "女".to_owned(),
        other => other.to_owned(),
    };
    Sheet {
        name: String::new(),
        rows: vec![
            fields.iter().map(|field| Cell::Text(field.zh.clone())).collect(),
            fields
                .iter()
                .map(|field| match field.kind {
                    Kind::Sex => text(&sex(given.get(&field.key))),
                    _ => text(given.get(&field.key)),
                })
                .collect(),
        ],
        ..Sheet::default()
    }
}

/// Adds a player, or changes the one with a key. After the lock only the organiser may, with a protocol.
pub async fn save(
    tx: &mut Tx,
    context: &Context,
    row: Option<&Row>,
    given: &Fields,
    protocol: Option<&Fields>,
    (keys, by): (&Keys, By),
) -> Outcome<()> {
    must_be_open(tx, context).await?;
    let note = by_protocol(context, protocol, by)?;
    if row.is_some_and(|row| row.left_on.is_some()) {
        return Err(Refused::List("list_closed"));
    }
    let sheet = sheet(context, given);
    let looked = match take::look(tx, context, &sheet, keys, row.map(|row| row.id)).await? {
        Ok(looked) if !looked.plans.is_empty() => looked,
        _ => return Err(fault("name", What::Required)),
    };
    refuse(&looked)?;
    let taken = take::save(tx, context, &looked, keys).await?;
    if taken.has_changed() {
        publish(tx, context, note).await?;
    }
    Ok(())
}

/// Every cell that is wrong, by the name of its field.
fn refuse(looked: &Looked) -> Result<(), Refused> {
    let cells = looked.report.rows.iter().flat_map(|row| &row.cells);
    let mut faults: Vec<Fault> = cells
        .filter(|cell| cell.verdict == league::eligibility::Verdict::Error)
        .map(|cell| Fault::at(&cell.field, What::Cell { code: cell.code, expected: cell.expected.clone() }))
        .collect();
    match looked.plans.first().map(|plan| &plan.standing) {
        Some(Standing::NoConsent) => faults.push(Fault::at("guardian_consent", What::NoConsent)),
        Some(Standing::ShirtTaken) => faults.push(Fault::at("shirt", What::Taken)),
        Some(Standing::Left) => return Err(Refused::List("list_closed")),
        _ => {}
    }
    if faults.is_empty() { Ok(()) } else { Err(Refused::Faults(faults)) }
}

fn by_protocol(context: &Context, protocol: Option<&Fields>, by: By) -> Outcome<Option<Note>> {
    if context.list.state != State::Locked {
        context.must_edit(by)?;
        return Ok(None);
    }
    let (By::Organiser, Some(protocol)) = (by, protocol) else { return Err(Refused::List("list_closed")) };
    let parsed = parse(PROTOCOL_FIELDS, protocol)?;
    Ok(Some(Note {
        key: String::new(),
        entry_id: context.entry.id.0,
        day: context.today,
        body_zh: parsed.text("body_zh"),
        body_en: parsed.text("body_en"),
        document: parsed.text("paper"),
        at: context.now,
    }))
}

async fn publish(tx: &mut Tx, context: &Context, note: Option<Note>) -> Outcome<()> {
    let Some(mut note) = note else { return Ok(()) };
    note.key = tx.key();
    lists::insert_note(tx, &note).await?;
    let after = serde_json::json!({ "note": note.body_zh });
    record(tx, context, Action::Published, serde_json::Value::Null, after, &note.document).await
}

/// Takes a player off. Somebody whom nobody has seen yet is gone; on a list that was posted the row stays, with its day.
pub async fn remove(
    tx: &mut Tx,
    context: &Context,
    row: &Row,
    protocol: Option<&Fields>,
    by: By,
) -> Outcome<()> {
    must_be_open(tx, context).await?;
    let note = by_protocol(context, protocol, by)?;
    let was_seen = matches!(context.list.state, State::Posted | State::Locked)
        || match_lists::was_named(tx, row.id).await?;
    if was_seen {
        let left = Row { left_on: Some(context.today), ..row.clone() };
        lists::update_row(tx, &left).await?;
    } else {
        lists::remove_row(tx, row.id).await?;
    }
    let before = serde_json::json!({ "shirt": row.shirt });
    record(tx, context, Action::Archived, before, serde_json::Value::Null, "").await?;
    publish(tx, context, note).await
}

/// Lets somebody play although a rule says no.
pub async fn allow(tx: &mut Tx, context: &Context, row: &Row, given: &Fields) -> Outcome<()> {
    must_be_open(tx, context).await?;
    let parsed = parse(OVERRIDE_FIELDS, given)?;
    let rule = parsed.text("rule");
    if !context.set.rules.iter().any(|known| known.key == rule) {
        return Err(fault("rule", What::NoSuchObject));
    }
    let known = lists::overrides(tx, context.entry.id).await?;
    if known.iter().any(|known| known.roster_id == row.id.0 && known.rule == rule) {
        return Err(fault("rule", What::Taken));
    }
    let given = Override {
        key: tx.key(),
        roster_id: row.id.0,
        rule,
        reason: parsed.text("reason"),
        document: parsed.text("document"),
        by_name: tx.writer.actor.name(),
        at: tx.now(),
    };
    lists::insert_override(tx, &given).await?;
    let after = serde_json::json!({ "shirt": row.shirt, "rule": given.rule, "document": given.document });
    record(tx, context, Action::Granted, serde_json::Value::Null, after, &given.reason).await
}

/// Takes an override out of force.
pub async fn forbid(tx: &mut Tx, context: &Context, key: &str) -> Outcome<()> {
    must_be_open(tx, context).await?;
    let known = lists::overrides(tx, context.entry.id).await?;
    let given = known.iter().find(|given| given.key == key).ok_or(Refused::NotFound)?;
    lists::update_override_archived(tx, key).await?;
    let before = serde_json::json!({ "rule": given.rule, "document": given.document });
    record(tx, context, Action::GrantRemoved, before, serde_json::Value::Null, "").await
}

/// Saves what the team says of itself: leader, coaches, doctor, kit.
pub async fn save_team(
    tx: &mut Tx,
    context: &Context,
    version: i64,
    given: &Fields,
    (keys, by): (&Keys, By),
) -> Outcome<()> {
    must_be_open(tx, context).await?;
    context.must_edit(by)?;
    if context.list.version != version {
        return Err(Refused::Conflict);
    }
    let mut faults = Vec::new();
    let texts: BTreeMap<String, String> = context
        .set
        .fields
        .club
        .iter()
        .map(|field| (field.key.clone(), given.get(&field.key).trim().to_owned()))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    for (key, text) in &texts {
        if text.chars().count() > 200 {
            faults.push(Fault::at(key, What::TooLong { max: 200 }));
        }
    }
    let facts = league::form::facts_of(&context.set.fields.club, &texts);
    for key in texts.keys().filter(|key| facts.get(key).is_none()) {
        faults.push(Fault::at(key, What::NotAllowed));
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let mut emptied = context.clone();
    let shown = |key: &String| context.set.fields.of_club(key).is_some();
    emptied.list.club.retain(|key, _| !shown(key) || !given.0.contains_key(key));
    take::save_team(tx, &emptied, &facts, keys).await?;
    let changed: Vec<&String> = texts
        .iter()
        .filter(|(key, text)| context.list.club_text(key) != text.as_str())
        .map(|(key, _)| key)
        .collect();
    let after = serde_json::json!({ "team": changed });
    record(tx, context, Action::Changed, serde_json::Value::Null, after, "").await
}

/// The row of a context with a key.
pub fn row<'a>(context: &'a Context, key: &str) -> Outcome<&'a Row> {
    context.rows.iter().find(|row| row.key == key).ok_or(Refused::NotFound)
}

/// Names the captain.
pub async fn set_captain(tx: &mut Tx, context: &Context, captain: RosterId, by: By) -> Outcome<()> {
    must_be_open(tx, context).await?;
    context.must_edit(by)?;
    for row in &context.rows {
        let is = row.id == captain;
        if row.captain != is {
            lists::update_row(tx, &Row { captain: is, ..row.clone() }).await?;
        }
    }
    let shirt = context.rows.iter().find(|row| row.id == captain).map(|row| row.shirt.clone());
    let after = serde_json::json!({ "captain": shirt });
    record(tx, context, Action::Changed, serde_json::Value::Null, after, "").await
}
