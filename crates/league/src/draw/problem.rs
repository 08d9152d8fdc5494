//! A file of a draw in numbers: seats by class, rules, and entries that the rules do not tell apart.

use super::fault::{DrawFault, Part};
use super::{Constraint, DrawFile, ENTRY_LIMIT, FILE_FORMAT, PLACE_LIMIT, RULE_LIMIT, evenly};
use std::collections::BTreeSet;

/// A rule over zones: how few and how many of its entries each zone gets.
#[derive(Clone)]
pub struct ZoneRule {
    pub entries: Vec<usize>,
    pub zones: Vec<usize>,
    pub least: u16,
    pub most: u16,
}

/// A rule over places: its entries come to one of them.
#[derive(Clone)]
pub struct PlaceRule {
    pub entries: Vec<usize>,
    pub places: Vec<usize>,
}

/// Pots first, then constraints, each as one rule or (a pot without zones) none.
#[derive(Clone)]
pub enum Rule {
    Zone(ZoneRule),
    Place(PlaceRule),
    Nothing,
}

/// Entries under the same rules: only their number matters to the count.
pub struct Kind {
    /// Numbers of the rules that bind it, ascending.
    pub rules: Vec<usize>,
    pub count: u16,
}

/// A draw in numbers.
pub struct Problem {
    pub rules: Vec<Rule>,
    /// Seats and zones of each place.
    pub sizes: Vec<u16>,
    pub zones_of: Vec<Vec<usize>>,
    pub zone_count: usize,
    pub kinds: Vec<Kind>,
    pub kind_of: Vec<usize>,
    /// Entries in the order of the balls.
    pub balls: Vec<usize>,
}

impl Problem {
    /// Reads a file; everything but the possibility of the draw is checked here.
    pub fn new(file: &DrawFile) -> Result<Self, DrawFault> {
        check_sizes(file)?;
        let entries: Vec<&str> = file.entries.iter().map(|entry| entry.key.as_str()).collect();
        let places: Vec<&str> = file.places.iter().map(|place| place.key.as_str()).collect();
        distinct(Part::Entries, &entries)?;
        distinct(Part::Places, &places)?;
        for place in &file.places {
            let zones: Vec<&str> = place.zones.iter().map(String::as_str).collect();
            distinct(Part::Places, &zones)?;
        }
        let named: BTreeSet<&str> =
            file.places.iter().flat_map(|place| place.zones.iter().map(String::as_str)).collect();
        let zones: Vec<&str> = named.into_iter().collect();
        let names = Names { entries, places, zones };
        let rules = names.rules(file)?;
        let (kinds, kind_of) = kinds(names.entries.len(), &rules);
        let zone = |key: &String| names.zones.iter().position(|zone| zone == key);
        Ok(Self {
            sizes: file.places.iter().map(|place| place.size).collect(),
            zones_of: file.places.iter().map(|place| place.zones.iter().filter_map(zone).collect()).collect(),
            zone_count: names.zones.len(),
            balls: names.indexes(Part::Entries, &file.balls(), &names.entries, |part, key| {
                DrawFault::UnknownEntry { part, key }
            })?,
            rules,
            kinds,
            kind_of,
        })
    }

    /// The same draw with some rules only, for the search of a clash.
    pub fn with_rules(&self, keep: &[usize]) -> Self {
        let rule = |(number, rule): (usize, &Rule)| {
            if keep.contains(&number) { rule.clone() } else { Rule::Nothing }
        };
        let rules: Vec<Rule> = self.rules.iter().enumerate().map(rule).collect();
        let (kinds, kind_of) = kinds(self.kind_of.len(), &rules);
        Self {
            rules,
            sizes: self.sizes.clone(),
            zones_of: self.zones_of.clone(),
            zone_count: self.zone_count,
            kinds,
            kind_of,
            balls: self.balls.clone(),
        }
    }
}

fn check_sizes(file: &DrawFile) -> Result<(), DrawFault> {
    let (entries, places) = (file.entries.len(), file.places.len());
    let rules = file.pots.len() + file.constraints.len();
    let seats: usize = file.places.iter().map(|place| usize::from(place.size)).sum();
    if file.format != FILE_FORMAT {
        return Err(DrawFault::Format(file.format.clone()));
    }
    if entries == 0 {
        return Err(DrawFault::Empty(Part::Entries));
    }
    if entries > ENTRY_LIMIT {
        return Err(DrawFault::TooManyEntries { given: entries, limit: ENTRY_LIMIT });
    }
    if places > PLACE_LIMIT {
        return Err(DrawFault::TooManyPlaces { given: places, limit: PLACE_LIMIT });
    }
    if rules > RULE_LIMIT {
        return Err(DrawFault::TooManyRules { given: rules, limit: RULE_LIMIT });
    }
    if seats < entries {
        return Err(DrawFault::TooFewSeats { entries, seats });
    }
    Ok(())
}

