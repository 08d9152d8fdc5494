//! The beacon as an operation: for players of others, in any language of program.

use super::super::beacon::{FIELDS, PATH, submit};
use super::super::routes::{Routes, Who};
use super::operation::{How, Operation, Takes};
use super::schema::{Described, answers};

const BEAT: Operation = Operation::write(
    "POST",
    PATH,
    "beacon",
    "Say that a page or a player is open: first without, then with the beat of the last answer, as late as it says",
    Takes { fields: FIELDS, parents: &[], how: How::Adds },
)
.who(Who::Everyone)
.gives(Answer::schema);
pub const OPERATIONS: &[Operation] = &[BEAT];

pub fn routes(routes: Routes) -> Routes {
    routes.operation(&BEAT, submit)
}

answers! {
    /// What the sender does next.
    struct Answer {
        /// To be sent back with the next beat; empty where the next one begins anew
        beat: String,
        /// Seconds until the next beat; 0: no more
        after: i64,
    }
}
