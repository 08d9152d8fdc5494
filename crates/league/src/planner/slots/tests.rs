//! The cost that moved games add up must be the cost that the checker counts.

use super::{Seat, State, Tables};
use crate::planner::budget::halves;
use crate::planner::check::check;
use crate::planner::problem::{Bounds, Demand, Format, Game, Instance, Pairing, Rule, Side};
use fastrand::Rng;

#[test]
fn the_cost_of_every_seat_is_what_the_checker_counts() {
    let mut rng = Rng::with_seed(11);
    for round in 0..60 {
        let instance = instance(&mut rng);
        let Format::Slots { games } = instance.format.clone() else { unreachable!() };
        let mut state = State::new(Tables::new(&instance, &games));
        for step in 0..60 {
            let game = rng.usize(..games.len());
            let open = state.tables.open[game * 2].clone();
            let seat = (rng.u8(..5) > 0 && !open.is_empty())
                .then(|| Seat { slot: open[rng.usize(..open.len())], turned: false });
            state.put(game, seat);
            state.settle();
            let plan: Vec<Game> = games
                .iter()
                .zip(&state.seats)
                .filter_map(|(game, seat)| {
                    Some(Game { slot: usize::from((*seat)?.slot), home: game.home, away: game.away })
                })
                .collect();
            let report = check(&instance, &plan);
            let counted = (report.infeasibility as i64, report.objective as i64);
            assert_eq!(halves(state.cost), counted, "round {round}, step {step}: {:?}", report.violations);
        }
    }
}

fn instance(rng: &mut Rng) -> Instance {
    let (clubs, slots) = (3 + rng.usize(..4), 8 + rng.usize(..12));
    let games = (0..clubs).flat_map(|home| (0..clubs).map(move |away| (home, away)));
    let games = games.filter(|(home, away)| home != away);
    let pairing = |(home, away)| Pairing { home, away, either_side: false };
    let rules = (0..27).map(|number| Rule {
        hard: rng.bool(),
        weight: rng.u32(1..6),
        demand: demand(number % 9, clubs, slots, rng),
    });
    Instance {
        name: String::new(),
        clubs: vec![String::new(); clubs],
        slots: vec![String::new(); slots],
        rules: rules.collect(),
        format: Format::Slots { games: games.map(pairing).collect() },
    }
}

fn demand(kind: usize, club_count: usize, slot_count: usize, rng: &mut Rng) -> Demand {
    let some =
        |count: usize, rng: &mut Rng| -> Vec<usize> { (0..count).filter(|_| rng.u8(..3) > 0).collect() };
    let clubs = some(club_count, rng);
    let against = some(club_count, rng);
    let slots = some(slot_count, rng);
    let side = [Side::Home, Side::Away, Side::Either][rng.usize(..3)];
    let least = rng.u32(..3);
    // What closes a slot outright is no cost, but a place that a game never gets.
    let bounds = Bounds { least, most: least.max(1) + rng.u32(..3) };
    match kind {
        0 => Demand::ClubGames { clubs, side, slots, bounds },
        1 => Demand::GamesAgainst { clubs, against, side, slots, bounds },
        2 | 3 => Demand::Spell { clubs, against, side, length: 1 + rng.usize(..9), bounds },
        4 => Demand::GamesBetween { clubs, against, side, slots, each_slot: rng.bool(), bounds },
        5 => Demand::ClubBreaks { clubs, side, slots, most: least },
        6 => Demand::Breaks { clubs, side, slots, most: 2 * least },
        7 => Demand::HomeLead { clubs, slots, most: least },
        _ => Demand::Separation { clubs, least: 1 + least * 2 },
    }
}
