//! Viewer figures: metrics, what figures are about, and the observations. Nothing here is ever changed or removed.

use super::{Db, Error, Result, Tx, db};
use chrono::{DateTime, Utc};
use league::audience::metric::{Metric, MetricBook};
use league::audience::observation::{Class, Dedup, Evidence, Interval, Observation, ObservationId, ScopeKey};
use league::ids::SeasonId;
use serde::{Deserialize, Serialize};

pub mod beacons;
pub mod gates;
pub mod scopes;

pub use scopes::Scope;

/// One figure as stored, with the names of what it points to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Figure {
    pub id: i32,
    pub key: String,
    pub scope_id: i32,
    pub scope_key: String,
    pub metric: String,
    pub metric_version: i64,
    pub from_at: DateTime<Utc>,
    pub to_at: DateTime<Utc>,
    /// The platform, gate, office or paper it comes from.
    pub source: String,
    /// None is unknown.
    pub value: Option<i64>,
    pub low: Option<i64>,
    pub high: Option<i64>,
    #[sqlx(try_from = "String")]
    pub class: Class,
    pub method: String,
    #[sqlx(try_from = "String")]
    pub dedup: Dedup,
    pub sampling_step_s: Option<i64>,
    pub threshold_s: Option<i64>,
    pub includes_replay: Option<bool>,
    pub wording: String,
    /// The file, article or picture it stands in.
    pub file: String,
    pub file_row: Option<i64>,
    pub sha256: String,
    pub url: String,
    pub as_of: DateTime<Utc>,
    pub published_at: Option<DateTime<Utc>>,
    pub entered_at: DateTime<Utc>,
    pub is_public: bool,
    pub supersedes_id: Option<i32>,
    pub supersedes: Option<String>,
    pub superseded_by: Option<String>,
    pub reason: String,
    pub sample: String,
}

impl Figure {
    /// The figure as the rules read it.
    pub fn observation(&self) -> Observation {
        let number = |id: i32| ObservationId(u32::try_from(id).unwrap_or_default());
        let small = |seconds: Option<i64>| seconds.and_then(|seconds| u32::try_from(seconds).ok());
        let text = |text: &String| (!text.is_empty()).then(|| text.clone());
        let has_evidence = !self.file.is_empty() || !self.url.is_empty();
        Observation {
            id: number(self.id),
            metric: self.metric.clone(),
            metric_version: u16::try_from(self.metric_version).unwrap_or_default(),
            scope: ScopeKey(self.scope_key.clone()),
            from: self.from_at,
            to: self.to_at,
            source: self.source.clone(),
            value: self.value,
            interval: self.low.map(|low| Interval { low, high: self.high }),
            class: self.class,
            method: text(&self.method),
            dedup: self.dedup,
            sampling_step_s: small(self.sampling_step_s),
            threshold_s: small(self.threshold_s),
            includes_replay: self.includes_replay,
            wording: text(&self.wording),
            evidence: has_evidence.then(|| Evidence {
                file: self.file.clone(),
                row: small(self.file_row),
                sha256: self.sha256.clone(),
                url: text(&self.url),
            }),
            as_of: self.as_of,
            supersedes: self.supersedes_id.map(number),
            reason: text(&self.reason),
        }
    }

    /// Whether nothing newer stands in its place.
    pub fn stands(&self) -> bool {
        self.superseded_by.is_none()
    }
}

macro_rules! columns {
    () => {
        "select o.id, o.key, o.scope_id, s.key as scope_key, m.code as metric, m.definition as metric_version,
                o.from_at, o.to_at, o.source, o.value, o.low, o.high, o.class, o.method, o.dedup, o.sampling_step_s,
                o.threshold_s, o.includes_replay, o.wording, o.file, o.file_row, o.sha256, o.url, o.as_of,
                o.published_at, o.entered_at, o.is_public, o.supersedes_id, p.key as supersedes,
                n.key as superseded_by, o.reason, o.sample
           from observation o
           join audience_scope s on s.id = o.scope_id
           join metric m on m.id = o.metric_id
           left join observation p on p.id = o.supersedes_id
           left join observation n on n.supersedes_id = o.id"
    };
}

