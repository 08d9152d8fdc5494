//! Forms: read into named texts, the token checked where the browser gave no other sign of its origin.

use super::App;
use super::error::Error;
use super::extract::Visitor;
use crate::actions::input::Fields;
use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts};
use axum::http::{Request, header};
use http_body_util::{BodyExt, Limited};

/// The largest form: texts of a notice in two languages fit several times.
const LIMIT: usize = 256 * 1024;

/// A form with who sent it.
pub struct Form {
    pub visitor: Visitor,
    pub fields: Fields,
    /// The version the form was made from; 0 where it changes nothing that exists.
    pub version: i64,
}

impl FromRequest<App> for Form {
    type Rejection = Error;

    async fn from_request(request: Request<Body>, app: &App) -> Result<Self, Error> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, app).await?;
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
        if !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(Error::BadBody);
        }
        let body = Limited::new(body, LIMIT).collect().await.map_err(|_| Error::TooLarge)?.to_bytes();
        let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(&body).map_err(|_| Error::BadBody)?;
        // Text that is not UTF-8 would be stored as replacement marks: better refused than garbled.
        if pairs.iter().any(|(_, value)| value.contains('\u{fffd}')) {
            return Err(Error::BadBody);
        }
        let mut fields = Fields(pairs.into_iter().collect());
        let token = fields.0.remove("csrf").unwrap_or_default();
        if visitor.needs_form_token && (visitor.form_token.is_empty() || token != visitor.form_token) {
            return Err(Error::Forbidden);
        }
        let version = match fields.0.remove("version") {
            Some(version) => version.parse().map_err(|_| Error::BadBody)?,
            None => 0,
        };
        Ok(Self { visitor, fields, version })
    }
}
