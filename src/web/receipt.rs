//! The link in a notice: read it, and say that it was read. Looking changes nothing, for chats look ahead.

use super::error::Error;
use super::extract::Visitor;
use super::form::Form;
use super::page::{Shell, private};
use super::routes::{Routes, Who};
use super::{App, paths};
use crate::actions::outbox::said::{Game, Said};
use crate::actions::{officials, outbox as act};
use crate::random::{hex, token_hash};
use crate::store::officials::{self as duties, Appointment};
use crate::store::outbox::deliveries::{self, Delivery};
use crate::store::{Db, fixtures};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use axum::response::{IntoResponse, Redirect};
use hmac::{Hmac, Mac};
use sha2::Sha256;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/read/{token}", Who::Everyone, show)
        .post("/read/{token}", Who::Everyone, submit)
        .get("/duty/{token}", Who::Everyone, duty)
        .post("/duty/{token}", Who::Everyone, answer_duty)
}

/// The path by which the recipient of a delivery reads it. Nothing of it is stored.
pub fn path(app: &App, delivery: &str) -> String {
    format!("/read/{delivery}.{}", proof(app, "receipt:", delivery))
}

/// The path by which an official answers an appointment.
pub fn duty_path(app: &App, appointment: &str) -> String {
    format!("/duty/{appointment}.{}", proof(app, "duty:", appointment))
}

fn proof(app: &App, purpose: &str, key: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(&app.settings.secret).expect("a key of any length");
    mac.update(purpose.as_bytes());
    mac.update(key.as_bytes());
    hex(&mac.finalize().into_bytes()[..12])
}

#[derive(Template)]
#[template(path = "account/receipt.html")]
struct ReceiptPage {
    shell: Shell,
    lines: Vec<String>,
    game: String,
    here: String,
    done: bool,
    /// What the buttons send, and say.
    answers: Vec<(&'static str, &'static str)>,
}

/// The key in a token, if its proof is ours.
fn proved<'a>(visitor: &Visitor, purpose: &str, token: &'a str) -> Result<&'a str, Error> {
    let (key, given) = token.split_once('.').ok_or(Error::NotFound)?;
    // Both sides are hashed first, so the time of the comparison says nothing.
    let own = token_hash(&proof(&visitor.app, purpose, key));
    if token_hash(given) == own { Ok(key) } else { Err(Error::NotFound) }
}

async fn find(visitor: &Visitor, db: &mut Db, token: &str) -> Result<(Delivery, Said), Error> {
    let key = proved(visitor, "receipt:", token)?;
    let delivery = deliveries::by_key(db, key).await?.ok_or(Error::NotFound)?;
    if delivery.state == "taken_back" {
        return Err(Error::LinkUsedUp);
    }
    let said = serde_json::from_value(delivery.said.0.clone()).map_err(|_| Error::NotFound)?;
    Ok((delivery, said))
}

async fn show(visitor: Visitor, Path(token): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (delivery, said) = find(&visitor, &mut db, &token).await?;
    let t = visitor.t();
    let words = t.told(&said);
    private(&ReceiptPage {
        shell: Shell::of(&visitor, words.title),
        lines: words.body.lines().map(str::to_owned).collect(),
        game: said.game().map(|game| paths::fixture(&game.key)).unwrap_or_default(),
        here: format!("/read/{token}"),
        done: delivery.read_at.is_some(),
        answers: vec![("read", t.receipt_read())],
    })
}

async fn submit(Path(token): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let (delivery, _) = find(&visitor, &mut tx, &token).await?;
    if delivery.read_at.is_none() {
        act::read(&mut tx, &delivery).await?;
    }
    if tx.has_written() {
        tx.commit().await?;
    }
    Ok(Redirect::to(&format!("/read/{token}")).into_response())
}

async fn find_duty(visitor: &Visitor, db: &mut Db, token: &str) -> Result<Appointment, Error> {
    let key = proved(visitor, "duty:", token)?;
    let found = duties::appointment(db, key).await?.ok_or(Error::NotFound)?;
    if found.state == "withdrawn" { Err(Error::LinkUsedUp) } else { Ok(found) }
}

async fn duty(visitor: Visitor, Path(token): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = find_duty(&visitor, &mut db, &token).await?;
    let card = fixtures::by_id(&mut db, found.fixture_id).await?;
    let t = visitor.t();
    let said = Said::Appointment {
        game: Game::of(&card),
        official: found.official_name.clone(),
        job: found.job.as_str().into(),
        key: found.key.clone(),
    };
    let words = t.told(&said);
    let mut lines: Vec<String> = words.body.lines().map(str::to_owned).collect();
    lines.pop();
    lines.push(format!("{}: {}", t.status(), t.appointment_state(&found.state)));
    let over = card.fixture.status.is_over();
    private(&ReceiptPage {
        shell: Shell::of(&visitor, words.title),
        lines,
        game: paths::fixture(&card.fixture.key),
        here: format!("/duty/{token}"),
        done: found.answered_at.is_some(),
        answers: if over {
            Vec::new()
        } else {
            vec![("accept", t.receipt_accept()), ("decline", t.receipt_decline())]
        },
    })
}

async fn answer_duty(Path(token): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let found = find_duty(&visitor, &mut tx, &token).await?;
    match form.fields.get("answer") {
        "accept" => officials::answer(&mut tx, &found, true).await?,
        "decline" => officials::answer(&mut tx, &found, false).await?,
        _ => return Err(Error::BadBody),
    }
    if tx.has_written() {
        tx.commit().await?;
    }
    Ok(Redirect::to(&format!("/duty/{token}")).into_response())
}
