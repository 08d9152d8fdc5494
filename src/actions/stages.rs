//! Stages: a plan chosen and attached to its games, pairings edited, slots filled by official results.
//!
//! A slot that a correction touches is emptied and waits for a person's word; a game that has begun keeps its sides.

mod attach;
mod judged;
mod names;
mod replace;
mod series;
mod swiss;

pub use judged::{REPLAY_FIELDS, let_stand, replay};
pub use replace::begun;
pub use series::{SERIES_FIELDS, has_begun, play_as};
pub use swiss::{NextRound, PAIRING, next_round, pair_round};

use super::fixtures::{State, record as record_fixture};
use super::input::{Field, Fields, Holds, What, optional, parse, required};
use super::{Fault, Outcome, Refused, seasons};
use crate::stages::{self as state, Stages, slot_from};
use crate::store::audit::{self, Action, Kind};
use crate::store::competitions::{self, Competition};
use crate::store::entries::{self, PoolPlace};
use crate::store::fixtures;
use crate::store::plans::{self, Plan};
use crate::store::{Db, Tx};
use league::fixture::Side;
use league::ids::EntryId;
use league::stages::{
    Carry, Change, Changes, Crossing, EditRefused, Graph, Losers, Own, Slot, Source, Template, Why, apply,
    confirm, fill, games, generate, swap, validate,
};

/// What the choice of a template is made of.
pub const FIELDS: &[Field] = &[
    required(
        "template",
        Holds::Word(&[
            "factory_2025",
            "factory_2024",
            "invitational",
            "community",
            "best_thirds",
            "second_group",
            "knockout",
            "swiss",
            "pairs",
            "ladder",
            "own",
        ]),
    ),
    optional("crossing", Holds::Word(&["first_against_last", "two_apart"])),
    optional("carry", Holds::Word(&["between", "all", "nothing"])),
    optional("losers", Holds::Word(&["nothing", "third_place", "five_to_eight", "consolation"])),
    optional("rounds", Holds::Number { min: 1, max: 12 }),
    optional("groups", Holds::Number { min: 1, max: 12 }),
    optional("times", Holds::Number { min: 1, max: 4 }),
    optional("through", Holds::Number { min: 0, max: 16 }),
    optional("best", Holds::Number { min: 0, max: 12 }),
];

/// What an exchange of two slots is made of.
pub const SWAP_FIELDS: &[Field] = &[required("one", Holds::Line(20)), required("other", Holds::Line(20))];

/// The graph a template gives for the entries there are.
pub async fn draft(db: &mut Db, competition: &Competition, fields: &Fields) -> Outcome<Graph> {
    let parsed = parse(FIELDS, fields)?;
    let crossing = parsed.text("crossing").parse().unwrap_or(Crossing::FirstAgainstLast);
    let number = |name, otherwise| {
        parsed.number(name).and_then(|number| u8::try_from(number).ok()).unwrap_or(otherwise)
    };
    let rounds = number("rounds", 3);
    let losers = match parsed.text("losers").as_str() {
        "nothing" => Losers::Nothing,
        "five_to_eight" => Losers::FiveToEight,
        "consolation" => Losers::Consolation,
        _ => Losers::ThirdPlace,
    };
    let template = match parsed.text("template").as_str() {
        "factory_2024" => Template::Factory2024(crossing),
        "invitational" => Template::Invitational,
        "community" => Template::Community(crossing),
        "best_thirds" => Template::BestThirds,
        "second_group" => Template::SecondGroup(parsed.text("carry").parse().unwrap_or(Carry::Between)),
        "knockout" => Template::Knockout(losers),
        "swiss" => Template::Swiss(rounds),
        "pairs" => Template::Pairs,
        "ladder" => Template::Ladder(rounds.into()),
        "own" => Template::Own(Own {
            groups: number("groups", 1),
            times: number("times", 1),
            through: number("through", 0),
            best: number("best", 0),
            losers,
        }),
        _ => Template::Factory2025(crossing),
    };
    let entered = entries::of_competition(db, competition.id).await?;
    let count = entered.iter().filter(|entry| !entry.withdrawn).count();
    let graph = generate(template, count).map_err(|refused| {
        let what = What::EntriesDoNotFit {
            entries: refused.entries,
            least: refused.least,
            most: refused.most,
            must_be_even: refused.must_be_even,
        };
        vec![Fault::at("template", what)]
    })?;
    match validate(&graph, Some(count)).as_slice() {
        [] => Ok(graph),
        faults => Err(vec![Fault::at("template", What::PlanUnsound { faults: faults.to_vec() })].into()),
    }
}

