//! A team's list: the lights with their reasons, what to bring, the steps, what the organiser wants mended.

use super::super::super::error::Error;
use super::super::super::extract::Visitor;
use super::super::super::form::Form;
use super::super::form::{Ask, FormView, Typed};
use super::super::list::{Cell, ListView};
use super::super::room::{Page, Part, saved};
use super::{below, by, class_of, field_view, find, frame, home, may_edit, place_of, readable};
use crate::access::Permission::{EditList, IssueLink, JudgeList};
use crate::actions::input::{Field, Fields, Holds, optional};
use crate::actions::lists::{Context, flow, rows};
use crate::lists::{self as reading, Judged};
use crate::store::audit::Kind;
use crate::store::lists::{self, State};
use crate::store::{Db, fixtures};
use crate::web::show::FixtureView;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::eligibility::{Reason, Verdict};
use league::fixture::Status;
use league::form::{Kind as FieldKind, Presence, template};

/// The file of a form.
pub(super) const FILE_FIELDS: &[Field] = &[optional("file", Holds::Line(200))];

/// What was refused, and in which form of the page.
pub(super) struct Again<'a> {
    pub form: &'static str,
    pub typed: &'a Typed,
}

/// The sentence of a reason: number, regulation, found and expected.
pub(super) fn said(visitor: &Visitor, reason: &Reason) -> String {
    let words = visitor.t().words_of(&reason.wording);
    format!("{} {words} {} → {}", reason.number, reason.found, reason.expected).trim().to_owned()
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let context = readable(&visitor, &mut db, &key).await?;
    page(&visitor, &mut db, &context, None).await
}

pub(super) async fn page(
    visitor: &Visitor,
    db: &mut Db,
    context: &Context,
    again: Option<Again<'_>>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let here = home(context);
    let judged = reading::judged(db, context.competition.id, context.entry.id, context.today).await?;
    let room = frame(visitor, db, context, context.entry.short_name.clone()).await?;
    let may_judge = visitor.may(JudgeList, &place_of(context)) && !room.locked;
    let edits = may_edit(visitor, context);
    let typed = |form: &str| again.as_ref().filter(|again| again.form == form).map(|again| again.typed);
    let mut page = Page::new(room);
    if may_judge {
        let lists = format!("/admin/competitions/{}/lists", context.competition.key);
        page = page.back(lists, t.team_lists());
    }
    page.over = visitor.lang.pick(&context.competition.name_zh, &context.competition.name_en).to_owned();
    page =
        page.link(t.download_form(), format!("{here}/form.xlsx")).link(t.papers(), format!("{here}/papers"));
    if edits {
        page = page.link(t.add_player(), format!("{here}/players/new"));
        page =
            page.link(t.team_facts(), format!("{here}/team")).link(t.handover(), format!("{here}/handover"));
    }
    if may_judge && context.list.state == State::Locked {
        page = page.link(t.add_player(), format!("{here}/players/new"));
    }
    if may_judge {
        page = page.link(t.object_history(), format!("/admin/history/list/{}", context.entry.key));
    }
    page = page.with(Part::facts("", facts(visitor, context, &judged)));
    page = page.with(Part::list(t.players(), players(visitor, context, &judged, edits)).named("players"));
    let whole = judged.reasons.iter().filter(|reason| reason.verdict != Verdict::Ok);
    let whole: Vec<Vec<Cell>> = whole
        .map(|reason| {
            let word = t.verdict_word(reason.verdict);
            vec![Cell::light(word, class_of(reason.verdict)), Cell::text(said(visitor, reason))]
        })
        .collect();
    if !whole.is_empty() {
        let mut list = ListView::new(t.whole_list(), &[t.light_head(), t.reasons()], "");
        list.rows = whole;
        page = page.with(Part::list(t.whole_list(), list));
    }
    page = remarks(visitor, db, context, page, &judged, (may_judge, typed("remark"))).await?;
    if edits {
        let mut form = FormView::new(visitor, "sheet", FILE_FIELDS, &Fields::default())
            .to(format!("{here}/upload"))
            .says(t.look_at_form());
        form.with_file = true;
        for field in &mut form.fields {
            field.ask = Ask::File;
            field.required = true;
        }
        let form = form.typed(typed("file"));
        page = page.with(Part::form(t.upload_form(), form).noted(t.upload_form_said()).named("upload"));
    }
    page = steps(visitor, context, page, edits, may_judge);
    page = objections(visitor, db, context, page, (may_judge, typed("objection"))).await?;
    page = notes(visitor, db, context, page).await?;
    page = games(visitor, db, context, page).await?;
    if visitor.may(IssueLink, &place_of(context)) {
        page = links(visitor, db, context, page, typed("leader")).await?;
    }
    page.answer(again.map(|again| again.typed))
}

