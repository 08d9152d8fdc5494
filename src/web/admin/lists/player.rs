//! One player as a form for a phone: the fields everybody fills in and those the rules speak of.

use super::super::super::error::Error;
use super::super::super::extract::Visitor;
use super::super::super::form::Form;
use super::super::form::{FormView, Typed};
use super::super::room::{Part, saved};
use super::{below, by, field_view, find, home, may_edit, place_of};
use crate::access::Permission::{EditList, JudgeList};
use crate::actions::input::Fields;
use crate::actions::lists::{Context, rows as act};
use crate::lists as reading;
use crate::store::Db;
use crate::store::audit::Kind;
use crate::store::lists::{self, Row, State};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::eligibility::Verdict;

fn needed(context: &Context, key: &str, row: Option<&Row>) -> bool {
    let on_file = row.is_some_and(|row| row.id_masked.as_ref().is_some_and(|mask| !mask.is_empty()));
    let required = context.set.fields.of_player(key).is_some_and(|field| field.required);
    required && !(key == "id_number" && on_file)
}

fn form_of(visitor: &Visitor, context: &Context, row: Option<&Row>, protocol: bool) -> FormView {
    let t = visitor.t();
    let values = row.map(|row| act::values(context, row)).unwrap_or_default();
    let mut form = FormView::new(visitor, "player", &[], &Fields::default()).says(t.save_player());
    for field in act::fields(context) {
        let mut view = field_view(t, &field, values.get(&field.key), needed(context, &field.key, row));
        if field.key == "id_number" && row.is_some() && !view.required {
            view.hint = t.number_kept();
        }
        form.fields.push(view);
    }
    if protocol {
        let more = FormView::new(visitor, "protocol", act::PROTOCOL_FIELDS, &Fields::default());
        form.fields.extend(more.fields);
    }
    form
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    context: &Context,
    row: Option<&Row>,
    (typed, refused, photo): (Option<&Typed>, Option<&Typed>, Option<&Typed>),
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let locked = context.list.state == State::Locked;
    let may_judge = visitor.may(JudgeList, &place_of(context));
    let edits = may_edit(visitor, context) || (locked && may_judge);
    let title = row.map_or_else(|| t.add_player().to_owned(), |row| format!("{} {}", row.shirt, row.name));
    let mut page = below(visitor, db, context, title).await?;
    let here = format!("{}/players/{}", home(context), row.map_or("new", |row| row.key.as_str()));
    if edits && row.is_none_or(|row| row.left_on.is_none()) {
        let form = form_of(visitor, context, row, locked).to(&here).typed(typed);
        let part = Part::form("", form);
        page = page.with(if locked { part.noted(t.protocol_said()) } else { part });
    }
    let Some(row) = row else { return page.answer(typed) };
    if row.left_on.is_none() {
        for part in super::files::photo_parts(visitor, context, row, photo) {
            page = page.with(part);
        }
    }
    if may_judge {
        page = page.link(t.persons(), format!("/admin/persons/{}", row.person_key));
        page = overrides(visitor, db, context, row, page, refused).await?;
    }
    if edits && row.left_on.is_none() {
        let mut form = match locked {
            true => {
                FormView::new(visitor, "protocol", act::PROTOCOL_FIELDS, &Fields::default()).marked("gone")
            }
            false => FormView::button_only(visitor, String::new(), t.remove_player()),
        };
        form = form.to(format!("{here}/remove")).says(t.remove_player());
        form.small = false;
        form.plain = true;
        page = page.with(Part::form(t.remove_player(), form));
    }
    page.answer(typed.or(refused).or(photo))
}

async fn overrides(
    visitor: &Visitor,
    db: &mut Db,
    context: &Context,
    row: &Row,
    mut page: super::super::room::Page,
    typed: Option<&Typed>,
) -> Result<super::super::room::Page, Error> {
    let t = visitor.t();
    for given in
        lists::overrides(db, context.entry.id).await?.iter().filter(|given| given.roster_id == row.id.0)
    {
        let facts = vec![
            (t.field("override", "rule").to_owned(), given.rule.clone()),
            (t.field("override", "reason").to_owned(), given.reason.clone()),
            (t.field("override", "document").to_owned(), given.document.clone()),
            (t.role(crate::access::Role::Organiser).to_owned(), given.by_name.clone()),
        ];
        let to = format!("{}/overrides/{}/end", home(context), given.key);
        page = page.with(Part::facts(t.overrides(), facts));
        page = page.with(Part::form("", FormView::button_only(visitor, to, t.end_override())));
    }
    let judged = reading::judged(db, context.competition.id, context.entry.id, context.today).await?;
    let mine = judged.rows.iter().find(|judged| judged.row.id == row.id);
    let open = mine.into_iter().flat_map(|one| &one.reasons);
    let open = open.filter(|(reason, given)| given.is_none() && reason.verdict != Verdict::Ok);
    let choices: Vec<(String, String)> = open
        .map(|(reason, _)| {
            (reason.rule.clone(), format!("{} {}", reason.number, t.words_of(&reason.wording)))
        })
        .collect();
    if choices.is_empty() && typed.is_none() {
        return Ok(page);
    }
    let form = FormView::new(visitor, "override", act::OVERRIDE_FIELDS, &Fields::default())
        .to(format!("{}/players/{}/override", home(context), row.key))
        .says(t.add_override())
        .choices("rule", choices)
        .marked("override")
        .typed(typed);
    Ok(page.with(Part::form(t.add_override(), form).noted(t.override_said())))
}

