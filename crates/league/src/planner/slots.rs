//! Plans in slots.
use super::budget::Budget;
use super::problem::{Game, Instance, Pairing};
pub(super) fn search(_instance: &Instance, _games: &[Pairing], _seed: u64, _budget: Budget<'_>) -> (Vec<Game>, u64) { (Vec::new(), 0) }
