//! Reports of games and protests, out of the tables and into them.

use super::write::{id, ids};
use super::*;
use crate::store::{Db, Result, Tx, db};
use league::ids::SeasonId;

pub(super) async fn read(db: &mut Db, season: SeasonId) -> Result<Reports> {
    let sql = "select r.key, f.key as fixture, r.body, r.conditions, r.signed_by, r.signed_at, r.sample
                 from game_report r
                 join fixture f on f.id = r.fixture_id
                 join competition c on c.id = f.competition_id
                where c.season_id = $1
                order by r.id";
    let game_reports = db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?;
    let sql = "select p.key, f.key as fixture, p.side, p.lodged_at, p.due_at, p.reason, p.written_at, p.deposit, p.state,
                      p.decision, p.document, p.decided_at, p.sample
                 from protest p
                 join fixture f on f.id = p.fixture_id
                 join competition c on c.id = f.competition_id
                where c.season_id = $1
                order by p.id";
    let protests = db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?;
    Ok(Reports { game_reports, protests })
}

pub(super) async fn write(tx: &mut Tx, reports: &Reports) -> Result<()> {
    let fixtures = ids(tx, "select key, id from fixture order by id").await?;
    for row in &reports.game_reports {
        let sql = "insert into game_report (key, fixture_id, body, conditions, signed_by, signed_at, sample)
                   values ($1, $2, $3, $4, $5, $6, $7)";
        let fixture = id(&fixtures, &Some(row.fixture.clone()))?;
        db!(tx, |conn| sqlx::query(sql)
            .bind(&row.key)
            .bind(fixture)
            .bind(&row.body)
            .bind(&row.conditions)
            .bind(&row.signed_by)
            .bind(row.signed_at)
            .bind(&row.sample)
            .execute(conn)
            .await
            .map(drop))?;
    }
    for row in &reports.protests {
        let sql = "insert into protest
                          (key, fixture_id, side, lodged_at, due_at, reason, written_at, deposit, state, decision, document,
                           decided_at, sample)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
        let fixture = id(&fixtures, &Some(row.fixture.clone()))?;
        db!(tx, |conn| sqlx::query(sql)
            .bind(&row.key)
            .bind(fixture)
            .bind(&row.side)
            .bind(row.lodged_at)
            .bind(row.due_at)
            .bind(&row.reason)
            .bind(row.written_at)
            .bind(row.deposit)
            .bind(&row.state)
            .bind(&row.decision)
            .bind(&row.document)
            .bind(row.decided_at)
            .bind(&row.sample)
            .execute(conn)
            .await
            .map(drop))?;
    }
    Ok(())
}

impl Reports {
    pub(super) fn arrange(&mut self) {
        self.game_reports.sort_by(|a, b| a.key.cmp(&b.key));
        self.protests.sort_by(|a, b| (a.lodged_at, &a.key).cmp(&(b.lodged_at, &b.key)));
    }
}
