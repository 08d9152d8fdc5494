//! Forms: read into named texts, the token checked where the browser gave no other sign of its origin.

use super::App;
use super::error::Error;
use super::extract::Visitor;
use crate::actions::input::Fields;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Multipart};
use axum::http::{Request, StatusCode, header};
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

/// A form that brings a file.
pub struct Sheet {
    pub visitor: Visitor,
    pub fields: Fields,
    pub file: Option<FilePart>,
}

/// A file as it was sent.
pub struct FilePart {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl FromRequest<App> for Sheet {
    type Rejection = Error;

    async fn from_request(request: Request<Body>, app: &App) -> Result<Self, Error> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, app).await?;
        let mut request = Request::from_parts(parts, body);
        // The fields around the file need room too; the file itself is measured where it is checked.
        DefaultBodyLimit::max(app.settings.upload_limit + LIMIT).apply(&mut request);
        let mut given = Multipart::from_request(request, app).await.map_err(|_| Error::BadBody)?;
        let (mut fields, mut file) = (Fields::default(), None);
        while let Some(part) = given.next_field().await.map_err(refused_part)? {
            let name = part.name().unwrap_or("").to_owned();
            if name == "file" {
                let name = part.file_name().unwrap_or("").to_owned();
                file = Some(FilePart { name, bytes: part.bytes().await.map_err(refused_part)?.to_vec() });
            } else {
                let value = part.text().await.map_err(refused_part)?;
                if value.contains('\u{fffd}') {
                    return Err(Error::BadBody);
                }
                fields.set(&name, value);
            }
        }
        let token = fields.0.remove("csrf").unwrap_or_default();
        if visitor.needs_form_token && (visitor.form_token.is_empty() || token != visitor.form_token) {
            return Err(Error::Forbidden);
        }
        Ok(Self { visitor, fields, file })
    }
}

fn refused_part(error: axum::extract::multipart::MultipartError) -> Error {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
        _ => Error::BadBody,
    }
}
