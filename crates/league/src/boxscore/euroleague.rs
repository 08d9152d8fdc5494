//! EuroLeague and EuroCup live API: `PlaybyPlay` and `Boxscore`, two files.
//!
//! - Order is the order of the five lists; neither `NUMBEROFPLAY` nor the clock is the order of the game.
//! - All overtimes stand in one list. `EP` ends a period; substitutions may come before the `BP` of the next.
//! - Ids and codes are padded. `2FGA`, `3FGA` and `FTA` are misses.
//! - `O`, `D` and `TO` without a player belong to the team. `C` and `B` are fouls of coach and bench and in no total.
//! - Every foul that begins with `CM`, and `OF`, is one of the player's fouls; `OF` comes with a turnover of its own.
//! - A block (`FV`) and the shot it met (`AG`) are two rows.
//! - Points count for those on court where the row stands, free throws too.
//! - The league's minutes take the clock as it is, also where it runs back. Whoever comes on or goes off at the 05:00
//!   that opens an overtime does so at 04:00 in the league's minutes; ours follow, and a note says so.

mod figures;

use super::format::{Format, Source, with};
use super::game::{
    Foul, FreeThrowLineup, Game, Hundredths, MINUTE, Marks, Period, Play, Player, Rules, Side, Team, What,
    Who,
};
use super::json;
use super::line::{Recorded, Stat};
use super::problem::{Kind, Problems};
use super::published::clock;
use super::{Feed, Unreadable};
use serde_json::Value;

const QUARTERS: [&[&str]; 4] =
    [&["FirstQuarter"], &["SecondQuarter"], &["ThirdQuarter"], &["ForthQuarter", "FourthQuarter"]];
const LENGTHS: [Hundredths; 2] = [10 * MINUTE, 5 * MINUTE];

pub(super) fn read(sources: &[Source<'_>], mut problems: Problems) -> Result<Feed, Unreadable> {
    let plays = sources.iter().filter_map(Source::json).find(|value| value.get("FirstQuarter").is_some());
    let plays = plays.ok_or_else(|| Unreadable("no list of plays (FirstQuarter)".to_owned()))?;
    let stats = with(sources, &["Stats"]).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if stats.is_empty() {
        problems.add(
            Kind::Missing,
            "Stats",
            "no box score beside the plays: names and starters come from the plays",
        );
    }
    let codes = ["CodeTeamA", "CodeTeamB"].map(|key| json::text(plays, key));
    let mut places = codes.map(|code| stats.iter().position(|block| block_code(block) == code));
    if places.contains(&None) && stats.len() == 2 {
        // Codes change between seasons; both files name team A first.
        places = [Some(0), Some(1)];
    }
    let blocks = places.map(|place| stats.get(place?));
    let mut game = Game {
        teams: [0, 1].map(|side| team(["TeamA", "TeamB"][side], codes[side], plays, blocks[side])),
        periods: Period::up_to(4, 0, LENGTHS),
        plays: Vec::new(),
        recorded: Recorded::all_but(&[
            Stat::PointsFromTurnovers,
            Stat::PointsInThePaint,
            Stat::PointsSecondChance,
            Stat::PointsFastBreak,
        ]),
        rules: Rules {
            technical_is_personal: true,
            technical_costs_rating: false,
            free_throw_lineup: FreeThrowLineup::AtTheThrow,
        },
        finished: false,
        notes: Vec::new(),
    };
    let mut reader = Reader { game: &mut game, problems: &mut problems, retimed: 0 };
    reader.quarters(plays);
    reader.overtimes(plays);
    let retimed = reader.retimed;
    if retimed > 0 {
        game.notes.push(format!(
            "{retimed} changes at the opening 05:00 of an overtime count at 04:00, as in the league's minutes"
        ));
    }
    let over = plays.get("Live").and_then(Value::as_bool) == Some(false);
    game.finished = game.finished || (over && !problems.cut());
    let published = (!stats.is_empty()).then(|| figures::published(&game, blocks, places, sources));
    Ok(Feed { format: Format::EuroLeague, game, published, problems })
}

fn block_code(block: &Value) -> &str {
    let own = block.get("tmr").map(|row| json::text(row, "Team")).filter(|code| !code.is_empty());
    own.or_else(|| json::list(block, "PlayersStats").first().map(|row| json::text(row, "Team")))
        .unwrap_or_default()
}

fn team(name: &str, code: &str, plays: &Value, block: Option<&Value>) -> Team {
    let rows = block.map(|block| json::list(block, "PlayersStats")).unwrap_or_default();
    let players = rows.iter().filter(|row| !json::text(row, "Player_ID").is_empty()).map(|row| Player {
        key: json::text(row, "Player_ID").to_owned(),
        number: Some(json::word(row, "Dorsal")).filter(|number| !number.is_empty()),
        name: json::text(row, "Player").to_owned(),
        starter: json::int(row, "IsStarter").map(|starter| starter == 1),
    });
    Team { name: json::text(plays, name).to_owned(), code: code.to_owned(), players: players.collect() }
}

struct Reader<'g> {
    game: &'g mut Game,
    problems: &'g mut Problems,
    /// Changes at the tip of an overtime.
    retimed: u32,
}

