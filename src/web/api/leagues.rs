//! Leagues.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::routes::Routes;
use super::operation::{CURSOR, How, LIMIT, Operation, Takes};
use super::paging::{List, page};
use super::respond::{Begun, shown, shown_version};
use super::schema::{Described, answers};
use super::sent::Sent;
use super::{known, league_place, query, some_leagues};
use crate::access::Permission;
use crate::actions::input::Field;
use crate::actions::leagues as actions;
use crate::store::leagues;
use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, Response, StatusCode};

const FILTERS: &[Field] = &[LIMIT, CURSOR];
const LIST: Operation = Operation::read("/api/v1/leagues", "leagues", "The leagues of this installation")
    .asks(FILTERS)
    .gives(List::<LeagueOut>::schema);
const ITEM: Operation =
    Operation::read("/api/v1/leagues/{key}", "leagues", "One league").gives(LeagueOut::schema);
const CHANGED: Takes = Takes { fields: actions::FIELDS, parents: &[], how: How::Overlays };
const CHANGE: Operation =
    Operation::write("PATCH", "/api/v1/leagues/{key}", "leagues", "Rename a league", CHANGED)
        .gives(LeagueOut::schema);
pub const OPERATIONS: &[Operation] = &[LIST, ITEM, CHANGE];

pub fn routes(routes: Routes) -> Routes {
    routes.operation(&LIST, list).operation(&ITEM, item).operation(&CHANGE, change)
}

answers! {
    /// A league: the house that owns clubs, people and venues.
    struct LeagueOut {
        key: String,
        name_zh: String,
        name_en: Option<String>,
        version: i64,
    }
}

impl LeagueOut {
    fn of(league: &leagues::League) -> Self {
        Self {
            key: league.key.clone(),
            name_zh: league.name_zh.clone(),
            name_en: known(&league.name_en),
            version: league.version,
        }
    }
}

async fn list(
    visitor: Visitor,
    RawQuery(asked): RawQuery,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let asked = query::read(FILTERS, asked.as_deref())?;
    let mut db = visitor.read().await?;
    let page = page(some_leagues(&mut db, None).await?, &asked, |league| &league.key)?;
    let items = page.items.iter().map(LeagueOut::of).collect();
    shown(&visitor, &headers, &page.with(items), None)
}

async fn item(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let league = leagues::by_key(&mut db, &key).await?.ok_or(Error::NotFound)?;
    shown_version(&visitor, &headers, &LeagueOut::of(&league), league.version, None)
}

async fn change(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    let league = leagues::by_key(&mut sent.visitor.read().await?, &key).await?.ok_or(Error::NotFound)?;
    sent.visitor.must(Permission::EditSeason, &league_place(&league))?;
    let input = sent.input(&CHANGED)?;
    let mut tx = match sent.begin().await? {
        Begun::Before(answer) => return Ok(answer),
        Begun::Now(tx) => tx,
    };
    let before = leagues::by_id(&mut tx, league.id).await?;
    let fields = actions::fields_of(&before).overlaid(&input.fields);
    let after = actions::change(&mut tx, &key, input.version.expected(before.version)?, &fields).await?;
    sent.finish(tx, StatusCode::OK, &LeagueOut::of(&after)).await
}
