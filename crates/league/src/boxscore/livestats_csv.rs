//! FIBA LiveStats as CSV with Spanish column names, as Chile publishes it: `_pbp.csv` and `_players.csv`.
//!
//! The rules are those of [`super::livestats`]; the clock shows whole seconds, so that minutes may be seconds off, and
//! a player's key is his shirt number within his team.

use super::format::{Format, Source};
use super::game::{MINUTE, Player, Side, Team};
use super::line::Stat;
use super::livestats::plays::{self, Entry};
use super::problem::{Kind, Problems};
use super::published::{Figure, Figures, Published, clock, minutes};
use super::{Feed, Unreadable};
use std::collections::HashMap;

pub(super) fn read(sources: &[Source<'_>], mut problems: Problems) -> Result<Feed, Unreadable> {
    let tables: Vec<Table> = sources
        .iter()
        .filter_map(|source| match source {
            Source::Csv(text) => Some(Table::read(text, &mut problems)),
            _ => None,
        })
        .collect();
    let pbp = tables.iter().find(|table| table.has("evento") && table.has("tiempo_restante"));
    let pbp =
        pbp.ok_or_else(|| Unreadable("no list of plays (a CSV with evento and tiempo_restante)".to_owned()))?;
    let players = tables.iter().find(|table| table.has("titular"));
    if players.is_none() {
        problems.add(
            Kind::Missing,
            "_players.csv",
            "no box score beside the plays: players come from the plays",
        );
    }
    let mut teams = team_names(pbp, players).map(|name| Team { name, ..Team::default() });
    for row in players.into_iter().flat_map(|table| &table.rows) {
        let table = players.unwrap_or(pbp);
        let Some(team) = teams.iter_mut().find(|team| team.name == table.get(row, "equipo")) else {
            continue;
        };
        team.players.push(Player {
            key: table.get(row, "#").to_owned(),
            number: Some(table.get(row, "#").to_owned()).filter(|number| !number.is_empty()),
            name: format!("{} {}", table.get(row, "nombre"), table.get(row, "apellidos")).trim().to_owned(),
            starter: Some(table.get(row, "titular") == "1"),
        });
    }
    let entries =
        pbp.rows.iter().enumerate().filter_map(|(index, row)| entry(index, row, pbp, &teams, &mut problems));
    let entries: Vec<Entry<'_>> = entries.collect();
    let game = plays::game(entries, teams.clone(), [10 * MINUTE, 5 * MINUTE], &mut problems);
    let published = players.map(|table| Published {
        players: [0, 1].map(|side| {
            let team = &game.teams[side];
            team.players.iter().map(|player| player_figures(table, &team.name, player)).collect()
        }),
        teams: Default::default(),
    });
    Ok(Feed { format: Format::LiveStatsCsv, game, published, problems })
}

struct Table {
    columns: HashMap<String, usize>,
    rows: Vec<csv::StringRecord>,
}

impl Table {
    fn read(text: &str, problems: &mut Problems) -> Self {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let header = reader.headers().cloned().unwrap_or_default();
        let columns =
            header.iter().enumerate().map(|(index, name)| (name.trim().to_owned(), index)).collect();
        let mut rows = Vec::new();
        for (index, row) in reader.records().enumerate() {
            match row {
                Ok(row) if row.len() == header.len() => rows.push(row),
                Ok(_) => problems.add(
                    Kind::CutFile,
                    format!("row {}", index + 2),
                    "the row has too few or too many fields",
                ),
                Err(error) => problems.add(Kind::Unreadable, format!("row {}", index + 2), error.to_string()),
            }
        }
        Self { columns, rows }
    }

    fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    fn get<'r>(&self, row: &'r csv::StringRecord, column: &str) -> &'r str {
        self.columns.get(column).and_then(|index| row.get(*index)).unwrap_or_default().trim()
    }

    fn int(&self, row: &csv::StringRecord, column: &str) -> Option<i64> {
        self.get(row, column).parse::<i32>().ok().map(i64::from)
    }
}

