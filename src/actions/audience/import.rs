//! A platform's export into the ledger: each number keeps its file, row and hash; the same file again changes nothing.

use super::super::input::{Field, Fields, Holds, What, optional, parse, required};
use super::super::{Fault, Outcome};
use crate::store::Tx;
use crate::store::seasons::Season;
use league::audience::import::Taken;

/// What goes with a file.
pub const FIELDS: &[Field] = &[
    required("about", Holds::Line(120)),
    required("source", Holds::Line(80)),
    optional("as_of", Holds::Date),
    optional("not_public", Holds::Flag),
];

/// More figures than a season of live rooms has, in one file.
pub const MOST_FIGURES: usize = 2000;

/// How a file came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    pub added: usize,
    /// There already, from the same row of the same file.
    pub known: usize,
}

/// The file that figures come from.
#[derive(Clone, Debug)]
pub struct Origin {
    pub name: String,
    pub sha256: String,
}

/// Puts the figures of a file into the ledger, all or none.
pub async fn take(
    tx: &mut Tx,
    season: &Season,
    fields: &Fields,
    origin: &Origin,
    figures: &[Taken],
) -> Outcome<Done> {
    let parsed = parse(FIELDS, fields)?;
    if figures.is_empty() {
        return Err(vec![Fault::at("file", What::NotAFigure)].into());
    }
    if figures.len() > MOST_FIGURES {
        return Err(vec![Fault::at("file", What::TooLong { max: MOST_FIGURES })].into());
    }
    let mut done = Done { added: 0, known: 0 };
    for taken in figures {
        let mut own = Fields::from_pairs([("class", "B")]);
        for name in ["about", "source"] {
            own.set(name, parsed.text(name));
        }
        if let Some(day) = parsed.date("as_of") {
            own.set("as_of", day);
        }
        if parsed.flag("not_public") {
            own.set("not_public", "true");
        }
        own.set("metric", &taken.metric);
        own.set("value", taken.value);
        if let Some(interval) = taken.interval {
            own.set("low", interval.low);
            if let Some(high) = interval.high {
                own.set("high", high);
            }
        }
        own.set("method", &taken.header);
        own.set("file", &origin.name);
        own.set("file_row", taken.row);
        own.set("sha256", &origin.sha256);
        if let Some(seconds) = taken.threshold_s {
            own.set("threshold_s", seconds);
        }
        if let Some(replay) = taken.includes_replay {
            own.set("replay", if replay { "with" } else { "without" });
        }
        if let Some((from, to)) = taken.window {
            own.set("from", from.format("%Y-%m-%dT%H:%M"));
            own.set("to", to.format("%Y-%m-%dT%H:%M"));
        }
        match super::enter(tx, season, &own).await? {
            (_, true) => done.added += 1,
            (_, false) => done.known += 1,
        }
    }
    Ok(done)
}
