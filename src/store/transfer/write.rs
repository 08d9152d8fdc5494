//! A season into the tables. What it shares with other seasons and is already there stays as it is.

use super::*;
use crate::store::{Error, Result, Tx, db};
use league::ids::SeasonId;
use league::names::{initials, sort_key};
use sqlx::types::Json;
use std::collections::HashMap;

/// A row that the database did not take.
#[derive(Debug)]
pub struct Misplaced {
    /// Where in the document, such as `competitions[0].fixtures[3]`.
    pub place: String,
    pub error: Error,
}

/// Ids by public key.
pub(super) type Ids = HashMap<String, i32>;

/// Gives an error the place in the document where it arose.
trait At<T> {
    fn at(self, place: impl FnOnce() -> String) -> std::result::Result<T, Misplaced>;
}

impl<T> At<T> for Result<T> {
    fn at(self, place: impl FnOnce() -> String) -> std::result::Result<T, Misplaced> {
        self.map_err(|error| Misplaced { place: place(), error })
    }
}

/// Inserts one row with the given values and gives its id.
macro_rules! insert {
    ($tx:expr, $sql:expr, $($value:expr),* $(,)?) => {
        db!($tx, |conn| sqlx::query_scalar::<_, i32>($sql)$(.bind($value))*.fetch_one(conn).await)
            .map_err(Error::from)
    };
}

/// Adds the season of a document that is not there yet.
pub async fn write(tx: &mut Tx, document: &Document) -> std::result::Result<SeasonId, Misplaced> {
    let league = league_id(tx, &document.league).await.at(|| "league".into())?;
    let season = season(tx, league, &document.season).await.at(|| "season".into())?;
    let mut known = Known::read(tx).await.at(|| "the database".into())?;
    for (at, row) in document.clubs.iter().enumerate() {
        club(tx, league, season, &mut known, row).await.at(|| format!("clubs[{at}]"))?;
    }
    for (at, row) in document.venues.iter().enumerate() {
        venue(tx, league, &mut known, row).await.at(|| format!("venues[{at}]"))?;
    }
    for (at, row) in document.people.iter().enumerate() {
        person(tx, league, &mut known, row).await.at(|| format!("people[{at}]"))?;
    }
    for (at, row) in document.rule_sets.iter().enumerate() {
        rule_set(tx, row).await.at(|| format!("rule_sets[{at}]"))?;
    }
    for (at, row) in document.competitions.iter().enumerate() {
        let place = format!("competitions[{at}]");
        competition(tx, season, &known, row, &place).await?;
    }
    for (at, row) in document.notices.iter().enumerate() {
        notice(tx, season, row).await.at(|| format!("notices[{at}]"))?;
    }
    audience::write(tx, season, &document.audience).await.at(|| "audience".into())?;
    duties::write(tx, season, &document.duties).await.at(|| "duties".into())?;
    for (at, row) in document.drafts.iter().enumerate() {
        drafts::write(tx, season, row).await.at(|| format!("drafts[{at}]"))?;
    }
    Ok(SeasonId(season))
}

/// The shared objects that are already there.
struct Known {
    clubs: Ids,
    venues: Ids,
    courts: Ids,
    people: Ids,
}

impl Known {
    async fn read(tx: &mut Tx) -> Result<Self> {
        Ok(Self {
            clubs: ids(tx, "select key, id from club order by id").await?,
            venues: ids(tx, "select key, id from venue order by id").await?,
            courts: ids(tx, "select key, id from court order by id").await?,
            people: ids(tx, "select key, id from person order by id").await?,
        })
    }
}

pub(super) async fn ids(tx: &mut Tx, sql: &'static str) -> Result<Ids> {
    let rows: Vec<(String, i32)> = db!(tx, |conn| sqlx::query_as(sql).fetch_all(conn).await)?;
    Ok(rows.into_iter().collect())
}

/// The id a key stands for. A document is checked before it is written, so a stray key is a conflict, not a crash.
pub(super) fn id(ids: &Ids, key: &Option<String>) -> Result<Option<i32>> {
    key.as_ref().map(|key| ids.get(key).copied().ok_or(Error::Conflict)).transpose()
}

async fn league_id(tx: &mut Tx, league: &League) -> Result<i32> {
    if let Some(found) = crate::store::leagues::by_key(tx, &league.key).await? {
        return Ok(found.id.0);
    }
    Ok(crate::store::leagues::insert(tx, &league.key, &league.name_zh, &league.name_en).await?.0)
}

