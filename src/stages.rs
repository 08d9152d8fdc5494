//! Where the stages of a competition stand: its plan, what the results give to each slot, what a person must settle.

use crate::store::competitions::Competition;
use crate::store::entries::{self, Entry};
use crate::store::fixtures::{self, Card};
use crate::store::plans::{self, Places, Plan};
use crate::store::rulings;
use crate::store::{Db, Result};
use crate::tables::{self, GroupTable};
use league::fixture::{self, Losers, Outcome, Score, Side, Status};
use league::ids::{CompetitionId, EntryId};
use league::stages::{
    Changes, Current, Graph, GroupState, Held, Known, Series, Slot, Source, Tie, TieState, fill,
};
use league::standings::Side as SeriesSide;
use league::standings::series::{self, Leg, LostBy, SeriesState};

mod across;

pub use across::{Compared, Ranked, Row};

/// A plan with everything that is known about it.
#[derive(Clone, Debug)]
pub struct Stages {
    pub plan: Plan,
    pub entries: Vec<Entry>,
    pub tables: Vec<GroupTable>,
    pub cards: Vec<Card>,
    /// The places that are compared across groups.
    pub across: Vec<Compared>,
    pub known: Known,
    pub current: Current,
    /// What follows from the results and has not been carried out, and what waits.
    pub changes: Changes,
}

impl Stages {
    /// The graph.
    pub fn graph(&self) -> &Graph {
        &self.plan.graph
    }

    /// The entry with an id.
    pub fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// The games of a tie, in the order of their codes.
    pub fn games_of(&self, tie: &Tie) -> Vec<&Card> {
        games_of(&self.cards, tie)
    }

    /// The table of a group.
    pub fn table(&self, group: &str) -> Option<&GroupTable> {
        table_of(&self.tables, group)
    }
}

/// The stages of a competition, where it has a plan.
pub async fn load(db: &mut Db, competition: &Competition) -> Result<Option<Stages>> {
    let Some(plan) = plans::of_competition(db, competition.id).await? else { return Ok(None) };
    let entries = entries::of_competition(db, competition.id).await?;
    let tables = tables::of_competition(db, competition).await?;
    let cards = fixtures::of_competition(db, competition.id).await?;
    let rulings = rulings::of_competition(db, competition.id).await?;
    let across = across::of(&plan.graph, &tables, &tables::rule_set(competition), &rulings);
    let known = known(&plan, &entries, &tables, &cards, &across);
    let current = current(&plan, &entries);
    let changes = fill(&plan.graph, &known, &current);
    Ok(Some(Stages { plan, entries, tables, cards, across, known, current, changes }))
}

/// A slot as it is stored: "A/1" is the first place of group A, "QF1/a" a side of a tie.
pub fn slot_name(slot: &Slot) -> String {
    match slot {
        Slot::Group { group, index } => format!("{group}/{}", index + 1),
        Slot::TieA(code) => format!("{code}/a"),
        Slot::TieB(code) => format!("{code}/b"),
    }
}

/// Reads a stored slot.
pub fn slot_from(name: &str) -> Option<Slot> {
    let (owner, place) = name.split_once('/')?;
    let owner = owner.to_owned();
    Some(match place {
        "a" => Slot::TieA(owner),
        "b" => Slot::TieB(owner),
        number => {
            let index = number.parse::<usize>().ok()?.checked_sub(1)?;
            Slot::Group { group: owner, index }
        }
    })
}

/// What slots hold, as it is stored.
pub fn places(current: &Current, entries: &[Entry]) -> (Places, Places) {
    let key = |id: EntryId| entries.iter().find(|entry| entry.id == id).map(|entry| entry.key.clone());
    let filled = current.filled.iter().filter_map(|(slot, id)| Some((slot_name(slot), key(*id)?)));
    let held = current.held.iter().filter_map(|(slot, held)| Some((slot_name(slot), key(held.was)?)));
    (filled.collect(), held.collect())
}

fn id_of(entries: &[Entry], key: &str) -> Option<EntryId> {
    entries.iter().find(|entry| entry.key == key).map(|entry| entry.id)
}

