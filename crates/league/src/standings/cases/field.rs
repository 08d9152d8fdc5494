//! A value of a case that knows its place, so that an error can name it.

use serde_json::{Map, Value};
use std::fmt;

/// Why a text of cases cannot be read; one line that names case and field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseError {
    /// Nothing of a case could be read.
    NotJson(Problem),
    Case {
        case: String,
        field: String,
        problem: Problem,
    },
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    Missing,
    Type(&'static str),
    /// The parser's own words.
    NotJson(String),
    /// A number that no reader of JSON holds.
    BeyondNumbers,
    KeyTwice,
    /// A key that nothing reads, with those that are read there.
    UnknownKey(&'static [&'static [&'static str]]),
    Whole {
        least: i32,
        most: i32,
    },
    /// More than is taken of these.
    TooMany {
        what: &'static str,
        most: usize,
    },
    LevelScore,
    SameTeamTwice,
    UnknownTeam(String),
    UnknownGame(String),
    Repeated(String),
    OneOf(&'static str),
    /// Only one of several keys may be present.
    Together(&'static str),
    /// The side at fault has the higher score.
    WinnerAtFault,
    NotLevel,
    /// Fewer points at the end than after four quarters.
    BelowRegulation,
    /// The game is listed as one with overtime and says itself that there was none.
    OvertimeDenied,
    /// A score after four quarters without overtime.
    NoOvertime,
    /// Both sides lost the series, each in one leg.
    BothLost,
    /// The group is said to be over while games are open.
    StillOpen,
    Home(&'static str),
    OvertimeOnFirstLeg,
    OvertimeNotDue,
    Aggregate,
    Disqualified(String),
    Refused(String),
}

impl CaseError {
    pub(super) fn whole_text(field: &str, problem: Problem) -> Self {
        Self::Case { case: "-".to_owned(), field: field.to_owned(), problem }
    }
}

impl fmt::Display for CaseError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(problem) => write!(out, "{problem}"),
            Self::Case { case, field, problem } => {
                write!(out, "case {}: {}: {problem}", one_line(case), one_line(field))
            }
        }
    }
}

impl std::error::Error for CaseError {}

/// A name from the input must not break the one line of an error.
fn one_line(name: &str) -> String {
    let breaks = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    name.chars()
        .flat_map(|letter| {
            let escaped = breaks(letter).then(|| letter.escape_default());
            escaped.is_none().then_some(letter).into_iter().chain(escaped.into_iter().flatten())
        })
        .collect()
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => out.write_str("is missing"),
            Self::Type(expected) => write!(out, "must be {expected}"),
            Self::NotJson(error) => write!(out, "not readable as JSON: {error}"),
            Self::BeyondNumbers => {
                write!(out, "is beyond all numbers; a whole number from 0 to {MOST_POINTS} is a score")
            }
            Self::KeyTwice => out.write_str("the key stands there twice"),
            Self::UnknownKey(known) => {
                let known: Vec<&str> = known.iter().flat_map(|keys| keys.iter().copied()).collect();
                write!(out, "is not known; what may stand here: {}", known.join(", "))
            }
            Self::Whole { least, most } => write!(out, "must be a whole number from {least} to {most}"),
            Self::TooMany { what, most } => write!(out, "at most {most} {what} are taken"),
            Self::LevelScore => out.write_str("the score is level, and a game of a group has a winner"),
            Self::SameTeamTwice => out.write_str("is the same team as a"),
            Self::UnknownTeam(team) => write!(out, "{team:?} plays no game of this case"),
            Self::UnknownGame(game) => write!(out, "{game:?} is no game of this case"),
            Self::Repeated(name) => write!(out, "{name:?} stands there twice"),
            Self::OneOf(names) => write!(out, "must be {names}"),
            Self::Together(keys) => write!(out, "only one of {keys} may be given"),
            Self::WinnerAtFault => out.write_str("the side that lost has the higher score"),
            Self::NotLevel => out.write_str("must be a level score"),
            Self::BelowRegulation => out.write_str("must be at least the score after four quarters"),
            Self::OvertimeDenied => out.write_str("is false for a game listed with overtime"),
            Self::NoOvertime => out.write_str("may only stand beside \"overtime\": true"),
            Self::BothLost => out.write_str("the other side has lost the series in the first leg"),
            Self::StillOpen => out.write_str("must not be true while games are open"),
            Self::Home(side) => write!(out, "must be {side:?} in this leg"),
            Self::OvertimeOnFirstLeg => out.write_str("the first leg never has overtime"),
            Self::OvertimeNotDue => out.write_str("the aggregate was not level after four quarters"),
            Self::Aggregate => out.write_str("is not the sum of the legs"),
            Self::Disqualified(team) => write!(out, "{team:?} is disqualified"),
            Self::Refused(reason) => out.write_str(reason),
        }
    }
}

const MOST_POINTS: u16 = crate::standings::rules::MOST_POINTS;
const SCORE: Problem = Problem::Whole { least: 0, most: MOST_POINTS as i32 };

/// A JSON value, with its case and path.
#[derive(Clone)]
pub(super) struct Field<'a> {
    value: &'a Value,
    case: std::rc::Rc<str>,
    path: Path<'a>,
}

