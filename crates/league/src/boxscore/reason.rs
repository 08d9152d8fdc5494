//! Rules that explain a difference between a feed's plays and its own box score.
//!
//! A rule speaks about an event and is checked against the plays; no game is named anywhere.

use super::Feed;
use super::format::Format;
use super::game::{MINUTE, SECOND, Side, What, Who};
use super::line::Stat;
use super::published::Figure;
use super::replay::PlayerBox;
use std::collections::HashSet;

/// A difference that looks for its reason.
pub(super) struct Case<'f> {
    pub feed: &'f Feed,
    pub side: Side,
    /// Absent for a figure of the team.
    pub index: Option<usize>,
    pub line: Option<&'f PlayerBox>,
    pub figure: Figure,
    pub ours: i64,
    pub theirs: i64,
    /// By how much the feed's seconds differ, for each player of the team.
    pub seconds_off: &'f [i64],
}

struct Rule {
    text: &'static str,
    applies: fn(&Case<'_>) -> bool,
}

const RULES: &[Rule] = &[
    Rule {
        text: "time on court ends on half a second; plays hold hundredths, the box score whole seconds",
        applies: half_a_second,
    },
    Rule {
        text: "this list of plays shows whole seconds; the box score was summed from hundredths",
        applies: coarse_clock,
    },
    Rule {
        text: "a substitution and points in the same second of a clock without hundredths: their order is not known",
        applies: same_second,
    },
    Rule {
        text: "the league's minutes count a substitution a minute off: one of the pair has one more, the other one less",
        applies: minute_off,
    },
    Rule {
        text: "an assist of the box score has no play: the entry after an unassisted basket of the team is missing",
        applies: assist_without_play,
    },
];

pub(super) fn reason(case: &Case<'_>) -> Option<&'static str> {
    RULES.iter().find(|rule| (rule.applies)(case)).map(|rule| rule.text)
}

fn is_seconds(case: &Case<'_>, format: Format) -> bool {
    case.figure == Figure::Seconds && case.feed.format == format
}

fn half_a_second(case: &Case<'_>) -> bool {
    let Some(line) = case.line else { return false };
    let part = line.on_court.time.rem_euclid(SECOND);
    let fine = is_seconds(case, Format::LiveStats) || is_seconds(case, Format::Nba);
    fine && (case.ours - case.theirs).abs() == 1 && (48..=52).contains(&part)
}

/// Each coming and going may be up to a second off.
fn coarse_clock(case: &Case<'_>) -> bool {
    let Some(line) = case.line else { return false };
    let allowed = i64::from(line.on_court.changes).max(1);
    is_seconds(case, Format::LiveStatsCsv) && (case.ours - case.theirs).abs() <= allowed
}

fn same_second(case: &Case<'_>) -> bool {
    let Some(index) = case.index else { return false };
    if case.feed.format != Format::LiveStatsCsv || case.figure != Figure::PlusMinus {
        return false;
    }
    let plays = &case.feed.game.plays;
    let own = plays.iter().filter(|play| play.side == case.side && play.who == Who::Player(index));
    let changes = own.filter(|play| matches!(play.what, What::In | What::Out));
    let moments: HashSet<_> = changes.map(|play| (play.period, play.left)).collect();
    let in_doubt =
        plays.iter().filter(|play| moments.contains(&(play.period, play.left))).map(|play| match play.what {
            What::Shot { worth, made: true, .. } => i64::from(worth),
            What::FreeThrow { made: true, .. } => 1,
            _ => 0,
        });
    (case.ours - case.theirs).abs() <= in_doubt.sum()
}

/// Two of a team changed at the same clock, and the box score gives one a minute of the other's.
fn minute_off(case: &Case<'_>) -> bool {
    let minute = MINUTE / SECOND;
    let off = case.theirs - case.ours;
    let Some(index) = case.index.filter(|_| is_seconds(case, Format::EuroLeague) && off.abs() == minute)
    else {
        return false;
    };
    let plays = &case.feed.game.plays;
    let changes = |index: usize, what: What| {
        plays
            .iter()
            .filter(move |play| play.side == case.side && play.who == Who::Player(index) && play.what == what)
    };
    let pairs = |own: What, others: What| {
        case.seconds_off.iter().enumerate().filter(|(_, other)| **other == -off).any(|(other, _)| {
            changes(index, own).any(|change| {
                changes(other, others).any(|pair| (pair.period, pair.left) == (change.period, change.left))
            })
        })
    };
    pairs(What::In, What::Out) || pairs(What::Out, What::In)
}

/// Entries are numbered as they are made: where the number after an unassisted basket is missing, one was deleted.
fn assist_without_play(case: &Case<'_>) -> bool {
    let Some(index) = case.index else { return false };
    if case.feed.format != Format::LiveStats
        || case.figure != Figure::Stat(Stat::Ast)
        || case.theirs != case.ours + 1
    {
        return false;
    }
    let plays = &case.feed.game.plays;
    let numbers: HashSet<i64> = plays.iter().filter_map(|play| play.number).collect();
    plays.iter().filter(|play| play.side == case.side && play.who != Who::Player(index)).any(|play| {
        let basket = matches!(play.what, What::Shot { made: true, .. });
        basket && play.number.is_some_and(|number| !numbers.contains(&(number + 1)))
    })
}
