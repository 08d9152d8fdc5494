//! Notices: written, changed, published, taken back.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::room::{Page, Part, must_enter, room, saved};
use super::{documents, place};
use crate::access::Permission::EditNotice;
use crate::actions::input::Fields;
use crate::actions::notices as act;
use crate::store::Db;
use crate::store::audit::Kind;
use crate::store::notices::{self, Notice};
use crate::store::seasons::{self, Season};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

async fn new_page(
    visitor: &Visitor,
    db: &mut Db,
    season: &Season,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let room = room(visitor, db, t.new_notice(), Here::Documents, Some(season.clone())).await?;
    let mut blank = Fields::default();
    blank.set("kind", "notice");
    let form = FormView::new(visitor, "notice", act::FIELDS, &blank)
        .to(format!("/admin/seasons/{}/notices/new", season.key))
        .locked(room.locked)
        .typed(typed);
    Page::new(room).back("/admin/documents", t.documents_nav()).with(Part::form("", form)).answer(typed)
}

pub async fn new(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let season = super::seasons::find(&visitor, &mut db, &key, EditNotice).await?;
    new_page(&visitor, &mut db, &season, None).await
}

pub async fn create(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let season = super::seasons::find(&visitor, &mut tx, &key, EditNotice).await?;
    match act::create(&mut tx, season.id, &form.fields).await {
        Ok(notice) => saved(tx, Kind::Notice, &notice.key, format!("/admin/notices/{}", notice.key)).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            new_page(&visitor, &mut visitor.read().await?, &season, Some(&typed)).await
        }
    }
}

async fn find(visitor: &Visitor, db: &mut Db, key: &str) -> Result<(Season, Notice), Error> {
    must_enter(visitor)?;
    let notice = notices::by_key(db, key).await?.ok_or(Error::NotFound)?;
    visitor.must(EditNotice, &place::notice(db, &notice).await?)?;
    Ok((seasons::by_id(db, notice.season_id).await?, notice))
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    (season, notice): &(Season, Notice),
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let room = room(visitor, db, t.edit_notice(), Here::Documents, Some(season.clone())).await?;
    let form = FormView::new(visitor, "notice", act::FIELDS, &act::fields_of(notice))
        .to(format!("/admin/notices/{}", notice.key))
        .version(notice.version)
        .locked(room.locked)
        .typed(typed);
    let mut files =
        ListView::new(t.files(), &[t.file(), t.field("upload", "kind"), t.status()], t.no_files());
    let own = notices::uploads_of_season(db, season.id).await?;
    for upload in own.into_iter().filter(|upload| upload.notice_id == Some(notice.id.0)) {
        files.row(vec![
            Cell::link(upload.file_name, format!("/admin/uploads/{}", upload.key)),
            Cell::text(t.choice("upload", "kind", &upload.kind)),
            Cell::state(documents::review_word(visitor, &upload.review)),
        ]);
    }
    Page::new(room)
        .back("/admin/documents", t.documents_nav())
        .link(t.open_public(), super::super::paths::notice(&notice.key))
        .link(t.add_file(), format!("/admin/seasons/{}/uploads/new?notice={}", season.key, notice.key))
        .link(t.object_history(), format!("/admin/history/notice/{}", notice.key))
        .with(Part::form("", form))
        .with(Part::list(t.files(), files))
        .answer(typed)
}

pub async fn edit(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = find(&visitor, &mut db, &key).await?;
    page(&visitor, &mut db, &found, None).await
}

pub async fn change(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let found = find(&visitor, &mut tx, &key).await?;
    match act::change(&mut tx, &key, form.version, &form.fields).await {
        Ok(_) => saved(tx, Kind::Notice, &key, format!("/admin/notices/{key}")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            page(&visitor, &mut visitor.read().await?, &found, Some(&typed)).await
        }
    }
}
