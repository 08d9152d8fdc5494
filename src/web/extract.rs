//! Who asks, in which language, from where: what a handler gets besides its path.

use super::error::Error;
use super::front::{Arrival, secret_cookie};
use super::text::{Lang, T};
use super::{App, cookies, guard};
use crate::access::{Decision, Permission, Place, Role, Scope, authorize};
use crate::actions::accounts::keep_session;
use crate::actor::Actor;
use crate::random::token_hash;
use crate::store::accounts::{self, Session};
use crate::store::lists;
use crate::store::{Db, Tx, Writer};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use chrono::Duration;

/// Light, dark, or as the device says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    /// The word in the cookie and on the page.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Somebody at the other end of a request.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub app: AppRef,
    pub actor: Actor,
    pub lang: Lang,
    pub theme: Theme,
    pub path: String,
    pub arrival: Arrival,
    pub session: Option<Session>,
    /// The token its forms carry.
    pub form_token: String,
    /// The form must carry the token: the browser said nothing about where it came from.
    pub needs_form_token: bool,
    /// The request asks and changes nothing.
    pub reading: bool,
    /// The league's own name, where there is one league.
    pub site: Option<[String; 2]>,
}

/// The application, without its insides in debug output.
#[derive(Clone)]
pub struct AppRef(pub App);

impl std::fmt::Debug for AppRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("App")
    }
}

impl std::ops::Deref for AppRef {
    type Target = App;

    fn deref(&self) -> &App {
        &self.0
    }
}

impl Visitor {
    /// The words in this visitor's language.
    pub fn t(&self) -> T {
        T(self.lang)
    }

    /// Whether somebody is signed in.
    pub fn is_signed_in(&self) -> bool {
        matches!(self.actor, Actor::Account { .. })
    }

    /// A snapshot to read from.
    pub async fn read(&self) -> Result<Db, Error> {
        Ok(self.app.store.read().await?)
    }

    /// A transaction that writes in this visitor's name.
    pub async fn write(&self) -> Result<Tx, Error> {
        Ok(self.app.store.write(&self.writer()).await?)
    }

    /// Who writes, for the audit.
    pub fn writer(&self) -> Writer {
        Writer {
            actor: self.actor.clone(),
            now: self.app.clock.now(),
            random: self.app.random.clone(),
            origin: mask_address(&self.arrival.address),
            request_id: self.arrival.request_id.clone(),
        }
    }

    /// Goes on only if this visitor may do something at a place.
    pub fn must(&self, wants: Permission, place: &Place) -> Result<(), Error> {
        match authorize(&self.actor, wants, place) {
            Decision::Allow => Ok(()),
            _ if self.may_look(wants, place) => Ok(()),
            Decision::Forbid => Err(Error::Forbidden),
            Decision::Hide if self.actor == Actor::Stranger => Err(Error::SignIn),
            Decision::Hide => Err(Error::NotFound),
        }
    }

    /// Whether this visitor may see the page on which something is done: whoever may do it, and the auditor, who
    /// reads all and changes nothing. What people show of themselves and what a table enters is not a page to read.
    pub fn may_look(&self, wants: Permission, place: &Place) -> bool {
        self.may(wants, place)
            || (self.reading && is_for_readers(wants) && self.may(Permission::ReadAudit, place))
    }

    /// The same, wherever one of the visitor's grants holds.
    pub fn may_look_somewhere(&self, wants: Permission) -> bool {
        self.may_somewhere(wants)
            || (self.reading && is_for_readers(wants) && self.may_somewhere(Permission::ReadAudit))
    }

    /// Whether no grant of the visitor changes anything: forms are shown closed.
    pub fn only_reads(&self) -> bool {
        let grants = self.actor.grants();
        !grants.is_empty() && grants.iter().all(|grant| grant.role == Role::Auditor)
    }

    /// The name of the site in the visitor's language: the league's own.
    pub fn site(&self) -> String {
        site_name(self.site.as_ref(), self.lang)
    }

    /// Whether this visitor may do something at a place.
    pub fn may(&self, wants: Permission, place: &Place) -> bool {
        authorize(&self.actor, wants, place) == Decision::Allow
    }

    /// The full address of a path on this site, for codes and feeds that leave it.
    pub fn address(&self, path: &str) -> String {
        let base = match &self.app.settings.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("{}://{}", if self.arrival.secure { "https" } else { "http" }, self.arrival.host),
        };
        format!("{base}{path}")
    }

    /// Whether a place is somebody else's: for this visitor it does not exist.
    pub fn is_hidden(&self, wants: Permission, place: &Place) -> bool {
        authorize(&self.actor, wants, place) == Decision::Hide
    }

    /// Whether any of the visitor's grants allows something, wherever it holds.
    pub fn may_somewhere(&self, wants: Permission) -> bool {
        self.actor.grants().iter().any(|grant| crate::access::allows(grant.role, wants))
    }

    /// The scopes in which the visitor holds a grant.
    pub fn scopes(&self) -> Vec<Scope> {
        self.actor.grants().iter().map(|grant| grant.scope).collect()
    }
}

/// The name of the site: the league's own, or the program's where there is none or are several.
pub(super) fn site_name(names: Option<&[String; 2]>, lang: Lang) -> String {
    match names {
        Some([zh, en]) => lang.pick(zh, en).to_owned(),
        None => T(lang).site().to_owned(),
    }
}

