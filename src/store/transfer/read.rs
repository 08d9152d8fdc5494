//! A season out of the tables: one query a table, put together by public key.

use super::*;
use crate::store::{Db, Result, db};
use league::ids::SeasonId;
use std::collections::HashMap;

/// Runs one query with the season's id and gives its rows.
macro_rules! rows_of {
    ($db:expr, $season:expr, $sql:expr) => {
        db!($db, |conn| sqlx::query_as($sql).bind($season.0).fetch_all(conn).await)?
    };
}

/// Reads a season and everything that belongs to it.
pub async fn read(db: &mut Db, season: SeasonId) -> Result<Document> {
    let mut document = Document {
        format: FORMAT,
        league: league(db, season).await?,
        season: season_row(db, season).await?,
        clubs: clubs(db, season).await?,
        venues: venues(db, season).await?,
        people: people(db, season).await?,
        rule_sets: rule_sets(db, season).await?,
        competitions: competitions(db, season).await?,
        notices: notices(db, season).await?,
        audience: audience::read(db, season).await?,
        duties: duties::read(db, season).await?,
        drafts: drafts::read(db, season).await?,
    };
    document.arrange();
    Ok(document)
}

async fn league(db: &mut Db, season: SeasonId) -> Result<League> {
    let sql = "select l.key, l.name_zh, l.name_en
                 from league l
                 join season s on s.league_id = l.id
                where s.id = $1";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_one(conn).await)?)
}

async fn season_row(db: &mut Db, season: SeasonId) -> Result<Season> {
    let sql =
        "select key, name_zh, name_en, zone, event_from, event_to, match_from, match_to, phase, is_public,
                      sort, about_zh, about_en
                 from season
                where id = $1";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_one(conn).await)?)
}

async fn clubs(db: &mut Db, season: SeasonId) -> Result<Vec<Club>> {
    let sql = "select key, official_name, short_name, name_en, city, colour_light, colour_dark, archived
                 from club
                where id in (select e.club_id
                               from entry e
                               join competition c on c.id = e.competition_id
                              where c.season_id = $1
                              union select l.club_id from ledger l where l.season_id = $1
                              union select o.employer_club_id from official o where o.season_id = $1
                              union select h.club_id from shift_roster h where h.season_id = $1)
                order by id";
    let mut clubs: Vec<Club> = rows_of!(db, season, sql);
    let sql =
        "select k.key as parent, a.key, a.name, a.kind, a.season_id is not null as this_season, a.source
                 from club_alias a
                 join club k on k.id = a.club_id
                where (a.season_id is null or a.season_id = $1)
                  and k.id in (select e.club_id
                                 from entry e
                                 join competition c on c.id = e.competition_id
                                where c.season_id = $1
                                union select l.club_id from ledger l where l.season_id = $1
                              union select o.employer_club_id from official o where o.season_id = $1
                              union select h.club_id from shift_roster h where h.season_id = $1)
                order by a.id";
    let mut aliases = grouped(rows_of!(db, season, sql), |alias: &Alias| &alias.parent);
    for club in &mut clubs {
        club.aliases = aliases.remove(&club.key).unwrap_or_default();
    }
    Ok(clubs)
}

async fn venues(db: &mut Db, season: SeasonId) -> Result<Vec<Venue>> {
    let sql = "select key, name_zh, name_en, city, address, archived
                 from venue
                where id in (select f.venue_id
                               from fixture f
                               join competition c on c.id = f.competition_id
                              where c.season_id = $1
                              union select g.venue_id from audience_scope g where g.season_id = $1)
                order by id";
    let mut venues: Vec<Venue> = rows_of!(db, season, sql);
    let sql = "select v.key as parent, o.key, o.name_zh, o.name_en, o.sort
                 from court o
                 join venue v on v.id = o.venue_id
                where v.id in (select f.venue_id
                                 from fixture f
                                 join competition c on c.id = f.competition_id
                                where c.season_id = $1
                                union select g.venue_id from audience_scope g where g.season_id = $1)
                order by o.id";
    let mut courts = grouped(rows_of!(db, season, sql), |court: &Court| &court.parent);
    let sql = "select v.key as parent, a.key, a.seats, a.kind, a.as_of, a.source, a.note
                 from venue_capacity a
                 join venue v on v.id = a.venue_id
                where v.id in (select f.venue_id
                                 from fixture f
                                 join competition c on c.id = f.competition_id
                                where c.season_id = $1
                                union select g.venue_id from audience_scope g where g.season_id = $1)
                order by a.id";
    let mut capacities = grouped(rows_of!(db, season, sql), |capacity: &Capacity| &capacity.parent);
    for venue in &mut venues {
        venue.courts = courts.remove(&venue.key).unwrap_or_default();
        venue.capacities = capacities.remove(&venue.key).unwrap_or_default();
    }
    Ok(venues)
}

