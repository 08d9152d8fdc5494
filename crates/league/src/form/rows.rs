//! What each row below the header is: a player, or something that only looks like one.

use super::cell::{Cell, Sheet};
use super::header::Header;
use super::label::{Names, fold};
use super::template::EXAMPLE;
use serde::Serialize;

/// Why a row is no player.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    Example,
    Header,
    Footer,
    /// Something is filled in, but neither a name nor a number.
    Nobody,
    /// A leader, coach or doctor, read into the club's block.
    Official,
}

/// A row with something in it.
pub(super) enum Found {
    Blank,
    Other(Why),
    Player,
}

const EXAMPLES: &[&str] = &[EXAMPLE, "样例", "范例", "sample", "example", "eg"];

const FOOTERS: &[&str] = &[
    "盖章",
    "签字",
    "签名",
    "签章",
    "合计",
    "共计",
    "总计",
    "注意",
    "备注",
    "说明",
    "填表",
    "审核",
    "填报",
    "联系人",
    "年月日",
    "领队",
    "教练",
    "负责人",
    "stamp",
    "signature",
    "total",
    "note",
    "remark",
    "signed",
];

/// Says what a row below the header is.
pub(super) fn found(sheet: &Sheet, row: usize, header: &Header<'_>, club: &Names<'_>) -> Found {
    let cells = &sheet.rows[row];
    let texts: Vec<String> =
        cells.iter().filter(|cell| !cell.is_blank()).map(|cell| fold(&cell.text())).collect();
    if texts.is_empty() {
        return Found::Blank;
    }
    let marked = |text: &String| {
        let mark = text.trim_matches(|c: char| matches!(c, '(' | ')') || c.is_numeric());
        EXAMPLES.contains(&mark)
    };
    let begins = |key: &str| {
        let text =
            header.column(key).map(|column| fold(&sheet.cell(row, column.at).text())).unwrap_or_default();
        EXAMPLES.iter().any(|mark| text.trim_start_matches('(').starts_with(mark))
    };
    // A firm or a person may be called so; a whole cell, or the beginning of a remark, says it of the row.
    if texts.iter().any(marked) || begins("serial") || begins("remark") {
        return Found::Other(Why::Example);
    }
    let repeats = header.columns.iter().filter(|column| column.field.is_some());
    let same =
        repeats.filter(|column| fold(&sheet.cell(row, column.at).text()) == fold(&column.label)).count();
    if same >= 3 {
        return Found::Other(Why::Header);
    }
    // Numbered rows and drop-downs left at their first choice are no players.
    let telling = ["name", "id_number", "birth", "shirt", "phone"];
    let filled: Vec<&str> = telling
        .into_iter()
        .filter(|key| header.column(key).is_some_and(|column| !sheet.cell(row, column.at).is_blank()))
        .collect();
    let first = texts.first().map_or("", String::as_str);
    let speaks = |text: &str| FOOTERS.iter().any(|word| text.contains(word)) || text.starts_with('注');
    let opens = cells.iter().find(|cell| !cell.is_blank());
    let footer = speaks(first) || opens.is_some_and(is_sentence) || club.find(first).is_some();
    let serial_only = header.column("serial").is_some_and(|column| !sheet.cell(row, column.at).is_blank());
    match filled.as_slice() {
        // In the first column stands the name in some forms, and below it a line for the signature.
        [] | [_] if texts.len() <= 4 && footer => Found::Other(Why::Footer),
        [] if serial_only && texts.len() == 1 => Found::Blank,
        [] => Found::Other(Why::Nobody),
        _ => Found::Player,
    }
}

/// A label with its value, or more than a name and a department would be.
fn is_sentence(cell: &Cell) -> bool {
    match cell {
        Cell::Text(text) => text.contains(['：', ':', '。']) || text.trim().chars().count() > 40,
        _ => false,
    }
}
