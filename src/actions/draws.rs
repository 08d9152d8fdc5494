//! Draws: announced with a commitment, held with a number said aloud, put into the plan.

use super::input::{Field, Fields, Holds, What, optional, parse, required};
use super::{Fault, Outcome, Refused, seasons, stages};
use crate::store::Tx;
use crate::store::audit::{self, Action, Kind};
use crate::store::competitions::{self, Competition};
use crate::store::draws::{self, Draw};
use crate::store::entries::{self, Entry};
use crate::store::plans::{self, Plan};
use league::draw::{self, Constraint, DrawFault, DrawFile, FILE_FORMAT, Place, Pot, Reason, Secret};
use league::stages::{Graph, Source};
use league::standings::Wording;
use sqlx::types::Json;

/// What a draw is made of. Teams are written by name, as in a programme.
pub const FIELDS: &[Field] = &[
    required("title_zh", Holds::Line(80)),
    optional("title_en", Holds::Line(80)),
    required("places", Holds::Word(&["groups", "seats"])),
    optional("pots", Holds::Text(2_000)),
    optional("finalists", Holds::Line(200)),
    optional("owners", Holds::Text(1_000)),
    optional("owners_rule", Holds::Word(&["spread", "apart"])),
    optional("host", Holds::Key),
    optional("host_place", Holds::Line(12)),
];

/// What holding a draw takes.
pub const HOLD_FIELDS: &[Field] = &[required("said", Holds::Number { min: 0, max: i64::MAX })];

/// Announces a draw: its file and the commitment to a secret are public and fixed from here on.
pub async fn announce(tx: &mut Tx, competition: &Competition, fields: &Fields) -> Outcome<Draw> {
    seasons::must_be_open(tx, competition.season_id).await?;
    let plan = plans::of_competition(tx, competition.id).await?;
    let plan = plan.ok_or_else(|| vec![Fault::at("places", What::PlanFirst)])?;
    let entered = entries::of_competition(tx, competition.id).await?;
    let file = file(&plan.graph, &entered, fields)?;
    let secret = Secret::new(tx.writer.random.bytes());
    let announced = draw::announce(&file, &secret).map_err(impossible)?;
    let draw = Draw {
        key: tx.key(),
        competition_id: competition.id,
        title_zh: file.title.zh.clone(),
        title_en: file.title.en.clone(),
        outcomes: announced.outcomes.to_string(),
        file_hash: announced.file_hash,
        commit_hash: announced.commit,
        file: Json(file),
        secret: secret.hex(),
        announced_at: tx.now(),
        record: None,
        held_at: None,
        archived: false,
        version: 1,
    };
    draws::insert(tx, &draw).await?;
    record(tx, Action::Published, competition, None, &draw).await?;
    Ok(draw)
}

/// Holds a draw with the number said in the hall. It is held once.
pub async fn hold(tx: &mut Tx, key: &str, version: i64, fields: &Fields) -> Outcome<Draw> {
    let (competition, before) = open(tx, key, version).await?;
    if before.record.is_some() {
        return Err(Refused::StatusNotReachable);
    }
    let said = parse(HOLD_FIELDS, fields)?.number("said").and_then(|said| u64::try_from(said).ok());
    let said = said.ok_or_else(|| vec![Fault::at("said", What::Required)])?;
    let secret = Secret::parse(&before.secret).map_err(|_| Refused::NotFound)?;
    let mut held = before.clone();
    held.record = Some(Json(draw::run(&before.file, &secret, said).map_err(impossible)?));
    held.held_at = Some(tx.now());
    draws::update(tx, &held).await?;
    let after = draws::by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    record(tx, Action::Changed, &competition, Some(&before), &after).await?;
    Ok(after)
}

/// Puts the drawn teams on their places of the plan.
pub async fn put_in(tx: &mut Tx, key: &str, version: i64) -> Outcome<Plan> {
    let (competition, drawn) = open(tx, key, version).await?;
    let record = drawn.record.ok_or(Refused::StatusNotReachable)?;
    let plan = plans::of_competition(tx, competition.id).await?.ok_or(Refused::NotFound)?;
    let mut entered = plan.entered.0.clone();
    let seats = record.seats();
    entered.retain(|_, key| !seats.iter().any(|(_, entry)| entry == key));
    for (place, entry) in seats {
        entered.insert(source_of(&place).to_string(), entry);
    }
    stages::enter(tx, &competition, plan.version, &entered).await
}

/// The places of a plan that are drawn, each with the zone it lies in.
fn places(graph: &Graph, whole_groups: bool) -> Vec<Place> {
    let is_drawn = |source: &&Source| matches!(source, Source::Drawn { .. } | Source::Seed(_));
    let mut places = Vec::new();
    for group in graph.groups() {
        let drawn: Vec<&Source> = group.slots.iter().filter(is_drawn).collect();
        if whole_groups && !drawn.is_empty() {
            let size = u16::try_from(drawn.len()).unwrap_or(u16::MAX);
            places.push(Place { key: group.key.clone(), size, zones: vec![group.key.clone()] });
        } else {
            places.extend(drawn.into_iter().map(|source| seat(source, &group.key)));
        }
    }
    for tie in graph.ties() {
        places.extend([&tie.a, &tie.b].into_iter().filter(is_drawn).map(|source| seat(source, &tie.code)));
    }
    places
}

