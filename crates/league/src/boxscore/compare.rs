//! Where the feed's own box score says something else than the plays.

use super::game::Side;
use super::line::{Line, Stat};
use super::published::{Figure, Figures, Published};
use super::reason::{Case, reason};
use super::replay::{BoxScore, PlayerBox, TeamBox};
use super::{Feed, game::Rules};
use serde::Serialize;

/// One figure on which plays and box score of a feed differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    pub team: String,
    /// Absent for a figure of the team and for a player without a number.
    pub number: Option<String>,
    /// Tells players without a number apart.
    pub player: Option<String>,
    pub stat: String,
    pub ours: i64,
    pub feed: i64,
    /// The rule that explains it, or nothing.
    pub reason: Option<&'static str>,
    #[serde(skip)]
    figure: Figure,
    #[serde(skip)]
    of: (Side, Option<usize>),
}

impl Difference {
    fn excess(&self) -> i64 {
        self.feed - self.ours
    }
}

pub(super) fn differences(feed: &Feed, published: &Published, ours: &BoxScore) -> Vec<Difference> {
    let mut found = Vec::new();
    for side in Side::BOTH {
        let own = &ours.teams[side as usize];
        let players = &published.players[side as usize];
        let seconds_off = seconds_off(own, players);
        let mut look = |index: Option<usize>, figure: Figure, theirs: i64| {
            let line = index.and_then(|index| own.players.get(index));
            let value = match line {
                Some(line) => player_figure(feed, own, line, figure),
                None => team_figure(feed, ours, side, figure),
            };
            let Some(value) = value.filter(|value| *value != theirs) else { return };
            let case =
                Case { feed, side, index, line, figure, ours: value, theirs, seconds_off: &seconds_off };
            found.push(difference(&case));
        };
        for (index, figures) in players.iter().enumerate() {
            figures.iter().for_each(|(figure, theirs)| look(Some(index), *figure, *theirs));
        }
        published.teams[side as usize].iter().for_each(|(figure, theirs)| look(None, *figure, *theirs));
    }
    explain_what_follows(feed, &mut found);
    found
}

fn difference(case: &Case<'_>) -> Difference {
    let team = &case.feed.game.teams[case.side as usize];
    let player = case.index.and_then(|index| team.players.get(index));
    Difference {
        team: team.name.clone(),
        number: player.and_then(|player| player.number.clone()),
        player: player.map(|player| player.name.clone()),
        stat: case.figure.name(),
        ours: case.ours,
        feed: case.theirs,
        reason: reason(case),
        figure: case.figure,
        of: (case.side, case.index),
    }
}

fn seconds_off(own: &TeamBox, players: &[Figures]) -> Vec<i64> {
    let published =
        players.iter().map(|figures| figures.iter().find(|(figure, _)| *figure == Figure::Seconds));
    let pairs = own.players.iter().zip(published);
    pairs.map(|(line, theirs)| theirs.map_or(0, |(_, theirs)| theirs - line.seconds())).collect()
}

/// Team totals follow from the players' figures, ratings from the figures they are made of.
fn explain_what_follows(feed: &Feed, found: &mut [Difference]) {
    let totals = |found: &[Difference], total: &Difference| -> Option<&'static str> {
        let parts = found
            .iter()
            .filter(|part| part.of.0 == total.of.0 && part.of.1.is_some() && part.figure == total.figure);
        follows(total, parts.map(|part| (part, part.excess())))
    };
    let ratings = |found: &[Difference], rating: &Difference| -> Option<&'static str> {
        let weight = |part: &Difference| weight(&feed.game.rules, rating.figure, part.figure);
        let parts = found.iter().filter(|part| part.of == rating.of && part.figure != rating.figure);
        follows(rating, parts.filter_map(|part| Some((part, part.excess() * weight(part)?))))
    };
    for index in 0..found.len() {
        if found[index].reason.is_none() && found[index].of.1.is_none() {
            found[index].reason = totals(found, &found[index]);
        }
    }
    for index in 0..found.len() {
        if found[index].reason.is_none() {
            found[index].reason = ratings(found, &found[index]);
        }
    }
}

fn follows<'d>(
    whole: &Difference,
    parts: impl Iterator<Item = (&'d Difference, i64)>,
) -> Option<&'static str> {
    let (mut sum, mut reason) = (0, None);
    for (part, excess) in parts {
        reason = Some(part.reason?);
        sum += excess;
    }
    reason.filter(|_| sum == whole.excess())
}

/// What one more of a figure adds to a rating.
fn weight(rules: &Rules, rating: Figure, part: Figure) -> Option<i64> {
    let Figure::Stat(stat) = part else { return None };
    let mut one = Line::default();
    one.add(stat, 1);
    match rating {
        Figure::Efficiency => Some(i64::from(one.efficiency())),
        Figure::IndexRating => Some(index_rating(rules, &one)),
        _ => None,
    }
}

/// PIR by the feed's rules.
pub(super) fn index_rating(rules: &Rules, line: &Line) -> i64 {
    let technicals = if rules.technical_costs_rating { line.get(Stat::Technicals) } else { 0 };
    i64::from(line.index_rating() - technicals)
}

fn player_figure(feed: &Feed, team: &TeamBox, player: &PlayerBox, figure: Figure) -> Option<i64> {
    match figure {
        Figure::Seconds => team.lineup_known.then(|| player.seconds()),
        Figure::PlusMinus => team.lineup_known.then(|| i64::from(player.on_court.plus_minus)),
        other => line_figure(feed, &player.line, other),
    }
}

fn line_figure(feed: &Feed, line: &Line, figure: Figure) -> Option<i64> {
    let recorded = &feed.game.recorded;
    match figure {
        Figure::Stat(stat) => recorded.has(stat).then(|| i64::from(line.get(stat))),
        Figure::Efficiency => recorded.efficiency().then(|| i64::from(line.efficiency())),
        Figure::IndexRating => recorded.index_rating().then(|| index_rating(&feed.game.rules, line)),
        _ => None,
    }
}

fn team_figure(feed: &Feed, ours: &BoxScore, side: Side, figure: Figure) -> Option<i64> {
    let index = side as usize;
    let team = &ours.teams[index];
    let of_team = |stat: Stat| feed.game.recorded.has(stat).then(|| i64::from(team.team.get(stat)));
    match figure {
        Figure::FoulsInAll => Some(i64::from(team.totals.get(Stat::Pf) + team.bench_fouls)),
        Figure::BenchFouls => Some(i64::from(team.bench_fouls)),
        Figure::TeamOreb => of_team(Stat::Oreb),
        Figure::TeamDreb => of_team(Stat::Dreb),
        Figure::TeamTurnovers => of_team(Stat::Tov),
        Figure::PointsBench => Some(i64::from(team.substitutes.get(Stat::Points))),
        Figure::Period(period) => Some(i64::from(team.periods.get(period)?.get(Stat::Points))),
        Figure::Seconds | Figure::PlusMinus => None,
        other => line_figure(feed, &team.totals, other),
    }
}
