//! A plan that life has broken: the new one that changes least.
//!
//! Games that cannot stay where they were are placed one after the other. Where a place is only free when another game
//! leaves it, that game moves too and is paid for by its weight; the sum paid grows step by step from nothing, so the
//! first plan found is one of least change. Where that takes too long, a search takes over and says so.

use super::budget::{Budget, Cost, halves, unit};
use super::check::check;
use super::moves::upper_bounds;
use super::problem::{Bounds, Demand, Format, Game, Instance, Pairing, Rule};
use super::slots::{Seat, State, Tables};
use super::solve::{Course, Effort, solve_on};

/// What is known of the plan before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// The slot of each game of the instance; nothing for one that must be placed anew.
    pub slots: Vec<Option<usize>>,
    /// Games that stay whatever happens: played, or held by a person.
    pub locked: Vec<bool>,
    /// What it costs to move each game: more for one that is published, ticketed, broadcast. At least 1.
    pub weights: Vec<u32>,
}

/// The plan after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    /// The slot of each game; nothing for one that found no place.
    pub slots: Vec<Option<usize>>,
    /// The games that lie elsewhere now.
    pub moved: Vec<usize>,
    /// What the moved games weigh that could have stayed.
    pub paid: u64,
    /// Whether no plan moves less. Otherwise a search found this one.
    pub least: bool,
    pub infeasibility: u64,
    pub objective: u64,
}

/// The plan that changes least, and of those a cheap one. `effort` bounds the steps; `stop` is asked now and then.
pub fn repair(
    instance: &Instance,
    before: &Before,
    effort: u64,
    stop: &(dyn Fn() -> bool + Sync),
) -> Repaired {
    let Format::Slots { games } = &instance.format else {
        return finish(instance, &[], before, before.slots.clone(), false);
    };
    let upper = upper_bounds(instance);
    let mut state = State::new(Tables::new(&upper, games));
    let mut waiting = Vec::new();
    for (game, slot) in before.slots.iter().enumerate() {
        let free = |slot: &usize| state.tables.open[game * 2].binary_search(&(*slot as u16)).is_ok();
        match slot.filter(|slot| before.locked[game] || free(slot)) {
            Some(slot) => state.put(game, Some(Seat { slot: slot as u16, turned: false })),
            None => waiting.push(game),
        }
    }
    // What the games that stay miss already, two played ones without rest for example, may be beyond mending.
    let missed = halves(state.cost - unit(true, 1) * waiting.len() as i64).0;
    let mut search = Deepening {
        instance,
        games,
        before,
        state,
        placed: vec![false; games.len()],
        best: None,
        steps: 0,
        effort: if missed > 0 { effort / 2 } else { effort },
        stop,
        next: None,
        over: false,
        tolerated: 0,
    };
    let mut over = false;
    if let Some(found) = search.deepen(&waiting, &mut over) {
        return found;
    }
    if missed > 0 {
        (search.tolerated, search.steps) = (missed, 0);
        if let Some(found) = search.deepen(&waiting, &mut over) {
            return Repaired { least: false, ..found };
        }
    }
    let start = search.cheapest(waiting);
    searched((instance, games), before, &start, stop, !over)
}

struct Deepening<'a> {
    instance: &'a Instance,
    games: &'a [Pairing],
    before: &'a Before,
    state: State,
    /// Games that were given a new slot on this branch.
    placed: Vec<bool>,
    best: Option<(Cost, Vec<Option<usize>>)>,
    steps: u64,
    effort: u64,
    stop: &'a (dyn Fn() -> bool + Sync),
    /// The smallest sum that would have opened another branch.
    next: Option<u64>,
    over: bool,
    /// Hard misses that a plan may have: those that were there before.
    tolerated: i64,
}

