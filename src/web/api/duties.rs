//! Officials and their appointments, discipline, shifts: for scripts of those who may see them on a page, and of
//! discipline what everybody may know.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::super::routes::{Routes, Who};
use super::operation::Operation;
use super::respond::shown;
use super::schema::{Described, answers};
use super::{competition_place, known, season_place};
use crate::access::Permission::{EditClub, EditFixture, EditSeason, ReadAudit, ReadControl};
use crate::access::Place;
use crate::discipline::{self, Discipline};
use crate::lists::shown_to_public;
use crate::store::competitions::Competition;
use crate::store::discipline::Sanction;
use crate::store::{Db, clubs, entry_rules, fixtures, lists, officials, seasons, shifts};
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, Response};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use league::ids::PersonId;
use league::money::Fen;
use league::names::Shown;

const OFFICIALS: Operation =
    Operation::read("/api/v1/seasons/{key}/officials", "seasons", "Referees and table officials of a season")
        .who(Who::Api)
        .gives(OfficialsOut::schema);
const APPOINTMENTS: Operation =
    Operation::read("/api/v1/fixtures/{key}/appointments", "fixtures", "Who officiates at a game")
        .who(Who::Api)
        .gives(AppointmentsOut::schema);
const DISCIPLINE: Operation = Operation::read(
    "/api/v1/competitions/{key}/discipline",
    "competitions",
    "Suspensions and other decisions that hold; for the organiser also incidents and what the rules propose",
)
.gives(DisciplineOut::schema);
const SHIFTS: Operation =
    Operation::read("/api/v1/clubs/{key}/shifts", "clubs", "Shifts that a club has declared")
        .who(Who::Api)
        .gives(ShiftsOut::schema);
pub const OPERATIONS: &[Operation] = &[OFFICIALS, APPOINTMENTS, DISCIPLINE, SHIFTS];

pub fn routes(routes: Routes) -> Routes {
    routes
        .operation(&OFFICIALS, of_season)
        .operation(&APPOINTMENTS, of_fixture)
        .operation(&DISCIPLINE, of_competition)
        .operation(&SHIFTS, of_club)
}

answers! {
    /// The officials of a season.
    struct OfficialsOut {
        /// Key of the season
        season: String,
        items: Vec<OfficialOut>,
    }

    /// A referee or table official.
    struct OfficialOut {
        key: String,
        name: String,
        /// court, table or both
        place: String,
        grade: Option<String>,
        employer: Option<String>,
        /// Key of the club that employs this official
        employer_club: Option<String>,
        /// Keys of clubs for whose games this official is not appointed
        interests: Vec<String>,
        /// First and last days away
        away: Vec<Vec<NaiveDate>>,
        /// Yuan a game
        fee: String,
        /// Games asked for or confirmed
        games: usize,
        /// Whether it was made up for the demonstration
        sample: bool,
    }

    /// The officials of a game.
    struct AppointmentsOut {
        /// Key of the fixture
        fixture: String,
        items: Vec<AppointmentOut>,
    }

    /// One official at one game.
    struct AppointmentOut {
        key: String,
        /// Key of the official
        official: String,
        name: String,
        /// crew_chief, umpire, commissioner, scorer, assistant_scorer, timer or shot_clock
        job: String,
        /// asked, confirmed, declined or withdrawn
        state: String,
        fee: String,
        day: Option<NaiveDate>,
        tip_off: Option<NaiveDateTime>,
        asked_at: DateTime<Utc>,
        answered_at: Option<DateTime<Utc>>,
    }

    /// Where discipline stands in a competition.
    struct DisciplineOut {
        /// Key of the competition
        competition: String,
        rules: Vec<RuleOut>,
        sanctions: Vec<SanctionOut>,
        /// What nobody has decided yet; null for the public
        proposals: Option<Vec<ProposalOut>>,
        /// What happened; null for the public
        incidents: Option<Vec<IncidentOut>>,
    }

    /// A line of the organiser's table: it proposes, and a person decides.
    struct RuleOut {
        key: String,
        kind: String,
        /// person or team
        counts: String,
        at_count: i64,
        repeats: bool,
        sanction: String,
        /// Games, fen or points
        amount: i64,
        regulation: Option<String>,
    }

    /// A decision that holds.
    struct SanctionOut {
        key: String,
        /// Key of the entry
        entry: String,
        team: String,
        /// As far as the competition shows names; null for the team
        name: Option<String>,
        /// "0" and "00" differ
        shirt: Option<String>,
        sanction: String,
        amount: i64,
        at: DateTime<Utc>,
        /// open, upheld or rejected; null where nobody appealed
        appeal: Option<String>,
        /// Keys of the games that served a suspension
        served: Vec<String>,
        /// Keys of the games ahead that it bars
        bars: Vec<String>,
        left: usize,
        /// Null for the public
        reason: Option<String>,
        /// Whether it was made up for the demonstration
        sample: bool,
    }

    /// What a rule would have follow.
    struct ProposalOut {
        /// Key of the rule
        rule: String,
        /// Key of the entry
        entry: String,
        count: usize,
        sanction: String,
        amount: i64,
        /// Key of the game that set it off
        fixture: String,
    }

    /// Something that happened at a game.
    struct IncidentOut {
        key: String,
        /// Key of the fixture
        fixture: String,
        /// Key of the entry
        entry: String,
        shirt: Option<String>,
        kind: String,
        count: i64,
        /// hand, or plays of the game kept at the table
        source: String,
        note: Option<String>,
        /// Whether it was made up for the demonstration
        sample: bool,
    }

    /// The shifts of a club.
    struct ShiftsOut {
        /// Key of the club
        club: String,
        items: Vec<RosterOut>,
    }

    /// A roster of the club or of a department.
    struct RosterOut {
        key: String,
        /// Key of the season
        season: String,
        department: Option<String>,
        /// The first day of the cycle
        first: NaiveDate,
        /// One sign a day
        cycle: String,
        crews: Vec<CrewOut>,
        hours: Vec<HoursOut>,
        exceptions: Vec<ExceptionOut>,
        /// Whether it was made up for the demonstration
        sample: bool,
    }

    /// A crew, so many days behind the first.
    struct CrewOut {
        name: String,
        behind: i64,
    }

    /// The hours of a sign.
    struct HoursOut {
        sign: String,
        from: String,
        to: String,
    }

    /// A day on which a crew, or everybody, works otherwise.
    struct ExceptionOut {
        day: NaiveDate,
        crew: Option<String>,
        sign: String,
    }
}

