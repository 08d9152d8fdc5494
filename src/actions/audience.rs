//! Viewer figures into the ledger: each new one, and each correction, is a row of its own. Nothing is overwritten.

pub mod beacons;
pub mod gates;
pub mod import;
pub mod scopes;

use super::input::{Field, Fields, Holds, Parsed, What, optional, parse, required};
use super::{Fault, Outcome, Refused, seasons};
use crate::store::Tx;
use crate::store::audience::{self, Figure, Scope};
use crate::store::audit::{Action, Entry, Kind};
use crate::store::seasons::Season;
use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use league::audience::numbers;
use league::audience::observation::{Class, Dedup, Interval, Ledger, NotTaken};

const CLASSES: &[&str] = &["A", "A-", "B", "B-", "C", "D", "E"];
const DEDUP: &[&str] = &["none", "account", "device", "cookie", "ticket"];
const MOST: i64 = 1_000_000_000_000_000;

/// What a figure is made of.
pub const FIELDS: &[Field] = &[
    required("about", Holds::Line(120)),
    required("metric", Holds::Line(40)),
    required("value", Holds::Line(40)),
    optional("low", Holds::Number { min: 0, max: MOST }),
    optional("high", Holds::Number { min: 0, max: MOST }),
    required("class", Holds::Word(CLASSES)),
    required("source", Holds::Line(80)),
    optional("method", Holds::Line(200)),
    optional("as_of", Holds::Date),
    optional("from", Holds::DateTime),
    optional("to", Holds::DateTime),
    optional("wording", Holds::Text(400)),
    optional("published", Holds::Date),
    optional("file", Holds::Line(200)),
    optional("url", Holds::Line(300)),
    optional("file_row", Holds::Number { min: 1, max: 10_000_000 }),
    optional("sha256", Holds::Line(64)),
    optional("dedup", Holds::Word(DEDUP)),
    optional("threshold_s", Holds::Number { min: 0, max: 86_400 }),
    optional("step_s", Holds::Number { min: 1, max: 86_400 }),
    optional("replay", Holds::Word(&["with", "without"])),
    optional("not_public", Holds::Flag),
];

/// What a correction is made of: the figure anew, and why.
pub const CORRECTION_FIELDS: &[Field] = &[
    required("value", Holds::Line(40)),
    optional("low", Holds::Number { min: 0, max: MOST }),
    optional("high", Holds::Number { min: 0, max: MOST }),
    required("class", Holds::Word(CLASSES)),
    required("source", Holds::Line(80)),
    optional("method", Holds::Line(200)),
    optional("as_of", Holds::Date),
    optional("wording", Holds::Text(400)),
    optional("file", Holds::Line(200)),
    optional("url", Holds::Line(300)),
    optional("not_public", Holds::Flag),
    required("reason", Holds::Line(300)),
];

/// The words for a figure that nobody knows. It is not nought.
const UNKNOWN: &[&str] = &["-", "--", "—", "未知", "unknown"];

/// Puts a figure into the ledger. The same row of the same file is the figure that is there already.
pub async fn create(tx: &mut Tx, season: &Season, fields: &Fields) -> Outcome<Figure> {
    Ok(enter(tx, season, fields).await?.0)
}

