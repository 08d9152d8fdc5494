//! The event log of a Go Champs digital scoresheet.
//!
//! A scoresheet records baskets, fouls and who is on court, and none of the misses: attempts, rebounds, assists and
//! whatever follows from them are not recorded, unless the log holds such events.
//!
//! - `field_goals_made` means two-pointers alone. A `decrement` takes back.
//! - Whoever is `playing` before the first period's clock runs is a starter.
//! - The log's order is the order of the game; its clock shows whole seconds.

use super::format::{Format, Source};
use super::game::{
    Foul, FreeThrowLineup, Game, Marks, Period, Play, Player, QUARTERS, Rules, SECOND, Side, Team, What, Who,
};
use super::json;
use super::line::{Recorded, Stat};
use super::problem::{Kind, Problems};
use super::{Feed, Unreadable};
use serde_json::Value;

pub(super) fn read(sources: &[Source<'_>], mut problems: Problems) -> Result<Feed, Unreadable> {
    let file =
        sources.iter().filter_map(Source::json).find(|value| value.get("event_log_sequence").is_some());
    let file = file.ok_or_else(|| Unreadable("no event log (event_log_sequence)".to_owned()))?;
    let nothing = Value::Null;
    let state = file.get("initial_state").unwrap_or(&nothing);
    let log = json::list(file, "event_log_sequence");
    let clock = state.get("clock_state").unwrap_or(&nothing);
    let length =
        |key: &str, usual| json::int(clock, key).filter(|s| (1..=3600).contains(s)).unwrap_or(usual) * SECOND;
    let numbers = log.iter().filter_map(|event| Period::number(json::int(event, "game_clock_period")?));
    let last = Period::highest(numbers, QUARTERS);
    let lengths = [length("initial_period_time", 600), length("initial_extra_period_time", 300)];
    let mut reader = Reader {
        teams: ["home_team", "away_team"].map(|key| team(state.get(key).unwrap_or(&nothing))),
        periods: Period::up_to(last.min(QUARTERS), last.saturating_sub(QUARTERS), lengths),
        plays: Vec::new(),
        recorded: vec![Stat::Points, Stat::Fg2m, Stat::Fg3m, Stat::Ftm, Stat::Pf, Stat::Technicals],
        running: false,
        finished: false,
    };
    for (index, event) in log.iter().enumerate() {
        reader.event(event, index, &mut problems);
    }
    let game = Game {
        teams: reader.teams,
        periods: reader.periods,
        plays: reader.plays,
        recorded: Recorded::only(&reader.recorded),
        rules: Rules {
            technical_is_personal: true,
            technical_costs_rating: false,
            free_throw_lineup: FreeThrowLineup::AtTheThrow,
        },
        finished: reader.finished,
        notes: Vec::new(),
    };
    Ok(Feed { format: Format::GoChamps, game, published: None, problems })
}

fn team(team: &Value) -> Team {
    let players = json::list(team, "players").iter().map(player).collect();
    Team { name: json::text(team, "name").to_owned(), code: json::text(team, "tri_code").to_owned(), players }
}

fn player(player: &Value) -> Player {
    Player {
        key: json::word(player, "id"),
        number: Some(json::word(player, "number")).filter(|number| !number.is_empty()),
        name: json::text(player, "name").to_owned(),
        starter: Some(false),
    }
}

struct Reader {
    teams: [Team; 2],
    periods: Vec<Period>,
    plays: Vec<Play>,
    recorded: Vec<Stat>,
    /// The clock has run.
    running: bool,
    finished: bool,
}

/// Events that count nothing.
const PAUSES: &[&str] = &[
    "end-period",
    "end-game-live-mode",
    "start-game-live-mode",
    "start-game",
    "update-team-stat",
    "update-official-in-game",
    "update-coach-in-team",
    "add-official-to-game",
    "update-game",
    "protest-game",
    "update-clock-time-and-period",
];

impl Reader {
    fn event(&mut self, event: &Value, index: usize, problems: &mut Problems) {
        let nothing = Value::Null;
        let payload = event.get("payload").unwrap_or(&nothing);
        let place = format!("event_log_sequence[{index}]");
        let key = json::text(event, "key");
        let period =
            json::int(event, "game_clock_period").and_then(Period::number).map(|number| number as usize - 1);
        let period = period.filter(|period| *period < self.periods.len());
        let left = json::int(event, "game_clock_time")
            .filter(|left| (0..=3600).contains(left))
            .map(|left| left * SECOND);
        match key {
            "update-clock-state" => self.running |= json::text(payload, "state") == "running",
            "end-game" => self.finished = true,
            "update-player-in-team" | "add-player-to-team" => self.roster(payload),
            "update-player-stat" | "update-players-state" | "update-coach-stat" => {
                let Some(side) = side(payload) else {
                    return problems.add(Kind::UnknownTeam, place, "neither home nor away");
                };
                let Some(period) = period else { return problems.add(Kind::Unreadable, place, "no period") };
                let at = Play {
                    period,
                    left,
                    side,
                    who: Who::Team,
                    what: What::Pause,
                    entry: index,
                    number: None,
                    counts_late: 0,
                };
                match key {
                    "update-player-stat" => self.stat(payload, &at, &place, problems),
                    "update-players-state" => self.state(payload, &at, &place, problems),
                    _ => self.coach(payload, &at, &place, problems),
                }
            }
            "" => problems.add(Kind::Unreadable, place, "no key"),
            key if PAUSES.contains(&key) => {}
            key => problems.add(Kind::UnknownType, place, format!("unknown key {key:?}")),
        }
    }

    /// A late entry on the list, or a number put right.
    fn roster(&mut self, payload: &Value) {
        let (Some(side), Some(value)) = (side(payload), payload.get("player")) else { return };
        let new = player(value);
        let team = &mut self.teams[side as usize];
        match team.find(&new.key) {
            None if !new.key.is_empty() => team.players.push(new),
            Some(index) => {
                let known = &mut team.players[index];
                known.number = new.number.or(known.number.take());
                if !new.name.is_empty() {
                    known.name = new.name;
                }
            }
            None => {}
        }
    }

    fn stat(&mut self, payload: &Value, at: &Play, place: &str, problems: &mut Problems) {
        let word = json::text(payload, "stat-id");
        let Some(what) = what(word) else {
            if !IGNORED.contains(&word) {
                problems.add(Kind::UnknownType, place, format!("unknown stat-id {word:?}"));
            }
            return;
        };
        let who = self.who(at.side, &json::word(payload, "player-id"), place, problems);
        if json::text(payload, "operation") == "decrement" {
            return self.take_back(at.side, who, what, place, problems);
        }
        if let What::Count(stat) = what
            && !self.recorded.contains(&stat)
        {
            self.recorded.push(stat);
        }
        self.plays.push(Play { who, what, ..at.clone() });
    }

    fn coach(&mut self, payload: &Value, at: &Play, place: &str, problems: &mut Problems) {
        if let Some(what @ What::Foul(_)) = what(json::text(payload, "stat-id")) {
            if json::text(payload, "operation") == "decrement" {
                return self.take_back(at.side, Who::Bench, what, place, problems);
            }
            self.plays.push(Play { who: Who::Bench, what, ..at.clone() });
        }
    }

    /// Removes the latest such play.
    fn take_back(&mut self, side: Side, who: Who, what: What, place: &str, problems: &mut Problems) {
        let same = |play: &Play| play.side == side && play.who == who && play.what == what;
        match self.plays.iter().rposition(same) {
            Some(index) => drop(self.plays.remove(index)),
            None => problems.add(Kind::BrokenLink, place, "takes back what was not entered"),
        }
    }

    fn state(&mut self, payload: &Value, at: &Play, place: &str, problems: &mut Problems) {
        let what = match json::text(payload, "state") {
            "playing" => What::In,
            // Disqualified, ejected or injured players leave the court as well.
            _ => What::Out,
        };
        for player in json::words(payload, "player-ids") {
            let who = self.who(at.side, player, place, problems);
            let Who::Player(index) = who else { continue };
            if self.running {
                self.change(at, who, what);
            } else {
                self.teams[at.side as usize].players[index].starter = Some(what == What::In);
            }
        }
    }

    /// Setting a state twice changes nothing.
    fn change(&mut self, at: &Play, who: Who, what: What) {
        let before = self.plays.iter().rev().find(|play| {
            play.side == at.side && play.who == who && matches!(play.what, What::In | What::Out)
        });
        let Who::Player(index) = who else { return };
        let on = match before {
            Some(play) => play.what == What::In,
            None => self.teams[at.side as usize].players[index].starter == Some(true),
        };
        if on != (what == What::In) {
            self.plays.push(Play { who, what, ..at.clone() });
        }
    }

    fn who(&self, side: Side, key: &str, place: &str, problems: &mut Problems) -> Who {
        let team = &self.teams[side as usize];
        team.find(key).map_or_else(
            || {
                let text = format!("no player {key} in {}; counted for the team alone", team.name);
                problems.add(Kind::UnknownPlayer, place, text);
                Who::Team
            },
            Who::Player,
        )
    }
}

fn side(payload: &Value) -> Option<Side> {
    match json::text(payload, "team-type") {
        "home" => Some(Side::A),
        "away" => Some(Side::B),
        _ => None,
    }
}

/// Words that follow from others or mark a state.
const IGNORED: &[&str] = &[
    "points",
    "fouls",
    "rebounds",
    "game_played",
    "game_started",
    "minutes_played",
    "disqualifications",
    "ejections",
    "fouls_game_disqualifying",
];

fn what(word: &str) -> Option<What> {
    let shot = |worth, made| What::Shot { worth, made, marks: Marks::default() };
    let throw = |made| What::FreeThrow { made, after: Foul::Personal, marks: Marks::default() };
    Some(match word {
        "field_goals_made" => shot(2, true),
        "field_goals_missed" => shot(2, false),
        "three_point_field_goals_made" => shot(3, true),
        "three_point_field_goals_missed" => shot(3, false),
        "free_throws_made" => throw(true),
        "free_throws_missed" => throw(false),
        "rebounds_offensive" => What::Count(Stat::Oreb),
        "rebounds_defensive" => What::Count(Stat::Dreb),
        "assists" => What::Count(Stat::Ast),
        "steals" => What::Count(Stat::Stl),
        "blocks" => What::Count(Stat::Blk),
        "turnovers" => What::Count(Stat::Tov),
        "fouls_technical" => What::Foul(Foul::Technical),
        // The mark after the last foul is no foul of its own.
        "fouls_game_disqualifying" => return None,
        word if word.starts_with("fouls_") => What::Foul(Foul::Personal),
        _ => return None,
    })
}
