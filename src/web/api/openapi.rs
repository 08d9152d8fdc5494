//! The OpenAPI document, made from the operations, the fields of their bodies and the shapes of their answers.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::routes::{Routes, Who};
use super::list_rows::{MOST_COLUMNS, MOST_ROWS};
use super::operation::{How, Operation, Takes};
use super::respond::shown;
use super::schema::Parts;
use super::sent::{MOST_PERIODS, MOST_POINTS};
use super::{
    audit, beacon, bracket, clubs, competitions, duties, entries, fixtures, gates, leagues, list_rows, lists,
    observations, people, plan, plays, results, seasons, stats, table, venues,
};
use crate::actions::audience::gates::{MOST_CELLS, MOST_PEOPLE};
use crate::actions::input::{Field, Holds};
use crate::actions::plays::{MOST_BY, MOST_PLAYS};
use axum::body::Body;
use axum::http::{HeaderMap, Response};
use serde_json::{Map, Value, json};

const READ: Operation = Operation::read("/api/v1/openapi.json", "openapi", "This document").gives(any_object);
const OPERATIONS: &[Operation] = &[READ];

pub fn routes(routes: Routes) -> Routes {
    routes.operation(&READ, read)
}

fn any_object(_: &mut Parts) -> Value {
    json!({ "type": "object" })
}

async fn read(visitor: Visitor, headers: HeaderMap) -> Result<Response<Body>, Error> {
    shown(&visitor, &headers, &document(), None)
}

fn operations() -> impl Iterator<Item = &'static Operation> {
    [
        leagues::OPERATIONS,
        seasons::OPERATIONS,
        competitions::OPERATIONS,
        table::OPERATIONS,
        stats::OPERATIONS,
        bracket::OPERATIONS,
        plan::OPERATIONS,
        clubs::OPERATIONS,
        entries::OPERATIONS,
        lists::OPERATIONS,
        list_rows::OPERATIONS,
        duties::OPERATIONS,
        people::OPERATIONS,
        venues::OPERATIONS,
        fixtures::OPERATIONS,
        results::OPERATIONS,
        plays::OPERATIONS,
        observations::OPERATIONS,
        gates::OPERATIONS,
        beacon::OPERATIONS,
        audit::OPERATIONS,
        OPERATIONS,
    ]
    .into_iter()
    .flatten()
}

/// The document.
pub fn document() -> Value {
    let mut parts = Parts::new();
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations() {
        let described = describe(operation, &mut parts);
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method.to_ascii_lowercase()] = described;
    }
    parts.insert("Problem".into(), problem());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Changba",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "League manager for factory basketball. Public keys name objects. What is unknown is null. \
                            A fact that was made up for a demonstration says `sample: true`.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": parts,
            "responses": { "Problem": {
                "description": "Why it was not done, with a stable code, in the reader's language",
                "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
            } },
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
    })
}

fn problem() -> Value {
    json!({
        "type": "object",
        "description": "RFC 9457",
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "code": { "type": "string", "description": "Stable: not_found, invalid, changed_meanwhile .." },
            "detail": { "type": "string" },
            "request_id": { "type": "string" },
            "errors": { "type": "array", "items": {
                "type": "object",
                "properties": {
                    "field": { "type": "string" },
                    "code": { "type": "string", "description": "Stable: required, wrong_type, too_long .." },
                    "detail": { "type": "string" },
                },
                "required": ["field", "code", "detail"],
                "additionalProperties": false,
            } },
        },
        "required": ["type", "title", "status", "code", "detail", "request_id"],
        "additionalProperties": false,
    })
}

fn describe(operation: &Operation, parts: &mut Parts) -> Value {
    let gives = (operation.gives)(parts);
    let mut responses = Map::new();
    let status = if operation.creates() { "201" } else { "200" };
    let answer =
        json!({ "description": operation.summary, "content": { "application/json": { "schema": gives } } });
    responses.insert(status.into(), answer);
    if operation.takes.is_none() {
        responses.insert(
            "304".into(),
            json!({ "description": "It is still the version that If-None-Match names" }),
        );
    }
    for status in refusals(operation) {
        responses.insert((*status).into(), json!({ "$ref": "#/components/responses/Problem" }));
    }
    let mut described = json!({
        "operationId": operation_id(operation),
        "summary": operation.summary,
        "tags": [operation.of],
        "parameters": parameters(operation),
        "responses": responses,
    });
    if operation.who != Who::Everyone {
        described["security"] = json!([{ "token": [] }]);
    }
    if let Some(takes) = &operation.takes {
        described["requestBody"] = json!({ "required": true, "content": { "application/json": {
            "schema": body(takes), "example": example(takes),
        } } });
    }
    described
}