/// Gives a competition its plan, with the stages, groups and games it asks for. What is there already is taken up.
///
/// A plan that is there is replaced while none of its games has begun, by who names the version it has.
pub async fn create(
    tx: &mut Tx,
    competition: &Competition,
    version: Option<i64>,
    fields: &Fields,
) -> Outcome<Plan> {
    seasons::must_be_open(tx, competition.season_id).await?;
    let graph = draft(tx, competition, fields).await?;
    match plans::of_competition(tx, competition.id).await? {
        Some(old) if version == Some(old.version) => replace::remove(tx, competition, &old).await?,
        Some(_) => return Err(Refused::Conflict),
        None => {}
    }
    let plan = attach::attach(tx, competition, fields.get("template"), graph, "").await?;
    record(tx, Action::Created, competition, None, &plan).await?;
    refresh(tx, competition).await?;
    Ok(plan)
}

/// The plan of a season that is put in whole: the demo's.
pub async fn adopt(tx: &mut Tx, competition: &Competition, template: Template, sample: &str) -> Outcome<()> {
    let count = entries::of_competition(tx, competition.id).await?.len();
    let graph = generate(template, count).map_err(|_| Refused::NotFound)?;
    let word = match template {
        Template::Invitational => "invitational",
        Template::Factory2024(_) => "factory_2024",
        _ => "factory_2025",
    };
    attach::attach(tx, competition, word, graph, sample).await?;
    refresh(tx, competition).await.map(drop)
}

/// Exchanges what two slots wait for.
pub async fn exchange(
    tx: &mut Tx,
    competition: &Competition,
    version: i64,
    fields: &Fields,
) -> Outcome<Plan> {
    let parsed = parse(SWAP_FIELDS, fields)?;
    let slot = |field: &str| {
        slot_from(&parsed.text(field)).ok_or_else(|| vec![Fault::at(field, What::NoSuchObject)])
    };
    let (one, other) = (slot("one")?, slot("other")?);
    if one == other {
        return Err(vec![Fault::at("other", What::SameTwice)].into());
    }
    let graph = open(tx, competition, version).await?.graph.0;
    let cards = fixtures::of_competition(tx, competition.id).await?;
    for (field, slot) in [("one", &one), ("other", &other)] {
        if let Some(game) = played_from(&graph, slot, &cards) {
            return Err(vec![Fault::at(field, What::GameBegun { game })].into());
        }
    }
    edit(tx, competition, version, |graph| swap(graph, &one, &other)).await
}

/// Sets the four pairs of two groups' first four as one of the regulations has them.
pub async fn preset(
    tx: &mut Tx,
    competition: &Competition,
    version: i64,
    crossing: Crossing,
) -> Outcome<Plan> {
    edit(tx, competition, version, |graph| {
        for (at, pair) in crossing.pairs().into_iter().enumerate() {
            for (side, wanted) in [Side::A, Side::B].into_iter().zip(pair) {
                let Some(code) = crossing_codes(graph).get(at).cloned() else { return Ok(()) };
                let target = Slot::tie(&code, side);
                let from = graph.slots().into_iter().find(|(_, source)| **source == wanted);
                if let Some(from) = from.map(|(slot, _)| slot).filter(|slot| *slot != target) {
                    swap(graph, &target, &from)?;
                }
            }
        }
        Ok(())
    })
    .await
}

/// The four ties in which two groups cross, where every side comes straight from a group.
pub fn crossing_codes(graph: &Graph) -> Vec<String> {
    let crosses = |tie: &&league::stages::Tie| {
        [&tie.a, &tie.b].iter().all(|source| matches!(source, Source::Group { place: 1..=4, .. }))
    };
    let codes: Vec<String> = graph.ties().filter(crosses).map(|tie| tie.code.clone()).collect();
    if codes.len() == 4 { codes } else { Vec::new() }
}

