//! Plans, rulings and held draws of a season, out of the tables and into them.

use super::read::sort_keys;
use super::*;
use crate::store::{Db, Result, Tx, db};
use league::ids::SeasonId;
use sqlx::types::Json;

pub(super) async fn read(db: &mut Db, season: SeasonId, competitions: &mut [Competition]) -> Result<()> {
    let sql = "select c.key as parent, p.template, p.graph, p.entered, p.filled, p.held, p.decided, p.sample
                 from plan p
                 join competition c on c.id = p.competition_id
                where c.season_id = $1
                order by p.id";
    let plans: Vec<Plan> = db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?;
    let sql =
        "select c.key as parent, r.key, r.kind, r.entries, r.points, r.reason, r.document, r.at, r.archived,
                r.pool
                 from ruling r
                 join competition c on c.id = r.competition_id
                where c.season_id = $1
                order by r.id";
    let rulings: Vec<Ruling> = db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?;
    let sql = "select c.key as parent, d.key, d.title_zh, d.title_en, d.file, d.outcomes, d.file_hash, d.commit_hash,
                      d.secret, d.announced_at, d.record, d.held_at, d.archived
                 from draw d
                 join competition c on c.id = d.competition_id
                where c.season_id = $1
                  and d.held_at is not null
                order by d.id";
    let draws: Vec<Draw> = db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?;
    for competition in competitions {
        let here = |parent: &String| *parent == competition.key;
        competition.plan = plans.iter().find(|row| here(&row.parent)).cloned();
        competition.rulings = rulings.iter().filter(|row| here(&row.parent)).cloned().collect();
        competition.draws = draws.iter().filter(|row| here(&row.parent)).cloned().collect();
        if let Some(plan) = &mut competition.plan {
            for value in [&mut plan.graph, &mut plan.entered, &mut plan.filled, &mut plan.held] {
                sort_keys(value);
            }
        }
        for draw in &mut competition.draws {
            sort_keys(&mut draw.file);
            sort_keys(&mut draw.record);
        }
    }
    Ok(())
}

pub(super) async fn write(tx: &mut Tx, competition: i32, row: &Competition) -> Result<()> {
    if let Some(plan) = &row.plan {
        let sql = "insert into plan (competition_id, template, graph, entered, filled, held, sample, decided)
                   values ($1, $2, $3, $4, $5, $6, $7, $8)";
        db!(tx, |conn| sqlx::query(sql)
            .bind(competition)
            .bind(&plan.template)
            .bind(Json(&plan.graph))
            .bind(Json(&plan.entered))
            .bind(Json(&plan.filled))
            .bind(Json(&plan.held))
            .bind(&plan.sample)
            .bind(Json(if plan.decided.is_null() { serde_json::json!({}) } else { plan.decided.clone() }))
            .execute(conn)
            .await
            .map(drop))?;
    }
    for ruling in &row.rulings {
        let sql =
            "insert into ruling (key, competition_id, kind, entries, points, reason, document, at, archived, pool)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        db!(tx, |conn| sqlx::query(sql)
            .bind(&ruling.key)
            .bind(competition)
            .bind(&ruling.kind)
            .bind(Json(&ruling.entries))
            .bind(ruling.points)
            .bind(&ruling.reason)
            .bind(&ruling.document)
            .bind(ruling.at)
            .bind(ruling.archived)
            .bind(&ruling.pool)
            .execute(conn)
            .await
            .map(drop))?;
    }
    for draw in &row.draws {
        let sql = "insert into draw
                          (key, competition_id, title_zh, title_en, file, outcomes, file_hash, commit_hash, secret,
                           announced_at, record, held_at, archived)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
        db!(tx, |conn| sqlx::query(sql)
            .bind(&draw.key)
            .bind(competition)
            .bind(&draw.title_zh)
            .bind(&draw.title_en)
            .bind(Json(&draw.file))
            .bind(&draw.outcomes)
            .bind(&draw.file_hash)
            .bind(&draw.commit_hash)
            .bind(&draw.secret)
            .bind(draw.announced_at)
            .bind(Json(&draw.record))
            .bind(draw.held_at)
            .bind(draw.archived)
            .execute(conn)
            .await
            .map(drop))?;
    }
    Ok(())
}
