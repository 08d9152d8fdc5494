//! Plans that life has broken, against every plan there could be.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

use league::planner::season::{Fixed, Season, answer};
use league::planner::{
    Before, Bounds, Budget, Course, Demand, Effort, Format, Game, Instance, Pairing, Rule, Side,
    alternatives, check, repair, solve, solve_on,
};
use proptest::prelude::*;

fn never_stop() -> bool {
    false
}

/// So many clubs, so many slots, each slot with room for one or two games.
fn small(clubs: usize, slots: usize, room: &[u32], rules: Vec<Rule>) -> Instance {
    let games = (0..clubs).flat_map(|home| (home + 1..clubs).map(move |away| (home, away)));
    let all: Vec<usize> = (0..clubs).collect();
    let full = room.iter().enumerate().map(|(slot, room)| Rule {
        hard: true,
        weight: 1,
        demand: Demand::GamesBetween {
            clubs: all.clone(),
            against: all.clone(),
            side: Side::Either,
            slots: vec![slot],
            each_slot: true,
            bounds: Bounds { least: 0, most: *room },
        },
    });
    Instance {
        name: "小".into(),
        clubs: (0..clubs).map(|club| format!("队{club}")).collect(),
        slots: (0..slots).map(|slot| format!("{slot}")).collect(),
        format: Format::Slots {
            games: games.map(|(home, away)| Pairing { home, away, either_side: false }).collect(),
        },
        rules: full.chain(rules).collect(),
    }
}

fn games(instance: &Instance) -> Vec<Pairing> {
    let Format::Slots { games } = &instance.format else { unreachable!() };
    games.clone()
}

fn plan(instance: &Instance, slots: &[usize]) -> Vec<Game> {
    let placed = games(instance).into_iter().zip(slots);
    placed.map(|(game, slot)| Game { slot: *slot, home: game.home, away: game.away }).collect()
}

/// The least that any plan pays, found by trying them all.
fn least_of_all(instance: &Instance, before: &Before) -> Option<u64> {
    let (count, slots) = (before.slots.len(), instance.slots.len());
    let mut chosen = vec![0; count];
    let mut least = None;
    loop {
        let paid: u64 = (0..count)
            .filter(|game| before.slots[*game].is_some_and(|slot| slot != chosen[*game]))
            .filter(|game| stays_open(instance, before, *game))
            .map(|game| u64::from(before.weights[game]))
            .sum();
        let locked = (0..count).all(|game| !before.locked[game] || before.slots[game] == Some(chosen[game]));
        if locked
            && least.is_none_or(|least| paid < least)
            && check(instance, &plan(instance, &chosen)).infeasibility == 0
        {
            least = Some(paid);
        }
        let Some(place) = (0..count).find(|place| chosen[*place] + 1 < slots) else { return least };
        chosen[place] += 1;
        chosen[..place].fill(0);
    }
}

/// A game whose slot is closed moves for nothing.
fn stays_open(instance: &Instance, before: &Before, game: usize) -> bool {
    let Some(slot) = before.slots[game] else { return false };
    let Pairing { home, away, .. } = games(instance)[game];
    instance.rules.iter().all(|rule| match &rule.demand {
        Demand::ClubGames { clubs, slots, bounds, .. } if rule.hard && bounds.most == 0 => {
            !slots.contains(&slot) || !(clubs.contains(&home) || clubs.contains(&away))
        }
        _ => true,
    })
}

fn closed(clubs: Vec<usize>, slots: Vec<usize>) -> Rule {
    let bounds = Bounds { least: 0, most: 0 };
    Rule { hard: true, weight: 1, demand: Demand::ClubGames { clubs, side: Side::Either, slots, bounds } }
}

