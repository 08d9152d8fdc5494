//! Fills an empty database with the published seasons of 厂BA.
//!
//! What was published stands unmarked with its source. What was made up to give 2025 a full season is named, fact by
//! fact, in the `sample` column of its row: the pages, the papers and the API print 示例 beside exactly these facts.

mod accounts;
mod audience;
mod duties;
mod people;
mod season;
mod sheets;

pub use accounts::login;

use crate::actor::Actor;
use crate::clock::Clock;
use crate::random::Random;
use crate::store::audit::{Action, Entry, Kind};
use crate::store::clubs::Club;
use crate::store::venues::{Capacity, Court, Venue};
use crate::store::{self, Result, Store, Tx, Writer};
use league::ids::{ClubId, CourtId, LeagueId, SeasonId, VenueId};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The seed of the demo's public keys: the same objects have the same addresses on every machine.
pub const SEED: u64 = 20_250_613;

/// The stored mark of a demo.
const MARK: &str = "demo";

/// What became of a request to fill a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filled {
    /// It was empty and now holds the demo.
    Now,
    /// It held the demo already; nothing was touched.
    Before,
    /// It holds something else; nothing was touched.
    NotEmpty,
}

/// Fills an empty database with the demo, in one transaction.
pub async fn fill(store: &Store, clock: &Clock, random: &Random) -> Result<Filled> {
    let writer = Writer {
        actor: Actor::System,
        now: clock.now(),
        random: random.clone(),
        origin: "demo".into(),
        request_id: String::new(),
    };
    let mut tx = store.write(&writer).await?;
    // Asked inside the transaction: two demos started at once must not both find the database empty.
    if store::site::get(&mut tx, MARK).await?.is_some() {
        return Ok(Filled::Before);
    }
    if !store::leagues::all(&mut tx).await?.is_empty() || !store::accounts::all(&mut tx).await?.is_empty() {
        return Ok(Filled::NotEmpty);
    }
    let house = house(&mut tx).await?;
    let mut seasons = BTreeMap::new();
    for (sort, sheet) in sheets::seasons().iter().enumerate() {
        let id = season::insert(&mut tx, &house, sheet, sort as i64).await?;
        seasons.insert(sheet.season.id.clone(), id);
    }
    aliases(&mut tx, &house, &seasons).await?;
    accounts::insert(&mut tx, &house, seasons["2025"]).await?;
    audience::insert(&mut tx, &seasons).await?;
    duties::insert(&mut tx, house.league, seasons["2025"]).await?;
    store::site::set(&mut tx, MARK, "1").await?;
    tx.record(Entry::new(Action::Created, Kind::League, &house.key, "厂BA")).await?;
    tx.commit().await?;
    Ok(Filled::Now)
}

/// What all seasons share, by the names the sheets use.
struct House {
    league: LeagueId,
    key: String,
    clubs: BTreeMap<String, (ClubId, sheets::Club)>,
    venues: BTreeMap<String, VenueId>,
}

async fn house(tx: &mut Tx) -> Result<House> {
    let key = tx.key();
    let league = store::leagues::insert(tx, &key, "厂BA 联赛", "Works League").await?;
    let mut clubs = BTreeMap::new();
    for sheet in sheets::clubs() {
        let key = tx.key();
        let (colour_light, colour_dark) = neutral_colours(&key);
        let club = Club {
            id: ClubId(0),
            key,
            league_id: league,
            official_name: sheet.official.clone(),
            short_name: sheet.short.clone(),
            name_en: sheet.en.clone(),
            city: sheet.city.clone(),
            colour_light,
            colour_dark,
            archived: false,
            version: 0,
        };
        let id = store::clubs::insert(tx, &club).await?;
        clubs.insert(sheet.id.clone(), (id, sheet));
    }
    let mut venues = BTreeMap::new();
    for sheet in sheets::venues() {
        venues.insert(sheet.id.clone(), venue(tx, league, &sheet).await?);
    }
    Ok(House { league, key, clubs, venues })
}

/// Quiet colours drawn from the club's key: nobody's real kit, and told apart on a screen.
fn neutral_colours(key: &str) -> (String, String) {
    const LIGHT: [&str; 4] = ["#f4f4f2", "#eef1f4", "#f3efe8", "#eef2ec"];
    const DARK: [&str; 8] =
        ["#1d2a3a", "#31343a", "#3b2f2a", "#22352f", "#2d2a40", "#3a2530", "#26383f", "#38331f"];
    let hash = Sha256::digest(key);
    let pick = |list: &[&str], byte: u8| list[usize::from(byte) % list.len()].to_owned();
    (pick(&LIGHT, hash[0]), pick(&DARK, hash[1]))
}

async fn venue(tx: &mut Tx, league: LeagueId, sheet: &sheets::Venue) -> Result<VenueId> {
    let venue = Venue {
        id: VenueId(0),
        key: tx.key(),
        league_id: league,
        name_zh: sheet.zh.clone(),
        name_en: sheet.en.clone(),
        city: sheet.city.clone(),
        address: String::new(),
        archived: false,
        version: 0,
    };
    let venue_id = store::venues::insert(tx, &venue).await?;
    for (sort, court) in sheet.courts.iter().enumerate() {
        let court = Court {
            id: CourtId(0),
            key: tx.key(),
            venue_id,
            name_zh: court.zh.clone(),
            name_en: court.en.clone(),
            sort: sort as i64,
        };
        store::venues::insert_court(tx, &court).await?;
    }
    for capacity in &sheet.capacities {
        let capacity = Capacity {
            key: tx.key(),
            venue_id,
            seats: capacity.seats,
            kind: capacity.kind.clone(),
            as_of: capacity.as_of,
            source: capacity.source.clone(),
            note: capacity.note.clone(),
        };
        store::venues::insert_capacity(tx, &capacity).await?;
    }
    Ok(venue_id)
}

async fn aliases(tx: &mut Tx, house: &House, seasons: &BTreeMap<String, SeasonId>) -> Result<()> {
    for (id, sheet) in house.clubs.values() {
        for alias in &sheet.aliases {
            let season = alias.season.as_ref().map(|season| seasons[season]);
            store::clubs::insert_alias(tx, *id, &alias.name, &alias.kind, season, &alias.source).await?;
        }
    }
    Ok(())
}
