//! Competitions with their stages, groups and rounds.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::routes::Routes;
use super::operation::{CURSOR, How, LIMIT, Operation, Takes};
use super::paging::{List, page};
use super::respond::{Begun, shown, shown_version};
use super::schema::{Described, answers};
use super::sent::Sent;
use super::{competition_place, known, query, season_place, visible_seasons};
use crate::access::Permission;
use crate::actions::competitions as actions;
use crate::actions::input::{Fault, Field, Holds, What, optional, required};
use crate::store::competitions::{self, Competition};
use crate::store::{Db, entries, seasons};
use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, Response, StatusCode};

const FILTERS: &[Field] = &[LIMIT, CURSOR, optional("season", Holds::Key)];
const LIST: Operation =
    Operation::read("/api/v1/competitions", "competitions", "Competitions, by season and in its order")
        .asks(FILTERS)
        .gives(List::<CompetitionOut>::schema);
const ITEM: Operation =
    Operation::read("/api/v1/competitions/{key}", "competitions", "One competition with its groups")
        .gives(CompetitionOut::schema);
const NEW: Takes =
    Takes { fields: actions::FIELDS, parents: &[required("season", Holds::Key)], how: How::Creates };
const CHANGED: Takes = Takes { fields: actions::FIELDS, parents: &[], how: How::Overlays };
const CREATE: Operation =
    Operation::write("POST", "/api/v1/competitions", "competitions", "Add a competition", NEW)
        .gives(CompetitionOut::schema);
const CHANGE: Operation =
    Operation::write("PATCH", "/api/v1/competitions/{key}", "competitions", "Change a competition", CHANGED)
        .gives(CompetitionOut::schema);
pub const OPERATIONS: &[Operation] = &[LIST, ITEM, CREATE, CHANGE];

pub fn routes(routes: Routes) -> Routes {
    routes.operation(&LIST, list).operation(&ITEM, item).operation(&CREATE, create).operation(&CHANGE, change)
}

answers! {
    /// A competition of a season.
    struct CompetitionOut {
        key: String,
        /// Key of its season
        season: String,
        kind: String,
        name_zh: String,
        name_en: Option<String>,
        /// The rule book
        edition: String,
        periods: i64,
        period_minutes: i64,
        overtime_minutes: i64,
        running_clock: bool,
        /// The ranking criteria, by the name of a ready-made set
        criteria: String,
        regulation_zh: Option<String>,
        regulation_en: Option<String>,
        regulation_version: i64,
        stages: Vec<StageOut>,
        version: i64,
    }

    /// A stage of a competition.
    struct StageOut {
        key: String,
        kind: String,
        name_zh: String,
        name_en: Option<String>,
        /// Whether it was made up for the demonstration
        sample: bool,
        groups: Vec<GroupOut>,
        rounds: Vec<RoundOut>,
    }

    /// A group of a stage.
    struct GroupOut {
        key: String,
        name_zh: String,
        name_en: Option<String>,
        complete: bool,
        /// Keys of the entries in it
        entries: Vec<String>,
        /// Whether who plays in it was made up for the demonstration
        sample: bool,
    }

    /// A round of a stage.
    struct RoundOut {
        key: String,
        name_zh: String,
        name_en: Option<String>,
        sample: bool,
    }
}

impl CompetitionOut {
    pub(super) async fn of(db: &mut Db, competition: &Competition) -> Result<Self, Error> {
        let profile = &competition.rules.profile;
        Ok(Self {
            key: competition.key.clone(),
            season: seasons::by_id(db, competition.season_id).await?.key,
            kind: competition.kind.as_str().into(),
            name_zh: competition.name_zh.clone(),
            name_en: known(&competition.name_en),
            edition: competition.rules.edition.clone(),
            periods: profile.periods.into(),
            period_minutes: profile.period_minutes.into(),
            overtime_minutes: profile.overtime_minutes.into(),
            running_clock: profile.running_clock,
            criteria: competition.rules.criteria.clone(),
            regulation_zh: known(&competition.regulation_zh),
            regulation_en: known(&competition.regulation_en),
            regulation_version: competition.regulation_version,
            stages: stages(db, competition).await?,
            version: competition.version,
        })
    }
}

