//! Swiss rounds: the next one is paired by the table once the last is official.

use super::{finish, open};
use crate::actions::fixtures::{State, record};
use crate::actions::input::{Fields, What};
use crate::actions::{Fault, Outcome, rulings};
use crate::stages::Stages;
use crate::store::Tx;
use crate::store::audit::Action;
use crate::store::competitions::Competition;
use crate::store::fixtures::{self, Card};
use crate::store::plans::Plan;
use crate::store::seasons;
use league::fixture::Status;
use league::ids::EntryId;
use league::stages::{Group, GroupFormat, swiss};

/// What a fault of pairing is about: the round has a button and no field.
pub const PAIRING: &str = "pairing";

/// A round that waits for its pairs.
#[derive(Clone, Debug)]
pub struct NextRound {
    pub group: String,
    /// From 1.
    pub number: usize,
    /// Its games, in the order of their codes.
    pub games: Vec<Card>,
    /// A game that must be official first.
    pub waits_for: Option<String>,
}

/// The first round of a Swiss group that is not paired.
pub fn next_round(stages: &Stages) -> Option<NextRound> {
    let group = stages.graph().groups().find(|group| matches!(group.format, GroupFormat::Swiss(_)))?;
    let games = games(stages, group);
    let tables = (group.slots.len() / 2).max(1);
    let is_open = |card: &Card| card.fixture.a_entry_id.is_none() && card.fixture.b_entry_id.is_none();
    let number = games.chunks(tables).position(|round| round.iter().any(is_open))?;
    let before = &games[..number * tables];
    let round = games.chunks(tables).nth(number)?.to_vec();
    let unsettled =
        before.iter().find(|card| !matches!(card.fixture.status, Status::Official | Status::Cancelled));
    Some(NextRound {
        group: group.key.clone(),
        number: number + 1,
        games: round,
        waits_for: unsettled.map(|card| card.fixture.code.clone()),
    })
}

fn games(stages: &Stages, group: &Group) -> Vec<Card> {
    let letter = format!("{}-", group.key);
    let mut games: Vec<Card> =
        stages.cards.iter().filter(|card| card.fixture.code.starts_with(&letter)).cloned().collect();
    games.sort_by_key(|card| card.fixture.code[letter.len()..].parse::<usize>().unwrap_or(usize::MAX));
    games
}

/// Pairs the next round. Who rests gets the points of a win, by a ruling everybody can read.
pub async fn pair_round(tx: &mut Tx, competition: &Competition, version: i64) -> Outcome<Plan> {
    let before = open(tx, competition, version).await?;
    let fault = |what: What| vec![Fault::at(PAIRING, what)];
    let stages = crate::stages::load(tx, competition).await?.ok_or_else(|| fault(What::NoSuchObject))?;
    let next = next_round(&stages).ok_or_else(|| fault(What::NoSuchObject))?;
    if let Some(game) = next.waits_for {
        return Err(fault(What::NotOfficialYet { game }).into());
    }
    let table = stages.table(&next.group).ok_or_else(|| fault(What::NoSuchObject))?;
    let group = stages.graph().groups().find(|group| group.key == next.group);
    let group = group.ok_or_else(|| fault(What::NoSuchObject))?;
    if table.teams.len() != group.slots.len() {
        return Err(fault(What::PlacesOpen).into());
    }
    let seeded: Vec<EntryId> = table.teams.iter().map(|entry| entry.id).collect();
    let order = if next.number == 1 {
        first_round(&seeded)
    } else {
        table.standing.ranking.iter().flatten().map(|team| table.entry(*team).id).collect()
    };
    let played: Vec<[EntryId; 2]> = games(&stages, group)
        .iter()
        .filter_map(|card| Some([EntryId(card.fixture.a_entry_id?), EntryId(card.fixture.b_entry_id?)]))
        .collect();
    let met = |id: &EntryId| played.iter().filter(|pair| pair.contains(id)).count();
    let rested: Vec<EntryId> = seeded.iter().copied().filter(|id| met(id) + 1 < next.number).collect();
    let GroupFormat::Swiss(rounds) = group.format else { return Err(fault(What::NoSuchObject).into()) };
    let to_come = (usize::from(rounds) + 1).saturating_sub(next.number);
    let paired = swiss::next_round(&order, &played, &rested, to_come);
    let paired = paired.ok_or_else(|| fault(What::NoPairing))?;
    let season = seasons::by_id(tx, competition.season_id).await?;
    for (card, [a, b]) in next.games.iter().zip(paired.pairs) {
        let was = State::load(tx, card.fixture.id).await?;
        let mut fixture = was.fixture.clone();
        (fixture.a_entry_id, fixture.b_entry_id) = (Some(a.0), Some(b.0));
        fixtures::update(tx, &fixture).await?;
        let after = State::load(tx, fixture.id).await?;
        record(tx, Action::Changed, &season, Some(&was), &after, "").await?;
    }
    if let Some(rests) = paired.rests.and_then(|id| stages.entry(id)) {
        let ruling = Fields::from_pairs([
            ("kind", "points"),
            ("entry", &rests.key),
            ("points", &crate::tables::rule_set(competition).points.win.to_string()),
            ("reason", &format!("第{}轮轮空 · rests in round {}", next.number, next.number)),
            ("document", "瑞士制编排 · Swiss pairing"),
        ]);
        rulings::create(tx, competition, &ruling).await?;
    }
    finish(tx, competition, before).await
}

/// The first round has no table yet: the upper half of the seeds meets the lower.
fn first_round(seeded: &[EntryId]) -> Vec<EntryId> {
    let half = seeded.len() / 2;
    let pairs = seeded[..half].iter().zip(&seeded[half..]).flat_map(|(a, b)| [*a, *b]);
    pairs.chain(seeded.iter().copied().skip(half * 2)).collect()
}
