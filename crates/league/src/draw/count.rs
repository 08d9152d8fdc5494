//! Counts the legal outcomes that a half-done draw still leads to: exactly, in integers, each situation once.
//!
//! Twenty-four entries have 24! orders, so situations that cannot be told apart are counted as one: entries under the
//! same rules, positions under the same rules, and groups (or pairs of a bracket) that look the same from outside.

use super::fault::DrawFault;
use super::problem::{Problem, Rule};
use std::collections::HashMap;
use std::rc::Rc;

/// How much a count may do, in numbers looked at: under a second of one core. Beyond it the draw is refused as too
/// entangled. Work is counted and not timed, so that a draw is refused everywhere or nowhere.
pub const WORK_LIMIT: u64 = 80_000_000;

/// Where a draw stands.
#[derive(Clone)]
pub struct Situation {
    /// Free seats by place.
    pub left: Vec<u16>,
    /// Entries of each rule that each zone has.
    used: Vec<Vec<u16>>,
    /// Entries of each kind still to be drawn.
    remaining: Vec<u16>,
}

impl Situation {
    /// Before the first ball.
    pub fn start(problem: &Problem) -> Self {
        Self {
            left: problem.sizes.clone(),
            used: vec![vec![0; problem.zone_count]; problem.rules.len()],
            remaining: problem.kinds.iter().map(|kind| kind.count).collect(),
        }
    }

    /// Seats an entry of a kind if no rule forbids it; `false` leaves everything as it was.
    pub fn seat(&mut self, problem: &Problem, kind: usize, place: usize) -> bool {
        if self.left[place] == 0 || !may_sit(problem, kind, place) {
            return false;
        }
        self.shift(problem, kind, place, |number| number + 1);
        self.left[place] -= 1;
        self.remaining[kind] -= 1;
        if self.is_within_bounds(problem, kind) {
            return true;
        }
        self.unseat(problem, kind, place);
        false
    }

    fn unseat(&mut self, problem: &Problem, kind: usize, place: usize) {
        self.shift(problem, kind, place, |number| number - 1);
        self.left[place] += 1;
        self.remaining[kind] += 1;
    }

    fn shift(&mut self, problem: &Problem, kind: usize, place: usize, step: fn(u16) -> u16) {
        for &rule in &problem.kinds[kind].rules {
            for &zone in &problem.zones_of[place] {
                self.used[rule][zone] = step(self.used[rule][zone]);
            }
        }
    }

    fn is_within_bounds(&self, problem: &Problem, kind: usize) -> bool {
        problem.kinds[kind].rules.iter().all(|&number| {
            let Rule::Zone(rule) = &problem.rules[number] else { return true };
            let to_come: u16 = self
                .remaining_kinds(problem)
                .filter(|kind| kind.0.contains(&number))
                .map(|kind| kind.1)
                .sum();
            let used = rule.zones.iter().map(|&zone| self.used[number][zone]);
            let missing: u32 = used.clone().map(|used| u32::from(rule.least.saturating_sub(used))).sum();
            used.clone().all(|used| used <= rule.most)
                && missing <= u32::from(to_come) * widest(problem, rule.zones.as_slice())
        })
    }

    fn remaining_kinds<'a>(&'a self, problem: &'a Problem) -> impl Iterator<Item = (&'a [usize], u16)> {
        let kinds = problem.kinds.iter().zip(&self.remaining);
        kinds.filter(|(_, count)| **count > 0).map(|(kind, &count)| (kind.rules.as_slice(), count))
    }
}

/// In how many of these zones one entry can be at once: a half and its quarter may stand in one rule.
fn widest(problem: &Problem, zones: &[usize]) -> u32 {
    let inside = |of: &Vec<usize>| of.iter().filter(|zone| zones.contains(zone)).map(|_| 1_u32).sum();
    problem.zones_of.iter().map(inside).max().unwrap_or(0)
}

