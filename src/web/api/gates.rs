//! What devices count at a gate: absolute totals by minute, so that a repeat changes nothing.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::gate::{find, finish, sums};
use super::super::routes::{Routes, Who};
use super::operation::{How, Operation, Takes};
use super::respond::shown;
use super::schema::{Described, answers};
use super::sent::Sent;
use crate::actions::audience::gates as act;
use crate::actions::input::{Fault, What};
use crate::store::Db;
use crate::store::audience::{Scope, gates as rows};
use axum::Json;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, Response};
use axum::response::IntoResponse;
use chrono::{DateTime, Utc};

const PATH: &str = "/api/v1/gates/{key}/counts";
const COUNTED: Takes = Takes { fields: act::FIELDS, parents: &[], how: How::Adds };
const READ: Operation = Operation::read(PATH, "gates", "What was counted at a gate, by device and minute")
    .who(Who::Api)
    .gives(GateCounts::schema);
const SEND: Operation = Operation::write(
    "POST",
    PATH,
    "gates",
    "Send what a device has counted: the state of its cells, never a difference",
    COUNTED,
)
.gives(GateCounts::schema);
pub const OPERATIONS: &[Operation] = &[READ, SEND];

pub fn routes(routes: Routes) -> Routes {
    routes.operation(&READ, read).operation(&SEND, send)
}

answers! {
    /// The counts at one gate.
    struct GateCounts {
        /// Key of the gate
        gate: String,
        name: String,
        people_in: i64,
        people_out: i64,
        /// How many cells of the message were news
        taken: usize,
        cells: Vec<CellOut>,
    }

    /// One device in one minute, one way.
    struct CellOut {
        device: String,
        direction: String,
        minute: DateTime<Utc>,
        people: i64,
        revision: i64,
    }
}

async fn counts(db: &mut Db, gate: &Scope, taken: usize, only: Option<&str>) -> Result<GateCounts, Error> {
    let cells = rows::of_gate(db, gate.id).await?;
    let [people_in, people_out] = sums(&cells, None);
    let own = cells.into_iter().filter(|cell| only.is_none_or(|device| cell.device == device));
    let cell = |cell: rows::Cell| CellOut {
        device: cell.device,
        direction: cell.direction,
        minute: cell.minute,
        people: cell.people,
        revision: cell.revision,
    };
    Ok(GateCounts {
        gate: gate.key.clone(),
        name: gate.name_zh.clone(),
        people_in,
        people_out,
        taken,
        cells: own.map(cell).collect(),
    })
}

async fn read(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, gate, _) = find(&visitor, &mut db, &key).await?;
    let out = counts(&mut db, &gate, 0, None).await?;
    shown(&visitor, &headers, &out, Some(season.id))
}

async fn send(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    find(&sent.visitor, &mut sent.visitor.read().await?, &key).await?;
    let input = sent.input(&COUNTED)?;
    let cells: Vec<act::Sent> = serde_json::from_str(input.fields.get("counts"))
        .map_err(|_| Error::Faults(vec![Fault::at("counts", What::NotCounts)]))?;
    let device = input.fields.get("device").to_owned();
    let mut tx = sent.visitor.write().await?;
    let (_, gate, _) = find(&sent.visitor, &mut tx, &key).await?;
    let taken = act::take(&mut tx, &gate, &device, &cells).await?;
    let out = counts(&mut tx, &gate, taken, Some(&device)).await?;
    finish(tx).await?;
    Ok(Json(out).into_response())
}
