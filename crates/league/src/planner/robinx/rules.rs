//! The constraints of RobinX as rules.

use super::read::number;
use crate::planner::problem::{Bounds, Demand, Refused, Rule, Side};
use roxmltree::Node;

/// Sizes and groups that lists of ids refer to.
pub(super) struct Lists {
    clubs: usize,
    slots: usize,
    club_groups: Vec<Vec<usize>>,
    slot_groups: Vec<Vec<usize>>,
}

impl Lists {
    pub(super) fn read(resources: Node<'_, '_>, clubs: usize, slots: usize) -> Result<Self, Refused> {
        let groups = |item: &str, group: &str, attribute: &str| -> Result<Vec<Vec<usize>>, Refused> {
            let count = resources.descendants().filter(|node| node.has_tag_name(group)).count();
            let mut groups = vec![Vec::new(); count];
            for node in resources.descendants().filter(|node| node.has_tag_name(item)) {
                let id = number(node, "id")?;
                // Some files write the list with a singular name.
                for name in [attribute, attribute.trim_end_matches('s')] {
                    for group in ids(node, name, count)? {
                        groups[group].push(id);
                    }
                }
            }
            Ok(groups)
        };
        let club_groups = groups("team", "teamGroup", "teamGroups")?;
        let slot_groups = groups("slot", "slotGroup", "slotGroups")?;
        Ok(Self { clubs, slots, club_groups, slot_groups })
    }

    /// A list of clubs: `teams`, `teams1` or `teams2` and the groups of the same number.
    fn clubs(&self, node: Node<'_, '_>, suffix: &str) -> Result<Vec<usize>, Refused> {
        let own = ids(node, &format!("teams{suffix}"), self.clubs)?;
        let groups = ids(node, &format!("teamGroups{suffix}"), self.club_groups.len())?;
        Ok(joined(own, &groups, &self.club_groups))
    }

    fn slots(&self, node: Node<'_, '_>) -> Result<Vec<usize>, Refused> {
        let own = ids(node, "slots", self.slots)?;
        let groups = ids(node, "slotGroups", self.slot_groups.len())?;
        Ok(joined(own, &groups, &self.slot_groups))
    }
}

/// Reads one constraint, or names it when it is not known.
pub(super) fn rule(node: Node<'_, '_>, lists: &Lists) -> Result<Rule, Refused> {
    let code = node.tag_name().name();
    let hard = match node.attribute("type") {
        Some("HARD") => true,
        Some("SOFT") => false,
        other => return Err(Refused::Unreadable(format!("{code}: type is {other:?}"))),
    };
    // What binds needs no price.
    let weight = if hard && node.attribute("penalty").is_none() { 1 } else { small(node, "penalty")? };
    let demand = match code {
        "CA1" => Demand::ClubGames {
            clubs: lists.clubs(node, "")?,
            side: side(node, "mode")?,
            slots: lists.slots(node)?,
            bounds: bounds(node)?,
        },
        "CA2" => {
            only(node, "mode2", &["GLOBAL"])?;
            Demand::GamesAgainst {
                clubs: lists.clubs(node, "1")?,
                against: lists.clubs(node, "2")?,
                side: side(node, "mode1")?,
                slots: lists.slots(node)?,
                bounds: bounds(node)?,
            }
        }
        "CA3" => {
            only(node, "mode2", &["SLOTS"])?;
            let length = number(node, "intp")?;
            if length == 0 {
                return Err(Refused::Unreadable("CA3: intp is 0".to_owned()));
            }
            Demand::Spell {
                clubs: lists.clubs(node, "1")?,
                against: lists.clubs(node, "2")?,
                side: side(node, "mode1")?,
                length,
                bounds: bounds(node)?,
            }
        }
        "CA4" => Demand::GamesBetween {
            clubs: lists.clubs(node, "1")?,
            against: lists.clubs(node, "2")?,
            side: side(node, "mode1")?,
            slots: lists.slots(node)?,
            each_slot: only(node, "mode2", &["GLOBAL", "EVERY"])? == "EVERY",
            bounds: bounds(node)?,
        },
        "GA1" => Demand::Meetings {
            meetings: meetings(node, lists.clubs)?,
            slots: lists.slots(node)?,
            bounds: bounds(node)?,
        },
        "BR1" => {
            only(node, "mode1", &["LEQ"])?;
            Demand::ClubBreaks {
                clubs: lists.clubs(node, "")?,
                side: side(node, "mode2")?,
                slots: lists.slots(node)?,
                most: small(node, "intp")?,
            }
        }
        "BR2" => {
            only(node, "mode2", &["LEQ"])?;
            Demand::Breaks {
                clubs: lists.clubs(node, "")?,
                side: side(node, "homeMode")?,
                slots: lists.slots(node)?,
                most: small(node, "intp")?,
            }
        }
        "FA2" => {
            only(node, "mode", &["H"])?;
            Demand::HomeLead {
                clubs: lists.clubs(node, "")?,
                slots: lists.slots(node)?,
                most: small(node, "intp")?,
            }
        }
        "SE1" => {
            if node.attribute("mode1").is_some() {
                only(node, "mode1", &["SLOTS"])?;
            }
            if node.attribute("max").is_some() && number(node, "max")? + 2 < lists.slots {
                return Err(Refused::Unsupported("SE1 with a max that binds".to_owned()));
            }
            Demand::Separation { clubs: lists.clubs(node, "")?, least: small(node, "min")? }
        }
        other => return Err(Refused::Unsupported(format!("constraint {other}"))),
    };
    Ok(Rule { hard, weight, demand })
}