async fn stages(db: &mut Db, competition: &Competition) -> Result<Vec<StageOut>, Error> {
    let pools = competitions::pools(db, competition.id).await?;
    let rounds = competitions::rounds(db, competition.id).await?;
    let places = entries::pool_places(db, competition.id).await?;
    let entered = entries::of_competition(db, competition.id).await?;
    let group = |pool: &competitions::Pool| {
        let here = || places.iter().filter(|place| place.pool_id == pool.id);
        let key = |place: &entries::PoolPlace| {
            entered.iter().find(|e| e.id == place.entry_id).map(|e| e.key.clone())
        };
        GroupOut {
            key: pool.key.clone(),
            name_zh: pool.name_zh.clone(),
            name_en: known(&pool.name_en),
            complete: pool.complete,
            entries: here().filter_map(key).collect(),
            sample: !pool.sample.is_empty() || here().any(|place| !place.sample.is_empty()),
        }
    };
    let round = |round: &competitions::Round| RoundOut {
        key: round.key.clone(),
        name_zh: round.name_zh.clone(),
        name_en: known(&round.name_en),
        sample: !round.sample.is_empty(),
    };
    let stage = |stage: competitions::Stage| StageOut {
        key: stage.key,
        kind: stage.kind.as_str().into(),
        name_en: known(&stage.name_en),
        name_zh: stage.name_zh,
        sample: !stage.sample.is_empty(),
        groups: pools.iter().filter(|pool| pool.stage_id == stage.id).map(group).collect(),
        rounds: rounds.iter().filter(|round| round.stage_id == stage.id).map(round).collect(),
    };
    Ok(competitions::stages(db, competition.id).await?.into_iter().map(stage).collect())
}

async fn list(
    visitor: Visitor,
    RawQuery(asked): RawQuery,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let asked = query::read(FILTERS, asked.as_deref())?;
    let mut db = visitor.read().await?;
    let mut all = Vec::new();
    for season in visible_seasons(&mut db, &visitor, query::given(&asked, "season").as_deref()).await? {
        all.extend(competitions::of_season(&mut db, season.id).await?);
    }
    let page = page(all, &asked, |competition| &competition.key)?;
    let mut items = Vec::new();
    for competition in &page.items {
        items.push(CompetitionOut::of(&mut db, competition).await?);
    }
    shown(&visitor, &headers, &page.with(items), None)
}

async fn item(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, competition) = super::competition(&mut db, &visitor, &key).await?;
    let out = CompetitionOut::of(&mut db, &competition).await?;
    shown_version(&visitor, &headers, &out, competition.version, Some(season.id))
}

async fn create(sent: Sent) -> Result<Response<Body>, Error> {
    if !sent.visitor.may_somewhere(Permission::EditCompetition) {
        return Err(Error::Forbidden);
    }
    let input = sent.input(&NEW)?;
    let wants = Permission::EditCompetition;
    let season = seasons::by_key(&mut sent.visitor.read().await?, input.parents.get("season")).await?;
    let season = season.filter(|season| !sent.visitor.is_hidden(wants, &season_place(season)));
    let season = season.ok_or_else(|| Error::Faults(vec![Fault::at("season", What::NoSuchObject)]))?;
    sent.visitor.must(wants, &season_place(&season))?;
    let mut tx = match sent.begin().await? {
        Begun::Before(answer) => return Ok(answer),
        Begun::Now(tx) => tx,
    };
    let competition = actions::create(&mut tx, season.id, &input.fields).await?;
    let out = CompetitionOut::of(&mut tx, &competition).await?;
    sent.finish(tx, StatusCode::CREATED, &out).await
}

async fn change(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    let mut db = sent.visitor.read().await?;
    let found = competitions::by_key(&mut db, &key).await?.filter(|c| !c.archived).ok_or(Error::NotFound)?;
    let season = seasons::by_id(&mut db, found.season_id).await?;
    drop(db);
    sent.visitor.must(Permission::EditCompetition, &competition_place(&season, &found))?;
    let input = sent.input(&CHANGED)?;
    let mut tx = match sent.begin().await? {
        Begun::Before(answer) => return Ok(answer),
        Begun::Now(tx) => tx,
    };
    let before = competitions::by_id(&mut tx, found.id).await?;
    let fields = actions::fields_of(&before).overlaid(&input.fields);
    let after = actions::change(&mut tx, &key, input.version.expected(before.version)?, &fields).await?;
    let out = CompetitionOut::of(&mut tx, &after).await?;
    sent.finish(tx, StatusCode::OK, &out).await
}
