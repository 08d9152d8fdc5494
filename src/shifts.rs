//! Who of a team cannot come to a game for work: the shifts of its players, as they stand now.

use crate::store::entries::{self, Player};
use crate::store::shifts::{self as rows, ShiftRoster};
use crate::store::{Db, Result};
use chrono::NaiveDateTime;
use league::ids::{EntryId, SeasonId};
use league::shifts::{Slot, Work};

/// How a team stands for one slot.
#[derive(Clone, Debug, PartialEq)]
pub struct Turnout {
    pub players: usize,
    /// Players whose shifts are known.
    pub known: usize,
    /// Those at work, with the shift that keeps them.
    pub away: Vec<(Player, Work)>,
}

/// Who of an entry's list cannot come to a game that tips off then.
pub async fn turnout(
    db: &mut Db,
    season: SeasonId,
    entry: EntryId,
    tip_off: NaiveDateTime,
) -> Result<Turnout> {
    let rosters = rows::of_season(db, season).await?;
    let crews = rows::crews(db, entry).await?;
    let players = entries::players(db, entry).await?;
    let (from, to) = Slot::at(tip_off.time()).on(tip_off.date());
    let mut turnout = Turnout { players: players.len(), known: 0, away: Vec::new() };
    for player in players {
        let Some(own) = crews.iter().find(|own| own.person_key == player.person_key) else { continue };
        let Some(roster) = rosters.iter().find(|roster| roster.id == own.shift_roster_id) else { continue };
        turnout.known += 1;
        if let Some(work) = roster.body.at_work(&own.crew, from, to) {
            turnout.away.push((player, work));
        }
    }
    Ok(turnout)
}

/// The planner's line for a roster: the days of its cycle on which so many of its players are at work that the team
/// has fewer than five left.
pub fn planner_days(
    roster: &ShiftRoster,
    crews: &[String],
    players: usize,
    tip_off: chrono::NaiveTime,
) -> Vec<u32> {
    let slot = Slot::at(tip_off);
    let length = u32::try_from(roster.body.cycle.len()).unwrap_or(0);
    let by_crew: Vec<Vec<u32>> = crews.iter().map(|crew| roster.body.work_days(crew, &slot)).collect();
    (0..length)
        .filter(|day| {
            let away = by_crew.iter().filter(|days| days.contains(day)).count();
            away > 0 && players.saturating_sub(away) < 5
        })
        .collect()
}