fn bounds(node: Node<'_, '_>) -> Result<Bounds, Refused> {
    let least = if node.attribute("min").is_some() { small(node, "min")? } else { 0 };
    Ok(Bounds { least, most: small(node, "max")? })
}

fn side(node: Node<'_, '_>, name: &str) -> Result<Side, Refused> {
    Ok(match only(node, name, &["H", "A", "HA"])? {
        "H" => Side::Home,
        "A" => Side::Away,
        _ => Side::Either,
    })
}

/// A word that has to be one of these; another mode of the same constraint is named, never guessed.
fn only<'a>(node: Node<'a, '_>, name: &str, known: &[&str]) -> Result<&'a str, Refused> {
    let code = node.tag_name().name();
    let word = node.attribute(name).ok_or_else(|| Refused::Unreadable(format!("{code} without {name}")))?;
    match known.contains(&word) {
        true => Ok(word),
        false => Err(Refused::Unsupported(format!("{code} with {name} {word:?}"))),
    }
}

fn small(node: Node<'_, '_>, name: &str) -> Result<u32, Refused> {
    let number = number(node, name)?;
    // Penalties are multiplied by deviations: six digits are far more than any league writes.
    u32::try_from(number).ok().filter(|number| *number <= 1_000_000).ok_or(Refused::TooMany {
        what: "units in one number",
        given: number,
        limit: 1_000_000,
    })
}

fn ids(node: Node<'_, '_>, name: &str, size: usize) -> Result<Vec<usize>, Refused> {
    let mut ids = Vec::new();
    for word in node.attribute(name).unwrap_or_default().split(';').map(str::trim) {
        if !word.is_empty() {
            ids.push(id(node, word, size)?);
        }
    }
    Ok(ids)
}

fn id(node: Node<'_, '_>, word: &str, size: usize) -> Result<usize, Refused> {
    let id = word.parse().ok().filter(|id| *id < size);
    id.ok_or_else(|| Refused::Unreadable(format!("{}: no {word:?}", node.tag_name().name())))
}

fn meetings(node: Node<'_, '_>, clubs: usize) -> Result<Vec<(usize, usize)>, Refused> {
    let mut meetings = Vec::new();
    for pair in node.attribute("meetings").unwrap_or_default().split(';').map(str::trim) {
        if pair.is_empty() {
            continue;
        }
        let (home, away) =
            pair.split_once(',').ok_or_else(|| Refused::Unreadable(format!("GA1: meeting {pair:?}")))?;
        meetings.push((id(node, home.trim(), clubs)?, id(node, away.trim(), clubs)?));
    }
    Ok(meetings)
}

fn joined(mut own: Vec<usize>, groups: &[usize], members: &[Vec<usize>]) -> Vec<usize> {
    own.extend(groups.iter().flat_map(|&group| &members[group]));
    own.sort_unstable();
    own.dedup();
    own
}
