//! Clickers at the gates: the state of each cell, a device at a gate in a minute and a direction.

use crate::store::{Db, Result, Tx, db};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How many passed one gate in one minute, as one device has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Cell {
    pub gate: String,
    pub device: String,
    pub direction: String,
    pub minute: DateTime<Utc>,
    pub people: i64,
    /// Grows with each change on the device; a lower one is old news.
    pub revision: i64,
    pub received_at: DateTime<Utc>,
}

macro_rules! columns {
    () => {
        "select s.key as gate, g.device, g.direction, g.minute, g.people, g.revision, g.received_at
           from gate_count g
           join audience_scope s on s.id = g.scope_id"
    };
}

/// The counts at one gate, in order of time.
pub async fn of_gate(db: &mut Db, gate: i32) -> Result<Vec<Cell>> {
    let sql = concat!(columns!(), " where g.scope_id = $1 order by g.minute, g.direction, g.device");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(gate).fetch_all(conn).await)?)
}

/// The counts at all gates of an evening, in order of time.
pub async fn of_night(db: &mut Db, night: i32) -> Result<Vec<Cell>> {
    let sql = concat!(columns!(), " where s.parent_id = $1 order by g.minute, s.id, g.direction, g.device");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(night).fetch_all(conn).await)?)
}

/// Puts a cell into the state the device has it in, unless a newer state is known.
pub async fn put(tx: &mut Tx, gate: i32, cell: &Cell) -> Result<bool> {
    let sql = "insert into gate_count (scope_id, device, direction, minute, people, revision, received_at)
               values ($1, $2, $3, $4, $5, $6, $7)
                   on conflict (scope_id, device, direction, minute)
                   do update set people = excluded.people,
                                 revision = excluded.revision,
                                 received_at = excluded.received_at
                       where gate_count.revision < excluded.revision";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(gate)
        .bind(&cell.device)
        .bind(&cell.direction)
        .bind(cell.minute)
        .bind(cell.people)
        .bind(cell.revision)
        .bind(cell.received_at)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed > 0)
}