/// All figures of a season, superseded ones too, in the order they came.
pub async fn of_season(db: &mut Db, season: SeasonId) -> Result<Vec<Figure>> {
    let sql = concat!(columns!(), " where s.season_id = $1 order by o.id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(season.0).fetch_all(conn).await)?)
}

/// The figures of a scope, in the order they came.
pub async fn of_scope(db: &mut Db, scope: i32) -> Result<Vec<Figure>> {
    let sql = concat!(columns!(), " where o.scope_id = $1 order by o.id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(scope).fetch_all(conn).await)?)
}

/// The figure with a key.
pub async fn by_key(db: &mut Db, key: &str) -> Result<Option<Figure>> {
    let sql = concat!(columns!(), " where o.key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// The figure that was read from the same row of the same file before.
pub async fn same_origin(db: &mut Db, figure: &Figure) -> Result<Option<Figure>> {
    let sql = concat!(
        columns!(),
        " where o.sha256 = $1
            and o.sha256 <> ''
            and o.supersedes_id is null
            and coalesce(o.file_row, -1) = $2
            and m.code = $3
            and m.definition = $4
            and o.scope_id = $5
            and o.from_at = $6
            and o.to_at = $7
          order by o.id"
    );
    Ok(db!(db, |conn| sqlx::query_as(sql)
        .bind(&figure.sha256)
        .bind(figure.file_row.unwrap_or(-1))
        .bind(&figure.metric)
        .bind(figure.metric_version)
        .bind(figure.scope_id)
        .bind(figure.from_at)
        .bind(figure.to_at)
        .fetch_optional(conn)
        .await)?)
}

/// Adds a figure.
pub async fn insert(tx: &mut Tx, figure: &Figure) -> Result<()> {
    let sql = "insert into observation
                      (key, scope_id, metric_id, from_at, to_at, source, value, low, high, class, method, dedup,
                       sampling_step_s, threshold_s, includes_replay, wording, file, file_row, sha256, url, as_of,
                       published_at, entered_at, is_public, supersedes_id, reason, sample)
               select $1, $2, m.id, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                      $22, $23, $24, $25, $26, $27, $28
                 from metric m
                where m.code = $3
                  and m.definition = $4";
    let added = db!(tx, |conn| sqlx::query(sql)
        .bind(&figure.key)
        .bind(figure.scope_id)
        .bind(&figure.metric)
        .bind(figure.metric_version)
        .bind(figure.from_at)
        .bind(figure.to_at)
        .bind(&figure.source)
        .bind(figure.value)
        .bind(figure.low)
        .bind(figure.high)
        .bind(figure.class.as_str())
        .bind(&figure.method)
        .bind(figure.dedup.as_str())
        .bind(figure.sampling_step_s)
        .bind(figure.threshold_s)
        .bind(figure.includes_replay)
        .bind(&figure.wording)
        .bind(&figure.file)
        .bind(figure.file_row)
        .bind(&figure.sha256)
        .bind(&figure.url)
        .bind(figure.as_of)
        .bind(figure.published_at)
        .bind(figure.entered_at)
        .bind(figure.is_public)
        .bind(figure.supersedes_id)
        .bind(&figure.reason)
        .bind(&figure.sample)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    // No such metric in this database.
    if added == 1 { Ok(()) } else { Err(Error::Conflict) }
}

#[derive(sqlx::FromRow)]
struct MetricRow {
    code: String,
    definition: i64,
    zh: String,
    en: String,
    unit: String,
    kind: String,
    threshold_s: Option<i64>,
    over_time: String,
    over_platforms: String,
    may_exceed_population: bool,
    cumulative: bool,
}

/// The metrics of this database, each in all its versions.
pub async fn book(db: &mut Db) -> Result<MetricBook> {
    let sql = "select code, definition, zh, en, unit, kind, threshold_s, over_time, over_platforms,
                      may_exceed_population, cumulative
                 from metric
                order by id";
    let rows: Vec<MetricRow> = db!(db, |conn| sqlx::query_as(sql).fetch_all(conn).await)?;
    let metrics: Vec<Metric> = rows.into_iter().map(metric).collect::<Result<_>>()?;
    MetricBook::of(metrics).map_err(|_| Error::Unfit("a metric stands twice".into()))
}

fn metric(row: MetricRow) -> Result<Metric> {
    let unfit = |what: &str| Error::Unfit(format!("metric {}: {what}", row.code));
    fn word<T: for<'a> Deserialize<'a>>(text: &str) -> Option<T> {
        serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
    }
    Ok(Metric {
        version: u16::try_from(row.definition).map_err(|_| unfit("version"))?,
        unit: word(&row.unit).ok_or_else(|| unfit("unit"))?,
        kind: word(&row.kind).ok_or_else(|| unfit("kind"))?,
        threshold_s: row.threshold_s.and_then(|seconds| u32::try_from(seconds).ok()),
        over_time: word(&row.over_time).ok_or_else(|| unfit("over_time"))?,
        over_platforms: word(&row.over_platforms).ok_or_else(|| unfit("over_platforms"))?,
        may_exceed_population: row.may_exceed_population,
        cumulative: row.cumulative,
        code: row.code,
        zh: row.zh,
        en: row.en,
    })
}
