//! What happened to one object: who, when, and each field before and after.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::page::Here;
use super::super::text::T;
use super::list::{Cell, ListView};
use super::room::{Page, Part, must_enter, room};
use super::{person, place, place_of};
use crate::access::Permission::{self, ReadAudit, ReadControl};
use crate::access::{Place, Scope};
use crate::store::audit::{self, Action, Filter, Kind, Row};
use crate::store::{
    Db, accounts, audience, clubs, competitions, drafts, draws, entries, fixtures, leagues, notices, outbox,
    people, rulings, seasons, venues,
};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::ids::SeasonId;
use serde_json::Value;
use std::collections::BTreeMap;

/// The largest history shown on one page.
const LONGEST: i64 = 200;

/// Where the object of an entry hangs; nothing for what belongs to no place.
pub async fn place_of_object(
    db: &mut Db,
    kind: Kind,
    key: &str,
    season: Option<i32>,
) -> Result<Option<Place>, Error> {
    if let Some(id) = season
        && !matches!(kind, Kind::Fixture | Kind::Competition | Kind::Plan | Kind::Ruling | Kind::Draw)
    {
        return Ok(Some(place::season(&seasons::by_id(db, SeasonId(id)).await?)));
    }
    Ok(match kind {
        Kind::League => leagues::by_key(db, key).await?.map(|found| place::league(found.id)),
        Kind::Season => seasons::by_key(db, key).await?.map(|found| place::season(&found)),
        Kind::Competition | Kind::Plan => match competitions::by_key(db, key).await? {
            Some(found) => place::of_scope(db, Scope::Competition(found.id)).await?,
            None => None,
        },
        Kind::Ruling => match rulings::by_key(db, key).await? {
            Some(found) => place::of_scope(db, Scope::Competition(found.competition_id)).await?,
            None => None,
        },
        Kind::Draw => match draws::by_key(db, key).await? {
            Some(found) => place::of_scope(db, Scope::Competition(found.competition_id)).await?,
            None => None,
        },
        Kind::Entry => match entries::by_key(db, key).await? {
            Some(found) => place::of_scope(db, Scope::Competition(found.competition_id)).await?,
            None => None,
        },
        Kind::Club => clubs::by_key(db, key).await?.map(|found| place::club(&found)),
        Kind::Venue => venues::by_key(db, key).await?.map(|found| place::venue(&found)),
        Kind::Fixture => match (fixtures::by_key(db, key).await?, season) {
            (Some(card), _) => Some(place_of(&card)),
            // One that was taken off the schedule still hangs in its season.
            (None, Some(id)) => Some(place::season(&seasons::by_id(db, SeasonId(id)).await?)),
            (None, None) => None,
        },
        Kind::Notice => match notices::by_key(db, key).await? {
            Some(found) => Some(place::notice(db, &found).await?),
            None => None,
        },
        Kind::Upload => match notices::upload_by_key(db, key).await? {
            Some(found) => Some(place::upload(db, &found).await?),
            None => None,
        },
        Kind::Draft => match drafts::by_key(db, key).await? {
            Some(found) => Some(place::season(&seasons::by_id(db, found.season_id).await?)),
            None => None,
        },
        Kind::Observation => match audience::by_key(db, key).await? {
            Some(found) => scope_place(db, &found.scope_key).await?,
            None => None,
        },
        Kind::Scope => scope_place(db, key).await?,
        Kind::Stage
        | Kind::Account
        | Kind::Capability
        | Kind::ApiToken
        | Kind::MatchList
        | Kind::Message
        | Kind::Incident
        | Kind::SanctionRule
        | Kind::Sanction
        | Kind::Ledger
        | Kind::Official
        | Kind::Appointment
        | Kind::Shift
        | Kind::Screen
        | Kind::Sponsor
        | Kind::ShowItem
        | Kind::GameReport
        | Kind::Protest => None,
        Kind::Recipient => outbox::recipient(db, key).await?.map(|found| place::league(found.league_id)),
        Kind::List => match entries::by_key(db, key).await? {
            Some(entry) => place::of_scope(db, Scope::Entry(entry.id)).await?,
            None => None,
        },
        Kind::EntryRules => match competitions::by_key(db, key).await? {
            Some(found) => place::of_scope(db, Scope::Competition(found.id)).await?,
            None => None,
        },
        Kind::Person => people::by_key(db, key).await?.map(|found| place::league(found.league_id)),
    })
}

