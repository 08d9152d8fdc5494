//! Drafts of fixtures as questions for the planner, and its plans as games of a draft.

mod difference;
mod names;
mod repair;
pub mod sheet;
mod take;

pub use difference::{Change, Moved, Spot, between, with_calendar};
pub use names::Names;
pub use repair::{Disruption, Mended, mend};
pub use take::{first_setup, games_of_season, levels};

use crate::shifts::TeamShifts;
use crate::store::drafts::{Draft, DraftGame};
use crate::store::entries::Entry;
use crate::store::fixtures::Card;
use crate::store::seasons::Season as SeasonRow;
use crate::store::shifts as rows;
use crate::store::venues::{self, Court, Venue};
use crate::store::{Db, Result, competitions, entries, fixtures};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use league::planner::season::{
    Beginning, Competition, Fixed, Hall, KnockOut, Season, SeasonFile, SeasonRefused, Tie,
};
use league::planner::{Format, Game};
use std::collections::BTreeMap;

/// What a season has that a draft speaks of by key.
#[derive(Clone, Debug)]
pub struct Around {
    pub competitions: Vec<competitions::Competition>,
    pub entries: Vec<Entry>,
    pub venues: Vec<Venue>,
    pub courts: Vec<Court>,
    pub cards: Vec<Card>,
    pub names: Names,
    /// The shifts of the players, by the key of their team; only teams of which some are known.
    pub shifts: BTreeMap<String, TeamShifts>,
    /// The wall clock in the season's zone.
    pub now: NaiveDateTime,
}

impl Around {
    /// Everything of a season that its drafts may name.
    pub async fn load(db: &mut Db, season: &SeasonRow, now: DateTime<Utc>) -> Result<Self> {
        let now = now.with_timezone(&season.tz()).naive_local();
        let competitions = competitions::of_season(db, season.id).await?;
        let mut entered = Vec::new();
        for competition in &competitions {
            entered.extend(entries::of_competition(db, competition.id).await?);
        }
        let venues = venues::all(db, season.league_id).await?;
        let courts = venues::courts(db, season.league_id).await?;
        let cards = fixtures::of_season(db, season.id).await?;
        let names = Names::of(&competitions, &entered, &venues, &courts);
        let mut shifts = BTreeMap::new();
        let rosters = rows::of_season(db, season.id).await?;
        for entry in entered.iter().filter(|_| !rosters.is_empty()) {
            let team = TeamShifts::load(db, &rosters, entry.id).await?;
            if team.is_known() {
                shifts.insert(entry.key.clone(), team);
            }
        }
        Ok(Self { competitions, entries: entered, venues, courts, cards, names, shifts, now })
    }

    /// The courts of a hall in their order.
    pub fn courts_of(&self, hall: &str) -> Vec<&Court> {
        let venue = self.venues.iter().find(|venue| venue.key == hall).map(|venue| venue.id);
        self.courts.iter().filter(|court| Some(court.venue_id) == venue).collect()
    }

    /// The fixture of a game, once it is one.
    pub fn card(&self, key: &str) -> Option<&Card> {
        self.cards.iter().find(|card| card.fixture.key == key)
    }

    /// Whether a game stays where it is: a person holds it, or it has begun.
    pub fn stays(&self, game: &DraftGame) -> bool {
        game.locked || self.card(&game.key).is_some_and(|card| card.fixture.status.has_begun())
    }
}

/// A draft as a question: the place of each of its games in the question's list, and back.
pub struct Board {
    pub season: Season,
    pub games: Vec<DraftGame>,
    /// The place in `games` of each game of the question.
    pub order: Vec<usize>,
}

impl Board {
    /// The question that a draft asks.
    pub fn of(
        around: &Around,
        setup: &SeasonFile,
        games: &[DraftGame],
    ) -> std::result::Result<Self, SeasonRefused> {
        let (mut file, order) = whole(around, setup, games);
        let mut fixed = Vec::new();
        for (place, game) in order.iter().map(|place| &games[*place]).enumerate() {
            let (Some(at), Some(hall)) = (game.at, &game.hall) else { continue };
            if around.stays(game) {
                let hall = hall_place(&mut file, hall);
                fixed.push(Fixed { game: place, at, hall });
            }
        }
        let season = Season::build(file, &fixed)?;
        Ok(Self { season, games: games.to_vec(), order })
    }

    /// The games of a draft.
    pub fn of_draft(around: &Around, draft: &Draft) -> std::result::Result<Self, SeasonRefused> {
        Self::of(around, &draft.setup, &draft.games)
    }

    /// The slot that a game of the draft lies in, when the setup has one there.
    pub fn slot_of(&self, game: &DraftGame) -> Option<usize> {
        let (at, hall) = (game.at?, game.hall.as_ref()?);
        self.slot(at, hall)
    }

