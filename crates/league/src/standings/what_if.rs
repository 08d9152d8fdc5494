//! What the open games can still change.
use super::results::{Group, Refused, Team};
use super::rules::RuleSet;
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    EveryOutcome,
    Bounded,
}
pub struct Outlook {
    pub teams: Vec<Prospect>,
    pub method: Method,
    pub stakes: Vec<Stake>,
}
pub struct Prospect {
    pub team: Team,
    pub possible: Vec<usize>,
    pub unproven: Vec<usize>,
}
pub struct Stake {
    pub game: usize,
    pub teams: Vec<Team>,
}
impl Prospect {
    pub fn certain(&self) -> Option<usize> {
        None
    }
}
impl Outlook {
    pub fn is_exact(&self) -> bool {
        true
    }
}
pub fn what_if(_g: &Group, _r: &RuleSet) -> Result<Outlook, Refused> {
    Err(Refused::TooManyTeams)
}
