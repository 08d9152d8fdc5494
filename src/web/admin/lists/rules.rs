//! How a competition takes entries.

use super::super::super::error::Error;
use super::super::super::extract::Visitor;
use super::super::super::form::Form;
use super::super::super::page::Here;
use super::super::competitions;
use super::super::form::{FormView, Typed};
use super::super::room::{Page, Part, room, saved};
use crate::access::Permission::JudgeList;
use crate::actions::lists::rules as act;
use crate::store::audit::Kind;
use crate::store::competitions::Competition;
use crate::store::seasons::Season;
use crate::store::{Db, entry_rules};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    (season, competition): &(Season, Competition),
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let rules = entry_rules::of_competition(db, competition.id).await?;
    let room = room(visitor, db, t.entry_rules(), Here::Competitions, Some(season.clone())).await?;
    let here = format!("/admin/competitions/{}", competition.key);
    let form = FormView::new(visitor, "entry_rules", act::FIELDS, &act::fields_of(&rules, season))
        .to(format!("{here}/entry-rules"))
        .version(rules.version)
        .locked(room.locked)
        .typed(typed);
    let mut page = Page::new(room).back(format!("{here}/lists"), t.team_lists());
    page.over = visitor.lang.pick(&competition.name_zh, &competition.name_en).to_owned();
    page.link(t.object_history(), format!("/admin/history/entry_rules/{}", competition.key))
        .with(Part::form("", form).noted(t.entry_rules_said()))
        .answer(typed)
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = competitions::find(&visitor, &mut db, &key, JudgeList).await?;
    page(&visitor, &mut db, &found, None).await
}

pub async fn change(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let found = competitions::find(&visitor, &mut tx, &key, JudgeList).await?;
    match act::change(&mut tx, &found.1, form.version, &form.fields).await {
        Ok(_) => saved(tx, Kind::EntryRules, &key, format!("/admin/competitions/{key}/lists")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            page(&visitor, &mut visitor.read().await?, &found, Some(&typed)).await
        }
    }
}
