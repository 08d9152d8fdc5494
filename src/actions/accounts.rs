//! Accounts: signing in and out, passwords, grants.

use super::input::{Field, Fields, Holds, What, parse, required};
use super::{Fault, Outcome, Refused};
use crate::access::{Grant, Role, Scope};
use crate::actor::Actor;
use crate::random::{hex, token_hash};
use crate::store::accounts::{self, Account, Purpose, Session, Throttle};
use crate::store::audit::{Action, Entry, Kind};
use crate::store::{Db, Tx};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use chrono::{DateTime, Duration, Utc};
use league::ids::AccountId;
use sha2::{Digest, Sha256};

/// What a new account is made of.
pub const FIELDS: &[Field] = &[required("login", Holds::Line(40)), required("name", Holds::Line(40))];

/// What a sign-in is made of.
pub const SIGN_IN_FIELDS: &[Field] =
    &[required("login", Holds::Line(40)), required("password", Holds::Line(256))];

/// What a new password is made of.
pub const PASSWORD_FIELDS: &[Field] =
    &[required("password", Holds::Line(256)), required("again", Holds::Line(256))];

/// Passwords shorter than this are refused.
pub const PASSWORD_AT_LEAST: usize = 10;

/// How long a session lasts: idle, and in all.
#[derive(Clone, Copy, Debug)]
pub struct SessionTimes {
    pub idle: Duration,
    pub absolute: Duration,
}

/// Who may change much is signed out soon; a team leader's phone stays signed in over a tournament.
#[derive(Clone, Copy, Debug)]
pub struct SessionRules {
    pub organiser: SessionTimes,
    pub other: SessionTimes,
    /// More sign-ins than this end the oldest.
    pub per_account: u32,
}

impl SessionRules {
    /// The times for somebody with these roles.
    pub fn of(&self, roles: impl IntoIterator<Item = Role>) -> SessionTimes {
        let powerful = |role: Role| matches!(role, Role::Owner | Role::Organiser);
        if roles.into_iter().any(powerful) { self.organiser } else { self.other }
    }

    /// The longest any session can last: what a cookie is told.
    pub fn longest(&self) -> Duration {
        self.organiser.absolute.max(self.other.absolute)
    }
}

/// How often a sign-in may fail before waiting begins.
#[derive(Clone, Copy, Debug)]
pub struct ThrottleRules {
    pub per_account: i64,
    pub per_address: i64,
    pub longest_wait: Duration,
}

/// Checks a password in constant work, whether or not the account exists.
///
/// Runs on a blocking thread: argon2id with the parameters of ASVS takes some 90 ms of a core on purpose.
pub async fn password_fits(stored: Option<String>, password: String) -> bool {
    // An account without a password costs the same work as one with: the time must not tell which logins exist.
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$\
                          r2Hw1gEyLTKbEvXuKnCAWbAKfNwyb/B5rYnl3hMJ8jE";
    let check = move || {
        let hash = PasswordHash::new(stored.as_deref().unwrap_or(NOBODY));
        let fits =
            hash.is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        fits && stored.is_some()
    };
    tokio::task::spawn_blocking(check).await.unwrap_or(false)
}

/// Hashes a new password, on a blocking thread.
pub async fn hash_password(password: String, salt: [u8; 32]) -> Option<String> {
    let hash = move || {
        Argon2::default()
            .hash_password_with_salt(password.as_bytes(), &salt[..16])
            .ok()
            .map(|hash| hash.to_string())
    };
    tokio::task::spawn_blocking(hash).await.ok().flatten()
}

/// A subject of the throttle: neither a login nor an address is stored in the clear.
pub fn throttle_subject(kind: &str, value: &str) -> String {
    format!("{kind}:{}", hex(&Sha256::digest(value.to_lowercase().as_bytes())[..12]))
}

/// Whether this subject has to wait.
pub async fn must_wait(db: &mut Db, subject: &str, now: DateTime<Utc>) -> Outcome<()> {
    match accounts::throttle(db, subject).await?.and_then(|throttle| throttle.blocked_until) {
        Some(until) if until > now => {
            Err(Refused::WaitBeforeSignIn { seconds: (until - now).num_seconds() + 1 })
        }
        _ => Ok(()),
    }
}

/// Counts a failure. After the allowed number each further one doubles the wait, up to the longest, never for good.
pub async fn count_failure(tx: &mut Tx, subject: &str, allowed: i64, longest: Duration) -> Outcome<()> {
    let now = tx.now();
    let fresh = Throttle { failures: 0, since: now, blocked_until: None };
    let mut throttle = accounts::throttle(tx, subject).await?.unwrap_or(fresh.clone());
    let forgotten = throttle.blocked_until.unwrap_or(throttle.since) + Duration::minutes(15);
    if forgotten < now {
        throttle = fresh;
    }
    throttle.failures += 1;
    if throttle.failures >= allowed {
        let doublings = u32::try_from(throttle.failures - allowed).unwrap_or(0).min(16);
        throttle.blocked_until = Some(now + Duration::seconds(30 << doublings).min(longest));
    }
    Ok(accounts::save_throttle(tx, subject, &throttle).await?)
}

