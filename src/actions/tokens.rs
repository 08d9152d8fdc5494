//! Tokens for scripts: handed out once, taken back at any time.

use super::input::{Field, Fields, Holds, parse, required};
use super::{Outcome, Refused};
use crate::access::{Role, Scope};
use crate::random::token_hash;
use crate::store::Tx;
use crate::store::accounts::{self, ApiToken};
use crate::store::audit::{Action, Entry, Kind};
use chrono::Duration;

/// What a token is made of; its scope is chosen from a list.
pub const FIELDS: &[Field] = &[
    required("name", Holds::Line(40)),
    required(
        "role",
        Holds::Word(&["owner", "organiser", "team_leader", "scorer", "referee", "gate", "media", "auditor"]),
    ),
    required("scope", Holds::Line(60)),
    required("ttl", Holds::Word(&["8", "24", "720", "8760"])),
];

/// Makes a token and returns its secret, which is shown once.
pub async fn issue(tx: &mut Tx, fields: &Fields, scope: Scope) -> Outcome<(ApiToken, String)> {
    let parsed = parse(FIELDS, fields)?;
    let role: Role = parsed.text("role").parse().expect("one of the allowed words");
    let hours: i64 = parsed.text("ttl").parse().expect("one of the allowed words");
    let secret = tx.writer.random.token();
    let (kind, id) = scope.parts();
    let token = ApiToken {
        key: tx.key(),
        name: parsed.text("name"),
        role,
        scope_kind: kind.into(),
        scope_id: id,
        expires_at: tx.now() + Duration::hours(hours),
    };
    accounts::insert_api_token(tx, &token, &token_hash(&secret)).await?;
    tx.record(Entry::new(Action::LinkIssued, Kind::ApiToken, &token.key, &token.name).after(shown(&token)))
        .await?;
    Ok((token, secret))
}

/// Takes a token back.
pub async fn revoke(tx: &mut Tx, key: &str) -> Outcome<()> {
    let now = tx.now();
    let held = accounts::api_tokens(tx, now).await?;
    let token = held.into_iter().find(|token| token.key == key).ok_or(Refused::NotFound)?;
    accounts::revoke_api_token(tx, key).await?;
    tx.record(Entry::new(Action::LinkRevoked, Kind::ApiToken, key, &token.name).before(shown(&token)))
        .await?;
    Ok(())
}

fn shown(token: &ApiToken) -> serde_json::Value {
    serde_json::json!({
        "role": token.role.as_str(), "scope": token.scope_kind, "scope_id": token.scope_id,
        "expires_at": token.expires_at,
    })
}
