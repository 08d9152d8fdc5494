//! A season as a question for the planner: one slot for each hall and beginning.

use super::file::{Competition, Hall, SeasonFile, Wishes};
use crate::planner::problem::{Bounds, Demand, Format, Instance, Pairing, Refused, Rule, Side};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};
use std::collections::BTreeMap;
use std::fmt;

/// What a group of rules is about, as the organiser sees it. The page finds the words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    Courts {
        hall: String,
    },
    Permit {
        hall: String,
        games: u32,
    },
    Days {
        competition: String,
    },
    Halls {
        competition: String,
    },
    Opening {
        home: String,
        away: String,
    },
    Blocked {
        club: String,
    },
    NotBefore {
        club: String,
        date: NaiveDate,
    },
    Shift {
        club: String,
    },
    ClubDays {
        club: String,
    },
    Together {
        clubs: Vec<String>,
    },
    RestHours {
        hours: u32,
    },
    GamesADay {
        games: u32,
    },
    GamesAWeek {
        games: u32,
    },
    Prime,
    RestDays {
        days: u32,
    },
    ReturnDays {
        days: u32,
    },
    OneGameATime,
    /// Games that stay where they are.
    Fixed,
    Officials {
        crews: u32,
    },
    Derby {
        home: String,
        away: String,
    },
    Dates {
        competition: String,
    },
    Round {
        competition: String,
        round: String,
    },
    Order {
        competition: String,
        round: String,
        days: u32,
    },
    SharedHalls,
}

/// A game that stays where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The place of the game in the instance.
    pub game: usize,
    pub at: NaiveDateTime,
    pub hall: usize,
}

/// A beginning in a hall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Beginning {
    pub at: NaiveDateTime,
    pub hall: usize,
}

/// A season ready to be planned.
#[derive(Clone, Debug)]
pub struct Season {
    pub file: SeasonFile,
    pub instance: Instance,
    pub slots: Vec<Beginning>,
    /// What each rule of the instance is about.
    pub topics: Vec<Topic>,
    /// The competition of each club; a club of two competitions stands in the list twice.
    pub competition_of: Vec<usize>,
    /// The side of a knock-out game, whose club may be known: the round and that club's place.
    pub stand_ins: BTreeMap<usize, StandIn>,
}

/// A side of a knock-out game: no club of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandIn {
    pub round: usize,
    /// The place of the club, once it is known.
    pub club: Option<usize>,
}

/// Why a season cannot be planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeasonRefused {
    Unreadable(String),
    UnknownClub(String),
    UnknownHall(String),
    Repeated(String),
    Time(String),
    Cycle(String),
    NoSlots,
    Planner(Refused),
}

impl fmt::Display for SeasonRefused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => write!(out, "not readable: {error}"),
            Self::UnknownClub(name) => write!(out, "no competition has a club {name:?}"),
            Self::UnknownHall(name) => write!(out, "no hall {name:?}"),
            Self::Repeated(name) => write!(out, "{name:?} stands twice in one list"),
            Self::Time(time) => write!(out, "{time:?} is no time of day such as \"19:00\""),
            Self::Cycle(name) => write!(out, "the shifts of {name:?} have no cycle of 1 day or more"),
            Self::NoSlots => out.write_str("no hall is free on any day of the season"),
            Self::Planner(refused) => refused.fmt(out),
        }
    }
}

impl std::error::Error for SeasonRefused {}

impl Season {
    /// Reads a season and turns it into rules.
    pub fn read(text: &str) -> Result<Self, SeasonRefused> {
        let file: SeasonFile =
            toml::from_str(text).map_err(|error| SeasonRefused::Unreadable(error.to_string()))?;
        Self::build(file, &[])
    }

