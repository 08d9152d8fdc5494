//! An export as a table of texts: comma, semicolon or tab, UTF-8 or UTF-16, or a list of JSON objects.

use super::ImportError;
use serde_json::Value;

const MOST_BYTES: usize = 10 << 20;
pub const MOST_ROWS: usize = 100_000;

/// A head and its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// Rows that only add up the others; they are not read.
    pub totals: usize,
    pub encoding: &'static str,
}

/// Reads an export.
pub fn read(bytes: &[u8]) -> Result<Table, ImportError> {
    if bytes.len() > MOST_BYTES {
        return Err(ImportError::TooLarge);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(ImportError::Workbook);
    }
    let (text, encoding) = decoded(bytes)?;
    let text = text.trim_start_matches('\u{feff}').trim();
    let (head, rows) = if text.starts_with(['{', '[']) { from_json(text)? } else { from_csv(text)? };
    whole(head, rows, encoding)
}

impl Table {
    /// A sheet of a workbook: the first row with two words in it is the head, what stands above is a title.
    pub fn of_cells(cells: Vec<Vec<String>>) -> Result<Self, ImportError> {
        let words = |row: &Vec<String>| row.iter().filter(|cell| !cell.trim().is_empty()).count();
        let at = cells.iter().position(|row| words(row) >= 2).ok_or(ImportError::Empty)?;
        let mut rows = cells.into_iter().skip(at);
        let head = rows.next().unwrap_or_default().iter().map(|cell| cell.trim().to_owned()).collect();
        let rows: Vec<Vec<String>> = rows.filter(|row| words(row) > 0).collect();
        if rows.len() > MOST_ROWS {
            return Err(ImportError::TooManyRows);
        }
        whole(head, rows, "workbook")
    }
}

fn whole(head: Vec<String>, rows: Vec<Vec<String>>, encoding: &'static str) -> Result<Table, ImportError> {
    if head.is_empty() {
        return Err(ImportError::Empty);
    }
    let all = rows.len();
    let is_total = |row: &Vec<String>| {
        matches!(
            row.first().map(|cell| cell.trim().to_lowercase()).as_deref(),
            Some("total" | "合计" | "总计" | "汇总")
        )
    };
    let rows: Vec<Vec<String>> = rows.into_iter().filter(|row| !is_total(row)).collect();
    Ok(Table { head, totals: all - rows.len(), rows, encoding })
}

fn decoded(bytes: &[u8]) -> Result<(String, &'static str), ImportError> {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16(&units).map_err(|_| ImportError::Encoding)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => Ok((wide(rest, u16::from_le_bytes)?, "utf-16le")),
        [0xfe, 0xff, rest @ ..] => Ok((wide(rest, u16::from_be_bytes)?, "utf-16be")),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Ok((text.to_owned(), "utf-8")),
            // What a Chinese Windows saves as CSV.
            Err(_) => encoding_rs::GB18030
                .decode_without_bom_handling_and_without_replacement(bytes)
                .map(|text| (text.into_owned(), "gb18030"))
                .ok_or(ImportError::Encoding),
        },
    }
}

type Cells = (Vec<String>, Vec<Vec<String>>);

fn from_csv(text: &str) -> Result<Cells, ImportError> {
    let first = text.lines().next().ok_or(ImportError::Empty)?;
    let count = |mark: char| first.matches(mark).count();
    let delimiter = [',', ';', '\t'].into_iter().rev().max_by_key(|mark| count(*mark)).unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .flexible(true)
        .from_reader(text.as_bytes());
    let head = reader.headers().map_err(|error| ImportError::Csv(error.to_string()))?;
    let head: Vec<String> = head.iter().map(|cell| cell.trim().to_owned()).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| ImportError::Csv(error.to_string()))?;
        if rows.len() == MOST_ROWS {
            return Err(ImportError::TooManyRows);
        }
        rows.push(record.iter().map(|cell| cell.trim().to_owned()).collect());
    }
    Ok((head, rows))
}

/// One object, a list of objects, or an object with one list of objects in it.
fn from_json(text: &str) -> Result<Cells, ImportError> {
    let value: Value = serde_json::from_str(text).map_err(|error| ImportError::Json(error.to_string()))?;
    let list = |value: &Value| value.as_array().filter(|items| items.iter().any(Value::is_object)).cloned();
    let items = match &value {
        Value::Array(items) => items.clone(),
        Value::Object(members) => members.values().find_map(list).unwrap_or_else(|| vec![value.clone()]),
        _ => return Err(ImportError::Empty),
    };
    if items.len() > MOST_ROWS {
        return Err(ImportError::TooManyRows);
    }
    let mut head: Vec<String> = Vec::new();
    for name in items.iter().filter_map(Value::as_object).flat_map(|members| members.keys()) {
        if !head.contains(name) {
            head.push(name.clone());
        }
    }
    let cell = |value: Option<&Value>| match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(other) => other.to_string(),
    };
    let rows = items.iter().map(|item| head.iter().map(|name| cell(item.get(name))).collect()).collect();
    Ok((head, rows))
}
