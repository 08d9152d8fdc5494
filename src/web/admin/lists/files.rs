//! Files of a list: photos of players for the table, stamped papers of the team with their receipts.

use super::super::super::error::Error;
use super::super::super::extract::Visitor;
use super::super::super::form::{FilePart, Form, Sheet};
use super::super::form::{Ask, FormView, Trouble, Typed};
use super::super::list::{Cell, ListView};
use super::super::room::{Part, saved};
use super::{below, by, find, home, place_of, player, readable};
use crate::access::Permission::EditList;
use crate::actions::input::{Field, Fields, Holds, optional, parse};
use crate::actions::lists::files::{self as act, NewFile};
use crate::actions::lists::{Context, rows};
use crate::random::hex;
use crate::store::audit::Kind as Audited;
use crate::store::private_files::{self, Kind, PrivateFile};
use crate::store::{Db, lists::Row};
use crate::uploads::{Checked, Refusal, private};
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, Response, header};
use axum::response::IntoResponse;
use league::season::Phase;
use sha2::{Digest, Sha256};

/// The file of these forms, which is no text.
const FILE: Field = optional("file", Holds::Line(200));

type Look = fn(&str, Vec<u8>) -> Result<Checked, Refusal>;

/// Looks at a file on a blocking thread, seals it and puts it on disk.
async fn take(
    visitor: &Visitor,
    file: Option<FilePart>,
    look: Look,
) -> Result<Result<NewFile, Refusal>, Error> {
    let Some(file) = file.filter(|file| !file.bytes.is_empty()) else { return Ok(Err(Refusal::Missing)) };
    let settings = &visitor.app.settings;
    if file.bytes.len() > settings.upload_limit {
        return Ok(Err(Refusal::TooLarge));
    }
    let last = file.name.rsplit(['/', '\\']).next().unwrap_or("");
    let file_name: String = last.chars().filter(|c| !c.is_control() && *c != '"').take(120).collect();
    let sha256 = hex(&Sha256::digest(&file.bytes));
    let (keys, random, folder) =
        (settings.keys.clone(), visitor.app.random.clone(), settings.uploads.clone());
    let worked = tokio::task::spawn_blocking(move || -> std::io::Result<Result<NewFile, Refusal>> {
        let checked = match look(&file.name, file.bytes) {
            Ok(checked) => checked,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let sealed = keys.seal_file(&random, &checked.bytes);
        let sealed = sealed.ok_or_else(|| std::io::Error::other("there is no key to seal files with"))?;
        let stored_as = private::store(&folder, &random, &sealed)?;
        let size_bytes = i64::try_from(checked.bytes.len()).unwrap_or(i64::MAX);
        let media_type = checked.media_type.into();
        Ok(Ok(NewFile { file_name, media_type, size_bytes, sha256, stored_as }))
    });
    match worked.await.map_err(|error| Error::Internal(error.to_string()))? {
        Ok(taken) => Ok(taken),
        Err(error) if error.kind() == std::io::ErrorKind::StorageFull => Err(Error::Full),
        Err(error) => Err(Error::Internal(format!("a file could not be stored: {error}"))),
    }
}

/// What is in a file; nothing where it is gone or the key is not here.
pub async fn content(visitor: &Visitor, file: &PrivateFile) -> Result<Vec<u8>, Error> {
    let (folder, keys) = (visitor.app.settings.uploads.clone(), visitor.app.settings.keys.clone());
    let stored_as = file.stored_as.clone();
    let read = tokio::task::spawn_blocking(move || {
        private::read(&folder, &stored_as).map(|sealed| keys.open_file(&sealed))
    });
    match read.await.map_err(|error| Error::Internal(error.to_string()))? {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(Error::Internal("a sealed file does not open with the keys of this house".into())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Error::NotFound),
        Err(error) => Err(Error::Internal(format!("a file cannot be read: {error}"))),
    }
}

/// Takes a file off the disk once its row is gone. What stays behind is found by the hourly look.
pub async fn drop_file(visitor: &Visitor, file: Option<PrivateFile>) {
    let Some(file) = file else { return };
    let folder = visitor.app.settings.uploads.clone();
    let _ = tokio::task::spawn_blocking(move || private::remove(&folder, &file.stored_as)).await;
}

async fn answer(visitor: &Visitor, file: &PrivateFile, inline: bool) -> Result<Response<Body>, Error> {
    let mut response = content(visitor, file).await?.into_response();
    let headers = response.headers_mut();
    let media_type = HeaderValue::from_str(&file.media_type);
    headers.insert(
        header::CONTENT_TYPE,
        media_type.unwrap_or(HeaderValue::from_static("application/octet-stream")),
    );
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    let encoded: String = url::form_urlencoded::byte_serialize(file.file_name.as_bytes()).collect();
    let kind = if inline { "inline" } else { "attachment" };
    let disposition = format!("{kind}; filename*=UTF-8''{}", encoded.replace('+', "%20"));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment")),
    );
    Ok(response)
}

