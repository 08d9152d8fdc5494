//! Who plays: the names of a match list as everybody may read them, who is on court, and who leads in what.

use super::super::error::Error;
use super::super::text::T;
use super::scene::Scene;
use crate::actions::boxscores::public_names;
use crate::store::{Db, match_lists};
use chrono::NaiveDate;
use league::fixture::Side;
use league::game::{PlayerState, Shirt, Statistics};
use std::collections::BTreeMap;

/// The names of both sides by shirt.
pub type Names = [BTreeMap<String, String>; 2];

/// One side's players.
pub struct LineUpView {
    pub team: String,
    pub coach: String,
    pub players: Vec<OneView>,
}

/// One player of it.
pub struct OneView {
    pub shirt: String,
    pub name: String,
    pub captain: bool,
    pub starter: bool,
    pub on_court: bool,
}

/// Who has the most of something on each side.
pub struct LeaderView {
    pub what: &'static str,
    pub sides: [BestView; 2],
}

/// The best of one side; empty where nobody has any.
#[derive(Default)]
pub struct BestView {
    pub shirt: String,
    pub name: String,
    pub count: String,
}

fn at(side: Side) -> usize {
    usize::from(side == Side::B)
}

/// The names of a game's players; a list handed in for this game, or the teams' lists.
pub async fn names(db: &mut Db, scene: &Scene, today: NaiveDate) -> Result<Names, Error> {
    Ok(public_names(db, &scene.card, today).await?)
}

/// Who plays for a side; empty as long as nobody was named for this very game.
pub async fn of_side(
    db: &mut Db,
    scene: &Scene,
    side: Side,
    (team, names): (&str, &Names),
) -> Result<LineUpView, Error> {
    let state = scene.state.side(side);
    let named = match_lists::line_up(db, &scene.card, side).await?.filter(|list| list.list.is_some());
    let (coach, listed) = named.map(|list| (list.coach, list.players)).unwrap_or_default();
    let court = state.on_court.clone().unwrap_or_default();
    let one = |shirt: &str, captain: bool, starts: bool| {
        let known = Shirt::parse(shirt);
        let player = known.and_then(|shirt| state.players.get(&shirt));
        OneView {
            name: names[at(side)].get(shirt).cloned().unwrap_or_default(),
            captain: captain || (known.is_some() && known == state.captain),
            starter: player.map_or(starts, |player| player.starter || starts),
            on_court: known.is_some_and(|shirt| court.contains(&shirt)),
            shirt: shirt.to_owned(),
        }
    };
    let players = if listed.is_empty() {
        state.players.keys().map(|shirt| one(&shirt.to_string(), false, false)).collect()
    } else {
        listed.iter().map(|player| one(&player.shirt, player.captain, player.starter)).collect()
    };
    Ok(LineUpView { team: team.to_owned(), coach, players })
}

type Count = fn(&PlayerState) -> Option<u32>;

/// The best of both sides in what was recorded.
pub fn leaders(scene: &Scene, names: &Names, t: T) -> Vec<LeaderView> {
    fn of(player: &PlayerState, read: fn(&Statistics) -> u32) -> Option<u32> {
        player.statistics.as_ref().map(read)
    }
    let counts: [(&'static str, Count); 5] = [
        (t.stat_points(), |player| player.points),
        (t.stat_rebounds(), |player| of(player, |one| one.offensive_rebounds + one.defensive_rebounds)),
        (t.stat_assists(), |player| of(player, |one| one.assists)),
        (t.stat_steals(), |player| of(player, |one| one.steals)),
        (t.stat_blocks(), |player| of(player, |one| one.blocks)),
    ];
    let leader = |(what, count): (&'static str, Count)| {
        let sides = [Side::A, Side::B].map(|side| best(scene, side, names, count));
        sides.iter().any(|side| !side.count.is_empty()).then_some(LeaderView { what, sides })
    };
    counts.into_iter().filter_map(leader).collect()
}

/// The one with the most; of equal ones the lower shirt.
fn best(scene: &Scene, side: Side, names: &Names, count: Count) -> BestView {
    let players = scene.state.side(side).players.iter();
    let counted =
        players.filter_map(|(shirt, player)| Some((shirt, count(player).filter(|count| *count > 0)?)));
    let most = counted.reduce(|most, next| if next.1 > most.1 { next } else { most });
    most.map_or_else(BestView::default, |(shirt, count)| {
        let shirt = shirt.to_string();
        BestView {
            name: names[at(side)].get(&shirt).cloned().unwrap_or_default(),
            shirt,
            count: count.to_string(),
        }
    })
}
