//! What is asked of a plan. Clubs and slots are places in a list, from 0.

use std::fmt;

/// More clubs than any compact plan here is searched for.
pub const CLUBS_IN_ROUNDS: usize = 32;
/// More clubs and slots than any season has.
pub const CLUB_LIMIT: usize = 400;
pub const SLOT_LIMIT: usize = 5000;
pub const GAME_LIMIT: usize = 20_000;
/// Games times slots: what the search keeps a list for.
pub const PLACE_LIMIT: usize = 4_000_000;
/// Games in slots, over all rules that count them.
pub const COUNTED_LIMIT: usize = 30_000_000;

/// A question for the planner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    pub name: String,
    pub clubs: Vec<String>,
    pub slots: Vec<String>,
    pub format: Format,
    pub rules: Vec<Rule>,
}

/// Which games there are, and how they lie in the slots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// Everybody meets everybody, and plays in every slot when the number of clubs is even. Phased: each pair meets
    /// once in the first half.
    Rounds { legs: u8, phased: bool },
    /// These games, in any slots, at most one a club and slot.
    Slots { games: Vec<Pairing> },
}

/// A game to be placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pairing {
    pub home: usize,
    pub away: usize,
    /// The planner may turn the sides.
    pub either_side: bool,
}

/// A game with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Game {
    pub slot: usize,
    pub home: usize,
    pub away: usize,
}

/// A demand that binds, or that costs its weight for each unit it is missed by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub hard: bool,
    pub weight: u32,
    pub demand: Demand,
}

/// Which of a club's games count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Home,
    Away,
    Either,
}

impl Side {
    /// Whether a game at home counts.
    pub fn at_home(self) -> bool {
        self != Self::Away
    }

    /// Whether a game away counts.
    pub fn away(self) -> bool {
        self != Self::Home
    }
}

/// At least and at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub least: u32,
    pub most: u32,
}

impl Bounds {
    /// How far a number lies outside.
    pub fn outside(self, number: u32) -> u32 {
        number.saturating_sub(self.most) + self.least.saturating_sub(number)
    }
}

/// The kinds of demand, with their code in RobinX.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Demand {
    /// CA1: each club's games in the slots.
    ClubGames { clubs: Vec<usize>, side: Side, slots: Vec<usize>, bounds: Bounds },
    /// CA2: each club's games in the slots against some.
    GamesAgainst { clubs: Vec<usize>, against: Vec<usize>, side: Side, slots: Vec<usize>, bounds: Bounds },
    /// CA3: each club's games against some in every run of so many consecutive slots.
    Spell { clubs: Vec<usize>, against: Vec<usize>, side: Side, length: usize, bounds: Bounds },
    /// CA4: all games of some clubs against some, in the slots together or in each of them.
    GamesBetween {
        clubs: Vec<usize>,
        against: Vec<usize>,
        side: Side,
        slots: Vec<usize>,
        each_slot: bool,
        bounds: Bounds,
    },
    /// GA1: how many of these games, home and away, lie in the slots.
    Meetings { meetings: Vec<(usize, usize)>, slots: Vec<usize>, bounds: Bounds },
    /// BR1: each club's breaks in the slots. A break is the same side as in the game before.
    ClubBreaks { clubs: Vec<usize>, side: Side, slots: Vec<usize>, most: u32 },
    /// BR2: all breaks of the clubs in the slots.
    Breaks { clubs: Vec<usize>, side: Side, slots: Vec<usize>, most: u32 },
    /// FA2: how far one of two clubs may be ahead in home games after any of the slots.
    HomeLead { clubs: Vec<usize>, slots: Vec<usize>, most: u32 },
    /// SE1: slots strictly between the games of a pair.
    Separation { clubs: Vec<usize>, least: u32 },
    /// The later games begin at least so many days after each of the earlier; `day_of` tells the day of each slot.
    /// Not of RobinX: a knock-out has its dates before its opponents are known.
    After { earlier: Vec<(usize, usize)>, later: Vec<(usize, usize)>, day_of: Vec<u32>, least: u32 },
}

impl Demand {
    /// The code in RobinX.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ClubGames { .. } => "CA1",
            Self::GamesAgainst { .. } => "CA2",
            Self::Spell { .. } => "CA3",
            Self::GamesBetween { .. } => "CA4",
            Self::Meetings { .. } => "GA1",
            Self::ClubBreaks { .. } => "BR1",
            Self::Breaks { .. } => "BR2",
            Self::HomeLead { .. } => "FA2",
            Self::Separation { .. } => "SE1",
            Self::After { .. } => "after",
        }
    }
}

