//! The control room.

use super::routes::Routes;
use crate::access::Place;
use crate::store::fixtures::Card;
use league::ids::ClubId;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
}

/// Where a fixture hangs in the tree, for the question who may do what with it.
pub(super) fn place_of(card: &Card) -> Place {
    Place {
        league: Some(card.league_id),
        season: Some(card.season_id),
        competition: Some(card.fixture.competition_id),
        clubs: [card.a_club_id, card.b_club_id].into_iter().flatten().map(ClubId).collect(),
        fixture: Some(card.fixture.id),
    }
}
