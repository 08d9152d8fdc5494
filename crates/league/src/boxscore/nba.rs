//! NBA live data: `playbyplay` and `boxscore`, two files.
//!
//! - Order is `orderNumber`; `actionNumber` is not ascending after corrections.
//! - A steal and a block are fields of the turnover and the shot and also actions of their own: the actions count. The
//!   blocked shooter has no action and comes from the shot.
//! - Assists and drawn fouls are fields of the shot and the foul.
//! - Technical fouls are no personal fouls; flagrant and offensive fouls are. Nobody draws a technical foul.
//! - Rebounds and turnovers without a person belong to the team, those of a dead ball too.
//! - **A free throw counts for those who were on court at the foul**, not at the throw: a technical free throw for those
//!   at the technical foul. Foul and throw bear the same clock; without such a foul it counts for those at the throw.
//! - Quarters have 12 minutes or what their first clock shows; overtimes count on (period 5 is the first).
//! - Leads, runs, ties and technical fouls are ours alone: how the league counts them is not known well enough to
//!   compare (it prints the longest run of the game for both teams).
//! - A missed `heave` (from 2025-26) is an attempt of the team and of no player.

mod figures;

use super::format::{Format, Source, with};
use super::game::{
    Foul, FreeThrowLineup, Game, Hundredths, MINUTE, Marks, Period, Play, Player, QUARTERS, Rules, SECOND,
    Side, Team, What, Who,
};
use super::json;
use super::line::{Recorded, Stat};
use super::problem::{Kind, Problems};
use super::published::Published;
use super::{Feed, Unreadable};
use figures::{player_figures, team_figures};
use serde_json::Value;

const SIDES: [&str; 2] = ["homeTeam", "awayTeam"];

