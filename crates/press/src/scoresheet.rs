//! 记录表, the scoresheet in FIBA's layout: filled from the plays of a game, or blank for a pen.

use crate::facts::{Fact, Language, Name, Score, Side, clean};
use crate::paper::{self, Pdf, Sheet};
use crate::words::{self, Word};
use crate::{Error, fonts, qr};
use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

/// The numbers printed for the running score.
const NUMBERS: usize = 160;
/// The lines a team's table has at least, and at most.
const LINES: std::ops::RangeInclusive<usize> = 12..=15;

/// A scoresheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scoresheet {
    /// The language its words are printed in.
    pub language: Language,
    /// The league.
    pub league: Name,
    /// The season.
    pub season: Name,
    /// The competition.
    pub competition: Name,
    /// Day, hour, hall and number of the game; empty on a blank sheet.
    pub date: String,
    pub hour: String,
    pub venue: Name,
    pub number: String,
    /// Sides A and B.
    pub teams: [SheetTeam; 2],
    /// Every point in the order of the game.
    pub points: Vec<Points>,
    /// The score of each period that began, overtimes after the regular ones.
    pub periods: Vec<Score>,
    /// How many regular periods there are.
    pub regular: u8,
    /// The final score of a game that is over.
    pub end: Option<Score>,
    /// Those named for a task: crew chief, umpires 1 and 2, scorer, assistant, timer, shot clock.
    pub officials: [String; 7],
    /// The version of the data.
    pub version: String,
    /// When the data was last changed.
    pub printed: DateTime<FixedOffset>,
    /// The address of the live page: http or https.
    pub address: String,
}

/// One side of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetTeam {
    /// The team.
    pub name: Fact<Name>,
    /// Its players by shirt.
    pub players: Vec<SheetPlayer>,
    /// The coach and the marks of the coach's and the bench's fouls.
    pub coach: String,
    pub coach_fouls: Vec<String>,
    pub assistant: String,
    pub assistant_fouls: Vec<String>,
    /// Team fouls of each regular period, where they were recorded.
    pub team_fouls: Vec<Option<u8>>,
    /// Period and minute of each time-out.
    pub time_outs: Vec<(u8, Option<u8>)>,
}

/// One player.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetPlayer {
    pub shirt: String,
    pub name: Fact<Name>,
    pub captain: bool,
    pub entered: Entered,
    /// Marks as they are written, for example `P2`.
    pub fouls: Vec<String>,
}

/// Whether a player took part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entered {
    /// Not, or not recorded.
    No,
    /// Began the game.
    Starter,
    /// Came in.
    In,
}

/// One basket or free throw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Points {
    pub side: Side,
    pub points: u8,
    pub shirt: String,
    pub period: u8,
}

