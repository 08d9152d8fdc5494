//! Shifts of a club: its rosters, the crew of each player, and who cannot come to a game.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::form::Form;
use super::super::page::Here;
use super::form::{FormView, Typed};
use super::list::{Cell, ListView};
use super::place;
use super::room::{Page, Part, must_enter, query, room, saved};
use crate::access::Permission::{EditClub, ReadControl};
use crate::actions::input::{Field, Fields, Holds, optional, parse_time};
use crate::actions::shifts as act;
use crate::shifts::{Turnout, planner_days, turnout};
use crate::store::audit::Kind;
use crate::store::clubs::{self, Club};
use crate::store::entries::{self, Entry};
use crate::store::fixtures::Card;
use crate::store::seasons::{self, Season};
use crate::store::shifts::{self as rows, ShiftRoster};
use crate::store::{Db, competitions};
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use axum::response::{IntoResponse, Redirect};
use chrono::NaiveDateTime;
use league::ids::{ClubId, EntryId};
use league::season::Phase;

/// The question who can come.
const ASK: &[Field] = &[optional("at", Holds::DateTime)];

/// The forms of the page: what was refused goes back into its own.
#[derive(Default)]
struct Again<'a> {
    new: Option<&'a Typed>,
    roster: Option<(&'a str, &'a Typed)>,
    crews: Option<(&'a str, &'a Typed)>,
}

async fn find(visitor: &Visitor, db: &mut Db, key: &str) -> Result<Club, Error> {
    must_enter(visitor)?;
    let club = clubs::by_key(db, key).await?.filter(|club| !club.archived).ok_or(Error::NotFound)?;
    visitor.must(EditClub, &place::club(&club))?;
    Ok(club)
}

/// The season of the address, or the one the room chose, if it is of the club's league.
async fn season_of(visitor: &Visitor, db: &mut Db, club: &Club) -> Result<Option<Season>, Error> {
    let asked = query(visitor);
    let mut own: Vec<Season> =
        seasons::all(db).await?.into_iter().filter(|season| season.league_id == club.league_id).collect();
    if let Some(key) = asked.get("s") {
        return Ok(own.into_iter().find(|season| season.key == *key));
    }
    own.sort_by_key(|season| season.phase != Phase::Running);
    Ok(own.into_iter().next())
}

async fn page(
    visitor: &Visitor,
    db: &mut Db,
    club: &Club,
    season: Option<Season>,
    again: Again<'_>,
) -> Result<Response<Body>, Error> {
    let t = visitor.t();
    let season = match season {
        Some(season) => Some(season),
        None => season_of(visitor, db, club).await?,
    };
    let room = room(visitor, db, t.shifts(), Here::AdminClubs, season.clone()).await?;
    let back = format!("/admin/clubs/{}", club.key);
    let Some(season) = season else {
        return Page::new(room).back(back, t.clubs()).with(Part::say("", t.no_season())).answer(None);
    };
    let open = season.phase != Phase::Archived;
    let here = format!("/admin/clubs/{}/shifts", club.key);
    let rosters: Vec<ShiftRoster> = rows::of_season(db, season.id)
        .await?
        .into_iter()
        .filter(|roster| roster.club_id == club.id.0)
        .collect();
    let mut teams: Vec<Entry> = Vec::new();
    for entry in entries::of_club(db, club.id).await? {
        if competitions::by_id(db, entry.competition_id).await?.season_id == season.id {
            teams.push(entry);
        }
    }
    let asked = query(visitor);
    let at = asked.get("at").cloned().unwrap_or_default();
    let mut values = Fields::default();
    values.set("at", &at);
    let form = FormView::new(visitor, "slot", ASK, &values)
        .to(&here)
        .says(t.who_can_come())
        .asking()
        .hide("s", season.key.clone());
    let mut page = Page::new(room).back(back, t.clubs());
    page.over = club.short_name.clone();
    page = page.with(Part::form(t.who_can_come(), form).noted(t.shifts_said()).named("slot"));
    if let Some(at) = parse_time(&at) {
        for team in &teams {
            let turnout = turnout(db, season.id, team.id, at).await?;
            page = page.with(turnout_part(visitor, &team.short_name, &turnout));
        }
    }
    for team in &teams {
        page = crews_part(visitor, db, page, (team, &rosters), open, again.crews).await?;
    }
    for roster in &rosters {
        let name = if roster.department.is_empty() { t.shift_roster() } else { &roster.department };
        let typed = again.roster.filter(|(key, _)| *key == roster.key).map(|(_, typed)| typed);
        let form = FormView::new(visitor, "shift", act::FIELDS, &act::fields_of(roster))
            .without(&["pattern"])
            .to(format!("/admin/shifts/{}", roster.key))
            .version(roster.version)
            .locked(!open)
            .marked(&roster.key)
            .typed(typed);
        page = page.with(Part::form(name, form));
        if open {
            let button =
                FormView::button_only(visitor, format!("/admin/shifts/{}/archive", roster.key), t.put_away())
                    .version(roster.version);
            page = page.with(Part::form("", button));
        }
    }
    if open {
        let mut blank = Fields::default();
        blank.set("pattern", "four_crews");
        let form = FormView::new(visitor, "shift", act::FIELDS, &blank)
            .to(format!("{here}/new/{}", season.key))
            .says(t.new_shift_roster())
            .marked("new")
            .typed(again.new);
        page = page.with(Part::form(t.new_shift_roster(), form).named("new"));
    }
    page.answer(again.new.or(again.roster.map(|(_, typed)| typed)).or(again.crews.map(|(_, typed)| typed)))
}