/// The home team is A. Without the players' table it is the one whose points stand in `pts_local`.
fn team_names(pbp: &Table, players: Option<&Table>) -> [String; 2] {
    let mut names: [Option<String>; 2] = [None, None];
    for row in players.into_iter().flat_map(|table| &table.rows) {
        let table = players.unwrap_or(pbp);
        let side = usize::from(table.get(row, "localia") != "Local");
        names[side].get_or_insert_with(|| table.get(row, "equipo").to_owned());
    }
    let mut home_points = 0;
    for row in &pbp.rows {
        let (team, points) = (pbp.get(row, "equipo"), pbp.int(row, "pts_local").unwrap_or(0));
        let scored = pbp.get(row, "resultado_evento") == "1"
            && ["2pt", "3pt", "freethrow"].contains(&pbp.get(row, "evento"));
        if scored && !team.is_empty() {
            names[usize::from(points <= home_points)].get_or_insert_with(|| team.to_owned());
        }
        home_points = points;
    }
    names.map(Option::unwrap_or_default)
}

fn entry<'r>(
    index: usize,
    row: &'r csv::StringRecord,
    table: &Table,
    teams: &[Team; 2],
    problems: &mut Problems,
) -> Option<Entry<'r>> {
    let team = table.get(row, "equipo");
    let side = Side::BOTH.into_iter().find(|side| !team.is_empty() && teams[*side as usize].name == team);
    let number = table.int(row, "numero_evento").unwrap_or(0);
    let shirt = table.get(row, "#");
    Entry {
        index,
        number,
        overtime: table.get(row, "tipo_periodo") == "OVERTIME",
        period: table.int(row, "periodo").unwrap_or(0),
        left: clock(table.get(row, "tiempo_restante")),
        side,
        player: Some(shirt.to_owned()).filter(|shirt| !shirt.is_empty()),
        shirt: shirt.to_owned(),
        name: table.get(row, "jugador"),
        kind: table.get(row, "evento"),
        sub: table.get(row, "tipo_evento"),
        made: table.get(row, "resultado_evento") == "1",
        words: table
            .get(row, "descripcion")
            .split(['[', ']', ',', '\'', '"', ' '])
            .filter(|word| !word.is_empty())
            .collect(),
        previous: table.int(row, "evento_previo"),
    }
    .checked(&format!("row {} (numero_evento {number})", index + 2), problems)
}

const COLUMNS: &[(&str, Figure)] = &[
    ("pts", Figure::Stat(Stat::Points)),
    ("t2c", Figure::Stat(Stat::Fg2m)),
    ("t2i", Figure::Stat(Stat::Fg2a)),
    ("t3c", Figure::Stat(Stat::Fg3m)),
    ("t3i", Figure::Stat(Stat::Fg3a)),
    ("tlc", Figure::Stat(Stat::Ftm)),
    ("tli", Figure::Stat(Stat::Fta)),
    ("ro", Figure::Stat(Stat::Oreb)),
    ("rd", Figure::Stat(Stat::Dreb)),
    ("ast", Figure::Stat(Stat::Ast)),
    ("per", Figure::Stat(Stat::Tov)),
    ("rob", Figure::Stat(Stat::Stl)),
    ("blq", Figure::Stat(Stat::Blk)),
    ("blq_re", Figure::Stat(Stat::BlkAgainst)),
    ("fp", Figure::Stat(Stat::Pf)),
    ("fp_re", Figure::Stat(Stat::FoulsDrawn)),
    ("+/-", Figure::PlusMinus),
    ("val", Figure::Efficiency),
];

fn player_figures(table: &Table, team: &str, player: &Player) -> Figures {
    let row =
        table.rows.iter().find(|row| table.get(row, "equipo") == team && table.get(row, "#") == player.key);
    let Some(row) = row else { return Figures::new() };
    let mut found: Figures =
        COLUMNS.iter().filter_map(|(column, figure)| Some((*figure, table.int(row, column)?))).collect();
    found.extend(minutes(table.get(row, "tiempo_de_juego")).map(|seconds| (Figure::Seconds, seconds)));
    found
}
