//! What was called at the table, as discipline counts it: each edition's own fouls, nothing of the ordinary ones.

use super::Kind;
use crate::fixture::Side;
use crate::game::{Fact, FoulCode, FoulKind, GameRules, Play, Who, order};
use std::collections::BTreeMap;

/// How often something was called on somebody of a side: a player by the shirt, coach and bench without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    pub side: Side,
    /// Nothing for coach, bench and delegation: the team answers for them.
    pub shirt: Option<String>,
    pub kind: Kind,
    pub count: u32,
}

/// What the plays of a game count, after all corrections.
pub fn called(rules: &GameRules, plays: &[Play]) -> Vec<Called> {
    let mut counted: BTreeMap<(&str, Option<String>, Kind), (Side, u32)> = BTreeMap::new();
    for placed in order(plays).placed {
        let Fact::Foul(foul) = placed.fact else { continue };
        let code = rules.edition.code_of(foul).filter(|code| code.who.contains(&foul.who.kind()));
        let Some(kind) = code.and_then(kind_of) else { continue };
        let shirt = match foul.who {
            Who::Player(shirt) => Some(shirt.to_string()),
            _ => None,
        };
        counted.entry((foul.side.as_str(), shirt, kind)).or_insert((foul.side, 0)).1 += 1;
    }
    counted.into_iter().map(|((_, shirt, kind), (side, count))| Called { side, shirt, kind, count }).collect()
}

fn kind_of(code: &FoulCode) -> Option<Kind> {
    match code.kind {
        FoulKind::Technical | FoulKind::CoachTechnical | FoulKind::BenchTechnical => Some(Kind::Technical),
        FoulKind::Unsportsmanlike => Some(Kind::Unsportsmanlike),
        FoulKind::Disruptive => Some(Kind::Disruptive),
        FoulKind::Flagrant => Some(Kind::Flagrant),
        FoulKind::Disqualifying => Some(Kind::Disqualifying),
        // A member of the delegation who is sent away has a mark of his own.
        FoulKind::Mark if code.disqualifies => Some(Kind::Disqualifying),
        FoulKind::Personal | FoulKind::Mark => None,
    }
}
