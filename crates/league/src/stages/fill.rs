//! Which entry each slot gets, and what a correction would change.
//!
//! A slot that holds an entry is never given another in silence: when its source says something else, the slot is
//! emptied with a warning, waits for a person's word, and everything that was built on it is reported with it.

use super::{Graph, Slot, Source};
use crate::ids::EntryId;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What is settled outside the graph: entries, tables, decided ties.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Who stands behind each seed and each drawn place.
    pub entered: BTreeMap<Source, EntryId>,
    pub groups: BTreeMap<String, GroupState>,
    pub ties: BTreeMap<String, TieState>,
    /// Ties that both sides lost: nobody goes on, and who would have met the winner goes on without a game.
    pub void: BTreeSet<String>,
    /// Whom a person decided on, whatever the source of the slot says.
    pub decided: BTreeMap<Slot, EntryId>,
    /// Entries on a place compared across groups, best first; several in one element need lots.
    pub across: BTreeMap<u16, Vec<Vec<EntryId>>>,
}

/// Where a group stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupState {
    /// Every game is over.
    pub complete: bool,
    /// Every result is confirmed.
    pub official: bool,
    /// Best first; several in one element share a place.
    pub ranking: Vec<Vec<EntryId>>,
}

/// A decided tie: who played it and who won.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TieState {
    pub sides: [EntryId; 2],
    pub winner: EntryId,
    pub official: bool,
}

/// What the slots hold now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Current {
    pub filled: BTreeMap<Slot, EntryId>,
    /// Emptied by a correction and not yet released by a person.
    pub held: BTreeMap<Slot, Held>,
}

/// A slot that waits for a person's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Held {
    pub was: EntryId,
}

/// Why a source gives no entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    NotEntered,
    GroupOpen {
        group: String,
    },
    GroupNotOfficial {
        group: String,
    },
    /// These share the place: lots must be drawn.
    DrawRequired {
        entries: Vec<EntryId>,
    },
    NoSuchPlace,
    TieOpen {
        tie: String,
    },
    TieNotOfficial {
        tie: String,
    },
    /// Both sides of the tie lost it, or it has no loser: nobody comes from there.
    Nobody {
        tie: String,
    },
    /// The result belongs to other entries than those that stand there now.
    OtherEntries {
        of: String,
    },
    /// The slot was emptied by a correction; a person must release it.
    Held,
    Cycle,
}

/// A change of one slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Fill {
        slot: Slot,
        source: Source,
        entry: EntryId,
    },
    /// The slot is emptied; `to` is who would come next, once a person agrees.
    WouldChange {
        slot: Slot,
        was: EntryId,
        to: Option<EntryId>,
        because: Vec<Cause>,
    },
}

/// One step from a correction to a slot, the first step first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cause {
    pub slot: Slot,
    pub source: Source,
    pub was: EntryId,
    pub now: Option<EntryId>,
    /// Why the source gives nobody; none where it gives another entry.
    pub why: Option<Why>,
}

/// A slot that stays empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Waiting {
    pub slot: Slot,
    pub source: Source,
    pub why: Why,
    /// Whom a held slot would get.
    pub to: Option<EntryId>,
}

/// What follows from the results so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    pub changes: Vec<Change>,
    pub waiting: Vec<Waiting>,
}

/// Compares the slots with their sources. Nothing is changed: [`apply`] does that when a person has seen it.
pub fn fill(graph: &Graph, known: &Known, current: &Current) -> Changes {
    let sources: BTreeMap<Slot, &Source> = graph.slots().into_iter().collect();
    let mut pass = Pass { graph, known, current, sources, done: BTreeMap::new(), under_way: BTreeSet::new() };
    let mut out = Changes::default();
    for (slot, source) in graph.slots() {
        let now = pass.now(&slot);
        let source = source.clone();
        match (current.filled.get(&slot), now.gives) {
            (Some(&was), to) if now.holds.is_none() => {
                let to = to.ok();
                out.changes.push(Change::WouldChange { slot, was, to, because: now.because });
            }
            (Some(_), _) => {}
            (None, Ok(to)) if now.holds.is_none() => {
                out.waiting.push(Waiting { slot, source, why: Why::Held, to: Some(to) });
            }
            (None, Ok(entry)) => out.changes.push(Change::Fill { slot, source, entry }),
            (None, Err(why)) => out.waiting.push(Waiting { slot, source, why, to: None }),
        }
    }
    out
}

