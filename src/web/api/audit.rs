//! The audit, for those who may read it: who changed what, newest first.

use super::super::admin::history::{Names, names_in};
use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::routes::{Routes, Who};
use super::operation::{CURSOR, LIMIT, Operation};
use super::paging::{List, cursor, limit, read_cursor};
use super::respond::shown;
use super::schema::{Described, answers};
use super::{known, league_place, query, season_place};
use crate::access::Permission;
use crate::actions::input::{Field, Holds, Parsed, optional};
use crate::store::audit::{self, Filter, Kind, Row};
use crate::store::leagues::{self, League};
use crate::store::seasons::{self, Season};
use crate::store::{Db, clubs, outbox, people, venues};
use axum::body::Body;
use axum::extract::RawQuery;
use axum::http::{HeaderMap, Response};
use chrono::{DateTime, Utc};
use league::ids::SeasonId;
use serde_json::Value;

const FILTERS: &[Field] = &[
    LIMIT,
    CURSOR,
    optional("season", Holds::Key),
    optional("object", Holds::Key),
    optional("kind", Holds::Line(20)),
    optional("action", Holds::Line(20)),
    optional("actor", Holds::Line(40)),
];
const LIST: Operation = Operation::read("/api/v1/audit", "audit", "Who changed what, newest first")
    .asks(FILTERS)
    .who(Who::Granted)
    .gives(List::<AuditOut>::schema);
pub const OPERATIONS: &[Operation] = &[LIST];

pub fn routes(routes: Routes) -> Routes {
    routes.operation(&LIST, list)
}

answers! {
    /// One change. The values are masked where they are personal; what they point to stands there by its key.
    struct AuditOut {
        /// Key of the season whose chain it hangs in; null for the league's own chain
        season: Option<String>,
        /// Its place in the chain
        seq: i64,
        at: DateTime<Utc>,
        actor: String,
        actor_name: Option<String>,
        action: String,
        object_kind: String,
        object_key: String,
        object_name: String,
        before: Option<Value>,
        after: Option<Value>,
        reason: Option<String>,
        /// The network it came from
        origin: Option<String>,
        request_id: String,
        prev_hash: String,
        hash: String,
    }
}

impl AuditOut {
    fn of(row: &Row, seasons: &[Season], names: &Names) -> Self {
        let season = seasons.iter().find(|season| row.season_id == Some(season.id.0));
        let values = |text: &Option<String>| {
            serde_json::from_str(text.as_deref()?).ok().map(|value| with_keys(value, names))
        };
        Self {
            season: season.map(|season| season.key.clone()),
            seq: row.seq,
            at: row.at,
            actor: row.actor.clone(),
            actor_name: known(&row.actor_name),
            action: row.action.as_str().into(),
            object_kind: row.object_kind.as_str().into(),
            object_key: row.object_key.clone(),
            object_name: row.object_name.clone(),
            before: values(&row.before),
            after: values(&row.after),
            reason: known(&row.reason),
            origin: known(&row.origin),
            request_id: row.request_id.clone(),
            prev_hash: row.prev_hash.clone(),
            hash: row.hash.clone(),
        }
    }
}

/// Values with keys for the numbers by which tables join: outside a number means nothing, or another object.
fn with_keys(value: Value, names: &Names) -> Value {
    match value {
        Value::Object(members) => {
            let public = |(name, value): (String, Value)| match name.strip_suffix("_id") {
                _ if name == "id" => None,
                Some(of) => {
                    let found = names.get(&(name.clone(), value.as_i64()?))?;
                    Some((of.to_owned(), Value::from(found.key.clone())))
                }
                None => Some((name, with_keys(value, names))),
            };
            members.into_iter().filter_map(public).collect()
        }
        Value::Array(items) => items.into_iter().map(|item| with_keys(item, names)).collect(),
        other => other,
    }
}

