//! Clubs: the list, one club, and all the names it goes by.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::place;
use super::room::{Page, Part, leagues_of, query, room, saved};
use crate::access::Permission::{EditClub, EditList, ReadControl};
use crate::actions::clubs as act;
use crate::actions::input::Fields;
use crate::store::audit::Kind;
use crate::store::clubs::{self, Club};
use crate::store::leagues::{self, League};
use crate::store::{Db, competitions, entries, lists, seasons};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

pub async fn list(visitor: Visitor) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let t = visitor.t();
    let room = room(&visitor, &mut db, t.clubs(), Here::AdminClubs, None).await?;
    let asked = query(&visitor);
    let by = asked.get("sort").map_or("name", String::as_str).to_owned();
    let columns = [t.short_name(), t.official_name(), t.city(), t.names()];
    let mut list = ListView::new(t.clubs(), &columns, t.no_clubs());
    for (column, word) in list.columns.iter_mut().zip(["name", "official", "city"]) {
        column.sort = Some(format!("/admin/clubs?sort={word}"));
        column.order = if by == word { "ascending" } else { "" };
    }
    list.quick = true;
    let mut links = Vec::new();
    let mut found = Vec::new();
    for league in leagues_of(&visitor, &mut db).await? {
        let aliases = clubs::all_aliases(&mut db, league).await?;
        for club in clubs::all(&mut db, league).await? {
            if visitor.may(ReadControl, &place::club(&club)) {
                let names = aliases.iter().filter(|alias| alias.club_id == club.id);
                let names: Vec<&str> = names.map(|alias| alias.name.as_str()).collect();
                found.push((names.join("、"), club));
            }
        }
        if visitor.may(EditClub, &place::league(league)) {
            let key = leagues::by_id(&mut db, league).await?.key;
            links.push((t.new_club().to_owned(), format!("/admin/leagues/{key}/clubs/new")));
        }
    }
    match by.as_str() {
        "official" => found.sort_by_key(|(_, club)| league::names::sort_key(&club.official_name)),
        "city" => found.sort_by_key(|(_, club)| league::names::sort_key(&club.city)),
        _ => {}
    }
    for (names, club) in found {
        list.row(vec![
            Cell::Side {
                href: format!("/admin/clubs/{}", club.key),
                light: club.colour_light,
                dark: club.colour_dark,
                name: club.short_name,
            },
            Cell::text(club.official_name),
            Cell::text(club.city),
            Cell::Quiet(names),
        ]);
    }
    list.next = links.first().cloned();
    let mut page = Page::new(room).with(Part::list("", list));
    page.links = links;
    page.answer(None)
}

async fn league_of(visitor: &Visitor, db: &mut Db, key: &str) -> Result<League, Error> {
    super::room::must_enter(visitor)?;
    let league = leagues::by_key(db, key).await?.ok_or(Error::NotFound)?;
    visitor.must(EditClub, &place::league(league.id))?;
    Ok(league)
}

async fn new_page(
    visitor: &Visitor,
    db: &mut Db,
    league: &League,
    typed: Option<&Typed>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let room = room(visitor, db, t.new_club(), Here::AdminClubs, None).await?;
    let mut blank = Fields::default();
    blank.set("colour_light", "#ffffff");
    blank.set("colour_dark", "#14202b");
    let form = FormView::new(visitor, "club", act::FIELDS, &blank)
        .to(format!("/admin/leagues/{}/clubs/new", league.key))
        .typed(typed);
    Page::new(room).back("/admin/clubs", t.clubs()).with(Part::form("", form)).answer(typed)
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
        Ok(club) => saved(tx, Kind::Club, &club.key, format!("/admin/clubs/{}", club.key)).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            new_page(&visitor, &mut visitor.read().await?, &league, Some(&typed)).await
        }
    }
}

async fn find(visitor: &Visitor, db: &mut Db, key: &str) -> Result<Club, Error> {
    super::room::must_enter(visitor)?;
    let club = clubs::by_key(db, key).await?.filter(|club| !club.archived).ok_or(Error::NotFound)?;
    visitor.must(ReadControl, &place::club(&club))?;
    Ok(club)
}

/// The club's lists, newest first: where its leader works.
async fn lists_of(visitor: &Visitor, db: &mut Db, club: &Club) -> Result<ListView, Error> {
    let t = visitor.t();
    let mut view = ListView::new(t.team_lists(), &[t.competition(), t.status()], t.no_entries());
    for entry in entries::of_club(db, club.id).await?.iter().rev() {
        let competition = competitions::by_id(db, entry.competition_id).await?;
        let season = seasons::by_id(db, competition.season_id).await?;
        let list = lists::of_entry(db, entry.id).await?;
        let name = visitor.lang.pick(&competition.name_zh, &competition.name_en);
        let label = format!("{} · {name}", visitor.lang.pick(&season.name_zh, &season.name_en));
        view.row(vec![
            Cell::link(label, format!("/admin/lists/{}", entry.key)),
            Cell::state(t.list_state(list.state)),
        ]);
    }
    Ok(view)
}

