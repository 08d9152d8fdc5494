//! What a sheet must keep to.

use super::super::plain;
use super::{Checked, below_zero, ensure, to_the_microsecond, word};
use crate::store::transfer::Sheet;
use league::game::Play;
use std::collections::BTreeSet;

pub(super) fn check(place: &str, sheet: &Sheet) -> Checked {
    let place = format!("{place}.sheet");
    word(&place, "phase", &sheet.phase, &["before", "playing", "interval", "over"])?;
    ensure(sheet.epoch >= 1 && sheet.revision >= 0, || below_zero(&place))?;
    to_the_microsecond(&place, "opened_at", Some(sheet.opened_at))?;
    to_the_microsecond(&place, "moved_at", Some(sheet.moved_at))?;
    to_the_microsecond(&place, "closed_at", sheet.closed_at)?;
    let (mut ids, mut arrivals) = (BTreeSet::new(), BTreeSet::new());
    for (at, play) in sheet.plays.iter().enumerate() {
        let place = format!("{place}.plays[{at}]");
        let body: Play = serde_json::from_value(play.body.clone())
            .map_err(|error| (format!("{place}.body"), format!("is no play: {error}")))?;
        // What the database would write differently would not come out as it went in.
        ensure(plain(&body) == play.body, || {
            (format!("{place}.body"), "is not written as plays are".into())
        })?;
        let twice = || (place.clone(), "stands here twice".into());
        ensure(ids.insert(body.id), twice)?;
        ensure(play.arrival >= 1 && arrivals.insert(play.arrival), twice)?;
        to_the_microsecond(&place, "received_at", Some(play.received_at))?;
    }
    Ok(())
}
