//! The game for everyone: readable without scripts, kept in step by the stream with them.

use super::super::assets;
use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::page::{Here, SHORT, Share, Shell, cached, cached_file};
use super::super::paths;
use super::super::public::{pressed, targets};
use super::super::show::FixtureView;
use super::super::text::{Lang, T};
use super::line_ups::{self, LeaderView, LineUpView};
use super::scene::{Line, Scene};
use super::seen;
use crate::documents::{self, Language, Shape};
use crate::store::fixtures::{self, Period};
use crate::store::{competitions, leagues};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use league::fixture::{Score, Side};
use league::game::{PlayerState, Shirt};
use std::collections::BTreeMap;

/// The newest lines that are shown.
const LINES: usize = 40;

#[derive(Template)]
#[template(path = "live/page.html")]
struct LivePage {
    shell: Shell,
    game: FixtureView,
    phase: String,
    mark: String,
    score: [String; 2],
    fouls: [String; 2],
    time_outs: [String; 2],
    clock: String,
    unconfirmed: bool,
    moved: String,
    periods: Vec<(String, u16, u16)>,
    lines: Vec<LineView>,
    boxes: Vec<BoxView>,
    leaders: Vec<LeaderView>,
    line_ups: Vec<LineUpView>,
    worm: Option<Worm>,
    has_plays: bool,
    live_css: String,
    live_js: String,
}

struct LineView {
    when: String,
    words: String,
    score: String,
}

struct BoxView {
    name: String,
    has_statistics: bool,
    players: Vec<PlayerView>,
}

struct PlayerView {
    shirt: String,
    name: String,
    starter: bool,
    points: String,
    fouls: String,
    made: [String; 3],
    statistics: [String; 5],
    minutes: String,
    plus_minus: String,
}

/// The lead over the game as one line: up while A leads.
struct Worm {
    points: String,
    most: i32,
}

pub async fn show(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, card) = seen(&mut db, &visitor, &key).await?;
    let competition = competitions::by_id(&mut db, card.fixture.competition_id).await?;
    let (t, lang) = (visitor.t(), visitor.lang);
    let game = FixtureView::of(&card, lang);
    let scene = Scene::of(&mut db, card).await?;
    let lines = scene.lines();
    let (epoch, revision) = scene.mark();
    let known = |value: Option<u8>| value.map_or_else(|| "–".to_owned(), |value| value.to_string());
    let left = |side| scene.state.side(side).time_outs.as_ref().map(|outs| outs.left);
    let regular = i64::from(scene.rules.profile.time.periods);
    let periods = scene.state.periods.iter().enumerate().map(|(at, score)| {
        let number = at as i64 + 1;
        (t.period_name(number, number > regular, regular), score.a, score.b)
    });
    let now = visitor.app.clock.now();
    let score = scene.public_score(now);
    let names = line_ups::names(&mut db, &scene, now.with_timezone(&season.tz()).date_naive()).await?;
    let number = |points: Option<u16>| points.map_or_else(|| "–".to_owned(), |points| points.to_string());
    let moved = scene.sheet.as_ref().map(|sheet| sheet.moved_at.with_timezone(&season.tz()));
    let mut shell = Shell::public(
        &visitor,
        format!("{}: {}", t.live(), game.title(t)),
        Here::Elsewhere,
        &targets(&visitor, &season, Some(&competition)),
    );
    share(&visitor, &mut shell, &scene, &game);
    let page = LivePage {
        phase: t.phase_of(&scene),
        mark: format!("{epoch}-{revision}"),
        score: [number(score.map(|s| s.a)), number(score.map(|s| s.b))],
        fouls: [known(scene.fouls(Side::A)), known(scene.fouls(Side::B))],
        time_outs: [known(left(Side::A)), known(left(Side::B))],
        clock: scene.state.clock.left_ms.map(clock_text).unwrap_or_default(),
        unconfirmed: scene.is_unconfirmed(now),
        moved: moved.map(|at| at.format("%H:%M:%S").to_string()).unwrap_or_default(),
        periods: periods.collect(),
        lines: line_views(t, &game, &lines),
        boxes: vec![
            box_view(&scene, Side::A, &game.a.name, &names[0]),
            box_view(&scene, Side::B, &game.b.name, &names[1]),
        ],
        leaders: line_ups::leaders(&scene, &names, t),
        line_ups: vec![
            line_ups::of_side(&mut db, &scene, Side::A, (&game.a.name, &names)).await?,
            line_ups::of_side(&mut db, &scene, Side::B, (&game.b.name, &names)).await?,
        ],
        worm: worm(&lines),
        has_plays: scene.sheet.is_some(),
        live_css: assets::url("live.css"),
        live_js: assets::url("live.js"),
        shell,
        game,
    };
    // "Unconfirmed" comes with time alone, so the page looks at the clock again.
    cached(&visitor, &page, Some(season.id), SHORT)
}

fn line_views(t: T, game: &FixtureView, lines: &[Line]) -> Vec<LineView> {
    let team = |side| if side == Side::A { game.a.name.clone() } else { game.b.name.clone() };
    let view = |line: &Line| {
        let clock = line.clock_ms.map(|left_ms| format!(" {}", clock_text(left_ms))).unwrap_or_default();
        Some(LineView {
            when: format!("{}{clock}", line.period),
            words: t.play(line, team)?,
            score: line.score.map(|score| format!("{}:{}", score.a, score.b)).unwrap_or_default(),
        })
    };
    lines.iter().rev().filter_map(view).take(LINES).collect()
}

