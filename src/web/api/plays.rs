//! The plays of a game as the table sends them, and the sheet they stand on.

use super::super::admin::place_of;
use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::routes::{Routes, Who};
use super::fixtures::seen;
use super::operation::{How, Operation, Takes};
use super::query;
use super::respond::shown;
use super::schema::{Described, answers};
use super::sent::Sent;
use crate::access::Permission;
use crate::actions::input::{Fault, Field, Holds, What, optional};
use crate::actions::plays as act;
use crate::store::fixtures::{self, Card};
use crate::store::plays::{self as rows, Sheet};
use crate::store::{Db, Tx};
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, Response};
use axum::response::IntoResponse;
use chrono::{DateTime, Utc};
use league::game::Play;
use serde_json::Value;

const PLAYS: &str = "/api/v1/fixtures/{key}/plays";
const SHEET: &str = "/api/v1/fixtures/{key}/sheet";
const STATE: &str = "/api/v1/fixtures/{key}/state";
const SENT: Takes = Takes { fields: act::PLAYS_FIELDS, parents: &[], how: How::Adds };
const DONE: Takes = Takes { fields: act::SHEET_FIELDS, parents: &[], how: How::Adds };
/// As many as a game has, by far.
const MOST: i64 = 1000;
const ASKED: &[Field] = &[
    optional("after", Holds::Number { min: 0, max: i64::MAX }),
    optional("limit", Holds::Number { min: 1, max: MOST }),
];

const READ: Operation = Operation::read(PLAYS, "plays", "The plays of a game in order of arrival")
    .asks(ASKED)
    .gives(PlaysOut::schema);
const SEND: Operation = Operation::write(
    "POST",
    PLAYS,
    "plays",
    "Send plays; each counts once, and the same play gets the same answer",
    SENT,
)
.gives(TakenOut::schema);
const READ_STATE: Operation =
    Operation::read(STATE, "plays", "What the plays of a game add up to").gives(<Value as Described>::schema);
const READ_SHEET: Operation =
    Operation::read(SHEET, "plays", "Who keeps the sheet of a game").who(Who::Api).gives(SheetOut::schema);
const ACT: Operation =
    Operation::write("POST", SHEET, "plays", "Open, hand over, check, sign, close or reopen a sheet", DONE)
        .gives(SheetOut::schema);
pub const OPERATIONS: &[Operation] = &[READ, SEND, READ_STATE, READ_SHEET, ACT];

pub fn routes(routes: Routes) -> Routes {
    routes
        .operation(&READ, read)
        .operation(&SEND, send)
        .operation(&READ_STATE, read_state)
        .operation(&READ_SHEET, read_sheet)
        .operation(&ACT, do_act)
}

answers! {
    /// Plays of a game.
    struct PlaysOut {
        /// Key of the fixture
        fixture: String,
        epoch: i64,
        revision: i64,
        items: Vec<PlayOut>,
        /// Ask for what came after this arrival next
        next: i64,
        /// Whether there is more already
        more: bool,
    }

    /// A play as it came in.
    struct PlayOut {
        arrival: i64,
        received_at: DateTime<Utc>,
        /// As docs/PLAYS.md describes it
        play: Value,
    }

    /// What became of the plays sent.
    struct TakenOut {
        /// Key of the fixture
        fixture: String,
        epoch: i64,
        revision: i64,
        plays: Vec<ArrivalOut>,
    }

    /// One play of a message.
    struct ArrivalOut {
        id: String,
        arrival: i64,
        /// It was there before
        duplicate: bool,
    }

    /// The sheet of a game.
    struct SheetOut {
        /// Key of the fixture
        fixture: String,
        /// Of the fixture
        status: String,
        epoch: i64,
        revision: i64,
        /// The device that keeps it; null before the first
        holder: Option<String>,
        asked_by: Option<String>,
        granted_to: Option<String>,
        /// The arrival number of the newest play
        arrivals: i64,
        phase: String,
        score: [i64; 2],
        /// The score of the second person; null without one
        check: Option<[i64; 2]>,
        differs_since: Option<DateTime<Utc>>,
        closed_at: Option<DateTime<Utc>>,
        /// Who has signed
        signed: Vec<String>,
        /// The highest number known of each device
        known: Value,
        /// Whether the asker may hand the sheet over without its keeper
        may_force: bool,
    }
}

async fn found(visitor: &Visitor, db: &mut Db, key: &str) -> Result<Card, Error> {
    let card = fixtures::by_key(db, key).await?.ok_or(Error::NotFound)?;
    visitor.must(Permission::EnterResult, &place_of(&card))?;
    Ok(card)
}

async fn read(
    visitor: Visitor,
    Path(key): Path<String>,
    RawQuery(asked): RawQuery,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let asked = query::read(ASKED, asked.as_deref())?;
    let mut db = visitor.read().await?;
    let (season, card) = seen_or_kept(&mut db, &visitor, &key).await?;
    let sheet = rows::sheet(&mut db, card.fixture.id).await?;
    let after = asked.number("after").unwrap_or(0);
    let limit = asked.number("limit").unwrap_or(MOST);
    let found = rows::after(&mut db, card.fixture.id, after, limit).await?;
    let last = sheet.as_ref().map_or(0, |sheet| sheet.arrivals);
    let next = found.last().map_or(after, |row| row.arrival);
    let items = found.into_iter().map(|row| PlayOut {
        arrival: row.arrival,
        received_at: row.received_at,
        play: serde_json::to_value(&row.body.0).unwrap_or_default(),
    });
    let out = PlaysOut {
        fixture: card.fixture.key.clone(),
        epoch: sheet.as_ref().map_or(1, |sheet| sheet.epoch),
        revision: sheet.as_ref().map_or(0, |sheet| sheet.revision),
        items: items.collect(),
        next,
        more: next < last,
    };
    shown(&visitor, &headers, &out, season)
}

