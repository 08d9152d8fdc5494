//! Entries: what plays in a competition, in which group, with which people.

use super::{Db, Error, Result, Tx, db};
use league::competition::{EntryKind, Kind};
use league::ids::{ClubId, CompetitionId, EntryId, LeagueId, PersonId, PoolId, SeasonId};
use league::names::{initials, sort_key};
use serde::{Deserialize, Serialize};

/// An entry of a club, or of something in a club's place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Entry {
    #[sqlx(try_from = "i32")]
    pub id: EntryId,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub competition_id: CompetitionId,
    pub club_id: Option<i32>,
    pub club_key: Option<String>,
    pub colour_light: Option<String>,
    pub colour_dark: Option<String>,
    #[sqlx(try_from = "String")]
    pub kind: EntryKind,
    pub name: String,
    pub short_name: String,
    /// The English name of its club, where it plays under the club's own short name.
    #[serde(default)]
    pub name_en: Option<String>,
    pub is_new: Option<bool>,
    pub is_new_reason: String,
    pub withdrawn: bool,
    pub sample: String,
    pub version: i64,
}

/// A person on an entry's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Player {
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub entry_id: EntryId,
    pub person_key: String,
    pub name: String,
    pub shirt: String,
    pub position: String,
    pub height_cm: Option<i64>,
    pub captain: bool,
    pub sample: String,
}

/// An entry's place in a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct PoolPlace {
    #[sqlx(try_from = "i32")]
    pub pool_id: PoolId,
    #[sqlx(try_from = "i32")]
    pub entry_id: EntryId,
    pub sort: i64,
    pub sample: String,
}

macro_rules! columns {
    () => {
        "select e.id, e.key, e.competition_id, e.club_id, c.key as club_key, c.colour_light, c.colour_dark, e.kind,
                e.name, e.short_name, case when e.short_name = c.short_name then c.name_en end as name_en, e.is_new, e.is_new_reason, e.withdrawn, e.sample, e.version
           from entry e
           left join club c on c.id = e.club_id"
    };
}

