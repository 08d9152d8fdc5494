//! The rules of a works basketball league, as a library without clock, network, file, database or async.

#[macro_use]
mod text_enum;

pub mod alike;
pub mod audience;
pub mod boxscore;
pub mod competition;
pub mod discipline;
pub mod draw;
pub mod eligibility;
pub mod fixture;
pub mod form;
pub mod game;
pub mod identity;
pub mod ids;
pub mod leaders;
pub mod money;
pub mod names;
pub mod officials;
pub mod planner;
pub mod season;
pub mod shares;
pub mod shifts;
pub mod stages;
pub mod standings;
pub mod story;

/// A stored or sent word that names no value of its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord(pub String);

impl std::fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "unknown word {:?}", self.0)
    }
}

impl std::error::Error for UnknownWord {}