/// A game somebody may see, or whose table somebody sits at.
async fn seen_or_kept(
    db: &mut Db,
    visitor: &Visitor,
    key: &str,
) -> Result<(Option<league::ids::SeasonId>, Card), Error> {
    if let Some(card) = fixtures::by_key(db, key).await?
        && visitor.may(Permission::EnterResult, &place_of(&card))
    {
        return Ok((Some(card.season_id), card));
    }
    let (season, card) = seen(db, visitor, key).await?;
    Ok((Some(season.id), card))
}

async fn read_state(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, card) = seen_or_kept(&mut db, &visitor, &key).await?;
    let state = act::state_of(&mut db, &card).await?;
    shown(&visitor, &headers, &state, season)
}

async fn send(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    found(&sent.visitor, &mut sent.visitor.read().await?, &key).await?;
    let input = sent.input(&SENT)?;
    let plays = plays(input.fields.get("plays"))?;
    let mut tx = sent.visitor.write().await?;
    let card = found(&sent.visitor, &mut tx, &key).await?;
    let taken = act::take(&mut tx, &card, plays).await?;
    finish(&sent.visitor, tx, &card).await?;
    let arrival = |(id, arrival, duplicate): (league::game::PlayId, i64, bool)| ArrivalOut {
        id: id.to_string(),
        arrival,
        duplicate,
    };
    let out = TakenOut {
        fixture: key,
        epoch: taken.sheet.epoch,
        revision: taken.sheet.revision,
        plays: taken.arrivals.into_iter().map(arrival).collect(),
    };
    Ok(Json(out).into_response())
}

/// Reads a batch; the first that is no play is named by its place.
fn plays(text: &str) -> Result<Vec<Play>, Error> {
    let fault = |what| Error::Faults(vec![Fault::at("plays", what)]);
    let items: Vec<Value> = serde_json::from_str(text).map_err(|_| fault(What::WrongType))?;
    if items.is_empty() {
        return Err(fault(What::Required));
    }
    if items.len() > act::MOST_PLAYS {
        return Err(fault(What::TooLong { max: act::MOST_PLAYS }));
    }
    let read = |(at, item)| serde_json::from_value(item).map_err(|_| fault(What::NotAPlay { at: at + 1 }));
    items.into_iter().enumerate().map(read).collect()
}

/// Plays are their own record; a repeat has nothing to commit.
pub async fn finish(visitor: &Visitor, tx: Tx, card: &Card) -> Result<(), Error> {
    if !tx.has_written() {
        return Ok(tx.commit_quiet().await?);
    }
    tx.commit().await?;
    visitor.app.live.wake(&card.fixture.key);
    Ok(())
}

impl SheetOut {
    pub async fn of(db: &mut Db, visitor: &Visitor, card: &Card) -> Result<Self, Error> {
        let id = card.fixture.id;
        let status = fixtures::by_id(db, id).await?.fixture.status;
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let sheet = rows::sheet(db, id).await?;
        let get = |read: fn(&Sheet) -> i64, otherwise| sheet.as_ref().map_or(otherwise, read);
        let text = |read: fn(&Sheet) -> &String| sheet.as_ref().and_then(|sheet| given(read(sheet)));
        let mut known = serde_json::Map::new();
        for row in rows::all(db, id).await? {
            let play = &row.body.0.id;
            let number = known.entry(play.device.as_str()).or_insert(Value::from(0));
            if number.as_u64().unwrap_or(0) < u64::from(play.number) {
                *number = play.number.into();
            }
        }
        let signed = rows::signatures(db, id).await?;
        Ok(Self {
            fixture: card.fixture.key.clone(),
            status: status.as_str().into(),
            epoch: get(|sheet| sheet.epoch, 1),
            revision: get(|sheet| sheet.revision, 0),
            holder: text(|sheet| &sheet.holder),
            asked_by: text(|sheet| &sheet.asked_by),
            granted_to: text(|sheet| &sheet.granted_to),
            arrivals: get(|sheet| sheet.arrivals, 0),
            phase: text(|sheet| &sheet.phase).unwrap_or_else(|| "before".into()),
            score: [get(|sheet| sheet.score_a, 0), get(|sheet| sheet.score_b, 0)],
            check: sheet.as_ref().and_then(|sheet| Some([sheet.check_a?, sheet.check_b?])),
            differs_since: sheet.as_ref().and_then(|sheet| sheet.differs_since),
            closed_at: sheet.as_ref().and_then(|sheet| sheet.closed_at),
            signed: signed.into_iter().map(|signature| signature.role).collect(),
            known: Value::Object(known),
            may_force: visitor.may(Permission::EditFixture, &place_of(card)),
        })
    }
}

async fn read_sheet(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let card = found(&visitor, &mut db, &key).await?;
    let out = SheetOut::of(&mut db, &visitor, &card).await?;
    shown(&visitor, &headers, &out, None)
}

async fn do_act(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    let visitor = &sent.visitor;
    found(visitor, &mut visitor.read().await?, &key).await?;
    let input = sent.input(&DONE)?;
    let mut tx = visitor.write().await?;
    let card = found(visitor, &mut tx, &key).await?;
    let may_force = visitor.may(Permission::EditFixture, &place_of(&card));
    act::act(&mut tx, &card, &input.fields, may_force).await?;
    let out = SheetOut::of(&mut tx, visitor, &card).await?;
    finish(visitor, tx, &card).await?;
    Ok(Json(out).into_response())
}