pub(super) fn read(sources: &[Source<'_>], mut problems: Problems) -> Result<Feed, Unreadable> {
    let nothing = Value::Null;
    let actions = with(sources, &["game", "actions"]).and_then(Value::as_array);
    let actions = actions.ok_or_else(|| Unreadable("no list of plays (game.actions)".to_owned()))?;
    let blocks = SIDES.map(|side| with(sources, &["game", side]).unwrap_or(&nothing));
    if blocks.iter().any(|block| !block.is_object()) {
        problems.add(
            Kind::Missing,
            "game.homeTeam",
            "no box score beside the plays: players come from the plays",
        );
    }
    let mut order: Vec<usize> = (0..actions.len()).collect();
    order.sort_by_key(|index| (json::int(&actions[*index], "orderNumber").unwrap_or(i64::MAX), *index));
    let mut game = Game {
        teams: blocks.map(team),
        periods: periods(actions),
        plays: Vec::with_capacity(actions.len() * 5 / 4),
        recorded: Recorded::all_but(&[]),
        rules: Rules {
            technical_is_personal: false,
            technical_costs_rating: false,
            free_throw_lineup: FreeThrowLineup::AtTheFoul,
        },
        finished: actions.iter().any(|action| is(action, "game", "end")),
        notes: Vec::new(),
    };
    let ids = team_ids(blocks, actions, &mut game);
    let complete = blocks.map(|block| !json::list(block, "players").is_empty());
    let mut reader = Reader { game: &mut game, problems: &mut problems, ids, complete };
    for index in order {
        reader.action(&actions[index], index);
    }
    let over = with(sources, &["game", "gameStatus"]).and_then(json::number) == Some(3);
    game.finished = game.finished || (over && !problems.cut());
    let published = blocks.iter().any(|block| block.is_object()).then(|| Published {
        players: [0, 1].map(|side| {
            game.teams[side].players.iter().map(|man| player_figures(blocks[side], man)).collect()
        }),
        teams: [0, 1].map(|side| team_figures(blocks[side], &game)),
    });
    Ok(Feed { format: Format::Nba, game, published, problems })
}

fn is(action: &Value, kind: &str, sub: &str) -> bool {
    json::text(action, "actionType") == kind && json::text(action, "subType") == sub
}

fn team(block: &Value) -> Team {
    let players = json::list(block, "players").iter().map(|player| Player {
        key: json::word(player, "personId"),
        number: Some(json::word(player, "jerseyNum")).filter(|number| !number.is_empty()),
        name: json::text(player, "name").to_owned(),
        starter: json::int(player, "starter").map(|starter| starter == 1),
    });
    let name = format!("{} {}", json::text(block, "teamCity"), json::text(block, "teamName"));
    Team {
        name: name.trim().to_owned(),
        code: json::text(block, "teamTricode").to_owned(),
        players: players.collect(),
    }
}

/// The teams' ids, from the box score or, without one, in the order in which they appear.
fn team_ids(blocks: [&Value; 2], actions: &[Value], game: &mut Game) -> [i64; 2] {
    let mut ids = blocks.map(|block| json::int(block, "teamId").unwrap_or(0));
    for action in actions {
        let Some(id) = json::int(action, "teamId").filter(|id| *id != 0) else { continue };
        if ids.contains(&id) {
            continue;
        }
        let Some(free) = ids.iter().position(|id| *id == 0) else { break };
        ids[free] = id;
        game.teams[free].code = json::text(action, "teamTricode").to_owned();
    }
    ids
}

fn periods(actions: &[Value]) -> Vec<Period> {
    let numbers = actions.iter().filter_map(|action| Period::number(json::int(action, "period")?));
    let last = Period::highest(numbers, QUARTERS);
    let mut periods = Period::up_to(last.min(QUARTERS), last.saturating_sub(QUARTERS), [0; 2]);
    for start in actions.iter().filter(|action| is(action, "period", "start")) {
        let index = json::int(start, "period").and_then(Period::number).map(|number| number as usize - 1);
        let length = clock(json::text(start, "clock")).filter(|length| *length > 0 && *length <= 20 * MINUTE);
        if let (Some(period), Some(length)) = (index.and_then(|index| periods.get_mut(index)), length) {
            period.length = length;
        }
    }
    // A period whose start was lost is as long as its like.
    for (overtime, usual) in [(false, 12 * MINUTE), (true, 5 * MINUTE)] {
        let known = periods.iter().find(|period| period.overtime == overtime && period.length > 0);
        let length = known.map_or(usual, |period| period.length);
        periods
            .iter_mut()
            .filter(|p| p.overtime == overtime && p.length == 0)
            .for_each(|p| p.length = length);
    }
    periods
}

/// "PT11M38.00S".
fn clock(text: &str) -> Option<Hundredths> {
    let (minutes, seconds) = text.strip_prefix("PT")?.strip_suffix('S')?.split_once('M')?;
    let (minutes, seconds) = (minutes.parse::<u32>().ok()?, seconds.parse::<f64>().ok()?);
    let sound = minutes < 1000 && (0.0..60.0).contains(&seconds);
    sound.then(|| Hundredths::from(minutes) * MINUTE + (seconds * SECOND as f64).round() as Hundredths)
}

struct Reader<'g> {
    game: &'g mut Game,
    problems: &'g mut Problems,
    ids: [i64; 2],
    /// The box score names all players of the team.
    complete: [bool; 2],
}

/// Actions that count nothing.
const PAUSES: &[&str] = &[
    "period",
    "game",
    "jumpball",
    "timeout",
    "violation",
    "stoppage",
    "ejection",
    "memo",
    "instantreplay",
    "replay",
    "delay",
];

