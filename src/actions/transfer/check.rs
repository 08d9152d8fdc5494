//! What a document must keep to before any of it is written.

mod audience;
mod decisions;
mod drafts;
mod duties;
mod hall;
mod lists;
mod plays;
mod reports;

use super::plain;
use crate::store::transfer::{Competition, Document, Entry, Fixture};
use chrono::{DateTime, Datelike, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;
use league::fixture::Outcome;
use league::season::Dates;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A place and what is wrong there.
type Fault = (String, String);
type Checked = Result<(), Fault>;

/// The longest name, and the longest text.
const NAME_LIMIT: usize = 200;
const TEXT_LIMIT: usize = 200_000;

/// Checks a document: its words, its references, its numbers.
pub(super) fn check(document: &Document) -> Checked {
    texts(&plain(document), "")?;
    let zone = zone(document)?;
    let mut keys = Keys::default();
    keys.add("league", &document.league.key)?;
    keys.add("season", &document.season.key)?;
    for (at, club) in document.clubs.iter().enumerate() {
        let place = format!("clubs[{at}]");
        keys.add(&place, &club.key)?;
        named(&place, "official_name", &club.official_name)?;
        named(&place, "short_name", &club.short_name)?;
        for (field, colour) in [("colour_light", &club.colour_light), ("colour_dark", &club.colour_dark)] {
            let hex = colour.strip_prefix('#').unwrap_or_default();
            let good = hex.len() == 6 && hex.chars().all(|c| c.is_ascii_hexdigit());
            ensure(good, || {
                (format!("{place}.{field}"), format!("{colour:?} is not a colour such as #1d2a3a"))
            })?;
        }
        for (at, alias) in club.aliases.iter().enumerate() {
            let place = format!("{place}.aliases[{at}]");
            keys.add(&place, &alias.key)?;
            named(&place, "name", &alias.name)?;
            word(&place, "kind", &alias.kind, &["official", "short", "former", "slip"])?;
        }
    }
    for (at, venue) in document.venues.iter().enumerate() {
        let place = format!("venues[{at}]");
        keys.add(&place, &venue.key)?;
        named(&place, "name_zh", &venue.name_zh)?;
        for (at, court) in venue.courts.iter().enumerate() {
            keys.add(&format!("{place}.courts[{at}]"), &court.key)?;
        }
        for (at, stated) in venue.capacities.iter().enumerate() {
            let place = format!("{place}.capacities[{at}]");
            keys.add(&place, &stated.key)?;
            word(&place, "kind", &stated.kind, &["total", "fixed", "added", "stadium", "approved"])?;
            ensure(stated.seats > 0, || (format!("{place}.seats"), "must be above 0".into()))?;
            within_reason(&place, "as_of", stated.as_of)?;
        }
    }
    for (at, person) in document.people.iter().enumerate() {
        let place = format!("people[{at}]");
        keys.add(&place, &person.key)?;
        named(&place, "name", &person.name)?;
    }
    for (at, rules) in document.rule_sets.iter().enumerate() {
        let place = format!("rule_sets[{at}]");
        let good = rules.hash.len() == 64 && rules.hash.chars().all(|c| c.is_ascii_hexdigit());
        ensure(good, || (format!("{place}.hash"), "is not a SHA-256 in hexadecimal".into()))?;
        word(&place, "kind", &rules.kind, &["match", "criteria"])?;
        ensure(rules.body.is_object(), || (format!("{place}.body"), "must be an object".into()))?;
    }
    let mut used = BTreeSet::new();
    for (at, competition) in document.competitions.iter().enumerate() {
        let place = format!("competitions[{at}]");
        Inside { document, place: &place, zone, keys: &mut keys, used: &mut used }.check(competition)?;
    }
    for (at, notice) in document.notices.iter().enumerate() {
        let place = format!("notices[{at}]");
        keys.add(&place, &notice.key)?;
        named(&place, "title_zh", &notice.title_zh)?;
        word(&place, "kind", &notice.kind, &["notice", "spectators"])?;
        to_the_microsecond(&place, "published_at", notice.published_at)?;
    }
    audience::check(document, &mut keys, &mut used)?;
    duties::check(document, &mut keys, &mut used)?;
    drafts::check(document, &mut keys)?;
    hall::check(document, &mut keys)?;
    reports::check(document, &mut keys)?;
    all_used(document, &used)
}

fn zone(document: &Document) -> Result<Tz, Fault> {
    let season = &document.season;
    named("season", "name_zh", &season.name_zh)?;
    let dates = Dates {
        event_from: season.event_from,
        event_to: season.event_to,
        match_from: season.match_from,
        match_to: season.match_to,
    };
    for (field, date) in [
        ("event_from", dates.event_from),
        ("event_to", dates.event_to),
        ("match_from", dates.match_from),
        ("match_to", dates.match_to),
    ] {
        within_reason("season", field, date)?;
    }
    dates.check().map_err(|_| ("season".to_owned(), "a period ends before it begins".to_owned()))?;
    season
        .zone
        .parse()
        .map_err(|_| ("season.zone".to_owned(), format!("{:?} is not a time zone", season.zone)))
}

/// Every key of the document: a key names one thing only.
#[derive(Default)]
struct Keys(BTreeMap<String, String>);

impl Keys {
    fn add(&mut self, place: &str, key: &str) -> Checked {
        let good = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if key.is_empty() || key.len() > 64 || !key.chars().all(good) {
            let fault = format!("{key:?} is not a key: 1 to 64 letters, digits, hyphens or underscores");
            return Err((format!("{place}.key"), fault));
        }
        match self.0.insert(key.to_owned(), place.to_owned()) {
            None => Ok(()),
            Some(first) => Err((format!("{place}.key"), format!("{key:?} is already the key of {first}"))),
        }
    }
}

/// One competition and what surrounds it.
struct Inside<'a> {
    document: &'a Document,
    place: &'a str,
    zone: Tz,
    keys: &'a mut Keys,
    /// Shared things that something in the document refers to.
    used: &'a mut BTreeSet<String>,
}

