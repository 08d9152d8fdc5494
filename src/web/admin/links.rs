//! Links for the scorer's table: handed out on the game's page, shown once, listed, taken back.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::super::show::FixtureView;
use super::fixture;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::room::{Page, Part, room, saved, secret};
use crate::access::Permission::IssueLink;
use crate::actions::input::{Fault, Fields, What};
use crate::actions::{Refused, links as act};
use crate::store::Db;
use crate::store::accounts;
use crate::store::audit::Kind;
use crate::store::fixtures::Card;
use crate::store::seasons::{self, Season};
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, Response};
use league::season::Phase;

/// Adds the links of a game to its page.
pub async fn part(
    visitor: &Visitor,
    db: &mut Db,
    page: Page,
    card: &Card,
    season: &Season,
    typed: Option<&Typed>,
) -> Result<Page, Error> {
    let t = visitor.t();
    let now = visitor.app.clock.now();
    let here = format!("/admin/fixtures/{}/links", card.fixture.key);
    let local = |at: chrono::DateTime<chrono::Utc>| {
        at.with_timezone(&season.tz()).format("%Y-%m-%d %H:%M").to_string()
    };
    let columns = [t.field("link", "holder"), t.status(), t.secret_lasts(), t.edit()];
    let mut list = ListView::new(t.scorer_links(), &columns, t.no_links());
    for link in accounts::capabilities(db, card.fixture.id).await? {
        let over = link.revoked_at.is_some() || link.expires_at <= now;
        let state = match link.revoked_at {
            Some(_) => t.revoked(),
            None if link.expires_at <= now => t.expired(),
            None if link.valid_from > now => t.link_early(),
            None => t.link_good(),
        };
        list.row(vec![
            Cell::text(if link.holder.is_empty() {
                t.choice("link", "job", link.job.as_str())
            } else {
                link.holder
            }),
            Cell::state(state),
            Cell::Number(format!("{} – {}", local(link.valid_from), local(link.expires_at))),
            if over {
                Cell::text("")
            } else {
                Cell::form(FormView::button_only(visitor, format!("{here}/{}/revoke", link.key), t.revoke()))
            },
        ]);
    }
    let mut values = Fields::default();
    values.set("job", "scorer");
    let form = FormView::new(visitor, "link", act::FIELDS, &values)
        .to(here)
        .says(t.issue_link())
        .only("job", &["scorer"])
        .without(&["gate"])
        .typed(typed);
    let page = page.with(Part::list(t.scorer_links(), list).named("links"));
    if season.phase == Phase::Archived {
        return Ok(page);
    }
    Ok(page.with(Part::form("", form).noted(t.issue_link_said())))
}

/// Hands a link out. It is shown in the answer itself, never in an address: the server keeps only its hash.
pub async fn issue(Path(key): Path<String>, headers: HeaderMap, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let card = fixture::find(&visitor, &mut tx, &key, IssueLink).await?;
    let given = if form.fields.get("job") == "gate" {
        // A link to count belongs to one gate and is handed out there.
        Err(Refused::Faults(vec![Fault::at("job", What::NotOneOf { allowed: &["scorer"] })]))
    } else {
        act::issue(&mut tx, &card, &form.fields).await
    };
    let (link, token) = match given {
        Ok(given) => given,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = fixture::Again { link: Some(&typed), ..Default::default() };
            return fixture::page(&visitor, &mut visitor.read().await?, &key, again).await;
        }
    };
    tx.commit().await?;
    let mut db = visitor.read().await?;
    let t = visitor.t();
    let season = seasons::by_id(&mut db, card.season_id).await?;
    let game = FixtureView::of(&card, visitor.lang);
    let room = room(&visitor, &mut db, game.title(t), Here::Fixtures, Some(season.clone())).await?;
    let local = |at: chrono::DateTime<chrono::Utc>| {
        at.with_timezone(&season.tz()).format("%Y-%m-%d %H:%M").to_string()
    };
    let lasts = format!("{} – {}", local(link.valid_from), local(link.expires_at));
    let shown = secret(&visitor, &headers, &format!("/cap/{token}"), lasts);
    let mut page = Page::new(room).back(format!("/admin/fixtures/{key}"), t.scorer_links());
    page.over = format!("{} {} {}", game.competition, game.day_text, game.time_text);
    page.with(Part::secret(format!("{} {}", t.score_table(), link.holder), shown)).answer(None)
}

pub async fn revoke(Path((key, link)): Path<(String, String)>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let card = fixture::find(&visitor, &mut tx, &key, IssueLink).await?;
    act::revoke(&mut tx, &card, &link).await?;
    saved(tx, Kind::Capability, &link, format!("/admin/fixtures/{key}#links")).await
}
