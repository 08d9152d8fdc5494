//! Notices 通知公告 and spectators' notes 观众须知, with their pictures and attachments.

use super::super::page::{Here, SHORT, Shell, cached};
use super::super::paths;
use super::home::published;
use super::season::paragraphs;
use super::{Error, Visitor, current_targets, must_be_visible};
use crate::store::{notices, seasons};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

#[derive(Template)]
#[template(path = "public/notices.html")]
struct NoticesPage {
    shell: Shell,
    notices: Vec<NoticeView>,
}

#[derive(Template)]
#[template(path = "public/notice.html")]
struct NoticePage {
    shell: Shell,
    notice: NoticeView,
    body: Vec<String>,
    pictures: Vec<PictureView>,
    files: Vec<(String, String, String)>,
}

struct NoticeView {
    title: String,
    kind: &'static str,
    day: String,
    href: String,
    pinned: bool,
}

struct PictureView {
    src: String,
    alt: String,
    width: i64,
    height: i64,
}

fn view(visitor: &Visitor, season: &seasons::Season, notice: &notices::Notice) -> NoticeView {
    let t = visitor.t();
    let day = notice.published_at.map(|at| at.with_timezone(&season.tz()).date_naive());
    NoticeView {
        title: visitor.lang.pick(&notice.title_zh, &notice.title_en).to_owned(),
        kind: match notice.kind.as_str() {
            _ if notice.fixture_id.is_some() => t.story(),
            "spectators" => t.spectators_kind(),
            _ => t.notice_kind(),
        },
        day: day.map(|day| t.day(day)).unwrap_or_default(),
        href: paths::notice(&notice.key),
        pinned: notice.pinned,
    }
}

pub async fn list(visitor: Visitor) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let now = visitor.app.clock.now();
    let mut views = Vec::new();
    for season in seasons::all(&mut db).await?.iter().filter(|season| season.is_public) {
        let own = notices::of_season(&mut db, season.id).await?;
        views.extend(published(&own, now).map(|notice| view(&visitor, season, notice)));
    }
    let targets = current_targets(&visitor, &mut db).await?;
    let page = NoticesPage {
        shell: Shell::public(&visitor, visitor.t().notices(), Here::Notices, &targets),
        notices: views,
    };
    cached(&visitor, &page, None, SHORT)
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let notice = notices::by_key(&mut db, &key).await?.ok_or(Error::NotFound)?;
    let season = seasons::by_id(&mut db, notice.season_id).await?;
    must_be_visible(&visitor, &season)?;
    if notice.published_at.is_none_or(|at| at > visitor.app.clock.now()) && !visitor.is_signed_in() {
        return Err(Error::NotFound);
    }
    let uploads = notices::uploads_of_season(&mut db, season.id).await?;
    let shown =
        |upload: &&notices::Upload| upload.notice_id == Some(notice.id.0) && upload.review == "approved";
    let address = |upload: &notices::Upload| format!("/file/{}", upload.key);
    let lang = visitor.lang;
    let targets = current_targets(&visitor, &mut db).await?;
    let head = view(&visitor, &season, &notice);
    let page = NoticePage {
        shell: Shell::public(&visitor, head.title.clone(), Here::Notices, &targets),
        notice: head,
        body: paragraphs(lang, &notice.body_zh, &notice.body_en),
        pictures: uploads
            .iter()
            .filter(shown)
            .filter(|upload| upload.kind == "photo")
            .map(|upload| PictureView {
                src: address(upload),
                alt: lang.pick(&upload.alt_zh, &upload.alt_en).to_owned(),
                width: upload.width,
                height: upload.height,
            })
            .collect(),
        files: uploads
            .iter()
            .filter(shown)
            .filter(|upload| upload.kind == "attachment")
            .map(|upload| {
                (
                    upload.file_name.clone(),
                    address(upload),
                    format!("{} KB", (upload.size_bytes + 1023) / 1024),
                )
            })
            .collect(),
    };
    cached(&visitor, &page, Some(season.id), SHORT)
}
