//! The games of a draft out to Excel and back, with the difference shown before anything is taken.

use super::super::super::error::Error;
use super::super::super::extract::Visitor;
use super::super::super::form::{Form, Sheet};
use super::super::form::{Ask, FormView, Typed};
use super::super::room::{Part, saved};
use super::{find, frame, versions};
use crate::access::Permission::{EditFixture, ReadControl};
use crate::actions::Refused;
use crate::actions::drafts as act;
use crate::actions::input::{Fault, Field, Fields, Holds, What, required};
use crate::drafts::sheet::{self, Laid, Unread};
use crate::drafts::{between, give_courts};
use crate::sheets;
use crate::store::Db;
use crate::store::audit::Kind;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, Response, header};
use axum::response::IntoResponse;

const FIELDS: &[Field] = &[required("file", Holds::Line(200))];
const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub async fn download(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = find(&visitor, &mut db, &key, ReadControl).await?;
    drop(db);
    let rows = sheet::rows(&found.around, &found.draft.games);
    let bytes = tokio::task::spawn_blocking(move || sheets::table("赛程", &sheet::COLUMNS, &rows)).await;
    let bytes = bytes.map_err(|error| Error::Internal(error.to_string()))?;
    let bytes = bytes.map_err(|error| Error::Internal(error.to_string()))?;
    let mut response = Body::from(bytes).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(TYPE));
    let name = format!("attachment; filename=\"fixtures-{}.xlsx\"", found.draft.number);
    if let Ok(value) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    key: &str,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let found = find(visitor, db, key, ReadControl).await?;
    let t = visitor.t();
    let page = frame(visitor, db, &found, t.draft_excel_in()).await?;
    let mut form = FormView::new(visitor, "upload", FIELDS, &Fields::default())
        .to(format!("{}/import", found.here()))
        .says(t.draft_excel_in())
        .locked(!found.may_edit)
        .typed(typed);
    form.with_file = true;
    for field in &mut form.fields {
        field.ask = Ask::File;
    }
    page.with(Part::form(t.draft_excel_in(), form).noted(t.draft_excel_said())).answer(typed)
}

pub async fn ask(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    page(&visitor, &mut visitor.read().await?, &key, None).await
}

/// Reads a sheet and shows what it would change. Nothing is saved.
pub async fn upload(Path(key): Path<String>, given: Sheet) -> Result<Response<Body>, Error> {
    let Sheet { visitor, file, .. } = given;
    let t = visitor.t();
    let mut db = visitor.read().await?;
    let found = find(&visitor, &mut db, &key, EditFixture).await?;
    let rows = match file.filter(|file| !file.bytes.is_empty()) {
        None => Err(vec![Fault::at("file", What::Required)]),
        Some(file) => {
            let opened = tokio::task::spawn_blocking(move || sheets::open(&file.name, &file.bytes)).await;
            match opened.map_err(|error| Error::Internal(error.to_string()))? {
                Err(refused) => Err(vec![Fault::at("file", What::Sheet { said: refused.to_string() })]),
                Ok(all) => {
                    let first = all.first().cloned().unwrap_or_default();
                    sheet::read(&found.around, &found.draft.games, &first).map_err(|rows| {
                        rows.into_iter()
                            .take(30)
                            .map(|(row, why)| Fault::at("file", row_fault(row, why)))
                            .collect()
                    })
                }
            }
        }
    };
    let rows = match rows {
        Ok(rows) => rows,
        Err(faults) => {
            let typed = Typed::new(Fields::default(), Refused::Faults(faults))?;
            return page(&visitor, &mut db, &key, Some(&typed)).await;
        }
    };
    let mut games = sheet::laid(&found.draft.games, &rows);
    give_courts(&found.around, &mut games);
    let changes = between(&found.draft.games, &games);
    let mut page = frame(&visitor, &mut db, &found, t.import_preview()).await?;
    page =
        page.with(versions::differences(&visitor, &found, &changes, t.import_preview(), t.versions_same()));
    let unlike: Vec<Laid> = rows.into_iter().filter(|row| differs(row, &found.draft.games)).collect();
    if !unlike.is_empty() {
        let laid = serde_json::to_string(&unlike).map_err(|error| Error::Internal(error.to_string()))?;
        let form = FormView::new(&visitor, "", &[], &Fields::default())
            .to(format!("{}/import/take", found.here()))
            .says(t.import_apply())
            .version(found.draft.version)
            .hide("laid", laid);
        page = page.with(Part::form("", form).named("take"));
    }
    page.answer(None)
}

fn differs(row: &Laid, games: &[crate::store::drafts::DraftGame]) -> bool {
    let game = games.iter().find(|game| game.key == row.key);
    game.is_some_and(|game| {
        (game.at, &game.hall, &game.court, game.locked) != (row.at, &row.hall, &row.court, row.locked)
    })
}

fn row_fault(row: usize, why: Unread) -> What {
    let what = match why {
        Unread::NoHeading => What::Required,
        Unread::Game | Unread::Hall | Unread::Court => What::NoSuchObject,
        Unread::Twice => What::SameTwice,
        Unread::Date => What::NotADate,
        Unread::Time => What::NotTimes,
    };
    What::Row { row, what: Box::new(what) }
}

pub async fn take(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let found = find(&visitor, &mut tx, &key, EditFixture).await?;
    let rows: Vec<Laid> = serde_json::from_str(form.fields.get("laid")).map_err(|_| Error::BadBody)?;
    let known = |key: &Option<String>| key.as_ref().is_none_or(|key| found.around.names.knows(key));
    if rows.iter().any(|row| !known(&row.hall) || !known(&row.court)) {
        return Err(Error::BadBody);
    }
    let games = sheet::laid(&found.draft.games, &rows);
    match act::import(&mut tx, &key, form.version, games).await {
        Ok(_) => saved(tx, Kind::Draft, &key, format!("/admin/drafts/{key}/versions")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(Fields::default(), refused)?;
            page(&visitor, &mut visitor.read().await?, &key, Some(&typed)).await
        }
    }
}
