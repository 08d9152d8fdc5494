//! The link in a notice: read it, and say that it was read. Looking changes nothing, for chats look ahead.

use super::error::Error;
use super::extract::Visitor;
use super::form::Form;
use super::page::{Shell, private};
use super::routes::{Routes, Who};
use super::{App, paths};
use crate::actions::outbox as act;
use crate::actions::outbox::said::Said;
use crate::random::hex;
use crate::store::Db;
use crate::store::outbox::deliveries::{self, Delivery};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use axum::response::{IntoResponse, Redirect};
use hmac::{Hmac, Mac};
use sha2::Sha256;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/read/{token}", Who::Everyone, show).post("/read/{token}", Who::Everyone, submit)
}

/// The path by which the recipient of a delivery reads it. Nothing of it is stored.
pub fn path(app: &App, delivery: &str) -> String {
    format!("/read/{delivery}.{}", proof(app, delivery))
}

fn proof(app: &App, delivery: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(&app.settings.secret).expect("a key of any length");
    mac.update(b"receipt:");
    mac.update(delivery.as_bytes());
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

async fn find(visitor: &Visitor, db: &mut Db, token: &str) -> Result<(Delivery, Said), Error> {
    let (key, given) = token.split_once('.').ok_or(Error::NotFound)?;
    // Both sides are hashed first, so the time of the comparison says nothing.
    let same = crate::random::token_hash(given) == crate::random::token_hash(&proof(&visitor.app, key));
    if !same {
        return Err(Error::NotFound);
    }
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
