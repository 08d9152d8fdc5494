//! Plays without any sense, with the largest and smallest values there are: whatever arrives, the replay gives one
//! state for it, and does not break.

use super::made::{Dice, time_of};
use league::fixture::Side;
use league::game::{
    After, DeviceName, Fact, Foul, GameRules, Level, Play, PlayId, ReboundEnd, Shirt, Who, command, replay,
};
use proptest::prelude::*;

struct Monkey(Dice);

impl Monkey {
    fn one_of<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.0.below(list.len())].clone()
    }

    fn side(&mut self) -> Side {
        self.one_of(&[Side::A, Side::B])
    }

    fn shirt(&mut self) -> Shirt {
        Shirt::parse(["0", "00", "4", "5", "6", "7"][self.0.below(6)]).unwrap()
    }

    /// Few devices and numbers, so that plays meet, clash and point at each other.
    fn id(&mut self) -> PlayId {
        let device = self.one_of(&["k1", "k2", "k3"]);
        let number = if self.0.percent(2) { usize::MAX } else { 1 + self.0.below(25) };
        PlayId::parse(&format!("{device}-{}", number.min(u32::MAX as usize))).unwrap()
    }

    fn clock(&mut self) -> Option<u32> {
        self.one_of(&[
            None,
            None,
            Some(0),
            Some(1),
            Some(119_999),
            Some(120_001),
            Some(600_000),
            Some(u32::MAX),
        ])
    }

    fn play(&mut self) -> Play {
        let after = match self.0.below(6) {
            0 => Some(After::Start),
            1 | 2 => Some(After::Play(self.id())),
            _ => None,
        };
        let id = self.id();
        Play {
            by: "monkey".into(),
            at: time_of(id.number % 1000),
            epoch: self.one_of(&[1, 1, 1, 1, 2, 3, 0, u32::MAX]),
            period: self.one_of(&[0, 1, 1, 1, 2, 2, 5, 255]),
            after,
            clock_ms: self.clock(),
            fact: self.fact(0),
            id,
        }
    }

    fn fact(&mut self, depth: usize) -> Fact {
        let side = self.side();
        let player = self.shirt();
        let someone = Some(player).filter(|_| self.0.percent(80));
        let points = self.one_of(&[0, 2, 2, 3, 3, 255]);
        match self.0.below(if depth > 1 { 20 } else { 30 }) {
            0 => Fact::Squad { side, players: vec![player, player, self.shirt()], captain: None },
            1 => Fact::Starters { side, players: (0..self.0.below(7)).map(|_| self.shirt()).collect() },
            2 => Fact::Level { level: self.one_of(Level::ALL) },
            3 | 4 => Fact::PeriodStart,
            5 => Fact::PeriodEnd,
            6 => Fact::GameEnd,
            7 => Fact::Clock { running: true },
            8 | 9 => Fact::Goal { side, player: someone, points, spot: None },
            10 => Fact::Miss { side, player: someone, points, spot: None },
            11 => Fact::FreeThrow { side, player: someone, made: true },
            12 => Fact::Rebound { side, player: someone, end: ReboundEnd::Offensive },
            13 => Fact::Turnover { side, player: someone },
            14 | 15 => self.foul(side),
            16 => Fact::TimeOut { side },
            17 => Fact::Challenge { side, successful: Some(true) },
            18 => Fact::Substitution { side, incoming: vec![player, self.shirt()], out: vec![self.shirt()] },
            19 => Fact::HeldBall,
            20..24 => {
                let fact = Box::new(self.fact(depth + 1));
                Fact::Amend { target: self.id(), fact, moves: self.0.percent(50) }
            }
            24..27 => Fact::Retract { target: self.id() },
            27 => Fact::TakeOver { known: [(DeviceName::parse("k1").unwrap(), 12)].into() },
            28 => Fact::Accept { plays: vec![self.id(), self.id()] },
            _ => Fact::Decline { plays: vec![self.id()] },
        }
    }

    fn foul(&mut self, side: Side) -> Fact {
        let player = Who::Player(self.shirt());
        Fact::Foul(Foul {
            side,
            who: self.one_of(&[player, player, Who::Coach, Who::Bench, Who::AssistantCoach, Who::Delegation]),
            code: self.one_of(&["P", "T", "U", "D", "C", "B", "F", "FL", "XX"]).into(),
            category: self.one_of(&[None, None, Some(1), Some(255)]),
            free_throws: self.one_of(&[0, 1, 2, 255]),
            drawn_by: Some(self.shirt()).filter(|_| self.0.percent(50)),
            cancelled: self.0.percent(10),
        })
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn one_set_of_plays_has_one_state(seed in any::<u64>(), size in 1..60_usize) {
        let edition = ["fiba-2024", "fiba-2026"][size % 2];
        let rules = GameRules::by_names(edition, "4x10").unwrap();
        let mut monkey = Monkey(Dice::new(seed));
        let mut plays: Vec<Play> = (0..size).map(|_| monkey.play()).collect();
        let state = replay(&rules, &plays);
        monkey.0.shuffle(&mut plays);
        prop_assert_eq!(&replay(&rules, &plays), &state);
        let mut standing = state.order.clone();
        standing.sort();
        standing.dedup();
        prop_assert_eq!(standing.len(), state.order.len(), "no play counts twice");
        if let Ok(entered) = command(&rules, &plays, monkey.play()) {
            plays.push(entered.play);
            prop_assert_eq!(replay(&rules, &plays), entered.state);
        }
    }

    #[test]
    fn a_great_many_fouls_do_not_break_the_count(fouls in 250..520_usize) {
        let rules = GameRules::by_names("fiba-2024", "4x10").unwrap();
        let mut monkey = Monkey(Dice::new(fouls as u64));
        let plays: Vec<Play> = (1..=fouls)
            .map(|number| Play {
                id: PlayId::parse(&format!("k1-{number}")).unwrap(),
                period: 1,
                epoch: 1,
                after: None,
                fact: match number % 3 {
                    0 => Fact::TimeOut { side: Side::A },
                    1 => Fact::Challenge { side: Side::A, successful: Some(true) },
                    _ => Fact::Foul(Foul {
                        side: Side::A,
                        who: Who::Player(Shirt::parse("4").unwrap()),
                        code: "P".into(),
                        category: None,
                        free_throws: 0,
                        drawn_by: None,
                        cancelled: false,
                    }),
                },
                ..monkey.play()
            })
            .collect();
        prop_assert_eq!(replay(&rules, &plays).order.len(), fouls);
    }
}
