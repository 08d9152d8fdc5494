//! Entry rules, lists and match lists of a document.

use super::*;
use crate::store::transfer::MatchList;

const STATES: &[&str] = &["draft", "submitted", "sent_back", "approved", "posted", "locked"];
const NAMES: &[&str] = &["full", "initials", "nobody"];

pub(super) fn check(place: &str, competition: &Competition, keys: &mut Keys) -> Checked {
    rules(&format!("{place}.entry"), competition)?;
    for (at, entry) in competition.entries.iter().enumerate() {
        let place = format!("{place}.entries[{at}]");
        list(&place, entry, keys)?;
    }
    for (at, fixture) in competition.fixtures.iter().enumerate() {
        let mut sides = BTreeSet::new();
        for (list_at, named) in fixture.lists.iter().enumerate() {
            let place = format!("{place}.fixtures[{at}].lists[{list_at}]");
            word(&place, "side", &named.side, &["a", "b"])?;
            ensure(sides.insert(&named.side), || (format!("{place}.side"), "stands here twice".into()))?;
            match_list(&place, competition, named, keys)?;
        }
    }
    Ok(())
}

fn rules(place: &str, competition: &Competition) -> Checked {
    let Some(rules) = &competition.entry else { return Ok(()) };
    if !rules.rules.is_empty() {
        league::eligibility::Rules::from_toml(&rules.rules)
            .map_err(|error| (format!("{place}.rules"), error.to_string()))?;
    }
    word(place, "names", &rules.names, NAMES)?;
    word(place, "minors", &rules.minors, NAMES)?;
    to_the_microsecond(place, "opens_at", rules.opens_at)?;
    to_the_microsecond(place, "closes_at", rules.closes_at)?;
    within_reason(place, "keep_until", rules.keep_until)?;
    let reasoned = !rules.keeps_number || !rules.keeps_number_reason.is_empty();
    ensure(reasoned, || (format!("{place}.keeps_number_reason"), "is empty".into()))?;
    let counts = [rules.match_size, rules.match_closes_min, rules.objection_days];
    ensure(counts.iter().all(|count| *count >= 0), || below_zero(place))
}

fn list(place: &str, entry: &Entry, keys: &mut Keys) -> Checked {
    if let Some(list) = &entry.list {
        let place = format!("{place}.list");
        word(&place, "state", &list.state, STATES)?;
        let texts = list.club.as_object().is_some_and(|club| club.values().all(Value::is_string));
        ensure(texts, || (format!("{place}.club"), "must be an object of texts".into()))?;
        for (field, at) in [
            ("submitted_at", list.submitted_at),
            ("approved_at", list.approved_at),
            ("posted_at", list.posted_at),
            ("objections_until", list.objections_until),
            ("locked_at", list.locked_at),
        ] {
            to_the_microsecond(&place, field, at)?;
        }
    }
    for (at, note) in entry.notes.iter().enumerate() {
        let place = format!("{place}.notes[{at}]");
        keys.add(&place, &note.key)?;
        within_reason(&place, "day", Some(note.day))?;
        to_the_microsecond(&place, "at", Some(note.at))?;
    }
    for (at, player) in entry.players.iter().enumerate() {
        let place = format!("{place}.players[{at}]");
        within_reason(&place, "added_on", player.added_on)?;
        within_reason(&place, "left_on", player.left_on)?;
        for (at, given) in player.overrides.iter().enumerate() {
            let place = format!("{place}.overrides[{at}]");
            keys.add(&place, &given.key)?;
            to_the_microsecond(&place, "at", Some(given.at))?;
        }
    }
    Ok(())
}

fn match_list(place: &str, competition: &Competition, list: &MatchList, keys: &mut Keys) -> Checked {
    keys.add(place, &list.key)?;
    word(place, "state", &list.state, &["draft", "handed_in", "checked", "locked"])?;
    for (field, at) in
        [("handed_in_at", list.handed_in_at), ("checked_at", list.checked_at), ("locked_at", list.locked_at)]
    {
        to_the_microsecond(place, field, at)?;
    }
    let Some(entry) = competition.entries.iter().find(|row| row.key == list.entry) else {
        return Err(no_such(&format!("{place}.entry"), "entry of this competition", &list.entry));
    };
    let mut once = BTreeSet::new();
    for (at, player) in list.players.iter().enumerate() {
        let place = format!("{place}.players[{at}].player");
        let found = entry.players.iter().any(|row| row.key == player.player);
        ensure(found, || no_such(&place, "player of this entry", &player.player))?;
        ensure(once.insert(&player.player), || (place, "stands on the list twice".into()))?;
    }
    Ok(())
}
