//! The tables of a competition, computed from its results: never stored, so never stale.

use crate::store::competitions::{self, Competition, Pool, Stage};
use crate::store::entries::{self, Entry};
use crate::store::fixtures::{self, Card, Period};
use crate::store::{Db, Result};
use league::competition::StageKind;
use league::fixture::{Absence, Losers, Outcome, Side};
use league::ids::{EntryId, FixtureId};
use league::standings::{self, GameResult, Group, OpenGame, RuleSet, Standing, Team};
use std::collections::HashMap;

/// One group's table with everything its explanation needs.
#[derive(Clone, Debug)]
pub struct GroupTable {
    pub stage: Stage,
    pub pool: Option<Pool>,
    /// In the order of [`Team`] numbers.
    pub teams: Vec<Entry>,
    pub group: Group,
    pub standing: Standing,
    /// The fixture behind each result, in the order of `group.results`.
    pub fixtures: Vec<Card>,
    /// Whether who plays here was made up for the demonstration.
    pub sample: bool,
    /// Whether any counted score was made up.
    pub sample_scores: bool,
}

impl GroupTable {
    /// The entry behind a team number.
    pub fn entry(&self, team: Team) -> &Entry {
        &self.teams[usize::from(team.0)]
    }
}

/// The rule set a competition ranks by.
pub fn rule_set(competition: &Competition) -> RuleSet {
    RuleSet::by_name(&competition.rules.criteria)
        .or_else(|| RuleSet::by_name("fiba"))
        .expect("the FIBA rules are built in")
}

/// The tables of all groups of a competition, in the order of its stages.
pub async fn of_competition(db: &mut Db, competition: &Competition) -> Result<Vec<GroupTable>> {
    let rules = rule_set(competition);
    let stages = competitions::stages(db, competition.id).await?;
    let pools = competitions::pools(db, competition.id).await?;
    let places = entries::pool_places(db, competition.id).await?;
    let entered = entries::of_competition(db, competition.id).await?;
    let cards = fixtures::of_competition(db, competition.id).await?;
    let mut periods: HashMap<FixtureId, Vec<Period>> = HashMap::new();
    for (fixture, period) in fixtures::periods_of_season(db, competition.season_id).await? {
        periods.entry(fixture).or_default().push(period);
    }
    let mut tables = Vec::new();
    for stage in stages.iter().filter(|stage| stage.kind == StageKind::Groups) {
        for pool in pools.iter().filter(|pool| pool.stage_id == stage.id) {
            let here: Vec<_> = places.iter().filter(|place| place.pool_id == pool.id).collect();
            let teams: Vec<Entry> = here
                .iter()
                .filter_map(|place| entered.iter().find(|e| e.id == place.entry_id))
                .cloned()
                .collect();
            let games: Vec<Card> =
                cards.iter().filter(|card| card.fixture.pool_id == Some(pool.id.0)).cloned().collect();
            let sample =
                pool.sample.contains("group") || here.iter().any(|place| place.sample.contains("group"));
            if let Some(table) = table(stage, pool, teams, games, &periods, &rules, sample) {
                tables.push(table);
            }
        }
    }
    Ok(tables)
}

fn table(
    stage: &Stage,
    pool: &Pool,
    teams: Vec<Entry>,
    games: Vec<Card>,
    periods: &HashMap<FixtureId, Vec<Period>>,
    rules: &RuleSet,
    sample: bool,
) -> Option<GroupTable> {
    let team = |id: Option<i32>| {
        let at = teams.iter().position(|entry| Some(entry.id) == id.map(EntryId))?;
        u16::try_from(at).ok().map(Team)
    };
    let mut group = Group::finished(u16::try_from(teams.len()).ok()?, Vec::new());
    let mut counted = Vec::new();
    for card in games {
        let (Some(a), Some(b)) = (team(card.fixture.a_entry_id), team(card.fixture.b_entry_id)) else {
            continue;
        };
        let played = periods.get(&card.fixture.id).map_or(&[][..], Vec::as_slice);
        match result(&card, played, a, b) {
            Some(result) => {
                group.results.push(result);
                counted.push(card);
            }
            None if card.fixture.status != league::fixture::Status::Cancelled => {
                group.open.push(OpenGame { a, b });
            }
            None => {}
        }
    }
    group.complete = pool.complete && group.open.is_empty();
    let standing = standings::rank(&group, rules).ok()?;
    let sample_scores = counted.iter().any(|card| card.fixture.is_sample("score"));
    Some(GroupTable {
        stage: stage.clone(),
        pool: Some(pool.clone()),
        teams,
        group,
        standing,
        fixtures: counted,
        sample,
        sample_scores,
    })
}

/// The score of either side when regular time ended level: some rule sets count overtime games by it.
fn level_at(periods: &[Period]) -> Option<u16> {
    let regular = || periods.iter().filter(|period| !period.overtime);
    let (a, b): (i64, i64) = (regular().map(|p| p.score_a).sum(), regular().map(|p| p.score_b).sum());
    if a == b { u16::try_from(a).ok() } else { None }
}

/// A fixture as the table counts it; nothing while it is not over.
fn result(card: &Card, periods: &[Period], a: Team, b: Team) -> Option<GameResult> {
    use league::standings as rules;
    if !card.fixture.status.is_over() {
        return None;
    }
    let side = |side: Side| match side {
        Side::A => rules::Side::A,
        Side::B => rules::Side::B,
    };
    let loser = |losers: Losers| match losers {
        Losers::A => Some(rules::Side::A),
        Losers::B => Some(rules::Side::B),
        Losers::Both => None,
    };
    let outcome = match card.fixture.outcome() {
        Outcome::Unknown => return None,
        Outcome::Played => rules::Outcome::Played,
        Outcome::Annulled => rules::Outcome::Annulled,
        Outcome::Default(loser) => rules::Outcome::Default(side(loser)),
        Outcome::Forfeit(losers) => match loser(losers) {
            Some(loser) => rules::Outcome::Forfeit(loser),
            None => rules::Outcome::DoubleForfeit,
        },
        Outcome::Absent(kind, losers) => {
            let kind = match kind {
                Absence::Work => rules::Absence::WorkConflict,
                Absence::Emergency => rules::Absence::Emergency,
                Absence::NoShow => rules::Absence::NoShow,
            };
            match loser(losers) {
                Some(loser) => rules::Outcome::Absent(loser, kind),
                None => rules::Outcome::DoubleForfeit,
            }
        }
    };
    let score = card.fixture.score();
    if outcome == rules::Outcome::Played && score.is_none_or(|score| score.is_level()) {
        return None;
    }
    let score = score.map_or([0, 0], |score| [score.a, score.b]);
    let overtime = periods.iter().any(|period| period.overtime);
    Some(GameResult { a, b, score, outcome, overtime, level_at: level_at(periods).filter(|_| overtime) })
}
