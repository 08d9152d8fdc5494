//! What is known, from what was counted: nothing is given out that was not recorded.

use super::tally::{PlayerTally, SideTally, Tally};
use crate::fixture::Side;
use crate::game::level::Level;
use crate::game::shirt::Shirt;
use crate::game::state::{ByPeriod, Challenges, Phase, PlayerState, SideState, State};

impl Tally<'_> {
    pub fn finish(mut self) -> State {
        self.play = None;
        if let (Phase::Playing, Some(left_ms)) = (self.phase, self.clock.left_ms) {
            self.stop_stints(left_ms);
        }
        if self.begun > 0 {
            // A period in which nothing has happened yet is recorded as what happens next will be.
            let level = self.level;
            self.level_of_period(self.begun).get_or_insert(level);
        }
        let recorded_level = self.lowest_level.unwrap_or(self.level);
        let has_scoresheet = recorded_level >= Level::Scoresheet;
        let (a, b) = (self.side_state(Side::A, recorded_level), self.side_state(Side::B, recorded_level));
        State {
            phase: self.phase,
            period: self.period,
            clock: self.clock,
            score: self.score(),
            overtime_due: self.overtime_due(),
            level: self.level,
            recorded_level,
            a,
            b,
            arrow: self.arrow,
            free_throws: has_scoresheet.then(|| self.open_free_throws()),
            disqualified: self.disqualified,
            shots: (recorded_level == Level::BoxScoreWithPlaces).then_some(self.shots),
            periods: self.periods,
            warnings: self.warnings,
            order: Vec::new(),
            epoch: 1,
            holder: None,
            waiting: Vec::new(),
            declined: Vec::new(),
            unmatched: Vec::new(),
            clashing: Vec::new(),
        }
    }

    fn side_state(&self, side: Side, recorded: Level) -> SideState {
        let tally = self.get(side);
        let (has_scoresheet, has_box) = (recorded >= Level::Scoresheet, recorded >= Level::BoxScore);
        let team_fouls = self.team_fouls(tally);
        SideState {
            in_penalty: self.in_penalty(&team_fouls),
            team_fouls,
            time_outs: has_scoresheet.then(|| self.time_outs(side)),
            challenges: has_scoresheet
                .then(|| Challenges { left: self.challenges_left(side), ..tally.challenges }),
            bench_fouls: has_scoresheet.then(|| tally.bench_marks.clone()),
            assistant_coach_fouls: has_scoresheet.then(|| tally.assistant_marks.clone()),
            captain: tally.captain,
            players: tally
                .players
                .iter()
                .map(|(shirt, player)| (*shirt, player_state(tally, *shirt, player, recorded)))
                .collect(),
            on_court: tally.on_court.clone().filter(|_| has_box).map(|mut five| {
                five.sort_unstable();
                five
            }),
            entitled: tally.entitled().filter(|_| has_scoresheet),
            team_rebounds: has_box.then_some(tally.team_rebounds),
            team_turnovers: has_box.then_some(tally.team_turnovers),
        }
    }

    /// A period counts as recorded by the lowest level in force while it was played.
    fn team_fouls(&self, tally: &SideTally) -> ByPeriod<Option<u8>> {
        let recorded = self.period_levels.iter().enumerate().map(|(place, level)| {
            let is_known = level.is_some_and(|level| level >= Level::Scoresheet);
            is_known.then(|| tally.team_fouls.get(place).copied().unwrap_or(0))
        });
        recorded.collect()
    }

    fn in_penalty(&self, team_fouls: &[Option<u8>]) -> Option<bool> {
        let profile = &self.rules.profile;
        let place = usize::from(profile.foul_period(self.period)).checked_sub(1)?;
        let fouls = (*team_fouls.get(place)?)?;
        Some(fouls.saturating_add(1) >= profile.penalty_from)
    }
}

fn player_state(side: &SideTally, shirt: Shirt, tally: &PlayerTally, recorded: Level) -> PlayerState {
    let (has_scoresheet, has_box) = (recorded >= Level::Scoresheet, recorded >= Level::BoxScore);
    let knows_line_up = has_box && side.on_court.is_some();
    PlayerState {
        in_squad: side.squad.contains(&shirt),
        starter: tally.starter,
        entered: has_scoresheet.then_some(tally.entered),
        points: has_scoresheet.then_some(tally.points),
        fouls: has_scoresheet.then(|| tally.marks.clone()),
        personal_fouls: has_scoresheet.then_some(tally.personal_fouls),
        out: tally.out,
        seconds: (knows_line_up && !side.times_missing).then(|| tally.played_ms.saturating_add(500) / 1000),
        plus_minus: knows_line_up.then_some(tally.plus_minus),
        made: has_scoresheet.then_some(tally.made),
        statistics: has_box.then_some(tally.statistics),
    }
}
