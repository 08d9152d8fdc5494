//! RFC 5545, as much of it as a fixture list needs: smaller by hand than a crate that would leave zones to us as well.

use super::zone;
use crate::store::fixtures::Card;
use crate::web::show::team_name;
use crate::web::text::T;
use chrono::{DateTime, Datelike, Duration, Utc};
use chrono_tz::Tz;
use league::fixture::Status;

/// A game as a calendar needs it.
pub struct Event<'a> {
    pub card: &'a Card,
    pub zone: Tz,
    pub changed: DateTime<Utc>,
    pub url: String,
}

/// A hall is booked for two hours a game.
const LASTS: &str = "PT2H";

/// A calendar of dated games; those without a day are not for calendars.
pub fn calendar(name: &str, events: &[Event<'_>], t: T) -> String {
    let mut out = Lines::default();
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//Changba//Fixtures//ZH");
    out.line("CALSCALE:GREGORIAN");
    out.line("METHOD:PUBLISH");
    out.text("NAME", name);
    out.text("X-WR-CALNAME", name);
    out.line("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    out.line("X-PUBLISHED-TTL:PT1H");
    let mut zones: Vec<Tz> =
        events.iter().filter(|event| event.card.fixture.tip_off.is_some()).map(|e| e.zone).collect();
    zones.sort_by_key(|zone| zone.name());
    zones.dedup();
    for zone in zones {
        let years = events.iter().filter(|e| e.zone == zone).filter_map(|e| Some(e.card.fixture.day?.year()));
        let (first, last) = (years.clone().min().unwrap_or(2025), years.max().unwrap_or(2025));
        zone::describe(&mut out, zone, first, last);
    }
    for event in events {
        write(&mut out, event, t);
    }
    out.line("END:VCALENDAR");
    out.0
}

fn write(out: &mut Lines, event: &Event<'_>, t: T) {
    let (card, fixture) = (event.card, &event.card.fixture);
    let Some(day) = fixture.day else { return };
    out.line("BEGIN:VEVENT");
    // The key is public and stays, also through an export into another installation.
    out.line(&format!("UID:{}@changba", fixture.key));
    out.line(&format!("DTSTAMP:{}", event.changed.format("%Y%m%dT%H%M%SZ")));
    out.line(&format!("LAST-MODIFIED:{}", event.changed.format("%Y%m%dT%H%M%SZ")));
    out.line(&format!("SEQUENCE:{}", fixture.sequence));
    match fixture.tip_off {
        Some(tip_off) => {
            out.line(&format!("DTSTART;TZID={}:{}", event.zone.name(), tip_off.format("%Y%m%dT%H%M%S")));
            out.line(&format!("DURATION:{LASTS}"));
        }
        None => {
            out.line(&format!("DTSTART;VALUE=DATE:{}", day.format("%Y%m%d")));
            out.line(&format!("DTEND;VALUE=DATE:{}", (day + Duration::days(1)).format("%Y%m%d")));
            out.line("TRANSP:TRANSPARENT");
        }
    }
    out.line(match fixture.status {
        Status::Cancelled => "STATUS:CANCELLED",
        Status::Postponed => "STATUS:TENTATIVE",
        _ => "STATUS:CONFIRMED",
    });
    out.text("SUMMARY", &summary(card, t));
    let place = place(card, t);
    if !place.is_empty() {
        out.text("LOCATION", &place);
    }
    out.text("DESCRIPTION", &description(card, t));
    out.line(&format!("URL:{}", event.url));
    out.line("END:VEVENT");
}

/// Both sides, the score once the game is over, and what is not as it seems.
fn summary(card: &Card, t: T) -> String {
    let fixture = &card.fixture;
    let side = |short: &Option<String>, en: &Option<String>, source: &str| match short {
        Some(short) => team_name(short, en.as_deref(), t.0),
        None if source.is_empty() => t.to_be_set().to_owned(),
        None => source.to_owned(),
    };
    let (a, b) = (
        side(&card.a_short, &card.a_en, &fixture.a_source),
        side(&card.b_short, &card.b_en, &fixture.b_source),
    );
    let score = fixture.score().filter(|_| fixture.status.is_over());
    let between =
        score.map_or_else(|| t.per_page_versus().to_owned(), |score| format!("{}:{}", score.a, score.b));
    let marked = match fixture.status {
        Status::Cancelled => format!("[{}] ", t.calendar_cancelled()),
        Status::Postponed => format!("[{}] ", t.calendar_postponed()),
        Status::Abandoned => format!("[{}] ", t.calendar_abandoned()),
        _ => String::new(),
    };
    let shown: &[&str] = match (score, fixture.tip_off) {
        (Some(_), Some(_)) => &["date", "time", "pairing", "venue", "score"],
        (Some(_), None) => &["date", "pairing", "venue", "score"],
        (None, Some(_)) => &["date", "time", "pairing", "venue"],
        (None, None) => &["date", "pairing", "venue"],
    };
    let is_sample = shown.iter().any(|fact| fixture.is_sample(fact));
    let sample = if is_sample { format!(" ({})", t.sample()) } else { String::new() };
    format!("{marked}{a} {between} {b}{sample}")
}

fn place(card: &Card, t: T) -> String {
    let name = |zh: &Option<String>, en: &Option<String>| {
        t.0.pick(zh.as_deref().unwrap_or(""), en.as_deref().unwrap_or("")).to_owned()
    };
    let parts = [name(&card.venue_zh, &card.venue_en), name(&card.court_zh, &card.court_en)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn description(card: &Card, t: T) -> String {
    let fixture = &card.fixture;
    let group = t.0.pick(card.pool_zh.as_deref().unwrap_or(""), card.pool_en.as_deref().unwrap_or(""));
    let parts = [
        t.0.pick(&card.competition_zh, &card.competition_en),
        group,
        fixture.code.as_str(),
        t.status_word(fixture.status),
        t.0.pick(&fixture.remark_zh, &fixture.remark_en),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Content lines: at most 75 octets each, folded between characters, ended by CRLF.
#[derive(Default)]
pub struct Lines(String);

impl Lines {
    /// Adds a line that is already in its final form.
    pub fn line(&mut self, line: &str) {
        let mut room = 75;
        for character in line.chars() {
            if character.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = 74;
            }
            room -= character.len_utf8();
            self.0.push(character);
        }
        self.0.push_str("\r\n");
    }

    /// Adds a property whose value is text.
    pub fn text(&mut self, name: &str, value: &str) {
        let mut escaped = format!("{name}:");
        for character in value.chars() {
            match character {
                '\\' | ';' | ',' => escaped.extend(['\\', character]),
                '\n' => escaped.push_str("\\n"),
                c if c.is_control() => {}
                c => escaped.push(c),
            }
        }
        self.line(&escaped);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_folded_between_characters() {
        let mut out = Lines::default();
        out.text("SUMMARY", &"株洲".repeat(40));
        let lines: Vec<&str> = out.0.split("\r\n").collect();
        assert!(lines.len() > 3);
        assert!(lines.iter().all(|line| line.len() <= 75), "{lines:?}");
        assert_eq!(out.0.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", "株洲".repeat(40)));
    }

    #[test]
    fn text_is_escaped() {
        let mut out = Lines::default();
        out.text("LOCATION", "体育馆; 1, 2\\3\n4\r");
        assert_eq!(out.0, "LOCATION:体育馆\\; 1\\, 2\\\\3\\n4\r\n");
    }
}
