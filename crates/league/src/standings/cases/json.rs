//! JSON read strictly: a key that stands twice is refused, and whatever cannot be read is named with its place.

use super::field::{CaseError, Problem};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::cell::RefCell;
use std::fmt;

/// Reads a text; the error names the case as far as it was read before the fault.
pub(super) fn parse(text: &str) -> Result<Value, CaseError> {
    let state = State::default();
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = Reading(&state).deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    read.map_err(|error| state.into_error(&error))
}

/// Where the reader stands.
#[derive(Default)]
struct State {
    path: RefCell<Vec<Step>>,
    case_id: RefCell<Option<String>>,
    twice: RefCell<bool>,
}

enum Step {
    Key(String),
    Item(usize),
}

impl fmt::Display for Step {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => write!(out, ".{key}"),
            Self::Item(place) => write!(out, "[{place}]"),
        }
    }
}

impl State {
    /// How many steps lead to a case: none where it stands alone.
    fn steps_to_case(path: &[Step]) -> usize {
        match path {
            [Step::Key(key), Step::Item(_), ..] if key == "cases" => 2,
            [Step::Item(_), ..] => 1,
            _ => 0,
        }
    }

    fn into_error(self, error: &serde_json::Error) -> CaseError {
        let path = self.path.into_inner();
        let problem = match error.to_string() {
            _ if self.twice.into_inner() => Problem::KeyTwice,
            said if said.starts_with("number out of range") => Problem::BeyondNumbers,
            said => Problem::NotJson(said),
        };
        let head = Self::steps_to_case(&path);
        let number = match path.get(head.wrapping_sub(1)) {
            Some(Step::Item(place)) => place + 1,
            _ => 1,
        };
        let outside =
            matches!(path.first(), Some(Step::Key(key)) if head == 0 && (key == "cases" || key == "meta"));
        let case = match self.case_id.into_inner() {
            _ if outside => "-".to_owned(),
            Some(id) => id,
            None if path.is_empty() => return CaseError::NotJson(problem),
            None => format!("number {number}"),
        };
        let field: String = path[head..].iter().map(Step::to_string).collect();
        let field = field.strip_prefix('.').unwrap_or(&field);
        CaseError::Case { case, field: if field.is_empty() { "the case" } else { field }.to_owned(), problem }
    }

    fn enter(&self, step: Step) {
        let mut path = self.path.borrow_mut();
        path.push(step);
        if matches!(path.last(), Some(Step::Item(_))) && Self::steps_to_case(&path) == path.len() {
            self.case_id.replace(None);
        }
    }

    fn leave(&self) {
        self.path.borrow_mut().pop();
    }
}

#[derive(Clone, Copy)]
struct Reading<'s>(&'s State);

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Bool(truth))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        loop {
            self.0.enter(Step::Item(items.len()));
            match from.next_element_seed(self)? {
                Some(item) => items.push(item),
                None => break,
            }
            self.0.leave();
        }
        self.0.leave();
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = from.next_key::<String>()? {
            self.0.enter(Step::Key(key.clone()));
            if object.contains_key(&key) {
                self.0.twice.replace(true);
                return Err(A::Error::custom("a key stands twice"));
            }
            let value = from.next_value_seed(self)?;
            self.0.leave();
            if let ("id", Value::String(id)) = (key.as_str(), &value) {
                let path = self.0.path.borrow();
                if State::steps_to_case(&path) == path.len() {
                    self.0.case_id.replace(Some(id.clone()));
                }
            }
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}
