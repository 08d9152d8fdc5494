//! The parts of a bracket that a drawn place lies in: its half, its quarter, and so on down to its first tie.

use super::{Graph, Slot, Source, StageKind};
use std::collections::BTreeMap;

/// A place that is drawn or seeded, with the parts it lies in, the widest first. Every place has as many.
///
/// A group is one part. What holds every place of the brackets, the final above all, is no part. A seed that rests
/// while others play is a part by itself, named by its source.
pub fn zones(graph: &Graph) -> Vec<(Source, Vec<String>)> {
    let is_drawn = |source: &&Source| matches!(source, Source::Drawn { .. } | Source::Seed(_));
    let next: BTreeMap<&str, String> = graph
        .slots()
        .into_iter()
        .filter_map(|(slot, source)| match source {
            Source::Winner(code) => Some((code.as_str(), part(&slot))),
            _ => None,
        })
        .collect();
    let mut groups = Vec::new();
    let mut places: Vec<(Source, Vec<String>)> = Vec::new();
    for stage in &graph.stages {
        for group in &stage.groups {
            let drawn = group.slots.iter().filter(is_drawn);
            groups.extend(drawn.map(|source| (source.clone(), vec![group.key.clone()])));
        }
        for tie in &stage.ties {
            let mut parts = vec![tie.code.clone()];
            // On a ladder the next game says nothing about a side. A graph may be unsound: no way is longer than all.
            while let Some(above) = parts.last().and_then(|last| next.get(last.as_str()))
                && stage.kind != StageKind::Ladder
                && !parts.contains(above)
            {
                parts.push(above.clone());
            }
            parts.reverse();
            let drawn = [&tie.a, &tie.b].into_iter().filter(is_drawn);
            places.extend(drawn.map(|source| (source.clone(), parts.clone())));
        }
    }
    while let Some(root) = places.first().and_then(|(_, parts)| parts.first().cloned())
        && places.iter().all(|(_, parts)| parts.first() == Some(&root))
    {
        places.iter_mut().for_each(|(_, parts)| drop(parts.remove(0)));
    }
    let deepest = places.iter().map(|(_, parts)| parts.len()).max().unwrap_or(0);
    for (source, parts) in &mut places {
        parts.resize(deepest, source.to_string());
    }
    groups.extend(places);
    groups
}

fn part(slot: &Slot) -> String {
    match slot {
        Slot::Group { group, .. } => group.clone(),
        Slot::TieA(tie) | Slot::TieB(tie) => tie.clone(),
    }
}