impl Reader<'_> {
    fn quarters(&mut self, plays: &Value) {
        for (period, names) in QUARTERS.iter().enumerate() {
            let Some(name) = names.iter().find(|name| plays.get(**name).is_some()) else {
                self.problems.add(Kind::Missing, names[0], "the list is missing");
                continue;
            };
            for (index, row) in json::list(plays, name).iter().enumerate() {
                self.row(row, period, &format!("{name}[{index}]"), index);
            }
        }
    }

    fn overtimes(&mut self, plays: &Value) {
        let (mut period, mut ended, mut begun) = (3, true, false);
        for (index, row) in json::list(plays, "ExtraTime").iter().enumerate() {
            let kind = json::text(row, "PLAYTYPE");
            // A second EP, and what is entered after the buzzer, belong to the period that ended.
            let late = ["EP", "EG"].contains(&kind) || clock(json::text(row, "MARKERTIME")) == Some(0);
            if (ended && !late) || (begun && kind == "BP") || period == 3 {
                period += 1;
                (ended, begun) = (false, false);
                let number = period as u32 - 3;
                if Period::number(i64::from(number)).is_none() {
                    self.problems.add(Kind::Unreadable, format!("ExtraTime[{index}]"), "too many overtimes");
                    return;
                }
                self.game.periods.push(Period { number, overtime: true, length: LENGTHS[1] });
            }
            begun = begun || kind == "BP";
            ended = ended || kind == "EP";
            self.row(row, period, &format!("ExtraTime[{index}]"), index);
        }
    }

    fn row(&mut self, row: &Value, period: usize, place: &str, index: usize) {
        let kind = json::text(row, "PLAYTYPE");
        self.game.finished |= kind == "EG";
        let id = json::text(row, "PLAYER_ID");
        let Some(what) = what(kind, id) else {
            if kind.is_empty() {
                self.problems.add(Kind::Unreadable, place, "no PLAYTYPE");
            } else if !PAUSES.contains(&kind) {
                self.problems.add(Kind::UnknownType, place, format!("unknown PLAYTYPE {kind:?}"));
            }
            return;
        };
        let code = json::text(row, "CODETEAM");
        let Some(side) = Side::BOTH.into_iter().find(|side| self.game.teams[*side as usize].code == code)
        else {
            return self.problems.add(
                Kind::UnknownTeam,
                place,
                format!("{kind} of no team of this game ({code:?})"),
            );
        };
        let Some(who) = self.who(side, id, row, place) else { return };
        let left = self.left(row, period, place);
        let number = json::int(row, "NUMBEROFPLAY");
        let counts_late = self.counts_late(period, what, left);
        self.game.plays.push(Play { period, left, side, who, what, entry: index, number, counts_late });
    }

    fn left(&mut self, row: &Value, period: usize, place: &str) -> Option<Hundredths> {
        let text = json::text(row, "MARKERTIME");
        let length = self.game.periods[period].length;
        let Some(left) = clock(text).filter(|left| *left <= length) else {
            if !text.is_empty() {
                self.problems.add(Kind::Unreadable, place, format!("no clock of this period: {text:?}"));
            }
            return None;
        };
        Some(left)
    }

    /// The league counts changes at the tip of an overtime a minute late.
    fn counts_late(&mut self, period: usize, what: What, left: Option<Hundredths>) -> Hundredths {
        let Period { overtime, length, .. } = self.game.periods[period];
        if !overtime || left != Some(length) || !matches!(what, What::In | What::Out) {
            return 0;
        }
        self.retimed += 1;
        MINUTE
    }

    fn who(&mut self, side: Side, id: &str, row: &Value, place: &str) -> Option<Who> {
        if is_bench(id) {
            return Some(Who::Bench);
        }
        if id.is_empty() {
            let bench = matches!(what(json::text(row, "PLAYTYPE"), id), Some(What::Foul(_)));
            return Some(if bench { Who::Bench } else { Who::Team });
        }
        let team = &mut self.game.teams[side as usize];
        // With a box score the roster is complete and every player in it says whether he started.
        let complete = team.players.iter().any(|player| player.starter.is_some());
        if complete && team.find(id).is_none() {
            let text = format!("no player {id} in {}; counted for the team alone", team.name);
            self.problems.add(Kind::UnknownPlayer, place, text);
            return Some(Who::Team);
        }
        Some(Who::Player(team.find_or_add(id, || Player {
            key: id.to_owned(),
            number: Some(json::word(row, "DORSAL")).filter(|number| !number.is_empty()),
            name: json::text(row, "PLAYER").to_owned(),
            starter: None,
        })))
    }
}

