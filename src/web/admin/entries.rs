//! One competition: its stages and groups, and the teams that have entered.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::competitions::find;
use super::form::{FormView, Trouble, Typed};
use super::list::{Cell, ListView};
use super::place;
use super::room::{Page, Part, room, saved};
use crate::access::Permission::{EditCompetition, EditFixture, JudgeList, ReadControl};
use crate::access::Place;
use crate::actions::competitions as act;
use crate::actions::input::{Fields, What};
use crate::store::audit::Kind;
use crate::store::competitions::{self, Competition};
use crate::store::seasons::Season;
use crate::store::{Db, clubs, entries};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::ids::ClubId;
use league::names::Found;
use league::season::Phase;

/// The two forms of the page: what was refused goes back into its own.
#[derive(Default)]
struct Again<'a> {
    stage: Option<&'a Typed>,
    entry: Option<&'a Typed>,
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    (season, competition): &(Season, Competition),
    again: Again<'_>,
) -> Result<Response<Body>, Error> {
    let (t, lang) = (visitor.t(), visitor.lang);
    let name = lang.pick(&competition.name_zh, &competition.name_en).to_owned();
    let room = room(visitor, db, name, Here::Competitions, Some(season.clone())).await?;
    let at = place::competition(season, competition);
    let may_edit = visitor.may(EditCompetition, &at) && season.phase != Phase::Archived;
    let here = format!("/admin/competitions/{}", competition.key);
    let pools = competitions::pools(db, competition.id).await?;
    let places = entries::pool_places(db, competition.id).await?;
    let group_of = |entry: &entries::Entry| {
        let place = places.iter().find(|place| place.entry_id == entry.id)?;
        pools.iter().find(|pool| pool.id == place.pool_id)
    };
    let columns = [t.team(), t.field("", "kind"), t.group(), t.employers(), t.edit()];
    let mut teams = ListView::new(t.entries(), &columns, t.no_entries());
    for entry in entries::of_competition(db, competition.id).await? {
        let employers = entries::employers(db, entry.id).await?.join("、");
        let group = group_of(&entry).map(|pool| lang.pick(&pool.name_zh, &pool.name_en).to_owned());
        let button = if entry.withdrawn { t.withdraw_back() } else { t.withdraw() };
        let to = format!("{here}/entries/{}/withdraw", entry.key);
        let mut form = FormView::button_only(visitor, to, button);
        form.version = Some(entry.version);
        // Whoever works in one competition only has no page of its clubs.
        let of_club = Place {
            clubs: entry.club_id.map(ClubId).into_iter().collect(),
            ..place::league(season.league_id)
        };
        let club = entry.club_key.filter(|_| visitor.may(ReadControl, &of_club));
        let side = Cell::Side {
            light: entry.colour_light.unwrap_or_else(|| "#d8d8d4".into()),
            dark: entry.colour_dark.unwrap_or_else(|| "#8a8f94".into()),
            name: entry.short_name,
            href: club.map(|key| format!("/admin/clubs/{key}")).unwrap_or_default(),
        };
        let history = Cell::link(t.object_history(), format!("/admin/history/entry/{}", entry.key));
        let mut who = vec![side];
        if entry.withdrawn {
            who.push(Cell::state(t.withdrawn()));
        }
        teams.row(vec![
            Cell::Many(who),
            Cell::text(t.entry_kind(entry.kind)),
            Cell::text(group.unwrap_or_default()),
            Cell::Quiet(employers),
            if may_edit { Cell::Many(vec![Cell::form(form), history]) } else { history },
        ]);
    }
    let mut stages = ListView::new(t.stages(), &[t.stage(), t.field("", "kind"), t.group()], t.no_stages());
    for stage in competitions::stages(db, competition.id).await? {
        let groups = pools.iter().filter(|pool| pool.stage_id == stage.id);
        let groups: Vec<&str> = groups.map(|pool| lang.pick(&pool.name_zh, &pool.name_en)).collect();
        stages.row(vec![
            Cell::text(lang.pick(&stage.name_zh, &stage.name_en)),
            Cell::state(t.stage_kind(stage.kind)),
            Cell::text(groups.join("、")),
        ]);
    }
    let groups = pools.iter().map(|p| (p.key.clone(), lang.pick(&p.name_zh, &p.name_en).to_owned()));
    let mut enter = FormView::new(visitor, "entry", act::ENTRY_FIELDS, &Fields::default())
        .to(format!("{here}/entries"))
        .says(t.enter_club())
        .only("kind", &["club", "joint", "guest", "allstar"])
        .choices("group", groups.collect())
        .marked("entry")
        .typed(again.entry);
    if let Some(typed) = again.entry {
        suggest(visitor, db, season, typed, &mut enter).await?;
    }
    let stage = FormView::new(visitor, "stage", act::STAGE_FIELDS, &Fields::default())
        .to(format!("{here}/stages"))
        .says(t.add_stage())
        .marked("stage")
        .typed(again.stage);
    let mut page = Page::new(room).back("/admin/competitions", t.competitions());
    page = page.link(t.plan(), format!("{here}/plan")).link(t.rulings(), format!("{here}/rulings"));
    page = page.link(t.discipline(), format!("{here}/discipline"));
    if visitor.may_look(JudgeList, &at) {
        page = page.link(t.team_lists(), format!("{here}/lists"));
    }
    page = page.link(t.criteria(), format!("{here}/criteria")).link(t.draws(), format!("{here}/draws"));
    if may_edit {
        page = page.link(t.edit_competition(), format!("{here}/edit"));
    }
    if visitor.may(EditFixture, &at) && season.phase != Phase::Archived {
        page = page.link(t.new_fixture(), format!("{here}/fixtures/new"));
    }
    page = page
        .link(t.fixtures_nav(), format!("/admin/fixtures?s={}&competition={}", season.key, competition.key))
        .link(t.open_public(), super::super::paths::competition(&competition.key))
        .link(t.object_history(), format!("/admin/history/competition/{}", competition.key))
        .with(Part::list(t.entries(), teams).named("entries"));
    if may_edit {
        page = page.with(Part::form(t.enter_club(), enter).noted(t.enter_club_said()));
    }
    page = page.with(Part::list(t.stages(), stages).named("stages"));
    if may_edit {
        page = page.with(Part::form(t.add_stage(), stage));
    }
    page.answer(again.stage.or(again.entry))
}

