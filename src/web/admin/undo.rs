//! Takes a change back, for a minute, by who made it.

use super::super::error::Error;
use super::super::form::Form;
use super::room::must_enter;
use crate::actions::undo as act;
use crate::store::audit::{self, Action, Kind};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use axum::response::{IntoResponse, Redirect};

pub async fn submit(Path(entry): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    must_enter(&visitor)?;
    let mut tx = visitor.write().await?;
    let entry = entry.parse().map_err(|_| Error::NotFound)?;
    let row = audit::by_id(&mut tx, entry).await?.ok_or(Error::NotFound)?;
    // Whoever could make the change can take it back; nobody takes back another's.
    if row.actor != visitor.actor.tag() {
        return Err(Error::NotFound);
    }
    super::history::must_still_hold(&visitor, &mut tx, &row).await?;
    act::undo(&mut tx, &row).await?;
    tx.commit().await?;
    let new = row.action == Action::Created;
    let key = &row.object_key;
    let to = match row.object_kind {
        Kind::League => format!("/admin/leagues/{key}/edit"),
        Kind::Season => format!("/admin/seasons/{key}/edit"),
        Kind::Competition if !new => format!("/admin/competitions/{key}"),
        Kind::Competition | Kind::Entry => "/admin/competitions".into(),
        Kind::Club if !new => format!("/admin/clubs/{key}"),
        Kind::Club => "/admin/clubs".into(),
        Kind::Venue if !new => format!("/admin/venues/{key}"),
        Kind::Venue => "/admin/venues".into(),
        Kind::Fixture if !new => format!("/admin/fixtures/{key}"),
        Kind::Fixture => "/admin/fixtures".into(),
        Kind::Ruling => "/admin/competitions".into(),
        _ => "/admin/documents".into(),
    };
    Ok(Redirect::to(&format!("{to}?undone=1")).into_response())
}