fn facts(visitor: &Visitor, context: &Context, judged: &Judged) -> Vec<(String, String)> {
    let t = visitor.t();
    let list = &context.list;
    let at = |at: Option<chrono::DateTime<chrono::Utc>>| {
        at.map(|at| at.with_timezone(&context.season.tz()).format("%Y-%m-%d %H:%M").to_string())
            .unwrap_or_default()
    };
    let waits = matches!(list.state, State::Draft | State::SentBack);
    let window = match context.is_open() {
        _ if !waits => "",
        true => t.window_open(),
        false => t.window_closed(),
    };
    let mut facts = vec![
        (t.status().to_owned(), t.list_state(list.state).to_owned()),
        (t.light_head().to_owned(), t.light_counts(judged.counts())),
        (t.entry_rules().to_owned(), window.to_owned()),
        (t.closes_at().to_owned(), at(context.rules.closes_at)),
        (t.list_receipt().to_owned(), list.receipt.clone()),
        (t.objections_until().to_owned(), at(list.objections_until)),
    ];
    for field in &context.set.fields.club {
        let text = list.club_text(&field.key);
        if field.kind == FieldKind::Name && !text.is_empty() {
            facts.push((t.words_of(&field.label()).to_owned(), text.to_owned()));
        }
    }
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

fn players(visitor: &Visitor, context: &Context, judged: &Judged, edits: bool) -> ListView {
    let t = visitor.t();
    let here = home(context);
    let mut columns = vec![t.shirt(), t.player(), t.light_head(), t.reasons()];
    if edits {
        columns.push(t.edit());
    }
    let mut list = ListView::new(t.players(), &columns, t.no_list_players());
    let opens = edits || visitor.may(JudgeList, &place_of(context));
    for one in &judged.rows {
        let row = &one.row;
        let mut lines: Vec<String> = Vec::new();
        for (reason, given) in &one.reasons {
            let by = given.as_ref().map(|given| {
                format!(" — {}: {} ({}, {})", t.overridden(), given.reason, given.document, given.by_name)
            });
            lines.push(format!("{}{}", said(visitor, reason), by.unwrap_or_default()));
        }
        let bring: Vec<&str> = one.bring.iter().map(|thing| t.words_of(thing)).collect();
        if !bring.is_empty() {
            lines.push(format!("{}: {}", t.bring(), bring.join("、")));
        }
        let name = match opens {
            true => Cell::link(row.name.clone(), format!("{here}/players/{}", row.key)),
            false => Cell::text(row.name.clone()),
        };
        let mut who = Vec::new();
        if opens && row.photo_id.is_some() {
            let src = format!("{here}/players/{}/photo", row.key);
            who.push(Cell::Face { src, alt: format!("{}: {}", t.photo(), row.name) });
        }
        who.push(name);
        if row.captain {
            who.push(Cell::state(t.captain()));
        }
        let mut cells = vec![
            Cell::Number(row.shirt.clone()),
            Cell::Many(who).marked(t.sample(), row.sample.contains("name")),
            Cell::light(t.verdict_word(one.verdict), class_of(one.verdict)),
            Cell::Lines(lines),
        ];
        if edits {
            let to = format!("{here}/players/{}/captain", row.key);
            let button = FormView::button_only(visitor, to, t.make_captain());
            cells.push(if row.captain { Cell::text("") } else { Cell::form(button) });
        }
        list.row(cells);
    }
    for row in &judged.left {
        let day = row.left_on.map(|day| day.to_string()).unwrap_or_default();
        list.row(vec![
            Cell::Number(row.shirt.clone()),
            Cell::text(row.name.clone()),
            Cell::state(t.left_list()),
            Cell::Quiet(day),
        ]);
    }
    list
}

async fn remarks(
    visitor: &Visitor,
    db: &mut Db,
    context: &Context,
    mut page: Page,
    judged: &Judged,
    (may_judge, typed): (bool, Option<&Typed>),
) -> Result<Page, Error> {
    let t = visitor.t();
    let all = lists::remarks(db, context.entry.id).await?;
    if !all.is_empty() {
        let mut list = ListView::new(t.remarks(), &[t.player(), t.remarks(), t.status()], "");
        for remark in &all {
            let row = context.rows.iter().find(|row| Some(row.id.0) == remark.roster_id);
            let who = row.map(|row| format!("{} {}", row.shirt, row.name)).unwrap_or_default();
            let about = if remark.field.is_empty() { String::new() } else { format!("{}: ", remark.field) };
            let state = if remark.settled_at.is_some() { t.remark_settled() } else { "" };
            list.row(vec![Cell::text(who), Cell::text(format!("{about}{}", remark.body)), Cell::text(state)]);
        }
        page = page.with(Part::list(t.remarks(), list).named("remarks"));
    }
    if may_judge && !matches!(context.list.state, State::Draft | State::Locked) {
        let players = judged
            .rows
            .iter()
            .map(|row| (row.row.key.clone(), format!("{} {}", row.row.shirt, row.row.name)));
        let fields = rows::fields(context).into_iter().map(|field| {
            let label = t.words_of(&field.label()).to_owned();
            (label.clone(), label)
        });
        let form = FormView::new(visitor, "remark", flow::REMARK_FIELDS, &Fields::default())
            .to(format!("{}/remarks", home(context)))
            .says(t.add_remark())
            .choices("player", players.collect())
            .choices("about", fields.collect())
            .marked("remark")
            .typed(typed);
        page = page.with(Part::form(t.add_remark(), form).noted(t.remark_said()));
    }
    Ok(page)
}

fn steps(visitor: &Visitor, context: &Context, mut page: Page, edits: bool, may_judge: bool) -> Page {
    for to in flow::steps(context.list.state) {
        let may = if *to == State::Submitted { edits } else { may_judge };
        if may {
            let action = format!("{}/go/{}", home(context), to.as_str());
            let mut form = FormView::button_only(visitor, action, visitor.t().step_to(*to));
            form.version = Some(context.list.version);
            form.small = false;
            form.plain = *to == State::SentBack;
            page = page.with(Part::form("", form));
        }
    }
    page
}

async fn objections(
    visitor: &Visitor,
    db: &mut Db,
    context: &Context,
    mut page: Page,
    (may_judge, typed): (bool, Option<&Typed>),
) -> Result<Page, Error> {
    let t = visitor.t();
    if !may_judge {
        return Ok(page);
    }
    let all = lists::objections(db, context.entry.id).await?;
    for objection in &all {
        let at = objection.at.with_timezone(&context.season.tz()).format("%Y-%m-%d %H:%M").to_string();
        let mut facts = vec![
            (t.field("objection", "from_name").to_owned(), objection.from_name.clone()),
            (t.field("objection", "body").to_owned(), objection.body.clone()),
            (t.objections().to_owned(), at),
        ];
        if let Some(upheld) = objection.upheld {
            let word = t.choice("answer", "upheld", if upheld { "true" } else { "false" });
            facts.push((word, objection.answer.clone()));
        }
        page = page.with(Part::facts(t.objections(), facts));
        if objection.answered_at.is_none() {
            let form = FormView::new(visitor, "answer", flow::ANSWER_FIELDS, &Fields::default())
                .to(format!("{}/objections/{}", home(context), objection.key))
                .says(t.answer_objection())
                .marked(&objection.key);
            page = page.with(Part::form("", form));
        }
    }
    if context.list.state == State::Posted {
        let form = FormView::new(visitor, "objection", flow::OBJECTION_FIELDS, &Fields::default())
            .to(format!("{}/objections", home(context)))
            .says(t.add_objection())
            .marked("objection")
            .typed(typed);
        page = page.with(Part::form(t.add_objection(), form));
    }
    Ok(page)
}

async fn notes(visitor: &Visitor, db: &mut Db, context: &Context, page: Page) -> Result<Page, Error> {
    let t = visitor.t();
    let all = lists::notes(db, context.entry.id).await?;
    if all.is_empty() {
        return Ok(page);
    }
    let facts = all.iter().map(|note| {
        let body = visitor.lang.pick(&note.body_zh, &note.body_en);
        (note.day.to_string(), format!("{body} ({})", note.document))
    });
    Ok(page.with(Part::facts(t.list_notes(), facts.collect())))
}

/// The games still ahead, each with the team's match list.
async fn games(visitor: &Visitor, db: &mut Db, context: &Context, page: Page) -> Result<Page, Error> {
    let t = visitor.t();
    let mut list = ListView::new(t.match_lists(), &[t.match_list(), t.status()], "");
    for card in fixtures::of_competition(db, context.competition.id).await? {
        let side = match context.entry.id.0 {
            id if card.fixture.a_entry_id == Some(id) => league::fixture::Side::A,
            id if card.fixture.b_entry_id == Some(id) => league::fixture::Side::B,
            _ => continue,
        };
        if card.fixture.archived
            || !matches!(card.fixture.status, Status::Scheduled | Status::Live | Status::Postponed)
        {
            continue;
        }
        let game = FixtureView::of(&card, visitor.lang);
        let kept = crate::store::match_lists::of_side(db, card.fixture.id, side).await?;
        let state = kept.map_or(crate::store::match_lists::ListState::Draft, |list| list.state);
        let label = format!("{} {} {}", game.day_text, game.time_text, game.title(t));
        list.row(vec![
            Cell::link(label, format!("/admin/fixtures/{}/lists/{}", card.fixture.key, side.as_str())),
            Cell::state(t.match_list_state(state)),
        ]);
    }
    Ok(if list.rows.is_empty() { page } else { page.with(Part::list(t.match_lists(), list).named("games")) })
}

async fn links(
    visitor: &Visitor,
    db: &mut Db,
    context: &Context,
    page: Page,
    typed: Option<&Typed>,
) -> Result<Page, Error> {
    let t = visitor.t();
    let mut list = ListView::new(t.leader_links(), &[t.field("leader", "holder"), t.status(), t.edit()], "");
    for link in lists::links(db, context.entry.id).await? {
        let until = link.expires_at.with_timezone(&context.season.tz()).format("%Y-%m-%d").to_string();
        let over = link.revoked_at.is_some() || link.expires_at <= context.now;
        let to = format!("{}/links/{}/revoke", home(context), link.key);
        list.row(vec![
            Cell::text(link.holder),
            Cell::text(if over { "–".to_owned() } else { until }),
            if over { Cell::text("") } else { Cell::form(FormView::button_only(visitor, to, t.remove())) },
        ]);
    }
    let form = FormView::new(visitor, "leader", flow::LINK_FIELDS, &Fields::default())
        .to(format!("{}/links", home(context)))
        .says(t.new_leader_link())
        .marked("leader")
        .typed(typed);
    let page = if list.rows.is_empty() {
        page
    } else {
        page.with(Part::list(t.leader_links(), list).named("links"))
    };
    Ok(page.with(Part::form(t.new_leader_link(), form).noted(t.leader_link_said())))
}

/// The team's own fields: those of the template, and phones, which are kept sealed and shown empty.
async fn edit_page(
    visitor: &Visitor,
    db: &mut Db,
    context: &Context,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let labels: Vec<String> = template(&context.set).club.into_iter().map(|label| label.zh).collect();
    let mut form = FormView::new(visitor, "team", &[], &Fields::default())
        .to(format!("{}/team", home(context)))
        .version(context.list.version);
    for field in &context.set.fields.club {
        if field.form == Presence::Always || labels.contains(&field.zh) {
            form.fields.push(field_view(t, field, context.list.club_text(&field.key), false));
        }
    }
    let form = form.typed(typed);
    below(visitor, db, context, t.team_facts()).await?.with(Part::form("", form)).answer(typed)
}

pub async fn edit(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let context = find(&visitor, &mut db, &key, EditList).await?;
    edit_page(&visitor, &mut db, &context, None).await
}

pub async fn change(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let context = find(&visitor, &mut tx, &key, EditList).await?;
    let keys = visitor.app.settings.keys.clone();
    let who = (&keys, by(&visitor, &context));
    match rows::save_team(&mut tx, &context, form.version, &form.fields, who).await {
        Ok(()) => saved(tx, Kind::List, &key, home(&context)).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            edit_page(&visitor, &mut visitor.read().await?, &context, Some(&typed)).await
        }
    }
}