/// Pages about a thing, as against what opens it.
fn is_for_readers(wants: Permission) -> bool {
    use Permission::*;
    !matches!(wants, EnterResult | CorrectResult | EditList | IssueLink | ReadPersonal)
}

/// The language of an answer: the visitor's choice; for the API, which has no switch, what the client asks for.
pub(super) fn language(headers: &HeaderMap, path: &str, default: Lang) -> Lang {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    match cookies::read(headers, "lang") {
        Some("en") => Lang::En,
        Some("zh") => Lang::Zh,
        None if path.starts_with("/api/") && asked.trim_start().to_ascii_lowercase().starts_with("en") => {
            Lang::En
        }
        _ => default,
    }
}

/// What is kept of an address: its network. Enough to see a pattern, not enough to find a person.
pub fn mask_address(address: &str) -> String {
    match address.parse() {
        Ok(std::net::IpAddr::V4(ip)) => {
            let [a, b, c, _] = ip.octets();
            format!("{a}.{b}.{c}.x")
        }
        Ok(std::net::IpAddr::V6(ip)) => {
            let [a, b, c, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}::x")
        }
        Err(_) => String::new(),
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let arrival = parts.extensions.get::<Arrival>().cloned().unwrap_or(Arrival {
            secure: false,
            address: String::new(),
            host: "localhost".into(),
            request_id: app.random.key(),
        });
        let lang = language(&parts.headers, parts.uri.path(), app.settings.language);
        let theme = match cookies::read(&parts.headers, "theme") {
            Some("dark") => Theme::Dark,
            Some("light") => Theme::Light,
            _ => Theme::Auto,
        };
        let mut visitor = Self {
            app: AppRef(app.clone()),
            actor: Actor::Stranger,
            lang,
            theme,
            path: parts.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned(),
            arrival,
            session: None,
            form_token: String::new(),
            needs_form_token: parts.extensions.get::<guard::NeedsFormToken>().is_some(),
            reading: matches!(parts.method, Method::GET | Method::HEAD),
            site: app.site_names().await?,
        };
        visitor.recognise(parts).await?;
        Ok(visitor)
    }
}

impl Visitor {
    async fn recognise(&mut self, parts: &Parts) -> Result<(), Error> {
        let app = self.app.0.clone();
        let now = app.clock.now();
        let bearer = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        if let Some(token) = bearer.and_then(|value| value.strip_prefix("Bearer ")) {
            let mut db = app.store.read().await?;
            let found =
                accounts::api_token(&mut db, &token_hash(token), now).await?.ok_or(Error::BadToken)?;
            let scope = Scope::from_parts(&found.scope_kind, found.scope_id).ok_or(Error::BadToken)?;
            self.actor = Actor::Token { key: found.key, name: found.name, role: found.role, scope };
            return Ok(());
        }
        if let Some(token) = secret_cookie(&parts.headers, "sid", self.arrival.secure) {
            let mut db = app.store.read().await?;
            if let Some(session) = accounts::session(&mut db, &token_hash(token), now).await? {
                let account = accounts::by_id(&mut db, session.account_id).await?;
                let grants = accounts::grants(&mut db, account.id).await?;
                drop(db);
                self.form_token = guard::form_token(&app, token);
                self.actor = Actor::Account {
                    id: account.id,
                    key: account.key,
                    name: account.name,
                    grants: grants.iter().filter_map(accounts::GrantRow::grant).collect(),
                };
                self.keep_alive(&session).await?;
                self.session = Some(session);
                return Ok(());
            }
        }
        if let Some(token) = secret_cookie(&parts.headers, "team", self.arrival.secure) {
            let mut db = app.store.read().await?;
            let found = lists::link(&mut db, &token_hash(token)).await?;
            if let Some(link) = found.filter(|link| link.revoked_at.is_none() && now < link.expires_at) {
                self.form_token = guard::form_token(&app, token);
                self.actor = Actor::Leader {
                    key: link.key,
                    holder: link.holder,
                    entry: link.entry_id,
                    entry_key: link.entry_key,
                };
                return Ok(());
            }
        }
        if let Some(token) = secret_cookie(&parts.headers, "cap", self.arrival.secure) {
            let mut db = app.store.read().await?;
            let found = accounts::capability(&mut db, &token_hash(token)).await?;
            let good = found.filter(|c| c.revoked_at.is_none() && c.valid_from <= now && now < c.expires_at);
            if let Some(capability) = good {
                self.actor = Actor::Capability {
                    id: capability.id,
                    key: capability.key,
                    job: capability.job,
                    fixture: capability.fixture_id,
                    holder: capability.holder,
                };
            }
        }
        Ok(())
    }

    /// Lengthens a session in use, at most once a minute, never past its absolute end.
    async fn keep_alive(&self, session: &Session) -> Result<(), Error> {
        let now = self.app.clock.now();
        if now - session.seen_at < Duration::minutes(1) {
            return Ok(());
        }
        let times = self.app.settings.session.of(self.actor.grants().iter().map(|grant| grant.role));
        let mut tx = self.write().await?;
        keep_session(&mut tx, session, times).await?;
        Ok(tx.commit_quiet().await?)
    }
}
