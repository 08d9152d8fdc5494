//! One game: its two sides, where it stands, how it ended, and which results are possible.

use crate::competition::Profile;
use serde::{Deserialize, Serialize};

/// One of the two sides. The first-named side A wears light unless the fixture says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    A,
    B,
}

text_enum!(Side { A => "a", B => "b" });

impl Side {
    /// The other side.
    pub fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }
}

/// Where a game stands. How it ended is another thing: see [`Outcome`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Scheduled,
    Live,
    /// Over, not yet confirmed.
    Final,
    /// Confirmed: a later change is a correction with a reason.
    Official,
    Postponed,
    Cancelled,
    Abandoned,
}

text_enum!(Status {
    Scheduled => "scheduled",
    Live => "live",
    Final => "final",
    Official => "official",
    Postponed => "postponed",
    Cancelled => "cancelled",
    Abandoned => "abandoned",
});

impl Status {
    /// Whether a person may move a game from here to there without a correction.
    pub fn may_become(self, next: Self) -> bool {
        use Status::*;
        match self {
            Scheduled => matches!(next, Live | Final | Official | Postponed | Cancelled),
            Live => matches!(next, Scheduled | Final | Official | Postponed | Abandoned),
            Final => matches!(next, Live | Official | Abandoned),
            Official => false,
            Postponed => matches!(next, Scheduled | Live | Final | Official | Cancelled),
            Cancelled => matches!(next, Scheduled),
            Abandoned => matches!(next, Scheduled | Final | Official | Cancelled),
        }
    }

    /// Whether the game began, however it went on.
    pub fn has_begun(self) -> bool {
        matches!(self, Self::Live | Self::Final | Self::Official | Self::Abandoned)
    }

    /// Whether the game is over, confirmed or not.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Final | Self::Official)
    }
}

/// Who lost without a game being played to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Losers {
    A,
    B,
    Both,
}

text_enum!(Losers { A => "a", B => "b", Both => "both" });

/// The three kinds of absence in factory leagues; a regulation scores each differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Absence {
    /// The shift did not allow it, and the club said so in time.
    Work,
    Emergency,
    NoShow,
}

/// How a game ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Nothing is known, or nothing has happened yet.
    Unknown,
    Played,
    /// 弃权 (Art. 20): not there, or fewer than five players.
    Forfeit(Losers),
    /// 因缺少队员告负 (Art. 21): fewer than two players left.
    Default(Side),
    Annulled,
    Absent(Absence, Losers),
}

impl Outcome {
    /// The word in the database and the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Played => "played",
            Self::Forfeit(_) => "forfeit",
            Self::Default(_) => "default",
            Self::Annulled => "annulled",
            Self::Absent(Absence::Work, _) => "absent_work",
            Self::Absent(Absence::Emergency, _) => "absent_emergency",
            Self::Absent(Absence::NoShow, _) => "absent_no_show",
        }
    }

    /// The side in the database and the API; empty where none is at fault.
    pub fn side_word(self) -> &'static str {
        match self {
            Self::Forfeit(losers) | Self::Absent(_, losers) => losers.as_str(),
            Self::Default(side) => side.as_str(),
            _ => "",
        }
    }

    /// Reads the two stored words; `None` when they do not fit together.
    pub fn from_words(word: &str, side: &str) -> Option<Self> {
        let losers = || side.parse::<Losers>().ok();
        Some(match word {
            "unknown" if side.is_empty() => Self::Unknown,
            "played" if side.is_empty() => Self::Played,
            "annulled" if side.is_empty() => Self::Annulled,
            "forfeit" => Self::Forfeit(losers()?),
            "default" => Self::Default(side.parse().ok()?),
            "absent_work" => Self::Absent(Absence::Work, losers()?),
            "absent_emergency" => Self::Absent(Absence::Emergency, losers()?),
            "absent_no_show" => Self::Absent(Absence::NoShow, losers()?),
            _ => return None,
        })
    }

    /// The score a forfeit stands for: 20-0 by FIBA's Art. 20, nothing for both.
    pub fn fixed_score(self) -> Option<Score> {
        match self {
            Self::Forfeit(Losers::A) => Some(Score { a: 0, b: 20 }),
            Self::Forfeit(Losers::B) => Some(Score { a: 20, b: 0 }),
            Self::Forfeit(Losers::Both) => Some(Score { a: 0, b: 0 }),
            _ => None,
        }
    }
}

/// Points of both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Score {
    pub a: u16,
    pub b: u16,
}

impl Score {
    /// Whether both sides have the same number of points.
    pub fn is_level(self) -> bool {
        self.a == self.b
    }

    /// The side in front.
    pub fn leader(self) -> Option<Side> {
        match self.a.cmp(&self.b) {
            std::cmp::Ordering::Greater => Some(Side::A),
            std::cmp::Ordering::Less => Some(Side::B),
            std::cmp::Ordering::Equal => None,
        }
    }
}

/// A result as somebody hands it in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultSheet {
    pub outcome: Outcome,
    pub score: Option<Score>,
    /// Points of each period, overtimes after the last regular one. Empty when nobody recorded them.
    pub periods: Vec<Score>,
}

