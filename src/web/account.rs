//! The door: signing in and out, links, passwords, and the first set-up.

mod capability;
mod link;
mod me;
mod reset;
mod setup;
mod sign_in;
mod team;

use super::cookies;
use super::error::Error;
use super::extract::Visitor;
use super::routes::{Routes, Who};
use axum::body::Body;
use axum::http::{HeaderMap, Response, header};
use axum::response::{IntoResponse, Redirect};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/sign-in", Who::Everyone, sign_in::show)
        .post("/sign-in", Who::Everyone, sign_in::submit)
        .post("/sign-out", Who::SignedIn, me::sign_out)
        .get("/me", Who::SignedIn, me::show)
        .post("/me/sign-out-all", Who::SignedIn, me::sign_out_all)
        .post("/me/sessions/{session}/end", Who::SignedIn, me::end_session)
        .get("/link/{token}", Who::Everyone, link::show)
        .post("/link/{token}", Who::Everyone, link::submit)
        .get("/reset/{token}", Who::Everyone, reset::show)
        .post("/reset/{token}", Who::Everyone, reset::submit)
        .get("/setup", Who::Everyone, setup::closed)
        .get("/setup/{token}", Who::Everyone, setup::show)
        .post("/setup/{token}", Who::Everyone, setup::submit)
        .get("/team/{token}", Who::Everyone, team::show)
        .post("/team/{token}", Who::Everyone, team::submit)
        .get("/cap/{token}", Who::Everyone, capability::show)
        .post("/cap/{token}", Who::Everyone, capability::submit)
}

/// The answer that signs somebody in.
fn signed_in(visitor: &Visitor, token: &str, to: &str) -> Response<Body> {
    let seconds = visitor.app.settings.session.longest().num_seconds();
    let mut response = Redirect::to(to).into_response();
    response
        .headers_mut()
        .insert(header::SET_COOKIE, cookies::secret("sid", token, seconds, visitor.arrival.secure));
    response
}

/// The device, as people recognise it in their list: browser family and system, nothing that tells it from others.
fn device(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
    let first = |known: &[(&'static str, &'static str)]| {
        known.iter().find(|(mark, _)| agent.contains(mark)).map_or("", |(_, name)| name)
    };
    let browser = first(&[
        ("MicroMessenger", "WeChat"),
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("HarmonyOS", "HarmonyOS"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    [browser, system].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" · ")
}

/// Only a signed-in person goes on.
fn account_of(visitor: &Visitor) -> Result<league::ids::AccountId, Error> {
    match &visitor.actor {
        crate::actor::Actor::Account { id, .. } => Ok(*id),
        _ => Err(Error::SignIn),
    }
}

/// An address on this site, or nothing.
fn own_path(to: &str) -> String {
    let own = to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\r', '\n', '\t']);
    if own { to.to_owned() } else { String::new() }
}