/// The path is written out only when an error asks for it.
#[derive(Clone)]
enum Path<'a> {
    Case,
    Key(std::rc::Rc<Path<'a>>, &'a str),
    Place(std::rc::Rc<Path<'a>>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Case => Ok(()),
            Path::Key(parent, key) if matches!(**parent, Path::Case) => out.write_str(key),
            Path::Key(parent, key) => write!(out, "{parent}.{key}"),
            Path::Place(parent, place) => write!(out, "{parent}[{place}]"),
        }
    }
}

impl<'a> Field<'a> {
    pub fn case(value: &'a Value, id: String) -> Self {
        Self { value, case: id.into(), path: Path::Case }
    }

    pub fn id(&self) -> &str {
        &self.case
    }

    pub fn error(&self, problem: Problem) -> CaseError {
        let field = match self.path {
            Path::Case => "the case".to_owned(),
            _ => self.path.to_string(),
        };
        CaseError::Case { case: self.case.to_string(), field, problem }
    }

    /// The value under a key; null counts as absent.
    pub fn get(&self, key: &'a str) -> Option<Self> {
        let value = self.value.get(key).filter(|value| !value.is_null())?;
        Some(self.child(value, Path::Key(self.path.clone().into(), key)))
    }

    pub fn at(&self, key: &'a str) -> Result<Self, CaseError> {
        if !self.value.is_object() {
            return Err(self.error(Problem::Type("an object")));
        }
        self.get(key).ok_or_else(|| {
            self.child(self.value, Path::Key(self.path.clone().into(), key)).error(Problem::Missing)
        })
    }

    pub fn items(&self) -> Result<Vec<Self>, CaseError> {
        let Value::Array(items) = self.value else { return Err(self.error(Problem::Type("a list"))) };
        let parent = std::rc::Rc::new(self.path.clone());
        let item = |(place, value)| self.child(value, Path::Place(parent.clone(), place));
        Ok(items.iter().enumerate().map(item).collect())
    }

    pub fn object(&self) -> Result<&'a Map<String, Value>, CaseError> {
        self.value.as_object().ok_or_else(|| self.error(Problem::Type("an object")))
    }

    /// Refuses keys that are nearly one that is read: a misspelt one is not passed over. Others are remarks of the writer.
    pub fn only(&self, known: &'static [&'static [&'static str]]) -> Result<(), CaseError> {
        let unknown = |key: &&String| {
            let all = || known.iter().flat_map(|keys| keys.iter());
            !all().any(|own| own == key) && all().any(|own| is_slip(key, own))
        };
        match self.object()?.iter().find(|(key, _)| unknown(key)) {
            Some((key, value)) => {
                let field = self.child(value, Path::Key(self.path.clone().into(), key));
                Err(field.error(Problem::UnknownKey(known)))
            }
            None => Ok(()),
        }
    }

    pub fn text(&self) -> Result<&'a str, CaseError> {
        match self.value.as_str() {
            Some(text) if text.trim().is_empty() => {
                Err(self.error(Problem::Type("a text that is not empty")))
            }
            Some(text) => Ok(text),
            None => Err(self.error(Problem::Type("a text"))),
        }
    }

    pub fn truth(&self) -> Result<bool, CaseError> {
        self.value.as_bool().ok_or_else(|| self.error(Problem::Type("true or false")))
    }

    /// Points given or taken by decision.
    pub fn whole(&self) -> Result<i32, CaseError> {
        let most = i32::from(MOST_POINTS);
        let whole = self.value.as_i64().and_then(|whole| i32::try_from(whole).ok());
        whole
            .filter(|whole| whole.abs() <= most)
            .ok_or_else(|| self.error(Problem::Whole { least: -most, most }))
    }

    pub fn points(&self) -> Result<u16, CaseError> {
        let whole = self.value.as_u64().and_then(|whole| u16::try_from(whole).ok());
        whole.filter(|points| *points <= MOST_POINTS).ok_or_else(|| self.error(SCORE))
    }

    /// The points of two games.
    pub fn sum(&self) -> Result<u32, CaseError> {
        let most = 2 * i32::from(MOST_POINTS);
        let sum = self.value.as_u64().and_then(|sum| u32::try_from(sum).ok());
        sum.filter(|sum| *sum <= most.unsigned_abs())
            .ok_or_else(|| self.error(Problem::Whole { least: 0, most }))
    }

    /// A list of two scores.
    pub fn pair(&self) -> Result<[u16; 2], CaseError> {
        match self.items()?.as_slice() {
            [a, b] => Ok([a.points()?, b.points()?]),
            _ => Err(self.error(Problem::Type("a list of two scores"))),
        }
    }

    fn child(&self, value: &'a Value, path: Path<'a>) -> Self {
        Self { value, case: self.case.clone(), path }
    }
}

/// Whether a key is another one with a slip or two of the keyboard; short ones have less room.
fn is_slip(key: &str, known: &str) -> bool {
    let longest = key.chars().count().max(known.chars().count());
    let most = match longest {
        0..=2 => return false,
        3..=5 => 1,
        _ => 2,
    };
    edits(key, known) <= most
}

/// How many letters must be put in, left out or exchanged to make one word of the other.
fn edits(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.to_lowercase().chars().enumerate() {
        let mut before = std::mem::replace(&mut row[0], at + 1);
        for (place, wanted) in other.iter().enumerate() {
            let change = before + usize::from(letter != *wanted);
            before = row[place + 1];
            row[place + 1] = change.min(before + 1).min(row[place] + 1);
        }
    }
    row[other.len()]
}
