//! 记录表: the scoresheet of a game, from its plays, or with its heads alone.

use super::papers::{Papers, Squad};
use super::parts;
use super::{mark, name};
use crate::store::fixtures::{Card, Correction};
use crate::store::match_lists::{self, LineUp};
use crate::store::{Db, Result, competitions, plays};
use crate::web::paths;
use league::game::{Fact as Said, GameRules, Play, SideState, State, order, replay};
use press::{Entered, Fact, Language, Name, Points, Score, Scoresheet, SheetPlayer, SheetTeam, Side};

/// What a game's own papers are made from.
pub struct GamePapers {
    pub card: Card,
    pub plays: Vec<Play>,
    pub line_ups: [Option<LineUp>; 2],
    pub rules: Option<GameRules>,
    pub corrections: Vec<Correction>,
}

impl GamePapers {
    /// Reads the plays, the line-ups and the rules of a game.
    pub async fn load(db: &mut Db, papers: &Papers, key: &str) -> Result<Option<Self>> {
        let Some(card) = papers.card(key) else { return Ok(None) };
        let fixture = &card.fixture;
        let frozen = match &fixture.rules_hash {
            Some(hash) => competitions::frozen(db, hash).await?.map(|frozen| frozen.rules),
            None => None,
        };
        let of_competition = || {
            let chapter = papers.competitions.iter().find(|own| own.competition.id == fixture.competition_id);
            chapter.map(|own| own.competition.rules.0.clone())
        };
        let rules = frozen.or_else(of_competition).and_then(|rules| GameRules::of(&rules).ok());
        let rows = plays::all(db, fixture.id).await?;
        Ok(Some(Self {
            plays: rows.into_iter().map(|row| row.body.0).collect(),
            line_ups: [
                match_lists::line_up(db, card, league::fixture::Side::A).await?,
                match_lists::line_up(db, card, league::fixture::Side::B).await?,
            ],
            corrections: crate::store::fixtures::corrections(db, fixture.id).await?,
            card: card.clone(),
            rules,
        }))
    }

    /// The game as its plays leave it; nothing where no play was recorded.
    pub fn state(&self) -> Option<State> {
        let rules = self.rules.as_ref().filter(|_| !self.plays.is_empty())?;
        Some(replay(rules, &self.plays))
    }
}

/// The sheet of a game. A blank one keeps the heads and the players, for a pen.
pub fn scoresheet(papers: &Papers, game: &GamePapers, language: Language, blank: bool) -> Scoresheet {
    let card = &game.card;
    let state = if blank { None } else { game.state() };
    let fixture = &card.fixture;
    let regular = game.rules.as_ref().map_or(4, |rules| rules.profile.time.periods);
    Scoresheet {
        language,
        league: name(&papers.league.name_zh, &papers.league.name_en),
        season: name(&papers.season.name_zh, &papers.season.name_en),
        competition: name(&card.competition_zh, &card.competition_en),
        date: fixture.day.map(|day| day.to_string()).unwrap_or_default(),
        hour: fixture.tip_off.map(|at| at.format("%H:%M").to_string()).unwrap_or_default(),
        venue: card
            .venue_zh
            .as_deref()
            .map_or_else(|| Name::zh(""), |zh| name(zh, card.venue_en.as_deref().unwrap_or(""))),
        number: fixture.code.clone(),
        teams: [Side::A, Side::B].map(|side| team(papers, game, side, state.as_ref())),
        points: if state.is_some() { points(&game.plays) } else { Vec::new() },
        periods: state
            .iter()
            .flat_map(|state| &state.periods)
            .map(|score| Score { a: score.a, b: score.b })
            .collect(),
        regular,
        end: state
            .as_ref()
            .filter(|state| state.phase == league::game::Phase::Over)
            .map(|state| Score { a: state.score.a, b: state.score.b }),
        officials: std::array::from_fn(|_| String::new()),
        version: papers.head.label(),
        printed: papers.changed(),
        address: papers.address(&paths::fixture(&fixture.key)),
    }
}

