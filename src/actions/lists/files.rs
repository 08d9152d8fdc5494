//! Files of a list: a photo of each player for the table, the stamped papers of the team with their receipts.

use super::super::input::{Field, Holds, What, required};
use super::super::{Outcome, Refused, seasons};
use super::{By, Context, fault, must_be_open, record};
use crate::lists::is_minor;
use crate::store::audit::Action;
use crate::store::lists::{Row, State};
use crate::store::private_files::{self as rows, Kind, PrivateFile};
use crate::store::{Db, Tx};

/// What goes with a photo.
pub const PHOTO_FIELDS: &[Field] = &[required("photo_consent", Holds::Flag)];

/// What goes with a paper.
pub const PAPER_FIELDS: &[Field] =
    &[required("kind", Holds::Word(&["form", "stamp", "pledge", "insurance", "other"]))];

/// A file that was looked at, sealed and put on disk.
#[derive(Clone, Debug)]
pub struct NewFile {
    pub file_name: String,
    pub media_type: String,
    pub size_bytes: i64,
    pub sha256: String,
    pub stored_as: String,
}

/// Whether somebody may add files now: the leader until the deadline or the lock, also of a list that was handed in.
pub fn may_add(context: &Context, by: By) -> bool {
    match by {
        By::Organiser => true,
        By::Leader => context.is_open() && context.list.state != State::Locked,
    }
}

fn must_add(context: &Context, by: By) -> Outcome<()> {
    match (may_add(context, by), context.is_open()) {
        (true, _) => Ok(()),
        (false, false) => Err(Refused::List("entry_closed")),
        (false, true) => Err(Refused::List("list_closed")),
    }
}

/// Whether a photo of somebody may be kept; asked before the file is stored.
pub async fn may_keep_photo(db: &mut Db, context: &Context, row: &Row, agreed: bool, by: By) -> Outcome<()> {
    seasons::must_be_open(db, context.season.id).await?;
    must_add(context, by)?;
    if row.left_on.is_some() {
        return Err(Refused::List("list_closed"));
    }
    if !agreed {
        return Err(fault("photo_consent", What::Required));
    }
    let consented = row.facts.get("guardian_consent").is_some_and(|text| text == "是");
    if is_minor(row.birth, context.today) && !consented {
        return Err(fault("photo_consent", What::NoConsent));
    }
    Ok(())
}

/// Keeps a player's photo in the place of the one before.
pub async fn keep_photo(tx: &mut Tx, context: &Context, row: &Row, new: &NewFile, by: By) -> Outcome<()> {
    must_be_open(tx, context).await?;
    may_keep_photo(tx, context, row, true, by).await?;
    rows::remove_photo(tx, row.person_id).await?;
    let file = file(tx, Kind::Photo, new);
    let file = PrivateFile { person_id: Some(row.person_id.0), file_name: String::new(), ..file };
    rows::insert(tx, &PrivateFile { consent: "agreed".into(), ..file }).await?;
    let after = serde_json::json!({ "photo": row.shirt });
    record(tx, context, Action::Changed, serde_json::Value::Null, after, "").await
}

/// Forgets a player's photo.
pub async fn remove_photo(tx: &mut Tx, context: &Context, row: &Row, by: By) -> Outcome<()> {
    must_be_open(tx, context).await?;
    must_add(context, by)?;
    if rows::photo(tx, row.person_id).await?.is_none() {
        return Err(Refused::NotFound);
    }
    rows::remove_photo(tx, row.person_id).await?;
    let before = serde_json::json!({ "photo": row.shirt });
    record(tx, context, Action::Changed, before, serde_json::Value::Null, "").await
}

/// Keeps a paper of the team; its row is the receipt.
pub async fn add_paper(
    tx: &mut Tx,
    context: &Context,
    kind: Kind,
    new: &NewFile,
    by: By,
) -> Outcome<PrivateFile> {
    must_be_open(tx, context).await?;
    must_add(context, by)?;
    let known = rows::of_entry(tx, context.entry.id).await?;
    if known.len() >= MOST_PAPERS {
        return Err(fault("file", What::OutOfRange { min: 0, max: MOST_PAPERS as i64 }));
    }
    let file = PrivateFile { entry_id: Some(context.entry.id.0), ..file(tx, kind, new) };
    rows::insert(tx, &file).await?;
    let after = serde_json::json!({ "paper": file.key, "kind": kind.as_str(), "sha256": file.sha256 });
    record(tx, context, Action::Created, serde_json::Value::Null, after, "").await?;
    Ok(file)
}

/// More papers of one team than this are no entry.
const MOST_PAPERS: usize = 40;

/// Opens a paper: who did so is in the record before anything is shown.
pub async fn open_paper(tx: &mut Tx, context: &Context, key: &str) -> Outcome<PrivateFile> {
    let known = rows::of_entry(tx, context.entry.id).await?;
    let file = known.into_iter().find(|file| file.key == key).ok_or(Refused::NotFound)?;
    let after = serde_json::json!({ "paper": key, "kind": file.kind.as_str() });
    record(tx, context, Action::Revealed, serde_json::Value::Null, after, "").await?;
    Ok(file)
}

/// Takes a paper back. What was locked stays.
pub async fn remove_paper(tx: &mut Tx, context: &Context, key: &str, by: By) -> Outcome<()> {
    must_be_open(tx, context).await?;
    must_add(context, by)?;
    if context.list.state == State::Locked {
        return Err(Refused::List("list_closed"));
    }
    let known = rows::of_entry(tx, context.entry.id).await?;
    let file = known.iter().find(|file| file.key == key).ok_or(Refused::NotFound)?;
    rows::remove(tx, key).await?;
    let before = serde_json::json!({ "paper": key, "kind": file.kind.as_str(), "sha256": file.sha256 });
    record(tx, context, Action::Archived, before, serde_json::Value::Null, "").await
}

fn file(tx: &Tx, kind: Kind, new: &NewFile) -> PrivateFile {
    PrivateFile {
        key: tx.key(),
        kind,
        person_id: None,
        entry_id: None,
        file_name: new.file_name.clone(),
        media_type: new.media_type.clone(),
        size_bytes: new.size_bytes,
        sha256: new.sha256.clone(),
        stored_as: new.stored_as.clone(),
        consent: String::new(),
        by_name: tx.writer.actor.name(),
        at: tx.now(),
    }
}
