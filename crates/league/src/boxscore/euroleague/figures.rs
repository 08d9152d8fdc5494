//! What the EuroLeague's own box score says.

use crate::boxscore::format::{Source, with};
use crate::boxscore::game::Game;
use crate::boxscore::json;
use crate::boxscore::line::Stat;
use crate::boxscore::published::{Figure, Figures, Published, figures, minutes};
use serde_json::Value;

const FIELDS: &[(&str, Figure)] = &[
    ("Points", Figure::Stat(Stat::Points)),
    ("FieldGoalsMade2", Figure::Stat(Stat::Fg2m)),
    ("FieldGoalsAttempted2", Figure::Stat(Stat::Fg2a)),
    ("FieldGoalsMade3", Figure::Stat(Stat::Fg3m)),
    ("FieldGoalsAttempted3", Figure::Stat(Stat::Fg3a)),
    ("FreeThrowsMade", Figure::Stat(Stat::Ftm)),
    ("FreeThrowsAttempted", Figure::Stat(Stat::Fta)),
    ("OffensiveRebounds", Figure::Stat(Stat::Oreb)),
    ("DefensiveRebounds", Figure::Stat(Stat::Dreb)),
    ("Assistances", Figure::Stat(Stat::Ast)),
    ("Steals", Figure::Stat(Stat::Stl)),
    ("Turnovers", Figure::Stat(Stat::Tov)),
    ("BlocksFavour", Figure::Stat(Stat::Blk)),
    ("BlocksAgainst", Figure::Stat(Stat::BlkAgainst)),
    ("FoulsCommited", Figure::Stat(Stat::Pf)),
    ("FoulsReceived", Figure::Stat(Stat::FoulsDrawn)),
    ("Valuation", Figure::IndexRating),
    ("Plusminus", Figure::PlusMinus),
];

const TEAM_ROW: &[(&str, Figure)] = &[
    ("OffensiveRebounds", Figure::TeamOreb),
    ("DefensiveRebounds", Figure::TeamDreb),
    ("Turnovers", Figure::TeamTurnovers),
];

pub(super) fn published(
    game: &Game,
    blocks: [Option<&Value>; 2],
    places: [Option<usize>; 2],
    sources: &[Source<'_>],
) -> Published {
    let nothing = Value::Null;
    let by_quarter = with(sources, &["ByQuarter"]).unwrap_or(&nothing);
    let mut published = Published::default();
    for side in [0, 1] {
        let Some(block) = blocks[side] else { continue };
        let rows = json::list(block, "PlayersStats");
        published.players[side] = game.teams[side]
            .players
            .iter()
            .map(|player| {
                let row = rows.iter().find(|row| json::text(row, "Player_ID") == player.key);
                row.map(player_figures).unwrap_or_default()
            })
            .collect();
        let team = &mut published.teams[side];
        team.extend(figures(block.get("totr").unwrap_or(&nothing), FIELDS));
        team.extend(figures(block.get("tmr").unwrap_or(&nothing), TEAM_ROW));
        // The two lists name teams in the same order.
        let quarters = places[side].and_then(|place| by_quarter.get(place)).unwrap_or(&nothing);
        for (index, period) in game.periods.iter().enumerate() {
            let key = if period.overtime {
                format!("Extra{}", period.number)
            } else {
                format!("Quarter{}", period.number)
            };
            team.extend(json::int(quarters, &key).map(|points| (Figure::Period(index), points)));
        }
    }
    published
}

fn player_figures(row: &Value) -> Figures {
    let mut found = figures(row, FIELDS);
    found.extend(minutes(json::text(row, "Minutes")).map(|seconds| (Figure::Seconds, seconds)));
    found
}