/// The entries of a competition by name.
pub async fn of_competition(db: &mut Db, competition: CompetitionId) -> Result<Vec<Entry>> {
    let sql = concat!(columns!(), " where e.competition_id = $1 order by e.sort_key, e.id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(competition.0).fetch_all(conn).await)?)
}

/// Everything a club has entered.
pub async fn of_club(db: &mut Db, club: ClubId) -> Result<Vec<Entry>> {
    let sql = concat!(columns!(), " where e.club_id = $1 order by e.id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(club.0).fetch_all(conn).await)?)
}

/// The entry with a key.
pub async fn by_key(db: &mut Db, key: &str) -> Result<Option<Entry>> {
    let sql = concat!(columns!(), " where e.key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// The entry with an id.
pub async fn by_id(db: &mut Db, id: EntryId) -> Result<Entry> {
    let sql = concat!(columns!(), " where e.id = $1");
    let found = db!(db, |conn| sqlx::query_as(sql).bind(id.0).fetch_optional(conn).await)?;
    found.ok_or(Error::NotFound)
}

/// Adds an entry.
pub async fn insert(tx: &mut Tx, entry: &Entry) -> Result<EntryId> {
    let sql = "insert into entry
                      (key, competition_id, club_id, kind, name, short_name, sort_key, is_new, is_new_reason, sample)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            returning id";
    let id: i32 = db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(&entry.key)
        .bind(entry.competition_id.0)
        .bind(entry.club_id)
        .bind(entry.kind.as_str())
        .bind(&entry.name)
        .bind(&entry.short_name)
        .bind(sort_key(&entry.short_name))
        .bind(entry.is_new)
        .bind(&entry.is_new_reason)
        .bind(&entry.sample)
        .fetch_one(conn)
        .await)?;
    Ok(EntryId(id))
}

/// Saves an entry unless somebody changed it in between.
pub async fn update(tx: &mut Tx, entry: &Entry) -> Result<()> {
    let sql = "update entry
                  set name = $1, short_name = $2, sort_key = $3, is_new = $4, is_new_reason = $5, withdrawn = $6,
                      version = version + 1
                where id = $7
                  and version = $8";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(&entry.name)
        .bind(&entry.short_name)
        .bind(sort_key(&entry.short_name))
        .bind(entry.is_new)
        .bind(&entry.is_new_reason)
        .bind(entry.withdrawn)
        .bind(entry.id.0)
        .bind(entry.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Takes an entry away if nothing hangs on it: no game, no list, no plan of its competition. Tells whether it went.
pub async fn remove_unused(tx: &mut Tx, id: EntryId) -> Result<bool> {
    let sql = "select count(*)
                 from entry e
                where e.id = $1
                  and (exists (select 1 from fixture f where f.a_entry_id = e.id or f.b_entry_id = e.id)
                       or exists (select 1 from roster r where r.entry_id = e.id)
                       or exists (select 1 from entry_list l where l.entry_id = e.id)
                       or exists (select 1 from entry_link l where l.entry_id = e.id)
                       or exists (select 1 from entry_note n where n.entry_id = e.id)
                       or exists (select 1 from entry_remark m where m.entry_id = e.id)
                       or exists (select 1 from entry_objection o where o.entry_id = e.id)
                       or exists (select 1 from entry_sheet s where s.entry_id = e.id)
                       or exists (select 1 from match_list m where m.entry_id = e.id)
                       or exists (select 1 from incident i where i.entry_id = e.id)
                       or exists (select 1 from sanction s where s.entry_id = e.id)
                       or exists (select 1 from player_crew c where c.entry_id = e.id)
                       or exists (select 1 from plan p where p.competition_id = e.competition_id)
                       or exists (select 1 from ruling u where u.competition_id = e.competition_id)
                       or exists (select 1 from draw d where d.competition_id = e.competition_id))";
    let used: i64 = db!(tx, |conn| sqlx::query_scalar(sql).bind(id.0).fetch_one(conn).await)?;
    if used > 0 {
        return Ok(false);
    }
    for sql in [
        "delete from pool_entry where entry_id = $1",
        "delete from entry_employer where entry_id = $1",
        "delete from entry where id = $1",
    ] {
        db!(tx, |conn| sqlx::query(sql).bind(id.0).execute(conn).await.map(drop))?;
    }
    Ok(true)
}

/// Adds an employer of a joint team.
pub async fn insert_employer(tx: &mut Tx, entry: EntryId, name: &str, sort: i64) -> Result<()> {
    let sql = "insert into entry_employer (entry_id, name, sort)
               values ($1, $2, $3)";
    Ok(db!(tx, |conn| sqlx::query(sql).bind(entry.0).bind(name).bind(sort).execute(conn).await.map(drop))?)
}

/// The employers of a joint team.
pub async fn employers(db: &mut Db, entry: EntryId) -> Result<Vec<String>> {
    let sql = "select name
                 from entry_employer
                where entry_id = $1
                order by sort, id";
    Ok(db!(db, |conn| sqlx::query_scalar(sql).bind(entry.0).fetch_all(conn).await)?)
}

/// Who stands in which group of a competition.
pub async fn pool_places(db: &mut Db, competition: CompetitionId) -> Result<Vec<PoolPlace>> {
    let sql = "select pe.pool_id, pe.entry_id, pe.sort, pe.sample
                 from pool_entry pe
                 join entry e on e.id = pe.entry_id
                where e.competition_id = $1
                order by pe.pool_id, pe.sort, pe.id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(competition.0).fetch_all(conn).await)?)
}

/// Puts an entry into a group.
pub async fn insert_pool_place(tx: &mut Tx, place: &PoolPlace) -> Result<()> {
    let sql = "insert into pool_entry (pool_id, entry_id, sort, sample)
               values ($1, $2, $3, $4)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(place.pool_id.0)
        .bind(place.entry_id.0)
        .bind(place.sort)
        .bind(&place.sample)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Takes an entry out of a group.
pub async fn remove_pool_place(tx: &mut Tx, pool: PoolId, entry: EntryId) -> Result<()> {
    let sql = "delete from pool_entry where pool_id = $1 and entry_id = $2";
    Ok(db!(tx, |conn| sqlx::query(sql).bind(pool.0).bind(entry.0).execute(conn).await.map(drop))?)
}

/// The list of an entry by shirt number.
pub async fn players(db: &mut Db, entry: EntryId) -> Result<Vec<Player>> {
    let sql =
        "select r.key, r.entry_id, p.key as person_key, p.name, r.shirt, r.position, r.height_cm, r.captain,
                      r.sample
                 from roster r
                 join person p on p.id = r.person_id
                where r.entry_id = $1
                  and r.left_on is null
                order by length(r.shirt), r.shirt, r.id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(entry.0).fetch_all(conn).await)?)
}

/// A person as lists and the API show one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Person {
    #[sqlx(try_from = "i32")]
    pub id: PersonId,
    pub key: String,
    pub name: String,
    pub sample: String,
    pub version: i64,
}

/// The people of a league after a key, for paging.
pub async fn people_after(db: &mut Db, league: LeagueId, after: i32, limit: i64) -> Result<Vec<Person>> {
    let sql = "select id, key, name, sample, version
                 from person
                where league_id = $1
                  and id > $2
                  and not archived
                order by id
                limit $3";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(league.0).bind(after).bind(limit).fetch_all(conn).await)?)
}

/// Adds a person.
pub async fn insert_person(
    tx: &mut Tx,
    league: LeagueId,
    key: &str,
    name: &str,
    sample: &str,
) -> Result<PersonId> {
    let sql = "insert into person (key, league_id, name, sort_key, initials, sample)
               values ($1, $2, $3, $4, $5, $6)
            returning id";
    let id: i32 = db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(key)
        .bind(league.0)
        .bind(name)
        .bind(sort_key(name))
        .bind(initials(name))
        .bind(sample)
        .fetch_one(conn)
        .await)?;
    Ok(PersonId(id))
}

