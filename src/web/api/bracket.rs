//! The stages of a competition: which slot waits for whom, who stands there, what a correction emptied.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::routes::Routes;
use super::operation::Operation;
use super::respond::shown;
use super::schema::{Described, answers};
use crate::stages::{self, Stages, slot_name};
use crate::store::Db;
use crate::store::competitions::Competition;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, Response};
use league::ids::EntryId;
use league::stages::{Series, Slot, Source};

const READ: Operation = Operation::read(
    "/api/v1/competitions/{key}/bracket",
    "table",
    "The stages of a competition with the slots of their groups and ties",
)
.gives(BracketOut::schema);
pub const OPERATIONS: &[Operation] = &[READ];

pub fn routes(routes: Routes) -> Routes {
    routes.operation(&READ, read)
}

answers! {
    /// The stages of a competition; none where no format was chosen.
    struct BracketOut {
        /// Key of the competition
        competition: String,
        /// The format its stages were made from
        template: Option<String>,
        stages: Vec<BracketStage>,
        /// Whether groups or pairings were made up for the demonstration
        sample: bool,
    }

    /// A stage with its groups and ties.
    struct BracketStage {
        key: String,
        kind: String,
        groups: Vec<BracketGroup>,
        ties: Vec<TieOut>,
    }

    /// A group of a stage.
    struct BracketGroup {
        /// The letter in "A1"
        key: String,
        slots: Vec<SlotOut>,
    }

    /// A tie: one game or a series.
    struct TieOut {
        code: String,
        a: SlotOut,
        b: SlotOut,
        /// Key of the entry that won
        winner: Option<String>,
        /// single, best_of_5, two_legs
        series: String,
        /// Games won of a series, points of two legs; none before a game is over
        state: Option<Vec<i64>>,
        /// Whether all its results are confirmed
        official: bool,
        /// Keys of its fixtures
        fixtures: Vec<String>,
    }

    /// A place that an entry can take.
    struct SlotOut {
        slot: String,
        /// Where its entry comes from: "A1", "loser of SF2", "best third"
        comes_from: String,
        /// Key of the entry that stands there
        entry: Option<String>,
        /// Key of the entry that stood there before a correction; the slot waits for a person's word
        held_was: Option<String>,
        /// Key of the entry that would come once a person agrees
        would_be: Option<String>,
    }
}

struct Out<'a>(&'a Stages);

impl Out<'_> {
    fn key(&self, id: Option<EntryId>) -> Option<String> {
        self.0.entry(id?).map(|entry| entry.key.clone())
    }

    fn slot(&self, slot: &Slot, source: &Source) -> SlotOut {
        let waiting = self.0.changes.waiting.iter().find(|waiting| waiting.slot == *slot);
        SlotOut {
            slot: slot_name(slot),
            comes_from: source.to_string(),
            entry: self.key(self.0.current.filled.get(slot).copied()),
            held_was: self.key(self.0.current.held.get(slot).map(|held| held.was)),
            would_be: self.key(waiting.and_then(|waiting| waiting.to)),
        }
    }

    fn state(&self, tie: &league::stages::Tie) -> Option<Vec<i64>> {
        let seated = |slot: Slot| self.0.current.filled.get(&slot).copied();
        let sides = [seated(Slot::TieA(tie.code.clone()))?, seated(Slot::TieB(tie.code.clone()))?];
        let state = stages::series_of(tie, &self.0.games_of(tie), sides)?;
        Some(state.aggregate.map(i64::from).to_vec())
    }

    fn stage(&self, stage: &league::stages::Stage) -> BracketStage {
        let group = |group: &league::stages::Group| BracketGroup {
            key: group.key.clone(),
            slots: group
                .slots
                .iter()
                .enumerate()
                .map(|(index, source)| self.slot(&Slot::Group { group: group.key.clone(), index }, source))
                .collect(),
        };
        let tie = |tie: &league::stages::Tie| {
            let state = self.0.known.ties.get(&tie.code);
            TieOut {
                code: tie.code.clone(),
                a: self.slot(&Slot::TieA(tie.code.clone()), &tie.a),
                b: self.slot(&Slot::TieB(tie.code.clone()), &tie.b),
                winner: self.key(state.map(|state| state.winner)),
                series: match tie.series {
                    Series::Single => "single".into(),
                    Series::BestOf(games) => format!("best_of_{games}"),
                    Series::TwoLegs => "two_legs".into(),
                },
                state: self.state(tie),
                official: state.is_some_and(|state| state.official),
                fixtures: self.0.games_of(tie).iter().map(|card| card.fixture.key.clone()).collect(),
            }
        };
        BracketStage {
            key: stage.key.clone(),
            kind: stage.kind.as_str().into(),
            groups: stage.groups.iter().map(group).collect(),
            ties: stage.ties.iter().map(tie).collect(),
        }
    }
}

async fn read(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, competition) = super::competition(&mut db, &visitor, &key).await?;
    let out = bracket(&mut db, &competition).await?;
    shown(&visitor, &headers, &out, Some(season.id))
}

/// The stages of a competition as they stand.
pub(super) async fn bracket(db: &mut Db, competition: &Competition) -> Result<BracketOut, Error> {
    let stages = stages::load(db, competition).await?;
    Ok(BracketOut {
        competition: competition.key.clone(),
        template: stages.as_ref().map(|stages| stages.plan.template.clone()),
        sample: stages.as_ref().is_some_and(|stages| !stages.plan.sample.is_empty()),
        stages: stages
            .iter()
            .flat_map(|stages| stages.graph().stages.iter().map(|stage| Out(stages).stage(stage)))
            .collect(),
    })
}
