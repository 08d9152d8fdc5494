//! Entries: what plays in a competition.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::routes::Routes;
use super::operation::{CURSOR, How, LIMIT, Operation, Takes};
use super::paging::{List, page};
use super::respond::{Begun, shown, shown_version};
use super::schema::{Described, answers};
use super::sent::Sent;
use super::{competition_place, known, query, visible_seasons};
use crate::access::{Permission, Place};
use crate::actions::competitions as actions;
use crate::actions::input::{Fault, Field, Holds, What, optional, parse, required};
use crate::store::competitions::{self, Competition};
use crate::store::entries::{self, Entry};
use crate::store::{Db, seasons};
use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, Response, StatusCode};
use league::ids::ClubId;

const FILTERS: &[Field] = &[
    LIMIT,
    CURSOR,
    optional("season", Holds::Key),
    optional("competition", Holds::Key),
    optional("club", Holds::Key),
];
const LIST: Operation = Operation::read("/api/v1/entries", "entries", "Entries by competition and name")
    .asks(FILTERS)
    .gives(List::<EntryOut>::schema);
const ITEM: Operation =
    Operation::read("/api/v1/entries/{key}", "entries", "One entry").gives(EntryOut::schema);
const NEW: Takes = Takes {
    fields: actions::ENTRY_FIELDS,
    parents: &[required("competition", Holds::Key)],
    how: How::Creates,
};
/// What can be changed of an entry: it can leave, and come back.
const CHANGE_FIELDS: &[Field] = &[required("withdrawn", Holds::Flag)];
const CHANGED: Takes = Takes { fields: CHANGE_FIELDS, parents: &[], how: How::Overlays };
const CREATE: Operation = Operation::write(
    "POST",
    "/api/v1/entries",
    "entries",
    "Enter a club by any of its names, or a team",
    NEW,
)
.gives(EntryOut::schema);
const CHANGE: Operation = Operation::write(
    "PATCH",
    "/api/v1/entries/{key}",
    "entries",
    "Withdraw an entry, or take it back",
    CHANGED,
)
.gives(EntryOut::schema);
pub const OPERATIONS: &[Operation] = &[LIST, ITEM, CREATE, CHANGE];

pub fn routes(routes: Routes) -> Routes {
    routes.operation(&LIST, list).operation(&ITEM, item).operation(&CREATE, create).operation(&CHANGE, change)
}

answers! {
    /// What plays in a competition: a club, or something in a club's place.
    struct EntryOut {
        key: String,
        /// Key of its competition
        competition: String,
        /// Key of its club; null for joint, guest and all-star teams and where nobody published the holder
        club: Option<String>,
        /// club, joint, guest, allstar or unknown
        kind: String,
        name: String,
        short_name: String,
        /// Whether it is new to the league; null where nobody said
        is_new: Option<bool>,
        is_new_reason: Option<String>,
        withdrawn: bool,
        /// The employers of a joint team
        employers: Vec<String>,
        groups: Vec<GroupPlace>,
        /// Whether it was made up for the demonstration
        sample: bool,
        version: i64,
    }

    /// A group that an entry plays in.
    struct GroupPlace {
        /// Key of the group
        group: String,
        /// Whether the place was made up for the demonstration
        sample: bool,
    }
}

impl EntryOut {
    async fn of(db: &mut Db, competition: &Competition, entry: &Entry) -> Result<Self, Error> {
        let pools = competitions::pools(db, competition.id).await?;
        let places = entries::pool_places(db, competition.id).await?;
        let group = |place: &entries::PoolPlace| {
            let pool = pools.iter().find(|pool| pool.id == place.pool_id)?;
            let sample = !place.sample.is_empty() || !pool.sample.is_empty();
            Some(GroupPlace { group: pool.key.clone(), sample })
        };
        Ok(Self {
            key: entry.key.clone(),
            competition: competition.key.clone(),
            club: entry.club_key.clone(),
            kind: entry.kind.as_str().into(),
            name: entry.name.clone(),
            short_name: entry.short_name.clone(),
            is_new: entry.is_new,
            is_new_reason: known(&entry.is_new_reason),
            withdrawn: entry.withdrawn,
            employers: entries::employers(db, entry.id).await?,
            groups: places.iter().filter(|place| place.entry_id == entry.id).filter_map(group).collect(),
            sample: !entry.sample.is_empty(),
            version: entry.version,
        })
    }
}

