//! A draft that life has broken: what changes in its rules and games, and the plan that moves least.

use super::{Around, Board};
use crate::store::drafts::DraftGame;
use chrono::NaiveDate;
use league::planner::season::{SeasonFile, SeasonRefused, Topic};
use league::planner::{Before, Bounds, Demand, Format, Rule, repair};

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Disruption {
    /// A hall is shut on a day.
    Closed { hall: String, day: NaiveDate },
    /// A team plays no more.
    Withdrawn { entry: String },
    /// A game cannot be played when it was to be: it goes to a later day.
    Postponed { game: String },
    /// The rules changed, and the plan follows them.
    Rules,
}

/// The draft afterwards.
#[derive(Clone, Debug)]
pub struct Mended {
    pub setup: SeasonFile,
    pub games: Vec<DraftGame>,
    /// Games that lie elsewhere now.
    pub moved: usize,
    /// Whether it was shown that no plan moves less.
    pub least: bool,
    /// Whether every rule that binds is kept.
    pub whole: bool,
}

/// What moving a game weighs: everybody has read of one that is published, and a broadcast is booked.
const PLANNED: u32 = 1;
const PUBLISHED: u32 = 10;
const BROADCAST: u32 = 10;
const STEPS: u64 = 40_000;

/// Mends a draft with the fewest moves.
pub fn mend(
    around: &Around,
    setup: &SeasonFile,
    games: &[DraftGame],
    disruption: &Disruption,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Mended, SeasonRefused> {
    let mut setup = setup.clone();
    let mut games = games.to_vec();
    let mut after = None;
    match disruption {
        Disruption::Closed { hall, day } => {
            for of in setup.halls.iter_mut().filter(|of| of.name == *hall && !of.closed.contains(day)) {
                of.closed.push(*day);
            }
        }
        Disruption::Withdrawn { entry } => {
            for game in games.iter_mut() {
                let plays = [&game.a, &game.b].into_iter().flatten().any(|side| side == entry);
                let begun = around.card(&game.key).is_some_and(|card| card.fixture.status.has_begun());
                game.out |= plays && game.round == 0 && !begun;
            }
        }
        Disruption::Postponed { game } => {
            if let Some(late) = games.iter_mut().find(|one| one.key == *game) {
                after = late.at.map(|at| (late.key.clone(), at.date()));
                (late.at, late.hall, late.court, late.locked) = (None, None, None, false);
            }
        }
        Disruption::Rules => {}
    }
    let mut board = Board::of(around, &setup, &games)?;
    let Format::Slots { games: pairs } = board.season.instance.format.clone() else {
        return Ok(Mended { setup, games, moved: 0, least: true, whole: true });
    };
    let stays: Vec<bool> = board.order.iter().map(|place| around.stays(&board.games[*place])).collect();
    let closed_to = |board: &mut Board, places: &[usize], closed: &dyn Fn(NaiveDate) -> bool| {
        let slots: Vec<usize> = (0..board.season.slots.len())
            .filter(|slot| closed(board.season.slots[*slot].at.date()))
            .collect();
        let meetings = places.iter().map(|place| (pairs[*place].home, pairs[*place].away)).collect();
        let demand = Demand::Meetings { meetings, slots, bounds: Bounds { least: 0, most: 0 } };
        board.season.instance.rules.push(Rule { hard: true, weight: 1, demand });
        board.season.topics.push(Topic::Fixed);
    };
    if let Some((key, day)) = after {
        let late = |place: &usize| board.games[board.order[*place]].key == key;
        let late: Vec<usize> = (0..pairs.len()).filter(late).collect();
        closed_to(&mut board, &late, &|date| date <= day);
    }
    let today = around.now.date();
    if today <= setup.to {
        let open: Vec<usize> = (0..pairs.len()).filter(|place| !stays[*place]).collect();
        closed_to(&mut board, &open, &|date| date < today);
    }
    let of = |place: &usize| &board.games[*place];
    let before = Before {
        slots: board.order.iter().map(|place| board.slot_of(of(place))).collect(),
        locked: stays,
        weights: board.order.iter().map(|place| weight(around, of(place))).collect(),
    };
    let mended = repair(&board.season.instance, &before, STEPS, stop);
    let laid = board.in_slots(around, &mended.slots);
    Ok(Mended {
        setup,
        games: laid,
        moved: mended.moved.len(),
        least: mended.least,
        whole: mended.infeasibility == 0,
    })
}

fn weight(around: &Around, game: &DraftGame) -> u32 {
    let Some(card) = around.card(&game.key) else { return PLANNED };
    let published = card.fixture.tip_off.is_some() && card.fixture.tip_off == game.at;
    let broadcast = !card.fixture.stream_url.is_empty();
    if published { PUBLISHED + if broadcast { BROADCAST } else { 0 } } else { PLANNED }
}
