//! One account for each role of the demo. None has a password: fresh links are printed at each start.

use super::House;
use crate::access::{Grant, Role, Scope};
use crate::store::audit::{Action, Entry, Kind};
use crate::store::{self, Result, Tx, accounts};
use league::ids::SeasonId;

/// The login of a role's account.
pub fn login(role: Role) -> String {
    format!("demo-{}", role.as_str())
}

/// Adds an account for each role, granted where such a person works.
pub(super) async fn insert(tx: &mut Tx, house: &House, season: SeasonId) -> Result<()> {
    let main = store::competitions::of_season(tx, season).await?;
    let main = main.first().expect("the sheet of 2025 begins with the main league").id;
    for role in Role::ALL {
        let scope = match role {
            Role::Owner | Role::Organiser | Role::Auditor => Scope::League(house.league),
            Role::TeamLeader => Scope::Club(house.clubs["shidai"].0),
            Role::Scorer | Role::Referee | Role::Gate => Scope::Competition(main),
            Role::Media => Scope::Season(season),
        };
        let (key, login) = (tx.key(), login(*role));
        let id = accounts::insert(tx, &key, &login, name(*role), None).await?;
        accounts::insert_grant(tx, id, Grant { role: *role, scope }).await?;
        let (kind, _) = scope.parts();
        let granted = Entry::new(Action::Granted, Kind::Account, &key, name(*role));
        tx.record(granted.after(serde_json::json!({ "role": role.as_str(), "scope": kind }))).await?;
    }
    Ok(())
}

fn name(role: Role) -> &'static str {
    match role {
        Role::Owner => "示例系统管理员",
        Role::Organiser => "示例组委会",
        Role::TeamLeader => "示例领队",
        Role::Scorer => "示例记录员",
        Role::Referee => "示例裁判",
        Role::Gate => "示例闸口",
        Role::Media => "示例媒体",
        Role::Auditor => "示例审计员",
    }
}
