//! People: one record each across seasons and clubs, what they show of themselves apart, records put together.

use super::{Db, Error, Result, Tx, db};
use chrono::{DateTime, NaiveDate, Utc};
use league::ids::{CompetitionId, LeagueId, PersonId};
use league::names::{initials, sort_key};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;

/// A person with what the control room may see without opening anything.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Person {
    #[sqlx(try_from = "i32")]
    pub id: PersonId,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub league_id: LeagueId,
    pub name: String,
    pub sample: String,
    pub archived: bool,
    pub version: i64,
    pub merged_into: Option<String>,
    pub erased_at: Option<DateTime<Utc>>,
    pub birth: Option<NaiveDate>,
    pub sex: Option<String>,
    pub id_masked: Option<String>,
    pub id_hash: Option<String>,
}

macro_rules! people {
    () => {
        "select p.id, p.key, p.league_id, p.name, p.sample, p.archived, p.version, k.key as merged_into, p.erased_at,
                v.birth, v.sex, v.id_masked, v.id_hash
           from person p
           left join person_private v on v.person_id = p.id
           left join person k on k.id = p.merged_into_id"
    };
}

/// The person with a key.
pub async fn by_key(db: &mut Db, key: &str) -> Result<Option<Person>> {
    let sql = concat!(people!(), " where p.key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// The person with an id.
pub async fn by_id(db: &mut Db, id: PersonId) -> Result<Person> {
    let sql = concat!(people!(), " where p.id = $1");
    let found = db!(db, |conn| sqlx::query_as(sql).bind(id.0).fetch_optional(conn).await)?;
    found.ok_or(Error::NotFound)
}

/// The people of a league by name; those merged into others are left out.
pub async fn of_league(db: &mut Db, league: LeagueId) -> Result<Vec<Person>> {
    let sql = concat!(
        people!(),
        " where p.league_id = $1 and p.merged_into_id is null and not p.archived order by p.sort_key, p.id"
    );
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(league.0).fetch_all(conn).await)?)
}

/// What a person shows of himself.
#[derive(Clone, Debug, Default, PartialEq, sqlx::FromRow)]
pub struct Private {
    pub person_id: i32,
    pub sex: String,
    pub birth: Option<NaiveDate>,
    pub document: String,
    pub id_masked: String,
    pub id_hash: String,
    pub id_key_version: i64,
    pub id_region: String,
    pub id_sealed: String,
    pub phone_sealed: String,
    pub entered_at: DateTime<Utc>,
}

macro_rules! privates {
    () => {
        "select person_id, sex, birth, document, id_masked, id_hash, id_key_version, id_region, id_sealed, phone_sealed,
                entered_at
           from person_private"
    };
}

/// What a person shows of himself; nothing where nothing is kept.
pub async fn private(db: &mut Db, person: PersonId) -> Result<Option<Private>> {
    let sql = concat!(privates!(), " where person_id = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(person.0).fetch_optional(conn).await)?)
}

/// Everything that is sealed, for a new key.
pub async fn sealed(db: &mut Db) -> Result<Vec<Private>> {
    let sql = concat!(privates!(), " where id_sealed <> '' or phone_sealed <> '' order by person_id");
    Ok(db!(db, |conn| sqlx::query_as(sql).fetch_all(conn).await)?)
}

/// Keeps what a person shows of himself.
pub async fn save_private(tx: &mut Tx, row: &Private) -> Result<()> {
    let sql = "insert into person_private
                      (person_id, sex, birth, document, id_masked, id_hash, id_key_version, id_region, id_sealed,
                       phone_sealed, entered_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                   on conflict (person_id) do update
                  set sex = excluded.sex, birth = excluded.birth, document = excluded.document,
                      id_masked = excluded.id_masked, id_hash = excluded.id_hash,
                      id_key_version = excluded.id_key_version, id_region = excluded.id_region,
                      id_sealed = excluded.id_sealed, phone_sealed = excluded.phone_sealed";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(row.person_id)
        .bind(&row.sex)
        .bind(row.birth)
        .bind(&row.document)
        .bind(&row.id_masked)
        .bind(&row.id_hash)
        .bind(row.id_key_version)
        .bind(&row.id_region)
        .bind(&row.id_sealed)
        .bind(&row.phone_sealed)
        .bind(row.entered_at)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Forgets what a person shows of himself.
pub async fn remove_private(tx: &mut Tx, person: PersonId) -> Result<bool> {
    let sql = "delete from person_private where person_id = $1";
    let gone =
        db!(tx, |conn| sqlx::query(sql).bind(person.0).execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(gone == 1)
}

/// Takes from every row of a person what the form said of them, and their phone numbers with it.
pub async fn remove_facts(tx: &mut Tx, person: PersonId) -> Result<()> {
    let sql = "update roster
                  set facts = $1, version = version + 1
                where person_id = $2";
    let none = Json(serde_json::Map::new());
    Ok(db!(tx, |conn| sqlx::query(sql).bind(&none).bind(person.0).execute(conn).await.map(drop))?)
}

/// Somebody who may be the person of a form: the same hashed number, or the same name and birth.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Alike {
    #[sqlx(try_from = "i32")]
    pub id: PersonId,
    pub key: String,
    pub name: String,
    pub birth: Option<NaiveDate>,
    pub id_hash: Option<String>,
}

/// The people of a league with one of these hashes, oldest first.
pub async fn with_hash(db: &mut Db, league: LeagueId, hash: &str) -> Result<Vec<Alike>> {
    let sql = "select p.id, p.key, p.name, v.birth, v.id_hash
                 from person p
                 join person_private v on v.person_id = p.id
                where p.league_id = $1
                  and v.id_hash = $2
                  and p.merged_into_id is null
                order by p.id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(league.0).bind(hash).fetch_all(conn).await)?)
}

/// The people of a league with a name and a birth, oldest first.
pub async fn named_and_born(
    db: &mut Db,
    league: LeagueId,
    name: &str,
    birth: NaiveDate,
) -> Result<Vec<Alike>> {
    let sql = "select p.id, p.key, p.name, v.birth, v.id_hash
                 from person p
                 join person_private v on v.person_id = p.id
                where p.league_id = $1
                  and p.name = $2
                  and v.birth = $3
                  and p.merged_into_id is null
                order by p.id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(league.0).bind(name).bind(birth).fetch_all(conn).await)?)
}

