//! Draws: announced with a commitment, held with a number said aloud, put into the plan.

use super::input::{Field, Fields, Holds, What, optional, parse, required};
use super::{Fault, Outcome, Refused, seasons, stages};
use crate::store::Tx;
use crate::store::audit::{self, Action, Kind};
use crate::store::competitions::{self, Competition};
use crate::store::draws::{self, Draw};
use crate::store::entries::{self, Entry};
use crate::store::plans::{self, Plan};
use league::draw::{
    self, Constraint, DrawFault, DrawFile, FILE_FORMAT, Part, Place, Pot, Reason, RuleRef, Secret,
};
use league::stages::{self as graph, Graph, Source};
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
    let announced = draw::announce(&file, &secret).map_err(|fault| impossible(&file, fault))?;
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
    let drawn = draw::run(&before.file, &secret, said).map_err(|fault| impossible(&before.file, fault))?;
    held.record = Some(Json(drawn));
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

/// The places of a plan that are drawn, each with the zones it lies in, the widest first: its group; its half, its
/// quarter and so on in a bracket.
fn places(graph: &Graph, whole_groups: bool) -> Vec<Place> {
    let in_group = |source: &Source| graph.groups().find(|group| group.slots.contains(source));
    let mut places: Vec<Place> = Vec::new();
    for (source, zones) in graph::zones(graph) {
        let key = key_of(&source);
        match in_group(&source).filter(|_| whole_groups) {
            Some(group) => match places.iter_mut().find(|place| place.key == group.key) {
                Some(place) => place.size += 1,
                None => places.push(Place { key: group.key.clone(), size: 1, zones }),
            },
            None => {
                // A seed that rests is a part of the bracket by itself, called as its place.
                let own = source.to_string();
                let zone = |zone: String| if zone == own { key.clone() } else { zone };
                places.push(Place { zones: distinct(zones.into_iter().map(zone)), key, size: 1 });
            }
        }
    }
    places
}

fn key_of(source: &Source) -> String {
    match source {
        Source::Seed(number) => format!("S{number}"),
        Source::Drawn { place } => place.clone(),
        other => other.to_string(),
    }
}

fn distinct(keys: impl Iterator<Item = String>) -> Vec<String> {
    let mut all = Vec::new();
    for key in keys {
        if !all.contains(&key) {
            all.push(key);
        }
    }
    all
}

/// The zones level by level, the widest first: the groups; the halves, then the quarters.
fn levels(places: &[Place]) -> Vec<Vec<String>> {
    let deepest = places.iter().map(|place| place.zones.len()).max().unwrap_or(0);
    // A place alone stays alone on the levels below.
    let at =
        |level: usize| places.iter().filter_map(move |place| place.zones.get(level).or(place.zones.last()));
    (0..deepest).map(|level| distinct(at(level).cloned())).collect()
}

/// The widest level on which each of so many can have a zone of its own; the narrowest where none has so many.
fn level_for(levels: &[Vec<String>], entries: usize) -> usize {
    let wide = levels.iter().position(|zones| zones.len() >= entries);
    wide.unwrap_or(levels.len().saturating_sub(1))
}

/// No two of the entries in one group, half or quarter, whichever has room for them apart.
fn apart(reason: Reason, entries: &[String], levels: &[Vec<String>]) -> Constraint {
    let zones = levels.get(level_for(levels, entries.len())).map(|zones| refs(zones));
    Constraint::apart(reason, &refs(entries), &zones.unwrap_or_default())
}

/// The entries evenly over the groups, or over the halves, the quarters and so on until each has its own.
fn spread(reason: Reason, entries: &[String], levels: &[Vec<String>]) -> Vec<Constraint> {
    let levels = levels.iter().take(level_for(levels, entries.len()) + 1);
    levels.map(|zones| Constraint::spread(reason, &refs(entries), &refs(zones))).collect()
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
    let levels = levels(&places);
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
        let zones = if places[0].size > 1 { levels.concat() } else { Vec::new() };
        pots.push(Pot { name: (at + 1).to_string(), entries: names("pots", line)?, zones });
    }
    let finalists = names("finalists", &parsed.text("finalists"))?;
    if finalists.len() > 1 {
        constraints.push(apart(Reason::LastFinalists, &finalists, &levels));
    }
    let mut owners: Vec<(String, Vec<String>)> = Vec::new();
    for line in lines(&parsed.text("owners")) {
        let (owner, clubs) = line.split_once([':', '：']).unwrap_or((line, line));
        let clubs = names("owners", clubs)?;
        if parsed.text("owners_rule") == "apart" {
            constraints.push(apart(Reason::OneOwner, &clubs, &levels));
        } else {
            constraints.extend(spread(Reason::OneOwner, &clubs, &levels));
        }
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

/// A fault of a draw at the field it comes from, with names where the file has keys.
fn impossible(file: &DrawFile, mut fault: DrawFault) -> Refused {
    let field = field_of(file, &fault);
    let name = |key: &mut String| {
        if let Some(entry) = file.entries.iter().find(|entry| entry.key == *key) {
            key.clone_from(&entry.name);
        }
    };
    match &mut fault {
        DrawFault::Impossible(clash) => clash.entries.iter_mut().for_each(name),
        DrawFault::InTwoPots { key } | DrawFault::Repeated { key, .. } => name(key),
        _ => {}
    }
    vec![Fault::at(field, What::Draw(Box::new(fault)))].into()
}

fn field_of(file: &DrawFile, fault: &DrawFault) -> &'static str {
    let of_rule = |number: usize| match file.constraints.get(number).map(Constraint::reason) {
        Some(Reason::LastFinalists) => "finalists",
        Some(Reason::OneOwner) => "owners",
        Some(Reason::Host) => "host",
        _ => "pots",
    };
    let of_rules = |rules: &[RuleRef]| match rules.first() {
        Some(RuleRef::Constraint { number, .. }) => of_rule(*number),
        _ => "pots",
    };
    match fault {
        DrawFault::Impossible(clash) => of_rules(&clash.rules),
        DrawFault::TooEntangled { rules } => of_rules(rules),
        DrawFault::Repeated { part: Part::Constraint(number), .. }
        | DrawFault::Empty(Part::Constraint(number)) => of_rule(*number),
        DrawFault::TooFewSeats { .. }
        | DrawFault::TooManyEntries { .. }
        | DrawFault::TooManyPlaces { .. } => "places",
        _ => "pots",
    }
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
