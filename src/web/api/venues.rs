//! Venues with their courts and stated capacities.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::routes::Routes;
use super::operation::{CURSOR, How, LIMIT, Operation, Takes};
use super::paging::{List, page};
use super::respond::{Begun, shown, shown_version};
use super::schema::{Described, answers};
use super::sent::Sent;
use super::{known, league_place, query, some_leagues};
use crate::access::{Permission, Place};
use crate::actions::input::{Fault, Field, Holds, What, optional, required};
use crate::actions::venues as actions;
use crate::store::venues::Venue;
use crate::store::{Db, leagues, venues};
use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, Response, StatusCode};
use chrono::NaiveDate;

const FILTERS: &[Field] = &[LIMIT, CURSOR, optional("league", Holds::Key)];
const LIST: Operation = Operation::read("/api/v1/venues", "venues", "Venues by name")
    .asks(FILTERS)
    .gives(List::<VenueOut>::schema);
const ITEM: Operation =
    Operation::read("/api/v1/venues/{key}", "venues", "One venue").gives(VenueOut::schema);
const NEW: Takes =
    Takes { fields: actions::FIELDS, parents: &[required("league", Holds::Key)], how: How::Creates };
const CHANGED: Takes = Takes { fields: actions::FIELDS, parents: &[], how: How::Overlays };
const CREATE: Operation =
    Operation::write("POST", "/api/v1/venues", "venues", "Add a venue", NEW).gives(VenueOut::schema);
const CHANGE: Operation =
    Operation::write("PATCH", "/api/v1/venues/{key}", "venues", "Change a venue", CHANGED)
        .gives(VenueOut::schema);
const NEW_COURT: Takes = Takes { fields: actions::COURT_FIELDS, parents: &[], how: How::Adds };
const ADD_COURT: Operation =
    Operation::write("POST", "/api/v1/venues/{key}/courts", "venues", "Add a court to a venue", NEW_COURT)
        .gives(VenueOut::schema);
const NEW_CAPACITY: Takes = Takes { fields: actions::CAPACITY_FIELDS, parents: &[], how: How::Adds };
const ADD_CAPACITY: Operation = Operation::write(
    "POST",
    "/api/v1/venues/{key}/capacities",
    "venues",
    "Add a number of seats that somebody stated",
    NEW_CAPACITY,
)
.gives(VenueOut::schema);
pub const OPERATIONS: &[Operation] = &[LIST, ITEM, CREATE, CHANGE, ADD_COURT, ADD_CAPACITY];

pub fn routes(routes: Routes) -> Routes {
    routes
        .operation(&LIST, list)
        .operation(&ITEM, item)
        .operation(&CREATE, create)
        .operation(&CHANGE, change)
        .operation(&ADD_COURT, add_court)
        .operation(&ADD_CAPACITY, add_capacity)
}

answers! {
    /// A hall or ground.
    struct VenueOut {
        key: String,
        /// Key of its league
        league: String,
        name_zh: String,
        name_en: Option<String>,
        city: Option<String>,
        address: Option<String>,
        courts: Vec<CourtOut>,
        /// Every published number of seats with its source; they disagree, and none is "the" capacity
        capacities: Vec<CapacityOut>,
        version: i64,
    }

    /// A court of a venue.
    struct CourtOut {
        key: String,
        name_zh: String,
        name_en: Option<String>,
    }

    /// A number of seats that somebody stated.
    struct CapacityOut {
        seats: i64,
        /// total, fixed, added, stadium or approved
        kind: String,
        as_of: Option<NaiveDate>,
        source: String,
        note: Option<String>,
    }
}

impl VenueOut {
    async fn of(db: &mut Db, venue: &Venue) -> Result<Self, Error> {
        let courts = venues::courts(db, venue.league_id).await?;
        let court = |court: venues::Court| CourtOut {
            name_en: known(&court.name_en),
            key: court.key,
            name_zh: court.name_zh,
        };
        let capacity = |capacity: venues::Capacity| CapacityOut {
            note: known(&capacity.note),
            seats: capacity.seats,
            kind: capacity.kind,
            as_of: capacity.as_of,
            source: capacity.source,
        };
        Ok(Self {
            key: venue.key.clone(),
            league: leagues::by_id(db, venue.league_id).await?.key,
            name_zh: venue.name_zh.clone(),
            name_en: known(&venue.name_en),
            city: known(&venue.city),
            address: known(&venue.address),
            courts: courts.into_iter().filter(|court| court.venue_id == venue.id).map(court).collect(),
            capacities: venues::capacities(db, venue.id).await?.into_iter().map(capacity).collect(),
            version: venue.version,
        })
    }
}

