//! Fixtures: who plays when and where, how it stands, how it ended.

use super::{Db, Error, Result, Tx, db};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use league::fixture::{Outcome, Score, Side, Status};
use league::ids::{ClubId, CompetitionId, FixtureId, LeagueId, PoolId, SeasonId, StageId, VenueId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::types::Json;

/// A fixture as stored, with the keys and names of what it points to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Fixture {
    #[sqlx(try_from = "i32")]
    pub id: FixtureId,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub competition_id: CompetitionId,
    pub stage_id: Option<i32>,
    pub pool_id: Option<i32>,
    pub round_id: Option<i32>,
    pub code: String,
    pub a_entry_id: Option<i32>,
    pub a_source: String,
    pub b_entry_id: Option<i32>,
    pub b_source: String,
    #[sqlx(try_from = "String")]
    pub light_side: Side,
    pub day: Option<NaiveDate>,
    pub tip_off: Option<NaiveDateTime>,
    pub tip_off_at: Option<DateTime<Utc>>,
    pub venue_id: Option<i32>,
    pub court_id: Option<i32>,
    pub stream_url: String,
    #[sqlx(try_from = "String")]
    pub status: Status,
    pub outcome: String,
    pub outcome_side: String,
    pub outcome_reason: String,
    pub outcome_document: String,
    pub under_protest: bool,
    pub in_doubt: bool,
    pub corrected: bool,
    pub score_a: Option<i64>,
    pub score_b: Option<i64>,
    pub winner_known: String,
    pub rules_hash: Option<String>,
    pub official_at: Option<DateTime<Utc>>,
    pub sequence: i64,
    pub remark_zh: String,
    pub remark_en: String,
    pub source: String,
    pub sample: String,
    pub archived: bool,
    pub version: i64,
}

impl Fixture {
    /// How it ended.
    pub fn outcome(&self) -> Outcome {
        Outcome::from_words(&self.outcome, &self.outcome_side).unwrap_or(Outcome::Unknown)
    }

    /// The score, when both numbers are known.
    pub fn score(&self) -> Option<Score> {
        let points = |points: i64| u16::try_from(points).ok();
        Some(Score { a: points(self.score_a?)?, b: points(self.score_b?)? })
    }

    /// Whether a result was entered that nobody has confirmed yet.
    pub fn awaits_confirmation(&self) -> bool {
        self.status == Status::Final && self.outcome() != Outcome::Unknown
    }

    /// A fact somebody has now set is no longer made up.
    pub fn unmark(&mut self, facts: &[&str]) {
        let kept: Vec<&str> =
            self.sample.split(' ').filter(|fact| !fact.is_empty() && !facts.contains(fact)).collect();
        self.sample = kept.join(" ");
    }

    /// Whether a fact of this fixture was made up for the demo.
    pub fn is_sample(&self, fact: &str) -> bool {
        self.sample.split(' ').any(|marked| marked == fact)
    }
}

/// A fixture with the names a page needs.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Card {
    #[sqlx(flatten)]
    pub fixture: Fixture,
    pub competition_key: String,
    pub competition_zh: String,
    pub competition_en: String,
    #[sqlx(try_from = "i32")]
    pub season_id: SeasonId,
    pub season_key: String,
    #[sqlx(try_from = "i32")]
    pub league_id: LeagueId,
    pub stage_key: Option<String>,
    pub stage_zh: Option<String>,
    pub stage_en: Option<String>,
    pub stage_sample: Option<String>,
    pub pool_key: Option<String>,
    pub pool_zh: Option<String>,
    pub pool_en: Option<String>,
    pub pool_sample: Option<String>,
    pub round_key: Option<String>,
    pub round_zh: Option<String>,
    pub round_en: Option<String>,
    pub round_sample: Option<String>,
    pub a_key: Option<String>,
    pub a_name: Option<String>,
    pub a_short: Option<String>,
    /// The English name of the club, where the side plays under the club's own short name.
    pub a_en: Option<String>,
    pub a_club_id: Option<i32>,
    pub a_club_key: Option<String>,
    pub a_light: Option<String>,
    pub a_dark: Option<String>,
    pub b_key: Option<String>,
    pub b_name: Option<String>,
    pub b_short: Option<String>,
    pub b_en: Option<String>,
    pub b_club_id: Option<i32>,
    pub b_club_key: Option<String>,
    pub b_light: Option<String>,
    pub b_dark: Option<String>,
    pub venue_key: Option<String>,
    pub venue_zh: Option<String>,
    pub venue_en: Option<String>,
    pub court_key: Option<String>,
    pub court_zh: Option<String>,
    pub court_en: Option<String>,
}

