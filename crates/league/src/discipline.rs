//! Discipline: counters propose sanctions by a table of rules; a person decides; a suspension is served game by game.
//!
//! Nothing here punishes anybody. A proposal says which rule, which incidents, and what would follow.

mod called;
mod serving;

pub use called::{Called, called};
pub use serving::{Ban, Game, Served, Standing, serve};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What happened at a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Technical,
    /// Until the rules of 2026.
    Unsportsmanlike,
    /// 破坏性犯规, from the rules of 2026.
    Disruptive,
    /// 恶意犯规, from the rules of 2026.
    Flagrant,
    Disqualifying,
    /// 冒名顶替.
    Impostor,
    /// Played and was on no list.
    Unregistered,
    /// 迟到.
    Late,
    /// 弃权, did not come.
    NoShow,
    /// 退赛.
    Withdrawal,
    /// 赛风赛纪: whatever else the jury notes.
    Conduct,
}

text_enum!(Kind {
    Technical => "technical",
    Unsportsmanlike => "unsportsmanlike",
    Disruptive => "disruptive",
    Flagrant => "flagrant",
    Disqualifying => "disqualifying",
    Impostor => "impostor",
    Unregistered => "unregistered",
    Late => "late",
    NoShow => "no_show",
    Withdrawal => "withdrawal",
    Conduct => "conduct",
});

/// Whose incidents a rule counts together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// Each person's own.
    Person,
    /// All of a team.
    Team,
}

text_enum!(Counts { Person => "person", Team => "team" });

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sanction {
    Warning,
    /// For so many games.
    Suspension,
    /// Of so many fen.
    Fine,
    /// Points in the table, below 0 to take.
    Points,
    /// This game is lost.
    Forfeit,
    /// The team is out.
    Out,
}

text_enum!(Sanction {
    Warning => "warning",
    Suspension => "suspension",
    Fine => "fine",
    Points => "points",
    Forfeit => "forfeit",
    Out => "out",
});

impl Sanction {
    /// Whether an amount belongs to it.
    pub fn has_amount(self) -> bool {
        matches!(self, Self::Suspension | Self::Fine | Self::Points)
    }
}

/// One line of the table that the organiser edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub key: String,
    pub kind: Kind,
    pub counts: Counts,
    /// At the so many-th incident.
    pub at: u32,
    /// And at each further so many.
    pub repeats: bool,
    pub then: Sanction,
    pub amount: i64,
}

/// One incident; the list stands in the order of the games.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    pub key: String,
    pub team: String,
    /// The person's key, or what is known of him; nothing for the team as such.
    pub person: Option<String>,
    pub kind: Kind,
    pub game: String,
}

/// What a rule would have follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub rule: String,
    pub team: String,
    /// Whom it is about; nothing for the team.
    pub person: Option<String>,
    pub count: u32,
    /// The incidents that were counted, the last one set it off.
    pub incidents: Vec<String>,
    /// The game of the last one.
    pub game: String,
    pub then: Sanction,
    pub amount: i64,
}

impl Proposal {
    /// What makes it the same proposal: confirmed or dismissed once, it does not come back.
    pub fn name(&self) -> String {
        let whom = self.person.as_deref().unwrap_or("team");
        format!("{}:{}:{whom}:{}", self.rule, self.team, self.count)
    }
}

/// What the rules propose for these incidents.
pub fn propose(rules: &[Rule], incidents: &[Incident]) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for rule in rules {
        let mut counted: BTreeMap<(&str, Option<&str>), Vec<&Incident>> = BTreeMap::new();
        for incident in incidents.iter().filter(|incident| incident.kind == rule.kind) {
            let whom = match rule.counts {
                Counts::Person => match incident.person.as_deref() {
                    Some(person) => Some(person),
                    // Nobody knows whose it was: it counts for nobody.
                    None => continue,
                },
                Counts::Team => None,
            };
            let own = counted.entry((incident.team.as_str(), whom)).or_default();
            own.push(incident);
            let count = u32::try_from(own.len()).unwrap_or(u32::MAX);
            let due = match rule.at {
                0 => false,
                at => count == at || (rule.repeats && count % at == 0),
            };
            if due {
                proposals.push(Proposal {
                    rule: rule.key.clone(),
                    team: incident.team.clone(),
                    person: whom.map(str::to_owned),
                    count,
                    incidents: own.iter().map(|incident| incident.key.clone()).collect(),
                    game: incident.game.clone(),
                    then: rule.then,
                    amount: rule.amount,
                });
            }
        }
    }
    proposals
}

#[cfg(test)]
mod tests;
