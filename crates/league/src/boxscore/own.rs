//! The box score of a game kept at our own table (docs/PLAYS.md).
//!
//! - What the level of recording does not hold is not recorded: a scoresheet knows no misses, a score no players.
//! - Minutes and plus-minus are those of the game's own state; without starters, or with a substitution whose time
//!   nobody noted, they are unknown.
//! - A block belongs to the miss just before it, or else just after it: its shooter was blocked.
//! - Points from turnovers and second chances are those of the possession that a turnover or an offensive rebound
//!   gave, with its free throws; free throws after a technical foul belong to no possession.
//! - Points in the paint need the place of every basket. Fast breaks are not recorded.

mod possession;

use super::format::Format;
use super::game::{
    Foul, FreeThrowLineup, Game, Marks, Period, Play, Player, Rules, SECOND, Side, Team, What, Who,
};
use super::line::{Recorded, Stat};
use super::problem::{Kind, Problems};
use super::replay::replay;
use super::{Feed, Report};
use crate::fixture;
use crate::game::{self, Fact, FoulKind, GameRules, Level, Phase, Placed, ReboundEnd, Shirt, Spot, State};
use possession::Possession;

/// What the plays do not say of a side: what it and its players are called.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub team: String,
    pub code: String,
    /// Shirt and name.
    pub players: Vec<(String, String)>,
}

/// Counts the box score of our own game.
pub fn own_report(rules: &GameRules, plays: &[game::Play], names: &[Names; 2]) -> Report {
    let state = game::replay(rules, plays);
    let ordered = game::order(plays);
    let level = state.recorded_level;
    let has_places = level == Level::BoxScoreWithPlaces
        && ordered.placed.iter().all(|placed| !matches!(placed.fact, Fact::Goal { spot: None, .. }));
    let mut problems = Problems::default();
    let teams = [fixture::Side::A, fixture::Side::B].map(|side| team(&state, side, &names[side_index(side)]));
    let mut game = Game {
        teams,
        periods: periods(rules, &state),
        plays: Vec::new(),
        recorded: recorded(level, has_places),
        rules: Rules {
            technical_is_personal: true,
            technical_costs_rating: false,
            free_throw_lineup: FreeThrowLineup::AtTheThrow,
        },
        finished: state.phase == Phase::Over,
        notes: vec![format!("recorded as {}", level.as_str())],
    };
    let mut reader = Reader { rules, level, possession: Possession::default(), plays: Vec::new() };
    for (entry, placed) in ordered.placed.iter().enumerate() {
        reader.fact(&game, &ordered.placed, entry, placed, &mut problems);
    }
    game.plays = reader.plays;
    // Line-ups are judged by the state alone, whose rules are stricter than those for feeds.
    let mut boxscore = replay(&game, &mut Problems::default());
    for (index, side) in [fixture::Side::A, fixture::Side::B].into_iter().enumerate() {
        let (own, players) = (&mut boxscore.teams[index], &state.side(side).players);
        own.lineup_known = !players.is_empty() && players.values().all(|player| player.seconds.is_some());
        let known = own.lineup_known;
        for (line, player) in own.players.iter_mut().zip(&game.teams[index].players) {
            let Some(player) = Shirt::parse(&player.key).and_then(|shirt| players.get(&shirt)) else {
                continue;
            };
            line.on_court.time = if known { i64::from(player.seconds.unwrap_or(0)) * SECOND } else { 0 };
            line.on_court.plus_minus = if known { player.plus_minus.unwrap_or(0) } else { 0 };
            line.on_court.was_on = player.entered == Some(true);
        }
    }
    let feed = Feed { format: Format::Changba, game, published: None, problems };
    Report { feed, boxscore, differences: None }
}

fn side_index(side: fixture::Side) -> usize {
    match side {
        fixture::Side::A => 0,
        fixture::Side::B => 1,
    }
}