async fn edit(
    tx: &mut Tx,
    competition: &Competition,
    version: i64,
    change: impl FnOnce(&mut Graph) -> Result<(), EditRefused>,
) -> Outcome<Plan> {
    let before = open(tx, competition, version).await?;
    let mut plan = before.clone();
    change(&mut plan.graph).map_err(|refused| {
        vec![match refused {
            EditRefused::NoSuchSlot(_) => Fault::at("one", What::NoSuchObject),
            EditRefused::Faults(faults) => Fault::at("one", What::PlanUnsound { faults }),
        }]
    })?;
    plans::update(tx, &plan).await?;
    attach::rename_sources(tx, competition, &plan.graph).await?;
    finish(tx, competition, before).await
}

/// Says who stands behind each seed and drawn place; an empty place is open.
pub async fn enter(
    tx: &mut Tx,
    competition: &Competition,
    version: i64,
    entered: &plans::Places,
) -> Outcome<Plan> {
    let before = open(tx, competition, version).await?;
    let known = entries::of_competition(tx, competition.id).await?;
    let cards = fixtures::of_competition(tx, competition.id).await?;
    let mut plan = before.clone();
    let mut seen = Vec::new();
    plan.entered.clear();
    for (slot, source) in before.graph.slots() {
        let name = source.to_string();
        let key = match source {
            Source::Seed(_) | Source::Drawn { .. } => entered.get(&name).filter(|key| !key.is_empty()),
            _ => None,
        };
        if key != before.entered.get(&name)
            && let Some(game) = played_from(&before.graph, &slot, &cards)
        {
            return Err(vec![Fault::at(&name, What::GameBegun { game })].into());
        }
        let Some(key) = key else { continue };
        if !known.iter().any(|entry| entry.key == *key) {
            return Err(vec![Fault::at(&name, What::NoSuchObject)].into());
        }
        if seen.contains(&key) {
            return Err(vec![Fault::at(&name, What::SameTwice)].into());
        }
        seen.push(key);
        plan.entered.insert(name, key.clone());
    }
    plans::update(tx, &plan).await?;
    finish(tx, competition, before).await
}

/// A game that was begun by whoever stands in a slot: of its tie, or of its group.
fn played_from(graph: &Graph, slot: &Slot, cards: &[fixtures::Card]) -> Option<String> {
    let codes: Vec<String> = match slot {
        Slot::TieA(code) | Slot::TieB(code) => vec![code.clone()],
        Slot::Group { group, .. } => games(graph)
            .into_iter()
            .filter(|game| {
                let inside = |side: &Slot| matches!(side, Slot::Group { group: own, .. } if own == group);
                game.sides.iter().flatten().any(inside)
            })
            .map(|game| game.code)
            .collect(),
    };
    let begun = |card: &&fixtures::Card| codes.contains(&card.fixture.code) && has_begun(&card.fixture);
    cards.iter().find(begun).map(|card| card.fixture.code.clone())
}

/// Agrees to what a correction changed: the slot is filled anew by what its source says now.
pub async fn release(tx: &mut Tx, competition: &Competition, version: i64, slot: &str) -> Outcome<Plan> {
    let before = open(tx, competition, version).await?;
    let mut plan = before.clone();
    if plan.held.remove(slot).is_none() {
        return Err(Refused::NotFound);
    }
    plans::update(tx, &plan).await?;
    finish(tx, competition, before).await
}

async fn open(tx: &mut Tx, competition: &Competition, version: i64) -> Outcome<Plan> {
    seasons::must_be_open(tx, competition.season_id).await?;
    let plan = plans::of_competition(tx, competition.id).await?.ok_or(Refused::NotFound)?;
    if plan.version == version { Ok(plan) } else { Err(Refused::Conflict) }
}

async fn finish(tx: &mut Tx, competition: &Competition, before: Plan) -> Outcome<Plan> {
    let after = plans::of_competition(tx, competition.id).await?.ok_or(Refused::NotFound)?;
    record(tx, Action::Changed, competition, Some(&before), &after).await?;
    refresh(tx, competition).await?;
    plans::of_competition(tx, competition.id).await?.ok_or(Refused::NotFound)
}

/// Carries out what the results say, for the competition of a game.
pub async fn refresh_of(tx: &mut Tx, competition: league::ids::CompetitionId) -> Outcome<Changes> {
    if plans::of_competition(tx, competition).await?.is_none() {
        return Ok(Changes::default());
    }
    let competition = competitions::by_id(tx, competition).await?;
    refresh(tx, &competition).await
}

