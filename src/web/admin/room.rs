//! The frame of the control room: who may see it, its menu, the season it is about, the bar that takes a change back.

use super::super::bracket::Bracket;
use super::super::chart::Chart;
use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::page::{Here, Shell, UndoOffer};
use super::super::text::T;
use super::form::{FormView, Typed};
use super::list::ListView;
use super::place;
use crate::access::{Permission, Place, Scope};
use crate::actions::undo;
use crate::actor::Actor;
use crate::store::audit::{self, Kind};
use crate::store::seasons::{self, Season};
use crate::store::{Db, Tx};
use askama::Template;
use axum::body::Body;
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect};
use league::ids::LeagueId;
use league::season::Phase;
use std::collections::BTreeMap;

/// An entry of the control room's menu, with the letter that follows `g`.
#[derive(Clone, Debug)]
pub struct Entry {
    pub label: &'static str,
    pub href: String,
    pub letter: char,
    pub here: bool,
}

/// Everything around the content of a page of the control room.
#[derive(Clone, Debug)]
pub struct Room {
    pub shell: Shell,
    pub nav: Vec<Entry>,
    pub season: Option<Season>,
    pub seasons: Vec<(String, String, bool)>,
    /// Where the choice of a season leads: the list this page belongs to.
    pub switch_to: String,
    pub locked: bool,
    pub notice: Option<&'static str>,
    pub control_css: String,
    pub control_js: String,
}

/// A page of the control room: a heading, links, and parts below each other.
#[derive(Template)]
#[template(path = "admin/page.html")]
pub struct Page {
    pub room: Room,
    pub shell: Shell,
    pub over: String,
    pub back: Option<(String, &'static str)>,
    pub links: Vec<(String, String)>,
    pub note: String,
    pub parts: Vec<Part>,
}

/// A part of a page.
pub struct Part {
    pub id: &'static str,
    pub heading: String,
    pub note: String,
    pub body: Holding,
}

/// What a part holds.
pub enum Holding {
    Form(Box<FormView>),
    List(ListView),
    Facts(Vec<(String, String)>),
    Secret(Secret),
    Drawing(Bracket),
    Copy(ToCopy),
    Chart(Box<Chart>),
    Bench(Box<BenchView>),
    Picture { src: String, alt: String },
    Nothing,
}

/// A text to copy.
pub struct ToCopy {
    pub id: &'static str,
    pub label: &'static str,
    pub text: String,
}

impl ToCopy {
    fn rows(&self) -> usize {
        self.text.lines().count() + 1
    }
}

/// Who is named for a game, as a form of rows.
#[derive(Template)]
#[template(path = "admin/bench.html")]
pub struct BenchView {
    pub t: T,
    pub action: String,
    pub token: String,
    pub version: i64,
    pub rows: Vec<BenchRow>,
    pub coach: String,
    pub assistant_coach: String,
    pub faults: Vec<String>,
    pub button: &'static str,
    /// A second button: what it sends and what it says.
    pub second: Option<(&'static str, &'static str)>,
    /// Ticks at the table instead of names.
    pub checks: bool,
    pub locked: bool,
}

/// One player of it.
#[derive(Clone)]
pub struct BenchRow {
    pub key: String,
    pub shirt: String,
    pub name: String,
    pub light: &'static str,
    pub class: &'static str,
    /// The address of the photo, where there is one.
    pub photo: Option<String>,
    pub why: Vec<String>,
    pub named: bool,
    pub starts: bool,
    pub captain: bool,
    pub verified: bool,
}

/// Something shown once.
pub struct Secret {
    pub url: String,
    pub lasts: String,
    pub label: &'static str,
    pub qr: String,
    pub size: usize,
}

impl Part {
    /// A part with a form.
    pub fn form(heading: impl Into<String>, form: FormView) -> Self {
        let body = Holding::Form(Box::new(form));
        Self { id: "", heading: heading.into(), note: String::new(), body }
    }