/// Gives a person another name.
pub async fn update_name(
    tx: &mut Tx,
    person: PersonId,
    name: &str,
    erased: Option<DateTime<Utc>>,
) -> Result<()> {
    let sql = "update person
                  set name = $1, sort_key = $2, initials = $3, erased_at = coalesce($4, erased_at),
                      version = version + 1
                where id = $5";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(name)
        .bind(sort_key(name))
        .bind(initials(name))
        .bind(erased)
        .bind(person.0)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Says that a record stands for nobody any more, or for somebody again.
pub async fn update_merged(tx: &mut Tx, person: PersonId, into: Option<PersonId>) -> Result<()> {
    let sql = "update person
                  set merged_into_id = $1, archived = $2, version = version + 1
                where id = $3";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(into.map(|id| id.0))
        .bind(into.is_some())
        .bind(person.0)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Two records put together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Merge {
    pub key: String,
    pub kept_id: i32,
    pub gone_id: i32,
    pub gone_name: String,
    pub rows: Json<Moved>,
    pub at: DateTime<Utc>,
    pub by_name: String,
    pub undone_at: Option<DateTime<Utc>>,
}

/// What moved from one record to the other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Moved {
    pub roster: Vec<i32>,
}

/// The merges into a person, newest first.
pub async fn merges(db: &mut Db, kept: PersonId) -> Result<Vec<Merge>> {
    let sql = "select m.key, m.kept_id, m.gone_id, p.name as gone_name, m.rows, m.at, m.by_name, m.undone_at
                 from person_merge m
                 join person p on p.id = m.gone_id
                where m.kept_id = $1
                order by m.id desc";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(kept.0).fetch_all(conn).await)?)
}

/// Adds a merge.
pub async fn insert_merge(tx: &mut Tx, merge: &Merge) -> Result<()> {
    let sql = "insert into person_merge (key, kept_id, gone_id, rows, at, by_name)
               values ($1, $2, $3, $4, $5, $6)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&merge.key)
        .bind(merge.kept_id)
        .bind(merge.gone_id)
        .bind(&merge.rows)
        .bind(merge.at)
        .bind(&merge.by_name)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Notes that a merge was taken apart.
pub async fn update_merge_undone(tx: &mut Tx, key: &str) -> Result<()> {
    let sql = "update person_merge
                  set undone_at = $1
                where key = $2
                  and undone_at is null";
    let now = tx.now();
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(now)
        .bind(key)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Pairs of records that somebody has looked at: they only look alike.
pub async fn apart(db: &mut Db) -> Result<Vec<(i32, i32)>> {
    let sql = "select one_id, other_id
                 from person_apart
                order by id";
    Ok(db!(db, |conn| sqlx::query_as(sql).fetch_all(conn).await)?)
}

/// Says that two records are two people.
pub async fn insert_apart(tx: &mut Tx, one: PersonId, other: PersonId) -> Result<()> {
    let (one, other) = if one < other { (one, other) } else { (other, one) };
    let sql = "insert into person_apart (one_id, other_id)
               values ($1, $2)
                   on conflict (one_id, other_id) do nothing";
    Ok(db!(tx, |conn| sqlx::query(sql).bind(one.0).bind(other.0).execute(conn).await.map(drop))?)
}

/// Those whose private facts nobody needs any more: every list they stand on is of a competition whose day is over.
pub async fn past_keeping(db: &mut Db, day: NaiveDate) -> Result<Vec<PersonId>> {
    let sql = "select v.person_id
                 from person_private v
                where exists (select 1
                                from roster r
                               where r.person_id = v.person_id)
                  and not exists (select 1
                                    from roster r
                                    join entry e on e.id = r.entry_id
                                    left join entry_rule q on q.competition_id = e.competition_id
                                   where r.person_id = v.person_id
                                     and (q.keep_until is null or q.keep_until >= $1))
                order by v.person_id";
    let ids: Vec<i32> = db!(db, |conn| sqlx::query_scalar(sql).bind(day).fetch_all(conn).await)?;
    Ok(ids.into_iter().map(PersonId).collect())
}

/// Those born after a day who stand on a list of a competition.
pub async fn born_after(db: &mut Db, competition: CompetitionId, day: NaiveDate) -> Result<Vec<PersonId>> {
    let sql = "select distinct v.person_id
                 from person_private v
                 join roster r on r.person_id = v.person_id
                 join entry e on e.id = r.entry_id
                where e.competition_id = $1
                  and v.birth > $2
                order by v.person_id";
    let ids: Vec<i32> =
        db!(db, |conn| sqlx::query_scalar(sql).bind(competition.0).bind(day).fetch_all(conn).await)?;
    Ok(ids.into_iter().map(PersonId).collect())
}
