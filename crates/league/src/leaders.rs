//! Who leads in what: totals, averages and highs of players over games with a box score; records, streaks and
//! meetings of teams over all results.
//!
//! What a game did not record does not enter a total, and the game does not count in an average: a player whose
//! rebounds nobody noted has not taken none.

mod sheet;
mod teams;

pub use sheet::{Line, Sheet};
pub use teams::{Meeting, Played, Record, RecordKind, Run, head_to_head, records, runs};

use std::collections::BTreeMap;

/// What players are ranked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    Points,
    Rebounds,
    Assists,
    Steals,
    Blocks,
    Threes,
    FreeThrows,
    Efficiency,
}

text_enum!(Figure {
    Points => "points",
    Rebounds => "rebounds",
    Assists => "assists",
    Steals => "steals",
    Blocks => "blocks",
    Threes => "threes",
    FreeThrows => "free_throws",
    Efficiency => "efficiency",
});

pub const FIGURES: [Figure; 8] = [
    Figure::Points,
    Figure::Rebounds,
    Figure::Assists,
    Figure::Steals,
    Figure::Blocks,
    Figure::Threes,
    Figure::FreeThrows,
    Figure::Efficiency,
];

/// How many places a list has; who shares the last one is listed too.
pub const PLACES: usize = 10;

/// A player's sum of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub rank: usize,
    /// Key of the player.
    pub player: String,
    pub team: String,
    pub total: i64,
    /// Games played in which the figure was recorded.
    pub games: i64,
    /// Games of the team in which it was recorded.
    pub of: i64,
}

impl Standing {
    /// The average in tenths, half up.
    pub fn tenths(&self) -> i64 {
        if self.games == 0 { 0 } else { (self.total * 20 + self.games).div_euclid(self.games * 2) }
    }

    /// Whether the average is ranked: played in at least half of the team's games.
    pub fn qualifies(&self) -> bool {
        self.games > 0 && self.games * 2 >= self.of
    }
}

/// The most of a figure in one game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct High {
    pub rank: usize,
    pub player: String,
    pub team: String,
    pub value: i64,
    /// Index into the sheets.
    pub sheet: usize,
}

/// The lists of one figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaders {
    pub figure: Figure,
    /// Games in which it was recorded, of those given.
    pub games: usize,
    pub totals: Vec<Standing>,
    pub averages: Vec<Standing>,
    pub highs: Vec<High>,
}

/// The leaders in a figure. Sheets come in the order of the games.
pub fn leaders(sheets: &[Sheet], figure: Figure) -> Leaders {
    let mut of_team: BTreeMap<&str, i64> = BTreeMap::new();
    let mut sums: BTreeMap<(&str, &str), (i64, i64)> = BTreeMap::new();
    let mut highs = Vec::new();
    let mut games = 0;
    for (index, sheet) in sheets.iter().enumerate().filter(|(_, sheet)| sheet.has(figure)) {
        games += 1;
        for team in &sheet.teams {
            *of_team.entry(team).or_default() += 1;
        }
        for line in &sheet.lines {
            let Some(value) = line.get(figure).map(i64::from) else { continue };
            let team = sheet.teams[line.side].as_str();
            let sum = sums.entry((&line.player, team)).or_default();
            *sum = (sum.0 + value, sum.1 + 1);
            let (player, team) = (line.player.clone(), team.to_owned());
            highs.push(High { rank: 0, player, team, value, sheet: index });
        }
    }
    let standing = |((player, team), (total, games)): (&(&str, &str), &(i64, i64))| Standing {
        rank: 0,
        player: (*player).to_owned(),
        team: (*team).to_owned(),
        total: *total,
        games: *games,
        of: of_team.get(team).copied().unwrap_or(0),
    };
    let all: Vec<Standing> = sums.iter().map(standing).filter(|one| one.total > 0).collect();
    let mut totals = all.clone();
    totals.sort_by_key(|one| (-one.total, one.games));
    rank(&mut totals, |one| one.total, |one, rank| one.rank = rank);
    let mut averages: Vec<Standing> = all.into_iter().filter(Standing::qualifies).collect();
    averages.sort_by(|one, other| (other.total * one.games).cmp(&(one.total * other.games)));
    // Equal by the quotient itself, not by the one decimal that is shown.
    let common = |one: &Standing| (one.total * 1_000_000).div_euclid(one.games);
    rank(&mut averages, common, |one, rank| one.rank = rank);
    highs.retain(|high| high.value > 0);
    highs.sort_by_key(|high| (-high.value, high.sheet));
    rank(&mut highs, |high| high.value, |high, rank| high.rank = rank);
    Leaders { figure, games, totals, averages, highs }
}

/// Numbers a sorted list and cuts it after its last place; equals share a rank.
fn rank<T>(list: &mut Vec<T>, value: impl Fn(&T) -> i64, mut set: impl FnMut(&mut T, usize)) {
    let mut rank = 0;
    let mut last = None;
    for (index, one) in list.iter_mut().enumerate() {
        let own = value(one);
        if last != Some(own) {
            rank = index + 1;
        }
        last = Some(own);
        if rank > PLACES {
            return list.truncate(index);
        }
        set(one, rank);
    }
}
