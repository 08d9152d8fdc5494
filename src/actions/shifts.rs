//! Shifts: a club's rosters, and the crew of each player.

use super::input::{Field, Fields, Holds, What, optional, parse, required};
use super::{Fault, Outcome, Refused, seasons};
use crate::store::audit::{Action, Entry, Kind};
use crate::store::clubs::Club;
use crate::store::entries::{self, Entry as Team};
use crate::store::seasons::Season;
use crate::store::shifts::{self as rows, ShiftRoster};
use crate::store::{Tx, competitions};
use chrono::NaiveDate;
use league::shifts::{
    Roster, Unsound, read_crews, read_exceptions, read_shifts, ready_made, usual_shifts, write_crews,
    write_exceptions, write_shifts,
};
use sqlx::types::Json;

/// What a roster is made of. A ready-made pattern fills what is left empty.
pub const FIELDS: &[Field] = &[
    optional("department", Holds::Line(60)),
    optional("pattern", Holds::Word(&["four_crews", "three_crews", "day_staff"])),
    optional("cycle", Holds::Line(366)),
    required("first", Holds::Date),
    optional("crews", Holds::Text(500)),
    optional("hours", Holds::Text(500)),
    optional("exceptions", Holds::Text(5_000)),
];

/// A roster as its form shows it.
pub fn fields_of(roster: &ShiftRoster) -> Fields {
    let mut fields = Fields::default();
    fields.set("department", &roster.department);
    fields.set("cycle", roster.body.cycle.iter().collect::<String>());
    fields.set("first", roster.body.first);
    fields.set("crews", write_crews(&roster.body.crews));
    fields.set("hours", write_shifts(&roster.body.shifts));
    fields.set("exceptions", write_exceptions(&roster.body.exceptions));
    fields
}

/// Adds a roster to a club for a season.
pub async fn create(tx: &mut Tx, season: &Season, club: &Club, fields: &Fields) -> Outcome<ShiftRoster> {
    seasons::must_be_open(tx, season.id).await?;
    let (department, body) = read(fields)?;
    let roster = ShiftRoster {
        id: 0,
        key: tx.key(),
        season_id: season.id,
        club_id: club.id.0,
        department,
        body: Json(body),
        sample: String::new(),
        archived: false,
        version: 1,
    };
    rows::insert(tx, &roster).await?;
    record(tx, Action::Created, None, &roster).await?;
    rows::by_key(tx, &roster.key).await?.ok_or(Refused::NotFound)
}

/// Changes a roster.
pub async fn change(tx: &mut Tx, before: &ShiftRoster, version: i64, fields: &Fields) -> Outcome<()> {
    seasons::must_be_open(tx, before.season_id).await?;
    if before.version != version {
        return Err(Refused::Conflict);
    }
    let (department, body) = read(fields)?;
    let roster = ShiftRoster { department, body: Json(body), ..before.clone() };
    rows::update(tx, &roster).await?;
    record(tx, Action::Changed, Some(before), &roster).await
}

/// Takes a roster away; its crews are forgotten with it.
pub async fn archive(tx: &mut Tx, before: &ShiftRoster, version: i64) -> Outcome<()> {
    seasons::must_be_open(tx, before.season_id).await?;
    if before.version != version {
        return Err(Refused::Conflict);
    }
    let roster = ShiftRoster { archived: true, ..before.clone() };
    rows::update(tx, &roster).await?;
    record(tx, Action::Archived, Some(before), &roster).await
}

