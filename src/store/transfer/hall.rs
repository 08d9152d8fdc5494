//! Sponsors and the run of a show, out of the tables and into them. Screens and their seconds stay in their hall.

use super::write::{id, ids};
use super::*;
use crate::store::{Db, Result, Tx, db};
use league::ids::SeasonId;

pub(super) async fn read(db: &mut Db, season: SeasonId) -> Result<Hall> {
    let sql = "select key, name, line, seconds, sample, archived
                 from sponsor
                where season_id = $1
                order by id";
    let sponsors = db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?;
    let sql = "select i.key, i.title, i.who, i.at, i.minutes, i.view, f.key as fixture, i.state, i.begun_at, i.ended_at,
                      i.sample, i.archived
                 from show_item i
                 left join fixture f on f.id = i.fixture_id
                where i.season_id = $1
                order by i.id";
    let show_items = db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?;
    Ok(Hall { sponsors, show_items })
}

pub(super) async fn write(tx: &mut Tx, season: i32, hall: &Hall) -> Result<()> {
    for row in &hall.sponsors {
        let sql = "insert into sponsor (key, season_id, name, line, seconds, sample, archived)
                   values ($1, $2, $3, $4, $5, $6, $7)";
        db!(tx, |conn| sqlx::query(sql)
            .bind(&row.key)
            .bind(season)
            .bind(&row.name)
            .bind(&row.line)
            .bind(row.seconds)
            .bind(&row.sample)
            .bind(row.archived)
            .execute(conn)
            .await
            .map(drop))?;
    }
    let fixtures = ids(tx, "select key, id from fixture order by id").await?;
    for row in &hall.show_items {
        let sql = "insert into show_item
                          (key, season_id, title, who, at, minutes, view, fixture_id, state, begun_at, ended_at, sample,
                           archived)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
        let fixture = id(&fixtures, &row.fixture)?;
        db!(tx, |conn| sqlx::query(sql)
            .bind(&row.key)
            .bind(season)
            .bind(&row.title)
            .bind(&row.who)
            .bind(row.at)
            .bind(row.minutes)
            .bind(&row.view)
            .bind(fixture)
            .bind(&row.state)
            .bind(row.begun_at)
            .bind(row.ended_at)
            .bind(&row.sample)
            .bind(row.archived)
            .execute(conn)
            .await
            .map(drop))?;
    }
    Ok(())
}

impl Hall {
    pub(super) fn arrange(&mut self) {
        self.sponsors.sort_by(|a, b| a.key.cmp(&b.key));
        self.show_items.sort_by(|a, b| (a.at, &a.key).cmp(&(b.at, &b.key)));
    }
}
