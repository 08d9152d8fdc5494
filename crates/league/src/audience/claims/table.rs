//! The list of claims as comma-separated text: quoted fields, any order of columns.

use super::ClaimsError;
use chrono::NaiveDate;

/// One claim as pasted; what a person may have filled in as its answer is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    pub id: String,
    pub line: usize,
    pub season: Option<i32>,
    /// False for "2023?": someone guessed.
    pub season_certain: bool,
    pub published: Option<NaiveDate>,
    pub publisher: String,
    pub wording: String,
}

const MOST_BYTES: usize = 8 << 20;

/// Reads the claims; only the column `wording` must be there.
pub fn read(text: &str) -> Result<Vec<Claim>, ClaimsError> {
    if text.len() > MOST_BYTES {
        return Err(ClaimsError::TooLarge);
    }
    let mut rows = records(text.trim_start_matches('\u{feff}'))?.into_iter();
    let (_, head) = rows.next().ok_or(ClaimsError::Empty)?;
    let column = |name: &str| head.iter().position(|title| title.trim().eq_ignore_ascii_case(name));
    let wording = column("wording").ok_or(ClaimsError::NoWordingColumn)?;
    let id = column("claim_id").or_else(|| column("id"));
    let (season, published, publisher) = (column("season"), column("published"), column("publisher"));
    let claims = rows.map(|(line, fields)| {
        let field = |place: Option<usize>| place.and_then(|p| fields.get(p)).map_or("", |f| f.trim());
        let season = field(season);
        Claim {
            id: Some(field(id)).filter(|id| !id.is_empty()).map_or(format!("line {line}"), str::to_owned),
            line,
            season: year(season),
            season_certain: year(season).is_some() && !season.contains(['?', '？']),
            published: date(field(published)),
            publisher: field(publisher).to_owned(),
            wording: field(Some(wording)).to_owned(),
        }
    });
    Ok(claims.collect())
}

/// The first four digits that can be a year.
pub fn year(text: &str) -> Option<i32> {
    let digits: String =
        text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|year| (1900..2200).contains(year))
}

fn date(text: &str) -> Option<NaiveDate> {
    let text = text.replace('/', "-");
    NaiveDate::parse_from_str(text.get(..10).unwrap_or(&text), "%Y-%m-%d").ok()
}

type Record = (usize, Vec<String>);

fn records(text: &str) -> Result<Vec<Record>, ClaimsError> {
    let (mut rows, mut fields, mut field) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut line, mut first_line) = (false, 1, 1);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if field.is_empty() => quoted = true,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                line += 1;
                fields.push(std::mem::take(&mut field));
                rows.push((first_line, std::mem::take(&mut fields)));
                first_line = line;
            }
            '\r' if !quoted => {}
            other => {
                line += usize::from(other == '\n');
                field.push(other);
            }
        }
    }
    if quoted {
        return Err(ClaimsError::OpenQuote { line: first_line });
    }
    if !field.is_empty() || !fields.is_empty() {
        fields.push(field);
        rows.push((first_line, fields));
    }
    rows.retain(|(_, fields)| fields.iter().any(|f| !f.trim().is_empty()));
    Ok(rows)
}
