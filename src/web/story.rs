//! 战报: the draft of a game's report, from its data alone. The media desk edits and publishes it as a notice.

use super::audience;
use super::error::Error;
use super::show::{self, FixtureView};
use super::text::story::{Deeds, Won};
use super::text::{Lang, T};
use crate::actions::boxscores::{self, Kept};
use crate::store::competitions::{self, Competition};
use crate::store::seasons::Season;
use crate::store::{Db, fixtures};
use crate::tables::{self, GroupTable};
use chrono::{DateTime, Utc};
use league::boxscore::game::{SECOND, Side};
use league::boxscore::line::Stat;
use league::fixture;
use league::story::{Turn, outstanding, turning_point};

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Short,
    Long,
    Post,
}

impl Style {
    pub const ALL: [Self; 3] = [Self::Long, Self::Short, Self::Post];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Long => "long",
            Self::Post => "post",
        }
    }

    /// The style of a name; the long one for any other.
    pub fn of(name: &str) -> Self {
        Self::ALL.into_iter().find(|style| style.as_str() == name).unwrap_or(Self::Long)
    }

    fn players(self) -> usize {
        match self {
            Self::Short => 1,
            Self::Post => 2,
            Self::Long => 4,
        }
    }
}

/// A report in one language.
#[derive(Clone, Debug)]
pub struct Draft {
    pub title: String,
    pub body: String,
}

/// A sentence, and whether a fact in it was made up for the demonstration.
struct Paragraph {
    text: String,
    sample: bool,
}

/// The game that is written about.
pub struct Game {
    card: fixtures::Card,
    competition: Competition,
    periods: Vec<fixtures::Period>,
    kept: Option<Kept>,
    groups: Vec<GroupTable>,
    cards: Vec<fixtures::Card>,
}

impl Game {
    pub async fn read(
        db: &mut Db,
        card: &fixtures::Card,
        season: &Season,
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        let competition = competitions::by_id(db, card.fixture.competition_id).await?;
        let today = now.with_timezone(&season.tz()).date_naive();
        Ok(Self {
            periods: fixtures::periods(db, card.fixture.id).await?,
            kept: boxscores::of(db, card, today).await?,
            groups: tables::of_competition(db, &competition).await?,
            cards: fixtures::of_competition(db, competition.id).await?,
            card: card.clone(),
            competition,
        })
    }

    /// The report; nothing before the game is over.
    pub async fn draft(
        &self,
        db: &mut Db,
        season: &Season,
        style: Style,
        lang: Lang,
    ) -> Result<Option<Draft>, Error> {
        let (t, card) = (T(lang), &self.card);
        let game = FixtureView::of(card, lang);
        if !game.is_over() {
            return Ok(None);
        }
        let periods = show::periods(&self.periods, t);
        let overtimes = self.periods.iter().filter(|period| period.overtime).count();
        let mut said = result(&game, (&periods, overtimes), t, style);
        if let Some(kept) = &self.kept {
            said.extend(from_plays(kept, card, t, style));
        }
        if style != Style::Short {
            for (_, figure) in audience::attendance(db, card, t, season.tz()).await? {
                let how = [figure.class, figure.method.as_str(), figure.source.as_str()];
                let how: Vec<&str> = how.into_iter().filter(|part| !part.is_empty()).collect();
                let text = t.story_attendance(&figure.value, &figure.metric, &how.join(" · "));
                said.push(Paragraph { text, sample: figure.sample });
            }
        }
        if style == Style::Long {
            for (side, name) in [(fixture::Side::A, &game.a.name), (fixture::Side::B, &game.b.name)] {
                said.extend(standing(&self.groups, card, side, name, t));
                said.extend(next(&self.cards, card, side, name, t));
            }
        }
        let mark = |made_up: bool| if made_up { t.story_made_up() } else { "" };
        let lines: Vec<String> =
            said.iter().map(|line| format!("{}{}", line.text, mark(line.sample))).collect();
        let score =
            if game.has_score { format!(" {}:{} ", game.a.score, game.b.score) } else { " – ".into() };
        let title =
            format!("{}{score}{}{}", game.a.name, game.b.name, mark(game.score_sample && game.has_score));
        Ok(Some(Draft { title, body: lines.join("\n\n") }))
    }

    /// The name of its competition.
    pub fn competition(&self, lang: Lang) -> &str {
        lang.pick(&self.competition.name_zh, &self.competition.name_en)
    }
}

/// What the published result says.
fn result(
    game: &FixtureView,
    (periods, overtimes): (&[show::PeriodView], usize),
    t: T,
    style: Style,
) -> Vec<Paragraph> {
    let mut said = Vec::new();
    let setting = t.story_setting(&game.day_text, &game.competition, &game.stage, &game.venue);
    let sample = (game.date_sample && game.day.is_some()) || game.venue_sample || game.stage_sample;
    said.push(Paragraph { text: setting, sample });
    let points = |score: &str| score.parse::<i64>().ok();
    let sides = match (game.a.won, game.b.won) {
        (true, _) => Some((&game.a, &game.b)),
        (_, true) => Some((&game.b, &game.a)),
        _ => None,
    };
    let sample = game.score_sample || game.pairing_sample;
    let played = game.outcome_word.is_empty();
    match sides
        .and_then(|(winner, loser)| Some((winner, loser, points(&winner.score)?, points(&loser.score)?)))
    {
        Some((winner, loser, own, other)) if played && own > other => {
            let won = Won { winner: &winner.name, loser: &loser.name, points: [own, other], overtimes };
            said.push(Paragraph { text: t.story_won(&won), sample });
        }
        _ => {
            let outcome = if played { t.score_unknown() } else { game.outcome_word };
            said.push(Paragraph { text: t.story_otherwise(&game.title(t), outcome), sample });
        }
    }
    if !periods.is_empty() && style != Style::Short {
        let each: Vec<(String, i64, i64)> =
            periods.iter().map(|period| (period.name.clone(), period.a, period.b)).collect();
        said.push(Paragraph { text: t.story_periods(&each), sample: game.periods_sample });
    }
    said
}

