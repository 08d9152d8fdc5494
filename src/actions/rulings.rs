//! Rulings: points taken or given, lots drawn, a team thrown out. Each says why and by which document.

use super::input::{Field, Fields, Holds, What, optional, parse, required};
use super::{Fault, Outcome, Refused, seasons, stages};
use crate::store::Tx;
use crate::store::audit::{self, Action};
use crate::store::competitions::{self, Competition};
use crate::store::entries::{self, Entry};
use crate::store::rulings::{self, Kind, Ruling};
use crate::tables::GroupTable;
use league::standings::Team;
use sqlx::types::Json;

/// What a ruling is made of.
pub const FIELDS: &[Field] = &[
    required("kind", Holds::Word(&["points", "lots", "out"])),
    optional("entry", Holds::Key),
    optional("points", Holds::Number { min: -20, max: 20 }),
    optional("order", Holds::Line(400)),
    optional("pool", Holds::Line(20)),
    required("reason", Holds::Line(300)),
    required("document", Holds::Line(200)),
];

/// Adds a ruling. The tables follow at once, and so do the slots that hang on them.
pub async fn create(tx: &mut Tx, competition: &Competition, fields: &Fields) -> Outcome<Ruling> {
    seasons::must_be_open(tx, competition.season_id).await?;
    let parsed = parse(FIELDS, fields)?;
    let kind: Kind = parsed.text("kind").parse().expect("one of the allowed words");
    let entered = entries::of_competition(tx, competition.id).await?;
    let about = match kind {
        Kind::Lots => in_order(tx, competition, &entered, &parsed.text("order")).await?,
        Kind::Points | Kind::Out => vec![the_one(&entered, &parsed.text("entry"))?],
    };
    let points = parsed.number("points").unwrap_or(0);
    if kind == Kind::Points && points == 0 {
        return Err(vec![Fault::at("points", What::Required)].into());
    }
    let pool = pool_of(tx, competition, kind, &about, &parsed.text("pool")).await?;
    let ruling = Ruling {
        pool,
        key: tx.key(),
        competition_id: competition.id,
        kind,
        entries: Json(about),
        points: if kind == Kind::Points { points } else { 0 },
        reason: parsed.text("reason"),
        document: parsed.text("document"),
        at: tx.now(),
        archived: false,
        version: 1,
    };
    rulings::insert(tx, &ruling).await?;
    record(tx, Action::Created, competition, None, &ruling).await?;
    stages::refresh(tx, competition).await?;
    Ok(ruling)
}

/// Takes a ruling out of force, or puts it back.
pub async fn set_archived(tx: &mut Tx, key: &str, version: i64, archived: bool) -> Outcome<Ruling> {
    let before = rulings::by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    let competition = competitions::by_id(tx, before.competition_id).await?;
    seasons::must_be_open(tx, competition.season_id).await?;
    if before.version != version {
        return Err(Refused::Conflict);
    }
    rulings::set_archived(tx, &before, archived).await?;
    let after = rulings::by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    let action = if archived { Action::Archived } else { Action::Restored };
    record(tx, action, &competition, Some(&before), &after).await?;
    stages::refresh(tx, &competition).await?;
    Ok(after)
}

/// The group a ruling is about: the one named, or the newest where its teams stand; empty where there is none.
///
/// Points taken in one stage are not taken again in the next, and an order drawn once decides nothing later.
async fn pool_of(
    tx: &mut Tx,
    competition: &Competition,
    kind: Kind,
    about: &[String],
    named: &str,
) -> Outcome<String> {
    let tables = crate::tables::of_competition(tx, competition).await?;
    let code = |table: &GroupTable| table.pool.as_ref().map(|pool| pool.code.clone()).unwrap_or_default();
    let holds = |table: &&GroupTable| {
        about.iter().all(|key| {
            let stands = |row: &league::standings::Row| table.entry(row.team).key == *key;
            table.standing.rows.iter().any(stands)
        })
    };
    if !named.is_empty() {
        let table = tables.iter().filter(holds).find(|table| code(table) == named);
        return table.map(code).ok_or_else(|| vec![Fault::at("pool", What::NoSuchObject)].into());
    }
    let waits = |table: &&GroupTable| {
        level_sets(table).iter().any(|level| {
            level.len() == about.len() && level.iter().all(|team| about.contains(&table.entry(*team).key))
        })
    };
    let found = match kind {
        // Lots between places compared across groups belong to no group.
        Kind::Lots => tables.iter().rfind(waits),
        Kind::Points => tables.iter().rfind(holds),
        // Who is thrown out is out everywhere.
        Kind::Out => None,
    };
    Ok(found.map(code).unwrap_or_default())
}

fn the_one(entered: &[Entry], key: &str) -> Result<String, Vec<Fault>> {
    let what = if key.is_empty() { What::Required } else { What::NoSuchObject };
    let found = entered.iter().find(|entry| entry.key == key);
    found.map(|entry| entry.key.clone()).ok_or_else(|| vec![Fault::at("entry", what)])
}

/// Teams of a finished group that share a place: lots decide between them where the next stage needs an order.
pub fn level_sets(table: &GroupTable) -> Vec<Vec<Team>> {
    let level = table.standing.ranking.iter().filter(|class| class.len() > 1);
    if table.group.complete { level.cloned().collect() } else { Vec::new() }
}

/// The drawn order as people write it: names with > or 、 between them. All must be level in one group and await lots.
async fn in_order(
    tx: &mut Tx,
    competition: &Competition,
    entered: &[Entry],
    text: &str,
) -> Outcome<Vec<String>> {
    let fault = |what: What| Refused::from(vec![Fault::at("order", what)]);
    let mut order: Vec<String> = Vec::new();
    let names = text.split(['>', '＞', '、', ',', '，']).map(str::trim).filter(|name| !name.is_empty());
    for name in names {
        let found = entered.iter().find(|entry| entry.short_name == name || entry.name == name);
        let key = found.map(|entry| entry.key.clone()).ok_or_else(|| fault(What::NoSuchObject))?;
        if order.contains(&key) {
            return Err(fault(What::SameTwice));
        }
        order.push(key);
    }
    if order.len() < 2 {
        return Err(fault(What::Required));
    }
    let waiting = crate::tables::of_competition(tx, competition).await?.into_iter().any(|table| {
        level_sets(&table).iter().any(|level| {
            level.len() == order.len() && level.iter().all(|team| order.contains(&table.entry(*team).key))
        })
    });
    let same = |class: &Vec<crate::stages::Row>| {
        class.len() == order.len() && class.iter().all(|row| order.contains(&row.entry.key))
    };
    let stages = crate::stages::load(tx, competition).await?;
    let across = stages.iter().flat_map(|stages| &stages.across).filter(|compared| compared.complete);
    let across = across.flat_map(|compared| compared.classes.iter().flatten()).any(same);
    if waiting || across { Ok(order) } else { Err(fault(What::NoLotsDue)) }
}

async fn record(
    tx: &mut Tx,
    action: Action,
    competition: &Competition,
    before: Option<&Ruling>,
    after: &Ruling,
) -> Outcome<()> {
    let name = format!("{} · {}", competition.name_zh, after.reason);
    let mut entry = audit::Entry::new(action, audit::Kind::Ruling, &after.key, &name)
        .season(competition.season_id)
        .after(after)
        .reason(&after.reason);
    if let Some(before) = before {
        entry = entry.before(before);
    }
    tx.record(entry).await?;
    Ok(())
}
