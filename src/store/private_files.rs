//! Files about people and papers of teams; what is in them lies sealed on disk.

use super::{Db, Result, Tx, db};
use chrono::{DateTime, Utc};
use league::ids::{EntryId, PersonId};

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Of a player, for the table.
    Photo,
    /// The entry form 报名表 with stamp and signature.
    Form,
    /// The unit's stamp 公章.
    Stamp,
    /// A pledge 承诺书.
    Pledge,
    /// The list of the insured.
    Insurance,
    Other,
}

league::text_enum!(Kind {
    Photo => "photo",
    Form => "form",
    Stamp => "stamp",
    Pledge => "pledge",
    Insurance => "insurance",
    Other => "other",
});

/// A file.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct PrivateFile {
    pub key: String,
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    pub person_id: Option<i32>,
    pub entry_id: Option<i32>,
    pub file_name: String,
    pub media_type: String,
    pub size_bytes: i64,
    pub sha256: String,
    pub stored_as: String,
    pub consent: String,
    pub by_name: String,
    pub at: DateTime<Utc>,
}

macro_rules! files {
    () => {
        "select key, kind, person_id, entry_id, file_name, media_type, size_bytes, sha256, stored_as, consent, by_name, at
           from private_file"
    };
}

/// The photo of a person.
pub async fn photo(db: &mut Db, person: PersonId) -> Result<Option<PrivateFile>> {
    let sql = concat!(files!(), " where person_id = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(person.0).fetch_optional(conn).await)?)
}

/// The papers of a team, newest first.
pub async fn of_entry(db: &mut Db, entry: EntryId) -> Result<Vec<PrivateFile>> {
    let sql = concat!(files!(), " where entry_id = $1 order by at desc, id desc");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(entry.0).fetch_all(conn).await)?)
}

/// Adds a file's row; its content lies on disk already.
pub async fn insert(tx: &mut Tx, file: &PrivateFile) -> Result<()> {
    let sql = "insert into private_file
                      (key, kind, person_id, entry_id, file_name, media_type, size_bytes, sha256, stored_as, consent,
                       by_name, at)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&file.key)
        .bind(file.kind.as_str())
        .bind(file.person_id)
        .bind(file.entry_id)
        .bind(&file.file_name)
        .bind(&file.media_type)
        .bind(file.size_bytes)
        .bind(&file.sha256)
        .bind(&file.stored_as)
        .bind(&file.consent)
        .bind(&file.by_name)
        .bind(file.at)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Forgets a file.
pub async fn remove(tx: &mut Tx, key: &str) -> Result<()> {
    let sql = "delete from private_file where key = $1";
    Ok(db!(tx, |conn| sqlx::query(sql).bind(key).execute(conn).await.map(drop))?)
}

/// Forgets the photo of a person.
pub async fn remove_photo(tx: &mut Tx, person: PersonId) -> Result<()> {
    let sql = "delete from private_file where person_id = $1";
    Ok(db!(tx, |conn| sqlx::query(sql).bind(person.0).execute(conn).await.map(drop))?)
}

/// Forgets the papers of teams of competitions whose day is over.
pub async fn remove_past(tx: &mut Tx, day: chrono::NaiveDate) -> Result<u64> {
    let sql = "delete from private_file
                where entry_id in (select e.id
                                     from entry e
                                     join entry_rule q on q.competition_id = e.competition_id
                                    where q.keep_until < $1)";
    Ok(db!(tx, |conn| sqlx::query(sql).bind(day).execute(conn).await.map(|done| done.rows_affected()))?)
}

/// The names under which files lie on disk.
pub async fn stored(db: &mut Db) -> Result<Vec<String>> {
    let sql = "select stored_as
                 from private_file
                order by id";
    Ok(db!(db, |conn| sqlx::query_scalar(sql).fetch_all(conn).await)?)
}
