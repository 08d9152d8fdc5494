//! What goes wrong on the way, as a page or as problem+json, in the visitor's language.

use super::extract::Theme;
use super::page::Shell;
use super::text::T;
use super::{App, cookies};
use crate::actions::Refused;
use crate::actions::input::Fault;
use crate::store;
use askama::Template;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::response::{Html, IntoResponse};

/// Why a request was not answered with what it asked for.
#[derive(Debug)]
pub enum Error {
    NotFound,
    WrongMethod,
    Forbidden,
    /// A stranger asked for something behind the door.
    SignIn,
    BadToken,
    BadBody,
    /// The body is of a kind, or in an encoding, that is not read here.
    WrongMediaType,
    TooLarge,
    /// `If-Match` names another version than the one there is.
    NoMatch,
    /// A change that does not say which version it was made from.
    VersionNeeded,
    /// Somebody else changed it first.
    Conflict,
    /// Something about the object forbids it now.
    NotNow(&'static str),
    Faults(Vec<Fault>),
    Wait {
        seconds: i64,
    },
    LinkUsedUp,
    Full,
    /// Our fault: logged with the request's id, shown without its reason.
    Internal(String),
}

impl Error {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::SignIn | Self::BadToken => StatusCode::UNAUTHORIZED,
            Self::BadBody => StatusCode::BAD_REQUEST,
            Self::WrongMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NoMatch => StatusCode::PRECONDITION_FAILED,
            Self::VersionNeeded => StatusCode::PRECONDITION_REQUIRED,
            Self::Conflict | Self::NotNow(_) => StatusCode::CONFLICT,
            Self::Faults(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Wait { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::LinkUsedUp => StatusCode::GONE,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Status and headers, without words.
    pub fn bare(&self) -> Response<Body> {
        let mut response = self.status().into_response();
        if let Self::Wait { seconds } = self
            && let Ok(value) = HeaderValue::from_str(&seconds.to_string())
        {
            response.headers_mut().insert(header::RETRY_AFTER, value);
        }
        response
    }

    /// The stable code of the API.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::WrongMethod => "wrong_method",
            Self::Forbidden => "forbidden",
            Self::SignIn => "sign_in_needed",
            Self::BadToken => "bad_token",
            Self::BadBody => "bad_body",
            Self::WrongMediaType => "wrong_media_type",
            Self::TooLarge => "too_large",
            Self::NoMatch => "no_match",
            Self::VersionNeeded => "version_needed",
            Self::Conflict => "changed_meanwhile",
            Self::NotNow(code) => code,
            Self::Faults(_) => "invalid",
            Self::Wait { .. } => "wait",
            Self::LinkUsedUp => "link_used_up",
            Self::Full => "no_space",
            Self::Internal(_) => "internal",
        }
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::NotFound => Self::NotFound,
            store::Error::Conflict => Self::Conflict,
            store::Error::Full => Self::Full,
            other => Self::Internal(format!("{other}: {}", source_of(&other))),
        }
    }
}

fn source_of(error: &dyn std::error::Error) -> String {
    error.source().map(ToString::to_string).unwrap_or_default()
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Faults(faults) => Self::Faults(faults),
            Refused::NotFound => Self::NotFound,
            Refused::Conflict => Self::Conflict,
            Refused::SeasonLocked => Self::NotNow("season_archived"),
            Refused::ResultOfficial => Self::NotNow("result_official"),
            Refused::StatusNotReachable => Self::NotNow("status_not_reachable"),
            Refused::PlayIdReused => Self::NotNow("play_id_reused"),
            Refused::EpochUnknown => Self::NotNow("epoch_unknown"),
            Refused::SheetHeld => Self::NotNow("sheet_held"),
            Refused::GameNotOver => Self::NotNow("game_not_over"),
            Refused::TooManyPlays => Self::NotNow("too_many_plays"),
            Refused::TooLateToUndo => Self::NotNow("too_late_to_undo"),
            Refused::SignInFailed => Self::Forbidden,
            Refused::WaitBeforeSignIn { seconds } => Self::Wait { seconds },
            Refused::LinkUsedUp => Self::LinkUsedUp,
            Refused::List(code) => Self::NotNow(code),
            Refused::Store(error) => error.into(),
        }
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::Internal(error.to_string())
    }
}

/// An error with what is needed to show it; the front of the site fills in language and form.
impl IntoResponse for Error {
    fn into_response(self) -> Response<Body> {
        if let Self::Internal(reason) = &self {
            tracing::error!(%reason, "request failed");
        }
        let mut response = self.bare();
        response.extensions_mut().insert(std::sync::Arc::new(self));
        response
    }
}

/// Gives an error its words: called for every answer that carries one.
pub fn dress(
    response: Response<Body>,
    error: &Error,
    (headers, app): (&HeaderMap, &App),
    path: &str,
    request_id: &str,
) -> Response<Body> {
    let lang = super::extract::language(headers, path, app.settings.language);
    let theme = match cookies::read(headers, "theme") {
        Some("dark") => Theme::Dark,
        Some("light") => Theme::Light,
        _ => Theme::Auto,
    };
    if path.starts_with("/api/") {
        return problem(response, error, T(lang), request_id);
    }
    let (parts, _) = response.into_parts();
    let mut shell = Shell::bare(lang, theme, path, app.site_name(lang));
    shell.title = T(lang).error_title(error);
    let page = ErrorPage {
        status: parts.status.as_u16(),
        said: T(lang).error_said(error),
        shell,
        request_id: request_id.into(),
        sign_in: matches!(error, Error::SignIn),
    };
    let html = page.render().unwrap_or_else(|_| page.said.clone());
    let mut dressed = (parts.status, Html(html)).into_response();
    for (name, value) in &parts.headers {
        if *name != header::CONTENT_TYPE && *name != header::CONTENT_LENGTH {
            dressed.headers_mut().insert(name, value.clone());
        }
    }
    dressed
}

/// RFC 9457.
fn problem(response: Response<Body>, error: &Error, t: T, request_id: &str) -> Response<Body> {
    let (parts, _) = response.into_parts();
    let mut body = serde_json::json!({
        "type": format!("urn:changba:{}", error.code()),
        "title": t.error_title(error),
        "status": parts.status.as_u16(),
        "code": error.code(),
        "detail": t.error_said(error),
        "request_id": request_id,
    });
    if let Error::Faults(faults) = error {
        body["errors"] = faults
            .iter()
            .map(|fault| serde_json::json!({ "field": fault.field, "code": fault.what.code(), "detail": t.fault(&fault.what) }))
            .collect();
    }
    let mut dressed = (parts.status, body.to_string()).into_response();
    for (name, value) in &parts.headers {
        if *name != header::CONTENT_LENGTH {
            dressed.headers_mut().insert(name, value.clone());
        }
    }
    dressed.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    dressed.headers_mut().insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(t.0.tag()));
    if parts.status == StatusCode::UNAUTHORIZED {
        dressed.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    dressed
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    shell: Shell,
    status: u16,
    said: String,
    request_id: String,
    sign_in: bool,
}
