//! What a calendar gives to each team: early and late games, rest, halls. From published games alone, so that anybody
//! can count it again.

use chrono::{NaiveDate, NaiveTime};
use std::collections::BTreeMap;

/// A game of the calendar; teams and halls are places in lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    /// Nothing for a team that is not counted, or not known yet.
    pub teams: [Option<usize>; 2],
    pub day: NaiveDate,
    pub time: Option<NaiveTime>,
    pub hall: Option<usize>,
}

/// One team's part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    pub games: usize,
    /// Games in which it is named first.
    pub first: usize,
    /// Games at the first and at the last time of a day in a hall that has several.
    pub early: usize,
    pub late: usize,
    /// The fewest days from one game to the next.
    pub shortest_rest_days: Option<i64>,
    /// Games on the day after another.
    pub back_to_back: usize,
    pub halls: BTreeMap<usize, usize>,
}

/// The share of each of so many teams.
pub fn shares(teams: usize, games: &[Dated]) -> Vec<Share> {
    let mut times: BTreeMap<(NaiveDate, Option<usize>), Vec<NaiveTime>> = BTreeMap::new();
    for game in games {
        times.entry((game.day, game.hall)).or_default().extend(game.time);
    }
    let share = |team: usize| {
        let mut own: Vec<&Dated> = games.iter().filter(|game| game.teams.contains(&Some(team))).collect();
        own.sort_by_key(|game| (game.day, game.time));
        let mut share = Share { games: own.len(), ..Share::default() };
        for game in &own {
            share.first += usize::from(game.teams[0] == Some(team));
            if let Some(hall) = game.hall {
                *share.halls.entry(hall).or_default() += 1;
            }
            let of_day = &times[&(game.day, game.hall)];
            let (first, last) = (of_day.iter().min(), of_day.iter().max());
            if first != last && game.time.is_some() {
                share.early += usize::from(game.time.as_ref() == first);
                share.late += usize::from(game.time.as_ref() == last);
            }
        }
        let rests: Vec<i64> = own.windows(2).map(|pair| (pair[1].day - pair[0].day).num_days()).collect();
        share.shortest_rest_days = rests.iter().copied().min();
        share.back_to_back = rests.iter().filter(|days| **days <= 1).count();
        share
    };
    (0..teams).map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn early_late_and_rest_are_counted_from_the_calendar() {
        let game = |a, b, day: &str, time: &str| Dated {
            teams: [Some(a), b],
            day: day.parse().unwrap(),
            time: time.parse().ok(),
            hall: Some(0),
        };
        let games = [
            game(0, Some(1), "2027-07-02", "19:00:00"),
            game(2, None, "2027-07-02", "20:40:00"),
            game(2, Some(0), "2027-07-03", "19:00:00"),
            game(1, Some(2), "2027-07-09", ""),
        ];
        let found = shares(3, &games);
        assert_eq!((found[0].games, found[0].first, found[0].early, found[0].late), (2, 1, 1, 0));
        assert_eq!((found[0].shortest_rest_days, found[0].back_to_back), (Some(1), 1));
        // A game that is alone in its hall on a day is neither early nor late; nor is one without a time.
        assert_eq!((found[2].games, found[2].early, found[2].late), (3, 0, 1));
        assert_eq!(found[1].shortest_rest_days, Some(7));
        assert_eq!(found[2].halls, BTreeMap::from([(0, 3)]));
    }
}