/// The photo of somebody on a list, for whoever was let in.
pub(super) async fn photo_of(visitor: &Visitor, db: &mut Db, row: &Row) -> Result<Response<Body>, Error> {
    let file = private_files::photo(db, row.person_id).await?.ok_or(Error::NotFound)?;
    answer(visitor, &file, true).await
}

pub async fn photo(
    visitor: Visitor,
    Path((key, player)): Path<(String, String)>,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let context = find(&visitor, &mut db, &key, EditList).await?;
    let row = rows::row(&context, &player)?;
    photo_of(&visitor, &mut db, row).await
}

/// The form for a photo, and the photo there is.
pub(super) fn photo_parts(
    visitor: &Visitor,
    context: &Context,
    row: &Row,
    typed: Option<&Typed>,
) -> Vec<Part> {
    let t = visitor.t();
    let here = format!("{}/players/{}/photo", home(context), row.key);
    let mut parts = Vec::new();
    if row.photo_id.is_some() {
        parts.push(Part::picture(t.photo(), here.clone(), row.name.clone()));
    }
    if act::may_add(context, by(visitor, context)) && context.season.phase != Phase::Archived {
        let mut form = with_file(FormView::new(visitor, "photo", &[FILE], &Fields::default()));
        form.fields.extend(FormView::new(visitor, "photo", act::PHOTO_FIELDS, &Fields::default()).fields);
        let form = form.to(&here).says(t.save_photo()).marked("photo").typed(typed);
        let heading = if row.photo_id.is_some() { "" } else { t.photo() };
        parts.push(Part::form(heading, form).noted(t.photo_said()).named("photo"));
        if row.photo_id.is_some() {
            let form = FormView::button_only(visitor, format!("{here}/remove"), t.remove_photo());
            parts.push(Part::form("", form));
        }
    }
    parts
}

fn with_file(mut form: FormView) -> FormView {
    form.with_file = true;
    for field in form.fields.iter_mut().filter(|field| field.name == "file") {
        field.ask = Ask::File;
        field.required = true;
    }
    form
}

pub async fn keep_photo(
    Path((key, player_key)): Path<(String, String)>,
    sent: Sheet,
) -> Result<Response<Body>, Error> {
    let Sheet { visitor, fields, file } = sent;
    let mut db = visitor.read().await?;
    let context = find(&visitor, &mut db, &key, EditList).await?;
    let row = rows::row(&context, &player_key)?.clone();
    let agreed = parse(act::PHOTO_FIELDS, &fields).is_ok_and(|parsed| parsed.flag("photo_consent"));
    let mut trouble = match act::may_keep_photo(&mut db, &context, &row, agreed, by(&visitor, &context)).await
    {
        Ok(()) => None,
        Err(refused) => Some(Typed::new(fields.clone(), refused)?),
    };
    let old = private_files::photo(&mut db, row.person_id).await?;
    drop(db);
    if trouble.is_none() {
        match take(&visitor, file, private::photo).await? {
            Ok(new) => {
                let mut tx = visitor.write().await?;
                let context = find(&visitor, &mut tx, &key, EditList).await?;
                let row = rows::row(&context, &player_key)?.clone();
                act::keep_photo(&mut tx, &context, &row, &new, by(&visitor, &context)).await?;
                let to = format!("{}/players/{}#photo", home(&context), row.key);
                let answer = saved(tx, Audited::List, &key, to).await;
                drop_file(&visitor, old).await;
                return answer;
            }
            Err(refusal) => {
                let said = visitor.t().upload_refused(refusal).to_owned();
                trouble = Some(Typed { fields, trouble: Trouble::Said("file", said) });
            }
        }
    }
    player::with_photo(&visitor, &mut visitor.read().await?, &context, &row, trouble.as_ref()).await
}

pub async fn remove_photo(
    Path((key, player)): Path<(String, String)>,
    form: Form,
) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let context = find(&visitor, &mut tx, &key, EditList).await?;
    let row = rows::row(&context, &player)?.clone();
    let old = private_files::photo(&mut tx, row.person_id).await?;
    act::remove_photo(&mut tx, &context, &row, by(&visitor, &context)).await?;
    let answer = saved(tx, Audited::List, &key, format!("{}/players/{player}", home(&context))).await;
    drop_file(&visitor, old).await;
    answer
}

