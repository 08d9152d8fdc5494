//! Plans, rulings and draws of a document: each must mean something by itself before it is written.

use super::*;
use crate::stages::slot_from;
use league::draw::{DrawFile, DrawRecord};
use league::stages::{Graph, Source, validate};

pub(super) fn check(place: &str, competition: &Competition, keys: &mut Keys) -> Checked {
    plan(&format!("{place}.plan"), competition)?;
    for (at, ruling) in competition.rulings.iter().enumerate() {
        let place = format!("{place}.rulings[{at}]");
        keys.add(&place, &ruling.key)?;
        word(&place, "kind", &ruling.kind, &["points", "lots", "out"])?;
        to_the_microsecond(&place, "at", Some(ruling.at))?;
        let entries = ruling.entries.as_array().map(Vec::as_slice).unwrap_or_default();
        ensure(!entries.is_empty(), || (format!("{place}.entries"), "names no entry".into()))?;
        for entry in entries {
            is_entry(&format!("{place}.entries"), competition, entry)?;
        }
    }
    for (at, draw) in competition.draws.iter().enumerate() {
        let place = format!("{place}.draws[{at}]");
        keys.add(&place, &draw.key)?;
        named(&place, "title_zh", &draw.title_zh)?;
        to_the_microsecond(&place, "announced_at", Some(draw.announced_at))?;
        to_the_microsecond(&place, "held_at", Some(draw.held_at))?;
        let whole = serde_json::from_value::<DrawFile>(draw.file.clone()).is_ok();
        ensure(whole, || (format!("{place}.file"), "is not the file of a draw".into()))?;
        let record = serde_json::from_value::<DrawRecord>(draw.record.clone());
        let record =
            record.map_err(|_| (format!("{place}.record"), "is not the record of a draw".to_owned()))?;
        league::draw::verify(&record)
            .map_err(|tampered| (format!("{place}.record"), tampered.to_string()))?;
        let same = record.commit == draw.commit_hash
            && record.file_hash == draw.file_hash
            && record.secret == draw.secret
            && record.outcomes.to_string() == draw.outcomes;
        ensure(same, || (format!("{place}.record"), "is not the record of what was announced".into()))?;
    }
    Ok(())
}

fn plan(place: &str, competition: &Competition) -> Checked {
    let Some(plan) = &competition.plan else { return Ok(()) };
    let graph = serde_json::from_value::<Graph>(plan.graph.clone());
    let graph = graph.map_err(|fault| (format!("{place}.graph"), fault.to_string()))?;
    let faults = validate(&graph, None);
    ensure(faults.is_empty(), || (format!("{place}.graph"), format!("{:?}", faults[0])))?;
    let slots: Vec<_> = graph.slots().into_iter().map(|(slot, _)| slot).collect();
    for (field, places) in [("entered", &plan.entered), ("filled", &plan.filled), ("held", &plan.held)] {
        let place = format!("{place}.{field}");
        let members = places.as_object().ok_or_else(|| (place.clone(), "must be an object".to_owned()))?;
        for (name, entry) in members {
            let known = match field {
                "entered" => name.parse::<Source>().is_ok(),
                _ => slot_from(name).is_some_and(|slot| slots.contains(&slot)),
            };
            ensure(known, || (place.clone(), format!("{name:?} is no place of the graph")))?;
            is_entry(&place, competition, entry)?;
        }
    }
    Ok(())
}

fn is_entry(place: &str, competition: &Competition, entry: &Value) -> Checked {
    let key = entry.as_str().unwrap_or_default();
    let found = competition.entries.iter().any(|row| row.key == key);
    ensure(found, || no_such(place, "entry of this competition", key))
}