/// Puts a person on the list of an entry.
pub async fn insert_player(tx: &mut Tx, person: PersonId, player: &Player) -> Result<()> {
    let sql = "insert into roster (key, entry_id, person_id, shirt, position, height_cm, captain, sample)
               values ($1, $2, $3, $4, $5, $6, $7, $8)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&player.key)
        .bind(player.entry_id.0)
        .bind(person.0)
        .bind(&player.shirt)
        .bind(&player.position)
        .bind(player.height_cm)
        .bind(player.captain)
        .bind(&player.sample)
        .execute(conn)
        .await
        .map(drop))?)
}

/// All people of a league, oldest first.
pub async fn people(db: &mut Db, league: LeagueId) -> Result<Vec<Person>> {
    let sql = "select id, key, name, sample, version
                 from person
                where league_id = $1
                  and not archived
                order by id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(league.0).fetch_all(conn).await)?)
}

/// A person's place on a list, with what decides who may see it.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Listed {
    #[sqlx(try_from = "i32")]
    pub person_id: PersonId,
    pub entry_key: String,
    pub club_key: Option<String>,
    pub competition_key: String,
    #[sqlx(try_from = "i32")]
    pub competition_id: CompetitionId,
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    #[sqlx(try_from = "i32")]
    pub season_id: SeasonId,
    pub shirt: String,
    pub sample: String,
    pub birth: Option<chrono::NaiveDate>,
}

/// All places on the lists of a league's entries.
pub async fn listed(db: &mut Db, league: LeagueId) -> Result<Vec<Listed>> {
    let sql = "select r.person_id, e.key as entry_key, k.key as club_key, c.key as competition_key,
                      c.id as competition_id, c.kind, c.season_id, r.shirt, r.sample, v.birth
                 from roster r
                 join person p on p.id = r.person_id
                 join entry e on e.id = r.entry_id
                 join competition c on c.id = e.competition_id
                 left join club k on k.id = e.club_id
                 left join person_private v on v.person_id = p.id
                where p.league_id = $1
                  and r.left_on is null
                  and not c.archived
                order by r.person_id, r.id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(league.0).fetch_all(conn).await)?)
}
