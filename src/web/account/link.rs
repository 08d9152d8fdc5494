//! A sign-in link that works once. Opening it shows a button: a preview in a chat must not use it up.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::{Shell, private};
use super::{device, signed_in};
use crate::actions::accounts::sign_in_by_link;
use crate::random::token_hash;
use crate::store::accounts::{self, Purpose};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, Response};

#[derive(Template)]
#[template(path = "account/link.html")]
struct LinkPage {
    shell: Shell,
    token: String,
}

pub async fn show(visitor: Visitor, Path(token): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let now = visitor.app.clock.now();
    accounts::peek_link(&mut db, &token_hash(&token), Purpose::SignIn, now)
        .await?
        .ok_or(Error::LinkUsedUp)?;
    private(&LinkPage { shell: Shell::of(&visitor, visitor.t().sign_in()), token })
}

pub async fn submit(
    Path(token): Path<String>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let session = sign_in_by_link(&mut tx, &token, &device(&headers), visitor.app.settings.session).await?;
    tx.commit().await?;
    Ok(signed_in(&visitor, &session, "/admin"))
}
