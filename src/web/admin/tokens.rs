//! Tokens for scripts, and the lists of roles and scopes one may hand out.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::people::must_manage;
use super::room::{Page, Part, Secret, leagues_of, room, saved};
use super::{person, place};
use crate::access::Permission::ManageAccounts;
use crate::access::{Role, Scope};
use crate::actions::input::{Fault, Fields, What};
use crate::actions::{Refused, tokens as act};
use crate::store::audit::Kind;
use crate::store::{Db, accounts, clubs, competitions, leagues, seasons};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use chrono::Duration;

/// How long a password link works.
pub fn link_lasts() -> Duration {
    Duration::days(3)
}

/// The roles a visitor may hand out at all; the scope decides the rest.
pub fn roles_to_give(visitor: &Visitor) -> Vec<&'static str> {
    let owner = visitor.actor.grants().iter().any(|grant| grant.role == Role::Owner);
    Role::ALL.iter().filter(|role| owner || **role != Role::Owner).map(|role| role.as_str()).collect()
}

/// The scopes in which a visitor manages accounts, each as "kind:key" with its name.
pub async fn scope_choices(visitor: &Visitor, db: &mut Db) -> Result<Vec<(String, String)>, Error> {
    Ok(scopes(visitor, db).await?.into_iter().map(|(_, value, label)| (value, label)).collect())
}

/// The scope a choice stands for, if it is one of those offered.
pub async fn scope_of(
    visitor: &Visitor,
    db: &mut Db,
    choice: &str,
) -> Result<Option<(Scope, String)>, Error> {
    let found = scopes(visitor, db).await?.into_iter().find(|(_, value, _)| value == choice);
    Ok(found.map(|(scope, _, label)| (scope, label)))
}

async fn scopes(visitor: &Visitor, db: &mut Db) -> Result<Vec<(Scope, String, String)>, Error> {
    let (t, lang) = (visitor.t(), visitor.lang);
    let mut found = Vec::new();
    let mut add = |scope: Scope, key: &str, name: &str| {
        let kind = scope.parts().0;
        found.push((scope, format!("{kind}:{key}"), format!("{} {name}", t.object_kind(kind))));
    };
    for id in leagues_of(visitor, db).await? {
        if visitor.may(ManageAccounts, &place::league(id)) {
            let league = leagues::by_id(db, id).await?;
            add(Scope::League(id), &league.key, lang.pick(&league.name_zh, &league.name_en));
        }
    }
    let mut in_league = Vec::new();
    for season in seasons::all(db).await? {
        if visitor.may(ManageAccounts, &place::season(&season)) {
            add(Scope::Season(season.id), &season.key, lang.pick(&season.name_zh, &season.name_en));
        }
        for competition in competitions::of_season(db, season.id).await? {
            if visitor.may(ManageAccounts, &place::competition(&season, &competition)) {
                let name = lang.pick(&competition.name_zh, &competition.name_en);
                let of = lang.pick(&season.name_zh, &season.name_en);
                add(Scope::Competition(competition.id), &competition.key, &format!("{name} ({of})"));
            }
        }
        if !in_league.contains(&season.league_id) {
            in_league.push(season.league_id);
        }
    }
    for league in in_league {
        for club in clubs::all(db, league).await? {
            if visitor.may(ManageAccounts, &place::club(&club)) {
                add(Scope::Club(club.id), &club.key, &club.short_name);
            }
        }
    }
    Ok(found)
}

async fn page(visitor: &Visitor, db: &mut Db, typed: Option<&Typed>) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let mut room = room(visitor, db, t.tokens(), Here::Settings, None).await?;
    room.locked = false;
    let now = visitor.app.clock.now();
    let columns = [t.field("token", "name"), t.field("", "role"), t.secret_lasts(), t.edit()];
    let mut list = ListView::new(t.tokens(), &columns, t.no_tokens());
    for token in accounts::api_tokens(db, now).await? {
        let Some(scope) = Scope::from_parts(&token.scope_kind, token.scope_id) else { continue };
        let Some(at) = place::of_scope(db, scope).await? else { continue };
        if !visitor.may_look(ManageAccounts, &at) {
            continue;
        }
        let to = format!("/admin/tokens/{}/revoke", token.key);
        list.row(vec![
            Cell::text(token.name),
            Cell::state(format!("{} · {}", t.role(token.role), t.object_kind(&token.scope_kind))),
            Cell::Number(token.expires_at.format("%Y-%m-%d %H:%M UTC").to_string()),
            Cell::form(FormView::button_only(visitor, to, t.revoke())),
        ]);
    }
    let form = FormView::new(visitor, "token", act::FIELDS, &Fields::default())
        .to("/admin/tokens")
        .says(t.issue_token())
        .only("role", &roles_to_give(visitor))
        .choices("scope", scope_choices(visitor, db).await?);
    let mut form = form;
    for field in form.fields.iter_mut().filter(|field| field.name == "role") {
        for (word, label) in &mut field.choices {
            if let Ok(role) = word.parse::<Role>() {
                t.role(role).clone_into(label);
            }
        }
    }
    Page::new(room)
        .back("/admin/settings", t.settings_nav())
        .with(Part::list(t.tokens(), list))
        .with(Part::form(t.issue_token(), form.typed(typed)).noted(t.tokens_said()))
        .answer(typed)
}

pub async fn show(visitor: Visitor) -> Result<Response<Body>, Error> {
    must_manage(&visitor)?;
    page(&visitor, &mut visitor.read().await?, None).await
}

pub async fn issue(form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    must_manage(&visitor)?;
    let mut tx = visitor.write().await?;
    let scope = scope_of(&visitor, &mut tx, form.fields.get("scope")).await?;
    let given = match (scope, form.fields.get("role").parse::<Role>()) {
        (Some((scope, _)), Ok(role)) => {
            if !person::may_give(&visitor, &mut tx, role, scope).await? {
                return Err(Error::Forbidden);
            }
            act::issue(&mut tx, &form.fields, scope).await
        }
        (None, _) => Err(Refused::Faults(vec![Fault::at("scope", What::NoSuchObject)])),
        (_, Err(_)) => Err(Refused::Faults(vec![Fault::at("role", What::NoSuchObject)])),
    };
    match given {
        Ok((token, secret)) => {
            tx.commit().await?;
            let mut db = visitor.read().await?;
            let t = visitor.t();
            let mut room = room(&visitor, &mut db, t.tokens(), Here::Settings, None).await?;
            room.locked = false;
            let lasts = token.expires_at.format("%Y-%m-%d %H:%M UTC").to_string();
            let label = t.field("token", "name");
            let shown = Secret { url: secret, lasts, label, qr: String::new(), size: 0 };
            Page::new(room)
                .back("/admin/tokens", t.tokens())
                .with(Part::secret(token.name, shown))
                .answer(None)
        }
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            page(&visitor, &mut visitor.read().await?, Some(&typed)).await
        }
    }
}

pub async fn revoke(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    must_manage(&visitor)?;
    let mut tx = visitor.write().await?;
    let now = visitor.app.clock.now();
    let held = accounts::api_tokens(&mut tx, now).await?;
    let token = held.into_iter().find(|token| token.key == key).ok_or(Error::NotFound)?;
    let scope = Scope::from_parts(&token.scope_kind, token.scope_id).ok_or(Error::NotFound)?;
    let at = place::of_scope(&mut tx, scope).await?.ok_or(Error::NotFound)?;
    visitor.must(ManageAccounts, &at)?;
    act::revoke(&mut tx, &key).await?;
    saved(tx, Kind::ApiToken, &key, "/admin/tokens").await
}