impl Inside<'_> {
    fn check(mut self, competition: &Competition) -> Checked {
        let place = self.place.to_owned();
        self.keys.add(&place, &competition.key)?;
        named(&place, "name_zh", &competition.name_zh)?;
        for (at, entry) in competition.entries.iter().enumerate() {
            self.entry(&format!("{place}.entries[{at}]"), entry)?;
        }
        for (at, stage) in competition.stages.iter().enumerate() {
            let place = format!("{place}.stages[{at}]");
            self.keys.add(&place, &stage.key)?;
            for (at, pool) in stage.pools.iter().enumerate() {
                let place = format!("{place}.pools[{at}]");
                self.keys.add(&place, &pool.key)?;
                let mut once = BTreeSet::new();
                for (at, row) in pool.entries.iter().enumerate() {
                    let place = format!("{place}.entries[{at}].entry");
                    let found = competition.entries.iter().any(|entry| entry.key == row.entry);
                    ensure(found, || no_such(&place, "entry of this competition", &row.entry))?;
                    ensure(once.insert(&row.entry), || (place, "stands in this group twice".into()))?;
                }
            }
            for (at, round) in stage.rounds.iter().enumerate() {
                self.keys.add(&format!("{place}.rounds[{at}]"), &round.key)?;
            }
        }
        for (at, fixture) in competition.fixtures.iter().enumerate() {
            self.fixture(&format!("{place}.fixtures[{at}]"), competition, fixture)?;
        }
        word_of_stages(&place, competition)?;
        decisions::check(&place, competition, self.keys)?;
        lists::check(&place, competition, self.keys)
    }

    fn entry(&mut self, place: &str, entry: &Entry) -> Checked {
        self.keys.add(place, &entry.key)?;
        named(place, "name", &entry.name)?;
        named(place, "short_name", &entry.short_name)?;
        if let Some(club) = &entry.club {
            let found = self.document.clubs.iter().any(|row| row.key == *club);
            ensure(found, || no_such(&format!("{place}.club"), "club", club))?;
            self.used.insert(club.clone());
        }
        let (mut people, mut shirts) = (BTreeSet::new(), BTreeSet::new());
        for (at, player) in entry.players.iter().enumerate() {
            let place = format!("{place}.players[{at}]");
            self.keys.add(&place, &player.key)?;
            let found = self.document.people.iter().any(|row| row.key == player.person);
            ensure(found, || no_such(&format!("{place}.person"), "person", &player.person))?;
            self.used.insert(player.person.clone());
            ensure(people.insert(&player.person), || {
                (format!("{place}.person"), "stands on the list twice".into())
            })?;
            ensure(shirts.insert(&player.shirt), || {
                (format!("{place}.shirt"), "is worn by two players".into())
            })?;
        }
        Ok(())
    }

    fn fixture(&mut self, place: &str, competition: &Competition, fixture: &Fixture) -> Checked {
        self.keys.add(place, &fixture.key)?;
        let stage = fixture.stage.as_ref().map(|key| {
            let found = competition.stages.iter().find(|row| row.key == *key);
            found.ok_or_else(|| no_such(&format!("{place}.stage"), "stage of this competition", key))
        });
        let stage = stage.transpose()?;
        if let Some(pool) = &fixture.pool {
            let found = stage.is_some_and(|stage| stage.pools.iter().any(|row| row.key == *pool));
            ensure(found, || no_such(&format!("{place}.pool"), "group of the fixture's stage", pool))?;
        }
        if let Some(round) = &fixture.round {
            let found = stage.is_some_and(|stage| stage.rounds.iter().any(|row| row.key == *round));
            ensure(found, || no_such(&format!("{place}.round"), "round of the fixture's stage", round))?;
        }
        for (field, side) in [("a", &fixture.a), ("b", &fixture.b)] {
            let Some(side) = side else { continue };
            let found = competition.entries.iter().any(|row| row.key == *side);
            ensure(found, || no_such(&format!("{place}.{field}"), "entry of this competition", side))?;
        }
        let itself = fixture.a.is_some() && fixture.a == fixture.b;
        ensure(!itself, || (format!("{place}.b"), "a side cannot play itself".into()))?;
        self.venue(place, fixture)?;
        if let Some(hash) = &fixture.rules_hash {
            let found = self.document.rule_sets.iter().any(|row| row.hash == *hash);
            ensure(found, || no_such(&format!("{place}.rules_hash"), "rule set", hash))?;
            self.used.insert(hash.clone());
        }
        self.times(place, fixture)?;
        let outcome = Outcome::from_words(&fixture.outcome, &fixture.outcome_side);
        ensure(outcome.is_some(), || {
            let (word, side) = (&fixture.outcome, &fixture.outcome_side);
            (format!("{place}.outcome"), format!("{word:?} with side {side:?} is no outcome"))
        })?;
        word(place, "winner_known", &fixture.winner_known, &["", "a", "b"])?;
        for (field, score) in [("score_a", fixture.score_a), ("score_b", fixture.score_b)] {
            ensure(score.is_none_or(|score| score >= 0), || below_zero(&format!("{place}.{field}")))?;
        }
        let mut numbers = BTreeSet::new();
        for (at, period) in fixture.periods.iter().enumerate() {
            let place = format!("{place}.periods[{at}]");
            ensure(period.score_a >= 0 && period.score_b >= 0, || below_zero(&place))?;
            ensure(numbers.insert(period.number), || {
                (format!("{place}.number"), "stands here twice".into())
            })?;
        }
        for (at, correction) in fixture.corrections.iter().enumerate() {
            let place = format!("{place}.corrections[{at}]");
            self.keys.add(&place, &correction.key)?;
            to_the_microsecond(&place, "at", Some(correction.at))?;
        }
        fixture.sheet.as_ref().map_or(Ok(()), |sheet| plays::check(place, sheet))
    }

    fn venue(&mut self, place: &str, fixture: &Fixture) -> Checked {
        let Some(key) = &fixture.venue else {
            let courtless = fixture.court.is_none();
            return ensure(courtless, || (format!("{place}.court"), "a court needs its venue".into()));
        };
        let Some(venue) = self.document.venues.iter().find(|row| row.key == *key) else {
            return Err(no_such(&format!("{place}.venue"), "venue", key));
        };
        self.used.insert(key.clone());
        match &fixture.court {
            Some(court) if !venue.courts.iter().any(|row| row.key == *court) => {
                Err(no_such(&format!("{place}.court"), "court of this venue", court))
            }
            _ => Ok(()),
        }
    }

    fn times(&self, place: &str, fixture: &Fixture) -> Checked {
        within_reason(place, "day", fixture.day)?;
        within_reason(place, "tip_off", fixture.tip_off.map(|at| at.date()))?;
        to_the_microsecond(place, "tip_off_at", fixture.tip_off_at)?;
        to_the_microsecond(place, "official_at", fixture.official_at)?;
        let instant = fixture.tip_off.and_then(|at| self.zone.from_local_datetime(&at).earliest());
        ensure(fixture.tip_off_at == instant.map(|at| at.to_utc()), || {
            let fault = format!("is not the instant of tip_off in {}", self.zone);
            (format!("{place}.tip_off_at"), fault)
        })
    }
}

