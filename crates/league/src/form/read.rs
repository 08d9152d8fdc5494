//! Reads a sheet into a club and its players, and says what is wrong with each cell.

use super::cell::{Cell, Sheet, cell_name};
use super::club::{self, Club};
use super::code::CellCode;
use super::date;
use super::document::{self, Number};
use super::field::{Field, Fields, Kind};
use super::header::{Column, Header};
use super::label::{Names, fold};
use super::report::{CellReport, ColumnReport, Skipped, Tidied};
use super::rows::{Found, Why, found};
use super::value::{Cooked, cook};
use crate::eligibility::{List, Player, Value};
use crate::identity::{mask, mask_runs};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;
use std::fmt;

/// A form that was read.
#[derive(Default)]
pub struct Form {
    pub list: List,
    pub(super) columns: Vec<ColumnReport>,
    /// For each player, in the order of the list.
    pub(super) cells: Vec<Vec<CellReport>>,
    pub(super) tidied: Vec<Vec<Tidied>>,
    pub(super) masked: Vec<String>,
    numbers: Vec<Option<Number>>,
    places: Vec<String>,
    pub(super) club_cells: Vec<CellReport>,
    pub(super) skipped: Vec<Skipped>,
}

/// Why a sheet is no entry form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormRefused {
    NoHeader,
    TooManyRows,
}

impl fmt::Display for FormRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoHeader => {
                "no header found: a row must name at least the player's name (姓名) and one more column; 找不到表头"
            }
            Self::TooManyRows => "more than 20000 rows; 行数超过20000",
        })
    }
}

const ROWS_AT_MOST: usize = 20_000;

/// Reads a sheet; `as_of` is the day on which dates must be past.
pub fn read(sheet: &Sheet, fields: &Fields, as_of: NaiveDate) -> Result<Form, FormRefused> {
    if sheet.rows.len() > ROWS_AT_MOST {
        return Err(FormRefused::TooManyRows);
    }
    let (names, club_names) = (Names::of(&fields.player), Names::of(&fields.club));
    let header = Header::find(sheet, &names).ok_or(FormRefused::NoHeader)?;
    let mut form = Form {
        columns: header
            .columns
            .iter()
            .map(|column| ColumnReport::new(column.at, &column.label, column.field, column.guessed))
            .collect(),
        ..Form::default()
    };
    let mut outside: Vec<usize> = (0..header.first_row).collect();
    let mut officials = Vec::new();
    for row in header.last_row + 1..sheet.rows.len() {
        let number = u32::try_from(row + 1).unwrap_or(u32::MAX);
        match found(sheet, row, &header, &club_names) {
            Found::Blank => {}
            Found::Other(why) => {
                form.skipped.push(Skipped { row: number, why });
                if why == Why::Footer {
                    outside.push(row);
                }
            }
            Found::Player => {
                let read = Reading::of(sheet, row, &header, as_of);
                match read.official() {
                    Some(official) => {
                        officials.push(official);
                        form.skipped.push(Skipped { row: number, why: Why::Official });
                    }
                    None => form.add(number, read),
                }
            }
        }
    }
    let mut club = club::read(sheet, outside.into_iter(), &club_names);
    for (role, name) in &officials {
        club.official(&fields.club, role, name);
    }
    form.missing_columns(&header, fields);
    form.find_twins();
    let Club { facts, cells } = club;
    form.list.club = facts;
    form.club_cells.extend(cells);
    Ok(form)
}

impl Form {
    fn add(&mut self, row: u32, read: Reading) {
        let facts = read.facts;
        self.list.players.push(Player { row, facts });
        self.cells.push(read.cells);
        self.tidied.push(read.tidied);
        self.masked.push(read.masked);
        self.numbers.push(read.number);
        self.places.push(read.place);
    }

    /// A required column that is not there is said once, not on every row.
    fn missing_columns(&mut self, header: &Header<'_>, fields: &Fields) {
        for field in
            fields.player.iter().filter(|field| field.required && header.column(&field.key).is_none())
        {
            let at = format!("{}:{}", header.first_row + 1, header.last_row + 1);
            self.club_cells.push(CellReport::new(at, field, CellCode::ColumnMissing, "", field.zh.clone()));
        }
    }

