//! Serving a suspension: always worked out from the games as they stand now, so a game that moves takes it along.

use chrono::NaiveDateTime;

/// What a game does for somebody who is suspended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Still to come, or on.
    Ahead,
    /// Played, or lost by the other side alone: it counts.
    Counts,
    /// Postponed, cancelled, annulled, or not played by this team: it does not.
    DoesNot,
}

/// A game of the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Game<'a> {
    pub key: &'a str,
    /// Unknown comes last.
    pub at: Option<NaiveDateTime>,
    pub standing: Standing,
}

/// A suspension in force; the list stands in the order in which they were imposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ban<'a> {
    /// The game it arose from: only games after it count.
    pub after: &'a str,
    /// When that game began; unknown where nobody knows.
    pub after_at: Option<NaiveDateTime>,
    pub games: u32,
}

/// How far a suspension has been served.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Served<'a> {
    /// The games that served it.
    pub served: Vec<&'a str>,
    /// The games ahead that it bars, as they stand in the schedule now.
    pub bars: Vec<&'a str>,
    /// How many games are still to be served, whether they are in the schedule or not.
    pub left: u32,
}

/// Serves the suspensions of one person one after the other: a game serves one of them.
pub fn serve<'a>(bans: &[Ban<'a>], games: &[Game<'a>]) -> Vec<Served<'a>> {
    let mut in_order: Vec<&Game> = games.iter().collect();
    in_order.sort_by_key(|game| (game.at.is_none(), game.at, game.key));
    let mut used = vec![false; in_order.len()];
    let mut all = Vec::new();
    for ban in bans {
        let mut served = Served { left: ban.games, ..Served::default() };
        let mut to_place = ban.games;
        for (game, used) in in_order.iter().zip(&mut used) {
            let later = match (game.at, ban.after_at) {
                (Some(at), Some(after)) => at > after,
                _ => true,
            };
            if *used || to_place == 0 || !later || game.key == ban.after {
                continue;
            }
            match game.standing {
                Standing::Counts => {
                    served.served.push(game.key);
                    served.left -= 1;
                }
                Standing::Ahead => served.bars.push(game.key),
                Standing::DoesNot => continue,
            }
            *used = true;
            to_place -= 1;
        }
        all.push(served);
    }
    all
}
