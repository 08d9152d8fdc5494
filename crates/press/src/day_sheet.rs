//! 日程单, the day sheet: what the hall needs to know about one day, a page or two on the wall.

use crate::facts::{Fact, Language, Name, Score, Side, clean};
use crate::paper::{self, Pdf, Sheet};
use crate::words::{self, Printed, plain};
use crate::{Error, fonts, qr};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use serde::Serialize;
use serde_json::{Value, json};

/// More games than a hall can hold on a day are a mistake in a query.
const MOST_GAMES: usize = 100;

/// One day at one venue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DaySheet {
    /// The language it is printed in.
    pub language: Language,
    /// The league's name.
    pub league: Name,
    /// The season's title.
    pub season: Fact<Name>,
    /// The day.
    pub date: Fact<NaiveDate>,
    /// The hall.
    pub venue: Fact<Name>,
    /// The games in order of tip-off.
    pub games: Vec<Game>,
    /// What concerns the whole day.
    pub remarks: Vec<Fact<Name>>,
    /// The version of the data, as the live page shows it.
    pub version: String,
    /// When the data was read.
    pub printed: DateTime<FixedOffset>,
    /// The address of the live page: http or https.
    pub address: String,
}

/// One game of the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Game {
    /// Tip-off in the venue's local time.
    pub tip_off: Fact<NaiveTime>,
    /// The court.
    pub court: Fact<Name>,
    /// The competition.
    pub competition: Fact<Name>,
    /// Stage, group and round, as far as the competition has them.
    pub place: Vec<Fact<Name>>,
    /// Sides A and B.
    pub sides: [Team; 2],
    /// Which side wears light shirts; the other wears dark.
    pub light: Fact<Side>,
    /// The score of a game already played.
    pub score: Option<Fact<Score>>,
    /// Those appointed; a role without anybody gets a line to write on.
    pub officials: Vec<Official>,
    /// What concerns this game alone.
    pub remarks: Vec<Fact<Name>>,
}

/// One side of a game.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Team {
    /// The short name, or the placeholder of a slot not yet filled.
    pub short: Fact<Name>,
    /// The official name, where it differs.
    pub official: Option<Fact<Name>>,
}

/// A person with a task at a game.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Official {
    /// The task.
    pub role: Role,
    /// Who does it.
    pub person: Fact<Name>,
}

/// The tasks that FIBA's rules name (OBRF 2024, articles 45 to 49).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Role {
    /// Crew chief.
    CrewChief,
    /// First umpire.
    FirstUmpire,
    /// Second umpire.
    SecondUmpire,
    /// Scorer.
    Scorer,
    /// Assistant scorer.
    AssistantScorer,
    /// Timer.
    Timer,
    /// Shot clock operator.
    ShotClock,
    /// Commissioner.
    Commissioner,
}

impl Role {
    const REFEREES: [Self; 3] = [Self::CrewChief, Self::FirstUmpire, Self::SecondUmpire];
    const TABLE: [Self; 5] =
        [Self::Scorer, Self::AssistantScorer, Self::Timer, Self::ShotClock, Self::Commissioner];

    fn word(self) -> words::Word {
        let (zh, en) = match self {
            Self::CrewChief => ("主裁判员", "Crew chief"),
            Self::FirstUmpire => ("第一副裁判员", "Umpire 1"),
            Self::SecondUmpire => ("第二副裁判员", "Umpire 2"),
            Self::Scorer => ("记录员", "Scorer"),
            Self::AssistantScorer => ("助理记录员", "Asst. scorer"),
            Self::Timer => ("计时员", "Timer"),
            Self::ShotClock => ("进攻计时员", "Shot clock"),
            Self::Commissioner => ("技术代表", "Commissioner"),
        };
        words::Word { zh, en }
    }
}

/// Prints a day sheet.
pub fn pdf(day: &DaySheet) -> Result<Pdf, Error> {
    let sheet = sheet(day)?;
    let laid_out = paper::lay_out(&sheet)?;
    let bytes = paper::write(&sheet, &laid_out)?;
    let text = String::from_utf8_lossy(&sheet.json);
    Ok(Pdf {
        bytes,
        pages: laid_out.document.pages().len(),
        missing: fonts::missing_characters(&text),
        warnings: laid_out.warnings,
    })
}

