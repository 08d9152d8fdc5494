//! Box scores of games kept at our own table, with the names of players as the public may read them.

use super::Outcome;
use super::plays::rules_of;
use crate::store::competitions::Competition;
use crate::store::feeds::{self, GameFeed};
use crate::store::fixtures::{self, Card};
use crate::store::{Db, entries, entry_rules, match_lists, people, plays};
use chrono::{Months, NaiveDate};
use league::boxscore::attach::Listed;
use league::boxscore::{self, Names, Report, own_report};
use league::fixture::Side;
use league::game::Play;
use league::ids::{CompetitionId, LeagueId};
use league::leaders::Sheet;
use league::names::{Shown, public_name};
use std::collections::{BTreeMap, BTreeSet};

/// The box score of a game.
#[derive(Clone, Debug)]
pub struct Kept {
    pub card: Card,
    pub report: Report,
    /// Of each side, by shirt: the key of the place on the team's list, and the name.
    pub players: [BTreeMap<String, (String, String)>; 2],
}

impl Kept {
    /// The figures as leaders read them; nothing where a side is not known.
    pub fn sheet(&self) -> Option<Sheet> {
        let teams = [self.card.a_key.clone()?, self.card.b_key.clone()?];
        let player = |side: usize, number: &str| self.players[side].get(number).map(|(key, _)| key.clone());
        Some(Sheet::of(&self.report, teams, player))
    }
}

/// The box score of a game; nothing where nobody kept its plays.
pub async fn of(db: &mut Db, card: &Card, today: NaiveDate) -> Outcome<Option<Kept>> {
    let kept: Vec<Play> = plays::all(db, card.fixture.id).await?.into_iter().map(|row| row.body.0).collect();
    let feed = if kept.is_empty() { feeds::of_fixture(db, card.fixture.id).await? } else { None };
    if kept.is_empty() && feed.is_none() {
        return Ok(None);
    }
    let reading = Reading::of(db, card.fixture.competition_id, card.league_id, today).await?;
    match feed {
        Some(feed) => attached(db, card, &feed, &reading).await,
        None => read(db, card, &kept, &reading).await,
    }
}

/// The box scores of a competition's games that are over, in their order.
pub async fn of_competition(
    db: &mut Db,
    competition: &Competition,
    league: LeagueId,
    today: NaiveDate,
) -> Outcome<Vec<Kept>> {
    let sheets = plays::sheets(db, competition.season_id).await?;
    let attached_feeds = feeds::of_competition(db, competition.id).await?;
    if sheets.is_empty() && attached_feeds.is_empty() {
        return Ok(Vec::new());
    }
    let reading = Reading::of(db, competition.id, league, today).await?;
    let mut found = Vec::new();
    for card in fixtures::of_competition(db, competition.id).await? {
        let has_sheet = sheets.iter().any(|sheet| sheet.fixture_id == card.fixture.id);
        let feed = attached_feeds.iter().find(|feed| feed.fixture_id == card.fixture.id);
        if !card.fixture.status.is_over() || (!has_sheet && feed.is_none()) {
            continue;
        }
        if let Some(feed) = feed {
            found.extend(attached(db, &card, feed, &reading).await?);
            continue;
        }
        let kept: Vec<Play> =
            plays::all(db, card.fixture.id).await?.into_iter().map(|row| row.body.0).collect();
        found.extend(read(db, &card, &kept, &reading).await?);
    }
    Ok(found)
}

/// The names of both sides' players as everybody may read them, by shirt.
pub async fn public_names(
    db: &mut Db,
    card: &Card,
    today: NaiveDate,
) -> Outcome<[BTreeMap<String, String>; 2]> {
    let reading = Reading::of(db, card.fixture.competition_id, card.league_id, today).await?;
    let mut names = [BTreeMap::new(), BTreeMap::new()];
    for (side, own) in [Side::A, Side::B].into_iter().zip(&mut names) {
        let line_up = match_lists::line_up(db, card, side).await?;
        let players = line_up.into_iter().flat_map(|line_up| line_up.players);
        own.extend(players.map(|one| (one.shirt, reading.name(&one.person_key, &one.name))));
    }
    Ok(names)
}

/// How the public reads names in a competition.
struct Reading {
    adults: Shown,
    minors: Shown,
    /// Keys of those under eighteen.
    young: BTreeSet<String>,
}

