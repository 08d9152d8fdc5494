//! The game: shared vectors, made games in every disorder, and refusals.
//!
//! The vectors in `vectors/` hold for every reducer of plays, whatever language it is written in: docs/PLAYS.md.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own text fails")]

mod anything;
mod disorder;
mod made;
mod made_vectors;
mod refusals;
mod vectors;
