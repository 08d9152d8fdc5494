//! Seasons.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::routes::Routes;
use super::operation::{CURSOR, How, LIMIT, Operation, Takes};
use super::paging::{List, page};
use super::respond::{Begun, shown, shown_version};
use super::schema::{Described, answers};
use super::sent::Sent;
use super::{known, league_place, query, season_place, some_leagues};
use crate::access::Permission;
use crate::actions::input::{Fault, Field, Holds, What, optional, required};
use crate::actions::seasons as actions;
use crate::store::seasons::Season;
use crate::store::{Db, leagues, seasons};
use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, Response, StatusCode};
use chrono::NaiveDate;

const FILTERS: &[Field] = &[LIMIT, CURSOR, optional("league", Holds::Key)];
const LIST: Operation = Operation::read("/api/v1/seasons", "seasons", "Seasons, newest first")
    .asks(FILTERS)
    .gives(List::<SeasonOut>::schema);
const ITEM: Operation =
    Operation::read("/api/v1/seasons/{key}", "seasons", "One season").gives(SeasonOut::schema);
const NEW: Takes =
    Takes { fields: actions::FIELDS, parents: &[required("league", Holds::Key)], how: How::Creates };
const CHANGED: Takes = Takes { fields: actions::FIELDS, parents: &[], how: How::Overlays };
const CREATE: Operation =
    Operation::write("POST", "/api/v1/seasons", "seasons", "Add a season", NEW).gives(SeasonOut::schema);
const CHANGE: Operation =
    Operation::write("PATCH", "/api/v1/seasons/{key}", "seasons", "Change a season", CHANGED)
        .gives(SeasonOut::schema);
pub const OPERATIONS: &[Operation] = &[LIST, ITEM, CREATE, CHANGE];

pub fn routes(routes: Routes) -> Routes {
    routes.operation(&LIST, list).operation(&ITEM, item).operation(&CREATE, create).operation(&CHANGE, change)
}

answers! {
    /// A season. The event and its games may have different dates.
    struct SeasonOut {
        key: String,
        /// Key of its league
        league: String,
        name_zh: String,
        name_en: Option<String>,
        /// The zone in which its wall clocks run
        zone: String,
        event_from: Option<NaiveDate>,
        event_to: Option<NaiveDate>,
        match_from: Option<NaiveDate>,
        match_to: Option<NaiveDate>,
        /// planned, running, closed or archived
        phase: String,
        is_public: bool,
        about_zh: Option<String>,
        about_en: Option<String>,
        version: i64,
    }
}

impl SeasonOut {
    async fn of(db: &mut Db, season: &Season) -> Result<Self, Error> {
        Ok(Self {
            key: season.key.clone(),
            league: leagues::by_id(db, season.league_id).await?.key,
            name_zh: season.name_zh.clone(),
            name_en: known(&season.name_en),
            zone: season.zone.clone(),
            event_from: season.event_from,
            event_to: season.event_to,
            match_from: season.match_from,
            match_to: season.match_to,
            phase: season.phase.as_str().into(),
            is_public: season.is_public,
            about_zh: known(&season.about_zh),
            about_en: known(&season.about_en),
            version: season.version,
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
    let leagues = some_leagues(&mut db, query::given(&asked, "league").as_deref()).await?;
    let mut all = super::visible_seasons(&mut db, &visitor, None).await?;
    all.retain(|season| leagues.iter().any(|league| league.id == season.league_id));
    let page = page(all, &asked, |season| &season.key)?;
    let mut items = Vec::new();
    for season in &page.items {
        items.push(SeasonOut::of(&mut db, season).await?);
    }
    shown(&visitor, &headers, &page.with(items), None)
}

async fn item(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let season = super::season(&mut db, &visitor, &key).await?;
    let out = SeasonOut::of(&mut db, &season).await?;
    shown_version(&visitor, &headers, &out, season.version, Some(season.id))
}

async fn create(sent: Sent) -> Result<Response<Body>, Error> {
    if !sent.visitor.may_somewhere(Permission::EditSeason) {
        return Err(Error::Forbidden);
    }
    let input = sent.input(&NEW)?;
    let league = leagues::by_key(&mut sent.visitor.read().await?, input.parents.get("league")).await?;
    // A league of somebody else's is told from none at all no more than on its own address.
    let league =
        league.filter(|league| !sent.visitor.is_hidden(Permission::EditSeason, &league_place(league)));
    let league = league.ok_or_else(|| Error::Faults(vec![Fault::at("league", What::NoSuchObject)]))?;
    sent.visitor.must(Permission::EditSeason, &league_place(&league))?;
    let mut tx = match sent.begin().await? {
        Begun::Before(answer) => return Ok(answer),
        Begun::Now(tx) => tx,
    };
    let season = actions::create(&mut tx, league.id, &input.fields).await?;
    let out = SeasonOut::of(&mut tx, &season).await?;
    sent.finish(tx, StatusCode::CREATED, &out).await
}

async fn change(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    let season = seasons::by_key(&mut sent.visitor.read().await?, &key).await?.ok_or(Error::NotFound)?;
    sent.visitor.must(Permission::EditSeason, &season_place(&season))?;
    let input = sent.input(&CHANGED)?;
    let mut tx = match sent.begin().await? {
        Begun::Before(answer) => return Ok(answer),
        Begun::Now(tx) => tx,
    };
    let before = seasons::by_id(&mut tx, season.id).await?;
    let fields = actions::fields_of(&before).overlaid(&input.fields);
    let after = actions::change(&mut tx, &key, input.version.expected(before.version)?, &fields).await?;
    let out = SeasonOut::of(&mut tx, &after).await?;
    sent.finish(tx, StatusCode::OK, &out).await
}