fn team(papers: &Papers, game: &GamePapers, side: Side, state: Option<&State>) -> SheetTeam {
    let (at, entry) = match side {
        Side::A => (0, game.card.fixture.a_entry_id),
        Side::B => (1, game.card.fixture.b_entry_id),
    };
    let own: Option<&SideState> = state.map(|state| if at == 0 { &state.a } else { &state.b });
    let line_up = game.line_ups[at].as_ref();
    let squad = papers.squad(entry);
    let marks = |fouls: Option<&Option<Vec<String>>>| fouls.and_then(Clone::clone).unwrap_or_default();
    SheetTeam {
        name: parts::side_name(&game.card, side),
        players: players(line_up, squad, own),
        coach: line_up.map(|line_up| line_up.coach.clone()).unwrap_or_default(),
        coach_fouls: marks(own.map(|own| &own.bench_fouls)),
        assistant: line_up.map(|line_up| line_up.assistant_coach.clone()).unwrap_or_default(),
        assistant_fouls: marks(own.map(|own| &own.assistant_coach_fouls)),
        team_fouls: own.map(|own| own.team_fouls.clone()).unwrap_or_default(),
        time_outs: own
            .and_then(|own| own.time_outs.as_ref())
            .map(|all| all.taken.iter().map(|one| (one.period, one.minute)).collect())
            .unwrap_or_default(),
    }
}

/// The players of a side: those the match list or the plays name, with what the plays say of them.
fn players(line_up: Option<&LineUp>, squad: Option<&Squad>, own: Option<&SideState>) -> Vec<SheetPlayer> {
    let named = line_up.map_or(&[][..], |line_up| line_up.players.as_slice());
    let made_up = |shirt: &str| {
        let listed = squad.and_then(|squad| squad.players.iter().find(|player| player.shirt == shirt));
        listed.is_some_and(|player| !player.sample.is_empty())
    };
    // A list of thirty is not a match list: once plays name the squad, only those stand on the sheet.
    let in_game = |shirt: &str| {
        let Some(own) = own.filter(|own| !own.players.is_empty()) else { return true };
        own.players.iter().any(|(number, player)| {
            number.to_string() == shirt
                && (player.in_squad || player.entered == Some(true) || player.points.is_some())
        })
    };
    let mut rows: Vec<SheetPlayer> = named
        .iter()
        .filter(|player| in_game(&player.shirt))
        .map(|player| SheetPlayer {
            shirt: player.shirt.clone(),
            name: mark(Name::zh(player.name.as_str()), made_up(&player.shirt)),
            captain: player.captain,
            entered: Entered::No,
            fouls: Vec::new(),
        })
        .collect();
    for (shirt, player) in own.iter().flat_map(|own| &own.players) {
        let shirt = shirt.to_string();
        let row = match rows.iter().position(|row| row.shirt == shirt) {
            Some(at) => &mut rows[at],
            None => {
                rows.push(SheetPlayer {
                    shirt: shirt.clone(),
                    name: Fact::unknown(),
                    captain: false,
                    entered: Entered::No,
                    fouls: Vec::new(),
                });
                rows.last_mut().expect("one was just put there")
            }
        };
        row.entered = match (player.starter, player.entered) {
            (true, _) => Entered::Starter,
            (false, Some(true)) => Entered::In,
            _ => Entered::No,
        };
        row.fouls = player.fouls.clone().unwrap_or_default();
    }
    rows.sort_by_key(|row| (row.shirt.len(), row.shirt.clone()));
    rows
}

/// Every point in the order of the game, after all corrections.
fn points(plays: &[Play]) -> Vec<Points> {
    let side = |side: &league::fixture::Side| match side {
        league::fixture::Side::A => Side::A,
        league::fixture::Side::B => Side::B,
    };
    let ordered = order(plays);
    let scored = ordered.placed.iter().filter_map(|placed| {
        let (own, player, points) = match placed.fact {
            Said::Goal { side, player, points, .. } => (side, player, *points),
            Said::FreeThrow { side, player, made: true } => (side, player, 1),
            _ => return None,
        };
        let shirt = player.map(|shirt| shirt.to_string()).unwrap_or_default();
        Some(Points { side: side(own), points, shirt, period: placed.period })
    });
    scored.collect()
}