    /// Turns a season into rules; some games stay where they are, even outside the evenings of their hall.
    pub fn build(file: SeasonFile, fixed: &[Fixed]) -> Result<Self, SeasonRefused> {
        let mut slots = beginnings(&file)?;
        let regular = slots.clone();
        slots.extend(fixed.iter().map(|fixed| Beginning { at: fixed.at, hall: fixed.hall }));
        slots.sort_unstable();
        slots.dedup();
        if slots.is_empty() {
            return Err(SeasonRefused::NoSlots);
        }
        let mut season = Self {
            instance: Instance {
                name: file.name.clone(),
                clubs: Vec::new(),
                slots: slots.iter().map(|slot| slot.at.format("%Y-%m-%d %H:%M").to_string()).collect(),
                format: Format::Slots { games: Vec::new() },
                rules: Vec::new(),
            },
            file,
            slots,
            topics: Vec::new(),
            competition_of: Vec::new(),
            stand_ins: BTreeMap::new(),
        };
        let mut games = Vec::new();
        for number in 0..season.file.competitions.len() {
            season.games_of(number, &mut games)?;
        }
        season.instance.format = Format::Slots { games };
        season.instance = season.instance.sound().map_err(SeasonRefused::Planner)?;
        season.hall_rules(&regular, fixed);
        season.competition_rules()?;
        season.knock_out_rules()?;
        season.club_rules()?;
        season.rules_for_all()?;
        season.fixed_rules(fixed);
        season.instance = season.instance.sound().map_err(SeasonRefused::Planner)?;
        Ok(season)
    }

    /// The clubs and games of a competition, in this order: everybody's games, then the rounds.
    fn games_of(&mut self, number: usize, games: &mut Vec<Pairing>) -> Result<(), SeasonRefused> {
        let competition: Competition = self.file.competitions[number].clone();
        let first = self.instance.clubs.len();
        for (place, name) in competition.clubs.iter().enumerate() {
            if competition.clubs[..place].contains(name) {
                return Err(SeasonRefused::Repeated(name.clone()));
            }
            self.instance.clubs.push(name.clone());
            self.competition_of.push(number);
        }
        let place = |name: &String| {
            let found = competition.clubs.iter().position(|club| club == name);
            found.map(|place| first + place).ok_or_else(|| SeasonRefused::UnknownClub(name.clone()))
        };
        let pairing = |home, away| Pairing { home, away, either_side: false };
        match competition.games.as_slice() {
            [] if competition.rounds.is_empty() || competition.legs > 0 => {
                for meeting in crate::stages::round_robin(competition.clubs.len(), competition.legs) {
                    games.push(pairing(first + meeting.a, first + meeting.b));
                }
            }
            listed => {
                for [home, away] in listed {
                    games.push(pairing(place(home)?, place(away)?));
                }
            }
        }
        for (round, knock_out) in competition.rounds.iter().enumerate() {
            for tie in &knock_out.games {
                let mut sides = [0; 2];
                for (side, club) in [&tie.home, &tie.away].into_iter().enumerate() {
                    let club = club.as_ref().map(place).transpose()?;
                    sides[side] = self.instance.clubs.len();
                    self.stand_ins.insert(sides[side], StandIn { round, club });
                    self.instance.clubs.push(format!("{} {}", tie.code, ["A", "B"][side]));
                    self.competition_of.push(number);
                }
                games.push(pairing(sides[0], sides[1]));
            }
        }
        Ok(())
    }

    /// A club with the sides of knock-out games that it is known to play.
    pub fn with_stand_ins(&self, club: usize) -> Vec<usize> {
        let own = self.stand_ins.iter().filter(|(_, stand_in)| stand_in.club == Some(club));
        std::iter::once(club).chain(own.map(|(place, _)| *place)).collect()
    }

    /// Whether a place in the list of clubs is a club, and no side of a knock-out game.
    pub fn is_club(&self, place: usize) -> bool {
        !self.stand_ins.contains_key(&place)
    }

    fn add(&mut self, topic: Topic, weight: Option<u32>, demand: Demand) {
        self.topics.push(topic);
        self.instance.rules.push(Rule { hard: weight.is_none(), weight: weight.unwrap_or(1), demand });
    }

    fn everybody(&self) -> Vec<usize> {
        (0..self.instance.clubs.len()).collect()
    }

