//! A platform's export: read, each column explained, and taken only when a person has seen that.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::{Form, Sheet};
use super::super::page::Here;
use super::super::text::T;
use super::audience::find_season;
use super::figure::subjects;
use super::form::{Ask, FormView, Trouble, Typed};
use super::list::{Cell, ListView};
use super::room::{Page, Part, query, room};
use crate::access::Permission::EditAudience;
use crate::actions::Refused;
use crate::actions::audience::import::{self as act, FIELDS, Origin};
use crate::actions::input::{Fields, parse};
use crate::sheets::export;
use crate::store::Db;
use crate::store::seasons::Season;
use crate::uploads;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use axum::response::{IntoResponse, Redirect};
use league::audience::import::{Table, figures, preview_of};
use league::season::Phase;
use serde_json::Value;

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    season: &Season,
    typed: Option<&Typed>,
    refusal: Option<String>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let room = room(visitor, db, t.import_export(), Here::Audience, Some(season.clone())).await?;
    let mut form = FormView::new(visitor, "import", FIELDS, &Fields::from_pairs([("about", "season")]))
        .to(format!("/admin/seasons/{}/audience/import", season.key))
        .choose("file", "", "", &[])
        .choices("about", subjects(db, season, t).await?)
        .says(t.import_look())
        .locked(season.phase == Phase::Archived)
        .typed(typed);
    form.with_file = true;
    for field in form.fields.iter_mut().filter(|field| field.name == "file") {
        field.ask = Ask::File;
        field.required = true;
        field.label = t.file().to_owned();
        if let Some(said) = &refusal {
            field.fault = Some(said.clone());
            form.faults.push((field.id.clone(), field.label.clone(), said.clone()));
        }
    }
    let mut page = Page::new(room).back(format!("/admin/audience?s={}", season.key), t.audience());
    let asked = query(visitor);
    let number = |name: &str| asked.get(name).and_then(|text| text.parse::<usize>().ok());
    if let (Some(added), Some(known)) = (number("added"), number("known")) {
        page = page.with(Part::say("", &t.import_done(added, known)));
    }
    page.with(Part::form("", form).noted(t.import_said())).answer(typed)
}

pub async fn new(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let season = find_season(&visitor, &mut db, &key, EditAudience).await?;
    page(&visitor, &mut db, &season, None, None).await
}

/// Keeps the file under the hash of its content and explains it. Nothing enters the ledger yet.
pub async fn look(Path(key): Path<String>, sheet: Sheet) -> Result<Response<Body>, Error> {
    let Sheet { visitor, mut fields, file } = sheet;
    let mut db = visitor.read().await?;
    let season = find_season(&visitor, &mut db, &key, EditAudience).await?;
    if season.phase == Phase::Archived {
        return Err(Error::NotNow("season_archived"));
    }
    fields.0.remove("file");
    if let Err(faults) = parse(FIELDS, &fields) {
        let typed = Typed::new(fields, Refused::Faults(faults))?;
        return page(&visitor, &mut db, &season, Some(&typed), None).await;
    }
    let t = visitor.t();
    let refused = async |db: &mut Db, said: String| {
        let typed = Typed { fields: fields.clone(), trouble: Trouble::Faults(Vec::new()) };
        page(&visitor, db, &season, Some(&typed), Some(said)).await
    };
    let Some(file) = file.filter(|file| !file.bytes.is_empty()) else {
        return refused(&mut db, t.upload_missing().to_owned()).await;
    };
    if file.bytes.len() > visitor.app.settings.upload_limit {
        return refused(&mut db, t.upload_too_large().to_owned()).await;
    }
    let name = plain_name(&file.name);
    let (folder, bytes, given) = (visitor.app.settings.uploads.clone(), file.bytes, name.clone());
    let work = tokio::task::spawn_blocking(move || {
        let table = export(&given, &bytes);
        let stored = table.is_ok().then(|| uploads::store(&folder, &bytes)).transpose();
        (table, stored)
    });
    let (table, stored) = work.await.map_err(|error| Error::Internal(error.to_string()))?;
    let table = match table {
        Ok(table) => table,
        Err(unread) => return refused(&mut db, t.import_unread(&unread)).await,
    };
    let sha256 = match stored {
        Ok(Some(sha256)) => sha256,
        Err(error) if error.kind() == std::io::ErrorKind::StorageFull => return Err(Error::Full),
        Err(error) => return Err(Error::Internal(format!("an export could not be stored: {error}"))),
        Ok(None) => return Err(Error::Internal("an export that was read was not stored".into())),
    };
    preview(&visitor, &mut db, &season, &fields, &Origin { name, sha256 }, &table).await
}

/// The name is shown and kept as evidence; no path is made of it.
pub(super) fn plain_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or("");
    let name: String = last.chars().filter(|c| !c.is_control() && *c != '"').take(120).collect();
    if name.is_empty() { "export".into() } else { name }
}

