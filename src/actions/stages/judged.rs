//! After a correction took the ground from a game that was played: its result stands, or it is played again.

use super::series::has_begun;
use super::{finish, open};
use crate::actions::fixtures::{self as games_of_day, State, blank, record};
use crate::actions::input::{Field, Fields, Holds, What, parse, required};
use crate::actions::{Fault, Outcome, Refused, results};
use crate::stages::{games_of, slot_name};
use crate::store::Tx;
use crate::store::audit::Action;
use crate::store::competitions::Competition;
use crate::store::fixtures::{self, Card};
use crate::store::plans::{self, Plan};
use crate::store::{entries, seasons};
use league::fixture::Status;
use league::stages::Slot;

/// What a replay is made of: the tie, and why.
pub const REPLAY_FIELDS: &[Field] = &[
    required("tie", Holds::Line(20)),
    required("reason", Holds::Line(300)),
    required("document", Holds::Line(200)),
];

/// Whoever stood in an emptied slot stays there, whatever its source says now.
pub async fn let_stand(tx: &mut Tx, competition: &Competition, version: i64, slot: &str) -> Outcome<Plan> {
    let before = open(tx, competition, version).await?;
    let mut plan = before.clone();
    let was = plan.held.remove(slot).ok_or(Refused::NotFound)?;
    plan.decided.insert(slot.to_owned(), was);
    plans::update(tx, &plan).await?;
    finish(tx, competition, before).await
}

/// Annuls the games of a tie that are over, in the open, and sets them anew for who stands there now.
pub async fn replay(tx: &mut Tx, competition: &Competition, version: i64, fields: &Fields) -> Outcome<Plan> {
    let before = open(tx, competition, version).await?;
    let parsed = parse(REPLAY_FIELDS, fields)?;
    let code = parsed.text("tie");
    let tie = before.graph.ties().find(|tie| tie.code == code).cloned();
    let tie = tie.ok_or_else(|| vec![Fault::at("tie", What::NoSuchObject)])?;
    let cards = fixtures::of_competition(tx, competition.id).await?;
    let played: Vec<Card> =
        games_of(&cards, &tie).into_iter().filter(|card| has_begun(&card.fixture)).cloned().collect();
    if played.is_empty() {
        return Err(vec![Fault::at("tie", What::NotAllowed)].into());
    }
    if let Some(live) = played.iter().find(|card| card.fixture.status == Status::Live) {
        let game = live.fixture.code.clone();
        return Err(vec![Fault::at("tie", What::GameBegun { game })].into());
    }
    for card in &played {
        annul(tx, card, &parsed.text("reason"), &parsed.text("document")).await?;
    }
    let season = seasons::by_id(tx, competition.season_id).await?;
    let plan = plans::of_competition(tx, competition.id).await?.ok_or(Refused::NotFound)?;
    let entered = entries::of_competition(tx, competition.id).await?;
    let seated = |slot: Slot| {
        let key = plan.filled.get(&slot_name(&slot))?;
        entered.iter().find(|entry| entry.key == *key).map(|entry| entry.id.0)
    };
    let sides = [seated(Slot::TieA(code.clone())), seated(Slot::TieB(code.clone()))];
    for card in &played {
        let old = &card.fixture;
        let turned = old.a_source == tie.b.to_string();
        let fixture = fixtures::Fixture {
            stage_id: old.stage_id,
            round_id: old.round_id,
            code: old.code.clone(),
            a_source: old.a_source.clone(),
            b_source: old.b_source.clone(),
            a_entry_id: sides[usize::from(turned)],
            b_entry_id: sides[usize::from(!turned)],
            ..blank(tx.key(), competition)
        };
        let id = fixtures::insert(tx, &fixture).await?;
        let after = State::load(tx, id).await?;
        record(tx, Action::Created, &season, None, &after, &parsed.text("reason")).await?;
    }
    finish(tx, competition, before).await
}

/// Takes a result away by a correction, so that the ledger shows it.
async fn annul(tx: &mut Tx, card: &Card, reason: &str, document: &str) -> Outcome<()> {
    let mut fields = Fields::default();
    fields.set("outcome", "annulled");
    fields.set("reason", reason);
    fields.set("document", document);
    let key = &card.fixture.key;
    let mut version = games_of_day::version_of(tx, key).await?;
    if card.fixture.status != Status::Official {
        version = results::confirm(tx, key, version).await?.fixture.version;
    }
    results::correct(tx, key, version, &fields).await.map(drop)
}
