//! Answers: reads with an entity tag, writes kept under their idempotency key in the transaction of their effect.

use super::super::cache::{Cacheable, etag_of, matches_etag, text_of};
use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::page::LONG;
use super::sent::Sent;
use crate::actions::answers;
use crate::actions::input::{Fault, What};
use crate::actor::Actor;
use crate::random::hex;
use crate::store::Tx;
use crate::store::accounts::{self, Answer};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use league::ids::SeasonId;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Answers a read of something without a version of its own: a list, a table.
pub fn shown<T: Serialize>(
    visitor: &Visitor,
    headers: &HeaderMap,
    value: &T,
    season: Option<SeasonId>,
) -> Result<Response<Body>, Error> {
    let body = written(value)?;
    let etag = etag_of(body.as_bytes());
    Ok(read(visitor, headers, body, etag, season))
}

/// Answers a read of one object; its tag begins with its version, so that `If-Match` can name it.
pub fn shown_version<T: Serialize>(
    visitor: &Visitor,
    headers: &HeaderMap,
    value: &T,
    version: i64,
    season: Option<SeasonId>,
) -> Result<Response<Body>, Error> {
    let body = written(value)?;
    let etag = version_tag(version, &body);
    Ok(read(visitor, headers, body, etag, season))
}

fn read(
    visitor: &Visitor,
    headers: &HeaderMap,
    body: String,
    etag: HeaderValue,
    season: Option<SeasonId>,
) -> Response<Body> {
    let mut response = json(StatusCode::OK, body);
    if visitor.actor == Actor::Stranger {
        // The page cache compares the tag itself and compresses; a 304 from here would keep it from filling.
        response.extensions_mut().insert(Cacheable { season, fresh_for: LONG });
    } else {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        if text_of(headers, &header::IF_NONE_MATCH).is_some_and(|given| matches_etag(given, &etag)) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            *response.body_mut() = Body::empty();
            response.headers_mut().remove(header::CONTENT_TYPE);
        }
    }
    response.headers_mut().insert(header::ETAG, etag);
    response
}

/// How far a write has come before it does anything.
pub enum Begun {
    /// The same request was answered before: this is that answer.
    Before(Response<Body>),
    Now(Tx),
}

impl Sent {
    /// Opens the transaction of a write, unless its key was used before.
    pub async fn begin(&self) -> Result<Begun, Error> {
        let mut tx = self.visitor.write().await?;
        if let Some(key) = self.idempotency_key()?
            && let Some(before) = accounts::answer(&mut tx, &self.visitor.actor.tag(), key).await?
        {
            if before.request_hash != self.request_hash() {
                return Err(Error::NotNow("idempotency_key_reused"));
            }
            let status =
                u16::try_from(before.status).ok().and_then(|status| StatusCode::from_u16(status).ok());
            return Ok(Begun::Before(self.written(status.unwrap_or(StatusCode::OK), before.body)?));
        }
        Ok(Begun::Now(tx))
    }

    /// Commits a write together with its answer.
    pub async fn finish<T: Serialize>(
        &self,
        mut tx: Tx,
        status: StatusCode,
        value: &T,
    ) -> Result<Response<Body>, Error> {
        let body = written(value)?;
        if let Some(key) = self.idempotency_key()? {
            let answer = Answer {
                request_hash: self.request_hash(),
                status: i64::from(status.as_u16()),
                body: body.clone(),
            };
            answers::keep(&mut tx, key, &answer).await?;
        }
        tx.commit().await?;
        self.written(status, body)
    }

    /// Answers a write that found its effect there already.
    pub fn repeated<T: Serialize>(&self, status: StatusCode, value: &T) -> Result<Response<Body>, Error> {
        self.written(status, written(value)?)
    }

    fn idempotency_key(&self) -> Result<Option<&str>, Error> {
        let Some(value) = self.headers.get("idempotency-key") else { return Ok(None) };
        let key = value.to_str().ok().filter(|key| (1..=200).contains(&key.len()));
        key.map(Some)
            .ok_or_else(|| Error::Faults(vec![Fault::at("Idempotency-Key", What::TooLong { max: 200 })]))
    }

    /// What makes two requests the same one.
    fn request_hash(&self) -> String {
        let mut hash = Sha256::new();
        for part in [self.method.as_str().as_bytes(), self.visitor.path.as_bytes(), &self.body] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        hex(&hash.finalize())
    }

    /// The answer to a write: where the new object is, and the tag of what is there now.
    fn written(&self, status: StatusCode, body: String) -> Result<Response<Body>, Error> {
        let value: serde_json::Value =
            serde_json::from_str(&body).map_err(|error| Error::Internal(error.to_string()))?;
        let etag = value["version"].as_i64().map(|version| version_tag(version, &body));
        let path = self.visitor.path.split('?').next().unwrap_or("");
        let location = value["key"]
            .as_str()
            .filter(|_| status == StatusCode::CREATED)
            .and_then(|key| HeaderValue::from_str(&format!("{path}/{key}")).ok());
        let mut response = json(status, body);
        for (name, value) in [(header::ETAG, etag), (header::LOCATION, location)] {
            if let Some(value) = value {
                response.headers_mut().insert(name, value);
            }
        }
        Ok(response)
    }
}

fn version_tag(version: i64, body: &str) -> HeaderValue {
    let hash = hex(&Sha256::digest(body.as_bytes())[..12]);
    HeaderValue::from_str(&format!("W/\"{version}-{hash}\"")).expect("digits and hexadecimal are ASCII")
}

fn written<T: Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::Internal(error.to_string()))
}

fn json(status: StatusCode, body: String) -> Response<Body> {
    let mut response = (status, body).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
