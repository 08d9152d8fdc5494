//! What the NBA's own box score says.

use super::clock;
use crate::boxscore::game::{Game, Period, Player, SECOND};
use crate::boxscore::json;
use crate::boxscore::line::Stat;
use crate::boxscore::published::{Figure, Figures, figures};
use serde_json::Value;

const FIELDS: &[(&str, Figure)] = &[
    ("points", Figure::Stat(Stat::Points)),
    ("twoPointersMade", Figure::Stat(Stat::Fg2m)),
    ("twoPointersAttempted", Figure::Stat(Stat::Fg2a)),
    ("threePointersMade", Figure::Stat(Stat::Fg3m)),
    ("threePointersAttempted", Figure::Stat(Stat::Fg3a)),
    ("freeThrowsMade", Figure::Stat(Stat::Ftm)),
    ("freeThrowsAttempted", Figure::Stat(Stat::Fta)),
    ("assists", Figure::Stat(Stat::Ast)),
    ("steals", Figure::Stat(Stat::Stl)),
    ("blocks", Figure::Stat(Stat::Blk)),
    ("blocksReceived", Figure::Stat(Stat::BlkAgainst)),
    ("foulsPersonal", Figure::Stat(Stat::Pf)),
    ("foulsDrawn", Figure::Stat(Stat::FoulsDrawn)),
    ("pointsInThePaint", Figure::Stat(Stat::PointsInThePaint)),
    ("pointsSecondChance", Figure::Stat(Stat::PointsSecondChance)),
    ("pointsFastBreak", Figure::Stat(Stat::PointsFastBreak)),
];

const PLAYER: &[(&str, Figure)] = &[
    ("reboundsOffensive", Figure::Stat(Stat::Oreb)),
    ("reboundsDefensive", Figure::Stat(Stat::Dreb)),
    ("turnovers", Figure::Stat(Stat::Tov)),
    ("plusMinusPoints", Figure::PlusMinus),
];

const TEAM: &[(&str, Figure)] = &[
    ("pointsFromTurnovers", Figure::Stat(Stat::PointsFromTurnovers)),
    ("turnoversTotal", Figure::Stat(Stat::Tov)),
    ("turnoversTeam", Figure::TeamTurnovers),
    ("reboundsTeamOffensive", Figure::TeamOreb),
    ("reboundsTeamDefensive", Figure::TeamDreb),
    ("benchPoints", Figure::PointsBench),
];

pub(super) fn player_figures(block: &Value, player: &Player) -> Figures {
    let players = json::list(block, "players");
    let Some(row) = players.iter().find(|row| json::word(row, "personId") == player.key) else {
        return Figures::new();
    };
    let Some(statistics) = row.get("statistics") else { return Figures::new() };
    let mut found = figures(statistics, FIELDS);
    found.extend(figures(statistics, PLAYER));
    found.extend(seconds(statistics, "minutes").map(|seconds| (Figure::Seconds, seconds)));
    found
}

pub(super) fn team_figures(block: &Value, game: &Game) -> Figures {
    let nothing = Value::Null;
    let statistics = block.get("statistics").unwrap_or(&nothing);
    let mut found = figures(statistics, FIELDS);
    found.extend(figures(statistics, TEAM));
    for period in json::list(block, "periods") {
        let index = json::int(period, "period").and_then(Period::number).map(|number| number as usize - 1);
        if let (Some(index), Some(points)) = (index, json::int(period, "score"))
            && index < game.periods.len()
        {
            found.push((Figure::Period(index), points));
        }
    }
    found
}

fn seconds(value: &Value, key: &str) -> Option<i64> {
    Some((clock(json::text(value, key))? + SECOND / 2) / SECOND)
}
