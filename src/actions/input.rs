//! Input as it arrives: named texts from a form or an API body, checked against a list of fields.
//!
//! One list serves the form, the API and its description; every fault names its field and keeps what was typed.

use chrono::{NaiveDate, NaiveDateTime};
use league::fixture::{ResultFault, Score};
use league::money::Fen;
use std::collections::BTreeMap;

/// What a field may hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Holds {
    /// One line of text of at most so many characters.
    Line(usize),
    /// Several lines.
    Text(usize),
    Date,
    /// A wall clock: day and time in the season's zone.
    DateTime,
    Flag,
    Number {
        min: i64,
        max: i64,
    },
    Word(&'static [&'static str]),
    /// The public key of another object.
    Key,
    /// An amount of yuan above 0, kept in fen.
    Yuan,
    /// `#rrggbb`.
    Colour,
    /// An address that begins with https://.
    Url,
    /// Points of each period: "20:18 17:20".
    Periods,
    /// What a device counted at a gate, as a JSON list of cells.
    Counts,
    /// Plays of a game, as a JSON list; docs/PLAYS.md describes them.
    Plays,
    /// The cells of a form, as a JSON list of rows.
    Cells,
}

/// One field of an input.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub name: &'static str,
    pub holds: Holds,
    pub required: bool,
}

/// A field that must be given.
pub const fn required(name: &'static str, holds: Holds) -> Field {
    Field { name, holds, required: true }
}

/// A field that may be left out.
pub const fn optional(name: &'static str, holds: Holds) -> Field {
    Field { name, holds, required: false }
}

/// Raw input by field name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(pub BTreeMap<String, String>);

impl Fields {
    /// Input from pairs.
    pub fn from_pairs<const N: usize>(pairs: [(&str, &str); N]) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    /// What was given for a field; nothing is the empty text.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Sets a field.
    pub fn set(&mut self, name: &str, value: impl ToString) {
        self.0.insert(name.to_owned(), value.to_string());
    }

    /// These fields with others laid over them.
    pub fn overlaid(mut self, other: &Self) -> Self {
        self.0.extend(other.0.iter().map(|(name, value)| (name.clone(), value.clone())));
        self
    }
}

/// One thing wrong with an input.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub field: String,
    pub what: What,
}

impl Fault {
    /// A fault at a field.
    pub fn at(field: &str, what: What) -> Self {
        Self { field: field.to_owned(), what }
    }
}