async fn season(tx: &mut Tx, league: i32, row: &Season) -> Result<i32> {
    let sql = "insert into season
                      (key, league_id, name_zh, name_en, zone, event_from, event_to, match_from, match_to, phase,
                       is_public, sort, about_zh, about_en)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            returning id";
    insert!(
        tx,
        sql,
        &row.key,
        league,
        &row.name_zh,
        &row.name_en,
        &row.zone,
        row.event_from,
        row.event_to,
        row.match_from,
        row.match_to,
        row.phase.as_str(),
        row.is_public,
        row.sort,
        &row.about_zh,
        &row.about_en,
    )
}

async fn club(tx: &mut Tx, league: i32, season: i32, known: &mut Known, row: &Club) -> Result<()> {
    let is_new = !known.clubs.contains_key(&row.key);
    if is_new {
        let sql = "insert into club
                          (key, league_id, official_name, short_name, name_en, city, colour_light, colour_dark,
                           sort_key, initials, archived)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                returning id";
        let id = insert!(
            tx,
            sql,
            &row.key,
            league,
            &row.official_name,
            &row.short_name,
            &row.name_en,
            &row.city,
            &row.colour_light,
            &row.colour_dark,
            sort_key(&row.short_name),
            initials(&row.short_name),
            row.archived,
        )?;
        known.clubs.insert(row.key.clone(), id);
    }
    let club = known.clubs[&row.key];
    // Names for all seasons belong to the club, names for this one to the season.
    for alias in row.aliases.iter().filter(|alias| is_new || alias.this_season) {
        let sql = "insert into club_alias (key, club_id, name, kind, season_id, source, initials)
                   values ($1, $2, $3, $4, $5, $6, $7)
                returning id";
        let of_season = alias.this_season.then_some(season);
        let marks = initials(&alias.name);
        insert!(tx, sql, &alias.key, club, &alias.name, &alias.kind, of_season, &alias.source, &marks)?;
    }
    Ok(())
}

async fn venue(tx: &mut Tx, league: i32, known: &mut Known, row: &Venue) -> Result<()> {
    if known.venues.contains_key(&row.key) {
        return Ok(());
    }
    let sql =
        "insert into venue (key, league_id, name_zh, name_en, city, address, sort_key, initials, archived)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            returning id";
    let venue = insert!(
        tx,
        sql,
        &row.key,
        league,
        &row.name_zh,
        &row.name_en,
        &row.city,
        &row.address,
        sort_key(&row.name_zh),
        initials(&row.name_zh),
        row.archived,
    )?;
    known.venues.insert(row.key.clone(), venue);
    for court in &row.courts {
        let sql = "insert into court (key, venue_id, name_zh, name_en, sort)
                   values ($1, $2, $3, $4, $5)
                returning id";
        let id = insert!(tx, sql, &court.key, venue, &court.name_zh, &court.name_en, court.sort)?;
        known.courts.insert(court.key.clone(), id);
    }
    for stated in &row.capacities {
        let sql = "insert into venue_capacity (key, venue_id, seats, kind, as_of, source, note)
                   values ($1, $2, $3, $4, $5, $6, $7)
                returning id";
        let (kind, source) = (&stated.kind, &stated.source);
        insert!(tx, sql, &stated.key, venue, stated.seats, kind, stated.as_of, source, &stated.note)?;
    }
    Ok(())
}

async fn person(tx: &mut Tx, league: i32, known: &mut Known, row: &Person) -> Result<()> {
    if known.people.contains_key(&row.key) {
        return Ok(());
    }
    let sql = "insert into person (key, league_id, name, sort_key, initials, sample, archived)
               values ($1, $2, $3, $4, $5, $6, $7)
            returning id";
    let (sorted, marks) = (sort_key(&row.name), initials(&row.name));
    let id = insert!(tx, sql, &row.key, league, &row.name, &sorted, &marks, &row.sample, row.archived)?;
    known.people.insert(row.key.clone(), id);
    Ok(())
}

async fn rule_set(tx: &mut Tx, row: &RuleSet) -> Result<()> {
    let sql = "insert into rule_set (hash, kind, body, created_at)
               values ($1, $2, $3, $4)
                   on conflict (hash) do nothing";
    let now = tx.now();
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&row.hash)
        .bind(&row.kind)
        .bind(Json(&row.body))
        .bind(now)
        .execute(conn)
        .await
        .map(drop))?)
}

