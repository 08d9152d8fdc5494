//! Clubs and their names.

use super::input::{Field, Fields, Holds, What, optional, parse, required};
use super::{Fault, Outcome, Refused};
use crate::store::audit::{Action, Entry, Kind};
use crate::store::clubs::{self, Club};
use crate::store::{Tx, seasons};
use league::ids::{ClubId, LeagueId};
use league::names::{Found, normalise};

/// What a club is made of.
pub const FIELDS: &[Field] = &[
    required("official_name", Holds::Line(80)),
    required("short_name", Holds::Line(20)),
    optional("name_en", Holds::Line(80)),
    optional("city", Holds::Line(30)),
    required("colour_light", Holds::Colour),
    required("colour_dark", Holds::Colour),
];

/// What another name of a club is made of.
pub const ALIAS_FIELDS: &[Field] = &[
    required("name", Holds::Line(80)),
    required("kind", Holds::Word(&["official", "short", "former", "slip"])),
    optional("season", Holds::Key),
    optional("source", Holds::Line(200)),
];

/// A club as its form shows it.
pub fn fields_of(club: &Club) -> Fields {
    let mut fields = Fields::default();
    fields.set("official_name", &club.official_name);
    fields.set("short_name", &club.short_name);
    fields.set("name_en", &club.name_en);
    fields.set("city", &club.city);
    fields.set("colour_light", &club.colour_light);
    fields.set("colour_dark", &club.colour_dark);
    fields
}

/// Adds a club to a league.
pub async fn create(tx: &mut Tx, league: LeagueId, fields: &Fields) -> Outcome<Club> {
    let mut club = Club {
        id: ClubId(0),
        key: tx.key(),
        league_id: league,
        official_name: String::new(),
        short_name: String::new(),
        name_en: String::new(),
        city: String::new(),
        colour_light: String::new(),
        colour_dark: String::new(),
        archived: false,
        version: 1,
    };
    fill(&mut club, fields)?;
    refuse_taken_names(tx, &club).await?;
    let id = clubs::insert(tx, &club).await?;
    let after = clubs::by_id(tx, id).await?;
    tx.record(Entry::new(Action::Created, Kind::Club, &after.key, &after.short_name).after(&after)).await?;
    Ok(after)
}

/// Changes a club.
pub async fn change(tx: &mut Tx, key: &str, version: i64, fields: &Fields) -> Outcome<Club> {
    let before = clubs::by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    if before.version != version {
        return Err(Refused::Conflict);
    }
    let mut club = before.clone();
    fill(&mut club, fields)?;
    refuse_taken_names(tx, &club).await?;
    clubs::update(tx, &club).await?;
    let after = clubs::by_id(tx, club.id).await?;
    tx.record(Entry::new(Action::Changed, Kind::Club, key, &after.short_name).before(&before).after(&after))
        .await?;
    Ok(after)
}

/// Adds a name to a club.
pub async fn add_alias(tx: &mut Tx, key: &str, fields: &Fields) -> Outcome<Club> {
    let club = clubs::by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    let parsed = parse(ALIAS_FIELDS, fields)?;
    let season = match parsed.text("season").as_str() {
        "" => None,
        key => Some(
            seasons::by_key(tx, key)
                .await?
                .filter(|season| season.league_id == club.league_id)
                .ok_or_else(|| Refused::Faults(vec![Fault::at("season", What::NoSuchObject)]))?
                .id,
        ),
    };
    let name = parsed.text("name");
    let before = names_of(tx, club.id).await?;
    let names = clubs::registry(tx, club.league_id).await?;
    match names.find(&name, season) {
        Found::None { .. } => {}
        _ => return Err(vec![Fault::at("name", What::Taken)].into()),
    }
    clubs::insert_alias(tx, club.id, &name, &parsed.text("kind"), season, &parsed.text("source")).await?;
    let after = names_of(tx, club.id).await?;
    record_names(tx, &club, before, after).await?;
    Ok(club)
}

/// Takes a name from a club.
pub async fn remove_alias(tx: &mut Tx, key: &str, alias: &str) -> Outcome<Club> {
    let club = clubs::by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    let before = names_of(tx, club.id).await?;
    clubs::remove_alias(tx, club.id, alias).await?;
    let after = names_of(tx, club.id).await?;
    record_names(tx, &club, before, after).await?;
    Ok(club)
}

async fn names_of(tx: &mut Tx, club: ClubId) -> Outcome<Vec<String>> {
    Ok(clubs::aliases(tx, club).await?.into_iter().map(|alias| alias.name).collect())
}

async fn record_names(tx: &mut Tx, club: &Club, before: Vec<String>, after: Vec<String>) -> Outcome<()> {
    let entry = Entry::new(Action::Changed, Kind::Club, &club.key, &club.short_name)
        .before(serde_json::json!({ "names": before }))
        .after(serde_json::json!({ "names": after }));
    tx.record(entry).await?;
    Ok(())
}

/// A whole name belongs to one club: two clubs with one name could never be told apart in a file.
async fn refuse_taken_names(tx: &mut Tx, club: &Club) -> Outcome<()> {
    let mut faults = Vec::new();
    for other in clubs::all(tx, club.league_id).await?.iter().filter(|other| other.id != club.id) {
        let taken = [normalise(&other.official_name), normalise(&other.short_name)];
        for (field, name) in [("official_name", &club.official_name), ("short_name", &club.short_name)] {
            if taken.contains(&normalise(name)) {
                faults.push(Fault::at(field, What::Taken));
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

fn fill(club: &mut Club, fields: &Fields) -> Result<(), Vec<Fault>> {
    let parsed = parse(FIELDS, fields)?;
    club.official_name = parsed.text("official_name");
    club.short_name = parsed.text("short_name");
    club.name_en = parsed.text("name_en");
    club.city = parsed.text("city");
    club.colour_light = parsed.text("colour_light").to_lowercase();
    club.colour_dark = parsed.text("colour_dark").to_lowercase();
    Ok(())
}