async fn people(db: &mut Db, season: SeasonId) -> Result<Vec<Person>> {
    let sql = "select key, name, sample, archived
                 from person
                where id in (select r.person_id
                               from roster r
                               join entry e on e.id = r.entry_id
                               join competition c on c.id = e.competition_id
                              where c.season_id = $1
                              union select pc.person_id
                                      from player_crew pc
                                      join shift_roster h on h.id = pc.shift_roster_id
                                     where h.season_id = $1
                              union select i.person_id
                                      from incident i
                                      join fixture f on f.id = i.fixture_id
                                      join competition c on c.id = f.competition_id
                                     where c.season_id = $1
                              union select s.person_id
                                      from sanction s
                                      join competition c on c.id = s.competition_id
                                     where c.season_id = $1)
                order by id";
    Ok(rows_of!(db, season, sql))
}

async fn rule_sets(db: &mut Db, season: SeasonId) -> Result<Vec<RuleSet>> {
    let sql = "select hash, kind, body
                 from rule_set
                where hash in (select f.rules_hash
                                 from fixture f
                                 join competition c on c.id = f.competition_id
                                where c.season_id = $1)
                order by id";
    let mut rule_sets: Vec<RuleSet> = rows_of!(db, season, sql);
    for rules in &mut rule_sets {
        sort_keys(&mut rules.body);
    }
    Ok(rule_sets)
}

async fn competitions(db: &mut Db, season: SeasonId) -> Result<Vec<Competition>> {
    let sql =
        "select key, kind, name_zh, name_en, rules, regulation_zh, regulation_en, regulation_version, sort,
                      archived
                 from competition
                where season_id = $1
                order by id";
    let mut competitions: Vec<Competition> = rows_of!(db, season, sql);
    let mut entries = grouped(entries(db, season).await?, |entry| &entry.parent);
    let mut stages = grouped(stages(db, season).await?, |stage| &stage.parent);
    let mut fixtures = grouped(fixtures(db, season).await?, |fixture| &fixture.parent);
    for competition in &mut competitions {
        competition.entries = entries.remove(&competition.key).unwrap_or_default();
        competition.stages = stages.remove(&competition.key).unwrap_or_default();
        competition.fixtures = fixtures.remove(&competition.key).unwrap_or_default();
    }
    decisions::read(db, season, &mut competitions).await?;
    lists::read(db, season, &mut competitions).await?;
    Ok(competitions)
}

async fn entries(db: &mut Db, season: SeasonId) -> Result<Vec<Entry>> {
    let sql = "select c.key as parent, e.key, k.key as club, e.kind, e.name, e.short_name, e.is_new, e.is_new_reason,
                      e.withdrawn, e.sample
                 from entry e
                 join competition c on c.id = e.competition_id
                 left join club k on k.id = e.club_id
                where c.season_id = $1
                order by e.id";
    let mut entries: Vec<Entry> = rows_of!(db, season, sql);
    let sql = "select e.key as parent, m.name, m.sort
                 from entry_employer m
                 join entry e on e.id = m.entry_id
                 join competition c on c.id = e.competition_id
                where c.season_id = $1
                order by m.id";
    let mut employers = grouped(rows_of!(db, season, sql), |employer: &Employer| &employer.parent);
    let sql = "select e.key as parent, r.key, p.key as person, r.shirt, r.position, r.height_cm, r.captain, r.sample,
                      r.added_on, r.left_on
                 from roster r
                 join entry e on e.id = r.entry_id
                 join competition c on c.id = e.competition_id
                 join person p on p.id = r.person_id
                where c.season_id = $1
                order by r.id";
    let mut players = grouped(rows_of!(db, season, sql), |player: &Player| &player.parent);
    for entry in &mut entries {
        entry.employers = employers.remove(&entry.key).unwrap_or_default();
        entry.players = players.remove(&entry.key).unwrap_or_default();
    }
    Ok(entries)
}

async fn stages(db: &mut Db, season: SeasonId) -> Result<Vec<Stage>> {
    let sql = "select c.key as parent, s.key, s.kind, s.name_zh, s.name_en, s.sort, s.sample, s.form
                 from stage s
                 join competition c on c.id = s.competition_id
                where c.season_id = $1
                order by s.id";
    let mut stages: Vec<Stage> = rows_of!(db, season, sql);
    let sql = "select s.key as parent, p.key, p.name_zh, p.name_en, p.sort, p.complete, p.sample, p.code
                 from pool p
                 join stage s on s.id = p.stage_id
                 join competition c on c.id = s.competition_id
                where c.season_id = $1
                order by p.id";
    let mut pools: Vec<Pool> = rows_of!(db, season, sql);
    let sql = "select p.key as parent, e.key as entry, pe.sort, pe.sample
                 from pool_entry pe
                 join pool p on p.id = pe.pool_id
                 join entry e on e.id = pe.entry_id
                 join competition c on c.id = e.competition_id
                where c.season_id = $1
                order by pe.id";
    let mut places = grouped(rows_of!(db, season, sql), |place: &PoolPlace| &place.parent);
    for pool in &mut pools {
        pool.entries = places.remove(&pool.key).unwrap_or_default();
    }
    let mut pools = grouped(pools, |pool| &pool.parent);
    let sql = "select s.key as parent, r.key, r.name_zh, r.name_en, r.sort, r.sample
                 from round r
                 join stage s on s.id = r.stage_id
                 join competition c on c.id = s.competition_id
                where c.season_id = $1
                order by r.id";
    let mut rounds = grouped(rows_of!(db, season, sql), |round: &Round| &round.parent);
    for stage in &mut stages {
        stage.pools = pools.remove(&stage.key).unwrap_or_default();
        stage.rounds = rounds.remove(&stage.key).unwrap_or_default();
    }
    Ok(stages)
}

