//! FIBA LiveStats `data.json`: roster, plays (`pbp`, newest first) and box score (`tm`) in one file.
//!
//! - Order is (quarters before overtimes, period, clock downwards, `actionNumber`). Operators insert what they missed,
//!   so that `actionNumber` alone is not the order of the game.
//! - Overtimes count from 1 again and bear `periodType` OVERTIME.
//! - The line-up begins with `starter` and goes on over breaks; in and out are separate entries.
//! - A rebound `offensivedeadball` is not counted. `pno` 0 is the team, or the bench for a foul.
//! - A player's technical foul is one of his fouls and costs one more in PIR; fouls of coach and bench belong to the
//!   team's total alone. An offensive foul comes with a turnover of its own.
//! - A block points to the shot by `previousAction`: its shooter was blocked.
//! - Free throws count for those on court at the throw.
//! - Leads, runs and ties are ours alone: how the feed counts ties in an overtime is not known.
//! - Minutes are summed in hundredths and rounded once.

pub(super) mod plays;

use super::format::{Format, Source, with};
use super::game::{Player, Side, Team};
use super::json;
use super::line::Stat;
use super::problem::{Kind, Problems};
use super::published::{Figure, Figures, Published, clock, figures, minutes};
use super::{Feed, Unreadable};
use plays::Entry;
use serde_json::Value;

const MINUTES: [(&str, i64); 2] = [("periodLengthREGULAR", 10), ("periodLengthOVERTIME", 5)];

pub(super) fn read(sources: &[Source<'_>], mut problems: Problems) -> Result<Feed, Unreadable> {
    let nothing = Value::Null;
    let pbp = with(sources, &["pbp"]).ok_or_else(|| Unreadable("no list of plays (pbp)".to_owned()))?;
    let file = sources.iter().filter_map(Source::json).find(|value| value.get("pbp").is_some());
    let file = file.unwrap_or(&nothing);
    let teams_field = with(sources, &["tm"]).unwrap_or(&nothing);
    let sides = ["1", "2"].map(|key| teams_field.get(key).unwrap_or(&nothing));
    let teams = sides.map(team);
    if sides.iter().any(|side| !side.is_object()) {
        problems.add(Kind::Missing, "tm", "a team is missing");
    }
    let list = pbp.as_array().map(Vec::as_slice).unwrap_or_default();
    let entries =
        list.iter().enumerate().filter_map(|(index, value)| entry(index, value, &mut problems)).collect();
    let lengths = MINUTES.map(|(key, usual)| {
        json::int(file, key).filter(|minutes| (1..=60).contains(minutes)).unwrap_or(usual)
            * super::game::MINUTE
    });
    let mut game = plays::game(entries, teams, lengths, &mut problems);
    let clock_is_out = clock(json::text(file, "clock")) == Some(0);
    game.finished = game.finished || (clock_is_out && !problems.cut());
    let published = Published {
        players: [0, 1].map(|side| {
            game.teams[side].players.iter().map(|man| player_figures(sides[side], man)).collect()
        }),
        teams: [0, 1]
            .map(|side| team_figures(sides[side], game.periods.iter().filter(|p| !p.overtime).count())),
    };
    Ok(Feed { format: Format::LiveStats, game, published: Some(published), problems })
}

fn team(side: &Value) -> Team {
    let players = side.get("pl").and_then(Value::as_object).into_iter().flatten();
    let mut players: Vec<Player> = players.map(|(key, value)| player(key, value)).collect();
    players.sort_by_key(|player| player.key.parse::<u32>().unwrap_or(u32::MAX));
    Team { name: json::text(side, "name").to_owned(), code: json::text(side, "code").to_owned(), players }
}

fn player(key: &str, value: &Value) -> Player {
    let number = json::word(value, "shirtNumber");
    let full = format!("{} {}", json::text(value, "firstName"), json::text(value, "familyName"));
    let name = Some(full.trim().to_owned()).filter(|name| !name.is_empty());
    Player {
        key: key.trim().to_owned(),
        number: Some(number).filter(|number| !number.is_empty()),
        name: name.unwrap_or_else(|| json::text(value, "name").to_owned()),
        starter: json::int(value, "starter").map(|starter| starter == 1),
    }
}

fn entry<'v>(index: usize, value: &'v Value, problems: &mut Problems) -> Option<Entry<'v>> {
    let number = json::int(value, "actionNumber").unwrap_or(0);
    let kind = json::text(value, "actionType");
    let clock_text = Some(json::text(value, "clock")).filter(|text| !text.is_empty());
    Entry {
        index,
        number,
        overtime: json::text(value, "periodType") == "OVERTIME",
        period: json::int(value, "period").unwrap_or(0),
        left: clock_text.and_then(clock).or_else(|| clock(json::text(value, "gt"))),
        side: match json::int(value, "tno") {
            Some(1) => Some(Side::A),
            Some(2) => Some(Side::B),
            _ => None,
        },
        player: Some(json::word(value, "pno")).filter(|pno| pno != "0" && !pno.is_empty()),
        shirt: json::word(value, "shirtNumber"),
        name: json::text(value, "player"),
        kind,
        sub: json::text(value, "subType"),
        made: json::int(value, "success") == Some(1),
        words: json::words(value, "qualifier").collect(),
        previous: json::int(value, "previousAction"),
    }
    .checked(&format!("pbp[{index}] (actionNumber {number})"), problems)
}

