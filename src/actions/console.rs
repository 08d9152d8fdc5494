//! What the person at the server's console does: accounts, links and tokens. Whoever can run the program may.

use super::demo;
use crate::access::{Grant, Role, Scope};
use crate::actor::Actor;
use crate::clock::Clock;
use crate::random::{Random, token_hash};
use crate::store::accounts::{self, Account, ApiToken, Purpose};
use crate::store::audit::{Action, Entry, Kind};
use crate::store::{self, Db, Result, Store, Tx, Writer};
use chrono::{DateTime, Duration, Utc};
use league::ids::AccountId;

/// Why the console's wish was not granted.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("there is no account {0:?}")]
    NoSuchAccount(String),
    #[error("the account {0:?} may not sign in")]
    Inactive(String),
    #[error("a login has 2 to 40 letters, digits, dots, hyphens or underscores, not {0:?}")]
    BadLogin(String),
    #[error("the login {0:?} is taken")]
    LoginTaken(String),
    #[error("nothing has the key {0:?}")]
    NoSuchScope(String),
    #[error("there are {0} leagues: name one, or something in it, with --scope")]
    ScopeNeeded(usize),
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// The writer for commands typed at the console.
pub fn writer(clock: &Clock) -> Writer {
    Writer {
        actor: Actor::System,
        now: clock.now(),
        random: Random::System,
        origin: "console".into(),
        request_id: String::new(),
    }
}

/// Fresh sign-in links for the demo's accounts, one a role; links of earlier starts stop working.
pub async fn demo_links(store: &Store, writer: &Writer, ttl: Duration) -> Result<Vec<(Role, String)>> {
    let mut tx = store.write(writer).await?;
    let mut links = Vec::new();
    for role in Role::ALL {
        if let Some(account) = accounts::by_login(&mut tx, &demo::login(*role)).await?
            && account.active
        {
            links.push((*role, link(&mut tx, &account, ttl).await?));
        }
    }
    if links.is_empty() {
        return Ok(links);
    }
    tx.commit().await?;
    Ok(links)
}

/// The token of the set-up page while there is no account; tokens of earlier starts stop working.
pub async fn setup_token(store: &Store, writer: &Writer, ttl: Duration) -> Result<Option<String>> {
    let mut tx = store.write(writer).await?;
    if !accounts::all(&mut tx).await?.is_empty() {
        return Ok(None);
    }
    accounts::void_links(&mut tx, Purpose::Setup, None).await?;
    let token = Random::System.token();
    let expires_at = tx.now() + ttl;
    accounts::insert_link(&mut tx, &token_hash(&token), Purpose::Setup, None, expires_at).await?;
    tx.commit_quiet().await?;
    Ok(Some(token))
}

/// A one-time sign-in link for an account.
pub async fn user_link(
    store: &Store,
    writer: &Writer,
    login: &str,
    ttl: Duration,
) -> std::result::Result<String, Refused> {
    let mut tx = store.write(writer).await?;
    let account =
        accounts::by_login(&mut tx, login).await?.ok_or_else(|| Refused::NoSuchAccount(login.into()))?;
    if !account.active {
        return Err(Refused::Inactive(login.into()));
    }
    let token = link(&mut tx, &account, ttl).await?;
    tx.commit().await?;
    Ok(token)
}

/// An account with a role and a first sign-in link; it has no password until its holder sets one.
pub async fn add_user(
    store: &Store,
    writer: &Writer,
    new: &NewUser,
    ttl: Duration,
) -> std::result::Result<(Account, String), Refused> {
    let good = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    if !(2..=40).contains(&new.login.chars().count()) || !new.login.chars().all(good) {
        return Err(Refused::BadLogin(new.login.clone()));
    }
    let mut tx = store.write(writer).await?;
    if accounts::by_login(&mut tx, &new.login).await?.is_some() {
        return Err(Refused::LoginTaken(new.login.clone()));
    }
    let scope = scope(&mut tx, new.scope.as_deref()).await?;
    let key = tx.key();
    let id = accounts::insert(&mut tx, &key, &new.login, &new.name, None).await?;
    accounts::insert_grant(&mut tx, id, Grant { role: new.role, scope }).await?;
    let after = serde_json::json!({ "role": new.role.as_str(), "scope": scope.parts().0 });
    tx.record(Entry::new(Action::Created, Kind::Account, &key, &new.name).after(after)).await?;
    let account = accounts::by_id(&mut tx, id).await?;
    let token = link(&mut tx, &account, ttl).await?;
    tx.commit().await?;
    Ok((account, token))
}

/// An account to add.
#[derive(Clone, Debug)]
pub struct NewUser {
    pub login: String,
    pub name: String,
    pub role: Role,
    /// The key of what the role is granted in; the only league when absent.
    pub scope: Option<String>,
}

/// A token for scripts and the instant it runs out.
pub async fn add_token(
    store: &Store,
    writer: &Writer,
    name: &str,
    role: Role,
    scope_key: Option<&str>,
    ttl: Duration,
) -> std::result::Result<(String, DateTime<Utc>), Refused> {
    let mut tx = store.write(writer).await?;
    let (scope_kind, scope_id) = scope(&mut tx, scope_key).await?.parts();
    let token = Random::System.token();
    let row = ApiToken {
        key: tx.key(),
        name: name.into(),
        role,
        scope_kind: scope_kind.into(),
        scope_id,
        expires_at: tx.now() + ttl,
    };
    accounts::insert_api_token(&mut tx, &row, &token_hash(&token)).await?;
    let after =
        serde_json::json!({ "role": role.as_str(), "scope": scope_kind, "expires_at": row.expires_at });
    tx.record(Entry::new(Action::Created, Kind::ApiToken, &row.key, name).after(after)).await?;
    tx.commit().await?;
    Ok((token, row.expires_at))
}

async fn link(tx: &mut Tx, account: &Account, ttl: Duration) -> Result<String> {
    accounts::void_links(tx, Purpose::SignIn, Some(account.id)).await?;
    let token = Random::System.token();
    let expires_at = tx.now() + ttl;
    let for_account: Option<AccountId> = Some(account.id);
    accounts::insert_link(tx, &token_hash(&token), Purpose::SignIn, for_account, expires_at).await?;
    tx.record(Entry::new(Action::LinkIssued, Kind::Account, &account.key, &account.name)).await?;
    Ok(token)
}

/// The scope with a public key: a league, season, competition, club or fixture.
async fn scope(db: &mut Db, key: Option<&str>) -> std::result::Result<Scope, Refused> {
    let Some(key) = key else {
        let leagues = store::leagues::all(db).await?;
        return match leagues.as_slice() {
            [only] => Ok(Scope::League(only.id)),
            several => Err(Refused::ScopeNeeded(several.len())),
        };
    };
    if let Some(league) = store::leagues::by_key(db, key).await? {
        return Ok(Scope::League(league.id));
    }
    if let Some(season) = store::seasons::by_key(db, key).await? {
        return Ok(Scope::Season(season.id));
    }
    if let Some(competition) = store::competitions::by_key(db, key).await? {
        return Ok(Scope::Competition(competition.id));
    }
    if let Some(club) = store::clubs::by_key(db, key).await? {
        return Ok(Scope::Club(club.id));
    }
    match store::fixtures::by_key(db, key).await? {
        Some(card) => Ok(Scope::Fixture(card.fixture.id)),
        None => Err(Refused::NoSuchScope(key.into())),
    }
}