fn current(plan: &Plan, entries: &[Entry]) -> Current {
    let read = |(slot, key): (&String, &String)| Some((slot_from(slot)?, id_of(entries, key)?));
    Current {
        filled: plan.filled.iter().filter_map(read).collect(),
        held: plan.held.iter().filter_map(read).map(|(slot, was)| (slot, Held { was })).collect(),
    }
}

fn known(
    plan: &Plan,
    entries: &[Entry],
    tables: &[GroupTable],
    cards: &[Card],
    across: &[Compared],
) -> Known {
    let graph = &plan.graph;
    let mut known = Known::default();
    for (source, key) in plan.entered.iter() {
        if let (Ok(source), Some(id)) = (source.parse::<Source>(), id_of(entries, key)) {
            known.entered.insert(source, id);
        }
    }
    for (slot, key) in plan.decided.iter() {
        if let (Some(slot), Some(id)) = (slot_from(slot), id_of(entries, key)) {
            known.decided.insert(slot, id);
        }
    }
    for group in graph.groups() {
        if let Some(table) = table_of(tables, &group.key) {
            let ids = |teams: &Vec<_>| teams.iter().map(|team| table.entry(*team).id).collect();
            let state = GroupState {
                complete: table.group.complete,
                official: table.official,
                ranking: table.standing.ranking.iter().map(ids).collect(),
            };
            known.groups.insert(group.key.clone(), state);
        }
    }
    for tie in graph.ties() {
        let games = games_of(cards, tie);
        if is_void(tie, &games) {
            known.void.insert(tie.code.clone());
        } else if let Some(state) = tie_state(tie, &games) {
            known.ties.insert(tie.code.clone(), state);
        }
    }
    for compared in across {
        if let Ok(classes) = &compared.classes {
            let ids = |class: &Vec<Row>| class.iter().map(|row| row.entry.id).collect();
            known.across.insert(compared.place, classes.iter().map(ids).collect());
        }
    }
    known
}

fn table_of<'a>(tables: &'a [GroupTable], group: &str) -> Option<&'a GroupTable> {
    tables.iter().find(|table| table.pool.as_ref().is_some_and(|pool| pool.code == group))
}

/// The games of a tie among those of its competition, in the order of their codes.
pub fn games_of<'a>(cards: &'a [Card], tie: &Tie) -> Vec<&'a Card> {
    let is_of = |card: &&Card| match (tie.series, card.fixture.code.strip_prefix(&tie.code)) {
        (_, Some("")) => true,
        (Series::Single, _) | (_, None) => false,
        (_, Some(rest)) => {
            rest.strip_prefix('-').is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
        }
    };
    let mut games: Vec<&Card> =
        cards.iter().filter(|card| card.fixture.pool_id.is_none()).filter(is_of).collect();
    // A game that was annulled and played again counts no more; one without a successor is still shown.
    let all = games.clone();
    games.retain(|card| {
        !is_annulled(card)
            || all.iter().all(|other| is_annulled(other) || other.fixture.code != card.fixture.code)
    });
    games.sort_by(|a, b| a.fixture.code.cmp(&b.fixture.code));
    games
}

fn is_annulled(card: &Card) -> bool {
    card.fixture.status.is_over() && matches!(card.fixture.outcome(), Outcome::Annulled)
}

/// Whether nobody goes on from a tie: both sides lost its only game.
fn is_void(tie: &Tie, games: &[&Card]) -> bool {
    let both_lost = |card: &Card| {
        let lost = matches!(
            card.fixture.outcome(),
            Outcome::Forfeit(Losers::Both) | Outcome::Absent(_, Losers::Both)
        );
        lost && card.fixture.status == Status::Official
    };
    tie.series == Series::Single && games.iter().any(|card| both_lost(card))
}

