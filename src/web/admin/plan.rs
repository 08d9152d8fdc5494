//! The format of a competition: chosen from a template, seen as a picture, its pairings and places edited.

use super::super::bracket::{self, Bracket};
use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::super::paths;
use super::competitions::find;
use super::form::{FormView, Trouble, Typed};
use super::place;
use super::room::{Page, Part, query, room, saved};
use crate::access::Permission::{EditCompetition, ReadControl};
use crate::actions::Outcome;
use crate::actions::input::{Fields, What};
use crate::actions::stages as act;
use crate::stages::{self, Stages, slot_name};
use crate::store::audit::Kind;
use crate::store::competitions::Competition;
use crate::store::plans::{Places, Plan};
use crate::store::seasons::Season;
use crate::store::{Db, Tx};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::season::Phase;
use league::stages::{Crossing, Slot, Source, rounds_of_ties};

type Found = (Season, Competition);

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    found: &Found,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let (season, competition) = found;
    let t = visitor.t();
    let room = room(visitor, db, t.plan(), Here::Competitions, Some(season.clone())).await?;
    let at = place::competition(season, competition);
    let may_edit = visitor.may(EditCompetition, &at) && season.phase != Phase::Archived;
    let mut page = Page::new(room)
        .back(format!("/admin/competitions/{}", competition.key), t.competition())
        .link(t.object_history(), format!("/admin/history/plan/{}", competition.key));
    visitor.lang.pick(&competition.name_zh, &competition.name_en).clone_into(&mut page.over);
    match stages::load(db, competition).await? {
        Some(stages) => {
            page = page.link(t.bracket(), paths::bracket(&competition.key));
            page = standing(visitor, page, competition, &stages, may_edit, typed);
            if may_edit {
                page = match act::begun(db, competition, stages.graph()).await? {
                    Some(game) => {
                        let said = format!("{} {game}", t.plan_another_late());
                        page.with(Part::say(t.plan_another(), &said).named("another"))
                    }
                    None => {
                        page = page.with(Part::say(t.plan_another(), t.plan_another_said()).named("another"));
                        choosing(visitor, db, page, competition, Some(stages.plan.version), typed).await?
                    }
                };
            }
        }
        None => {
            page.links.clear();
            if may_edit {
                page = choosing(visitor, db, page, competition, None, typed).await?;
            } else {
                page = page.with(Part::say("", t.bracket_none()));
            }
        }
    }
    page.answer(typed)
}

/// The choice of a template, with the picture of the one looked at.
async fn choosing(
    visitor: &Visitor,
    db: &mut Db,
    mut page: Page,
    competition: &Competition,
    replaces: Option<i64>,
    typed: Option<&Typed>,
) -> Result<Page, Error> {
    let t = visitor.t();
    let here = format!("/admin/competitions/{}/plan", competition.key);
    let mut asked = Fields(query(visitor));
    asked.0.retain(|name, _| act::FIELDS.iter().any(|field| field.name == name));
    let looked = asked.0.contains_key("template");
    if !looked {
        for (name, value) in
            [("template", "factory_2025"), ("crossing", "first_against_last"), ("losers", "third_place")]
        {
            asked.set(name, value);
        }
    }
    let (mut drawn, mut refused) = (None, None);
    if looked && typed.is_none() {
        match act::draft(db, competition, &asked).await {
            Ok(graph) => drawn = Some(graph),
            Err(other) => refused = Some(Typed::new(asked.clone(), other)?),
        }
    }
    let mut form = FormView::new(visitor, "plan", act::FIELDS, &asked)
        .to(here.clone())
        .says(t.plan_look())
        .asking()
        .typed(typed.or(refused.as_ref()));
    form.plain = true;
    page = page.with(Part::form(t.plan_choose(), form).noted(t.plan_said()));
    if let Some(graph) = drawn {
        let mut adopt = FormView::new(visitor, "plan", act::FIELDS, &asked).to(here).says(t.plan_adopt());
        adopt.version = replaces;
        for field in &mut adopt.fields {
            field.hidden = true;
        }
        page = page.with(Part::drawing(t.plan_draft(), Bracket::draft(&graph, t)));
        page = page.with(Part::form("", adopt));
    }
    Ok(page)
}

