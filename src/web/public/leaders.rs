//! Leaders, records, streaks and meetings of a competition.

use super::super::page::{Here, LONG, Shell, cached};
use super::super::paths;
use super::super::show::{self, FixtureView};
use super::super::text::T;
use super::{Error, Visitor, open_competition, targets};
use crate::actions::boxscores::{self, Kept};
use crate::store::entries::Entry;
use crate::store::fixtures::{Card, of_competition};
use crate::store::{Db, entries};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use chrono::NaiveDate;
use league::fixture::{Outcome, Side};
use league::ids::LeagueId;
use league::leaders::{FIGURES, Leaders, Meeting, Played, Record, Run, head_to_head, leaders, records, runs};
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "public/leaders.html")]
struct LeadersPage {
    shell: Shell,
    name: String,
    competition: String,
    lists: Vec<ListView>,
    records: Vec<RecordView>,
    runs: Vec<RunView>,
    meetings: Vec<MeetingView>,
    /// A score among these games was made up for the demonstration.
    sample: bool,
}

/// One figure: its totals, averages and highs.
struct ListView {
    heading: &'static str,
    games: String,
    parts: Vec<PartView>,
}

struct PartView {
    heading: &'static str,
    /// The last column's name; the games played stand before it, except of highs.
    is_high: bool,
    rows: Vec<PlaceView>,
}

struct PlaceView {
    rank: usize,
    player: String,
    team: String,
    games: String,
    value: String,
    href: String,
}

struct RecordView {
    name: &'static str,
    value: i64,
    team: String,
    times: usize,
    title: String,
    game: FixtureView,
}

struct RunView {
    team: String,
    href: Option<String>,
    won: usize,
    lost: usize,
    now: String,
    longest: i64,
    form: Vec<bool>,
}

struct MeetingView {
    a: String,
    b: String,
    won: [usize; 2],
    points: [i64; 2],
    games: Vec<(String, String)>,
}

/// Everything the page and the API show.
pub(in crate::web) struct Found {
    pub kept: Vec<Kept>,
    pub lists: Vec<Leaders>,
    /// The games that are over, in their order.
    pub cards: Vec<Card>,
    pub records: Vec<Record>,
    pub runs: Vec<Run>,
    pub meetings: Vec<Meeting>,
    pub entries: Vec<Entry>,
}

impl Found {
    pub async fn load(
        db: &mut Db,
        competition: &crate::store::competitions::Competition,
        league: LeagueId,
        today: NaiveDate,
    ) -> Result<Self, Error> {
        // A game of a box score without both teams has no sheet, and the indices of highs must agree.
        let mut kept = boxscores::of_competition(db, competition, league, today).await?;
        kept.retain(|kept| kept.sheet().is_some());
        let sheets: Vec<_> = kept.iter().filter_map(Kept::sheet).collect();
        let lists = FIGURES.into_iter().map(|figure| leaders(&sheets, figure)).collect();
        let mut cards = of_competition(db, competition.id).await?;
        cards.retain(|card| card.fixture.status.is_over());
        let played: Vec<Played> = cards.iter().map(played).collect();
        Ok(Self {
            lists,
            records: records(&played),
            runs: runs(&played),
            meetings: head_to_head(&played),
            entries: entries::of_competition(db, competition.id).await?,
            kept,
            cards,
        })
    }

    /// The name and number of a player by the key of the place on the list.
    pub fn players(&self) -> BTreeMap<&str, (&str, &str)> {
        let sides = self.kept.iter().flat_map(|kept| &kept.players).flatten();
        sides.map(|(shirt, (key, name))| (key.as_str(), (shirt.as_str(), name.as_str()))).collect()
    }

    /// What an entry is called.
    pub fn team(&self, key: &str) -> String {
        let entry = self.entries.iter().find(|entry| entry.key == key);
        entry.map(|entry| entry.short_name.clone()).unwrap_or_default()
    }
}