async fn of_season(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let season = super::season(&mut db, &visitor, &key).await?;
    sees(&visitor, EditSeason, &season_place(&season))?;
    let appointments = officials::appointments(&mut db, season.id).await?;
    let items = officials::of_season(&mut db, season.id).await?.into_iter().map(|official| OfficialOut {
        games: appointments.iter().filter(|one| one.counts() && one.official_id == official.id).count(),
        key: official.key,
        name: official.name,
        place: official.place,
        grade: known(&official.grade),
        employer: known(&official.employer),
        employer_club: official.employer_club_key,
        interests: official.interests.0,
        away: official.away.0.into_iter().map(|(from, to)| vec![from, to]).collect(),
        fee: Fen(official.fee).to_string(),
        sample: !official.sample.is_empty(),
    });
    let out = OfficialsOut { items: items.collect(), season: season.key };
    shown(&visitor, &headers, &out, None)
}

/// Who edits sees; so does who reads all.
fn sees(visitor: &Visitor, edits: crate::access::Permission, place: &Place) -> Result<(), Error> {
    if visitor.may(ReadAudit, place) { Ok(()) } else { visitor.must(edits, place) }
}

async fn of_fixture(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let card = fixtures::by_key(&mut db, &key)
        .await?
        .filter(|card| !card.fixture.archived)
        .ok_or(Error::NotFound)?;
    let season = seasons::by_id(&mut db, card.season_id).await?;
    let place = Place { competition: Some(card.fixture.competition_id), ..season_place(&season) };
    sees(&visitor, EditFixture, &place)?;
    let all = officials::appointments(&mut db, season.id).await?;
    let items = all.into_iter().filter(|one| one.fixture_id == card.fixture.id).map(|one| AppointmentOut {
        key: one.key,
        official: one.official_key,
        name: one.official_name,
        job: one.job.as_str().into(),
        state: one.state,
        fee: Fen(one.fee).to_string(),
        day: one.day,
        tip_off: one.tip_off,
        asked_at: one.asked_at,
        answered_at: one.answered_at,
    });
    shown(&visitor, &headers, &AppointmentsOut { fixture: key, items: items.collect() }, None)
}

async fn of_competition(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let (season, competition) = super::competition(&mut db, &visitor, &key).await?;
    let sees_all = visitor.may(ReadControl, &competition_place(&season, &competition));
    let state = discipline::load(&mut db, &competition).await?;
    let today = visitor.app.clock.now().with_timezone(&season.tz()).date_naive();
    let mut sanctions = Vec::new();
    for sanction in state.sanctions.iter().filter(|sanction| sanction.holds()) {
        let name = name_of(&mut db, &competition, sanction, today, sees_all).await?;
        sanctions.push(sanction_out(&state, sanction, name, sees_all));
    }
    let rules = state.rules.iter().map(|rule| RuleOut {
        key: rule.key.clone(),
        kind: rule.kind.as_str().into(),
        counts: rule.counts.as_str().into(),
        at_count: rule.at_count,
        repeats: rule.repeats,
        sanction: rule.sanction.as_str().into(),
        amount: rule.amount,
        regulation: known(&rule.regulation),
    });
    let out = DisciplineOut {
        rules: rules.collect(),
        sanctions,
        proposals: sees_all.then(|| proposals(&state)),
        incidents: sees_all.then(|| incidents(&state)),
        competition: competition.key,
    };
    shown(&visitor, &headers, &out, (!sees_all).then_some(season.id))
}