    /// The slot of a beginning in a hall.
    pub fn slot(&self, at: NaiveDateTime, hall: &str) -> Option<usize> {
        let hall = self.season.file.halls.iter().position(|known| known.name == hall)?;
        self.season.slots.binary_search(&Beginning { at, hall }).ok()
    }

    /// The games in slots, with the place of each in the question's list.
    pub fn plan(&self) -> (Vec<Game>, Vec<usize>) {
        let Format::Slots { games } = &self.season.instance.format else { return Default::default() };
        let mut plan = Vec::new();
        let mut places = Vec::new();
        for (place, number) in self.order.iter().enumerate() {
            if let Some(slot) = self.slot_of(&self.games[*number]) {
                plan.push(Game { slot, home: games[place].home, away: games[place].away });
                places.push(place);
            }
        }
        (plan, places)
    }

    /// Games with neither a slot of the setup nor a place in the question: their dates are not planned here.
    pub fn unplaced(&self) -> usize {
        self.order.iter().filter(|number| self.slot_of(&self.games[**number]).is_none()).count()
    }

    /// The games of the draft as a plan lays them.
    pub fn laid(&self, around: &Around, plan: &[Game]) -> Vec<DraftGame> {
        let Format::Slots { games } = &self.season.instance.format else { return self.games.clone() };
        let mut slots: Vec<Option<usize>> = vec![None; games.len()];
        for placed in plan {
            let pair = (placed.home, placed.away);
            let mut fits = (0..games.len())
                .filter(|place| slots[*place].is_none() && (games[*place].home, games[*place].away) == pair);
            let stays = |place: &usize| self.slot_of(&self.games[self.order[*place]]) == Some(placed.slot);
            if let Some(place) = fits.clone().find(stays).or_else(|| fits.next()) {
                slots[place] = Some(placed.slot);
            }
        }
        self.in_slots(around, &slots)
    }

    /// The games of the draft with these slots, each on a court.
    pub fn in_slots(&self, around: &Around, slots: &[Option<usize>]) -> Vec<DraftGame> {
        let mut laid = self.games.clone();
        for (place, slot) in slots.iter().enumerate() {
            let game = &mut laid[self.order[place]];
            let old = (game.at, game.hall.clone());
            match slot {
                Some(slot) => {
                    let beginning = self.season.slots[*slot];
                    game.at = Some(beginning.at);
                    game.hall = Some(self.season.file.halls[beginning.hall].name.clone());
                }
                None => (game.at, game.hall) = (None, None),
            }
            if (game.at, game.hall.clone()) != old {
                game.court = None;
            }
        }
        give_courts(around, &mut laid);
        laid
    }
}

/// Gives each game a court of its hall; what has one keeps it, unless another game has it at that hour.
pub fn give_courts(around: &Around, games: &mut [DraftGame]) {
    let mut by_slot: BTreeMap<(NaiveDateTime, String), Vec<usize>> = BTreeMap::new();
    for (place, game) in games.iter().enumerate() {
        if let (Some(at), Some(hall), false) = (game.at, &game.hall, game.out) {
            by_slot.entry((at, hall.clone())).or_default().push(place);
        }
    }
    for ((_, hall), mut places) in by_slot {
        let courts: Vec<String> = around.courts_of(&hall).iter().map(|court| court.key.clone()).collect();
        let mut taken: Vec<String> = Vec::new();
        // Games that stay choose first.
        places.sort_by_key(|place| (!around.stays(&games[*place]), games[*place].court.is_none()));
        for place in places {
            let own =
                games[place].court.clone().filter(|court| courts.contains(court) && !taken.contains(court));
            let free = || courts.iter().find(|court| !taken.contains(*court)).cloned();
            games[place].court = own.or_else(free);
            taken.extend(games[place].court.clone());
        }
    }
}

fn hall_place(file: &mut SeasonFile, key: &str) -> usize {
    if let Some(place) = file.halls.iter().position(|hall| hall.name == key) {
        return place;
    }
    // A hall outside the setup: no evenings, but what is held there stays.
    let (name, days, times, closed) = (key.to_owned(), Vec::new(), Vec::new(), Vec::new());
    file.halls.push(Hall { name, courts: 1, days, times, closed, games_a_day: None });
    file.halls.len() - 1
}

