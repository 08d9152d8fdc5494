//! All SQL. One text serves SQLite and PostgreSQL; see ARCHITECTURE.md for what may not be written.

mod connect;
mod error;
mod migrate;
mod tx;
mod versions;

pub mod accounts;
pub mod audience;
pub mod audit;
pub mod clubs;
pub mod competitions;
pub mod discipline;
pub mod drafts;
pub mod draws;
pub mod entries;
pub mod entry_rules;
pub mod feeds;
pub mod fixtures;
pub mod leagues;
pub mod ledger;
pub mod lists;
pub mod match_lists;
pub mod notices;
pub mod officials;
pub mod outbox;
pub mod people;
pub mod plans;
pub mod plays;
pub mod private_files;
pub mod reports;
pub mod rulings;
pub mod screens;
pub mod seasons;
pub mod shifts;
pub mod site;
pub mod transfer;
pub mod upkeep;
pub mod venues;

pub use connect::{Engine, Store};
pub use error::Error;
pub use migrate::{Migration, migrations};
pub use tx::{Db, Tx, Writer};
pub use versions::{Counter, Snapshot, Versions};

pub type Result<T> = std::result::Result<T, Error>;

/// Runs one body on whichever database is behind a [`Db`]; it is compiled for both.
macro_rules! db {
    ($db:expr, |$conn:ident| $body:expr) => {
        match $db.conn() {
            $crate::store::tx::Conn::Sqlite(transaction) => {
                let $conn = &mut **transaction;
                $body
            }
            $crate::store::tx::Conn::Postgres(transaction) => {
                let $conn = &mut **transaction;
                $body
            }
        }
    };
}
pub(crate) use db;
