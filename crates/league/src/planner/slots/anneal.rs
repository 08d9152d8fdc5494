//! Annealing over the seats of games.

use super::state::{Seat, State};
use super::tables::Tables;
use crate::planner::budget::{Budget, Cost, halves};
use crate::planner::problem::{Game, Instance, Pairing};
use crate::planner::solve::Course;
use fastrand::Rng;

const LOOK: u64 = 512;

/// Searches with one seed; returns the best plan and the number of moves tried.
pub(crate) fn search(
    instance: &Instance,
    games: &[Pairing],
    seed: u64,
    budget: Budget<'_>,
    course: Course<'_>,
) -> (Vec<Game>, u64) {
    let mut rng = Rng::with_seed(seed);
    let mut state = State::new(Tables::new(instance, games));
    let begun = seats_in(&state.tables, course.start);
    for (game, begun) in begun.iter().enumerate() {
        let seat = begun.or_else(|| any_seat(&state, game, &mut rng));
        state.put(game, seat);
    }
    state.settle();
    let mut best = (state.cost, state.seats.clone());
    let mut moves = 0;
    let open = |game: &usize| state.tables.open[game * 2].len() + state.tables.open[game * 2 + 1].len();
    let movable: Vec<usize> = (0..games.len()).filter(|game| open(game) > 1).collect();
    if !movable.is_empty() {
        let warm = if course.start.is_empty() { WARM } else { WARM_AGAIN };
        let tell = |cost: Cost, seats: &[Option<Seat>]| {
            if let Some(better) = course.better {
                let (hard, soft) = halves(cost);
                better(&plan(games, seats), hard.unsigned_abs(), soft.unsigned_abs());
            }
        };
        anneal(&mut state, (&movable, warm), &mut best, budget, &mut moves, &mut rng, &tell);
    }
    (plan(games, &best.1), moves)
}

/// The seats that a plan gives to the games; a game that may no longer lie there has none.
fn seats_in(tables: &Tables, plan: &[Game]) -> Vec<Option<Seat>> {
    let mut seats: Vec<Option<Seat>> = vec![None; tables.games.len()];
    for placed in plan {
        let fits = |(number, game): &(usize, &Pairing)| {
            let straight = (game.home, game.away) == (placed.home, placed.away);
            let turned = game.either_side && (game.away, game.home) == (placed.home, placed.away);
            let place = number * 2 + usize::from(!straight);
            let slot = placed.slot as u16;
            (straight || turned)
                && seats[*number].is_none()
                && tables.open[place].binary_search(&slot).is_ok()
        };
        let Some((number, game)) = tables.games.iter().enumerate().find(fits) else { continue };
        let turned = (game.home, game.away) != (placed.home, placed.away);
        seats[number] = Some(Seat { slot: placed.slot as u16, turned });
    }
    seats
}

/// The temperature falls and rises several times: a plan frozen too early gets another chance, and the last fall is
/// the longest.
const FALLS: [f64; 4] = [0.0, 0.15, 0.4, 1.0];
const WARM: f64 = 12.0;
/// A plan to begin with would melt at full heat.
const WARM_AGAIN: f64 = 3.0;
const COLD: f64 = 0.25;
/// What one hard deviation weighs against one unit of soft cost.
const HARD: f64 = 12.0;

fn anneal(
    state: &mut State,
    (movable, warm): (&[usize], f64),
    best: &mut (Cost, Vec<Option<Seat>>),
    budget: Budget<'_>,
    moves: &mut u64,
    rng: &mut Rng,
    tell: &dyn Fn(Cost, &[Option<Seat>]),
) {
    let mut told = Cost::MAX;
    let mut undo: Vec<(usize, Option<Seat>)> = Vec::new();
    loop {
        let part = budget.part(*moves);
        if best.0 < told {
            told = best.0;
            tell(best.0, &best.1);
        }
        if part >= 1.0 || best.0 == 0 {
            return;
        }
        let fall = FALLS.windows(2).find(|fall| part < fall[1]).expect("the last fall ends at 1");
        let temperature = warm * (COLD / warm).powf((part - fall[0]) / (fall[1] - fall[0]));
        for _ in 0..LOOK {
            *moves += 1;
            let before = state.cost;
            undo.clear();
            if !step(state, movable, &mut undo, rng) {
                continue;
            }
            state.settle();
            let (hard, soft) = halves(state.cost - before);
            let worse = hard as f64 * HARD + soft as f64;
            if worse > 0.0 && worse >= -temperature * rng.f64().max(1e-300).ln() {
                while let Some((game, seat)) = undo.pop() {
                    state.put(game, seat);
                }
                state.settle();
            } else if state.cost < best.0 {
                best.0 = state.cost;
                best.1.clone_from(&state.seats);
            }
        }
    }
}

/// Takes a game to another seat; games of its clubs in that slot go where it came from or anywhere else.
fn step(state: &mut State, movable: &[usize], undo: &mut Vec<(usize, Option<Seat>)>, rng: &mut Rng) -> bool {
    let game = movable[rng.usize(..movable.len())];
    let old = state.seats[game];
    let Some(new) = any_seat(state, game, rng) else { return false };
    if old == Some(new) {
        return false;
    }
    undo.push((game, old));
    state.put(game, Some(new));
    let Pairing { home, away, .. } = state.tables.games[game];
    for club in [home, away] {
        let in_the_way = |other: &&u32| {
            **other as usize != game
                && state.seats[**other as usize].is_some_and(|seat| seat.slot == new.slot)
        };
        let Some(&other) = state.tables.of_club[club].iter().find(in_the_way) else { continue };
        let other = other as usize;
        let seat = old
            .filter(|old| state.tables.open[other * 2].binary_search(&old.slot).is_ok() && rng.u8(..4) > 0)
            .map(|old| Seat { slot: old.slot, turned: false })
            .or_else(|| any_seat(state, other, rng));
        undo.push((other, state.seats[other]));
        state.put(other, seat);
    }
    true
}

fn any_seat(state: &State, game: usize, rng: &mut Rng) -> Option<Seat> {
    let (straight, turned) = (&state.tables.open[game * 2], &state.tables.open[game * 2 + 1]);
    let all = straight.len() + turned.len();
    if all == 0 {
        return None;
    }
    let dice = rng.usize(..all);
    Some(match straight.get(dice) {
        Some(&slot) => Seat { slot, turned: false },
        None => Seat { slot: turned[dice - straight.len()], turned: true },
    })
}

fn plan(games: &[Pairing], seats: &[Option<Seat>]) -> Vec<Game> {
    let mut plan = Vec::new();
    for (game, seat) in games.iter().zip(seats) {
        if let Some(seat) = seat {
            let (home, away) = if seat.turned { (game.away, game.home) } else { (game.home, game.away) };
            plan.push(Game { slot: usize::from(seat.slot), home, away });
        }
    }
    plan.sort_unstable();
    plan
}
