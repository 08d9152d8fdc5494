//! Clubs.

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
use crate::actions::clubs as actions;
use crate::actions::input::{Fault, Field, Holds, What, optional, required};
use crate::store::clubs::Club;
use crate::store::{Db, clubs, entries, leagues, seasons};
use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, Response, StatusCode};

const FILTERS: &[Field] =
    &[LIMIT, CURSOR, optional("league", Holds::Key), optional("competition", Holds::Key)];
const LIST: Operation =
    Operation::read("/api/v1/clubs", "clubs", "Clubs by name").asks(FILTERS).gives(List::<ClubOut>::schema);
const ITEM: Operation = Operation::read("/api/v1/clubs/{key}", "clubs", "One club").gives(ClubOut::schema);
const NEW: Takes =
    Takes { fields: actions::FIELDS, parents: &[required("league", Holds::Key)], how: How::Creates };
const CHANGED: Takes = Takes { fields: actions::FIELDS, parents: &[], how: How::Overlays };
const CREATE: Operation =
    Operation::write("POST", "/api/v1/clubs", "clubs", "Add a club", NEW).gives(ClubOut::schema);
const CHANGE: Operation = Operation::write("PATCH", "/api/v1/clubs/{key}", "clubs", "Change a club", CHANGED)
    .gives(ClubOut::schema);
const NEW_NAME: Takes = Takes { fields: actions::ALIAS_FIELDS, parents: &[], how: How::Adds };
const ADD_NAME: Operation =
    Operation::write("POST", "/api/v1/clubs/{key}/names", "clubs", "Add another name of a club", NEW_NAME)
        .gives(ClubOut::schema);
pub const OPERATIONS: &[Operation] = &[LIST, ITEM, CREATE, CHANGE, ADD_NAME];

pub fn routes(routes: Routes) -> Routes {
    routes
        .operation(&LIST, list)
        .operation(&ITEM, item)
        .operation(&CREATE, create)
        .operation(&CHANGE, change)
        .operation(&ADD_NAME, add_name)
}

answers! {
    /// A club, the same through all its names.
    struct ClubOut {
        key: String,
        /// Key of its league
        league: String,
        official_name: String,
        short_name: String,
        name_en: Option<String>,
        city: Option<String>,
        colour_light: String,
        colour_dark: String,
        other_names: Vec<OtherName>,
        version: i64,
    }

    /// Another name of a club.
    struct OtherName {
        name: String,
        /// official, short, former or slip
        kind: String,
        /// Key of the season it holds for; null where it holds for all
        season: Option<String>,
        source: Option<String>,
    }
}

impl ClubOut {
    async fn of(db: &mut Db, club: &Club) -> Result<Self, Error> {
        let seasons = seasons::all(db).await?;
        let key = |id: i32| seasons.iter().find(|season| season.id.0 == id).map(|season| season.key.clone());
        let other_names = clubs::aliases(db, club.id).await?.into_iter().map(|alias| OtherName {
            season: alias.season_id.and_then(key),
            source: known(&alias.source),
            name: alias.name,
            kind: alias.kind,
        });
        Ok(Self {
            key: club.key.clone(),
            league: leagues::by_id(db, club.league_id).await?.key,
            official_name: club.official_name.clone(),
            short_name: club.short_name.clone(),
            name_en: known(&club.name_en),
            city: known(&club.city),
            colour_light: club.colour_light.clone(),
            colour_dark: club.colour_dark.clone(),
            other_names: other_names.collect(),
            version: club.version,
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
        all.extend(clubs::all(&mut db, league.id).await?);
    }
    if let Some(key) = query::given(&asked, "competition") {
        let (_, competition) = super::competition(&mut db, &visitor, &key).await?;
        let entered = entries::of_competition(&mut db, competition.id).await?;
        all.retain(|club| entered.iter().any(|entry| entry.club_id == Some(club.id.0)));
    }
    let page = page(all, &asked, |club| &club.key)?;
    let mut items = Vec::new();
    for club in &page.items {
        items.push(ClubOut::of(&mut db, club).await?);
    }
    shown(&visitor, &headers, &page.with(items), None)
}

async fn found(db: &mut Db, key: &str) -> Result<Club, Error> {
    clubs::by_key(db, key).await?.filter(|club| !club.archived).ok_or(Error::NotFound)
}

async fn item(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let club = found(&mut db, &key).await?;
    let out = ClubOut::of(&mut db, &club).await?;
    shown_version(&visitor, &headers, &out, club.version, None)
}

async fn create(sent: Sent) -> Result<Response<Body>, Error> {
    if !sent.visitor.may_somewhere(Permission::EditClub) {
        return Err(Error::Forbidden);
    }
    let input = sent.input(&NEW)?;
    let league = leagues::by_key(&mut sent.visitor.read().await?, input.parents.get("league")).await?;
    let league = league.filter(|league| !sent.visitor.is_hidden(Permission::EditClub, &league_place(league)));
    let league = league.ok_or_else(|| Error::Faults(vec![Fault::at("league", What::NoSuchObject)]))?;
    sent.visitor.must(Permission::EditClub, &league_place(&league))?;
    let mut tx = match sent.begin().await? {
        Begun::Before(answer) => return Ok(answer),
        Begun::Now(tx) => tx,
    };
    let club = actions::create(&mut tx, league.id, &input.fields).await?;
    let out = ClubOut::of(&mut tx, &club).await?;
    sent.finish(tx, StatusCode::CREATED, &out).await
}

async fn change(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    let club = editable(&sent, &key).await?;
    let input = sent.input(&CHANGED)?;
    let mut tx = match sent.begin().await? {
        Begun::Before(answer) => return Ok(answer),
        Begun::Now(tx) => tx,
    };
    let before = clubs::by_id(&mut tx, club.id).await?;
    let fields = actions::fields_of(&before).overlaid(&input.fields);
    let after = actions::change(&mut tx, &key, input.version.expected(before.version)?, &fields).await?;
    let out = ClubOut::of(&mut tx, &after).await?;
    sent.finish(tx, StatusCode::OK, &out).await
}

async fn add_name(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    editable(&sent, &key).await?;
    let input = sent.input(&NEW_NAME)?;
    let mut tx = match sent.begin().await? {
        Begun::Before(answer) => return Ok(answer),
        Begun::Now(tx) => tx,
    };
    let club = actions::add_alias(&mut tx, &key, &input.fields).await?;
    let out = ClubOut::of(&mut tx, &club).await?;
    sent.finish(tx, StatusCode::OK, &out).await
}

async fn editable(sent: &Sent, key: &str) -> Result<Club, Error> {
    let club = found(&mut sent.visitor.read().await?, key).await?;
    let place = Place { league: Some(club.league_id), clubs: vec![club.id], ..Default::default() };
    sent.visitor.must(Permission::EditClub, &place)?;
    Ok(club)
}