fn may_sit(problem: &Problem, kind: usize, place: usize) -> bool {
    problem.kinds[kind].rules.iter().all(|&number| match &problem.rules[number] {
        Rule::Place(rule) => rule.places.contains(&place),
        _ => true,
    })
}

/// Counts completions and remembers every situation met.
pub struct Counter {
    known: HashMap<Vec<u16>, u128>,
    layouts: HashMap<u64, Rc<Vec<Component>>>,
    /// What it may still do.
    work: u64,
}

/// Seats that zones tie together, seen through the rules that still bind somebody.
struct Component {
    classes: Vec<Class>,
    zones: Vec<usize>,
}

/// Places the living rules do not tell apart.
struct Class {
    places: Vec<usize>,
    /// Positions are different outcomes, the seats of one group are not.
    distinct: bool,
    /// What the living rules see of it, zones numbered inside the component.
    looks: Vec<u16>,
}

impl Counter {
    /// Knows nothing yet and may do so much.
    pub fn new(work: u64) -> Self {
        Self { known: HashMap::new(), layouts: HashMap::new(), work }
    }

    /// What it did not use up.
    pub fn work_left(&self) -> u64 {
        self.work
    }

    /// After a first count everything that can come is known: looking it up again is not work.
    pub fn free(mut self) -> Self {
        self.work = u64::MAX;
        self
    }

    /// The number of legal ways to seat everybody who remains.
    pub fn count(&mut self, problem: &Problem, at: &mut Situation) -> Result<u128, DrawFault> {
        self.explore(problem, at, false)
    }

    /// Whether there is a legal way: the search ends with the first.
    pub fn is_possible(&mut self, problem: &Problem, at: &mut Situation) -> Result<bool, DrawFault> {
        Ok(self.explore(problem, at, true)? > 0)
    }

    fn charge(&mut self, work: usize) -> Result<(), DrawFault> {
        let left = self.work.checked_sub(work as u64);
        self.work = left.unwrap_or(0);
        left.map(drop).ok_or_else(|| DrawFault::TooEntangled { rules: Vec::new() })
    }

    fn explore(&mut self, problem: &Problem, at: &mut Situation, first: bool) -> Result<u128, DrawFault> {
        let Some(kind) = at.remaining.iter().position(|&count| count > 0) else { return Ok(1) };
        let alive = alive(problem, at);
        let layout =
            Rc::clone(self.layouts.entry(alive).or_insert_with(|| Rc::new(components(problem, alive))));
        let key = key(problem, at, &layout, alive);
        self.charge(key.len() + 8 * problem.kinds.len())?;
        if let Some(&count) = self.known.get(&key) {
            return Ok(count);
        }
        let look = problem.kinds[kind].rules.len() * (problem.kinds.len() + problem.zone_count);
        let mut total = 0_u128;
        for class in layout.iter().flat_map(|component| &component.classes) {
            let Some(&place) = class.places.iter().find(|&&place| at.left[place] > 0) else { continue };
            let free: u16 = class.places.iter().map(|&place| at.left[place]).sum();
            let ways = if class.distinct { u128::from(free) } else { 1 };
            self.charge(look)?;
            if at.seat(problem, kind, place) {
                let after = self.explore(problem, at, first);
                at.unseat(problem, kind, place);
                let after = after?;
                if first && after > 0 {
                    return Ok(1);
                }
                let product = after.checked_mul(ways).ok_or(DrawFault::TooManyOutcomes)?;
                total = total.checked_add(product).ok_or(DrawFault::TooManyOutcomes)?;
            }
        }
        self.known.insert(key, total);
        Ok(total)
    }
}

/// The rules that still bind somebody, as bits: at most 64, see `RULE_LIMIT`.
fn alive(problem: &Problem, at: &Situation) -> u64 {
    at.remaining_kinds(problem).flat_map(|kind| kind.0).fold(0, |bits, &rule| bits | 1 << rule)
}

fn is_alive(alive: u64, rule: usize) -> bool {
    alive >> rule & 1 == 1
}

