//! Which rules together leave no plan: as few of them as possible, in words.

use super::rules::{Season, Topic};
use crate::planner::budget::Budget;
use crate::planner::problem::{Demand, Format, Instance, Rule};
use crate::planner::solve::{Effort, solve};
use serde::Serialize;
use std::collections::BTreeSet;

/// A set of rules; without any one of them there is a plan.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct Conflict {
    /// Counting shows that no plan exists. Otherwise a search with these rules found none.
    pub proved: bool,
    /// Whether every rule of the set was tried: without it the others leave a plan.
    pub smallest: bool,
    #[serde(skip)]
    pub topics: Vec<Topic>,
    pub zh: Vec<String>,
    pub en: Vec<String>,
    /// What each rule of the set would have to give, the least first; only where all other rules are kept then.
    pub ways_out: Vec<WayOut>,
}

/// A rule that leaves a plan when it gives way.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct WayOut {
    #[serde(skip)]
    pub topic: Topic,
    pub zh: String,
    pub en: String,
    /// Games (days where the rule counts days) that it is missed by then.
    pub missed: u64,
}

/// Drops one rule after the other, as the organiser sees them, and keeps those without which there is a plan.
///
/// `moves` is what each trial may cost; `stop` is asked between trials. Nothing when the rules alone hide no conflict
/// that so short a search can see.
pub fn conflict(
    season: &Season,
    seed: u64,
    moves: u64,
    stop: &(dyn Fn() -> bool + Sync),
) -> Option<Conflict> {
    let mut topics: BTreeSet<&Topic> = BTreeSet::new();
    for (rule, topic) in season.instance.rules.iter().zip(&season.topics) {
        if rule.hard {
            topics.insert(topic);
        }
    }
    let all: Vec<&Topic> = topics.into_iter().collect();
    let counted = counted(season, &all);
    let proved = counted.is_some();
    if !proved && playable(season, &all, seed, moves, stop) {
        return None;
    }
    let mut kept = counted.unwrap_or_else(|| all.clone());
    let mut smallest = true;
    // What concerns one club goes first: the halls are what most conflicts are about.
    for place in (0..kept.len()).rev() {
        if stop() {
            smallest = false;
            break;
        }
        let mut without = kept.clone();
        without.remove(place);
        if !playable(season, &without, seed, moves, stop) {
            kept = without;
        }
    }
    // A set that still counts as too much is proved; one that only a search could not place is not.
    let proved = proved && short_of_places(season, &kept);
    let mut ways_out = Vec::new();
    for topic in &kept {
        if !stop() {
            ways_out.extend(way_out(season, topic, seed, moves, stop));
        }
    }
    ways_out.sort_by(|one, other| (one.missed, &one.topic).cmp(&(other.missed, &other.topic)));
    Some(words(season, &kept, (proved, smallest), ways_out))
}

/// By how much a rule is missed at the least when all others are kept.
fn way_out(
    season: &Season,
    topic: &Topic,
    seed: u64,
    moves: u64,
    stop: &(dyn Fn() -> bool + Sync),
) -> Option<WayOut> {
    let spent = || if stop() { 1.0 } else { 0.0 };
    let budget = Budget { moves: Some(moves), spent: &spent };
    let hard = |(rule, _): &(&Rule, &Topic)| rule.hard;
    let rules = season.instance.rules.iter().zip(&season.topics).filter(hard);
    let rules = rules.map(|(rule, of)| Rule { hard: of != topic, weight: 1, ..rule.clone() }).collect();
    let instance = Instance { rules, ..season.instance.clone() };
    let found = solve(&instance, Effort { thread: 0, seed, budget }).report;
    (found.infeasibility == 0).then(|| WayOut {
        topic: topic.clone(),
        zh: topic.zh(),
        en: topic.en(),
        missed: found.objective,
    })
}

/// A small set that counting alone refutes: rules dropped from the front, or from the back, whichever leaves fewer.
fn counted<'a>(season: &Season, topics: &[&'a Topic]) -> Option<Vec<&'a Topic>> {
    if !short_of_places(season, topics) {
        return None;
    }
    let dropped = |order: &mut dyn Iterator<Item = usize>| {
        let mut kept: Vec<Option<&'a Topic>> = topics.iter().copied().map(Some).collect();
        for place in order {
            let topic = kept[place].take();
            let rest: Vec<&Topic> = kept.iter().flatten().copied().collect();
            if !short_of_places(season, &rest) {
                kept[place] = topic;
            }
        }
        kept.into_iter().flatten().collect::<Vec<_>>()
    };
    let places = 0..topics.len();
    let (front, back) = (dropped(&mut places.clone()), dropped(&mut places.rev()));
    Some(if front.len() < back.len() { front } else { back })
}

