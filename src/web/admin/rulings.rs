//! Rulings of a competition: those in force, the lots that are due, and a new one.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::super::show::ruling_view;
use super::competitions::find;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::place;
use super::room::{Page, Part, room, saved};
use crate::access::Permission::{EditCompetition, ReadControl};
use crate::actions::input::Fields;
use crate::actions::rulings as act;
use crate::store::audit::Kind;
use crate::store::competitions::Competition;
use crate::store::seasons::Season;
use crate::store::{Db, entries, rulings};
use crate::{stages, tables};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::ids::EntryId;
use league::season::Phase;
use league::stages::Why;
use league::standings::Team;

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    (season, competition): &(Season, Competition),
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let room = room(visitor, db, t.rulings(), Here::Competitions, Some(season.clone())).await?;
    let at = place::competition(season, competition);
    let may_edit = visitor.may(EditCompetition, &at) && season.phase != Phase::Archived;
    let here = format!("/admin/competitions/{}", competition.key);
    let entered = entries::of_competition(db, competition.id).await?;
    let columns = [t.as_of(), t.rulings(), t.reason(), t.document(), t.edit()];
    let mut list = ListView::new(t.rulings(), &columns, t.no_rulings());
    for ruling in rulings::of_competition(db, competition.id).await? {
        let said = ruling_view(&ruling, &entered, t);
        let mut form =
            FormView::button_only(visitor, format!("{here}/rulings/{}/archive", ruling.key), t.put_away());
        form.version = Some(ruling.version);
        let history = Cell::link(t.object_history(), format!("/admin/history/ruling/{}", ruling.key));
        list.row(vec![
            Cell::Quiet(ruling.at.with_timezone(&season.tz()).format("%Y-%m-%d %H:%M").to_string()),
            Cell::text(said.what),
            Cell::text(said.reason),
            Cell::text(said.document),
            if may_edit { Cell::Many(vec![Cell::form(form), history]) } else { history },
        ]);
    }
    let mut page = Page::new(room)
        .back(here.clone(), t.competition())
        .link(t.table(), super::super::paths::table(&competition.key))
        .with(Part::list("", list).noted(t.rulings_said()));
    visitor.lang.pick(&competition.name_zh, &competition.name_en).clone_into(&mut page.over);
    let mut blank = Fields::default();
    blank.set("kind", "points");
    let waits: Vec<Vec<EntryId>> = stages::load(db, competition)
        .await?
        .iter()
        .flat_map(|stages| &stages.changes.waiting)
        .filter_map(|waiting| match &waiting.why {
            Why::DrawRequired { entries } => Some(entries.clone()),
            _ => None,
        })
        .collect();
    for table in tables::of_competition(db, competition).await? {
        // Where the rules share the place, lots are due only for a place that the next stage waits for.
        let is_due = |level: &&Vec<Team>| {
            let ids: Vec<EntryId> = level.iter().map(|team| table.entry(*team).id).collect();
            table.standing.draw_required.contains(level)
                || waits.iter().any(|set| set.len() == ids.len() && set.iter().all(|id| ids.contains(id)))
        };
        for level in act::level_sets(&table).iter().filter(is_due) {
            let names: Vec<&str> = level.iter().map(|team| table.entry(*team).short_name.as_str()).collect();
            page = page.with(Part::say(t.lots_due(), &format!("{} {}", t.lots_due_said(), names.join("、"))));
            blank.set("kind", "lots");
            blank.set("order", names.join(" > "));
        }
    }
    if may_edit {
        let choices: Vec<(String, String)> =
            entered.iter().map(|entry| (entry.key.clone(), entry.short_name.clone())).collect();
        let form = FormView::new(visitor, "ruling", act::FIELDS, &blank)
            .to(format!("{here}/rulings"))
            .choices("entry", choices)
            .typed(typed);
        page = page.with(Part::form(t.new_ruling(), form).named("new"));
    }
    page.answer(typed)
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = find(&visitor, &mut db, &key, ReadControl).await?;
    page(&visitor, &mut db, &found, None).await
}

pub async fn create(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let found = find(&visitor, &mut tx, &key, EditCompetition).await?;
    match act::create(&mut tx, &found.1, &form.fields).await {
        Ok(made) => saved(tx, Kind::Ruling, &made.key, format!("/admin/competitions/{key}/rulings")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            page(&visitor, &mut visitor.read().await?, &found, Some(&typed)).await
        }
    }
}

pub async fn archive(
    Path((key, ruling)): Path<(String, String)>,
    form: Form,
) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let (_, competition) = find(&visitor, &mut tx, &key, EditCompetition).await?;
    let found = rulings::by_key(&mut tx, &ruling).await?;
    found.filter(|found| found.competition_id == competition.id).ok_or(Error::NotFound)?;
    act::set_archived(&mut tx, &ruling, form.version, true).await?;
    saved(tx, Kind::Ruling, &ruling, format!("/admin/competitions/{key}/rulings")).await
}
