//! What a season shares with others, looked up by key as a document would show it.

use super::read::sort_keys;
use super::*;
use crate::store::{Db, Result, db};

/// The league with a key.
pub async fn league(db: &mut Db, key: &str) -> Result<Option<League>> {
    let sql = "select key, name_zh, name_en
                 from league
                where key = $1";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// The club with a key, with the names that hold for all seasons.
pub async fn club(db: &mut Db, key: &str) -> Result<Option<Club>> {
    let sql = "select key, official_name, short_name, name_en, city, colour_light, colour_dark, archived
                 from club
                where key = $1";
    let club: Option<Club> = db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?;
    let Some(mut club) = club else { return Ok(None) };
    let sql =
        "select k.key as parent, a.key, a.name, a.kind, a.season_id is not null as this_season, a.source
                 from club_alias a
                 join club k on k.id = a.club_id
                where k.key = $1
                  and a.season_id is null
                order by a.id";
    club.aliases = db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_all(conn).await)?;
    club.aliases.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(Some(club))
}

/// The venue with a key, with its courts and stated capacities.
pub async fn venue(db: &mut Db, key: &str) -> Result<Option<Venue>> {
    let sql = "select key, name_zh, name_en, city, address, archived
                 from venue
                where key = $1";
    let venue: Option<Venue> = db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?;
    let Some(mut venue) = venue else { return Ok(None) };
    let sql = "select v.key as parent, o.key, o.name_zh, o.name_en, o.sort
                 from court o
                 join venue v on v.id = o.venue_id
                where v.key = $1
                order by o.id";
    venue.courts = db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_all(conn).await)?;
    venue.courts.sort_by(|a, b| (a.sort, &a.key).cmp(&(b.sort, &b.key)));
    let sql = "select v.key as parent, a.key, a.seats, a.kind, a.as_of, a.source, a.note
                 from venue_capacity a
                 join venue v on v.id = a.venue_id
                where v.key = $1
                order by a.id";
    venue.capacities = db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_all(conn).await)?;
    venue.capacities.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(Some(venue))
}

/// The person with a key.
pub async fn person(db: &mut Db, key: &str) -> Result<Option<Person>> {
    let sql = "select key, name, sample, archived
                 from person
                where key = $1";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// The rules with a hash.
pub async fn rule_set(db: &mut Db, hash: &str) -> Result<Option<RuleSet>> {
    let sql = "select hash, kind, body
                 from rule_set
                where hash = $1";
    let found: Option<RuleSet> = db!(db, |conn| sqlx::query_as(sql).bind(hash).fetch_optional(conn).await)?;
    Ok(found.map(|mut rules| {
        sort_keys(&mut rules.body);
        rules
    }))
}
