//! A form as a file: handed out, sent, looked at before anything is saved, mended in place, taken.

use super::super::super::error::Error;
use super::super::super::extract::Visitor;
use super::super::super::form::{FilePart, Form, Sheet as Sent};
use super::super::form::{Ask, FieldView, FormView, Trouble, Typed};
use super::super::list::{Cell, ListView};
use super::super::room::{Page, Part, saved};
use super::team::{self, Again, said};
use super::{below, by, class_of, find, home, may_edit};
use crate::access::Permission::{EditList, ReadControl};
use crate::actions::input::Fields;
use crate::actions::lists::Context;
use crate::actions::lists::take::{self, Looked};
use crate::sheets;
use crate::store::Db;
use crate::store::audit::Kind;
use crate::store::lists as rows;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, Response, header};
use axum::response::{IntoResponse, Redirect};
use league::eligibility::Verdict;
use league::form::{self, CellReport, Sheet};

/// A preview may wait for a day.
const WAITS_HOURS: i64 = 24;

/// Never more cells to mend at once than a person would.
const MEND_AT_MOST: usize = 120;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The empty form of the competition.
pub async fn template(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let context = find(&visitor, &mut db, &key, ReadControl).await?;
    let mut template = form::template(&context.set);
    if template.title.zh.is_empty() {
        template.title.zh.clone_from(&context.competition.name_zh);
    }
    let made = tokio::task::spawn_blocking(move || sheets::form(&template));
    file(made.await, "entry.xlsx")
}

fn file(
    made: Result<Result<Vec<u8>, rust_xlsxwriter::XlsxError>, tokio::task::JoinError>,
    name: &str,
) -> Result<Response<Body>, Error> {
    let bytes = made
        .map_err(|error| Error::Internal(error.to_string()))?
        .map_err(|error| Error::Internal(error.to_string()))?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(XLSX));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Takes a file in, looks whether it is a form at all, and shows the preview.
pub async fn upload(Path(key): Path<String>, sent: Sent) -> Result<Response<Body>, Error> {
    let Sent { visitor, file, .. } = sent;
    let mut db = visitor.read().await?;
    let context = find(&visitor, &mut db, &key, EditList).await?;
    must_edit(&visitor, &context)?;
    let sheet = match read(&visitor, &context, file).await? {
        Ok(sheet) => sheet,
        Err(fault) => {
            let typed = Typed { fields: Fields::default(), trouble: Trouble::Said("file", fault) };
            return team::page(&visitor, &mut db, &context, Some(Again { form: "file", typed: &typed }))
                .await;
        }
    };
    drop(db);
    let key = keep(&visitor, &context, None, &sheet).await?;
    Ok(Redirect::to(&format!("{}/sheets/{key}", home(&context))).into_response())
}

fn must_edit(visitor: &Visitor, context: &Context) -> Result<(), Error> {
    if may_edit(visitor, context) {
        return Ok(());
    }
    Err(Error::NotNow(if context.is_open() { "list_closed" } else { "entry_closed" }))
}

/// Reads a file on a blocking thread; a refusal is a sentence.
pub(super) async fn read(
    visitor: &Visitor,
    context: &Context,
    file: Option<FilePart>,
) -> Result<Result<Sheet, String>, Error> {
    let t = visitor.t();
    let Some(file) = file.filter(|file| !file.name.is_empty()) else {
        return Ok(Err(t.upload_missing().to_owned()));
    };
    let (fields, today) = (context.set.fields.clone(), context.today);
    let opened = tokio::task::spawn_blocking(move || {
        sheets::open(&file.name, &file.bytes).map(|sheets| form::choose(sheets, &fields, today))
    });
    Ok(match opened.await.map_err(|error| Error::Internal(error.to_string()))? {
        Ok(Some((sheet, _))) => Ok(sheet),
        Ok(None) => Err(t.no_form_header().to_owned()),
        Err(refused) => Err(t.sheet_refused(&refused)),
    })
}

/// Seals a sheet and keeps it for a day: it holds identity numbers.
async fn keep(
    visitor: &Visitor,
    context: &Context,
    known: Option<rows::Sent>,
    sheet: &Sheet,
) -> Result<String, Error> {
    let text = serde_json::to_string(sheet).map_err(|error| Error::Internal(error.to_string()))?;
    let mut tx = visitor.write().await?;
    let now = visitor.app.clock.now();
    let mut sent = known.unwrap_or_else(|| rows::Sent {
        key: tx.key(),
        entry_id: context.entry.id,
        name: sheet.name.clone(),
        sealed: String::new(),
        created_at: now,
        expires_at: now + chrono::Duration::hours(WAITS_HOURS),
    });
    sent.sealed = visitor.app.settings.keys.seal(&visitor.app.random, &text);
    crate::actions::lists::keep_sheet(&mut tx, &sent).await?;
    tx.commit_quiet().await?;
    Ok(sent.key)
}

