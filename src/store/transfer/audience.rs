//! Viewer figures of a season, out of the tables and into them.

use super::write::{Ids, id, ids};
use super::*;
use crate::store::audience::{self as rows, Figure, gates::Cell};
use crate::store::{Db, Error, Result, Tx, db};
use league::ids::SeasonId;

pub(super) async fn read(db: &mut Db, season: SeasonId) -> Result<Audience> {
    let sql = "select s.key, s.level, p.key as parent, r.key as round, f.key as fixture, v.key as venue, s.day, s.name_zh,
                      s.name_en, s.sample
                 from audience_scope s
                 left join audience_scope p on p.id = s.parent_id
                 left join round r on r.id = s.round_id
                 left join fixture f on f.id = s.fixture_id
                 left join venue v on v.id = s.venue_id
                where s.season_id = $1
                order by s.id";
    let scopes = db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?;
    let sql = "select o.key, s.key as scope, m.code as metric, m.definition as metric_version, o.from_at, o.to_at, o.source,
                      o.value, o.low, o.high, o.class, o.method, o.dedup, o.sampling_step_s, o.threshold_s,
                      o.includes_replay, o.wording, o.file, o.file_row, o.sha256, o.url, o.as_of, o.published_at,
                      o.entered_at, o.is_public, p.key as supersedes, o.reason, o.sample
                 from observation o
                 join audience_scope s on s.id = o.scope_id
                 join metric m on m.id = o.metric_id
                 left join observation p on p.id = o.supersedes_id
                where s.season_id = $1
                order by o.id";
    let observations = db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?;
    let sql = "select s.key as gate, g.device, g.direction, g.minute, g.people, g.revision, g.received_at
                 from gate_count g
                 join audience_scope s on s.id = g.scope_id
                where s.season_id = $1
                order by g.id";
    let gate_counts = db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?;
    Ok(Audience { scopes, observations, gate_counts })
}

pub(super) async fn write(tx: &mut Tx, season: i32, audience: &Audience) -> Result<()> {
    let rounds = ids(tx, "select key, id from round order by id").await?;
    let fixtures = ids(tx, "select key, id from fixture order by id").await?;
    let venues = ids(tx, "select key, id from venue order by id").await?;
    let mut scopes = Ids::new();
    // An evening stands before its gates, whatever the order of keys.
    let (wide, narrow): (Vec<_>, Vec<_>) = audience.scopes.iter().partition(|row| row.parent.is_none());
    for row in wide.into_iter().chain(narrow) {
        let sql = "insert into audience_scope
                          (key, season_id, level, parent_id, round_id, fixture_id, venue_id, day, name_zh, name_en, sample)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                returning id";
        let (parent, round) = (id(&scopes, &row.parent)?, id(&rounds, &row.round)?);
        let (fixture, venue) = (id(&fixtures, &row.fixture)?, id(&venues, &row.venue)?);
        let made: i32 = db!(tx, |conn| sqlx::query_scalar(sql)
            .bind(&row.key)
            .bind(season)
            .bind(&row.level)
            .bind(parent)
            .bind(round)
            .bind(fixture)
            .bind(venue)
            .bind(row.day)
            .bind(&row.name_zh)
            .bind(&row.name_en)
            .bind(&row.sample)
            .fetch_one(conn)
            .await)?;
        scopes.insert(row.key.clone(), made);
    }
    let mut written = Ids::new();
    for row in audience.in_order() {
        let figure = figure(row, &scopes, &written)?;
        rows::insert(tx, &figure).await?;
        let made = rows::by_key(tx, &row.key).await?.ok_or(Error::Conflict)?;
        written.insert(row.key.clone(), made.id);
    }
    for row in &audience.gate_counts {
        let cell = Cell {
            gate: row.gate.clone(),
            device: row.device.clone(),
            direction: row.direction.clone(),
            minute: row.minute,
            people: row.people,
            revision: row.revision,
            received_at: row.received_at,
        };
        let gate = scopes.get(&row.gate).copied().ok_or(Error::Conflict)?;
        rows::gates::put(tx, gate, &cell).await?;
    }
    Ok(())
}

fn figure(row: &Observation, scopes: &Ids, written: &Ids) -> Result<Figure> {
    Ok(Figure {
        id: 0,
        key: row.key.clone(),
        scope_id: scopes.get(&row.scope).copied().ok_or(Error::Conflict)?,
        scope_key: row.scope.clone(),
        metric: row.metric.clone(),
        metric_version: row.metric_version,
        from_at: row.from_at,
        to_at: row.to_at,
        source: row.source.clone(),
        value: row.value,
        low: row.low,
        high: row.high,
        class: row.class.parse().map_err(|_| Error::Conflict)?,
        method: row.method.clone(),
        dedup: row.dedup.parse().map_err(|_| Error::Conflict)?,
        sampling_step_s: row.sampling_step_s,
        threshold_s: row.threshold_s,
        includes_replay: row.includes_replay,
        wording: row.wording.clone(),
        file: row.file.clone(),
        file_row: row.file_row,
        sha256: row.sha256.clone(),
        url: row.url.clone(),
        as_of: row.as_of,
        published_at: row.published_at,
        entered_at: row.entered_at,
        is_public: row.is_public,
        supersedes_id: id(written, &row.supersedes)?,
        supersedes: row.supersedes.clone(),
        superseded_by: None,
        reason: row.reason.clone(),
        sample: row.sample.clone(),
    })
}

impl Audience {
    pub(super) fn arrange(&mut self) {
        self.scopes.sort_by(|a, b| a.key.cmp(&b.key));
        self.observations.sort_by(|a, b| a.key.cmp(&b.key));
        self.gate_counts.sort_by(|a, b| {
            (&a.gate, a.minute, &a.direction, &a.device).cmp(&(&b.gate, b.minute, &b.direction, &b.device))
        });
    }

    /// Each figure after the one it corrects.
    fn in_order(&self) -> Vec<&Observation> {
        let mut depth: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
        let by_key: std::collections::HashMap<&str, &Observation> =
            self.observations.iter().map(|row| (row.key.as_str(), row)).collect();
        for row in &self.observations {
            let up = |row: &&Observation| by_key.get(row.supersedes.as_deref()?).copied();
            // A ring of corrections ends the count; the database then refuses the row that points ahead.
            let chain = std::iter::successors(Some(row), up).take(self.observations.len() + 1);
            depth.insert(&row.key, chain.count());
        }
        let mut ordered: Vec<&Observation> = self.observations.iter().collect();
        ordered.sort_by_key(|row| depth.get(row.key.as_str()).copied().unwrap_or_default());
        ordered
    }
}
