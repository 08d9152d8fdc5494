//! Tables for people who calculate: real dates, hours and numbers, filters, a head that stays, a page that explains.
//!
//! Texts are written as texts with a quote before them, so no cell ever becomes a formula.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// A workbook to be written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    pub pages: Vec<Page>,
    /// What the last page explains: a term and what it means.
    pub explained: Vec<(String, String)>,
    pub explanation_title: String,
}

/// One sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    pub name: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Value>>,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub title: String,
    /// In characters.
    pub width: f64,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Empty,
    Text(String),
    Whole(i64),
    Date(NaiveDate),
    Time(NaiveTime),
}

impl Value {
    /// A text, or nothing.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// A number, or nothing.
    pub fn whole(number: Option<i64>) -> Self {
        number.map_or(Self::Empty, Self::Whole)
    }
}

/// Writes the workbook; the same report gives the same bytes.
pub fn write(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2025, 1, 1)?));
    for page in &report.pages {
        fill(book.add_worksheet(), page)?;
    }
    explain(book.add_worksheet(), report)?;
    book.save_to_buffer()
}

fn body() -> Format {
    Format::new()
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0xc8_ce_d2))
        .set_align(FormatAlign::Top)
}

fn words() -> Format {
    body().set_num_format("@").set_quote_prefix().set_text_wrap()
}

fn head() -> Format {
    words().set_bold().set_background_color(Color::RGB(0x14_18_1b)).set_font_color(Color::White)
}

fn fill(sheet: &mut Worksheet, page: &Page) -> Result<(), XlsxError> {
    sheet.set_name(sheet_name(&page.name))?;
    for (column, own) in (0u16..).zip(&page.columns) {
        sheet.set_column_width(column, own.width)?;
        sheet.write_string_with_format(0, column, &own.title, &head())?;
    }
    let date = body().set_num_format("yyyy-mm-dd");
    let time = body().set_num_format("hh:mm");
    let (words, number, empty) = (words(), body().set_num_format("0"), body());
    for (row, cells) in (1u32..).zip(&page.rows) {
        for (column, cell) in (0u16..).zip(cells) {
            match cell {
                Value::Empty => sheet.write_blank(row, column, &empty)?,
                Value::Text(text) => sheet.write_string_with_format(row, column, clipped(text), &words)?,
                // A number of Excel holds 15 digits; a league's figures have fewer.
                Value::Whole(whole) => sheet.write_number_with_format(row, column, *whole as f64, &number)?,
                Value::Date(day) => {
                    let year = u16::try_from(day.year()).unwrap_or(1900);
                    let (month, day) = (day.month() as u8, day.day() as u8);
                    sheet.write_datetime_with_format(
                        row,
                        column,
                        ExcelDateTime::from_ymd(year, month, day)?,
                        &date,
                    )?
                }
                Value::Time(at) => {
                    let at = ExcelDateTime::from_hms(at.hour() as u16, at.minute() as u8, 0.0)?;
                    sheet.write_datetime_with_format(row, column, at, &time)?
                }
            };
        }
    }
    let last_row = u32::try_from(page.rows.len()).unwrap_or(u32::MAX);
    let last_column = u16::try_from(page.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    if last_row > 0 {
        sheet.autofilter(0, 0, last_row, last_column)?;
    }
    sheet.set_print_area(0, 0, last_row, last_column)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_footer("&C&P / &N");
    Ok(())
}

fn explain(sheet: &mut Worksheet, report: &Report) -> Result<(), XlsxError> {
    sheet.set_name(sheet_name(&report.explanation_title))?;
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 80)?;
    for (row, (term, meaning)) in (0u32..).zip(&report.explained) {
        sheet.write_string_with_format(row, 0, term, &words().set_bold())?;
        sheet.write_string_with_format(row, 1, meaning, &words())?;
    }
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

/// Excel takes 31 characters, and not these.
fn sheet_name(name: &str) -> String {
    let kept = |c: &char| !r"[]:*?/\'".contains(*c);
    let name: String = name.chars().filter(kept).take(31).collect();
    if name.trim().is_empty() { "-".to_owned() } else { name }
}

/// Excel takes 32,767 characters a cell.
fn clipped(text: &str) -> String {
    text.chars().take(32_000).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx};
    use std::io::Cursor;

    fn report() -> Report {
        let columns =
            ["日期", "时间", "得分", "球队"].map(|title| Column { title: title.into(), width: 12.0 });
        let row = vec![
            Value::Date(NaiveDate::from_ymd_opt(2025, 6, 13).unwrap()),
            Value::Time(NaiveTime::from_hms_opt(19, 30, 0).unwrap()),
            Value::Whole(78),
            Value::text("=cmd|'/c calc'!A1"),
        ];
        Report {
            pages: vec![Page { name: "赛程:2025/[A]".into(), columns: columns.into(), rows: vec![row] }],
            explained: vec![("得分".into(), "终场得分".into())],
            explanation_title: "说明".into(),
        }
    }

    #[test]
    fn cells_have_their_types_and_no_text_becomes_a_formula() {
        let bytes = write(&report()).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["赛程2025A", "说明"]);
        let sheet = book.worksheet_range("赛程2025A").unwrap();
        assert!(matches!(sheet.get_value((1, 0)), Some(Data::DateTime(_))));
        assert!(matches!(sheet.get_value((1, 1)), Some(Data::DateTime(_))));
        assert_eq!(sheet.get_value((1, 2)), Some(&Data::Float(78.0)));
        assert_eq!(sheet.get_value((1, 3)), Some(&Data::String("=cmd|'/c calc'!A1".into())));
        assert!(book.worksheet_formula("赛程2025A").unwrap().is_empty());
    }

    #[test]
    fn the_same_report_gives_the_same_bytes() {
        assert_eq!(write(&report()).unwrap(), write(&report()).unwrap());
    }
}
