//! Reads one row into what is known of a player, and says what is wrong with each cell.

use super::cell::{Cell, Sheet, cell_name};
use super::code::CellCode;
use super::date;
use super::document::{self, Number};
use super::field::{Field, Kind};
use super::header::{Column, Header};
use super::label::fold;
use super::report::{CellReport, Tidied};
use super::value::{Cooked, cook};
use crate::eligibility::{Facts, Value};
use crate::identity::{IdNumber, Sex, mask, mask_runs};
use chrono::{Datelike, NaiveDate};

/// One row that was read.
#[derive(Default)]
pub(super) struct Reading {
    pub facts: Facts,
    pub cells: Vec<CellReport>,
    pub tidied: Vec<Tidied>,
    pub number: Option<Number>,
    pub masked: String,
    /// The cell of the document's number, or of the name.
    pub place: String,
}

impl Reading {
    /// Reads a row; `as_of` is the day on which a birth must be past.
    pub fn of(sheet: &Sheet, row: usize, header: &Header<'_>, as_of: NaiveDate) -> Self {
        let mut read = Self::default();
        for column in &header.columns {
            let Some(field) = column.field else { continue };
            let cell = sheet.cell(row, column.at);
            let at = cell_name(row, column.at);
            if read.place.is_empty() || field.kind == Kind::IdNumber {
                read.place.clone_from(&at);
            }
            if sheet.formulas.contains(&(row, column.at)) && field.key != "serial" {
                read.say(&at, field, CellCode::Formula, &cell.text(), "值 a value".into());
            }
            if cell.is_blank() {
                if field.required {
                    read.say(&at, field, CellCode::Missing, "", field.zh.clone());
                }
                continue;
            }
            if !matches!(field.kind, Kind::Document | Kind::IdNumber) {
                read.take(field, &at, cell, cook(field, cell));
            }
        }
        read.document(sheet, row, header);
        read.birth_and_sex(sheet, row, header, as_of);
        read
    }

    fn say(&mut self, at: &str, field: &Field, code: CellCode, found: &str, expected: String) {
        self.cells.push(CellReport::new(at.to_owned(), field, code, found, expected));
    }

    fn take(&mut self, field: &Field, at: &str, cell: &Cell, cooked: Cooked) {
        if let Some((code, expected)) = cooked.fault {
            self.say(at, field, code, &cell.text(), expected);
        }
        if let Some(day) = cooked.day {
            self.facts.set(format!("{}_date", field.key), Value::Date(day));
        }
        let Some(value) = cooked.value else { return };
        if matches!(
            field.kind,
            Kind::Name | Kind::Text | Kind::Date | Kind::Shirt | Kind::Height | Kind::Months | Kind::Phone
        ) {
            let (from, to) = (cell.text(), value.shown());
            // A date that is stored as one is only shown in another way.
            if from != to && !matches!(cell, Cell::Date(_)) {
                self.tidied.push(Tidied { cell: at.to_owned(), from: mask_runs(&from), to: mask_runs(&to) });
            }
        }
        self.facts.set(field.key.clone(), value);
    }

    /// The kind and the number of the document are read together.
    fn document(&mut self, sheet: &Sheet, row: usize, header: &Header<'_>) {
        let filled = |key: &str| header.column(key).filter(|column| !sheet.cell(row, column.at).is_blank());
        let mut kind = None;
        if let Some((column, field)) = filled("document").and_then(with_field) {
            let text = sheet.cell(row, column.at).text();
            kind = document::kind(&text);
            match kind {
                Some(name) => self.facts.set("document", Value::Text(name.to_owned())),
                None => {
                    let expected = field.choices.join(" / ");
                    self.say(&cell_name(row, column.at), field, CellCode::DocumentUnknown, &text, expected);
                }
            }
        }
        let Some((column, field)) = filled("id_number").and_then(with_field) else { return };
        let (cell, at) = (sheet.cell(row, column.at), cell_name(row, column.at));
        let text = cell.text();
        match document::number(cell, kind) {
            Ok((number, doubt)) => {
                self.masked = mask(number.whole());
                if let Some(code) = doubt {
                    self.say(&at, field, code, &mask(&text), "与证件一致 as on the card".into());
                }
                if number.whole() != text {
                    self.tidied.push(Tidied { cell: at, from: mask(&text), to: self.masked.clone() });
                }
                if let Some(id) = number.resident() {
                    self.facts.set("id_region", Value::Text(id.region().to_owned()));
                }
                // The fact that there is one; the number itself stays out of the facts.
                self.facts.set("id_number", Value::Text(self.masked.clone()));
                self.number = Some(number);
            }
            Err((code, expected)) => {
                self.masked = mask(&text);
                self.say(&at, field, code, &mask(&text), expected);
            }
        }
    }