/// What the plays say; nothing where they add up to another score than the published one.
fn from_plays(kept: &Kept, card: &fixtures::Card, t: T, style: Style) -> Vec<Paragraph> {
    let report = &kept.report;
    let score = report.boxscore.flow.score();
    let published = card.fixture.score().map(|score| [i32::from(score.a), i32::from(score.b)]);
    if published != Some(score) {
        return Vec::new();
    }
    let mut said = Vec::new();
    let mut say = |text: String| said.push(Paragraph { text, sample: false });
    let winner = if score[0] > score[1] { Side::A } else { Side::B };
    let name = |side: Side| report.feed.game.teams[side as usize].name.as_str();
    if style == Style::Long {
        match turning_point(report) {
            Some(Turn::AllTheWay) => say(t.story_all_the_way(name(winner))),
            Some(Turn::ForGood(step)) => {
                let [a, b] = step.score;
                let points = if winner == Side::A { [a, b] } else { [b, a] };
                let period = report.feed.game.periods.get(step.period);
                let regular = report.feed.game.periods.iter().filter(|period| !period.overtime).count();
                let period = period.map(|period| {
                    let after = if period.overtime { regular as i64 } else { 0 };
                    t.period_name(after + i64::from(period.number), period.overtime, regular as i64)
                });
                let left = step.left.map(|left| format!("{}:{:02}", left / SECOND / 60, left / SECOND % 60));
                let (period, left) = (period.unwrap_or_default(), left.unwrap_or_default());
                say(t.story_for_good(name(winner), &period, &left, points));
            }
            None => {}
        }
        let lead = report.boxscore.flow.biggest_lead[winner as usize];
        say(t.story_lead(name(winner), lead));
    }
    let recorded = &report.feed.game.recorded;
    for side in Side::BOTH {
        let team = &report.feed.game.teams[side as usize];
        let deeds = |at: usize| {
            let (player, line) = (&team.players[at], &report.boxscore.teams[side as usize].players[at].line);
            let number = player.number.as_deref().unwrap_or("");
            let boards = recorded.has(Stat::Oreb) && recorded.has(Stat::Dreb);
            Deeds {
                name: if player.name.is_empty() {
                    format!("{} {number}", t.shirt())
                } else {
                    player.name.clone()
                },
                points: line.get(Stat::Points),
                rebounds: boards.then(|| line.get(Stat::Oreb) + line.get(Stat::Dreb)),
                assists: recorded.has(Stat::Ast).then(|| line.get(Stat::Ast)),
            }
        };
        let best: Vec<Deeds> = outstanding(report, side, style.players()).into_iter().map(deeds).collect();
        if !best.is_empty() {
            say(t.story_players(&team.name, &best));
        }
    }
    said
}

/// Where a side stands in its group, as the table is now.
fn standing(
    groups: &[GroupTable],
    card: &fixtures::Card,
    side: fixture::Side,
    name: &str,
    t: T,
) -> Option<Paragraph> {
    let key = match side {
        fixture::Side::A => card.a_key.as_deref()?,
        fixture::Side::B => card.b_key.as_deref()?,
    };
    let pool = card.pool_key.as_deref()?;
    let table = groups.iter().find(|table| table.pool.as_ref().is_some_and(|own| own.key == pool))?;
    let row = table.standing.rows.iter().find(|row| table.entry(row.team).key == key)?;
    let group = t.0.pick(card.pool_zh.as_deref().unwrap_or(""), card.pool_en.as_deref().unwrap_or(""));
    let text = t.story_standing(name, group, row.rank, row.wins, row.losses);
    Some(Paragraph { text, sample: table.sample || table.sample_scores })
}

/// A side's next game with a day.
fn next(
    cards: &[fixtures::Card],
    card: &fixtures::Card,
    side: fixture::Side,
    name: &str,
    t: T,
) -> Option<Paragraph> {
    let entry = match side {
        fixture::Side::A => card.fixture.a_entry_id?,
        fixture::Side::B => card.fixture.b_entry_id?,
    };
    let comes = |other: &&fixtures::Card| {
        let sides = [other.fixture.a_entry_id, other.fixture.b_entry_id];
        other.fixture.status == fixture::Status::Scheduled
            && sides.contains(&Some(entry))
            && other.fixture.day.is_some()
            && other.fixture.day >= card.fixture.day
    };
    let view = FixtureView::of(cards.iter().find(comes)?, t.0);
    let sample = view.date_sample || view.pairing_sample;
    Some(Paragraph { text: t.story_next(name, &view.day_text, &view.title(t)), sample })
}
