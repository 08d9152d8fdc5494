//! Entry rules, lists and match lists of a season, out of the tables and into them. What people show of themselves, and
//! what the form said of each, stays behind: a file of a season is sent around.

use super::read::{grouped, sort_keys};
use super::write::{Ids, id};
use super::*;
use crate::store::{Db, Error, Result, Tx, db};
use league::ids::SeasonId;
use sqlx::types::Json;

macro_rules! rows_of {
    ($db:expr, $season:expr, $sql:expr) => {
        db!($db, |conn| sqlx::query_as($sql).bind($season.0).fetch_all(conn).await)?
    };
}

pub(super) async fn read(db: &mut Db, season: SeasonId, competitions: &mut [Competition]) -> Result<()> {
    let sql =
        "select c.key as parent, q.rules, q.opens_at, q.closes_at, q.match_size, q.match_closes_min, q.objection_days,
                      q.names, q.minors, q.keeps_number, q.keeps_number_reason, q.keep_until
                 from entry_rule q
                 join competition c on c.id = q.competition_id
                where c.season_id = $1
                order by q.id";
    let rules: Vec<EntryRule> = rows_of!(db, season, sql);
    let sql = "select e.key as parent, l.state, l.club, l.submitted_at, l.approved_at, l.posted_at, l.objections_until,
                      l.locked_at, l.receipt
                 from entry_list l
                 join entry e on e.id = l.entry_id
                 join competition c on c.id = e.competition_id
                where c.season_id = $1
                order by l.id";
    let mut lists = grouped(rows_of!(db, season, sql), |list: &TeamList| &list.parent);
    let sql = "select e.key as parent, n.key, n.day, n.body_zh, n.body_en, n.document, n.at
                 from entry_note n
                 join entry e on e.id = n.entry_id
                 join competition c on c.id = e.competition_id
                where c.season_id = $1
                order by n.id";
    let mut notes = grouped(rows_of!(db, season, sql), |note: &EntryNote| &note.parent);
    let sql = "select r.key as parent, o.key, o.rule, o.reason, o.document, o.by_name, o.at, o.archived
                 from roster_override o
                 join roster r on r.id = o.roster_id
                 join entry e on e.id = r.entry_id
                 join competition c on c.id = e.competition_id
                where c.season_id = $1
                order by o.id";
    let mut overrides = grouped(rows_of!(db, season, sql), |given: &PlayerOverride| &given.parent);
    let mut named = match_lists(db, season).await?;
    for competition in competitions {
        competition.entry = rules.iter().find(|row| row.parent == competition.key).cloned();
        for entry in &mut competition.entries {
            entry.list = lists.remove(&entry.key).and_then(|mut lists| lists.pop());
            if let Some(list) = &mut entry.list {
                sort_keys(&mut list.club);
            }
            entry.notes = notes.remove(&entry.key).unwrap_or_default();
            for player in &mut entry.players {
                player.overrides = overrides.remove(&player.key).unwrap_or_default();
            }
        }
        for fixture in &mut competition.fixtures {
            fixture.lists = named.remove(&fixture.key).unwrap_or_default();
        }
    }
    Ok(())
}

async fn match_lists(
    db: &mut Db,
    season: SeasonId,
) -> Result<std::collections::HashMap<String, Vec<MatchList>>> {
    let sql =
        "select f.key as parent, m.key, m.side, e.key as entry, m.state, m.coach, m.assistant_coach, m.handed_in_at,
                      m.checked_at, m.checked_by, m.locked_at
                 from match_list m
                 join fixture f on f.id = m.fixture_id
                 join entry e on e.id = m.entry_id
                 join competition c on c.id = f.competition_id
                where c.season_id = $1
                order by m.id";
    let mut lists: Vec<MatchList> = rows_of!(db, season, sql);
    let sql = "select m.key as parent, r.key as player, p.captain, p.starter, p.verified
                 from match_list_player p
                 join match_list m on m.id = p.match_list_id
                 join roster r on r.id = p.roster_id
                 join fixture f on f.id = m.fixture_id
                 join competition c on c.id = f.competition_id
                where c.season_id = $1
                order by p.id";
    let mut players = grouped(rows_of!(db, season, sql), |player: &MatchListPlayer| &player.parent);
    for list in &mut lists {
        list.players = players.remove(&list.key).unwrap_or_default();
    }
    Ok(grouped(lists, |list| &list.parent))
}

