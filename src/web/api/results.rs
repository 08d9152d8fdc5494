//! The result of a fixture, its status, and the ledger of corrections.

use super::super::admin::place_of;
use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::routes::Routes;
use super::fixtures::out::{OutcomeOut, PeriodsOut, ScoreOut};
use super::fixtures::seen;
use super::known;
use super::operation::{How, Operation, Takes};
use super::respond::{Begun, shown_version};
use super::schema::{Described, answers};
use super::sent::{Input, Sent};
use crate::access::Permission;
use crate::actions::Outcome;
use crate::actions::{fixtures as fixture_actions, results as actions};
use crate::store::fixtures::{self, Card, Correction};
use crate::store::{Db, Tx};
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, Response, StatusCode};
use chrono::{DateTime, Utc};
use serde_json::Value;

const RESULT: &str = "/api/v1/fixtures/{key}/result";
const STATUS: &str = "/api/v1/fixtures/{key}/status";
const CORRECTIONS: &str = "/api/v1/fixtures/{key}/corrections";
const ENTERED: Takes = Takes { fields: actions::FIELDS, parents: &[], how: How::Replaces };
const STATED: Takes = Takes { fields: fixture_actions::STATUS_FIELDS, parents: &[], how: How::Replaces };

const READ: Operation = Operation::read(RESULT, "results", "The result of a fixture with its corrections")
    .gives(FixtureResult::schema);
const ENTER: Operation = Operation::write(
    "PUT",
    RESULT,
    "results",
    "Enter the result of a fixture; `official` confirms it in the same act",
    ENTERED,
)
.gives(FixtureResult::schema);
const READ_STATUS: Operation =
    Operation::read(STATUS, "results", "Where a fixture stands").gives(FixtureStatus::schema);
const SET_STATUS: Operation = Operation::write(
    "PUT",
    STATUS,
    "results",
    "Postpone, cancel, abandon, open or re-open a fixture",
    STATED,
)
.gives(FixtureStatus::schema);
const CORRECT: Operation = Operation::write(
    "POST",
    CORRECTIONS,
    "results",
    "Correct an official result, with a reason; both versions stay readable",
    ENTERED,
)
.gives(FixtureResult::schema);
pub const OPERATIONS: &[Operation] = &[READ, ENTER, READ_STATUS, SET_STATUS, CORRECT];

pub fn routes(routes: Routes) -> Routes {
    routes
        .operation(&READ, read)
        .operation(&ENTER, enter)
        .operation(&READ_STATUS, read_status)
        .operation(&SET_STATUS, set_status)
        .operation(&CORRECT, correct)
}

answers! {
    /// The result of a fixture.
    struct FixtureResult {
        /// Key of the fixture
        fixture: String,
        status: String,
        outcome: OutcomeOut,
        score: ScoreOut,
        periods: Option<PeriodsOut>,
        /// Changes of the official result, oldest first
        corrections: Vec<CorrectionOut>,
        version: i64,
    }

    /// A change of an official result.
    struct CorrectionOut {
        key: String,
        at: DateTime<Utc>,
        reason: String,
        document: Option<String>,
        before: Value,
        after: Value,
    }

    /// Where a fixture stands; how it ended is another thing.
    struct FixtureStatus {
        /// Key of the fixture
        fixture: String,
        status: String,
        version: i64,
    }
}

impl FixtureResult {
    async fn of(db: &mut Db, card: &Card) -> Result<Self, Error> {
        let fixture = &card.fixture;
        let correction = |correction: Correction| CorrectionOut {
            document: known(&correction.document),
            key: correction.key,
            at: correction.at,
            reason: correction.reason,
            before: correction.before.0,
            after: correction.after.0,
        };
        let periods = fixtures::periods(db, fixture.id).await?;
        Ok(Self {
            fixture: fixture.key.clone(),
            status: fixture.status.as_str().into(),
            outcome: OutcomeOut::of(card),
            score: ScoreOut::of(card),
            periods: PeriodsOut::of(card, &periods),
            corrections: fixtures::corrections(db, fixture.id).await?.into_iter().map(correction).collect(),
            version: fixture.version,
        })
    }
}

impl FixtureStatus {
    fn of(card: &Card) -> Self {
        Self {
            fixture: card.fixture.key.clone(),
            status: card.fixture.status.as_str().into(),
            version: card.fixture.version,
        }
    }
}

async fn read(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, card) = seen(&mut db, &visitor, &key).await?;
    let out = FixtureResult::of(&mut db, &card).await?;
    shown_version(&visitor, &headers, &out, card.fixture.version, Some(season.id))
}

async fn read_status(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, card) = seen(&mut db, &visitor, &key).await?;
    shown_version(&visitor, &headers, &FixtureStatus::of(&card), card.fixture.version, Some(season.id))
}

/// Checks that the sender may do this at a fixture, and reads the body.
async fn allowed(sent: &Sent, key: &str, wants: Permission, takes: &Takes) -> Result<Input, Error> {
    let card = fixtures::by_key(&mut sent.visitor.read().await?, key).await?.ok_or(Error::NotFound)?;
    sent.visitor.must(wants, &place_of(&card))?;
    sent.input(takes)
}

async fn version(tx: &mut Tx, key: &str, input: &Input) -> Result<i64, Error> {
    let card = fixtures::by_key(tx, key).await?.ok_or(Error::NotFound)?;
    input.version.expected(card.fixture.version)
}

async fn saved(sent: &Sent, mut tx: Tx, card: Outcome<Card>) -> Result<Response<Body>, Error> {
    let out = FixtureResult::of(&mut tx, &card?).await?;
    sent.finish(tx, StatusCode::OK, &out).await
}

async fn enter(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    let input = allowed(&sent, &key, Permission::EnterResult, &ENTERED).await?;
    let mut tx = match sent.begin().await? {
        Begun::Before(answer) => return Ok(answer),
        Begun::Now(tx) => tx,
    };
    let version = version(&mut tx, &key, &input).await?;
    let card = actions::enter(&mut tx, &key, version, &input.fields).await;
    saved(&sent, tx, card).await
}

async fn correct(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    let input = allowed(&sent, &key, Permission::CorrectResult, &ENTERED).await?;
    let mut tx = match sent.begin().await? {
        Begun::Before(answer) => return Ok(answer),
        Begun::Now(tx) => tx,
    };
    let version = version(&mut tx, &key, &input).await?;
    let card = actions::correct(&mut tx, &key, version, &input.fields).await;
    saved(&sent, tx, card).await
}

async fn set_status(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    let input = allowed(&sent, &key, Permission::EditFixture, &STATED).await?;
    let mut tx = match sent.begin().await? {
        Begun::Before(answer) => return Ok(answer),
        Begun::Now(tx) => tx,
    };
    let version = version(&mut tx, &key, &input).await?;
    let card = fixture_actions::change_status(&mut tx, &key, version, &input.fields).await?;
    sent.finish(tx, StatusCode::OK, &FixtureStatus::of(&card)).await
}
