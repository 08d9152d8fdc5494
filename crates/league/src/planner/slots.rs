//! Plans in slots: more slots than games, at most one game a club and slot.
//!
//! A game may only go where no rule forbids it outright; everything else is a cost. Moves take a game to another of its
//! slots, sometimes pushing out the games in its way, or let two games change places.

mod anneal;
mod spells;
mod state;
mod tables;
#[cfg(test)]
mod tests;

pub(super) use anneal::search;
pub(super) use state::{Seat, State};
pub(super) use tables::Tables;