/// What is wrong; the page finds the words.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Required,
    TooLong {
        max: usize,
    },
    /// Control characters, or more than one line where one is asked for.
    NotPlainText,
    NotADate,
    NotADateTime,
    NotAFlag,
    NotANumber,
    OutOfRange {
        min: i64,
        max: i64,
    },
    NotOneOf {
        allowed: &'static [&'static str],
    },
    NotAColour,
    NotAUrl,
    NotMoney,
    /// What stands against appointing an official.
    Conflict(league::officials::Conflict),
    /// What makes no sense about shifts.
    Shifts(league::shifts::Unsound),
    /// Not an address of this channel.
    NotAnAddress,
    NotPeriods,
    /// Not two numbers of points.
    NotAScore,
    /// No object with this key where one was looked for.
    NoSuchObject,
    /// A field that this input does not have.
    NoSuchField,
    /// The JSON value is of another type.
    WrongType,
    Taken,
    EndsBeforeItBegins,
    SameTwice,
    /// A name that several clubs bear: a person decides.
    SeveralMatch,
    TooShort {
        min: usize,
    },
    TooCommon,
    NoSuchZone,
    /// A link for it would be dead when it is handed over.
    GameLongOver,
    /// The same thing was sent twice.
    EnteredAlready,
    /// Outside the season's stated and playing period by more than a year: a slip of the keyboard.
    FarFromSeason,
    Result(ResultFault),
    NotAllowed,
    /// A template cannot hold so many entries.
    EntriesDoNotFit {
        entries: usize,
        least: usize,
        most: usize,
        must_be_even: bool,
    },
    /// The graph of stages has no sense so.
    PlanUnsound {
        faults: Vec<league::stages::StageFault>,
    },
    /// What is asked for ends when a game has begun.
    GameBegun {
        game: String,
    },
    /// The next round waits for this result.
    NotOfficialYet {
        game: String,
    },
    /// Nobody stands on some places yet.
    PlacesOpen,
    /// Everybody who could meet has met.
    NoPairing,
    /// A draw fills the places of a plan: that comes first.
    PlanFirst,
    /// A name in a list of names that no team of the competition bears.
    NoSuchTeam {
        name: String,
    },
    /// These teams are not level in one finished group.
    NoLotsDue,
    /// The rule set is not whole.
    Criteria(league::standings::RuleSetError),
    /// The draw cannot be held so.
    Draw(Box<league::draw::DrawFault>),
    /// Not a number as people write it: 3412, 12.6万, 超400万.
    NotAFigure,
    /// Not 64 hexadecimal digits.
    NotAHash,
    /// A rule of the ledger of figures.
    NotTaken(league::audience::observation::NotTaken),
    /// Not a list of counts.
    NotCounts,
    /// Not a list of dates, or of times of day.
    NotDates,
    NotTimes,
    /// Names of a line, separated by commas, that are teams of the draft.
    NoSuchTeams {
        names: String,
    },
    /// A slot that rules of the draft forbid to a game, in the words of the rules.
    SlotForbidden {
        zh: String,
        en: String,
    },
    /// The rules of a draft do not make a season to plan.
    NoSeason(Box<league::planner::season::SeasonRefused>),
    /// A file that is no spreadsheet to read, in the words of who opened it.
    Sheet {
        said: String,
    },
    /// A row of a spreadsheet that cannot be read.
    Row {
        row: usize,
        what: Box<What>,
    },
    /// A cell of a spreadsheet, by its row and the heading of its column.
    Column {
        row: usize,
        column: &'static str,
        what: Box<What>,
    },
    /// An official result says something else: it changes only by a correction.
    OfficialStands,
    /// A cell of an entry form.
    Cell {
        code: league::form::CellCode,
        expected: String,
    },
    /// The rules of entry cannot be read; the sentence says where.
    EntryRules {
        said: String,
    },
    /// Under eighteen, and no guardian has agreed.
    NoConsent,
    /// So many may be named for a game.
    MatchListSize {
        least: usize,
        most: usize,
        found: usize,
    },
    /// These shirts may not play.
    MayNotPlay {
        shirts: String,
    },
    /// A rule of the match list is broken; the words are the regulation's.
    MatchRule {
        zh: String,
        en: String,
    },
    /// The play at this place of a batch is none.
    NotAPlay {
        at: usize,
    },
}

/// Input that fits its fields.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    texts: BTreeMap<&'static str, String>,
    dates: BTreeMap<&'static str, NaiveDate>,
    times: BTreeMap<&'static str, NaiveDateTime>,
    numbers: BTreeMap<&'static str, i64>,
    periods: BTreeMap<&'static str, Vec<Score>>,
}

impl Parsed {
    /// The text of a field; empty where nothing was given.
    pub fn text(&self, name: &str) -> String {
        self.texts.get(name).cloned().unwrap_or_default()
    }

    /// Whether a flag is set.
    pub fn flag(&self, name: &str) -> bool {
        self.texts.get(name).is_some_and(|value| value == "true")
    }

    /// The date of a field.
    pub fn date(&self, name: &str) -> Option<NaiveDate> {
        self.dates.get(name).copied()
    }

    /// The wall clock of a field.
    pub fn time(&self, name: &str) -> Option<NaiveDateTime> {
        self.times.get(name).copied()
    }