/// A forfeit's 20:0 is no record; who won it still counts.
fn played(card: &Card) -> Played {
    let was_played = matches!(card.fixture.outcome(), Outcome::Played);
    let score = card.fixture.score().filter(|_| was_played);
    let winner = show::winner(card).filter(|_| !matches!(card.fixture.outcome(), Outcome::Annulled));
    Played {
        teams: [card.a_key.clone(), card.b_key.clone()],
        score: score.map(|score| [score.a.into(), score.b.into()]),
        winner: winner.map(|side| usize::from(side == Side::B)),
    }
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (t, lang) = (visitor.t(), visitor.lang);
    let (season, competition) = open_competition(&mut db, &visitor, &key).await?;
    let today = visitor.app.clock.now().with_timezone(&season.tz()).date_naive();
    let found = Found::load(&mut db, &competition, season.league_id, today).await?;
    let name = lang.pick(&competition.name_zh, &competition.name_en).to_owned();
    let record = |record: &Record| {
        let card = &found.cards[record.game];
        let side = |side: usize| found.team([&card.a_key, &card.b_key][side].as_deref().unwrap_or(""));
        let game = FixtureView::of(card, lang);
        RecordView {
            name: t.record(record.kind),
            value: record.value,
            team: record.side.map(side).unwrap_or_default(),
            times: record.times,
            title: game.title(t),
            game,
        }
    };
    let run = |run: &Run| {
        let entry = found.entries.iter().find(|entry| entry.key == run.team);
        RunView {
            team: found.team(&run.team),
            href: entry.and_then(|entry| entry.club_key.as_deref()).map(paths::club),
            won: run.won,
            lost: run.lost,
            now: t.streak(run.now),
            longest: run.longest,
            form: run.form.clone(),
        }
    };
    let page = LeadersPage {
        shell: Shell::public(
            &visitor,
            format!("{} · {name}", t.leaders_word()),
            Here::Elsewhere,
            &targets(&visitor, &season, Some(&competition)),
        ),
        name,
        competition: paths::competition(&key),
        lists: lists(&found, t),
        records: found.records.iter().map(record).collect(),
        runs: found.runs.iter().map(run).collect(),
        meetings: found.meetings.iter().map(|meeting| meeting_view(&found, meeting, t)).collect(),
        sample: found.cards.iter().any(|card| card.fixture.is_sample("score")),
    };
    cached(&visitor, &page, Some(season.id), LONG)
}

/// Rank, player, team and points.
pub(in crate::web) type Scorer = (usize, String, String, i64);

/// Who has scored most: rank, player, team, points.
pub(in crate::web) fn top_scorers(found: &Found, t: T, most: usize) -> Vec<Scorer> {
    let (players, points) = (found.players(), found.lists.first());
    let totals = points.into_iter().flat_map(|list| &list.totals).take(most);
    totals
        .map(|one| (one.rank, name_of(&players, &one.player, t), found.team(&one.team), one.total))
        .collect()
}

/// A player by name, or by shirt where the name is not shown.
fn name_of(players: &BTreeMap<&str, (&str, &str)>, key: &str, t: T) -> String {
    match players.get(key) {
        Some((shirt, "")) => format!("{} {shirt}", t.shirt()),
        Some((_, name)) => (*name).to_owned(),
        None => String::new(),
    }
}

fn lists(found: &Found, t: T) -> Vec<ListView> {
    let players = found.players();
    let name = |key: &str| name_of(&players, key, t);
    let list = |list: &Leaders| {
        let standing = |one: &league::leaders::Standing, value: String| PlaceView {
            rank: one.rank,
            player: name(&one.player),
            team: found.team(&one.team),
            games: one.games.to_string(),
            value,
            href: String::new(),
        };
        let tenths = |tenths: i64| format!("{}.{}", tenths / 10, tenths % 10);
        let high = |high: &league::leaders::High| PlaceView {
            rank: high.rank,
            player: name(&high.player),
            team: found.team(&high.team),
            games: String::new(),
            value: high.value.to_string(),
            href: paths::fixture(&found.kept[high.sheet].card.fixture.key),
        };
        let totals = list.totals.iter().map(|one| standing(one, one.total.to_string())).collect();
        let averages = list.averages.iter().map(|one| standing(one, tenths(one.tenths()))).collect();
        ListView {
            heading: t.leader_list(list.figure),
            games: t.of_games(list.games),
            parts: vec![
                PartView { heading: t.by_total(), is_high: false, rows: totals },
                PartView { heading: t.by_average(), is_high: false, rows: averages },
                PartView {
                    heading: t.by_high(),
                    is_high: true,
                    rows: list.highs.iter().take(league::leaders::PLACES).map(high).collect(),
                },
            ],
        }
    };
    found.lists.iter().filter(|list| !list.totals.is_empty()).map(list).collect()
}

fn meeting_view(found: &Found, meeting: &Meeting, t: T) -> MeetingView {
    let game = |index: &usize| {
        let card = &found.cards[*index];
        let turned = card.a_key.as_deref() != Some(meeting.teams[0].as_str());
        let score =
            card.fixture.score().map(|score| if turned { (score.b, score.a) } else { (score.a, score.b) });
        let words = score.map_or_else(|| t.score_unknown().to_owned(), |(a, b)| format!("{a}:{b}"));
        (paths::fixture(&card.fixture.key), words)
    };
    MeetingView {
        a: found.team(&meeting.teams[0]),
        b: found.team(&meeting.teams[1]),
        won: meeting.won,
        points: meeting.points,
        games: meeting.games.iter().map(game).collect(),
    }
}