pub async fn new(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let context = find(&visitor, &mut db, &key, EditList).await?;
    page(&visitor, &mut db, &context, None, (None, None, None)).await
}

pub async fn edit(
    visitor: Visitor,
    Path((key, player)): Path<(String, String)>,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let context = find(&visitor, &mut db, &key, EditList).await?;
    let row = act::row(&context, &player)?.clone();
    page(&visitor, &mut db, &context, Some(&row), (None, None, None)).await
}

/// The page of a player whose photo was not taken.
pub(super) async fn with_photo(
    visitor: &Visitor,
    db: &mut Db,
    context: &Context,
    row: &Row,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    page(visitor, db, context, Some(row), (None, None, typed)).await
}

/// The two halves of a form that changes a locked list: the player, and the protocol.
fn halves(context: &Context, fields: &Fields) -> (Fields, Option<Fields>) {
    if context.list.state != State::Locked {
        return (fields.clone(), None);
    }
    let (mut player, mut protocol) = (fields.clone(), Fields::default());
    for field in act::PROTOCOL_FIELDS {
        protocol.set(field.name, fields.get(field.name));
        player.0.remove(field.name);
    }
    (player, Some(protocol))
}

async fn save(
    visitor: Visitor,
    key: String,
    player: Option<String>,
    fields: Fields,
) -> Result<Response<Body>, Error> {
    let mut tx = visitor.write().await?;
    let context = find(&visitor, &mut tx, &key, EditList).await?;
    let row = match &player {
        Some(player) => Some(act::row(&context, player)?.clone()),
        None => None,
    };
    let (given, protocol) = halves(&context, &fields);
    let keys = visitor.app.settings.keys.clone();
    let who = (&keys, by(&visitor, &context));
    match act::save(&mut tx, &context, row.as_ref(), &given, protocol.as_ref(), who).await {
        Ok(()) if !tx.has_written() => {
            drop(tx);
            Ok(axum::response::IntoResponse::into_response(axum::response::Redirect::to(&home(&context))))
        }
        Ok(()) => saved(tx, Kind::List, &key, format!("{}#players", home(&context))).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(fields, refused)?;
            page(&visitor, &mut visitor.read().await?, &context, row.as_ref(), (Some(&typed), None, None))
                .await
        }
    }
}

pub async fn create(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    save(form.visitor, key, None, form.fields).await
}

pub async fn change(
    Path((key, player)): Path<(String, String)>,
    form: Form,
) -> Result<Response<Body>, Error> {
    save(form.visitor, key, Some(player), form.fields).await
}

pub async fn remove(
    Path((key, player)): Path<(String, String)>,
    form: Form,
) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let context = find(&visitor, &mut tx, &key, EditList).await?;
    let row = act::row(&context, &player)?.clone();
    let protocol = (context.list.state == State::Locked).then_some(&form.fields);
    act::remove(&mut tx, &context, &row, protocol, by(&visitor, &context)).await?;
    saved(tx, Kind::List, &key, format!("{}#players", home(&context))).await
}

pub async fn captain(
    Path((key, player)): Path<(String, String)>,
    form: Form,
) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let context = find(&visitor, &mut tx, &key, EditList).await?;
    let row = act::row(&context, &player)?.id;
    act::set_captain(&mut tx, &context, row, by(&visitor, &context)).await?;
    saved(tx, Kind::List, &key, format!("{}#players", home(&context))).await
}

pub async fn allow(Path((key, player)): Path<(String, String)>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let context = find(&visitor, &mut tx, &key, JudgeList).await?;
    let row = act::row(&context, &player)?.clone();
    match act::allow(&mut tx, &context, &row, &form.fields).await {
        Ok(()) => saved(tx, Kind::List, &key, format!("{}#players", home(&context))).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            page(&visitor, &mut visitor.read().await?, &context, Some(&row), (None, Some(&typed), None)).await
        }
    }
}

pub async fn forbid(Path((key, given)): Path<(String, String)>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let context = find(&visitor, &mut tx, &key, JudgeList).await?;
    act::forbid(&mut tx, &context, &given).await?;
    saved(tx, Kind::List, &key, format!("{}#players", home(&context))).await
}