async fn competition(
    tx: &mut Tx,
    season: i32,
    known: &Known,
    row: &Competition,
    place: &str,
) -> std::result::Result<(), Misplaced> {
    let sql = "insert into competition
                      (key, season_id, kind, name_zh, name_en, rules, regulation_zh, regulation_en,
                       regulation_version, sort, archived)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            returning id";
    let competition = insert!(
        tx,
        sql,
        &row.key,
        season,
        row.kind.as_str(),
        &row.name_zh,
        &row.name_en,
        Json(&row.rules),
        &row.regulation_zh,
        &row.regulation_en,
        row.regulation_version,
        row.sort,
        row.archived,
    )
    .at(|| place.into())?;
    let mut tree = Tree::new(competition, known);
    for (at, row) in row.entries.iter().enumerate() {
        tree.entry(tx, row).await.at(|| format!("{place}.entries[{at}]"))?;
    }
    for (at, row) in row.stages.iter().enumerate() {
        tree.stage(tx, row).await.at(|| format!("{place}.stages[{at}]"))?;
    }
    for (at, row) in row.fixtures.iter().enumerate() {
        tree.fixture(tx, row).await.at(|| format!("{place}.fixtures[{at}]"))?;
    }
    decisions::write(tx, competition, row).await.at(|| format!("{place}.plan, rulings or draws"))?;
    lists::write_rules(tx, competition, row).await.at(|| format!("{place}.entry"))?;
    Ok(())
}

/// A competition while it is written: what its fixtures point to.
struct Tree<'a> {
    competition: i32,
    known: &'a Known,
    entries: Ids,
    stages: Ids,
    pools: Ids,
    rounds: Ids,
    players: Ids,
}

impl<'a> Tree<'a> {
    fn new(competition: i32, known: &'a Known) -> Self {
        Self {
            competition,
            known,
            entries: Ids::new(),
            stages: Ids::new(),
            pools: Ids::new(),
            rounds: Ids::new(),
            players: Ids::new(),
        }
    }

    async fn entry(&mut self, tx: &mut Tx, row: &Entry) -> Result<()> {
        let sql = "insert into entry
                          (key, competition_id, club_id, kind, name, short_name, sort_key, is_new, is_new_reason,
                           withdrawn, sample)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                returning id";
        let entry = insert!(
            tx,
            sql,
            &row.key,
            self.competition,
            id(&self.known.clubs, &row.club)?,
            row.kind.as_str(),
            &row.name,
            &row.short_name,
            sort_key(&row.short_name),
            row.is_new,
            &row.is_new_reason,
            row.withdrawn,
            &row.sample,
        )?;
        self.entries.insert(row.key.clone(), entry);
        for employer in &row.employers {
            let sql = "insert into entry_employer (entry_id, name, sort)
                       values ($1, $2, $3)
                    returning id";
            insert!(tx, sql, entry, &employer.name, employer.sort)?;
        }
        for player in &row.players {
            let sql = "insert into roster
                              (key, entry_id, person_id, shirt, position, height_cm, captain, sample, added_on,
                               left_on)
                       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                    returning id";
            let person = self.known.people.get(&player.person).copied().ok_or(Error::Conflict)?;
            let (shirt, position) = (&player.shirt, &player.position);
            let (height, sample) = (player.height_cm, &player.sample);
            let (captain, added, left) = (player.captain, player.added_on, player.left_on);
            let id = insert!(
                tx,
                sql,
                &player.key,
                entry,
                person,
                shirt,
                position,
                height,
                captain,
                sample,
                added,
                left
            )?;
            self.players.insert(player.key.clone(), id);
            lists::write_overrides(tx, id, player).await?;
        }
        lists::write_list(tx, entry, row).await
    }

