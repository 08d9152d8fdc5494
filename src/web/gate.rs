//! The gate counter on a phone: big buttons that work as plain forms, and faster, also without a network, by script.

use super::error::Error;
use super::extract::Visitor;
use super::form::Form;
use super::page::Shell;
use super::routes::{Routes, Who};
use crate::access::{Permission, Place, Scope as Scoped};
use crate::actions::audience::gates::{self as act, Direction};
use crate::actor::Actor;
use crate::store::audience::gates::{self as rows, Cell};
use crate::store::audience::{Scope, scopes};
use crate::store::seasons::{self, Season};
use crate::store::{Db, accounts};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use axum::response::{Html, IntoResponse, Redirect};
use league::audience::observation::Level;
use league::season::Phase;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/gate/{gate}", Who::Capability, show).post("/gate/{gate}", Who::Capability, submit)
}

/// Groups that come through together.
const GROUPS: [i64; 4] = [1, 2, 5, 10];

#[derive(Template)]
#[template(path = "gate/count.html")]
struct CountPage {
    shell: Shell,
    key: String,
    name: String,
    over: String,
    device: String,
    revision: i64,
    /// The step that undoes the last tap.
    takes_back: String,
    locked: bool,
    mine: [i64; 2],
    all: [i64; 2],
    groups: [i64; 4],
    control_css: String,
    gate_js: String,
}

/// A gate the visitor may see, and whether the visitor may count at it: by role, or by a link for this very gate.
pub async fn find(visitor: &Visitor, db: &mut Db, key: &str) -> Result<(Season, Scope, bool), Error> {
    let gate = scopes::by_key(db, key).await?.filter(|scope| scope.level == Level::Gate);
    let gate = gate.ok_or(Error::NotFound)?;
    let season = seasons::by_id(db, gate.season_id).await?;
    let mut place = Place { league: Some(season.league_id), season: Some(season.id), ..Default::default() };
    if let Actor::Capability { key, fixture, .. } = &visitor.actor {
        let link = accounts::capability_by_key(db, key).await?;
        place.fixture = link.filter(|link| link.gate == gate.key).map(|_| *fixture);
    }
    let night = match &gate.parent_key {
        Some(parent) => scopes::by_key(db, parent).await?,
        None => None,
    };
    // A role given for one game, or for a competition, holds for the doors of its evenings.
    let given = visitor.scopes();
    if let Some(night) = night
        .filter(|_| given.iter().any(|scope| matches!(scope, Scoped::Fixture(_) | Scoped::Competition(_))))
    {
        let games = super::audience::games(db, &season, &night).await?;
        let game = games.iter().find(|card| given.contains(&Scoped::Fixture(card.fixture.id)));
        place.fixture = game.map(|card| card.fixture.id);
        let of = |card: &&crate::store::fixtures::Card| {
            given.contains(&Scoped::Competition(card.fixture.competition_id))
        };
        place.competition = games.iter().find(of).map(|card| card.fixture.competition_id);
    }
    visitor.must(Permission::CountGate, &place)?;
    let counts = visitor.may(Permission::CountGate, &place);
    Ok((season, gate, counts))
}

/// People in and out, by one device or by all.
pub fn sums(cells: &[Cell], device: Option<&str>) -> [i64; 2] {
    [Direction::In, Direction::Out].map(|way| {
        let counted = cells.iter().filter(|cell| cell.direction == way.as_str());
        counted.filter(|cell| device.is_none_or(|device| cell.device == device)).map(|cell| cell.people).sum()
    })
}

async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, gate, counts) = find(&visitor, &mut db, &key).await?;
    let asked: std::collections::BTreeMap<String, String> =
        serde_urlencoded::from_str(visitor.path.split_once('?').map_or("", |(_, query)| query))
            .unwrap_or_default();
    let given = asked.get("d").filter(|d| d.len() <= 40 && d.chars().all(|c| c.is_ascii_alphanumeric()));
    let device = given.cloned().unwrap_or_else(|| visitor.app.random.key());
    let cells = rows::of_gate(&mut db, gate.id).await?;
    let own = cells.iter().filter(|cell| cell.device == device);
    let t = visitor.t();
    let hall = visitor
        .lang
        .pick(gate.venue_zh.as_deref().unwrap_or_default(), gate.venue_en.as_deref().unwrap_or_default());
    let name = visitor.lang.pick(&gate.name_zh, &gate.name_en).to_owned();
    let page = CountPage {
        shell: Shell::of(&visitor, format!("{}: {name}", t.gate_counter())),
        over: format!("{} {hall}", gate.day.map(|day| day.to_string()).unwrap_or_default()),
        revision: own.map(|cell| cell.revision).max().unwrap_or(0) + 1,
        takes_back: asked.get("last").and_then(|last| takes_back(last)).unwrap_or_default(),
        locked: season.phase == Phase::Archived || !counts,
        mine: sums(&cells, Some(&device)),
        all: sums(&cells, None),
        groups: GROUPS,
        control_css: super::assets::url("control.css"),
        gate_js: super::assets::url("gate.js"),
        key,
        name,
        device,
    };
    Ok(Html(page.render()?).into_response())
}

/// The step that takes another back; a correction is not taken back.
fn takes_back(step: &str) -> Option<String> {
    let (way, people) = step.split_once(' ')?;
    let way: Direction = way.parse().ok()?;
    let people: i64 = people.parse().ok().filter(|people| *people > 0)?;
    Some(format!("{} -{people}", way.as_str()))
}

/// A tap without script. The revision it was made from makes a repeat harmless.
async fn submit(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let (_, gate, _) = find(&visitor, &mut tx, &key).await?;
    let device = form.fields.get("device").to_owned();
    let step = form.fields.get("step").to_owned();
    let (way, people) = step.split_once(' ').ok_or(Error::BadBody)?;
    let way: Direction = way.parse().map_err(|_| Error::BadBody)?;
    let people: i64 = people.parse().map_err(|_| Error::BadBody)?;
    let revision: i64 = form.fields.get("revision").parse().map_err(|_| Error::BadBody)?;
    act::step(&mut tx, &gate, &device, revision, way, people).await?;
    finish(tx).await?;
    let last =
        serde_urlencoded::to_string([("d", device.as_str()), ("last", step.as_str())]).unwrap_or_default();
    Ok(Redirect::to(&format!("/gate/{key}?{last}")).into_response())
}

/// The cells are their own record; only the first word of a device stands in the audit.
pub async fn finish(tx: crate::store::Tx) -> Result<(), Error> {
    if tx.has_written() {
        tx.commit().await?
    } else {
        tx.commit_quiet().await?
    }
    Ok(())
}
