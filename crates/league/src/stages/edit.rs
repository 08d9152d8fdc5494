//! Pairings by hand: a change that would make a sound graph unsound is refused with the new faults.

use super::{Graph, Slot, Source, StageFault, validate};

/// Why a pairing cannot be changed so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditRefused {
    NoSuchSlot(Slot),
    Faults(Vec<StageFault>),
}

/// Exchanges the sources of two slots: the way to edit pairings, because every source stays used once.
pub fn swap(graph: &mut Graph, one: &Slot, other: &Slot) -> Result<(), EditRefused> {
    let mut edited = graph.clone();
    let first = source_of(&mut edited, one)?.clone();
    let second = std::mem::replace(source_of(&mut edited, other)?, first);
    *source_of(&mut edited, one)? = second;
    keep(graph, edited)
}

/// Gives a slot another source.
pub fn set_source(graph: &mut Graph, slot: &Slot, source: Source) -> Result<(), EditRefused> {
    let mut edited = graph.clone();
    *source_of(&mut edited, slot)? = source;
    keep(graph, edited)
}

fn keep(graph: &mut Graph, edited: Graph) -> Result<(), EditRefused> {
    let before = validate(graph, None);
    let new: Vec<StageFault> =
        validate(&edited, None).into_iter().filter(|fault| !before.contains(fault)).collect();
    if !new.is_empty() {
        return Err(EditRefused::Faults(new));
    }
    *graph = edited;
    Ok(())
}

fn source_of<'a>(graph: &'a mut Graph, slot: &Slot) -> Result<&'a mut Source, EditRefused> {
    let found = match slot {
        Slot::Group { group, index } => {
            let mut groups = graph.stages.iter_mut().flat_map(|stage| &mut stage.groups);
            groups.find(|other| other.key == *group).and_then(|group| group.slots.get_mut(*index))
        }
        Slot::TieA(code) | Slot::TieB(code) => {
            let mut ties = graph.stages.iter_mut().flat_map(|stage| &mut stage.ties);
            let is_a = matches!(slot, Slot::TieA(_));
            ties.find(|tie| tie.code == *code).map(|tie| if is_a { &mut tie.a } else { &mut tie.b })
        }
    };
    found.ok_or_else(|| EditRefused::NoSuchSlot(slot.clone()))
}
