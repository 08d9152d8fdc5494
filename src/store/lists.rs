//! A team's list on its way from the leader to the organiser: its state, its rows with what the form said of each.

mod around;

pub use around::*;

use super::{Db, Error, Result, Tx, db};
use chrono::{DateTime, NaiveDate, Utc};
use league::ids::{EntryId, PersonId, RosterId};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use std::collections::BTreeMap;

/// Texts by the key of their field.
pub type Texts = BTreeMap<String, String>;

/// Where a list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Draft,
    Submitted,
    SentBack,
    Approved,
    /// 公示: public, objections are taken.
    Posted,
    Locked,
}

league::text_enum!(State {
    Draft => "draft",
    Submitted => "submitted",
    SentBack => "sent_back",
    Approved => "approved",
    Posted => "posted",
    Locked => "locked",
});

/// A team's list, without its rows.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct List {
    pub entry_id: i32,
    #[sqlx(try_from = "String")]
    pub state: State,
    pub club: Json<Texts>,
    #[serde(skip)]
    pub phones_sealed: String,
    pub submitted_at: Option<DateTime<Utc>>,
    pub approved_at: Option<DateTime<Utc>>,
    pub posted_at: Option<DateTime<Utc>>,
    pub objections_until: Option<DateTime<Utc>>,
    pub locked_at: Option<DateTime<Utc>>,
    pub receipt: String,
    pub scan_id: Option<i32>,
    pub version: i64,
}

impl List {
    /// A list that nobody has begun.
    pub fn new(entry: EntryId) -> Self {
        Self {
            entry_id: entry.0,
            state: State::Draft,
            club: Json(Texts::new()),
            phones_sealed: String::new(),
            submitted_at: None,
            approved_at: None,
            posted_at: None,
            objections_until: None,
            locked_at: None,
            receipt: String::new(),
            scan_id: None,
            version: 0,
        }
    }

    /// What the form says of the club's field; empty where it says nothing.
    pub fn club_text(&self, key: &str) -> &str {
        self.club.get(key).map_or("", String::as_str)
    }
}

macro_rules! lists {
    () => {
        "select entry_id, state, club, phones_sealed, submitted_at, approved_at, posted_at, objections_until, locked_at,
                receipt, scan_id, version
           from entry_list"
    };
}

/// The list of an entry; version 0 where nobody has begun one.
pub async fn of_entry(db: &mut Db, entry: EntryId) -> Result<List> {
    let sql = concat!(lists!(), " where entry_id = $1");
    let found: Option<List> = db!(db, |conn| sqlx::query_as(sql).bind(entry.0).fetch_optional(conn).await)?;
    Ok(found.unwrap_or_else(|| List::new(entry)))
}

/// Whether any list of a competition can be read by everybody.
pub async fn are_posted(db: &mut Db, competition: league::ids::CompetitionId) -> Result<bool> {
    let sql = "select count(*)
                 from entry_list l
                 join entry e on e.id = l.entry_id
                where e.competition_id = $1
                  and l.state in ('posted', 'locked')";
    let count: i64 = db!(db, |conn| sqlx::query_scalar(sql).bind(competition.0).fetch_one(conn).await)?;
    Ok(count > 0)
}

/// Head coach and assistant of an entry, as its list names them.
pub async fn coaches(db: &mut Db, entry: EntryId) -> Result<(String, String)> {
    let list = of_entry(db, entry).await?;
    Ok((list.club_text("coach").to_owned(), list.club_text("assistant_coach").to_owned()))
}

/// Saves a list unless somebody changed it in between.
pub async fn save(tx: &mut Tx, list: &List) -> Result<()> {
    let sql = "insert into entry_list
                      (entry_id, state, club, phones_sealed, submitted_at, approved_at, posted_at, objections_until,
                       locked_at, receipt, scan_id)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                   on conflict (entry_id) do update
                  set state = excluded.state, club = excluded.club, phones_sealed = excluded.phones_sealed,
                      submitted_at = excluded.submitted_at, approved_at = excluded.approved_at,
                      posted_at = excluded.posted_at, objections_until = excluded.objections_until,
                      locked_at = excluded.locked_at, receipt = excluded.receipt, scan_id = excluded.scan_id,
                      version = entry_list.version + 1
                where entry_list.version = $12";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(list.entry_id)
        .bind(list.state.as_str())
        .bind(&list.club)
        .bind(&list.phones_sealed)
        .bind(list.submitted_at)
        .bind(list.approved_at)
        .bind(list.posted_at)
        .bind(list.objections_until)
        .bind(list.locked_at)
        .bind(&list.receipt)
        .bind(list.scan_id)
        .bind(list.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// A row of a list with what the form said of the player. The identity number is here only as its mask.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Row {
    #[sqlx(try_from = "i32")]
    pub id: RosterId,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub entry_id: EntryId,
    #[sqlx(try_from = "i32")]
    pub person_id: PersonId,
    pub person_key: String,
    pub name: String,
    pub shirt: String,
    pub position: String,
    pub height_cm: Option<i64>,
    pub captain: bool,
    pub facts: Json<Texts>,
    pub added_on: Option<NaiveDate>,
    pub left_on: Option<NaiveDate>,
    pub sample: String,
    pub version: i64,
    pub sex: Option<String>,
    pub birth: Option<NaiveDate>,
    pub document: Option<String>,
    pub id_masked: Option<String>,
    pub id_region: Option<String>,
    pub photo_id: Option<i32>,
}

macro_rules! rows {
    () => {
        "select r.id, r.key, r.entry_id, r.person_id, p.key as person_key, p.name, r.shirt, r.position, r.height_cm,
                r.captain, r.facts, r.added_on, r.left_on, r.sample, r.version, v.sex, v.birth, v.document, v.id_masked,
                v.id_region, f.id as photo_id
           from roster r
           join person p on p.id = r.person_id
           left join person_private v on v.person_id = p.id
           left join private_file f on f.person_id = p.id"
    };
}

/// The rows of an entry's list by shirt; those who left among them.
pub async fn rows(db: &mut Db, entry: EntryId) -> Result<Vec<Row>> {
    let sql = concat!(rows!(), " where r.entry_id = $1 order by length(r.shirt), r.shirt, r.id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(entry.0).fetch_all(conn).await)?)
}

/// The rows of all lists of a competition.
pub async fn rows_of_competition(db: &mut Db, competition: league::ids::CompetitionId) -> Result<Vec<Row>> {
    let sql = concat!(
        rows!(),
        " join entry e on e.id = r.entry_id where e.competition_id = $1 order by r.entry_id, length(r.shirt), r.shirt, r.id"
    );
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(competition.0).fetch_all(conn).await)?)
}

