//! What is printed: facts from the store, handed to the press with their marks.

pub mod archive;
mod boards;
mod cards;
mod forms;
mod game;
pub mod kinds;
pub mod papers;
mod parts;
mod programme;
mod results_book;
mod sheet;
mod word;
mod workbooks;

use crate::store::audit::Head;
use crate::store::fixtures::{Card, Period};
use crate::store::leagues::League;
use crate::store::seasons::Season;
use chrono::NaiveDate;
pub use kinds::{About, Asked, Format, Job, Kind, Made, Refused, gather};
use league::fixture::{Losers, Outcome};
pub use papers::Papers;
use press::{
    Club, Colour, DaySheet, Fact, Forfeit, Game, Name, ResultPicture, Score, Side, Span, Status, Team,
};

pub use press::{Language, Pdf, Picture, Shape};

/// The day sheet of one day at one venue. `None` where nothing is played.
pub fn day_sheet(
    language: Language,
    league: &League,
    season: &Season,
    day: NaiveDate,
    cards: &[Card],
    head: &Head,
    address: String,
) -> Option<DaySheet> {
    let first = cards.first()?;
    Some(DaySheet {
        language,
        league: name(&league.name_zh, &league.name_en),
        season: Fact::published(name(&season.name_zh, &season.name_en)),
        date: mark(day, cards.iter().all(|card| card.fixture.is_sample("date"))),
        venue: venue(first),
        games: cards.iter().map(game).collect(),
        remarks: Vec::new(),
        version: head.label(),
        // The hour of the newest change, not of the print: the same data gives the same bytes.
        printed: head.at.with_timezone(&season.tz()).fixed_offset(),
        address,
    })
}

/// The picture of a game that is going on, with the score and the periods the table has.
pub fn live_picture(
    language: Language,
    league: &League,
    card: &Card,
    (score, periods): (league::fixture::Score, &[Period]),
    address: String,
) -> ResultPicture {
    let score = Fact::published(Score { a: score.a, b: score.b });
    ResultPicture { status: Status::Live, ..picture(language, league, card, (score, periods), address) }
}

/// The picture of a result. `None` while there is no score to show.
pub fn result_picture(
    language: Language,
    league: &League,
    card: &Card,
    periods: &[Period],
    address: String,
) -> Option<ResultPicture> {
    let fixture = &card.fixture;
    if !fixture.status.is_over() {
        return None;
    }
    let score = match fixture.score() {
        Some(score) => mark(Score { a: score.a, b: score.b }, fixture.is_sample("score")),
        None => Fact::unknown(),
    };
    Some(picture(language, league, card, (score, periods), address))
}

fn picture(
    language: Language,
    league: &League,
    card: &Card,
    (score, periods): (Fact<Score>, &[Period]),
    address: String,
) -> ResultPicture {
    let fixture = &card.fixture;
    ResultPicture {
        language,
        league: name(&league.name_zh, &league.name_en),
        competition: Fact::published(name(&card.competition_zh, &card.competition_en)),
        place: place(card),
        date: fixture.day.map_or_else(Fact::unknown, |day| mark(day, fixture.is_sample("date"))),
        venue: venue(card),
        clubs: [club(card, Side::A), club(card, Side::B)],
        score,
        periods: periods.iter().filter_map(|period| part(card, period, periods)).collect(),
        status: if fixture.official_at.is_some() { Status::Official } else { Status::Final },
        corrected: fixture.corrected,
        forfeit: match fixture.outcome() {
            Outcome::Forfeit(losers) | Outcome::Absent(_, losers) => Some(match losers {
                Losers::A => Forfeit::By(Side::A),
                Losers::B => Forfeit::By(Side::B),
                Losers::Both => Forfeit::ByBoth,
            }),
            _ => None,
        },
        address,
    }
}

/// The mark of a made-up fact.
fn mark_word(language: Language) -> &'static str {
    if language == Language::En { "sample" } else { "示例" }
}

fn name(zh: &str, en: &str) -> Name {
    if en.is_empty() { Name::zh(zh) } else { Name::both(zh, en) }
}

fn mark<T>(value: T, sample: bool) -> Fact<T> {
    if sample { Fact::sample(value) } else { Fact::published(value) }
}

fn venue(card: &Card) -> Fact<Name> {
    match &card.venue_zh {
        Some(zh) => mark(name(zh, card.venue_en.as_deref().unwrap_or("")), card.fixture.is_sample("venue")),
        None if card.fixture.status.is_over() => Fact::unknown(),
        None => Fact::undecided(),
    }
}

