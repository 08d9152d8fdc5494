//! What a LiveStats entry means, whichever file it stands in.

use crate::boxscore::game::{
    Foul, FreeThrowLineup, Game, Hundredths, Marks, Period, Play, Player, QUARTERS, Rules, Side, Team, What,
    Who,
};
use crate::boxscore::line::{Recorded, Stat};
use crate::boxscore::problem::{Kind, Problems};
use std::collections::HashMap;

/// One entry of the list of plays.
pub(in crate::boxscore) struct Entry<'a> {
    pub index: usize,
    pub number: i64,
    pub overtime: bool,
    pub period: i64,
    pub left: Option<Hundredths>,
    pub side: Option<Side>,
    /// Absent for the team and the bench.
    pub player: Option<String>,
    pub shirt: String,
    pub name: &'a str,
    pub kind: &'a str,
    pub sub: &'a str,
    pub made: bool,
    pub words: Vec<&'a str>,
    /// The `number` of the entry that this one belongs to.
    pub previous: Option<i64>,
}

/// Types that count nothing.
const PAUSES: &[&str] = &[
    "game",
    "period",
    "jumpball",
    "timeout",
    "headcoachchallenge",
    "possession",
    "possessionarrow",
    "clock",
    "shotclock",
    "injury",
    "review",
    "message",
    "delay",
    "",
];

impl<'a> Entry<'a> {
    /// Lists an entry that cannot be placed or understood and lets it go.
    pub fn checked(self, place: &str, problems: &mut Problems) -> Option<Self> {
        if self.kind.is_empty() {
            problems.add(Kind::Unreadable, place, "no type");
        } else if Period::number(self.period).is_none() {
            problems.add(Kind::Unreadable, place, format!("no period {}", self.period));
        } else if !is_known(self.kind) {
            problems.add(Kind::UnknownType, place, format!("unknown type {:?}", self.kind));
        } else {
            return Some(self);
        }
        None
    }

    /// What is counted; nothing for a pause and for a rebound of a dead ball.
    fn what(&self) -> Option<What> {
        let marks = Marks::from_words(self.words.iter().copied());
        Some(match self.kind {
            "2pt" => What::Shot { worth: 2, made: self.made, marks },
            "3pt" => What::Shot { worth: 3, made: self.made, marks },
            "freethrow" => What::FreeThrow { made: self.made, after: Foul::Personal, marks },
            "rebound" if self.sub == "offensive" => What::Count(Stat::Oreb),
            "rebound" if self.sub == "defensive" => What::Count(Stat::Dreb),
            "foul" if self.sub == "technical" => What::Foul(Foul::Technical),
            "foul" => What::Foul(Foul::Personal),
            "substitution" if self.sub == "in" => What::In,
            "substitution" if self.sub == "out" => What::Out,
            kind => What::Count(count(kind)?),
        })
    }

    fn is_bench_foul(&self) -> bool {
        let sub = self.sub.to_ascii_lowercase();
        self.kind == "foul" && (self.player.is_none() || sub.starts_with("coach") || sub.starts_with("bench"))
    }
}

fn count(kind: &str) -> Option<Stat> {
    Some(match kind {
        "assist" => Stat::Ast,
        "steal" => Stat::Stl,
        "block" => Stat::Blk,
        "turnover" => Stat::Tov,
        "foulon" => Stat::FoulsDrawn,
        _ => return None,
    })
}

fn is_known(kind: &str) -> bool {
    ["2pt", "3pt", "freethrow", "rebound", "foul", "substitution"].contains(&kind)
        || count(kind).is_some()
        || PAUSES.contains(&kind.to_ascii_lowercase().as_str())
}