/// A plan that is there: its picture, what waits for a person, places and pairings.
fn standing(
    visitor: &Visitor,
    mut page: Page,
    competition: &Competition,
    stages: &Stages,
    may_edit: bool,
    typed: Option<&Typed>,
) -> Page {
    let t = visitor.t();
    let here = format!("/admin/competitions/{}/plan", competition.key);
    let version = stages.plan.version;
    // A round has no field to stand beside: its refusal is said with its button and in no other form.
    let unpaired = typed.and_then(Typed::about_pairing);
    let typed = typed.filter(|_| unpaired.is_none());
    for (slot, said) in bracket::held(stages, visitor.lang) {
        page = page.with(Part::say(t.plan_held(), &said).noted_more(t.plan_held_said()));
        if may_edit {
            for (act, says) in [("release", t.plan_release()), ("stand", t.plan_stand())] {
                let form = FormView::new(visitor, "", &[], &Fields::default())
                    .to(format!("{here}/{act}"))
                    .says(says)
                    .version(version)
                    .hide("slot", slot.clone());
                page = page.with(Part::form("", form));
            }
        }
    }
    let again = ties_of_others(stages);
    if may_edit && !again.is_empty() {
        let form = FormView::new(visitor, "replay", act::REPLAY_FIELDS, &Fields::default())
            .to(format!("{here}/replay"))
            .says(t.plan_replay_button())
            .version(version)
            .choices("tie", again.iter().map(|code| (code.clone(), code.clone())).collect())
            .typed(typed);
        page = page.with(Part::form(t.plan_replay(), form).noted(t.plan_replay_said()).named("replay"));
    }
    page = page.with(Part::drawing(t.plan_picture(), Bracket::of(stages, visitor.lang)));
    if !may_edit {
        return page;
    }
    let slots: Vec<(String, String)> = stages
        .graph()
        .slots()
        .into_iter()
        .filter(|(slot, _)| !matches!(slot, Slot::Group { .. }))
        .map(|(slot, source)| {
            let words = format!("{} ({})", t.slot_words(&slot), t.source_words(&source.to_string()));
            (slot_name(&slot), words)
        })
        .collect();
    if slots.len() > 1 {
        let swap = FormView::new(visitor, "swap", act::SWAP_FIELDS, &Fields::default())
            .to(format!("{here}/swap"))
            .says(t.plan_swap_button())
            .version(version)
            .choices("one", slots.clone())
            .choices("other", slots)
            .typed(typed);
        page = page.with(Part::form(t.plan_swap(), swap).noted(t.plan_swap_said()));
    }
    page = page_of_rounds(visitor, page, stages, &here, typed, unpaired);
    if !act::crossing_codes(stages.graph()).is_empty() {
        page = page.with(Part::say(t.plan_presets(), ""));
        for (crossing, label) in
            [(Crossing::FirstAgainstLast, t.preset_first()), (Crossing::TwoApart, t.preset_apart())]
        {
            let to = format!("{here}/preset/{}", crossing.as_str());
            let form = FormView::button_only(visitor, to, label).version(version);
            page = page.with(Part::form("", form));
        }
    }
    let entered: Vec<(String, String)> = std::iter::once((String::new(), "–".to_owned()))
        .chain(stages.entries.iter().map(|entry| (entry.key.clone(), entry.short_name.clone())))
        .collect();
    let mut places = FormView::new(visitor, "places", &[], &Fields::default())
        .to(format!("{here}/places"))
        .version(version);
    for (_, source) in stages.graph().slots() {
        if matches!(source, Source::Seed(_) | Source::Drawn { .. }) {
            let name = source.to_string();
            let value = stages.plan.entered.get(&name).cloned().unwrap_or_default();
            places = places.choose(name.clone(), t.source_words(&name), value, &entered);
        }
    }
    page.with(Part::form(t.plan_places(), places.typed(typed)).noted(t.plan_places_said()).named("places"))
}

/// Ties that are over and were played by others than those who stand there now.
fn ties_of_others(stages: &Stages) -> Vec<String> {
    let stands = |slot: Slot| stages.current.filled.get(&slot).map(|id| id.0);
    let is_of_others = |tie: &&league::stages::Tie| {
        let sides = [stands(Slot::TieA(tie.code.clone())), stands(Slot::TieB(tie.code.clone()))];
        stages.games_of(tie).iter().any(|card| {
            let game = &card.fixture;
            let played = [game.a_entry_id, game.b_entry_id];
            let same = played == sides || played == [sides[1], sides[0]];
            game.status.is_over() && game.outcome != "annulled" && !same
        })
    };
    stages.graph().ties().filter(is_of_others).map(|tie| tie.code.clone()).collect()
}

impl Typed {
    fn about_pairing(&self) -> Option<What> {
        let Trouble::Faults(faults) = &self.trouble else { return None };
        faults.iter().find(|fault| fault.field == act::PAIRING).map(|fault| fault.what.clone())
    }
}

