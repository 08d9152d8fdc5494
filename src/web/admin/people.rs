//! Accounts: the list, and a new one with a link to set its password.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::room::{Page, Part, must_enter, room};
use super::{person, tokens};
use crate::access::Permission::ManageAccounts;
use crate::actions::accounts as act;
use crate::actions::input::Fields;
use crate::store::Db;
use crate::store::accounts::{self, Purpose};
use axum::body::Body;
use axum::http::{HeaderMap, Response};

/// Only those who manage accounts somewhere.
pub fn must_manage(visitor: &Visitor) -> Result<(), Error> {
    must_enter(visitor)?;
    if visitor.may_look_somewhere(ManageAccounts) { Ok(()) } else { Err(Error::Forbidden) }
}

pub async fn list(visitor: Visitor) -> Result<Response<Body>, Error> {
    must_manage(&visitor)?;
    let mut db = visitor.read().await?;
    let t = visitor.t();
    let mut room = room(&visitor, &mut db, t.people_nav(), Here::People, None).await?;
    room.locked = false;
    let mut list =
        ListView::new(t.people_accounts(), &[t.login(), t.field("account", "name"), t.roles()], t.no_roles());
    list.quick = true;
    let grants = accounts::all_grants(&mut db).await?;
    for account in accounts::all(&mut db).await? {
        if !person::may_see(&visitor, &mut db, &account).await? {
            continue;
        }
        let mut roles = Vec::new();
        for grant in grants.iter().filter(|grant| grant.account_id == account.id) {
            let of = grant.scope_name.clone().unwrap_or_default();
            roles.push(Cell::state(format!("{} · {of}", t.role(grant.role))));
        }
        if !account.active {
            roles.push(Cell::state(t.account_closed()));
        } else if account.password_hash.is_none() {
            roles.push(Cell::Quiet(t.no_password().into()));
        }
        list.row(vec![
            Cell::link(account.login, format!("/admin/people/{}", account.key)),
            Cell::text(account.name),
            Cell::Many(roles),
        ]);
    }
    let mut page = Page::new(room);
    if visitor.may_somewhere(ManageAccounts) {
        page = page.link(t.new_account(), "/admin/people/new");
    }
    page.link(t.persons(), "/admin/persons")
        .link(t.tokens(), "/admin/tokens")
        .link(t.officials(), "/admin/officials")
        .with(Part::list(t.people_accounts(), list))
        .answer(None)
}

async fn new_page(visitor: &Visitor, db: &mut Db, typed: Option<&Typed>) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let mut room = room(visitor, db, t.new_account(), Here::People, None).await?;
    room.locked = false;
    let form = FormView::new(visitor, "account", act::FIELDS, &Fields::default())
        .to("/admin/people/new")
        .typed(typed);
    Page::new(room)
        .back("/admin/people", t.people_nav())
        .with(Part::form("", form).noted(t.new_account_said()))
        .answer(typed)
}

pub async fn new(visitor: Visitor) -> Result<Response<Body>, Error> {
    must_manage(&visitor)?;
    new_page(&visitor, &mut visitor.read().await?, None).await
}

pub async fn create(headers: HeaderMap, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    must_manage(&visitor)?;
    let mut tx = visitor.write().await?;
    match act::create(&mut tx, &form.fields).await {
        Ok(account) => {
            let link = act::issue_link(&mut tx, &account, Purpose::Reset, tokens::link_lasts()).await?;
            tx.commit().await?;
            person::show_link(&visitor, &headers, &account, &link).await
        }
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            new_page(&visitor, &mut visitor.read().await?, Some(&typed)).await
        }
    }
}
