//! Accounts, what they are granted, their sessions, and the links and tokens that stand in for them.

use super::{Db, Error, Result, Tx, db};
use crate::access::{Grant, Role, Scope};
use crate::actor::Job;
use chrono::{DateTime, Utc};
use league::ids::{AccountId, CapabilityId, FixtureId};

/// Someone who signs in.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Account {
    #[sqlx(try_from = "i32")]
    pub id: AccountId,
    pub key: String,
    pub login: String,
    pub name: String,
    pub password_hash: Option<String>,
    pub active: bool,
    pub version: i64,
}

macro_rules! accounts {
    () => {
        "select id, key, login, name, password_hash, active, version
           from account"
    };
}

/// All accounts by login.
pub async fn all(db: &mut Db) -> Result<Vec<Account>> {
    let sql = concat!(accounts!(), " order by login");
    Ok(db!(db, |conn| sqlx::query_as(sql).fetch_all(conn).await)?)
}

/// The account with a login.
pub async fn by_login(db: &mut Db, login: &str) -> Result<Option<Account>> {
    let sql = concat!(accounts!(), " where login = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(login).fetch_optional(conn).await)?)
}

/// The account with a key.
pub async fn by_key(db: &mut Db, key: &str) -> Result<Option<Account>> {
    let sql = concat!(accounts!(), " where key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// The account with an id.
pub async fn by_id(db: &mut Db, id: AccountId) -> Result<Account> {
    let sql = concat!(accounts!(), " where id = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(id.0).fetch_one(conn).await)?)
}

/// Adds an account.
pub async fn insert(
    tx: &mut Tx,
    key: &str,
    login: &str,
    name: &str,
    password_hash: Option<&str>,
) -> Result<AccountId> {
    let sql = "insert into account (key, login, name, password_hash, active, created_at)
               values ($1, $2, $3, $4, $5, $6)
            returning id";
    let now = tx.now();
    let id: i32 = db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(key)
        .bind(login)
        .bind(name)
        .bind(password_hash)
        .bind(true)
        .bind(now)
        .fetch_one(conn)
        .await)?;
    Ok(AccountId(id))
}

/// Saves name, password and whether the account may sign in.
pub async fn update(tx: &mut Tx, account: &Account) -> Result<()> {
    let sql = "update account
                  set name = $1, password_hash = $2, active = $3, version = version + 1
                where id = $4
                  and version = $5";
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(&account.name)
        .bind(&account.password_hash)
        .bind(account.active)
        .bind(account.id.0)
        .bind(account.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// A grant as listed: its key, role and scope with the scope's name.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct GrantRow {
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub account_id: AccountId,
    #[sqlx(try_from = "String")]
    pub role: Role,
    pub scope_kind: String,
    pub scope_id: i32,
    pub scope_name: Option<String>,
}

impl GrantRow {
    /// The role in its scope.
    pub fn grant(&self) -> Option<Grant> {
        Some(Grant { role: self.role, scope: Scope::from_parts(&self.scope_kind, self.scope_id)? })
    }
}

macro_rules! grants {
    () => {
        "select g.key, g.account_id, g.role, g.scope_kind, g.scope_id,
                case g.scope_kind
                     when 'league' then (select l.name_zh from league l where l.id = g.scope_id)
                     when 'season' then (select s.name_zh from season s where s.id = g.scope_id)
                     when 'competition' then (select c.name_zh from competition c where c.id = g.scope_id)
                     when 'club' then (select k.short_name from club k where k.id = g.scope_id)
                     else (select f.code from fixture f where f.id = g.scope_id)
                end as scope_name
           from access_grant g"
    };
}

/// Everybody's grants.
pub async fn all_grants(db: &mut Db) -> Result<Vec<GrantRow>> {
    let sql = concat!(grants!(), " order by g.account_id, g.id");
    Ok(db!(db, |conn| sqlx::query_as(sql).fetch_all(conn).await)?)
}

/// The grants of one account.
pub async fn grants(db: &mut Db, account: AccountId) -> Result<Vec<GrantRow>> {
    let sql = concat!(grants!(), " where g.account_id = $1 order by g.id");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(account.0).fetch_all(conn).await)?)
}

/// Grants a role in a scope; granting it again changes nothing.
pub async fn insert_grant(tx: &mut Tx, account: AccountId, grant: Grant) -> Result<()> {
    let sql = "insert into access_grant (key, account_id, role, scope_kind, scope_id)
               values ($1, $2, $3, $4, $5)
                   on conflict (account_id, role, scope_kind, scope_id) do nothing";
    let key = tx.key();
    let (kind, id) = grant.scope.parts();
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(key)
        .bind(account.0)
        .bind(grant.role.as_str())
        .bind(kind)
        .bind(id)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Takes a grant away.
pub async fn remove_grant(tx: &mut Tx, account: AccountId, key: &str) -> Result<()> {
    let sql = "delete from access_grant
                where account_id = $1
                  and key = $2";
    let removed = db!(tx, |conn| sqlx::query(sql)
        .bind(account.0)
        .bind(key)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if removed == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// A sign-in that lasts.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Session {
    pub id: i32,
    pub key: String,
    #[sqlx(try_from = "i32")]
    pub account_id: AccountId,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub step_up_at: Option<DateTime<Utc>>,
    pub device: String,
}

/// Opens a session and ends the oldest of an account beyond the most it may have.
pub async fn insert_session(
    tx: &mut Tx,
    account: AccountId,
    token_hash: &str,
    expires_at: DateTime<Utc>,
    (device, at_most): (&str, u32),
) -> Result<()> {
    let sql = "delete from session
                where account_id = $1
                  and id not in (select id from session where account_id = $1 order by id desc limit $2)";
    let others = i64::from(at_most.max(1)) - 1;
    db!(tx, |conn| sqlx::query(sql).bind(account.0).bind(others).execute(conn).await.map(drop))?;
    let sql = "insert into session (key, token_hash, account_id, created_at, seen_at, expires_at, step_up_at, device)
               values ($1, $2, $3, $4, $4, $5, $4, $6)";
    let (key, now) = (tx.key(), tx.now());
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(key)
        .bind(token_hash)
        .bind(account.0)
        .bind(now)
        .bind(expires_at)
        .bind(device)
        .execute(conn)
        .await
        .map(drop))?)
}

macro_rules! sessions {
    () => {
        "select id, key, account_id, created_at, seen_at, expires_at, step_up_at, device
           from session"
    };
}

/// The session of a token, if it has not run out.
pub async fn session(db: &mut Db, token_hash: &str, now: DateTime<Utc>) -> Result<Option<Session>> {
    let sql = concat!(sessions!(), " where token_hash = $1 and expires_at > $2");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(token_hash).bind(now).fetch_optional(conn).await)?)
}