/// Rows that count nothing: pauses, challenges, jump balls, boundaries.
const PAUSES: &[&str] = &["TOUT", "TOUT_TV", "CCH", "JB", "TPOFF", "BP", "EP", "EG"];

fn is_bench(id: &str) -> bool {
    ["CO_", "AC_", "BE_"].iter().any(|begin| id.starts_with(begin))
}

/// What a row counts. Seasons before 2010 name dunks, layups and blocked shots apart.
fn what(kind: &str, id: &str) -> Option<What> {
    let shot = |worth, made| What::Shot { worth, made, marks: Marks::default() };
    let throw = |made| What::FreeThrow { made, after: Foul::Personal, marks: Marks::default() };
    Some(match kind {
        "2FGM" | "LAYUPMD" | "DUNK" => shot(2, true),
        "2FGA" | "2FGAB" | "LAYUPATT" => shot(2, false),
        "3FGM" => shot(3, true),
        "3FGA" | "3FGAB" => shot(3, false),
        "FTM" => throw(true),
        "FTA" => throw(false),
        "O" => What::Count(Stat::Oreb),
        "D" => What::Count(Stat::Dreb),
        "AS" => What::Count(Stat::Ast),
        "ST" => What::Count(Stat::Stl),
        "TO" => What::Count(Stat::Tov),
        "FV" => What::Count(Stat::Blk),
        "AG" => What::Count(Stat::BlkAgainst),
        "RV" => What::Count(Stat::FoulsDrawn),
        "IN" => What::In,
        "OUT" => What::Out,
        "CMT" | "CMT1" | "CMT2" => What::Foul(Foul::Technical),
        "C" | "B" | "BD" => What::Foul(Foul::Technical),
        "OF" => What::Foul(Foul::Personal),
        kind if kind.starts_with("CM") => What::Foul(Foul::Personal),
        kind if is_bench(id) && !PAUSES.contains(&kind) => What::Foul(Foul::Technical),
        _ => return None,
    })
}