/// What is wrong with a result; the page finds the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultFault {
    ScoreMissing,
    ScoreWithoutGame,
    /// Nobody scores 300 in forty minutes: a slip of the keyboard.
    ScoreTooHigh {
        side: Side,
    },
    ScoreLevel,
    PeriodsMissing {
        given: usize,
        needed: usize,
    },
    TooManyOvertimes {
        given: usize,
    },
    PeriodsDoNotAddUp {
        side: Side,
        sum: u32,
        score: u16,
    },
    /// Overtime is played only when the regular periods end level.
    OvertimeNotDue {
        regular: Score,
    },
    /// An overtime that was decided cannot be followed by another.
    OvertimeAfterDecision {
        number: usize,
    },
    /// A forfeit's score follows from the rule, it is not typed in.
    ForfeitScore {
        expected: Score,
    },
    /// The side that ran out of players cannot win.
    DefaultedSideLeads {
        side: Side,
    },
}

/// Which part of a tie a game is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leg {
    /// All of it, or one of a series that counts games won.
    Whole,
    /// The first of two on total points: it may end level, and has no overtime.
    First,
    /// The second: the points of the first, as this game's sides have them, count on.
    Second { before: Score },
}

impl Leg {
    fn must_go_on(self, a: u32, b: u32) -> bool {
        match self {
            Self::Whole => a == b,
            Self::First => false,
            Self::Second { before } => u32::from(before.a) + a == u32::from(before.b) + b,
        }
    }
}

/// The highest score taken for true.
pub const SCORE_LIMIT: u16 = 300;
/// The longest game known to basketball had six overtimes; twelve leave room.
pub const OVERTIME_LIMIT: usize = 12;

impl ResultSheet {
    /// Checks a result against the profile of its game and gives the score that counts.
    pub fn check(&self, profile: &Profile) -> Result<Option<Score>, Vec<ResultFault>> {
        self.check_leg(profile, Leg::Whole)
    }

    /// Checks a result that may be one of two legs on total points: the sum of both must not end level.
    pub fn check_leg(&self, profile: &Profile, leg: Leg) -> Result<Option<Score>, Vec<ResultFault>> {
        let mut faults = Vec::new();
        let score = match self.outcome {
            Outcome::Unknown | Outcome::Annulled | Outcome::Absent(..) => {
                if matches!(self.outcome, Outcome::Unknown) && self.score.is_some() {
                    faults.push(ResultFault::ScoreWithoutGame);
                }
                self.score
            }
            Outcome::Forfeit(_) => {
                let fixed = self.outcome.fixed_score();
                if let (Some(given), Some(expected)) = (self.score, fixed)
                    && given != expected
                {
                    faults.push(ResultFault::ForfeitScore { expected });
                }
                fixed
            }
            Outcome::Default(loser) => self.default_score(loser, &mut faults),
            Outcome::Played => self.played_score(profile, leg, &mut faults),
        };
        if faults.is_empty() { Ok(score) } else { Err(faults) }
    }

    /// Art. 21: a lead of the side that can go on stands, anything else becomes 2-0.
    fn default_score(&self, loser: Side, faults: &mut Vec<ResultFault>) -> Option<Score> {
        let Some(given) = self.score else {
            faults.push(ResultFault::ScoreMissing);
            return None;
        };
        match given.leader() {
            Some(leader) if leader == loser => {
                faults.push(ResultFault::DefaultedSideLeads { side: loser });
                None
            }
            Some(_) => Some(given),
            None => Some(match loser {
                Side::A => Score { a: 0, b: 2 },
                Side::B => Score { a: 2, b: 0 },
            }),
        }
    }

    fn played_score(&self, profile: &Profile, leg: Leg, faults: &mut Vec<ResultFault>) -> Option<Score> {
        let Some(score) = self.score else {
            faults.push(ResultFault::ScoreMissing);
            return None;
        };
        for (side, points) in [(Side::A, score.a), (Side::B, score.b)] {
            if points > SCORE_LIMIT {
                faults.push(ResultFault::ScoreTooHigh { side });
            }
        }
        if leg.must_go_on(u32::from(score.a), u32::from(score.b)) {
            faults.push(ResultFault::ScoreLevel);
        }
        if !self.periods.is_empty() {
            self.check_periods(score, usize::from(profile.periods), leg, faults);
        }
        Some(score)
    }

    fn check_periods(&self, score: Score, regular: usize, leg: Leg, faults: &mut Vec<ResultFault>) {
        let given = self.periods.len();
        if given < regular {
            faults.push(ResultFault::PeriodsMissing { given, needed: regular });
            return;
        }
        if given - regular > OVERTIME_LIMIT {
            faults.push(ResultFault::TooManyOvertimes { given: given - regular });
            return;
        }
        let sum = |side: fn(&Score) -> u16| self.periods.iter().map(|p| u32::from(side(p))).sum::<u32>();
        for (side, sum, score) in [(Side::A, sum(|p| p.a), score.a), (Side::B, sum(|p| p.b), score.b)] {
            if sum != u32::from(score) {
                faults.push(ResultFault::PeriodsDoNotAddUp { side, sum, score });
            }
        }
        let add = |total: (u32, u32), p: &Score| (total.0 + u32::from(p.a), total.1 + u32::from(p.b));
        let end = self.periods[..regular].iter().fold((0, 0), add);
        if given > regular && !leg.must_go_on(end.0, end.1) {
            let clip = |points: u32| u16::try_from(points).unwrap_or(u16::MAX);
            faults.push(ResultFault::OvertimeNotDue { regular: Score { a: clip(end.0), b: clip(end.1) } });
        }
        for (at, overtime) in self.periods[regular..].iter().enumerate() {
            let is_last = at + 1 == given - regular;
            if !is_last && !overtime.is_level() {
                faults.push(ResultFault::OvertimeAfterDecision { number: at + 1 });
            }
        }
    }
}

#[cfg(test)]
mod tests;
