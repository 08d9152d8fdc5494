//! How each competition takes entries: its rules as text, its window, what the public reads of names.

use super::{Db, Error, Result, Tx, db};
use chrono::{DateTime, NaiveDate, Utc};
use league::ids::CompetitionId;
use league::names::Shown;
use serde::{Deserialize, Serialize};

/// The entry rules of a competition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct EntryRules {
    #[sqlx(try_from = "i32")]
    pub competition_id: CompetitionId,
    /// A rule set of docs/ENTRY.md; empty: only what holds everywhere.
    pub rules: String,
    pub opens_at: Option<DateTime<Utc>>,
    pub closes_at: Option<DateTime<Utc>>,
    pub match_size: i64,
    pub match_closes_min: i64,
    pub objection_days: i64,
    pub names: String,
    pub minors: String,
    pub keeps_number: bool,
    pub keeps_number_reason: String,
    pub keep_until: Option<NaiveDate>,
    pub version: i64,
}

impl EntryRules {
    /// What holds until somebody says something else.
    pub fn unset(competition: CompetitionId) -> Self {
        Self {
            competition_id: competition,
            rules: String::new(),
            opens_at: None,
            closes_at: None,
            match_size: 12,
            match_closes_min: 40,
            objection_days: 3,
            names: "full".into(),
            minors: "initials".into(),
            keeps_number: false,
            keeps_number_reason: String::new(),
            keep_until: None,
            version: 0,
        }
    }

    /// How the public reads the names of adults.
    pub fn names(&self) -> Shown {
        self.names.parse().unwrap_or_default()
    }

    /// How the public reads the names of those under eighteen.
    pub fn minors(&self) -> Shown {
        self.minors.parse().unwrap_or(Shown::Nobody)
    }
}

/// The entry rules of a competition; version 0 where nobody has set any.
pub async fn of_competition(db: &mut Db, competition: CompetitionId) -> Result<EntryRules> {
    let sql = "select competition_id, rules, opens_at, closes_at, match_size, match_closes_min, objection_days, names,
                      minors, keeps_number, keeps_number_reason, keep_until, version
                 from entry_rule
                where competition_id = $1";
    let found: Option<EntryRules> =
        db!(db, |conn| sqlx::query_as(sql).bind(competition.0).fetch_optional(conn).await)?;
    Ok(found.unwrap_or_else(|| EntryRules::unset(competition)))
}

/// Saves the entry rules unless somebody changed them in between.
pub async fn save(tx: &mut Tx, rules: &EntryRules) -> Result<()> {
    let sql = "insert into entry_rule
                      (competition_id, rules, opens_at, closes_at, match_size, match_closes_min, objection_days, names,
                       minors, keeps_number, keeps_number_reason, keep_until)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                   on conflict (competition_id) do update
                  set rules = excluded.rules, opens_at = excluded.opens_at, closes_at = excluded.closes_at,
                      match_size = excluded.match_size, match_closes_min = excluded.match_closes_min,
                      objection_days = excluded.objection_days, names = excluded.names, minors = excluded.minors,
                      keeps_number = excluded.keeps_number, keeps_number_reason = excluded.keeps_number_reason,
                      keep_until = excluded.keep_until, version = entry_rule.version + 1
                where entry_rule.version = $13";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(rules.competition_id.0)
        .bind(&rules.rules)
        .bind(rules.opens_at)
        .bind(rules.closes_at)
        .bind(rules.match_size)
        .bind(rules.match_closes_min)
        .bind(rules.objection_days)
        .bind(&rules.names)
        .bind(&rules.minors)
        .bind(rules.keeps_number)
        .bind(&rules.keeps_number_reason)
        .bind(rules.keep_until)
        .bind(rules.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}