/// Ties as series, and the next Swiss round.
fn page_of_rounds(
    visitor: &Visitor,
    mut page: Page,
    stages: &Stages,
    here: &str,
    typed: Option<&Typed>,
    refused: Option<What>,
) -> Page {
    let t = visitor.t();
    let version = stages.plan.version;
    let rounds: Vec<(String, String)> = rounds_of_ties(stages.graph())
        .into_iter()
        .filter_map(|(round, codes)| {
            let first = codes.first()?;
            let tie = stages.graph().ties().find(|tie| tie.code == *first)?;
            Some((first.clone(), format!("{} · {}", t.round_words(round), t.series_words(tie.series))))
        })
        .collect();
    if !rounds.is_empty() {
        let chosen = Fields::from_pairs([("series", "best_of_3"), ("home", "in_turn")]);
        let form = FormView::new(visitor, "series", act::SERIES_FIELDS, &chosen)
            .to(format!("{here}/series"))
            .says(t.plan_series_button())
            .version(version)
            .choices("round", rounds)
            .typed(typed);
        page = page.with(Part::form(t.plan_series(), form).noted(t.plan_series_said()).named("series"));
    }
    if let Some(next) = act::next_round(stages) {
        let waits = next.waits_for.map(|game| What::NotOfficialYet { game });
        let hindrance = refused.or(waits).map(|what| t.fault(&what)).unwrap_or_default();
        let form = FormView::button_only(visitor, format!("{here}/round"), t.plan_round_button());
        let said = format!("{} {hindrance}", t.plan_round_said());
        let part = Part::form(t.plan_round(), form.version(version)).noted(said.trim());
        page = page.with(part.named("round"));
    }
    page
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = find(&visitor, &mut db, &key, ReadControl).await?;
    page(&visitor, &mut db, &found, None).await
}

/// Commits what was done, or shows the page again with what was typed.
async fn answer(
    visitor: &Visitor,
    tx: Tx,
    found: &Found,
    fields: Fields,
    done: Outcome<Plan>,
) -> Result<Response<Body>, Error> {
    let key = &found.1.key;
    match done {
        Ok(_) => saved(tx, Kind::Plan, key, format!("/admin/competitions/{key}/plan")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(fields, refused)?;
            page(visitor, &mut visitor.read().await?, found, Some(&typed)).await
        }
    }
}

pub async fn create(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let mut tx = form.visitor.write().await?;
    let found = find(&form.visitor, &mut tx, &key, EditCompetition).await?;
    let done = act::create(&mut tx, &found.1, (form.version > 0).then_some(form.version), &form.fields).await;
    answer(&form.visitor, tx, &found, form.fields, done).await
}

pub async fn enter(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let mut tx = form.visitor.write().await?;
    let found = find(&form.visitor, &mut tx, &key, EditCompetition).await?;
    let places: Places = form.fields.0.clone();
    let done = act::enter(&mut tx, &found.1, form.version, &places).await;
    answer(&form.visitor, tx, &found, form.fields, done).await
}

pub async fn exchange(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let mut tx = form.visitor.write().await?;
    let found = find(&form.visitor, &mut tx, &key, EditCompetition).await?;
    let done = act::exchange(&mut tx, &found.1, form.version, &form.fields).await;
    answer(&form.visitor, tx, &found, form.fields, done).await
}

pub async fn play_as(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let mut tx = form.visitor.write().await?;
    let found = find(&form.visitor, &mut tx, &key, EditCompetition).await?;
    let done = act::play_as(&mut tx, &found.1, form.version, &form.fields).await;
    answer(&form.visitor, tx, &found, form.fields, done).await
}

pub async fn pair_round(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let mut tx = form.visitor.write().await?;
    let found = find(&form.visitor, &mut tx, &key, EditCompetition).await?;
    let done = act::pair_round(&mut tx, &found.1, form.version).await;
    answer(&form.visitor, tx, &found, form.fields, done).await
}

pub async fn preset(
    Path((key, crossing)): Path<(String, String)>,
    form: Form,
) -> Result<Response<Body>, Error> {
    let mut tx = form.visitor.write().await?;
    let found = find(&form.visitor, &mut tx, &key, EditCompetition).await?;
    let crossing = crossing.parse().map_err(|_| Error::NotFound)?;
    let done = act::preset(&mut tx, &found.1, form.version, crossing).await;
    answer(&form.visitor, tx, &found, form.fields, done).await
}

pub async fn stand(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let mut tx = form.visitor.write().await?;
    let found = find(&form.visitor, &mut tx, &key, EditCompetition).await?;
    let done = act::let_stand(&mut tx, &found.1, form.version, form.fields.get("slot")).await;
    answer(&form.visitor, tx, &found, form.fields, done).await
}

pub async fn replay(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let mut tx = form.visitor.write().await?;
    let found = find(&form.visitor, &mut tx, &key, EditCompetition).await?;
    let done = act::replay(&mut tx, &found.1, form.version, &form.fields).await;
    answer(&form.visitor, tx, &found, form.fields, done).await
}

pub async fn release(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let mut tx = form.visitor.write().await?;
    let found = find(&form.visitor, &mut tx, &key, EditCompetition).await?;
    let done = act::release(&mut tx, &found.1, form.version, form.fields.get("slot")).await;
    answer(&form.visitor, tx, &found, form.fields, done).await
}
