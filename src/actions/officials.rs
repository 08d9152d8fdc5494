//! Officials: kept on a season's list, appointed where nothing stands against it, asked, and paid.

use super::input::{Field, Fields, Holds, What, optional, parse, required};
use super::money::{self, Posting};
use super::outbox::{self, Telling, said::Game as Told, said::Said};
use super::{Fault, Outcome, Refused, seasons};
use crate::store::audit::{Action, Entry, Kind};
use crate::store::fixtures::{self, Card};
use crate::store::officials::{self as rows, Appointment, Official};
use crate::store::seasons::Season;
use crate::store::{Db, Tx, clubs, entries};
use chrono::NaiveDate;
use league::fixture::Status;
use league::ids::{ClubId, EntryId};
use league::money::{Fen, Kind as Books};
use league::officials::{Game, Job, Limits, conflicts};
use sqlx::types::Json;

/// The words for what one is appointed for.
pub const JOBS: &[&str] =
    &["crew_chief", "umpire", "commissioner", "scorer", "assistant_scorer", "timer", "shot_clock"];

/// What an official is made of.
pub const FIELDS: &[Field] = &[
    required("name", Holds::Line(40)),
    required("place", Holds::Word(&["court", "table", "both"])),
    optional("grade", Holds::Line(40)),
    optional("employer", Holds::Line(80)),
    optional("employer_club", Holds::Key),
    optional("interests", Holds::Text(500)),
    optional("away", Holds::Text(2_000)),
    optional("fee", Holds::Yuan),
    optional("recipient", Holds::Key),
];

/// What an appointment is made of.
pub const APPOINT_FIELDS: &[Field] = &[required("official", Holds::Key), required("job", Holds::Word(JOBS))];

/// An official as the form shows one; clubs of interest by their short names.
pub async fn fields_of(db: &mut Db, season: &Season, official: &Official) -> Outcome<Fields> {
    let all = clubs::all(db, season.league_id).await?;
    let name = |key: &String| {
        all.iter().find(|club| club.key == *key).map(|club| club.short_name.clone()).unwrap_or_default()
    };
    let mut fields = Fields::default();
    fields.set("name", &official.name);
    fields.set("place", &official.place);
    fields.set("grade", &official.grade);
    fields.set("employer", &official.employer);
    fields.set("employer_club", official.employer_club_key.clone().unwrap_or_default());
    fields.set("interests", official.interests.iter().map(name).collect::<Vec<_>>().join("、"));
    fields.set("away", written_away(&official.away));
    if official.fee > 0 {
        fields.set("fee", Fen(official.fee));
    }
    fields.set("recipient", &official.recipient);
    Ok(fields)
}

fn written_away(away: &[(NaiveDate, NaiveDate)]) -> String {
    let line = |(from, to): &(NaiveDate, NaiveDate)| {
        if from == to { from.to_string() } else { format!("{from}..{to}") }
    };
    away.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Days away as people write them, one span a line: 2025-06-13, or 2025-06-13..2025-06-20.
fn read_away(text: &str) -> Option<Vec<(NaiveDate, NaiveDate)>> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| {
            let (from, to) = line.split_once("..").unwrap_or((line, line));
            let (from, to) = (super::input::parse_date(from.trim())?, super::input::parse_date(to.trim())?);
            (from <= to).then_some((from, to))
        })
        .collect()
}

/// Adds an official to a season's list.
pub async fn create(tx: &mut Tx, season: &Season, fields: &Fields) -> Outcome<Official> {
    seasons::must_be_open(tx, season.id).await?;
    let mut official = Official {
        id: 0,
        key: tx.key(),
        season_id: season.id,
        name: String::new(),
        place: String::new(),
        grade: String::new(),
        employer: String::new(),
        employer_club_id: None,
        employer_club_key: None,
        interests: Json(Vec::new()),
        away: Json(Vec::new()),
        fee: 0,
        recipient: String::new(),
        sample: String::new(),
        archived: false,
        version: 1,
    };
    fill(tx, season, &mut official, fields).await?;
    rows::insert(tx, &official).await?;
    record(tx, Action::Created, season, None, &official).await?;
    rows::by_key(tx, &official.key).await?.ok_or(Refused::NotFound)
}