    async fn stage(&mut self, tx: &mut Tx, row: &Stage) -> Result<()> {
        let sql = "insert into stage (key, competition_id, kind, name_zh, name_en, sort, sample, form)
                   values ($1, $2, $3, $4, $5, $6, $7, $8)
                returning id";
        let (kind, zh, en) = (row.kind.as_str(), &row.name_zh, &row.name_en);
        let (sample, form) = (&row.sample, &row.form);
        let stage = insert!(tx, sql, &row.key, self.competition, kind, zh, en, row.sort, sample, form)?;
        self.stages.insert(row.key.clone(), stage);
        for pool in &row.pools {
            let sql = "insert into pool (key, stage_id, name_zh, name_en, sort, complete, sample, code)
                       values ($1, $2, $3, $4, $5, $6, $7, $8)
                    returning id";
            let (zh, en) = (&pool.name_zh, &pool.name_en);
            let (sample, code) = (&pool.sample, &pool.code);
            let id = insert!(tx, sql, &pool.key, stage, zh, en, pool.sort, pool.complete, sample, code)?;
            self.pools.insert(pool.key.clone(), id);
            for place in &pool.entries {
                let sql = "insert into pool_entry (pool_id, entry_id, sort, sample)
                           values ($1, $2, $3, $4)
                        returning id";
                let entry = self.entries.get(&place.entry).copied().ok_or(Error::Conflict)?;
                insert!(tx, sql, id, entry, place.sort, &place.sample)?;
            }
        }
        for round in &row.rounds {
            let sql = "insert into round (key, stage_id, name_zh, name_en, sort, sample)
                       values ($1, $2, $3, $4, $5, $6)
                    returning id";
            let (zh, en) = (&round.name_zh, &round.name_en);
            let id = insert!(tx, sql, &round.key, stage, zh, en, round.sort, &round.sample)?;
            self.rounds.insert(round.key.clone(), id);
        }
        Ok(())
    }

    async fn fixture(&self, tx: &mut Tx, row: &Fixture) -> Result<()> {
        let sql = "insert into fixture
                          (key, competition_id, stage_id, pool_id, round_id, code, a_entry_id, a_source, b_entry_id,
                           b_source, light_side, day, tip_off, tip_off_at, venue_id, court_id, stream_url, status,
                           outcome, outcome_side, outcome_reason, outcome_document, under_protest, in_doubt,
                           corrected, score_a, score_b, winner_known, rules_hash, official_at, sequence, remark_zh,
                           remark_en, source, sample, archived)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                           $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36)
                returning id";
        let fixture = insert!(
            tx,
            sql,
            &row.key,
            self.competition,
            id(&self.stages, &row.stage)?,
            id(&self.pools, &row.pool)?,
            id(&self.rounds, &row.round)?,
            &row.code,
            id(&self.entries, &row.a)?,
            &row.a_source,
            id(&self.entries, &row.b)?,
            &row.b_source,
            row.light_side.as_str(),
            row.day,
            row.tip_off,
            row.tip_off_at,
            id(&self.known.venues, &row.venue)?,
            id(&self.known.courts, &row.court)?,
            &row.stream_url,
            row.status.as_str(),
            &row.outcome,
            &row.outcome_side,
            &row.outcome_reason,
            &row.outcome_document,
            row.under_protest,
            row.in_doubt,
            row.corrected,
            row.score_a,
            row.score_b,
            &row.winner_known,
            &row.rules_hash,
            row.official_at,
            row.sequence,
            &row.remark_zh,
            &row.remark_en,
            &row.source,
            &row.sample,
            row.archived,
        )?;
        for period in &row.periods {
            let sql = "insert into period_score (fixture_id, number, overtime, score_a, score_b)
                       values ($1, $2, $3, $4, $5)
                    returning id";
            insert!(tx, sql, fixture, period.number, period.overtime, period.score_a, period.score_b)?;
        }
        for correction in &row.corrections {
            let sql = "insert into correction (key, fixture_id, at, reason, document, before, after)
                       values ($1, $2, $3, $4, $5, $6, $7)
                    returning id";
            let (key, reason, document) = (&correction.key, &correction.reason, &correction.document);
            let (before, after) = (Json(&correction.before), Json(&correction.after));
            insert!(tx, sql, key, fixture, correction.at, reason, document, before, after)?;
        }
        if let Some(sheet) = &row.sheet {
            plays::write(tx, fixture, sheet).await?;
        }
        for list in &row.lists {
            lists::write_match_list(tx, fixture, list, &self.entries, &self.players).await?;
        }
        Ok(())
    }
}

async fn notice(tx: &mut Tx, season: i32, row: &Notice) -> Result<()> {
    let sql = "insert into notice
                      (key, season_id, kind, title_zh, title_en, body_zh, body_en, pinned, published_at, archived,
                       fixture_id)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (select id from fixture where key = $11))
            returning id";
    insert!(
        tx,
        sql,
        &row.key,
        season,
        &row.kind,
        &row.title_zh,
        &row.title_en,
        &row.body_zh,
        &row.body_en,
        row.pinned,
        row.published_at,
        row.archived,
        &row.fixture,
    )
    .map(drop)
}
