//! The figures of a season as they stood when one of them came, as JSON and CSV: the same question gives the same bytes,
//! whatever was entered or corrected since, for nothing in the ledger is ever changed.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::audience::find_season;
use super::audit::safe_cell;
use super::room::query;
use crate::access::Permission::ReadControl;
use crate::random::hex;
use crate::store::audience::{self, Figure, Scope};
use axum::body::Body;
use axum::extract::Path;
use axum::http::{Response, header};
use axum::response::IntoResponse;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// The columns, in the order of the file.
const COLUMNS: [&str; 20] = [
    "key",
    "about",
    "level",
    "day",
    "metric",
    "definition",
    "value",
    "low",
    "high",
    "class",
    "from",
    "to",
    "source",
    "method",
    "wording",
    "file",
    "file_row",
    "sha256",
    "as_of",
    "sample",
];

struct Standing {
    until: String,
    rows: Vec<[Value; COLUMNS.len()]>,
}

async fn standing(visitor: &Visitor, key: &str) -> Result<Standing, Error> {
    let mut db = visitor.read().await?;
    let season = find_season(visitor, &mut db, key, ReadControl).await?;
    let scopes = audience::scopes::of_season(&mut db, season.id).await?;
    let mut figures = audience::of_season(&mut db, season.id).await?;
    if let Some(until) = query(visitor).get("until") {
        let last = figures.iter().find(|figure| figure.key == *until).map(|figure| figure.id);
        let last = last.ok_or(Error::NotFound)?;
        figures.retain(|figure| figure.id <= last);
    }
    let until = figures.last().map(|figure| figure.key.clone()).unwrap_or_default();
    let replaced: BTreeSet<i32> = figures.iter().filter_map(|figure| figure.supersedes_id).collect();
    figures.retain(|figure| !replaced.contains(&figure.id));
    figures.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(Standing { until, rows: figures.iter().map(|figure| row(figure, &scopes)).collect() })
}

/// Keys and numbers only: a hall that is renamed changes no report.
fn row(figure: &Figure, scopes: &[Scope]) -> [Value; COLUMNS.len()] {
    let scope = scopes.iter().find(|scope| scope.id == figure.scope_id);
    [
        json!(figure.key),
        json!(figure.scope_key),
        json!(scope.map(|scope| scope.level.as_str())),
        json!(scope.filter(|scope| scope.fixture_id.is_none()).and_then(|scope| scope.day)),
        json!(figure.metric),
        json!(figure.metric_version),
        json!(figure.value),
        json!(figure.low),
        json!(figure.high),
        json!(figure.class.as_str()),
        json!(figure.from_at),
        json!(figure.to_at),
        json!(figure.source),
        json!(figure.method),
        json!(figure.wording),
        json!(figure.file),
        json!(figure.file_row),
        json!(figure.sha256),
        json!(figure.as_of),
        json!(figure.sample),
    ]
}

pub async fn json(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let found = standing(&visitor, &key).await?;
    let rows: Vec<Value> = found
        .rows
        .into_iter()
        .map(|row| Value::Object(COLUMNS.iter().map(|name| (*name).to_owned()).zip(row).collect()))
        .collect();
    let body = json!({ "season": key, "until": found.until, "observations": rows });
    Ok(file(format!("{body:#}\n"), "application/json", "json", &key))
}

pub async fn csv(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let found = standing(&visitor, &key).await?;
    let mut text = COLUMNS.join(",") + "\r\n";
    for row in found.rows {
        let cells = row.iter().map(|value| match value {
            Value::Null => String::new(),
            Value::String(text) => safe_cell(text),
            other => other.to_string(),
        });
        text.push_str(&cells.collect::<Vec<_>>().join(","));
        text.push_str("\r\n");
    }
    Ok(file(text, "text/csv; charset=utf-8", "csv", &key))
}

/// The file with the hash of its content, for the sheet of verification.
fn file(text: String, kind: &'static str, ending: &str, season: &str) -> Response<Body> {
    let hash = hex(&Sha256::digest(text.as_bytes()));
    let name = format!("attachment; filename=\"audience-{season}.{ending}\"");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::ETAG, format!("\"{hash}\"")),
    ];
    (headers, text).into_response()
}