macro_rules! cards {
    () => {
        "select f.id, f.key, f.competition_id, f.stage_id, f.pool_id, f.round_id, f.code, f.a_entry_id, f.a_source,
                f.b_entry_id, f.b_source, f.light_side, f.day, f.tip_off, f.tip_off_at, f.venue_id, f.court_id,
                f.stream_url, f.status, f.outcome, f.outcome_side, f.outcome_reason, f.outcome_document,
                f.under_protest, f.in_doubt, f.corrected, f.score_a, f.score_b, f.winner_known, f.rules_hash,
                f.official_at, f.sequence, f.remark_zh, f.remark_en, f.source, f.sample, f.archived, f.version,
                c.key as competition_key, c.name_zh as competition_zh, c.name_en as competition_en, c.season_id,
                se.key as season_key, se.league_id, st.key as stage_key, st.name_zh as stage_zh, st.name_en as stage_en,
                st.sample as stage_sample, p.key as pool_key, p.name_zh as pool_zh, p.name_en as pool_en,
                p.sample as pool_sample, r.key as round_key, r.name_zh as round_zh, r.name_en as round_en,
                r.sample as round_sample, a.key as a_key, a.name as a_name, a.short_name as a_short,
                case when a.short_name = ac.short_name then ac.name_en end as a_en, a.club_id as a_club_id,
                ac.key as a_club_key, ac.colour_light as a_light, ac.colour_dark as a_dark,
                b.key as b_key, b.name as b_name, b.short_name as b_short,
                case when b.short_name = bc.short_name then bc.name_en end as b_en, b.club_id as b_club_id,
                bc.key as b_club_key, bc.colour_light as b_light, bc.colour_dark as b_dark,
                v.key as venue_key, v.name_zh as venue_zh, v.name_en as venue_en,
                co.key as court_key, co.name_zh as court_zh, co.name_en as court_en
           from fixture f
           join competition c on c.id = f.competition_id
           join season se on se.id = c.season_id
           left join stage st on st.id = f.stage_id
           left join pool p on p.id = f.pool_id
           left join round r on r.id = f.round_id
           left join entry a on a.id = f.a_entry_id
           left join club ac on ac.id = a.club_id
           left join entry b on b.id = f.b_entry_id
           left join club bc on bc.id = b.club_id
           left join venue v on v.id = f.venue_id
           left join court co on co.id = f.court_id"
    };
}

/// The fixture with a key.
pub async fn by_key(db: &mut Db, key: &str) -> Result<Option<Card>> {
    let sql = concat!(cards!(), " where f.key = $1 and not f.archived");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// The fixture with an id.
pub async fn by_id(db: &mut Db, id: FixtureId) -> Result<Card> {
    let sql = concat!(cards!(), " where f.id = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(id.0).fetch_one(conn).await)?)
}

/// The fixtures of a season: by day and time, undated ones last.
pub async fn of_season(db: &mut Db, season: SeasonId) -> Result<Vec<Card>> {
    let sql = concat!(
        cards!(),
        " where c.season_id = $1 and not f.archived order by f.day nulls last, f.tip_off nulls last, f.id"
    );
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?)
}

/// The fixtures of a competition: by day and time, undated ones last.
pub async fn of_competition(db: &mut Db, competition: CompetitionId) -> Result<Vec<Card>> {
    let sql = concat!(
        cards!(),
        " where f.competition_id = $1 and not f.archived order by f.day nulls last, f.tip_off nulls last, f.id"
    );
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(competition.0).fetch_all(conn).await)?)
}

/// The fixtures of a club over all seasons.
pub async fn of_club(db: &mut Db, club: ClubId) -> Result<Vec<Card>> {
    let sql = concat!(
        cards!(),
        " where (a.club_id = $1 or b.club_id = $1) and not f.archived
          order by se.sort desc, f.day nulls last, f.tip_off nulls last, f.id"
    );
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(club.0).fetch_all(conn).await)?)
}

