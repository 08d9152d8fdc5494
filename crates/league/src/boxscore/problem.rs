//! What in a feed is not sound, with its place in the file.

use serde::Serialize;

/// One thing that could not be taken as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    pub kind: Kind,
    /// Where: a list and the entry's position in it as the file has it, or a byte.
    pub place: String,
    pub text: String,
}

/// The kinds of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The file ends early; what comes before is used.
    CutFile,
    /// A list or field that the format promises is not there.
    Missing,
    /// An entry without a readable type, period or clock.
    Unreadable,
    UnknownType,
    UnknownTeam,
    UnknownPlayer,
    /// The clock runs back by more than a slip of the hand.
    ClockBackwards,
    /// A player comes on who is on, or goes off who is off.
    Substitution,
    /// Not five starters, or not five on court when a point falls.
    Lineup,
    /// A block or a drawn foul points at nothing.
    BrokenLink,
}

/// The problems of a feed in the order in which they were met.
#[derive(Clone, Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Adds a problem.
    pub fn add(&mut self, kind: Kind, place: impl Into<String>, text: impl Into<String>) {
        self.0.push(Problem { kind, place: place.into(), text: text.into() });
    }

    /// The file ends early, so that nothing can be said about the end of the game.
    pub fn cut(&self) -> bool {
        self.0.iter().any(|problem| problem.kind == Kind::CutFile)
    }

    /// All of them.
    pub fn list(&self) -> &[Problem] {
        &self.0
    }
}