/// What a reader's grants reach: whole leagues, and single seasons.
struct Reach {
    leagues: Vec<League>,
    seasons: Vec<Season>,
    /// The only league there is: entries about accounts belong to it.
    is_only: bool,
}

impl Reach {
    async fn of(db: &mut Db, visitor: &Visitor) -> Result<Self, Error> {
        let all = leagues::all(db).await?;
        let is_only = all.len() == 1;
        let reads = |league: &League| visitor.may(Permission::ReadAudit, &league_place(league));
        let mut seasons = seasons::all(db).await?;
        seasons.retain(|season| visitor.may(Permission::ReadAudit, &season_place(season)));
        Ok(Self { leagues: all.into_iter().filter(reads).collect(), seasons, is_only })
    }

    async fn holds(&self, db: &mut Db, row: &Row) -> Result<bool, Error> {
        if let Some(id) = row.season_id {
            return Ok(self.seasons.iter().any(|season| season.id == SeasonId(id)));
        }
        let league = match row.object_kind {
            Kind::League => leagues::by_key(db, &row.object_key).await?.map(|league| league.id),
            Kind::Club => clubs::by_key(db, &row.object_key).await?.map(|club| club.league_id),
            Kind::Person => people::by_key(db, &row.object_key).await?.map(|person| person.league_id),
            Kind::Venue => venues::by_key(db, &row.object_key).await?.map(|venue| venue.league_id),
            Kind::Recipient => {
                outbox::recipient(db, &row.object_key).await?.map(|recipient| recipient.league_id)
            }
            _ => return Ok(self.is_only && !self.leagues.is_empty()),
        };
        Ok(self.leagues.iter().any(|own| league == Some(own.id)))
    }
}

async fn list(
    visitor: Visitor,
    RawQuery(asked): RawQuery,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let reach = Reach::of(&mut db, &visitor).await?;
    if reach.leagues.is_empty() && reach.seasons.is_empty() {
        let is_stranger = visitor.actor == crate::actor::Actor::Stranger;
        return Err(if is_stranger { Error::SignIn } else { Error::Forbidden });
    }
    let asked = query::read(FILTERS, asked.as_deref())?;
    let season = match query::given(&asked, "season") {
        Some(key) => Some(reach.seasons.iter().find(|s| s.key == key).ok_or(Error::NotFound)?.id),
        None => None,
    };
    let (rows, next) = rows(&mut db, &reach, season, &asked).await?;
    let names = names_in(&mut db, &rows).await?;
    let items: Vec<AuditOut> = rows.iter().map(|row| AuditOut::of(row, &reach.seasons, &names)).collect();
    shown(&visitor, &headers, &List { items, next }, None)
}

/// One page of what the reader's grants reach. Entries of others are skipped, however many there are.
async fn rows(
    db: &mut Db,
    reach: &Reach,
    season: Option<SeasonId>,
    asked: &Parsed,
) -> Result<(Vec<Row>, Option<String>), Error> {
    let wanted = limit(asked);
    let mut filter = Filter {
        season,
        object_kind: asked.text("kind"),
        object_key: asked.text("object"),
        actor: asked.text("actor"),
        action: asked.text("action"),
        before_id: None,
        from: None,
        until: None,
        limit: 200,
    };
    if let Some(cursor) = query::given(asked, "cursor") {
        filter.before_id = i32::try_from(read_cursor(&cursor)?.0).ok();
    }
    let mut found: Vec<Row> = Vec::new();
    loop {
        let batch = audit::list(db, &filter).await?;
        let Some(last) = batch.last() else { return Ok((found, None)) };
        filter.before_id = Some(last.id);
        for row in batch {
            if (season.is_some() && row.season_id.is_none()) || !reach.holds(db, &row).await? {
                continue;
            }
            if found.len() == wanted {
                let end = found.last().and_then(|row| usize::try_from(row.id).ok()).unwrap_or(0);
                return Ok((found, Some(cursor(end, ""))));
            }
            found.push(row);
        }
    }
}
