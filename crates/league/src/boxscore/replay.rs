//! Counting: the plays go by once, in order, and every figure comes from them.

use super::flow::Flow;
use super::game::{Foul, FreeThrowLineup, Game, Hundredths, Marks, Play, SECOND, Side, What, Who};
use super::line::{Line, Stat};
use super::lineup::{Court, OnCourt, starters};
use super::problem::{Kind, Problems};

/// A clock that runs back further than this is listed.
const SLIP: Hundredths = 5 * SECOND;

/// The box score of a game.
#[derive(Clone, Debug)]
pub struct BoxScore {
    pub teams: [TeamBox; 2],
    pub flow: Flow,
}

#[derive(Clone, Debug, Default)]
pub struct TeamBox {
    /// In the order of the game's players.
    pub players: Vec<PlayerBox>,
    /// What is credited to the team and to none of its players.
    pub team: Line,
    /// Fouls of the coach and the bench.
    pub bench_fouls: i32,
    /// Players and team.
    pub totals: Line,
    /// Players who began on the bench.
    pub substitutes: Line,
    /// By the game's periods.
    pub periods: Vec<Line>,
    /// The line-up is known: minutes and plus-minus mean something.
    pub lineup_known: bool,
}

#[derive(Clone, Debug, Default)]
pub struct PlayerBox {
    pub line: Line,
    pub points_by_period: Vec<i32>,
    pub on_court: OnCourt,
    pub starter: bool,
}

impl PlayerBox {
    /// Whole seconds on court, rounded once.
    pub fn seconds(&self) -> i64 {
        (self.on_court.time + SECOND / 2).div_euclid(SECOND)
    }

    /// Apart from playing no second: a player may go on and be fouled with the clock stopped.
    pub fn played(&self, lineup_known: bool) -> bool {
        self.on_court.was_on || (!lineup_known && self.line != Line::default())
    }
}

/// Plays a game through.
pub fn replay(game: &Game, problems: &mut Problems) -> BoxScore {
    let mut count = Count::new(game, problems);
    for play in &game.plays {
        count.play(play, problems);
    }
    count.end()
}

struct Count<'g> {
    game: &'g Game,
    teams: [TeamBox; 2],
    flow: Flow,
    court: Court,
    /// Players on court when points fell last.
    on_court: [usize; 2],
    now: Hundredths,
    period: usize,
}

impl<'g> Count<'g> {
    fn new(game: &'g Game, problems: &mut Problems) -> Self {
        let court = Court::new(game, problems);
        let teams = Side::BOTH.map(|side| TeamBox {
            players: vec![
                PlayerBox { points_by_period: vec![0; game.periods.len()], ..PlayerBox::default() };
                game.teams[side as usize].players.len()
            ],
            periods: vec![Line::default(); game.periods.len()],
            lineup_known: court.known(side),
            ..TeamBox::default()
        });
        Self { game, teams, flow: Flow::default(), court, on_court: [5; 2], now: 0, period: 0 }
    }

    fn play(&mut self, play: &Play, problems: &mut Problems) {
        if play.period != self.period {
            self.period = play.period;
            self.now = self.game.begins(play.period);
        }
        if let Some(now) = self.game.played(play) {
            if now + SLIP < self.now {
                let text = format!("the clock runs back by {} s", (self.now - now) / SECOND);
                problems.add(Kind::ClockBackwards, place(self.game, play), text);
            }
            self.now = now;
        }
        match play.what {
            What::Shot { worth, made, marks } => self.shot(play, worth, made, marks, problems),
            What::FreeThrow { made, after, marks } => {
                self.add(play, Stat::Fta, 1);
                if made {
                    self.add(play, Stat::Ftm, 1);
                    let at_foul = self.game.rules.free_throw_lineup == FreeThrowLineup::AtTheFoul;
                    self.points(play, 1, marks, at_foul.then_some(after), problems);
                }
            }
            What::Count(stat) => self.add(play, stat, 1),
            What::Foul(kind) => {
                self.court.foul(play, kind);
                self.foul(play, kind);
            }
            What::In | What::Out => self.court.change(play, self.now, &place(self.game, play), problems),
            What::Pause => {}
        }
    }

