//! Entry forms: a sheet of cells in, players with a verdict per row and per cell out.
//!
//! Reading is forgiving about how a thing is written and strict about what it means. Files, encodings and workbooks
//! are the caller's; here a sheet is cells.

mod cell;
mod club;
mod code;
mod date;
mod document;
mod field;
mod header;
mod kept;
mod label;
mod read;
mod report;
mod row;
mod rows;
mod template;
mod tidy;
mod value;

pub use cell::{Cell, Sheet, cell_name, place_of};
pub use code::CellCode;
pub use field::{Field, Fields, Kind, Presence};
pub use kept::{facts_of, texts_of};
pub use read::{Form, FormRefused, choose, read};
pub use report::{CellReport, Report, RowReport, Skipped, Tidied, check, report};
pub use rows::Why;
pub use template::{EXAMPLE, Template, TemplateColumn, template};
pub use value::read_sex;

#[cfg(test)]
mod tests;
