//! A season: its names, dates, phase, and whether the public sees it.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::form::{FormView, Typed};
use super::place;
use super::room::{Page, Part, must_enter, room, saved};
use crate::access::Permission::EditSeason;
use crate::actions::input::Fields;
use crate::actions::seasons as act;
use crate::store::Db;
use crate::store::audit::Kind;
use crate::store::leagues::{self, League};
use crate::store::seasons::{self, Season};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

async fn league_of(visitor: &Visitor, db: &mut Db, key: &str) -> Result<League, Error> {
    must_enter(visitor)?;
    let league = leagues::by_key(db, key).await?.ok_or(Error::NotFound)?;
    visitor.must(EditSeason, &place::league(league.id))?;
    Ok(league)
}

/// The season with a key, for those who may see its control side.
pub async fn find(
    visitor: &Visitor,
    db: &mut Db,
    key: &str,
    wants: crate::access::Permission,
) -> Result<Season, Error> {
    must_enter(visitor)?;
    let season = seasons::by_key(db, key).await?.ok_or(Error::NotFound)?;
    visitor.must(wants, &place::season(&season))?;
    Ok(season)
}

async fn new_page(
    visitor: &Visitor,
    db: &mut Db,
    league: &League,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let mut room = room(visitor, db, t.new_season(), Here::Settings, None).await?;
    room.locked = false;
    let mut blank = Fields::default();
    blank.set("zone", "Asia/Shanghai");
    blank.set("phase", "planned");
    let form = FormView::new(visitor, "season", act::FIELDS, &blank)
        .to(format!("/admin/leagues/{}/seasons/new", league.key))
        .typed(typed);
    Page::new(room).back("/admin/settings", t.settings_nav()).with(Part::form("", form)).answer(typed)
}

pub async fn new(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let league = league_of(&visitor, &mut db, &key).await?;
    new_page(&visitor, &mut db, &league, None).await
}

pub async fn create(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let league = league_of(&visitor, &mut tx, &key).await?;
    match act::create(&mut tx, league.id, &form.fields).await {
        Ok(season) => saved(tx, Kind::Season, &season.key, format!("/admin?s={}", season.key)).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            new_page(&visitor, &mut visitor.read().await?, &league, Some(&typed)).await
        }
    }
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    season: &Season,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let room = room(visitor, db, t.edit_season(), Here::Settings, Some(season.clone())).await?;
    let form = FormView::new(visitor, "season", act::FIELDS, &act::fields_of(season))
        .to(format!("/admin/seasons/{}/edit", season.key))
        .version(season.version)
        .typed(typed);
    Page::new(room)
        .back("/admin/settings", t.settings_nav())
        .link(t.open_public(), super::super::paths::season(&season.key))
        .link(t.object_history(), format!("/admin/history/season/{}", season.key))
        .with(Part::form(visitor.lang.pick(&season.name_zh, &season.name_en), form))
        .answer(typed)
}

pub async fn edit(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let season = find(&visitor, &mut db, &key, EditSeason).await?;
    page(&visitor, &mut db, &season, None).await
}

pub async fn change(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let season = find(&visitor, &mut tx, &key, EditSeason).await?;
    match act::change(&mut tx, &key, form.version, &form.fields).await {
        Ok(_) => saved(tx, Kind::Season, &key, format!("/admin/seasons/{key}/edit")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            page(&visitor, &mut visitor.read().await?, &season, Some(&typed)).await
        }
    }
}
