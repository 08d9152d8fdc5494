//! A sheet as any kind of file gives it.

use chrono::NaiveDate;
use std::collections::BTreeSet;

/// One cell, with the type it is stored as.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    #[default]
    Empty,
    Text(String),
    /// A number as spreadsheets store it: fifteen digits and no more.
    Number(f64),
    Date(NaiveDate),
    Flag(bool),
    /// An error of the spreadsheet, for example #N/A.
    Fault(String),
}

/// One sheet of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    pub name: String,
    pub rows: Vec<Vec<Cell>>,
    /// Cells that hold a formula; the cell itself is its last value. Row and column from 0.
    pub formulas: BTreeSet<(usize, usize)>,
}

impl Cell {
    /// What stands in the cell, as text.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Fault(text) => text.trim().to_owned(),
            Self::Number(number) if number.fract() == 0.0 && number.abs() < 1e18 => format!("{number:.0}"),
            Self::Number(number) => number.to_string(),
            Self::Date(day) => day.to_string(),
            Self::Flag(flag) => if *flag { "TRUE" } else { "FALSE" }.to_owned(),
        }
    }

    /// Nothing to be seen.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => {
                text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}'))
            }
            _ => false,
        }
    }
}

impl Sheet {
    /// A cell; outside of the sheet there is nothing.
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        self.rows.get(row).and_then(|cells| cells.get(column)).unwrap_or(&Cell::Empty)
    }
}

/// The name of a cell as spreadsheets show it: row 4 and column 1 are B5.
pub fn cell_name(row: usize, column: usize) -> String {
    format!("{}{}", column_name(column), row + 1)
}

/// A, B, .. Z, AA, ..
pub(super) fn column_name(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}