/// Which of the two forms of the page was refused.
enum Again<'a> {
    Neither,
    Club(&'a Typed),
    Name(&'a Typed),
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    club: &Club,
    again: Again<'_>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let room = room(visitor, db, club.short_name.clone(), Here::AdminClubs, None).await?;
    let (of_club, of_name) = match again {
        Again::Neither => (None, None),
        Again::Club(typed) => (Some(typed), None),
        Again::Name(typed) => (None, Some(typed)),
    };
    let may_edit = visitor.may(EditClub, &place::club(club));
    let here = format!("/admin/clubs/{}", club.key);
    let form = FormView::new(visitor, "club", act::FIELDS, &act::fields_of(club))
        .to(&here)
        .version(club.version)
        .locked(!may_edit)
        .typed(of_club);
    let known = seasons::all(db).await?;
    let season_name = |id: i32| {
        let season = known.iter().find(|season| season.id.0 == id);
        season
            .map(|season| visitor.lang.pick(&season.name_zh, &season.name_en).to_owned())
            .unwrap_or_default()
    };
    let columns = [t.names(), t.field("alias", "kind"), t.season(), t.source(), t.edit()];
    let mut names = ListView::new(t.names(), &columns, t.no_hit());
    for alias in clubs::aliases(db, club.id).await? {
        let remove = format!("{here}/names/{}/remove", alias.key);
        names.row(vec![
            Cell::text(alias.name),
            Cell::state(t.choice("alias", "kind", &alias.kind)),
            Cell::text(alias.season_id.map_or_else(|| t.all_seasons().to_owned(), season_name)),
            Cell::Quiet(alias.source),
            if may_edit {
                Cell::form(FormView::button_only(visitor, remove, t.remove()))
            } else {
                Cell::text("")
            },
        ]);
    }
    let choices = known
        .iter()
        .filter(|season| season.league_id == club.league_id)
        .map(|s| (s.key.clone(), visitor.lang.pick(&s.name_zh, &s.name_en).to_owned()))
        .collect();
    let add = FormView::new(visitor, "alias", act::ALIAS_FIELDS, &Fields::default())
        .to(format!("{here}/names"))
        .says(t.add_name())
        .choices("season", choices)
        .typed(of_name);
    let plate = Cell::Side {
        light: club.colour_light.clone(),
        dark: club.colour_dark.clone(),
        name: club.short_name.clone(),
        href: String::new(),
    };
    let mut preview = ListView::new(t.plate_preview(), &[t.plate_preview()], "");
    preview.row(vec![plate]);
    let mut page = Page::new(room)
        .back("/admin/clubs", t.clubs())
        .link(t.open_public(), super::super::paths::club(&club.key))
        .link(t.object_history(), format!("/admin/history/club/{}", club.key))
        .with(Part::list("", preview));
    if visitor.may_look(EditClub, &place::club(club)) {
        page = page.link(t.shifts(), format!("{here}/shifts"));
    }
    if visitor.may(EditList, &place::club(club)) {
        page = page.with(Part::list(t.team_lists(), lists_of(visitor, db, club).await?).named("lists"));
    }
    page = page.with(Part::form(t.edit_club(), form)).with(Part::list(t.names(), names).named("names"));
    if may_edit {
        page = page.with(Part::form(t.add_name(), add));
    }
    page.answer(of_club.or(of_name))
}

pub async fn edit(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let club = find(&visitor, &mut db, &key).await?;
    page(&visitor, &mut db, &club, Again::Neither).await
}

pub async fn change(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let club = find(&visitor, &mut tx, &key).await?;
    visitor.must(EditClub, &place::club(&club))?;
    match act::change(&mut tx, &key, form.version, &form.fields).await {
        Ok(_) => saved(tx, Kind::Club, &key, format!("/admin/clubs/{key}")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            page(&visitor, &mut visitor.read().await?, &club, Again::Club(&typed)).await
        }
    }
}

pub async fn add_name(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let club = find(&visitor, &mut tx, &key).await?;
    visitor.must(EditClub, &place::club(&club))?;
    match act::add_alias(&mut tx, &key, &form.fields).await {
        Ok(_) => saved(tx, Kind::Club, &key, format!("/admin/clubs/{key}#names")).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            page(&visitor, &mut visitor.read().await?, &club, Again::Name(&typed)).await
        }
    }
}

pub async fn remove_name(
    Path((key, alias)): Path<(String, String)>,
    form: Form,
) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let club = find(&visitor, &mut tx, &key).await?;
    visitor.must(EditClub, &place::club(&club))?;
    act::remove_alias(&mut tx, &key, &alias).await?;
    saved(tx, Kind::Club, &key, format!("/admin/clubs/{key}#names")).await
}