/// The figure, and whether it is new: the same row of the same file is entered once.
async fn enter(tx: &mut Tx, season: &Season, fields: &Fields) -> Outcome<(Figure, bool)> {
    seasons::must_be_open(tx, season.id).await?;
    let parsed = parse(FIELDS, fields)?;
    let book = audience::book(tx).await?;
    let metric = book
        .newest(&parsed.text("metric"))
        .cloned()
        .ok_or_else(|| vec![Fault::at("metric", What::NoSuchObject)])?;
    let about = scopes::find(tx, season, &parsed.text("about")).await?;
    let window = window(&parsed, season, &about)?;
    let scope = scopes::made(tx, about).await?;
    let mut figure = blank(tx, season, &scope, &parsed)?;
    figure.metric = metric.code;
    figure.metric_version = i64::from(metric.version);
    (figure.from_at, figure.to_at) = window;
    figure.published_at =
        parsed.date("published").and_then(|day| instant(season, day.and_time(NaiveTime::MIN)));
    figure.file_row = parsed.number("file_row");
    figure.sha256 = parsed.text("sha256").to_ascii_lowercase();
    if !figure.sha256.is_empty()
        && (figure.sha256.len() != 64 || !figure.sha256.chars().all(|c| c.is_ascii_hexdigit()))
    {
        return Err(vec![Fault::at("sha256", What::NotAHash)].into());
    }
    figure.dedup = parsed.text("dedup").parse().unwrap_or(Dedup::None);
    figure.threshold_s = parsed.number("threshold_s");
    figure.sampling_step_s = parsed.number("step_s");
    figure.includes_replay = match parsed.text("replay").as_str() {
        "with" => Some(true),
        "without" => Some(false),
        _ => None,
    };
    fits(&figure)?;
    if let Some(before) = audience::same_origin(tx, &figure).await? {
        return Ok((before, false));
    }
    Ok((added(tx, season, figure, Action::Created, None).await?, true))
}

/// Puts a figure in the place of another, with a reason. What was printed stays readable.
pub async fn correct(tx: &mut Tx, key: &str, fields: &Fields) -> Outcome<Figure> {
    let before = audience::by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    let scope = audience::scopes::by_key(tx, &before.scope_key).await?.ok_or(Refused::NotFound)?;
    let season = seasons::must_be_open(tx, scope.season_id).await?;
    if !before.stands() {
        // Somebody corrected it first: a chain has one head.
        return Err(Refused::Conflict);
    }
    let parsed = parse(CORRECTION_FIELDS, fields)?;
    let anew = blank(tx, &season, &scope, &parsed)?;
    let figure = Figure {
        metric: before.metric.clone(),
        metric_version: before.metric_version,
        from_at: before.from_at,
        to_at: before.to_at,
        dedup: before.dedup,
        sampling_step_s: before.sampling_step_s,
        threshold_s: before.threshold_s,
        includes_replay: before.includes_replay,
        published_at: before.published_at,
        as_of: parsed.date("as_of").map_or(before.as_of, |_| anew.as_of),
        supersedes_id: Some(before.id),
        supersedes: Some(before.key.clone()),
        reason: parsed.text("reason"),
        ..anew
    };
    fits(&figure)?;
    added(tx, &season, figure, Action::Changed, Some(&before)).await
}

async fn added(
    tx: &mut Tx,
    season: &Season,
    figure: Figure,
    action: Action,
    before: Option<&Figure>,
) -> Outcome<Figure> {
    audience::insert(tx, &figure).await?;
    let made = audience::by_key(tx, &figure.key).await?.ok_or(Refused::NotFound)?;
    let name = format!("{} · {}", made.metric, made.source);
    let mut entry = Entry::new(action, Kind::Observation, &made.key, &name)
        .season(season.id)
        .after(&made)
        .reason(&made.reason);
    if let Some(before) = before {
        entry = entry.before(before);
    }
    tx.record(entry).await?;
    Ok(made)
}

