//! A sheet as any kind of file gives it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One cell, with the type it is stored as.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
    /// Writes into the cell that spreadsheets call so; nothing happens where there is none.
    pub fn mend(&mut self, name: &str, text: &str) -> bool {
        let Some((row, column)) = place_of(name) else { return false };
        let Some(cell) = self.rows.get_mut(row).and_then(|cells| cells.get_mut(column)) else { return false };
        *cell = if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
        self.formulas.remove(&(row, column));
        true
    }

    /// Empties a row, counted from 1 as spreadsheets do.
    pub fn leave_out(&mut self, row: u32) {
        let at = usize::try_from(row).unwrap_or(usize::MAX).wrapping_sub(1);
        if let Some(cells) = self.rows.get_mut(at) {
            cells.fill(Cell::Empty);
        }
    }

    /// A cell; outside of the sheet there is nothing.
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        self.rows.get(row).and_then(|cells| cells.get(column)).unwrap_or(&Cell::Empty)
    }
}

/// The name of a cell as spreadsheets show it: row 4 and column 1 are B5.
pub fn cell_name(row: usize, column: usize) -> String {
    format!("{}{}", column_name(column), row + 1)
}

/// Row and column of a cell by its name: B5 is 4 and 1.
pub fn place_of(name: &str) -> Option<(usize, usize)> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = name.split_at(digits);
    if letters.is_empty() || letters.len() > 3 || !letters.chars().all(|c| c.is_ascii_uppercase()) {
        return None;
    }
    let column = letters.bytes().fold(0, |column, letter| column * 26 + usize::from(letter - b'A') + 1);
    Some((row.parse::<usize>().ok()?.checked_sub(1)?, column - 1))
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
