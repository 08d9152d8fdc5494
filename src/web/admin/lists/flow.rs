//! The steps of a list, remarks, objections and the leader's links.

use super::super::super::error::Error;
use super::super::super::extract::Visitor;
use super::super::super::form::Form;
use super::super::form::Typed;
use super::super::room::{Part, saved, secret};
use super::team::{self, Again};
use super::{below, by, find, home};
use crate::access::Permission::{EditList, IssueLink, JudgeList};
use crate::actions::Refused;
use crate::actions::input::Fields;
use crate::actions::lists::{Context, flow as act};
use crate::store::audit::Kind;
use crate::store::lists::State;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, Response};

pub async fn go(Path((key, to)): Path<(String, String)>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let to: State = to.parse().map_err(|_| Error::NotFound)?;
    let mut tx = visitor.write().await?;
    let wants = if to == State::Submitted { EditList } else { JudgeList };
    let context = find(&visitor, &mut tx, &key, wants).await?;
    act::go(&mut tx, &context, form.version, to, by(&visitor, &context)).await?;
    saved(tx, Kind::List, &key, home(&context)).await
}

/// A form of the page was refused: the page again, with what was typed.
async fn again(
    visitor: &Visitor,
    context: &Context,
    form: &'static str,
    fields: Fields,
    refused: Refused,
) -> Result<Response<Body>, Error> {
    let typed = Typed::new(fields, refused)?;
    team::page(visitor, &mut visitor.read().await?, context, Some(Again { form, typed: &typed })).await
}

pub async fn remark(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let context = find(&visitor, &mut tx, &key, JudgeList).await?;
    match act::remark(&mut tx, &context, &form.fields).await {
        Ok(()) => saved(tx, Kind::List, &key, format!("{}#remarks", home(&context))).await,
        Err(refused) => {
            drop(tx);
            again(&visitor, &context, "remark", form.fields, refused).await
        }
    }
}

pub async fn object(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let context = find(&visitor, &mut tx, &key, JudgeList).await?;
    match act::object(&mut tx, &context, &form.fields).await {
        Ok(()) => saved(tx, Kind::List, &key, home(&context)).await,
        Err(refused) => {
            drop(tx);
            again(&visitor, &context, "objection", form.fields, refused).await
        }
    }
}

pub async fn answer(
    Path((key, objection)): Path<(String, String)>,
    form: Form,
) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let context = find(&visitor, &mut tx, &key, JudgeList).await?;
    act::answer(&mut tx, &context, &objection, &form.fields).await?;
    saved(tx, Kind::List, &key, home(&context)).await
}

pub async fn link(Path(key): Path<String>, headers: HeaderMap, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let context = find(&visitor, &mut tx, &key, IssueLink).await?;
    match act::issue_link(&mut tx, &context, &form.fields).await {
        Ok((link, token)) => {
            tx.commit().await?;
            let until =
                link.expires_at.with_timezone(&context.season.tz()).format("%Y-%m-%d %H:%M").to_string();
            let shown = secret(&visitor, &headers, &format!("/team/{token}"), until);
            let mut db = visitor.read().await?;
            let page = below(&visitor, &mut db, &context, visitor.t().leader_links()).await?;
            page.with(Part::secret(link.holder, shown)).answer(None)
        }
        Err(refused) => {
            drop(tx);
            again(&visitor, &context, "leader", form.fields, refused).await
        }
    }
}

pub async fn revoke(Path((key, link)): Path<(String, String)>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let context = find(&visitor, &mut tx, &key, IssueLink).await?;
    act::revoke_link(&mut tx, &context, &link).await?;
    saved(tx, Kind::List, &key, format!("{}#links", home(&context))).await
}
