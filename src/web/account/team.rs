//! A leader's link: it opens one team's list on a phone, without an account.

use super::super::cookies;
use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::{Shell, private};
use crate::random::token_hash;
use crate::store::lists::{self, EntryLink};
use crate::store::{Db, competitions, entries};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{Response, header};
use axum::response::{IntoResponse, Redirect};

#[derive(Template)]
#[template(path = "account/team.html")]
struct TeamPage {
    shell: Shell,
    token: String,
    team: String,
    competition: String,
    holder: String,
}

async fn usable(db: &mut Db, visitor: &Visitor, token: &str) -> Result<EntryLink, Error> {
    let found = lists::link(db, &token_hash(token)).await?.ok_or(Error::LinkUsedUp)?;
    let over = found.revoked_at.is_some() || found.expires_at <= visitor.app.clock.now();
    if over { Err(Error::LinkUsedUp) } else { Ok(found) }
}

pub async fn show(visitor: Visitor, Path(token): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let link = usable(&mut db, &visitor, &token).await?;
    let entry = entries::by_id(&mut db, link.entry_id).await?;
    let competition = competitions::by_id(&mut db, entry.competition_id).await?;
    private(&TeamPage {
        shell: Shell::of(&visitor, visitor.t().team_list()),
        token,
        team: entry.name,
        competition: visitor.lang.pick(&competition.name_zh, &competition.name_en).to_owned(),
        holder: link.holder,
    })
}

pub async fn submit(Path(token): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut db = visitor.read().await?;
    let link = usable(&mut db, &visitor, &token).await?;
    let seconds = (link.expires_at - visitor.app.clock.now()).num_seconds().max(1);
    let mut response = Redirect::to(&format!("/admin/lists/{}", link.entry_key)).into_response();
    response
        .headers_mut()
        .insert(header::SET_COOKIE, cookies::secret("team", &token, seconds, visitor.arrival.secure));
    Ok(response)
}
