//! One's own account: where one is signed in, and the way out.

use super::super::cookies;
use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::{Shell, private};
use super::account_of;
use crate::actions::accounts::{end_session as end_one, sign_out_everywhere};
use crate::store::accounts;
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, Response, header};
use axum::response::{IntoResponse, Redirect};

#[derive(Template)]
#[template(path = "account/me.html")]
struct MePage {
    shell: Shell,
    name: String,
    login: String,
    roles: Vec<String>,
    sessions: Vec<SessionView>,
}

struct SessionView {
    key: String,
    device: String,
    seen: String,
    current: bool,
}

pub async fn show(visitor: Visitor) -> Result<Response<Body>, Error> {
    let id = account_of(&visitor)?;
    let mut db = visitor.read().await?;
    let account = accounts::by_id(&mut db, id).await?;
    let t = visitor.t();
    let grants = accounts::grants(&mut db, id).await?;
    let sessions = accounts::sessions(&mut db, id, visitor.app.clock.now()).await?;
    let current = visitor.session.as_ref().map(|session| session.id);
    private(&MePage {
        shell: Shell::of(&visitor, t.my_account()),
        name: account.name,
        login: account.login,
        roles: grants
            .iter()
            .map(|grant| format!("{} · {}", t.role(grant.role), grant.scope_name.as_deref().unwrap_or("–")))
            .collect(),
        sessions: sessions
            .into_iter()
            .map(|session| SessionView {
                current: Some(session.id) == current,
                key: session.key,
                device: if session.device.is_empty() { "–".into() } else { session.device },
                seen: session.seen_at.format("%Y-%m-%d %H:%M UTC").to_string(),
            })
            .collect(),
    })
}

/// The answer that forgets: cookie gone, and what the browser kept of us too.
fn signed_out(visitor: &Visitor) -> Response<Body> {
    let mut response = Redirect::to("/").into_response();
    let headers = response.headers_mut();
    headers.insert(header::SET_COOKIE, cookies::secret("sid", "", 0, visitor.arrival.secure));
    headers.insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    response
}

pub async fn sign_out(form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let id = account_of(&visitor)?;
    let mut tx = visitor.write().await?;
    let account = accounts::by_id(&mut tx, id).await?;
    let key = visitor.session.as_ref().map(|session| session.key.clone()).unwrap_or_default();
    end_one(&mut tx, &account, &key).await?;
    tx.commit().await?;
    Ok(signed_out(&visitor))
}

pub async fn sign_out_all(form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let id = account_of(&visitor)?;
    let mut tx = visitor.write().await?;
    let account = accounts::by_id(&mut tx, id).await?;
    sign_out_everywhere(&mut tx, &account).await?;
    tx.commit().await?;
    Ok(signed_out(&visitor))
}

pub async fn end_session(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let id = account_of(&visitor)?;
    let mut tx = visitor.write().await?;
    let account = accounts::by_id(&mut tx, id).await?;
    end_one(&mut tx, &account, &key).await?;
    tx.commit().await?;
    Ok(Redirect::to("/me").into_response())
}
