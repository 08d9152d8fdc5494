//! Text into cells: UTF-8 with or without its mark, UTF-16 as spreadsheets save it, GBK.

use super::guard::{begins_formula, reaches_out};
use super::{CELLS_AT_MOST, COLUMNS_AT_MOST, ROWS_AT_MOST, Refused};
use encoding_rs::{Encoding, GB18030, UTF_8};
use league::form::{Cell, Sheet, cell_name};

/// Reads a file of separated values.
pub(super) fn csv(bytes: &[u8]) -> Result<Sheet, Refused> {
    let text = decoded(bytes)?;
    if text.contains('\0') {
        return Err(Refused::Kind);
    }
    if text.trim_start().starts_with('<') {
        return Err(Refused::Markup);
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut sheet = Sheet { name: "csv".into(), ..Sheet::default() };
    let mut cells = 0;
    for record in reader.records() {
        let record = record.map_err(|_| Refused::Damaged)?;
        // Empty lines have no record; row numbers are those an editor shows.
        let line = record.position().map_or(0, csv::Position::line);
        let row = usize::try_from(line.saturating_sub(1)).map_err(|_| Refused::TooManyCells)?;
        let row = row.max(sheet.rows.len());
        cells += record.len();
        if row >= ROWS_AT_MOST as usize || record.len() > COLUMNS_AT_MOST as usize || cells > CELLS_AT_MOST {
            return Err(Refused::TooManyCells);
        }
        sheet.rows.resize(row, Vec::new());
        let mut read = Vec::with_capacity(record.len());
        for (column, text) in record.iter().enumerate() {
            if begins_formula(text) {
                if reaches_out(text) {
                    return Err(Refused::Formula(cell_name(row, column)));
                }
                if text.trim_start().starts_with(['=', '@']) {
                    sheet.formulas.insert((row, column));
                }
            }
            read.push(if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) });
        }
        sheet.rows.push(read);
    }
    if sheet.rows.is_empty() {
        return Err(Refused::Empty);
    }
    Ok(sheet)
}

fn decoded(bytes: &[u8]) -> Result<String, Refused> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => GB18030,
    };
    let (text, _, wrong) = encoding.decode(bytes);
    if wrong { Err(Refused::Encoding) } else { Ok(text.into_owned()) }
}

/// The mark that stands most often in the first lines.
fn delimiter(text: &str) -> u8 {
    let head: String = text.lines().take(20).collect();
    let most = [b',', b'\t', b';']
        .into_iter()
        .max_by_key(|mark| (head.bytes().filter(|byte| byte == mark).count(), *mark == b','));
    most.unwrap_or(b',')
}
