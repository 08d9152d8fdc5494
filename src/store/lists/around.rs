//! What hangs on a list: remarks, public notes, objections, overrides, the leader's link, a form that was sent.

use crate::store::{Db, Error, Result, Tx, db};
use chrono::{DateTime, NaiveDate, Utc};
use league::ids::EntryId;
use serde::{Deserialize, Serialize};

/// Something the organiser wants mended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Remark {
    pub key: String,
    pub entry_id: i32,
    pub roster_id: Option<i32>,
    pub field: String,
    pub body: String,
    pub at: DateTime<Utc>,
    pub by_name: String,
    pub settled_at: Option<DateTime<Utc>>,
}

/// The remarks on an entry, oldest first.
pub async fn remarks(db: &mut Db, entry: EntryId) -> Result<Vec<Remark>> {
    let sql = "select key, entry_id, roster_id, field, body, at, by_name, settled_at
                 from entry_remark
                where entry_id = $1
                order by id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(entry.0).fetch_all(conn).await)?)
}

/// Adds a remark.
pub async fn insert_remark(tx: &mut Tx, remark: &Remark) -> Result<()> {
    let sql = "insert into entry_remark (key, entry_id, roster_id, field, body, at, by_name)
               values ($1, $2, $3, $4, $5, $6, $7)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&remark.key)
        .bind(remark.entry_id)
        .bind(remark.roster_id)
        .bind(&remark.field)
        .bind(&remark.body)
        .bind(remark.at)
        .bind(&remark.by_name)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Settles every remark on an entry: the list was approved.
pub async fn settle_remarks(tx: &mut Tx, entry: EntryId) -> Result<()> {
    let sql = "update entry_remark
                  set settled_at = $1
                where entry_id = $2
                  and settled_at is null";
    let now = tx.now();
    Ok(db!(tx, |conn| sqlx::query(sql).bind(now).bind(entry.0).execute(conn).await.map(drop))?)
}

/// A change of a locked list, for everybody to read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Note {
    pub key: String,
    pub entry_id: i32,
    pub day: NaiveDate,
    pub body_zh: String,
    pub body_en: String,
    pub document: String,
    pub at: DateTime<Utc>,
}

/// The public notes of an entry, newest first.
pub async fn notes(db: &mut Db, entry: EntryId) -> Result<Vec<Note>> {
    let sql = "select key, entry_id, day, body_zh, body_en, document, at
                 from entry_note
                where entry_id = $1
                order by day desc, id desc";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(entry.0).fetch_all(conn).await)?)
}

/// Adds a public note.
pub async fn insert_note(tx: &mut Tx, note: &Note) -> Result<()> {
    let sql = "insert into entry_note (key, entry_id, day, body_zh, body_en, document, at)
               values ($1, $2, $3, $4, $5, $6, $7)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&note.key)
        .bind(note.entry_id)
        .bind(note.day)
        .bind(&note.body_zh)
        .bind(&note.body_en)
        .bind(&note.document)
        .bind(note.at)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Somebody objects to a posted list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Objection {
    pub key: String,
    pub entry_id: i32,
    pub from_name: String,
    pub body: String,
    pub at: DateTime<Utc>,
    pub answer: String,
    pub upheld: Option<bool>,
    pub answered_at: Option<DateTime<Utc>>,
}

/// The objections to an entry, oldest first.
pub async fn objections(db: &mut Db, entry: EntryId) -> Result<Vec<Objection>> {
    let sql = "select key, entry_id, from_name, body, at, answer, upheld, answered_at
                 from entry_objection
                where entry_id = $1
                order by id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(entry.0).fetch_all(conn).await)?)
}

/// Adds an objection.
pub async fn insert_objection(tx: &mut Tx, objection: &Objection) -> Result<()> {
    let sql = "insert into entry_objection (key, entry_id, from_name, body, at)
               values ($1, $2, $3, $4, $5)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&objection.key)
        .bind(objection.entry_id)
        .bind(&objection.from_name)
        .bind(&objection.body)
        .bind(objection.at)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Answers an objection once.
pub async fn update_objection(tx: &mut Tx, key: &str, upheld: bool, answer: &str) -> Result<()> {
    let sql = "update entry_objection
                  set upheld = $1, answer = $2, answered_at = $3
                where key = $4
                  and answered_at is null";
    let now = tx.now();
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(upheld)
        .bind(answer)
        .bind(now)
        .bind(key)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// A decision that somebody may play although a rule says no.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Override {
    pub key: String,
    pub roster_id: i32,
    pub rule: String,
    pub reason: String,
    pub document: String,
    pub by_name: String,
    pub at: DateTime<Utc>,
}

