//! Documents that read from top to bottom: programme and results books, lists, minutes, forms.
//!
//! A book is a list of blocks; one template sets them all, so that every paper of a league looks like the others.

pub(crate) mod layout;
mod print;

use crate::facts::{Colour, Fact, Language, Name};
use chrono::{DateTime, FixedOffset};

pub use print::pdf;

/// A document made of blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// The language it is printed in.
    pub language: Language,
    /// The word that tells this kind from others, in file names and in the file's identity.
    pub kind: &'static str,
    /// What it is.
    pub title: Name,
    /// What stands under the title: days, halls, a club.
    pub subtitle: Vec<Fact<Name>>,
    /// The league.
    pub league: Name,
    /// The season.
    pub season: Name,
    /// The sheet it is printed on.
    pub sheet: Sheet,
    /// Cover and table of contents; chapters begin on a page of their own.
    pub bound: bool,
    /// What stands in it.
    pub blocks: Vec<Block>,
    /// The version of the data, as the live page shows it.
    pub version: String,
    /// When the data was last changed.
    pub printed: DateTime<FixedOffset>,
    /// The address of the live page: http or https.
    pub address: String,
}

/// A sheet of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sheet {
    /// Its size.
    pub size: Size,
    /// Lying on its long side.
    pub landscape: bool,
    /// Three millimetres more on every side, with marks where to cut, for a print shop.
    pub bleed: bool,
}

/// Sizes of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 210 x 297 mm.
    A4,
    /// 16开, 185 x 260 mm, the usual size of Chinese books.
    K16,
}

impl Sheet {
    /// A4, upright.
    pub const A4: Self = Self { size: Size::A4, landscape: false, bleed: false };

    /// Width and height in millimetres.
    pub fn millimetres(self) -> (u32, u32) {
        let (width, height) = match self.size {
            Size::A4 => (210, 297),
            Size::K16 => (185, 260),
        };
        if self.landscape { (height, width) } else { (width, height) }
    }
}

/// One part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A chapter: stands in the contents and begins a page in a bound book.
    Chapter(Name),
    /// A heading inside a chapter.
    Heading(Fact<Name>),
    /// A paragraph.
    Text(Fact<Name>),
    /// A paragraph in small print, for sources and notes.
    Note(Fact<Name>),
    /// A list of points.
    Items(Vec<Fact<Name>>),
    /// Names and values.
    Facts(Vec<(Name, Cell)>),
    /// A table.
    Table(Table),
    /// Lines to sign on.
    Sign(Vec<Name>),
    /// Empty lines to write on.
    Lines(u8),
    /// Ties by round.
    Bracket(Bracket),
    /// The next page.
    Break,
}

/// A table; its head is repeated on every page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Lines between all cells, for forms that are written on.
    pub grid: bool,
    /// Smaller letters, for many columns.
    pub small: bool,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What stands in it.
    pub title: Name,
    /// How wide it is.
    pub width: Width,
    /// Where its text stands.
    pub align: Align,
}

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// Exactly so many millimetres.
    Mm(u16),
    /// So many parts of what is left.
    Part(u16),
}

/// Where a cell's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Figures.
    Right,
    /// Signs, scores, hours.
    Middle,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// One cell a column.
    Cells(Vec<Cell>),
    /// A line across the table, above the rows it is about.
    Across(Cell),
    /// One cell a column, so many millimetres high, to be written in.
    High(u16, Vec<Cell>),
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// Facts below each other.
    pub lines: Vec<Fact<Name>>,
    /// A club's colours before them.
    pub colours: Option<[Colour; 2]>,
    /// Bold.
    pub strong: bool,
    /// A grey ground: where nothing can stand.
    pub shade: bool,
}

impl Cell {
    /// A fact.
    pub fn fact(fact: Fact<Name>) -> Self {
        Self { lines: vec![fact], ..Self::default() }
    }

    /// A text that reads the same in every language: a number, an hour, a code, a person's name.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::fact(Fact::published(Name::zh(text)))
    }

    /// A name in both languages.
    pub fn name(name: Name) -> Self {
        Self::fact(Fact::published(name))
    }

    /// Nothing yet: to be written in by hand.
    pub fn blank() -> Self {
        Self::default()
    }

    /// Where nothing can stand.
    pub fn shaded() -> Self {
        Self { shade: true, ..Self::default() }
    }

    /// The same in bold.
    pub fn strong(mut self) -> Self {
        self.strong = true;
        self
    }

    /// The same behind a club's colours.
    pub fn coloured(mut self, colours: Option<[Colour; 2]>) -> Self {
        self.colours = colours;
        self
    }

    /// The same with another line below.
    pub fn and(mut self, fact: Fact<Name>) -> Self {
        self.lines.push(fact);
        self
    }
}

impl Column {
    /// A column of words.
    pub fn words(zh: &str, en: &str, width: Width) -> Self {
        Self { title: Name::both(zh, en), width, align: Align::Left }
    }

    /// A column of figures.
    pub fn figures(zh: &str, en: &str, mm: u16) -> Self {
        Self { title: Name::both(zh, en), width: Width::Mm(mm), align: Align::Right }
    }

    /// A column of signs in the middle.
    pub fn middle(zh: &str, en: &str, mm: u16) -> Self {
        Self { title: Name::both(zh, en), width: Width::Mm(mm), align: Align::Middle }
    }
}

/// Ties by round, from left to right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bracket {
    /// The name of each round.
    pub rounds: Vec<Name>,
    /// The ties.
    pub ties: Vec<BracketTie>,
}

/// Two sides that play for going on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BracketTie {
    /// Its code.
    pub code: String,
    /// The place of its round among the rounds.
    pub round: usize,
    /// Its sides.
    pub sides: [BracketSide; 2],
    /// When it is played, or how its series stands.
    pub note: Name,
    /// The codes of the ties its winner goes to.
    pub leads: Vec<String>,
}

/// One side of a tie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BracketSide {
    /// Who plays, or where that will come from.
    pub name: Fact<Name>,
    /// The score, where there is one.
    pub score: String,
    /// Whether this side goes on.
    pub won: bool,
}

#[cfg(test)]
mod tests;
