//! Rows of a spreadsheet. An empty cell is "not recorded".

use crate::boxscore::Report;
use crate::boxscore::compare::index_rating;
use crate::boxscore::game::{Foul, Play, SECOND, Side, What, Who};
use crate::boxscore::line::{Line, Stat};

/// The columns of a box score; the last ones are the counts of [`Stat::ALL`], then EFF and PIR.
pub const BOX_HEADER: [&str; 9] =
    ["side", "team", "row", "number", "name", "starter", "played", "seconds", "plus_minus"];

/// The columns of the plays.
pub const PLAYS_HEADER: [&str; 12] = [
    "entry", "period", "overtime", "clock", "side", "number", "name", "kind", "points", "made", "score_a",
    "score_b",
];

/// A cell: a figure, words, or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    Number(i64),
    Nothing,
}

impl Cell {
    fn of(value: Option<i64>) -> Self {
        value.map_or(Self::Nothing, Self::Number)
    }

    fn text(text: &str) -> Self {
        if text.is_empty() { Self::Nothing } else { Self::Text(text.to_owned()) }
    }
}

impl Report {
    /// The columns of [`Self::box_rows`].
    pub fn box_header() -> Vec<&'static str> {
        let counts = Stat::ALL.iter().map(|(_, word)| *word);
        BOX_HEADER.into_iter().chain(counts).chain(["eff", "pir"]).collect()
    }

    /// One row for each player, then the team's own and the totals.
    pub fn box_rows(&self) -> Vec<Vec<Cell>> {
        let mut rows = Vec::new();
        for side in Side::BOTH {
            let (team, own) = (&self.feed.game.teams[side as usize], &self.boxscore.teams[side as usize]);
            let start = |row: &str| {
                let letter = if side == Side::A { "a" } else { "b" };
                vec![Cell::text(letter), Cell::text(&team.name), Cell::text(row)]
            };
            for (player, line) in team.players.iter().zip(&own.players) {
                let (played, known) = (line.played(own.lineup_known), own.lineup_known);
                let mut row = start("player");
                row.push(Cell::text(player.number.as_deref().unwrap_or("")));
                row.push(Cell::text(&player.name));
                row.push(Cell::Number(line.starter.into()));
                row.push(Cell::Number(played.into()));
                row.push(Cell::of((known && played).then(|| line.seconds())));
                row.push(Cell::of((known && played).then(|| i64::from(line.on_court.plus_minus))));
                // Who did not play has no figures; 0 would be one.
                row.extend(self.count_cells(played.then_some(&line.line)));
                rows.push(row);
            }
            for (word, line) in [("team", &own.team), ("totals", &own.totals)] {
                let mut row = start(word);
                row.extend(std::iter::repeat_n(Cell::Nothing, BOX_HEADER.len() - 3));
                row.extend(self.count_cells(Some(line)));
                rows.push(row);
            }
        }
        rows
    }

    fn count_cells(&self, line: Option<&Line>) -> Vec<Cell> {
        let (recorded, rules) = (&self.feed.game.recorded, &self.feed.game.rules);
        let counts = Stat::ALL.iter().map(|(stat, _)| {
            let line = line.filter(|_| recorded.has(*stat))?;
            Some(i64::from(line.get(*stat)))
        });
        let efficiency = line.filter(|_| recorded.efficiency()).map(|line| line.efficiency().into());
        let rating = line.filter(|_| recorded.index_rating()).map(|line| index_rating(rules, line));
        counts.chain([efficiency, rating]).map(Cell::of).collect()
    }

    /// The plays in the order of the game, with the score after each.
    pub fn play_rows(&self) -> Vec<Vec<Cell>> {
        let game = &self.feed.game;
        let mut score = [0_i64; 2];
        let row = |play: &Play| {
            let period = game.periods.get(play.period);
            let (kind, points, made) = word(play);
            score[play.side as usize] += points.filter(|_| made == Some(true)).unwrap_or(0);
            let player = match play.who {
                Who::Player(index) => game.teams[play.side as usize].players.get(index),
                Who::Team | Who::Bench => None,
            };
            vec![
                Cell::Number(play.entry as i64 + 1),
                Cell::of(period.map(|period| period.number.into())),
                Cell::of(period.map(|period| i64::from(period.overtime))),
                Cell::text(&play.left.map(clock_text).unwrap_or_default()),
                Cell::text(if play.side == Side::A { "a" } else { "b" }),
                Cell::text(player.and_then(|player| player.number.as_deref()).unwrap_or("")),
                Cell::text(player.map_or("", |player| &player.name)),
                Cell::text(kind),
                Cell::of(points),
                Cell::of(made.map(i64::from)),
                Cell::Number(score[0]),
                Cell::Number(score[1]),
            ]
        };
        game.plays.iter().filter(|play| play.what != What::Pause).map(row).collect()
    }
}

/// What a play is, what it is worth, and whether it went in.
fn word(play: &Play) -> (&'static str, Option<i64>, Option<bool>) {
    match play.what {
        What::Shot { worth, made, .. } => {
            (if worth == 3 { "3pt" } else { "2pt" }, Some(worth.into()), Some(made))
        }
        What::FreeThrow { made, .. } => ("free_throw", Some(1), Some(made)),
        What::Count(stat) => (stat.as_str(), None, None),
        What::Foul(_) if play.who == Who::Bench => ("foul_bench", None, None),
        What::Foul(Foul::Technical) => ("foul_technical", None, None),
        What::Foul(Foul::Personal) => ("foul", None, None),
        What::In => ("in", None, None),
        What::Out => ("out", None, None),
        What::Pause => ("pause", None, None),
    }
}

/// Time left as it is shown: 7:05.
fn clock_text(left: i64) -> String {
    let seconds = left.max(0) / SECOND;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Rows as comma-separated text. Words that a spreadsheet would take for a formula get a quote before them.
pub fn csv(header: &[&str], rows: &[Vec<Cell>]) -> String {
    let mut text = String::from("\u{feff}");
    let mut line = |cells: &mut dyn Iterator<Item = String>| {
        text.push_str(&cells.collect::<Vec<_>>().join(","));
        text.push_str("\r\n");
    };
    line(&mut header.iter().map(|word| (*word).to_owned()));
    for row in rows {
        line(&mut row.iter().map(|cell| match cell {
            Cell::Text(text) => quoted(text),
            Cell::Number(number) => number.to_string(),
            Cell::Nothing => String::new(),
        }));
    }
    text
}

fn quoted(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
