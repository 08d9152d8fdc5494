//! A place compared across groups, such as the best third, with the numbers that order it.

use super::table_of;
use crate::store::entries::Entry;
use crate::store::fixtures::Card;
use crate::store::rulings::{Kind, Ruling};
use crate::tables::GroupTable;
use league::stages::{Graph, Source};
use league::standings::across::{Candidate, RECORD_DIFFERENCE_SCORED, rank_across};
use league::standings::{Number, Refused, RuleSet};

/// A place that is compared across groups.
#[derive(Clone, Debug)]
pub struct Compared {
    pub place: u16,
    /// How many of it go on.
    pub go_on: u16,
    /// Best first, several in one element are level; or the entries of a group that share the place.
    pub classes: Result<Vec<Vec<Row>>, Vec<Entry>>,
    /// Whether all its groups are over.
    pub complete: bool,
}

/// One team of the comparison.
#[derive(Clone, Debug)]
pub struct Row {
    pub entry: Entry,
    pub group: String,
    /// Record, difference, points scored.
    pub numbers: Vec<Number>,
    /// Games against the last of a larger group, which do not count here.
    pub left_out: Vec<Card>,
}

/// A team with its place in the comparison.
pub struct Ranked<'a> {
    pub rank: usize,
    pub level: bool,
    pub goes_on: bool,
    pub row: &'a Row,
}

impl Compared {
    /// The teams, best first; none while entries of one group share the place.
    pub fn ranked(&self) -> impl Iterator<Item = Ranked<'_>> {
        let go_on = usize::from(self.go_on);
        let mut before = 0;
        self.classes.iter().flatten().flat_map(move |class| {
            let rank = before + 1;
            before += class.len();
            let (level, goes_on) = (class.len() > 1, before <= go_on);
            class.iter().map(move |row| Ranked { rank, level, goes_on, row })
        })
    }
}

/// Every place of a graph that is compared across groups; lots that were drawn order those that are level.
pub(super) fn of(graph: &Graph, tables: &[GroupTable], rules: &RuleSet, rulings: &[Ruling]) -> Vec<Compared> {
    let mut found: Vec<Compared> = Vec::new();
    for (slot, source) in graph.slots() {
        let &Source::Across { place, .. } = source else { continue };
        if let Some(there) = found.iter_mut().find(|compared| compared.place == place) {
            there.go_on += 1;
            continue;
        }
        let groups = graph.compared_groups(&slot);
        let groups: Option<Vec<&GroupTable>> =
            groups.iter().map(|group| table_of(tables, &group.key)).collect();
        let Some(groups) = groups else { continue };
        let pairs: Vec<_> = groups.iter().map(|table| (&table.group, &table.standing)).collect();
        let classes = match rank_across(&pairs, usize::from(place), rules, &RECORD_DIFFERENCE_SCORED) {
            Ok(across) => {
                let class = |class: &Vec<Candidate>| class.iter().map(|one| row(&groups, one)).collect();
                Ok(across.ranking.iter().map(class).flat_map(|class| by_lots(class, rulings)).collect())
            }
            Err(Refused::Shared { group, teams }) => {
                Err(teams.iter().map(|team| groups[group].entry(*team).clone()).collect())
            }
            Err(_) => continue,
        };
        let complete = groups.iter().all(|table| table.group.complete);
        found.push(Compared { place, go_on: 1, classes, complete });
    }
    found
}

fn row(groups: &[&GroupTable], candidate: &Candidate) -> Row {
    let table = groups[candidate.group];
    Row {
        entry: table.entry(candidate.team).clone(),
        group: table.pool.as_ref().map(|pool| pool.code.clone()).unwrap_or_default(),
        numbers: candidate.numbers.clone(),
        left_out: candidate.left_out.iter().filter_map(|at| table.fixtures.get(*at).cloned()).collect(),
    }
}

/// Level teams in the order of the lots drawn between exactly them.
fn by_lots(class: Vec<Row>, rulings: &[Ruling]) -> Vec<Vec<Row>> {
    let between = |ruling: &&Ruling| {
        ruling.kind == Kind::Lots
            && ruling.entries.len() == class.len()
            && class.iter().all(|row| ruling.entries.contains(&row.entry.key))
    };
    match rulings.iter().find(between).filter(|_| class.len() > 1) {
        Some(ruling) => {
            let at = |key: &String| class.iter().find(|row| row.entry.key == *key).cloned();
            ruling.entries.iter().filter_map(at).map(|row| vec![row]).collect()
        }
        None => vec![class],
    }
}
