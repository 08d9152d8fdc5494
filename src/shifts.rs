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

/// The players of a team with what is known of their shifts: asked for any slot.
#[derive(Clone, Debug)]
pub struct TeamShifts {
    players: usize,
    /// Players whose shifts are known, with their crew and the roster it stands in.
    known: Vec<(Player, String, ShiftRoster)>,
}

impl TeamShifts {
    /// The team as its list and its crews are now.
    pub async fn load(db: &mut Db, rosters: &[ShiftRoster], entry: EntryId) -> Result<Self> {
        let crews = rows::crews(db, entry).await?;
        let players = entries::players(db, entry).await?;
        let (count, mut known) = (players.len(), Vec::new());
        for player in players {
            let Some(own) = crews.iter().find(|own| own.person_key == player.person_key) else { continue };
            let Some(roster) = rosters.iter().find(|roster| roster.id == own.shift_roster_id) else {
                continue;
            };
            known.push((player, own.crew.clone(), roster.clone()));
        }
        Ok(Self { players: count, known })
    }

    /// Whether the shifts of anybody are known.
    pub fn is_known(&self) -> bool {
        !self.known.is_empty()
    }

    /// Those at work at a tip-off, with the shift that keeps them.
    pub fn away(&self, tip_off: NaiveDateTime) -> Vec<(Player, Work)> {
        let (from, to) = Slot::at(tip_off.time()).on(tip_off.date());
        let at_work = |(player, crew, roster): &(Player, String, ShiftRoster)| {
            Some((player.clone(), roster.body.at_work(crew, from, to)?))
        };
        self.known.iter().filter_map(at_work).collect()
    }

    /// Whether work leaves fewer than five players for a tip-off.
    pub fn is_short(&self, tip_off: NaiveDateTime) -> bool {
        let away = self.away(tip_off).len();
        away > 0 && self.players.saturating_sub(away) < 5
    }
}

/// Who of an entry's list cannot come to a game that tips off then.
pub async fn turnout(
    db: &mut Db,
    season: SeasonId,
    entry: EntryId,
    tip_off: NaiveDateTime,
) -> Result<Turnout> {
    let rosters = rows::of_season(db, season).await?;
    let team = TeamShifts::load(db, &rosters, entry).await?;
    Ok(Turnout { players: team.players, known: team.known.len(), away: team.away(tip_off) })
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
