//! Documents: notices and files.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::page::Here;
use super::list::{Cell, ListView};
use super::room::{Page, Part, room};
use super::{place, print};
use crate::access::Permission::{EditNotice, ReadControl};
use crate::store::{clubs, entries, notices};
use axum::body::Body;
use axum::http::Response;

/// The state of a file's review, in words.
pub fn review_word(visitor: &Visitor, review: &str) -> &'static str {
    let t = visitor.t();
    match review {
        "approved" => t.approved(),
        "refused" => t.refused(),
        _ => t.waiting(),
    }
}

pub async fn show(visitor: Visitor) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (t, lang) = (visitor.t(), visitor.lang);
    let room = room(&visitor, &mut db, t.documents_nav(), Here::Documents, None).await?;
    let Some(season) = room.season.clone() else {
        return Page::new(room).with(Part::say("", t.no_season())).answer(None);
    };
    let at = place::season(&season);
    visitor.must(ReadControl, &at)?;
    let mut list =
        ListView::new(t.notices(), &[t.notice(), t.field("", "kind"), t.status()], t.no_notices_yet());
    for notice in notices::of_season(&mut db, season.id).await? {
        let state = if notice.published_at.is_some() { t.published() } else { t.draft() };
        list.row(vec![
            Cell::link(
                lang.pick(&notice.title_zh, &notice.title_en),
                format!("/admin/notices/{}", notice.key),
            ),
            Cell::text(t.choice("notice", "kind", &notice.kind)),
            Cell::state(state),
        ]);
    }
    let mut files =
        ListView::new(t.files(), &[t.file(), t.field("upload", "kind"), t.status()], t.no_files());
    for upload in notices::uploads_of_season(&mut db, season.id).await? {
        files.row(vec![
            Cell::link(upload.file_name, format!("/admin/uploads/{}", upload.key)),
            Cell::text(t.choice("upload", "kind", &upload.kind)),
            Cell::state(review_word(&visitor, &upload.review)),
        ]);
    }
    let mut links = Vec::new();
    if visitor.may(EditNotice, &at) && !room.locked {
        links.push((t.new_notice().to_owned(), format!("/admin/seasons/{}/notices/new", season.key)));
        links.push((t.add_file().to_owned(), format!("/admin/seasons/{}/uploads/new", season.key)));
        list.next = links.first().cloned();
    }
    let mut names = String::new();
    for person in entries::people(&mut db, season.league_id).await? {
        names.push_str(&person.name);
    }
    for club in clubs::all(&mut db, season.league_id).await? {
        names.push_str(&club.official_name);
        names.push_str(&club.short_name);
    }
    let rare = print::rare_characters(&visitor, &names);
    let mut page = Page::new(room).with(print::of_season(&visitor, &mut db, &season).await?);
    page.parts.extend(rare);
    page = page.with(Part::list(t.notices(), list)).with(Part::list(t.files(), files).named("files"));
    page.links = links;
    page.answer(None)
}