/// The open sessions of an account, newest first.
pub async fn sessions(db: &mut Db, account: AccountId, now: DateTime<Utc>) -> Result<Vec<Session>> {
    let sql = concat!(sessions!(), " where account_id = $1 and expires_at > $2 order by id desc");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(account.0).bind(now).fetch_all(conn).await)?)
}

/// Notes that a session was used, and until when it now lasts.
pub async fn touch_session(tx: &mut Tx, id: i32, expires_at: DateTime<Utc>) -> Result<()> {
    let sql = "update session
                  set seen_at = $1, expires_at = $2
                where id = $3";
    let now = tx.now();
    Ok(db!(tx, |conn| sqlx::query(sql).bind(now).bind(expires_at).bind(id).execute(conn).await.map(drop))?)
}

/// Ends one session of an account.
pub async fn end_session(tx: &mut Tx, account: AccountId, key: &str) -> Result<()> {
    let sql = "delete from session
                where account_id = $1
                  and key = $2";
    let ended = db!(tx, |conn| sqlx::query(sql)
        .bind(account.0)
        .bind(key)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if ended == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Ends every session of an account.
pub async fn end_sessions(tx: &mut Tx, account: AccountId) -> Result<()> {
    let sql = "delete from session
                where account_id = $1";
    Ok(db!(tx, |conn| sqlx::query(sql).bind(account.0).execute(conn).await.map(drop))?)
}

/// What a one-time link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    SignIn,
    Reset,
    Setup,
}

league::text_enum!(Purpose { SignIn => "sign_in", Reset => "reset", Setup => "setup" });

/// Stores a link that works once.
pub async fn insert_link(
    tx: &mut Tx,
    token_hash: &str,
    purpose: Purpose,
    account: Option<AccountId>,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    let sql = "insert into one_time_link (token_hash, purpose, account_id, expires_at)
               values ($1, $2, $3, $4)";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(token_hash)
        .bind(purpose.as_str())
        .bind(account.map(|a| a.0))
        .bind(expires_at)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Whether a link is still good, and for whom; it is not used up by looking.
pub async fn peek_link(
    db: &mut Db,
    token_hash: &str,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<Option<Option<i32>>> {
    let sql = "select account_id
                 from one_time_link
                where token_hash = $1
                  and purpose = $2
                  and expires_at > $3
                  and used_at is null";
    Ok(db!(db, |conn| sqlx::query_scalar(sql)
        .bind(token_hash)
        .bind(purpose.as_str())
        .bind(now)
        .fetch_optional(conn)
        .await)?)
}

/// Uses a link up; the second of two users at once finds nothing.
pub async fn use_link(tx: &mut Tx, token_hash: &str, purpose: Purpose) -> Result<Option<Option<i32>>> {
    let sql = "update one_time_link
                  set used_at = $1
                where token_hash = $2
                  and purpose = $3
                  and expires_at > $1
                  and used_at is null
            returning account_id";
    let now = tx.now();
    Ok(db!(tx, |conn| sqlx::query_scalar(sql)
        .bind(now)
        .bind(token_hash)
        .bind(purpose.as_str())
        .fetch_optional(conn)
        .await)?)
}

/// Voids the unused links of a purpose, so that only the newest works.
pub async fn void_links(tx: &mut Tx, purpose: Purpose, account: Option<AccountId>) -> Result<()> {
    let sql = "update one_time_link
                  set used_at = $1
                where purpose = $2
                  and account_id is not distinct from $3
                  and used_at is null";
    let now = tx.now();
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(now)
        .bind(purpose.as_str())
        .bind(account.map(|a| a.0))
        .execute(conn)
        .await
        .map(drop))?)
}

/// A link that carries one job at one fixture.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Capability {
    #[sqlx(try_from = "i32")]
    pub id: CapabilityId,
    pub key: String,
    #[sqlx(try_from = "String")]
    pub job: Job,
    #[sqlx(try_from = "i32")]
    pub fixture_id: FixtureId,
    pub fixture_key: String,
    pub gate: String,
    pub holder: String,
    pub valid_from: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
}

