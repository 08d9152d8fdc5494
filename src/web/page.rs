//! What every page has around its content, and how a page becomes an answer.

use super::cache::Cacheable;
use super::error::Error;
use super::extract::{Theme, Visitor};
use super::text::{Lang, T};
use super::{assets, paths};
use crate::access::Permission;
use askama::Template;
use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::response::{Html, IntoResponse};
use chrono::Duration;
use league::ids::SeasonId;

/// The part of the main menu a page belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Here {
    #[default]
    Elsewhere,
    Home,
    Schedule,
    Table,
    Clubs,
    Notices,
    About,
    Today,
    Competitions,
    AdminClubs,
    Fixtures,
    Results,
    Audience,
    Documents,
    People,
    Settings,
}

/// An entry of the main menu.
#[derive(Clone, Debug)]
pub struct MenuItem {
    pub label: &'static str,
    pub href: String,
    pub here: bool,
}

/// The frame of a page.
#[derive(Clone, Debug)]
pub struct Shell {
    pub t: T,
    pub lang: Lang,
    pub theme: Theme,
    /// What the site is called.
    pub site: String,
    pub title: String,
    pub description: String,
    /// The address of the page itself, to come back after a change of language.
    pub path: String,
    pub menu: Vec<MenuItem>,
    pub signed_in: Option<String>,
    pub may_control: bool,
    pub form_token: String,
    pub css: String,
    pub js: String,
    pub icon: String,
    /// The season whose pages the menu leads to.
    pub season_name: String,
    /// A change just made that can be taken back.
    pub undo: Option<UndoOffer>,
    /// What a link to this page looks like where it is shared.
    pub share: Option<Share>,
}

/// How a link looks in a chat or a feed: whole addresses, for the reader there knows no other.
#[derive(Clone, Debug)]
pub struct Share {
    pub url: String,
    pub picture: String,
    /// Width and height of the picture.
    pub size: (u32, u32),
}

/// The bar that offers to take a change back.
#[derive(Clone, Debug)]
pub struct UndoOffer {
    pub audit_id: i32,
    pub seconds: i64,
}

/// Where the menu of the public site leads.
#[derive(Clone, Debug, Default)]
pub struct MenuTargets {
    pub season_name: String,
    pub competition_key: String,
}

impl Shell {
    /// A frame without a menu: errors, sign-in, set-up.
    pub fn bare(lang: Lang, theme: Theme, path: &str, site: String) -> Self {
        Self {
            t: T(lang),
            lang,
            theme,
            site,
            title: String::new(),
            description: String::new(),
            path: path.to_owned(),
            menu: Vec::new(),
            signed_in: None,
            may_control: false,
            form_token: String::new(),
            css: assets::url("site.css"),
            js: assets::url("site.js"),
            icon: assets::url("icon.svg"),
            season_name: String::new(),
            undo: None,
            share: None,
        }
    }

    /// The frame of a page for a visitor.
    pub fn of(visitor: &Visitor, title: impl Into<String>) -> Self {
        let mut shell = Self::bare(visitor.lang, visitor.theme, &visitor.path, visitor.site());
        shell.title = title.into();
        if visitor.is_signed_in() {
            shell.signed_in = Some(visitor.actor.name());
            shell.may_control = visitor.may_somewhere(Permission::ReadControl);
        }
        shell.form_token = visitor.form_token.clone();
        shell
    }

    /// The frame of a public page, with its menu.
    pub fn public(visitor: &Visitor, title: impl Into<String>, here: Here, targets: &MenuTargets) -> Self {
        let mut shell = Self::of(visitor, title);
        let t = shell.t;
        let mut item =
            |label, href: String, this| shell.menu.push(MenuItem { label, href, here: here == this });
        item(t.home(), "/".into(), Here::Home);
        if !targets.competition_key.is_empty() {
            item(t.schedule(), paths::schedule(&targets.competition_key), Here::Schedule);
            item(t.table(), paths::table(&targets.competition_key), Here::Table);
        }
        item(t.clubs(), "/clubs".into(), Here::Clubs);
        item(t.notices(), "/notices".into(), Here::Notices);
        item(t.about(), "/about".into(), Here::About);
        shell.season_name = targets.season_name.clone();
        shell
    }
}

/// A page that may be answered from memory to everyone who is not signed in.
pub fn cached<P: Template>(
    visitor: &Visitor,
    page: &P,
    season: Option<SeasonId>,
    fresh_for: Duration,
) -> Result<Response<Body>, Error> {
    let mut response = Html(page.render()?).into_response();
    if !visitor.is_signed_in() {
        response.extensions_mut().insert(Cacheable { season, fresh_for });
    }
    Ok(response)
}

/// A file that may be answered from memory.
pub fn cached_file(
    visitor: &Visitor,
    media_type: &'static str,
    file_name: &str,
    bytes: Vec<u8>,
    season: SeasonId,
) -> Response<Body> {
    let mut response = Body::from(bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    if let Ok(value) = HeaderValue::from_str(&format!("inline; filename=\"{file_name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    if !visitor.is_signed_in() {
        response.extensions_mut().insert(Cacheable { season: Some(season), fresh_for: LONG });
    }
    response
}

/// A page made for one visitor.
pub fn private<P: Template>(page: &P) -> Result<Response<Body>, Error> {
    Ok(Html(page.render()?).into_response())
}

/// A page that was refused: what was typed is still in it.
pub fn refused<P: Template>(page: &P) -> Result<Response<Body>, Error> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
}

/// Pages whose content changes only by a commit stay fresh this long.
pub const LONG: Duration = Duration::hours(1);
/// Pages that say "today" or "next" look at the clock again after this long.
pub const SHORT: Duration = Duration::seconds(30);
