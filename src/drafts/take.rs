//! A draft's first games and rules: taken from the calendar as it is, or made new where there is none.

use super::Around;
use crate::store::drafts::DraftGame;
use crate::store::seasons::Season;
use chrono::{Days, NaiveDate};
use league::fixture::Status;
use league::planner::season::{Competition, Hall, SeasonFile, Wishes};
use league::planner::{Return, instant};
use league::stages::Source;
use std::collections::{BTreeMap, HashMap};

/// The games of these competitions. One that has none yet gets everybody against everybody, so many times.
pub fn games_of_season(
    around: &Around,
    competitions: &[String],
    after: Return,
    new_key: &mut dyn FnMut() -> String,
) -> Vec<DraftGame> {
    let mut games = Vec::new();
    for competition in around.competitions.iter().filter(|c| competitions.contains(&c.key)) {
        let cards: Vec<_> = around
            .cards
            .iter()
            .filter(|card| card.fixture.competition_id == competition.id)
            .filter(|card| card.fixture.status != Status::Cancelled)
            .collect();
        let mut own: Vec<DraftGame> = cards
            .iter()
            .map(|card| {
                let postponed = card.fixture.status == Status::Postponed;
                let text = |text: &Option<String>| text.clone().filter(|_| !postponed);
                DraftGame {
                    key: card.fixture.key.clone(),
                    competition: competition.key.clone(),
                    code: card.fixture.code.clone(),
                    a: card.a_key.clone(),
                    a_source: card.fixture.a_source.clone(),
                    b: card.b_key.clone(),
                    b_source: card.fixture.b_source.clone(),
                    round: 0,
                    at: card.fixture.tip_off.filter(|_| !postponed),
                    hall: text(&card.venue_key),
                    court: text(&card.court_key),
                    ..DraftGame::default()
                }
            })
            .collect();
        let in_group: HashMap<&str, bool> =
            cards.iter().map(|card| (card.fixture.key.as_str(), card.pool_key.is_some())).collect();
        levels(&mut own, &|key| in_group.get(key).copied().unwrap_or(false));
        if own.is_empty() {
            let entered: Vec<_> = around
                .entries
                .iter()
                .filter(|entry| entry.competition_id == competition.id && !entry.withdrawn)
                .collect();
            own = instant(entered.len(), after)
                .into_iter()
                .map(|game| DraftGame {
                    key: new_key(),
                    competition: competition.key.clone(),
                    code: format!("R{}", game.slot + 1),
                    a: Some(entered[game.home].key.clone()),
                    b: Some(entered[game.away].key.clone()),
                    ..DraftGame::default()
                })
                .collect();
        }
        games.extend(own);
    }
    games
}

/// Tells the rounds of a knock-out by what their sides wait for: a game comes after the games that fill it.
pub fn levels(games: &mut [DraftGame], in_group: &dyn Fn(&str) -> bool) {
    let mut level: BTreeMap<String, usize> = BTreeMap::new();
    // Each pass reaches one round further; there are never more rounds than games.
    for _ in 0..games.len().max(1) {
        let mut changed = false;
        for game in games.iter_mut().filter(|game| !in_group(&game.key)) {
            let own = [&game.a_source, &game.b_source].into_iter().map(|source| waits(source, &level)).max();
            let own = own.unwrap_or(0);
            if own != game.round {
                game.round = own;
                changed = true;
            }
            if !game.code.is_empty() && level.get(&game.code) != Some(&own) {
                level.insert(game.code.clone(), own);
                // Games of a series feed what waits for their tie.
                if let Some((tie, _)) = game.code.rsplit_once('-') {
                    let of_tie = level.entry(tie.to_owned()).or_default();
                    *of_tie = own.max(*of_tie);
                }
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
}

fn waits(source: &str, level: &BTreeMap<String, usize>) -> usize {
    match source.parse::<Source>() {
        Ok(Source::Winner(code) | Source::Loser(code)) => 1 + level.get(&code).copied().unwrap_or(0),
        Ok(Source::Seed(_) | Source::Drawn { .. }) | Err(_) => 0,
        Ok(_) => 1,
    }
}

/// Rules to begin with: the season's dates, every hall on Friday to Sunday evening, two games each.
pub fn first_setup(
    around: &Around,
    season: &Season,
    competitions: &[String],
    today: NaiveDate,
) -> SeasonFile {
    let from = season.match_from.or(season.event_from).unwrap_or(today);
    let to = season.match_to.or(season.event_to).filter(|to| *to >= from);
    let to = to.or(from.checked_add_days(Days::new(70))).unwrap_or(from);
    let hall = |venue: &crate::store::venues::Venue| Hall {
        name: venue.key.clone(),
        courts: u32::try_from(around.courts_of(&venue.key).len().max(1)).unwrap_or(1),
        days: vec![chrono::Weekday::Fri, chrono::Weekday::Sat, chrono::Weekday::Sun],
        times: vec!["19:00".into(), "20:40".into()],
        closed: Vec::new(),
        games_a_day: None,
    };
    let competition = |key: &String| Competition {
        name: key.clone(),
        clubs: Vec::new(),
        legs: 0,
        days: Vec::new(),
        halls: Vec::new(),
        opening: None,
        games: Vec::new(),
        from: None,
        to: None,
        rounds: Vec::new(),
    };
    SeasonFile {
        name: String::new(),
        from,
        to,
        closed: Vec::new(),
        halls: around.venues.iter().take(1).map(hall).collect(),
        competitions: competitions.iter().map(competition).collect(),
        clubs: BTreeMap::new(),
        together: Vec::new(),
        derbies: Vec::new(),
        rules: Wishes { rest_hours: Some(20), ..Wishes::default() },
    }
}
