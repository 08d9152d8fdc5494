//! A plain table as a workbook: every cell is text, so that nothing in it is ever calculated.

use super::write::{column_of, label, row_of, text};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

/// Writes a table: its columns with their widths, then its rows.
pub fn table(name: &str, columns: &[(&str, u8)], rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same rows give the same file, whenever it is written.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2025, 1, 1)?));
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    for (place, (words, width)) in columns.iter().enumerate() {
        sheet.write_string_with_format(0, column_of(place), *words, &label())?;
        sheet.set_column_width(column_of(place), f64::from(*width))?;
        sheet.set_column_format(column_of(place), &rust_xlsxwriter::Format::new().set_num_format("@"))?;
    }
    for (number, row) in rows.iter().enumerate() {
        for (place, cell) in row.iter().enumerate() {
            sheet.write_string_with_format(1 + row_of(number), column_of(place), cell, &text())?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}