macro_rules! capabilities {
    () => {
        "select c.id, c.key, c.job, c.fixture_id, f.key as fixture_key, c.gate, c.holder, c.valid_from, c.expires_at,
                c.revoked_at
           from capability c
           join fixture f on f.id = c.fixture_id"
    };
}

/// The capability of a token, whatever its state.
pub async fn capability(db: &mut Db, token_hash: &str) -> Result<Option<Capability>> {
    let sql = concat!(capabilities!(), " where c.token_hash = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(token_hash).fetch_optional(conn).await)?)
}

/// The capability with a key.
pub async fn capability_by_key(db: &mut Db, key: &str) -> Result<Option<Capability>> {
    let sql = concat!(capabilities!(), " where c.key = $1");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(key).fetch_optional(conn).await)?)
}

/// The capabilities issued for a fixture, newest first.
pub async fn capabilities(db: &mut Db, fixture: FixtureId) -> Result<Vec<Capability>> {
    let sql = concat!(capabilities!(), " where c.fixture_id = $1 order by c.id desc");
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(fixture.0).fetch_all(conn).await)?)
}

/// Adds a capability.
pub async fn insert_capability(tx: &mut Tx, capability: &Capability, token_hash: &str) -> Result<()> {
    let sql = "insert into capability
                      (key, token_hash, job, fixture_id, gate, holder, valid_from, expires_at, created_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let now = tx.now();
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&capability.key)
        .bind(token_hash)
        .bind(capability.job.as_str())
        .bind(capability.fixture_id.0)
        .bind(&capability.gate)
        .bind(&capability.holder)
        .bind(capability.valid_from)
        .bind(capability.expires_at)
        .bind(now)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Takes a capability back.
pub async fn revoke_capability(tx: &mut Tx, id: CapabilityId) -> Result<()> {
    let sql = "update capability
                  set revoked_at = $1
                where id = $2
                  and revoked_at is null";
    let now = tx.now();
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(now)
        .bind(id.0)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// A token for scripts.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct ApiToken {
    pub key: String,
    pub name: String,
    #[sqlx(try_from = "String")]
    pub role: Role,
    pub scope_kind: String,
    pub scope_id: i32,
    pub expires_at: DateTime<Utc>,
}

/// The token with a hash, unless it ran out or was taken back.
pub async fn api_token(db: &mut Db, token_hash: &str, now: DateTime<Utc>) -> Result<Option<ApiToken>> {
    let sql = "select key, name, role, scope_kind, scope_id, expires_at
                 from api_token
                where token_hash = $1
                  and expires_at > $2
                  and revoked_at is null";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(token_hash).bind(now).fetch_optional(conn).await)?)
}

/// The tokens that still work, newest first.
pub async fn api_tokens(db: &mut Db, now: DateTime<Utc>) -> Result<Vec<ApiToken>> {
    let sql = "select key, name, role, scope_kind, scope_id, expires_at
                 from api_token
                where expires_at > $1
                  and revoked_at is null
                order by id desc";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(now).fetch_all(conn).await)?)
}

/// Takes a token back.
pub async fn revoke_api_token(tx: &mut Tx, key: &str) -> Result<()> {
    let sql = "update api_token
                  set revoked_at = $1
                where key = $2
                  and revoked_at is null";
    let now = tx.now();
    let changed = db!(tx, |conn| sqlx::query(sql)
        .bind(now)
        .bind(key)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Adds a token.
pub async fn insert_api_token(tx: &mut Tx, token: &ApiToken, token_hash: &str) -> Result<()> {
    let sql =
        "insert into api_token (key, token_hash, name, role, scope_kind, scope_id, created_at, expires_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let now = tx.now();
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(&token.key)
        .bind(token_hash)
        .bind(&token.name)
        .bind(token.role.as_str())
        .bind(&token.scope_kind)
        .bind(token.scope_id)
        .bind(now)
        .bind(token.expires_at)
        .execute(conn)
        .await
        .map(drop))?)
}

/// The stored answer to a keyed write.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Answer {
    pub request_hash: String,
    pub status: i64,
    pub body: String,
}

