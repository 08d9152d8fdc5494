//! The tables of a competition, computed from its results: never stored, so never stale.

use crate::store::competitions::{self, Competition, Pool, Stage};
use crate::store::entries::{self, Entry};
use crate::store::fixtures::{self, Card, Period};
use crate::store::rulings::{self, Ruling};
use crate::store::{Db, Result, plans};
use league::competition::StageKind;
use league::fixture::{Absence, Losers, Outcome, Side};
use league::ids::{EntryId, FixtureId};
use league::stages::{Carry, Graph, GroupFormat};
use league::standings::{self, Adjustment, GameResult, Group, OpenGame, RuleSet, Standing, Team};
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
    /// The fixture behind each open game, in the order of `group.open`.
    pub open: Vec<Card>,
    /// The rulings about teams of this group; those that move points stand first, in the order of `group.adjustments`.
    pub rulings: Vec<Ruling>,
    /// The pairs of games that are cancelled for good.
    off: Vec<[Team; 2]>,
    pub format: GroupFormat,
    /// Whether every counted result is confirmed.
    pub official: bool,
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

    /// The table as it would be with these scores of open games, by the key of the fixture.
    pub fn supposing(&self, scores: &HashMap<String, [u16; 2]>, rules: &RuleSet) -> Option<Self> {
        let mut table = self.clone();
        (table.group.open, table.open) = (Vec::new(), Vec::new());
        for (game, card) in self.group.open.iter().zip(&self.open) {
            match scores.get(&card.fixture.key) {
                Some(&score) => {
                    table.group.results.push(GameResult::played(game.a, game.b, score));
                    let mut card = card.clone();
                    card.fixture.status = league::fixture::Status::Final;
                    (card.fixture.score_a, card.fixture.score_b) =
                        (Some(score[0].into()), Some(score[1].into()));
                    table.fixtures.push(card);
                }
                None => {
                    table.group.open.push(*game);
                    table.open.push(card.clone());
                }
            }
        }
        table.group.complete = table.group.open.is_empty() && all_met(&table.group, &self.off, self.format);
        table.standing = standings::rank(&table.group, rules).ok()?;
        Some(table)
    }
}

/// The rule set a competition ranks by.
pub fn rule_set(competition: &Competition) -> RuleSet {
    competition.rules.rule_set()
}

/// The tables of all groups of a competition, in the order of its stages.
pub async fn of_competition(db: &mut Db, competition: &Competition) -> Result<Vec<GroupTable>> {
    let rules = rule_set(competition);
    let stages = competitions::stages(db, competition.id).await?;
    let pools = competitions::pools(db, competition.id).await?;
    let places = entries::pool_places(db, competition.id).await?;
    let entered = entries::of_competition(db, competition.id).await?;
    let cards = fixtures::of_competition(db, competition.id).await?;
    let rulings = rulings::of_competition(db, competition.id).await?;
    let graph = plans::of_competition(db, competition.id).await?.map(|plan| plan.graph.0);
    let mut periods: HashMap<FixtureId, Vec<Period>> = HashMap::new();
    for (fixture, period) in fixtures::periods_of_season(db, competition.season_id).await? {
        periods.entry(fixture).or_default().push(period);
    }
    let mut tables = Vec::new();
    for stage in stages.iter().filter(|stage| stage.kind == StageKind::Groups) {
        for pool in pools.iter().filter(|pool| pool.stage_id == stage.id) {
            let here: Vec<_> = places.iter().filter(|place| place.pool_id == pool.id).collect();
            let teams = here.iter().filter_map(|place| entered.iter().find(|e| e.id == place.entry_id));
            let games = cards.iter().filter(|card| card.fixture.pool_id == Some(pool.id.0));
            let carried = carried(graph.as_ref(), pool, &here, &cards, &pools);
            let source = Source {
                stage,
                pool,
                teams: teams.cloned().collect(),
                games: games.cloned().collect(),
                periods: &periods,
                rulings: &rulings,
                carried,
                entered: &entered,
                format: format_of(graph.as_ref(), &pool.code),
                second_forfeit: competition.rules.second_forfeit,
                sample: pool.sample.contains("group")
                    || here.iter().any(|place| place.sample.contains("group")),
            };
            tables.extend(source.table(&rules));
        }
    }
    Ok(tables)
}

/// The games of earlier stages that count in a group as its plan says.
fn carried(
    graph: Option<&Graph>,
    pool: &Pool,
    here: &[&entries::PoolPlace],
    cards: &[Card],
    pools: &[Pool],
) -> Vec<Card> {
    let Some(graph) = graph else { return Vec::new() };
    let holds = |stage: &&league::stages::Stage| stage.groups.iter().any(|group| group.key == pool.code);
    let Some(at) = graph.stages.iter().position(|stage| holds(&stage)) else { return Vec::new() };
    let carry = graph.groups().find(|group| group.key == pool.code).map(|group| group.carry);
    let least = match carry {
        Some(Carry::Between) => 2,
        Some(Carry::All) => 1,
        _ => return Vec::new(),
    };
    let earlier = |id: i32| {
        let code = pools.iter().find(|pool| pool.id.0 == id).map(|pool| pool.code.as_str());
        graph.stages[..at]
            .iter()
            .flat_map(|stage| &stage.groups)
            .any(|group| Some(group.key.as_str()) == code)
    };
    let counts = |card: &&Card| {
        let sides = [card.fixture.a_entry_id, card.fixture.b_entry_id];
        let inside = |id: &&Option<i32>| here.iter().any(|place| Some(place.entry_id.0) == **id);
        card.fixture.pool_id.is_some_and(earlier) && sides.iter().filter(inside).count() >= least
    };
    cards.iter().filter(counts).cloned().collect()
}

