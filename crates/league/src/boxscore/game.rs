//! A game as plays in order, the same for every feed.

use super::line::{Recorded, Stat};

/// Hundredths of a second: the finest clock of any feed.
pub type Hundredths = i64;

pub const SECOND: Hundredths = 100;
pub const MINUTE: Hundredths = 60 * SECOND;

/// The team listed first is A.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    A,
    B,
}

impl Side {
    pub const BOTH: [Self; 2] = [Self::A, Self::B];

    pub fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }
}

/// Two teams, the periods, and the plays in the order that the feed's rules give.
#[derive(Clone, Debug)]
pub struct Game {
    pub teams: [Team; 2],
    pub periods: Vec<Period>,
    pub plays: Vec<Play>,
    pub recorded: Recorded,
    pub rules: Rules,
    /// The feed says that the game is over.
    pub finished: bool,
    /// Rules applied that a reader of the figures should know.
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Team {
    pub name: String,
    pub code: String,
    pub players: Vec<Player>,
}

#[derive(Clone, Debug, Default)]
pub struct Player {
    /// What the feed's plays call this player.
    pub key: String,
    /// As printed: "0" and "00" differ. Absent where the feed gives none.
    pub number: Option<String>,
    pub name: String,
    /// Absent where the feed does not say.
    pub starter: Option<bool>,
}

/// A quarter or an overtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// From 1; overtimes count from 1 again.
    pub number: u32,
    pub overtime: bool,
    pub length: Hundredths,
}

#[derive(Clone, Debug)]
pub struct Play {
    /// Index into the game's periods.
    pub period: usize,
    /// Time left in the period; absent where the feed gives none that can be read.
    pub left: Option<Hundredths>,
    pub side: Side,
    pub who: Who,
    pub what: What,
    /// Position in the file's list.
    pub entry: usize,
    /// The feed's own number of the entry.
    pub number: Option<i64>,
    /// By how much the league counts a coming or going later than its clock says.
    pub counts_late: Hundredths,
}

/// Whom a play is credited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Index into the team's players.
    Player(usize),
    Team,
    /// The coach or the bench.
    Bench,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Two or three points.
    Shot {
        worth: i32,
        made: bool,
        marks: Marks,
    },
    FreeThrow {
        made: bool,
        after: Foul,
        marks: Marks,
    },
    /// One of the counts that need no more than adding one.
    Count(Stat),
    Foul(Foul),
    In,
    Out,
    /// A boundary or a pause: nothing is counted.
    Pause,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foul {
    Personal,
    Technical,
}

/// How a basket came about, where the feed says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    pub from_turnover: bool,
    pub in_the_paint: bool,
    pub second_chance: bool,
    pub fast_break: bool,
}

impl Marks {
    /// Reads the words that LiveStats and the NBA share.
    pub fn from_words<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut marks = Self::default();
        for word in words {
            match word {
                "fromturnover" => marks.from_turnover = true,
                "pointsinthepaint" => marks.in_the_paint = true,
                "2ndchance" => marks.second_chance = true,
                "fastbreak" => marks.fast_break = true,
                _ => {}
            }
        }
        marks
    }
}

/// Where feeds count the same plays differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// A player's technical foul is one of the personal fouls.
    pub technical_is_personal: bool,
    /// A player's technical foul costs one more in PIR.
    pub technical_costs_rating: bool,
    /// A made free throw belongs to the line-up of this moment.
    pub free_throw_lineup: FreeThrowLineup,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FreeThrowLineup {
    AtTheThrow,
    AtTheFoul,
}

impl Game {
    /// Time played when a period begins.
    pub fn begins(&self, period: usize) -> Hundredths {
        self.periods.iter().take(period).map(|period| period.length).sum()
    }

    /// Time played at a play, where its clock can be read.
    pub fn played(&self, play: &Play) -> Option<Hundredths> {
        let period = self.periods.get(play.period)?;
        Some(self.begins(play.period) + period.length - play.left?)
    }
}

impl Team {
    pub fn find(&self, key: &str) -> Option<usize> {
        self.players.iter().position(|player| player.key == key)
    }

    /// A feed without a roster names its players in the plays alone.
    pub fn find_or_add(&mut self, key: &str, player: impl FnOnce() -> Player) -> usize {
        self.find(key).unwrap_or_else(|| {
            self.players.push(player());
            self.players.len() - 1
        })
    }
}

/// Quarters of a game.
pub const QUARTERS: u32 = 4;

/// Nobody plays more; a larger number in a file is a slip.
const MOST_PERIODS: u32 = 20;

impl Period {
    /// All periods up to the highest numbers met, quarters first.
    pub fn up_to(regular: u32, overtimes: u32, lengths: [Hundredths; 2]) -> Vec<Self> {
        let run = |last: u32, overtime: bool| {
            (1..=last).map(move |number| Self { number, overtime, length: lengths[usize::from(overtime)] })
        };
        run(regular, false).chain(run(overtimes, true)).collect()
    }

    /// The highest number that the others bear out: one slip must not make a game of fifteen quarters.
    pub fn highest(numbers: impl Iterator<Item = u32>, usual: u32) -> u32 {
        let met: std::collections::BTreeSet<u32> = numbers.collect();
        let most = usual.max(met.len() as u32 + 1);
        met.into_iter().rfind(|number| *number <= most).unwrap_or(0)
    }

    /// A period's number if it can be one.
    pub fn number(number: i64) -> Option<u32> {
        u32::try_from(number).ok().filter(|number| (1..=MOST_PERIODS).contains(number))
    }
}
