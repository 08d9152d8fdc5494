//! Sign-in by account and password, throttled per account and per address.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::{Shell, private, refused};
use super::{device, own_path, signed_in};
use crate::actions::accounts::{
    SIGN_IN_FIELDS, count_failure, forget_failures, must_wait, open_session, password_fits, throttle_subject,
};
use crate::actions::input::{Fields, parse};
use crate::store::accounts;
use askama::Template;
use axum::body::Body;
use axum::extract::RawQuery;
use axum::http::{HeaderMap, Response};
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "account/sign_in.html")]
struct SignInPage {
    shell: Shell,
    login: String,
    failed: bool,
    to: String,
}

pub async fn show(visitor: Visitor, RawQuery(query): RawQuery) -> Result<Response<Body>, Error> {
    let query: BTreeMap<String, String> =
        serde_urlencoded::from_str(&query.unwrap_or_default()).map_err(|_| Error::BadBody)?;
    let to = query.get("to").cloned().unwrap_or_default();
    let shell = Shell::of(&visitor, visitor.t().sign_in());
    private(&SignInPage { shell, login: String::new(), failed: false, to: own_path(&to) })
}

pub async fn submit(headers: HeaderMap, form: Form) -> Result<Response<Body>, Error> {
    let Form { visitor, mut fields, .. } = form;
    let to = own_path(&fields.0.remove("to").unwrap_or_default());
    let failed = |fields: &Fields| {
        let shell = Shell::of(&visitor, visitor.t().sign_in());
        refused(&SignInPage { shell, login: fields.get("login").to_owned(), failed: true, to: to.clone() })
    };
    if parse(SIGN_IN_FIELDS, &fields).is_err() {
        return failed(&fields);
    }
    let login = fields.get("login").trim().to_lowercase();
    let rules = visitor.app.settings.throttle;
    let by_login = throttle_subject("login", &login);
    let by_address = throttle_subject("address", &visitor.arrival.address);
    let account = {
        let mut db = visitor.read().await?;
        let now = visitor.app.clock.now();
        must_wait(&mut db, &by_login, now).await?;
        must_wait(&mut db, &by_address, now).await?;
        accounts::by_login(&mut db, &login).await?
    };
    let stored =
        account.as_ref().filter(|account| account.active).and_then(|account| account.password_hash.clone());
    let fits = password_fits(stored, fields.get("password").to_owned()).await;
    let mut tx = visitor.write().await?;
    let Some(account) = account.filter(|_| fits) else {
        count_failure(&mut tx, &by_login, rules.per_account, rules.longest_wait).await?;
        count_failure(&mut tx, &by_address, rules.per_address, rules.longest_wait).await?;
        tx.commit_quiet().await?;
        return failed(&fields);
    };
    forget_failures(&mut tx, &by_login).await?;
    let token = open_session(&mut tx, &account, &device(&headers), visitor.app.settings.session).await?;
    tx.commit().await?;
    Ok(signed_in(&visitor, &token, if to.is_empty() { "/admin" } else { &to }))
}
