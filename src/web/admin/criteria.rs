//! The editor of a competition's ranking criteria.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::{Here, Shell};
use super::super::paths;
use super::competitions::find;
use super::form::{Trouble, Typed};
use super::place;
use super::room::{Room, query, room, saved};
use crate::access::Permission::{EditCompetition, ReadControl};
use crate::actions::criteria as act;
use crate::actions::input::Fields;
use crate::store::Db;
use crate::store::audit::Kind;
use crate::store::competitions::Competition;
use crate::store::seasons::Season;
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{Response, StatusCode};
use axum::response::{Html, IntoResponse};
use league::season::Phase;
use league::standings::{RuleSet, all_ready_made};

#[derive(Template)]
#[template(path = "admin/criteria.html")]
struct CriteriaPage {
    room: Room,
    shell: Shell,
    over: String,
    competition: String,
    table: String,
    version: i64,
    set_version: u32,
    own: bool,
    values: Fields,
    faults: Vec<String>,
    conflict: bool,
    ready_made: Vec<(String, String)>,
    from: String,
    locked: bool,
}

/// A list of words a field chooses from, with their names.
type Choices = Vec<(&'static str, String)>;

impl CriteriaPage {
    fn v(&self, name: &str) -> &str {
        self.values.get(name)
    }

    fn of(&self, number: &usize, name: &str) -> &str {
        self.values.get(&format!("c{number}_{name}"))
    }

    fn field_of(&self, number: &usize, name: &str) -> String {
        format!("c{number}_{name}")
    }

    fn labelled(&self, label: &str, number: &usize) -> String {
        format!("{label} {number}")
    }

    fn outcome(&self, outcome: &str, name: &str) -> &str {
        self.values.get(&format!("{outcome}_{name}"))
    }

    fn choices(&self, words: &[&'static str]) -> Choices {
        words.iter().map(|word| (*word, self.shell.t.criterion_word(word).to_owned())).collect()
    }

    fn values_list(&self) -> Choices {
        self.choices(act::VALUES)
    }
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    (season, competition): &(Season, Competition),
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let room = room(visitor, db, t.criteria(), Here::Competitions, Some(season.clone())).await?;
    let asked = query(visitor).remove("from").unwrap_or_default();
    let rules = RuleSet::by_name(&asked).unwrap_or_else(|| competition.rules.rule_set());
    let may_edit = visitor.may(EditCompetition, &place::competition(season, competition));
    let mut page = CriteriaPage {
        shell: room.shell.clone(),
        over: visitor.lang.pick(&competition.name_zh, &competition.name_en).to_owned(),
        competition: competition.key.clone(),
        table: paths::table(&competition.key),
        version: competition.version,
        set_version: rules.version,
        own: competition.rules.ranking.is_some(),
        values: act::fields_of(&rules, competition.rules.second_forfeit),
        faults: Vec::new(),
        conflict: false,
        ready_made: all_ready_made()
            .into_iter()
            .map(|rules| {
                let title = visitor.lang.pick(&rules.title.zh, &rules.title.en).to_owned();
                (rules.name, title)
            })
            .collect(),
        from: asked,
        locked: season.phase == Phase::Archived || !may_edit,
        room,
    };
    let mut status = StatusCode::OK;
    if let Some(typed) = typed {
        page.values = typed.fields.clone();
        match &typed.trouble {
            Trouble::Conflict => (page.conflict, status) = (true, StatusCode::CONFLICT),
            Trouble::Faults(faults) => {
                status = StatusCode::UNPROCESSABLE_ENTITY;
                let said = |fault: &crate::actions::input::Fault| {
                    format!("{}: {}", t.criteria_field(&fault.field), t.fault(&fault.what))
                };
                page.faults = faults.iter().map(said).collect();
            }
            Trouble::Said(_, words) => {
                status = StatusCode::UNPROCESSABLE_ENTITY;
                page.faults = vec![words.clone()];
            }
        }
    }
    Ok((status, Html(page.render()?)).into_response())
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = find(&visitor, &mut db, &key, ReadControl).await?;
    page(&visitor, &mut db, &found, None).await
}

pub async fn change(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let found = find(&visitor, &mut tx, &key, EditCompetition).await?;
    let to = format!("/admin/competitions/{key}/criteria");
    match act::change(&mut tx, &found.1, form.version, &form.fields).await {
        // Nothing to save is no change to record.
        Ok(after) if after == found.1 => {
            drop(tx);
            Ok(axum::response::Redirect::to(&to).into_response())
        }
        Ok(_) => saved(tx, Kind::Competition, &key, to).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            page(&visitor, &mut visitor.read().await?, &found, Some(&typed)).await
        }
    }
}
