//! Discipline and books of a document: each row names things that are in it, in words this program knows.

use super::*;
use crate::actions::discipline::{KINDS, SANCTIONS};

pub(super) fn check(document: &Document, keys: &mut Keys, used: &mut BTreeSet<String>) -> Checked {
    let duties = &document.duties;
    let competition = |key: &str| document.competitions.iter().find(|row| row.key == key);
    for (at, row) in duties.sanction_rules.iter().enumerate() {
        let place = format!("duties.sanction_rules[{at}]");
        keys.add(&place, &row.key)?;
        ensure(competition(&row.competition).is_some(), || {
            no_such(&format!("{place}.competition"), "competition", &row.competition)
        })?;
        word(&place, "kind", &row.kind, KINDS)?;
        word(&place, "counts", &row.counts, &["person", "team"])?;
        word(&place, "sanction", &row.sanction, SANCTIONS)?;
        ensure(row.at_count > 0, || (format!("{place}.at_count"), "must be above 0".into()))?;
    }
    for (at, row) in duties.incidents.iter().enumerate() {
        let place = format!("duties.incidents[{at}]");
        keys.add(&place, &row.key)?;
        let home = document.competitions.iter().find(|c| c.fixtures.iter().any(|f| f.key == row.fixture));
        let home = home.ok_or_else(|| no_such(&format!("{place}.fixture"), "game", &row.fixture))?;
        of_competition(&place, document, home, &row.entry, row.person.as_ref(), used)?;
        word(&place, "kind", &row.kind, KINDS)?;
        word(&place, "source", &row.source, &["hand", "plays"])?;
        ensure(row.count > 0, || (format!("{place}.count"), "must be above 0".into()))?;
        to_the_microsecond(&place, "at", Some(row.at))?;
    }
    for (at, row) in duties.sanctions.iter().enumerate() {
        let place = format!("duties.sanctions[{at}]");
        keys.add(&place, &row.key)?;
        let home = competition(&row.competition)
            .ok_or_else(|| no_such(&format!("{place}.competition"), "competition", &row.competition))?;
        let game = row.fixture.as_ref();
        ensure(game.is_none_or(|game| home.fixtures.iter().any(|row| row.key == *game)), || {
            no_such(&format!("{place}.fixture"), "game of this competition", game.map_or("", String::as_str))
        })?;
        of_competition(&place, document, home, &row.entry, row.person.as_ref(), used)?;
        word(&place, "sanction", &row.sanction, SANCTIONS)?;
        word(&place, "state", &row.state, &["confirmed", "dismissed", "lifted"])?;
        word(&place, "appeal", &row.appeal, &["", "open", "upheld", "rejected"])?;
        to_the_microsecond(&place, "at", Some(row.at))?;
        to_the_microsecond(&place, "appeal_at", row.appeal_at)?;
    }
    for (at, row) in duties.officials.iter().enumerate() {
        let place = format!("duties.officials[{at}]");
        keys.add(&place, &row.key)?;
        named(&place, "name", &row.name)?;
        word(&place, "place", &row.place, &["court", "table", "both"])?;
        ensure(row.fee >= 0, || below_zero(&format!("{place}.fee")))?;
        for (from, to) in &row.away {
            within_reason(&place, "away", Some(*from))?;
            ensure(from <= to, || (format!("{place}.away"), "ends before it begins".into()))?;
        }
        if let Some(club) = &row.employer_club {
            a_club(&place, document, club, used)?;
        }
    }
    let games = || document.competitions.iter().flat_map(|competition| &competition.fixtures);
    for (at, row) in duties.appointments.iter().enumerate() {
        let place = format!("duties.appointments[{at}]");
        keys.add(&place, &row.key)?;
        ensure(games().any(|game| game.key == row.fixture), || {
            no_such(&format!("{place}.fixture"), "game", &row.fixture)
        })?;
        ensure(duties.officials.iter().any(|known| known.key == row.official), || {
            no_such(&format!("{place}.official"), "official", &row.official)
        })?;
        word(&place, "job", &row.job, crate::actions::officials::JOBS)?;
        word(&place, "state", &row.state, &["asked", "confirmed", "declined", "withdrawn"])?;
        ensure(row.fee >= 0, || below_zero(&format!("{place}.fee")))?;
        to_the_microsecond(&place, "asked_at", Some(row.asked_at))?;
        to_the_microsecond(&place, "answered_at", row.answered_at)?;
    }
    for (at, row) in duties.shift_rosters.iter().enumerate() {
        let place = format!("duties.shift_rosters[{at}]");
        keys.add(&place, &row.key)?;
        a_club(&place, document, &row.club, used)?;
        row.body.check().map_err(|unsound| (format!("{place}.body"), format!("{unsound:?}")))?;
        within_reason(&place, "body.first", Some(row.body.first))?;
    }
    for (at, row) in duties.player_crews.iter().enumerate() {
        let place = format!("duties.player_crews[{at}]");
        let home = document.competitions.iter().find(|c| c.entries.iter().any(|e| e.key == row.entry));
        let home = home.ok_or_else(|| no_such(&format!("{place}.entry"), "entry", &row.entry))?;
        of_competition(&place, document, home, &row.entry, Some(&row.person), used)?;
        let roster = duties.shift_rosters.iter().find(|known| known.key == row.shift_roster);
        ensure(roster.is_some_and(|roster| roster.body.crews.contains_key(&row.crew)), || {
            no_such(&format!("{place}.crew"), "crew of this roster", &row.crew)
        })?;
    }
    let mut written = BTreeSet::new();
    for (at, row) in duties.ledger.iter().enumerate() {
        let place = format!("duties.ledger[{at}]");
        keys.add(&place, &row.key)?;
        let known = row.kind.parse::<league::money::Kind>().is_ok();
        ensure(known, || (format!("{place}.kind"), format!("{:?} is no kind of line", row.kind)))?;
        ensure(row.amount > 0, || (format!("{place}.amount"), "must be above 0".into()))?;
        within_reason(&place, "day", Some(row.day))?;
        if let Some(once) = &row.once {
            ensure(written.insert(once), || (format!("{place}.once"), "stands here twice".into()))?;
        }
        if let Some(club) = &row.club {
            a_club(&place, document, club, used)?;
        }
        if let Some(official) = &row.official {
            let found = duties.officials.iter().any(|known| known.key == *official);
            ensure(found, || no_such(&format!("{place}.official"), "official", official))?;
        }
    }
    Ok(())
}

/// A club of the document.
fn a_club(place: &str, document: &Document, club: &str, used: &mut BTreeSet<String>) -> Checked {
    let found = document.clubs.iter().any(|known| known.key == club);
    ensure(found, || no_such(&format!("{place}.club"), "club", club))?;
    used.insert(club.to_owned());
    Ok(())
}

/// An entry of the competition, and a person of the document if one is named.
fn of_competition(
    place: &str,
    document: &Document,
    competition: &Competition,
    entry: &str,
    person: Option<&String>,
    used: &mut BTreeSet<String>,
) -> Checked {
    let found = competition.entries.iter().any(|row| row.key == entry);
    ensure(found, || no_such(&format!("{place}.entry"), "entry of this competition", entry))?;
    let Some(person) = person else { return Ok(()) };
    let found = document.people.iter().any(|row| row.key == *person);
    ensure(found, || no_such(&format!("{place}.person"), "person", person))?;
    used.insert(person.clone());
    Ok(())
}