fn playable(
    season: &Season,
    topics: &[&Topic],
    seed: u64,
    moves: u64,
    stop: &(dyn Fn() -> bool + Sync),
) -> bool {
    let spent = || if stop() { 1.0 } else { 0.0 };
    let instance = with(season, topics);
    let budget = Budget { moves: Some(moves), spent: &spent };
    solve(&instance, Effort { thread: 0, seed, budget }).report.infeasibility == 0
}

/// The season with the hard rules of some topics only.
fn with(season: &Season, topics: &[&Topic]) -> Instance {
    let rules = season.instance.rules.iter().zip(&season.topics);
    let kept = rules.filter(|(rule, topic)| rule.hard && topics.contains(topic));
    Instance { rules: kept.map(|(rule, _)| rule.clone()).collect(), ..season.instance.clone() }
}

/// Whether some games have more to place than their slots hold: all of them, those of a competition, those of a club,
/// or a single one.
fn short_of_places(season: &Season, topics: &[&Topic]) -> bool {
    let instance = with(season, topics);
    let Format::Slots { games } = &instance.format else { return false };
    let (slots, clubs) = (instance.slots.len(), instance.clubs.len());
    let mut open = vec![vec![true; slots]; clubs];
    // Where no rule says how much a slot holds, it holds half the clubs.
    let mut room = vec![clubs / 2; slots];
    let mut a_day: Vec<(&[usize], usize)> = Vec::new();
    let mut a_club: Vec<(&[usize], &[usize], usize)> = Vec::new();
    for rule in &instance.rules {
        match &rule.demand {
            Demand::ClubGames { clubs, slots, bounds, .. } if bounds.most == 0 => {
                clubs.iter().for_each(|&club| slots.iter().for_each(|&slot| open[club][slot] = false));
            }
            Demand::ClubGames { clubs, slots, bounds, .. } => {
                a_club.push((clubs, slots, bounds.most as usize));
            }
            Demand::GamesBetween { clubs: some, slots, each_slot, bounds, .. } if some.len() == clubs => {
                let most = bounds.most as usize;
                match each_slot {
                    true => slots.iter().for_each(|&slot| room[slot] = room[slot].min(most)),
                    false => a_day.push((slots, most)),
                }
            }
            _ => {}
        }
    }
    // What a set of slots holds: by slot, and by the days with a bound of their own.
    let holds = |free: &dyn Fn(usize) -> bool| {
        let mut left: Vec<usize> = (0..slots).map(|slot| if free(slot) { room[slot] } else { 0 }).collect();
        let mut sum = 0;
        for (day, most) in &a_day {
            let of_day: usize = day.iter().map(|&slot| std::mem::take(&mut left[slot])).sum();
            sum += of_day.min(*most);
        }
        sum + left.iter().sum::<usize>()
    };
    let fits = |group: &dyn Fn(usize) -> bool| {
        let mine: Vec<_> = games.iter().filter(|game| group(game.home) || group(game.away)).collect();
        let free = |slot: usize| mine.iter().any(|game| open[game.home][slot] && open[game.away][slot]);
        mine.len() <= holds(&free)
    };
    let competitions = season.competition_of.iter().copied().max().map_or(0, |last| last + 1);
    let one_club_fits = |club: usize| {
        let mine: Vec<_> = games.iter().filter(|game| game.home == club || game.away == club).collect();
        let free = |slot: usize| mine.iter().any(|game| open[game.home][slot] && open[game.away][slot]);
        let mut left: Vec<bool> = (0..slots).map(free).collect();
        let mut sum = 0;
        // Sets that do not overlap bound together; a set that overlaps one before is passed over.
        for (_, set, most) in a_club.iter().filter(|(clubs, ..)| clubs.contains(&club)) {
            let of_set = set.iter().filter(|slot| left[**slot]).count();
            if of_set > *most {
                set.iter().for_each(|&slot| left[slot] = false);
                sum += most;
            }
        }
        mine.len() <= sum + left.iter().filter(|free| **free).count()
    };
    let one_game_fits = games
        .iter()
        .all(|game| (0..slots).any(|slot| room[slot] > 0 && open[game.home][slot] && open[game.away][slot]));
    !(one_game_fits
        && fits(&|_| true)
        && (0..competitions).all(|number| fits(&|club| season.competition_of[club] == number))
        && (0..clubs).all(one_club_fits))
}

fn words(
    season: &Season,
    topics: &[&Topic],
    (proved, smallest): (bool, bool),
    ways_out: Vec<WayOut>,
) -> Conflict {
    let Format::Slots { games } = &season.instance.format else { unreachable!("a season has slots") };
    let mut zh: Vec<String> = topics.iter().map(|topic| topic.zh()).collect();
    let mut en: Vec<String> = topics.iter().map(|topic| topic.en()).collect();
    let (count, slots) = (games.len(), season.slots.len());
    zh.push(format!("共 {count} 场比赛，{slots} 个时段"));
    en.push(format!("{count} games, {slots} beginnings"));
    let topics = topics.iter().map(|topic| (*topic).clone()).collect();
    Conflict { proved, smallest, topics, zh, en, ways_out }
}
