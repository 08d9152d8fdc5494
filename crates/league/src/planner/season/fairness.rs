//! Who got what: for the organiser and the public.

use super::rules::Season;
use crate::planner::problem::Game;
use serde::Serialize;
use std::collections::BTreeMap;

/// What the plan means for one club.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct ClubShare {
    pub club: String,
    pub competition: String,
    pub games: usize,
    pub home: usize,
    /// Games by the time they begin.
    pub times: BTreeMap<String, usize>,
    pub halls: BTreeMap<String, usize>,
    pub prime: usize,
    /// The fewest days between two games, counting from day to day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shortest_rest_days: Option<i64>,
    /// Games on the day after another.
    pub back_to_back: usize,
}

/// The share of each club.
pub fn fairness(season: &Season, plan: &[Game]) -> Vec<ClubShare> {
    let share = |(club, name): (usize, &String)| {
        let mut games: Vec<&Game> =
            plan.iter().filter(|game| game.home == club || game.away == club).collect();
        games.sort_unstable();
        let (mut times, mut halls) = (BTreeMap::new(), BTreeMap::new());
        let mut dates = Vec::new();
        for game in &games {
            let slot = season.slots[game.slot];
            *times.entry(slot.at.format("%H:%M").to_string()).or_default() += 1;
            *halls.entry(season.file.halls[slot.hall].name.clone()).or_default() += 1;
            dates.push(slot.at.date());
        }
        let rests: Vec<i64> = dates.windows(2).map(|pair| (pair[1] - pair[0]).num_days()).collect();
        let prime = season.file.rules.prime_times.iter().filter_map(|time| times.get(time));
        ClubShare {
            club: name.clone(),
            competition: season.file.competitions[season.competition_of[club]].name.clone(),
            games: games.len(),
            home: games.iter().filter(|game| game.home == club).count(),
            prime: prime.sum(),
            times,
            halls,
            shortest_rest_days: rests.iter().copied().min(),
            back_to_back: rests.iter().filter(|days| **days <= 1).count(),
        }
    };
    season.instance.clubs.iter().enumerate().map(share).collect()
}