/// "5 of 12 cannot come", with their names and shifts.
fn turnout_part(visitor: &Visitor, team: &str, turnout: &Turnout) -> Part {
    let t = visitor.t();
    let mut list = ListView::new(team, &[t.player(), t.shift(), t.shift_hours()], t.all_can_come());
    for (player, work) in &turnout.away {
        list.row(vec![
            Cell::text(format!("{} {}", player.shirt, player.name)),
            Cell::State { word: work.sign.to_string(), class: "bad".into() },
            Cell::Number(format!("{} – {}", work.from.format("%m-%d %H:%M"), work.to.format("%H:%M"))),
        ]);
    }
    Part::list(format!("{team}: {}", t.cannot_come(turnout.away.len(), turnout.players)), list)
        .noted(&t.shifts_known(turnout.known, turnout.players))
}

async fn crews_part(
    visitor: &Visitor,
    db: &mut Db,
    page: Page,
    (team, rosters): (&Entry, &[ShiftRoster]),
    open: bool,
    again: Option<(&str, &Typed)>,
) -> Result<Page, Error> {
    let t = visitor.t();
    if rosters.is_empty() {
        return Ok(page);
    }
    let players = entries::players(db, team.id).await?;
    let crews = rows::crews(db, team.id).await?;
    let mut choices = vec![(String::new(), "–".to_owned())];
    for roster in rosters {
        for crew in roster.body.crews.keys() {
            choices.push((format!("{} {crew}", roster.key), format!("{} {crew}", roster.department)));
        }
    }
    let mut form = FormView::new(visitor, "crew", &[], &Fields::default())
        .to(format!("/admin/entries/{}/crews", team.key))
        .locked(!open);
    for player in &players {
        let own = crews.iter().find(|own| own.person_key == player.person_key);
        let value = own.map(|own| format!("{} {}", own.shift_roster_key, own.crew)).unwrap_or_default();
        form = form.choose(&player.person_key, format!("{} {}", player.shirt, player.name), value, &choices);
    }
    let typed = again.filter(|(key, _)| *key == team.key).map(|(_, typed)| typed);
    let note = if players.is_empty() { t.no_players() } else { t.crews_said() };
    let mut page = page;
    page = if players.is_empty() {
        page.with(Part::say(format!("{} {}", t.crews(), team.short_name), note))
    } else {
        page.with(Part::form(format!("{} {}", t.crews(), team.short_name), form.typed(typed)).noted(note))
    };
    let evening = chrono::NaiveTime::from_hms_opt(19, 0, 0).expect("a time of day");
    for roster in rosters {
        let own: Vec<String> =
            crews.iter().filter(|own| own.shift_roster_id == roster.id).map(|own| own.crew.clone()).collect();
        let days = planner_days(roster, &own, players.len(), evening);
        if !days.is_empty() {
            let days: Vec<String> = days.iter().map(u32::to_string).collect();
            let line = format!(
                "[clubs.\"{}\"]\nshift = {{ first = {}, cycle = {}, work = [{}] }}",
                team.short_name,
                roster.body.first,
                roster.body.cycle.len(),
                days.join(", ")
            );
            let copy = super::room::ToCopy { id: "planner", label: t.for_planner(), text: line };
            page = page.with(Part::copy("", copy).noted(t.for_planner_said()));
        }
    }
    Ok(page)
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let club = find(&visitor, &mut db, &key).await?;
    page(&visitor, &mut db, &club, None, Again::default()).await
}