/// Who has won a tie, once that is certain.
fn tie_state(tie: &Tie, games: &[&Card]) -> Option<TieState> {
    let first = &games.first()?.fixture;
    let sides = [EntryId(first.a_entry_id?), EntryId(first.b_entry_id?)];
    let over: Vec<&Card> = games.iter().copied().filter(|card| card.fixture.status.is_over()).collect();
    let winner = match (tie.series, over.as_slice()) {
        // Of some games of the past only the winner is known.
        (Series::Single, [card]) if card.fixture.score().is_none() && card.fixture.outcome == "played" => {
            match card.fixture.winner_known.parse().ok()? {
                Side::A => SeriesSide::A,
                Side::B => SeriesSide::B,
            }
        }
        _ => series_state(tie, &over, sides)?.winner?,
    };
    let winner = match winner {
        SeriesSide::A => sides[0],
        SeriesSide::B => sides[1],
    };
    let official = over.iter().all(|card| card.fixture.status == Status::Official);
    Some(TieState { sides, winner, official })
}

/// Where a tie stands for these two entries, in this order; nothing while no game of it is over.
pub fn series_of(tie: &Tie, games: &[&Card], sides: [EntryId; 2]) -> Option<SeriesState> {
    let over: Vec<&Card> = games.iter().copied().filter(|card| card.fixture.status.is_over()).collect();
    series_state(tie, &over, sides)
}

/// Which part of its tie a game is: one of two legs may end level, the second goes on while the sum is.
pub async fn leg_of(db: &mut Db, game: &fixtures::Fixture) -> Result<fixture::Leg> {
    let whole = fixture::Leg::Whole;
    if game.pool_id.is_some() {
        return Ok(whole);
    }
    let competition = CompetitionId(game.competition_id.0);
    let Some(plan) = plans::of_competition(db, competition).await? else { return Ok(whole) };
    let cards = fixtures::of_competition(db, competition).await?;
    for tie in plan.graph.ties().filter(|tie| tie.series == Series::TwoLegs) {
        let games = games_of(&cards, tie);
        let Some(at) = games.iter().position(|card| card.fixture.id == game.id) else { continue };
        let first = &games[0].fixture;
        return Ok(match first.score().filter(|_| at > 0 && first.status.is_over()) {
            Some(score) if first.a_entry_id == game.a_entry_id => fixture::Leg::Second { before: score },
            Some(score) => fixture::Leg::Second { before: Score { a: score.b, b: score.a } },
            None => fixture::Leg::First,
        });
    }
    Ok(whole)
}

/// Where the games played leave a tie.
fn series_state(tie: &Tie, over: &[&Card], sides: [EntryId; 2]) -> Option<SeriesState> {
    let legs: Vec<Leg> = over.iter().filter_map(|card| leg(card, sides)).collect();
    match (tie.series, legs.as_slice()) {
        (_, []) => None,
        (Series::Single, [game, ..]) => Some(series::single_game(game)),
        (Series::BestOf(games), played) => Some(series::best_of(games, played)),
        (Series::TwoLegs, [first, rest @ ..]) => Some(series::two_legs(first, rest.first())),
    }
}

/// A game with its score turned to the sides of the tie.
fn leg(card: &Card, sides: [EntryId; 2]) -> Option<Leg> {
    let fixture = &card.fixture;
    let turned = fixture.a_entry_id == Some(sides[1].0);
    let turn = |[a, b]: [u16; 2]| if turned { [b, a] } else { [a, b] };
    let side = |side: Side| match (side, turned) {
        (Side::A, false) | (Side::B, true) => SeriesSide::A,
        _ => SeriesSide::B,
    };
    let one = |losers: Losers| match losers {
        Losers::A => Some(side(Side::A)),
        Losers::B => Some(side(Side::B)),
        Losers::Both => None,
    };
    let lost_by = match fixture.outcome() {
        Outcome::Unknown | Outcome::Annulled => return None,
        Outcome::Played => None,
        Outcome::Default(loser) => Some(LostBy::Default(side(loser))),
        Outcome::Forfeit(losers) | Outcome::Absent(_, losers) => Some(LostBy::Forfeit(one(losers)?)),
    };
    let score = match (fixture.score(), lost_by) {
        (Some(score), _) => [score.a, score.b],
        (None, Some(_)) => [0, 0],
        (None, None) => return None,
    };
    Some(Leg { score: turn(score), regulation: None, lost_by })
}
