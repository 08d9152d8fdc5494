//! Reads a sheet into a club and its players, and says what is wrong with each cell.

use super::cell::Sheet;
use super::club::{self, Club};
use super::code::CellCode;
use super::document::Number;
use super::field::{Field, Fields};
use super::header::Header;
use super::label::Names;
use super::report::{CellReport, ColumnReport, Skipped, Tidied};
use super::row::Reading;
use super::rows::{Found, Why, found};
use crate::eligibility::{List, Player, Value};
use chrono::NaiveDate;
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
    club_places: BTreeMap<String, String>,
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
    let Club { facts, cells, places } = club;
    form.list.club = facts;
    form.club_places = places;
    form.club_cells.extend(cells);
    Ok(form)
}

/// The sheet with most players, and the names of the others that have some, so that nobody is left out in silence.
pub fn choose(
    sheets: Vec<Sheet>,
    fields: &Fields,
    as_of: NaiveDate,
) -> Option<(Sheet, Vec<(String, usize)>)> {
    let mut forms: Vec<(usize, Sheet)> = Vec::new();
    for sheet in sheets {
        if let Ok(form) = read(&sheet, fields, as_of) {
            forms.push((form.list.players.len(), sheet));
        }
    }
    // A sort keeps the order of equals: the first sheet wins.
    forms.sort_by_key(|(players, _)| std::cmp::Reverse(*players));
    let mut forms = forms.into_iter();
    let (_, best) = forms.next()?;
    let others = forms.filter(|(players, _)| *players > 0).map(|(players, sheet)| (sheet.name, players));
    Some((best, others.collect()))
}

impl Form {
    /// The whole number of a player's document: for comparing and a keyed hash, never for printing.
    pub fn document_number(&self, place: usize) -> Option<&str> {
        self.numbers.get(place)?.as_ref().map(Number::whole)
    }

    /// The number as pages may show it; empty where none was read.
    pub fn masked_number(&self, place: usize) -> &str {
        self.masked.get(place).map_or("", String::as_str)
    }

    /// What is wrong with the cells of a player's row.
    pub fn cells_of(&self, place: usize) -> &[CellReport] {
        self.cells.get(place).map_or(&[], Vec::as_slice)
    }

    /// What is wrong with the club's block.
    pub fn club_cells(&self) -> &[CellReport] {
        &self.club_cells
    }

    /// Says of a player what a caller knows from elsewhere: no blank, no second entry.
    pub fn forgive(&mut self, place: usize, field: &str, code: CellCode) {
        if let Some(cells) = self.cells.get_mut(place) {
            cells.retain(|cell| !(cell.field == field && cell.code == code));
        }
    }

    /// Says of a field of the team what only the one who keeps the lists can know.
    pub fn club_says(&mut self, field: &Field, code: CellCode, expected: &str) {
        let found = self.list.club.text(&field.key).unwrap_or_default();
        let cell = self.club_places.get(&field.key).cloned().unwrap_or_default();
        self.club_cells.push(CellReport::new(cell, field, code, found, expected.to_owned()));
    }

    /// Notes that a player also stands on another team's list.
    pub fn stands_also_in(&mut self, place: usize, team: &str) {
        let facts = &mut self.list.players[place].facts;
        let mut teams = match facts.get("other_clubs") {
            Some(Value::Words(teams)) => teams.clone(),
            _ => Vec::new(),
        };
        if !teams.iter().any(|known| known == team) {
            teams.push(team.to_owned());
            facts.set("other_clubs", Value::Words(teams));
        }
    }

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
                    self.stands_also_in(place, &club);
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
