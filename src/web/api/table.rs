//! The tables of a competition: rows, the reason for every order, and the rule in its own words.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::outlook;
use super::super::routes::Routes;
use super::super::show;
use super::super::text::{Lang, T};
use super::known;
use super::operation::Operation;
use super::respond::shown;
use super::schema::{Described, answers};
use crate::stages::{self, Compared, Ranked};
use crate::store::entries::Entry;
use crate::store::rulings::Ruling;
use crate::tables::{self, GroupTable};
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, Response};
use league::stages::Graph;
use league::standings::what_if::Prospect;
use league::standings::{RuleSet, Step, Team, Wording};

const READ: Operation = Operation::read(
    "/api/v1/competitions/{key}/table",
    "table",
    "The tables of a competition, each order with its reason",
)
.gives(TableOut::schema);
pub const OPERATIONS: &[Operation] = &[READ];

pub fn routes(routes: Routes) -> Routes {
    routes.operation(&READ, read)
}

answers! {
    /// The tables of all groups of a competition.
    struct TableOut {
        /// Key of the competition
        competition: String,
        rules: RulesOut,
        groups: Vec<GroupTableOut>,
        /// Places that go on by a comparison across groups, such as the best third
        across: Vec<AcrossOut>,
    }

    /// A place compared across groups.
    struct AcrossOut {
        /// 3 for the best third
        place: i64,
        /// How many of it go on
        go_on: i64,
        /// Whether all its groups are over
        complete: bool,
        /// Keys of entries that share the place inside a group, where that hinders the comparison
        shared: Vec<String>,
        rows: Vec<AcrossRowOut>,
    }

    /// One entry of a comparison.
    struct AcrossRowOut {
        rank: usize,
        /// Whether another entry has the same rank
        level: bool,
        goes_on: bool,
        /// Code of its group
        group: String,
        /// Key of the entry
        entry: String,
        /// Record, difference, points scored
        numbers: Vec<String>,
        /// Keys of the fixtures against the last of a larger group, which do not count here
        left_out: Vec<String>,
    }

    /// The rule set by which teams are ranked.
    struct RulesOut {
        name: String,
        version: i64,
        title: Words,
        wording: Words,
        /// Where it is written
        citation: String,
    }

    /// A text in both languages.
    struct Words {
        zh: String,
        en: String,
    }

    /// The table of one group.
    struct GroupTableOut {
        /// Key of the stage
        stage: String,
        /// Key of the group
        group: Option<String>,
        name_zh: Option<String>,
        name_en: Option<String>,
        /// Whether all its games are over; before that level teams share a rank
        complete: bool,
        /// Whether every counted result is confirmed
        official: bool,
        rows: Vec<RowOut>,
        /// How level teams were separated, from the top down
        trace: Vec<StepOut>,
        /// Sets of entries that a draw of lots must order
        draw_required: Vec<Vec<String>>,
        /// What the organiser ruled beside the results
        rulings: Vec<TableRuling>,
        /// What the games to come can still change; empty when none is open
        prospects: Vec<ProspectOut>,
        /// Whether every rank among the prospects is proven possible; otherwise they are bounds
        prospects_exact: bool,
        /// Games to come that still matter, with whom for
        stakes: Vec<StakeOut>,
        /// Whether who plays here was made up for the demonstration
        sample: bool,
        /// Whether a counted score was made up for the demonstration
        scores_sample: bool,
    }

    /// A row of a table.
    struct RowOut {
        rank: usize,
        /// Whether another entry has the same rank
        shared: bool,
        /// Key of the entry
        entry: String,
        /// Key of its club
        club: Option<String>,
        short_name: String,
        played: i32,
        won: i32,
        lost: i32,
        /// Classification points
        points: i32,
        scored: i32,
        conceded: i32,
        difference: i32,
        withdrawn: bool,
        /// Out after a second forfeit while its results stand
        out: bool,
    }

    /// A decision beside the results: points, lots, or out.
    struct TableRuling {
        key: String,
        kind: String,
        /// Keys of the entries; of lots in the drawn order
        entries: Vec<String>,
        points: i64,
        reason: String,
        document: String,
    }

    /// A game to come, and the entries whose rank can hang on it.
    struct StakeOut {
        /// Key of the fixture
        fixture: String,
        /// Keys of the entries
        entries: Vec<String>,
    }

    /// What an entry can still reach.
    struct ProspectOut {
        /// Key of the entry
        entry: String,
        /// The only rank left
        certain: Option<usize>,
        /// Ranks that cannot be excluded
        possible: Vec<usize>,
        /// Of these, those that are not proven possible
        unproven: Vec<usize>,
        need: Words,
    }

    /// How one set of level entries was cut.
    struct StepOut {
        /// Keys of the level entries
        entries: Vec<String>,
        /// A criterion's id, draw, ranking_list or unresolved
        decided_by: String,
        /// Best first
        classes: Vec<Vec<String>>,
        tried: Vec<TriedOut>,
        /// Keys of the fixtures between them
        games: Vec<String>,
    }

    /// A criterion with the number of each level entry, in their order.
    struct TriedOut {
        criterion: String,
        name: Words,
        /// A whole number, or a quotient to three places; "-" where there is none
        numbers: Vec<String>,
    }
}

impl From<&Wording> for Words {
    fn from(wording: &Wording) -> Self {
        Self { zh: wording.zh.clone(), en: wording.en.clone() }
    }
}

