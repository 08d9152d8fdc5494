//! Drafts of fixtures in the control room: the list of them, and one as calendar, list, matrix, by team, and its fairness.

mod beside;
pub mod excel;
pub mod game;
pub mod instant;
pub mod night;
pub mod repair;
pub mod search;
pub mod setup;
pub mod versions;
mod views;

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::place;
use super::room::{Page, Part, query, room, saved};
use crate::access::Permission::{self, EditFixture, ReadControl};
use crate::actions::drafts as act;
use crate::actions::input::Fields;
use crate::drafts::{Around, Board};
use crate::store::audit::Kind;
use crate::store::drafts::{self, Draft};
use crate::store::seasons::{self, Season};
use crate::store::{Db, competitions};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::season::Phase;

/// A draft with what it speaks of.
pub(super) struct Found {
    pub season: Season,
    pub draft: Draft,
    pub around: Around,
    pub may_edit: bool,
}

impl Found {
    /// The address of the draft.
    pub fn here(&self) -> String {
        format!("/admin/drafts/{}", self.draft.key)
    }
}

/// The draft with a key, for those who may do this with it.
pub(super) async fn find(
    visitor: &Visitor,
    db: &mut Db,
    key: &str,
    wants: Permission,
) -> Result<Found, Error> {
    super::room::must_enter(visitor)?;
    let draft = drafts::by_key(db, key).await?.ok_or(Error::NotFound)?;
    let season = seasons::by_id(db, draft.season_id).await?;
    let at = place::season(&season);
    visitor.must(wants, &at)?;
    let around = Around::load(db, &season, visitor.app.clock.now()).await?;
    let may_edit = visitor.may(EditFixture, &at) && season.phase != Phase::Archived;
    Ok(Found { season, draft, around, may_edit })
}

/// The frame of a page of a draft, with the ways to its other pages.
pub(super) async fn frame(visitor: &Visitor, db: &mut Db, found: &Found, title: &str) -> Result<Page, Error> {
    let t = visitor.t();
    let room = room(visitor, db, title, Here::Fixtures, Some(found.season.clone())).await?;
    let here = found.here();
    let mut page = Page::new(room);
    page.over.clone_from(&found.draft.name);
    let page = page
        .back(format!("/admin/drafts?s={}", found.season.key), t.drafts())
        .link(t.view_calendar(), here.clone())
        .link(t.draft_setup(), format!("{here}/setup"))
        .link(t.draft_plan(), format!("{here}/search"))
        .link(t.draft_repair(), format!("{here}/repair"))
        .link(t.draft_versions(), format!("{here}/versions"))
        .link(t.draft_publish(), format!("{here}/publish"))
        .link(t.draft_excel(), format!("{here}/games.xlsx"))
        .link(t.draft_excel_in(), format!("{here}/import"));
    Ok(page)
}

pub async fn list(visitor: Visitor) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    list_page(&visitor, &mut db, None, None).await
}

async fn list_page(
    visitor: &Visitor,
    db: &mut Db,
    season: Option<Season>,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let (t, lang) = (visitor.t(), visitor.lang);
    let room = room(visitor, db, t.drafts(), Here::Fixtures, season).await?;
    let Some(season) = room.season.clone() else {
        return Page::new(room).with(Part::say("", t.no_season())).answer(None);
    };
    let at = place::season(&season);
    visitor.must(ReadControl, &at)?;
    let may_edit = visitor.may(EditFixture, &at) && !room.locked;
    let columns = [t.drafts(), t.draft_games(), t.draft_dated(), t.draft_newest(), t.status()];
    let mut list = ListView::new(t.drafts(), &columns, t.drafts_none());
    let all = drafts::of_season(db, season.id).await?;
    for draft in &all {
        let dated = draft.games.iter().filter(|game| game.at.is_some()).count();
        list.row(vec![
            Cell::link(draft.name.clone(), format!("/admin/drafts/{}", draft.key)),
            Cell::Number(draft.games.len().to_string()),
            Cell::Number(dated.to_string()),
            Cell::Number(draft.number.to_string()),
            match draft.published_at {
                Some(_) => Cell::state(t.draft_published()),
                None => Cell::text(""),
            },
        ]);
    }
    for column in &mut list.columns[1..4] {
        column.number = true;
    }
    let mut page = Page::new(room)
        .back(format!("/admin/fixtures?s={}", season.key), t.fixtures_nav())
        .link(t.instant(), "/admin/instant")
        .link(t.night_heading(), format!("/admin/evening?s={}", season.key));
    t.drafts_said().clone_into(&mut page.note);
    page = page.with(Part::list("", list));
    if all.len() > 1 {
        let around = Around::load(db, &season, visitor.app.clock.now()).await?;
        page.parts.extend(beside::side_by_side(visitor, &around, &all));
    }
    if may_edit {
        let choices = competitions::of_season(db, season.id).await?;
        let choices = choices.iter().map(|c| (c.key.clone(), lang.pick(&c.name_zh, &c.name_en).to_owned()));
        let form = FormView::new(visitor, "draft", act::FIELDS, &Fields::from_pairs([("legs", "single")]))
            .to(format!("/admin/seasons/{}/drafts", season.key))
            .choices("competition", choices.collect())
            .says(t.draft_new())
            .typed(typed);
        page = page.with(Part::form(t.draft_new(), form).noted(t.draft_new_said()).named("new"));
    }
    page.answer(typed)
}

pub async fn create(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let season = super::seasons::find(&visitor, &mut tx, &key, EditFixture).await?;
    match act::create(&mut tx, &season, &form.fields).await {
        Ok(draft) => saved(tx, Kind::Draft, &draft.key, format!("/admin/drafts/{}/setup", draft.key)).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            list_page(&visitor, &mut visitor.read().await?, Some(season), Some(&typed)).await
        }
    }
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = find(&visitor, &mut db, &key, ReadControl).await?;
    let t = visitor.t();
    let mut page = frame(&visitor, &mut db, &found, t.drafts()).await?;
    drop(db);
    let board = Board::of_draft(&found.around, &found.draft);
    page = views::state(&visitor, page, &found, &board);
    let view = query(&visitor).get("view").cloned().unwrap_or_default();
    page = views::show(&visitor, page, &found, &board, &view);
    if found.may_edit {
        let form = FormView::button_only(&visitor, format!("{}/archive", found.here()), t.draft_archive());
        page = page.with(Part::form("", form.version(found.draft.version)));
    }
    page.answer(None)
}

pub async fn archive(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let found = find(&visitor, &mut tx, &key, EditFixture).await?;
    act::archive(&mut tx, &key, form.version).await?;
    saved(tx, Kind::Draft, &key, format!("/admin/drafts?s={}", found.season.key)).await
}