/// The overrides in force on an entry's list.
pub async fn overrides(db: &mut Db, entry: EntryId) -> Result<Vec<Override>> {
    let sql = "select o.key, o.roster_id, o.rule, o.reason, o.document, o.by_name, o.at
                 from roster_override o
                 join roster r on r.id = o.roster_id
                where r.entry_id = $1
                  and not o.archived
                order by o.id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(entry.0).fetch_all(conn).await)?)
}

/// Adds an override.
pub async fn insert_override(tx: &mut Tx, given: &Override) -> Result<()> {
    let sql = "insert into roster_override (key, roster_id, rule, reason, document, by_name, at)
               values ($1, $2, $3, $4, $5, $6, $7)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&given.key)
        .bind(given.roster_id)
        .bind(&given.rule)
        .bind(&given.reason)
        .bind(&given.document)
        .bind(&given.by_name)
        .bind(given.at)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Takes an override out of force; it stays in the record.
pub async fn update_override_archived(tx: &mut Tx, key: &str) -> Result<()> {
    let sql = "update roster_override
                  set archived = true
                where key = $1
                  and not archived";
    let changed =
        db!(tx, |conn| sqlx::query(sql).bind(key).execute(conn).await.map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// A leader's link to one entry.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct EntryLink {
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub entry_id: EntryId,
    pub entry_key: String,
    pub holder: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
}

macro_rules! links {
    () => {
        "select l.key, l.entry_id, e.key as entry_key, l.holder, l.created_at, l.expires_at, l.revoked_at
           from entry_link l
           join entry e on e.id = l.entry_id"
    };
}

/// The link of a token, whatever its state.
pub async fn link(db: &mut Db, token_hash: &str) -> Result<Option<EntryLink>> {
    let sql = concat!(links!(), " where l.token_hash = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(token_hash).fetch_optional(conn).await)?)
}

/// The links to an entry, newest first.
pub async fn links(db: &mut Db, entry: EntryId) -> Result<Vec<EntryLink>> {
    let sql = concat!(links!(), " where l.entry_id = $1 order by l.id desc");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(entry.0).fetch_all(conn).await)?)
}

/// Adds a link.
pub async fn insert_link(tx: &mut Tx, link: &EntryLink, token_hash: &str) -> Result<()> {
    let sql = "insert into entry_link (key, token_hash, entry_id, holder, created_at, expires_at)
               values ($1, $2, $3, $4, $5, $6)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&link.key)
        .bind(token_hash)
        .bind(link.entry_id.0)
        .bind(&link.holder)
        .bind(link.created_at)
        .bind(link.expires_at)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Takes a link back.
pub async fn revoke_link(tx: &mut Tx, key: &str) -> Result<()> {
    let sql = "update entry_link
                  set revoked_at = $1
                where key = $2
                  and revoked_at is null";
    let now = tx.now();
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(now)
        .bind(key)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// A form that was sent and waits for its rows to be taken.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Sent {
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub entry_id: EntryId,
    pub name: String,
    pub sealed: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// The form with a key, until it runs out.
pub async fn sent(db: &mut Db, key: &str, now: DateTime<Utc>) -> Result<Option<Sent>> {
    let sql = "select key, entry_id, name, sealed, created_at, expires_at
                 from entry_sheet
                where key = $1
                  and expires_at > $2";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).bind(now).fetch_optional(conn).await)?)
}

/// Keeps a form, or what became of it, under its key.
pub async fn save_sent(tx: &mut Tx, form: &Sent) -> Result<()> {
    let sql = "insert into entry_sheet (key, entry_id, name, sealed, created_at, expires_at)
               values ($1, $2, $3, $4, $5, $6)
                   on conflict (key) do update
                  set sealed = excluded.sealed";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&form.key)
        .bind(form.entry_id.0)
        .bind(&form.name)
        .bind(&form.sealed)
        .bind(form.created_at)
        .bind(form.expires_at)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Forgets the forms of an entry, or of all where the day is over.
pub async fn forget_sent(tx: &mut Tx, entry: Option<EntryId>, before: DateTime<Utc>) -> Result<()> {
    let sql = "delete from entry_sheet
                where expires_at < $1
                   or entry_id = $2";
    Ok(db!(tx, |conn| sqlx::query(sql).bind(before).bind(entry.map(|e| e.0)).execute(conn).await.map(drop))?)
}
