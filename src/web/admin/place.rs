//! Where each kind of object hangs in the tree, for the question who may do what with it.

use super::super::error::Error;
use crate::access::{Place, Scope};
use crate::store::clubs::{self, Club};
use crate::store::competitions::{self, Competition};
use crate::store::entries::{self, Entry};
use crate::store::fixtures;
use crate::store::notices::{Notice, Upload};
use crate::store::seasons::{self, Season};
use crate::store::venues::Venue;
use crate::store::{Db, Error as StoreError};
use league::ids::{ClubId, LeagueId};

/// A league.
pub fn league(id: LeagueId) -> Place {
    Place { league: Some(id), ..Default::default() }
}

/// A season.
pub fn season(season: &Season) -> Place {
    Place { league: Some(season.league_id), season: Some(season.id), ..Default::default() }
}

/// A competition in its season.
pub fn competition(of: &Season, competition: &Competition) -> Place {
    Place { competition: Some(competition.id), ..season(of) }
}

/// A team in a competition.
pub fn entry(of: &Season, at: &Competition, entry: &Entry) -> Place {
    let clubs = entry.club_id.map(ClubId).into_iter().collect();
    Place { clubs, entries: vec![entry.id], ..competition(of, at) }
}

/// A club.
pub fn club(club: &Club) -> Place {
    Place { clubs: vec![club.id], ..league(club.league_id) }
}

/// A venue.
pub fn venue(venue: &Venue) -> Place {
    league(venue.league_id)
}

/// A notice in its season.
pub async fn notice(db: &mut Db, notice: &Notice) -> Result<Place, Error> {
    Ok(season(&seasons::by_id(db, notice.season_id).await?))
}

/// A file in its season.
pub async fn upload(db: &mut Db, upload: &Upload) -> Result<Place, Error> {
    Ok(season(&seasons::by_id(db, upload.season_id).await?))
}

/// The place a scope covers; nothing for a scope whose object is gone.
pub async fn of_scope(db: &mut Db, scope: Scope) -> Result<Option<Place>, Error> {
    let found = match scope {
        Scope::League(id) => Ok(league(id)),
        Scope::Season(id) => seasons::by_id(db, id).await.map(|found| season(&found)),
        Scope::Competition(id) => match competitions::by_id(db, id).await {
            Ok(found) => {
                let of = seasons::by_id(db, found.season_id).await?;
                Ok(competition(&of, &found))
            }
            Err(error) => Err(error),
        },
        Scope::Club(id) => clubs::by_id(db, id).await.map(|found| club(&found)),
        Scope::Fixture(id) => fixtures::by_id(db, id).await.map(|card| super::place_of(&card)),
        Scope::Entry(id) => match entries::by_id(db, id).await {
            Ok(found) => {
                let at = competitions::by_id(db, found.competition_id).await?;
                let of = seasons::by_id(db, at.season_id).await?;
                Ok(entry(&of, &at, &found))
            }
            Err(error) => Err(error),
        },
    };
    match found {
        Ok(place) => Ok(Some(place)),
        Err(StoreError::NotFound) => Ok(None),
        Err(other) => Err(other.into()),
    }
}
