//! A value of a case that knows its place, so that an error can name it.

use serde_json::{Map, Value};
use std::fmt;

/// Why a text of cases cannot be read; one line that names case and field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseError {
    NotJson(String),
    Case { case: String, field: String, problem: Problem },
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    Missing,
    Type(&'static str),
    Negative,
    NotWhole,
    TooLarge,
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
            Self::NotJson(error) => write!(out, "not readable as JSON: {error}"),
            Self::Case { case, field, problem } => write!(out, "case {case}: {field}: {problem}"),
        }
    }
}

impl std::error::Error for CaseError {}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => out.write_str("is missing"),
            Self::Type(expected) => write!(out, "must be {expected}"),
            Self::Negative => out.write_str("must not be negative"),
            Self::NotWhole => out.write_str("must be a whole number"),
            Self::TooLarge => write!(out, "must be at most {MOST_POINTS}"),
            Self::LevelScore => out.write_str("the score is level, and a game of a group has a winner"),
            Self::SameTeamTwice => out.write_str("is the same team as a"),
            Self::UnknownTeam(team) => write!(out, "{team:?} plays no game of this case"),
            Self::UnknownGame(game) => write!(out, "{game:?} is no game of this case"),
            Self::Repeated(name) => write!(out, "{name:?} stands there twice"),
            Self::OneOf(names) => write!(out, "must be {names}"),
            Self::Together(keys) => write!(out, "only one of {keys} may be given"),
            Self::WinnerAtFault => out.write_str("the side that lost has the higher score"),
            Self::NotLevel => out.write_str("must be a level score"),
            Self::Home(side) => write!(out, "must be {side:?} in this leg"),
            Self::OvertimeOnFirstLeg => out.write_str("the first leg never has overtime"),
            Self::OvertimeNotDue => out.write_str("the aggregate was not level after four quarters"),
            Self::Aggregate => out.write_str("is not the sum of the legs"),
            Self::Disqualified(team) => write!(out, "{team:?} is disqualified"),
            Self::Refused(reason) => out.write_str(reason),
        }
    }
}

const MOST_POINTS: u16 = 9999;

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

    pub fn text(&self) -> Result<&'a str, CaseError> {
        match self.value.as_str() {
            Some(text) if !text.is_empty() => Ok(text),
            _ => Err(self.error(Problem::Type("a text"))),
        }
    }

    pub fn truth(&self) -> Result<bool, CaseError> {
        self.value.as_bool().ok_or_else(|| self.error(Problem::Type("true or false")))
    }

    pub fn whole(&self) -> Result<i32, CaseError> {
        let whole = self.value.as_i64().ok_or_else(|| self.error(Problem::NotWhole))?;
        i32::try_from(whole)
            .ok()
            .filter(|whole| whole.abs() <= i32::from(MOST_POINTS))
            .ok_or_else(|| self.error(Problem::TooLarge))
    }

    pub fn points(&self) -> Result<u16, CaseError> {
        if !self.value.is_number() {
            return Err(self.error(Problem::Type("a whole number")));
        }
        if self.value.as_f64().is_some_and(|number| number < 0.0) {
            return Err(self.error(Problem::Negative));
        }
        let whole = self.value.as_u64().ok_or_else(|| self.error(Problem::NotWhole))?;
        u16::try_from(whole)
            .ok()
            .filter(|points| *points <= MOST_POINTS)
            .ok_or_else(|| self.error(Problem::TooLarge))
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
