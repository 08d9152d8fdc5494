//! Workbooks into cells. A reader that stumbles over a crafted file gives a refusal, not a crash.

use super::guard::{begins_formula, reaches_out};
use super::{BYTES_AT_MOST, CELLS_AT_MOST, COLUMNS_AT_MOST, ROWS_AT_MOST, Refused, SHEETS_AT_MOST};
use calamine::{Data, DataRef, ExcelDateTime, Reader, Xls, Xlsx, XlsxFormulaMetadata};
use chrono::NaiveDate;
use league::form::{Cell, Sheet, cell_name};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads an .xlsx that the guard has measured.
pub(super) fn xlsx(bytes: &[u8]) -> Result<Vec<Sheet>, Refused> {
    guarded(|| {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Refused::Damaged)?;
        let names = book.sheet_names();
        if names.len() > SHEETS_AT_MOST {
            return Err(Refused::TooManyCells);
        }
        let mut room = Room::new();
        names.into_iter().map(|name| xlsx_sheet(&mut book, name, &mut room)).collect()
    })
}

fn xlsx_sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: String, room: &mut Room) -> Result<Sheet, Refused> {
    let mut sheet = Growing::new(name.clone());
    // A sheet of a chart has no cells.
    let Ok(mut cells) = book.worksheet_cells_reader(&name) else { return Ok(sheet.sheet) };
    while let Some(record) = cells.next_cell_with_formula_metadata().map_err(|_| Refused::Damaged)? {
        let (row, column) = record.pos;
        let formula = match record.formula {
            Some(XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. }) => {
                Some(formula)
            }
            Some(_) => Some(String::new()),
            None => None,
        };
        let cell = match record.value {
            DataRef::Empty => Cell::Empty,
            DataRef::Int(number) => Cell::Number(number as f64),
            DataRef::Float(number) => Cell::Number(number),
            DataRef::String(text) => Cell::Text(text),
            DataRef::SharedString(text) => Cell::Text(text.to_owned()),
            DataRef::Bool(flag) => Cell::Flag(flag),
            DataRef::DateTime(day) => date(day),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(text),
            DataRef::Error(error) => Cell::Fault(error.to_string()),
        };
        sheet.put(row, column, cell, formula, room)?;
    }
    Ok(sheet.sheet)
}

/// Reads an .xls that was measured.
pub(super) fn xls(bytes: &[u8]) -> Result<Vec<Sheet>, Refused> {
    guarded(|| {
        let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|_| Refused::Damaged)?;
        let mut room = Room::new();
        let mut sheets = Vec::new();
        for name in book.sheet_names() {
            let mut sheet = Growing::new(name.clone());
            let cells = book.worksheet_range(&name).map_err(|_| Refused::Damaged)?;
            let (top, left) = cells.start().unwrap_or_default();
            for (row, column, value) in cells.used_cells() {
                let cell = match value {
                    Data::Empty => Cell::Empty,
                    Data::Int(number) => Cell::Number(*number as f64),
                    Data::Float(number) => Cell::Number(*number),
                    Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
                        Cell::Text(text.clone())
                    }
                    Data::Bool(flag) => Cell::Flag(*flag),
                    Data::DateTime(day) => date(*day),
                    Data::Error(error) => Cell::Fault(error.to_string()),
                };
                sheet.put(top + small(row), left + small(column), cell, None, &mut room)?;
            }
            let formulas = book.worksheet_formula(&name).map_err(|_| Refused::Damaged)?;
            let (top, left) = formulas.start().unwrap_or_default();
            for (row, column, formula) in formulas.used_cells() {
                sheet.formula(top + small(row), left + small(column), formula)?;
            }
            sheets.push(sheet.sheet);
        }
        Ok(sheets)
    })
}

fn guarded(read: impl FnOnce() -> Result<Vec<Sheet>, Refused>) -> Result<Vec<Sheet>, Refused> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(Refused::Damaged))
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn date(day: ExcelDateTime) -> Cell {
    if !day.is_datetime() || day.as_f64() < 1.0 {
        return Cell::Number(day.as_f64());
    }
    let (year, month, of_month, ..) = day.to_ymd_hms_milli();
    let read = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(of_month));
    read.map_or(Cell::Number(day.as_f64()), Cell::Date)
}

/// What may still be kept of a file: one long text that many cells share is kept for each of them.
struct Room {
    cells: usize,
    bytes: usize,
}

impl Room {
    fn new() -> Self {
        Self { cells: CELLS_AT_MOST, bytes: BYTES_AT_MOST * 2 }
    }

    fn take(&mut self, cells: usize, cell: &Cell) -> Result<(), Refused> {
        let bytes = if let Cell::Text(text) = cell { text.len() } else { 0 };
        self.cells = self.cells.checked_sub(cells).ok_or(Refused::TooManyCells)?;
        self.bytes = self.bytes.checked_sub(bytes).ok_or(Refused::TooManyCells)?;
        Ok(())
    }
}

/// A sheet that grows cell by cell and knows its limits.
struct Growing {
    sheet: Sheet,
}

impl Growing {
    fn new(name: String) -> Self {
        Self { sheet: Sheet { name, ..Sheet::default() } }
    }

    fn put(
        &mut self,
        row: u32,
        column: u32,
        cell: Cell,
        formula: Option<String>,
        room: &mut Room,
    ) -> Result<(), Refused> {
        if cell == Cell::Empty && formula.is_none() {
            return Ok(());
        }
        if row >= ROWS_AT_MOST || column >= COLUMNS_AT_MOST {
            return Err(Refused::TooManyCells);
        }
        let held = self.sheet.rows.get(row as usize).map_or(0, Vec::len);
        room.take((column as usize + 1).saturating_sub(held), &cell)?;
        let (at_row, at_column) = (row as usize, column as usize);
        if let Cell::Text(text) = &cell
            && begins_formula(text)
            && reaches_out(text)
        {
            return Err(Refused::Formula(cell_name(at_row, at_column)));
        }
        let rows = &mut self.sheet.rows;
        if rows.len() <= at_row {
            rows.resize(at_row + 1, Vec::new());
        }
        if rows[at_row].len() <= at_column {
            rows[at_row].resize(at_column + 1, Cell::Empty);
        }
        rows[at_row][at_column] = cell;
        formula.map_or(Ok(()), |formula| self.formula(row, column, &formula))
    }

    fn formula(&mut self, row: u32, column: u32, formula: &str) -> Result<(), Refused> {
        let place = (row as usize, column as usize);
        if reaches_out(formula) {
            return Err(Refused::Formula(cell_name(place.0, place.1)));
        }
        self.sheet.formulas.insert(place);
        Ok(())
    }
}
