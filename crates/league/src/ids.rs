//! An id has a type: a club's number cannot be passed where a fixture's is expected.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i32);

        impl From<i32> for $name {
            fn from(id: i32) -> Self {
                Self(id)
            }
        }

        impl From<$name> for i32 {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )*};
}

ids! {
    /// A league: the organiser's whole house.
    LeagueId,
    /// A season of a league.
    SeasonId,
    /// A competition inside a season.
    CompetitionId,
    /// A stage of a competition.
    StageId,
    /// A group of a stage ("group" is a word of SQL, the tables say pool).
    PoolId,
    /// A round of a stage.
    RoundId,
    /// A club, the same through all its names.
    ClubId,
    /// A club's (or joint team's) place in one competition.
    EntryId,
    /// A person across clubs and seasons.
    PersonId,
    /// A person on the list of an entry.
    RosterId,
    /// Who is named for a game on one side.
    MatchListId,
    /// A hall or ground.
    VenueId,
    /// A court of a venue.
    CourtId,
    /// One game.
    FixtureId,
    /// A notice to the public.
    NoticeId,
    /// A stored file.
    UploadId,
    /// Someone who signs in.
    AccountId,
    /// A link that carries one job.
    CapabilityId,
}
