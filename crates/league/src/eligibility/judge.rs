//! Holds a list against a rule set.

use super::attribute::Seen;
use super::condition::{Condition, Test};
use super::facts::{Facts, List, Player};
use super::group;
use super::reason::{Code, Reason, Verdict};
use super::rules::{Demand, Rule, Rules, Scope};
use super::truth::Truth;
use chrono::NaiveDate;

/// What the rules say of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// In the order of the list.
    pub players: Vec<Vec<Reason>>,
    /// Of the club and of all players together, of those named and of those on court.
    pub club: Vec<Reason>,
}

/// Judges a list on a day. Those named for a game and those on court are the players whose `in_match` and
/// `on_court` say yes; where none does, rules of a game are not judged.
pub fn judge(rules: &Rules, list: &List, as_of: NaiveDate) -> Judgement {
    let mut judgement = Judgement { players: vec![Vec::new(); list.players.len()], club: Vec::new() };
    let scene = Scene { list, as_of };
    for rule in rules.rules.iter().filter(|rule| scene.in_force(rule)) {
        match rule.scope {
            Scope::Club => judgement.club.extend(scene.each(rule, &Facts::default(), None)),
            Scope::Player => {
                for (place, player) in list.players.iter().enumerate() {
                    judgement.players[place].extend(scene.each(rule, &player.facts, Some(player.row)));
                }
            }
            Scope::List | Scope::Match | Scope::Court => scene.group(rule, &mut judgement),
        }
    }
    judgement
}

/// A list on a day.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub list: &'a List,
    pub as_of: NaiveDate,
}

impl<'a> Scene<'a> {
    pub fn seen(self, player: &'a Facts) -> Seen<'a> {
        let players = i64::try_from(self.list.players.len()).unwrap_or(i64::MAX);
        Seen { player, club: &self.list.club, players, as_of: self.as_of }
    }

    fn in_force(self, rule: &Rule) -> bool {
        let club = Facts::default();
        rule.when.as_ref().is_none_or(|when| when.truth(&self.seen(&club)) == Truth::Yes)
    }

    fn members(self, scope: Scope) -> Vec<(usize, &'a Player)> {
        let named = |player: &Player| match scope {
            Scope::Match => player.facts.says_yes("in_match"),
            Scope::Court => player.facts.says_yes("on_court"),
            _ => true,
        };
        self.list.players.iter().enumerate().filter(|(_, player)| named(player)).collect()
    }

    fn group(self, rule: &Rule, judgement: &mut Judgement) {
        let members = self.members(rule.scope);
        if members.is_empty() && rule.scope != Scope::List {
            return;
        }
        let players: Vec<&Player> = members.iter().map(|(_, player)| *player).collect();
        if !rule.when_group.as_ref().is_none_or(|size| group::holds(size, &players, self)) {
            return;
        }
        match &rule.demand {
            Demand::Each(_) => {
                for (place, player) in members {
                    judgement.players[place].extend(self.each(rule, &player.facts, Some(player.row)));
                }
            }
            Demand::Bound { bound, per } => {
                judgement.club.extend(group::bound(rule, bound, per.as_ref(), &players, self));
            }
            Demand::Unique(attribute) => {
                for reason in group::repeated(rule, attribute, &players, self) {
                    for (place, _) in members.iter().filter(|(_, player)| reason.rows.contains(&player.row)) {
                        judgement.players[*place].push(reason.clone());
                    }
                }
            }
        }
    }

    /// A condition on one player, or on the club.
    fn each(self, rule: &Rule, facts: &'a Facts, row: Option<u32>) -> Option<Reason> {
        let Demand::Each(condition) = &rule.demand else { return None };
        let seen = self.seen(facts);
        let selected = rule.select.as_ref().map_or(Truth::Yes, |select| select.truth(&seen));
        let truth = condition.truth(&seen);
        if selected == Truth::No || truth == Truth::Yes {
            return None;
        }
        // Whether the rule speaks of somebody may be unknown itself: then nothing is proven either way.
        let unknown = selected == Truth::Unknown || truth == Truth::Unknown;
        let verdict = if unknown { rule.unknown } else { rule.verdict };
        if verdict == Verdict::Ok {
            return None;
        }
        let mut missed = condition.missed(&seen, false);
        if selected == Truth::Unknown {
            missed.extend(rule.select.iter().flat_map(|select| unknown_tests(select, &seen)));
        }
        Some(explained(rule, verdict, unknown, &missed, &seen, row))
    }
}

fn unknown_tests<'c>(select: &'c Condition, seen: &Seen<'_>) -> Vec<(&'c Test, bool)> {
    let all = select.missed(seen, false);
    all.into_iter().filter(|(test, _)| test.truth(seen) == Truth::Unknown).collect()
}

fn explained(
    rule: &Rule,
    verdict: Verdict,
    unknown: bool,
    missed: &[(&Test, bool)],
    seen: &Seen<'_>,
    row: Option<u32>,
) -> Reason {
    let papers_only = missed.iter().all(|(test, negated)| test.of.paper && !negated);
    let mut bring = rule.bring.clone();
    for (test, negated) in missed {
        // A paper can be brought and a fact be shown; nothing that is brought changes an age.
        let helps = test.of.paper && !negated || test.truth(seen) == Truth::Unknown;
        bring.extend(test.of.bring.clone().filter(|thing| helps && !rule.bring.contains(thing)));
    }
    bring.dedup();
    let join = |texts: Vec<String>| {
        let mut distinct: Vec<String> = Vec::new();
        for text in texts {
            if !distinct.contains(&text) {
                distinct.push(text);
            }
        }
        distinct.join("; ")
    };
    Reason {
        rule: rule.key.clone(),
        number: rule.number.clone(),
        scope: rule.scope.as_str(),
        verdict,
        code: match (papers_only && !missed.is_empty(), unknown) {
            (true, _) => Code::PaperMissing,
            (false, true) => Code::NotShown,
            (false, false) => Code::NotMet,
        },
        wording: rule.wording.clone(),
        found: join(missed.iter().map(|(test, _)| test.found(seen)).collect()),
        expected: join(missed.iter().map(|(test, negated)| test.expected(seen, *negated)).collect()),
        bring,
        consequence: rule.consequence.clone(),
        rows: row.into_iter().collect(),
    }
}