fn refusals(operation: &Operation) -> &'static [&'static str] {
    match operation.takes {
        Some(takes) if takes.names_version() => {
            &["400", "401", "403", "404", "409", "412", "413", "415", "422", "428", "507"]
        }
        Some(_) => &["400", "401", "403", "404", "409", "413", "415", "422", "507"],
        None => &["400", "401", "403", "404", "422", "429"],
    }
}

fn operation_id(operation: &Operation) -> String {
    let words =
        operation.path.trim_start_matches("/api/v1/").replace(['{', '}'], "").replace(['/', '.'], "_");
    format!("{}_{words}", operation.method.to_ascii_lowercase())
}

fn parameters(operation: &Operation) -> Vec<Value> {
    let mut parameters = Vec::new();
    if operation.path.contains("{key}") {
        let schema = json!({ "type": "string", "pattern": KEY });
        parameters.push(json!({ "name": "key", "in": "path", "required": true, "schema": schema }));
    }
    for field in operation.query {
        let mut schema = value(field.holds);
        if let Holds::Line(_) = field.holds {
            schema["minLength"] = json!(1);
        }
        parameters
            .push(json!({ "name": field.name, "in": "query", "required": field.required, "schema": schema }));
    }
    let mut header = |name: &str, said: &str| {
        let schema = json!({ "type": "string" });
        parameters.push(json!({ "name": name, "in": "header", "description": said, "schema": schema }));
    };
    match &operation.takes {
        None => header("If-None-Match", "The ETag of an answer that is at hand: 304 while it still holds"),
        Some(takes) => {
            header("Idempotency-Key", "At most 200 characters: the same request again gets the same answer");
            if takes.names_version() {
                header("If-Match", "The ETag of the object as it was read; or give `version` in the body");
            }
        }
    }
    parameters
}

const KEY: &str = "^[0-9A-Za-z]{1,64}$";