/// The template's input: every word chosen here, so that the template holds none.
pub(crate) fn sheet(day: &DaySheet) -> Result<Sheet, Error> {
    if day.games.len() > MOST_GAMES {
        return Err(Error::TooMuch { games: day.games.len() });
    }
    let language = day.language;
    let count = match day.games.len() {
        1 => language.word(words::ONE_GAME),
        games => language.word_with(words::GAMES, &games.to_string()),
    };
    let games: Vec<Value> =
        day.games.iter().zip(1..).map(|(game, number)| row(language, game, number)).collect();
    let has_sample = serde_json::to_string(day).map_err(|_| Error::Input)?.contains("\"sample\":true");
    let value = json!({
        "language": language,
        "scale": scale(day),
        "title": language.printed_word(words::DAY_SHEET),
        "league": language.printed_name(&day.league),
        "season": language.fact(&day.season),
        "date": language.printed(&day.date, |date| language.date(*date)),
        "venue": language.fact(&day.venue),
        "count": count,
        "games": games,
        "remarks": all(language, &day.remarks),
        "version": clean(&day.version),
        "printed": day.printed.format("%Y-%m-%d %H:%M").to_string(),
        "address": day.address,
        "short_address": qr::short(&day.address),
        "sample_note": has_sample.then(|| language.printed_word(words::SAMPLE_NOTE)),
        "words": {
            "date": language.word(words::DATE),
            "venue": language.word(words::VENUE),
            "score": language.word(words::SCORE),
            "referees": language.word(words::REFEREES),
            "table": language.word(words::TABLE_OFFICIALS),
            "remarks": language.word(words::REMARKS),
            "no_games": language.printed_word(words::NO_GAMES),
            "version": language.word(words::VERSION),
            "printed": language.word(words::PRINTED),
            "page": language.word(words::PAGE),
            "live": language.word(words::LIVE_PAGE),
        },
    });
    Ok(Sheet {
        template: "day-sheet.typ",
        json: serde_json::to_vec(&value).map_err(|_| Error::Input)?,
        code: qr::svg(&day.address)?,
        codes: Vec::new(),
        identity: format!("day sheet {} {}", day.address, day.version),
        printed: day.printed,
    })
}

/// Up to two games fill a page in larger letters; more stand three or four to a page.
fn scale(day: &DaySheet) -> f32 {
    match (day.games.len(), day.language) {
        (0..=2, Language::Both) => 1.12,
        (0..=2, _) => 1.25,
        _ => 1.0,
    }
}

fn row(language: Language, game: &Game, number: usize) -> Value {
    let shirt = |side: Side| match game.light.value() {
        Some(light) if *light == side => ("light", language.printed_word(words::LIGHT)),
        Some(_) => ("dark", language.printed_word(words::DARK)),
        None => ("none", plain("")),
    };
    let sides: Vec<Value> = [Side::A, Side::B]
        .into_iter()
        .zip(&game.sides)
        .map(|(side, team)| {
            let (shirt, worn) = shirt(side);
            json!({
                "short": language.fact(&team.short),
                "official": team.official.as_ref().map(|name| language.fact(name)),
                "shirt": shirt,
                "kit": language.printed(&game.light, |_| worn),
            })
        })
        .collect();
    json!({
        "number": language.word_with(words::GAME, &number.to_string()),
        "tip_off": language.printed(&game.tip_off, |time| plain(time.format("%H:%M").to_string())),
        "court": language.fact(&game.court),
        "competition": language.fact(&game.competition),
        "place": all(language, &game.place),
        "sides": sides,
        "score": game.score.as_ref().map(|fact| language.printed(fact, points)),
        "referees": crew(language, game, &Role::REFEREES),
        "table": crew(language, game, &Role::TABLE),
        "remarks": all(language, &game.remarks),
    })
}

fn points(score: &Score) -> Printed {
    plain(format!("{}:{}", score.a, score.b))
}

fn all(language: Language, facts: &[Fact<Name>]) -> Vec<Printed> {
    facts.iter().map(|fact| language.fact(fact)).collect()
}

/// The crew by role. A role nobody was named for still stands there, with a line to write on.
fn crew(language: Language, game: &Game, roles: &[Role]) -> Vec<Value> {
    let mut lines = Vec::new();
    for role in roles {
        let mut people = game.officials.iter().filter(|official| official.role == *role).peekable();
        if people.peek().is_none() {
            lines.push(json!({ "role": language.printed_word(role.word()), "person": null }));
        }
        for official in people {
            lines.push(json!({
                "role": language.printed_word(role.word()),
                "person": official.person.value().map(|_| language.fact(&official.person)),
            }));
        }
    }
    lines
}

#[cfg(test)]
mod tests;
