//! Claims of the press, read from their wording alone and set against each other and against what is known.
//!
//! A claim is never called false: a finding names the rule, the rows and the numbers, and the reader judges.

mod ceilings;
mod context;
mod finding;
mod pairs;
mod ratios;
mod single;
mod table;
mod verb;
mod wording;
mod words;

pub use context::{CHANGBA, Context};
pub use finding::{Code, Finding};
pub use verb::{Family, Verb};
pub use wording::{Figure, Place, Scope, Span, figures};
pub use words::words;

use chrono::NaiveDate;
use finding::Row;
use serde_json::{Value, json};
use std::fmt;

#[cfg(test)]
mod tests;

/// Why claims could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClaimsError {
    Empty,
    TooLarge,
    NoWordingColumn,
    OpenQuote { line: usize },
    TooMany,
    Context(String),
}

impl fmt::Display for ClaimsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "the list of claims is empty"),
            Self::TooLarge => write!(f, "the list of claims is larger than 8 MB"),
            Self::NoWordingColumn => write!(f, "no column is called wording"),
            Self::OpenQuote { line } => write!(f, "the quote opened in line {line} is never closed"),
            Self::TooMany => write!(f, "more than {MOST_FIGURES} figures"),
            Self::Context(why) => write!(f, "the context cannot be read: {why}"),
        }
    }
}

impl std::error::Error for ClaimsError {}

/// Every figure is compared with every other: a list longer than this is no press review.
const MOST_FIGURES: usize = 5000;

/// Checks a list of claims: JSON text with `rows` and `findings`. An empty context is a context that knows nothing.
pub fn check(csv_text: &str, context_toml: &str) -> Result<String, ClaimsError> {
    let context = Context::parse(context_toml)?;
    let rows: Vec<Row> = table::read(csv_text)?
        .into_iter()
        .enumerate()
        .map(|(place, claim)| Row { place, figures: figures(&claim.wording, dated(&claim)), claim })
        .collect();
    if rows.iter().map(|row| row.figures.len()).sum::<usize>() > MOST_FIGURES {
        return Err(ClaimsError::TooMany);
    }
    let findings = findings(&rows, &context);
    let rows: Vec<Value> = rows.iter().map(|row| described(row, &findings)).collect();
    let findings: Vec<Value> = findings.iter().map(Finding::described).collect();
    Ok(format!("{:#}", json!({ "rows": rows, "findings": findings })))
}

fn findings(rows: &[Row], context: &Context) -> Vec<Finding> {
    let mut found = single::find(rows);
    found.extend(pairs::find(rows));
    found.extend(ceilings::find(rows, context));
    found.extend(ratios::find(rows, context));
    let place = |id: &str| rows.iter().position(|row| row.claim.id == id);
    found.sort_by_key(|finding| (place(&finding.claim), finding.code as u8));
    found.dedup();
    found
}

fn dated(claim: &table::Claim) -> Option<i32> {
    use chrono::Datelike;
    claim.season.or(claim.published.map(|day| day.year()))
}

fn described(row: &Row, findings: &[Finding]) -> Value {
    let of_row: Vec<Value> =
        findings.iter().filter(|f| f.claim == row.claim.id).map(Finding::described).collect();
    json!({
        "claim_id": row.claim.id,
        "line": row.claim.line,
        "season": row.claim.season,
        "season_certain": row.claim.season_certain,
        "published": row.claim.published,
        "publisher": row.claim.publisher,
        "wording": row.claim.wording,
        "as_of": row.figures.iter().find_map(|f| f.scope.as_of).or(row.claim.published).map(|d: NaiveDate| d.to_string()),
        "figures": row.figures.iter().map(figure).collect::<Vec<_>>(),
        "findings": of_row,
    })
}

fn figure(figure: &Figure) -> Value {
    let Figure { text, reading, unit, verb, family, scope, mixed, .. } = figure;
    json!({
        "text": text,
        "value": reading.value,
        "interval": [reading.interval.low, reading.interval.high],
        "low": reading.interval.low,
        "high": reading.interval.high,
        "rule": reading.rule,
        "unit": unit,
        "verb": verb.map(Verb::zh),
        "counts": family,
        "scope": scope,
        "mixed": mixed,
    })
}