/// Forgets the failures of a subject.
pub async fn forget_failures(tx: &mut Tx, subject: &str) -> Outcome<()> {
    let fresh = Throttle { failures: 0, since: tx.now(), blocked_until: None };
    Ok(accounts::save_throttle(tx, subject, &fresh).await?)
}

/// Opens a session for an account and returns its secret.
pub async fn open_session(
    tx: &mut Tx,
    account: &Account,
    device: &str,
    rules: SessionRules,
) -> Outcome<String> {
    if !account.active {
        return Err(Refused::SignInFailed);
    }
    let token = tx.writer.random.token();
    let held = accounts::grants(tx, account.id).await?;
    // Until now a stranger asked; from here on the audit knows who it is.
    tx.writer.actor = Actor::Account {
        id: account.id,
        key: account.key.clone(),
        name: account.name.clone(),
        grants: held.iter().filter_map(accounts::GrantRow::grant).collect(),
    };
    let times = rules.of(held.iter().map(|grant| grant.role));
    let expires = tx.now() + times.idle.min(times.absolute);
    accounts::insert_session(tx, account.id, &token_hash(&token), expires, (device, rules.per_account))
        .await?;
    tx.record(Entry::new(Action::SignedIn, Kind::Account, &account.key, &account.name)).await?;
    Ok(token)
}

/// Uses up a sign-in link and opens a session.
pub async fn sign_in_by_link(tx: &mut Tx, link: &str, device: &str, rules: SessionRules) -> Outcome<String> {
    let used = accounts::use_link(tx, &token_hash(link), Purpose::SignIn).await?;
    let id = used.flatten().ok_or(Refused::LinkUsedUp)?;
    let account = accounts::by_id(tx, AccountId(id)).await?;
    open_session(tx, &account, device, rules).await
}

/// Uses a link up inside the transaction of what it is good for: the second of two users at once is refused.
pub async fn use_up_link(tx: &mut Tx, link: &str, purpose: Purpose) -> Outcome<()> {
    accounts::use_link(tx, &token_hash(link), purpose).await?.map(drop).ok_or(Refused::LinkUsedUp)
}

/// Lengthens a session in use, never past its absolute end.
pub async fn keep_session(tx: &mut Tx, session: &Session, times: SessionTimes) -> Outcome<()> {
    let expires = (tx.now() + times.idle).min(session.created_at + times.absolute);
    Ok(accounts::touch_session(tx, session.id, expires).await?)
}

/// Makes a link that works once, voiding older ones of its purpose for the account.
pub async fn issue_link(
    tx: &mut Tx,
    account: &Account,
    purpose: Purpose,
    lasts: Duration,
) -> Outcome<String> {
    let token = tx.writer.random.token();
    let expires = tx.now() + lasts;
    accounts::void_links(tx, purpose, Some(account.id)).await?;
    accounts::insert_link(tx, &token_hash(&token), purpose, Some(account.id), expires).await?;
    tx.record(
        Entry::new(Action::LinkIssued, Kind::Account, &account.key, &account.name)
            .after(serde_json::json!({ "purpose": purpose.as_str(), "expires": expires })),
    )
    .await?;
    Ok(token)
}

/// Checks a new password: long enough, the same twice, not among those everybody tries.
pub fn check_password(fields: &Fields, login: &str) -> Result<String, Vec<Fault>> {
    parse(PASSWORD_FIELDS, fields)?;
    let password = fields.get("password").to_owned();
    let what = if password.chars().count() < PASSWORD_AT_LEAST {
        Some(What::TooShort { min: PASSWORD_AT_LEAST })
    } else if is_common(&password, login) {
        Some(What::TooCommon)
    } else {
        None
    };
    if let Some(what) = what {
        return Err(vec![Fault::at("password", what)]);
    }
    if fields.get("again") != password {
        return Err(vec![Fault::at("again", What::SameTwice)]);
    }
    Ok(password)
}

/// Words that open too many doors: the usual lists, and what a league's people would think of first.
fn is_common(password: &str, login: &str) -> bool {
    const PARTS: &[&str] = &[
        "password",
        "passw0rd",
        "qwerty",
        "letmein",
        "welcome",
        "admin",
        "123456",
        "654321",
        "111111",
        "888888",
        "666666",
        "abc123",
        "iloveyou",
        "basketball",
        "changba",
        "zhuzhou",
        "株洲",
        "厂ba",
        "woaini",
        "5201314",
    ];
    let lower = password.to_lowercase();
    let mut rest = lower.clone();
    for part in PARTS.iter().copied().chain([login]).filter(|part| !part.is_empty()) {
        rest = rest.replace(&part.to_lowercase(), "");
    }
    let distinct = lower.chars().collect::<std::collections::BTreeSet<_>>().len();
    rest.chars().count() < 6 || distinct < 5
}

