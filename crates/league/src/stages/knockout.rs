//! Knock-out rounds with byes by seed, the games of the losers, cross pairings, single pairs and ladders.

use super::{Round, Series, Source, Stage, StageKind, Tie};
use serde::{Deserialize, Serialize};

/// What the losers still play for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Losers {
    Nothing,
    ThirdPlace,
    /// Third place, and the losers of the quarter-finals for places 5 to 8.
    FiveToEight,
    /// Third place, and those who lose their first game in the first round a knock-out of their own 安慰赛.
    Consolation,
}

/// Both pairings found in programme books (REG-12), for the first four of two groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Crossing {
    /// A1-B4, A2-B3, A3-B2, A4-B1 (武汉格力 2021).
    FirstAgainstLast,
    /// A1-B3, A2-B4, B1-A3, B2-A4 (职工篮球赛秩序册 2012).
    TwoApart,
}

text_enum!(Crossing { FirstAgainstLast => "first_against_last", TwoApart => "two_apart" });

impl Crossing {
    /// The four pairs in the regulation's own order.
    pub fn pairs(self) -> [[Source; 2]; 4] {
        let pairs = match self {
            Self::FirstAgainstLast => [["A1", "B4"], ["A2", "B3"], ["A3", "B2"], ["A4", "B1"]],
            Self::TwoApart => [["A1", "B3"], ["A2", "B4"], ["B1", "A3"], ["B2", "A4"]],
        };
        pairs.map(|pair| pair.map(|text| text.parse().expect("places of two groups")))
    }
}

/// A knock-out of these entrants, best first: seed 1 meets the last, the best rest where the number is no power of two.
pub fn knockout(entrants: &[Source], losers: Losers, series: Series) -> Vec<Stage> {
    let lines = bracket_lines(entrants.len().next_power_of_two());
    let mut holders: Vec<Option<Source>> =
        lines.into_iter().map(|seed| entrants.get(seed).cloned()).collect();
    let (mut main, mut extra) = (Vec::new(), Vec::new());
    let mut first_losers = Vec::new();
    while holders.len() > 1 {
        let left = holders.len();
        let mut number = 0;
        let mut next = Vec::new();
        let mut ties = Vec::new();
        for pair in holders.chunks(2) {
            match (&pair[0], &pair[1]) {
                (Some(a), Some(b)) => {
                    number += 1;
                    let code = round_code(left, number);
                    next.push(Some(Source::Winner(code.clone())));
                    ties.push(tie(code, round_of(left), a, b, series));
                }
                (one, other) => next.push(one.clone().or_else(|| other.clone())),
            }
        }
        if main.is_empty() {
            first_losers = ties.iter().map(|tie| Source::Loser(tie.code.clone())).collect();
        }
        if left == 8 && losers == Losers::FiveToEight && ties.len() == 4 {
            extra.extend(five_to_eight(&ties));
        }
        if left == 2 && losers != Losers::Nothing && entrants.len() >= 4 {
            main.push(third_place(series));
        }
        main.extend(ties);
        holders = next;
    }
    let mut stages = vec![stage("knockout", StageKind::Knockout, main)];
    if !extra.is_empty() {
        stages.push(stage("placement", StageKind::Placement, extra));
    }
    // Where the first round is the semi-final its losers already play for third place.
    if losers == Losers::Consolation && entrants.len() > 4 && first_losers.len() > 1 {
        stages.push(stage("consolation", StageKind::Consolation, consolation(&first_losers)));
    }
    stages
}

/// Which seed (from 0) stands on which line: the best two meet in the final at the earliest, the better one is side A.
fn bracket_lines(size: usize) -> Vec<usize> {
    let mut lines = vec![0];
    while lines.len() < size {
        let last = lines.len() * 2 - 1;
        lines = lines.into_iter().flat_map(|seed| [seed, last - seed]).collect();
    }
    lines
}