/// What a stage is called and drawn as, and the letters of groups.
fn word_of_stages(place: &str, competition: &Competition) -> Checked {
    for (at, stage) in competition.stages.iter().enumerate() {
        let place = format!("{place}.stages[{at}]");
        let known = stage.form.is_empty() || stage.form.parse::<league::stages::StageKind>().is_ok();
        ensure(known, || (format!("{place}.form"), format!("{:?} is no kind of stage", stage.form)))?;
    }
    let own = &competition.rules.ranking;
    let sound = own.as_ref().is_none_or(|rules| rules.check().is_ok());
    ensure(sound, || (format!("{place}.rules.ranking"), "is no sound rule set".into()))
}

/// What nobody refers to would be missing from the next export.
fn all_used(document: &Document, used: &BTreeSet<String>) -> Checked {
    let lists: [(&str, Vec<&String>); 4] = [
        ("clubs", document.clubs.iter().map(|row| &row.key).collect()),
        ("venues", document.venues.iter().map(|row| &row.key).collect()),
        ("people", document.people.iter().map(|row| &row.key).collect()),
        ("rule_sets", document.rule_sets.iter().map(|row| &row.hash).collect()),
    ];
    for (list, keys) in lists {
        for (at, key) in keys.into_iter().enumerate() {
            ensure(used.contains(key), || {
                (format!("{list}[{at}]"), "nothing in the season refers to it".into())
            })?;
        }
    }
    Ok(())
}