impl Reader<'_> {
    fn action(&mut self, action: &Value, index: usize) {
        let kind = json::text(action, "actionType");
        let place = format!("game.actions[{index}] (actionNumber {})", json::word(action, "actionNumber"));
        let plain = kind.replace([' ', '-'], "").to_ascii_lowercase();
        if PAUSES.contains(&plain.as_str()) {
            return;
        }
        let Some(whats) = whats(action, kind) else {
            let (sort, text) = match kind {
                "" => (Kind::Unreadable, "no actionType".to_owned()),
                _ => (Kind::UnknownType, format!("unknown actionType {kind:?}")),
            };
            return self.problems.add(sort, place, text);
        };
        let number = json::int(action, "actionNumber");
        let period = json::int(action, "period").and_then(Period::number);
        let Some(period) =
            period.map(|number| number as usize - 1).filter(|at| *at < self.game.periods.len())
        else {
            return self.problems.add(Kind::Unreadable, place, "no period");
        };
        let left =
            clock(json::text(action, "clock")).filter(|left| *left <= self.game.periods[period].length);
        if left.is_none() {
            self.problems.add(Kind::Unreadable, place.clone(), "no clock of this period");
        }
        let id = json::int(action, "teamId").unwrap_or(0);
        // Some seasons write the team where nobody is meant.
        let person = json::int(action, "personId").filter(|person| *person != id).unwrap_or(0);
        let Some(side) = self.side(person, id) else {
            return self.problems.add(Kind::UnknownTeam, place, format!("a {kind} of no team of this game"));
        };
        let Some(who) = self.who(side, person, action, &place) else { return };
        for what in whats {
            let missed_heave = kind == "heave" && matches!(what, What::Shot { made: false, .. });
            let who = if missed_heave { Who::Team } else { who };
            self.game.plays.push(Play {
                period,
                left,
                side,
                who,
                what,
                entry: index,
                number,
                counts_late: 0,
            });
        }
        let play = Play { period, left, side, who, what: What::Pause, entry: index, number, counts_late: 0 };
        self.fields(action, play, &place);
    }

    /// What stands in a field of another's action: the assist, the drawn foul.
    fn fields(&mut self, action: &Value, play: Play, place: &str) {
        let technical = is(action, "foul", "technical");
        for (key, stat, side) in [
            ("assistPersonId", Stat::Ast, play.side),
            ("foulDrawnPersonId", Stat::FoulsDrawn, play.side.other()),
        ] {
            let Some(person) = json::int(action, key).filter(|person| *person != 0) else { continue };
            if stat == Stat::FoulsDrawn && technical {
                continue;
            }
            let side = self.side(person, 0).unwrap_or(side);
            if let Some(who) = self.who(side, person, &Value::Null, place) {
                self.game.plays.push(Play { side, who, what: What::Count(stat), ..play.clone() });
            }
        }
    }

    /// A player's own team before what the action says.
    fn side(&self, person: i64, team: i64) -> Option<Side> {
        let key = person.to_string();
        let of_player =
            Side::BOTH.into_iter().find(|side| self.game.teams[*side as usize].find(&key).is_some());
        of_player.or_else(|| Side::BOTH.into_iter().find(|side| self.ids[*side as usize] == team))
    }

    fn who(&mut self, side: Side, person: i64, action: &Value, place: &str) -> Option<Who> {
        let is_foul = json::text(action, "actionType") == "foul";
        if person == 0 {
            return Some(if is_foul { Who::Bench } else { Who::Team });
        }
        let team = &mut self.game.teams[side as usize];
        let key = person.to_string();
        if let Some(index) = team.find(&key) {
            return Some(Who::Player(index));
        }
        // Coaches are in no roster and are called for technical fouls.
        if is(action, "foul", "technical") {
            return Some(Who::Bench);
        }
        if !self.complete[side as usize] {
            let name = json::text(action, "playerNameI").to_owned();
            let number = None;
            return Some(Who::Player(team.find_or_add(&key, || Player {
                key: key.clone(),
                number,
                name,
                starter: None,
            })));
        }
        let text = format!("no player {person} in {}; counted for the team alone", team.name);
        self.problems.add(Kind::UnknownPlayer, place, text);
        Some(Who::Team)
    }
}

/// What an action counts for its own person; nothing for an unknown type.
fn whats(action: &Value, kind: &str) -> Option<Vec<What>> {
    let made = json::text(action, "shotResult") == "Made";
    let marks = Marks::from_words(json::words(action, "qualifiers"));
    let sub = json::text(action, "subType");
    let blocked = json::int(action, "blockPersonId").is_some_and(|person| person != 0);
    Some(match kind {
        "2pt" | "3pt" | "heave" => {
            let worth = if kind == "2pt" { 2 } else { 3 };
            let mut whats = vec![What::Shot { worth, made, marks }];
            whats.extend(blocked.then_some(What::Count(Stat::BlkAgainst)));
            whats
        }
        "freethrow" => {
            let technical =
                json::text(action, "descriptor").contains("technical") || sub.contains("technical");
            let after = if technical { Foul::Technical } else { Foul::Personal };
            vec![What::FreeThrow { made, after, marks }]
        }
        "rebound" if sub == "offensive" => vec![What::Count(Stat::Oreb)],
        "rebound" if sub == "defensive" => vec![What::Count(Stat::Dreb)],
        "turnover" => vec![What::Count(Stat::Tov)],
        "steal" => vec![What::Count(Stat::Stl)],
        "block" => vec![What::Count(Stat::Blk)],
        "foul" if sub == "technical" => vec![What::Foul(Foul::Technical)],
        "foul" => vec![What::Foul(Foul::Personal)],
        "substitution" if sub == "in" => vec![What::In],
        "substitution" if sub == "out" => vec![What::Out],
        _ => return None,
    })
}