async fn preview(
    visitor: &Visitor,
    db: &mut Db,
    season: &Season,
    fields: &Fields,
    origin: &Origin,
    table: &Table,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let room = room(visitor, db, t.import_export(), Here::Audience, Some(season.clone())).await?;
    let found = preview_of(table, &origin.sha256).json;
    let book = crate::store::audience::book(db).await?;
    let platform = found[if t.0.tag() == "en" { "platform" } else { "platform_zh" }].as_str();
    let taken = figures(table);
    let facts = vec![
        (t.file().to_owned(), origin.name.clone()),
        ("SHA-256".to_owned(), origin.sha256.clone()),
        (t.import_platform().to_owned(), platform.unwrap_or(t.unknown()).to_owned()),
        (t.import_rows().to_owned(), found["rows"].to_string()),
        (t.import_totals().to_owned(), found["total_rows"].to_string()),
        (t.import_figures().to_owned(), taken.len().to_string()),
    ];
    let columns = [t.column(), t.import_becomes(), t.unit_word(), t.import_how(), t.import_example()];
    let mut list = ListView::new(t.import_columns(), &columns, t.audience_none());
    for column in found["columns"].as_array().into_iter().flatten() {
        let metric = column["metric"].as_str().and_then(|code| book.newest(code));
        let status = column["status"].as_str().unwrap_or("");
        let becomes = match metric.filter(|_| status == "figure") {
            Some(metric) => Cell::text(t.0.pick(&metric.zh, &metric.en)),
            None => Cell::state(t.import_status(status)),
        };
        list.row(vec![
            Cell::text(column["header"].as_str().unwrap_or("")),
            becomes,
            Cell::text(metric.map_or("", |metric| t.unit(metric.unit))),
            Cell::Quiet(how(column, t)),
            Cell::Quiet(column["example"]["text"].as_str().unwrap_or("").to_owned()),
        ]);
    }
    let mut page = Page::new(room)
        .back(format!("/admin/seasons/{}/audience/import", season.key), t.import_export())
        .with(Part::facts("", facts))
        .with(Part::list(t.import_columns(), list).noted(t.import_columns_said()).named("columns"));
    if taken.is_empty() {
        page = page.with(Part::say("", t.import_nothing()));
    } else {
        let to = format!("/admin/seasons/{}/audience/import/{}", season.key, origin.sha256);
        let mut form = FormView::button_only(visitor, to, t.import_take()).hide("name", &origin.name);
        for field in FIELDS {
            form = form.hide(field.name, fields.get(field.name));
        }
        page = page.with(Part::form(t.import_take(), form).noted(t.import_take_said()));
    }
    page.answer(None)
}

/// Threshold, replay, rounding and gaps of a column in words.
fn how(column: &Value, t: T) -> String {
    let mut said: Vec<String> = Vec::new();
    if let Some(seconds) = column["threshold_s"].as_i64() {
        said.push(t.import_threshold(seconds));
    }
    if let Some(replay) = column["includes_replay"].as_bool() {
        said.push(t.import_replay(replay).to_owned());
    }
    for (name, words) in [
        ("rounded", t.import_rounded()),
        ("missing", t.import_missing()),
        ("unreadable", t.import_unreadable()),
    ] {
        if let Some(number) = column[name].as_i64().filter(|number| *number > 0) {
            said.push(format!("{words} {number}"));
        }
    }
    said.join(" · ")
}

/// Takes a file that was looked at. The same file twice changes nothing.
pub async fn take(Path((key, sha256)): Path<(String, String)>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut fields = form.fields;
    let mut tx = visitor.write().await?;
    let season = find_season(&visitor, &mut tx, &key, EditAudience).await?;
    if sha256.len() != 64 || !sha256.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f')) {
        return Err(Error::NotFound);
    }
    let name = plain_name(&fields.0.remove("name").unwrap_or_default());
    let (path, given) = (uploads::path_of(&visitor.app.settings.uploads, &sha256), name.clone());
    let work = tokio::task::spawn_blocking(move || Some(export(&given, &std::fs::read(path).ok()?)));
    let table = work.await.map_err(|error| Error::Internal(error.to_string()))?;
    // Nobody looked at such a file, or it is no export.
    let Some(Ok(table)) = table else { return Err(Error::NotFound) };
    let origin = Origin { name, sha256 };
    match act::take(&mut tx, &season, &fields, &origin, &figures(&table)).await {
        Ok(done) => {
            if tx.has_written() {
                tx.commit().await?;
            }
            let to =
                format!("/admin/seasons/{key}/audience/import?added={}&known={}", done.added, done.known);
            Ok(Redirect::to(&to).into_response())
        }
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(fields, refused)?;
            page(&visitor, &mut visitor.read().await?, &season, Some(&typed), None).await
        }
    }
}
