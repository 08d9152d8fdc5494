//! Fixtures: who plays when and where, and how it stands. Each fact says whether it was made up.

use super::super::admin::place_of;
use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::routes::Routes;
use super::operation::{CURSOR, How, LIMIT, Operation, Takes};
use super::paging::{List, page};
use super::respond::{Begun, shown, shown_version};
use super::schema::Described;
use super::sent::Sent;
use super::{entries, is_visible, query, visible_seasons};
use crate::access::Permission;
use crate::actions::fixtures as actions;
use crate::actions::input::{Field, Holds, Parsed, optional, required};
use crate::store::fixtures::{self, Card, Period};
use crate::store::seasons::Season;
use crate::store::{Db, competitions, seasons};
use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, Response, StatusCode};
use league::ids::FixtureId;
use std::collections::HashMap;

pub(super) mod out;

use out::FixtureOut;

const FILTERS: &[Field] = &[
    LIMIT,
    CURSOR,
    optional("season", Holds::Key),
    optional("competition", Holds::Key),
    optional("club", Holds::Key),
    optional("venue", Holds::Key),
    optional("day", Holds::Date),
    optional("status", Holds::Word(STATUSES)),
];
const STATUSES: &[&str] = &["scheduled", "live", "final", "official", "postponed", "cancelled", "abandoned"];
const LIST: Operation =
    Operation::read("/api/v1/fixtures", "fixtures", "Fixtures by season, day and time; undated ones last")
        .asks(FILTERS)
        .gives(List::<FixtureOut>::schema);
const ITEM: Operation =
    Operation::read("/api/v1/fixtures/{key}", "fixtures", "One fixture").gives(FixtureOut::schema);
const NEW: Takes =
    Takes { fields: actions::FIELDS, parents: &[required("competition", Holds::Key)], how: How::Creates };
const CHANGED: Takes = Takes { fields: actions::FIELDS, parents: &[], how: How::Overlays };
const CREATE: Operation =
    Operation::write("POST", "/api/v1/fixtures", "fixtures", "Set a fixture", NEW).gives(FixtureOut::schema);
const CHANGE: Operation = Operation::write(
    "PATCH",
    "/api/v1/fixtures/{key}",
    "fixtures",
    "Change a fixture: another day, hall, side or stream",
    CHANGED,
)
.gives(FixtureOut::schema);
pub const OPERATIONS: &[Operation] = &[LIST, ITEM, CREATE, CHANGE];

pub fn routes(routes: Routes) -> Routes {
    routes.operation(&LIST, list).operation(&ITEM, item).operation(&CREATE, create).operation(&CHANGE, change)
}

async fn list(
    visitor: Visitor,
    RawQuery(asked): RawQuery,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let asked = query::read(FILTERS, asked.as_deref())?;
    let mut db = visitor.read().await?;
    let seasons = visible_seasons(&mut db, &visitor, query::given(&asked, "season").as_deref()).await?;
    let mut all = Vec::new();
    for season in &seasons {
        let open = competitions::of_season(&mut db, season.id).await?;
        let cards = fixtures::of_season(&mut db, season.id).await?;
        let is_open = |card: &Card| open.iter().any(|c| c.id == card.fixture.competition_id);
        all.extend(cards.into_iter().filter(|card| is_open(card) && is_asked_for(card, &asked)));
    }
    let page = page(all, &asked, |card| &card.fixture.key)?;
    let mut periods: HashMap<FixtureId, Vec<Period>> = HashMap::new();
    for season in seasons.iter().filter(|s| page.items.iter().any(|card| card.season_id == s.id)) {
        for (fixture, period) in fixtures::periods_of_season(&mut db, season.id).await? {
            periods.entry(fixture).or_default().push(period);
        }
    }
    let zone = |card: &Card| seasons.iter().find(|s| s.id == card.season_id).map_or("", |s| s.zone.as_str());
    let items = page
        .items
        .iter()
        .map(|card| {
            let own = periods.get(&card.fixture.id).map_or(&[][..], Vec::as_slice);
            FixtureOut::of(card, own, zone(card))
        })
        .collect();
    shown(&visitor, &headers, &page.with(items), None)
}

fn is_asked_for(card: &Card, asked: &Parsed) -> bool {
    let fits = |name: &str, keys: &[Option<&str>]| {
        query::given(asked, name).is_none_or(|wanted| keys.contains(&Some(wanted.as_str())))
    };
    fits("competition", &[Some(&card.competition_key)])
        && fits("club", &[card.a_club_key.as_deref(), card.b_club_key.as_deref()])
        && fits("venue", &[card.venue_key.as_deref()])
        && fits("status", &[Some(card.fixture.status.as_str())])
        && asked.date("day").is_none_or(|day| card.fixture.day == Some(day))
}

/// A fixture that somebody may see, with its season.
pub(super) async fn seen(db: &mut Db, visitor: &Visitor, key: &str) -> Result<(Season, Card), Error> {
    let card = fixtures::by_key(db, key).await?.ok_or(Error::NotFound)?;
    let season = seasons::by_id(db, card.season_id).await?;
    let competition = competitions::by_id(db, card.fixture.competition_id).await?;
    if is_visible(visitor, &season) && !competition.archived {
        Ok((season, card))
    } else {
        Err(Error::NotFound)
    }
}

async fn item(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, card) = seen(&mut db, &visitor, &key).await?;
    let out = whole(&mut db, &season, &card).await?;
    shown_version(&visitor, &headers, &out, card.fixture.version, Some(season.id))
}

async fn whole(db: &mut Db, season: &Season, card: &Card) -> Result<FixtureOut, Error> {
    let periods = fixtures::periods(db, card.fixture.id).await?;
    Ok(FixtureOut::of(card, &periods, &season.zone))
}

async fn create(sent: Sent) -> Result<Response<Body>, Error> {
    if !sent.visitor.may_somewhere(Permission::EditFixture) {
        return Err(Error::Forbidden);
    }
    let input = sent.input(&NEW)?;
    let competition = entries::open(&sent, input.parents.get("competition"), Permission::EditFixture).await?;
    let mut tx = match sent.begin().await? {
        Begun::Before(answer) => return Ok(answer),
        Begun::Now(tx) => tx,
    };
    let card = actions::create(&mut tx, &competition, &input.fields).await?;
    let season = seasons::by_id(&mut tx, card.season_id).await?;
    let out = whole(&mut tx, &season, &card).await?;
    sent.finish(tx, StatusCode::CREATED, &out).await
}

async fn change(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    let card = fixtures::by_key(&mut sent.visitor.read().await?, &key).await?.ok_or(Error::NotFound)?;
    sent.visitor.must(Permission::EditFixture, &place_of(&card))?;
    let input = sent.input(&CHANGED)?;
    let mut tx = match sent.begin().await? {
        Begun::Before(answer) => return Ok(answer),
        Begun::Now(tx) => tx,
    };
    let before = fixtures::by_key(&mut tx, &key).await?.ok_or(Error::NotFound)?;
    let mut fields = actions::fields_of(&before);
    // The day follows the tip-off: one that is moved or taken away must not be held by the other.
    if input.fields.0.contains_key("day") && !input.fields.0.contains_key("tip_off") {
        fields.set("tip_off", "");
    }
    let fields = fields.overlaid(&input.fields);
    let version = input.version.expected(before.fixture.version)?;
    let after = actions::change(&mut tx, &key, version, &fields).await?;
    let season = seasons::by_id(&mut tx, after.season_id).await?;
    let out = whole(&mut tx, &season, &after).await?;
    sent.finish(tx, StatusCode::OK, &out).await
}