/// How a group plays; without a plan everybody meets everybody once.
fn format_of(graph: Option<&Graph>, code: &str) -> GroupFormat {
    let planned = graph.and_then(|graph| graph.groups().find(|group| group.key == code));
    planned.map_or(GroupFormat::RoundRobin(1), |group| group.format)
}

/// What one table is made from.
struct Source<'a> {
    stage: &'a Stage,
    pool: &'a Pool,
    teams: Vec<Entry>,
    games: Vec<Card>,
    /// Games of stages before that count here as well.
    carried: Vec<Card>,
    entered: &'a [Entry],
    periods: &'a HashMap<FixtureId, Vec<Period>>,
    rulings: &'a [Ruling],
    format: GroupFormat,
    second_forfeit: standings::SecondForfeit,
    sample: bool,
}

impl Source<'_> {
    fn table(mut self, rules: &RuleSet) -> Option<GroupTable> {
        let members = u16::try_from(self.teams.len()).ok()?;
        self.take_opponents();
        let team = |id: Option<i32>| {
            let at = self.teams.iter().position(|entry| Some(entry.id) == id.map(EntryId))?;
            u16::try_from(at).ok().map(Team)
        };
        let mut group = Group::finished(u16::try_from(self.teams.len()).ok()?, Vec::new());
        group.members = (0..members).map(Team).collect();
        group.second_forfeit = self.second_forfeit;
        let (mut counted, mut open, mut off) = (Vec::new(), Vec::new(), Vec::new());
        for card in self.carried.iter().chain(&self.games) {
            let (Some(a), Some(b)) = (team(card.fixture.a_entry_id), team(card.fixture.b_entry_id)) else {
                continue;
            };
            let played = self.periods.get(&card.fixture.id).map_or(&[][..], Vec::as_slice);
            match result(card, played, a, b) {
                Some(result) => {
                    group.results.push(result);
                    counted.push(card.clone());
                }
                None if card.fixture.pool_id != Some(self.pool.id.0) => {}
                None if card.fixture.status != league::fixture::Status::Cancelled => {
                    group.open.push(OpenGame { a, b });
                    open.push(card.clone());
                }
                None => off.push([a, b]),
            }
        }
        let rulings = self.apply_rulings(&mut group);
        group.complete = group.open.is_empty() && (self.pool.complete || all_met(&group, &off, self.format));
        let standing = standings::rank(&group, rules).ok()?;
        Some(GroupTable {
            stage: self.stage.clone(),
            pool: Some(self.pool.clone()),
            official: counted.iter().all(|card| card.fixture.status == league::fixture::Status::Official),
            sample_scores: counted.iter().any(|card| card.fixture.is_sample("score")),
            format: self.format,
            teams: self.teams,
            off,
            group,
            standing,
            fixtures: counted,
            open,
            rulings,
            sample: self.sample,
        })
    }

    /// Teams that a member met before and that do not stand in this group: their games count, they have no row.
    fn take_opponents(&mut self) {
        for card in &self.carried {
            for id in [card.fixture.a_entry_id, card.fixture.b_entry_id].into_iter().flatten() {
                let there = self.teams.iter().any(|entry| entry.id.0 == id);
                let entry = self.entered.iter().find(|entry| entry.id.0 == id);
                self.teams.extend(entry.filter(|_| !there).cloned());
            }
        }
    }

    /// Puts rulings into the group; one about teams of several groups concerns none of them.
    fn apply_rulings(&self, group: &mut Group) -> Vec<Ruling> {
        let team = |key: &String| {
            let at = self.teams.iter().position(|entry| entry.key == *key)?;
            u16::try_from(at).ok().map(Team)
        };
        let (mut moved, mut others) = (Vec::new(), Vec::new());
        for ruling in self.rulings.iter().filter(|own| own.pool.is_empty() || own.pool == self.pool.code) {
            let Some(teams) = ruling.entries.iter().map(team).collect::<Option<Vec<Team>>>() else {
                continue;
            };
            match (ruling.kind, teams.as_slice()) {
                (rulings::Kind::Points, &[team]) => {
                    group.adjustments.push(Adjustment {
                        team,
                        points: i32::try_from(ruling.points).unwrap_or(0),
                        reason: ruling.reason.clone(),
                        document: ruling.document.clone(),
                    });
                    moved.push(ruling.clone());
                    continue;
                }
                (rulings::Kind::Out, &[team]) if !group.disqualified.contains(&team) => {
                    group.disqualified.push(team);
                }
                (rulings::Kind::Lots, _) => group.draws.push(teams),
                _ => continue,
            }
            others.push(ruling.clone());
        }
        moved.append(&mut others);
        moved
    }
}

/// Whether every game that the format asks for has been played, or will never be: it was cancelled, or a team is out.
fn all_met(group: &Group, off: &[[Team; 2]], format: GroupFormat) -> bool {
    let teams = || group.members.iter().copied().filter(|team| !group.disqualified.contains(team));
    match format {
        GroupFormat::Swiss(rounds) => {
            group.results.len() + off.len() >= usize::from(rounds) * (group.members.len() / 2)
        }
        GroupFormat::RoundRobin(legs) => {
            let met = |a: Team, b: Team| {
                let played = group.results.iter().filter(|game| game.has(a) && game.has(b)).count();
                let cancelled = off.iter().filter(|pair| pair.contains(&a) && pair.contains(&b)).count();
                played + cancelled >= usize::from(legs)
            };
            group.members.len() > 1 && teams().all(|a| teams().filter(|b| b.0 > a.0).all(|b| met(a, b)))
        }
    }
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
