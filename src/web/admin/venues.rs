//! Venues with their courts and stated capacities.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::place;
use super::room::{Page, Part, leagues_of, room, saved};
use crate::access::Permission::{EditVenue, ReadControl};
use crate::actions::input::Fields;
use crate::actions::venues as act;
use crate::store::Db;
use crate::store::audit::Kind;
use crate::store::leagues::{self, League};
use crate::store::venues::{self, Venue};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

pub async fn list(visitor: Visitor) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (t, lang) = (visitor.t(), visitor.lang);
    let room = room(&visitor, &mut db, t.venues(), Here::Settings, None).await?;
    let mut list = ListView::new(t.venues(), &[t.venue(), t.city(), t.courts(), t.address()], t.no_venues());
    let mut links = Vec::new();
    for league in leagues_of(&visitor, &mut db).await? {
        if !visitor.may(ReadControl, &place::league(league)) {
            continue;
        }
        let courts = venues::courts(&mut db, league).await?;
        for venue in venues::all(&mut db, league).await? {
            let own = courts.iter().filter(|court| court.venue_id == venue.id);
            let own: Vec<&str> = own.map(|court| lang.pick(&court.name_zh, &court.name_en)).collect();
            list.row(vec![
                Cell::link(lang.pick(&venue.name_zh, &venue.name_en), format!("/admin/venues/{}", venue.key)),
                Cell::text(&venue.city),
                Cell::text(own.join("、")),
                Cell::Quiet(venue.address),
            ]);
        }
        if visitor.may(EditVenue, &place::league(league)) {
            let key = leagues::by_id(&mut db, league).await?.key;
            links.push((t.new_venue().to_owned(), format!("/admin/leagues/{key}/venues/new")));
        }
    }
    list.next = links.first().cloned();
    let mut page = Page::new(room).back("/admin/settings", t.settings_nav()).with(Part::list("", list));
    page.links = links;
    page.answer(None)
}

async fn league_of(visitor: &Visitor, db: &mut Db, key: &str) -> Result<League, Error> {
    super::room::must_enter(visitor)?;
    let league = leagues::by_key(db, key).await?.ok_or(Error::NotFound)?;
    visitor.must(EditVenue, &place::league(league.id))?;
    Ok(league)
}

async fn new_page(
    visitor: &Visitor,
    db: &mut Db,
    league: &League,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let room = room(visitor, db, t.new_venue(), Here::Settings, None).await?;
    let form = FormView::new(visitor, "venue", act::FIELDS, &Fields::default())
        .to(format!("/admin/leagues/{}/venues/new", league.key))
        .typed(typed);
    Page::new(room).back("/admin/venues", t.venues()).with(Part::form("", form)).answer(typed)
}

pub async fn new(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let league = league_of(&visitor, &mut db, &key).await?;
    new_page(&visitor, &mut db, &league, None).await
}

pub async fn create(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let league = league_of(&visitor, &mut tx, &key).await?;
    match act::create(&mut tx, league.id, &form.fields).await {
        Ok(venue) => saved(tx, Kind::Venue, &venue.key, format!("/admin/venues/{}", venue.key)).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            new_page(&visitor, &mut visitor.read().await?, &league, Some(&typed)).await
        }
    }
}

/// The three forms of a venue's page: what was refused goes back into its own.
#[derive(Default)]
struct Again<'a> {
    venue: Option<&'a Typed>,
    court: Option<&'a Typed>,
    capacity: Option<&'a Typed>,
}

