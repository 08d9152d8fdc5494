//! Competitions: the list, a new one, and the rules it is played by.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::place;
use super::room::{Page, Part, must_enter, room, saved};
use crate::access::Permission::{self, EditCompetition, ReadControl};
use crate::actions::competitions as act;
use crate::actions::input::Fields;
use crate::store::audit::Kind;
use crate::store::competitions::{self, Competition};
use crate::store::seasons::{self, Season};
use crate::store::{Db, entries, fixtures};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::season::Phase;

pub async fn list(visitor: Visitor) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (t, lang) = (visitor.t(), visitor.lang);
    let room = room(&visitor, &mut db, t.competitions(), Here::Competitions, None).await?;
    let columns = [t.competition(), t.field("", "kind"), t.entries(), t.fixtures_count()];
    let mut list = ListView::new(t.competitions(), &columns, t.no_competitions());
    let mut links = Vec::new();
    if let Some(season) = &room.season {
        for competition in competitions::of_season(&mut db, season.id).await? {
            if !visitor.may(ReadControl, &place::competition(season, &competition)) {
                continue;
            }
            let teams = entries::of_competition(&mut db, competition.id).await?.len();
            let games = fixtures::of_competition(&mut db, competition.id).await?.len();
            list.row(vec![
                Cell::link(
                    lang.pick(&competition.name_zh, &competition.name_en),
                    format!("/admin/competitions/{}", competition.key),
                ),
                Cell::state(t.competition_kind(competition.kind)),
                Cell::Number(teams.to_string()),
                Cell::Number(games.to_string()),
            ]);
        }
        if visitor.may(EditCompetition, &place::season(season)) && !room.locked {
            let to = format!("/admin/seasons/{}/competitions/new", season.key);
            links.push((t.new_competition().to_owned(), to));
        }
    }
    list.columns[2].number = true;
    list.columns[3].number = true;
    list.next = links.first().cloned();
    let mut page = Page::new(room).with(Part::list("", list));
    page.links = links;
    page.answer(None)
}

/// The competition with a key and its season, for those who may do something with it.
pub async fn find(
    visitor: &Visitor,
    db: &mut Db,
    key: &str,
    wants: Permission,
) -> Result<(Season, Competition), Error> {
    must_enter(visitor)?;
    let competition = competitions::by_key(db, key).await?.filter(|c| !c.archived).ok_or(Error::NotFound)?;
    let season = seasons::by_id(db, competition.season_id).await?;
    visitor.must(wants, &place::competition(&season, &competition))?;
    Ok((season, competition))
}

async fn new_page(
    visitor: &Visitor,
    db: &mut Db,
    season: &Season,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let room = room(visitor, db, t.new_competition(), Here::Competitions, Some(season.clone())).await?;
    let mut blank = Fields::default();
    for (name, value) in [
        ("kind", "main"),
        ("edition", "fiba-2024"),
        ("periods", "4"),
        ("period_minutes", "10"),
        ("overtime_minutes", "5"),
        ("criteria", "fiba"),
    ] {
        blank.set(name, value);
    }
    let form = FormView::new(visitor, "competition", act::FIELDS, &blank)
        .to(format!("/admin/seasons/{}/competitions/new", season.key))
        .locked(room.locked)
        .typed(typed);
    Page::new(room).back("/admin/competitions", t.competitions()).with(Part::form("", form)).answer(typed)
}

pub async fn new(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let season = super::seasons::find(&visitor, &mut db, &key, EditCompetition).await?;
    new_page(&visitor, &mut db, &season, None).await
}

pub async fn create(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let season = super::seasons::find(&visitor, &mut tx, &key, EditCompetition).await?;
    match act::create(&mut tx, season.id, &form.fields).await {
        Ok(made) => {
            saved(tx, Kind::Competition, &made.key, format!("/admin/competitions/{}", made.key)).await
        }
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            new_page(&visitor, &mut visitor.read().await?, &season, Some(&typed)).await
        }
    }
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    (season, competition): &(Season, Competition),
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let here = format!("/admin/competitions/{}", competition.key);
    let room = room(visitor, db, t.edit_competition(), Here::Competitions, Some(season.clone())).await?;
    let form = FormView::new(visitor, "competition", act::FIELDS, &act::fields_of(competition))
        .to(format!("{here}/edit"))
        .version(competition.version)
        .locked(season.phase == Phase::Archived)
        .typed(typed);
    let mut page = Page::new(room)
        .back(here, t.competition())
        .link(t.object_history(), format!("/admin/history/competition/{}", competition.key))
        .with(Part::form("", form));
    visitor.lang.pick(&competition.name_zh, &competition.name_en).clone_into(&mut page.over);
    page.answer(typed)
}

pub async fn edit(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = find(&visitor, &mut db, &key, EditCompetition).await?;
    page(&visitor, &mut db, &found, None).await
}

pub async fn change(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let found = find(&visitor, &mut tx, &key, EditCompetition).await?;
    match act::change(&mut tx, &key, form.version, &form.fields).await {
        Ok(_) => saved(tx, Kind::Competition, &key, format!("/admin/competitions/{key}")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            page(&visitor, &mut visitor.read().await?, &found, Some(&typed)).await
        }
    }
}