/// Changes an official.
pub async fn change(tx: &mut Tx, before: &Official, version: i64, fields: &Fields) -> Outcome<()> {
    let season = seasons::must_be_open(tx, before.season_id).await?;
    if before.version != version {
        return Err(Refused::Conflict);
    }
    let mut official = before.clone();
    fill(tx, &season, &mut official, fields).await?;
    rows::update(tx, &official).await?;
    record(tx, Action::Changed, &season, Some(before), &official).await
}

/// Takes an official off the list; what was done stays.
pub async fn archive(tx: &mut Tx, before: &Official, version: i64) -> Outcome<()> {
    let season = seasons::must_be_open(tx, before.season_id).await?;
    if before.version != version {
        return Err(Refused::Conflict);
    }
    let mut official = before.clone();
    official.archived = true;
    rows::update(tx, &official).await?;
    record(tx, Action::Archived, &season, Some(before), &official).await
}

async fn fill(tx: &mut Tx, season: &Season, official: &mut Official, fields: &Fields) -> Outcome<()> {
    let parsed = parse(FIELDS, fields)?;
    let all = clubs::all(tx, season.league_id).await?;
    let mut faults = Vec::new();
    official.name = parsed.text("name");
    official.place = parsed.text("place");
    official.grade = parsed.text("grade");
    official.employer = parsed.text("employer");
    official.fee = parsed.number("fee").unwrap_or(0);
    let key = parsed.text("employer_club");
    let club = all.iter().find(|club| club.key == key);
    if club.is_none() && !key.is_empty() {
        faults.push(Fault::at("employer_club", What::NoSuchObject));
    }
    official.employer_club_id = club.map(|club| club.id.0);
    official.interests.0.clear();
    let text = parsed.text("interests");
    for name in text.split(['、', ',', '\u{ff0c}', '\n']).map(str::trim).filter(|name| !name.is_empty()) {
        match all.iter().find(|club| club.short_name == name || club.official_name == name) {
            Some(club) if official.interests.contains(&club.key) => {}
            Some(club) => official.interests.0.push(club.key.clone()),
            None => faults.push(Fault::at("interests", What::NoSuchTeam { name: name.to_owned() })),
        }
    }
    match read_away(&parsed.text("away")) {
        Some(away) => official.away = Json(away),
        None => faults.push(Fault::at("away", What::NotADate)),
    }
    let recipient = parsed.text("recipient");
    if !recipient.is_empty() {
        let found = crate::store::outbox::recipient(tx, &recipient).await?;
        if found.is_none_or(|found| found.league_id != season.league_id || found.archived) {
            faults.push(Fault::at("recipient", What::NoSuchObject));
        }
    }
    official.recipient = recipient;
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

/// A game as appointments see it.
pub async fn game_of(db: &mut Db, card: &Card) -> Outcome<Game> {
    let (mut keys, mut employers) = (Vec::new(), Vec::new());
    for id in [card.a_club_id, card.b_club_id].into_iter().flatten() {
        let club = clubs::by_id(db, ClubId(id)).await?;
        employers.extend([club.official_name.clone(), club.short_name.clone()]);
        keys.push(club.key);
    }
    for entry in [card.fixture.a_entry_id, card.fixture.b_entry_id].into_iter().flatten() {
        employers.extend(entries::employers(db, EntryId(entry)).await?);
    }
    Ok(Game {
        key: card.fixture.key.clone(),
        day: card.fixture.day,
        tip_off: card.fixture.tip_off,
        venue: card.venue_key.clone(),
        clubs: keys,
        employers,
    })
}

/// The other games of an official that count.
pub fn games_of(appointments: &[Appointment], official: i32) -> Vec<Game> {
    let counts = |a: &&Appointment| {
        a.official_id == official && a.counts() && !matches!(a.status.as_str(), "postponed" | "cancelled")
    };
    let game = |a: &Appointment| Game {
        key: a.fixture_key.clone(),
        day: a.day,
        tip_off: a.tip_off,
        venue: a.venue_key.clone(),
        clubs: Vec::new(),
        employers: Vec::new(),
    };
    appointments.iter().filter(counts).map(game).collect()
}

/// An official, as the rules of appointments see one.
pub fn rules_of(official: &Official) -> league::officials::Official {
    league::officials::Official {
        employer: official.employer.clone(),
        employer_club: official.employer_club_key.clone(),
        interests: official.interests.0.clone(),
        away: official.away.0.clone(),
    }
}

/// Appoints an official to a game and asks whether he comes. Refused where anything stands against it.
pub async fn appoint(tx: &mut Tx, card: &Card, fields: &Fields) -> Outcome<Appointment> {
    let season = seasons::must_be_open(tx, card.season_id).await?;
    let parsed = parse(APPOINT_FIELDS, fields)?;
    let job: Job = parsed.text("job").parse().expect("one of the allowed words");
    let fault = |field: &str, what: What| Refused::from(vec![Fault::at(field, what)]);
    let official = rows::by_key(tx, &parsed.text("official")).await?;
    let official = official
        .filter(|official| official.season_id == season.id && !official.archived)
        .ok_or_else(|| fault("official", What::NoSuchObject))?;
    let fits = match official.place.as_str() {
        "court" => job.is_on_court() || job == Job::Commissioner,
        "table" => !job.is_on_court(),
        _ => true,
    };
    if !fits {
        return Err(fault("job", What::NotAllowed));
    }
    if card.fixture.status.is_over() || card.fixture.status == Status::Cancelled {
        return Err(Refused::StatusNotReachable);
    }
    let all = rows::appointments(tx, season.id).await?;
    let here = |a: &&Appointment| a.fixture_id == card.fixture.id && a.counts();
    if all.iter().filter(here).any(|a| a.official_id == official.id) {
        return Err(fault("official", What::SameTwice));
    }
    let game = game_of(tx, card).await?;
    let others = games_of(&all, official.id);
    if let Some(conflict) =
        conflicts(&rules_of(&official), &game, &others, &Limits::default()).into_iter().next()
    {
        return Err(fault("official", What::Conflict(conflict)));
    }
    let (key, now) = (tx.key(), tx.now());
    let key = rows::ask(tx, &key, card.fixture.id, official.id, job, official.fee, now).await?;
    let made = rows::appointment(tx, &key).await?.ok_or(Refused::NotFound)?;
    record_appointment(tx, Action::Created, &season, &made).await?;
    let said = Said::Appointment {
        game: Told::of(card),
        official: official.name.clone(),
        job: job.as_str().into(),
        key: key.clone(),
    };
    tell(tx, &season, card, &official, &made, said).await?;
    Ok(made)
}

/// Takes an appointment back.
pub async fn withdraw(tx: &mut Tx, card: &Card, before: &Appointment) -> Outcome<()> {
    let season = seasons::must_be_open(tx, card.season_id).await?;
    if !before.counts() {
        return Err(Refused::StatusNotReachable);
    }
    let now = tx.now();
    rows::answer(tx, before, "withdrawn", now).await?;
    let after = rows::appointment(tx, &before.key).await?.ok_or(Refused::NotFound)?;
    record_appointment(tx, Action::Archived, &season, &after).await?;
    let official = rows::by_key(tx, &before.official_key).await?.ok_or(Refused::NotFound)?;
    let said = Said::Released {
        game: Told::of(card),
        official: official.name.clone(),
        job: before.job.as_str().into(),
    };
    tell(tx, &season, card, &official, &after, said).await
}

/// The official's own answer by the link, or the organiser's note of it.
pub async fn answer(tx: &mut Tx, before: &Appointment, comes: bool) -> Outcome<()> {
    let card = fixtures::by_id(tx, before.fixture_id).await?;
    let season = seasons::must_be_open(tx, card.season_id).await?;
    let state = if comes { "confirmed" } else { "declined" };
    if before.state == state {
        return Ok(());
    }
    // Once asked, one may still change one's mind; once withdrawn, not.
    if before.state == "withdrawn" || card.fixture.status.is_over() {
        return Err(Refused::StatusNotReachable);
    }
    if comes && before.state == "declined" {
        let official = rows::by_key(tx, &before.official_key).await?.ok_or(Refused::NotFound)?;
        let all = rows::appointments(tx, season.id).await?;
        let game = game_of(tx, &card).await?;
        let others = games_of(&all, official.id);
        if !conflicts(&rules_of(&official), &game, &others, &Limits::default()).is_empty() {
            return Err(Refused::StatusNotReachable);
        }
    }
    let now = tx.now();
    rows::answer(tx, before, state, now).await?;
    let after = rows::appointment(tx, &before.key).await?.ok_or(Refused::NotFound)?;
    record_appointment(tx, Action::Reviewed, &season, &after).await
}

/// Writes the fees of all confirmed appointments of games that are official into the books, each once.
pub async fn post_fees(tx: &mut Tx, season: &Season) -> Outcome<usize> {
    seasons::must_be_open(tx, season.id).await?;
    let mut posted = 0;
    for appointment in rows::appointments(tx, season.id).await? {
        if appointment.state != "confirmed" || appointment.status != "official" {
            continue;
        }
        let posting = Posting {
            once: format!("appointment:{}", appointment.key),
            kind: Books::OfficialFee,
            club: None,
            official: Some(appointment.official_id),
            amount: Fen(appointment.fee),
            note: appointment.fixture_key.clone(),
            document: String::new(),
        };
        if money::post(tx, season, &posting).await? {
            posted += 1;
        }
    }
    Ok(posted)
}

async fn tell(
    tx: &mut Tx,
    season: &Season,
    card: &Card,
    official: &Official,
    appointment: &Appointment,
    said: Said,
) -> Outcome<()> {
    let telling = Telling {
        once: format!("{}:{}:{}", said.kind(), appointment.key, appointment.version),
        about: card.fixture.key.clone(),
        said,
        clubs: Vec::new(),
        also: vec![official.recipient.clone()],
        wait: chrono::Duration::zero(),
    };
    outbox::tell(tx, season, &telling).await?;
    Ok(())
}

/// An official is a person: the audit knows one by the key.
async fn record(
    tx: &mut Tx,
    action: Action,
    season: &Season,
    before: Option<&Official>,
    after: &Official,
) -> Outcome<()> {
    let shown = |official: &Official| {
        serde_json::json!({
            "place": official.place, "grade": official.grade, "employer_club": official.employer_club_id,
            "interests": official.interests.0, "away": official.away.0, "fee": official.fee,
        })
    };
    let mut entry = Entry::new(action, Kind::Official, &after.key, "").season(season.id).after(shown(after));
    if let Some(before) = before {
        entry = entry.before(shown(before));
    }
    tx.record(entry).await?;
    Ok(())
}

async fn record_appointment(tx: &mut Tx, action: Action, season: &Season, made: &Appointment) -> Outcome<()> {
    let after = serde_json::json!({
        "fixture": made.fixture_key, "official": made.official_key, "job": made.job.as_str(), "state": made.state,
        "fee": made.fee,
    });
    let entry = Entry::new(action, Kind::Appointment, &made.key, made.job.as_str());
    tx.record(entry.season(season.id).after(after)).await?;
    Ok(())
}
