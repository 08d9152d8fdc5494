//! What each play says after its corrections.
//!
//! A correction names the play it corrects, and may itself be corrected: the plays form trees, whose roots are facts.
//! Of several corrections of one play the newest decides; which is the newest never depends on arrival.

use super::fact::Fact;
use super::identity::PlayId;
use super::order::Book;
use super::play::Play;

pub(super) struct Standing<'a> {
    /// The facts that stand.
    pub facts: Vec<StandingFact<'a>>,
    pub unmatched: Vec<&'a PlayId>,
}

pub(super) struct StandingFact<'a> {
    /// The play as first entered, by its index in the book.
    pub root: usize,
    pub said_by: usize,
    pub clock_ms: Option<u32>,
    pub fact: &'a Fact,
    /// The play whose place it has: the root, or a correction that moved it.
    pub seat: usize,
}

/// What a play, with its own corrections, makes of the play it corrects.
#[derive(Clone, Copy)]
enum Effect<'a> {
    Says {
        said_by: usize,
        fact: &'a Fact,
        clock_ms: Option<u32>,
        seat: Option<usize>,
    },
    Withdraws,
    /// A correction that was itself retracted.
    Nothing,
}

pub(super) fn standing<'a>(book: &Book<'a>, admitted: &[bool]) -> Standing<'a> {
    let (queue, effects) = effects(book, admitted, &corrections_of(book, admitted));
    let unmatched = unmatched(book, admitted, &queue);
    let is_fact = |index: usize| book.plays[index].fact.is_of_the_game();
    let facts = queue.iter().filter(|root| is_fact(**root)).filter_map(|&root| match effects[root] {
        Effect::Says { said_by, fact, clock_ms, seat } => {
            Some(StandingFact { root, said_by, clock_ms, fact, seat: seat.unwrap_or(root) })
        }
        Effect::Withdraws | Effect::Nothing => None,
    });
    Standing { facts: facts.collect(), unmatched }
}

/// The plays that count, corrected ones before their corrections, and the effect of every play.
fn effects<'a>(book: &Book<'a>, admitted: &[bool], children: &[Vec<usize>]) -> (Vec<usize>, Vec<Effect<'a>>) {
    let plays = &book.plays;
    let is_root = |index: usize| admitted[index] && plays[index].fact.is_of_the_game();
    let roots = (0..plays.len()).filter(|index| is_root(*index));
    // Parents first; corrections that correct each other in a circle hang on no root and are never reached.
    let mut queue: Vec<usize> = roots.collect();
    let mut next = 0;
    while next < queue.len() {
        queue.extend(&children[queue[next]]);
        next += 1;
    }
    let mut effects = vec![Effect::Nothing; plays.len()];
    for &index in queue.iter().rev() {
        let tree = Tree { plays, children, effects: &effects };
        effects[index] = combined(own_effect(plays[index], index), index, &tree);
    }
    (queue, effects)
}

/// For each play of the book whether it still has an effect: nothing took it back.
pub(super) fn standing_of(book: &Book<'_>) -> Vec<bool> {
    let admitted = vec![true; book.plays.len()];
    let (_, effects) = effects(book, &admitted, &corrections_of(book, &admitted));
    let is_own = |index: usize| match effects[index] {
        Effect::Says { .. } => true,
        Effect::Withdraws => book.plays[index].fact.is_correction(),
        Effect::Nothing => false,
    };
    (0..book.plays.len()).map(is_own).collect()
}

fn corrections_of(book: &Book<'_>, admitted: &[bool]) -> Vec<Vec<usize>> {
    let mut children = vec![Vec::new(); book.plays.len()];
    for (index, play) in book.plays.iter().enumerate() {
        if admitted[index]
            && let Some(target) = play.fact.target().and_then(|id| book.find(id))
        {
            children[target].push(index);
        }
    }
    children
}

fn own_effect(play: &Play, index: usize) -> Effect<'_> {
    let says = |fact, seat| Effect::Says { said_by: index, fact, clock_ms: play.clock_ms, seat };
    match &play.fact {
        Fact::Amend { fact, moves, .. } if fact.is_of_the_game() => says(fact, moves.then_some(index)),
        Fact::Retract { .. } => Effect::Withdraws,
        fact if fact.is_of_the_game() => says(fact, Some(index)),
        _ => Effect::Nothing,
    }
}

/// The effect of a play under the newest of its corrections.
fn combined<'a>(own: Effect<'a>, index: usize, tree: &Tree<'_, 'a>) -> Effect<'a> {
    let Some(newest) = tree.newest_correction(index) else {
        return own;
    };
    match (own, tree.effects[newest]) {
        (
            Effect::Says { clock_ms: before, seat: old, .. },
            Effect::Says { said_by, fact, clock_ms, seat },
        ) => Effect::Says { said_by, fact, clock_ms: clock_ms.or(before), seat: seat.or(old) },
        // Retracting a correction undoes it; retracting a fact withdraws it.
        (_, Effect::Withdraws) if tree.plays[index].fact.is_correction() => Effect::Nothing,
        (_, corrected) => corrected,
    }
}

struct Tree<'t, 'a> {
    plays: &'t [&'a Play],
    children: &'t [Vec<usize>],
    effects: &'t [Effect<'a>],
}

impl Tree<'_, '_> {
    /// Devices count on from the highest number they have seen, so that the newest has the highest number.
    fn newest_correction(&self, index: usize) -> Option<usize> {
        let counts = |child: &usize| !matches!(self.effects[*child], Effect::Nothing);
        let number = |child: &usize| (self.plays[*child].id.number, &self.plays[*child].id.device);
        self.children[index].iter().copied().filter(counts).max_by_key(number)
    }
}

fn unmatched<'a>(book: &Book<'a>, admitted: &[bool], reached: &[usize]) -> Vec<&'a PlayId> {
    let mut is_reached = vec![false; book.plays.len()];
    reached.iter().for_each(|index| is_reached[*index] = true);
    let lost =
        |index: &usize| admitted[*index] && !is_reached[*index] && book.plays[*index].fact.is_correction();
    (0..book.plays.len()).filter(lost).map(|index| &book.plays[index].id).collect()
}