    /// The same person twice in one list.
    fn find_twins(&mut self) {
        let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for place in 0..self.list.players.len() {
            for key in self.keys(place) {
                by_key.entry(key).or_default().push(place);
            }
        }
        let alike = |place: usize, others: &[usize]| {
            others.iter().any(|other| *other != place && self.is_same(place, self, *other))
        };
        let twins: Vec<Vec<usize>> = by_key
            .into_values()
            .map(|places| places.iter().copied().filter(|place| alike(*place, &places)).collect())
            .collect();
        let field = Fields::standard().of_player("id_number").expect("the built-in fields have an ID number");
        for twins in twins {
            let rows: Vec<String> =
                twins.iter().map(|place| self.list.players[*place].row.to_string()).collect();
            for place in twins {
                if self.cells[place].iter().all(|cell| cell.code != CellCode::DuplicatePerson) {
                    let found = format!("{} ({})", self.masked[place], rows.join(", "));
                    let at = self.places[place].clone();
                    let expected = "每人一行 one row each".to_owned();
                    self.cells[place].push(CellReport::new(
                        at,
                        field,
                        CellCode::DuplicatePerson,
                        &found,
                        expected,
                    ));
                }
            }
        }
    }

    /// Marks players who also stand in another club's form.
    pub(super) fn compare(&mut self, others: &[Form]) {
        for other in others {
            let club = other.list.club.text("official_name").unwrap_or("?").to_owned();
            for place in 0..self.list.players.len() {
                if (0..other.list.players.len()).any(|theirs| self.is_same(place, other, theirs)) {
                    let facts = &mut self.list.players[place].facts;
                    let mut clubs = match facts.get("other_clubs") {
                        Some(Value::Words(clubs)) => clubs.clone(),
                        _ => Vec::new(),
                    };
                    clubs.push(club.clone());
                    facts.set("other_clubs", Value::Words(clubs));
                }
            }
        }
    }

    /// Whether two rows are one person: the same number, or the same name and birth unless two numbers of residents
    /// tell them apart.
    fn is_same(&self, place: usize, other: &Self, theirs: usize) -> bool {
        match (&self.numbers[place], &other.numbers[theirs]) {
            (Some(mine), Some(yours)) if mine.whole() == yours.whole() => true,
            (Some(Number::Resident(_)), Some(Number::Resident(_))) => false,
            _ => self.named(place).is_some() && self.named(place) == other.named(theirs),
        }
    }

    fn named(&self, place: usize) -> Option<(&str, NaiveDate)> {
        let facts = &self.list.players[place].facts;
        facts.text("name").zip(facts.date("birth"))
    }

    fn keys(&self, place: usize) -> impl Iterator<Item = String> {
        let number = self.numbers[place].as_ref().map(|number| number.whole().to_owned());
        number.into_iter().chain(self.named(place).map(|(name, birth)| format!("{name} {birth}")))
    }
}

/// One row being read.
#[derive(Default)]
struct Reading {
    facts: crate::eligibility::Facts,
    cells: Vec<CellReport>,
    tidied: Vec<Tidied>,
    number: Option<Number>,
    masked: String,
    /// The cell of the document's number, or of the name.
    place: String,
}

impl Reading {
    fn of(sheet: &Sheet, row: usize, header: &Header<'_>, as_of: NaiveDate) -> Self {
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
            self.birth(cell, &at, field, id.as_ref().map(crate::identity::IdNumber::birth), as_of);
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
                let expected = if id.sex() == crate::identity::Sex::Male { "男" } else { "女" };
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
    fn official(&self) -> Option<(String, String)> {
        let role = fold(self.facts.text("role")?);
        let bench = ["领队", "教练", "主教练", "助理教练", "助教", "队医"].contains(&role.as_str());
        bench.then(|| (role, self.facts.text("name").unwrap_or_default().to_owned()))
    }
}

fn with_field<'c, 'a>(column: &'c Column<'a>) -> Option<(&'c Column<'a>, &'a Field)> {
    column.field.map(|field| (column, field))
}