    /// The places of clubs, without the sides of knock-out games.
    fn clubs(&self) -> Vec<usize> {
        (0..self.instance.clubs.len()).filter(|place| self.is_club(*place)).collect()
    }

    /// The places of a name: a club may play in several competitions.
    fn places(&self, name: &str) -> Result<Vec<usize>, SeasonRefused> {
        let clubs = self.instance.clubs.iter().enumerate();
        let own = clubs.filter(|(place, club)| *club == name && self.is_club(*place));
        let places: Vec<usize> = own.flat_map(|(place, _)| self.with_stand_ins(place)).collect();
        if places.is_empty() { Err(SeasonRefused::UnknownClub(name.to_owned())) } else { Ok(places) }
    }

    fn slots_where(&self, fits: impl Fn(&Beginning) -> bool) -> Vec<usize> {
        let slots = self.slots.iter().enumerate();
        slots.filter(|(_, slot)| fits(slot)).map(|(place, _)| place).collect()
    }

    /// The slots in groups that share a key.
    fn grouped<K: Ord>(&self, key: impl Fn(&Beginning) -> K) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
        for (place, slot) in self.slots.iter().enumerate() {
            groups.entry(key(slot)).or_default().push(place);
        }
        groups.into_values().collect()
    }

    fn at_most(
        &mut self,
        topic: Topic,
        weight: Option<u32>,
        clubs: Vec<usize>,
        slots: Vec<usize>,
        most: u32,
    ) {
        if !slots.is_empty() {
            let bounds = Bounds { least: 0, most };
            // A club's games and those of a knock-out it has reached count together.
            for club in clubs.iter().copied().filter(|_| most > 0) {
                let together = self.with_stand_ins(club);
                if together.len() > 1 {
                    let (against, slots, side) = (self.everybody(), slots.clone(), Side::Either);
                    let clubs = together;
                    let each_slot = false;
                    let demand = Demand::GamesBetween { clubs, against, side, slots, each_slot, bounds };
                    self.add(topic.clone(), weight, demand);
                }
            }
            self.add(topic, weight, Demand::ClubGames { clubs, side: Side::Either, slots, bounds });
        }
    }

    fn hall_rules(&mut self, regular: &[Beginning], fixed: &[Fixed]) {
        for hall in 0..self.file.halls.len() {
            let Hall { name, courts, games_a_day, .. } = self.file.halls[hall].clone();
            let is_regular = |slot: &Beginning| regular.binary_search(slot).is_ok();
            let slots = self.slots_where(|slot| slot.hall == hall && is_regular(slot));
            self.games_at_most(Topic::Courts { hall: name.clone() }, slots, true, courts);
            // At other hours the hall is open only for what stays there.
            for slot in self.slots_where(|slot| slot.hall == hall && !is_regular(slot)) {
                let at = self.slots[slot];
                let here = fixed.iter().filter(|fixed| (fixed.at, fixed.hall) == (at.at, at.hall)).count();
                let most = u32::try_from(here).unwrap_or(u32::MAX);
                self.games_at_most(Topic::Courts { hall: name.clone() }, vec![slot], true, most);
            }
            if let Some(games) = games_a_day {
                for day in self.grouped(|slot| (slot.at.date(), slot.hall)) {
                    if self.slots[day[0]].hall == hall {
                        self.games_at_most(Topic::Permit { hall: name.clone(), games }, day, false, games);
                    }
                }
            }
        }
    }

    fn games_at_most(&mut self, topic: Topic, slots: Vec<usize>, each_slot: bool, most: u32) {
        let (clubs, against) = (self.everybody(), self.everybody());
        let bounds = Bounds { least: 0, most };
        let demand = Demand::GamesBetween { clubs, against, side: Side::Either, slots, each_slot, bounds };
        self.add(topic, None, demand);
    }

    /// Games that stay, each in its slot.
    fn fixed_rules(&mut self, fixed: &[Fixed]) {
        let Format::Slots { games } = self.instance.format.clone() else { return };
        for fixed in fixed {
            let slots = self.slots_where(|slot| (slot.at, slot.hall) == (fixed.at, fixed.hall));
            let meetings = vec![(games[fixed.game].home, games[fixed.game].away)];
            let bounds = Bounds { least: 1, most: u32::MAX };
            self.add(Topic::Fixed, None, Demand::Meetings { meetings, slots, bounds });
        }
    }

    /// Knock-out rounds: their windows, and one after the other.
    fn knock_out_rules(&mut self) -> Result<(), SeasonRefused> {
        let Format::Slots { games } = self.instance.format.clone() else { return Ok(()) };
        let first_day = self.slots[0].at.date();
        let day = |slot: &Beginning| u32::try_from((slot.at.date() - first_day).num_days()).unwrap_or(0);
        let day_of: Vec<u32> = self.slots.iter().map(day).collect();
        for number in 0..self.file.competitions.len() {
            let Competition { name, rounds, .. } = self.file.competitions[number].clone();
            let of_round = |game: &&Pairing, wanted: Option<usize>| {
                self.competition_of[game.home] == number
                    && self.stand_ins.get(&game.home).map(|stand_in| stand_in.round) == wanted
            };
            let pairs = |wanted: Option<usize>| -> Vec<(usize, usize)> {
                games
                    .iter()
                    .filter(|game| of_round(game, wanted))
                    .map(|game| (game.home, game.away))
                    .collect()
            };
            let mut earlier = pairs(None);
            let found: Vec<Vec<(usize, usize)>> = (0..rounds.len()).map(|round| pairs(Some(round))).collect();
            for (knock_out, later) in rounds.iter().zip(found) {
                let places: Vec<usize> = later.iter().flat_map(|(home, away)| [*home, *away]).collect();
                let known = |hall: &String| self.file.halls.iter().any(|known| known.name == *hall);
                if let Some(hall) = knock_out.halls.iter().find(|hall| !known(hall)) {
                    return Err(SeasonRefused::UnknownHall(hall.clone()));
                }
                let closed = self.slots_where(|slot| {
                    let date = slot.at.date();
                    knock_out.from.is_some_and(|from| date < from)
                        || knock_out.to.is_some_and(|to| date > to)
                        || !knock_out.halls.is_empty()
                            && !knock_out.halls.contains(&self.file.halls[slot.hall].name)
                });
                let topic = Topic::Round { competition: name.clone(), round: knock_out.name.clone() };
                self.at_most(topic, None, places, closed, 0);
                let (round, days) = (knock_out.name.clone(), knock_out.after_days);
                if !earlier.is_empty() && !later.is_empty() {
                    let topic = Topic::Order { competition: name.clone(), round, days };
                    let (before, after, day_of) = (earlier.clone(), later.clone(), day_of.clone());
                    let demand = Demand::After { earlier: before, later: after, day_of, least: days };
                    self.add(topic, None, demand);
                }
                // The round before holds all that lies further back: pairs need not be counted twice.
                if !later.is_empty() {
                    earlier = later;
                }
            }
        }
        Ok(())
    }

    fn competition_rules(&mut self) -> Result<(), SeasonRefused> {
        for number in 0..self.file.competitions.len() {
            let competition = self.file.competitions[number].clone();
            let clubs: Vec<usize> =
                self.everybody().into_iter().filter(|club| self.competition_of[*club] == number).collect();
            if !competition.days.is_empty() {
                let slots = self.slots_where(|slot| !competition.days.contains(&slot.at.weekday()));
                let topic = Topic::Days { competition: competition.name.clone() };
                self.at_most(topic, None, clubs.clone(), slots, 0);
            }
            if competition.from.is_some() || competition.to.is_some() {
                let (from, to) = (competition.from, competition.to);
                let slots = self.slots_where(|slot| {
                    let date = slot.at.date();
                    from.is_some_and(|from| date < from) || to.is_some_and(|to| date > to)
                });
                let topic = Topic::Dates { competition: competition.name.clone() };
                self.at_most(topic, None, clubs.clone(), slots, 0);
            }
            if !competition.halls.is_empty() {
                let known = |name: &String| self.file.halls.iter().any(|hall| hall.name == *name);
                if let Some(name) = competition.halls.iter().find(|name| !known(name)) {
                    return Err(SeasonRefused::UnknownHall(name.clone()));
                }
                let halls = &self.file.halls;
                let slots = self.slots_where(|slot| !competition.halls.contains(&halls[slot.hall].name));
                let topic = Topic::Halls { competition: competition.name.clone() };
                self.at_most(topic, None, clubs.clone(), slots, 0);
            }
            if let Some([home, away]) = competition.opening {
                let place = |name: &String| {
                    let found = clubs.iter().find(|club| self.instance.clubs[**club] == *name);
                    found.copied().ok_or_else(|| SeasonRefused::UnknownClub(name.clone()))
                };
                let (one, two) = (place(&home)?, place(&away)?);
                let bounds = Bounds { least: 1, most: 1 };
                let meetings = vec![(one, two), (two, one)];
                let first = self.slots_where(|slot| slot.at == self.slots[0].at);
                self.add(
                    Topic::Opening { home, away },
                    None,
                    Demand::Meetings { meetings, slots: first, bounds },
                );
            }
        }
        Ok(())
    }

    fn club_rules(&mut self) -> Result<(), SeasonRefused> {
        for (club, wishes) in self.file.clubs.clone() {
            let places = self.places(&club)?;
            let slots = self.slots_where(|slot| wishes.blocked.contains(&slot.at.date()));
            self.at_most(Topic::Blocked { club: club.clone() }, None, places.clone(), slots, 0);
            if let Some(date) = wishes.not_before {
                let slots = self.slots_where(|slot| slot.at.date() < date);
                let topic = Topic::NotBefore { club: club.clone(), date };
                self.at_most(topic, None, places.clone(), slots, 0);
            }
            if !wishes.days.is_empty() {
                let slots = self.slots_where(|slot| !wishes.days.contains(&slot.at.weekday()));
                self.at_most(Topic::ClubDays { club: club.clone() }, None, places.clone(), slots, 0);
            }
            if let Some(shift) = wishes.shift {
                if shift.cycle == 0 {
                    return Err(SeasonRefused::Cycle(club));
                }
                let slots = self.slots_where(|slot| shift.works(slot.at.date()));
                self.at_most(Topic::Shift { club }, shift.weight, places, slots, 0);
            }
        }
        self.derby_rules()?;
        for clubs in self.file.together.clone() {
            let mut places = Vec::new();
            for club in &clubs {
                places.extend(self.places(club)?);
            }
            self.never_at_once(Topic::Together { clubs }, &places);
        }
        let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, club) in self.instance.clubs.iter().enumerate().filter(|(place, _)| self.is_club(*place))
        {
            names.entry(club.clone()).or_default().extend(self.with_stand_ins(place));
        }
        for places in names.into_values().filter(|places| places.len() > 1) {
            self.never_at_once(Topic::OneGameATime, &places);
        }
        Ok(())
    }

    fn derby_rules(&mut self) -> Result<(), SeasonRefused> {
        for derby in self.file.derbies.clone() {
            let [home, away] = derby.clubs;
            let (ours, theirs) = (self.places(&home)?, self.places(&away)?);
            let times = self.prime_times()?;
            let wanted = |slot: &Beginning| match derby.dates.as_slice() {
                [] => times.contains(&slot.at.time()),
                dates => dates.contains(&slot.at.date()),
            };
            let slots = self.slots_where(|slot| !wanted(slot));
            let pairs = ours.iter().flat_map(|one| theirs.iter().map(move |other| (*one, *other)));
            let meetings = pairs.flat_map(|(one, other)| [(one, other), (other, one)]).collect();
            let bounds = Bounds { least: 0, most: 0 };
            let topic = Topic::Derby { home, away };
            self.add(topic, derby.weight, Demand::Meetings { meetings, slots, bounds });
        }
        Ok(())
    }

    fn prime_times(&self) -> Result<Vec<NaiveTime>, SeasonRefused> {
        self.file.rules.prime_times.iter().map(|time| time_of_day(time)).collect()
    }

    /// Slots whose games would go on at the same time, in groups that do not lie in one another.
    fn at_once(&self) -> Vec<Vec<usize>> {
        let length = TimeDelta::minutes(i64::from(self.file.rules.game_minutes.max(1)));
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut last_end = 0;
        for slots in self.grouped(|slot| slot.at) {
            let first = self.slots[slots[0]].at;
            let group = self.slots_where(|slot| slot.at >= first && slot.at < first + length);
            let end = group.last().map_or(0, |slot| slot + 1);
            if end > last_end {
                last_end = end;
                groups.push(group);
            }
        }
        groups
    }

    /// Of these clubs at most one game at a time, in all halls together.
    fn never_at_once(&mut self, topic: Topic, clubs: &[usize]) {
        for slots in self.at_once() {
            let (clubs, against) = (clubs.to_vec(), self.everybody());
            let bounds = Bounds { least: 0, most: 1 };
            let side = Side::Either;
            let demand = Demand::GamesBetween { clubs, against, side, slots, each_slot: false, bounds };
            self.add(topic.clone(), None, demand);
        }
    }

    fn rules_for_all(&mut self) -> Result<(), SeasonRefused> {
        let Wishes { rest_hours, games_a_day, games_a_week, rest_days, rest_weight, return_days, .. } =
            self.file.rules.clone();
        let all = self.everybody();
        for slots in self.at_once() {
            if let Some(crews) = self.file.rules.officials {
                self.games_at_most(Topic::Officials { crews }, slots.clone(), false, crews);
            }
            if slots.len() > 1 {
                self.at_most(Topic::OneGameATime, None, all.clone(), slots, 1);
            }
        }
        if let Some(games) = games_a_day {
            for day in self.grouped(|slot| slot.at.date()) {
                self.at_most(Topic::GamesADay { games }, None, all.clone(), day, games);
            }
        }
        if let Some(games) = games_a_week {
            for week in self.grouped(|slot| slot.at.date().iso_week()) {
                self.at_most(Topic::GamesAWeek { games }, None, all.clone(), week, games);
            }
        }
        if let Some(hours) = rest_hours {
            self.one_game_within(Topic::RestHours { hours }, None, TimeDelta::hours(i64::from(hours)));
        }
        if rest_days > 0 && rest_weight > 0 {
            // Beginnings fewer than so many days apart share a window of so many days.
            let length = TimeDelta::days(i64::from(rest_days)) + TimeDelta::hours(12);
            self.one_game_within(Topic::RestDays { days: rest_days }, Some(rest_weight), length);
        }
        if let Some(days) = return_days {
            let per_day = self.slots.len() / self.grouped(|slot| slot.at.date()).len().max(1);
            let least = days * u32::try_from(per_day).unwrap_or(1);
            self.add(Topic::ReturnDays { days }, None, Demand::Separation { clubs: all, least });
        }
        self.share_halls();
        self.share_prime()
    }

    /// Each club plays its share of games in each hall, where its competition may use several.
    fn share_halls(&mut self) {
        let weight = self.file.rules.halls_weight;
        let Format::Slots { games } = self.instance.format.clone() else { return };
        if weight == 0 || self.file.halls.len() < 2 {
            return;
        }
        for hall in 0..self.file.halls.len() {
            for club in self.clubs() {
                let of_competition = &self.file.competitions[self.competition_of[club]].halls;
                let usable: Vec<usize> = (0..self.file.halls.len())
                    .filter(|hall| {
                        of_competition.is_empty() || of_competition.contains(&self.file.halls[*hall].name)
                    })
                    .collect();
                if usable.len() < 2 || !usable.contains(&hall) {
                    continue;
                }
                let size = |hall: usize| {
                    let slots = self.slots.iter().filter(|slot| slot.hall == hall).count() as u32;
                    slots * self.file.halls[hall].courts
                };
                let all: u32 = usable.iter().map(|hall| size(*hall)).sum();
                let own = games.iter().filter(|game| game.home == club || game.away == club).count() as u32;
                let share = own * size(hall);
                let bounds = Bounds { least: share / all.max(1), most: share.div_ceil(all.max(1)) };
                let slots = self.slots_where(|slot| slot.hall == hall);
                let demand = Demand::ClubGames { clubs: vec![club], side: Side::Either, slots, bounds };
                self.add(Topic::SharedHalls, Some(weight), demand);
            }
        }
    }

    /// At most one game of a club in every window of so long.
    fn one_game_within(&mut self, topic: Topic, weight: Option<u32>, length: TimeDelta) {
        let beginnings: Vec<NaiveDateTime> =
            self.grouped(|slot| slot.at).iter().map(|slots| self.slots[slots[0]].at).collect();
        let mut last_end = 0;
        for &first in &beginnings {
            let slots = self.slots_where(|slot| slot.at >= first && slot.at < first + length);
            // A window that ends with the one before lies inside it.
            let end = slots.last().map_or(0, |slot| slot + 1);
            if slots.len() > 1 && end > last_end {
                let all = self.everybody();
                self.at_most(topic.clone(), weight, all, slots, 1);
                last_end = end;
            }
        }
    }

    fn share_prime(&mut self) -> Result<(), SeasonRefused> {
        let Wishes { prime_times, prime_weight, .. } = self.file.rules.clone();
        if prime_times.is_empty() || prime_weight == 0 {
            return Ok(());
        }
        let times = self.prime_times()?;
        let slots = self.slots_where(|slot| times.contains(&slot.at.time()));
        let seats: u32 = slots.iter().map(|slot| 2 * self.file.halls[self.slots[*slot].hall].courts).sum();
        let clubs = self.clubs();
        // Each club plays a share of its games there: the share of prime seats in all seats.
        let all: u32 = self.slots.iter().map(|slot| 2 * self.file.halls[slot.hall].courts).sum();
        let Format::Slots { games } = &self.instance.format else { return Ok(()) };
        let mut per_club = vec![0_u32; self.instance.clubs.len()];
        for game in games {
            per_club[game.home] += 1;
            per_club[game.away] += 1;
        }
        for club in clubs {
            let share = per_club[club] * seats;
            let bounds = Bounds { least: share / all, most: share.div_ceil(all) };
            let (clubs, slots, side) = (vec![club], slots.clone(), Side::Either);
            self.add(Topic::Prime, Some(prime_weight), Demand::ClubGames { clubs, side, slots, bounds });
        }
        Ok(())
    }
}

fn beginnings(file: &SeasonFile) -> Result<Vec<Beginning>, SeasonRefused> {
    let mut slots = Vec::new();
    for (number, hall) in file.halls.iter().enumerate() {
        let times = hall.times.iter().map(|time| time_of_day(time)).collect::<Result<Vec<_>, _>>()?;
        let free = |date: &NaiveDate| {
            (hall.days.is_empty() || hall.days.contains(&date.weekday()))
                && !hall.closed.contains(date)
                && !file.closed.contains(date)
        };
        let days = (0..3700).map_while(|day| file.from.checked_add_days(Days::new(day)));
        for date in days.take_while(|date| *date <= file.to).filter(free) {
            slots.extend(times.iter().map(|time| Beginning { at: date.and_time(*time), hall: number }));
        }
    }
    slots.sort_unstable();
    slots.dedup();
    Ok(slots)
}

fn time_of_day(text: &str) -> Result<NaiveTime, SeasonRefused> {
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| SeasonRefused::Time(text.to_owned()))
}

/// The words of the weekdays are those of every calendar.
pub(super) fn weekday_zh(day: Weekday) -> &'static str {
    ["周一", "周二", "周三", "周四", "周五", "周六", "周日"][day.num_days_from_monday() as usize]
}
