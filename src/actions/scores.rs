//! Results from a sheet: games that are missing are set, results that are missing are entered, and what stands already is
//! left alone, so that the same sheet changes nothing when it comes again.

use super::input::{Fields, What};
use super::{Fault, Outcome, Refused, fixtures as games, results, seasons};
use crate::scores::{COLUMNS, Known, Row, Unread, Unreadable, place, says_the_same, turned_result};
use crate::store::Tx;
use crate::store::fixtures::{self, Card};
use crate::store::seasons::Season;
use league::fixture::Status;
use serde::Serialize;

/// What a row does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Same,
    /// The calendar did not hold the game.
    Created,
    Entered,
}

/// A row and its game afterwards.
#[derive(Clone, Debug)]
pub struct Taken {
    pub row: usize,
    pub step: Step,
    pub card: Card,
    /// The score that stood before.
    pub before: Option<[i64; 2]>,
}

/// Takes the rows, all or none of them; `official` confirms the results in the same act. A preview does the same and
/// does not commit.
pub async fn take(tx: &mut Tx, season: &Season, rows: &[Row], official: bool) -> Outcome<Vec<Taken>> {
    seasons::must_be_open(tx, season.id).await?;
    let mut known = Known::load(tx, season).await?;
    let (mut done, mut faults, mut taken) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        match one(tx, &mut known, row, official, &mut taken).await {
            Ok(step) => done.push(step),
            Err(Refused::Faults(found)) => {
                faults.extend(found.into_iter().map(|fault| of_row(row.row, fault)))
            }
            Err(Refused::ResultOfficial) => faults.push(at(row.row, 8, What::OfficialStands)),
            Err(Refused::StatusNotReachable) => faults.push(at(row.row, 11, What::NotAllowed)),
            Err(other) => return Err(other),
        }
        if faults.len() >= FAULTS_AT_MOST {
            break;
        }
    }
    if faults.is_empty() { Ok(done) } else { Err(Refused::Faults(faults)) }
}

/// More are not read by anybody at once.
const FAULTS_AT_MOST: usize = 50;

async fn one(
    tx: &mut Tx,
    known: &mut Known,
    row: &Row,
    official: bool,
    taken: &mut Vec<usize>,
) -> Outcome<Taken> {
    let (number, turned, created) = match place(known, row, taken) {
        Some(place) => (place.card, place.turned, false),
        None => {
            let card = create(tx, known, row).await?;
            known.cards.push(card);
            (known.cards.len() - 1, false, true)
        }
    };
    taken.push(number);
    let mut card = known.cards[number].clone();
    if !created && card.fixture.day.is_none() && row.day.is_some() && !card.fixture.status.has_begun() {
        let mut fields = games::fields_of(&card);
        set_time(&mut fields, row);
        card = games::change(tx, &card.fixture.key, card.fixture.version, &fields).await?;
    }
    let before = card.fixture.score_a.zip(card.fixture.score_b).map(|(a, b)| [a, b]);
    let result = turned_result(row, turned);
    let periods = fixtures::periods(tx, card.fixture.id).await?;
    let mut step = if created { Step::Created } else { Step::Same };
    if !result.is_empty() && !says_the_same(&result, &card, &periods) {
        if card.fixture.status == Status::Official {
            return Err(Refused::ResultOfficial);
        }
        let state = games::State::load(tx, card.fixture.id).await?;
        let mut fields = results::fields_of(&state);
        result.iter().for_each(|(name, text)| fields.set(name, text));
        fields.set("official", official);
        card = results::enter(tx, &card.fixture.key, card.fixture.version, &fields).await?;
        step = if created { Step::Created } else { Step::Entered };
    }
    known.cards[number] = card.clone();
    Ok(Taken { row: row.row, step, card, before })
}

async fn create(tx: &mut Tx, known: &Known, row: &Row) -> Outcome<Card> {
    let competition = known.competitions.iter().find(|competition| competition.key == row.competition);
    let competition = competition.ok_or(Refused::NotFound)?;
    let mut fields = Fields::default();
    fields.set("code", &row.code);
    fields.set("a", &row.a);
    fields.set("b", &row.b);
    set_time(&mut fields, row);
    games::create(tx, competition, &fields).await
}

fn set_time(fields: &mut Fields, row: &Row) {
    if let Some(day) = row.day {
        fields.set("day", day);
        if let Some(time) = row.time {
            fields.set("tip_off", day.and_time(time).format("%Y-%m-%dT%H:%M"));
        }
    }
    if !row.venue.is_empty() {
        fields.set("venue", &row.venue);
    }
}

/// Cells that cannot be read, as faults of the file.
pub fn unreadable(cells: Vec<Unreadable>) -> Vec<Fault> {
    let what = |why: Unread| match why {
        Unread::NoHeading | Unread::Missing => What::Required,
        Unread::Game | Unread::Competition | Unread::Team | Unread::Hall => What::NoSuchObject,
        Unread::Twice => What::SameTwice,
        Unread::Date => What::NotADate,
        Unread::Time => What::NotTimes,
        Unread::Outcome => {
            What::NotOneOf { allowed: &["正常完赛", "弃权", "因缺少队员告负", "成绩取消"] }
        }
        Unread::Side => What::NotOneOf { allowed: &["甲", "乙", "双方"] },
    };
    let found = cells.into_iter().take(FAULTS_AT_MOST);
    found.map(|(row, column, why)| at(row, column, what(why))).collect()
}

fn at(row: usize, column: usize, what: What) -> Fault {
    Fault::at("file", What::Column { row, column: COLUMNS[column].0, what: Box::new(what) })
}

/// A fault of a field, told by the column that the field comes from.
fn of_row(row: usize, fault: Fault) -> Fault {
    let column = match fault.field.as_str() {
        "code" => 2,
        "day" => 3,
        "tip_off" => 4,
        "venue" | "court" => 5,
        "a" => 6,
        "b" => 7,
        "score_b" => 9,
        "periods" => 10,
        "outcome" => 11,
        "outcome_side" => 12,
        _ => 8,
    };
    at(row, column, fault.what)
}
