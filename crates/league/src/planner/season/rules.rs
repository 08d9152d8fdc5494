//! A season as a question for the planner: one slot for each hall and beginning.

use super::file::{Hall, SeasonFile, Wishes};
use crate::planner::problem::{Bounds, Demand, Format, Instance, Pairing, Refused, Rule, Side};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};
use std::collections::BTreeMap;
use std::fmt;

/// What a group of rules is about, as the organiser sees it. The page finds the words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    Courts { hall: String },
    Permit { hall: String, games: u32 },
    Days { competition: String },
    Halls { competition: String },
    Opening { home: String, away: String },
    Blocked { club: String },
    NotBefore { club: String, date: NaiveDate },
    Shift { club: String },
    ClubDays { club: String },
    Together { clubs: Vec<String> },
    RestHours { hours: u32 },
    GamesADay { games: u32 },
    GamesAWeek { games: u32 },
    Prime,
    RestDays { days: u32 },
    ReturnDays { days: u32 },
    OneGameATime,
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
        let slots = beginnings(&file)?;
        let mut clubs = Vec::new();
        let mut competition_of = Vec::new();
        let mut games = Vec::new();
        for (number, competition) in file.competitions.iter().enumerate() {
            let first = clubs.len();
            for (place, name) in competition.clubs.iter().enumerate() {
                if competition.clubs[..place].contains(name) {
                    return Err(SeasonRefused::Repeated(name.clone()));
                }
                clubs.push(name.clone());
                competition_of.push(number);
            }
            for meeting in crate::stages::round_robin(competition.clubs.len(), competition.legs) {
                let (home, away) = (first + meeting.a, first + meeting.b);
                games.push(Pairing { home, away, either_side: false });
            }
        }
        let instance = Instance {
            name: file.name.clone(),
            clubs,
            slots: slots.iter().map(|slot| slot.at.format("%Y-%m-%d %H:%M").to_string()).collect(),
            format: Format::Slots { games },
            rules: Vec::new(),
        };
        let instance = instance.sound().map_err(SeasonRefused::Planner)?;
        let mut season = Self { file, instance, slots, topics: Vec::new(), competition_of };
        season.hall_rules();
        season.competition_rules()?;
        season.club_rules()?;
        season.rules_for_all()?;
        season.instance = season.instance.sound().map_err(SeasonRefused::Planner)?;
        Ok(season)
    }

    fn add(&mut self, topic: Topic, weight: Option<u32>, demand: Demand) {
        self.topics.push(topic);
        self.instance.rules.push(Rule { hard: weight.is_none(), weight: weight.unwrap_or(1), demand });
    }

    fn everybody(&self) -> Vec<usize> {
        (0..self.instance.clubs.len()).collect()
    }

    /// The places of a name: a club may play in several competitions.
    fn places(&self, name: &str) -> Result<Vec<usize>, SeasonRefused> {
        let clubs = self.instance.clubs.iter().enumerate();
        let places: Vec<usize> = clubs.filter(|(_, club)| *club == name).map(|(place, _)| place).collect();
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
            self.add(topic, weight, Demand::ClubGames { clubs, side: Side::Either, slots, bounds });
        }
    }

    fn hall_rules(&mut self) {
        for hall in 0..self.file.halls.len() {
            let Hall { name, courts, games_a_day, .. } = self.file.halls[hall].clone();
            let slots = self.slots_where(|slot| slot.hall == hall);
            self.games_at_most(Topic::Courts { hall: name.clone() }, slots, true, courts);
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
                let at_work = |slot: &Beginning| {
                    let day = (slot.at.date() - shift.first).num_days().rem_euclid(i64::from(shift.cycle));
                    shift.work.iter().any(|work| i64::from(*work) == day)
                };
                let slots = self.slots_where(at_work);
                self.at_most(Topic::Shift { club }, shift.weight, places, slots, 0);
            }
        }
        for clubs in self.file.together.clone() {
            let mut places = Vec::new();
            for club in &clubs {
                places.extend(self.places(club)?);
            }
            self.never_at_once(Topic::Together { clubs }, &places);
        }
        let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, club) in self.instance.clubs.iter().enumerate() {
            names.entry(club.clone()).or_default().push(place);
        }
        for places in names.into_values().filter(|places| places.len() > 1) {
            self.never_at_once(Topic::OneGameATime, &places);
        }
        Ok(())
    }

    /// Of these clubs at most one game at a time, in all halls together.
    fn never_at_once(&mut self, topic: Topic, clubs: &[usize]) {
        for slots in self.grouped(|slot| slot.at) {
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
        for slots in self.grouped(|slot| slot.at) {
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
        self.share_prime()
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
        let times = prime_times.iter().map(|time| time_of_day(time)).collect::<Result<Vec<_>, _>>()?;
        let slots = self.slots_where(|slot| times.contains(&slot.at.time()));
        let seats: u32 = slots.iter().map(|slot| 2 * self.file.halls[self.slots[*slot].hall].courts).sum();
        let clubs = self.everybody();
        // Each club plays a share of its games there: the share of prime seats in all seats.
        let all: u32 = self.slots.iter().map(|slot| 2 * self.file.halls[slot.hall].courts).sum();
        let Format::Slots { games } = &self.instance.format else { return Ok(()) };
        let mut per_club = vec![0_u32; clubs.len()];
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
    if slots.is_empty() { Err(SeasonRefused::NoSlots) } else { Ok(slots) }
}

fn time_of_day(text: &str) -> Result<NaiveTime, SeasonRefused> {
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| SeasonRefused::Time(text.to_owned()))
}

/// The words of the weekdays are those of every calendar.
pub(super) fn weekday_zh(day: Weekday) -> &'static str {
    ["周一", "周二", "周三", "周四", "周五", "周六", "周日"][day.num_days_from_monday() as usize]
}
