//! A plan and the rows it lives in: stages, groups, rounds and games that are missing are added, those there are kept.

use super::names;
use crate::actions::Outcome;
use crate::actions::fixtures::{State, blank, record};
use crate::store::Tx;
use crate::store::audit::Action;
use crate::store::competitions::{self, Competition, Pool, Round, Stage};
use crate::store::fixtures;
use crate::store::plans::{self, Places, Plan};
use crate::store::{entries, seasons};
use league::competition::StageKind as Coarse;
use league::ids::{PoolId, RoundId, StageId};
use league::stages::{GamePlan, Graph, Round as RoundName, Source, StageKind, games};
use sqlx::types::Json;
use std::collections::BTreeMap;

/// Stores a plan and adds what it lacks.
pub(super) async fn attach(
    tx: &mut Tx,
    competition: &Competition,
    template: &str,
    graph: Graph,
    sample: &str,
) -> Outcome<Plan> {
    let entered = entered_already(tx, competition, &graph).await?;
    let plan = Plan {
        competition_id: competition.id,
        template: template.to_owned(),
        graph: Json(graph),
        entered: Json(entered),
        filled: Json(Places::new()),
        decided: Json::default(),
        held: Json(Places::new()),
        sample: sample.to_owned(),
        version: 1,
    };
    plans::insert(tx, &plan).await?;
    let mut rows = Rows { stages: BTreeMap::new(), pools: BTreeMap::new(), rounds: BTreeMap::new() };
    for stage in &plan.graph.stages {
        rows.take_groups(tx, competition, stage).await?;
    }
    for game in games(&plan.graph) {
        rows.game(tx, competition, &plan.graph, &game).await?;
    }
    Ok(plan)
}

/// Writes the sources of a changed graph into the games nobody has played.
pub(super) async fn rename_sources(tx: &mut Tx, competition: &Competition, graph: &Graph) -> Outcome<()> {
    let cards = fixtures::of_competition(tx, competition.id).await?;
    for game in games(graph) {
        let Some([a, b]) = game.sources.as_ref().map(|sources| sources.each_ref().map(Source::to_string))
        else {
            continue;
        };
        let Some(card) = cards.iter().find(|card| card.fixture.code == game.code) else { continue };
        if card.fixture.status.is_over() || [&card.fixture.a_source, &card.fixture.b_source] == [&a, &b] {
            continue;
        }
        let before = State::load(tx, card.fixture.id).await?;
        let mut fixture = card.fixture.clone();
        (fixture.a_source, fixture.b_source) = (a, b);
        fixtures::update(tx, &fixture).await?;
        let after = State::load(tx, fixture.id).await?;
        let season = seasons::by_id(tx, card.season_id).await?;
        record(tx, Action::Changed, &season, Some(&before), &after, "").await?;
    }
    Ok(())
}

/// Who stands in the groups before there is a plan, in their order.
async fn entered_already(tx: &mut Tx, competition: &Competition, graph: &Graph) -> Outcome<Places> {
    let pools = competitions::pools(tx, competition.id).await?;
    let places = entries::pool_places(tx, competition.id).await?;
    let entered = entries::of_competition(tx, competition.id).await?;
    let mut found = Places::new();
    for group in graph.groups() {
        let Some(pool) = pools.iter().find(|pool| pool.code == group.key) else { continue };
        let here = places.iter().filter(|place| place.pool_id == pool.id);
        for (source, place) in group.slots.iter().zip(here) {
            if let Some(entry) = entered.iter().find(|entry| entry.id == place.entry_id) {
                found.insert(source.to_string(), entry.key.clone());
            }
        }
    }
    Ok(found)
}

/// The rows of a plan by their keys in the graph.
struct Rows {
    stages: BTreeMap<String, StageId>,
    pools: BTreeMap<String, Pool>,
    rounds: BTreeMap<(StageId, u16), RoundId>,
}