/// Carries out what the results say: slots are filled, and emptied where a correction took their ground away.
pub async fn refresh(tx: &mut Tx, competition: &Competition) -> Outcome<Changes> {
    let Some(mut stages) = state::load(tx, competition).await? else { return Ok(Changes::default()) };
    let before = stages.plan.clone();
    // A slot whose source came back to who stood there needs nobody's word.
    let back = stages.changes.waiting.iter().filter(|waiting| {
        waiting.why == Why::Held && waiting.to == stages.current.held.get(&waiting.slot).map(|held| held.was)
    });
    for slot in back.map(|waiting| waiting.slot.clone()).collect::<Vec<_>>() {
        confirm(&mut stages.current, &slot);
        stages.changes = fill(&stages.plan.graph, &stages.known, &stages.current);
    }
    let changes = stages.changes.clone();
    apply(&mut stages.current, &changes);
    for change in &changes.changes {
        match change {
            Change::Fill { slot, entry, .. } => seat(tx, &stages, slot, Some(*entry)).await?,
            Change::WouldChange { slot, .. } => seat(tx, &stages, slot, None).await?,
        }
    }
    let (filled, held) = state::places(&stages.current, &stages.entries);
    let mut plan = before.clone();
    (plan.filled.0, plan.held.0) = (filled, held);
    if plan != before {
        plans::update(tx, &plan).await?;
        record(tx, Action::Changed, competition, Some(&before), &plan).await?;
    }
    Ok(changes)
}

/// Puts an entry, or nobody, into a slot: into its group and into its games that have not begun.
async fn seat(tx: &mut Tx, stages: &Stages, slot: &Slot, entry: Option<EntryId>) -> Outcome<()> {
    if let Slot::Group { group, index } = slot {
        let pools = competitions::pools(tx, stages.plan.competition_id).await?;
        let was = stages.plan.filled.get(&state::slot_name(slot));
        let was = was.and_then(|key| stages.entries.iter().find(|entry| entry.key == *key));
        if let Some(pool) = pools.iter().find(|pool| pool.code == *group) {
            let places = entries::pool_places(tx, stages.plan.competition_id).await?;
            let is_in = |id: EntryId| places.iter().any(|p| p.pool_id == pool.id && p.entry_id == id);
            match entry {
                Some(id) if !is_in(id) => {
                    let sort = i64::try_from(*index).unwrap_or(0);
                    let place = PoolPlace { pool_id: pool.id, entry_id: id, sort, sample: String::new() };
                    entries::insert_pool_place(tx, &place).await?;
                }
                Some(_) => {}
                None => {
                    if let Some(was) = was {
                        entries::remove_pool_place(tx, pool.id, was.id).await?;
                    }
                }
            }
        }
    }
    for game in games(&stages.plan.graph) {
        let Some(at) = game.sides.as_ref().and_then(|sides| sides.iter().position(|side| side == slot))
        else {
            continue;
        };
        // Read anew: the other side of the same game may have been seated a moment ago.
        let cards = fixtures::of_competition(tx, stages.plan.competition_id).await?;
        let is_open = |card: &&fixtures::Card| card.fixture.code == game.code && !has_begun(&card.fixture);
        let Some(card) = cards.iter().find(is_open) else { continue };
        let before = State::load(tx, card.fixture.id).await?;
        let mut fixture = card.fixture.clone();
        let side = if at == 0 { &mut fixture.a_entry_id } else { &mut fixture.b_entry_id };
        *side = entry.map(|id| id.0);
        if fixture == before.fixture {
            continue;
        }
        fixtures::update(tx, &fixture).await?;
        let after = State::load(tx, fixture.id).await?;
        let season = crate::store::seasons::by_id(tx, card.season_id).await?;
        record_fixture(tx, Action::Changed, &season, Some(&before), &after, "").await?;
    }
    Ok(())
}

async fn record(
    tx: &mut Tx,
    action: Action,
    competition: &Competition,
    before: Option<&Plan>,
    after: &Plan,
) -> Outcome<()> {
    let mut entry = audit::Entry::new(action, Kind::Plan, &competition.key, &competition.name_zh)
        .season(competition.season_id)
        .after(after);
    if let Some(before) = before {
        entry = entry.before(before);
    }
    tx.record(entry).await?;
    Ok(())
}