/// The name of somebody who is punished: never more than the list of the competition shows.
async fn name_of(
    db: &mut Db,
    competition: &Competition,
    sanction: &Sanction,
    today: NaiveDate,
    sees_all: bool,
) -> Result<Option<String>, Error> {
    let (Some(person), Some(name)) = (sanction.person_id, &sanction.person_name) else { return Ok(None) };
    if sees_all {
        return Ok(Some(name.clone()));
    }
    let rules = entry_rules::of_competition(db, competition.id).await?;
    let rows = lists::rows_of_person(db, PersonId(person)).await?;
    let birth = rows.first().and_then(|row| row.birth);
    let shown = shown_to_public(&rules, competition.kind, birth, today);
    // A beginning beside a shirt and a punishment would say as much as the name.
    Ok((shown == Shown::Full).then(|| name.clone()))
}

fn sanction_out(
    state: &Discipline,
    sanction: &Sanction,
    name: Option<String>,
    sees_all: bool,
) -> SanctionOut {
    let served = state.served.get(&sanction.key).cloned().unwrap_or_default();
    SanctionOut {
        key: sanction.key.clone(),
        entry: sanction.entry_key.clone(),
        team: sanction.team.clone(),
        name,
        shirt: known(&sanction.shirt),
        sanction: sanction.sanction.as_str().into(),
        amount: sanction.amount,
        at: sanction.at,
        appeal: known(&sanction.appeal),
        served: served.served,
        bars: served.bars,
        left: usize::try_from(served.left).unwrap_or(usize::MAX),
        reason: known(&sanction.reason).filter(|_| sees_all),
        sample: !sanction.sample.is_empty(),
    }
}

fn proposals(state: &Discipline) -> Vec<ProposalOut> {
    let proposal = |proposal: &league::discipline::Proposal| ProposalOut {
        rule: proposal.rule.clone(),
        entry: proposal.team.clone(),
        count: usize::try_from(proposal.count).unwrap_or(usize::MAX),
        sanction: proposal.then.as_str().into(),
        amount: proposal.amount,
        fixture: proposal.game.clone(),
    };
    state.proposals.iter().map(proposal).collect()
}

fn incidents(state: &Discipline) -> Vec<IncidentOut> {
    let incident = |incident: &crate::store::discipline::Incident| IncidentOut {
        key: incident.key.clone(),
        fixture: incident.fixture_key.clone(),
        entry: incident.entry_key.clone(),
        shirt: known(&incident.shirt),
        kind: incident.kind.as_str().into(),
        count: incident.count,
        source: incident.source.clone(),
        note: known(&incident.note),
        sample: !incident.sample.is_empty(),
    };
    state.incidents.iter().map(incident).collect()
}

async fn of_club(
    visitor: Visitor,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let club = clubs::by_key(&mut db, &key).await?.filter(|club| !club.archived).ok_or(Error::NotFound)?;
    let place = Place { league: Some(club.league_id), clubs: vec![club.id], ..Default::default() };
    sees(&visitor, EditClub, &place)?;
    let mut items = Vec::new();
    for season in seasons::all(&mut db).await?.into_iter().filter(|one| one.league_id == club.league_id) {
        for roster in shifts::of_season(&mut db, season.id).await? {
            if roster.club_id == club.id.0 {
                items.push(roster_out(&season.key, roster));
            }
        }
    }
    shown(&visitor, &headers, &ShiftsOut { club: key, items }, None)
}

fn roster_out(season: &str, roster: shifts::ShiftRoster) -> RosterOut {
    let body = roster.body.0;
    let hour = |time: chrono::NaiveTime| time.format("%H:%M").to_string();
    RosterOut {
        key: roster.key,
        season: season.to_owned(),
        department: known(&roster.department),
        first: body.first,
        cycle: body.cycle.iter().collect(),
        crews: body.crews.into_iter().map(|(name, behind)| CrewOut { name, behind: behind.into() }).collect(),
        hours: body
            .shifts
            .into_iter()
            .map(|one| HoursOut { sign: one.sign.to_string(), from: hour(one.from), to: hour(one.to) })
            .collect(),
        exceptions: body
            .exceptions
            .into_iter()
            .map(|one| ExceptionOut { day: one.day, crew: one.crew, sign: one.sign.to_string() })
            .collect(),
        sample: !roster.sample.is_empty(),
    }
}
