//! Leagues.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::routes::Routes;
use super::operation::{CURSOR, LIMIT, Operation};
use super::paging::{List, page};
use super::respond::{shown, shown_version};
use super::schema::{Described, answers};
use super::{known, query, some_leagues};
use crate::actions::input::Field;
use crate::store::leagues;
use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, Response};

const FILTERS: &[Field] = &[LIMIT, CURSOR];
const LIST: Operation = Operation::read("/api/v1/leagues", "leagues", "The leagues of this installation")
    .asks(FILTERS)
    .gives(List::<LeagueOut>::schema);
const ITEM: Operation =
    Operation::read("/api/v1/leagues/{key}", "leagues", "One league").gives(LeagueOut::schema);
pub const OPERATIONS: &[Operation] = &[LIST, ITEM];

pub fn routes(routes: Routes) -> Routes {
    routes.operation(&LIST, list).operation(&ITEM, item)
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
