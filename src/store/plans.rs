//! Plans: the graph of a competition's stages, who has entered it and who stands in which slot.

use super::{Db, Error, Result, Tx, db};
use league::ids::CompetitionId;
use league::stages::Graph;
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use std::collections::BTreeMap;

/// Public keys of entries by the notation of a source ("draw A1") or of a slot ("QF1/a", "A/1").
pub type Places = BTreeMap<String, String>;

/// The plan of a competition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Plan {
    #[sqlx(try_from = "i32")]
    pub competition_id: CompetitionId,
    /// The template it was made from.
    pub template: String,
    pub graph: Json<Graph>,
    /// Who stands behind each seed and each drawn place.
    pub entered: Json<Places>,
    pub filled: Json<Places>,
    /// Slots that a correction emptied, with who stood there.
    pub held: Json<Places>,
    /// Slots whose holder a person decided on, whatever their source says.
    #[serde(default)]
    pub decided: Json<Places>,
    pub sample: String,
    pub version: i64,
}

/// The plan of a competition, where it has one.
pub async fn of_competition(db: &mut Db, competition: CompetitionId) -> Result<Option<Plan>> {
    let sql = "select competition_id, template, graph, entered, filled, held, decided, sample, version
                 from plan
                where competition_id = $1";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(competition.0).fetch_optional(conn).await)?)
}

/// Adds the plan of a competition.
pub async fn insert(tx: &mut Tx, plan: &Plan) -> Result<()> {
    let sql = "insert into plan (competition_id, template, graph, entered, filled, held, sample, decided)
               values ($1, $2, $3, $4, $5, $6, $7, $8)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(plan.competition_id.0)
        .bind(&plan.template)
        .bind(&plan.graph)
        .bind(&plan.entered)
        .bind(&plan.filled)
        .bind(&plan.held)
        .bind(&plan.sample)
        .bind(&plan.decided)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Takes the plan of a competition away.
pub async fn delete(tx: &mut Tx, competition: CompetitionId) -> Result<()> {
    let sql = "delete from plan
                where competition_id = $1";
    Ok(db!(tx, |conn| sqlx::query(sql).bind(competition.0).execute(conn).await.map(drop))?)
}

/// Saves a plan unless somebody changed it in between.
pub async fn update(tx: &mut Tx, plan: &Plan) -> Result<()> {
    let sql = "update plan
                  set graph = $1, entered = $2, filled = $3, held = $4, decided = $5, version = version + 1
                where competition_id = $6
                  and version = $7";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(&plan.graph)
        .bind(&plan.entered)
        .bind(&plan.filled)
        .bind(&plan.held)
        .bind(&plan.decided)
        .bind(plan.competition_id.0)
        .bind(plan.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}