async fn kept(
    visitor: &Visitor,
    db: &mut Db,
    key: &str,
    sheet: &str,
) -> Result<(Context, rows::Sent, Sheet), Error> {
    let context = find(visitor, db, key, EditList).await?;
    let now = visitor.app.clock.now();
    let sent = rows::sent(db, sheet, now).await?.filter(|sent| sent.entry_id == context.entry.id);
    let sent = sent.ok_or(Error::NotFound)?;
    let text = visitor.app.settings.keys.open(&sent.sealed).ok_or(Error::NotFound)?;
    let sheet = serde_json::from_str(&text).map_err(|error| Error::Internal(error.to_string()))?;
    Ok((context, sent, sheet))
}

pub async fn show(
    visitor: Visitor,
    Path((key, sheet)): Path<(String, String)>,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (context, sent, sheet) = kept(&visitor, &mut db, &key, &sheet).await?;
    let keys = visitor.app.settings.keys.clone();
    let looked = take::look(&mut db, &context, &sheet, &keys, None).await?.map_err(|_| Error::NotFound)?;
    preview(&visitor, &mut db, &context, &sent.key, &looked).await
}

async fn preview(
    visitor: &Visitor,
    db: &mut Db,
    context: &Context,
    sheet: &str,
    looked: &Looked,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let here = format!("{}/sheets/{sheet}", home(context));
    let mut page: Page = below(visitor, db, context, t.preview_sheet()).await?;
    page.note = t.preview_sheet_said().to_owned();
    page = page.link(t.download_marked(), format!("{here}/marked.xlsx"));
    let count = looked.plans.iter().filter(|plan| plan.standing.is_taken()).count();
    if may_edit(visitor, context) && (count > 0 || !looked.team.is_empty()) {
        let mut form = FormView::button_only(visitor, format!("{here}/take"), t.take_rows());
        (form.small, form.plain) = (false, false);
        page = page.with(Part::form(t.rows_to_take(count), form));
    } else {
        page = page.with(Part::say("", t.nothing_to_take()));
    }
    let columns = [t.sheet_row(), t.player(), t.verdict(), t.becomes(), t.reasons()];
    let mut list = ListView::new(t.players(), &columns, t.no_list_players());
    for (row, plan) in looked.report.rows.iter().zip(&looked.plans) {
        let mut lines: Vec<String> = row.cells.iter().map(|cell| cell_said(visitor, context, cell)).collect();
        lines.extend(
            row.reasons
                .iter()
                .filter(|reason| reason.verdict != Verdict::Ok)
                .map(|reason| said(visitor, reason)),
        );
        let bring: Vec<&str> = row.bring.iter().map(|thing| t.words_of(thing)).collect();
        if !bring.is_empty() {
            lines.push(format!("{}: {}", t.bring(), bring.join("、")));
        }
        lines.extend(
            row.tidied
                .iter()
                .map(|tidy| format!("{}: {} {} → {}", t.tidied(), tidy.cell, tidy.from, tidy.to)),
        );
        let of = |key: &str| row.player.get(key).cloned().unwrap_or_default();
        list.row(vec![
            Cell::Number(row.row.to_string()),
            Cell::text(format!("{} {}", of("shirt"), of("name"))),
            Cell::light(t.verdict_word(row.verdict), class_of(row.verdict)),
            Cell::text(t.standing(&plan.standing)),
            Cell::Lines(lines),
        ]);
    }
    page = page.with(Part::list(t.players(), list).named("rows"));
    let whole: Vec<(String, String)> = looked
        .report
        .club
        .cells
        .iter()
        .map(|cell| (cell.cell.clone(), cell_said(visitor, context, cell)))
        .chain(
            looked
                .report
                .club
                .reasons
                .iter()
                .filter(|reason| reason.verdict != Verdict::Ok)
                .map(|reason| (t.verdict_word(reason.verdict).to_owned(), said(visitor, reason))),
        )
        .collect();
    if !whole.is_empty() {
        page = page.with(Part::facts(t.whole_list(), whole));
    }
    if let Some(form) = mending(visitor, context, &here, looked) {
        page = page.with(Part::form(t.mend_cells(), form).named("mend"));
    }
    let mut columns = ListView::new(t.columns_read(), &[t.column(), t.header_read(), t.field_read()], "");
    for column in looked.report.columns.iter().filter(|column| column.guessed || column.field.is_none()) {
        let field = column.field.as_ref().and_then(|key| context.set.fields.of_player(key));
        let mut read =
            field.map_or_else(|| t.not_read().to_owned(), |field| t.words_of(&field.label()).to_owned());
        if column.guessed {
            read = format!("{read} ({})", t.guessed());
        }
        columns.row(vec![
            Cell::text(column.column.clone()),
            Cell::text(column.header.clone()),
            Cell::text(read),
        ]);
    }
    if !columns.rows.is_empty() {
        page = page.with(Part::list(t.columns_read(), columns));
    }
    page.answer(None)
}

