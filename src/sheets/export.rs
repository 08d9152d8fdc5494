//! A platform's export of any kind as a table of texts.

use super::{Refused, guard};
use league::audience::import::{ImportError, Table, read};

/// Why an export is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    Workbook(Refused),
    Text(ImportError),
}

impl std::fmt::Display for Unread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Workbook(refused) => refused.fmt(f),
            Self::Text(error) => error.fmt(f),
        }
    }
}

/// Reads an export: of a workbook the first sheet with a head, else CSV or JSON.
pub fn export(name: &str, bytes: &[u8]) -> Result<Table, Unread> {
    let is_workbook = matches!(guard::kind(bytes), Ok(guard::Kind::Xlsx | guard::Kind::Xls));
    if !is_workbook && !bytes.starts_with(b"PK") && !bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return read(bytes).map_err(Unread::Text);
    }
    let sheets = super::open(name, bytes).map_err(Unread::Workbook)?;
    let cells = |sheet: league::form::Sheet| -> Vec<Vec<String>> {
        sheet.rows.iter().map(|row| row.iter().map(league::form::Cell::text).collect()).collect()
    };
    let mut tables = sheets.into_iter().map(|sheet| Table::of_cells(cells(sheet)));
    tables.find(Result::is_ok).unwrap_or(Err(ImportError::Empty)).map_err(Unread::Text)
}