    /// The number of a field.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.numbers.get(name).copied()
    }

    /// The periods of a field.
    pub fn periods(&self, name: &str) -> Vec<Score> {
        self.periods.get(name).cloned().unwrap_or_default()
    }
}

/// Checks raw input against its fields. Every fault is reported, not only the first.
pub fn parse(spec: &[Field], fields: &Fields) -> Result<Parsed, Vec<Fault>> {
    let mut parsed = Parsed::default();
    let mut faults: Vec<Fault> = fields
        .0
        .keys()
        .filter(|name| !spec.iter().any(|field| field.name == name.as_str()))
        .map(|name| Fault::at(name, What::NoSuchField))
        .collect();
    for field in spec {
        if let Err(what) = parse_field(field, fields.get(field.name), &mut parsed) {
            faults.push(Fault::at(field.name, what));
        }
    }
    if faults.is_empty() { Ok(parsed) } else { Err(faults) }
}

fn parse_field(field: &Field, raw: &str, parsed: &mut Parsed) -> Result<(), What> {
    let value = match field.holds {
        Holds::Text(_) => raw.replace("\r\n", "\n").trim().to_owned(),
        _ => raw.trim().to_owned(),
    };
    if value.is_empty() {
        return if field.required { Err(What::Required) } else { Ok(()) };
    }
    check_text(field.holds, &value)?;
    match field.holds {
        Holds::Line(_) | Holds::Text(_) | Holds::Counts | Holds::Plays | Holds::Cells => {}
        Holds::Key => {
            if value.chars().any(|c| !c.is_ascii_alphanumeric()) {
                return Err(What::NoSuchObject);
            }
        }
        Holds::Date => {
            parsed.dates.insert(field.name, parse_date(&value).ok_or(What::NotADate)?);
        }
        Holds::DateTime => {
            parsed.times.insert(field.name, parse_time(&value).ok_or(What::NotADateTime)?);
        }
        Holds::Flag => {
            let set = match value.as_str() {
                "true" | "on" | "1" => "true",
                "false" | "off" | "0" => "false",
                _ => return Err(What::NotAFlag),
            };
            parsed.texts.insert(field.name, set.into());
            return Ok(());
        }
        Holds::Number { min, max } => {
            let digits: String = value.chars().map(league::names::half_width).collect();
            let number: i64 = digits.parse().map_err(|_| What::NotANumber)?;
            if !(min..=max).contains(&number) {
                return Err(What::OutOfRange { min, max });
            }
            parsed.numbers.insert(field.name, number);
        }
        Holds::Yuan => {
            let fen = Fen::parse(&value).filter(|fen| fen.0 > 0).ok_or(What::NotMoney)?;
            parsed.numbers.insert(field.name, fen.0);
        }
        Holds::Word(allowed) => {
            if !allowed.contains(&value.as_str()) {
                return Err(What::NotOneOf { allowed });
            }
        }
        Holds::Colour => {
            let hex = value.strip_prefix('#').unwrap_or("");
            if hex.len() != 6 || !hex.chars().all(|c| c.is_ascii_hexdigit()) {
                return Err(What::NotAColour);
            }
        }
        Holds::Url => {
            let secure = url::Url::parse(&value).is_ok_and(|url| url.scheme() == "https" && url.has_host());
            if !secure {
                return Err(What::NotAUrl);
            }
        }
        Holds::Periods => {
            parsed.periods.insert(field.name, parse_periods(&value).ok_or(What::NotPeriods)?);
        }
    }
    parsed.texts.insert(field.name, value);
    Ok(())
}

fn check_text(holds: Holds, value: &str) -> Result<(), What> {
    let max = match holds {
        Holds::Line(max) | Holds::Text(max) => max,
        Holds::Counts | Holds::Plays | Holds::Cells => 200_000,
        _ => 300,
    };
    if value.chars().count() > max {
        return Err(What::TooLong { max });
    }
    let lines_allowed = matches!(holds, Holds::Text(_));
    let allowed = |c: char| !c.is_control() || (lines_allowed && matches!(c, '\n' | '\t'));
    if value.chars().all(allowed) { Ok(()) } else { Err(What::NotPlainText) }
}

