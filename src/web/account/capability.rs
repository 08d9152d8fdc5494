//! A volunteer's link: opened by QR code, it carries one job at one fixture and no account.

use super::super::cookies;
use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::{Shell, private};
use super::super::show::FixtureView;
use crate::actor::Job;
use crate::random::token_hash;
use crate::store::accounts::{self, Capability};
use crate::store::{Db, fixtures, seasons};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{Response, header};
use axum::response::{IntoResponse, Redirect};

#[derive(Template)]
#[template(path = "account/capability.html")]
struct CapabilityPage {
    shell: Shell,
    token: String,
    game: FixtureView,
    /// What the link is for.
    job: &'static str,
    opens: String,
    open: bool,
}

/// A link that may still be used: not taken back, not run out. One that is early is shown with its hour.
async fn usable(db: &mut Db, visitor: &Visitor, token: &str) -> Result<Capability, Error> {
    let found = accounts::capability(db, &token_hash(token)).await?.ok_or(Error::LinkUsedUp)?;
    let over = found.revoked_at.is_some() || found.expires_at <= visitor.app.clock.now();
    if over { Err(Error::LinkUsedUp) } else { Ok(found) }
}

pub async fn show(visitor: Visitor, Path(token): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let capability = usable(&mut db, &visitor, &token).await?;
    let card = fixtures::by_id(&mut db, capability.fixture_id).await?;
    let season = seasons::by_id(&mut db, card.season_id).await?;
    let job = match capability.job {
        Job::Scorer => visitor.t().score_table(),
        Job::Gate => visitor.t().gate_counter(),
    };
    private(&CapabilityPage {
        shell: Shell::of(&visitor, job),
        job,
        token,
        game: FixtureView::of(&card, visitor.lang),
        opens: capability.valid_from.with_timezone(&season.tz()).format("%Y-%m-%d %H:%M").to_string(),
        open: capability.valid_from <= visitor.app.clock.now(),
    })
}

pub async fn submit(Path(token): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut db = visitor.read().await?;
    let capability = usable(&mut db, &visitor, &token).await?;
    let now = visitor.app.clock.now();
    if capability.valid_from > now {
        return Err(Error::NotNow("link_too_early"));
    }
    let seconds = (capability.expires_at - now).num_seconds().max(1);
    let to = match capability.job {
        Job::Scorer => format!("/pad/{}", capability.fixture_key),
        Job::Gate => format!("/gate/{}", capability.gate),
    };
    let mut response = Redirect::to(&to).into_response();
    response
        .headers_mut()
        .insert(header::SET_COOKIE, cookies::secret("cap", &token, seconds, visitor.arrival.secure));
    Ok(response)
}