pub(super) async fn write_rules(tx: &mut Tx, competition: i32, row: &Competition) -> Result<()> {
    let Some(rules) = &row.entry else { return Ok(()) };
    let rules = crate::store::entry_rules::EntryRules {
        competition_id: league::ids::CompetitionId(competition),
        rules: rules.rules.clone(),
        opens_at: rules.opens_at,
        closes_at: rules.closes_at,
        match_size: rules.match_size,
        match_closes_min: rules.match_closes_min,
        objection_days: rules.objection_days,
        names: rules.names.clone(),
        minors: rules.minors.clone(),
        keeps_number: rules.keeps_number,
        keeps_number_reason: rules.keeps_number_reason.clone(),
        keep_until: rules.keep_until,
        version: 0,
    };
    crate::store::entry_rules::save(tx, &rules).await
}

pub(super) async fn write_list(tx: &mut Tx, entry: i32, row: &Entry) -> Result<()> {
    if let Some(list) = &row.list {
        let sql = "insert into entry_list
                          (entry_id, state, club, submitted_at, approved_at, posted_at, objections_until, locked_at,
                           receipt)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        db!(tx, |conn| sqlx::query(sql)
            .bind(entry)
            .bind(&list.state)
            .bind(Json(&list.club))
            .bind(list.submitted_at)
            .bind(list.approved_at)
            .bind(list.posted_at)
            .bind(list.objections_until)
            .bind(list.locked_at)
            .bind(&list.receipt)
            .execute(conn)
            .await
            .map(drop))?;
    }
    for note in &row.notes {
        let note = crate::store::lists::Note {
            key: note.key.clone(),
            entry_id: entry,
            day: note.day,
            body_zh: note.body_zh.clone(),
            body_en: note.body_en.clone(),
            document: note.document.clone(),
            at: note.at,
        };
        crate::store::lists::insert_note(tx, &note).await?;
    }
    Ok(())
}

pub(super) async fn write_overrides(tx: &mut Tx, roster: i32, row: &Player) -> Result<()> {
    for given in &row.overrides {
        let sql =
            "insert into roster_override (key, roster_id, rule, reason, document, by_name, at, archived)
                   values ($1, $2, $3, $4, $5, $6, $7, $8)";
        db!(tx, |conn| sqlx::query(sql)
            .bind(&given.key)
            .bind(roster)
            .bind(&given.rule)
            .bind(&given.reason)
            .bind(&given.document)
            .bind(&given.by_name)
            .bind(given.at)
            .bind(given.archived)
            .execute(conn)
            .await
            .map(drop))?;
    }
    Ok(())
}

pub(super) async fn write_match_list(
    tx: &mut Tx,
    fixture: i32,
    list: &MatchList,
    entries: &Ids,
    players: &Ids,
) -> Result<()> {
    let entry = id(entries, &Some(list.entry.clone()))?;
    let sql = "insert into match_list
                      (key, fixture_id, side, entry_id, state, coach, assistant_coach, handed_in_at, checked_at,
                       checked_by, locked_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            returning id";
    let row: i32 = db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(&list.key)
        .bind(fixture)
        .bind(&list.side)
        .bind(entry)
        .bind(&list.state)
        .bind(&list.coach)
        .bind(&list.assistant_coach)
        .bind(list.handed_in_at)
        .bind(list.checked_at)
        .bind(&list.checked_by)
        .bind(list.locked_at)
        .fetch_one(conn)
        .await)?;
    let sql = "insert into match_list_player (match_list_id, roster_id, captain, starter, verified)
               values ($1, $2, $3, $4, $5)";
    for player in &list.players {
        let roster = players.get(&player.player).copied().ok_or(Error::Conflict)?;
        db!(tx, |conn| sqlx::query(sql)
            .bind(row)
            .bind(roster)
            .bind(player.captain)
            .bind(player.starter)
            .bind(player.verified)
            .execute(conn)
            .await
            .map(drop))?;
    }
    Ok(())
}