    /// A part with a list.
    pub fn list(heading: impl Into<String>, list: ListView) -> Self {
        Self { id: "", heading: heading.into(), note: String::new(), body: Holding::List(list) }
    }

    /// A part with names and values.
    pub fn facts(heading: impl Into<String>, facts: Vec<(String, String)>) -> Self {
        Self { id: "", heading: heading.into(), note: String::new(), body: Holding::Facts(facts) }
    }

    /// A part with a picture.
    pub fn picture(heading: impl Into<String>, src: String, alt: String) -> Self {
        let body = Holding::Picture { src, alt };
        Self { id: "", heading: heading.into(), note: String::new(), body }
    }

    /// A part that only says something.
    pub fn say(heading: impl Into<String>, note: &str) -> Self {
        Self { id: "", heading: heading.into(), note: note.to_owned(), body: Holding::Nothing }
    }

    /// A part with a secret.
    pub fn secret(heading: impl Into<String>, secret: Secret) -> Self {
        Self { id: "secret", heading: heading.into(), note: String::new(), body: Holding::Secret(secret) }
    }

    /// A part with a text to copy.
    pub fn copy(heading: impl Into<String>, text: ToCopy) -> Self {
        Self { id: "", heading: heading.into(), note: String::new(), body: Holding::Copy(text) }
    }

    /// A part with the picture of the stages.
    pub fn drawing(heading: impl Into<String>, bracket: Bracket) -> Self {
        Self { id: "bracket", heading: heading.into(), note: String::new(), body: Holding::Drawing(bracket) }
    }

    /// A part with a chart, which bears its own name.
    pub fn chart(chart: Chart) -> Self {
        Self { id: "", heading: String::new(), note: String::new(), body: Holding::Chart(Box::new(chart)) }
    }

    /// A part with the players of a game.
    pub fn bench(heading: impl Into<String>, bench: BenchView) -> Self {
        let body = Holding::Bench(Box::new(bench));
        Self { id: "bench", heading: heading.into(), note: String::new(), body }
    }

    /// A sentence under the heading.
    pub fn noted(mut self, note: &str) -> Self {
        self.note = note.to_owned();
        self
    }

    /// A second sentence.
    pub fn noted_more(mut self, note: &str) -> Self {
        self.note = format!("{} {note}", self.note);
        self
    }

    /// The name other pages point to.
    pub fn named(mut self, id: &'static str) -> Self {
        self.id = id;
        self
    }
}

impl Page {
    /// A page without parts yet.
    pub fn new(room: Room) -> Self {
        let shell = room.shell.clone();
        Self {
            room,
            shell,
            over: String::new(),
            back: None,
            links: Vec::new(),
            note: String::new(),
            parts: Vec::new(),
        }
    }

    /// Adds a part.
    pub fn with(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }

    /// Adds a link at the head.
    pub fn link(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.links.push((label.into(), href.into()));
        self
    }

    /// Where the page hangs.
    pub fn back(mut self, href: impl Into<String>, label: &'static str) -> Self {
        self.back = Some((href.into(), label));
        self
    }

