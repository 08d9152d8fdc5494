//! A new password, by a link that an organiser sent.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::{Shell, private, refused};
use crate::actions::accounts::{check_password, hash_password, set_password, use_up_link};
use crate::actions::input::Fault;
use crate::random::token_hash;
use crate::store::accounts::{self, Purpose};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use axum::response::{IntoResponse, Redirect};
use league::ids::AccountId;

#[derive(Template)]
#[template(path = "account/reset.html")]
struct ResetPage {
    shell: Shell,
    token: String,
    login: String,
    faults: Vec<Fault>,
}

async fn account_of(visitor: &Visitor, token: &str) -> Result<accounts::Account, Error> {
    let mut db = visitor.read().await?;
    let now = visitor.app.clock.now();
    let found = accounts::peek_link(&mut db, &token_hash(token), Purpose::Reset, now).await?;
    let id = found.flatten().ok_or(Error::LinkUsedUp)?;
    Ok(accounts::by_id(&mut db, AccountId(id)).await?)
}

pub async fn show(visitor: Visitor, Path(token): Path<String>) -> Result<Response<Body>, Error> {
    let account = account_of(&visitor, &token).await?;
    let shell = Shell::of(&visitor, visitor.t().password_set());
    private(&ResetPage { shell, token, login: account.login, faults: Vec::new() })
}

pub async fn submit(Path(token): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let account = account_of(&visitor, &token).await?;
    let password = match check_password(&form.fields, &account.login) {
        Ok(password) => password,
        Err(faults) => {
            let shell = Shell::of(&visitor, visitor.t().password_set());
            return refused(&ResetPage { shell, token, login: account.login, faults });
        }
    };
    let hash = hash_password(password, visitor.app.random.bytes()).await;
    let hash = hash.ok_or_else(|| Error::Internal("the password could not be hashed".into()))?;
    let mut tx = visitor.write().await?;
    // Used up only now: a password that was refused must not cost the link.
    use_up_link(&mut tx, &token, Purpose::Reset).await?;
    set_password(&mut tx, &account, hash).await?;
    tx.commit().await?;
    Ok(Redirect::to("/sign-in").into_response())
}
