//! Lists of teams: the organiser's overview, the team's own page, forms, files, match lists. A leader with a link works on
//! the same pages as the organiser; what each may do there differs.

mod files;
mod flow;
mod game;
mod handover;
mod overview;
mod player;
mod rules;
mod sheet;
mod team;

pub(super) use files::{content, drop_file};

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::page::Here;
use super::super::routes::{Routes, Who};
use super::form::{Ask, FieldView};
use super::place;
use super::room::{Page, Room, must_enter, room};
use crate::access::Permission::{self, EditList, JudgeList, ReadAudit, ReadPersonal};
use crate::access::Place;
use crate::actions::lists::{By, Context};
use crate::store::Db;
use crate::web::text::T;
use league::eligibility::Verdict;
use league::form::{Field, Kind};
use league::season::Phase;

pub(super) fn routes(routes: Routes) -> Routes {
    use Who::Granted;
    routes
        .get("/admin/competitions/{competition}/lists", Granted, overview::show)
        .get("/admin/competitions/{competition}/entry-rules", Granted, rules::show)
        .post("/admin/competitions/{competition}/entry-rules", Granted, rules::change)
        .get("/admin/lists/{entry}", Granted, team::show)
        .get("/admin/lists/{entry}/form.xlsx", Granted, sheet::template)
        .post("/admin/lists/{entry}/upload", Granted, sheet::upload)
        .get("/admin/lists/{entry}/sheets/{sheet}", Granted, sheet::show)
        .post("/admin/lists/{entry}/sheets/{sheet}", Granted, sheet::mend)
        .post("/admin/lists/{entry}/sheets/{sheet}/take", Granted, sheet::take)
        .get("/admin/lists/{entry}/sheets/{sheet}/marked.xlsx", Granted, sheet::marked)
        .get("/admin/lists/{entry}/handover", Granted, handover::show)
        .post("/admin/lists/{entry}/handover", Granted, handover::compare)
        .post("/admin/lists/{entry}/handover/take", Granted, handover::take)
        .get("/admin/lists/{entry}/team", Granted, team::edit)
        .post("/admin/lists/{entry}/team", Granted, team::change)
        .get("/admin/lists/{entry}/players/new", Granted, player::new)
        .post("/admin/lists/{entry}/players/new", Granted, player::create)
        .get("/admin/lists/{entry}/players/{player}", Granted, player::edit)
        .post("/admin/lists/{entry}/players/{player}", Granted, player::change)
        .post("/admin/lists/{entry}/players/{player}/remove", Granted, player::remove)
        .post("/admin/lists/{entry}/players/{player}/captain", Granted, player::captain)
        .post("/admin/lists/{entry}/players/{player}/override", Granted, player::allow)
        .post("/admin/lists/{entry}/overrides/{override}/end", Granted, player::forbid)
        .post("/admin/lists/{entry}/go/{state}", Granted, flow::go)
        .post("/admin/lists/{entry}/remarks", Granted, flow::remark)
        .post("/admin/lists/{entry}/objections", Granted, flow::object)
        .post("/admin/lists/{entry}/objections/{objection}", Granted, flow::answer)
        .post("/admin/lists/{entry}/links", Granted, flow::link)
        .post("/admin/lists/{entry}/links/{link}/revoke", Granted, flow::revoke)
        .get("/admin/lists/{entry}/papers", Granted, files::papers)
        .post("/admin/lists/{entry}/papers", Granted, files::add_paper)
        .post("/admin/lists/{entry}/papers/{paper}/open", Granted, files::open_paper)
        .post("/admin/lists/{entry}/papers/{paper}/remove", Granted, files::remove_paper)
        .get("/admin/lists/{entry}/players/{player}/photo", Granted, files::photo)
        .post("/admin/lists/{entry}/players/{player}/photo", Granted, files::keep_photo)
        .post("/admin/lists/{entry}/players/{player}/photo/remove", Granted, files::remove_photo)
        .get("/admin/fixtures/{fixture}/lists/{side}", Granted, game::show)
        .get("/admin/fixtures/{fixture}/lists/{side}/photos/{player}", Granted, game::photo)
        .post("/admin/fixtures/{fixture}/lists/{side}", Granted, game::name)
        .post("/admin/fixtures/{fixture}/lists/{side}/check", Granted, game::check)
}