async fn papers_page(
    visitor: &Visitor,
    db: &mut Db,
    context: &Context,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let here = format!("{}/papers", home(context));
    let opens = visitor.may(EditList, &place_of(context));
    let adds =
        opens && act::may_add(context, by(visitor, context)) && context.season.phase != Phase::Archived;
    let columns =
        [t.paper_kind(), t.paper_file(), t.paper_received(), t.paper_by(), t.fingerprint(), t.edit()];
    let mut list = ListView::new(t.papers(), &columns, t.no_papers());
    for file in private_files::of_entry(db, context.entry.id).await? {
        let at = file.at.with_timezone(&context.season.tz()).format("%Y-%m-%d %H:%M").to_string();
        let late = context.rules.closes_at.map(|closes| file.at >= closes);
        let mut when = vec![Cell::text(at)];
        match late {
            Some(true) => when.push(Cell::light(t.paper_late(), "warning")),
            Some(false) => when.push(Cell::light(t.paper_in_time(), "ok")),
            None => {}
        }
        let button = |what: &str, word| {
            Cell::form(FormView::button_only(visitor, format!("{here}/{}/{what}", file.key), word))
        };
        let mut acts = Vec::new();
        if opens {
            acts.push(button("open", t.open_paper()));
        }
        if adds && context.list.state != crate::store::lists::State::Locked {
            acts.push(button("remove", t.remove()));
        }
        let size = (file.size_bytes + 1023) / 1024;
        list.row(vec![
            Cell::text(t.choice("paper", "kind", file.kind.as_str())),
            Cell::text(format!("{} · {size} KB", file.file_name)),
            Cell::Many(when),
            Cell::text(file.by_name.clone()),
            Cell::Quiet(file.sha256.chars().take(16).collect()),
            Cell::Many(acts),
        ]);
    }
    let mut page = below(visitor, db, context, t.papers()).await?;
    page.note = t.papers_said().to_owned();
    page = page.with(Part::list(t.papers(), list).noted(t.receipt_said()).named("papers"));
    if adds {
        let mut form = FormView::new(visitor, "paper", act::PAPER_FIELDS, &Fields::default());
        form.fields.extend(FormView::new(visitor, "paper", &[FILE], &Fields::default()).fields);
        let form = with_file(form).to(&here).says(t.add_paper()).typed(typed);
        page = page.with(Part::form(t.add_paper(), form).named("add"));
    }
    page.answer(typed)
}

pub async fn papers(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let context = readable(&visitor, &mut db, &key).await?;
    papers_page(&visitor, &mut db, &context, None).await
}

pub async fn add_paper(Path(key): Path<String>, sent: Sheet) -> Result<Response<Body>, Error> {
    let Sheet { visitor, fields, file } = sent;
    let mut db = visitor.read().await?;
    let context = find(&visitor, &mut db, &key, EditList).await?;
    if !act::may_add(&context, by(&visitor, &context)) {
        return Err(Error::NotNow(if context.is_open() { "list_closed" } else { "entry_closed" }));
    }
    drop(db);
    let trouble = match parse(act::PAPER_FIELDS, &fields) {
        Err(faults) => Trouble::Faults(faults),
        Ok(parsed) => match take(&visitor, file, private::paper).await? {
            Err(refusal) => Trouble::Said("file", visitor.t().upload_refused(refusal).to_owned()),
            Ok(new) => {
                let kind: Kind = parsed.text("kind").parse().expect("one of the allowed words");
                let mut tx = visitor.write().await?;
                let context = find(&visitor, &mut tx, &key, EditList).await?;
                match act::add_paper(&mut tx, &context, kind, &new, by(&visitor, &context)).await {
                    Ok(_) => {
                        return saved(tx, Audited::List, &key, format!("{}/papers", home(&context))).await;
                    }
                    Err(refused) => Typed::new(fields.clone(), refused)?.trouble,
                }
            }
        },
    };
    let typed = Typed { fields, trouble };
    papers_page(&visitor, &mut visitor.read().await?, &context, Some(&typed)).await
}

/// A paper shows what is sealed elsewhere: who opened it stands in the record first.
pub async fn open_paper(
    Path((key, paper)): Path<(String, String)>,
    form: Form,
) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let context = find(&visitor, &mut tx, &key, EditList).await?;
    let file = act::open_paper(&mut tx, &context, &paper).await?;
    tx.commit().await?;
    answer(&visitor, &file, false).await
}

pub async fn remove_paper(
    Path((key, paper)): Path<(String, String)>,
    form: Form,
) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let context = find(&visitor, &mut tx, &key, EditList).await?;
    let papers = private_files::of_entry(&mut tx, context.entry.id).await?;
    let old = papers.into_iter().find(|file| file.key == paper);
    act::remove_paper(&mut tx, &context, &paper, by(&visitor, &context)).await?;
    let answer = saved(tx, Audited::List, &key, format!("{}/papers", home(&context))).await;
    drop_file(&visitor, old).await;
    answer
}
