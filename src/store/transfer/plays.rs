//! The sheets of a season's games with their plays, out of the tables and into them.

use super::read::{grouped, sort_keys};
use super::*;
use crate::store::plays::Row;
use crate::store::{Db, Error, Result, Tx, db};
use league::ids::{FixtureId, SeasonId};
use sqlx::types::Json;
use std::collections::HashMap;

/// The sheets of a season by the key of their fixture.
pub(super) async fn read(db: &mut Db, season: SeasonId) -> Result<HashMap<String, Sheet>> {
    let sql = "select f.key as parent, s.epoch, s.holder, s.revision, s.phase, s.period, s.score_a, s.score_b, s.opened_at,
                      s.moved_at, s.closed_at
                 from sheet s
                 join fixture f on f.id = s.fixture_id
                 join competition c on c.id = f.competition_id
                where c.season_id = $1
                order by s.id";
    let sheets: Vec<Sheet> = db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?;
    let sql = "select f.key as parent, p.arrival, p.body, p.sent_by, p.received_at
                 from play p
                 join fixture f on f.id = p.fixture_id
                 join competition c on c.id = f.competition_id
                where c.season_id = $1
                order by p.fixture_id, p.arrival";
    let mut plays: Vec<Play> = db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?;
    plays.iter_mut().for_each(|play| sort_keys(&mut play.body));
    let mut plays = grouped(plays, |play: &Play| &play.parent);
    let whole = sheets.into_iter().map(|mut sheet| {
        sheet.plays = plays.remove(&sheet.parent).unwrap_or_default();
        (sheet.parent.clone(), sheet)
    });
    Ok(whole.collect())
}

pub(super) async fn write(tx: &mut Tx, fixture: i32, sheet: &Sheet) -> Result<()> {
    let sql =
        "insert into sheet (fixture_id, epoch, holder, revision, phase, period, score_a, score_b, opened_at,
                                  moved_at, closed_at, arrivals)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let last = sheet.plays.last().map_or(0, |play| play.arrival);
    db!(tx, |conn| sqlx::query(sql)
        .bind(fixture)
        .bind(sheet.epoch)
        .bind(&sheet.holder)
        .bind(sheet.revision)
        .bind(&sheet.phase)
        .bind(sheet.period)
        .bind(sheet.score_a)
        .bind(sheet.score_b)
        .bind(sheet.opened_at)
        .bind(sheet.moved_at)
        .bind(sheet.closed_at)
        .bind(last)
        .execute(conn)
        .await
        .map(drop))?;
    for play in &sheet.plays {
        let body: league::game::Play =
            serde_json::from_value(play.body.clone()).map_err(|_| Error::Conflict)?;
        let row = Row {
            arrival: play.arrival,
            body: Json(body),
            sent_by: play.sent_by.clone(),
            received_at: play.received_at,
        };
        crate::store::plays::insert(tx, FixtureId(fixture), &row).await?;
    }
    Ok(())
}