async fn scope_place(db: &mut Db, key: &str) -> Result<Option<Place>, Error> {
    match audience::scopes::by_key(db, key).await? {
        Some(scope) => Ok(Some(place::season(&seasons::by_id(db, scope.season_id).await?))),
        None => Ok(None),
    }
}

/// Whether a visitor may read an entry of the audit.
pub async fn may_read(visitor: &Visitor, db: &mut Db, row: &Row) -> Result<bool, Error> {
    if row.object_kind == Kind::Account {
        return match accounts::by_key(db, &row.object_key).await? {
            Some(account) => person::is_within_reach(visitor, db, &account, ReadAudit).await,
            None => Ok(false),
        };
    }
    if row.object_kind == Kind::ApiToken {
        let scope = row.after.as_deref().or(row.before.as_deref()).and_then(|text| {
            let value: Value = serde_json::from_str(text).ok()?;
            let id = i32::try_from(value["scope_id"].as_i64()?).ok()?;
            Scope::from_parts(value["scope"].as_str()?, id)
        });
        let Some(scope) = scope else { return Ok(false) };
        let place = place::of_scope(db, scope).await?;
        return Ok(place.is_some_and(|place| visitor.may(ReadAudit, &place)));
    }
    let place = place_of_object(db, row.object_kind, &row.object_key, row.season_id).await?;
    Ok(place.is_some_and(|place| visitor.may(ReadAudit, &place)))
}

/// A role may have been taken away within the minute: undo asks again.
pub async fn must_still_hold(visitor: &Visitor, db: &mut Db, row: &Row) -> Result<(), Error> {
    use Permission::*;
    let result = matches!(row.action, Action::ResultEntered | Action::ResultConfirmed);
    let wants = match row.object_kind {
        Kind::Season | Kind::League | Kind::Recipient | Kind::Message | Kind::Ledger => EditSeason,
        Kind::Official | Kind::Appointment | Kind::Screen | Kind::Sponsor | Kind::ShowItem => EditSeason,
        Kind::Shift => EditClub,
        Kind::GameReport => FileReport,
        Kind::Protest => EditFixture,
        Kind::Incident | Kind::SanctionRule | Kind::Sanction => EditCompetition,
        Kind::Competition | Kind::Entry | Kind::Stage | Kind::Plan | Kind::Ruling | Kind::Draw => {
            EditCompetition
        }
        Kind::Club => EditClub,
        Kind::Venue => EditVenue,
        Kind::Fixture if result => EnterResult,
        Kind::Fixture | Kind::Draft => EditFixture,
        Kind::Notice => EditNotice,
        Kind::Upload => ReviewUpload,
        Kind::Observation | Kind::Scope => EditAudience,
        Kind::List | Kind::EntryRules | Kind::MatchList => JudgeList,
        Kind::Person => ReadPersonal,
        Kind::Account | Kind::Capability | Kind::ApiToken => ManageAccounts,
    };
    let place = place_of_object(db, row.object_kind, &row.object_key, row.season_id).await?;
    visitor.must(wants, &place.ok_or(Error::NotFound)?)
}

pub async fn show(
    visitor: Visitor,
    Path((kind, key)): Path<(String, String)>,
) -> Result<Response<Body>, Error> {
    must_enter(&visitor)?;
    let kind: Kind = kind.parse().map_err(|_| Error::NotFound)?;
    let mut db = visitor.read().await?;
    let t = visitor.t();
    if let Some(place) = place_of_object(&mut db, kind, &key, None).await? {
        visitor.must(ReadControl, &place)?;
    } else {
        let newest = audit::newest(&mut db, kind, &key).await?.ok_or(Error::NotFound)?;
        if !may_read(&visitor, &mut db, &newest).await? {
            return Err(Error::NotFound);
        }
    }
    let filter = Filter {
        object_kind: kind.as_str().into(),
        object_key: key.clone(),
        limit: LONGEST,
        ..Default::default()
    };
    let found = audit::list(&mut db, &filter).await?;
    let name = found.first().map(|row| row.object_name.clone()).unwrap_or_default();
    let mut room =
        room(&visitor, &mut db, format!("{}: {name}", t.object_history()), Here::Elsewhere, None).await?;
    room.locked = false;
    let zone = room.season.as_ref().map_or(chrono_tz::Asia::Shanghai, seasons::Season::tz);
    let mut page = Page::new(room);
    page.over = t.object_kind(kind.as_str()).to_owned();
    let names = names_in(&mut db, &found).await?;
    for row in &found {
        let at = row.at.with_timezone(&zone).format("%Y-%m-%d %H:%M:%S");
        let heading = format!("{at} · {} · {}", who(t, row), t.audit_action(row.action.as_str()));
        let columns = [t.changed_fields(), t.from_value(), t.to_value()];
        let mut list = ListView::new(&heading, &columns, t.empty_value());
        for (field, before, after) in differences(row, &names) {
            list.row(vec![Cell::text(field_name(t, &field)), Cell::Quiet(before), Cell::text(after)]);
        }
        let part = if list.rows.is_empty() { Part::say(heading, "") } else { Part::list(heading, list) };
        page = page.with(part.noted(&row.reason));
    }
    page.answer(None)
}