/// Minutes and seconds, rounded up as the board in the hall does.
fn clock_text(left_ms: u32) -> String {
    let seconds = left_ms.div_ceil(1000);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// The link in a chat shows the score: a new address with each change, so that nobody sees an old picture.
fn share(visitor: &Visitor, shell: &mut Shell, scene: &Scene, game: &FixtureView) {
    let Some(score) = scene.public_score(visitor.app.clock.now()) else { return };
    let (a, b, phase) = (&game.a.name, &game.b.name, shell.t.phase_of(scene));
    shell.description = format!("{a} v {b} {}:{} · {phase} · {}", score.a, score.b, game.competition);
    let (epoch, revision) = scene.mark();
    let picture = format!("/f/{}/live.png?at={epoch}-{revision}", game.key);
    shell.share = Some(Share {
        url: visitor.address(&format!("/f/{}/live", game.key)),
        picture: visitor.address(&picture),
        size: Shape::Wide.size(),
    });
}

/// The picture of the game as it stands, for links.
pub async fn picture(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, card) = seen(&mut db, &visitor, &key).await?;
    let league = leagues::by_id(&mut db, season.league_id).await?;
    let scene = Scene::of(&mut db, card).await?;
    let address = visitor.address(&paths::fixture(&key));
    let language = if visitor.lang == Lang::Zh { Language::Zh } else { Language::En };
    let picture = if scene.card.fixture.status.is_over() {
        let periods = fixtures::periods(&mut db, scene.card.fixture.id).await?;
        documents::result_picture(language, &league, &scene.card, &periods, address).ok_or(Error::NotFound)?
    } else {
        let score = scene.public_score(visitor.app.clock.now()).ok_or(Error::NotFound)?;
        let regular = usize::from(scene.rules.profile.time.periods);
        let period = |(at, score): (usize, &Score)| Period {
            number: at as i64 + 1,
            overtime: at >= regular,
            score_a: i64::from(score.a),
            score_b: i64::from(score.b),
        };
        let periods: Vec<Period> = scene.state.periods.iter().enumerate().map(period).collect();
        documents::live_picture(language, &league, &scene.card, (score, &periods), address)
    };
    drop(db);
    let drawn = pressed(&visitor, move || press::picture(&picture, Shape::Wide)).await?;
    Ok(cached_file(&visitor, "image/png", &format!("{key}-live.png"), drawn.bytes, season.id))
}

fn box_view(scene: &Scene, side: Side, name: &str, names: &BTreeMap<String, String>) -> BoxView {
    let state = scene.state.side(side);
    let players: Vec<PlayerView> =
        state.players.iter().map(|(shirt, player)| player_view(*shirt, player, names)).collect();
    let has_statistics = state.players.values().any(|player| player.statistics.is_some());
    BoxView { name: name.to_owned(), has_statistics, players }
}

fn player_view(shirt: Shirt, player: &PlayerState, names: &BTreeMap<String, String>) -> PlayerView {
    let shirt = shirt.to_string();
    let text = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
    let counted = player.statistics;
    let shots = |made: fn(&league::game::Made) -> u32, missed: fn(&league::game::Statistics) -> u32| {
        text(player.made.as_ref().map(|shots| match &counted {
            Some(statistics) => format!("{}/{}", made(shots), made(shots) + missed(statistics)),
            None => made(shots).to_string(),
        }))
    };
    let count =
        |read: fn(&league::game::Statistics) -> u32| text(counted.as_ref().map(|one| read(one).to_string()));
    PlayerView {
        name: names.get(&shirt).cloned().unwrap_or_default(),
        starter: player.starter,
        points: text(player.points.map(|points| points.to_string())),
        fouls: text(player.personal_fouls.map(|fouls| fouls.to_string())),
        made: [
            shots(|made| made.twos, |one| one.twos_missed),
            shots(|made| made.threes, |one| one.threes_missed),
            shots(|made| made.free_throws, |one| one.free_throws_missed),
        ],
        statistics: [
            count(|one| one.offensive_rebounds + one.defensive_rebounds),
            count(|one| one.assists),
            count(|one| one.steals),
            count(|one| one.blocks),
            count(|one| one.turnovers),
        ],
        minutes: text(player.seconds.map(|seconds| format!("{}:{:02}", seconds / 60, seconds % 60))),
        plus_minus: text(player.plus_minus.map(|points| format!("{points:+}"))),
        shirt,
    }
}

fn worm(lines: &[Line]) -> Option<Worm> {
    let scores: Vec<i32> = lines
        .iter()
        .filter_map(|line| line.score)
        .map(|score| i32::from(score.a) - i32::from(score.b))
        .collect();
    let most = scores.iter().map(|lead| lead.abs()).max().filter(|_| scores.len() > 1)?.max(5);
    let last = i32::try_from(scores.len()).unwrap_or(i32::MAX);
    let (mut points, mut height) = ("0,100".to_owned(), 100);
    for (at, lead) in (1..).zip(&scores) {
        let x = at * 1000 / last;
        points += &format!(" {x},{height}");
        height = 100 - lead * 95 / most;
        points += &format!(" {x},{height}");
    }
    Some(Worm { points, most })
}
