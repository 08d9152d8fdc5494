//! Settings: seasons, venues, the audit, tokens, and what is in force.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::page::Here;
use super::list::{Cell, ListView};
use super::place;
use super::room::{Page, Part, leagues_of, must_enter, room};
use crate::access::Permission::{EditSeason, ManageAccounts, ReadAudit, ReadControl, ReadSettings};
use crate::store::{leagues, seasons};
use axum::body::Body;
use axum::http::Response;

pub async fn show(visitor: Visitor) -> Result<Response<Body>, Error> {
    must_enter(&visitor)?;
    if ![EditSeason, ReadSettings, ReadAudit].iter().any(|wants| visitor.may_somewhere(*wants)) {
        return Err(Error::Forbidden);
    }
    let mut db = visitor.read().await?;
    let (t, lang) = (visitor.t(), visitor.lang);
    let mut room = room(&visitor, &mut db, t.settings_nav(), Here::Settings, None).await?;
    room.locked = false;
    let columns = [t.season(), t.field("season", "phase"), t.match_period(), t.public_now()];
    let mut list = ListView::new(t.seasons(), &columns, t.no_season());
    for season in seasons::all(&mut db).await? {
        let at = place::season(&season);
        if !visitor.may(ReadControl, &at) {
            continue;
        }
        let name = lang.pick(&season.name_zh, &season.name_en).to_owned();
        list.row(vec![
            if visitor.may(EditSeason, &at) {
                Cell::link(name, format!("/admin/seasons/{}/edit", season.key))
            } else {
                Cell::text(name)
            },
            Cell::state(t.phase(season.phase)),
            Cell::text(super::super::public::period(
                season.match_from.or(season.event_from),
                season.match_to.or(season.event_to),
            )),
            Cell::text(if season.is_public { t.yes() } else { t.no() }),
        ]);
    }
    let mut page = Page::new(room);
    page = page.link(t.venues(), "/admin/venues");
    if visitor.may_look_somewhere(EditSeason) {
        page = page
            .link(t.screens(), "/admin/screens")
            .link(t.outbox(), "/admin/outbox")
            .link(t.recipients(), "/admin/recipients")
            .link(t.money(), "/admin/money");
    }
    if visitor.may_somewhere(ReadAudit) {
        page = page.link(t.audit(), "/admin/audit");
    }
    if visitor.may_look_somewhere(ManageAccounts) {
        page = page.link(t.tokens(), "/admin/tokens");
    }
    if visitor.may_somewhere(ReadSettings) {
        page = page.link(t.in_force(), "/admin/in-force");
    }
    for league in leagues_of(&visitor, &mut db).await? {
        if visitor.may(EditSeason, &place::league(league)) {
            let key = leagues::by_id(&mut db, league).await?.key;
            page = page.link(t.edit_league(), format!("/admin/leagues/{key}/edit"));
            let to = format!("/admin/leagues/{key}/seasons/new");
            list.next = Some((t.new_season().to_owned(), to.clone()));
            page = page.link(t.new_season(), to);
        }
    }
    page.with(Part::list(t.seasons(), list)).answer(None)
}

pub async fn in_force(visitor: Visitor) -> Result<Response<Body>, Error> {
    must_enter(&visitor)?;
    if !visitor.may_somewhere(ReadSettings) {
        return Err(Error::Forbidden);
    }
    let mut db = visitor.read().await?;
    let t = visitor.t();
    let mut room = room(&visitor, &mut db, t.in_force(), Here::Settings, None).await?;
    room.locked = false;
    let app = &visitor.app;
    let settings = &app.settings;
    // Names of settings are the same in every language: they are what one types into the file.
    let facts = [
        ("server.public_url", settings.public_url.clone().unwrap_or_else(|| "-".into())),
        ("server.trusted_proxies", settings.trusted_proxies.join(" ")),
        ("session.organiser_idle", format!("{} min", settings.session.organiser.idle.num_minutes())),
        ("session.other_idle", format!("{} min", settings.session.other.idle.num_minutes())),
        ("session.organiser_absolute", format!("{} min", settings.session.organiser.absolute.num_minutes())),
        ("session.other_absolute", format!("{} min", settings.session.other.absolute.num_minutes())),
        ("sign_in.account_per_minute", settings.throttle.per_account.to_string()),
        ("sign_in.address_per_minute", settings.throttle.per_address.to_string()),
        ("limits.upload", format!("{} MiB", settings.upload_limit / 1024 / 1024)),
        ("database", app.store.server_version().await?),
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
    ];
    let facts = facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Page::new(room)
        .back("/admin/settings", t.settings_nav())
        .with(Part::facts("", facts).noted(t.in_force_said()))
        .answer(None)
}
