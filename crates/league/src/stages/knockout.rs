//! Knock-out rounds with byes by seed, the games of the losers, cross pairings, single pairs and ladders.

use super::{Round, Series, Source, Stage, StageKind, Tie};
use serde::{Deserialize, Serialize};

/// What the losers still play for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Losers {
    Nothing,
    ThirdPlace,
    /// Third place, and the losers of the quarter-finals for places 5 to 8; fewer of them play for fewer places.
    FiveToEight,
    /// Third place, and the losers of the first round a knock-out of their own 安慰赛; where only one loses the first
    /// round, those of the second join.
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
    let (mut main, mut first_losers) = (Vec::new(), Vec::new());
    let mut quarter_losers = [Vec::new(), Vec::new()];
    while holders.len() > 1 {
        let left = holders.len();
        let mut number = 0;
        let mut next = Vec::new();
        let mut ties = Vec::new();
        for (place, pair) in holders.chunks(2).enumerate() {
            match (&pair[0], &pair[1]) {
                (Some(a), Some(b)) => {
                    number += 1;
                    let code = round_code(left, number);
                    next.push(Some(Source::Winner(code.clone())));
                    if left == 8 {
                        quarter_losers[place / 2].push(Source::Loser(code.clone()));
                    }
                    ties.push(tie(code, round_of(left), a, b, series));
                }
                (one, other) => next.push(one.clone().or_else(|| other.clone())),
            }
        }
        // The losers of the semi-finals already play for third place.
        if first_losers.len() < 2 && left > 4 {
            first_losers.extend(ties.iter().map(|tie| Source::Loser(tie.code.clone())));
        }
        if left == 2 && losers != Losers::Nothing && entrants.len() >= 4 {
            main.push(third_place(series));
        }
        main.extend(ties);
        holders = next;
    }
    let mut stages = vec![stage("knockout", StageKind::Knockout, main)];
    // A stage without games is a fault of the graph: who asks for games that nobody is left for gets to know it.
    if losers == Losers::FiveToEight {
        stages.push(stage("placement", StageKind::Placement, five_to_eight(&quarter_losers)));
    }
    if losers == Losers::Consolation && entrants.len() != 4 {
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

/// The losers of each half meet first; alone in a half, a loser waits for the winner of the other. One loser is fifth.
fn five_to_eight(halves: &[Vec<Source>; 2]) -> Vec<Tie> {
    let (mut ties, mut finalists, mut last) = (Vec::new(), Vec::new(), Vec::new());
    for half in halves {
        match half.as_slice() {
            [a, b] => {
                let code = format!("P5-{}", ties.len() + 1);
                ties.push(tie(code.clone(), Round::Place(5), a, b, Series::Single));
                finalists.push(Source::Winner(code.clone()));
                last.push(Source::Loser(code));
            }
            one => finalists.extend(one.iter().cloned()),
        }
    }
    for (place, pair) in [(7, last), (5, finalists)] {
        if let [a, b] = pair.as_slice() {
            ties.push(tie(format!("P{place}"), Round::Place(place), a, b, Series::Single));
        }
    }
    ties
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