/// Carries changes out; emptied slots are held.
pub fn apply(current: &mut Current, changes: &Changes) {
    for change in &changes.changes {
        match change {
            Change::Fill { slot, entry, .. } => {
                current.filled.insert(slot.clone(), *entry);
            }
            Change::WouldChange { slot, was, .. } => {
                current.filled.remove(slot);
                current.held.insert(slot.clone(), Held { was: *was });
            }
        }
    }
}

/// Releases a held slot, so that the next [`fill()`] may fill it; `false` where it was not held.
pub fn confirm(current: &mut Current, slot: &Slot) -> bool {
    current.held.remove(slot).is_some()
}

/// What a slot comes to in this pass.
#[derive(Clone)]
struct Now {
    gives: Result<EntryId, Why>,
    /// What it holds after the pass; a changed slot holds nobody.
    holds: Option<EntryId>,
    because: Vec<Cause>,
}

struct Pass<'a> {
    graph: &'a Graph,
    known: &'a Known,
    current: &'a Current,
    sources: BTreeMap<Slot, &'a Source>,
    done: BTreeMap<Slot, Now>,
    under_way: BTreeSet<Slot>,
}

impl Pass<'_> {
    fn now(&mut self, slot: &Slot) -> Now {
        if let Some(now) = self.done.get(slot) {
            return now.clone();
        }
        let nobody = |why: Why| Now { gives: Err(why), holds: None, because: Vec::new() };
        let Some(&source) = self.sources.get(slot) else { return nobody(Why::NoSuchPlace) };
        if !self.under_way.insert(slot.clone()) {
            return nobody(Why::Cycle);
        }
        let gives = self.gives(slot, source);
        let holds = match (self.current.filled.get(slot), &gives) {
            (Some(was), Ok(entry)) if was == entry => Some(*entry),
            (None, Ok(entry)) if !self.current.held.contains_key(slot) => Some(*entry),
            _ => None,
        };
        let because = match self.current.filled.get(slot) {
            Some(&was) if holds.is_none() => self.causes(slot, source, was, &gives),
            _ => Vec::new(),
        };
        let now = Now { gives, holds, because };
        self.under_way.remove(slot);
        self.done.insert(slot.clone(), now.clone());
        now
    }

    fn gives(&mut self, slot: &Slot, source: &Source) -> Result<EntryId, Why> {
        if let Some(decided) = self.known.decided.get(slot) {
            return Ok(*decided);
        }
        match source {
            Source::Seed(_) | Source::Drawn { .. } => {
                self.known.entered.get(source).copied().ok_or(Why::NotEntered)
            }
            Source::Group { group, place } => {
                self.group_is_settled(group)?;
                on_place(&self.known.groups[group].ranking, *place)
            }
            Source::Winner(code) => Ok(self.decided(code)?.winner),
            Source::Loser(code) => {
                let tie = self.decided(code)?;
                let loser = if tie.winner == tie.sides[0] { tie.sides[1] } else { tie.sides[0] };
                if loser == tie.winner { Err(Why::Nobody { tie: code.clone() }) } else { Ok(loser) }
            }
            Source::Across { best, place } => {
                let graph = self.graph;
                for group in graph.compared_groups(slot) {
                    self.group_is_settled(&group.key)?;
                }
                on_place(self.known.across.get(place).ok_or(Why::NoSuchPlace)?, *best)
            }
        }
    }

    fn group_is_settled(&mut self, key: &str) -> Result<(), Why> {
        let known = self.known;
        let group = || key.to_owned();
        let state = known.groups.get(key).ok_or_else(|| Why::GroupOpen { group: group() })?;
        if !state.complete {
            return Err(Why::GroupOpen { group: group() });
        }
        if !state.official {
            return Err(Why::GroupNotOfficial { group: group() });
        }
        let members: Vec<EntryId> =
            self.slots_of_group(key).iter().filter_map(|slot| self.now(slot).holds).collect();
        if state.ranking.iter().flatten().all(|entry| members.contains(entry)) {
            Ok(())
        } else {
            Err(Why::OtherEntries { of: group() })
        }
    }

    fn decided(&mut self, code: &str) -> Result<TieState, Why> {
        let tie = || code.to_owned();
        if self.known.void.contains(code) {
            return Err(Why::Nobody { tie: tie() });
        }
        let Some(state) = self.known.ties.get(code).copied() else { return self.walked_over(code) };
        if !state.official {
            return Err(Why::TieNotOfficial { tie: tie() });
        }
        let sides = [Slot::TieA(tie()), Slot::TieB(tie())].map(|slot| self.now(&slot).holds);
        let is_theirs = sides == state.sides.map(Some) || sides == [state.sides[1], state.sides[0]].map(Some);
        if is_theirs && state.sides.contains(&state.winner) {
            Ok(state)
        } else {
            Err(Why::OtherEntries { of: tie() })
        }
    }

    /// A tie without a game: who meets nobody goes on. Both sides of the state are then the same.
    fn walked_over(&mut self, code: &str) -> Result<TieState, Why> {
        let tie = || code.to_owned();
        let sides = [Slot::TieA(tie()), Slot::TieB(tie())].map(|slot| self.now(&slot));
        let is_nobody = |side: &Now| matches!(side.gives, Err(Why::Nobody { .. }));
        let state = |winner: EntryId| TieState { sides: [winner; 2], winner, official: true };
        match [&sides[0], &sides[1]] {
            [one, other] if is_nobody(one) && is_nobody(other) => Err(Why::Nobody { tie: tie() }),
            [one, other] if is_nobody(other) => {
                one.holds.map(state).ok_or_else(|| Why::TieOpen { tie: tie() })
            }
            [one, other] if is_nobody(one) => {
                other.holds.map(state).ok_or_else(|| Why::TieOpen { tie: tie() })
            }
            _ => Err(Why::TieOpen { tie: tie() }),
        }
    }

    fn slots_of_group(&self, key: &str) -> Vec<Slot> {
        let is_inside = |slot: &&Slot| matches!(slot, Slot::Group { group, .. } if group == key);
        self.sources.keys().filter(is_inside).cloned().collect()
    }

    /// The way from the correction: what changed before this slot, then this slot.
    fn causes(
        &mut self,
        slot: &Slot,
        source: &Source,
        was: EntryId,
        gives: &Result<EntryId, Why>,
    ) -> Vec<Cause> {
        let feeding = match source {
            Source::Winner(code) | Source::Loser(code) => {
                vec![Slot::TieA(code.clone()), Slot::TieB(code.clone())]
            }
            Source::Group { group, .. } => self.slots_of_group(group),
            Source::Across { .. } => {
                let groups = self.graph.compared_groups(slot);
                groups.iter().flat_map(|group| self.slots_of_group(&group.key)).collect()
            }
            Source::Seed(_) | Source::Drawn { .. } => Vec::new(),
        };
        let mut causes: Vec<Cause> = Vec::new();
        for before in feeding {
            for cause in self.now(&before).because {
                if !causes.contains(&cause) {
                    causes.push(cause);
                }
            }
        }
        let (now, why) = match gives {
            Ok(entry) => (Some(*entry), None),
            Err(why) => (None, Some(why.clone())),
        };
        causes.push(Cause { slot: slot.clone(), source: source.clone(), was, now, why });
        causes
    }
}

fn on_place(ranking: &[Vec<EntryId>], place: u16) -> Result<EntryId, Why> {
    let mut above = 0;
    for shared in ranking {
        if usize::from(place) <= above + shared.len() {
            return match shared.as_slice() {
                [entry] => Ok(*entry),
                entries => Err(Why::DrawRequired { entries: entries.to_vec() }),
            };
        }
        above += shared.len();
    }
    Err(Why::NoSuchPlace)
}
