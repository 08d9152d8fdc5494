//! Venues, courts and stated capacities.

use super::input::{Field, Fields, Holds, optional, parse, required};
use super::{Fault, Outcome, Refused};
use crate::store::Tx;
use crate::store::audit::{Action, Entry, Kind};
use crate::store::venues::{self, Capacity, Court, Venue};
use league::ids::{CourtId, LeagueId, VenueId};

/// What a venue is made of.
pub const FIELDS: &[Field] = &[
    required("name_zh", Holds::Line(60)),
    optional("name_en", Holds::Line(80)),
    optional("city", Holds::Line(30)),
    optional("address", Holds::Line(120)),
];

/// What a court is made of.
pub const COURT_FIELDS: &[Field] =
    &[required("name_zh", Holds::Line(40)), optional("name_en", Holds::Line(60))];

/// What a stated capacity is made of: a number without a source is a rumour.
pub const CAPACITY_FIELDS: &[Field] = &[
    required("seats", Holds::Number { min: 1, max: 200_000 }),
    required("kind", Holds::Word(&["total", "fixed", "added", "stadium", "approved"])),
    optional("as_of", Holds::Date),
    required("source", Holds::Line(200)),
    optional("note", Holds::Line(200)),
];

/// A venue as its form shows it.
pub fn fields_of(venue: &Venue) -> Fields {
    let mut fields = Fields::default();
    fields.set("name_zh", &venue.name_zh);
    fields.set("name_en", &venue.name_en);
    fields.set("city", &venue.city);
    fields.set("address", &venue.address);
    fields
}

/// Adds a venue to a league.
pub async fn create(tx: &mut Tx, league: LeagueId, fields: &Fields) -> Outcome<Venue> {
    let mut venue = Venue {
        id: VenueId(0),
        key: tx.key(),
        league_id: league,
        name_zh: String::new(),
        name_en: String::new(),
        city: String::new(),
        address: String::new(),
        archived: false,
        version: 1,
    };
    fill(&mut venue, fields)?;
    venue.id = venues::insert(tx, &venue).await?;
    tx.record(Entry::new(Action::Created, Kind::Venue, &venue.key, &venue.name_zh).after(&venue)).await?;
    Ok(venue)
}

/// Changes a venue.
pub async fn change(tx: &mut Tx, key: &str, version: i64, fields: &Fields) -> Outcome<Venue> {
    let before = venues::by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    if before.version != version {
        return Err(Refused::Conflict);
    }
    let mut venue = before.clone();
    fill(&mut venue, fields)?;
    venues::update(tx, &venue).await?;
    let after = venues::by_key(tx, key).await?.ok_or(Refused::NotFound)?;
    tx.record(Entry::new(Action::Changed, Kind::Venue, key, &after.name_zh).before(&before).after(&after))
        .await?;
    Ok(after)
}

/// Adds a court to a venue.
pub async fn add_court(tx: &mut Tx, venue: &Venue, fields: &Fields) -> Outcome<()> {
    let parsed = parse(COURT_FIELDS, fields)?;
    let sort =
        venues::courts(tx, venue.league_id).await?.iter().filter(|c| c.venue_id == venue.id).count() as i64;
    let court = Court {
        id: CourtId(0),
        key: tx.key(),
        venue_id: venue.id,
        name_zh: parsed.text("name_zh"),
        name_en: parsed.text("name_en"),
        sort,
    };
    venues::insert_court(tx, &court).await?;
    tx.record(
        Entry::new(Action::Changed, Kind::Venue, &venue.key, &venue.name_zh)
            .after(serde_json::json!({ "court": court.name_zh })),
    )
    .await?;
    Ok(())
}

/// Adds a stated capacity to a venue.
pub async fn add_capacity(tx: &mut Tx, venue: &Venue, fields: &Fields) -> Outcome<()> {
    let parsed = parse(CAPACITY_FIELDS, fields)?;
    let capacity = Capacity {
        key: tx.key(),
        venue_id: venue.id,
        seats: parsed.number("seats").unwrap_or(0),
        kind: parsed.text("kind"),
        as_of: parsed.date("as_of"),
        source: parsed.text("source"),
        note: parsed.text("note"),
    };
    venues::insert_capacity(tx, &capacity).await?;
    tx.record(Entry::new(Action::Changed, Kind::Venue, &venue.key, &venue.name_zh).after(&capacity)).await?;
    Ok(())
}

fn fill(venue: &mut Venue, fields: &Fields) -> Result<(), Vec<Fault>> {
    let parsed = parse(FIELDS, fields)?;
    venue.name_zh = parsed.text("name_zh");
    venue.name_en = parsed.text("name_en");
    venue.city = parsed.text("city");
    venue.address = parsed.text("address");
    Ok(())
}
