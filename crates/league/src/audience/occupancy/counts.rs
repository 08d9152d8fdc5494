//! Counts at doors as text: with a header, or the bare four columns of a beam counter.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use std::fmt;

/// People who passed one gate in the interval that ends at `at`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub at: NaiveDateTime,
    pub gate: String,
    pub ins: i64,
    pub outs: i64,
}

/// Why counts could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CountsError {
    Empty,
    TooLarge,
    /// No `at` with `in` and `out`, or with `direction` and `count`.
    UnknownColumns,
    Unreadable {
        line: usize,
        what: &'static str,
    },
}

impl fmt::Display for CountsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "there are no counts"),
            Self::TooLarge => write!(f, "the counts are larger than 32 MB"),
            Self::UnknownColumns => {
                write!(f, "the columns must be at, gate, in, out or at, gate, direction, count")
            }
            Self::Unreadable { line, what } => write!(f, "line {line}: {what} cannot be read"),
        }
    }
}

impl std::error::Error for CountsError {}

const MOST_BYTES: usize = 32 << 20;
/// Nobody counts a million people through one door in a minute: such a number is a slip or an attack.
const MOST_PEOPLE: i64 = 1_000_000;

enum Layout {
    /// flow (7 out, 9 in), MM/DD/YY, HH:MM:SS, count; no header.
    Beam,
    InOut {
        at: usize,
        gate: Option<usize>,
        ins: usize,
        outs: usize,
    },
    Direction {
        at: usize,
        gate: Option<usize>,
        direction: usize,
        count: usize,
    },
}

/// All counts in order of time.
pub fn read(text: &str) -> Result<Vec<Count>, CountsError> {
    if text.len() > MOST_BYTES {
        return Err(CountsError::TooLarge);
    }
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).peekable();
    let (_, first) = *lines.peek().ok_or(CountsError::Empty)?;
    let layout = layout(first)?;
    if !matches!(layout, Layout::Beam) {
        lines.next();
    }
    let mut counts = Vec::new();
    for (place, line) in lines {
        let fields: Vec<&str> = line.split(',').map(|field| field.trim().trim_matches('"')).collect();
        // "--" is no count at all: the minute is unknown, not empty.
        let count =
            count(&layout, &fields).map_err(|what| CountsError::Unreadable { line: place + 1, what })?;
        counts.extend(count);
    }
    counts.sort_by_key(|count| count.at);
    if counts.is_empty() { Err(CountsError::Empty) } else { Ok(counts) }
}

fn layout(first: &str) -> Result<Layout, CountsError> {
    let titles: Vec<String> =
        first.split(',').map(|title| title.trim().trim_matches('"').to_lowercase()).collect();
    if titles.len() == 4 && ["7", "9"].contains(&titles[0].as_str()) {
        return Ok(Layout::Beam);
    }
    let column = |names: &[&str]| titles.iter().position(|title| names.contains(&title.as_str()));
    let at = column(&["at", "time", "minute", "timestamp", "时间"]).ok_or(CountsError::UnknownColumns)?;
    let gate = column(&["gate", "door", "device", "闸机", "入口"]);
    let (ins, outs) = (column(&["in", "ins", "进"]), column(&["out", "outs", "出"]));
    if let Some((ins, outs)) = ins.zip(outs) {
        return Ok(Layout::InOut { at, gate, ins, outs });
    }
    let (direction, count) = (column(&["direction", "dir", "flow", "方向"]), column(&["count", "n", "人数"]));
    let (direction, count) = direction.zip(count).ok_or(CountsError::UnknownColumns)?;
    Ok(Layout::Direction { at, gate, direction, count })
}

fn count(layout: &Layout, fields: &[&str]) -> Result<Option<Count>, &'static str> {
    let field = |place: usize| fields.get(place).copied().unwrap_or("");
    let gate_of = |gate: &Option<usize>| gate.map_or("door", field).to_owned();
    match layout {
        Layout::Beam => {
            let date = NaiveDate::parse_from_str(field(1), "%m/%d/%y").map_err(|_| "the date")?;
            let time = NaiveTime::parse_from_str(field(2), "%H:%M:%S").map_err(|_| "the time")?;
            let (ins, outs) = directed(field(0), people(field(3))?)?;
            Ok(ins.zip(outs).map(|(ins, outs)| Count {
                at: date.and_time(time),
                gate: "door".into(),
                ins,
                outs,
            }))
        }
        Layout::InOut { at, gate, ins, outs } => {
            let (ins, outs) = (people(field(*ins))?, people(field(*outs))?);
            let at = time(field(*at))?;
            let known = ins.is_some() || outs.is_some();
            Ok(known.then(|| Count {
                at,
                gate: gate_of(gate),
                ins: ins.unwrap_or(0),
                outs: outs.unwrap_or(0),
            }))
        }
        Layout::Direction { at, gate, direction, count } => {
            let (ins, outs) = directed(field(*direction), people(field(*count))?)?;
            let at = time(field(*at))?;
            Ok(ins.zip(outs).map(|(ins, outs)| Count { at, gate: gate_of(gate), ins, outs }))
        }
    }
}

type Directed = (Option<i64>, Option<i64>);

fn directed(direction: &str, people: Option<i64>) -> Result<Directed, &'static str> {
    let nobody = people.map(|_| 0);
    match direction.to_lowercase().as_str() {
        "9" | "in" | "进" => Ok((people, nobody)),
        "7" | "out" | "出" => Ok((nobody, people)),
        _ => Err("the direction"),
    }
}

fn people(text: &str) -> Result<Option<i64>, &'static str> {
    if ["", "-", "--"].contains(&text) {
        return Ok(None);
    }
    let number: i64 = text.parse().map_err(|_| "the count")?;
    if (0..=MOST_PEOPLE).contains(&number) { Ok(Some(number)) } else { Err("the count") }
}

fn time(text: &str) -> Result<NaiveDateTime, &'static str> {
    // A clock of one hall: the offset a device adds says nothing about who is inside.
    let text = text.replace('T', " ").replace('/', "-");
    let text = text.trim_end_matches('Z').split('+').next().unwrap_or_default();
    ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .ok_or("the time")
}
