//! Ties as series: a round of a knock-out as one game, best of n, or two legs, with the games that takes.

use super::{finish, open};
use crate::actions::fixtures::{self as games_of_day, State, blank, record};
use crate::actions::input::{Field, Fields, Holds, What, parse, required};
use crate::actions::{Fault, Outcome};
use crate::stages::{games_of, slot_name};
use crate::store::Tx;
use crate::store::audit::Action;
use crate::store::competitions::Competition;
use crate::store::fixtures::{self, Fixture};
use crate::store::plans::{self, Plan};
use crate::store::{entries, seasons};
use league::fixture::Status;
use league::stages::{GamePlan, Graph, Series, Slot, Source, games, rounds_of_ties, set_series, validate};

/// What the choice of a series is made of; a round is named by the code of its first tie.
pub const SERIES_FIELDS: &[Field] = &[
    required("round", Holds::Line(20)),
    required("series", Holds::Word(SERIES)),
    required("home", Holds::Word(HOME)),
];
const SERIES: &[&str] = &["single", "best_of_3", "best_of_5", "best_of_7", "two_legs"];
const HOME: &[&str] = &["in_turn", "second_first", "two_two_one", "two_three_two"];

/// Says how the ties of a round are played, and gives them the games that takes. Not once one of them has begun.
pub async fn play_as(tx: &mut Tx, competition: &Competition, version: i64, fields: &Fields) -> Outcome<Plan> {
    let before = open(tx, competition, version).await?;
    let parsed = parse(SERIES_FIELDS, fields)?;
    let round = parsed.text("round");
    let rounds = rounds_of_ties(&before.graph);
    let codes = rounds.into_iter().map(|(_, codes)| codes).find(|codes| codes.contains(&round));
    let codes = codes.ok_or_else(|| vec![Fault::at("round", What::NoSuchObject)])?;
    let cards = fixtures::of_competition(tx, competition.id).await?;
    for tie in before.graph.ties().filter(|tie| codes.contains(&tie.code)) {
        if let Some(card) = games_of(&cards, tie).into_iter().find(|card| has_begun(&card.fixture)) {
            let game = card.fixture.code.clone();
            return Err(vec![Fault::at("round", What::GameBegun { game })].into());
        }
    }
    let series = match parsed.text("series").as_str() {
        "best_of_3" => Series::BestOf(3),
        "best_of_5" => Series::BestOf(5),
        "best_of_7" => Series::BestOf(7),
        "two_legs" => Series::TwoLegs,
        _ => Series::Single,
    };
    let home: &[u8] = match parsed.text("home").as_str() {
        "second_first" => &[0, 1, 1, 1, 1, 1, 1, 1],
        "two_two_one" => &[2, 2, 1, 1, 1],
        "two_three_two" => &[2, 3, 2],
        _ => &[],
    };
    let mut plan = before.clone();
    set_series(&mut plan.graph, &codes, series, home);
    let faults = validate(&plan.graph, None);
    if !faults.is_empty() {
        return Err(vec![Fault::at("series", What::PlanUnsound { faults })].into());
    }
    plans::update(tx, &plan).await?;
    for code in &codes {
        fit_games(tx, competition, &before.graph, &plan, code).await?;
    }
    finish(tx, competition, before).await
}

/// Whether a game is being played or over.
pub fn has_begun(fixture: &Fixture) -> bool {
    fixture.status.is_over() || fixture.status == Status::Live
}

/// Gives a tie the games it needs: those there are kept in their order, missing ones added, others taken off.
async fn fit_games(
    tx: &mut Tx,
    competition: &Competition,
    before: &Graph,
    plan: &Plan,
    code: &str,
) -> Outcome<()> {
    let cards = fixtures::of_competition(tx, competition.id).await?;
    let there: Vec<fixtures::Card> = match before.ties().find(|tie| tie.code == code) {
        Some(tie) => games_of(&cards, tie).into_iter().cloned().collect(),
        None => Vec::new(),
    };
    let entered = entries::of_competition(tx, competition.id).await?;
    let seated = |slot: &Slot| {
        let key = plan.filled.get(&slot_name(slot))?;
        entered.iter().find(|entry| entry.key == *key).map(|entry| entry.id.0)
    };
    let season = seasons::by_id(tx, competition.season_id).await?;
    let planned: Vec<GamePlan> =
        games(&plan.graph).into_iter().filter(|game| game.tie.as_deref() == Some(code)).collect();
    for (at, game) in planned.iter().enumerate() {
        let was = match there.get(at) {
            Some(card) => Some(State::load(tx, card.fixture.id).await?),
            None => None,
        };
        let mut fixture = was.as_ref().map_or_else(
            || Fixture {
                stage_id: there.first().and_then(|card| card.fixture.stage_id),
                ..blank(String::new(), competition)
            },
            |state| state.fixture.clone(),
        );
        fixture.code.clone_from(&game.code);
        if let (Some([a, b]), Some(sources)) = (&game.sides, &game.sources) {
            [fixture.a_source, fixture.b_source] = sources.each_ref().map(Source::to_string);
            (fixture.a_entry_id, fixture.b_entry_id) = (seated(a), seated(b));
        }
        if was.as_ref().is_some_and(|state| state.fixture == fixture) {
            continue;
        }
        let action = if was.is_some() { Action::Changed } else { Action::Created };
        let id = if was.is_some() {
            fixtures::update(tx, &fixture).await?;
            fixture.id
        } else {
            fixture.key = tx.key();
            fixtures::insert(tx, &fixture).await?
        };
        let after = State::load(tx, id).await?;
        record(tx, action, &season, was.as_ref(), &after, "").await?;
    }
    for card in there.iter().skip(planned.len()) {
        games_of_day::archive(tx, &card.fixture.key, card.fixture.version).await?;
    }
    Ok(())
}