/// The fixtures of a venue over all seasons.
pub async fn of_venue(db: &mut Db, venue: VenueId) -> Result<Vec<Card>> {
    let sql = concat!(
        cards!(),
        " where f.venue_id = $1 and not f.archived
          order by se.sort desc, f.day nulls last, f.tip_off nulls last, f.id"
    );
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(venue.0).fetch_all(conn).await)?)
}

/// Adds a fixture.
pub async fn insert(tx: &mut Tx, fixture: &Fixture) -> Result<FixtureId> {
    let sql = "insert into fixture
                      (key, competition_id, stage_id, pool_id, round_id, code, a_entry_id, a_source, b_entry_id,
                       b_source, light_side, day, tip_off, tip_off_at, venue_id, court_id, stream_url, status, outcome,
                       outcome_side, outcome_reason, outcome_document, under_protest, in_doubt, corrected, score_a,
                       score_b, winner_known, rules_hash, official_at, remark_zh, remark_en, source, sample)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                       $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34)
            returning id";
    let id: i32 = db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(&fixture.key)
        .bind(fixture.competition_id.0)
        .bind(fixture.stage_id)
        .bind(fixture.pool_id)
        .bind(fixture.round_id)
        .bind(&fixture.code)
        .bind(fixture.a_entry_id)
        .bind(&fixture.a_source)
        .bind(fixture.b_entry_id)
        .bind(&fixture.b_source)
        .bind(fixture.light_side.as_str())
        .bind(fixture.day)
        .bind(fixture.tip_off)
        .bind(fixture.tip_off_at)
        .bind(fixture.venue_id)
        .bind(fixture.court_id)
        .bind(&fixture.stream_url)
        .bind(fixture.status.as_str())
        .bind(&fixture.outcome)
        .bind(&fixture.outcome_side)
        .bind(&fixture.outcome_reason)
        .bind(&fixture.outcome_document)
        .bind(fixture.under_protest)
        .bind(fixture.in_doubt)
        .bind(fixture.corrected)
        .bind(fixture.score_a)
        .bind(fixture.score_b)
        .bind(&fixture.winner_known)
        .bind(&fixture.rules_hash)
        .bind(fixture.official_at)
        .bind(&fixture.remark_zh)
        .bind(&fixture.remark_en)
        .bind(&fixture.source)
        .bind(&fixture.sample)
        .fetch_one(conn)
        .await)?;
    Ok(FixtureId(id))
}

