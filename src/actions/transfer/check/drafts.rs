//! Drafts of a document: rules and games that can be read, about competitions and entries of the document.

use super::*;
use crate::store::drafts::DraftGame;
use league::planner::season::SeasonFile;

pub(super) fn check(document: &Document, keys: &mut Keys) -> Checked {
    for (at, draft) in document.drafts.iter().enumerate() {
        let place = format!("drafts[{at}]");
        keys.add(&place, &draft.key)?;
        named(&place, "name", &draft.name)?;
        to_the_microsecond(&place, "published_at", draft.published_at)?;
        serde_json::from_value::<SeasonFile>(draft.setup.clone())
            .map_err(|fault| (format!("{place}.setup"), fault.to_string()))?;
        let games = serde_json::from_value::<Vec<DraftGame>>(draft.games.clone())
            .map_err(|fault| (format!("{place}.games"), fault.to_string()))?;
        for game in &games {
            let of = document.competitions.iter().find(|of| of.key == game.competition);
            let of =
                of.ok_or_else(|| no_such(&format!("{place}.games"), "competition", &game.competition))?;
            for side in [&game.a, &game.b].into_iter().flatten() {
                let known = of.entries.iter().any(|entry| entry.key == *side);
                ensure(known, || no_such(&format!("{place}.games"), "entry of its competition", side))?;
            }
        }
    }
    Ok(())
}