/// The schema of a value as JSON writes it.
fn value(holds: Holds) -> Value {
    match holds {
        Holds::Line(max) | Holds::Text(max) => json!({ "type": "string", "maxLength": max }),
        Holds::Date => {
            json!({ "type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
        }
        Holds::DateTime => json!({
            "type": "string",
            "description": "A wall clock in the season's zone",
            "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?$",
        }),
        Holds::Flag => json!({ "type": "boolean" }),
        Holds::Number { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Holds::Word(allowed) => json!({ "type": "string", "enum": allowed }),
        Holds::Key => json!({ "type": "string", "pattern": KEY }),
        Holds::Colour => json!({ "type": "string", "pattern": "^#[0-9A-Fa-f]{6}$" }),
        Holds::Yuan => {
            json!({ "type": "string", "maxLength": 20, "description": "Yuan above 0, such as 1200.50" })
        }
        Holds::Url => json!({ "type": "string", "format": "uri", "pattern": "^https://", "maxLength": 300 }),
        Holds::Counts => json!({
            "type": "array",
            "description": "The state of each cell on the device: absolute totals, so that a repeat changes nothing",
            "maxItems": MOST_CELLS,
            "items": {
                "type": "object",
                "properties": {
                    "minute": { "type": "string", "format": "date-time" },
                    "direction": { "type": "string", "enum": ["in", "out"] },
                    "people": { "type": "integer", "minimum": 0, "maximum": MOST_PEOPLE },
                    "revision": { "type": "integer", "minimum": 1, "description": "Grows with each change on the device" },
                },
                "required": ["minute", "direction", "people", "revision"],
                "additionalProperties": false,
            },
        }),
        Holds::Plays => json!({
            "type": "array",
            "description": "Plays as docs/PLAYS.md describes them; each counts once, however often it is sent",
            "minItems": 1,
            "maxItems": MOST_PLAYS,
            "items": {
                "type": "object",
                "properties": {
                    "id": { "type": "string", "pattern": "^[a-z0-9]{1,32}-[1-9][0-9]{0,9}$" },
                    "by": { "type": "string", "maxLength": MOST_BY },
                    "at": { "type": "string", "format": "date-time" },
                    "epoch": { "type": "integer", "minimum": 1, "maximum": 4294967295u32 },
                    "period": { "type": "integer", "minimum": 0, "maximum": 255 },
                    "after": { "type": "string" },
                    "clock_ms": { "type": "integer", "minimum": 0, "maximum": 4294967295u32 },
                    "fact": {
                        "type": "object",
                        "properties": { "kind": { "type": "string" } },
                        "required": ["kind"],
                    },
                },
                "required": ["id", "by", "at", "period", "fact"],
                "additionalProperties": false,
            },
        }),
        Holds::Cells => json!({
            "type": "array",
            "description": "The cells of a form, row by row, with the header of the columns among them, as in a file",
            "minItems": 1,
            "maxItems": MOST_ROWS,
            "items": {
                "type": "array",
                "maxItems": MOST_COLUMNS,
                "items": { "type": ["string", "number", "boolean", "null"] },
            },
        }),
        Holds::Periods => json!({
            "type": "array",
            "description": "Points of each period as pairs, overtimes after the regular ones",
            "maxItems": MOST_PERIODS,
            "items": {
                "type": "array",
                "minItems": 2,
                "maxItems": 2,
                "items": { "type": "integer", "minimum": 0, "maximum": MOST_POINTS },
            },
        }),
    }
}

fn member(field: &Field) -> Value {
    let mut schema = value(field.holds);
    if field.required {
        if let Holds::Line(_) | Holds::Text(_) = field.holds {
            schema["minLength"] = json!(1);
        }
        return schema;
    }
    // Null leaves a field empty; a list of words must then hold it too.
    schema["type"] = json!([schema["type"], "null"]);
    if let Some(words) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        words.push(Value::Null);
    }
    schema
}

fn body(takes: &Takes) -> Value {
    let fields = || takes.parents.iter().chain(takes.fields);
    let mut members: Map<String, Value> =
        fields().map(|field| (field.name.to_owned(), member(field))).collect();
    if takes.names_version() {
        let said = "The version that is changed, unless If-Match names it";
        members.insert("version".into(), json!({ "type": "integer", "minimum": 1, "description": said }));
    }
    let is_asked = |field: &&Field| field.required && takes.how != How::Overlays;
    let required: Vec<&str> = fields().filter(is_asked).map(|field| field.name).collect();
    json!({
        "type": "object",
        "properties": members,
        "required": required,
        "additionalProperties": false,
    })
}

/// A body as it may look: the fields that must be there, and the version.
fn example(takes: &Takes) -> Value {
    let fields = takes.parents.iter().chain(takes.fields).filter(|field| field.required);
    let mut example: Map<String, Value> =
        fields.map(|field| (field.name.to_owned(), example_of(field))).collect();
    if takes.names_version() {
        example.insert("version".into(), json!(1));
    }
    Value::Object(example)
}

fn example_of(field: &Field) -> Value {
    match field.holds {
        Holds::Line(_) if field.name == "zone" => json!("Asia/Shanghai"),
        Holds::Line(_) | Holds::Text(_) => json!("湘钢"),
        Holds::Date => json!("2025-06-13"),
        Holds::DateTime => json!("2025-06-13T19:30"),
        Holds::Flag => json!(true),
        Holds::Number { min, .. } => json!(min),
        Holds::Word(allowed) => json!(allowed.first()),
        Holds::Key => json!("k7m2p9x4t8aa"),
        Holds::Colour => json!("#1d2a3a"),
        Holds::Url => json!("https://example.org/"),
        Holds::Yuan => json!("1200.50"),
        Holds::Periods => json!([[20, 18], [17, 20], [25, 19], [21, 22]]),
        Holds::Counts => json!([]),
        Holds::Cells => json!([["姓名", "球衣号码"], ["示例甲", "7"]]),
        Holds::Plays => json!([{
            "id": "k7-1", "by": "scorer", "at": "2025-06-13T11:30:00Z", "period": 1,
            "fact": { "kind": "period_start" },
        }]),
    }
}

#[cfg(test)]
mod tests;
