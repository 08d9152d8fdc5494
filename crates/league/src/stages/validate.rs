//! What is wrong with a graph; every fault is named, the page finds the words.

use super::source::code;
use super::{Graph, GroupFormat, Series, Slot, Source};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What is wrong with a graph of stages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StageFault {
    EmptyStage {
        stage: String,
    },
    RepeatedStage {
        stage: String,
    },
    RepeatedGroup {
        group: String,
    },
    RepeatedTie {
        tie: String,
    },
    /// A group's key is one or two capital letters.
    GroupKey {
        group: String,
    },
    /// A tie's code is capital letters, digits and hyphens.
    TieCode {
        tie: String,
    },
    GroupTooSmall {
        group: String,
        size: usize,
    },
    /// No leg, or no Swiss round.
    NoGames {
        group: String,
    },
    /// More Swiss rounds than there are opponents.
    TooManyRounds {
        group: String,
        rounds: u8,
        most: usize,
    },
    /// A best of n can end level when n is even.
    EvenSeries {
        tie: String,
        games: u8,
    },
    /// The source names a group or tie that is not there.
    UnknownSource {
        slot: Slot,
        source: Source,
    },
    /// The source's group has fewer places, or there are fewer groups to compare.
    PlaceBeyond {
        slot: Slot,
        source: Source,
        places: usize,
    },
    UsedTwice {
        source: Source,
        slots: Vec<Slot>,
    },
    /// A place goes somewhere by itself and is compared across groups as well.
    ComparedAndDirect {
        source: Source,
    },
    /// Ties and groups that wait for each other.
    Cycle {
        through: Vec<String>,
    },
    /// A seed between the others that no slot takes.
    SeedMissing {
        seed: u16,
    },
    /// Slots for seeds and drawn places, against the entries there are.
    SizesDiffer {
        slots: usize,
        entries: usize,
    },
}

/// Lists every fault; an empty list is a sound graph. Without a number of entries their fit is not checked.
pub fn validate(graph: &Graph, entries: Option<usize>) -> Vec<StageFault> {
    let mut faults = Vec::new();
    names(graph, &mut faults);
    shapes(graph, &mut faults);
    sources(graph, &mut faults);
    entrances(graph, entries, &mut faults);
    if let Some(through) = cycle(graph) {
        faults.push(StageFault::Cycle { through });
    }
    faults
}

fn names(graph: &Graph, faults: &mut Vec<StageFault>) {
    let (mut stages, mut groups, mut ties) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for stage in &graph.stages {
        if !stages.insert(&stage.key) {
            faults.push(StageFault::RepeatedStage { stage: stage.key.clone() });
        }
        if stage.groups.is_empty() && stage.ties.is_empty() {
            faults.push(StageFault::EmptyStage { stage: stage.key.clone() });
        }
    }
    for group in graph.groups() {
        if !groups.insert(&group.key) {
            faults.push(StageFault::RepeatedGroup { group: group.key.clone() });
        }
        let is_key =
            (1..=2).contains(&group.key.len()) && group.key.bytes().all(|byte| byte.is_ascii_uppercase());
        if !is_key {
            faults.push(StageFault::GroupKey { group: group.key.clone() });
        }
    }
    for tie in graph.ties() {
        if !ties.insert(&tie.code) {
            faults.push(StageFault::RepeatedTie { tie: tie.code.clone() });
        }
        if code(&tie.code).is_none() {
            faults.push(StageFault::TieCode { tie: tie.code.clone() });
        }
    }
}

fn shapes(graph: &Graph, faults: &mut Vec<StageFault>) {
    for group in graph.groups() {
        let (size, group_key) = (group.slots.len(), group.key.clone());
        if size < 2 {
            faults.push(StageFault::GroupTooSmall { group: group_key, size });
            continue;
        }
        match group.format {
            GroupFormat::RoundRobin(0) | GroupFormat::Swiss(0) => {
                faults.push(StageFault::NoGames { group: group_key });
            }
            GroupFormat::Swiss(rounds) if usize::from(rounds) >= size + size % 2 => {
                let most = size + size % 2 - 1;
                faults.push(StageFault::TooManyRounds { group: group_key, rounds, most });
            }
            _ => {}
        }
    }
    for tie in graph.ties() {
        if let Series::BestOf(games) = tie.series
            && games % 2 == 0
        {
            faults.push(StageFault::EvenSeries { tie: tie.code.clone(), games });
        }
    }
}

