//! Viewer figures of a document: what they are about must be in it, and each must be a figure the ledger would take.

use super::*;
use crate::store::transfer::{AudienceScope, Observation};

const LEVELS: &[&str] = &["season", "round", "match", "venue_night", "side_event", "stream", "zone", "gate"];

pub(super) fn check(document: &Document, keys: &mut Keys, used: &mut BTreeSet<String>) -> Checked {
    let audience = &document.audience;
    for (at, scope) in audience.scopes.iter().enumerate() {
        let place = format!("audience.scopes[{at}]");
        keys.add(&place, &scope.key)?;
        about(&place, document, scope)?;
        used.extend(scope.venue.clone());
    }
    for (at, row) in audience.observations.iter().enumerate() {
        let place = format!("audience.observations[{at}]");
        keys.add(&place, &row.key)?;
        let known = audience.scopes.iter().any(|scope| scope.key == row.scope);
        ensure(known, || no_such(&format!("{place}.scope"), "scope", &row.scope))?;
        figure(&place, row)?;
        if let Some(old) = &row.supersedes {
            let same = |other: &Observation| other.key == *old && other.scope == row.scope;
            ensure(audience.observations.iter().any(same), || {
                no_such(&format!("{place}.supersedes"), "observation of this scope", old)
            })?;
            let heads = audience.observations.iter().filter(|other| other.supersedes == row.supersedes);
            ensure(heads.count() == 1, || (format!("{place}.supersedes"), "is corrected twice".into()))?;
            ensure(!row.reason.is_empty(), || (format!("{place}.reason"), "is empty".into()))?;
        }
    }
    for (at, cell) in audience.gate_counts.iter().enumerate() {
        let place = format!("audience.gate_counts[{at}]");
        let known = audience.scopes.iter().any(|scope| scope.key == cell.gate && scope.level == "gate");
        ensure(known, || no_such(&format!("{place}.gate"), "gate", &cell.gate))?;
        word(&place, "direction", &cell.direction, &["in", "out"])?;
        ensure(cell.people >= 0 && cell.revision > 0, || below_zero(&format!("{place}.people")))?;
        to_the_microsecond(&place, "minute", Some(cell.minute))?;
        to_the_microsecond(&place, "received_at", Some(cell.received_at))?;
    }
    Ok(())
}

fn about(place: &str, document: &Document, scope: &AudienceScope) -> Checked {
    word(place, "level", &scope.level, LEVELS)?;
    within_reason(place, "day", scope.day)?;
    let in_document = |field: &str, key: &Option<String>, found: &dyn Fn(&String) -> bool| {
        key.as_ref()
            .map_or(Ok(()), |key| ensure(found(key), || no_such(&format!("{place}.{field}"), field, key)))
    };
    let games = || document.competitions.iter();
    in_document("fixture", &scope.fixture, &|key| games().any(|c| c.fixtures.iter().any(|f| f.key == *key)))?;
    in_document("round", &scope.round, &|key| {
        games().any(|c| c.stages.iter().any(|stage| stage.rounds.iter().any(|round| round.key == *key)))
    })?;
    in_document("venue", &scope.venue, &|key| document.venues.iter().any(|venue| venue.key == *key))?;
    // An evening has no parent, so a parent is always there before what lies in it.
    in_document("parent", &scope.parent, &|key| {
        document.audience.scopes.iter().any(|other| other.key == *key && other.parent.is_none())
    })?;
    let whole = match scope.level.as_str() {
        "round" => scope.round.is_some(),
        "match" => scope.fixture.is_some(),
        "venue_night" => scope.venue.is_some() && scope.day.is_some(),
        "gate" | "zone" => scope.parent.is_some() && !scope.name_zh.is_empty(),
        "season" => true,
        _ => !scope.name_zh.is_empty(),
    };
    ensure(whole, || (place.to_owned(), "does not say what it is about".into()))
}

fn figure(place: &str, row: &Observation) -> Checked {
    named(place, "source", &row.source)?;
    word(place, "class", &row.class, &["A", "A-", "B", "B-", "C", "D", "E"])?;
    word(place, "dedup", &row.dedup, &["account", "device", "cookie", "ticket", "none"])?;
    for (field, at) in [
        ("from_at", Some(row.from_at)),
        ("to_at", Some(row.to_at)),
        ("as_of", Some(row.as_of)),
        ("published_at", row.published_at),
        ("entered_at", Some(row.entered_at)),
    ] {
        to_the_microsecond(place, field, at)?;
    }
    let ordered = row.low.zip(row.high).is_none_or(|(low, high)| low <= high)
        && row.value.zip(row.low).is_none_or(|(value, low)| low <= value)
        && row.value.zip(row.high).is_none_or(|(value, high)| value <= high)
        && (row.high.is_none() || row.low.is_some())
        && [row.value, row.low].into_iter().flatten().all(|number| number >= 0);
    ensure(ordered, || (format!("{place}.low"), "the value does not lie in its interval".into()))?;
    ensure(row.to_at >= row.from_at, || (format!("{place}.to_at"), "ends before it begins".into()))?;
    let evidence = !row.file.is_empty() || !row.url.is_empty();
    let claim = row.class == "E";
    ensure(!claim || !row.wording.is_empty(), || {
        (format!("{place}.wording"), "a claim needs its wording".into())
    })?;
    ensure(evidence || !(claim || row.class.starts_with('B')), || {
        (format!("{place}.file"), "needs its evidence".into())
    })?;
    let estimate = matches!(row.class.as_str(), "C" | "D") && row.value.is_some();
    ensure(!estimate || row.low.is_some(), || {
        (format!("{place}.low"), "an estimate needs its interval".into())
    })
}
