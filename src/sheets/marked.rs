//! The form that was sent, with its faults marked: the same cells in the same places, red where something is wrong, a
//! note that says what, and a last column with the verdict on each row.

use chrono::Datelike;
use league::eligibility::Verdict;
use league::form::{Cell, CellReport, Report, Sheet, place_of};
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, Note, Workbook, Worksheet, XlsxError};
use std::collections::BTreeMap;

/// Writes a sheet with what its report says of it.
pub fn marked(sheet: &Sheet, report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2025, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let page = book.add_worksheet();
    let said = said(report);
    let widest = sheet.rows.iter().map(Vec::len).max().unwrap_or(0);
    for (row, cells) in sheet.rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let here = said.get(&(row, column));
            write(page, (row, column), cell, here.map(|(verdict, _)| *verdict))?;
            if let Some((_, words)) = here {
                page.insert_note(number(row), small(column), &Note::new(words).set_author("changba"))?;
            }
        }
    }
    for row in &report.rows {
        let at = usize::try_from(row.row).unwrap_or(1).saturating_sub(1);
        let reasons = row.reasons.iter().filter(|reason| reason.verdict != Verdict::Ok);
        let lines = reasons.map(|reason| {
            format!("{} {} ({} → {})", reason.number, reason.wording.zh, reason.found, reason.expected)
        });
        let bring = row.bring.iter().map(|thing| format!("请带 bring: {}", thing.zh));
        let verdict = match row.verdict {
            Verdict::Ok => "✓ 符合 fine",
            Verdict::Warning => "▲ 待核 look",
            Verdict::Error => "✕ 不符 no",
        };
        let text =
            std::iter::once(verdict.to_owned()).chain(lines).chain(bring).collect::<Vec<_>>().join("\n");
        page.write_string_with_format(number(at), small(widest), text, &style(Some(row.verdict)))?;
    }
    page.set_column_width(small(widest), 48)?;
    book.save_to_buffer()
}

fn said(report: &Report) -> BTreeMap<(usize, usize), (Verdict, String)> {
    let cells = report.rows.iter().flat_map(|row| &row.cells).chain(&report.club.cells);
    let mut said: BTreeMap<(usize, usize), (Verdict, String)> = BTreeMap::new();
    for cell in cells {
        if let Some(place) = place_of(&cell.cell) {
            let here = said.entry(place).or_insert((cell.verdict, String::new()));
            here.0 = here.0.max(cell.verdict);
            here.1.push_str(&words(cell));
        }
    }
    said
}

fn words(cell: &CellReport) -> String {
    format!("{}\n{}\n→ {}\n", cell.message.zh, cell.message.en, cell.expected)
}

fn style(verdict: Option<Verdict>) -> Format {
    let text = Format::new().set_num_format("@").set_quote_prefix().set_text_wrap();
    match verdict {
        Some(Verdict::Error) => text.set_background_color(Color::RGB(0xff_c7_c2)),
        Some(Verdict::Warning) => text.set_background_color(Color::RGB(0xff_e9_a8)),
        _ => text,
    }
}

/// What was text stays text, so that no cell can begin a formula; a number stays a number, so that its fault stays too.
fn write(
    page: &mut Worksheet,
    (row, column): (usize, usize),
    cell: &Cell,
    verdict: Option<Verdict>,
) -> Result<(), XlsxError> {
    let (row, column) = (number(row), small(column));
    match cell {
        Cell::Empty if verdict.is_none() => Ok(()),
        Cell::Empty => page.write_blank(row, column, &style(verdict)).map(drop),
        Cell::Number(value) => {
            let mut format = Format::new();
            if verdict == Some(Verdict::Error) {
                format = format.set_background_color(Color::RGB(0xff_c7_c2));
            }
            page.write_number_with_format(row, column, *value, &format).map(drop)
        }
        Cell::Date(day) => {
            let text = format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day());
            page.write_string_with_format(row, column, text, &style(verdict)).map(drop)
        }
        other => page.write_string_with_format(row, column, other.text(), &style(verdict)).map(drop),
    }
}

fn number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

fn small(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}