impl Reading {
    async fn of(
        db: &mut Db,
        competition: CompetitionId,
        league: LeagueId,
        today: NaiveDate,
    ) -> Outcome<Self> {
        let rules = entry_rules::of_competition(db, competition).await?;
        let of_age = today.checked_sub_months(Months::new(18 * 12)).unwrap_or(today);
        let ids = people::born_after(db, competition, of_age).await?;
        let mut young = BTreeSet::new();
        if !ids.is_empty() {
            let all = entries::people(db, league).await?.into_iter();
            young = all.filter(|person| ids.contains(&person.id)).map(|person| person.key).collect();
        }
        Ok(Self { adults: rules.names(), minors: rules.minors(), young })
    }

    fn name(&self, person: &str, name: &str) -> String {
        public_name(name, if self.young.contains(person) { self.minors } else { self.adults })
    }
}

/// Who may play for each side, as a feed's players are looked up; full names, for the control room.
pub async fn lists(db: &mut Db, card: &Card) -> Outcome<[Vec<Listed>; 2]> {
    let mut lists = [Vec::new(), Vec::new()];
    for (side, own) in [Side::A, Side::B].into_iter().zip(&mut lists) {
        let line_up = match_lists::line_up(db, card, side).await?;
        let players = line_up.into_iter().flat_map(|line_up| line_up.players);
        own.extend(players.map(|one| Listed { key: one.roster_key, shirt: one.shirt, name: one.name }));
    }
    Ok(lists)
}

/// Every name each side goes by.
pub async fn side_names(db: &mut Db, card: &Card) -> Outcome<[Vec<String>; 2]> {
    let entered = entries::of_competition(db, card.fixture.competition_id).await?;
    let of = |id: Option<i32>| {
        let entry = entered.iter().find(|entry| Some(entry.id.0) == id);
        entry.map(|entry| vec![entry.short_name.clone(), entry.name.clone()]).unwrap_or_default()
    };
    Ok([of(card.fixture.a_entry_id), of(card.fixture.b_entry_id)])
}

/// The box score of a game that another system scored, with our names where its players are on our lists.
async fn attached(db: &mut Db, card: &Card, feed: &GameFeed, reading: &Reading) -> Outcome<Option<Kept>> {
    let Ok(mut game) = boxscore::read(&[feed.body.trim_start_matches('\u{feff}')], None) else {
        return Ok(None);
    };
    if feed.turned {
        game = game.turned();
    }
    let mut players = [BTreeMap::new(), BTreeMap::new()];
    let shorts = [(&card.a_short, &card.fixture.a_source), (&card.b_short, &card.fixture.b_source)];
    for (side, own) in [Side::A, Side::B].into_iter().zip(&mut players) {
        let at = if side == Side::A { 0 } else { 1 };
        let listed = match_lists::line_up(db, card, side).await?;
        let listed: Vec<_> = listed.into_iter().flat_map(|line_up| line_up.players).collect();
        let team = &mut game.game.teams[at];
        team.name = shorts[at].0.clone().unwrap_or_else(|| shorts[at].1.clone());
        for player in &mut team.players {
            let number = player.number.clone().unwrap_or_default();
            let known = feed.players.0[at].get(&number);
            let known = known.and_then(|key| listed.iter().find(|one| one.roster_key == *key));
            // Of somebody who is on no list nobody knows the age: shown as the most careful rule has it.
            player.name = match known {
                Some(one) => reading.name(&one.person_key, &one.name),
                None => public_name(&player.name, reading.minors),
            };
            if let Some(one) = known {
                own.insert(number, (one.roster_key.clone(), player.name.clone()));
            }
        }
    }
    Ok(Some(Kept { card: card.clone(), report: boxscore::report(game), players }))
}

async fn read(db: &mut Db, card: &Card, kept: &[Play], reading: &Reading) -> Outcome<Option<Kept>> {
    let rules = rules_of(db, card).await?;
    let mut players = [BTreeMap::new(), BTreeMap::new()];
    for (side, own) in [Side::A, Side::B].into_iter().zip(&mut players) {
        let line_up = match_lists::line_up(db, card, side).await?;
        for one in line_up.into_iter().flat_map(|line_up| line_up.players) {
            let name = reading.name(&one.person_key, &one.name);
            own.insert(one.shirt, (one.roster_key, name));
        }
    }
    let named = |short: &Option<String>, source: &str, side: usize| Names {
        team: short.clone().unwrap_or_else(|| source.to_owned()),
        code: String::new(),
        players: players[side].iter().map(|(shirt, (_, name))| (shirt.clone(), name.clone())).collect(),
    };
    let names =
        [named(&card.a_short, &card.fixture.a_source, 0), named(&card.b_short, &card.fixture.b_source, 1)];
    let report = own_report(&rules, kept, &names);
    let something = !report.feed.game.plays.is_empty();
    Ok(something.then(|| Kept { card: card.clone(), report, players }))
}
