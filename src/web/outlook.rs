//! What the open games of a group can still change, in rows and sentences.

use super::show::FixtureView;
use super::text::{Lang, T};
use crate::tables::GroupTable;
use league::stages::{Graph, Source};
use league::standings::RuleSet;
use league::standings::what_if::{self, Outlook, Prospect};

/// More open games than this are not looked at before they become fewer.
const MOST_OPEN: usize = 40;

/// What can still happen in a group.
#[derive(Clone, Debug)]
pub struct OutlookView {
    pub rows: Vec<ProspectView>,
    pub exact: bool,
    /// Games that still matter, and for whom.
    pub stakes: Vec<(FixtureView, String)>,
}

/// What a team can still reach.
#[derive(Clone, Debug)]
pub struct ProspectView {
    pub name: String,
    pub possible: String,
    pub need: String,
}

/// What stands between a team and the first places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Certain {
        rank: usize,
    },
    Sure {
        first: usize,
    },
    Lost {
        first: usize,
    },
    /// So many own wins are enough, whatever the others do.
    Wins {
        first: usize,
        wins: usize,
    },
    /// At least so many own wins, and luck.
    Hopes {
        first: usize,
        wins: usize,
    },
    Open {
        first: usize,
    },
}

/// The places of a group that go on; the first where the plan says nothing.
pub fn places_that_count(table: &GroupTable, graph: Option<&Graph>) -> usize {
    let code = table.pool.as_ref().map_or("", |pool| pool.code.as_str());
    let direct = |(_, source): &(_, &Source)| matches!(source, Source::Group { group, .. } if group == code);
    let on = graph.map_or(0, |graph| graph.slots().iter().filter(|slot| direct(slot)).count());
    if on == 0 || on >= table.teams.len() { 1 } else { on }
}

/// What a group's open games leave possible; nothing where it is over.
pub fn of(table: &GroupTable, rules: &RuleSet) -> Option<Outlook> {
    let open = table.group.open.len();
    if open == 0 || open > MOST_OPEN {
        return None;
    }
    what_if::what_if(&table.group, rules).ok()
}

/// The need of one team.
pub fn need(prospect: &Prospect, first: usize) -> Need {
    if let Some(rank) = prospect.certain() {
        return Need::Certain { rank };
    }
    if prospect.is_sure_of(first) {
        return Need::Sure { first };
    }
    if prospect.possible.iter().all(|&rank| rank > first) {
        return Need::Lost { first };
    }
    if prospect.by_own_wins.is_empty() {
        return Need::Open { first };
    }
    let enough = prospect.by_own_wins.iter().position(|ranks| ranks.iter().all(|&rank| rank <= first));
    let least = prospect.by_own_wins.iter().position(|ranks| ranks.iter().any(|&rank| rank <= first));
    match (enough, least) {
        (Some(wins), _) => Need::Wins { first, wins },
        (None, wins) => Need::Hopes { first, wins: wins.unwrap_or(0) },
    }
}

impl OutlookView {
    /// An outlook in a language.
    pub fn of(table: &GroupTable, rules: &RuleSet, graph: Option<&Graph>, lang: Lang) -> Option<Self> {
        let outlook = of(table, rules)?;
        let t = T(lang);
        let first = places_that_count(table, graph);
        let mut rows: Vec<(usize, ProspectView)> = outlook
            .teams
            .iter()
            .map(|prospect| {
                let view = ProspectView {
                    name: table.entry(prospect.team).short_name.clone(),
                    possible: spans(&prospect.possible),
                    need: t.need(&need(prospect, first)),
                };
                (table.standing.rank_of(prospect.team).unwrap_or(usize::MAX), view)
            })
            .collect();
        rows.sort_by_key(|(rank, _)| *rank);
        let stakes = outlook.stakes.iter().filter_map(|stake| {
            let names: Vec<&str> =
                stake.teams.iter().map(|team| table.entry(*team).short_name.as_str()).collect();
            Some((FixtureView::of(table.open.get(stake.game)?, lang), names.join("、")))
        });
        Some(Self {
            rows: rows.into_iter().map(|(_, view)| view).collect(),
            exact: outlook.is_exact(),
            stakes: stakes.collect(),
        })
    }
}

/// Ranks as spans: 1, 3–5.
fn spans(ranks: &[usize]) -> String {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for &rank in ranks {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 == rank => *last = rank,
            _ => parts.push((rank, rank)),
        }
    }
    let text = |(from, to): &(usize, usize)| match from == to {
        true => from.to_string(),
        false => format!("{from}–{to}"),
    };
    parts.iter().map(text).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use league::standings::Team;

    fn prospect(possible: &[usize], by_own_wins: &[&[usize]]) -> Prospect {
        Prospect {
            team: Team(0),
            possible: possible.to_vec(),
            unproven: Vec::new(),
            by_own_wins: by_own_wins.iter().map(|ranks| ranks.to_vec()).collect(),
        }
    }

    #[test]
    fn a_need_is_the_fewest_wins_that_do() {
        let hopes = prospect(&[1, 2, 3], &[&[3], &[2, 3], &[1, 2]]);
        assert_eq!(need(&hopes, 2), Need::Wins { first: 2, wins: 2 });
        assert_eq!(need(&hopes, 3), Need::Sure { first: 3 });
        assert_eq!(need(&prospect(&[3, 4], &[&[4], &[3]]), 2), Need::Lost { first: 2 });
        assert_eq!(need(&prospect(&[1, 2], &[&[2], &[1, 2]]), 1), Need::Hopes { first: 1, wins: 1 });
        assert_eq!(need(&prospect(&[2], &[]), 1), Need::Certain { rank: 2 });
    }

    #[test]
    fn ranks_are_written_as_spans() {
        assert_eq!(spans(&[1, 2, 3, 5]), "1–3, 5");
        assert_eq!(spans(&[4]), "4");
    }
}
