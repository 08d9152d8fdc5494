//! Stages, plans and rulings of a competition, written as their forms write them.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::routes::Routes;
use super::bracket::{BracketOut, bracket};
use super::competition_place;
use super::competitions::CompetitionOut;
use super::operation::{How, Operation, Takes};
use super::respond::{Begun, shown};
use super::schema::{Described, answers};
use super::sent::{Input, Sent};
use crate::access::Permission;
use crate::actions::{competitions as competing, rulings as ruling, stages as planning};
use crate::store::competitions::{self, Competition};
use crate::store::rulings::{self, Ruling};
use crate::store::seasons::{self, Season};
use crate::store::{Tx, plans};
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, Response, StatusCode};
use chrono::{DateTime, Utc};

const RULINGS: &str = "/api/v1/competitions/{key}/rulings";
const PLAN: &str = "/api/v1/competitions/{key}/plan";
const STAGES: &str = "/api/v1/competitions/{key}/stages";

const LIST: Operation =
    Operation::read(RULINGS, "table", "The rulings in force: points, lots drawn, teams thrown out")
        .gives(RulingsOut::schema);
const RULED: Takes = Takes { fields: ruling::FIELDS, parents: &[], how: How::Adds };
const RULE: Operation =
    Operation::write("POST", RULINGS, "table", "Add a ruling; the answer is all in force", RULED)
        .gives(RulingsOut::schema);
const PLANNED: Takes = Takes { fields: planning::FIELDS, parents: &[], how: How::Adds };
const CHOOSE: Operation = Operation::write(
    "POST",
    PLAN,
    "table",
    "Choose the format; one that is there is replaced while none of its games has begun",
    PLANNED,
)
.gives(BracketOut::schema);
const STAGED: Takes = Takes { fields: competing::STAGE_FIELDS, parents: &[], how: How::Adds };
const STAGE: Operation =
    Operation::write("POST", STAGES, "competitions", "Add a stage, with so many groups", STAGED)
        .gives(CompetitionOut::schema);
pub const OPERATIONS: &[Operation] = &[LIST, RULE, CHOOSE, STAGE];

pub fn routes(routes: Routes) -> Routes {
    routes.operation(&LIST, list).operation(&RULE, rule).operation(&CHOOSE, choose).operation(&STAGE, stage)
}

answers! {
    /// The rulings of a competition that are in force.
    struct RulingsOut {
        /// Key of the competition
        competition: String,
        items: Vec<RulingOut>,
    }

    /// A decision that a table counts beside the scores.
    struct RulingOut {
        key: String,
        /// points, lots or out
        kind: String,
        /// Keys of the entries it is about; lots in the order drawn
        entries: Vec<String>,
        points: i64,
        reason: String,
        document: String,
        at: DateTime<Utc>,
        version: i64,
    }
}

impl RulingsOut {
    fn of(competition: &Competition, found: Vec<Ruling>) -> Self {
        let item = |ruling: Ruling| RulingOut {
            key: ruling.key,
            kind: ruling.kind.as_str().into(),
            entries: ruling.entries.0,
            points: ruling.points,
            reason: ruling.reason,
            document: ruling.document,
            at: ruling.at,
            version: ruling.version,
        };
        Self { competition: competition.key.clone(), items: found.into_iter().map(item).collect() }
    }
}

async fn list(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, competition) = super::competition(&mut db, &visitor, &key).await?;
    let out = RulingsOut::of(&competition, rulings::of_competition(&mut db, competition.id).await?);
    shown(&visitor, &headers, &out, Some(season.id))
}

/// The competition of a write, once it is known that the sender may change it.
async fn target(sent: &Sent, key: &str) -> Result<(Season, Competition), Error> {
    let mut db = sent.visitor.read().await?;
    let found = competitions::by_key(&mut db, key).await?.filter(|c| !c.archived).ok_or(Error::NotFound)?;
    let season = seasons::by_id(&mut db, found.season_id).await?;
    sent.visitor.must(Permission::EditCompetition, &competition_place(&season, &found))?;
    Ok((season, found))
}

/// Everything a write does before its own act: `Err` inside is the answer given before to the same request.
async fn begin(
    sent: &Sent,
    key: &str,
    takes: &Takes,
) -> Result<Result<(Tx, Competition, Input), Response<Body>>, Error> {
    let (_, competition) = target(sent, key).await?;
    let input = sent.input(takes)?;
    Ok(match sent.begin().await? {
        Begun::Before(answer) => Err(answer),
        Begun::Now(tx) => Ok((tx, competition, input)),
    })
}

async fn rule(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    let (mut tx, competition, input) = match begin(&sent, &key, &RULED).await? {
        Ok(begun) => begun,
        Err(answer) => return Ok(answer),
    };
    ruling::create(&mut tx, &competition, &input.fields).await?;
    let out = RulingsOut::of(&competition, rulings::of_competition(&mut tx, competition.id).await?);
    sent.finish(tx, StatusCode::OK, &out).await
}

async fn choose(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    let (mut tx, competition, input) = match begin(&sent, &key, &PLANNED).await? {
        Ok(begun) => begun,
        Err(answer) => return Ok(answer),
    };
    let there = plans::of_competition(&mut tx, competition.id).await?.map(|plan| plan.version);
    planning::create(&mut tx, &competition, there, &input.fields).await?;
    let out = bracket(&mut tx, &competition).await?;
    sent.finish(tx, StatusCode::OK, &out).await
}

async fn stage(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    let (mut tx, competition, input) = match begin(&sent, &key, &STAGED).await? {
        Ok(begun) => begun,
        Err(answer) => return Ok(answer),
    };
    competing::add_stage(&mut tx, &competition, &input.fields).await?;
    let out = CompetitionOut::of(&mut tx, &competition).await?;
    sent.finish(tx, StatusCode::OK, &out).await
}
