//! Records, streaks and meetings of teams. A result may lack its score: it then counts where only the winner matters.

use std::collections::BTreeMap;

/// A game that is over, in the order of the games.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Played {
    /// Keys of the teams; an archive may not know the opponent.
    pub teams: [Option<String>; 2],
    /// Absent where nobody published it, and for a game that was not played.
    pub score: Option<[i64; 2]>,
    /// Side that won, where that is known.
    pub winner: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// Most points of one team.
    MostPoints,
    /// Fewest points of one team.
    FewestPoints,
    BiggestMargin,
    /// Most points of both together.
    MostTogether,
    Closest,
}

text_enum!(RecordKind {
    MostPoints => "most_points",
    FewestPoints => "fewest_points",
    BiggestMargin => "biggest_margin",
    MostTogether => "most_together",
    Closest => "closest",
});

/// A record, with the first game that set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub kind: RecordKind,
    pub value: i64,
    /// Index of the game.
    pub game: usize,
    /// The side that holds it, where it is one side's.
    pub side: Option<usize>,
    /// How many games reached it.
    pub times: usize,
}

/// The records over these games.
pub fn records(games: &[Played]) -> Vec<Record> {
    use RecordKind::*;
    let kinds = [MostPoints, FewestPoints, BiggestMargin, Closest, MostTogether];
    kinds.into_iter().filter_map(|kind| record(games, kind)).collect()
}

fn record(games: &[Played], kind: RecordKind) -> Option<Record> {
    let mut best: Option<Record> = None;
    for (game, played) in games.iter().enumerate() {
        let Some([a, b]) = played.score else { continue };
        let winner = Some(usize::from(b > a));
        let reached: &[(i64, Option<usize>)] = match kind {
            RecordKind::MostPoints | RecordKind::FewestPoints => &[(a, Some(0)), (b, Some(1))],
            RecordKind::BiggestMargin | RecordKind::Closest => &[((a - b).abs(), winner)],
            RecordKind::MostTogether => &[(a + b, None)],
        };
        for &(value, side) in reached {
            let fewer = matches!(kind, RecordKind::FewestPoints | RecordKind::Closest);
            match &mut best {
                Some(record) if record.value == value => record.times += 1,
                Some(record) if (value < record.value) != fewer => {}
                _ => best = Some(Record { kind, value, game, side, times: 1 }),
            }
        }
    }
    best
}

/// How a team has fared lately.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub team: String,
    pub won: usize,
    pub lost: usize,
    /// Wins in a row up to now; negative for losses.
    pub now: i64,
    /// The most wins in a row.
    pub longest: i64,
    /// The last five, oldest first: true for a win.
    pub form: Vec<bool>,
}

/// The streaks of every team, the best one now first.
pub fn runs(games: &[Played]) -> Vec<Run> {
    let mut results: BTreeMap<&str, Vec<bool>> = BTreeMap::new();
    for game in games {
        let Some(winner) = game.winner else { continue };
        for (side, team) in game.teams.iter().enumerate() {
            if let Some(team) = team {
                results.entry(team).or_default().push(side == winner);
            }
        }
    }
    let run = |(team, results): (&str, Vec<bool>)| {
        let (mut now, mut longest) = (0_i64, 0);
        for won in &results {
            now = match won {
                true => now.max(0) + 1,
                false => now.min(0) - 1,
            };
            longest = longest.max(now);
        }
        let won = results.iter().filter(|won| **won).count();
        Run {
            team: team.to_owned(),
            won,
            lost: results.len() - won,
            now,
            longest,
            form: results[results.len().saturating_sub(5)..].to_vec(),
        }
    };
    let mut runs: Vec<Run> = results.into_iter().map(run).collect();
    runs.sort_by_key(|run| (-run.now, -run.longest, run.lost));
    runs
}

/// All games of two teams against each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    pub teams: [String; 2],
    pub won: [usize; 2],
    /// Points in the games whose score is known.
    pub points: [i64; 2],
    /// Indices of the games, in their order.
    pub games: Vec<usize>,
}

/// Every pair that met more than once, most meetings first.
pub fn head_to_head(games: &[Played]) -> Vec<Meeting> {
    let mut pairs: BTreeMap<[&str; 2], Meeting> = BTreeMap::new();
    for (index, game) in games.iter().enumerate() {
        let [Some(a), Some(b)] = &game.teams else { continue };
        let turned = a > b;
        let pair = if turned { [b.as_str(), a] } else { [a.as_str(), b] };
        let meeting = pairs.entry(pair).or_insert_with(|| Meeting {
            teams: pair.map(str::to_owned),
            won: [0; 2],
            points: [0; 2],
            games: Vec::new(),
        });
        meeting.games.push(index);
        if let Some(winner) = game.winner {
            meeting.won[winner ^ usize::from(turned)] += 1;
        }
        for (side, points) in game.score.into_iter().flatten().enumerate() {
            meeting.points[side ^ usize::from(turned)] += points;
        }
    }
    let mut all: Vec<Meeting> = pairs.into_values().filter(|meeting| meeting.games.len() > 1).collect();
    all.sort_by_key(|meeting| std::cmp::Reverse(meeting.games.len()));
    all
}
