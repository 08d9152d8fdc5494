//! The games of a draft as rows of a spreadsheet, and back: a row is known by its key, whatever its order.

use super::Around;
use crate::store::drafts::DraftGame;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use league::form::{Cell, Sheet};
use serde::{Deserialize, Serialize};

/// The columns, each with its width; what a row may change comes after what tells what it is.
pub const COLUMNS: [(&str, u8); 10] = [
    ("编号 Key", 16),
    ("赛事 Competition", 18),
    ("代码 Code", 10),
    ("甲队 First", 14),
    ("乙队 Second", 14),
    ("日期 Date", 13),
    ("时间 Time", 9),
    ("场馆 Hall", 20),
    ("场地 Court", 14),
    ("锁定 Locked", 9),
];

/// The games in the order of the calendar.
pub fn rows(around: &Around, games: &[DraftGame]) -> Vec<Vec<String>> {
    let mut sorted: Vec<&DraftGame> = games.iter().filter(|game| !game.out).collect();
    sorted.sort_by_key(|game| (game.at.is_none(), game.at, game.hall.clone(), game.court.clone()));
    let row = |game: &&DraftGame| {
        let [a, b] = around.names.sides(game);
        let name = |key: &Option<String>| key.as_ref().map(|key| around.names.zh(key)).unwrap_or_default();
        let at = |format: &str| game.at.map(|at| at.format(format).to_string()).unwrap_or_default();
        vec![
            game.key.clone(),
            around.names.zh(&game.competition),
            game.code.clone(),
            a,
            b,
            at("%Y-%m-%d"),
            at("%H:%M"),
            name(&game.hall),
            name(&game.court),
            if game.locked { "是".into() } else { String::new() },
        ]
    };
    sorted.iter().map(row).collect()
}

/// Where a row puts its game.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Laid {
    pub key: String,
    pub at: Option<NaiveDateTime>,
    pub hall: Option<String>,
    pub court: Option<String>,
    pub locked: bool,
}

/// Why a row cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// No row of the sheet begins with the heading of the keys.
    NoHeading,
    Game,
    Twice,
    Date,
    Time,
    Hall,
    Court,
}

/// Reads a sheet; every row that cannot be read is told with its number, from 1 as the spreadsheet counts.
pub fn read(around: &Around, games: &[DraftGame], sheet: &Sheet) -> Result<Vec<Laid>, Vec<(usize, Unread)>> {
    let head = (0..sheet.rows.len()).find(|row| sheet.cell(*row, 0).text().starts_with("编号"));
    let Some(head) = head else { return Err(vec![(1, Unread::NoHeading)]) };
    let column = |name: &str| {
        let width = sheet.rows[head].len();
        (0..width).find(|column| sheet.cell(head, *column).text().starts_with(name))
    };
    let columns = ["日期", "时间", "场馆", "场地", "锁定"].map(column);
    let (mut laid, mut unread): (Vec<Laid>, Vec<(usize, Unread)>) = Default::default();
    for row in head + 1..sheet.rows.len() {
        let key = sheet.cell(row, 0).text();
        if key.is_empty() {
            continue;
        }
        let cell = |place: usize| columns[place].map_or(&Cell::Empty, |column| sheet.cell(row, column));
        match one(around, games, &key, &cell) {
            Ok(_) if laid.iter().any(|other| other.key == key) => unread.push((row + 1, Unread::Twice)),
            Ok(found) => laid.push(found),
            Err(why) => unread.push((row + 1, why)),
        }
    }
    if unread.is_empty() { Ok(laid) } else { Err(unread) }
}

fn one<'a>(
    around: &Around,
    games: &[DraftGame],
    key: &str,
    cell: &dyn Fn(usize) -> &'a Cell,
) -> Result<Laid, Unread> {
    let game = games.iter().find(|game| game.key == key).ok_or(Unread::Game)?;
    let day = date(cell(0)).ok_or(Unread::Date)?;
    let time = time(cell(1)).ok_or(Unread::Time)?;
    let at = match (day, time) {
        (Some(day), Some(time)) => Some(day.and_time(time)),
        (None, None) => None,
        (Some(_), None) => return Err(Unread::Time),
        (None, Some(_)) => return Err(Unread::Date),
    };
    let name = cell(2).text();
    let hall = match name.as_str() {
        "" => None,
        name => {
            let found = around.venues.iter().find(|venue| venue.name_zh == name || venue.name_en == name);
            Some(found.ok_or(Unread::Hall)?.key.clone())
        }
    };
    let name = cell(3).text();
    let court = match (name.as_str(), &hall) {
        ("", _) => None,
        (_, None) => return Err(Unread::Hall),
        (name, Some(hall)) => {
            let courts = around.courts_of(hall);
            let found = courts.iter().find(|court| court.name_zh == name || court.name_en == name);
            Some(found.ok_or(Unread::Court)?.key.clone())
        }
    };
    let locked = matches!(cell(4).text().as_str(), "是" | "yes" | "TRUE" | "1");
    if around.card(key).is_some_and(|card| card.fixture.status.has_begun()) {
        // What has begun stays, whatever the sheet says.
        let (key, at) = (key.to_owned(), game.at);
        return Ok(Laid { key, at, hall: game.hall.clone(), court: game.court.clone(), locked });
    }
    Ok(Laid { key: key.to_owned(), at, hall: if at.is_some() { hall } else { None }, court, locked })
}

/// A date, no date, or `None` for what is neither.
pub fn date(cell: &Cell) -> Option<Option<NaiveDate>> {
    match cell {
        Cell::Date(day) => Some(Some(*day)),
        cell if cell.text().is_empty() => Some(None),
        cell => cell.text().replace(['/', '.'], "-").parse().ok().map(Some),
    }
}

/// A time of day as text, or as the part of a day that spreadsheets make of it.
pub fn time(cell: &Cell) -> Option<Option<NaiveTime>> {
    if let Cell::Number(part) = cell
        && (0.0..1.0).contains(part)
    {
        let minutes = TimeDelta::minutes((part * 1440.0).round() as i64);
        return Some(Some(NaiveTime::MIN + minutes));
    }
    let text = cell.text().replace('：', ":");
    if text.is_empty() {
        return Some(None);
    }
    let parsed = ["%H:%M", "%H:%M:%S"].iter().find_map(|form| NaiveTime::parse_from_str(&text, form).ok());
    parsed.map(Some)
}

/// The games as the rows lay them.
pub fn laid(games: &[DraftGame], rows: &[Laid]) -> Vec<DraftGame> {
    let mut all = games.to_vec();
    for game in &mut all {
        if let Some(row) = rows.iter().find(|row| row.key == game.key) {
            (game.at, game.hall, game.court) = (row.at, row.hall.clone(), row.court.clone());
            game.locked = row.locked && row.at.is_some();
        }
    }
    all
}
