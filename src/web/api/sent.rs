//! The body of a write: read only once it is known that the sender may write there at all.

use super::super::App;
use super::super::error::Error;
use super::super::extract::Visitor;
use super::operation::{How, Takes};
use crate::actions::input::{Fault, Field, Fields, Holds, What, parse};
use crate::actor::Actor;
use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts};
use axum::http::{HeaderMap, Method, Request, header};
use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use serde_json::Value;

/// The largest body: texts of a season in two languages fit several times.
const LIMIT: usize = 256 * 1024;
/// Points of a period beyond this are a slip of the keyboard.
pub const MOST_POINTS: i64 = 999;
/// More periods than any game has had.
pub const MOST_PERIODS: usize = 24;

/// A write with who sent it, its body not yet understood.
pub struct Sent {
    pub visitor: Visitor,
    pub method: Method,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// A body that fits its operation, each field as text: from here on it goes the way of a form.
#[derive(Debug)]
pub struct Input {
    pub fields: Fields,
    /// Keys of the objects it belongs to.
    pub parents: Fields,
    pub version: Version,
}

/// Which version the sender changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// By `If-Match`.
    Matching(i64),
    /// By the member `version`.
    Named(i64),
    /// Whichever there is: `If-Match: *`.
    Any,
    Unsaid,
}

impl FromRequest<App> for Sent {
    type Rejection = Error;

    async fn from_request(request: Request<Body>, app: &App) -> Result<Self, Error> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, app).await?;
        if visitor.actor == Actor::Stranger {
            return Err(Error::SignIn);
        }
        // A session's cookie alone, from who knows which page: scripts send a token instead.
        if visitor.needs_form_token {
            return Err(Error::Forbidden);
        }
        let body = Limited::new(body, LIMIT).collect().await.map_err(|_| Error::TooLarge)?.to_bytes();
        Ok(Self { visitor, method: parts.method, headers: parts.headers, body })
    }
}

impl Sent {
    /// Understands the body; every fault is reported with its field.
    pub fn input(&self, takes: &Takes) -> Result<Input, Error> {
        self.must_be_json()?;
        let text = std::str::from_utf8(&self.body).map_err(|_| Error::BadBody)?;
        let value: Value = serde_json::from_str(text).map_err(|_| Error::BadBody)?;
        let Value::Object(members) = value else {
            return Err(Error::Faults(vec![Fault::at("", What::WrongType)]));
        };
        let matching = self.if_match();
        let version = *matching.as_ref().unwrap_or(&Version::Unsaid);
        let mut input = Input { fields: Fields::default(), parents: Fields::default(), version };
        let mut faults = Vec::new();
        for (name, value) in &members {
            let own = takes.fields.iter().find(|field| field.name == name);
            let parent = takes.parents.iter().find(|field| field.name == name);
            let kept = match (own, parent) {
                (Some(field), _) => text_of(field, value).map(|text| input.fields.set(name, text)),
                (_, Some(field)) => text_of(field, value).map(|text| input.parents.set(name, text)),
                _ if name == "version" && takes.names_version() => version_of(value).map(|version| {
                    if input.version == Version::Unsaid {
                        input.version = Version::Named(version);
                    }
                }),
                _ => Err(What::NoSuchField),
            };
            faults.extend(kept.err().map(|what| Fault::at(name, what)));
        }
        faults.extend(input.unfit(takes, &faults));
        if !faults.is_empty() {
            return Err(Error::Faults(faults));
        }
        matching?;
        if takes.names_version() && input.version == Version::Unsaid {
            return Err(Error::VersionNeeded);
        }
        Ok(input)
    }

    fn must_be_json(&self) -> Result<(), Error> {
        let kind = self.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
        let mut parts = kind.split(';').map(|part| part.trim().to_ascii_lowercase());
        let is_json = parts.next().is_some_and(|kind| kind == "application/json");
        let is_utf8 = parts.all(|part| {
            part.strip_prefix("charset=")
                .is_none_or(|name| matches!(name.trim_matches('"'), "utf-8" | "utf8"))
        });
        if is_json && is_utf8 && !self.headers.contains_key(header::CONTENT_ENCODING) {
            Ok(())
        } else {
            Err(Error::WrongMediaType)
        }
    }

    /// Reads `If-Match`. Our tags begin with the version; a tag of another make matches nothing.
    fn if_match(&self) -> Result<Version, Error> {
        let Some(value) = self.headers.get(header::IF_MATCH) else { return Ok(Version::Unsaid) };
        let value = value.to_str().map_err(|_| Error::NoMatch)?.trim();
        if value == "*" {
            return Ok(Version::Any);
        }
        let tag = value.trim_start_matches("W/").trim_matches('"');
        let version = tag.split('-').next().and_then(|version| version.parse().ok());
        version.map(Version::Matching).ok_or(Error::NoMatch)
    }
}