const PLAYER: &[(&str, Figure)] = &[
    ("sPoints", Figure::Stat(Stat::Points)),
    ("sTwoPointersMade", Figure::Stat(Stat::Fg2m)),
    ("sTwoPointersAttempted", Figure::Stat(Stat::Fg2a)),
    ("sThreePointersMade", Figure::Stat(Stat::Fg3m)),
    ("sThreePointersAttempted", Figure::Stat(Stat::Fg3a)),
    ("sFreeThrowsMade", Figure::Stat(Stat::Ftm)),
    ("sFreeThrowsAttempted", Figure::Stat(Stat::Fta)),
    ("sReboundsOffensive", Figure::Stat(Stat::Oreb)),
    ("sReboundsDefensive", Figure::Stat(Stat::Dreb)),
    ("sAssists", Figure::Stat(Stat::Ast)),
    ("sTurnovers", Figure::Stat(Stat::Tov)),
    ("sSteals", Figure::Stat(Stat::Stl)),
    ("sBlocks", Figure::Stat(Stat::Blk)),
    ("sBlocksReceived", Figure::Stat(Stat::BlkAgainst)),
    ("sFoulsPersonal", Figure::Stat(Stat::Pf)),
    ("sFoulsOn", Figure::Stat(Stat::FoulsDrawn)),
    ("sPointsInThePaint", Figure::Stat(Stat::PointsInThePaint)),
    ("sPointsSecondChance", Figure::Stat(Stat::PointsSecondChance)),
    ("sPointsFastBreak", Figure::Stat(Stat::PointsFastBreak)),
    ("sPointsFromTurnovers", Figure::Stat(Stat::PointsFromTurnovers)),
    ("sPlusMinusPoints", Figure::PlusMinus),
    ("eff_1", Figure::Efficiency),
    ("eff_5", Figure::IndexRating),
];

const TEAM: &[(&str, Figure)] = &[
    ("tot_sFoulsTotal", Figure::FoulsInAll),
    ("tot_sFoulsTeam", Figure::BenchFouls),
    ("tot_sReboundsTeamOffensive", Figure::TeamOreb),
    ("tot_sReboundsTeamDefensive", Figure::TeamDreb),
    ("tot_sTurnoversTeam", Figure::TeamTurnovers),
    ("tot_sBenchPoints", Figure::PointsBench),
];

fn player_figures(side: &Value, player: &Player) -> Figures {
    let Some(value) = side.get("pl").and_then(|players| players.get(&player.key)) else {
        return Figures::new();
    };
    let mut found = figures(value, PLAYER);
    found.extend(minutes(json::text(value, "sMinutes")).map(|seconds| (Figure::Seconds, seconds)));
    found
}

fn team_figures(side: &Value, quarters: usize) -> Figures {
    let mut found = figures(side, TEAM);
    for (key, figure) in PLAYER {
        found.extend(json::int(side, &format!("tot_{key}")).map(|value| (*figure, value)));
    }
    let points = |quarter: usize| json::int(side, &format!("p{}_score", quarter + 1));
    found.extend((0..quarters).filter_map(|quarter| Some((Figure::Period(quarter), points(quarter)?))));
    found
}
