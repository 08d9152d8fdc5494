//! A competition as a graph of stages: who meets whom, and where each of them comes from.
//!
//! A slot never holds a name, only a source ("A1", "loser of QF2"); [`fill()`] says which entry a source gives as soon as
//! it is official, and what a later correction would change. Names of stages and rounds are values, words are the page's.

mod edit;
mod fill;
mod games;
mod knockout;
mod own;
mod round_robin;
mod series;
mod source;
pub mod swiss;
mod template;
mod validate;
mod zones;

pub use edit::{EditRefused, set_source, swap};
pub use fill::{
    Cause, Change, Changes, Current, GroupState, Held, Known, TieState, Waiting, Why, apply, confirm, fill,
};
pub use games::{GamePlan, games};
pub use knockout::{Crossing, Losers, knockout, ladder, pairs};
pub use own::Own;
pub use round_robin::{Meeting, round_robin};
pub use series::{Series, rounds_of_ties, set_series};
pub use source::{Source, SourceRefused};
pub use template::{SizeRefused, Template, generate};
pub use validate::{StageFault, validate};
pub use zones::zones;

use crate::fixture::Side;
use serde::{Deserialize, Serialize};

/// Every stage of a competition, in the order they are played.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Graph {
    pub stages: Vec<Stage>,
}

/// Groups, ties, or both of one name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    pub key: String,
    pub kind: StageKind,
    #[serde(default)]
    pub groups: Vec<Group>,
    #[serde(default)]
    pub ties: Vec<Tie>,
}

/// What a stage is called and drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageKind {
    /// 小组赛.
    Groups,
    /// 瑞士制.
    Swiss,
    /// 附加赛.
    PlayIn,
    /// 交叉赛.
    Crossover,
    /// 淘汰赛.
    Knockout,
    /// 排位赛.
    Placement,
    /// 安慰赛.
    Consolation,
    /// 季前赛: single games.
    Pairs,
    /// 擂台赛: neighbours on a ladder.
    Ladder,
}

text_enum!(StageKind {
    Groups => "groups",
    Swiss => "swiss",
    PlayIn => "play_in",
    Crossover => "crossover",
    Knockout => "knockout",
    Placement => "placement",
    Consolation => "consolation",
    Pairs => "pairs",
    Ladder => "ladder",
});

/// Entries that play each other and are ranked in a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// One or two capital letters: "A1" is its first place.
    pub key: String,
    pub slots: Vec<Source>,
    pub format: GroupFormat,
    /// Results of the stages before that count here as well.
    #[serde(default)]
    pub carry: Carry,
}

/// Which results of the stages before count in a group 带入成绩.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carry {
    #[default]
    Nothing,
    /// Games between two teams of this group.
    Between,
    /// Every game of a team of this group.
    All,
}

text_enum!(Carry { Nothing => "nothing", Between => "between", All => "all" });

/// How a group plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupFormat {
    /// Everybody meets everybody so many times.
    RoundRobin(u8),
    /// So many rounds, each paired by the table so far.
    Swiss(u8),
}

/// Two slots that play for one going on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tie {
    /// Capital letters, digits and hyphens: "QF2".
    pub code: String,
    pub round: Round,
    pub a: Source,
    pub b: Source,
    #[serde(default)]
    pub series: Series,
    /// Who is at home in turn, the first side beginning: `[2, 2, 1]`. Empty is game by game.
    #[serde(default)]
    pub home: Vec<u8>,
}

/// The name of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Round {
    /// 第几轮.
    Number(u16),
    /// 64, 32 or 16 left.
    LastOf(u16),
    QuarterFinal,
    SemiFinal,
    Final,
    ThirdPlace,
    /// The game for this place and the next, or one on the way there.
    Place(u16),
    PlayIn,
    Crossover,
    Consolation(u16),
}

/// A place in the graph that an entry can take.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// A place of a group, from 0.
    Group {
        group: String,
        index: usize,
    },
    TieA(String),
    TieB(String),
}

impl Slot {
    /// A side of a tie.
    pub fn tie(code: &str, side: Side) -> Self {
        match side {
            Side::A => Self::TieA(code.to_owned()),
            Side::B => Self::TieB(code.to_owned()),
        }
    }
}

impl Graph {
    /// Every group, in order.
    pub fn groups(&self) -> impl Iterator<Item = &Group> {
        self.stages.iter().flat_map(|stage| &stage.groups)
    }

    /// Every tie, in order.
    pub fn ties(&self) -> impl Iterator<Item = &Tie> {
        self.stages.iter().flat_map(|stage| &stage.ties)
    }

    /// Every slot with its source, in order.
    pub fn slots(&self) -> Vec<(Slot, &Source)> {
        let mut slots = Vec::new();
        for stage in &self.stages {
            for group in &stage.groups {
                for (index, source) in group.slots.iter().enumerate() {
                    slots.push((Slot::Group { group: group.key.clone(), index }, source));
                }
            }
            for tie in &stage.ties {
                slots.push((Slot::tie(&tie.code, Side::A), &tie.a));
                slots.push((Slot::tie(&tie.code, Side::B), &tie.b));
            }
        }
        slots
    }

    /// The groups that a place across groups ("best third") compares for a slot: those of the nearest earlier stage.
    pub fn compared_groups(&self, slot: &Slot) -> Vec<&Group> {
        let holds = |stage: &Stage| match slot {
            Slot::Group { group, .. } => stage.groups.iter().any(|other| other.key == *group),
            Slot::TieA(code) | Slot::TieB(code) => stage.ties.iter().any(|tie| tie.code == *code),
        };
        let at = self.stages.iter().position(holds).unwrap_or(0);
        let earlier = self.stages[..at].iter().rev().find(|stage| !stage.groups.is_empty());
        earlier.map(|stage| stage.groups.iter().collect()).unwrap_or_default()
    }
}
