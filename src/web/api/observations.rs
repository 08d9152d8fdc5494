//! Figures of the audience: read by all what is public, written once, corrected by a new one.

use super::super::audience::scope_name;
use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::routes::Routes;
use super::operation::{CURSOR, How, LIMIT, Operation, Takes};
use super::paging::{List, page};
use super::respond::{Begun, shown};
use super::schema::{Described, answers};
use super::sent::Sent;
use super::{is_visible, known, query, season_place, visible_seasons};
use crate::access::Permission;
use crate::actions::audience as actions;
use crate::actions::input::{Field, Holds, optional, required};
use crate::store::audience::{self, Figure, Scope};
use crate::store::seasons::{self, Season};
use crate::store::{Db, Error as StoreError};
use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, Response, StatusCode};
use chrono::{DateTime, NaiveDate, Utc};
use league::audience::metric::MetricBook;

const FILTERS: &[Field] = &[
    LIMIT,
    CURSOR,
    optional("season", Holds::Key),
    optional("metric", Holds::Line(40)),
    optional("fixture", Holds::Key),
    optional("scope", Holds::Key),
];
const LIST: Operation =
    Operation::read("/api/v1/observations", "observations", "Figures that stand, oldest first")
        .asks(FILTERS)
        .gives(List::<ObservationOut>::schema);
const ITEM: Operation =
    Operation::read("/api/v1/observations/{key}", "observations", "One figure, superseded or not")
        .gives(ObservationOut::schema);
const NEW: Takes =
    Takes { fields: actions::FIELDS, parents: &[required("season", Holds::Key)], how: How::Creates };
const ANEW: Takes = Takes { fields: actions::CORRECTION_FIELDS, parents: &[], how: How::Creates };
const CREATE: Operation = Operation::write(
    "POST",
    "/api/v1/observations",
    "observations",
    "Put a figure into the ledger; the same row of the same file is taken once",
    NEW,
)
.gives(ObservationOut::schema);
const CORRECT: Operation = Operation::write(
    "POST",
    "/api/v1/observations/{key}/corrections",
    "observations",
    "Put a figure in the place of another, with a reason",
    ANEW,
)
.gives(ObservationOut::schema);
pub const OPERATIONS: &[Operation] = &[LIST, ITEM, CREATE, CORRECT];

pub fn routes(routes: Routes) -> Routes {
    routes
        .operation(&LIST, list)
        .operation(&ITEM, item)
        .operation(&CREATE, create)
        .operation(&CORRECT, correct)
}

answers! {
    /// A figure with everything it leads back to.
    struct ObservationOut {
        key: String,
        /// Key of the season
        season: String,
        about: AboutOut,
        metric: String,
        metric_version: i64,
        /// The unit of the metric: visit, person, show ..
        unit: String,
        /// Null is unknown, which is not nought
        value: Option<i64>,
        low: Option<i64>,
        /// Null beside `low`: open above
        high: Option<i64>,
        /// A counted with records .. E claimed
        class: String,
        method: Option<String>,
        source: String,
        dedup: String,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        as_of: DateTime<Utc>,
        published_at: Option<DateTime<Utc>>,
        wording: Option<String>,
        evidence: EvidenceOut,
        includes_replay: Option<bool>,
        threshold_s: Option<i64>,
        sampling_step_s: Option<i64>,
        /// Key of the figure it corrects
        supersedes: Option<String>,
        /// Key of the figure that corrects it
        superseded_by: Option<String>,
        reason: Option<String>,
        sample: bool,
    }

    /// What a figure is about.
    struct AboutOut {
        scope: String,
        level: String,
        name: String,
        fixture: Option<String>,
        venue: Option<String>,
        day: Option<NaiveDate>,
    }

    /// Where a figure stands.
    struct EvidenceOut {
        file: Option<String>,
        row: Option<i64>,
        sha256: Option<String>,
        url: Option<String>,
    }
}

fn out(
    figure: Figure,
    scope: &Scope,
    season: &Season,
    book: &MetricBook,
    visitor: &Visitor,
) -> ObservationOut {
    let metric = book.get(&figure.metric, u16::try_from(figure.metric_version).unwrap_or(1));
    ObservationOut {
        season: season.key.clone(),
        about: AboutOut {
            scope: scope.key.clone(),
            level: scope.level.as_str().into(),
            name: scope_name(scope, visitor.t()),
            fixture: scope.fixture_key.clone(),
            venue: scope.venue_key.clone(),
            day: scope.day,
        },
        unit: metric.map_or(String::new(), |metric| metric.unit.as_str().into()),
        class: figure.class.as_str().into(),
        dedup: figure.dedup.as_str().into(),
        method: known(&figure.method),
        wording: known(&figure.wording),
        evidence: EvidenceOut {
            file: known(&figure.file),
            row: figure.file_row,
            sha256: known(&figure.sha256),
            url: known(&figure.url),
        },
        reason: known(&figure.reason),
        sample: !figure.sample.is_empty(),
        key: figure.key,
        metric: figure.metric,
        metric_version: figure.metric_version,
        value: figure.value,
        low: figure.low,
        high: figure.high,
        source: figure.source,
        from: figure.from_at,
        to: figure.to_at,
        as_of: figure.as_of,
        published_at: figure.published_at,
        includes_replay: figure.includes_replay,
        threshold_s: figure.threshold_s,
        sampling_step_s: figure.sampling_step_s,
        supersedes: figure.supersedes,
        superseded_by: figure.superseded_by,
    }
}