fn team(state: &State, side: fixture::Side, names: &Names) -> Team {
    let own = state.side(side);
    // At the score's level nobody knows who scored: a list of noughts would say more than was seen.
    let listed = state.recorded_level >= Level::Scoresheet;
    let has_starters = own.players.values().any(|player| player.starter);
    let player = |(shirt, player): (&Shirt, &game::PlayerState)| {
        let number = shirt.to_string();
        let name = names.players.iter().find(|(known, _)| *known == number);
        Player {
            key: number.clone(),
            name: name.map(|(_, name)| name.clone()).unwrap_or_default(),
            number: Some(number),
            starter: has_starters.then_some(player.starter),
        }
    };
    let mut players: Vec<_> = own.players.iter().collect();
    players.sort_by_key(|(shirt, _)| shirt.to_string().parse::<u8>().map_or((0, 1), |n| (n, 0)));
    Team {
        name: names.team.clone(),
        code: names.code.clone(),
        players: if listed { players.into_iter().map(player).collect() } else { Vec::new() },
    }
}

fn periods(rules: &GameRules, state: &State) -> Vec<Period> {
    let regular = u32::from(rules.profile.time.periods);
    let begun = u32::try_from(state.periods.len()).unwrap_or(0);
    let length = |period: u32| i64::from(rules.profile.period_ms(u8::try_from(period).unwrap_or(1))) / 10;
    Period::up_to(begun.min(regular), begun.saturating_sub(regular), [length(1), length(regular + 1)])
}

fn recorded(level: Level, has_places: bool) -> Recorded {
    use Stat::*;
    match level {
        Level::Score => Recorded::only(&[Points]),
        Level::Scoresheet => Recorded::only(&[Points, Fg2m, Fg3m, Ftm, Pf, Technicals]),
        Level::BoxScoreWithPlaces if has_places => Recorded::all_but(&[PointsFastBreak]),
        Level::BoxScore | Level::BoxScoreWithPlaces => {
            Recorded::all_but(&[PointsFastBreak, PointsInThePaint])
        }
    }
}

struct Reader<'a> {
    rules: &'a GameRules,
    level: Level,
    possession: Possession,
    plays: Vec<Play>,
}

/// Where a fact stands.
#[derive(Clone, Copy)]
struct At {
    period: usize,
    left: Option<i64>,
    entry: usize,
}

