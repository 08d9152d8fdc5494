//! An operation of the API: the route and its description in one value.

use super::super::routes::{Routes, Who};
use super::schema::{Described, Parts};
use crate::actions::input::{Field, Holds, optional};
use crate::web::App;
use axum::handler::Handler;
use axum::http::Method;
use serde_json::Value;

/// What an operation does, takes and answers.
#[derive(Clone, Copy)]
pub struct Operation {
    /// GET, POST, PUT or PATCH.
    pub method: &'static str,
    pub path: &'static str,
    /// The tag under which documents group it.
    pub of: &'static str,
    pub summary: &'static str,
    pub who: Who,
    pub query: &'static [Field],
    pub takes: Option<Takes>,
    pub gives: fn(&mut Parts) -> Value,
}

/// What the body of a write may hold.
#[derive(Clone, Copy)]
pub struct Takes {
    pub fields: &'static [Field],
    /// Keys of the objects it belongs to.
    pub parents: &'static [Field],
    pub how: How,
}

/// How a body relates to what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Makes something new.
    Creates,
    /// Adds a part to something that is there; the answer is the whole.
    Adds,
    /// Fields laid over those that are there.
    Overlays,
    /// The whole new value of something that is there.
    Replaces,
}

impl Takes {
    /// Whether the sender says which version it changes.
    pub fn names_version(&self) -> bool {
        matches!(self.how, How::Overlays | How::Replaces)
    }
}

/// How many items a page of a list holds, and where it begins.
pub const LIMIT: Field = optional("limit", Holds::Number { min: 1, max: 100 });
/// Where the next page begins: the `next` of the page before.
pub const CURSOR: Field = optional("cursor", Holds::Line(120));

impl Operation {
    /// A read of one thing.
    pub const fn read(path: &'static str, of: &'static str, summary: &'static str) -> Self {
        Self {
            method: "GET",
            path,
            of,
            summary,
            who: Who::Everyone,
            query: &[],
            takes: None,
            gives: <Value as Described>::schema,
        }
    }

    /// A change.
    pub const fn write(
        method: &'static str,
        path: &'static str,
        of: &'static str,
        summary: &'static str,
        takes: Takes,
    ) -> Self {
        Self { method, who: Who::Api, takes: Some(takes), ..Self::read(path, of, summary) }
    }

    /// Says what it answers with.
    pub const fn gives(mut self, gives: fn(&mut Parts) -> Value) -> Self {
        self.gives = gives;
        self
    }

    /// Says what its query may hold.
    pub const fn asks(mut self, query: &'static [Field]) -> Self {
        self.query = query;
        self
    }

    /// Says who may use it.
    pub const fn who(mut self, who: Who) -> Self {
        self.who = who;
        self
    }

    /// Whether it answers 201.
    pub fn creates(&self) -> bool {
        self.takes.is_some_and(|takes| takes.how == How::Creates)
    }
}

impl Routes {
    /// Adds an operation of the API.
    pub(super) fn operation<H: Handler<T, App>, T: 'static>(self, operation: &Operation, handler: H) -> Self {
        let method = Method::from_bytes(operation.method.as_bytes()).expect("a method's name");
        self.route(method, operation.path, operation.who, handler)
    }
}
