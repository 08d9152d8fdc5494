//! Counting at the gates: what a device sends is the state of its cells, never a difference.

use super::super::input::{Field, Fields, Holds, What, required};
use super::super::{Fault, Outcome, Refused, seasons};
use crate::store::Tx;
use crate::store::audience::gates::{self, Cell};
use crate::store::audience::{self, Figure, Scope, scopes};
use crate::store::audit::{Action, Entry, Kind};
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use league::audience::observation::Level;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a device sends.
pub const FIELDS: &[Field] = &[required("device", Holds::Line(40)), required("counts", Holds::Counts)];

/// What clickers count.
const METRIC: &str = "entries_clicked";

/// More cells than a device fills in an evening of four hours, both ways.
pub const MOST_CELLS: usize = 600;
/// Nobody counts more through one gate in a minute: such a number is a slip or an attack.
pub const MOST_PEOPLE: i64 = 2000;

/// One cell as a device sends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    pub minute: DateTime<Utc>,
    pub direction: Direction,
    pub people: i64,
    pub revision: i64,
}

/// Through the gate which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    In,
    Out,
}

league::text_enum!(Direction { In => "in", Out => "out" });

/// Takes what a device has counted. The first word of a device is in the audit; its cells are their own record.
pub async fn take(tx: &mut Tx, gate: &Scope, device: &str, sent: &[Sent]) -> Outcome<usize> {
    if gate.level != Level::Gate {
        return Err(Refused::NotFound);
    }
    seasons::must_be_open(tx, gate.season_id).await?;
    let fault = |field: &str, what: What| Refused::from(vec![Fault::at(field, what)]);
    if device.is_empty() || device.len() > 40 || !device.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Err(fault("device", What::NoSuchObject));
    }
    if sent.len() > MOST_CELLS {
        return Err(fault("counts", What::TooLong { max: MOST_CELLS }));
    }
    let known: BTreeSet<String> = gates::of_gate(tx, gate.id).await?.into_iter().map(|c| c.device).collect();
    let mut changed = 0;
    for cell in sent {
        if !(0..=MOST_PEOPLE).contains(&cell.people) {
            return Err(fault("counts", What::OutOfRange { min: 0, max: MOST_PEOPLE }));
        }
        if cell.revision < 1 || !is_of_the_evening(cell.minute, tx.now()) {
            return Err(fault("counts", What::NotADateTime));
        }
        let minute = cell.minute.duration_trunc(TimeDelta::minutes(1)).unwrap_or(cell.minute);
        let row = Cell {
            gate: gate.key.clone(),
            device: device.to_owned(),
            direction: cell.direction.as_str().to_owned(),
            minute,
            people: cell.people,
            revision: cell.revision,
            received_at: tx.now(),
        };
        changed += usize::from(gates::put(tx, gate.id, &row).await?);
    }
    if changed > 0 && !known.contains(device) {
        let name = format!("{} · {device}", gate.name_zh);
        let entry = Entry::new(Action::Counted, Kind::Scope, &gate.key, &name);
        tx.record(entry.season(gate.season_id).after(serde_json::json!({ "device": device }))).await?;
    }
    Ok(changed)
}

/// Counts wait on a device for three days at most, and no clock runs far ahead.
fn is_of_the_evening(minute: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    minute <= now + TimeDelta::minutes(10) && minute >= now - TimeDelta::hours(72)
}

/// One tap of a device without script. A tap made from an older state than the one known was taken before.
pub async fn step(
    tx: &mut Tx,
    gate: &Scope,
    device: &str,
    revision: i64,
    way: Direction,
    people: i64,
) -> Outcome<usize> {
    let cells = gates::of_gate(tx, gate.id).await?;
    let own: Vec<&Cell> = cells.iter().filter(|cell| cell.device == device).collect();
    let newest = own.iter().map(|cell| cell.revision).max().unwrap_or(0);
    if revision != newest + 1 || !(-100..=100).contains(&people) || people == 0 {
        return Ok(0);
    }
    let minute = tx.now().duration_trunc(TimeDelta::minutes(1)).unwrap_or(tx.now());
    let of_way = || own.iter().filter(|cell| cell.direction == way.as_str());
    let at = if people > 0 {
        Some((minute, of_way().find(|cell| cell.minute == minute).map_or(0, |cell| cell.people)))
    } else {
        // Somebody counted too many: the newest minute that holds so many gives them back.
        of_way().rfind(|cell| cell.people >= -people).map(|cell| (cell.minute, cell.people))
    };
    let Some((minute, before)) = at else { return Ok(0) };
    let cell = Sent { minute, direction: way, people: before + people, revision };
    take(tx, gate, device, &[cell]).await
}

/// Puts the entries counted at the gates of an evening into the ledger, once the doors are shut.
pub async fn close(tx: &mut Tx, night: &Scope) -> Outcome<Figure> {
    let season = seasons::must_be_open(tx, night.season_id).await?;
    let cells = gates::of_night(tx, night.id).await?;
    let ins = || cells.iter().filter(|cell| cell.direction == Direction::In.as_str());
    let entries: i64 = ins().map(|cell| cell.people).sum();
    let devices: BTreeSet<(&str, &str)> =
        cells.iter().map(|cell| (cell.gate.as_str(), cell.device.as_str())).collect();
    if devices.is_empty() {
        return Err(vec![Fault::at("value", What::Required)].into());
    }
    let doors = scopes::below(tx, night.id).await?;
    let doors: BTreeSet<&str> = doors
        .iter()
        .filter(|scope| devices.iter().any(|(gate, _)| *gate == scope.key))
        .map(|scope| scope.name_zh.as_str())
        .collect();
    let doors: Vec<&str> = doors.into_iter().collect();
    let mut fields = Fields::from_pairs([("class", "A-")]);
    fields.set("about", format!("scope:{}", night.key));
    fields.set("value", entries);
    fields.set("source", format!("gates: {}", doors.join("、")).chars().take(80).collect::<String>());
    fields.set("method", format!("clicker, {} devices", devices.len()));
    // Counted before: the evening has one such figure, and it is corrected rather than joined by another.
    let before = audience::of_scope(tx, night.id).await?;
    let before = before.into_iter().find(|figure| figure.stands() && figure.metric == METRIC);
    match before {
        Some(before) if before.value == Some(entries) => Ok(before),
        Some(before) => {
            fields.0.remove("about");
            fields.set("reason", "counted again at the gates");
            super::correct(tx, &before.key, &fields).await
        }
        None => {
            fields.set("metric", METRIC);
            super::create(tx, &season, &fields).await
        }
    }
}
