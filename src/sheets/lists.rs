//! A list as a workbook: texts stay texts, so that no cell becomes a formula, and amounts are numbers one can add up.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    /// An amount in fen, shown in yuan.
    Fen(i64),
    Count(i64),
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// One sheet of a workbook.
#[derive(Clone, Debug, Default)]
pub struct List {
    pub name: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// Writes lists, one a sheet. The same lists give the same file.
pub fn lists(lists: &[List]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2025, 1, 1)?));
    for list in lists {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&list.name))?;
        fill(sheet, list)?;
    }
    book.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, list: &List) -> Result<(), XlsxError> {
    let text = Format::new().set_num_format("@").set_quote_prefix();
    let head = text.clone().set_bold();
    let amount = Format::new().set_num_format("#,##0.00");
    for (column, name) in (0u16..).zip(&list.columns) {
        sheet.write_string_with_format(0, column, name, &head)?;
        sheet.set_column_width(column, 16)?;
    }
    for (row, cells) in (1u32..).zip(&list.rows) {
        for (column, cell) in (0u16..).zip(cells) {
            match cell {
                Cell::Text(words) => sheet.write_string_with_format(row, column, words, &text)?,
                // Two decimals are exact here: a spreadsheet knows no whole fen.
                Cell::Fen(fen) => {
                    sheet.write_number_with_format(row, column, *fen as f64 / 100.0, &amount)?
                }
                Cell::Count(count) => sheet.write_number(row, column, *count as f64)?,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// What Excel allows as the name of a sheet.
fn sheet_name(name: &str) -> String {
    name.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(31).collect()
}
