//! One function per thing a person or a job does. The only callers of store writes.
//!
//! An action gets a transaction that knows who writes and when, checks its input, saves, and records what it did.
//! The caller commits. It knows neither HTTP nor HTML.

pub mod accounts;
pub mod answers;
pub mod audience;
pub mod backup;
pub mod boxscores;
pub mod clubs;
pub mod competitions;
pub mod console;
pub mod criteria;
pub mod demo;
pub mod discipline;
pub mod drafts;
pub mod draws;
pub mod feeds;
pub mod fixtures;
pub mod input;
pub mod leagues;
pub mod links;
pub mod lists;
pub mod match_lists;
pub mod money;
pub mod notices;
pub mod officials;
pub mod outbox;
pub mod people;
pub mod plays;
pub mod reports;
pub mod results;
pub mod rulings;
pub mod scores;
pub mod screens;
pub mod seasons;
pub mod shifts;
pub mod stages;
pub mod tokens;
pub mod transfer;
pub mod undo;
pub mod venues;

use crate::store;
use input::Fault;

/// Why an action did nothing. No words: the page finds them.
#[derive(Debug)]
pub enum Refused {
    /// Something in the input is wrong; each fault names its field.
    Faults(Vec<Fault>),
    NotFound,
    /// Somebody else changed it first.
    Conflict,
    /// The season is archived.
    SeasonLocked,
    /// The result is official: it changes only by a correction with a reason.
    ResultOfficial,
    /// The status cannot be reached from where the game stands.
    StatusNotReachable,
    /// Another play has this device and number already.
    PlayIdReused,
    /// A play of a keeping of the sheet that was never handed out.
    EpochUnknown,
    /// Another device keeps the sheet, and has not handed it over.
    SheetHeld,
    /// The plays do not say that the game is over.
    GameNotOver,
    /// More plays than any game has.
    TooManyPlays,
    /// Undo is offered for a minute, and only while nothing later touched the object.
    TooLateToUndo,
    /// Wrong login or password, or the account is closed; never said which.
    SignInFailed,
    /// Too many failures; try again after so many seconds.
    WaitBeforeSignIn {
        seconds: i64,
    },
    /// The link was used, has run out or was taken back.
    LinkUsedUp,
    /// A list of people forbids it now; the code says why.
    List(&'static str),
    Store(store::Error),
}

impl From<store::Error> for Refused {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::NotFound => Self::NotFound,
            store::Error::Conflict => Self::Conflict,
            other => Self::Store(other),
        }
    }
}

impl From<Vec<Fault>> for Refused {
    fn from(faults: Vec<Fault>) -> Self {
        Self::Faults(faults)
    }
}

/// The answer of an action.
pub type Outcome<T> = Result<T, Refused>;
