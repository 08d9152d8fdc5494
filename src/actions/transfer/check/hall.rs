//! Sponsors and the run of a show: words this program knows, games of the document.

use super::*;
use crate::actions::screens::VIEWS;

pub(super) fn check(document: &Document, keys: &mut Keys) -> Checked {
    for (at, row) in document.hall.sponsors.iter().enumerate() {
        let place = format!("hall.sponsors[{at}]");
        keys.add(&place, &row.key)?;
        named(&place, "name", &row.name)?;
        ensure((3..=120).contains(&row.seconds), || {
            (format!("{place}.seconds"), "must be from 3 to 120".into())
        })?;
    }
    for (at, row) in document.hall.show_items.iter().enumerate() {
        let place = format!("hall.show_items[{at}]");
        keys.add(&place, &row.key)?;
        named(&place, "title", &row.title)?;
        within_reason(&place, "at", Some(row.at.date()))?;
        ensure((1..=600).contains(&row.minutes), || {
            (format!("{place}.minutes"), "must be from 1 to 600".into())
        })?;
        if !row.view.is_empty() {
            word(&place, "view", &row.view, VIEWS)?;
        }
        word(&place, "state", &row.state, &["waiting", "now", "done"])?;
        let mut games = document.competitions.iter().flat_map(|competition| &competition.fixtures);
        if let Some(game) = &row.fixture {
            ensure(games.any(|known| known.key == *game), || {
                no_such(&format!("{place}.fixture"), "game", game)
            })?;
        }
        to_the_microsecond(&place, "begun_at", row.begun_at)?;
        to_the_microsecond(&place, "ended_at", row.ended_at)?;
    }
    Ok(())
}
