//! A league: its names.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::form::{FormView, Typed};
use super::place;
use super::room::{Page, Part, must_enter, room, saved};
use crate::access::Permission::EditSeason;
use crate::actions::leagues as act;
use crate::store::Db;
use crate::store::audit::Kind;
use crate::store::leagues::{self, League};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

async fn find(visitor: &Visitor, db: &mut Db, key: &str) -> Result<League, Error> {
    must_enter(visitor)?;
    let league = leagues::by_key(db, key).await?.ok_or(Error::NotFound)?;
    visitor.must(EditSeason, &place::league(league.id))?;
    Ok(league)
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    league: &League,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let (t, lang) = (visitor.t(), visitor.lang);
    let name = lang.pick(&league.name_zh, &league.name_en).to_owned();
    let mut room = room(visitor, db, name, Here::Settings, None).await?;
    room.locked = false;
    let form = FormView::new(visitor, "league", act::FIELDS, &act::fields_of(league))
        .to(format!("/admin/leagues/{}/edit", league.key))
        .version(league.version)
        .typed(typed);
    Page::new(room)
        .back("/admin/settings", t.settings_nav())
        .link(t.object_history(), format!("/admin/history/league/{}", league.key))
        .with(Part::form(t.edit_league(), form))
        .answer(typed)
}

pub async fn edit(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let league = find(&visitor, &mut db, &key).await?;
    page(&visitor, &mut db, &league, None).await
}

pub async fn change(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let league = find(&visitor, &mut tx, &key).await?;
    match act::change(&mut tx, &key, form.version, &form.fields).await {
        Ok(_) => saved(tx, Kind::League, &key, format!("/admin/leagues/{key}/edit")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            page(&visitor, &mut visitor.read().await?, &league, Some(&typed)).await
        }
    }
}
