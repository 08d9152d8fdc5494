//! Ready-made competitions, as graphs that the organiser then edits.

use super::knockout::{stage, third_place, tie};
use super::own::{self, Own};
use super::{
    Carry, Crossing, Graph, Group, GroupFormat, Losers, Round, Series, Source, Stage, StageKind, Tie,
    knockout, ladder, pairs,
};
use serde::{Deserialize, Serialize};

/// A ready-made format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Template {
    /// 2024: 小组赛 > 附加赛 > 交叉赛 > 半决赛 > 决赛. Its pairings were never published: these are editable guesses.
    Factory2024(Crossing),
    /// 2025: two groups, eight to the quarter-finals, third place, final.
    Factory2025(Crossing),
    /// Two groups, semi-finals, finals.
    Invitational,
    /// Community league: from ten entries on with quarter-finals (adults), below without (U12).
    Community(Crossing),
    /// Three groups: the first two of each and the two best thirds to the quarter-finals.
    BestThirds,
    /// Two groups, then the first three of each in one group, with these results brought along.
    SecondGroup(Carry),
    /// Single knock-out with byes by seed.
    Knockout(Losers),
    /// So many Swiss rounds.
    Swiss(u8),
    /// Pre-season pairs by draw.
    Pairs,
    /// A ladder over so many rounds.
    Ladder(u16),
    /// Groups and a knock-out by the organiser's own measures.
    Own(Own),
}

/// A number of entries that a template cannot hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizeRefused {
    pub entries: usize,
    pub least: usize,
    pub most: usize,
    pub must_be_even: bool,
}

impl Template {
    /// The fewest and most entries.
    pub fn sizes(self) -> (usize, usize) {
        match self {
            Self::Factory2024(_) => (10, 24),
            Self::Factory2025(_) => (8, 24),
            Self::Invitational => (4, 16),
            Self::Community(_) => (4, 20),
            Self::BestThirds => (9, 24),
            Self::SecondGroup(_) => (6, 20),
            Self::Knockout(_) => (2, 64),
            Self::Swiss(_) => (4, 32),
            Self::Pairs => (2, 64),
            Self::Ladder(_) => (2, 32),
            Self::Own(own) => own.sizes(),
        }
    }
}

/// Makes the graph of a template for so many entries.
pub fn generate(template: Template, entries: usize) -> Result<Graph, SizeRefused> {
    let (least, most) = template.sizes();
    let must_be_even = template == Template::Pairs;
    if entries < least || entries > most || (must_be_even && entries % 2 == 1) {
        return Err(SizeRefused { entries, least, most, must_be_even });
    }
    let stages = match template {
        Template::Factory2024(crossing) => factory_2024(entries, crossing),
        Template::Factory2025(crossing) => eight_to_the_quarter_finals(entries, crossing),
        Template::Invitational => four_to_the_semi_finals(entries),
        Template::Community(_) if entries < 10 => four_to_the_semi_finals(entries),
        Template::Community(crossing) => eight_to_the_quarter_finals(entries, crossing),
        Template::BestThirds => best_thirds(entries),
        Template::SecondGroup(carry) => second_group(entries, carry),
        Template::Knockout(losers) => knockout(&seeds(entries), losers, Series::Single),
        Template::Swiss(rounds) => vec![Stage {
            key: "swiss".to_owned(),
            kind: StageKind::Swiss,
            groups: vec![Group {
                key: "S".to_owned(),
                slots: seeds(entries),
                format: GroupFormat::Swiss(rounds),
                carry: Carry::Nothing,
            }],
            ties: Vec::new(),
        }],
        Template::Pairs => vec![pairs(clip(entries / 2))],
        Template::Ladder(rounds) => vec![ladder(&seeds(entries), rounds)],
        Template::Own(measures) => own::stages(measures, entries)?,
    };
    Ok(Graph { stages })
}

fn seeds(entries: usize) -> Vec<Source> {
    (1..=clip(entries)).map(Source::Seed).collect()
}