impl Reader<'_> {
    fn add(&mut self, at: At, side: fixture::Side, who: Who, what: What) {
        let At { period, left, entry } = at;
        let side = Side::BOTH[side_index(side)];
        self.plays.push(Play { period, left, side, who, what, entry, number: None, counts_late: 0 });
    }

    fn fact(
        &mut self,
        game: &Game,
        all: &[Placed<'_>],
        entry: usize,
        placed: &Placed<'_>,
        problems: &mut Problems,
    ) {
        let Some(period) = usize::from(placed.period).checked_sub(1).filter(|at| *at < game.periods.len())
        else {
            return;
        };
        let at = At { period, left: placed.clock_ms.map(|left_ms| i64::from(left_ms) / 10), entry };
        let box_score = self.level >= Level::BoxScore;
        let who = |side: fixture::Side, player: &Option<Shirt>| {
            let found = player.and_then(|shirt| game.teams[side_index(side)].find(&shirt.to_string()));
            found.map_or(Who::Team, Who::Player)
        };
        match placed.fact {
            Fact::Goal { side, player, points, spot } if matches!(points, 2 | 3) => {
                let mut marks = self.possession.acts(*side);
                marks.in_the_paint = *points == 2 && spot.is_some_and(in_the_paint);
                let what = What::Shot { worth: i32::from(*points), made: true, marks };
                self.add(at, *side, who(*side, player), what);
            }
            Fact::Miss { side, player, points, .. } if matches!(points, 2 | 3) && box_score => {
                self.possession.acts(*side);
                let what = What::Shot { worth: i32::from(*points), made: false, marks: Marks::default() };
                self.add(at, *side, who(*side, player), what);
            }
            Fact::FreeThrow { side, player, made } if *made || box_score => {
                let marks = self.possession.free_throw(*side);
                let what = What::FreeThrow { made: *made, after: Foul::Personal, marks };
                self.add(at, *side, who(*side, player), what);
            }
            Fact::Rebound { side, player, end } if box_score => {
                let offensive = *end == ReboundEnd::Offensive;
                self.possession.rebound(*side, offensive);
                let stat = if offensive { Stat::Oreb } else { Stat::Dreb };
                self.add(at, *side, who(*side, player), What::Count(stat));
            }
            Fact::Assist { side, player } if box_score => {
                self.add(at, *side, who(*side, &Some(*player)), What::Count(Stat::Ast));
            }
            Fact::Steal { side, player } if box_score => {
                self.add(at, *side, who(*side, &Some(*player)), What::Count(Stat::Stl));
            }
            Fact::Block { side, player } if box_score => {
                self.add(at, *side, who(*side, &Some(*player)), What::Count(Stat::Blk));
                let shooter = blocked(all, entry, side.other());
                if shooter.is_none() {
                    let text = "a block stands beside no missed shot";
                    problems.add(Kind::BrokenLink, placed.id.to_string(), text);
                }
                let shooter = who(side.other(), &shooter.flatten());
                self.add(at, side.other(), shooter, What::Count(Stat::BlkAgainst));
            }
            Fact::Turnover { side, player } if box_score => {
                self.possession.turnover(*side);
                self.add(at, *side, who(*side, player), What::Count(Stat::Tov));
            }
            Fact::Foul(foul) if self.level >= Level::Scoresheet => {
                let code = self.rules.edition.code_of(foul);
                let technical = code.is_none_or(|code| code.kind == FoulKind::Technical);
                let kind = if technical { Foul::Technical } else { Foul::Personal };
                match foul.who {
                    game::Who::Player(shirt) if code.is_some_and(|code| code.personal) => {
                        self.add(at, foul.side, who(foul.side, &Some(shirt)), What::Foul(kind));
                    }
                    game::Who::Player(_) => {}
                    _ => self.add(at, foul.side, Who::Bench, What::Foul(Foul::Technical)),
                }
                if foul.drawn_by.is_some() && box_score && code.is_some() {
                    let drawn = who(foul.side.other(), &foul.drawn_by);
                    self.add(at, foul.side.other(), drawn, What::Count(Stat::FoulsDrawn));
                }
                let apart = technical || !matches!(foul.who, game::Who::Player(_));
                self.possession.foul(if apart { foul.free_throws } else { 0 });
            }
            Fact::PeriodStart | Fact::HeldBall => self.possession = Possession::default(),
            Fact::Substitution { side, incoming, out } => {
                for (players, what) in [(out, What::Out), (incoming, What::In)] {
                    for shirt in players {
                        self.add(at, *side, who(*side, &Some(*shirt)), what);
                    }
                }
            }
            _ => {}
        }
    }
}

/// The restricted area under the basket: 4.90 m wide, 5.80 m deep, the basket's middle 1.575 m from the end line.
fn in_the_paint(spot: Spot) -> bool {
    spot.x_cm.unsigned_abs() <= 245 && spot.y_cm <= 422
}

/// Whose shot was blocked: the miss just before, or else just after; outer nothing where there is none.
fn blocked(all: &[Placed<'_>], entry: usize, side: fixture::Side) -> Option<Option<Shirt>> {
    let miss = |placed: &Placed<'_>| match placed.fact {
        Fact::Miss { side: shot, player, .. } if *shot == side => Some(*player),
        _ => None,
    };
    let before = entry.checked_sub(1).and_then(|at| miss(&all[at]));
    before.or_else(|| all.get(entry + 1).and_then(miss))
}