/// Prints a scoresheet.
pub fn pdf(game: &Scoresheet) -> Result<Pdf, Error> {
    let sheet = sheet(game)?;
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

fn sheet(game: &Scoresheet) -> Result<Sheet, Error> {
    let language = game.language;
    let say = |word: Word| language.word(word);
    let named = |name: &Name| language.printed_name(name).main;
    let field = |name: Word, value: &str| json!({ "name": say(name), "value": clean(value) });
    let officials = |range: std::ops::Range<usize>, words: &[Word]| -> Vec<Value> {
        words.iter().zip(&game.officials[range]).map(|(word, name)| field(*word, name)).collect()
    };
    let winner = match game.end {
        Some(score) if score.a > score.b => language.fact(&game.teams[0].name).main,
        Some(score) if score.b > score.a => language.fact(&game.teams[1].name).main,
        _ => String::new(),
    };
    let has_sample = game
        .teams
        .iter()
        .any(|team| team.name.sample || team.players.iter().any(|player| player.name.sample));
    let value = json!({
        "language": language,
        "scale": 1.0,
        "title": language.printed_word(words::SCORESHEET),
        "league": language.printed_name(&game.league),
        "season": language.printed_name(&game.season),
        "header": [
            field(words::COMPETITION, &named(&game.competition)),
            field(words::DATE, &game.date),
            field(words::TIME, &game.hour),
            field(words::PLACE, &named(&game.venue)),
            field(words::GAME_NUMBER, &game.number),
        ],
        "referees": officials(0..3, &[words::CREW_CHIEF, words::UMPIRE_1, words::UMPIRE_2]),
        "table": officials(3..7, &[words::SCORER, words::ASSISTANT_SCORER, words::TIMER, words::SHOT_CLOCK]),
        "teams": [team(game, 0), team(game, 1)],
        "a": running(game, Side::A),
        "b": running(game, Side::B),
        "periods": periods(game),
        "final": game.end.map_or_else(|| "A ____ : B ____".to_owned(), |score| format!("A {} : B {}", score.a, score.b)),
        "winner": winner,
        "version": clean(&game.version),
        "printed": game.printed.format("%Y-%m-%d %H:%M").to_string(),
        "address": game.address,
        "short_address": qr::short(&game.address),
        "sample_note": has_sample.then(|| language.printed_word(words::SAMPLE_NOTE)),
        "words": {
            "time-outs": say(words::TIME_OUTS),
            "team-fouls": say(words::TEAM_FOULS),
            "licence": say(words::LICENCE),
            "players": say(words::PLAYERS),
            "number": say(words::NUMBER),
            "in-game": say(words::IN_GAME),
            "fouls": say(words::FOULS),
            "coach": say(words::COACH),
            "assistant": say(words::ASSISTANT_COACH),
            "running": say(words::RUNNING_SCORE),
            "final-score": say(words::FINAL_SCORE),
            "winner": say(words::WINNER),
            "version": say(words::VERSION),
            "printed": say(words::PRINTED),
            "page": say(words::PAGE),
            "live": say(words::LIVE_PAGE),
        },
    });
    Ok(Sheet {
        template: "scoresheet.typ",
        json: serde_json::to_vec(&value).map_err(|_| Error::Input)?,
        code: qr::svg(&game.address)?,
        codes: Vec::new(),
        identity: format!("scoresheet {} {}", game.address, game.version),
        printed: game.printed,
    })
}

fn team(game: &Scoresheet, at: usize) -> Value {
    let (language, own) = (game.language, &game.teams[at]);
    let mut players: Vec<Value> = own
        .players
        .iter()
        .take(*LINES.end())
        .map(|player| {
            json!({
                "shirt": clean(&player.shirt),
                "name": language.fact(&player.name),
                "captain": player.captain,
                "entered": match player.entered {
                    Entered::No => "no",
                    Entered::Starter => "starter",
                    Entered::In => "in",
                },
                "fouls": player.fouls,
            })
        })
        .collect();
    while players.len() < *LINES.start() {
        players.push(json!({ "shirt": "", "name": null, "captain": false, "entered": "no", "fouls": [] }));
    }
    let fouls: Vec<Value> = (0..usize::from(game.regular.max(1)))
        .map(|period| {
            let count = own.team_fouls.get(period).copied().flatten().unwrap_or(0);
            json!({ "name": format!("{}", period + 1), "count": count })
        })
        .collect();
    json!({
        "letter": if at == 0 { "A" } else { "B" },
        "name": language.fact(&own.name),
        "players": players,
        "coach": clean(&own.coach),
        "coach_fouls": own.coach_fouls,
        "assistant": clean(&own.assistant),
        "assistant_fouls": own.assistant_fouls,
        "team_fouls": fouls,
        "overtimes": "",
        "time_outs": time_outs(game, own),
        "closed": game.end.is_some(),
    })
}

/// Two boxes for the first half, three for the second, one for each of three overtimes.
fn time_outs(game: &Scoresheet, team: &SheetTeam) -> Vec<Vec<Value>> {
    let half = game.regular.max(2) / 2;
    let spans: [(std::ops::RangeInclusive<u8>, usize); 3] =
        [(1..=half, 2), (half + 1..=game.regular, 3), (game.regular + 1..=u8::MAX, 3)];
    let boxes = |(span, count): (std::ops::RangeInclusive<u8>, usize)| {
        let mut taken = team.time_outs.iter().filter(|(period, _)| span.contains(period)).map(|(period, minute)| {
            json!({ "text": minute.map_or_else(|| "×".to_owned(), |minute| minute.to_string()), "period": period })
        });
        (0..count).map(|_| taken.next().unwrap_or(Value::Null)).collect()
    };
    spans.into_iter().map(boxes).collect()
}

/// For each number reached, how and by whom; nothing for the numbers between.
fn running(game: &Scoresheet, side: Side) -> Vec<Value> {
    let mut numbers = vec![Value::Null; NUMBERS];
    let own: Vec<&Points> = game.points.iter().filter(|scored| scored.side == side).collect();
    let mut total = 0usize;
    for (at, scored) in own.iter().enumerate() {
        total += usize::from(scored.points);
        let last_of_period = own.get(at + 1).is_none_or(|next| next.period != scored.period);
        if let Some(place) = total.checked_sub(1).and_then(|place| numbers.get_mut(place)) {
            *place = json!({
                "points": scored.points,
                "shirt": clean(&scored.shirt),
                "period": scored.period,
                "end": last_of_period,
            });
        }
    }
    numbers
}

fn periods(game: &Scoresheet) -> Vec<Value> {
    let regular = usize::from(game.regular);
    let shown = game.periods.len().max(regular);
    let line = |at: usize| {
        let name = if at < regular {
            game.language.word_with(words::PERIOD, &(at + 1).to_string())
        } else {
            game.language.word_with(words::OVERTIME, &(at + 1 - regular).to_string())
        };
        let score = game.periods.get(at);
        let points = |of: fn(&Score) -> u16| score.map_or_else(String::new, |score| of(score).to_string());
        json!({ "name": name, "number": at + 1, "a": points(|score| score.a), "b": points(|score| score.b) })
    };
    (0..shown).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worlds;

    #[test]
    fn a_blank_sheet_and_a_filled_one_fit_on_a_page_each_and_are_the_same_twice() {
        for language in [Language::Zh, Language::En, Language::Both] {
            for game in [worlds::blank_sheet(language), worlds::played_sheet(language)] {
                let printed = pdf(&game).unwrap();
                assert_eq!((printed.pages, printed.warnings.clone()), (1, Vec::new()), "{language:?}");
                assert_eq!(printed.bytes, pdf(&game).unwrap().bytes);
            }
        }
    }

    #[test]
    fn each_number_reached_shows_who_scored_and_where_a_period_ended() {
        let game = worlds::played_sheet(Language::Zh);
        let numbers = running(&game, Side::A);
        let reached: Vec<usize> =
            (1..).zip(&numbers).filter(|(_, at)| !at.is_null()).map(|(number, _)| number).collect();
        assert_eq!(reached[..4], [2, 5, 6, 8]);
        assert_eq!(numbers[4]["shirt"], "00");
        assert_eq!(numbers[5]["end"], true);
        assert_eq!(numbers[1]["end"], false);
    }

    #[test]
    fn time_outs_stand_in_the_boxes_of_their_half() {
        let game = worlds::played_sheet(Language::Zh);
        let boxes = time_outs(&game, &game.teams[0]);
        assert_eq!((boxes[0].len(), boxes[1].len(), boxes[2].len()), (2, 3, 3));
        assert_eq!(boxes[0][0]["text"], "7");
        assert!(boxes[0][1].is_null());
        assert_eq!(boxes[1][0]["text"], "9");
    }
}
