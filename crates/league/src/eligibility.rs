//! Who may play: a rule set per competition as data, and a verdict with its reasons for each player.
//!
//! A rule is a scope (each player, the club, the list, the match list, the five on court), a selector, and what is
//! asked of those selected: a condition on each, a bound on their number or sum, or that no two are alike. No rule
//! knows a league; docs/ENTRY.md is the description for people who write rules.

mod attribute;
mod condition;
mod facts;
mod group;
mod judge;
mod load;
mod reason;
mod rules;
mod truth;

pub use attribute::Attribute;
pub use condition::{Check, Condition, Day, Span, Test};
pub use facts::{Facts, List, Player, Registration, Value};
pub use judge::{Judgement, judge};
pub use load::RulesError;
pub use reason::{Code, Reason, Verdict};
pub use rules::{Bound, Demand, GroupSize, Measure, Quantity, Rule, Rules, Scope};

#[cfg(test)]
mod tests;