fn read(fields: &Fields) -> Outcome<(String, Roster)> {
    let parsed = parse(FIELDS, fields)?;
    let fault = |field: &str, unsound: Unsound| Refused::from(vec![Fault::at(field, What::Shifts(unsound))]);
    let ready = ready_made(&parsed.text("pattern"));
    let mut cycle: Vec<char> = parsed.text("cycle").chars().filter(|c| !c.is_whitespace()).collect();
    let mut crews = read_crews(&parsed.text("crews")).map_err(|unsound| fault("crews", unsound))?;
    let mut shifts = read_shifts(&parsed.text("hours")).map_err(|unsound| fault("hours", unsound))?;
    if let Some((signs, number, apart)) = ready {
        if cycle.is_empty() {
            cycle = signs.chars().collect();
        }
        if crews.is_empty() {
            let names = ["甲", "乙", "丙", "丁"];
            crews = (0..number).zip(names).map(|(at, name)| (name.to_owned(), at * apart)).collect();
        }
    }
    if shifts.is_empty() {
        shifts = usual_shifts();
    }
    let roster = Roster {
        first: parsed.date("first").unwrap_or_else(NaiveDate::default),
        cycle,
        crews,
        shifts,
        exceptions: read_exceptions(&parsed.text("exceptions"))
            .map_err(|unsound| fault("exceptions", unsound))?,
    };
    match roster.check() {
        Ok(()) => Ok((parsed.text("department"), roster)),
        Err(Unsound::NoCrew) => Err(fault("crews", Unsound::NoCrew)),
        Err(Unsound::UnknownCrew(crew)) => Err(fault("exceptions", Unsound::UnknownCrew(crew))),
        Err(Unsound::UnknownSign(sign)) if !roster.cycle.contains(&sign) => {
            Err(fault("exceptions", Unsound::UnknownSign(sign)))
        }
        Err(other) => Err(fault("cycle", other)),
    }
}

/// Puts the players of an entry into crews. A field's name is the person's key, its value `ROSTER CREW`, or nothing.
pub async fn assign(tx: &mut Tx, team: &Team, fields: &Fields) -> Outcome<usize> {
    let competition = competitions::by_id(tx, team.competition_id).await?;
    let season = seasons::must_be_open(tx, competition.season_id).await?;
    let rosters = rows::of_season(tx, season.id).await?;
    let players = entries::players(tx, team.id).await?;
    let people = entries::people(tx, season.league_id).await?;
    let before = rows::crews(tx, team.id).await?;
    let (mut faults, mut changes) = (Vec::new(), Vec::new());
    for (person, chosen) in &fields.0 {
        let known = players.iter().any(|player| player.person_key == *person);
        let id = people.iter().find(|row| row.key == *person).map(|row| row.id.0).filter(|_| known);
        let Some(id) = id else {
            faults.push(Fault::at(person, What::NoSuchField));
            continue;
        };
        let had = before.iter().find(|row| row.person_key == *person);
        if chosen.trim().is_empty() {
            if had.is_some() {
                changes.push((id, person.clone(), None));
            }
            continue;
        }
        let found = chosen.split_once(' ').and_then(|(key, crew)| {
            let roster =
                rosters.iter().find(|roster| roster.key == key && Some(roster.club_id) == team.club_id)?;
            roster.body.crews.contains_key(crew).then(|| (roster.id, crew.to_owned()))
        });
        match found {
            None => faults.push(Fault::at(person, What::NoSuchObject)),
            Some((roster, crew)) => {
                if had.is_none_or(|had| (had.shift_roster_id, &had.crew) != (roster, &crew)) {
                    changes.push((id, person.clone(), Some((roster, crew))));
                }
            }
        }
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    for (id, person, crew) in &changes {
        match crew {
            Some((roster, crew)) => rows::set_crew(tx, team.id, *id, *roster, crew).await?,
            None => rows::clear_crew(tx, team.id, *id).await?,
        }
        let after = serde_json::json!({ "person": person, "crew": crew.as_ref().map(|(_, crew)| crew) });
        let entry = Entry::new(Action::Changed, Kind::Shift, &team.key, &team.short_name);
        tx.record(entry.season(season.id).after(after)).await?;
    }
    Ok(changes.len())
}

async fn record(
    tx: &mut Tx,
    action: Action,
    before: Option<&ShiftRoster>,
    after: &ShiftRoster,
) -> Outcome<()> {
    let mut entry = Entry::new(action, Kind::Shift, &after.key, &after.department)
        .season(after.season_id)
        .after(&after.body.0);
    if let Some(before) = before {
        entry = entry.before(&before.body.0);
    }
    tx.record(entry).await?;
    Ok(())
}