/// Sets a password and ends every session: whoever knew the old one is out.
pub async fn set_password(tx: &mut Tx, account: &Account, hash: String) -> Outcome<()> {
    let mut changed = account.clone();
    changed.password_hash = Some(hash);
    accounts::update(tx, &changed).await?;
    accounts::end_sessions(tx, account.id).await?;
    tx.record(Entry::new(Action::PasswordSet, Kind::Account, &account.key, &account.name)).await?;
    Ok(())
}

/// Signs an account out on all its devices.
pub async fn sign_out_everywhere(tx: &mut Tx, account: &Account) -> Outcome<()> {
    accounts::end_sessions(tx, account.id).await?;
    tx.record(Entry::new(Action::SignedOut, Kind::Account, &account.key, &account.name)).await?;
    Ok(())
}

/// Signs an account out on one device.
pub async fn end_session(tx: &mut Tx, account: &Account, key: &str) -> Outcome<()> {
    accounts::end_session(tx, account.id, key).await?;
    tx.record(Entry::new(Action::SignedOut, Kind::Account, &account.key, &account.name)).await?;
    Ok(())
}

/// Adds the first account, in its own name: until now nobody was known.
pub async fn create_first(tx: &mut Tx, fields: &Fields) -> Outcome<Account> {
    let account = insert(tx, fields).await?;
    tx.writer.actor = Actor::Account {
        id: account.id,
        key: account.key.clone(),
        name: account.name.clone(),
        grants: Vec::new(),
    };
    record_created(tx, account).await
}

/// Adds an account without a password: its holder sets one by a link.
pub async fn create(tx: &mut Tx, fields: &Fields) -> Outcome<Account> {
    let account = insert(tx, fields).await?;
    record_created(tx, account).await
}

async fn insert(tx: &mut Tx, fields: &Fields) -> Outcome<Account> {
    let parsed = parse(FIELDS, fields)?;
    let login = parsed.text("login").to_lowercase();
    if accounts::by_login(tx, &login).await?.is_some() {
        return Err(vec![Fault::at("login", What::Taken)].into());
    }
    let key = tx.key();
    let id = accounts::insert(tx, &key, &login, &parsed.text("name"), None).await?;
    Ok(accounts::by_id(tx, id).await?)
}

async fn record_created(tx: &mut Tx, account: Account) -> Outcome<Account> {
    tx.record(
        Entry::new(Action::Created, Kind::Account, &account.key, &account.name)
            .after(serde_json::json!({ "login": account.login })),
    )
    .await?;
    Ok(account)
}

/// Closes an account, or opens it again. Closing ends its sessions.
pub async fn set_active(tx: &mut Tx, account: &Account, active: bool) -> Outcome<()> {
    let mut changed = account.clone();
    changed.active = active;
    accounts::update(tx, &changed).await?;
    if !active {
        accounts::end_sessions(tx, account.id).await?;
    }
    let action = if active { Action::Restored } else { Action::Archived };
    tx.record(Entry::new(action, Kind::Account, &account.key, &account.name)).await?;
    Ok(())
}

/// Grants a role in a scope.
pub async fn grant(
    tx: &mut Tx,
    account: &Account,
    role: Role,
    scope: Scope,
    scope_name: &str,
) -> Outcome<()> {
    accounts::insert_grant(tx, account.id, Grant { role, scope }).await?;
    tx.record(
        Entry::new(Action::Granted, Kind::Account, &account.key, &account.name)
            .after(serde_json::json!({ "role": role.as_str(), "scope": scope.parts().0, "of": scope_name })),
    )
    .await?;
    Ok(())
}

/// Takes a grant away.
pub async fn remove_grant(tx: &mut Tx, account: &Account, key: &str) -> Outcome<()> {
    let held = accounts::grants(tx, account.id).await?;
    let grant = held.iter().find(|grant| grant.key == key).ok_or(Refused::NotFound)?;
    accounts::remove_grant(tx, account.id, key).await?;
    tx.record(Entry::new(Action::GrantRemoved, Kind::Account, &account.key, &account.name).before(
        serde_json::json!({ "role": grant.role.as_str(), "scope": grant.scope_kind, "of": grant.scope_name }),
    ))
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_that_everybody_tries_are_refused() {
        for password in ["password2026", "zhuzhou888888", "aaaaaaaaaaaa", "organiser1234"] {
            let given = Fields::from_pairs([("password", password), ("again", password)]);
            assert_eq!(
                check_password(&given, "organiser").unwrap_err(),
                [Fault::at("password", What::TooCommon)],
                "{password}"
            );
        }
        let given =
            Fields::from_pairs([("password", "钢轨 与 篮筐 42 晚上"), ("again", "钢轨 与 篮筐 42 晚上")]);
        assert!(check_password(&given, "organiser").is_ok());
    }

    #[test]
    fn a_short_password_is_refused() {
        let given = Fields::from_pairs([("password", "x7#kQ"), ("again", "x7#kQ")]);
        let faults = check_password(&given, "organiser").unwrap_err();
        assert_eq!(faults, [Fault::at("password", What::TooShort { min: PASSWORD_AT_LEAST })]);
    }
}