/// A date as people write it: 2025-06-13, 2025.6.13, 2025/6/13, 2025年6月13日.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let plain: String = text
        .chars()
        .map(league::names::half_width)
        .map(|c| if matches!(c, '年' | '月' | '.' | '/') { '-' } else { c })
        .filter(|c| *c != '日')
        .collect();
    let mut parts = plain.split('-');
    let year: i32 = parts.next()?.trim().parse().ok()?;
    let month: u32 = parts.next()?.trim().parse().ok()?;
    let day: u32 = parts.next()?.trim().parse().ok()?;
    let date = NaiveDate::from_ymd_opt(year, month, day)?;
    (parts.next().is_none() && (1900..=2200).contains(&year)).then_some(date)
}

/// A wall clock as a browser sends it (2025-06-13T19:00) or a person types it (2025-06-13 19:00).
pub fn parse_time(text: &str) -> Option<NaiveDateTime> {
    let plain: String = text.chars().map(league::names::half_width).collect();
    let (day, time) = plain.split_once(['T', ' '])?;
    let mut parts = time.trim().split(':');
    let hour: u32 = parts.next()?.parse().ok()?;
    let minute: u32 = parts.next()?.parse().ok()?;
    let second: u32 = parts.next().map_or(Some(0), |second| second.parse().ok())?;
    if parts.next().is_some() {
        return None;
    }
    parse_date(day)?.and_hms_opt(hour, minute, second)
}

/// Points of each period, in pairs: "20:18 17:20", with any of : - ： between and spaces or commas after.
fn parse_periods(text: &str) -> Option<Vec<Score>> {
    let plain: String =
        text.chars().map(league::names::half_width).map(|c| if c == '、' { ',' } else { c }).collect();
    plain
        .split([' ', ',', ';', '\n'])
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (a, b) = pair.split_once([':', '-'])?;
            Some(Score { a: a.parse().ok()?, b: b.parse().ok()? })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPEC: &[Field] = &[
        required("name", Holds::Line(5)),
        optional("day", Holds::Date),
        optional("seats", Holds::Number { min: 1, max: 100 }),
        optional("periods", Holds::Periods),
    ];

    #[test]
    fn every_fault_is_reported_with_its_field() {
        let given = Fields::from_pairs([("day", "2025-02-30"), ("seats", "0"), ("colour", "red")]);
        let faults = parse(SPEC, &given).unwrap_err();
        assert_eq!(
            faults,
            [
                Fault::at("colour", What::NoSuchField),
                Fault::at("name", What::Required),
                Fault::at("day", What::NotADate),
                Fault::at("seats", What::OutOfRange { min: 1, max: 100 }),
            ]
        );
    }

    #[test]
    fn people_write_dates_in_many_ways() {
        let day = NaiveDate::from_ymd_opt(2025, 6, 13);
        for text in ["2025-06-13", "2025.6.13", "2025/6/13", "2025年6月13日", "２０２５-6-13"] {
            assert_eq!(parse_date(text), day, "{text}");
        }
        assert_eq!(parse_date("13-06-2025"), None);
        assert_eq!(parse_date("2025-06-13-1"), None);
    }

    #[test]
    fn periods_are_pairs() {
        assert_eq!(
            parse_periods("20:18，17：20"),
            Some(vec![Score { a: 20, b: 18 }, Score { a: 17, b: 20 }])
        );
        assert_eq!(parse_periods("20:18 17"), None);
    }

    #[test]
    fn a_line_holds_no_line_break() {
        let given = Fields::from_pairs([("name", "a\nb")]);
        assert_eq!(parse(SPEC, &given).unwrap_err(), [Fault::at("name", What::NotPlainText)]);
    }
}
