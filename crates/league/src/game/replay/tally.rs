//! The counts while a game is replayed.

use crate::fixture::{Score, Side};
use crate::game::edition::Counter;
use crate::game::identity::PlayId;
use crate::game::level::Level;
use crate::game::order::Placed;
use crate::game::rules::GameRules;
use crate::game::shirt::Shirt;
use crate::game::state::{Challenges, Clock, Disqualified, Made, Phase, Reason, Shot, Statistics};
use crate::game::warning::{Alert, Warning};
use crate::game::{Fact, Shooter};
use std::collections::BTreeMap;

pub(super) struct Tally<'a> {
    pub rules: &'a GameRules,
    /// The play being counted, which warnings are about.
    pub play: Option<&'a PlayId>,
    pub phase: Phase,
    pub period: u8,
    /// The last period that began.
    pub begun: u8,
    pub clock: Clock,
    pub periods: Vec<Score>,
    pub level: Level,
    pub lowest_level: Option<Level>,
    /// The lowest level of each foul period, the first one first.
    pub period_levels: Vec<Option<Level>>,
    pub a: SideTally,
    pub b: SideTally,
    pub arrow: Option<Side>,
    pub free_throws: Vec<Awarded<'a>>,
    pub disqualified: Vec<Disqualified>,
    pub shots: Vec<Shot>,
    pub warnings: Vec<Alert>,
}

#[derive(Default)]
pub(super) struct SideTally {
    pub squad: Vec<Shirt>,
    pub captain: Option<Shirt>,
    pub players: BTreeMap<Shirt, PlayerTally>,
    /// Team fouls of each foul period, the first one first.
    pub team_fouls: Vec<u8>,
    pub time_outs: Vec<TakenTimeOut>,
    pub challenges: Challenges,
    pub coach_counters: Vec<Counter>,
    pub bench_marks: Vec<String>,
    pub assistant_marks: Vec<String>,
    /// `None` until somebody said who began.
    pub on_court: Option<Vec<Shirt>>,
    /// A substitution in a running period came without the time of the game.
    pub times_missing: bool,
    pub wrong_number_said: bool,
    pub team_rebounds: u32,
    pub team_turnovers: u32,
}

#[derive(Default)]
pub(super) struct PlayerTally {
    pub starter: bool,
    pub entered: bool,
    pub points: u32,
    pub marks: Vec<String>,
    pub personal_fouls: u8,
    pub counters: Vec<Counter>,
    pub out: Option<Reason>,
    /// The time left when the player came on, while on court in a running period.
    pub on_since_ms: Option<u32>,
    pub played_ms: u32,
    pub plus_minus: i32,
    pub made: Made,
    pub statistics: Statistics,
}

pub(super) struct TakenTimeOut {
    pub period: u8,
    pub left_ms: Option<u32>,
}

/// Free throws awarded and not yet taken.
pub(super) struct Awarded<'a> {
    pub side: Side,
    pub foul: &'a PlayId,
    pub left: u8,
    pub shooter: Shooter,
    pub fouled: Option<Shirt>,
    pub possession_after: bool,
}

impl SideTally {
    pub fn player(&mut self, shirt: Shirt) -> &mut PlayerTally {
        self.players.entry(shirt).or_default()
    }

    pub fn is_out(&self, shirt: Shirt) -> bool {
        self.players.get(&shirt).is_some_and(|player| player.out.is_some())
    }

    pub fn is_on_court(&self, shirt: Shirt) -> bool {
        self.on_court.as_ref().is_some_and(|five| five.contains(&shirt))
    }

    /// How many of the squad may still take part; unknown without a squad.
    pub fn entitled(&self) -> Option<usize> {
        let entitled = self.squad.iter().filter(|shirt| !self.is_out(**shirt)).count();
        (!self.squad.is_empty()).then_some(entitled)
    }
}

impl<'a> Tally<'a> {
    pub fn new(rules: &'a GameRules) -> Self {
        Self {
            rules,
            play: None,
            phase: Phase::Before,
            period: 0,
            begun: 0,
            clock: Clock::default(),
            periods: Vec::new(),
            // Whoever does not say what is recorded records the score, and nothing else is taken for known.
            level: Level::Score,
            lowest_level: None,
            period_levels: Vec::new(),
            a: SideTally::default(),
            b: SideTally::default(),
            arrow: None,
            free_throws: Vec::new(),
            disqualified: Vec::new(),
            shots: Vec::new(),
            warnings: Vec::new(),
        }
    }

    pub fn side(&mut self, side: Side) -> &mut SideTally {
        match side {
            Side::A => &mut self.a,
            Side::B => &mut self.b,
        }
    }

    pub fn get(&self, side: Side) -> &SideTally {
        match side {
            Side::A => &self.a,
            Side::B => &self.b,
        }
    }

    pub fn statistics(&mut self, side: Side, player: Shirt) -> &mut Statistics {
        &mut self.side(side).player(player).statistics
    }

    pub fn warn(&mut self, warning: Warning) {
        if let Some(play) = self.play {
            self.warnings.push(Alert { play: play.clone(), warning });
        }
    }

    /// From the box score on substitutions are entered, so that the five on court mean something.
    pub fn knows_line_ups(&self) -> bool {
        self.level >= Level::BoxScore
    }

    /// Remembers the lowest level at which something of the game was recorded, for the game and for the period.
    pub fn note_level(&mut self, placed: &Placed<'_>) {
        self.period = self.period.max(placed.period);
        // The level may be chosen just after the start: up to then nothing was left out.
        let leaves_nothing_out = matches!(
            placed.fact,
            Fact::Squad { .. }
                | Fact::Starters { .. }
                | Fact::Level { .. }
                | Fact::PeriodStart
                | Fact::Clock { .. }
        );
        if placed.period == 0 || leaves_nothing_out {
            return;
        }
        let level = self.level;
        let lower = |known: Option<Level>| Some(known.map_or(level, |known| known.min(level)));
        self.lowest_level = lower(self.lowest_level);
        let noted = self.level_of_period(placed.period);
        *noted = lower(*noted);
    }

    pub fn level_of_period(&mut self, period: u8) -> &mut Option<Level> {
        let place = usize::from(self.rules.profile.foul_period(period)) - 1;
        if self.period_levels.len() <= place {
            self.period_levels.resize(place + 1, None);
        }
        &mut self.period_levels[place]
    }

    pub fn add_points(&mut self, period: u8, side: Side, player: Option<Shirt>, points: u8) {
        let place = usize::from(period.max(1)) - 1;
        if self.periods.len() <= place {
            self.periods.resize(place + 1, Score { a: 0, b: 0 });
        }
        let score = &mut self.periods[place];
        match side {
            Side::A => score.a = score.a.saturating_add(u16::from(points)),
            Side::B => score.b = score.b.saturating_add(u16::from(points)),
        }
        match player {
            Some(player) => self.side(side).player(player).points += u32::from(points),
            None if self.level >= Level::Scoresheet => self.warn(Warning::ScorerMissing { side }),
            None => {}
        }
        for (on_court, sign) in [(side, 1), (side.other(), -1)] {
            let tally = self.side(on_court);
            for shirt in tally.on_court.iter().flatten() {
                if let Some(player) = tally.players.get_mut(shirt) {
                    player.plus_minus += sign * i32::from(points);
                }
            }
        }
    }

    pub fn score(&self) -> Score {
        let sum = |points: fn(&Score) -> u16| self.periods.iter().map(points).fold(0, u16::saturating_add);
        Score { a: sum(|period| period.a), b: sum(|period| period.b) }
    }
}