pub async fn create(
    Path((key, season)): Path<(String, String)>,
    form: Form,
) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let club = find(&visitor, &mut tx, &key).await?;
    let season = seasons::by_key(&mut tx, &season).await?;
    let season = season.filter(|season| season.league_id == club.league_id).ok_or(Error::NotFound)?;
    match act::create(&mut tx, &season, &club, &form.fields).await {
        Ok(made) => {
            saved(tx, Kind::Shift, &made.key, format!("/admin/clubs/{key}/shifts?s={}", season.key)).await
        }
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { new: Some(&typed), ..Again::default() };
            page(&visitor, &mut visitor.read().await?, &club, Some(season), again).await
        }
    }
}

async fn find_roster(
    visitor: &Visitor,
    db: &mut Db,
    key: &str,
) -> Result<(Season, Club, ShiftRoster), Error> {
    must_enter(visitor)?;
    let roster = rows::by_key(db, key).await?.filter(|roster| !roster.archived).ok_or(Error::NotFound)?;
    let club = clubs::by_id(db, ClubId(roster.club_id)).await?;
    visitor.must(EditClub, &place::club(&club))?;
    Ok((seasons::by_id(db, roster.season_id).await?, club, roster))
}

pub async fn change(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let (season, club, roster) = find_roster(&visitor, &mut tx, &key).await?;
    match act::change(&mut tx, &roster, form.version, &form.fields).await {
        Ok(()) => {
            saved(tx, Kind::Shift, &key, format!("/admin/clubs/{}/shifts?s={}", club.key, season.key)).await
        }
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { roster: Some((&key, &typed)), ..Again::default() };
            page(&visitor, &mut visitor.read().await?, &club, Some(season), again).await
        }
    }
}

pub async fn archive(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    let mut tx = visitor.write().await?;
    let (season, club, roster) = find_roster(&visitor, &mut tx, &key).await?;
    act::archive(&mut tx, &roster, form.version).await?;
    saved(tx, Kind::Shift, &key, format!("/admin/clubs/{}/shifts?s={}", club.key, season.key)).await
}

pub async fn assign(Path(key): Path<String>, form: Form) -> Result<Response<Body>, Error> {
    let visitor = form.visitor;
    must_enter(&visitor)?;
    let mut tx = visitor.write().await?;
    let team = entries::by_key(&mut tx, &key).await?.ok_or(Error::NotFound)?;
    let club = clubs::by_id(&mut tx, ClubId(team.club_id.ok_or(Error::NotFound)?)).await?;
    visitor.must(EditClub, &place::club(&club))?;
    let competition = competitions::by_id(&mut tx, team.competition_id).await?;
    let season = seasons::by_id(&mut tx, competition.season_id).await?;
    let to = format!("/admin/clubs/{}/shifts?s={}", club.key, season.key);
    match act::assign(&mut tx, &team, &form.fields).await {
        Ok(0) => Ok(Redirect::to(&to).into_response()),
        Ok(_) => saved(tx, Kind::Shift, &key, to).await,
        Err(refused) => {
            drop(tx);
            let typed = Typed::new(form.fields, refused)?;
            let again = Again { crews: Some((&key, &typed)), ..Again::default() };
            page(&visitor, &mut visitor.read().await?, &club, Some(season), again).await
        }
    }
}

/// Adds to a game's page who of both sides cannot come. Only what a reader may know of each club is shown.
pub async fn part(visitor: &Visitor, db: &mut Db, mut page: Page, card: &Card) -> Result<Page, Error> {
    let t = visitor.t();
    let Some(tip_off) = card.fixture.tip_off else { return Ok(page) };
    for (entry, club, short) in [
        (card.fixture.a_entry_id, card.a_club_id, &card.a_short),
        (card.fixture.b_entry_id, card.b_club_id, &card.b_short),
    ] {
        let (Some(entry), Some(club)) = (entry, club) else { continue };
        let club = clubs::by_id(db, ClubId(club)).await?;
        if !visitor.may(EditClub, &place::club(&club)) || !visitor.may(ReadControl, &place::club(&club)) {
            continue;
        }
        let turnout = turnout(db, card.season_id, EntryId(entry), tip_off).await?;
        if turnout.known == 0 {
            continue;
        }
        page = page.with(turnout_part(visitor, short.as_deref().unwrap_or_default(), &turnout)).link(
            format!("{} {}", short.as_deref().unwrap_or_default(), t.shifts()),
            slot_link(&club.key, &card.season_key, tip_off),
        );
    }
    Ok(page)
}

fn slot_link(club: &str, season: &str, at: NaiveDateTime) -> String {
    format!("/admin/clubs/{club}/shifts?s={season}&at={}", at.format("%Y-%m-%dT%H:%M"))
}