async fn list(
    visitor: Visitor,
    RawQuery(asked): RawQuery,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let asked = query::read(FILTERS, asked.as_deref())?;
    let mut db = visitor.read().await?;
    let mut all = Vec::new();
    for league in some_leagues(&mut db, query::given(&asked, "league").as_deref()).await? {
        all.extend(venues::all(&mut db, league.id).await?);
    }
    let page = page(all, &asked, |venue| &venue.key)?;
    let mut items = Vec::new();
    for venue in &page.items {
        items.push(VenueOut::of(&mut db, venue).await?);
    }
    shown(&visitor, &headers, &page.with(items), None)
}

async fn found(db: &mut Db, key: &str) -> Result<Venue, Error> {
    venues::by_key(db, key).await?.filter(|venue| !venue.archived).ok_or(Error::NotFound)
}

async fn item(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let venue = found(&mut db, &key).await?;
    let out = VenueOut::of(&mut db, &venue).await?;
    shown_version(&visitor, &headers, &out, venue.version, None)
}

async fn create(sent: Sent) -> Result<Response<Body>, Error> {
    if !sent.visitor.may_somewhere(Permission::EditVenue) {
        return Err(Error::Forbidden);
    }
    let input = sent.input(&NEW)?;
    let league = leagues::by_key(&mut sent.visitor.read().await?, input.parents.get("league")).await?;
    let league =
        league.filter(|league| !sent.visitor.is_hidden(Permission::EditVenue, &league_place(league)));
    let league = league.ok_or_else(|| Error::Faults(vec![Fault::at("league", What::NoSuchObject)]))?;
    sent.visitor.must(Permission::EditVenue, &league_place(&league))?;
    let mut tx = match sent.begin().await? {
        Begun::Before(answer) => return Ok(answer),
        Begun::Now(tx) => tx,
    };
    let venue = actions::create(&mut tx, league.id, &input.fields).await?;
    let out = VenueOut::of(&mut tx, &venue).await?;
    sent.finish(tx, StatusCode::CREATED, &out).await
}

async fn change(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    editable(&sent, &key).await?;
    let input = sent.input(&CHANGED)?;
    let mut tx = match sent.begin().await? {
        Begun::Before(answer) => return Ok(answer),
        Begun::Now(tx) => tx,
    };
    let before = found(&mut tx, &key).await?;
    let fields = actions::fields_of(&before).overlaid(&input.fields);
    let after = actions::change(&mut tx, &key, input.version.expected(before.version)?, &fields).await?;
    let out = VenueOut::of(&mut tx, &after).await?;
    sent.finish(tx, StatusCode::OK, &out).await
}

async fn add_court(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    let venue = editable(&sent, &key).await?;
    let input = sent.input(&NEW_COURT)?;
    let mut tx = match sent.begin().await? {
        Begun::Before(answer) => return Ok(answer),
        Begun::Now(tx) => tx,
    };
    actions::add_court(&mut tx, &venue, &input.fields).await?;
    let out = VenueOut::of(&mut tx, &venue).await?;
    sent.finish(tx, StatusCode::OK, &out).await
}

async fn add_capacity(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    let venue = editable(&sent, &key).await?;
    let input = sent.input(&NEW_CAPACITY)?;
    let mut tx = match sent.begin().await? {
        Begun::Before(answer) => return Ok(answer),
        Begun::Now(tx) => tx,
    };
    actions::add_capacity(&mut tx, &venue, &input.fields).await?;
    let out = VenueOut::of(&mut tx, &venue).await?;
    sent.finish(tx, StatusCode::OK, &out).await
}

async fn editable(sent: &Sent, key: &str) -> Result<Venue, Error> {
    let venue = found(&mut sent.visitor.read().await?, key).await?;
    let place = Place { league: Some(venue.league_id), ..Default::default() };
    sent.visitor.must(Permission::EditVenue, &place)?;
    Ok(venue)
}