fn may_see(visitor: &Visitor, figure: &Figure, season: &Season) -> bool {
    figure.is_public || visitor.may(Permission::ReadControl, &season_place(season))
}

async fn list(
    visitor: Visitor,
    RawQuery(asked): RawQuery,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let asked = query::read(FILTERS, asked.as_deref())?;
    let mut db = visitor.read().await?;
    let book = audience::book(&mut db).await?;
    let mut all = Vec::new();
    for season in visible_seasons(&mut db, &visitor, query::given(&asked, "season").as_deref()).await? {
        let scopes = audience::scopes::of_season(&mut db, season.id).await?;
        for figure in audience::of_season(&mut db, season.id).await? {
            let Some(scope) = scopes.iter().find(|scope| scope.id == figure.scope_id) else { continue };
            let fits = |name: &str, value: Option<&str>| {
                query::given(&asked, name).is_none_or(|wanted| value == Some(wanted.as_str()))
            };
            if figure.stands()
                && may_see(&visitor, &figure, &season)
                && fits("metric", Some(&figure.metric))
                && fits("fixture", scope.fixture_key.as_deref())
                && fits("scope", Some(&scope.key))
            {
                all.push(out(figure, scope, &season, &book, &visitor));
            }
        }
    }
    let page = page(all, &asked, |figure| &figure.key)?;
    shown(&visitor, &headers, &page, None)
}

async fn found(db: &mut Db, visitor: &Visitor, key: &str) -> Result<(Figure, Scope, Season), Error> {
    let figure = audience::by_key(db, key).await?.ok_or(Error::NotFound)?;
    let scope = audience::scopes::by_key(db, &figure.scope_key).await?.ok_or(StoreError::NotFound)?;
    let season = seasons::by_id(db, scope.season_id).await?;
    if is_visible(visitor, &season) && may_see(visitor, &figure, &season) {
        Ok((figure, scope, season))
    } else {
        Err(Error::NotFound)
    }
}

async fn item(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (figure, scope, season) = found(&mut db, &visitor, &key).await?;
    let book = audience::book(&mut db).await?;
    shown(&visitor, &headers, &out(figure, &scope, &season, &book, &visitor), Some(season.id))
}

async fn create(sent: Sent) -> Result<Response<Body>, Error> {
    let input = {
        let mut db = sent.visitor.read().await?;
        if !sent.visitor.may_somewhere(Permission::EditAudience) {
            return Err(Error::Forbidden);
        }
        let input = sent.input(&NEW)?;
        let season = seasons::by_key(&mut db, input.parents.get("season")).await?.ok_or(Error::NotFound)?;
        sent.visitor.must(Permission::EditAudience, &season_place(&season))?;
        input
    };
    let mut tx = match sent.begin().await? {
        Begun::Before(answer) => return Ok(answer),
        Begun::Now(tx) => tx,
    };
    let season = seasons::by_key(&mut tx, input.parents.get("season")).await?.ok_or(Error::NotFound)?;
    let made = actions::create(&mut tx, &season, &input.fields).await?;
    finish(&sent, tx, made).await
}

async fn correct(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    let (_, _, season) = found(&mut sent.visitor.read().await?, &sent.visitor, &key).await?;
    sent.visitor.must(Permission::EditAudience, &season_place(&season))?;
    let input = sent.input(&ANEW)?;
    let mut tx = match sent.begin().await? {
        Begun::Before(answer) => return Ok(answer),
        Begun::Now(tx) => tx,
    };
    let made = actions::correct(&mut tx, &key, &input.fields).await?;
    finish(&sent, tx, made).await
}

async fn finish(sent: &Sent, mut tx: crate::store::Tx, made: Figure) -> Result<Response<Body>, Error> {
    let (figure, scope, season) = found(&mut tx, &sent.visitor, &made.key).await?;
    let book = audience::book(&mut tx).await?;
    let said = out(figure, &scope, &season, &book, &sent.visitor);
    if tx.has_written() {
        return sent.finish(tx, StatusCode::CREATED, &said).await;
    }
    // The same row of the same file: what is there already.
    sent.repeated(StatusCode::CREATED, &said)
}
