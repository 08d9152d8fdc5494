//! The form as a workbook. Every cell is written as text with a quote before it, so none can become a formula.

use league::boxscore::out::Cell;
use league::form::{Template, TemplateColumn};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Workbook, Worksheet, XlsxError,
};

/// Writes a template: the form on the first sheet, the rules in words on the second.
pub fn form(template: &Template) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same rules give the same file, whenever it is written.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2025, 1, 1)?));
    entry(book.add_worksheet(), template)?;
    rules(book.add_worksheet(), template)?;
    book.save_to_buffer()
}

pub(super) fn text() -> Format {
    Format::new().set_num_format("@").set_quote_prefix().set_border(FormatBorder::Thin)
}

pub(super) fn label() -> Format {
    text()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_background_color(Color::RGB(0xe8_ee_f4))
}

fn entry(sheet: &mut Worksheet, template: &Template) -> Result<(), XlsxError> {
    sheet.set_name("报名表")?;
    let last_column = column_of(template.columns.len().saturating_sub(1));
    let title = format!("{} 报名表 Entry form", template.title.zh);
    let heading =
        Format::new().set_bold().set_font_size(14).set_align(FormatAlign::Center).set_quote_prefix();
    sheet.merge_range(0, 0, 0, last_column.max(1), title.trim(), &heading)?;
    let mut row = 1;
    for pair in template.club.chunks(2) {
        for (place, name) in pair.iter().enumerate() {
            let column = column_of(place * 4);
            sheet.merge_range(
                row,
                column,
                row,
                column + 1,
                &format!("{}\n{}", name.zh, name.en),
                &label(),
            )?;
            sheet.merge_range(row, column + 2, row, column + 3, "", &text())?;
        }
        sheet.set_row_height(row, 30)?;
        row += 1;
    }
    row += 1;
    let header = row;
    for (place, column) in template.columns.iter().enumerate() {
        let star = if column.required { "*" } else { "" };
        let name = format!("{}{star}\n{}", column.label.zh, column.label.en);
        sheet.write_string_with_format(header, column_of(place), name, &label())?;
        sheet.set_column_width(column_of(place), f64::from(column.width))?;
        sheet.set_column_format(column_of(place), &Format::new().set_num_format("@"))?;
    }
    sheet.set_row_height(header, 32)?;
    let grey = text()
        .set_font_color(Color::RGB(0x80_80_80))
        .set_italic()
        .set_background_color(Color::RGB(0xf2_f2_f2));
    for (example, cells) in template.examples.iter().enumerate() {
        for (place, cell) in cells.iter().enumerate() {
            sheet.write_string_with_format(header + 1 + row_of(example), column_of(place), cell, &grey)?;
        }
    }
    let first = header + 1 + row_of(template.examples.len());
    let last = first + template.blank_rows - 1;
    for row in first..=last {
        for (place, column) in template.columns.iter().enumerate() {
            match column.key.as_str() {
                "serial" => {
                    sheet.write_string_with_format(
                        row,
                        column_of(place),
                        (row - first + 1).to_string(),
                        &text(),
                    )?;
                }
                _ => {
                    sheet.write_blank(row, column_of(place), &text())?;
                }
            }
        }
    }
    for (place, column) in
        template.columns.iter().enumerate().filter(|(_, column)| !column.choices.is_empty())
    {
        sheet.add_data_validation(first, column_of(place), last, column_of(place), &choices(column)?)?;
    }
    sheet.set_freeze_panes(header + 1, 2)?;
    Ok(())
}

/// A drop-down that warns and still lets people write something else: the check decides.
fn choices(column: &TemplateColumn) -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_list_strings(&column.choices)?
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title("请从列表中选择")?
        .set_error_message(column.choices.join(" / "))
}

fn rules(sheet: &mut Worksheet, template: &Template) -> Result<(), XlsxError> {
    sheet.set_name("填写说明与规则")?;
    let wrapped = text().set_text_wrap().set_align(FormatAlign::Top);
    for (column, (name, width)) in
        [("条款 No.", 12), ("内容", 60), ("In English", 60)].into_iter().enumerate()
    {
        sheet.write_string_with_format(0, column_of(column), name, &label())?;
        sheet.set_column_width(column_of(column), width)?;
    }
    let hints = template.hints.iter().map(|hint| ("", hint));
    let numbered = template.rules.iter().map(|(number, wording)| (number.as_str(), wording));
    for (row, (number, wording)) in hints.chain(numbered).enumerate() {
        for (column, words) in [number, &wording.zh, &wording.en].into_iter().enumerate() {
            sheet.write_string_with_format(1 + row_of(row), column_of(column), words, &wrapped)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

pub(super) fn column_of(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}

pub(super) fn row_of(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// A plain table as a workbook: figures as numbers, words as text that cannot become a formula.
pub fn figures(name: &str, header: &[&str], rows: &[Vec<Cell>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2025, 1, 1)?));
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    let text = Format::new().set_num_format("@").set_quote_prefix();
    let bold = text.clone().set_bold();
    for (column, word) in header.iter().enumerate() {
        sheet.write_string_with_format(0, column_of(column), *word, &bold)?;
    }
    for (row, cells) in (1_u32..).zip(rows) {
        for (column, cell) in cells.iter().enumerate() {
            match cell {
                Cell::Text(words) => {
                    sheet.write_string_with_format(row, column_of(column), words, &text)?;
                }
                // No figure of a game is large enough to lose a digit.
                Cell::Number(number) => {
                    sheet.write_number(row, column_of(column), *number as f64)?;
                }
                Cell::Nothing => {}
            }
        }
    }
    book.save_to_buffer()
}