fn label_of(visitor: &Visitor, context: &Context, cell: &CellReport) -> String {
    let fields = &context.set.fields;
    let field = fields.of_player(&cell.field).or_else(|| fields.of_club(&cell.field));
    field.map_or_else(|| cell.field.clone(), |field| visitor.t().words_of(&field.label()).to_owned())
}

fn cell_said(visitor: &Visitor, context: &Context, cell: &CellReport) -> String {
    let t = visitor.t();
    let expected = if cell.expected.is_empty() { String::new() } else { format!(" → {}", cell.expected) };
    let label = label_of(visitor, context, cell);
    format!("{} {label}: {} {}{expected}", cell.cell, cell.found, t.words_of(&cell.message))
}

/// One field for each cell that is wrong. A masked value is not offered again: it would come back as stars.
fn mending(visitor: &Visitor, context: &Context, here: &str, looked: &Looked) -> Option<FormView> {
    let t = visitor.t();
    let mut form = FormView::new(visitor, "mend", &[], &Fields::default()).to(here).says(t.mend_again());
    let of_club = looked.report.club.cells.iter().map(|cell| (t.whole_list().to_owned(), cell));
    let of_rows = looked.report.rows.iter().flat_map(|row| {
        let name = row.player.get("name").map_or("", String::as_str);
        row.cells.iter().map(move |cell| (format!("{} {name}", row.row), cell))
    });
    for (whose, cell) in of_club.chain(of_rows).filter(|(_, cell)| cell.verdict != Verdict::Ok) {
        let known = form.fields.iter().any(|field| field.name == cell.cell);
        if known || form.fields.len() >= MEND_AT_MOST || form::place_of(&cell.cell).is_none() {
            continue;
        }
        let expected =
            if cell.expected.is_empty() { String::new() } else { format!(" → {}", cell.expected) };
        form.fields.push(FieldView {
            name: cell.cell.clone(),
            id: cell.cell.clone(),
            label: format!("{} · {whose} · {}", cell.cell, label_of(visitor, context, cell)),
            hint: "",
            ask: Ask::Line,
            value: if cell.found.contains('*') { String::new() } else { cell.found.clone() },
            fault: Some(format!("{}{expected}", t.words_of(&cell.message))),
            required: false,
            longest: 200,
            choices: Vec::new(),
            hidden: false,
        });
    }
    (!form.fields.is_empty()).then_some(form)
}

/// Writes what was typed into the cells and looks again.
pub async fn mend(Path((key, sheet)): Path<(String, String)>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut db = visitor.read().await?;
    let (context, sent, mut sheet) = kept(&visitor, &mut db, &key, &sheet).await?;
    must_edit(&visitor, &context)?;
    drop(db);
    for (cell, text) in &form.fields.0 {
        let text = text.trim();
        if !text.is_empty() && !text.contains('*') && text.chars().count() <= 200 {
            sheet.mend(cell, text);
        }
    }
    let key = keep(&visitor, &context, Some(sent), &sheet).await?;
    Ok(Redirect::to(&format!("{}/sheets/{key}", home(&context))).into_response())
}

pub async fn take(Path((key, sheet)): Path<(String, String)>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let (context, _, sheet) = kept(&visitor, &mut tx, &key, &sheet).await?;
    let keys = visitor.app.settings.keys.clone();
    let taken = take::take(&mut tx, &context, &sheet, &keys, by(&visitor, &context)).await?;
    let taken = taken.ok_or(Error::NotFound)?;
    let to = format!("{}#players", home(&context));
    if !taken.has_changed() {
        return Ok(Redirect::to(&home(&context)).into_response());
    }
    saved(tx, Kind::List, &key, to).await
}

/// The same file with its faults marked.
pub async fn marked(
    visitor: Visitor,
    Path((key, sheet)): Path<(String, String)>,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (context, _, sheet) = kept(&visitor, &mut db, &key, &sheet).await?;
    let keys = visitor.app.settings.keys.clone();
    let looked = take::look(&mut db, &context, &sheet, &keys, None).await?.map_err(|_| Error::NotFound)?;
    drop(db);
    let made = tokio::task::spawn_blocking(move || sheets::marked(&sheet, &looked.report));
    file(made.await, "marked.xlsx")
}