/// Where a list hangs.
fn place_of(context: &Context) -> Place {
    place::entry(&context.season, &context.competition, &context.entry)
}

/// The list of an entry, if the visitor may do something with it.
async fn find(visitor: &Visitor, db: &mut Db, key: &str, wants: Permission) -> Result<Context, Error> {
    must_enter(visitor)?;
    let context = Context::read(db, key, visitor.app.clock.now()).await?;
    visitor.must(wants, &place_of(&context))?;
    Ok(context)
}

/// The list of an entry for those who may read it: its leader, the organiser, the auditor.
async fn readable(visitor: &Visitor, db: &mut Db, key: &str) -> Result<Context, Error> {
    let context = find(visitor, db, key, Permission::ReadControl).await?;
    let at = place_of(&context);
    let reads = [EditList, JudgeList, ReadPersonal, ReadAudit].iter().any(|wants| visitor.may(*wants, &at));
    if reads { Ok(context) } else { Err(Error::Forbidden) }
}

/// In whose name the visitor works on a list.
fn by(visitor: &Visitor, context: &Context) -> By {
    if visitor.may(JudgeList, &place_of(context)) { By::Organiser } else { By::Leader }
}

/// Whether the visitor may change rows now.
fn may_edit(visitor: &Visitor, context: &Context) -> bool {
    visitor.may(EditList, &place_of(context))
        && context.may_edit(by(visitor, context))
        && context.season.phase != Phase::Archived
}

async fn frame(
    visitor: &Visitor,
    db: &mut Db,
    context: &Context,
    title: impl Into<String>,
) -> Result<Room, Error> {
    room(visitor, db, title, Here::Competitions, Some(context.season.clone())).await
}

/// A page below a team's list.
async fn below(
    visitor: &Visitor,
    db: &mut Db,
    context: &Context,
    title: impl Into<String>,
) -> Result<Page, Error> {
    let mut page =
        Page::new(frame(visitor, db, context, title).await?).back(home(context), visitor.t().team_list());
    page.over = context.entry.short_name.clone();
    Ok(page)
}

fn home(context: &Context) -> String {
    format!("/admin/lists/{}", context.entry.key)
}

/// The class of a light.
fn class_of(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ok => "ok",
        Verdict::Warning => "warning",
        Verdict::Error => "error",
    }
}

/// A field of the entry form as a form of the control room asks for it.
fn field_view(t: T, field: &Field, value: &str, required: bool) -> FieldView {
    let mut choices: Vec<(String, String)> = match field.kind {
        Kind::YesNo => {
            ["是", "否"].iter().map(|word| ((*word).to_owned(), t.yes_no_word(word).to_owned())).collect()
        }
        Kind::Sex => vec![("male".into(), t.male().into()), ("female".into(), t.female().into())],
        _ => field.choices.iter().map(|word| (word.clone(), word.clone())).collect(),
    };
    let known = value.is_empty() || choices.iter().any(|(word, _)| word == value);
    let ask = match field.kind {
        Kind::Date => Ask::Date,
        _ if !choices.is_empty() && known => Ask::Choice,
        _ => Ask::Line,
    };
    if ask == Ask::Choice {
        choices.insert(0, (String::new(), "–".into()));
    }
    FieldView {
        name: field.key.clone(),
        id: field.key.clone(),
        label: t.words_of(&field.label()).to_owned(),
        hint: "",
        ask,
        value: value.to_owned(),
        fault: None,
        required,
        longest: 200,
        choices,
        hidden: false,
    }
}