/// Saves a fixture unless somebody changed it in between; the calendar sequence moves with every save.
pub async fn update(tx: &mut Tx, fixture: &Fixture) -> Result<()> {
    let sql = "update fixture
                  set stage_id = $1, pool_id = $2, round_id = $3, code = $4, a_entry_id = $5, a_source = $6,
                      b_entry_id = $7, b_source = $8, light_side = $9, day = $10, tip_off = $11, tip_off_at = $12,
                      venue_id = $13, court_id = $14, stream_url = $15, status = $16, outcome = $17,
                      outcome_side = $18, outcome_reason = $19, outcome_document = $20, under_protest = $21,
                      in_doubt = $22, corrected = $23, score_a = $24, score_b = $25, winner_known = $26,
                      rules_hash = $27, official_at = $28, remark_zh = $29, remark_en = $30, source = $31,
                      sample = $32, archived = $33, sequence = sequence + 1, version = version + 1
                where id = $34
                  and version = $35";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(fixture.stage_id)
        .bind(fixture.pool_id)
        .bind(fixture.round_id)
        .bind(&fixture.code)
        .bind(fixture.a_entry_id)
        .bind(&fixture.a_source)
        .bind(fixture.b_entry_id)
        .bind(&fixture.b_source)
        .bind(fixture.light_side.as_str())
        .bind(fixture.day)
        .bind(fixture.tip_off)
        .bind(fixture.tip_off_at)
        .bind(fixture.venue_id)
        .bind(fixture.court_id)
        .bind(&fixture.stream_url)
        .bind(fixture.status.as_str())
        .bind(&fixture.outcome)
        .bind(&fixture.outcome_side)
        .bind(&fixture.outcome_reason)
        .bind(&fixture.outcome_document)
        .bind(fixture.under_protest)
        .bind(fixture.in_doubt)
        .bind(fixture.corrected)
        .bind(fixture.score_a)
        .bind(fixture.score_b)
        .bind(&fixture.winner_known)
        .bind(&fixture.rules_hash)
        .bind(fixture.official_at)
        .bind(&fixture.remark_zh)
        .bind(&fixture.remark_en)
        .bind(&fixture.source)
        .bind(&fixture.sample)
        .bind(fixture.archived)
        .bind(fixture.id.0)
        .bind(fixture.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Points of one period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Period {
    pub number: i64,
    pub overtime: bool,
    pub score_a: i64,
    pub score_b: i64,
}

/// The periods of a fixture in order.
pub async fn periods(db: &mut Db, fixture: FixtureId) -> Result<Vec<Period>> {
    let sql = "select number, overtime, score_a, score_b
                 from period_score
                where fixture_id = $1
                order by number";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(fixture.0).fetch_all(conn).await)?)
}

/// The periods of all fixtures of a season, each with its fixture.
pub async fn periods_of_season(db: &mut Db, season: SeasonId) -> Result<Vec<(FixtureId, Period)>> {
    let sql = "select p.fixture_id, p.number, p.overtime, p.score_a, p.score_b
                 from period_score p
                 join fixture f on f.id = p.fixture_id
                 join competition c on c.id = f.competition_id
                where c.season_id = $1
                order by p.fixture_id, p.number";
    let rows: Vec<(i32, i64, bool, i64, i64)> =
        db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?;
    let period = |(id, number, overtime, score_a, score_b)| {
        (FixtureId(id), Period { number, overtime, score_a, score_b })
    };
    Ok(rows.into_iter().map(period).collect())
}

/// Replaces the periods of a fixture.
pub async fn save_periods(tx: &mut Tx, fixture: FixtureId, periods: &[Period]) -> Result<()> {
    let sql = "delete from period_score
                where fixture_id = $1";
    db!(tx, |conn| sqlx::query(sql).bind(fixture.0).execute(conn).await.map(drop))?;
    let sql = "insert into period_score (fixture_id, number, overtime, score_a, score_b)
               values ($1, $2, $3, $4, $5)";
    for period in periods {
        db!(tx, |conn| sqlx::query(sql)
            .bind(fixture.0)
            .bind(period.number)
            .bind(period.overtime)
            .bind(period.score_a)
            .bind(period.score_b)
            .execute(conn)
            .await
            .map(drop))?;
    }
    Ok(())
}

/// One entry of the public correction ledger 更正.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Correction {
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub fixture_id: FixtureId,
    pub at: DateTime<Utc>,
    pub reason: String,
    pub document: String,
    pub before: Json<Value>,
    pub after: Json<Value>,
}

/// The corrections of a fixture, oldest first.
pub async fn corrections(db: &mut Db, fixture: FixtureId) -> Result<Vec<Correction>> {
    let sql = "select key, fixture_id, at, reason, document, before, after
                 from correction
                where fixture_id = $1
                order by id";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(fixture.0).fetch_all(conn).await)?)
}

/// The corrections of a competition, newest first.
pub async fn corrections_of_competition(db: &mut Db, competition: CompetitionId) -> Result<Vec<Correction>> {
    let sql = "select t.key, t.fixture_id, t.at, t.reason, t.document, t.before, t.after
                 from correction t
                 join fixture f on f.id = t.fixture_id
                where f.competition_id = $1
                order by t.id desc";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(competition.0).fetch_all(conn).await)?)
}

/// Adds an entry to the correction ledger.
pub async fn insert_correction(tx: &mut Tx, correction: &Correction) -> Result<()> {
    let sql = "insert into correction (key, fixture_id, at, reason, document, before, after)
               values ($1, $2, $3, $4, $5, $6, $7)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&correction.key)
        .bind(correction.fixture_id.0)
        .bind(correction.at)
        .bind(&correction.reason)
        .bind(&correction.document)
        .bind(&correction.before)
        .bind(&correction.after)
        .execute(conn)
        .await
        .map(drop))?)
}

impl Fixture {
    /// The stage, if any.
    pub fn stage(&self) -> Option<StageId> {
        self.stage_id.map(StageId)
    }

    /// The group, if any.
    pub fn pool(&self) -> Option<PoolId> {
        self.pool_id.map(PoolId)
    }
}