/// The setup with the games of a draft in it, and the draft's games in the order of the question.
fn whole(around: &Around, setup: &SeasonFile, games: &[DraftGame]) -> (SeasonFile, Vec<usize>) {
    let mut file = setup.clone();
    let mut order = Vec::new();
    for competition in &mut file.competitions {
        let planned = |game: &DraftGame| {
            let later = around.card(&game.key).is_some_and(|card| {
                let status = card.fixture.status;
                status.is_over() && game.at.is_none() || status == league::fixture::Status::Cancelled
            });
            game.competition == competition.name && !game.out && !later
        };
        let mut clubs: Vec<String> = Vec::new();
        let meet = |clubs: &mut Vec<String>, name: &String| {
            if !clubs.contains(name) {
                clubs.push(name.clone());
            }
        };
        let mut pairs = Vec::new();
        for (place, game) in games.iter().enumerate().filter(|(_, game)| planned(game) && game.round == 0) {
            let sides = [side(&game.a, &game.a_source, "A", game), side(&game.b, &game.b_source, "B", game)];
            sides.iter().for_each(|side| meet(&mut clubs, side));
            pairs.push(sides);
            order.push(place);
        }
        let levels = games.iter().filter(|game| planned(game)).map(|game| game.round).max().unwrap_or(0);
        let mut rounds = Vec::new();
        for level in 1..=levels {
            let known = competition.rounds.get(level - 1);
            let mut ties = Vec::new();
            for (place, game) in games.iter().enumerate() {
                if planned(game) && game.round == level {
                    for known in [&game.a, &game.b].into_iter().flatten() {
                        meet(&mut clubs, known);
                    }
                    let code = if game.code.is_empty() { game.key.clone() } else { game.code.clone() };
                    ties.push(Tie { code, home: game.a.clone(), away: game.b.clone() });
                    order.push(place);
                }
            }
            rounds.push(KnockOut {
                name: level.to_string(),
                games: ties,
                after_days: known.map_or(1, |known| known.after_days),
                from: known.and_then(|known| known.from),
                to: known.and_then(|known| known.to),
                halls: known.map(|known| known.halls.clone()).unwrap_or_default(),
            });
        }
        (competition.clubs, competition.games, competition.rounds) = (clubs, pairs, rounds);
        competition.legs = 0;
    }
    tidy(around, &mut file);
    count_shifts(around, &mut file);
    (file, order)
}

/// Days on which shifts leave a team too few players at some beginning, from what its club keeps of them. A team whose
/// shifts the setup tells is left alone.
fn count_shifts(around: &Around, file: &mut SeasonFile) {
    let times: Vec<NaiveTime> = file
        .halls
        .iter()
        .flat_map(|hall| &hall.times)
        .filter_map(|time| NaiveTime::parse_from_str(time, "%H:%M").ok())
        .collect();
    let days: Vec<NaiveDate> =
        file.from.iter_days().take_while(|day| *day <= file.to).take(DAYS_AT_MOST).collect();
    let here: Vec<String> =
        file.competitions.iter().flat_map(|competition| competition.clubs.clone()).collect();
    for (entry, shifts) in around.shifts.iter().filter(|(entry, _)| here.contains(entry)) {
        let wishes = file.clubs.entry(entry.clone()).or_default();
        if wishes.shift.is_none() {
            let short = |day: &&NaiveDate| times.iter().any(|time| shifts.is_short(day.and_time(*time)));
            wishes.short_days = days.iter().filter(short).copied().collect();
        }
    }
}

/// Ten years, as many as a season may have.
const DAYS_AT_MOST: usize = 3700;

/// Rules about teams that play no game of the draft fall away; teams of one club never play at once.
fn tidy(around: &Around, file: &mut SeasonFile) {
    let known: Vec<String> = file.competitions.iter().flat_map(|c: &Competition| c.clubs.clone()).collect();
    file.clubs.retain(|club, _| known.contains(club));
    file.derbies.retain(|derby| derby.clubs.iter().all(|club| known.contains(club)));
    for clubs in &mut file.together {
        clubs.retain(|club| known.contains(club));
    }
    for competition in &mut file.competitions {
        let clubs = &competition.clubs;
        competition.opening =
            competition.opening.take().filter(|opening| opening.iter().all(|club| clubs.contains(club)));
    }
    let mut of_club: BTreeMap<i32, Vec<String>> = BTreeMap::new();
    for entry in &around.entries {
        if let (Some(club), true) = (entry.club_id, known.contains(&entry.key)) {
            of_club.entry(club).or_default().push(entry.key.clone());
        }
    }
    file.together.extend(of_club.into_values());
    file.together.retain(|clubs| clubs.len() > 1);
}

/// A side by its entry's key, or by where it will come from: a place still to be drawn is one club too.
fn side(entry: &Option<String>, source: &str, letter: &str, game: &DraftGame) -> String {
    match entry {
        Some(entry) => entry.clone(),
        None if source.is_empty() => format!("{} {letter}", game.key),
        None => source.to_owned(),
    }
}
