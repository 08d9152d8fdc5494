//! Who does something.

use crate::access::{Grant, Role, Scope};
use league::ids::{AccountId, CapabilityId, EntryId, FixtureId};

/// Somebody, or something, that acts.
#[derive(Clone, Debug, PartialEq)]
pub enum Actor {
    Stranger,
    Account {
        id: AccountId,
        key: String,
        name: String,
        grants: Vec<Grant>,
    },
    /// The holder of a link: one job at one fixture, no account.
    Capability {
        id: CapabilityId,
        key: String,
        job: Job,
        fixture: FixtureId,
        holder: String,
    },
    /// A team's leader with a link: one entry, no account.
    Leader {
        key: String,
        holder: String,
        entry: EntryId,
        entry_key: String,
    },
    /// A script with a token of one role in one scope.
    Token {
        key: String,
        name: String,
        role: Role,
        scope: Scope,
    },
    /// The program itself: jobs, the console, the demo.
    System,
}

/// What a capability link lets its holder do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    Scorer,
    Gate,
}

league::text_enum!(Job { Scorer => "scorer", Gate => "gate" });

impl Actor {
    /// How the audit names the actor: a kind and a public key, never a person's data.
    pub fn tag(&self) -> String {
        match self {
            Self::Stranger => "stranger".into(),
            Self::Account { key, .. } => format!("account:{key}"),
            Self::Capability { key, .. } | Self::Leader { key, .. } => format!("link:{key}"),
            Self::Token { key, .. } => format!("token:{key}"),
            Self::System => "system".into(),
        }
    }

    /// The name people know the actor by.
    pub fn name(&self) -> String {
        match self {
            Self::Stranger => String::new(),
            Self::Account { name, .. } | Self::Token { name, .. } => name.clone(),
            Self::Capability { holder, job, .. } if holder.is_empty() => job.as_str().into(),
            Self::Capability { holder, .. } | Self::Leader { holder, .. } => holder.clone(),
            Self::System => "changba".into(),
        }
    }

    /// The grants this actor holds.
    pub fn grants(&self) -> Vec<Grant> {
        match self {
            Self::Account { grants, .. } => grants.clone(),
            Self::Token { role, scope, .. } => vec![Grant { role: *role, scope: *scope }],
            Self::Leader { entry, .. } => vec![Grant { role: Role::TeamLeader, scope: Scope::Entry(*entry) }],
            _ => Vec::new(),
        }
    }
}
