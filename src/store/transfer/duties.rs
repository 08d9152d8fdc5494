//! Discipline, officials, shifts and the books of a season, out of the tables and into them.

use super::write::{Ids, id, ids};
use super::*;
use crate::store::{Db, Error, Result, Tx, db};
use league::ids::SeasonId;
use sqlx::types::Json;

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
    let sql = "select l.key, k.key as club, o.key as official, l.kind, l.amount, l.day, l.note, l.document, l.once, l.voided, l.void_reason,
                      l.sample
                 from ledger l
                 left join club k on k.id = l.club_id
                 left join official o on o.id = l.official_id
                where l.season_id = $1
                order by l.id";
    let ledger = rows_of!(db, season, sql);
    let sql = "select o.key, o.name, o.place, o.grade, o.employer, c.key as employer_club, o.interests, o.away, o.fee,
                      o.sample, o.archived
                 from official o
                 left join club c on c.id = o.employer_club_id
                where o.season_id = $1
                order by o.id";
    let officials = rows_of!(db, season, sql);
    let sql =
        "select a.key, f.key as fixture, o.key as official, a.job, a.state, a.fee, a.asked_at, a.answered_at
                 from appointment a
                 join official o on o.id = a.official_id
                 join fixture f on f.id = a.fixture_id
                where o.season_id = $1
                order by a.id";
    let appointments = rows_of!(db, season, sql);
    let sql = "select s.key, c.key as club, s.department, s.body, s.sample, s.archived
                 from shift_roster s
                 join club c on c.id = s.club_id
                where s.season_id = $1
                order by s.id";
    let shift_rosters = rows_of!(db, season, sql);
    let sql = "select e.key as entry, p.key as person, s.key as shift_roster, pc.crew
                 from player_crew pc
                 join entry e on e.id = pc.entry_id
                 join person p on p.id = pc.person_id
                 join shift_roster s on s.id = pc.shift_roster_id
                where s.season_id = $1
                order by pc.id";
    let player_crews = rows_of!(db, season, sql);
    Ok(Duties {
        sanction_rules,
        incidents,
        sanctions,
        ledger,
        officials,
        appointments,
        shift_rosters,
        player_crews,
    })
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
    for row in &duties.officials {
        let sql = "insert into official
                          (key, season_id, name, sort_key, place, grade, employer, employer_club_id, interests, away, fee,
                           sample, archived)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
        put!(
            tx,
            sql,
            &row.key,
            season,
            &row.name,
            league::names::sort_key(&row.name),
            &row.place,
            &row.grade,
            &row.employer,
            id(&clubs, &row.employer_club)?,
            Json(&row.interests),
            Json(&row.away),
            row.fee,
            &row.sample,
            row.archived,
        );
    }
    let officials = ids(tx, "select key, id from official order by id").await?;
    for row in &duties.appointments {
        let sql = "insert into appointment
                          (key, fixture_id, official_id, job, state, fee, asked_at, answered_at)
                   values ($1, $2, $3, $4, $5, $6, $7, $8)";
        put!(
            tx,
            sql,
            &row.key,
            one(&fixtures, &row.fixture)?,
            one(&officials, &row.official)?,
            &row.job,
            &row.state,
            row.fee,
            row.asked_at,
            row.answered_at,
        );
    }
    for row in &duties.shift_rosters {
        let sql = "insert into shift_roster (key, season_id, club_id, department, body, sample, archived)
                   values ($1, $2, $3, $4, $5, $6, $7)";
        put!(
            tx,
            sql,
            &row.key,
            season,
            one(&clubs, &row.club)?,
            &row.department,
            Json(&row.body),
            &row.sample,
            row.archived,
        );
    }
    let rosters = ids(tx, "select key, id from shift_roster order by id").await?;
    for row in &duties.player_crews {
        let sql = "insert into player_crew (entry_id, person_id, shift_roster_id, crew)
                   values ($1, $2, $3, $4)";
        put!(
            tx,
            sql,
            one(&entries, &row.entry)?,
            one(&people, &row.person)?,
            one(&rosters, &row.shift_roster)?,
            &row.crew,
        );
    }
    for row in &duties.ledger {
        let sql = "insert into ledger
                          (key, season_id, club_id, kind, amount, day, note, document, once, voided, void_reason, sample,
                           official_id)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
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
            id(&officials, &row.official)?,
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
        self.officials.sort_by(|a, b| a.key.cmp(&b.key));
        self.appointments.sort_by(|a, b| a.key.cmp(&b.key));
        self.shift_rosters.sort_by(|a, b| a.key.cmp(&b.key));
        self.player_crews.sort_by(|a, b| (&a.entry, &a.person).cmp(&(&b.entry, &b.person)));
        self.ledger.sort_by(|a, b| (a.day, &a.key).cmp(&(b.day, &b.key)));
    }
}