/// Who did it, by name; the program itself has none.
pub fn who(t: T, row: &Row) -> String {
    match row.actor.as_str() {
        "stranger" => t.unknown().to_owned(),
        _ => row.actor_name.clone(),
    }
}

/// A field by the name people know, else as it is stored.
pub fn field_name(t: T, path: &str) -> String {
    let last = path.rsplit('.').next().unwrap_or(path);
    let last = last.strip_suffix("_id").unwrap_or(last);
    let last = last.strip_suffix("_entry").unwrap_or(last);
    let known = t.field("", last);
    if known == t.field("", "-") { last.replace('_', " ") } else { known.to_owned() }
}

/// What the numbers in entries stand for, by the field and the number.
pub type Names = BTreeMap<(String, i64), audit::Named>;

/// The numbers by which tables join, in what these entries changed.
pub async fn names_in(db: &mut Db, rows: &[Row]) -> Result<Names, Error> {
    let mut asked = Vec::new();
    for row in rows {
        for text in [&row.before, &row.after].into_iter().flatten() {
            if let Ok(value) = serde_json::from_str::<Value>(text) {
                references(&value, &mut asked);
            }
        }
    }
    asked.sort();
    asked.dedup();
    let mut names = Names::new();
    for (field, id) in asked {
        if let Some(found) = audit::named(db, &field, id).await? {
            names.insert((field, id), found);
        }
    }
    Ok(names)
}

fn references(value: &Value, found: &mut Vec<(String, i64)>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value.as_i64() {
                    Some(id) if name.ends_with("_id") => found.push((name.clone(), id)),
                    _ => references(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

/// The fields an entry changed, each with its value before and after. A number that stands for an object is its name.
pub fn differences(row: &Row, known: &Names) -> Vec<(String, String, String)> {
    let flat = |text: &Option<String>| {
        let mut fields = BTreeMap::new();
        if let Some(value) = text.as_deref().and_then(|text| serde_json::from_str(text).ok()) {
            flatten("", &value, &mut fields);
        }
        fields
    };
    let (before, after) = (flat(&row.before), flat(&row.after));
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let bookkeeping = |name: &str| {
        let last = name.rsplit('.').next().unwrap_or(name);
        last == "id" || last == "version" || last == "key" || last == "sequence"
    };
    names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name) && !bookkeeping(name))
        .map(|name| {
            let last = name.rsplit('.').next().unwrap_or(name);
            let value = |of: &BTreeMap<String, String>| {
                let text = of.get(name).cloned().unwrap_or_default();
                if !last.ends_with("_id") {
                    return text;
                }
                let id = text.parse().unwrap_or(0);
                known.get(&(last.to_owned(), id)).map(|named| named.name.clone()).unwrap_or_default()
            };
            (name.clone(), value(&before), value(&after))
        })
        .filter(|(_, before, after)| !(before.is_empty() && after.is_empty()))
        .collect()
}

fn flatten(path: &str, value: &Value, into: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                flatten(&path, value, into);
            }
        }
        Value::Null => {
            into.insert(path.to_owned(), String::new());
        }
        Value::String(text) => {
            into.insert(path.to_owned(), text.clone());
        }
        Value::Array(items) if items.iter().all(|item| item["score_a"].is_number()) => {
            let pairs: Vec<String> =
                items.iter().map(|item| format!("{}:{}", item["score_a"], item["score_b"])).collect();
            into.insert(path.to_owned(), pairs.join(" "));
        }
        other => {
            into.insert(path.to_owned(), other.to_string());
        }
    }
}
