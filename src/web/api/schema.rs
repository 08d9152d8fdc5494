//! The shape of what the API answers, described where it is defined.
//!
//! One macro makes the struct and its schema, which keeps the document true without a crate of derive macros.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde_json::{Map, Value, json};

/// The named schemas of a document.
pub type Parts = Map<String, Value>;

/// Something whose JSON has a schema.
pub trait Described {
    /// The schema, with named parts put beside it.
    fn schema(parts: &mut Parts) -> Value;
}

macro_rules! plain {
    ($($type:ty => $schema:tt;)*) => {
        $(impl Described for $type {
            fn schema(_: &mut Parts) -> Value {
                json!($schema)
            }
        })*
    };
}

plain! {
    String => { "type": "string" };
    bool => { "type": "boolean" };
    i32 => { "type": "integer" };
    i64 => { "type": "integer" };
    usize => { "type": "integer", "minimum": 0 };
    NaiveDate => { "type": "string", "format": "date" };
    NaiveDateTime => { "type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$" };
    DateTime<Utc> => { "type": "string", "format": "date-time" };
    [i64; 2] => { "type": "array", "items": { "type": "integer", "minimum": 0 }, "minItems": 2, "maxItems": 2 };
    Value => {};
}

impl<T: Described> Described for Vec<T> {
    fn schema(parts: &mut Parts) -> Value {
        json!({ "type": "array", "items": T::schema(parts) })
    }
}

impl<T: Described> Described for Option<T> {
    fn schema(parts: &mut Parts) -> Value {
        let mut schema = T::schema(parts);
        match schema.get("type") {
            Some(Value::String(kind)) => {
                schema["type"] = json!([kind, "null"]);
                schema
            }
            _ => json!({ "anyOf": [schema, { "type": "null" }] }),
        }
    }
}

/// An object's schema: every member is always there, unknown ones as null.
pub fn object(about: &str, members: Vec<(&str, Value)>) -> Value {
    let names: Vec<&str> = members.iter().map(|(name, _)| *name).collect();
    let required = json!(names);
    let members: Map<String, Value> =
        members.into_iter().map(|(name, part)| (name.to_owned(), part)).collect();
    json!({
        "type": "object",
        "description": about,
        "properties": members,
        "required": required,
        "additionalProperties": false,
    })
}

/// Adds a description to a member's schema.
pub fn about(mut schema: Value, said: &str) -> Value {
    if !said.is_empty() {
        schema["description"] = json!(said.trim());
    }
    schema
}

/// Defines what the API answers: plain structs whose documentation is also that of the schema.
macro_rules! answers {
    ($($(#[doc = $doc:literal])+ struct $name:ident { $($(#[doc = $said:literal])* $field:ident: $type:ty,)+ })+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Debug, serde::Serialize)]
        pub struct $name {
            $($(#[doc = $said])* pub $field: $type,)+
        }

        impl $crate::web::api::schema::Described for $name {
            fn schema(parts: &mut $crate::web::api::schema::Parts) -> serde_json::Value {
                use $crate::web::api::schema::{Described, about, object};
                if !parts.contains_key(stringify!($name)) {
                    let members = vec![
                        $((stringify!($field), about(<$type as Described>::schema(parts), concat!("", $($said),*))),)+
                    ];
                    let schema = object(concat!($($doc),+).trim(), members);
                    parts.insert(stringify!($name).to_owned(), schema);
                }
                serde_json::json!({ "$ref": concat!("#/components/schemas/", stringify!($name)) })
            }
        }
    )+};
}
pub(super) use answers;
