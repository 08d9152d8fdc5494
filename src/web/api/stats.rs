//! Box scores of games, and the leaders and records of a competition.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::public::Found;
use super::super::routes::Routes;
use super::fixtures::seen;
use super::operation::Operation;
use super::respond::shown;
use super::schema::{Described, answers};
use super::{competition, known};
use crate::actions::boxscores;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, Response};
use league::leaders::{High, Leaders, Meeting, Record, Run, Standing};
use serde_json::Value;

const BOX_SCORE: Operation = Operation::read(
    "/api/v1/fixtures/{key}/boxscore",
    "statistics",
    "The box score of a game kept at the table, as docs/BOXSCORE.md describes it; null is not recorded",
);
const LEADERS: Operation = Operation::read(
    "/api/v1/competitions/{key}/leaders",
    "statistics",
    "Leaders, records, streaks and meetings of a competition",
)
.gives(LeadersOut::schema);
pub const OPERATIONS: &[Operation] = &[BOX_SCORE, LEADERS];

pub fn routes(routes: Routes) -> Routes {
    routes.operation(&BOX_SCORE, box_score).operation(&LEADERS, leaders)
}

answers! {
    /// Who leads a competition in what.
    struct LeadersOut {
        /// Key of the competition
        competition: String,
        lists: Vec<LeaderList>,
        records: Vec<TeamRecord>,
        streaks: Vec<Streak>,
        meetings: Vec<Meetings>,
    }

    /// The lists of one figure.
    struct LeaderList {
        figure: String,
        /// Games in which it was recorded
        games: usize,
        totals: Vec<Leader>,
        /// Those who played in at least half of their team's games in which it was recorded
        averages: Vec<Leader>,
        highs: Vec<GameHigh>,
    }

    /// A player's sum of a figure.
    struct Leader {
        rank: usize,
        /// Key of the place on the team's list
        player: String,
        /// As the public may read it
        name: Option<String>,
        shirt: Option<String>,
        /// Key of the entry
        entry: String,
        total: i64,
        /// Games played in which the figure was recorded
        games: i64,
        /// The team's games in which it was recorded
        team_games: i64,
        /// Tenths, half up
        average_tenths: i64,
    }

    /// The most in one game.
    struct GameHigh {
        rank: usize,
        /// Key of the place on the team's list
        player: String,
        /// As the public may read it
        name: Option<String>,
        shirt: Option<String>,
        /// Key of the entry
        entry: String,
        value: i64,
        /// Key of the fixture
        fixture: String,
    }

    /// A record of a team or a game.
    struct TeamRecord {
        kind: String,
        value: i64,
        /// Key of the first fixture that reached it
        fixture: String,
        /// Key of the entry that holds it, where it is one side's
        entry: Option<String>,
        /// How many games reached it
        times: usize,
        /// Whether the score was made up for the demonstration
        sample: bool,
    }

    /// How a team has fared lately.
    struct Streak {
        /// Key of the entry
        entry: String,
        won: usize,
        lost: usize,
        /// Wins in a row up to now; negative for losses
        now: i64,
        /// The most wins in a row
        longest: i64,
        /// The last five, oldest first: true for a win
        form: Vec<bool>,
    }

    /// The games of two teams against each other.
    struct Meetings {
        /// Keys of the two entries
        entries: Vec<String>,
        won: Vec<usize>,
        points: Vec<i64>,
        /// Keys of the fixtures
        fixtures: Vec<String>,
    }
}

async fn box_score(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, card) = seen(&mut db, &visitor, &key).await?;
    let today = visitor.app.clock.now().with_timezone(&season.tz()).date_naive();
    let kept = boxscores::of(&mut db, &card, today).await?.ok_or(Error::NotFound)?;
    let document: Value =
        serde_json::from_str(&kept.report.to_json()).map_err(|error| Error::Internal(error.to_string()))?;
    shown(&visitor, &headers, &document, Some(season.id))
}

async fn leaders(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, competition) = competition(&mut db, &visitor, &key).await?;
    let today = visitor.app.clock.now().with_timezone(&season.tz()).date_naive();
    let found = Found::load(&mut db, &competition, season.league_id, today).await?;
    let out = LeadersOut {
        competition: key,
        lists: found.lists.iter().map(|list| list_out(&found, list)).collect(),
        records: found.records.iter().map(|record| record_out(&found, record)).collect(),
        streaks: found.runs.iter().map(streak_out).collect(),
        meetings: found.meetings.iter().map(|meeting| meeting_out(&found, meeting)).collect(),
    };
    shown(&visitor, &headers, &out, Some(season.id))
}

fn list_out(found: &Found, list: &Leaders) -> LeaderList {
    let players = found.players();
    let name = |key: &str| players.get(key).and_then(|(_, name)| known(name));
    let shirt = |key: &str| players.get(key).map(|(shirt, _)| (*shirt).to_owned());
    let leader = |one: &Standing| Leader {
        rank: one.rank,
        player: one.player.clone(),
        name: name(&one.player),
        shirt: shirt(&one.player),
        entry: one.team.clone(),
        total: one.total,
        games: one.games,
        team_games: one.of,
        average_tenths: one.tenths(),
    };
    let high = |one: &High| GameHigh {
        rank: one.rank,
        player: one.player.clone(),
        name: name(&one.player),
        shirt: shirt(&one.player),
        entry: one.team.clone(),
        value: one.value,
        fixture: found.kept[one.sheet].card.fixture.key.clone(),
    };
    LeaderList {
        figure: list.figure.as_str().into(),
        games: list.games,
        totals: list.totals.iter().map(leader).collect(),
        averages: list.averages.iter().map(leader).collect(),
        highs: list.highs.iter().map(high).collect(),
    }
}

fn record_out(found: &Found, record: &Record) -> TeamRecord {
    let card = &found.cards[record.game];
    TeamRecord {
        kind: record.kind.as_str().into(),
        value: record.value,
        fixture: card.fixture.key.clone(),
        entry: record.side.and_then(|side| [&card.a_key, &card.b_key][side].clone()),
        times: record.times,
        sample: card.fixture.is_sample("score"),
    }
}

fn streak_out(run: &Run) -> Streak {
    Streak {
        entry: run.team.clone(),
        won: run.won,
        lost: run.lost,
        now: run.now,
        longest: run.longest,
        form: run.form.clone(),
    }
}

fn meeting_out(found: &Found, meeting: &Meeting) -> Meetings {
    Meetings {
        entries: meeting.teams.to_vec(),
        won: meeting.won.to_vec(),
        points: meeting.points.to_vec(),
        fixtures: meeting.games.iter().map(|game| found.cards[*game].fixture.key.clone()).collect(),
    }
}
