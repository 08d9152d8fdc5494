//! From a sheet to rows; what cannot be read is told by row and column.

use super::{COLUMNS, Known, OUTCOMES, SIDES};
use crate::drafts::sheet::{date, time};
use crate::store::competitions::Competition;
use chrono::{NaiveDate, NaiveTime};
use league::form::{Cell, Sheet};
use league::names::normalise;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a row says; names are keys already.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// As the spreadsheet counts, from 1.
    pub row: usize,
    /// The game's key, or nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub competition: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub a: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub b: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<NaiveTime>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub venue: String,
    /// The result by the names of its fields; empty where none is told.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub result: BTreeMap<String, String>,
}

/// Why a cell cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// No row of the sheet holds the headings.
    NoHeading,
    Missing,
    Game,
    Competition,
    Team,
    /// The same game twice, or a team against itself.
    Twice,
    Date,
    Time,
    Hall,
    Outcome,
    Side,
}

/// Where something cannot be read: the row from 1, and the place of the column.
pub type Unreadable = (usize, usize, Unread);

const KEY: usize = 0;
const COMPETITION: usize = 1;
const CODE: usize = 2;
const DAY: usize = 3;
const TIME: usize = 4;
const HALL: usize = 5;
const FIRST: usize = 6;
const SECOND: usize = 7;
const SCORE_A: usize = 8;
const SCORE_B: usize = 9;
const PERIODS: usize = 10;
const OUTCOME: usize = 11;
const SIDE: usize = 12;

/// Reads a sheet whole or tells all its faults. Columns may stand in any order; those of the teams are needed.
pub fn read(known: &Known, sheet: &Sheet) -> Result<Vec<Row>, Vec<Unreadable>> {
    let heads = |row: usize, words: &str| {
        let zh = words.split(' ').next().unwrap_or(words);
        let width = sheet.rows.get(row).map_or(0, Vec::len);
        (0..width).find(|column| {
            let text = sheet.cell(row, *column).text();
            text.split_whitespace().next().is_some_and(|first| first == zh)
        })
    };
    let is_head =
        |row: &usize| heads(*row, COLUMNS[FIRST].0).is_some() && heads(*row, COLUMNS[SECOND].0).is_some();
    let Some(head) = (0..sheet.rows.len().min(50)).find(is_head) else {
        return Err(vec![(1, FIRST, Unread::NoHeading)]);
    };
    let columns: Vec<Option<usize>> = COLUMNS.iter().map(|(words, _)| heads(head, words)).collect();
    let (mut rows, mut faults): (Vec<Row>, Vec<Unreadable>) = Default::default();
    for at in head + 1..sheet.rows.len() {
        let cell = |column: usize| columns[column].map_or(&Cell::Empty, |column| sheet.cell(at, column));
        if (0..COLUMNS.len()).all(|column| cell(column).is_blank()) {
            continue;
        }
        let mut line = Line { known, cell: &cell, row: at + 1, faults: &mut faults };
        let row = line.read();
        if !row.key.is_empty() && rows.iter().any(|other: &Row| other.key == row.key) {
            faults.push((at + 1, KEY, Unread::Twice));
        }
        rows.push(row);
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

struct Line<'a, 'c> {
    known: &'a Known,
    cell: &'a dyn Fn(usize) -> &'c Cell,
    row: usize,
    faults: &'a mut Vec<Unreadable>,
}

impl<'a> Line<'a, '_> {
    fn text(&self, column: usize) -> String {
        (self.cell)(column).text()
    }

    fn fault(&mut self, column: usize, why: Unread) {
        self.faults.push((self.row, column, why));
    }

    fn read(&mut self) -> Row {
        let mut row = Row { row: self.row, key: self.text(KEY), code: self.text(CODE), ..Row::default() };
        self.game(&mut row);
        match date((self.cell)(DAY)) {
            Some(day) => row.day = day,
            None => self.fault(DAY, Unread::Date),
        }
        match time((self.cell)(TIME)) {
            Some(time) => row.time = time,
            None => self.fault(TIME, Unread::Time),
        }
        if row.time.is_some() && row.day.is_none() {
            self.fault(DAY, Unread::Missing);
        }
        let hall = normalise(&self.text(HALL));
        if !hall.is_empty() {
            let named = |name: &str| normalise(name) == hall;
            match self.known.venues.iter().find(|venue| named(&venue.name_zh) || named(&venue.name_en)) {
                Some(venue) => row.venue.clone_from(&venue.key),
                None => self.fault(HALL, Unread::Hall),
            }
        }
        self.result(&mut row);
        row
    }

    /// Which game, by its key or by competition and teams.
    fn game(&mut self, row: &mut Row) {
        if !row.key.is_empty() {
            let card = self.known.cards.iter().find(|card| card.fixture.key == row.key);
            if card.is_none() {
                self.fault(KEY, Unread::Game);
            }
            return;
        }
        let Some(competition) = self.competition() else {
            return self.fault(COMPETITION, Unread::Competition);
        };
        row.competition.clone_from(&competition.key);
        for (column, side) in [(FIRST, &mut row.a), (SECOND, &mut row.b)] {
            let name = normalise(&self.text(column));
            let of = |entry: &&crate::store::entries::Entry| {
                entry.competition_id == competition.id
                    && (normalise(&entry.name) == name || normalise(&entry.short_name) == name)
            };
            let known: &'a Known = self.known;
            match known.entries.iter().find(of) {
                Some(entry) => side.clone_from(&entry.key),
                None if name.is_empty() => self.fault(column, Unread::Missing),
                None => self.fault(column, Unread::Team),
            }
        }
        if !row.a.is_empty() && row.a == row.b {
            self.fault(SECOND, Unread::Twice);
        }
    }

    /// The competition of a row; where the season has one only, it need not be named.
    fn competition(&self) -> Option<&'a Competition> {
        let name = normalise(&self.text(COMPETITION));
        let open: Vec<&Competition> =
            self.known.competitions.iter().filter(|competition| !competition.archived).collect();
        if let ([only], true) = (&open[..], name.is_empty()) {
            return Some(only);
        }
        let named = |text: &str| !name.is_empty() && normalise(text) == name;
        open.into_iter().find(|competition| named(&competition.name_zh) || named(&competition.name_en))
    }

    fn result(&mut self, row: &mut Row) {
        let (outcome, side) = (self.text(OUTCOME), self.text(SIDE));
        let told = [SCORE_A, SCORE_B, PERIODS, SIDE].iter().any(|column| !self.text(*column).is_empty());
        if !told && outcome.is_empty() {
            return;
        }
        let word = |words: &[(&str, &'static str)], text: &str| {
            words.iter().find(|(zh, code)| *zh == text || *code == text).map(|(_, code)| *code)
        };
        let mut put = |name: &str, text: String| {
            row.result.insert(name.to_owned(), text);
        };
        put("score_a", self.text(SCORE_A));
        put("score_b", self.text(SCORE_B));
        put(
            "periods",
            self.text(PERIODS).replace(['：', '-', '－'], ":").replace(['，', ',', '；', ';'], " "),
        );
        match if outcome.is_empty() { Some("played") } else { word(&OUTCOMES, &outcome) } {
            Some(code) => put("outcome", code.to_owned()),
            None => self.faults.push((self.row, OUTCOME, Unread::Outcome)),
        }
        match if side.is_empty() { Some("") } else { word(&SIDES, &side) } {
            Some(code) => put("outcome_side", code.to_owned()),
            None => self.faults.push((self.row, SIDE, Unread::Side)),
        }
    }
}
