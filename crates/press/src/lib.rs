//! What Changba prints and posts: PDF by typst, PNG by resvg, both with the fonts inside the program.
//!
//! No file, no network, no clock, no browser: a document is a function of its data, and the same data gives
//! the same bytes. Calls take processor time and block; a server runs them off its request threads.

#[cfg(test)]
extern crate self as press;
#[cfg(test)]
#[path = "../worlds.rs"]
mod worlds;

mod book;
mod cards;
mod day_sheet;
mod facts;
mod fonts;
mod paper;
mod picture;
mod png;
mod qr;
mod scoresheet;
mod words;

pub use book::{
    Align, Block, Book, Bracket, BracketSide, BracketTie, Cell, Column, Row, Sheet, Size, Table, Width,
};
pub use cards::{Card, Cards, Layout};
pub use day_sheet::{DaySheet, Game, Official, Role, Team};
pub use facts::{Colour, Fact, Known, Language, Name, Score, Side};
pub use fonts::missing_characters;
pub use paper::Pdf;
pub use picture::board::{Board, BoardRow, board};
pub use picture::{Club, Forfeit, Period, Picture, ResultPicture, Shape, Span, Status, picture, result_svg};
pub use png::png;
pub use scoresheet::{Entered, Points, Scoresheet, SheetPlayer, SheetTeam};
pub use words::Printed;

/// A document to print, with its data.
#[derive(Debug, Clone, Copy)]
pub enum Document<'a> {
    /// 日程单: the games of a day at a venue.
    DaySheet(&'a DaySheet),
    /// Books, lists, minutes and forms.
    Book(&'a Book),
    /// Posters, stickers, plates, passes, certificates.
    Cards(&'a Cards),
    /// 记录表, blank or filled.
    Scoresheet(&'a Scoresheet),
}

/// Prints a document.
pub fn pdf(document: Document<'_>) -> Result<Pdf, Error> {
    match document {
        Document::DaySheet(day) => day_sheet::pdf(day),
        Document::Book(book) => book::pdf(book),
        Document::Cards(cards) => cards::pdf(cards),
        Document::Scoresheet(game) => scoresheet::pdf(game),
    }
}

/// Why nothing was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// The address for the QR code is not http or https, too long, or not plain ASCII.
    Address(String),
    /// More games than a document holds.
    TooMuch {
        /// How many were given.
        games: usize,
    },
    /// The data cannot be written as JSON.
    Input,
    /// A template is wrong: a mistake of this crate.
    Template(Vec<String>),
    /// An SVG cannot be drawn.
    Picture(String),
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Address(address) => write!(formatter, "not an address for a QR code: {address}"),
            Self::TooMuch { games } => write!(formatter, "too many games for a sheet: {games}"),
            Self::Input => write!(formatter, "the data cannot be written as JSON"),
            Self::Template(messages) => write!(formatter, "template: {}", messages.join("; ")),
            Self::Picture(reason) => write!(formatter, "picture: {reason}"),
        }
    }
}

impl std::error::Error for Error {}