fn seat(source: &Source, zone: &str) -> Place {
    let key = match source {
        Source::Seed(number) => format!("S{number}"),
        Source::Drawn { place } => place.clone(),
        other => other.to_string(),
    };
    Place { key, size: 1, zones: vec![zone.to_owned()] }
}

/// The source of the plan that a drawn place stands for.
fn source_of(place: &str) -> Source {
    match place.strip_prefix('S').and_then(|number| number.parse().ok()) {
        Some(number) => Source::Seed(number),
        None => Source::Drawn { place: place.to_owned() },
    }
}

fn file(graph: &Graph, entered: &[Entry], fields: &Fields) -> Result<DrawFile, Vec<Fault>> {
    let parsed = parse(FIELDS, fields)?;
    let places = places(graph, parsed.text("places") == "groups");
    if places.is_empty() {
        return Err(vec![Fault::at("places", What::PlanFirst)]);
    }
    let mut zones: Vec<&str> = places.iter().flat_map(|place| &place.zones).map(String::as_str).collect();
    zones.dedup();
    let names = |field: &str, text: &str| -> Result<Vec<String>, Vec<Fault>> {
        let parts = text.split(['、', ',', '，', ';', '；']).map(str::trim).filter(|name| !name.is_empty());
        parts
            .map(|name| {
                let found = entered.iter().find(|entry| entry.short_name == name || entry.name == name);
                let what = || vec![Fault::at(field, What::NoSuchTeam { name: name.to_owned() })];
                found.map(|entry| entry.key.clone()).ok_or_else(what)
            })
            .collect()
    };
    let (mut pots, mut constraints) = (Vec::new(), Vec::new());
    for (at, line) in lines(&parsed.text("pots")).enumerate() {
        let zones = if places[0].size > 1 {
            zones.iter().map(|zone| (*zone).to_owned()).collect()
        } else {
            Vec::new()
        };
        pots.push(Pot { name: (at + 1).to_string(), entries: names("pots", line)?, zones });
    }
    let finalists = names("finalists", &parsed.text("finalists"))?;
    if finalists.len() > 1 {
        constraints.push(Constraint::apart(Reason::LastFinalists, &refs(&finalists), &zones));
    }
    let mut owners: Vec<(String, Vec<String>)> = Vec::new();
    for line in lines(&parsed.text("owners")) {
        let (owner, clubs) = line.split_once([':', '：']).unwrap_or((line, line));
        let clubs = names("owners", clubs)?;
        let apart = parsed.text("owners_rule") == "apart";
        let make = if apart { Constraint::apart } else { Constraint::spread };
        constraints.push(make(Reason::OneOwner, &refs(&clubs), &zones));
        owners.push((owner.trim().to_owned(), clubs));
    }
    let host = parsed.text("host");
    if !host.is_empty() {
        let wanted = parsed.text("host_place");
        if !places.iter().any(|place| place.key == wanted) {
            return Err(vec![Fault::at("host_place", What::NoSuchObject)]);
        }
        constraints.push(Constraint::only(Reason::Host, &[&host], &[&wanted]));
    }
    let owner_of = |key: &String| {
        owners
            .iter()
            .find(|(_, clubs)| clubs.contains(key))
            .map(|(owner, _)| owner.clone())
            .unwrap_or_default()
    };
    let playing = entered.iter().filter(|entry| !entry.withdrawn);
    Ok(DrawFile {
        format: FILE_FORMAT.to_owned(),
        title: Wording { zh: parsed.text("title_zh"), en: parsed.text("title_en") },
        entries: playing
            .map(|entry| draw::Entry {
                key: entry.key.clone(),
                name: entry.short_name.clone(),
                owner: owner_of(&entry.key),
            })
            .collect(),
        pots,
        constraints,
        places,
    })
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn refs(keys: &[String]) -> Vec<&str> {
    keys.iter().map(String::as_str).collect()
}

fn impossible(fault: DrawFault) -> Refused {
    vec![Fault::at("pots", What::Draw(Box::new(fault)))].into()
}

async fn open(tx: &mut Tx, key: &str, version: i64) -> Outcome<(Competition, Draw)> {
    let draw = draws::by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    let competition = competitions::by_id(tx, draw.competition_id).await?;
    seasons::must_be_open(tx, competition.season_id).await?;
    if draw.version == version { Ok((competition, draw)) } else { Err(Refused::Conflict) }
}

async fn record(
    tx: &mut Tx,
    action: Action,
    competition: &Competition,
    before: Option<&Draw>,
    after: &Draw,
) -> Outcome<()> {
    let mut entry = audit::Entry::new(action, Kind::Draw, &after.key, &after.title_zh)
        .season(competition.season_id)
        .after(after);
    if let Some(before) = before {
        entry = entry.before(before);
    }
    tx.record(entry).await?;
    Ok(())
}