async fn find(visitor: &Visitor, db: &mut Db, key: &str) -> Result<Venue, Error> {
    super::room::must_enter(visitor)?;
    let venue = venues::by_key(db, key).await?.filter(|venue| !venue.archived).ok_or(Error::NotFound)?;
    visitor.must(ReadControl, &place::venue(&venue))?;
    Ok(venue)
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    venue: &Venue,
    again: Again<'_>,
) -> Result<Response<Body>, Error> {
    let (t, lang) = (visitor.t(), visitor.lang);
    let name = lang.pick(&venue.name_zh, &venue.name_en).to_owned();
    let room = room(visitor, db, name, Here::Settings, None).await?;
    let may_edit = visitor.may(EditVenue, &place::venue(venue));
    let here = format!("/admin/venues/{}", venue.key);
    let form = FormView::new(visitor, "venue", act::FIELDS, &act::fields_of(venue))
        .to(&here)
        .version(venue.version)
        .locked(!may_edit)
        .typed(again.venue);
    let mut courts = ListView::new(t.courts(), &[t.court(), t.field("venue", "name_en")], t.no_courts());
    for court in venues::courts(db, venue.league_id).await?.into_iter().filter(|c| c.venue_id == venue.id) {
        courts.row(vec![Cell::text(court.name_zh), Cell::text(court.name_en)]);
    }
    let columns = [t.field("", "seats"), t.field("capacity", "kind"), t.as_of(), t.source()];
    let mut capacities = ListView::new(t.capacities(), &columns, t.capacity_note());
    for capacity in venues::capacities(db, venue.id).await? {
        capacities.row(vec![
            Cell::Number(capacity.seats.to_string()),
            Cell::text(t.choice("capacity", "kind", &capacity.kind)),
            Cell::text(capacity.as_of.map(|day| day.to_string()).unwrap_or_default()),
            Cell::Quiet(capacity.source),
        ]);
    }
    let blank = Fields::default();
    let add_court = FormView::new(visitor, "court", act::COURT_FIELDS, &blank)
        .to(format!("{here}/courts"))
        .says(t.add_court())
        .marked("court")
        .typed(again.court);
    let add_capacity = FormView::new(visitor, "capacity", act::CAPACITY_FIELDS, &blank)
        .to(format!("{here}/capacities"))
        .says(t.add_capacity())
        .typed(again.capacity);
    let mut page = Page::new(room)
        .back("/admin/venues", t.venues())
        .link(t.open_public(), super::super::paths::venue(&venue.key))
        .link(t.object_history(), format!("/admin/history/venue/{}", venue.key))
        .with(Part::form(t.edit_venue(), form))
        .with(Part::list(t.courts(), courts).named("courts"));
    if may_edit {
        page = page.with(Part::form(t.add_court(), add_court));
    }
    page = page.with(Part::list(t.capacities(), capacities).named("capacities"));
    if may_edit {
        page = page.with(Part::form(t.add_capacity(), add_capacity));
    }
    page.answer(again.venue.or(again.court).or(again.capacity))
}

pub async fn edit(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let venue = find(&visitor, &mut db, &key).await?;
    page(&visitor, &mut db, &venue, Again::default()).await
}

pub async fn change(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let venue = find(&visitor, &mut tx, &key).await?;
    visitor.must(EditVenue, &place::venue(&venue))?;
    match act::change(&mut tx, &key, form.version, &form.fields).await {
        Ok(_) => saved(tx, Kind::Venue, &key, format!("/admin/venues/{key}")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { venue: Some(&typed), ..Default::default() };
            page(&visitor, &mut visitor.read().await?, &venue, again).await
        }
    }
}

pub async fn add_court(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let venue = find(&visitor, &mut tx, &key).await?;
    visitor.must(EditVenue, &place::venue(&venue))?;
    match act::add_court(&mut tx, &venue, &form.fields).await {
        Ok(()) => saved(tx, Kind::Venue, &key, format!("/admin/venues/{key}#courts")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { court: Some(&typed), ..Default::default() };
            page(&visitor, &mut visitor.read().await?, &venue, again).await
        }
    }
}

pub async fn add_capacity(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let venue = find(&visitor, &mut tx, &key).await?;
    visitor.must(EditVenue, &place::venue(&venue))?;
    match act::add_capacity(&mut tx, &venue, &form.fields).await {
        Ok(()) => saved(tx, Kind::Venue, &key, format!("/admin/venues/{key}#capacities")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { capacity: Some(&typed), ..Default::default() };
            page(&visitor, &mut visitor.read().await?, &venue, again).await
        }
    }
}