    /// Birth and sex from the number where the form leaves them empty, and compared where it does not.
    fn birth_and_sex(&mut self, sheet: &Sheet, row: usize, header: &Header<'_>, as_of: NaiveDate) {
        let id = self.number.as_ref().and_then(Number::resident).cloned();
        if let Some((column, field)) = header.column("birth").and_then(with_field) {
            let (cell, at) = (sheet.cell(row, column.at), cell_name(row, column.at));
            self.birth(cell, &at, field, id.as_ref().map(IdNumber::birth), as_of);
            if cell.is_blank() && id.is_none() && self.cells.iter().all(|cell| cell.field != "id_number") {
                self.say(&at, field, CellCode::Missing, "", "2001-03-04".into());
            }
        }
        let Some(id) = id else { return };
        if self.facts.get("birth").is_none() && self.cells.iter().all(|cell| cell.field != "birth") {
            self.facts.set("birth", Value::Date(id.birth()));
        }
        match (self.facts.text("sex"), header.column("sex").and_then(with_field)) {
            (Some(sex), Some((column, field))) if sex != id.sex().as_str() => {
                let found = sheet.cell(row, column.at).text();
                let expected = if id.sex() == Sex::Male { "男" } else { "女" };
                self.say(&cell_name(row, column.at), field, CellCode::SexMismatch, &found, expected.into());
            }
            (None, _) if self.cells.iter().all(|cell| cell.field != "sex") => {
                self.facts.set("sex", Value::Text(id.sex().as_str().to_owned()));
            }
            _ => {}
        }
    }

    fn birth(&mut self, cell: &Cell, at: &str, field: &Field, by_id: Option<NaiveDate>, as_of: NaiveDate) {
        let same_month =
            |year: i32, month: u32| by_id.filter(|day| day.year() == year && day.month() == month);
        if let (date::Read::Month(year, month), false) = (date::read(cell), cell.is_blank()) {
            self.cells.retain(|cell| cell.field != "birth");
            match (same_month(year, month), by_id) {
                (Some(day), _) => {
                    self.say(at, field, CellCode::DateIncomplete, &cell.text(), day.to_string());
                    self.facts.set("birth", Value::Date(day));
                }
                (None, Some(day)) => {
                    self.say(at, field, CellCode::BirthMismatch, &cell.text(), day.to_string())
                }
                (None, None) => self.say(at, field, CellCode::DateUnclear, &cell.text(), "2001-03-04".into()),
            }
            return;
        }
        let Some(birth) = self.facts.date("birth") else { return };
        let earliest = NaiveDate::from_ymd_opt(1920, 1, 1).unwrap_or_default();
        if birth > as_of || birth < earliest {
            self.say(
                at,
                field,
                CellCode::DateImplausible,
                &birth.to_string(),
                format!("{earliest} … {as_of}"),
            );
        } else if let Some(day) = by_id.filter(|day| *day != birth) {
            self.say(at, field, CellCode::BirthMismatch, &birth.to_string(), day.to_string());
        }
    }

    /// A leader, coach or doctor who stands among the players.
    pub fn official(&self) -> Option<(String, String)> {
        let role = fold(self.facts.text("role")?);
        let bench = ["领队", "教练", "主教练", "助理教练", "助教", "队医"].contains(&role.as_str());
        bench.then(|| (role, self.facts.text("name").unwrap_or_default().to_owned()))
    }
}

fn with_field<'c, 'a>(column: &'c Column<'a>) -> Option<(&'c Column<'a>, &'a Field)> {
    column.field.map(|field| (column, field))
}
