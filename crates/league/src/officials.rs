//! Officials: who may be appointed to a game, what stands against it, and whether the work is shared fairly.

use crate::money::Fen;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

/// What somebody is appointed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Job {
    /// 主裁判.
    CrewChief,
    /// 副裁判.
    Umpire,
    /// 技术代表.
    Commissioner,
    Scorer,
    AssistantScorer,
    Timer,
    ShotClock,
}

text_enum!(Job {
    CrewChief => "crew_chief",
    Umpire => "umpire",
    Commissioner => "commissioner",
    Scorer => "scorer",
    AssistantScorer => "assistant_scorer",
    Timer => "timer",
    ShotClock => "shot_clock",
});

impl Job {
    /// Whether it is done on the court with a whistle; the others sit at the table.
    pub fn is_on_court(self) -> bool {
        matches!(self, Self::CrewChief | Self::Umpire)
    }
}

/// An official, as far as appointments go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Official {
    /// Where he works: the names of employers, and the key of a club.
    pub employer: String,
    pub employer_club: Option<String>,
    /// Clubs he has something to do with.
    pub interests: Vec<String>,
    /// Days away, first and last.
    pub away: Vec<(NaiveDate, NaiveDate)>,
}

/// A game to be appointed for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Game {
    pub key: String,
    pub day: Option<NaiveDate>,
    pub tip_off: Option<NaiveDateTime>,
    pub venue: Option<String>,
    /// The keys of its clubs, and the names of all employers behind its sides.
    pub clubs: Vec<String>,
    pub employers: Vec<String>,
}

/// How close together games may lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long a game takes, with what belongs to it.
    pub game_minutes: i64,
    /// From one hall to another.
    pub travel_minutes: i64,
    /// How many games in a row one may do.
    pub in_a_row: usize,
    /// How many on one day.
    pub on_a_day: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { game_minutes: 100, travel_minutes: 45, in_a_row: 2, on_a_day: 3 }
    }
}

/// What stands against an appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// His own employer plays.
    OwnEmployer,
    /// A club he has something to do with plays.
    Interest {
        club: String,
    },
    Away,
    /// Another game of his at the same time.
    DoubleBooked {
        game: String,
    },
    /// Too little time to get from one hall to the other.
    TooFar {
        game: String,
    },
    /// More games in a row than allowed.
    TooManyInARow {
        limit: usize,
    },
    /// More games on the day than allowed.
    TooManyOnADay {
        limit: usize,
    },
}

/// Everything that stands against appointing an official to a game, given his other games.
pub fn conflicts(official: &Official, game: &Game, others: &[Game], limits: &Limits) -> Vec<Conflict> {
    let mut found = Vec::new();
    let employed = official.employer_club.as_ref().is_some_and(|club| game.clubs.contains(club))
        || (!official.employer.is_empty() && game.employers.contains(&official.employer));
    if employed {
        found.push(Conflict::OwnEmployer);
    }
    for club in official.interests.iter().filter(|club| game.clubs.contains(club)) {
        found.push(Conflict::Interest { club: club.clone() });
    }
    if game.day.is_some_and(|day| official.away.iter().any(|(from, to)| (*from..=*to).contains(&day))) {
        found.push(Conflict::Away);
    }
    let others: Vec<&Game> =
        others.iter().filter(|other| other.key != game.key && other.day == game.day).collect();
    if game.day.is_some() && others.len() >= limits.on_a_day {
        found.push(Conflict::TooManyOnADay { limit: limits.on_a_day });
    }
    let Some(at) = game.tip_off else { return found };
    let takes = TimeDelta::minutes(limits.game_minutes);
    let mut row = vec![at];
    for other in others {
        let Some(then) = other.tip_off else { continue };
        let apart = (then - at).abs();
        let elsewhere = other.venue.is_some() && game.venue.is_some() && other.venue != game.venue;
        if apart < takes {
            found.push(Conflict::DoubleBooked { game: other.key.clone() });
        } else if elsewhere && apart < takes + TimeDelta::minutes(limits.travel_minutes) {
            found.push(Conflict::TooFar { game: other.key.clone() });
        }
        row.push(then);
    }
    if longest_row(&mut row, at, takes) > limits.in_a_row {
        found.push(Conflict::TooManyInARow { limit: limits.in_a_row });
    }
    found
}

/// How many games follow each other without a pause as long as a game, around one of them.
fn longest_row(row: &mut [NaiveDateTime], at: NaiveDateTime, takes: TimeDelta) -> usize {
    row.sort_unstable();
    let mut runs: Vec<Vec<NaiveDateTime>> = Vec::new();
    for beginning in row.iter() {
        match runs.last_mut() {
            // The next begins before another game would have fitted in between.
            Some(run) if *beginning - *run.last().expect("a run is never empty") < takes * 2 => {
                run.push(*beginning)
            }
            _ => runs.push(vec![*beginning]),
        }
    }
    runs.into_iter().find(|run| run.contains(&at)).map_or(0, |run| run.len())
}

/// One appointment that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duty<'a> {
    pub official: &'a str,
    pub job: Job,
    pub day: Option<NaiveDate>,
    pub fee: Fen,
}

/// What one official was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    pub official: String,
    pub games: usize,
    pub on_court: usize,
    pub days: usize,
    pub fees: Fen,
    /// Games above or below the mean of all, in tenths of a game.
    pub above_mean_tenths: i64,
}

/// Who was given how much, most first. Those without any duty are in it with nothing.
pub fn shares(officials: &[&str], duties: &[Duty]) -> Vec<Share> {
    let all = i64::try_from(duties.len()).unwrap_or(i64::MAX);
    let people = i64::try_from(officials.len()).unwrap_or(i64::MAX).max(1);
    let mut shares: Vec<Share> = officials
        .iter()
        .map(|official| {
            let own: Vec<&Duty> = duties.iter().filter(|duty| duty.official == *official).collect();
            let mut days: Vec<NaiveDate> = own.iter().filter_map(|duty| duty.day).collect();
            days.sort_unstable();
            days.dedup();
            let games = i64::try_from(own.len()).unwrap_or(i64::MAX);
            Share {
                official: (*official).to_owned(),
                games: own.len(),
                on_court: own.iter().filter(|duty| duty.job.is_on_court()).count(),
                days: days.len(),
                fees: own.iter().map(|duty| duty.fee).sum(),
                above_mean_tenths: (games * people - all) * 10 / people,
            }
        })
        .collect();
    shares.sort_by(|a, b| b.games.cmp(&a.games).then_with(|| a.official.cmp(&b.official)));
    shares
}

#[cfg(test)]
mod tests;
