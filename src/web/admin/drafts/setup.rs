//! The rules of a draft, in the order in which an organiser thinks of them.

use super::super::super::error::Error;
use super::super::super::extract::Visitor;
use super::super::super::form::Form;
use super::super::form::{FormView, Typed};
use super::super::room::{Part, query, saved};
use super::{Found, find, frame, views};
use crate::access::Permission::{EditFixture, ReadControl};
use crate::actions::drafts::{self as act, Part as SetUp};
use crate::actions::input::{Field, Fields};
use crate::store::Db;
use crate::store::audit::Kind;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

/// What was refused: the part, what it is about, what was typed.
type Again<'a> = Option<(SetUp, &'a str, &'a Typed)>;

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    found: &Found,
    again: Again<'_>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let mut page = frame(visitor, db, found, t.draft_setup()).await?;
    let form = |about, spec: &[Field], part: SetUp, of: &str| {
        let values = act::fields_of(&found.around, &found.draft.setup, part, of);
        let typed = again.filter(|(kind, about, _)| (*kind, *about) == (part, of)).map(|(_, _, typed)| typed);
        let mark = if of.is_empty() { part.as_str() } else { of };
        FormView::new(visitor, about, spec, &values)
            .to(format!("{}/setup", found.here()))
            .marked(mark)
            .version(found.draft.version)
            .hide("part", part.as_str())
            .hide("of", of)
            .locked(!found.may_edit)
            .typed(typed)
    };
    page = page
        .with(Part::form(t.setup_dates(), form("set_up", act::DATE_FIELDS, SetUp::Dates, "")).named("dates"));
    page = page.with(Part::say(t.setup_halls(), "").named("hall"));
    for venue in &found.around.venues {
        let form = form("set_up_hall", act::HALL_FIELDS, SetUp::Hall, &venue.key);
        page = page.with(Part::form(visitor.lang.pick(&venue.name_zh, &venue.name_en), form));
    }
    page = page.with(Part::say(t.setup_competitions(), "").named("competition"));
    let used: Vec<(String, String)> = found
        .draft
        .setup
        .halls
        .iter()
        .map(|hall| (hall.name.clone(), views::named(visitor, found, &hall.name)))
        .collect();
    for competition in &found.draft.setup.competitions {
        let teams = teams_of(found, &competition.name);
        let form = form("set_up_competition", act::COMPETITION_FIELDS, SetUp::Competition, &competition.name)
            .without(&["used"])
            .choices("hall", used.clone())
            .choices("opening_a", teams.clone())
            .choices("opening_b", teams);
        page = page.with(Part::form(views::named(visitor, found, &competition.name), form));
    }
    page = page.with(
        Part::form(t.setup_rules(), form("set_up_rules", act::RULE_FIELDS, SetUp::Rules, "")).named("rules"),
    );
    // One team at a time: a page with twenty forms is read by nobody.
    let asked = query(visitor).get("team").cloned().unwrap_or_default();
    let refused = again.filter(|(part, ..)| *part == SetUp::Club).map(|(_, of, _)| of.to_owned());
    let team = refused.unwrap_or(asked);
    let mut choices = Vec::new();
    for competition in &found.draft.setup.competitions {
        let name = views::named(visitor, found, &competition.name);
        let teams = teams_of(found, &competition.name);
        choices.extend(teams.into_iter().map(|(key, team)| (key, format!("{team} · {name}"))));
    }
    let choose = FormView::new(visitor, "", &[], &Fields::default())
        .to(format!("{}/setup#club", found.here()))
        .choose("team", t.setup_club_choose(), team.clone(), &choices)
        .asking()
        .says(t.setup_club_open());
    page = page.with(Part::form(t.setup_clubs(), choose).noted(t.setup_clubs_said()).named("club"));
    if choices.iter().any(|(key, _)| *key == team) {
        let form = form("set_up_club", act::CLUB_FIELDS, SetUp::Club, &team);
        page = page.with(Part::form(views::named(visitor, found, &team), form));
    }
    page.answer(again.map(|(_, _, typed)| typed))
}

fn teams_of(found: &Found, competition: &str) -> Vec<(String, String)> {
    let id = found.around.competitions.iter().find(|one| one.key == competition).map(|one| one.id);
    let own =
        found.around.entries.iter().filter(|entry| Some(entry.competition_id) == id && !entry.withdrawn);
    own.map(|entry| (entry.key.clone(), entry.short_name.clone())).collect()
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = find(&visitor, &mut db, &key, ReadControl).await?;
    page(&visitor, &mut db, &found, None).await
}

pub async fn change(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let (visitor, mut fields) = (form.visitor, form.fields);
    let mut tx = visitor.write().await?;
    find(&visitor, &mut tx, &key, EditFixture).await?;
    let part: SetUp = fields.0.remove("part").unwrap_or_default().parse().map_err(|_| Error::BadBody)?;
    let of = fields.0.remove("of").unwrap_or_default();
    match act::set_up(&mut tx, &key, form.version, (part, &of), &fields).await {
        Ok(_) => {
            let mark = part.as_str();
            let team = if part == SetUp::Club { format!("?team={of}") } else { String::new() };
            saved(tx, Kind::Draft, &key, format!("/admin/drafts/{key}/setup{team}#{mark}")).await
        }
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(fields, refused)?;
            let mut db = visitor.read().await?;
            let found = find(&visitor, &mut db, &key, ReadControl).await?;
            page(&visitor, &mut db, &found, Some((part, &of, &typed))).await
        }
    }
}