/// The answer given to a key before.
pub async fn answer(db: &mut Db, actor: &str, key: &str) -> Result<Option<Answer>> {
    let sql = "select request_hash, status, body
                 from idempotency
                where actor = $1
                  and key = $2";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(actor).bind(key).fetch_optional(conn).await)?)
}

/// Keeps an answer in the transaction of its effect.
pub async fn insert_answer(tx: &mut Tx, actor: &str, key: &str, answer: &Answer) -> Result<()> {
    let sql = "insert into idempotency (actor, key, request_hash, status, body, created_at)
               values ($1, $2, $3, $4, $5, $6)";
    let now = tx.now();
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(actor)
        .bind(key)
        .bind(&answer.request_hash)
        .bind(answer.status)
        .bind(&answer.body)
        .bind(now)
        .execute(conn)
        .await
        .map(drop))?)
}

/// How often somebody failed to sign in, and until when to wait.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Throttle {
    pub failures: i64,
    pub since: DateTime<Utc>,
    pub blocked_until: Option<DateTime<Utc>>,
}

/// The failures of a subject (a hashed login or address).
pub async fn throttle(db: &mut Db, subject: &str) -> Result<Option<Throttle>> {
    let sql = "select failures, since, blocked_until
                 from throttle
                where subject = $1";
    Ok(db!(db, |conn| sqlx::query_as(sql).bind(subject).fetch_optional(conn).await)?)
}

/// Saves the failures of a subject.
pub async fn save_throttle(tx: &mut Tx, subject: &str, throttle: &Throttle) -> Result<()> {
    let sql = "insert into throttle (subject, failures, since, blocked_until)
               values ($1, $2, $3, $4)
                   on conflict (subject) do update
                  set failures = excluded.failures, since = excluded.since, blocked_until = excluded.blocked_until";
    Ok(db!(tx, |conn| sqlx::query(sql)
        .bind(subject)
        .bind(throttle.failures)
        .bind(throttle.since)
        .bind(throttle.blocked_until)
        .execute(conn)
        .await
        .map(drop))?)
}

/// Forgets what has run out: sessions, one-time links, answers kept for retries, waits of the sign-in.
pub async fn forget_before(tx: &mut Tx, before: DateTime<Utc>) -> Result<()> {
    let sql = "delete from session where expires_at < $1";
    db!(tx, |conn| sqlx::query(sql).bind(before).execute(conn).await.map(drop))?;
    let sql = "delete from one_time_link where expires_at < $1";
    db!(tx, |conn| sqlx::query(sql).bind(before).execute(conn).await.map(drop))?;
    let sql = "delete from idempotency where created_at < $1";
    db!(tx, |conn| sqlx::query(sql).bind(before).execute(conn).await.map(drop))?;
    let sql = "delete from throttle where since < $1 and (blocked_until is null or blocked_until < $1)";
    Ok(db!(tx, |conn| sqlx::query(sql).bind(before).execute(conn).await.map(drop))?)
}