async fn fixtures(db: &mut Db, season: SeasonId) -> Result<Vec<Fixture>> {
    let sql = "select c.key as parent, f.key, s.key as stage, p.key as pool, r.key as round, f.code, a.key as a,
                      f.a_source, b.key as b, f.b_source, f.light_side, f.day, f.tip_off, f.tip_off_at,
                      v.key as venue, o.key as court, f.stream_url, f.status, f.outcome, f.outcome_side,
                      f.outcome_reason, f.outcome_document, f.under_protest, f.in_doubt, f.corrected, f.score_a,
                      f.score_b, f.winner_known, f.rules_hash, f.official_at, f.sequence, f.remark_zh, f.remark_en,
                      f.source, f.sample, f.archived
                 from fixture f
                 join competition c on c.id = f.competition_id
                 left join stage s on s.id = f.stage_id
                 left join pool p on p.id = f.pool_id
                 left join round r on r.id = f.round_id
                 left join entry a on a.id = f.a_entry_id
                 left join entry b on b.id = f.b_entry_id
                 left join venue v on v.id = f.venue_id
                 left join court o on o.id = f.court_id
                where c.season_id = $1
                order by f.id";
    let mut fixtures: Vec<Fixture> = rows_of!(db, season, sql);
    let sql = "select f.key as parent, t.number, t.overtime, t.score_a, t.score_b
                 from period_score t
                 join fixture f on f.id = t.fixture_id
                 join competition c on c.id = f.competition_id
                where c.season_id = $1
                order by t.id";
    let mut periods = grouped(rows_of!(db, season, sql), |period: &Period| &period.parent);
    let sql = "select f.key as parent, t.key, t.at, t.reason, t.document, t.before, t.after
                 from correction t
                 join fixture f on f.id = t.fixture_id
                 join competition c on c.id = f.competition_id
                where c.season_id = $1
                order by t.id";
    let mut corrections: Vec<Correction> = rows_of!(db, season, sql);
    for correction in &mut corrections {
        sort_keys(&mut correction.before);
        sort_keys(&mut correction.after);
    }
    let mut corrections = grouped(corrections, |correction| &correction.parent);
    let mut sheets = plays::read(db, season).await?;
    for fixture in &mut fixtures {
        fixture.sheet = sheets.remove(&fixture.key);
        fixture.periods = periods.remove(&fixture.key).unwrap_or_default();
        fixture.corrections = corrections.remove(&fixture.key).unwrap_or_default();
    }
    Ok(fixtures)
}

async fn notices(db: &mut Db, season: SeasonId) -> Result<Vec<Notice>> {
    let sql = "select notice.key, fixture.key as fixture, kind, title_zh, title_en, body_zh, body_en, pinned,
                      published_at, notice.archived
                 from notice
                 left join fixture on fixture.id = notice.fixture_id
                where notice.season_id = $1
                order by notice.id";
    Ok(rows_of!(db, season, sql))
}

/// How many rows the main tables hold.
pub async fn row_counts(db: &mut Db) -> Result<Vec<(String, i64)>> {
    let sql = "select 'league' as name, count(*) as rows from league
                union all select 'season', count(*) from season
                union all select 'competition', count(*) from competition
                union all select 'club', count(*) from club
                union all select 'entry', count(*) from entry
                union all select 'person', count(*) from person
                union all select 'fixture', count(*) from fixture
                union all select 'account', count(*) from account
                union all select 'observation', count(*) from observation
                union all select 'audit', count(*) from audit
                order by name";
    Ok(db!(db, |conn| sqlx::query_as(sql).fetch_all(conn).await)?)
}

/// The length and head of each audit chain: printed with a backup, so that a later change of the record shows.
pub async fn audit_chain_heads(db: &mut Db) -> Result<Vec<(String, i64, String)>> {
    let sql = "select chain, length, head
                 from audit_chain
                order by chain";
    Ok(db!(db, |conn| sqlx::query_as(sql).fetch_all(conn).await)?)
}

pub(super) fn grouped<T>(rows: Vec<T>, parent: fn(&T) -> &String) -> HashMap<String, Vec<T>> {
    let mut groups: HashMap<String, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(parent(&row).clone()).or_default().push(row);
    }
    groups
}

/// Puts the members of every object in order: PostgreSQL keeps them in another order than SQLite.
pub(super) fn sort_keys(value: &mut Value) {
    match value {
        Value::Object(members) => {
            let mut sorted: Vec<(String, Value)> = std::mem::take(members).into_iter().collect();
            sorted.sort_by(|(a, _), (b, _)| a.cmp(b));
            for (name, mut member) in sorted {
                sort_keys(&mut member);
                members.insert(name, member);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(sort_keys),
        _ => {}
    }
}
