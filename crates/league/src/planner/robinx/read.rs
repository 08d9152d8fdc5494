//! Reads instances and solutions.

use super::rules::{Lists, rule};
use crate::planner::problem::{Format, Game, Instance, Refused, all_pairs};
use roxmltree::{Document, Node};

/// Reads an instance. Whatever this planner would have to ignore is refused by name.
pub fn instance(text: &str) -> Result<Instance, Refused> {
    let document = parsed(text)?;
    let root = document.root_element();
    let resources = child(root, "Resources")?;
    let names = |list: &str, item: &str| -> Result<Vec<String>, Refused> {
        let mut nodes: Vec<(usize, String)> = Vec::new();
        for node in child(resources, list)?.children().filter(|node| node.has_tag_name(item)) {
            let id = number(node, "id")?;
            nodes.push((id, node.attribute("name").unwrap_or_default().to_owned()));
        }
        nodes.sort();
        match nodes.iter().enumerate().find(|(place, (id, _))| place != id) {
            Some((_, (id, _))) => Err(Refused::Unreadable(format!("{item} ids do not run from 0: {id}"))),
            None => Ok(nodes.into_iter().map(|(_, name)| name).collect()),
        }
    };
    let clubs = names("Teams", "team")?;
    let slots = names("Slots", "slot")?;
    if root.descendants().filter(|node| node.has_tag_name("league")).count() > 1 {
        return Err(Refused::Unsupported("several leagues".to_owned()));
    }
    let lists = Lists::read(resources, clubs.len(), slots.len())?;
    let mut rules = Vec::new();
    for family in child(root, "Constraints")?.children().filter(Node::is_element) {
        for node in family.children().filter(Node::is_element) {
            rules.push(rule(node, &lists)?);
        }
    }
    let format = format(root, clubs.len())?;
    let name = text_of(root, "InstanceName").unwrap_or_default();
    Instance { name, clubs, slots, format, rules }.sound()
}

/// Reads the games of a solution.
pub fn solution(text: &str, instance: &Instance) -> Result<Vec<Game>, Refused> {
    let document = parsed(text)?;
    let root = document.root_element();
    let place = |node: Node<'_, '_>, name: &'static str, size: usize| {
        let place = number(node, name)?;
        match place {
            _ if place < size => Ok(place),
            _ => Err(Refused::Unknown { what: name, name: place.to_string() }),
        }
    };
    let games = child(root, "Games")?;
    let mut plan = Vec::new();
    for node in games.children().filter(|node| node.has_tag_name("ScheduledMatch")) {
        let home = place(node, "home", instance.clubs.len())?;
        let away = place(node, "away", instance.clubs.len())?;
        let slot = place(node, "slot", instance.slots.len())?;
        if home == away {
            return Err(Refused::Unreadable(format!("club {home} plays itself")));
        }
        plan.push(Game { slot, home, away });
    }
    Ok(plan)
}

fn format(root: Node<'_, '_>, clubs: usize) -> Result<Format, Refused> {
    let legs = text_of(root, "numberRoundRobin").unwrap_or_else(|| "2".to_owned());
    let legs: u8 = match legs.as_str() {
        "1" => 1,
        "2" => 2,
        other => return Err(Refused::Unsupported(format!("numberRoundRobin {other}"))),
    };
    let phased = match text_of(root, "gameMode").as_deref() {
        Some("P") => true,
        None | Some("" | "NULL") => false,
        Some(other) => return Err(Refused::Unsupported(format!("gameMode {other}"))),
    };
    match text_of(root, "compactness").as_deref() {
        Some("C") => Ok(Format::Rounds { legs, phased: phased && legs > 1 }),
        Some("R") if phased => Err(Refused::Unsupported("gameMode P without compactness C".to_owned())),
        Some("R") => Ok(Format::Slots { games: all_pairs(clubs, legs) }),
        other => Err(Refused::Unsupported(format!("compactness {}", other.unwrap_or("missing")))),
    }
}

fn parsed(text: &str) -> Result<Document<'_>, Refused> {
    Document::parse(text.trim_start_matches('\u{feff}'))
        .map_err(|error| Refused::Unreadable(error.to_string()))
}

fn child<'a, 'd>(node: Node<'a, 'd>, name: &str) -> Result<Node<'a, 'd>, Refused> {
    let found = node.children().find(|node| node.has_tag_name(name));
    found.ok_or_else(|| Refused::Unreadable(format!("no {name}")))
}

fn text_of(root: Node<'_, '_>, name: &str) -> Option<String> {
    let node = root.descendants().find(|node| node.has_tag_name(name))?;
    Some(node.text().unwrap_or_default().trim().to_owned())
}

/// A number of an element; a missing one is named.
pub(super) fn number(node: Node<'_, '_>, name: &str) -> Result<usize, Refused> {
    let tag = node.tag_name().name();
    let text = node.attribute(name).ok_or_else(|| Refused::Unreadable(format!("{tag} without {name}")))?;
    text.trim().parse().map_err(|_| Refused::Unreadable(format!("{tag}: {name} is {text:?}")))
}