impl Rows {
    /// Takes up the groups that are there by their letter, and adds the others.
    async fn take_groups(
        &mut self,
        tx: &mut Tx,
        competition: &Competition,
        stage: &league::stages::Stage,
    ) -> Outcome<()> {
        let there = competitions::pools(tx, competition.id).await?;
        for (sort, group) in stage.groups.iter().enumerate() {
            let pool = match there.iter().find(|pool| pool.code == group.key) {
                Some(pool) => {
                    self.stages.insert(stage.key.clone(), pool.stage_id);
                    pool.clone()
                }
                None => {
                    let stage_id = self.stage(tx, competition, stage).await?;
                    let (name_zh, name_en) = names::of_group(&group.key);
                    let mut pool = Pool {
                        id: PoolId(0),
                        key: tx.key(),
                        stage_id,
                        name_zh,
                        name_en,
                        sort: sort as i64,
                        complete: false,
                        sample: String::new(),
                        code: group.key.clone(),
                    };
                    pool.id = competitions::insert_pool(tx, &pool).await?;
                    pool
                }
            };
            self.pools.insert(group.key.clone(), pool);
        }
        Ok(())
    }

    async fn stage(
        &mut self,
        tx: &mut Tx,
        competition: &Competition,
        stage: &league::stages::Stage,
    ) -> Outcome<StageId> {
        if let Some(id) = self.stages.get(&stage.key) {
            return Ok(*id);
        }
        let last = competitions::stages(tx, competition.id).await?.iter().map(|s| s.sort).max().unwrap_or(0);
        let (name_zh, name_en) = names::of_stage(stage);
        let row = Stage {
            id: StageId(0),
            key: tx.key(),
            competition_id: competition.id,
            kind: match stage.kind {
                StageKind::Groups | StageKind::Swiss => Coarse::Groups,
                StageKind::Pairs | StageKind::Ladder => Coarse::Single,
                _ => Coarse::Knockout,
            },
            name_zh: name_zh.into(),
            name_en: name_en.into(),
            sort: last + 10,
            sample: String::new(),
            form: stage.kind.as_str().into(),
        };
        let id = competitions::insert_stage(tx, &row).await?;
        self.stages.insert(stage.key.clone(), id);
        Ok(id)
    }

    /// Adds a game that is not there; a group that has games already is left as it is.
    async fn game(
        &mut self,
        tx: &mut Tx,
        competition: &Competition,
        graph: &Graph,
        game: &GamePlan,
    ) -> Outcome<()> {
        let cards = fixtures::of_competition(tx, competition.id).await?;
        let pool = game.group.as_ref().and_then(|group| self.pools.get(group)).cloned();
        let other_code = |card: &&fixtures::Card| {
            !card.fixture.code.starts_with(&format!("{}-", game.group.as_deref().unwrap_or("")))
        };
        let has_games = pool.as_ref().is_some_and(|pool| {
            cards.iter().filter(|card| card.fixture.pool_id == Some(pool.id.0)).any(|card| other_code(&card))
        });
        if has_games || cards.iter().any(|card| card.fixture.code == game.code) {
            return Ok(());
        }
        let Some(stage) = graph.stages.iter().find(|stage| stage.key == game.stage) else { return Ok(()) };
        let stage_id = match &pool {
            Some(pool) => pool.stage_id,
            None => self.stage(tx, competition, stage).await?,
        };
        let mut fixture = blank(tx.key(), competition);
        fixture.stage_id = Some(stage_id.0);
        fixture.pool_id = pool.map(|pool| pool.id.0);
        fixture.code = game.code.clone();
        if let RoundName::Number(number) = game.round {
            fixture.round_id = Some(self.round(tx, stage_id, number).await?.0);
        }
        if let Some([a, b]) = &game.sources {
            (fixture.a_source, fixture.b_source) = (a.to_string(), b.to_string());
        }
        let id = fixtures::insert(tx, &fixture).await?;
        let season = seasons::by_id(tx, competition.season_id).await?;
        let after = State::load(tx, id).await?;
        record(tx, Action::Created, &season, None, &after, "").await
    }

    async fn round(&mut self, tx: &mut Tx, stage_id: StageId, number: u16) -> Outcome<RoundId> {
        if let Some(id) = self.rounds.get(&(stage_id, number)) {
            return Ok(*id);
        }
        let (name_zh, name_en) = names::of_round(number);
        let row = Round {
            id: RoundId(0),
            key: tx.key(),
            stage_id,
            name_zh,
            name_en,
            sort: number.into(),
            sample: String::new(),
        };
        let id = competitions::insert_round(tx, &row).await?;
        self.rounds.insert((stage_id, number), id);
        Ok(id)
    }
}