fn round_of(left: usize) -> Round {
    match left {
        2 => Round::Final,
        4 => Round::SemiFinal,
        8 => Round::QuarterFinal,
        more => Round::LastOf(u16::try_from(more).unwrap_or(u16::MAX)),
    }
}

fn round_code(left: usize, number: usize) -> String {
    match left {
        2 => "F".to_owned(),
        4 => format!("SF{number}"),
        8 => format!("QF{number}"),
        more => format!("R{more}-{number}"),
    }
}

fn five_to_eight(quarters: &[Tie]) -> Vec<Tie> {
    let loser = |at: usize| Source::Loser(quarters[at].code.clone());
    let of = |make: fn(String) -> Source, code: &str| make(code.to_owned());
    vec![
        tie("P5-1".to_owned(), Round::Place(5), &loser(0), &loser(1), Series::Single),
        tie("P5-2".to_owned(), Round::Place(5), &loser(2), &loser(3), Series::Single),
        tie(
            "P7".to_owned(),
            Round::Place(7),
            &of(Source::Loser, "P5-1"),
            &of(Source::Loser, "P5-2"),
            Series::Single,
        ),
        tie(
            "P5".to_owned(),
            Round::Place(5),
            &of(Source::Winner, "P5-1"),
            &of(Source::Winner, "P5-2"),
            Series::Single,
        ),
    ]
}

pub(super) fn third_place(series: Series) -> Tie {
    let loser = |code: &str| Source::Loser(code.to_owned());
    tie("3P".to_owned(), Round::ThirdPlace, &loser("SF1"), &loser("SF2"), series)
}

fn consolation(entrants: &[Source]) -> Vec<Tie> {
    let mut holders = entrants.to_vec();
    let (mut ties, mut round) = (Vec::new(), 1_u16);
    while holders.len() > 1 {
        let mut next = Vec::new();
        for (at, pair) in holders.chunks(2).enumerate() {
            if let [a, b] = pair {
                let code = format!("C{round}-{}", at + 1);
                next.push(Source::Winner(code.clone()));
                ties.push(tie(code, Round::Consolation(round), a, b, Series::Single));
            } else {
                // The one left over begins the next round, so that nobody rests twice running.
                next.insert(0, pair[0].clone());
            }
        }
        holders = next;
        round += 1;
    }
    ties
}

/// Single games between the places of a draw: P1 against P2, P3 against P4 (季前赛).
pub fn pairs(games: u16) -> Stage {
    let drawn = |number: u16| Source::Drawn { place: format!("P{number}") };
    let game = |at: u16| {
        tie(format!("PS{at}"), Round::Number(1), &drawn(2 * at - 1), &drawn(2 * at), Series::Single)
    };
    stage("pairs", StageKind::Pairs, (1..=games).map(game).collect())
}

/// A ladder: neighbours play, the winner stands on the upper rung; odd rounds begin at the top, even ones below it.
pub fn ladder(entrants: &[Source], rounds: u16) -> Stage {
    let mut rungs = entrants.to_vec();
    let mut ties = Vec::new();
    for round in 1..=rounds {
        let first = usize::from(round % 2 == 0);
        for (number, pair) in rungs[first.min(entrants.len())..].chunks_exact_mut(2).enumerate() {
            let code = format!("L{round}-{}", number + 1);
            ties.push(tie(code.clone(), Round::Number(round), &pair[0], &pair[1], Series::Single));
            pair[0] = Source::Winner(code.clone());
            pair[1] = Source::Loser(code);
        }
    }
    stage("ladder", StageKind::Ladder, ties)
}

pub(super) fn tie(code: String, round: Round, a: &Source, b: &Source, series: Series) -> Tie {
    Tie { code, round, a: a.clone(), b: b.clone(), series, home: Vec::new() }
}

pub(super) fn stage(key: &str, kind: StageKind, ties: Vec<Tie>) -> Stage {
    Stage { key: key.to_owned(), kind, groups: Vec::new(), ties }
}
