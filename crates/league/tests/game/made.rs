//! Games made up from a seed, with books of their own: what the replay has to find is counted here another way.

use chrono::{DateTime, Duration, Utc};
use league::fixture::Side;
use league::game::{Fact, Foul, GameRules, Level, Play, PlayId, ReboundEnd, Shirt, Who};
use serde_json::{Value, json};

/// A small generator, the same on every machine.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % below as u64) as usize
    }

    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}

/// A game as it was, entered without a slip on one device.
pub struct Made {
    pub plays: Vec<Play>,
    pub expected: Value,
}

const SQUAD: usize = 11;
const FIRST_SHIRT: usize = 4;

#[derive(Clone, Default)]
struct Player {
    points: u32,
    fouls: u32,
    technicals: u32,
    seconds: u32,
    plus_minus: i32,
    rebounds: [u32; 2],
    misses: [u32; 3],
    assists: u32,
    steals: u32,
    turnovers: u32,
    drawn: u32,
}

struct Team {
    side: Side,
    players: Vec<Player>,
    on_court: Vec<usize>,
    period_points: Vec<u32>,
    team_fouls: Vec<u32>,
    time_outs: Vec<u8>,
}

impl Team {
    fn new(side: Side) -> Self {
        Self {
            side,
            players: vec![Player::default(); SQUAD],
            on_court: (0..5).collect(),
            period_points: Vec::new(),
            team_fouls: Vec::new(),
            time_outs: Vec::new(),
        }
    }

    fn may_play(&self, player: usize) -> bool {
        self.players[player].fouls < 5 && self.players[player].technicals < 2
    }
}

fn shirt(player: usize) -> Shirt {
    Shirt::parse(&(player + FIRST_SHIRT).to_string()).unwrap()
}

pub fn time_of(number: u32) -> DateTime<Utc> {
    "2026-06-13T11:00:00Z".parse::<DateTime<Utc>>().unwrap() + Duration::seconds(i64::from(number) * 7)
}

struct Maker<'r> {
    rules: &'r GameRules,
    dice: Dice,
    plays: Vec<Play>,
    teams: [Team; 2],
    period: u8,
    left_s: u32,
}

/// Makes a game with a full box score.
pub fn game(rules: &GameRules, seed: u64) -> Made {
    let teams = [Team::new(Side::A), Team::new(Side::B)];
    let mut maker = Maker { rules, dice: Dice::new(seed), plays: Vec::new(), teams, period: 0, left_s: 0 };
    maker.before();
    while maker.period < rules.profile.time.periods || maker.points(0) == maker.points(1) {
        maker.play_period();
    }
    maker.say(Fact::GameEnd);
    let expected = maker.expected();
    Made { plays: maker.plays, expected }
}

/// The same game as a scoresheet has it.
pub fn as_scoresheet(game: &Made) -> Made {
    let is_on_sheet = |play: &&Play| {
        !matches!(
            play.fact,
            Fact::Miss { .. }
                | Fact::Rebound { .. }
                | Fact::Assist { .. }
                | Fact::Steal { .. }
                | Fact::Turnover { .. }
                | Fact::Substitution { .. }
        )
    };
    let mut plays: Vec<Play> = game.plays.iter().filter(is_on_sheet).cloned().collect();
    for play in &mut plays {
        if matches!(play.fact, Fact::Level { .. }) {
            play.fact = Fact::Level { level: Level::Scoresheet };
        }
    }
    let mut expected = game.expected.clone();
    for side in ["a", "b"] {
        expected[side]["on_court"] = Value::Null;
        expected[side]["team_rebounds"] = Value::Null;
        for player in expected[side]["players"].as_object_mut().unwrap().values_mut() {
            for unknown in ["seconds", "plus_minus", "statistics"] {
                player[unknown] = Value::Null;
            }
        }
    }
    Made { plays, expected }
}

