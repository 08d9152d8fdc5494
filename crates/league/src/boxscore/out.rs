//! A box score and its plays for other programs: rows for spreadsheets, and the shape of LiveStats.

mod livestats;
mod rows;

pub use rows::{BOX_HEADER, Cell, PLAYS_HEADER, csv};
