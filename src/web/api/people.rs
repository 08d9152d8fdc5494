//! People on the lists of entries: the shirt, and the name as far as the competitions' settings show it.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::routes::Routes;
use super::operation::{CURSOR, LIMIT, Operation};
use super::paging::{List, page};
use super::respond::{shown, shown_version};
use super::schema::{Described, answers};
use super::{known, query, some_leagues, visible_seasons};
use crate::access::{Permission, Place};
use crate::actions::input::{Field, Holds, optional};
use crate::lists::{shown_to_public, stricter};
use crate::store::Db;
use crate::store::entries::{self, Listed, Person};
use crate::store::entry_rules::{self, EntryRules};
use crate::store::leagues::League;
use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, Response};
use league::names::{Shown, public_name};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

const FILTERS: &[Field] = &[
    LIMIT,
    CURSOR,
    optional("league", Holds::Key),
    optional("competition", Holds::Key),
    optional("entry", Holds::Key),
    optional("club", Holds::Key),
];
const LIST: Operation = Operation::read("/api/v1/people", "people", "People on public lists")
    .asks(FILTERS)
    .gives(List::<PersonOut>::schema);
const ITEM: Operation =
    Operation::read("/api/v1/people/{key}", "people", "One person on public lists").gives(PersonOut::schema);
pub const OPERATIONS: &[Operation] = &[LIST, ITEM];

pub fn routes(routes: Routes) -> Routes {
    routes.operation(&LIST, list).operation(&ITEM, item)
}

answers! {
    /// A person on the list of at least one entry.
    struct PersonOut {
        key: String,
        name: NameOut,
        lists: Vec<ListedOut>,
        version: i64,
    }

    /// A name, as far as the competition shows it: whole, or its beginning.
    struct NameOut {
        text: String,
        /// Whether it was made up for the demonstration
        sample: bool,
    }

    /// A place on a list.
    struct ListedOut {
        /// Key of the entry
        entry: String,
        /// Key of the competition
        competition: String,
        /// "0" and "00" differ
        shirt: Option<String>,
        /// Whether the place on this list was made up for the demonstration
        sample: bool,
    }
}

/// A person with the lists that the visitor may see.
struct Seen {
    person: Person,
    lists: Vec<Listed>,
    shown: Shown,
    key: String,
}

async fn seen(db: &mut Db, visitor: &Visitor, league: &League) -> Result<Vec<Seen>, Error> {
    let seasons = visible_seasons(db, visitor, None).await?;
    let lists = entries::listed(db, league.id).await?;
    let place = Place { league: Some(league.id), ..Default::default() };
    let sees_all = visitor.may(Permission::ReadPersonal, &place);
    let today = visitor.app.clock.now().date_naive();
    let mut settings: BTreeMap<i32, EntryRules> = BTreeMap::new();
    for listed in &lists {
        if let Entry::Vacant(empty) = settings.entry(listed.competition_id.0) {
            empty.insert(entry_rules::of_competition(db, listed.competition_id).await?);
        }
    }
    let mut all = Vec::new();
    for person in entries::people(db, league.id).await? {
        let own = || lists.iter().filter(|listed| listed.person_id == person.id);
        // The list that tells least decides for all: elsewhere the same name would tell.
        let shown = own().filter_map(|listed| {
            let rules = settings.get(&listed.competition_id.0)?;
            Some(shown_to_public(rules, listed.kind, listed.birth, today))
        });
        let shown = if sees_all { Shown::Full } else { shown.reduce(stricter).unwrap_or_default() };
        let public = own().filter(|listed| seasons.iter().any(|season| season.id == listed.season_id));
        let lists: Vec<Listed> = public.cloned().collect();
        if !lists.is_empty() && shown != Shown::Nobody {
            all.push(Seen { key: person.key.clone(), person, lists, shown });
        }
    }
    Ok(all)
}

impl PersonOut {
    fn of(seen: &Seen) -> Self {
        let list = |listed: &Listed| ListedOut {
            entry: listed.entry_key.clone(),
            competition: listed.competition_key.clone(),
            shirt: known(&listed.shirt),
            sample: !listed.sample.is_empty(),
        };
        Self {
            key: seen.key.clone(),
            name: NameOut {
                text: public_name(&seen.person.name, seen.shown),
                sample: !seen.person.sample.is_empty(),
            },
            lists: seen.lists.iter().map(list).collect(),
            version: seen.person.version,
        }
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
    for league in some_leagues(&mut db, given("league").as_deref()).await? {
        all.extend(seen(&mut db, &visitor, &league).await?);
    }
    for (name, of) in [
        ("competition", (|listed| Some(&listed.competition_key)) as fn(&Listed) -> Option<&String>),
        ("entry", |listed| Some(&listed.entry_key)),
        ("club", |listed| listed.club_key.as_ref()),
    ] {
        if let Some(key) = given(name) {
            all.retain(|seen| seen.lists.iter().any(|listed| of(listed) == Some(&key)));
        }
    }
    let page = page(all, &asked, |seen| &seen.key)?;
    let items = page.items.iter().map(PersonOut::of).collect();
    shown(&visitor, &headers, &page.with(items), None)
}

async fn item(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    for league in some_leagues(&mut db, None).await? {
        if let Some(seen) = seen(&mut db, &visitor, &league).await?.iter().find(|seen| seen.key == key) {
            return shown_version(&visitor, &headers, &PersonOut::of(seen), seen.person.version, None);
        }
    }
    Err(Error::NotFound)
}