impl AcrossOut {
    fn of(compared: &Compared) -> Self {
        let row = |one: Ranked<'_>| AcrossRowOut {
            rank: one.rank,
            level: one.level,
            goes_on: one.goes_on,
            group: one.row.group.clone(),
            entry: one.row.entry.key.clone(),
            numbers: one.row.numbers.iter().map(show::number).collect(),
            left_out: one.row.left_out.iter().map(|card| card.fixture.key.clone()).collect(),
        };
        let keys = |entries: &Vec<Entry>| entries.iter().map(|entry| entry.key.clone()).collect();
        Self {
            place: compared.place.into(),
            go_on: compared.go_on.into(),
            complete: compared.complete,
            shared: compared.classes.as_ref().err().map(keys).unwrap_or_default(),
            rows: compared.ranked().map(row).collect(),
        }
    }
}

impl GroupTableOut {
    fn of(table: &GroupTable, rules: &RuleSet, graph: Option<&Graph>) -> Self {
        let first = outlook::places_that_count(table, graph);
        let outlook = outlook::of(table, rules);
        let exact = outlook.as_ref().is_some_and(|outlook| outlook.is_exact());
        let stakes = outlook.iter().flat_map(|outlook| &outlook.stakes).filter_map(|stake| {
            let fixture = table.open.get(stake.game)?.fixture.key.clone();
            let key = |team: &Team| table.entry(*team).key.clone();
            Some(StakeOut { fixture, entries: stake.teams.iter().map(key).collect() })
        });
        let stakes: Vec<StakeOut> = stakes.collect();
        let prospects = outlook.map(|outlook| outlook.teams).unwrap_or_default();
        let prospect = |prospect: &Prospect| {
            let need = outlook::need(prospect, first);
            ProspectOut {
                entry: table.entry(prospect.team).key.clone(),
                certain: prospect.certain(),
                possible: prospect.possible.clone(),
                unproven: prospect.unproven.clone(),
                need: Words { zh: T(Lang::Zh).need(&need), en: T(Lang::En).need(&need) },
            }
        };
        let ruling = |ruling: &Ruling| TableRuling {
            key: ruling.key.clone(),
            kind: ruling.kind.as_str().into(),
            entries: ruling.entries.0.clone(),
            points: ruling.points,
            reason: ruling.reason.clone(),
            document: ruling.document.clone(),
        };
        let standing = &table.standing;
        let keys =
            |teams: &[Team]| teams.iter().map(|team| table.entry(*team).key.clone()).collect::<Vec<_>>();
        let sets = |sets: &[Vec<Team>]| sets.iter().map(|set| keys(set)).collect::<Vec<_>>();
        let tried = |step: &Step| {
            let tried = step.tried.iter().map(|trial| {
                let id = rules.criteria[trial.criterion].id();
                TriedOut {
                    name: Words { zh: T(Lang::Zh).criterion(&id), en: T(Lang::En).criterion(&id) },
                    numbers: trial.numbers.iter().map(show::number).collect(),
                    criterion: id,
                }
            });
            tried.collect::<Vec<_>>()
        };
        let games = |step: &Step| {
            let found = step.games.iter().filter_map(|at| table.fixtures.get(*at));
            found.map(|card| card.fixture.key.clone()).collect::<Vec<_>>()
        };
        let step = |step: &Step| StepOut {
            entries: keys(&step.teams),
            decided_by: step.decided_by.id(rules),
            classes: sets(&step.classes),
            tried: tried(step),
            games: games(step),
        };
        let row = |row: &league::standings::Row| {
            let entry = table.entry(row.team);
            RowOut {
                rank: row.rank,
                shared: standing.rows.iter().filter(|other| other.rank == row.rank).count() > 1,
                entry: entry.key.clone(),
                club: entry.club_key.clone(),
                short_name: entry.short_name.clone(),
                played: row.played,
                won: row.wins,
                lost: row.losses,
                points: row.points,
                scored: row.scored,
                conceded: row.conceded,
                difference: row.difference(),
                withdrawn: entry.withdrawn,
                out: row.out,
            }
        };
        let pool = table.pool.as_ref();
        Self {
            stage: table.stage.key.clone(),
            group: pool.map(|pool| pool.key.clone()),
            name_zh: pool.map(|pool| pool.name_zh.clone()),
            name_en: pool.and_then(|pool| known(&pool.name_en)),
            complete: table.group.complete,
            official: table.official,
            rulings: table.rulings.iter().map(ruling).collect(),
            prospects_exact: exact,
            stakes,
            prospects: prospects.iter().map(prospect).collect(),
            rows: standing.rows.iter().map(row).collect(),
            trace: standing.trace.iter().map(step).collect(),
            draw_required: sets(&standing.draw_required),
            sample: table.sample,
            scores_sample: table.sample_scores,
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
    let rules = tables::rule_set(&competition);
    let stages = stages::load(&mut db, &competition).await?;
    let across = stages.iter().flat_map(|stages| &stages.across).map(AcrossOut::of).collect();
    let graph = stages.map(|stages| stages.plan.graph.0);
    let tables = tables::of_competition(&mut db, &competition).await?;
    drop(db);
    // Every outcome of a dozen games takes a moment: other requests must not wait for it.
    let set = rules.clone();
    let work =
        move || tables.iter().map(|table| GroupTableOut::of(table, &set, graph.as_ref())).collect::<Vec<_>>();
    let groups =
        tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(error.to_string()))?;
    let out = TableOut {
        competition: competition.key.clone(),
        groups,
        across,
        rules: RulesOut {
            title: Words::from(&rules.title),
            wording: Words::from(&rules.wording),
            version: rules.version.into(),
            name: rules.name,
            citation: rules.citation,
        },
    };
    shown(&visitor, &headers, &out, Some(season.id))
}
