//! The order of a game: period, then place.
//!
//! Each device's plays of a period form a chain in the device's own count. A play that names the play it stands
//! after leaves the chain and hangs on that play, before whatever followed it. Where two devices wrote chains, the
//! chains are merged: the fact with more game time left comes first, without game clocks the lower number.

use super::corrections::StandingFact;
use super::fact::Fact;
use super::order::{Book, Placed};
use super::play::After;
use std::collections::BTreeMap;

pub(super) fn in_game_order<'a>(
    book: &Book<'a>,
    admitted: &[bool],
    facts: &[StandingFact<'a>],
) -> Vec<Placed<'a>> {
    let mut at_seat: Vec<Option<&StandingFact<'a>>> = vec![None; book.plays.len()];
    facts.iter().for_each(|fact| at_seat[fact.seat] = Some(fact));
    // Withdrawn and moved plays keep their seat, so that what was placed after them stays where it is.
    let takes_seat = |fact: &Fact| fact.is_of_the_game() || matches!(fact, Fact::Amend { moves: true, .. });
    let has_seat = |index: usize| admitted[index] && takes_seat(&book.plays[index].fact);
    let seats = Seats::new(book, has_seat);
    let placed = |seat: usize| {
        at_seat[seat].map(|fact| Placed {
            id: &book.plays[fact.root].id,
            said_by: &book.plays[fact.said_by].id,
            period: book.plays[seat].period,
            clock_ms: fact.clock_ms,
            fact: fact.fact,
        })
    };
    seats.in_order().into_iter().filter_map(placed).collect()
}

struct Seats<'b, 'a> {
    book: &'b Book<'a>,
    taken: Vec<usize>,
    periods: BTreeMap<u8, Period>,
    /// What hangs on each play, the first to come last.
    hanging: Vec<Vec<usize>>,
}

#[derive(Default)]
struct Period {
    at_start: Vec<usize>,
    /// One for each device that wrote in the period.
    chains: Vec<Vec<usize>>,
}

impl<'b, 'a> Seats<'b, 'a> {
    fn new(book: &'b Book<'a>, has_seat: impl Fn(usize) -> bool) -> Self {
        let mut seats = Self {
            book,
            taken: Vec::new(),
            periods: BTreeMap::new(),
            hanging: vec![Vec::new(); book.plays.len()],
        };
        for device in book.by_device() {
            let mut chains: BTreeMap<u8, Vec<usize>> = BTreeMap::new();
            for index in device.filter(|index| has_seat(*index)) {
                seats.taken.push(index);
                seats.seat(index, &has_seat, &mut chains);
            }
            for (period, chain) in chains {
                seats.periods.entry(period).or_default().chains.push(chain);
            }
        }
        let plays = &book.plays;
        // The newest insertion stands closest; being last in the list it is the next to be taken.
        let oldest_first = |list: &mut Vec<usize>| {
            list.sort_by_key(|index| (plays[*index].id.number, std::cmp::Reverse(&plays[*index].id.device)));
        };
        seats.hanging.iter_mut().for_each(oldest_first);
        seats.periods.values_mut().for_each(|period| oldest_first(&mut period.at_start));
        seats
    }

    fn seat(
        &mut self,
        index: usize,
        has_seat: &impl Fn(usize) -> bool,
        chains: &mut BTreeMap<u8, Vec<usize>>,
    ) {
        let play = self.book.plays[index];
        match &play.after {
            Some(After::Start) => self.periods.entry(play.period).or_default().at_start.push(index),
            // Until the other play is here, or when it belongs to another period, the own sequence has to do.
            Some(After::Play(id)) => match self.book.find(id) {
                Some(before) if has_seat(before) && self.book.plays[before].period == play.period => {
                    self.hanging[before].push(index);
                }
                _ => chains.entry(play.period).or_default().push(index),
            },
            None => chains.entry(play.period).or_default().push(index),
        }
    }

    fn in_order(&self) -> Vec<usize> {
        let mut order = Vec::with_capacity(self.taken.len());
        let mut is_placed = vec![false; self.book.plays.len()];
        for period in self.periods.values() {
            self.take(period.at_start.clone(), &mut order, &mut is_placed);
            for head in self.merged(&period.chains) {
                self.take(vec![head], &mut order, &mut is_placed);
            }
        }
        // Plays that stand after each other in a circle: nothing that was entered may vanish.
        for &index in &self.taken {
            if !is_placed[index] {
                self.take(vec![index], &mut order, &mut is_placed);
            }
        }
        order
    }

    /// Takes the plays of a stack, last first, each followed by what hangs on it.
    fn take(&self, mut stack: Vec<usize>, order: &mut Vec<usize>, is_placed: &mut [bool]) {
        while let Some(index) = stack.pop() {
            if !is_placed[index] {
                is_placed[index] = true;
                order.push(index);
                stack.extend(&self.hanging[index]);
            }
        }
    }

    fn merged(&self, chains: &[Vec<usize>]) -> Vec<usize> {
        if let [only] = chains {
            return only.clone();
        }
        let mut chains: Vec<Chain<'_>> =
            chains.iter().map(|chain| Chain { rest: chain, clock_ms: None }).collect();
        let mut merged = Vec::new();
        loop {
            chains.retain(|chain| !chain.rest.is_empty());
            if chains.is_empty() {
                return merged;
            }
            let mut first = 0;
            for other in 1..chains.len() {
                if !self.is_before(&chains[first], &chains[other]) {
                    first = other;
                }
            }
            let chain = &mut chains[first];
            merged.push(chain.rest[0]);
            chain.clock_ms = self.clock_ms(chain);
            chain.rest = &chain.rest[1..];
        }
    }

    fn is_before(&self, one: &Chain<'_>, other: &Chain<'_>) -> bool {
        match (self.clock_ms(one), self.clock_ms(other)) {
            (Some(left), Some(other_left)) if left != other_left => left > other_left,
            _ => self.book.plays[one.rest[0]].id.number <= self.book.plays[other.rest[0]].id.number,
        }
    }

    /// The game clock of a chain's next play: its own, else that of the play before it.
    fn clock_ms(&self, chain: &Chain<'_>) -> Option<u32> {
        self.book.plays[chain.rest[0]].clock_ms.or(chain.clock_ms)
    }
}

struct Chain<'c> {
    rest: &'c [usize],
    clock_ms: Option<u32>,
}
