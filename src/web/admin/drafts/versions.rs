//! Versions of a draft: compared, brought back; and what publishing it does, with who must be told.

use super::super::super::error::Error;
use super::super::super::extract::Visitor;
use super::super::super::form::Form;
use super::super::form::{FormView, Typed};
use super::super::list::{Cell, ListView};
use super::super::room::{Page, Part, query, saved};
use super::{Found, find, frame, views};
use crate::access::Permission::{EditFixture, ReadControl};
use crate::actions::drafts as act;
use crate::actions::input::Fields;
use crate::drafts::{Change, Moved, between};
use crate::store::audit::Kind;
use crate::store::{Db, drafts};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use std::collections::BTreeMap;

const SHOWN: i64 = 60;

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    found: &Found,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let mut page = frame(visitor, db, found, t.draft_versions()).await?;
    let all = drafts::versions(db, found.draft.id, SHOWN).await?;
    let asked = query(visitor);
    let number = |name: &str| asked.get(name).and_then(|number| number.parse::<i64>().ok());
    let newest = found.draft.number;
    let (one, other) = (number("one").unwrap_or(newest - 1).max(1), number("other").unwrap_or(newest));
    if typed.is_some() {
        page = page.with(Part::say(t.conflict_head(), "").named("refused"));
    }
    let old = drafts::version(db, found.draft.id, one).await?;
    let new = drafts::version(db, found.draft.id, other).await?;
    if let (Some(old), Some(new)) = (old, new)
        && one != other
    {
        let changes = between(&old.games, &new.games);
        let heading = format!("{} {one} → {other}", t.changes());
        page = page.with(differences(visitor, found, &changes, heading, t.versions_same()));
        page = told(visitor, page, found, &changes);
    }
    let columns = [t.draft_newest(), t.tip_off(), t.versions_made(), t.field("", "actor"), t.edit()];
    let mut list = ListView::new(t.draft_versions(), &columns, "");
    for version in &all {
        let at = version.at.with_timezone(&found.season.tz()).format("%Y-%m-%d %H:%M").to_string();
        let made = format!("{} {}", t.made_by(&version.made_by), version.note);
        let mut does = vec![Cell::link(
            t.versions_compare(),
            format!("{}/versions?one={}&other={newest}", found.here(), version.number),
        )];
        if found.may_edit && version.number != newest {
            let to = format!("{}/versions/{}", found.here(), version.number);
            let form = FormView::button_only(visitor, to, t.versions_restore()).version(found.draft.version);
            does.push(Cell::form(form));
        }
        list.row(vec![
            Cell::Number(version.number.to_string()),
            Cell::text(at),
            Cell::text(made.trim()),
            Cell::text(version.author.clone()),
            Cell::Many(does),
        ]);
    }
    page.with(Part::list(t.draft_versions(), list).named("versions")).answer(typed)
}

/// Games that change, each with where it was and where it is.
pub fn differences(
    visitor: &Visitor,
    found: &Found,
    changes: &[Change],
    heading: impl Into<String>,
    none: &str,
) -> Part {
    let t = visitor.t();
    let columns = [t.changes(), t.team(), t.change_before(), t.change_after()];
    let heading = heading.into();
    let mut list = ListView::new(heading.clone(), &columns, none);
    for change in changes {
        let spot = |spot: &crate::drafts::Spot| views::spot_words(visitor, found, (spot.0, &spot.1, &spot.2));
        list.row(vec![
            Cell::state(t.moved_words(change.what)),
            Cell::Link {
                label: views::sides(visitor, found, &change.game),
                href: format!("{}/games/{}", found.here(), change.game.key),
            },
            Cell::Quiet(if change.what == Moved::New { String::new() } else { spot(&change.before) }),
            Cell::text(if change.what == Moved::Out { "–".into() } else { spot(&change.after) }),
        ]);
    }
    Part::list(heading, list).named("changes")
}

/// What each team has to know, as text that can be sent.
pub fn told(visitor: &Visitor, mut page: Page, found: &Found, changes: &[Change]) -> Page {
    let t = visitor.t();
    let mut by_team: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for change in changes {
        let spot = |spot: &crate::drafts::Spot| views::spot_words(visitor, found, (spot.0, &spot.1, &spot.2));
        let words = match change.what {
            Moved::New => spot(&change.after),
            Moved::Out => format!("{} ({})", t.moved_words(Moved::Out), spot(&change.before)),
            _ => format!("{} → {}", spot(&change.before), spot(&change.after)),
        };
        let line = format!("{}: {words}", views::sides(visitor, found, &change.game));
        for team in [&change.game.a, &change.game.b].into_iter().flatten() {
            let name = views::named(visitor, found, team);
            by_team.entry((league::names::sort_key(&name), name)).or_default().push(line.clone());
        }
    }
    if !by_team.is_empty() {
        let facts = by_team.into_iter().map(|((_, team), lines)| (team, lines.join("; "))).collect();
        page = page.with(Part::facts(t.to_be_told(), facts).noted(t.told_said()).named("told"));
    }
    page
}

pub async fn list(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = find(&visitor, &mut db, &key, ReadControl).await?;
    page(&visitor, &mut db, &found, None).await
}

pub async fn restore(Path((key, number)): Path<(String, i64)>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    find(&visitor, &mut tx, &key, EditFixture).await?;
    match act::restore(&mut tx, &key, form.version, number).await {
        Ok(_) => saved(tx, Kind::Draft, &key, format!("/admin/drafts/{key}/versions")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(Fields::default(), refused)?;
            let mut db = visitor.read().await?;
            let found = find(&visitor, &mut db, &key, ReadControl).await?;
            page(&visitor, &mut db, &found, Some(&typed)).await
        }
    }
}

async fn publish_page(
    visitor: &Visitor,
    db: &mut Db,
    found: &Found,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let mut page = frame(visitor, db, found, t.draft_publish()).await?;
    t.publish_said().clone_into(&mut page.note);
    let changes = act::publishes(&found.around, &found.draft);
    page = page.with(differences(visitor, found, &changes, t.changes(), t.changes_none()));
    if found.may_edit && !changes.is_empty() {
        let form = FormView::new(visitor, "", &[], &Fields::default())
            .to(format!("{}/publish", found.here()))
            .says(t.publish_go())
            .version(found.draft.version)
            .typed(typed);
        page = page.with(Part::form("", form).named("publish"));
    }
    told(visitor, page, found, &changes).answer(typed)
}

pub async fn before_publishing(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let found = find(&visitor, &mut db, &key, ReadControl).await?;
    publish_page(&visitor, &mut db, &found, None).await
}

pub async fn publish(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    find(&visitor, &mut tx, &key, EditFixture).await?;
    match act::publish(&mut tx, &key, form.version).await {
        Ok(_) => saved(tx, Kind::Draft, &key, format!("/admin/drafts/{key}/publish")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(Fields::default(), refused)?;
            let mut db = visitor.read().await?;
            let found = find(&visitor, &mut db, &key, ReadControl).await?;
            publish_page(&visitor, &mut db, &found, Some(&typed)).await
        }
    }
}
