//! One account: its roles, its password link, its devices. Nobody raises themselves, nobody reaches above.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::people::must_manage;
use super::room::{Page, Part, room, saved, secret};
use super::{place, tokens};
use crate::access::Permission::{self, ManageAccounts};
use crate::access::{Role, Scope};
use crate::actions::accounts as act;
use crate::actions::input::{Fault, Field, Fields, Holds, What, parse, required};
use crate::actor::Actor;
use crate::store::accounts::{self, Account, Purpose};
use crate::store::audit::Kind;
use crate::store::{Db, Tx};
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, Response};

/// What a grant is made of; its scope is a kind and a key from the list.
pub const GRANT_FIELDS: &[Field] = &[
    required(
        "role",
        Holds::Word(&["owner", "organiser", "team_leader", "scorer", "referee", "gate", "media", "auditor"]),
    ),
    required("scope", Holds::Line(60)),
];

/// Whether somebody may see an account: it has no role yet, or one where the visitor holds a permission.
pub async fn is_within_reach(
    visitor: &Visitor,
    db: &mut Db,
    account: &Account,
    wants: Permission,
) -> Result<bool, Error> {
    let held = accounts::grants(db, account.id).await?;
    if held.is_empty() {
        return Ok(visitor.may_somewhere(wants));
    }
    for grant in held {
        if may_at(visitor, db, &grant, wants).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn may_at(
    visitor: &Visitor,
    db: &mut Db,
    grant: &accounts::GrantRow,
    wants: Permission,
) -> Result<bool, Error> {
    let Some(scope) = Scope::from_parts(&grant.scope_kind, grant.scope_id) else { return Ok(false) };
    let place = place::of_scope(db, scope).await?;
    Ok(place.is_some_and(|place| visitor.may(wants, &place)))
}

/// Whether the visitor may look at an account: whoever manages it, and the auditor.
pub async fn may_see(visitor: &Visitor, db: &mut Db, account: &Account) -> Result<bool, Error> {
    let reads = visitor.reading && is_within_reach(visitor, db, account, Permission::ReadAudit).await?;
    Ok(reads || is_within_reach(visitor, db, account, ManageAccounts).await?)
}

/// Whether the visitor may hand out, or take away, a role in a scope: only an owner makes owners.
pub async fn may_give(visitor: &Visitor, db: &mut Db, role: Role, scope: Scope) -> Result<bool, Error> {
    let Some(at) = place::of_scope(db, scope).await? else { return Ok(false) };
    let owns = visitor.actor.grants().into_iter().any(|grant| {
        let alone =
            Actor::Token { key: String::new(), name: String::new(), role: grant.role, scope: grant.scope };
        grant.role == Role::Owner
            && crate::access::authorize(&alone, ManageAccounts, &at) == crate::access::Decision::Allow
    });
    Ok(visitor.may(ManageAccounts, &at) && (role != Role::Owner || owns))
}

fn is_self(visitor: &Visitor, account: &Account) -> bool {
    matches!(&visitor.actor, Actor::Account { id, .. } if *id == account.id)
}

/// The account with a key, if the visitor may see it.
async fn find(visitor: &Visitor, db: &mut Db, key: &str) -> Result<Account, Error> {
    must_manage(visitor)?;
    let account = accounts::by_key(db, key).await?.ok_or(Error::NotFound)?;
    if may_see(visitor, db, &account).await? { Ok(account) } else { Err(Error::NotFound) }
}

/// The account, if the visitor may act on it: every role it holds is one the visitor could give. A password
/// link for somebody who may more would be a way to become them.
async fn must_outrank(visitor: &Visitor, db: &mut Db, key: &str) -> Result<Account, Error> {
    let account = find(visitor, db, key).await?;
    if is_self(visitor, &account) {
        return Err(Error::Forbidden);
    }
    for grant in accounts::grants(db, account.id).await? {
        let scope = Scope::from_parts(&grant.scope_kind, grant.scope_id).ok_or(Error::Forbidden)?;
        if !may_give(visitor, db, grant.role, scope).await? {
            return Err(Error::Forbidden);
        }
    }
    Ok(account)
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    account: &Account,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let mut room = room(visitor, db, account.name.clone(), Here::People, None).await?;
    room.locked = false;
    let here = format!("/admin/people/{}", account.key);
    let may_act = must_outrank(visitor, db, &account.key).await.is_ok();
    let mut list =
        ListView::new(t.roles(), &[t.field("", "role"), t.field("", "scope"), t.edit()], t.no_roles());
    for grant in accounts::grants(db, account.id).await? {
        let to = format!("{here}/grants/{}/remove", grant.key);
        list.row(vec![
            Cell::state(t.role(grant.role)),
            Cell::text(format!(
                "{} {}",
                t.object_kind(&grant.scope_kind),
                grant.scope_name.unwrap_or_default()
            )),
            if may_act { Cell::form(FormView::button_only(visitor, to, t.remove())) } else { Cell::text("") },
        ]);
    }
    let state = match (account.active, &account.password_hash) {
        (false, _) => t.account_closed(),
        (true, None) => t.no_password(),
        (true, Some(_)) => "",
    };
    let mut page = Page::new(room)
        .back("/admin/people", t.people_nav())
        .link(t.object_history(), format!("/admin/history/account/{}", account.key));
    page.over = format!("{} {state}", account.login);
    page = page.with(Part::list(t.roles(), list).named("roles"));
    if is_self(visitor, account) {
        return page.with(Part::say("", t.own_roles())).answer(typed);
    }
    if !may_act {
        return page.answer(typed);
    }
    let roles: Vec<&str> = tokens::roles_to_give(visitor);
    let form = FormView::new(visitor, "grant", GRANT_FIELDS, &Fields::default())
        .to(format!("{here}/grants"))
        .says(t.add_role())
        .only("role", &roles)
        .choices("scope", tokens::scope_choices(visitor, db).await?);
    let mut form = form;
    for field in form.fields.iter_mut().filter(|field| field.name == "role") {
        for (word, label) in &mut field.choices {
            if let Ok(role) = word.parse::<Role>() {
                t.role(role).clone_into(label);
            }
        }
    }
    page = page.with(Part::form(t.add_role(), form.typed(typed)));
    let button = |path: &str, word| {
        let mut form = FormView::button_only(visitor, format!("{here}/{path}"), word);
        form.small = false;
        form
    };
    page = page.with(Part::form("", button("link", t.reset_link())));
    page = page.with(Part::form("", button("sign-out", t.sign_out_all())));
    let (path, word) = if account.active { ("close", t.close_account()) } else { ("open", t.open_account()) };
    page.with(Part::form("", button(path, word))).answer(typed)
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let account = find(&visitor, &mut db, &key).await?;
    page(&visitor, &mut db, &account, None).await
}

/// The page that shows a password link once.
pub async fn show_link(
    visitor: &Visitor,
    headers: &HeaderMap,
    account: &Account,
    link: &str,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let mut room = room(visitor, &mut db, account.name.clone(), Here::People, None).await?;
    room.locked = false;
    let until = visitor.app.clock.now() + tokens::link_lasts();
    let lasts = until.with_timezone(&chrono_tz::Asia::Shanghai).format("%Y-%m-%d %H:%M").to_string();
    let shown = secret(visitor, headers, &format!("/reset/{link}"), lasts);
    let mut page = Page::new(room).back(format!("/admin/people/{}", account.key), visitor.t().people_nav());
    page.over = account.login.clone();
    page.with(Part::secret(visitor.t().reset_link(), shown)).answer(None)
}

pub async fn link(Path(key): Path<String>, headers: HeaderMap, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let account = must_outrank(&visitor, &mut tx, &key).await?;
    let link = act::issue_link(&mut tx, &account, Purpose::Reset, tokens::link_lasts()).await?;
    tx.commit().await?;
    show_link(&visitor, &headers, &account, &link).await
}

async fn done(tx: Tx, key: &str) -> Result<Response<Body>, Error> {
    saved(tx, Kind::Account, key, format!("/admin/people/{key}")).await
}

pub async fn close(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let mut tx = form.visitor.write().await?;
    let account = must_outrank(&form.visitor, &mut tx, &key).await?;
    act::set_active(&mut tx, &account, false).await?;
    done(tx, &key).await
}

pub async fn open(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let mut tx = form.visitor.write().await?;
    let account = must_outrank(&form.visitor, &mut tx, &key).await?;
    act::set_active(&mut tx, &account, true).await?;
    done(tx, &key).await
}

pub async fn sign_out(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let mut tx = form.visitor.write().await?;
    let account = must_outrank(&form.visitor, &mut tx, &key).await?;
    act::sign_out_everywhere(&mut tx, &account).await?;
    done(tx, &key).await
}

pub async fn grant(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let account = must_outrank(&visitor, &mut tx, &key).await?;
    let parsed = parse(GRANT_FIELDS, &form.fields);
    let found = match &parsed {
        Ok(parsed) => tokens::scope_of(&visitor, &mut tx, &parsed.text("scope")).await?,
        Err(_) => None,
    };
    let fault = |field, what| vec![Fault::at(field, what)];
    let checked = match (parsed, found) {
        (Err(faults), _) => Err(faults),
        (Ok(_), None) => Err(fault("scope", What::NoSuchObject)),
        (Ok(parsed), Some((scope, name))) => {
            let role: Role = parsed.text("role").parse().expect("one of the allowed words");
            if !may_give(&visitor, &mut tx, role, scope).await? {
                return Err(Error::Forbidden);
            }
            let held = accounts::grants(&mut tx, account.id).await?;
            if held.iter().filter_map(accounts::GrantRow::grant).any(|g| g.role == role && g.scope == scope) {
                Err(fault("role", What::Taken))
            } else {
                Ok((role, scope, name))
            }
        }
    };
    match checked {
        Ok((role, scope, name)) => {
            act::grant(&mut tx, &account, role, scope, &name).await?;
            done(tx, &key).await
        }
        Err(faults) => {
            drop(tx);
            let typed = Typed::new(form.fields, faults.into())?;
            page(&visitor, &mut visitor.read().await?, &account, Some(&typed)).await
        }
    }
}

pub async fn remove_grant(
    Path((key, grant)): Path<(String, String)>,
    form: Form,
) -> Result<Response<Body>, Error> {
    let mut tx = form.visitor.write().await?;
    let account = must_outrank(&form.visitor, &mut tx, &key).await?;
    act::remove_grant(&mut tx, &account, &grant).await?;
    done(tx, &key).await
}