/// The part of a figure that new ones and corrections share.
fn blank(tx: &Tx, season: &Season, scope: &Scope, parsed: &Parsed) -> Outcome<Figure> {
    let class: Class = parsed.text("class").parse().expect("one of the allowed words");
    let (value, interval) = value(parsed, class)?;
    // Press pages of the years before are often without TLS.
    let url = parsed.text("url");
    if !url.is_empty() && !url::Url::parse(&url).is_ok_and(|url| matches!(url.scheme(), "http" | "https")) {
        return Err(vec![Fault::at("url", What::NotAUrl)].into());
    }
    Ok(Figure {
        id: 0,
        key: tx.key(),
        scope_id: scope.id,
        scope_key: scope.key.clone(),
        metric: String::new(),
        metric_version: 1,
        from_at: tx.now(),
        to_at: tx.now(),
        source: parsed.text("source"),
        value,
        low: interval.map(|interval| interval.low),
        high: interval.and_then(|interval| interval.high),
        class,
        method: parsed.text("method"),
        dedup: Dedup::None,
        sampling_step_s: None,
        threshold_s: None,
        includes_replay: None,
        wording: parsed.text("wording"),
        file: parsed.text("file"),
        file_row: None,
        sha256: String::new(),
        url: parsed.text("url"),
        as_of: parsed.date("as_of").map_or(tx.now(), |day| end_of(season, day).min(tx.now())),
        published_at: None,
        entered_at: tx.now(),
        is_public: !parsed.flag("not_public"),
        supersedes_id: None,
        supersedes: None,
        superseded_by: None,
        reason: String::new(),
        sample: String::new(),
    })
}

/// The number as people write it, with the interval its words leave open.
fn value(parsed: &Parsed, class: Class) -> Result<(Option<i64>, Option<Interval>), Vec<Fault>> {
    let text = parsed.text("value");
    let given = parsed.number("low").map(|low| Interval { low, high: parsed.number("high") });
    if given.is_none() && parsed.number("high").is_some() {
        return Err(vec![Fault::at("low", What::Required)]);
    }
    if UNKNOWN.contains(&text.as_str()) {
        return Ok((None, given));
    }
    let reading = numbers::read(&text).ok_or_else(|| vec![Fault::at("value", What::NotAFigure)])?;
    let exact = reading.rule == numbers::Rule::Exact;
    let own = match class {
        // One clicker alone is believed to 5 %.
        Class::AMinus if exact => {
            let margin = (reading.value + 19) / 20;
            Some(Interval { low: (reading.value - margin).max(0), high: Some(reading.value + margin) })
        }
        _ if exact => None,
        _ => Some(reading.interval),
    };
    Ok((Some(reading.value), given.or(own)))
}

/// The rules of the ledger, before the database is asked.
fn fits(figure: &Figure) -> Result<(), Vec<Fault>> {
    let mut alone = figure.observation();
    alone.supersedes = None;
    let Err(why) = Ledger::default().take(alone) else { return Ok(()) };
    let field = match why {
        NotTaken::OutsideInterval | NotTaken::NoInterval => "low",
        NotTaken::ClaimWithoutWording if figure.wording.is_empty() => "wording",
        NotTaken::ClaimWithoutWording | NotTaken::NoEvidence => "file",
        NotTaken::WindowUpsideDown => "to",
        NotTaken::NoReason => "reason",
        _ => "value",
    };
    Err(vec![Fault::at(field, What::NotTaken(why))])
}

/// From when to when: as given, else as long as what the figure is about.
fn window(
    parsed: &Parsed,
    season: &Season,
    about: &scopes::About,
) -> Result<(DateTime<Utc>, DateTime<Utc>), Vec<Fault>> {
    let at = |name: &str| parsed.time(name).and_then(|at| instant(season, at));
    let days = about.days(season);
    let from =
        at("from").or_else(|| days.and_then(|(first, _)| instant(season, first.and_time(NaiveTime::MIN))));
    let to = at("to").or_else(|| days.map(|(_, last)| end_of(season, last)));
    let missing = |name: &str| vec![Fault::at(name, What::Required)];
    let window = (from.ok_or_else(|| missing("from"))?, to.ok_or_else(|| missing("to"))?);
    if window.1 < window.0 {
        return Err(vec![Fault::at("to", What::EndsBeforeItBegins)]);
    }
    Ok(window)
}

fn instant(season: &Season, at: NaiveDateTime) -> Option<DateTime<Utc>> {
    season.tz().from_local_datetime(&at).earliest().map(|at| at.with_timezone(&Utc))
}

fn end_of(season: &Season, day: NaiveDate) -> DateTime<Utc> {
    let end = day.and_time(NaiveTime::MIN) + Duration::days(1);
    instant(season, end).unwrap_or_else(|| end.and_utc())
}