impl Maker<'_> {
    fn say(&mut self, fact: Fact) {
        let number = u32::try_from(self.plays.len()).unwrap() + 1;
        let is_timed =
            !matches!(fact, Fact::PeriodStart | Fact::PeriodEnd | Fact::GameEnd) && self.left_s > 0;
        self.plays.push(Play {
            id: PlayId::parse(&format!("k1-{number}")).unwrap(),
            by: "scorer".into(),
            at: time_of(number),
            epoch: 1,
            period: self.period,
            after: None,
            clock_ms: is_timed.then_some(self.left_s * 1000),
            fact,
        });
    }

    fn before(&mut self) {
        self.say(Fact::Level { level: Level::BoxScore });
        for side in [Side::A, Side::B] {
            let players: Vec<Shirt> = (0..SQUAD).map(shirt).collect();
            self.say(Fact::Squad { side, captain: Some(players[0]), players });
            self.say(Fact::Starters { side, players: (0..5).map(shirt).collect() });
        }
    }

    fn points(&self, team: usize) -> u32 {
        self.teams[team].period_points.iter().sum()
    }

    fn play_period(&mut self) {
        self.period += 1;
        for team in &mut self.teams {
            team.period_points.push(0);
            if self.period <= self.rules.profile.time.periods {
                team.team_fouls.push(0);
            }
        }
        if self.period > 1 && self.dice.percent(50) {
            self.substitute(0);
        }
        self.say(Fact::PeriodStart);
        self.left_s = self.rules.profile.period_ms(self.period) / 1000;
        loop {
            let step = 3 + u32::try_from(self.dice.below(14)).unwrap();
            let gone = step.min(self.left_s);
            self.let_time_pass(gone);
            if self.left_s == 0 {
                break;
            }
            self.something();
        }
        self.say(Fact::PeriodEnd);
    }

    fn let_time_pass(&mut self, seconds: u32) {
        self.left_s -= seconds;
        for team in &mut self.teams {
            for &player in &team.on_court {
                team.players[player].seconds += seconds;
            }
        }
    }

    fn something(&mut self) {
        let team = self.dice.below(2);
        let player = self.anyone(team);
        match self.dice.below(100) {
            0..36 => self.goal(team, player),
            36..60 => self.miss(team, player),
            60..74 => self.foul(team, player),
            74..77 => self.technical(team, player),
            77..87 => self.turnover(team, player),
            87..96 => self.substitute(team),
            96..98 => self.time_out(team),
            _ => {
                let side = self.teams[team].side;
                self.say(Fact::Arrow { side });
                self.say(Fact::HeldBall);
            }
        }
    }

    fn anyone(&mut self, team: usize) -> usize {
        let five = &self.teams[team].on_court;
        five[self.dice.below(five.len())]
    }

    fn score(&mut self, team: usize, player: usize, points: u32) {
        let period = usize::from(self.period) - 1;
        self.teams[team].period_points[period] += points;
        self.teams[team].players[player].points += points;
        for (side, sign) in [(team, 1), (1 - team, -1)] {
            for on_court in self.teams[side].on_court.clone() {
                self.teams[side].players[on_court].plus_minus += sign * i32::try_from(points).unwrap();
            }
        }
    }

    fn goal(&mut self, team: usize, player: usize) {
        let points = if self.dice.percent(30) { 3 } else { 2 };
        let side = self.teams[team].side;
        self.say(Fact::Goal { side, player: Some(shirt(player)), points, spot: None });
        self.score(team, player, u32::from(points));
        let passer = self.anyone(team);
        if passer != player {
            self.say(Fact::Assist { side, player: shirt(passer) });
            self.teams[team].players[passer].assists += 1;
        }
    }

    fn miss(&mut self, team: usize, player: usize) {
        let points = if self.dice.percent(40) { 3 } else { 2 };
        let side = self.teams[team].side;
        self.say(Fact::Miss { side, player: Some(shirt(player)), points, spot: None });
        self.teams[team].players[player].misses[usize::from(points) - 1] += 1;
        let (taker, end) = match self.dice.percent(30) {
            true => (team, ReboundEnd::Offensive),
            false => (1 - team, ReboundEnd::Defensive),
        };
        let rebounder = self.anyone(taker);
        self.say(Fact::Rebound { side: self.teams[taker].side, player: Some(shirt(rebounder)), end });
        self.teams[taker].players[rebounder].rebounds[usize::from(end == ReboundEnd::Defensive)] += 1;
    }

    fn turnover(&mut self, team: usize, player: usize) {
        let side = self.teams[team].side;
        self.say(Fact::Turnover { side, player: Some(shirt(player)) });
        self.teams[team].players[player].turnovers += 1;
        let thief = self.anyone(1 - team);
        self.say(Fact::Steal { side: side.other(), player: shirt(thief) });
        self.teams[1 - team].players[thief].steals += 1;
    }

    fn foul(&mut self, team: usize, player: usize) {
        let drawn_by = self.anyone(1 - team);
        let free_throws = if self.dice.percent(50) { 2 } else { 0 };
        self.call(team, player, "P", None, free_throws, Some(drawn_by));
        self.teams[1 - team].players[drawn_by].drawn += 1;
        for _ in 0..free_throws {
            self.free_throw(1 - team, drawn_by);
        }
        self.leave_if_out(team, player);
    }

    fn technical(&mut self, team: usize, player: usize) {
        let has_categories = self.rules.edition.fouls.iter().any(|code| code.category.is_some());
        let category = has_categories.then(|| 1 + u8::from(self.dice.percent(30)));
        self.call(team, player, "T", category, 1, None);
        self.teams[team].players[player].technicals += u32::from(category != Some(2));
        let shooter = self.anyone(1 - team);
        self.free_throw(1 - team, shooter);
        self.leave_if_out(team, player);
    }

    fn call(
        &mut self,
        team: usize,
        player: usize,
        code: &str,
        category: Option<u8>,
        shots: u8,
        drawn_by: Option<usize>,
    ) {
        self.say(Fact::Foul(Foul {
            side: self.teams[team].side,
            who: Who::Player(shirt(player)),
            code: code.into(),
            category,
            free_throws: shots,
            drawn_by: drawn_by.map(shirt),
            cancelled: false,
        }));
        self.teams[team].players[player].fouls += 1;
        *self.teams[team].team_fouls.last_mut().unwrap() += 1;
    }

    fn free_throw(&mut self, team: usize, player: usize) {
        let made = self.dice.percent(70);
        self.say(Fact::FreeThrow { side: self.teams[team].side, player: Some(shirt(player)), made });
        if made { self.score(team, player, 1) } else { self.teams[team].players[player].misses[0] += 1 }
    }

    fn leave_if_out(&mut self, team: usize, player: usize) {
        if !self.teams[team].may_play(player) {
            self.exchange(team, player);
        }
    }

    fn substitute(&mut self, team: usize) {
        // Nobody leaves of his own will when the bench is empty.
        if !self.bench(team).is_empty() {
            let player = self.anyone(team);
            self.exchange(team, player);
        }
    }

    fn bench(&self, team: usize) -> Vec<usize> {
        let tally = &self.teams[team];
        (0..SQUAD).filter(|player| !tally.on_court.contains(player) && tally.may_play(*player)).collect()
    }

    fn exchange(&mut self, team: usize, out: usize) {
        let bench = self.bench(team);
        let next = (!bench.is_empty()).then(|| bench[self.dice.below(bench.len())]);
        let five = &mut self.teams[team].on_court;
        five.retain(|player| *player != out);
        five.extend(next);
        let incoming = next.map(shirt).into_iter().collect();
        self.say(Fact::Substitution { side: self.teams[team].side, incoming, out: vec![shirt(out)] });
    }

    fn time_out(&mut self, team: usize) {
        let half = self.period.div_ceil(2);
        let taken = self.teams[team].time_outs.iter().filter(|period| period.div_ceil(2) == half).count();
        if self.period <= 4 && taken < 2 {
            self.teams[team].time_outs.push(self.period);
            self.say(Fact::TimeOut { side: self.teams[team].side });
        }
    }

    fn expected(&self) -> Value {
        let score = |a: u32, b: u32| json!({ "a": a, "b": b });
        let periods: Vec<Value> = (0..usize::from(self.period))
            .map(|period| score(self.teams[0].period_points[period], self.teams[1].period_points[period]))
            .collect();
        json!({
            "phase": "over",
            "period": self.period,
            "score": score(self.points(0), self.points(1)),
            "periods": periods,
            "warnings": [],
            "free_throws": [],
            "a": expected_side(&self.teams[0]),
            "b": expected_side(&self.teams[1]),
        })
    }
}

fn expected_side(team: &Team) -> Value {
    let mut on_court: Vec<usize> = team.on_court.clone();
    on_court.sort_unstable();
    let on_court: Vec<Shirt> = on_court.into_iter().map(shirt).collect();
    let players: serde_json::Map<String, Value> = (0..SQUAD)
        .map(|player| (shirt(player).to_string(), expected_player(&team.players[player])))
        .collect();
    json!({ "team_fouls": team.team_fouls, "team_rebounds": 0, "on_court": on_court, "players": players })
}

fn expected_player(player: &Player) -> Value {
    json!({
        "points": player.points,
        "personal_fouls": player.fouls,
        "seconds": player.seconds,
        "plus_minus": player.plus_minus,
        "statistics": {
            "twos_missed": player.misses[1],
            "threes_missed": player.misses[2],
            "free_throws_missed": player.misses[0],
            "offensive_rebounds": player.rebounds[0],
            "defensive_rebounds": player.rebounds[1],
            "assists": player.assists,
            "steals": player.steals,
            "turnovers": player.turnovers,
            "fouls_drawn": player.drawn,
        },
    })
}