impl Deepening<'_> {
    /// Pays nothing, then step by step more, until a plan is found or the effort is spent.
    fn deepen(&mut self, waiting: &[usize], over: &mut bool) -> Option<Repaired> {
        let mut paid = 0;
        loop {
            (self.next, self.over) = (None, false);
            self.go(&mut waiting.to_vec(), paid);
            if let Some((_, slots)) = self.best.take() {
                let repaired = finish(self.instance, self.games, self.before, slots, true);
                return Some(Repaired { paid, ..repaired });
            }
            *over |= self.over;
            match self.next {
                Some(next) if !self.over => paid = next,
                _ => return None,
            }
        }
    }

    /// Every waiting game in the slot that costs least now: where a search begins, and what is left when it has no time.
    fn cheapest(&mut self, mut waiting: Vec<usize>) -> Vec<Option<usize>> {
        waiting.sort_by_key(|game| self.state.tables.open[*game * 2].len());
        for game in waiting {
            if let Some(&(_, slot)) = self.choices(game).first() {
                self.state.put(game, Some(Seat { slot, turned: false }));
            }
        }
        self.state.seats.iter().map(|seat| seat.map(|seat| usize::from(seat.slot))).collect()
    }

    /// Places what waits, paying at most `left` on top for games that could have stayed.
    fn go(&mut self, waiting: &mut Vec<usize>, left: u64) {
        self.go_on(waiting, left, left);
    }

    fn go_on(&mut self, waiting: &mut Vec<usize>, left: u64, all: u64) {
        self.steps += 1;
        if self.steps > self.effort || (self.steps.is_multiple_of(16) && (self.stop)()) {
            self.over = true;
        }
        if self.over {
            return;
        }
        let missing = unit(true, 1) * waiting.len() as i64;
        if halves(self.state.cost - missing).0 > self.tolerated {
            self.make_room(waiting, left, all);
            return;
        }
        // The game with the fewest places first: a dead end shows early.
        let open = |game: &usize| self.state.tables.open[*game * 2].len();
        let Some(place) = (0..waiting.len()).min_by_key(|place| open(&waiting[*place])) else {
            self.keep();
            return;
        };
        let game = waiting.swap_remove(place);
        self.placed[game] = true;
        for (_, slot) in self.choices(game) {
            self.state.put(game, Some(Seat { slot, turned: false }));
            self.go_on(waiting, left, all);
            self.state.put(game, None);
            if self.over {
                break;
            }
        }
        self.placed[game] = false;
        waiting.push(game);
    }

    /// The slots of a game but its own, the cheapest first: the first plan found is a good one.
    fn choices(&mut self, game: usize) -> Vec<(Cost, u16)> {
        let own = self.before.slots[game];
        let mut found = Vec::new();
        for choice in 0..self.state.tables.open[game * 2].len() {
            let slot = self.state.tables.open[game * 2][choice];
            if own != Some(usize::from(slot)) {
                self.state.put(game, Some(Seat { slot, turned: false }));
                found.push((self.state.cost, slot));
            }
        }
        self.state.put(game, None);
        found.sort_unstable();
        found
    }

    /// Something is too full: each game that fills it may be the one that leaves.
    fn make_room(&mut self, waiting: &mut Vec<usize>, left: u64, all: u64) {
        for game in 0..self.games.len() {
            let Some(seat) = self.state.seats[game] else { continue };
            if self.placed[game] || self.before.locked[game] {
                continue;
            }
            let cost = self.state.cost;
            self.state.put(game, None);
            let relief = halves(cost - (self.state.cost - unit(true, 1))).0;
            let weight = u64::from(self.before.weights[game].max(1));
            if relief > 0 {
                if weight > left {
                    let sum = all - left + weight;
                    self.next = Some(self.next.map_or(sum, |next| next.min(sum)));
                } else {
                    waiting.push(game);
                    self.go_on(waiting, left - weight, all);
                    waiting.retain(|other| *other != game);
                }
            }
            self.state.put(game, Some(seat));
            if self.over {
                return;
            }
        }
    }

    /// Every game has a place: kept when the whole question agrees and nothing cheaper was found.
    fn keep(&mut self) {
        if self.best.as_ref().is_some_and(|(cost, _)| *cost <= self.state.cost) {
            return;
        }
        let slots: Vec<Option<usize>> =
            self.state.seats.iter().map(|seat| seat.map(|seat| usize::from(seat.slot))).collect();
        let infeasibility = check(self.instance, &plan(self.games, &slots)).infeasibility;
        if infeasibility <= self.tolerated.unsigned_abs() {
            self.best = Some((self.state.cost, slots));
        }
    }
}

/// The games of a plan given by slots.
fn plan(games: &[Pairing], slots: &[Option<usize>]) -> Vec<Game> {
    let placed = games.iter().zip(slots);
    placed
        .filter_map(|(game, slot)| Some(Game { slot: (*slot)?, home: game.home, away: game.away }))
        .collect()
}

fn finish(
    instance: &Instance,
    games: &[Pairing],
    before: &Before,
    slots: Vec<Option<usize>>,
    least: bool,
) -> Repaired {
    let report = check(instance, &plan(games, &slots));
    let moved: Vec<usize> = (0..slots.len()).filter(|game| slots[*game] != before.slots[*game]).collect();
    let (infeasibility, objective) = (report.infeasibility, report.objective);
    Repaired { paid: 0, slots, moved, least, infeasibility, objective }
}

const SEARCH_MOVES: u64 = 400_000;

/// Annealing from a plan that is there, where every game that leaves its place costs. `none` says that no plan exists at all.
fn searched(
    (instance, games): (&Instance, &[Pairing]),
    before: &Before,
    start: &[Option<usize>],
    stop: &(dyn Fn() -> bool + Sync),
    none: bool,
) -> Repaired {
    let mut question = instance.clone();
    for (game, slot) in before.slots.iter().enumerate() {
        let Some(slot) = *slot else { continue };
        let Pairing { home, away, .. } = games[game];
        let hard = before.locked[game];
        let weight = if hard { 1 } else { before.weights[game].max(1).saturating_mul(50) };
        let bounds = Bounds { least: 1, most: u32::MAX };
        let demand = Demand::Meetings { meetings: vec![(home, away)], slots: vec![slot], bounds };
        question.rules.push(Rule { hard, weight, demand });
    }
    let start = plan(games, start);
    let spent = || if stop() { 1.0 } else { 0.0 };
    let budget = Budget { moves: Some(SEARCH_MOVES), spent: &spent };
    let effort = Effort { thread: 0, seed: 1, budget };
    let solved = solve_on(&question, effort, Course { start: &start, better: None });
    let mut slots = vec![None; games.len()];
    for placed in &solved.plan {
        let mut fits = (0..games.len()).filter(|game| {
            slots[*game].is_none() && (games[*game].home, games[*game].away) == (placed.home, placed.away)
        });
        let first = fits.clone().find(|game| before.slots[*game] == Some(placed.slot));
        if let Some(game) = first.or_else(|| fits.next()) {
            slots[game] = Some(placed.slot);
        }
    }
    let mut repaired = finish(instance, games, before, slots, false);
    let could_stay = |game: &&usize| before.slots[**game].is_some();
    repaired.paid =
        repaired.moved.iter().filter(could_stay).map(|game| u64::from(before.weights[*game])).sum();
    repaired.least = none && repaired.infeasibility == 0 && repaired.moved.is_empty();
    repaired
}
