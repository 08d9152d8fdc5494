//! 战报: drafted from a game's data, edited, saved as a notice, published.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::super::show::FixtureView;
use super::super::story::{Game, Style};
use super::super::text::Lang;
use super::fixture::find;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::place;
use super::room::{Page, Part, room, saved};
use crate::access::Permission::EditNotice;
use crate::actions::input::Fields;
use crate::actions::notices as act;
use crate::store::audit::Kind;
use crate::store::fixtures::Card;
use crate::store::{Db, notices, seasons};
use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::Response;
use league::season::Phase;
use std::collections::BTreeMap;

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    card: &Card,
    style: Style,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let season = seasons::by_id(db, card.season_id).await?;
    let game = FixtureView::of(card, visitor.lang);
    let here = format!("/admin/fixtures/{}/reports", card.fixture.key);
    let room = room(visitor, db, t.story(), Here::Fixtures, Some(season.clone())).await?;
    let written = Game::read(db, card, &season, visitor.app.clock.now()).await?;
    let mut page = Page::new(room).back(format!("/admin/fixtures/{}", card.fixture.key), t.fixtures_nav());
    page.over = format!("{} · {}", written.competition(visitor.lang), game.title(t));
    let (zh, en) = (
        written.draft(db, &season, style, Lang::Zh).await?,
        written.draft(db, &season, style, Lang::En).await?,
    );
    if let (Some(zh), Some(en)) = (zh, en) {
        for other in Style::ALL {
            page = page.link(t.story_style(other.as_str()), format!("{here}?style={}", other.as_str()));
        }
        let mut draft = Fields::default();
        draft.set("title_zh", zh.title);
        draft.set("title_en", en.title);
        draft.set("body_zh", zh.body);
        draft.set("body_en", en.body);
        let form = FormView::new(visitor, "story", act::REPORT_FIELDS, &draft)
            .to(&here)
            .locked(season.phase == Phase::Archived)
            .typed(typed);
        page = page.with(Part::form(t.story_style(style.as_str()), form).noted(t.story_said()));
    }
    let none = if game.is_over() { t.story_none() } else { t.story_early() };
    let mut list = ListView::new(t.story_saved(), &[t.story(), t.status()], none);
    for report in notices::of_fixture(db, card.fixture.id).await? {
        let title = visitor.lang.pick(&report.title_zh, &report.title_en).to_owned();
        let state = if report.published_at.is_some() { t.published() } else { t.draft() };
        list.row(vec![Cell::link(title, format!("/admin/notices/{}", report.key)), Cell::state(state)]);
    }
    page.with(Part::list(t.story_saved(), list)).answer(typed)
}

/// The game, for those who may write to the public about it.
async fn game(visitor: &Visitor, db: &mut Db, key: &str) -> Result<Card, Error> {
    let card = find(visitor, db, key, crate::access::Permission::ReadControl).await?;
    visitor.must(EditNotice, &place::season(&seasons::by_id(db, card.season_id).await?))?;
    Ok(card)
}

pub async fn show(
    visitor: Visitor,
    Path(key): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response<Body>, Error> {
    let asked: BTreeMap<String, String> =
        serde_urlencoded::from_str(&query.unwrap_or_default()).map_err(|_| Error::BadBody)?;
    let style = Style::of(asked.get("style").map_or("", String::as_str));
    let mut db = visitor.read().await?;
    let card = game(&visitor, &mut db, &key).await?;
    page(&visitor, &mut db, &card, style, None).await
}

pub async fn save(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let card = game(&visitor, &mut tx, &key).await?;
    match act::create_report(&mut tx, &card, &form.fields).await {
        Ok(notice) => saved(tx, Kind::Notice, &notice.key, format!("/admin/notices/{}", notice.key)).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            page(&visitor, &mut visitor.read().await?, &card, Style::Long, Some(&typed)).await
        }
    }
}