    fn shot(&mut self, play: &Play, worth: i32, made: bool, marks: Marks, problems: &mut Problems) {
        let (tried, scored) = if worth == 3 { (Stat::Fg3a, Stat::Fg3m) } else { (Stat::Fg2a, Stat::Fg2m) };
        self.add(play, tried, 1);
        if made {
            self.add(play, scored, 1);
            self.points(play, worth, marks, None, problems);
        }
    }

    fn foul(&mut self, play: &Play, kind: Foul) {
        let technical = kind == Foul::Technical;
        if play.who == Who::Bench {
            self.teams[play.side as usize].bench_fouls += 1;
            return;
        }
        if technical {
            self.add(play, Stat::Technicals, 1);
        }
        if !technical || self.game.rules.technical_is_personal {
            self.add(play, Stat::Pf, 1);
        }
    }

    fn points(
        &mut self,
        play: &Play,
        points: i32,
        marks: Marks,
        at_foul: Option<Foul>,
        problems: &mut Problems,
    ) {
        self.add(play, Stat::Points, points);
        for (marked, stat) in [
            (marks.from_turnover, Stat::PointsFromTurnovers),
            (marks.in_the_paint, Stat::PointsInThePaint),
            (marks.second_chance, Stat::PointsSecondChance),
            (marks.fast_break, Stat::PointsFastBreak),
        ] {
            if marked {
                self.add(play, stat, points);
            }
        }
        self.flow.points(play.side, points, self.now);
        let on_court = self.court.points(play, points, at_foul);
        for side in Side::BOTH {
            let number = on_court[side as usize];
            let before = std::mem::replace(&mut self.on_court[side as usize], number);
            if self.court.known(side) && number != 5 && number != before {
                let text = format!("{number} players of {} on court", self.game.teams[side as usize].name);
                problems.add(Kind::Lineup, place(self.game, play), text);
            }
        }
    }

    fn add(&mut self, play: &Play, stat: Stat, count: i32) {
        let team = &mut self.teams[play.side as usize];
        if let Some(period) = team.periods.get_mut(play.period) {
            period.add(stat, count);
        }
        let player = match play.who {
            Who::Player(index) => team.players.get_mut(index),
            Who::Team | Who::Bench => None,
        };
        let Some(player) = player else { return team.team.add(stat, count) };
        player.line.add(stat, count);
        if stat == Stat::Points
            && let Some(points) = player.points_by_period.get_mut(play.period)
        {
            *points += count;
        }
    }

    fn end(mut self) -> BoxScore {
        let ends = self.game.begins(self.game.periods.len());
        // Of a game still going on, only what was played counts.
        let now = if self.game.finished { ends } else { self.now };
        self.flow.pass(now);
        let known = Side::BOTH.map(|side| self.court.known(side));
        let on_court = self.court.end(now);
        for (team, (on_court, known)) in self.teams.iter_mut().zip(on_court.into_iter().zip(known)) {
            team.totals = team.team;
            for (player, on_court) in team.players.iter_mut().zip(on_court) {
                player.on_court = if known { on_court } else { OnCourt::default() };
                team.totals.add_line(&player.line);
            }
        }
        for side in Side::BOTH {
            let begins = starters(self.game, side);
            let team = &mut self.teams[side as usize];
            for (player, begins) in team.players.iter_mut().zip(begins) {
                player.starter = begins;
                if !begins {
                    team.substitutes.add_line(&player.line);
                }
            }
        }
        BoxScore { teams: self.teams, flow: self.flow }
    }
}

/// Where a play stands, in words of the file.
pub(super) fn place(game: &Game, play: &Play) -> String {
    let period = game
        .periods
        .get(play.period)
        .map(|period| format!("{} {}", if period.overtime { "overtime" } else { "period" }, period.number));
    let number = play.number.map(|number| format!(", number {number}"));
    format!("{}, entry {}{}", period.unwrap_or_default(), play.entry, number.unwrap_or_default())
}