/// Limits for every text, however deep it lies.
fn texts(value: &Value, place: &str) -> Checked {
    match value {
        Value::String(text) => {
            // PostgreSQL cannot store it, and no name holds one.
            ensure(!text.contains('\0'), || (place.to_owned(), "holds a NUL character".into()))?;
            ensure(text.len() <= TEXT_LIMIT, || (place.to_owned(), "is too long".into()))
        }
        Value::Array(items) => {
            items.iter().enumerate().try_for_each(|(at, item)| texts(item, &format!("{place}[{at}]")))
        }
        Value::Object(members) => {
            let dot = if place.is_empty() { "" } else { "." };
            members.iter().try_for_each(|(name, item)| texts(item, &format!("{place}{dot}{name}")))
        }
        _ => Ok(()),
    }
}

fn named(place: &str, field: &str, name: &str) -> Checked {
    let place = || format!("{place}.{field}");
    ensure(!name.trim().is_empty(), || (place(), "is empty".into()))?;
    ensure(name.chars().count() <= NAME_LIMIT, || (place(), format!("has more than {NAME_LIMIT} characters")))
}

fn word(place: &str, field: &str, word: &str, known: &[&str]) -> Checked {
    ensure(known.contains(&word), || {
        (format!("{place}.{field}"), format!("{word:?} is none of {}", known.join(", ")))
    })
}

/// Both databases hold many thousand years, but not the same ones.
fn within_reason(place: &str, field: &str, date: Option<NaiveDate>) -> Checked {
    let good = date.is_none_or(|date| (1800..=2999).contains(&date.year()));
    ensure(good, || (format!("{place}.{field}"), "lies outside the years 1800 to 2999".into()))
}

/// Both databases hold instants to the microsecond.
fn to_the_microsecond(place: &str, field: &str, at: Option<DateTime<Utc>>) -> Checked {
    within_reason(place, field, at.map(|at| at.date_naive()))?;
    let good = at.is_none_or(|at| at.timestamp_subsec_nanos() % 1000 == 0);
    ensure(good, || (format!("{place}.{field}"), "is finer than a microsecond".into()))
}

fn no_such(place: &str, what: &str, key: &str) -> Fault {
    (place.to_owned(), format!("there is no {what} with the key {key:?}"))
}

fn below_zero(place: &str) -> Fault {
    (place.to_owned(), "is below 0".into())
}

fn ensure(good: bool, fault: impl FnOnce() -> Fault) -> Checked {
    if good { Ok(()) } else { Err(fault()) }
}