fn sources(graph: &Graph, faults: &mut Vec<StageFault>) {
    let mut used: BTreeMap<&Source, Vec<Slot>> = BTreeMap::new();
    let mut compared: BTreeSet<Source> = BTreeSet::new();
    for (slot, source) in graph.slots() {
        match source {
            Source::Seed(_) | Source::Drawn { .. } => {}
            Source::Winner(code) | Source::Loser(code) => {
                if !graph.ties().any(|tie| tie.code == *code) {
                    faults.push(StageFault::UnknownSource { slot: slot.clone(), source: source.clone() });
                }
            }
            Source::Group { group, place } => match graph.groups().find(|other| other.key == *group) {
                None => faults.push(StageFault::UnknownSource { slot: slot.clone(), source: source.clone() }),
                Some(group) => beyond(&slot, source, *place, group.slots.len(), faults),
            },
            Source::Across { best, place } => {
                let groups = graph.compared_groups(&slot);
                let with_place = groups.iter().filter(|group| group.slots.len() >= usize::from(*place));
                let direct = |key: &String| Source::Group { group: key.clone(), place: *place };
                compared.extend(groups.iter().map(|group| direct(&group.key)));
                match groups.is_empty() {
                    true => {
                        faults.push(StageFault::UnknownSource { slot: slot.clone(), source: source.clone() })
                    }
                    false => beyond(&slot, source, *best, with_place.count(), faults),
                }
            }
        }
        used.entry(source).or_default().push(slot);
    }
    for source in compared.into_iter().filter(|source| used.contains_key(source)) {
        faults.push(StageFault::ComparedAndDirect { source });
    }
    for (source, slots) in used {
        if slots.len() > 1 {
            faults.push(StageFault::UsedTwice { source: source.clone(), slots });
        }
    }
}

fn beyond(slot: &Slot, source: &Source, place: u16, places: usize, faults: &mut Vec<StageFault>) {
    if place == 0 || usize::from(place) > places {
        faults.push(StageFault::PlaceBeyond { slot: slot.clone(), source: source.clone(), places });
    }
}

fn entrances(graph: &Graph, entries: Option<usize>, faults: &mut Vec<StageFault>) {
    let mut seeds = BTreeSet::new();
    let mut slots = 0;
    for (_, source) in graph.slots() {
        match source {
            Source::Seed(number) => {
                seeds.insert(*number);
                slots += 1;
            }
            Source::Drawn { .. } => slots += 1,
            _ => {}
        }
    }
    let last = seeds.last().copied().unwrap_or(0);
    faults
        .extend((1..last).filter(|seed| !seeds.contains(seed)).map(|seed| StageFault::SeedMissing { seed }));
    if let Some(entries) = entries.filter(|&entries| entries != slots) {
        faults.push(StageFault::SizesDiffer { slots, entries });
    }
}

/// Finds ties and groups that wait for each other, by taking away whatever waits for nothing until nothing goes.
fn cycle(graph: &Graph) -> Option<Vec<String>> {
    let mut waits: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (slot, source) in graph.slots() {
        let owner = match &slot {
            Slot::Group { group, .. } => format!("group {group}"),
            Slot::TieA(tie) | Slot::TieB(tie) => tie.clone(),
        };
        let on = waits.entry(owner).or_default();
        match source {
            Source::Winner(tie) | Source::Loser(tie) => drop(on.insert(tie.clone())),
            Source::Group { group, .. } => drop(on.insert(format!("group {group}"))),
            // Compared groups lie in an earlier stage, but may wait for a later one.
            Source::Across { .. } => {
                on.extend(graph.compared_groups(&slot).iter().map(|group| format!("group {}", group.key)));
            }
            Source::Seed(_) | Source::Drawn { .. } => {}
        }
    }
    loop {
        let known: BTreeSet<String> = waits.keys().cloned().collect();
        let before = waits.len();
        waits.retain(|_, on| on.iter().any(|other| known.contains(other)));
        if waits.len() == before {
            break;
        }
    }
    // What is left waits for a cycle or lies on one: following the waiting ends in it.
    let mut path = vec![waits.keys().next()?.clone()];
    loop {
        let next = waits[path.last()?].iter().find(|other| waits.contains_key(*other))?.clone();
        if let Some(at) = path.iter().position(|other| *other == next) {
            return Some(path.split_off(at));
        }
        path.push(next);
    }
}
