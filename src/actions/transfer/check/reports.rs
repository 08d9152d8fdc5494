//! Reports of games and protests of a document: one of a game, one of a side.

use super::*;

pub(super) fn check(document: &Document, keys: &mut Keys) -> Checked {
    let game = |key: &str| {
        document
            .competitions
            .iter()
            .flat_map(|competition| &competition.fixtures)
            .any(|known| known.key == key)
    };
    let mut of_games = BTreeSet::new();
    for (at, row) in document.reports.game_reports.iter().enumerate() {
        let place = format!("reports.game_reports[{at}]");
        keys.add(&place, &row.key)?;
        ensure(game(&row.fixture), || no_such(&format!("{place}.fixture"), "game", &row.fixture))?;
        ensure(of_games.insert(&row.fixture), || {
            (format!("{place}.fixture"), "has a report already".into())
        })?;
        to_the_microsecond(&place, "signed_at", row.signed_at)?;
    }
    let mut of_sides = BTreeSet::new();
    for (at, row) in document.reports.protests.iter().enumerate() {
        let place = format!("reports.protests[{at}]");
        keys.add(&place, &row.key)?;
        ensure(game(&row.fixture), || no_such(&format!("{place}.fixture"), "game", &row.fixture))?;
        word(&place, "side", &row.side, &["a", "b"])?;
        word(&place, "state", &row.state, &["open", "upheld", "rejected", "withdrawn"])?;
        ensure(of_sides.insert((&row.fixture, &row.side)), || {
            (format!("{place}.side"), "has a protest already".into())
        })?;
        ensure(row.deposit >= 0, || below_zero(&format!("{place}.deposit")))?;
        let instants = [
            ("lodged_at", Some(row.lodged_at)),
            ("due_at", Some(row.due_at)),
            ("written_at", row.written_at),
            ("decided_at", row.decided_at),
        ];
        for (field, instant) in instants {
            to_the_microsecond(&place, field, instant)?;
        }
    }
    Ok(())
}