async fn list(
    visitor: Visitor,
    RawQuery(asked): RawQuery,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let asked = query::read(FILTERS, asked.as_deref())?;
    let given = |name: &str| query::given(&asked, name);
    let mut db = visitor.read().await?;
    let mut all = Vec::new();
    for season in visible_seasons(&mut db, &visitor, given("season").as_deref()).await? {
        for competition in competitions::of_season(&mut db, season.id).await? {
            if given("competition").is_none_or(|key| key == competition.key) {
                for entry in entries::of_competition(&mut db, competition.id).await? {
                    all.push((competition.clone(), entry));
                }
            }
        }
    }
    if let Some(club) = given("club") {
        all.retain(|(_, entry)| entry.club_key.as_ref() == Some(&club));
    }
    let page = page(all, &asked, |(_, entry)| &entry.key)?;
    let mut items = Vec::new();
    for (competition, entry) in &page.items {
        items.push(EntryOut::of(&mut db, competition, entry).await?);
    }
    shown(&visitor, &headers, &page.with(items), None)
}

async fn item(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let entry = entries::by_key(&mut db, &key).await?.ok_or(Error::NotFound)?;
    let competition = competitions::by_id(&mut db, entry.competition_id).await?;
    let (season, competition) = super::competition(&mut db, &visitor, &competition.key).await?;
    let out = EntryOut::of(&mut db, &competition, &entry).await?;
    shown_version(&visitor, &headers, &out, entry.version, Some(season.id))
}

async fn create(sent: Sent) -> Result<Response<Body>, Error> {
    let wants = Permission::EditCompetition;
    if !sent.visitor.may_somewhere(wants) {
        return Err(Error::Forbidden);
    }
    let input = sent.input(&NEW)?;
    let competition = open(&sent, input.parents.get("competition"), wants).await?;
    let mut tx = match sent.begin().await? {
        Begun::Before(answer) => return Ok(answer),
        Begun::Now(tx) => tx,
    };
    let entry = actions::enter(&mut tx, &competition, &input.fields).await?;
    let out = EntryOut::of(&mut tx, &competition, &entry).await?;
    sent.finish(tx, StatusCode::CREATED, &out).await
}

/// The competition that a body names, if the sender may do something in it.
pub(super) async fn open(sent: &Sent, key: &str, wants: Permission) -> Result<Competition, Error> {
    let mut db = sent.visitor.read().await?;
    let missing = || Error::Faults(vec![Fault::at("competition", What::NoSuchObject)]);
    let found = competitions::by_key(&mut db, key).await?.filter(|c| !c.archived).ok_or_else(missing)?;
    let season = seasons::by_id(&mut db, found.season_id).await?;
    let place = competition_place(&season, &found);
    if sent.visitor.is_hidden(wants, &place) {
        return Err(missing());
    }
    sent.visitor.must(wants, &place)?;
    Ok(found)
}

async fn change(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    let mut db = sent.visitor.read().await?;
    let entry = entries::by_key(&mut db, &key).await?.ok_or(Error::NotFound)?;
    let competition = competitions::by_id(&mut db, entry.competition_id).await?;
    let season = seasons::by_id(&mut db, competition.season_id).await?;
    drop(db);
    let clubs = entry.club_id.map(ClubId).into_iter().collect();
    let place = Place { clubs, ..competition_place(&season, &competition) };
    sent.visitor.must(Permission::EditCompetition, &place)?;
    let input = sent.input(&CHANGED)?;
    let mut tx = match sent.begin().await? {
        Begun::Before(answer) => return Ok(answer),
        Begun::Now(tx) => tx,
    };
    let before = entries::by_key(&mut tx, &key).await?.ok_or(Error::NotFound)?;
    if input.version.expected(before.version)? != before.version {
        return Err(Error::Conflict);
    }
    let mut fields = input.fields;
    if fields.get("withdrawn").is_empty() {
        fields.set("withdrawn", before.withdrawn);
    }
    let withdrawn = parse(CHANGE_FIELDS, &fields).map_err(Error::Faults)?.flag("withdrawn");
    let after = actions::set_withdrawn(&mut tx, &competition, &key, withdrawn).await?;
    let out = EntryOut::of(&mut tx, &competition, &after).await?;
    sent.finish(tx, StatusCode::OK, &out).await
}