fn components(problem: &Problem, alive: u64) -> Vec<Component> {
    let living = |zone: &usize| {
        problem.rules.iter().enumerate().any(|(number, rule)| match rule {
            Rule::Zone(rule) => is_alive(alive, number) && rule.zones.contains(zone),
            _ => false,
        })
    };
    let zones_of: Vec<Vec<usize>> = problem
        .zones_of
        .iter()
        .map(|zones| {
            let mut zones: Vec<usize> = zones.iter().copied().filter(|zone| living(zone)).collect();
            zones.sort_unstable();
            zones.dedup();
            zones
        })
        .collect();
    let mut components: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
    let mut loose = Vec::new();
    for (place, zones) in zones_of.iter().enumerate() {
        if zones.is_empty() {
            loose.push(place);
            continue;
        }
        let (touching, apart): (Vec<_>, Vec<_>) =
            components.into_iter().partition(|(_, inside)| inside.iter().any(|zone| zones.contains(zone)));
        let mut joined = (vec![place], zones.clone());
        for (places, zones) in touching {
            joined.0.extend(places);
            joined.1.extend(zones);
        }
        joined.0.sort_unstable();
        joined.1.sort_unstable();
        joined.1.dedup();
        components = apart;
        components.push(joined);
    }
    components.push((loose, Vec::new()));
    let component = |(places, zones): (Vec<usize>, Vec<usize>)| Component {
        classes: classes(problem, alive, &places, &zones, &zones_of),
        zones,
    };
    components.into_iter().map(component).collect()
}

fn classes(
    problem: &Problem,
    alive: u64,
    places: &[usize],
    zones: &[usize],
    zones_of: &[Vec<usize>],
) -> Vec<Class> {
    let mut classes: Vec<Class> = Vec::new();
    for &place in places {
        let distinct = problem.sizes[place] <= 1;
        let mut looks = vec![u16::from(distinct)];
        for (number, rule) in problem.rules.iter().enumerate() {
            if let (true, Rule::Place(rule)) = (is_alive(alive, number), rule) {
                looks.push(u16::from(rule.places.contains(&place)));
            }
        }
        looks.extend(zones.iter().map(|zone| u16::from(zones_of[place].contains(zone))));
        match classes.iter_mut().find(|class| distinct && class.looks == looks) {
            Some(class) => class.places.push(place),
            None => classes.push(Class { places: vec![place], distinct, looks }),
        }
    }
    classes
}

/// Equal keys have equal counts: components are described completely, then sorted, so that their names are lost.
fn key(problem: &Problem, at: &Situation, layout: &[Component], alive: u64) -> Vec<u16> {
    let mut rows: Vec<Vec<u16>> = Vec::new();
    for component in layout {
        if component.zones.is_empty() {
            for class in &component.classes {
                rows.push(class_row(at, class));
            }
            continue;
        }
        let shape = [component.classes.len(), component.zones.len()];
        let mut row: Vec<u16> = shape.iter().map(|&size| u16::try_from(size).unwrap_or(u16::MAX)).collect();
        for class in &component.classes {
            row.extend(class_row(at, class));
        }
        for (number, rule) in problem.rules.iter().enumerate() {
            if let (true, Rule::Zone(rule)) = (is_alive(alive, number), rule) {
                let seen = |&zone: &usize| {
                    if rule.zones.contains(&zone) { at.used[number][zone] + 1 } else { 0 }
                };
                row.extend(component.zones.iter().map(seen));
            }
        }
        rows.push(row);
    }
    rows.sort_unstable();
    let mut key = at.remaining.clone();
    for row in rows {
        key.push(u16::try_from(row.len()).unwrap_or(u16::MAX));
        key.extend(row);
    }
    key
}

fn class_row(at: &Situation, class: &Class) -> Vec<u16> {
    let mut row = vec![class.places.iter().map(|&place| at.left[place]).sum()];
    row.extend(&class.looks);
    row
}
