//! Who may do what: roles granted in a scope, and one function that decides.

use crate::actor::{Actor, Job};
use league::ids::{ClubId, CompetitionId, EntryId, FixtureId, LeagueId, SeasonId};
use league::text_enum;

/// What somebody is in a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// 系统管理员: settings and accounts.
    Owner,
    /// 组委会.
    Organiser,
    /// 领队.
    TeamLeader,
    Scorer,
    Referee,
    Gate,
    Media,
    /// Reads all, changes nothing.
    Auditor,
}

text_enum!(Role {
    Owner => "owner",
    Organiser => "organiser",
    TeamLeader => "team_leader",
    Scorer => "scorer",
    Referee => "referee",
    Gate => "gate",
    Media => "media",
    Auditor => "auditor",
});

/// Where a role holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    League(LeagueId),
    Season(SeasonId),
    Competition(CompetitionId),
    Club(ClubId),
    Fixture(FixtureId),
    /// A team in a competition: where a leader's link holds. Never granted to an account.
    Entry(EntryId),
}

impl Scope {
    /// The two stored parts of a scope.
    pub fn parts(self) -> (&'static str, i32) {
        match self {
            Self::League(id) => ("league", id.0),
            Self::Season(id) => ("season", id.0),
            Self::Competition(id) => ("competition", id.0),
            Self::Club(id) => ("club", id.0),
            Self::Fixture(id) => ("fixture", id.0),
            Self::Entry(id) => ("entry", id.0),
        }
    }

    /// Reads the two stored parts.
    pub fn from_parts(kind: &str, id: i32) -> Option<Self> {
        Some(match kind {
            "league" => Self::League(LeagueId(id)),
            "season" => Self::Season(SeasonId(id)),
            "competition" => Self::Competition(CompetitionId(id)),
            "club" => Self::Club(ClubId(id)),
            "fixture" => Self::Fixture(FixtureId(id)),
            _ => return None,
        })
    }
}

/// A role in a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Grant {
    pub role: Role,
    pub scope: Scope,
}

/// What an actor wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// See the control room's side of an object.
    ReadControl,
    EditSeason,
    EditCompetition,
    EditClub,
    EditVenue,
    EditFixture,
    EnterResult,
    /// Change a result that is official.
    CorrectResult,
    EditNotice,
    ReviewUpload,
    /// Hand out capability links.
    IssueLink,
    ManageAccounts,
    ReadAudit,
    ReadSettings,
    PrintDocuments,
    /// Put figures of the audience into the ledger.
    EditAudience,
    /// Count people at a gate.
    CountGate,
    /// Fill a team's list and name its players for a game.
    EditList,
    /// Decide about lists: send back, approve, post, lock, override.
    JudgeList,
    /// Look at players and their documents at the table.
    CheckMatchList,
    /// See what people show of themselves, merge records, erase.
    ReadPersonal,
    /// Report of a game: what happened, incidents, protests.
    FileReport,
}

/// Where an object hangs in the tree. A grant counts when its scope is one of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub league: Option<LeagueId>,
    pub season: Option<SeasonId>,
    pub competition: Option<CompetitionId>,
    pub clubs: Vec<ClubId>,
    pub entries: Vec<EntryId>,
    pub fixture: Option<FixtureId>,
}

impl Place {
    fn holds(&self, scope: Scope) -> bool {
        match scope {
            Scope::League(id) => self.league == Some(id),
            Scope::Season(id) => self.season == Some(id),
            Scope::Competition(id) => self.competition == Some(id),
            Scope::Club(id) => self.clubs.contains(&id),
            Scope::Fixture(id) => self.fixture == Some(id),
            Scope::Entry(id) => self.entries.contains(&id),
        }
    }
}

/// The answer to "may I".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    Allow,
    /// One's own object, but not this.
    Forbid,
    /// Somebody else's: it does not exist for this actor.
    Hide,
}

/// Decides whether an actor may do something at a place.
pub fn authorize(actor: &Actor, wants: Permission, place: &Place) -> Decision {
    match actor {
        Actor::System => Decision::Allow,
        Actor::Stranger => Decision::Hide,
        Actor::Capability { job, fixture, .. } => {
            if place.fixture != Some(*fixture) {
                Decision::Hide
            } else if matches!(
                (job, wants),
                (Job::Scorer, Permission::EnterResult | Permission::CheckMatchList)
                    | (Job::Gate, Permission::CountGate)
            ) {
                Decision::Allow
            } else {
                Decision::Forbid
            }
        }
        Actor::Account { .. } | Actor::Token { .. } | Actor::Leader { .. } => {
            let grants = actor.grants();
            let mut here = grants.iter().filter(|grant| place.holds(grant.scope)).peekable();
            if here.peek().is_none() {
                return Decision::Hide;
            }
            if here.any(|grant| allows(grant.role, wants)) { Decision::Allow } else { Decision::Forbid }
        }
    }
}

/// What each role may do where it is granted.
pub fn allows(role: Role, wants: Permission) -> bool {
    use Permission::*;
    match role {
        Role::Owner => !matches!(wants, CorrectResult),
        Role::Organiser => true,
        Role::TeamLeader => matches!(wants, ReadControl | EditClub | EditList),
        Role::Scorer => matches!(wants, ReadControl | EnterResult | CheckMatchList),
        Role::Referee => matches!(wants, ReadControl | FileReport),
        Role::Gate => matches!(wants, ReadControl | CountGate),
        Role::Media => matches!(wants, ReadControl | EditNotice | ReviewUpload | PrintDocuments),
        Role::Auditor => matches!(wants, ReadControl | ReadAudit | ReadSettings | PrintDocuments),
    }
}
