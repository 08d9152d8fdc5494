//! Pictures and attachments: taken, looked at, reviewed.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::{FilePart, Form, Sheet};
use super::super::page::Here;
use super::documents::review_word;
use super::form::{Ask, FormView, Trouble, Typed};
use super::place;
use super::room::{Page, Part, must_enter, query, room, saved};
use crate::access::Permission::{self, EditNotice, ReadControl, ReviewUpload};
use crate::actions::input::{Fault, Field, Fields, Holds, What, optional, parse};
use crate::actions::notices as act;
use crate::store::Db;
use crate::store::audit::Kind;
use crate::store::notices::{self, Upload};
use crate::store::seasons::{self, Season};
use crate::uploads::{self, Checked, Refusal};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::ids::UploadId;

/// What goes with a file.
pub const FIELDS: &[Field] = &[
    optional("file", Holds::Line(200)),
    optional("notice", Holds::Key),
    optional("alt_zh", Holds::Line(200)),
    optional("alt_en", Holds::Line(200)),
    optional("people_shown", Holds::Flag),
    optional("consent", Holds::Line(300)),
];

async fn new_page(
    visitor: &Visitor,
    db: &mut Db,
    season: &Season,
    typed: Option<&Typed>,
    refusal: Option<Refusal>,
) -> Result<Response<Body>, Error> {
    let (t, lang) = (visitor.t(), visitor.lang);
    let room = room(visitor, db, t.add_file(), Here::Documents, Some(season.clone())).await?;
    let mut blank = Fields::default();
    blank.set("notice", query(visitor).get("notice").cloned().unwrap_or_default());
    let notices = notices::of_season(db, season.id).await?;
    let choices = notices.iter().map(|n| (n.key.clone(), lang.pick(&n.title_zh, &n.title_en).to_owned()));
    let mut form = FormView::new(visitor, "upload", FIELDS, &blank)
        .to(format!("/admin/seasons/{}/uploads/new", season.key))
        .says(t.add_file())
        .choices("notice", choices.collect())
        .locked(room.locked)
        .typed(typed);
    form.with_file = true;
    for field in form.fields.iter_mut().filter(|field| field.name == "file") {
        field.ask = Ask::File;
        field.required = true;
        if let Some(refusal) = refusal {
            let said = t.upload_refused(refusal);
            field.fault = Some(said.to_owned());
            form.faults.push((field.id.clone(), field.label.clone(), said.to_owned()));
        }
    }
    Page::new(room)
        .back("/admin/documents", t.documents_nav())
        .with(Part::form("", form).noted(t.add_file_said()))
        .answer(typed)
}

pub async fn new(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let season = super::seasons::find(&visitor, &mut db, &key, EditNotice).await?;
    new_page(&visitor, &mut db, &season, None, None).await
}

pub async fn create(Path(key): Path<String>, sheet: Sheet) -> Result<Response<Body>, Error> {
    let Sheet { visitor, fields, file } = sheet;
    let mut db = visitor.read().await?;
    let season = super::seasons::find(&visitor, &mut db, &key, EditNotice).await?;
    if season.phase == league::season::Phase::Archived {
        return Err(Error::NotNow("season_archived"));
    }
    let parsed = match parse(FIELDS, &fields) {
        Ok(parsed) => parsed,
        Err(faults) => return again(&visitor, &mut db, &season, fields, faults, None).await,
    };
    let own = notices::of_season(&mut db, season.id).await?;
    let notice = own.iter().find(|notice| notice.key == parsed.text("notice"));
    let mut faults = Vec::new();
    if notice.is_none() && !parsed.text("notice").is_empty() {
        faults.push(Fault::at("notice", What::NoSuchObject));
    }
    if parsed.flag("people_shown") && parsed.text("consent").is_empty() {
        faults.push(Fault::at("consent", What::Required));
    }
    let (name, checked) = match take(&visitor, file).await? {
        Ok(taken) => taken,
        Err(refusal) => return again(&visitor, &mut db, &season, fields, faults, Some(refusal)).await,
    };
    if checked.is_picture && parsed.text("alt_zh").is_empty() {
        faults.push(Fault::at("alt_zh", What::Required));
    }
    if !faults.is_empty() {
        return again(&visitor, &mut db, &season, fields, faults, None).await;
    }
    drop(db);
    let (folder, bytes) = (visitor.app.settings.uploads.clone(), checked.bytes.clone());
    let stored = tokio::task::spawn_blocking(move || uploads::store(&folder, &bytes));
    let stored_as = match stored.await {
        Ok(Ok(stored_as)) => stored_as,
        Ok(Err(error)) if error.kind() == std::io::ErrorKind::StorageFull => return Err(Error::Full),
        Ok(Err(error)) => return Err(Error::Internal(format!("an upload could not be stored: {error}"))),
        Err(error) => return Err(Error::Internal(error.to_string())),
    };
    let mut tx = visitor.write().await?;
    let upload = Upload {
        id: UploadId(0),
        key: tx.key(),
        season_id: season.id,
        notice_id: notice.map(|notice| notice.id.0),
        club_id: None,
        fixture_id: None,
        kind: if checked.is_picture { "photo" } else { "attachment" }.into(),
        file_name: name,
        media_type: checked.media_type.into(),
        size_bytes: i64::try_from(checked.bytes.len()).unwrap_or(i64::MAX),
        stored_as,
        width: i64::from(checked.width),
        height: i64::from(checked.height),
        alt_zh: parsed.text("alt_zh"),
        alt_en: parsed.text("alt_en"),
        consent: parsed.text("consent"),
        review: "waiting".into(),
        created_at: tx.now(),
        version: 1,
    };
    let upload = act::add_upload(&mut tx, &upload).await?;
    saved(tx, Kind::Upload, &upload.key, format!("/admin/uploads/{}", upload.key)).await
}

