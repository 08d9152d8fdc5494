//! Spreadsheets in and out. What comes in may be hostile: it is measured before it is unpacked, nothing in it is ever
//! calculated, and a refusal is one sentence.

mod export;
mod guard;
pub mod lists;
mod marked;
mod old;
mod refused;
pub mod report;
mod table;
mod text;
mod workbook;
mod write;

pub use export::{Unread, export};
pub use marked::marked;
pub use refused::Refused;
pub use table::table;
pub use write::{figures, form};

use league::form::Sheet;

/// No form of a league is larger.
pub const BYTES_AT_MOST: usize = 10 * 1024 * 1024;
const SHEETS_AT_MOST: usize = 20;
const ROWS_AT_MOST: u32 = 20_000;
const COLUMNS_AT_MOST: u32 = 200;
const CELLS_AT_MOST: usize = 500_000;

/// The sheets of a file, told by what it holds; the ending of its name must not lie about it.
pub fn open(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Refused> {
    if bytes.len() > BYTES_AT_MOST {
        return Err(Refused::TooLarge);
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "xlsm" | "xltm" | "xlam" | "xlsb" | "xla" => return Err(Refused::Macros),
        "ods" | "et" | "doc" | "docx" | "wps" | "pdf" | "numbers" => return Err(Refused::Kind),
        _ => {}
    }
    let kind = guard::kind(bytes)?;
    let fits = match ending.as_str() {
        "xlsx" => kind == guard::Kind::Xlsx,
        "xls" => kind == guard::Kind::Xls,
        "csv" | "tsv" | "txt" => kind == guard::Kind::Text,
        _ => true,
    };
    if !fits {
        return Err(Refused::Ending { ending, holds: kind.as_str() });
    }
    match kind {
        guard::Kind::Xlsx => {
            guard::zip(bytes)?;
            workbook::xlsx(bytes)
        }
        guard::Kind::Xls => {
            old::measure(bytes)?;
            workbook::xls(bytes)
        }
        guard::Kind::Text => Ok(vec![text::csv(bytes)?]),
    }
}