/// Whether a game has a club of the first list on the side that counts and one of the second as its opponent.
pub(super) fn between(game: (usize, usize), clubs: &[bool], against: &[bool], side: Side) -> bool {
    let (home, away) = game;
    (side.at_home() && clubs[home] && against[away]) || (side.away() && clubs[away] && against[home])
}

/// A list as marks.
pub(super) fn marks(members: &[usize], size: usize) -> Vec<bool> {
    let mut marks = vec![false; size];
    for &member in members {
        marks[member] = true;
    }
    marks
}

/// Why a question or a plan is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Not XML, or not the shape of an instance.
    Unreadable(String),
    /// A part of RobinX that this planner does not know.
    Unsupported(String),
    /// A name of a club or slot that is not in the list.
    Unknown {
        what: &'static str,
        name: String,
    },
    TooMany {
        what: &'static str,
        given: usize,
        limit: usize,
    },
    /// A compact plan needs exactly so many slots.
    Slots {
        given: usize,
        needed: usize,
    },
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => write!(out, "not readable: {error}"),
            Self::Unsupported(what) => write!(out, "not supported: {what}"),
            Self::Unknown { what, name } => write!(out, "no {what} {name:?}"),
            Self::TooMany { what, given, limit } => {
                write!(out, "{given} {what} are more than {limit}")
            }
            Self::Slots { given, needed } => write!(out, "{given} slots, but the rounds need {needed}"),
        }
    }
}

impl std::error::Error for Refused {}

impl Instance {
    /// Slots that the rounds of so many clubs take.
    pub fn rounds(clubs: usize, legs: u8) -> usize {
        match clubs {
            0 | 1 => 0,
            _ => usize::from(legs) * (clubs + clubs % 2 - 1),
        }
    }

    /// Refuses what is too large to plan, or does not hang together.
    pub fn sound(self) -> Result<Self, Refused> {
        let limited = |what, given, limit| match given {
            _ if given > limit => Err(Refused::TooMany { what, given, limit }),
            _ => Ok(()),
        };
        limited("clubs", self.clubs.len(), CLUB_LIMIT)?;
        limited("slots", self.slots.len(), SLOT_LIMIT)?;
        match &self.format {
            Format::Rounds { legs, .. } => {
                limited("clubs in rounds", self.clubs.len(), CLUBS_IN_ROUNDS)?;
                let needed = Self::rounds(self.clubs.len(), *legs);
                if needed != self.slots.len() && self.clubs.len() > 1 {
                    return Err(Refused::Slots { given: self.slots.len(), needed });
                }
            }
            Format::Slots { games } => {
                limited("games", games.len(), GAME_LIMIT)?;
                limited("places for games", games.len() * self.slots.len(), PLACE_LIMIT)?;
            }
        }
        let few = |demand: &Demand| matches!(demand, Demand::HomeLead { .. } | Demand::Separation { .. });
        let several = self.rules.iter().filter(|rule| few(&rule.demand)).count();
        limited("rules FA2 and SE1", several, 200)?;
        limited("games that rules count", self.counted_games(), COUNTED_LIMIT)?;
        Ok(self)
    }

    /// An upper bound of how many games in how many slots all rules look at: what the search keeps in memory.
    fn counted_games(&self) -> usize {
        let (clubs, slots) = (self.clubs.len().max(1), self.slots.len());
        let of_a_club = match &self.format {
            Format::Rounds { .. } => 2 * clubs,
            Format::Slots { games } => 4 * games.len() / clubs + 1,
        };
        let of_rule = |rule: &Rule| match &rule.demand {
            Demand::ClubGames { clubs, slots, .. }
            | Demand::GamesAgainst { clubs, slots, .. }
            | Demand::GamesBetween { clubs, slots, .. } => clubs.len() * of_a_club * slots.len(),
            Demand::Spell { clubs, length, .. } => {
                clubs.len() * of_a_club * (slots + 1).saturating_sub(*length) * length
            }
            Demand::Meetings { meetings, slots, .. } => meetings.len() * slots.len(),
            Demand::After { earlier, later, .. } => earlier.len() * later.len(),
            _ => 0,
        };
        self.rules.iter().map(of_rule).sum()
    }
}

/// Every game of so many legs; in a last single leg the sides are open.
pub(super) fn all_pairs(clubs: usize, legs: u8) -> Vec<Pairing> {
    let mut games = Vec::new();
    for home in 0..clubs {
        for away in 0..clubs {
            if home != away {
                games.extend((0..legs / 2).map(|_| Pairing { home, away, either_side: false }));
            }
            if home < away && legs % 2 == 1 {
                games.push(Pairing { home, away, either_side: true });
            }
        }
    }
    games
}
