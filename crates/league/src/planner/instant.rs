//! Plans at once, without a search: every pair meets, with as few breaks as there can be.
//!
//! A single round robin of an even number of clubs has at least n - 2 breaks; the circle method reaches that when the
//! sides alternate along the circle. Two legs have at least 3n - 6 breaks when the second repeats the order of the first,
//! and 2n - 4 when its order is free.

use super::problem::Game;

/// What comes after the first leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Return {
    /// Single round robin.
    None,
    /// The same rounds again with turned sides: the games of a pair are equally far apart.
    Mirrored,
    /// The rounds in the order that adds no break, which brings a few pairs together sooner.
    FewestBreaks,
}

/// A plan of rounds for so many clubs; nothing for fewer than two.
///
/// With an odd number one club rests in each round, and nobody has a break in a single leg.
pub fn instant(clubs: usize, after: Return) -> Vec<Game> {
    if clubs < 2 {
        return Vec::new();
    }
    let even = clubs + clubs % 2;
    let first = first_leg(even);
    let length = even - 1;
    let mut rounds = first.clone();
    let turned = |round: usize| first[round].iter().map(|&(home, away)| (away, home)).collect();
    match after {
        Return::None => {}
        Return::Mirrored => rounds.extend((0..length).map(turned)),
        // The last round comes back first: whoever had no break at the turn keeps alternating. With an odd number only
        // the whole order turned round keeps everybody's rests from breaking the alternation.
        Return::FewestBreaks if clubs % 2 == 1 => rounds.extend((0..length).rev().map(turned)),
        Return::FewestBreaks => rounds.extend((0..length).map(|round| turned((round + length - 1) % length))),
    }
    let mut plan = Vec::new();
    for (slot, games) in rounds.into_iter().enumerate() {
        let real = games.into_iter().filter(|&(home, away)| home < clubs && away < clubs);
        plan.extend(real.map(|(home, away)| Game { slot, home, away }));
    }
    plan.sort_unstable();
    plan
}

/// The circle: in round r the last club meets club r, and r + k meets r - k.
fn first_leg(even: usize) -> Vec<Vec<(usize, usize)>> {
    let circle = even - 1;
    let round = |round: usize| {
        let mut games = vec![if round.is_multiple_of(2) { (round, circle) } else { (circle, round) }];
        for step in 1..even / 2 {
            let (up, down) = ((round + step) % circle, (round + circle - step) % circle);
            games.push(if step % 2 == 1 { (up, down) } else { (down, up) });
        }
        games
    };
    (0..circle).map(round).collect()
}