impl Input {
    /// What does not fit its field, beyond what was found already. Said before anything is said of versions.
    fn unfit(&self, takes: &Takes, found: &[Fault]) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (spec, fields) in [(takes.parents, &self.parents), (takes.fields, &self.fields)] {
            let is_asked = |field: &&Field| takes.how != How::Overlays || fields.0.contains_key(field.name);
            let spec: Vec<Field> = spec.iter().filter(is_asked).copied().collect();
            faults.extend(parse(&spec, fields).err().into_iter().flatten());
        }
        faults.retain(|fault| found.iter().all(|other| other.field != fault.field));
        faults
    }
}

impl Version {
    /// The version to hand to an action, given the one there is.
    pub fn expected(self, current: i64) -> Result<i64, Error> {
        match self {
            Self::Any => Ok(current),
            Self::Matching(version) if version != current => Err(Error::NoMatch),
            Self::Matching(version) | Self::Named(version) => Ok(version),
            Self::Unsaid => Err(Error::VersionNeeded),
        }
    }
}

fn version_of(value: &Value) -> Result<i64, What> {
    value.as_i64().filter(|version| *version >= 1).ok_or(What::WrongType)
}

/// A JSON value as the text a form would have sent. Types are taken at their word: "5" is no number here.
fn text_of(field: &Field, value: &Value) -> Result<String, What> {
    if value.is_null() {
        return if field.required { Err(What::Required) } else { Ok(String::new()) };
    }
    let text = || value.as_str().ok_or(What::WrongType);
    // Only null leaves such a field empty; blanks around a word are no part of it.
    let exact = |otherwise: What| {
        let text = text()?;
        if text.is_empty() || text != text.trim() { Err(otherwise) } else { Ok(text.to_owned()) }
    };
    match field.holds {
        Holds::Line(max) | Holds::Text(max) => {
            let text = text()?;
            if text.chars().count() > max { Err(What::TooLong { max }) } else { Ok(text.to_owned()) }
        }
        Holds::Date => {
            Some(text()?).filter(|text| is_iso_date(text)).map(str::to_owned).ok_or(What::NotADate)
        }
        Holds::DateTime => {
            Some(text()?).filter(|text| is_iso_time(text)).map(str::to_owned).ok_or(What::NotADateTime)
        }
        Holds::Flag => value.as_bool().map(|flag| flag.to_string()).ok_or(What::WrongType),
        Holds::Number { .. } => value.as_i64().map(|number| number.to_string()).ok_or(What::WrongType),
        Holds::Word(allowed) => exact(What::NotOneOf { allowed }),
        Holds::Key => exact(What::NoSuchObject),
        Holds::Colour => exact(What::NotAColour),
        Holds::Url => exact(What::NotAUrl),
        Holds::Yuan => exact(What::NotMoney),
        Holds::Periods => periods(value),
        Holds::Counts | Holds::Plays | Holds::Cells if value.is_array() => Ok(value.to_string()),
        Holds::Counts | Holds::Plays | Holds::Cells => Err(What::WrongType),
    }
}

/// Pairs of points: `[[20, 18], [17, 20]]`.
fn periods(value: &Value) -> Result<String, What> {
    let pairs = value.as_array().ok_or(What::WrongType)?;
    if pairs.len() > MOST_PERIODS {
        return Err(What::NotPeriods);
    }
    let pair = |pair: &Value| {
        let points = |at: usize| pair.get(at).and_then(Value::as_i64).ok_or(What::WrongType);
        if pair.as_array().ok_or(What::WrongType)?.len() != 2 {
            return Err(What::NotPeriods);
        }
        let (a, b) = (points(0)?, points(1)?);
        let is_possible = |points: i64| (0..=MOST_POINTS).contains(&points);
        if is_possible(a) && is_possible(b) { Ok(format!("{a}:{b}")) } else { Err(What::NotPeriods) }
    };
    Ok(pairs.iter().map(pair).collect::<Result<Vec<_>, _>>()?.join(" "))
}

/// Whether a text is a date as ISO 8601 writes it.
pub fn is_iso_date(text: &str) -> bool {
    has_shape(text, "dddd-dd-dd")
}

fn is_iso_time(text: &str) -> bool {
    has_shape(text, "dddd-dd-ddTdd:dd") || has_shape(text, "dddd-dd-ddTdd:dd:dd")
}

fn has_shape(text: &str, shape: &str) -> bool {
    let fits =
        |(given, wanted): (char, char)| if wanted == 'd' { given.is_ascii_digit() } else { given == wanted };
    text.chars().count() == shape.len() && text.chars().zip(shape.chars()).all(fits)
}
