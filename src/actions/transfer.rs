//! Export and import of a season. What goes in comes out again, byte for byte, or it does not go in.

mod check;
mod difference;

use crate::store::audit::{Action, Entry, Kind};
use crate::store::transfer::{self, Document, FORMAT, Misplaced};
use crate::store::{self, Error, Store, Tx, Writer};
use league::ids::SeasonId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Why a file was not taken. Nothing of it was stored.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("line {line}, column {column}{}: {fault}", at(.place))]
    Unreadable { line: usize, column: usize, place: String, fault: String },
    #[error("the file has format {0}, this program reads format {FORMAT}")]
    Format(u32),
    #[error("{place}: {fault}")]
    Fault { place: String, fault: String },
    /// The season is there already, and not the same.
    #[error("{place}: the season is already here and differs")]
    SeasonDiffers { place: String },
    /// A club, venue, person or the league is there already, and not the same.
    #[error("{place}: it is already here and differs; --keep leaves it as it is here")]
    SharedDiffers { place: String },
    #[error(transparent)]
    Store(#[from] Error),
}

fn at(place: &str) -> String {
    if place.is_empty() || place == "." { String::new() } else { format!(", {place}") }
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Imported {
    pub season: String,
    /// False when the season was already here, the same.
    pub changed: bool,
    pub competitions: usize,
    pub fixtures: usize,
    pub people: usize,
}

/// What to do with a club, venue or person that is here already with other values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    Refuse,
    /// The database's stays: it may be newer than the file.
    Keep,
}

/// One season as the text of a file, or `None` when no season has the key.
pub async fn export(store: &Store, key: &str) -> store::Result<Option<String>> {
    let mut db = store.read().await?;
    let Some(season) = store::seasons::by_key(&mut db, key).await? else { return Ok(None) };
    Ok(Some(text(&transfer::read(&mut db, season.id).await?)))
}

fn text(document: &Document) -> String {
    let mut text = serde_json::to_string_pretty(document).expect("a document is plain data");
    text.push('\n');
    text
}

/// Takes a season in, whole or not at all.
pub async fn import(store: &Store, writer: &Writer, file: &str, shared: Shared) -> Result<Imported, Refused> {
    let document = parse(file)?;
    let mut tx = store.write(writer).await?;
    if let Some(season) = store::seasons::by_key(&mut tx, &document.season.key).await? {
        let here = transfer::read(&mut tx, season.id).await?;
        return match difference::first(&document, &here) {
            None => Ok(imported(&document, false)),
            Some(place) => Err(Refused::SeasonDiffers { place }),
        };
    }
    if shared == Shared::Refuse {
        compare_shared(&mut tx, &document).await?;
    }
    let season = transfer::write(&mut tx, &document).await.map_err(misplaced)?;
    if shared == Shared::Refuse {
        // Read back before the commit: what cannot be given out again as it came is not taken.
        let here = transfer::read(&mut tx, season).await?;
        if let Some(place) = difference::first(&document, &here) {
            return Err(Refused::Fault { place, fault: "the database would not keep this as it is".into() });
        }
    }
    let done = imported(&document, true);
    record(&mut tx, season, &document, &done).await?;
    tx.commit().await?;
    Ok(done)
}

async fn record(tx: &mut Tx, season: SeasonId, document: &Document, done: &Imported) -> store::Result<()> {
    let entry = Entry::new(Action::Imported, Kind::Season, &document.season.key, &document.season.name_zh);
    tx.record(entry.season(season).after(done)).await.map(drop)
}

fn imported(document: &Document, changed: bool) -> Imported {
    Imported {
        season: document.season.key.clone(),
        changed,
        competitions: document.competitions.len(),
        fixtures: document.competitions.iter().map(|competition| competition.fixtures.len()).sum(),
        people: document.people.len(),
    }
}

fn misplaced(misplaced: Misplaced) -> Refused {
    match misplaced.error {
        Error::Conflict => Refused::Fault {
            place: misplaced.place,
            fault: "a key is already used for something else in this database".into(),
        },
        error => Refused::Store(error),
    }
}

/// Reads a file and checks everything that can be checked without the database.
pub fn parse(file: &str) -> Result<Document, Refused> {
    #[derive(Deserialize)]
    struct Head {
        format: u32,
    }
    let unreadable = |error: &serde_json::Error, place: String| Refused::Unreadable {
        line: error.line(),
        column: error.column(),
        place,
        fault: error.to_string().split(" at line ").next().unwrap_or_default().to_owned(),
    };
    let file = file.trim_start_matches('\u{feff}');
    // The number first: a later format may hold what this program would call unknown.
    let head: Head = serde_json::from_str(file).map_err(|error| unreadable(&error, String::new()))?;
    if head.format != FORMAT {
        return Err(Refused::Format(head.format));
    }
    let mut json = serde_json::Deserializer::from_str(file);
    let mut document: Document = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| unreadable(error.inner(), error.path().to_string()))?;
    json.end().map_err(|error| unreadable(&error, String::new()))?;
    check::check(&document).map_err(|(place, fault)| Refused::Fault { place, fault })?;
    document.arrange();
    Ok(document)
}

/// Compares what the season shares with others with what is here already.
async fn compare_shared(tx: &mut Tx, document: &Document) -> Result<(), Refused> {
    fn same<T: Serialize>(place: String, file: &T, here: Option<T>) -> Result<(), Refused> {
        match here.and_then(|here| difference::first(file, &here)) {
            None => Ok(()),
            Some(inner) => Err(Refused::SharedDiffers { place: join(&place, &inner) }),
        }
    }
    let league = transfer::league(tx, &document.league.key).await?;
    same("league".into(), &document.league, league)?;
    for (at, club) in document.clubs.iter().enumerate() {
        let here = transfer::club(tx, &club.key).await?;
        let mut club = club.clone();
        club.aliases.retain(|alias| !alias.this_season);
        same(format!("clubs[{at}]"), &club, here)?;
    }
    for (at, venue) in document.venues.iter().enumerate() {
        same(format!("venues[{at}]"), venue, transfer::venue(tx, &venue.key).await?)?;
    }
    for (at, person) in document.people.iter().enumerate() {
        same(format!("people[{at}]"), person, transfer::person(tx, &person.key).await?)?;
    }
    for (at, rules) in document.rule_sets.iter().enumerate() {
        same(format!("rule_sets[{at}]"), rules, transfer::rule_set(tx, &rules.hash).await?)?;
    }
    Ok(())
}

fn join(outer: &str, inner: &str) -> String {
    if inner.is_empty() || inner.starts_with('[') {
        format!("{outer}{inner}")
    } else {
        format!("{outer}.{inner}")
    }
}

/// A document as plain JSON.
fn plain(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("a document is plain data")
}
