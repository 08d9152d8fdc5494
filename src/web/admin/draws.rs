//! Draws of a competition: announce one, hold it with the number said in the hall, put the result into the plan.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::super::paths;
use super::competitions::find;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::place;
use super::room::{Page, Part, room, saved};
use crate::access::Permission::{self, EditCompetition, ReadControl};
use crate::actions::draws as act;
use crate::actions::input::Fields;
use crate::store::audit::Kind;
use crate::store::competitions::{self, Competition};
use crate::store::draws::{self, Draw};
use crate::store::seasons::Season;
use crate::store::{Db, entries};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::season::Phase;

async fn list_page(
    visitor: &Visitor,
    db: &mut Db,
    (season, competition): &(Season, Competition),
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let room = room(visitor, db, t.draws(), Here::Competitions, Some(season.clone())).await?;
    let may_edit = visitor.may(EditCompetition, &place::competition(season, competition))
        && season.phase != Phase::Archived;
    let here = format!("/admin/competitions/{}", competition.key);
    let mut list = ListView::new(t.draws(), &[t.draws(), t.status(), t.draw_outcomes()], t.draw_no());
    for draw in draws::of_competition(db, competition.id).await? {
        let state = if draw.record.is_some() { t.draw_after() } else { t.draw_waits() };
        list.row(vec![
            Cell::link(
                visitor.lang.pick(&draw.title_zh, &draw.title_en),
                format!("/admin/draws/{}", draw.key),
            ),
            Cell::state(state),
            Cell::Number(draw.outcomes.clone()),
        ]);
    }
    list.columns[2].number = true;
    let mut page = Page::new(room).back(here.clone(), t.competition()).with(Part::list("", list));
    visitor.lang.pick(&competition.name_zh, &competition.name_en).clone_into(&mut page.over);
    if may_edit {
        let entered = entries::of_competition(db, competition.id).await?;
        let choices = entered.iter().map(|entry| (entry.key.clone(), entry.short_name.clone())).collect();
        let mut blank = Fields::default();
        blank.set("title_zh", "抽签");
        blank.set("title_en", "Draw");
        blank.set("places", "groups");
        blank.set("owners_rule", "spread");
        let form = FormView::new(visitor, "draw", act::FIELDS, &blank)
            .to(format!("{here}/draws"))
            .choices("host", choices)
            .typed(typed);
        page = page.with(Part::form(t.new_draw(), form).noted(t.new_draw_said()));
    }
    page.answer(typed)
}

pub async fn list(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = find(&visitor, &mut db, &key, ReadControl).await?;
    list_page(&visitor, &mut db, &found, None).await
}

pub async fn create(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let found = find(&visitor, &mut tx, &key, EditCompetition).await?;
    match act::announce(&mut tx, &found.1, &form.fields).await {
        Ok(made) => saved(tx, Kind::Draw, &made.key, format!("/admin/draws/{}", made.key)).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            list_page(&visitor, &mut visitor.read().await?, &found, Some(&typed)).await
        }
    }
}

/// A draw with its competition and season, for those who may do something with it.
async fn find_draw(
    visitor: &Visitor,
    db: &mut Db,
    key: &str,
    wants: Permission,
) -> Result<(Season, Competition, Draw), Error> {
    super::room::must_enter(visitor)?;
    let draw = draws::by_key(db, key).await?.filter(|draw| !draw.archived).ok_or(Error::NotFound)?;
    let competition = competitions::by_id(db, draw.competition_id).await?;
    let (season, competition) = find(visitor, db, &competition.key, wants).await?;
    Ok((season, competition, draw))
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    (season, competition, draw): &(Season, Competition, Draw),
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let title = visitor.lang.pick(&draw.title_zh, &draw.title_en);
    let room = room(visitor, db, title, Here::Competitions, Some(season.clone())).await?;
    let may_edit = visitor.may(EditCompetition, &place::competition(season, competition))
        && season.phase != Phase::Archived;
    let here = format!("/admin/draws/{}", draw.key);
    let facts = vec![
        (t.draw_outcomes().to_owned(), draw.outcomes.clone()),
        (t.draw_commit().to_owned(), draw.commit_hash.clone()),
        (t.draw_file_hash().to_owned(), draw.file_hash.clone()),
    ];
    let mut page = Page::new(room)
        .back(format!("/admin/competitions/{}/draws", competition.key), t.draws())
        .link(t.open_screen(), paths::draw(&draw.key))
        .link(t.object_history(), format!("/admin/history/draw/{}", draw.key))
        .with(Part::facts(t.draw_before(), facts));
    match (&draw.record, may_edit) {
        (None, true) => {
            let form = FormView::new(visitor, "draw", act::HOLD_FIELDS, &Fields::default())
                .to(format!("{here}/hold"))
                .version(draw.version)
                .says(t.hold_draw_button())
                .typed(typed);
            page = page.with(Part::form(t.hold_draw(), form).noted(t.hold_draw_said()));
        }
        (Some(_), true) => {
            let form = FormView::new(visitor, "", &[], &Fields::default())
                .to(format!("{here}/apply"))
                .version(draw.version)
                .says(t.apply_draw());
            page = page.with(Part::form(t.apply_draw(), form).noted(t.apply_draw_said()));
        }
        _ => {}
    }
    page.answer(typed)
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = find_draw(&visitor, &mut db, &key, ReadControl).await?;
    page(&visitor, &mut db, &found, None).await
}

pub async fn hold(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let found = find_draw(&visitor, &mut tx, &key, EditCompetition).await?;
    match act::hold(&mut tx, &key, form.version, &form.fields).await {
        Ok(_) => saved(tx, Kind::Draw, &key, format!("/admin/draws/{key}")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            page(&visitor, &mut visitor.read().await?, &found, Some(&typed)).await
        }
    }
}

pub async fn put_in(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let (_, competition, _) = find_draw(&visitor, &mut tx, &key, EditCompetition).await?;
    act::put_in(&mut tx, &key, form.version).await?;
    let to = format!("/admin/competitions/{}/plan", competition.key);
    saved(tx, Kind::Plan, &competition.key, to).await
}