/// Puts the entries in order and says what each counts.
pub(in crate::boxscore) fn game(
    mut entries: Vec<Entry<'_>>,
    teams: [Team; 2],
    lengths: [Hundredths; 2],
    problems: &mut Problems,
) -> Game {
    let highest = |entries: &[Entry<'_>], overtime: bool, usual| {
        let periods = entries.iter().filter(|entry| entry.overtime == overtime);
        Period::highest(periods.filter_map(|entry| Period::number(entry.period)), usual)
    };
    let quarters = highest(&entries, false, QUARTERS);
    let first_overtime =
        entries.iter().filter(|entry| entry.overtime).map(|entry| entry.period).min().unwrap_or(1);
    // Some feeds go on counting: the first overtime after four quarters is then 5.
    let skipped = if first_overtime > i64::from(quarters) { i64::from(quarters) } else { 0 };
    for entry in entries.iter_mut().filter(|entry| entry.overtime) {
        entry.period -= skipped;
    }
    let overtimes = highest(&entries, true, 1);
    entries.retain(|entry| {
        let sound = entry.period <= i64::from(if entry.overtime { overtimes } else { quarters });
        if !sound {
            problems.add(Kind::Unreadable, place(entry), format!("no period {}", entry.period));
        }
        sound
    });
    fill_clocks(&mut entries);
    let late = late_entries(&entries);
    entries.sort_by_key(|entry| {
        (entry.overtime, entry.period, std::cmp::Reverse(entry.left.unwrap_or(0)), entry.number)
    });
    let mut game = Game {
        teams,
        periods: Period::up_to(quarters, overtimes, lengths),
        plays: Vec::with_capacity(entries.len()),
        recorded: Recorded::all_but(&[]),
        rules: Rules {
            technical_is_personal: true,
            technical_costs_rating: true,
            free_throw_lineup: FreeThrowLineup::AtTheThrow,
        },
        finished: entries.iter().any(|entry| entry.kind == "game" && entry.sub == "end"),
        notes: late.into_iter().collect(),
    };
    let without_roster = Side::BOTH.map(|side| game.teams[side as usize].players.is_empty());
    let mut credit = |entry: &Entry<'_>| {
        Some((entry.side?, who(entry, entry.side?, &mut game.teams, without_roster, problems)))
    };
    let own: Vec<Option<Credit>> = entries.iter().map(&mut credit).collect();
    let by_number =
        entries.iter().zip(&own).filter_map(|(entry, own)| Some((entry.number, (*own)?))).collect();
    for (entry, own) in entries.iter().zip(own) {
        add(entry, own, quarters, &by_number, &mut game, problems);
    }
    game
}

/// An entry without a clock stands where the entry before it stands.
fn fill_clocks(entries: &mut [Entry<'_>]) {
    entries.sort_by_key(|entry| (entry.overtime, entry.period, entry.number));
    for index in 1..entries.len() {
        if entries[index].left.is_none() && entries[index - 1].period == entries[index].period {
            entries[index].left = entries[index - 1].left;
        }
    }
}

/// Says how many entries were made out of the clock's order, which operators do when they correct.
fn late_entries(entries: &[Entry<'_>]) -> Option<String> {
    let late = entries.windows(2).filter(|pair| {
        (pair[0].overtime, pair[0].period) == (pair[1].overtime, pair[1].period)
            && pair[0].left < pair[1].left
    });
    let number = late.count();
    (number > 0)
        .then(|| format!("{number} entries were made later than their clock and stand in the clock's order"))
}

fn who(
    entry: &Entry<'_>,
    side: Side,
    teams: &mut [Team; 2],
    without_roster: [bool; 2],
    problems: &mut Problems,
) -> Who {
    if entry.is_bench_foul() {
        return Who::Bench;
    }
    let Some(key) = &entry.player else { return Who::Team };
    let team = &mut teams[side as usize];
    if without_roster[side as usize] {
        return Who::Player(team.find_or_add(key, || Player {
            key: key.clone(),
            number: Some(entry.shirt.clone()).filter(|shirt| !shirt.is_empty()),
            name: entry.name.to_owned(),
            starter: None,
        }));
    }
    match team.find(key) {
        Some(index) => Who::Player(index),
        None => {
            let text = format!("no player {key} in {}; counted for the team alone", team.name);
            problems.add(Kind::UnknownPlayer, place(entry), text);
            Who::Team
        }
    }
}

fn place(entry: &Entry<'_>) -> String {
    format!("pbp[{}] (actionNumber {})", entry.index, entry.number)
}

type Credit = (Side, Who);

fn add(
    entry: &Entry<'_>,
    own: Option<Credit>,
    quarters: u32,
    by_number: &HashMap<i64, Credit>,
    game: &mut Game,
    problems: &mut Problems,
) {
    let Some(number) = Period::number(entry.period) else { return };
    let period = (number - 1 + if entry.overtime { quarters } else { 0 }) as usize;
    let what = entry.what();
    let mut push = |side, who, what| {
        let number = Some(entry.number);
        game.plays.push(Play {
            period,
            left: entry.left,
            side,
            who,
            what,
            entry: entry.index,
            number,
            counts_late: 0,
        });
    };
    let Some((side, who)) = own else {
        if what.is_some() {
            problems.add(Kind::UnknownTeam, place(entry), format!("a {} without a team", entry.kind));
        }
        return push(Side::A, Who::Team, What::Pause);
    };
    push(side, who, what.unwrap_or(What::Pause));
    if entry.kind == "block" {
        match entry.previous.and_then(|previous| by_number.get(&previous)) {
            Some((shooter_side, shooter)) if *shooter_side != side => {
                push(*shooter_side, *shooter, What::Count(Stat::BlkAgainst));
            }
            _ => problems.add(Kind::BrokenLink, place(entry), "a block that points at no shot"),
        }
    }
}
