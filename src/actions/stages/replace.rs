//! A plan taken away before its first game, so that another can be chosen.

use super::{Plan, record, series::has_begun};
use crate::actions::fixtures::{State, record as record_fixture};
use crate::actions::input::What;
use crate::actions::{Fault, Outcome};
use crate::store::audit::Action;
use crate::store::competitions::{self, Competition, Pool};
use crate::store::fixtures::{self, Card};
use crate::store::{Db, Tx};
use crate::store::{plans, seasons};
use league::stages::{Graph, games};

/// A game of the plan that is being played or over: from then on the plan stays.
pub async fn begun(db: &mut Db, competition: &Competition, graph: &Graph) -> Outcome<Option<String>> {
    let cards = fixtures::of_competition(db, competition.id).await?;
    let codes: Vec<String> = games(graph).into_iter().map(|game| game.code).collect();
    let pools = competitions::pools(db, competition.id).await?;
    let is_planned = |pool: &&Pool| graph.groups().any(|group| group.key == pool.code);
    let pools: Vec<i32> = pools.iter().filter(is_planned).map(|pool| pool.id.0).collect();
    let is_of = |card: &&Card| {
        codes.contains(&card.fixture.code) || card.fixture.pool_id.is_some_and(|pool| pools.contains(&pool))
    };
    let game = cards.iter().filter(is_of).find(|card| has_begun(&card.fixture));
    Ok(game.map(|game| {
        let fixture = &game.fixture;
        if fixture.code.is_empty() { fixture.key.clone() } else { fixture.code.clone() }
    }))
}

/// Takes a plan away with the games, groups and stages it made.
pub(super) async fn remove(tx: &mut Tx, competition: &Competition, plan: &Plan) -> Outcome<()> {
    if let Some(game) = begun(tx, competition, &plan.graph).await? {
        return Err(vec![Fault::at("template", What::GameBegun { game })].into());
    }
    let cards = fixtures::of_competition(tx, competition.id).await?;
    let season = seasons::by_id(tx, competition.season_id).await?;
    let codes: Vec<String> = games(&plan.graph).into_iter().map(|game| game.code).collect();
    for card in cards.iter().filter(|card| codes.contains(&card.fixture.code)) {
        let before = State::load(tx, card.fixture.id).await?;
        let mut fixture = before.fixture.clone();
        (fixture.stage_id, fixture.pool_id, fixture.round_id) = (None, None, None);
        fixture.archived = true;
        fixtures::update(tx, &fixture).await?;
        let after = State::load(tx, fixture.id).await?;
        record_fixture(tx, Action::Archived, &season, Some(&before), &after, "").await?;
    }
    let groups: Vec<&str> = plan.graph.groups().map(|group| group.key.as_str()).collect();
    for pool in competitions::pools(tx, competition.id).await? {
        if groups.contains(&pool.code.as_str()) {
            competitions::remove_unplayed_pool(tx, pool.id).await?;
        }
    }
    for stage in competitions::stages(tx, competition.id).await? {
        if !stage.form.is_empty() {
            competitions::remove_unplayed_stage(tx, stage.id).await?;
        }
    }
    plans::delete(tx, competition.id).await?;
    record(tx, Action::Archived, competition, None, plan).await
}