async fn again(
    visitor: &Visitor,
    db: &mut Db,
    season: &Season,
    fields: Fields,
    faults: Vec<Fault>,
    refusal: Option<Refusal>,
) -> Result<Response<Body>, Error> {
    let typed = Typed { fields, trouble: Trouble::Faults(faults) };
    new_page(visitor, db, season, Some(&typed), refusal).await
}

/// The file, looked at on a blocking thread: decoding a picture takes a while.
async fn take(
    visitor: &Visitor,
    file: Option<FilePart>,
) -> Result<Result<(String, Checked), Refusal>, Error> {
    let Some(file) = file.filter(|file| !file.bytes.is_empty()) else { return Ok(Err(Refusal::Missing)) };
    if file.bytes.len() > visitor.app.settings.upload_limit {
        return Ok(Err(Refusal::TooLarge));
    }
    let given = file.name.clone();
    let checked = tokio::task::spawn_blocking(move || uploads::check(&file.name, file.bytes))
        .await
        .map_err(|error| Error::Internal(error.to_string()))?;
    // The name is only shown and offered for saving; no path is made of it.
    let last = given.rsplit(['/', '\\']).next().unwrap_or("");
    let name: String = last.chars().filter(|c| !c.is_control() && *c != '"').take(120).collect();
    Ok(checked.map(|checked| (name, checked)))
}

async fn find(visitor: &Visitor, db: &mut Db, key: &str, wants: Permission) -> Result<Upload, Error> {
    must_enter(visitor)?;
    let upload = notices::upload_by_key(db, key).await?.ok_or(Error::NotFound)?;
    visitor.must(wants, &place::upload(db, &upload).await?)?;
    Ok(upload)
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let upload = find(&visitor, &mut db, &key, ReadControl).await?;
    let season = seasons::by_id(&mut db, upload.season_id).await?;
    let t = visitor.t();
    let room =
        room(&visitor, &mut db, upload.file_name.clone(), Here::Documents, Some(season.clone())).await?;
    let mut facts = vec![
        (t.status().to_owned(), review_word(&visitor, &upload.review).to_owned()),
        (t.field("upload", "kind").to_owned(), t.choice("upload", "kind", &upload.kind)),
        (t.file().to_owned(), format!("{} · {} KB", upload.media_type, (upload.size_bytes + 1023) / 1024)),
        (t.field("", "alt_zh").to_owned(), upload.alt_zh.clone()),
        (t.field("", "consent").to_owned(), upload.consent.clone()),
    ];
    facts.retain(|(_, value)| !value.is_empty());
    let mut page = Page::new(room)
        .back("/admin/documents#files", t.files())
        .link(t.file(), format!("/file/{key}"))
        .link(t.object_history(), format!("/admin/history/upload/{key}"))
        .with(Part::facts("", facts));
    let may = visitor.may(ReviewUpload, &place::season(&season)) && !page.room.locked;
    for (path, word, state) in [("approve", t.approve(), "approved"), ("refuse", t.refuse(), "refused")] {
        if may && upload.review != state {
            let mut form = FormView::button_only(&visitor, format!("/admin/uploads/{key}/{path}"), word);
            form.version = Some(upload.version);
            form.small = false;
            page = page.with(Part::form("", form));
        }
    }
    page.answer(None)
}

async fn review(key: String, form: Form, approve: bool) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    find(&visitor, &mut tx, &key, ReviewUpload).await?;
    act::review_upload(&mut tx, &key, form.version, approve).await?;
    saved(tx, Kind::Upload, &key, format!("/admin/uploads/{key}")).await
}

pub async fn approve(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    review(key, form, true).await
}

pub async fn refuse(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    review(key, form, false).await
}