fn distinct(part: Part, keys: &[&str]) -> Result<(), DrawFault> {
    let mut seen = BTreeSet::new();
    for key in keys {
        if key.is_empty() {
            return Err(DrawFault::EmptyKey(part));
        }
        if !seen.insert(key) {
            return Err(DrawFault::Repeated { part, key: (*key).to_owned() });
        }
    }
    Ok(())
}

struct Names<'a> {
    entries: Vec<&'a str>,
    places: Vec<&'a str>,
    zones: Vec<&'a str>,
}

impl Names<'_> {
    fn rules(&self, file: &DrawFile) -> Result<Vec<Rule>, DrawFault> {
        let mut rules = Vec::new();
        let mut potted = BTreeSet::new();
        for (at, pot) in file.pots.iter().enumerate() {
            let part = Part::Pot(at);
            let entries = self.entries(part, &pot.entries)?;
            for key in &pot.entries {
                if !potted.insert(key) {
                    return Err(DrawFault::InTwoPots { key: key.clone() });
                }
            }
            let (least, most) = evenly(entries.len(), pot.zones.len());
            rules.push(match pot.zones.as_slice() {
                [] => Rule::Nothing,
                zones => Rule::Zone(ZoneRule { entries, zones: self.zones(part, zones)?, least, most }),
            });
        }
        for (at, constraint) in file.constraints.iter().enumerate() {
            let part = Part::Constraint(at);
            let entries = self.entries(part, constraint.entries())?;
            rules.push(match constraint {
                Constraint::PerZone { least, most, .. } if most < least => {
                    return Err(DrawFault::MostBelowLeast { part });
                }
                Constraint::PerZone { zones, least, most, .. } => Rule::Zone(ZoneRule {
                    entries,
                    zones: self.zones(part, zones)?,
                    least: *least,
                    most: *most,
                }),
                Constraint::Only { places, .. } => {
                    Rule::Place(PlaceRule { entries, places: self.places(part, places)? })
                }
            });
        }
        Ok(rules)
    }

    fn entries(&self, part: Part, keys: &[String]) -> Result<Vec<usize>, DrawFault> {
        self.listed(part, keys, &self.entries, |part, key| DrawFault::UnknownEntry { part, key })
    }

    fn places(&self, part: Part, keys: &[String]) -> Result<Vec<usize>, DrawFault> {
        self.listed(part, keys, &self.places, |part, key| DrawFault::UnknownPlace { part, key })
    }

    fn zones(&self, part: Part, keys: &[String]) -> Result<Vec<usize>, DrawFault> {
        self.listed(part, keys, &self.zones, |part, key| DrawFault::UnknownZone { part, key })
    }

    fn listed(
        &self,
        part: Part,
        keys: &[String],
        known: &[&str],
        fault: fn(Part, String) -> DrawFault,
    ) -> Result<Vec<usize>, DrawFault> {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        if keys.is_empty() {
            return Err(DrawFault::Empty(part));
        }
        distinct(part, &keys)?;
        self.indexes(part, &keys, known, fault)
    }

    fn indexes(
        &self,
        part: Part,
        keys: &[&str],
        known: &[&str],
        fault: fn(Part, String) -> DrawFault,
    ) -> Result<Vec<usize>, DrawFault> {
        let index = |key: &&str| {
            known.iter().position(|other| other == key).ok_or_else(|| fault(part, (*key).to_owned()))
        };
        keys.iter().map(index).collect()
    }
}

/// Sorts entries by the rules that bind them, the most bound first: what is left at the end is counted at once.
fn kinds(entries: usize, rules: &[Rule]) -> (Vec<Kind>, Vec<usize>) {
    let binding = |entry: usize| -> Vec<usize> {
        let binds = |rule: &Rule| match rule {
            Rule::Zone(rule) => rule.entries.contains(&entry),
            Rule::Place(rule) => rule.entries.contains(&entry),
            Rule::Nothing => false,
        };
        (0..rules.len()).filter(|&number| binds(&rules[number])).collect()
    };
    let bound: Vec<Vec<usize>> = (0..entries).map(binding).collect();
    let mut sets: Vec<Vec<usize>> = bound.clone();
    sets.sort_by(|one, two| two.len().cmp(&one.len()).then_with(|| one.cmp(two)));
    sets.dedup();
    let kind_of: Vec<usize> = bound
        .iter()
        .map(|rules| sets.iter().position(|set| set == rules).expect("every set of rules is listed"))
        .collect();
    let count = |kind: usize| kind_of.iter().filter(|&&other| other == kind).map(|_| 1_u16).sum();
    let kinds = sets.into_iter().enumerate().map(|(at, rules)| Kind { rules, count: count(at) }).collect();
    (kinds, kind_of)
}