    /// The answer. A page that shows a refused form says so in its status.
    pub fn answer(self, typed: Option<&Typed>) -> Result<Response<Body>, Error> {
        let status = match typed.map(|typed| &typed.trouble) {
            None => StatusCode::OK,
            Some(super::form::Trouble::Faults(_) | super::form::Trouble::Said(..)) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Some(super::form::Trouble::Conflict) => StatusCode::CONFLICT,
        };
        Ok((status, Html(self.render()?)).into_response())
    }
}

/// The question part of an address.
pub fn query(visitor: &Visitor) -> BTreeMap<String, String> {
    let asked = visitor.path.split_once('?').map_or("", |(_, query)| query);
    serde_urlencoded::from_str(asked).unwrap_or_default()
}

/// Only those with a grant come in.
pub fn must_enter(visitor: &Visitor) -> Result<(), Error> {
    match visitor.actor {
        Actor::Stranger => Err(Error::SignIn),
        _ if visitor.may_somewhere(Permission::ReadControl) => Ok(()),
        _ => Err(Error::Forbidden),
    }
}

/// The frame of a page about a season, or about the one the address or the calendar chooses.
pub async fn room(
    visitor: &Visitor,
    db: &mut Db,
    title: impl Into<String>,
    here: Here,
    season: Option<Season>,
) -> Result<Room, Error> {
    must_enter(visitor)?;
    let t = visitor.t();
    let asked = query(visitor);
    let open = seasons_of(visitor, db).await?;
    let current = seasons::current(db).await?.map(|season| season.id);
    let chosen = season
        .or_else(|| open.iter().find(|season| Some(&season.key) == asked.get("s")).cloned())
        .or_else(|| open.iter().find(|season| Some(season.id) == current).cloned())
        .or_else(|| open.first().cloned());
    let mut shell = Shell::of(visitor, title);
    if let Some(season) = &chosen {
        visitor.lang.pick(&season.name_zh, &season.name_en).clone_into(&mut shell.season_name);
    }
    let mut notice = None;
    if let Some(row) = just_saved(&asked, visitor, db).await? {
        notice = Some(t.saved());
        let now = visitor.app.clock.now();
        if undo::is_offered(&row, now) {
            let seconds = (undo::OFFERED_FOR - (now - row.at)).num_seconds();
            shell.undo = Some(UndoOffer { audit_id: row.id, seconds });
        }
    } else if asked.contains_key("undone") {
        notice = Some(t.undone());
    }
    let suffix = match (&chosen, current) {
        (Some(season), current) if Some(season.id) != current => format!("?s={}", season.key),
        _ => String::new(),
    };
    let nav = menu(visitor, t, here, &suffix);
    let list = nav.iter().find(|entry| entry.here).map_or("/admin", |entry| entry.href.as_str());
    Ok(Room {
        switch_to: list.split('?').next().unwrap_or("/admin").to_owned(),
        nav,
        locked: chosen.as_ref().is_some_and(|season| season.phase == Phase::Archived),
        seasons: open
            .iter()
            .map(|season| {
                let here = chosen.as_ref().is_some_and(|chosen| chosen.id == season.id);
                (season.key.clone(), visitor.lang.pick(&season.name_zh, &season.name_en).to_owned(), here)
            })
            .collect(),
        season: chosen,
        notice,
        control_css: super::super::assets::url("control.css"),
        control_js: super::super::assets::url("control.js"),
        shell,
    })
}

/// The frame for a volunteer who has one page here and no menu.
pub fn bare(visitor: &Visitor, title: impl Into<String>, season: Season) -> Room {
    let mut shell = Shell::of(visitor, title);
    visitor.lang.pick(&season.name_zh, &season.name_en).clone_into(&mut shell.season_name);
    Room {
        shell,
        nav: Vec::new(),
        locked: season.phase == Phase::Archived,
        season: Some(season),
        seasons: Vec::new(),
        switch_to: String::new(),
        notice: None,
        control_css: super::super::assets::url("control.css"),
        control_js: super::super::assets::url("control.js"),
    }
}

async fn just_saved(
    asked: &BTreeMap<String, String>,
    visitor: &Visitor,
    db: &mut Db,
) -> Result<Option<audit::Row>, Error> {
    let Some(id) = asked.get("saved").and_then(|id| id.parse().ok()) else { return Ok(None) };
    let row = audit::by_id(db, id).await?;
    Ok(row.filter(|row| row.actor == visitor.actor.tag()))
}

fn menu(visitor: &Visitor, t: T, here: Here, suffix: &str) -> Vec<Entry> {
    use Permission::*;
    if let Actor::Leader { entry_key, .. } = &visitor.actor {
        let href = format!("/admin/lists/{entry_key}");
        return vec![Entry { label: t.team_list(), href, letter: 'l', here: true }];
    }
    let mut nav = Vec::new();
    let wide = visitor
        .scopes()
        .iter()
        .any(|scope| matches!(scope, Scope::League(_) | Scope::Season(_) | Scope::Competition(_)));
    let may = |wants: &[Permission]| wants.iter().any(|wants| visitor.may_look_somewhere(*wants));
    // Evenings and figures belong to a season, not to one of its competitions.
    let whole_season =
        visitor.scopes().iter().any(|scope| matches!(scope, Scope::League(_) | Scope::Season(_)));
    let mut add = |shown: bool, label, path: &str, letter, this| {
        if shown {
            nav.push(Entry { label, href: format!("{path}{suffix}"), letter, here: here == this });
        }
    };
    add(true, t.today_nav(), "/admin", 't', Here::Today);
    add(wide, t.competitions(), "/admin/competitions", 'c', Here::Competitions);
    add(true, t.clubs(), "/admin/clubs", 'k', Here::AdminClubs);
    add(true, t.fixtures_nav(), "/admin/fixtures", 'f', Here::Fixtures);
    add(true, t.results_nav(), "/admin/results", 'r', Here::Results);
    add(whole_season, t.audience(), "/admin/audience", 'a', Here::Audience);
    add(may(&[EditNotice, ReviewUpload]), t.documents_nav(), "/admin/documents", 'd', Here::Documents);
    add(may(&[ManageAccounts]), t.people_nav(), "/admin/people", 'p', Here::People);
    add(
        may(&[EditSeason, ReadSettings, ReadAudit]),
        t.settings_nav(),
        "/admin/settings",
        's',
        Here::Settings,
    );
    nav
}

/// The leagues in which a visitor holds any grant.
pub async fn leagues_of(visitor: &Visitor, db: &mut Db) -> Result<Vec<LeagueId>, Error> {
    let mut leagues = Vec::new();
    for scope in visitor.scopes() {
        if let Some(league) = place::of_scope(db, scope).await?.and_then(|place| place.league)
            && !leagues.contains(&league)
        {
            leagues.push(league);
        }
    }
    Ok(leagues)
}

/// The seasons a visitor has something to do with.
async fn seasons_of(visitor: &Visitor, db: &mut Db) -> Result<Vec<Season>, Error> {
    let mut places: Vec<Place> = Vec::new();
    for scope in visitor.scopes() {
        places.extend(place::of_scope(db, scope).await?);
    }
    let reaches = |season: &Season| {
        places.iter().any(|place| match place.season {
            Some(id) => id == season.id,
            None => place.league == Some(season.league_id),
        })
    };
    Ok(seasons::all(db).await?.into_iter().filter(reaches).collect())
}

/// Commits, and goes on to a page that says so and offers to take the change back.
pub async fn saved(
    mut tx: Tx,
    kind: Kind,
    key: &str,
    to: impl Into<String>,
) -> Result<Response<Body>, Error> {
    let newest = audit::newest(&mut tx, kind, key).await?;
    tx.commit().await?;
    let to = to.into();
    let (path, mark) = to.split_once('#').unwrap_or((&to, ""));
    let join = if path.contains('?') { '&' } else { '?' };
    let id = newest.map_or(0, |row| row.id);
    let mark = if mark.is_empty() { String::new() } else { format!("#{mark}") };
    Ok(Redirect::to(&format!("{path}{join}saved={id}{mark}")).into_response())
}

/// A secret with its QR code.
pub fn secret(visitor: &Visitor, host: &HeaderMap, path: &str, lasts: String) -> Secret {
    let url = format!("{}{path}", base_url(visitor, host));
    let (qr, size) = super::super::admin::qr::path(&url);
    Secret { url, lasts, label: visitor.t().secret_link(), qr, size }
}

/// The address people reach this site by: as configured, else as this request came.
pub fn base_url(visitor: &Visitor, headers: &HeaderMap) -> String {
    match &visitor.app.settings.public_url {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None => {
            let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
            format!("{}://{host}", if visitor.arrival.secure { "https" } else { "http" })
        }
    }
}