/// Names near to the one typed stand beside the fault; a person chooses, the program never guesses.
async fn suggest(
    visitor: &Visitor,
    db: &mut Db,
    season: &Season,
    typed: &Typed,
    form: &mut FormView,
) -> Result<(), Error> {
    let missing = |what: &What| matches!(what, What::NoSuchObject | What::SeveralMatch);
    let asked = match &typed.trouble {
        Trouble::Faults(faults) => faults.iter().any(|f| f.field == "name" && missing(&f.what)),
        Trouble::Conflict | Trouble::Said(..) => false,
    };
    if !asked {
        return Ok(());
    }
    let registry = clubs::registry(db, season.league_id).await?;
    let near = match registry.find(typed.fields.get("name"), Some(season.id)) {
        Found::None { near } | Found::Several(near) => near,
        Found::One(_) => Vec::new(),
    };
    let mut names = Vec::new();
    for id in near.into_iter().take(5) {
        names.push(clubs::by_id(db, id).await?.official_name);
    }
    if names.is_empty() {
        return Ok(());
    }
    let meant = visitor.t().meant(&names);
    for field in form.fields.iter_mut().filter(|field| field.name == "name") {
        field.fault = Some(meant.clone());
    }
    for fault in form.faults.iter_mut().filter(|fault| fault.0.starts_with("name")) {
        fault.2.clone_from(&meant);
    }
    Ok(())
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = find(&visitor, &mut db, &key, ReadControl).await?;
    page(&visitor, &mut db, &found, Again::default()).await
}

pub async fn add_stage(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let found = find(&visitor, &mut tx, &key, EditCompetition).await?;
    match act::add_stage(&mut tx, &found.1, &form.fields).await {
        Ok(stage) => saved(tx, Kind::Stage, &stage.key, format!("/admin/competitions/{key}#stages")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { stage: Some(&typed), entry: None };
            page(&visitor, &mut visitor.read().await?, &found, again).await
        }
    }
}

pub async fn enter(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let found = find(&visitor, &mut tx, &key, EditCompetition).await?;
    match act::enter(&mut tx, &found.1, &form.fields).await {
        Ok(entry) => saved(tx, Kind::Entry, &entry.key, format!("/admin/competitions/{key}#entries")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { stage: None, entry: Some(&typed) };
            page(&visitor, &mut visitor.read().await?, &found, again).await
        }
    }
}

pub async fn withdraw(
    Path((key, entry)): Path<(String, String)>,
    form: Form,
) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let found = find(&visitor, &mut tx, &key, EditCompetition).await?;
    let before = entries::by_key(&mut tx, &entry).await?.ok_or(Error::NotFound)?;
    if before.version != form.version {
        return Err(Error::Conflict);
    }
    act::set_withdrawn(&mut tx, &found.1, &entry, !before.withdrawn).await?;
    saved(tx, Kind::Entry, &entry, format!("/admin/competitions/{key}#entries")).await
}
