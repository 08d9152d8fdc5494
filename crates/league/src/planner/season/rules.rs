//! A season as a question for the planner: one slot for each hall and beginning.

mod clubs;
mod competitions;
mod everybody;
mod halls;
mod slots;

use super::file::{Competition, SeasonFile};
use crate::planner::problem::{Bounds, Demand, Format, Instance, Pairing, Refused, Rule, Side};
use chrono::{NaiveDate, NaiveDateTime};
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
        let mut slots = slots::beginnings(&file)?;
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

    fn games_at_most(&mut self, topic: Topic, slots: Vec<usize>, each_slot: bool, most: u32) {
        let (clubs, against) = (self.everybody(), self.everybody());
        let bounds = Bounds { least: 0, most };
        let demand = Demand::GamesBetween { clubs, against, side: Side::Either, slots, each_slot, bounds };
        self.add(topic, None, demand);
    }
}