/// The row with a key.
pub async fn row(db: &mut Db, key: &str) -> Result<Option<Row>> {
    let sql = concat!(rows!(), " where r.key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// Every row a person has stood on, newest first.
pub async fn rows_of_person(db: &mut Db, person: PersonId) -> Result<Vec<Row>> {
    let sql = concat!(rows!(), " where r.person_id = $1 order by r.id desc");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(person.0).fetch_all(conn).await)?)
}

/// Adds a row.
pub async fn insert_row(tx: &mut Tx, row: &Row) -> Result<RosterId> {
    let sql = "insert into roster
                      (key, entry_id, person_id, shirt, position, height_cm, captain, sample, facts, added_on)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            returning id";
    let id: i32 = db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(&row.key)
        .bind(row.entry_id.0)
        .bind(row.person_id.0)
        .bind(&row.shirt)
        .bind(&row.position)
        .bind(row.height_cm)
        .bind(row.captain)
        .bind(&row.sample)
        .bind(&row.facts)
        .bind(row.added_on)
        .fetch_one(conn)
        .await)?;
    Ok(RosterId(id))
}

/// Saves a row unless somebody changed it in between.
pub async fn update_row(tx: &mut Tx, row: &Row) -> Result<()> {
    let sql = "update roster
                  set person_id = $1, shirt = $2, position = $3, height_cm = $4, captain = $5, facts = $6, added_on = $7,
                      left_on = $8, version = version + 1
                where id = $9
                  and version = $10";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(row.person_id.0)
        .bind(&row.shirt)
        .bind(&row.position)
        .bind(row.height_cm)
        .bind(row.captain)
        .bind(&row.facts)
        .bind(row.added_on)
        .bind(row.left_on)
        .bind(row.id.0)
        .bind(row.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Takes the shirts of rows that are about to get others, so that two players may exchange theirs.
pub async fn free_shirts(tx: &mut Tx, rows: &[RosterId]) -> Result<()> {
    let sql = "update roster
                  set shirt = '~' || cast(id as text)
                where id = $1";
    for row in rows {
        db!(tx, |conn| sqlx::query(sql).bind(row.0).execute(conn).await.map(drop))?;
    }
    Ok(())
}

/// Takes a row off a list that nobody has seen yet.
pub async fn remove_row(tx: &mut Tx, row: RosterId) -> Result<()> {
    let sql = "delete from entry_remark where roster_id = $1";
    db!(tx, |conn| sqlx::query(sql).bind(row.0).execute(conn).await.map(drop))?;
    let sql = "delete from roster_override where roster_id = $1";
    db!(tx, |conn| sqlx::query(sql).bind(row.0).execute(conn).await.map(drop))?;
    let sql = "delete from roster where id = $1";
    Ok(db!(tx, |conn| sqlx::query(sql).bind(row.0).execute(conn).await.map(drop))?)
}

/// Gives the rows of one person to another, and says which.
pub async fn move_rows(tx: &mut Tx, from: PersonId, to: PersonId, only: Option<&[i32]>) -> Result<Vec<i32>> {
    let sql = "select id
                 from roster
                where person_id = $1
                order by id";
    let mut ids: Vec<i32> = db!(tx, |conn| sqlx::query_scalar(sql).bind(from.0).fetch_all(conn).await)?;
    ids.retain(|id| only.is_none_or(|only| only.contains(id)));
    let sql = "update roster
                  set person_id = $1, version = version + 1
                where id = $2";
    for id in &ids {
        db!(tx, |conn| sqlx::query(sql).bind(to.0).bind(id).execute(conn).await.map(drop))?;
    }
    Ok(ids)
}

/// The other teams of a competition on whose lists these people stand: person, name of the team.
pub async fn elsewhere(db: &mut Db, entry: EntryId) -> Result<Vec<(i32, String)>> {
    let sql = "select r.person_id, e.short_name
                 from roster r
                 join entry e on e.id = r.entry_id
                 join entry o on o.competition_id = e.competition_id
                where o.id = $1
                  and e.id <> o.id
                  and r.left_on is null
                  and not e.withdrawn
                order by r.id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(entry.0).fetch_all(conn).await)?)
}