fn place(card: &Card) -> Vec<Fact<Name>> {
    let part = |zh: &Option<String>, en: &Option<String>, sample: bool| {
        Some(mark(name(zh.as_deref()?, en.as_deref().unwrap_or("")), sample))
    };
    let grouped = |sample: &Option<String>| sample.as_deref().is_some_and(|sample| sample.contains("group"));
    [
        part(&card.stage_zh, &card.stage_en, grouped(&card.stage_sample)),
        part(&card.pool_zh, &card.pool_en, grouped(&card.pool_sample)),
        part(&card.round_zh, &card.round_en, grouped(&card.round_sample)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A side's short and official name; a slot not yet filled prints where it will come from.
fn names(card: &Card, side: Side) -> (Fact<Name>, Option<Fact<Name>>) {
    let sample = card.fixture.is_sample("pairing");
    let (short, en, full, source) = match side {
        Side::A => (&card.a_short, &card.a_en, &card.a_name, &card.fixture.a_source),
        Side::B => (&card.b_short, &card.b_en, &card.b_name, &card.fixture.b_source),
    };
    let Some(short) = short else {
        return match (source.is_empty(), card.fixture.status.is_over()) {
            (false, _) => (mark(Name::zh(source.as_str()), sample), None),
            (true, true) => (Fact::unknown(), None),
            (true, false) => (Fact::undecided(), None),
        };
    };
    let official =
        full.as_ref().filter(|full| *full != short).map(|full| mark(Name::zh(full.as_str()), false));
    (mark(name(short, en.as_deref().unwrap_or("")), sample), official)
}

/// The colours of a side's club, the dark one first.
fn side_colours(card: &Card, side: Side) -> Option<[Colour; 2]> {
    let (light, dark) = match side {
        Side::A => (&card.a_light, &card.a_dark),
        Side::B => (&card.b_light, &card.b_dark),
    };
    let colour = |text: &Option<String>| text.as_deref().and_then(Colour::parse);
    Some([colour(dark)?, colour(light)?])
}

fn club(card: &Card, side: Side) -> Club {
    let (short, official) = names(card, side);
    let (light, dark) = match side {
        Side::A => (&card.a_light, &card.a_dark),
        Side::B => (&card.b_light, &card.b_dark),
    };
    let colour =
        |text: &Option<String>, otherwise| text.as_deref().and_then(Colour::parse).unwrap_or(otherwise);
    let grey = |shade| Colour { red: shade, green: shade, blue: shade };
    Club { short, official, colours: [colour(dark, grey(0x8a)), colour(light, grey(0xd8))] }
}

fn game(card: &Card) -> Game {
    let fixture = &card.fixture;
    let team = |side| {
        let (short, official) = names(card, side);
        Team { short, official }
    };
    Game {
        tip_off: match fixture.tip_off {
            Some(at) => mark(at.time(), fixture.is_sample("time")),
            None if fixture.status.is_over() => Fact::unknown(),
            None => Fact::undecided(),
        },
        court: match &card.court_zh {
            Some(zh) => mark(name(zh, card.court_en.as_deref().unwrap_or("")), fixture.is_sample("court")),
            None if fixture.status.is_over() => Fact::unknown(),
            None => Fact::undecided(),
        },
        competition: Fact::published(name(&card.competition_zh, &card.competition_en)),
        place: place(card),
        sides: [team(Side::A), team(Side::B)],
        light: mark(
            match fixture.light_side {
                league::fixture::Side::A => Side::A,
                league::fixture::Side::B => Side::B,
            },
            fixture.is_sample("light"),
        ),
        score: fixture
            .score()
            .filter(|_| fixture.status.is_over())
            .map(|score| mark(Score { a: score.a, b: score.b }, fixture.is_sample("score"))),
        officials: Vec::new(),
        remarks: [(&fixture.remark_zh, &fixture.remark_en)]
            .into_iter()
            .filter(|(zh, _)| !zh.is_empty())
            .map(|(zh, en)| Fact::published(name(zh, en)))
            .collect(),
    }
}

fn part(card: &Card, period: &Period, all: &[Period]) -> Option<press::Period> {
    let regular = all.iter().filter(|period| !period.overtime).count();
    let number = u8::try_from(period.number).ok()?;
    let span = match (period.overtime, regular) {
        (true, _) => Span::Overtime(number.checked_sub(u8::try_from(regular).ok()?)?),
        (false, 2) => Span::Half(number),
        (false, _) => Span::Quarter(number),
    };
    let score = Score { a: u16::try_from(period.score_a).ok()?, b: u16::try_from(period.score_b).ok()? };
    Some(press::Period { span, score: mark(score, card.fixture.is_sample("periods")) })
}
