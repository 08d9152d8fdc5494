//! Discipline: the table of rules, incidents, and what was decided.

use super::{Db, Error, Result, Tx, db};
use chrono::{DateTime, Utc};
use league::discipline::{Counts, Kind, Sanction as What};
use league::ids::{CompetitionId, FixtureId};
use serde::{Deserialize, Serialize};

/// A line of the organiser's table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Rule {
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub competition_id: CompetitionId,
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    #[sqlx(try_from = "String")]
    pub counts: Counts,
    pub at_count: i64,
    pub repeats: bool,
    #[sqlx(try_from = "String")]
    pub sanction: What,
    pub amount: i64,
    pub regulation: String,
    pub archived: bool,
    pub version: i64,
}

macro_rules! rules {
    () => {
        "select key, competition_id, kind, counts, at_count, repeats, sanction, amount, regulation, archived, version
           from sanction_rule"
    };
}

/// The rules in force in a competition.
pub async fn rules(db: &mut Db, competition: CompetitionId) -> Result<Vec<Rule>> {
    let sql = concat!(rules!(), " where competition_id = $1 and not archived order by kind, at_count, id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(competition.0).fetch_all(conn).await)?)
}

/// The rule with a key.
pub async fn rule(db: &mut Db, key: &str) -> Result<Option<Rule>> {
    let sql = concat!(rules!(), " where key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// Adds a rule.
pub async fn insert_rule(tx: &mut Tx, rule: &Rule) -> Result<()> {
    let sql = "insert into sanction_rule
                      (key, competition_id, kind, counts, at_count, repeats, sanction, amount, regulation, archived)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&rule.key)
        .bind(rule.competition_id.0)
        .bind(rule.kind.as_str())
        .bind(rule.counts.as_str())
        .bind(rule.at_count)
        .bind(rule.repeats)
        .bind(rule.sanction.as_str())
        .bind(rule.amount)
        .bind(&rule.regulation)
        .bind(rule.archived)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Takes a rule out of force.
pub async fn archive_rule(tx: &mut Tx, key: &str, version: i64) -> Result<()> {
    let sql = "update sanction_rule
                  set archived = true, version = version + 1
                where key = $1
                  and version = $2
                  and not archived";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(key)
        .bind(version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Something that happened at a game.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Incident {
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub fixture_id: FixtureId,
    pub fixture_key: String,
    pub entry_id: i32,
    pub entry_key: String,
    pub team: String,
    pub person_id: Option<i32>,
    pub person_key: Option<String>,
    pub person_name: Option<String>,
    pub shirt: String,
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    pub count: i64,
    pub note: String,
    pub source: String,
    pub at: DateTime<Utc>,
    pub sample: String,
    pub archived: bool,
    pub version: i64,
}

impl Incident {
    /// Whom it is counted for: the person, else the shirt.
    pub fn whom(&self) -> Option<String> {
        whom(self.person_key.as_deref(), &self.shirt)
    }
}

/// Whom something is counted for: the person, else the shirt; nothing for the team as such.
pub fn whom(person_key: Option<&str>, shirt: &str) -> Option<String> {
    match (person_key, shirt) {
        (Some(person), _) => Some(person.to_owned()),
        (None, "") => None,
        (None, shirt) => Some(format!("#{shirt}")),
    }
}

macro_rules! incidents {
    () => {
        "select i.key, i.fixture_id, f.key as fixture_key, i.entry_id, e.key as entry_key, e.short_name as team,
                i.person_id, p.key as person_key, p.name as person_name, i.shirt, i.kind, i.count, i.note, i.source,
                i.at, i.sample, i.archived, i.version
           from incident i
           join fixture f on f.id = i.fixture_id
           join entry e on e.id = i.entry_id
           left join person p on p.id = i.person_id"
    };
}

/// The incidents of a competition, in the order of its games.
pub async fn incidents(db: &mut Db, competition: CompetitionId) -> Result<Vec<Incident>> {
    let sql = concat!(
        incidents!(),
        " where f.competition_id = $1 and not i.archived and not f.archived
          order by f.day nulls last, f.tip_off nulls last, f.id, i.at, i.id"
    );
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(competition.0).fetch_all(conn).await)?)
}

/// The incident with a key.
pub async fn incident(db: &mut Db, key: &str) -> Result<Option<Incident>> {
    let sql = concat!(incidents!(), " where i.key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// Adds an incident.
pub async fn insert_incident(tx: &mut Tx, incident: &Incident) -> Result<()> {
    let sql = "insert into incident
                      (key, fixture_id, entry_id, person_id, shirt, kind, count, note, source, at, sample)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&incident.key)
        .bind(incident.fixture_id.0)
        .bind(incident.entry_id)
        .bind(incident.person_id)
        .bind(&incident.shirt)
        .bind(incident.kind.as_str())
        .bind(incident.count)
        .bind(&incident.note)
        .bind(&incident.source)
        .bind(incident.at)
        .bind(&incident.sample)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Takes an incident off the record; the audit keeps that it was there.
pub async fn archive_incident(tx: &mut Tx, key: &str, version: i64) -> Result<()> {
    let sql = "update incident
                  set archived = true, version = version + 1
                where key = $1
                  and version = $2
                  and not archived";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(key)
        .bind(version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// A decision.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Sanction {
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub competition_id: CompetitionId,
    pub fixture_id: Option<i32>,
    pub fixture_key: Option<String>,
    pub entry_id: i32,
    pub entry_key: String,
    pub team: String,
    pub club_id: Option<i32>,
    pub person_id: Option<i32>,
    pub person_key: Option<String>,
    pub person_name: Option<String>,
    pub shirt: String,
    #[sqlx(try_from = "String")]
    pub sanction: What,
    pub amount: i64,
    pub reason: String,
    pub document: String,
    pub proposal: String,
    pub state: String,
    pub at: DateTime<Utc>,
    pub appeal: String,
    pub appeal_reason: String,
    pub appeal_deposit: i64,
    pub appeal_at: Option<DateTime<Utc>>,
    pub ruling: String,
    pub sample: String,
    pub version: i64,
}

impl Sanction {
    /// Whether it holds now.
    pub fn holds(&self) -> bool {
        self.state == "confirmed"
    }

    /// Whom it is about: the person, else the shirt.
    pub fn whom(&self) -> Option<String> {
        whom(self.person_key.as_deref(), &self.shirt)
    }
}

macro_rules! sanctions {
    () => {
        "select s.key, s.competition_id, s.fixture_id, f.key as fixture_key, s.entry_id, e.key as entry_key,
                e.short_name as team, e.club_id, s.person_id, p.key as person_key, p.name as person_name, s.shirt,
                s.sanction, s.amount, s.reason, s.document, s.proposal, s.state, s.at, s.appeal, s.appeal_reason,
                s.appeal_deposit, s.appeal_at, s.ruling, s.sample, s.version
           from sanction s
           join entry e on e.id = s.entry_id
           left join fixture f on f.id = s.fixture_id
           left join person p on p.id = s.person_id"
    };
}

/// The decisions of a competition, oldest first.
pub async fn sanctions(db: &mut Db, competition: CompetitionId) -> Result<Vec<Sanction>> {
    let sql = concat!(sanctions!(), " where s.competition_id = $1 order by s.at, s.id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(competition.0).fetch_all(conn).await)?)
}

/// The decision with a key.
pub async fn sanction(db: &mut Db, key: &str) -> Result<Option<Sanction>> {
    let sql = concat!(sanctions!(), " where s.key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// Adds a decision.
pub async fn insert_sanction(tx: &mut Tx, sanction: &Sanction) -> Result<()> {
    let sql = "insert into sanction
                      (key, competition_id, fixture_id, entry_id, person_id, shirt, sanction, amount, reason, document,
                       proposal, state, at, ruling, sample)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&sanction.key)
        .bind(sanction.competition_id.0)
        .bind(sanction.fixture_id)
        .bind(sanction.entry_id)
        .bind(sanction.person_id)
        .bind(&sanction.shirt)
        .bind(sanction.sanction.as_str())
        .bind(sanction.amount)
        .bind(&sanction.reason)
        .bind(&sanction.document)
        .bind(&sanction.proposal)
        .bind(&sanction.state)
        .bind(sanction.at)
        .bind(&sanction.ruling)
        .bind(&sanction.sample)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Saves where a decision stands and its appeal; what was decided never changes.
pub async fn update_sanction(tx: &mut Tx, sanction: &Sanction) -> Result<()> {
    let sql = "update sanction
                  set state = $1, appeal = $2, appeal_reason = $3, appeal_deposit = $4, appeal_at = $5,
                      version = version + 1
                where key = $6
                  and version = $7";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(&sanction.state)
        .bind(&sanction.appeal)
        .bind(&sanction.appeal_reason)
        .bind(sanction.appeal_deposit)
        .bind(sanction.appeal_at)
        .bind(&sanction.key)
        .bind(sanction.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}