/// At most one game of each club in two slots that follow each other.
fn rest(clubs: usize, slots: usize) -> Vec<Rule> {
    let pairs = (0..slots - 1).map(|slot| vec![slot, slot + 1]);
    let rule = |slots| Demand::ClubGames {
        clubs: (0..clubs).collect(),
        side: Side::Either,
        slots,
        bounds: Bounds { least: 0, most: 1 },
    };
    pairs.map(|slots| Rule { hard: true, weight: 1, demand: rule(slots) }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// A night is closed, a club cannot on some: what the repair pays no plan undercuts.
    #[test]
    fn a_repair_moves_as_little_as_any_plan(
        old in proptest::collection::vec(0_usize..6, 6),
        weights in proptest::collection::vec(1_u32..4, 6),
        locked in 0_usize..12,
        night in 0_usize..6,
        club in 0_usize..4,
        rested: bool,
    ) {
        let mut rules = if rested { rest(4, 6) } else { Vec::new() };
        rules.push(closed((0..4).collect(), vec![night]));
        rules.push(closed(vec![club], vec![(night + 2) % 6]));
        let instance = small(4, 6, &[1, 2, 1, 2, 2, 1], rules);
        let mut before = Before {
            slots: old.iter().map(|slot| Some(*slot)).collect(),
            locked: vec![false; 6],
            weights,
        };
        if locked < 6 && stays_open(&instance, &before, locked) {
            before.locked[locked] = true;
        }
        let repaired = repair(&instance, &before, 2_000_000, &never_stop);
        match least_of_all(&instance, &before) {
            Some(least) => {
                prop_assert_eq!(repaired.infeasibility, 0);
                prop_assert!(repaired.least);
                prop_assert_eq!(repaired.paid, least);
            }
            None => prop_assert!(repaired.infeasibility > 0),
        }
        for game in 0..6 {
            prop_assert!(!before.locked[game] || repaired.slots[game] == before.slots[game]);
        }
    }

    /// The cost told for another slot is what the checker counts once the game lies there.
    #[test]
    fn an_alternative_costs_what_it_says(
        slots in proptest::collection::vec(0_usize..6, 10),
        at in 0_usize..10,
        weight in 1_u32..5,
    ) {
        let mut rules = rest(5, 6);
        rules.push(closed(vec![1], vec![3]));
        rules.push(Rule { hard: false, weight, demand: Demand::Separation { clubs: vec![0, 1, 2], least: 1 } });
        rules.push(Rule {
            hard: false,
            weight,
            demand: Demand::ClubGames {
                clubs: vec![0, 2],
                side: Side::Home,
                slots: vec![1, 4],
                bounds: Bounds { least: 1, most: 2 },
            },
        });
        rules.push(Rule {
            hard: true,
            weight: 1,
            demand: Demand::After {
                earlier: vec![(0, 1), (0, 2)],
                later: vec![(3, 4)],
                day_of: vec![0, 0, 1, 2, 2, 5],
                least: 1,
            },
        });
        let instance = small(5, 6, &[1, 2, 1, 2, 1, 1], rules);
        let old = plan(&instance, &slots);
        let now = check(&instance, &old);
        let found = alternatives(&instance, &old, at);
        prop_assert_eq!(found.len(), 5);
        for there in found {
            let mut new = old.clone();
            new[at].slot = there.slot;
            let then = check(&instance, &new);
            let structure = |report: &league::planner::Report| -> i64 {
                let structure = report.violations.iter().filter(|found| found.rule.is_none());
                structure.map(|found| found.deviation as i64).sum()
            };
            let hard = then.infeasibility as i64 - now.infeasibility as i64;
            prop_assert_eq!(there.hard, hard - (structure(&then) - structure(&now)));
            prop_assert_eq!(there.soft, then.objective as i64 - now.objective as i64);
            let twice = structure(&then) > 0 && new.iter().enumerate().any(|(place, game)| {
                place != at && game.slot == there.slot
                    && [game.home, game.away].iter().any(|club| [new[at].home, new[at].away].contains(club))
            });
            prop_assert_eq!(there.clash.is_some(), twice);
        }
    }
}

const SEASON: &str = r#"
name = "株洲 2027"
from = 2027-07-02
to = 2027-08-29
[[halls]]
name = "市体育馆"
times = ["19:00", "20:40"]
days = ["fri", "sat", "sun"]
[[competitions]]
name = "厂BA"
clubs = ["湘钢", "株机", "株硬", "华鑫", "电机", "车辆"]
rounds = [
  { name = "半决赛", games = ["SF1", { code = "SF2", home = "湘钢" }], after_days = 3 },
  { name = "决赛", games = ["F"], from = 2027-08-20 },
]
[rules]
rest_hours = 20
games_a_week = 2
"#;

fn solved(season: &Season, moves: u64) -> Vec<Game> {
    let budget = Budget { moves: Some(moves), spent: &|| 0.0 };
    solve(&season.instance, Effort { thread: 0, seed: 1, budget }).plan
}

#[test]
fn a_knock_out_has_its_dates_before_its_opponents_are_known() {
    let season = Season::read(SEASON).unwrap();
    let answer = answer(&season, &solved(&season, 120_000), None);
    assert_eq!(answer.infeasibility, 0, "{:?}", answer.violations);
    let date = |home: &str| &answer.plan.iter().find(|game| game.home == home).unwrap().date;
    let last_of_all = answer.plan.iter().filter(|game| !game.home.contains(' ')).map(|game| &game.date).max();
    assert!(date("SF1 A") > last_of_all.unwrap() && date("SF2 A") > last_of_all.unwrap());
    assert!(
        date("F A") > date("SF1 A") && date("F A") > date("SF2 A") && date("F A").as_str() >= "2027-08-20"
    );
    // A semi-final that has its first club already counts among that club's games.
    let share = answer.fairness.iter().find(|share| share.club == "湘钢").unwrap();
    assert_eq!((share.games, answer.fairness.len()), (6, 6));
}

/// A closed night in a real season: its two games move, everything else stays.
#[test]
fn a_closed_night_moves_its_own_games_only() {
    let season = Season::read(SEASON).unwrap();
    let old = solved(&season, 120_000);
    let night = season.slots[old[4].slot].at.date();
    let closed =
        Season::read(&SEASON.replace("[[halls]]", &format!("closed = [{night}]\n[[halls]]"))).unwrap();
    let place = |slot: usize| closed.slots.iter().position(|other| *other == season.slots[slot]);
    let Format::Slots { games } = &closed.instance.format else { unreachable!() };
    let slot_of = |game: &Pairing| {
        let found = old.iter().find(|old| (old.home, old.away) == (game.home, game.away)).unwrap();
        place(found.slot)
    };
    let slots: Vec<Option<usize>> = games.iter().map(slot_of).collect();
    let displaced = slots.iter().filter(|slot| slot.is_none()).count();
    assert!(displaced > 0);
    let count = slots.len();
    let before = Before { slots, locked: vec![false; count], weights: vec![10; count] };
    let repaired = repair(&closed.instance, &before, 60_000, &never_stop);
    assert_eq!((repaired.infeasibility, repaired.paid, repaired.least), (0, 0, true));
    assert_eq!(repaired.moved.len(), displaced);
}

#[test]
fn a_game_that_stays_keeps_its_hour_even_outside_the_evenings() {
    let season = Season::read(SEASON).unwrap();
    let at = "2027-07-07T15:00:00".parse().unwrap();
    let fixed = Season::build(season.file.clone(), &[Fixed { game: 0, at, hall: 0 }]).unwrap();
    assert_eq!(fixed.slots.len(), season.slots.len() + 1);
    let plan = solved(&fixed, 120_000);
    let report = check(&fixed.instance, &plan);
    assert_eq!(report.infeasibility, 0, "{:?}", report.violations);
    let here: Vec<&Game> = plan.iter().filter(|game| fixed.slots[game.slot].at == at).collect();
    let Format::Slots { games } = &fixed.instance.format else { unreachable!() };
    assert_eq!((here.len(), here[0].home, here[0].away), (1, games[0].home, games[0].away));
}

/// A search that goes on begins with the plan it is given and tells of better ones only.
#[test]
fn a_search_goes_on_from_a_plan() {
    let season = Season::read(SEASON).unwrap();
    let start = solved(&season, 120_000);
    let told = std::sync::Mutex::new(Vec::new());
    let better = |_: &[Game], hard: u64, soft: u64| told.lock().unwrap().push((hard, soft));
    let budget = Budget { moves: Some(2000), spent: &|| 0.0 };
    let effort = Effort { thread: 0, seed: 5, budget };
    let again = solve_on(&season.instance, effort, Course { start: &start, better: Some(&better) });
    let (before, after) = (check(&season.instance, &start), again.report);
    assert!((after.infeasibility, after.objective) <= (before.infeasibility, before.objective));
    let told = told.into_inner().unwrap();
    assert_eq!(told[0], (before.infeasibility, before.objective));
    assert!(told.windows(2).all(|pair| pair[1] < pair[0]));
}

/// Two games that were played without rest stay so; a night that is closed is mended all the same.
#[test]
fn what_is_beyond_mending_does_not_stop_a_repair() {
    let rules = [rest(4, 8), vec![closed((0..4).collect(), vec![7])]].concat();
    let instance = small(4, 8, &[1; 8], rules);
    // The games of club 0 in slots 0 and 1 follow each other, and both are over.
    let slots = [Some(0), Some(1), Some(3), Some(7), Some(5), Some(2)];
    let before = Before {
        slots: slots.to_vec(),
        locked: vec![true, true, false, false, false, false],
        weights: vec![10; 6],
    };
    let missed = check(&instance, &plan(&instance, &[0, 1, 3, 6, 5, 2])).infeasibility;
    let repaired = repair(&instance, &before, 200_000, &never_stop);
    assert!(repaired.infeasibility <= missed && repaired.infeasibility > 0, "{repaired:?}");
    assert!(repaired.slots.iter().all(Option::is_some) && repaired.slots[..2] == slots[..2], "{repaired:?}");
    assert!(!repaired.least);
    // Without any time every game has a place nevertheless.
    let hasty = repair(&instance, &before, 1, &|| true);
    assert!(hasty.slots.iter().all(Option::is_some), "{hasty:?}");
}
