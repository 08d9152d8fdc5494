//! Clubs with a stable id and the names they have borne.

use super::{Db, Error, Result, Tx, db};
use league::ids::{ClubId, LeagueId, SeasonId};
use league::names::{Registry, initials, sort_key};
use serde::{Deserialize, Serialize};

/// A club.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Club {
    #[sqlx(try_from = "i32")]
    pub id: ClubId,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub league_id: LeagueId,
    pub official_name: String,
    pub short_name: String,
    pub name_en: String,
    pub city: String,
    pub colour_light: String,
    pub colour_dark: String,
    pub archived: bool,
    pub version: i64,
}

/// Another name of a club; without a season it holds for all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Alias {
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub club_id: ClubId,
    pub name: String,
    pub kind: String,
    pub season_id: Option<i32>,
    pub season_name: Option<String>,
    pub source: String,
    pub initials: String,
}

macro_rules! columns {
    () => {
        "select id, key, league_id, official_name, short_name, name_en, city, colour_light, colour_dark, archived,
                version
           from club"
    };
}

/// The clubs of a league by name.
pub async fn all(db: &mut Db, league: LeagueId) -> Result<Vec<Club>> {
    let sql = concat!(columns!(), " where league_id = $1 and not archived order by sort_key, id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(league.0).fetch_all(conn).await)?)
}

/// The club with a key.
pub async fn by_key(db: &mut Db, key: &str) -> Result<Option<Club>> {
    let sql = concat!(columns!(), " where key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// The club with an id.
pub async fn by_id(db: &mut Db, id: ClubId) -> Result<Club> {
    let sql = concat!(columns!(), " where id = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(id.0).fetch_one(conn).await)?)
}

/// Adds a club.
pub async fn insert(tx: &mut Tx, club: &Club) -> Result<ClubId> {
    let sql = "insert into club
                      (key, league_id, official_name, short_name, name_en, city, colour_light, colour_dark, sort_key,
                       initials)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            returning id";
    let id: i32 = db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(&club.key)
        .bind(club.league_id.0)
        .bind(&club.official_name)
        .bind(&club.short_name)
        .bind(&club.name_en)
        .bind(&club.city)
        .bind(&club.colour_light)
        .bind(&club.colour_dark)
        .bind(sort_key(&club.short_name))
        .bind(initials(&club.short_name))
        .fetch_one(conn)
        .await)?;
    Ok(ClubId(id))
}

/// Saves a club unless somebody changed it in between.
pub async fn update(tx: &mut Tx, club: &Club) -> Result<()> {
    let sql = "update club
                  set official_name = $1, short_name = $2, name_en = $3, city = $4, colour_light = $5,
                      colour_dark = $6, sort_key = $7, initials = $8, archived = $9, version = version + 1
                where id = $10
                  and version = $11";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(&club.official_name)
        .bind(&club.short_name)
        .bind(&club.name_en)
        .bind(&club.city)
        .bind(&club.colour_light)
        .bind(&club.colour_dark)
        .bind(sort_key(&club.short_name))
        .bind(initials(&club.short_name))
        .bind(club.archived)
        .bind(club.id.0)
        .bind(club.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// The other names of a club.
pub async fn aliases(db: &mut Db, club: ClubId) -> Result<Vec<Alias>> {
    let sql =
        "select a.key, a.club_id, a.name, a.kind, a.season_id, s.name_zh as season_name, a.source, a.initials
                 from club_alias a
                 left join season s on s.id = a.season_id
                where a.club_id = $1
                order by a.id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(club.0).fetch_all(conn).await)?)
}

/// The other names of all clubs of a league.
pub async fn all_aliases(db: &mut Db, league: LeagueId) -> Result<Vec<Alias>> {
    let sql =
        "select a.key, a.club_id, a.name, a.kind, a.season_id, s.name_zh as season_name, a.source, a.initials
                 from club_alias a
                 join club c on c.id = a.club_id
                 left join season s on s.id = a.season_id
                where c.league_id = $1
                order by a.id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(league.0).fetch_all(conn).await)?)
}

/// Adds a name to a club.
pub async fn insert_alias(
    tx: &mut Tx,
    club: ClubId,
    name: &str,
    kind: &str,
    season: Option<SeasonId>,
    source: &str,
) -> Result<()> {
    let sql = "insert into club_alias (key, club_id, name, kind, season_id, source, initials)
               values ($1, $2, $3, $4, $5, $6, $7)";
    let key = tx.key();
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(key)
        .bind(club.0)
        .bind(name)
        .bind(kind)
        .bind(season.map(|s| s.0))
        .bind(source)
        .bind(initials(name))
        .execute(conn)
        .await
        .map(drop))?)
}

/// Removes a name from a club; the audit keeps that it was there.
pub async fn remove_alias(tx: &mut Tx, club: ClubId, key: &str) -> Result<()> {
    let sql = "delete from club_alias
                where club_id = $1
                  and key = $2";
    let removed = db!(tx, |conn| sqlx::query(sql)
        .bind(club.0)
        .bind(key)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if removed == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// All names of a league's clubs, ready to look up a name from a file or a search box.
pub async fn registry(db: &mut Db, league: LeagueId) -> Result<Registry<ClubId, SeasonId>> {
    let mut names = Registry::new();
    for club in all(db, league).await? {
        names.add(&club.official_name, club.id, None);
        if league::names::normalise(&club.short_name) != league::names::normalise(&club.official_name) {
            names.add(&club.short_name, club.id, None);
        }
    }
    for alias in all_aliases(db, league).await? {
        names.add(&alias.name, alias.club_id, alias.season_id.map(SeasonId));
    }
    Ok(names)
}
