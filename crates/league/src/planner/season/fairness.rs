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
    /// Games at the earliest and the latest time of their day and hall, where a day has several.
    pub early: usize,
    pub late: usize,
    /// Games on a day on which the crew works.
    pub at_work: usize,
}

/// The share of each club.
pub fn fairness(season: &Season, plan: &[Game]) -> Vec<ClubShare> {
    let share = |(club, name): (usize, &String)| {
        let own = season.with_stand_ins(club);
        let mut games: Vec<&Game> =
            plan.iter().filter(|game| own.contains(&game.home) || own.contains(&game.away)).collect();
        games.sort_unstable();
        let (mut times, mut halls) = (BTreeMap::new(), BTreeMap::new());
        let mut dates = Vec::new();
        let (mut early, mut late, mut at_work) = (0, 0, 0);
        for game in &games {
            let slot = season.slots[game.slot];
            *times.entry(slot.at.format("%H:%M").to_string()).or_default() += 1;
            *halls.entry(season.file.halls[slot.hall].name.clone()).or_default() += 1;
            dates.push(slot.at.date());
            let same_day =
                season.slots.iter().filter(|o| o.hall == slot.hall && o.at.date() == slot.at.date());
            let of_day: Vec<_> = same_day.map(|other| other.at).collect();
            if of_day.len() > 1 {
                early += usize::from(of_day.first() == Some(&slot.at));
                late += usize::from(of_day.last() == Some(&slot.at));
            }
            let works = season.file.clubs.get(name).is_some_and(|wishes| {
                let day = slot.at.date();
                wishes.shift.as_ref().is_some_and(|shift| shift.works(day))
                    || wishes.short_days.contains(&day)
            });
            at_work += usize::from(works);
        }
        let rests: Vec<i64> = dates.windows(2).map(|pair| (pair[1] - pair[0]).num_days()).collect();
        let prime = season.file.rules.prime_times.iter().filter_map(|time| times.get(time));
        ClubShare {
            club: name.clone(),
            competition: season.file.competitions[season.competition_of[club]].name.clone(),
            games: games.len(),
            home: games.iter().filter(|game| own.contains(&game.home)).count(),
            prime: prime.sum(),
            times,
            halls,
            shortest_rest_days: rests.iter().copied().min(),
            back_to_back: rests.iter().filter(|days| **days <= 1).count(),
            early,
            late,
            at_work,
        }
    };
    season.instance.clubs.iter().enumerate().filter(|(place, _)| season.is_club(*place)).map(share).collect()
}
