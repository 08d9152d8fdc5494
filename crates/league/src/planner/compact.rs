//! Plans in rounds: everybody plays in every slot.
//!
//! A plan is a proper colouring of all games by slots. Moves keep it one: they swap sides, clubs or slots, whole or
//! along the chain that repairs what a partial swap breaks.

mod anneal;
mod chains;
mod patterns;
mod search;
mod start;
mod state;
mod tables;
#[cfg(test)]
mod tests;

pub(super) use search::search;