fn clip(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// Two groups by draw, A the larger where the number is odd.
fn two_groups(entries: usize) -> Stage {
    groups(entries, &["A", "B"])
}

/// Groups by draw, the first of them larger where the number does not divide.
pub(super) fn groups(entries: usize, keys: &[&str]) -> Stage {
    let group = |key: &str, size: usize| Group {
        key: key.to_owned(),
        slots: (1..=size).map(|number| Source::Drawn { place: format!("{key}{number}") }).collect(),
        format: GroupFormat::RoundRobin(1),
        carry: Carry::Nothing,
    };
    Stage {
        key: "groups".to_owned(),
        kind: StageKind::Groups,
        groups: keys
            .iter()
            .enumerate()
            .map(|(at, key)| group(key, (entries + keys.len() - 1 - at) / keys.len()))
            .collect(),
        ties: Vec::new(),
    }
}

fn eight_to_the_quarter_finals(entries: usize, crossing: Crossing) -> Vec<Stage> {
    let quarters = ties("QF", Round::QuarterFinal, &crossing.pairs());
    vec![
        two_groups(entries),
        stage("quarter_finals", StageKind::Knockout, quarters),
        stage("semi_finals", StageKind::Knockout, semi_finals("QF")),
        stage("finals", StageKind::Knockout, finals()),
    ]
}

/// A winner meets a best third where there is one; two of one group meet only when a third comes back to its group.
fn best_thirds(entries: usize) -> Vec<Stage> {
    let pairs = [["A1", "2nd best third"], ["B2", "C2"], ["B1", "best third"], ["C1", "A2"]].map(places);
    vec![
        groups(entries, &["A", "B", "C"]),
        stage("quarter_finals", StageKind::Knockout, ties("QF", Round::QuarterFinal, &pairs)),
        stage("semi_finals", StageKind::Knockout, semi_finals("QF")),
        stage("finals", StageKind::Knockout, finals()),
    ]
}

fn second_group(entries: usize, carry: Carry) -> Vec<Stage> {
    let slots = [["A1", "B1"], ["A2", "B2"], ["A3", "B3"]].map(places).into_iter().flatten().collect();
    let group = Group { key: "F".to_owned(), slots, format: GroupFormat::RoundRobin(1), carry };
    vec![
        two_groups(entries),
        Stage {
            key: "second_groups".to_owned(),
            kind: StageKind::Groups,
            groups: vec![group],
            ties: Vec::new(),
        },
    ]
}

fn four_to_the_semi_finals(entries: usize) -> Vec<Stage> {
    let semis = [["A1", "B2"], ["B1", "A2"]].map(places);
    vec![
        two_groups(entries),
        stage("semi_finals", StageKind::Knockout, ties("SF", Round::SemiFinal, &semis)),
        stage("finals", StageKind::Knockout, finals()),
    ]
}

/// The first three of each group cross at once; the fourth meets the other group's fifth for the last places.
fn factory_2024(entries: usize, crossing: Crossing) -> Vec<Stage> {
    let play_in = ties("PI", Round::PlayIn, &[["A4", "B5"], ["B4", "A5"]].map(places));
    let fourth = |source: Source| match source.to_string().as_str() {
        "A4" => Source::Winner("PI1".to_owned()),
        "B4" => Source::Winner("PI2".to_owned()),
        _ => source,
    };
    let crossover = crossing.pairs().map(|pair| pair.map(fourth));
    vec![
        two_groups(entries),
        stage("play_in", StageKind::PlayIn, play_in),
        stage("crossover", StageKind::Crossover, ties("X", Round::Crossover, &crossover)),
        stage("semi_finals", StageKind::Knockout, semi_finals("X")),
        stage("finals", StageKind::Knockout, finals()),
    ]
}

fn places(pair: [&str; 2]) -> [Source; 2] {
    pair.map(|text| text.parse().expect("places of two groups"))
}

fn ties(letters: &str, round: Round, pairs: &[[Source; 2]]) -> Vec<Tie> {
    let tie = |(at, [a, b]): (usize, &[Source; 2])| {
        tie(format!("{letters}{}", at + 1), round, a, b, Series::Single)
    };
    pairs.iter().enumerate().map(tie).collect()
}

fn semi_finals(before: &str) -> Vec<Tie> {
    let winner = |number: u8| Source::Winner(format!("{before}{number}"));
    ties("SF", Round::SemiFinal, &[[winner(1), winner(2)], [winner(3), winner(4)]])
}

fn finals() -> Vec<Tie> {
    let winner = |code: &str| Source::Winner(code.to_owned());
    vec![
        third_place(Series::Single),
        tie("F".to_owned(), Round::Final, &winner("SF1"), &winner("SF2"), Series::Single),
    ]
}
