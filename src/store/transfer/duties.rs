//! Discipline and the books of a season, out of the tables and into them.

use super::write::{Ids, id, ids};
use super::*;
use crate::store::{Db, Error, Result, Tx, db};
use league::ids::SeasonId;

/// Runs one query with the season's id and gives its rows.
macro_rules! rows_of {
    ($db:expr, $season:expr, $sql:expr) => {
        db!($db, |conn| sqlx::query_as($sql).bind($season.0).fetch_all(conn).await)?
    };
}

/// Inserts one row.
macro_rules! put {
    ($tx:expr, $sql:expr, $($value:expr),* $(,)?) => {
        db!($tx, |conn| sqlx::query($sql)$(.bind($value))*.execute(conn).await.map(drop))?
    };
}

pub(super) async fn read(db: &mut Db, season: SeasonId) -> Result<Duties> {
    let sql =
        "select r.key, c.key as competition, r.kind, r.counts, r.at_count, r.repeats, r.sanction, r.amount,
                      r.regulation, r.archived
                 from sanction_rule r
                 join competition c on c.id = r.competition_id
                where c.season_id = $1
                order by r.id";
    let sanction_rules = rows_of!(db, season, sql);
    let sql = "select i.key, f.key as fixture, e.key as entry, p.key as person, i.shirt, i.kind, i.count, i.note, i.source,
                      i.at, i.sample, i.archived
                 from incident i
                 join fixture f on f.id = i.fixture_id
                 join competition c on c.id = f.competition_id
                 join entry e on e.id = i.entry_id
                 left join person p on p.id = i.person_id
                where c.season_id = $1
                order by i.id";
    let incidents = rows_of!(db, season, sql);
    let sql = "select s.key, c.key as competition, f.key as fixture, e.key as entry, p.key as person, s.shirt, s.sanction,
                      s.amount, s.reason, s.document, s.proposal, s.state, s.at, s.appeal, s.appeal_reason,
                      s.appeal_deposit, s.appeal_at, s.ruling, s.sample
                 from sanction s
                 join competition c on c.id = s.competition_id
                 join entry e on e.id = s.entry_id
                 left join fixture f on f.id = s.fixture_id
                 left join person p on p.id = s.person_id
                where c.season_id = $1
                order by s.id";
    let sanctions = rows_of!(db, season, sql);
    let sql = "select l.key, k.key as club, l.kind, l.amount, l.day, l.note, l.document, l.once, l.voided, l.void_reason,
                      l.sample
                 from ledger l
                 left join club k on k.id = l.club_id
                where l.season_id = $1
                order by l.id";
    let ledger = rows_of!(db, season, sql);
    Ok(Duties { sanction_rules, incidents, sanctions, ledger })
}

pub(super) async fn write(tx: &mut Tx, season: i32, duties: &Duties) -> Result<()> {
    let competitions = ids(tx, "select key, id from competition order by id").await?;
    let fixtures = ids(tx, "select key, id from fixture order by id").await?;
    let entries = ids(tx, "select key, id from entry order by id").await?;
    let people = ids(tx, "select key, id from person order by id").await?;
    let clubs = ids(tx, "select key, id from club order by id").await?;
    for row in &duties.sanction_rules {
        let sql = "insert into sanction_rule
                          (key, competition_id, kind, counts, at_count, repeats, sanction, amount, regulation, archived)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        put!(
            tx,
            sql,
            &row.key,
            one(&competitions, &row.competition)?,
            &row.kind,
            &row.counts,
            row.at_count,
            row.repeats,
            &row.sanction,
            row.amount,
            &row.regulation,
            row.archived,
        );
    }
    for row in &duties.incidents {
        let sql = "insert into incident
                          (key, fixture_id, entry_id, person_id, shirt, kind, count, note, source, at, sample, archived)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
        put!(
            tx,
            sql,
            &row.key,
            one(&fixtures, &row.fixture)?,
            one(&entries, &row.entry)?,
            id(&people, &row.person)?,
            &row.shirt,
            &row.kind,
            row.count,
            &row.note,
            &row.source,
            row.at,
            &row.sample,
            row.archived,
        );
    }
    for row in &duties.sanctions {
        let sql = "insert into sanction
                          (key, competition_id, fixture_id, entry_id, person_id, shirt, sanction, amount, reason, document,
                           proposal, state, at, appeal, appeal_reason, appeal_deposit, appeal_at, ruling, sample)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";
        put!(
            tx,
            sql,
            &row.key,
            one(&competitions, &row.competition)?,
            id(&fixtures, &row.fixture)?,
            one(&entries, &row.entry)?,
            id(&people, &row.person)?,
            &row.shirt,
            &row.sanction,
            row.amount,
            &row.reason,
            &row.document,
            &row.proposal,
            &row.state,
            row.at,
            &row.appeal,
            &row.appeal_reason,
            row.appeal_deposit,
            row.appeal_at,
            &row.ruling,
            &row.sample,
        );
    }
    for row in &duties.ledger {
        let sql = "insert into ledger
                          (key, season_id, club_id, kind, amount, day, note, document, once, voided, void_reason, sample)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
        put!(
            tx,
            sql,
            &row.key,
            season,
            id(&clubs, &row.club)?,
            &row.kind,
            row.amount,
            row.day,
            &row.note,
            &row.document,
            &row.once,
            row.voided,
            &row.void_reason,
            &row.sample,
        );
    }
    Ok(())
}

fn one(ids: &Ids, key: &str) -> Result<i32> {
    ids.get(key).copied().ok_or(Error::Conflict)
}

impl Duties {
    pub(super) fn arrange(&mut self) {
        self.sanction_rules.sort_by(|a, b| a.key.cmp(&b.key));
        self.incidents.sort_by(|a, b| (a.at, &a.key).cmp(&(b.at, &b.key)));
        self.sanctions.sort_by(|a, b| (a.at, &a.key).cmp(&(b.at, &b.key)));
        self.ledger.sort_by(|a, b| (a.day, &a.key).cmp(&(b.day, &b.key)));
    }
}
